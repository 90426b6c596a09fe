// Package geo is the vocabulary of Lifecircle and the town it looks at.
//
// It holds plain data (streets, barriers, facilities, residential points, areas), the [StudyArea] that
// binds them into one immutable town, and the geometry every answer rests on: a local metric [Frame],
// an R-tree [Index] and a [Network] of adjacency arrays. A [Scenario] is a list of edits on a town.
//
// Positions are WGS 84 longitude and latitude in degrees, rounded to 7 decimals (about 1 cm). Lengths are
// metres, times integer milliseconds. Nothing here reads files or knows what a service circle is.
package geo

import "math"

// EarthRadiusM is the mean radius of the Earth, (2a+b)/3 of the WGS 84 ellipsoid, in metres.
// (orb.EarthRadius is the equatorial one, 0.11 % longer.)
const EarthRadiusM = 6_371_008.8

// NodeID is the identifier of an OpenStreetMap node. Negative ids name copies made by [NewNetwork]
// where a node stops the traveller.
type NodeID int64

// Traveller is the kind of road user that access tags speak of.
type Traveller uint8

// The travellers. Several modes may share one: walk and walk_elder are both on foot.
const (
	Foot Traveller = iota
	Bicycle
	Motorcar
	NumTravellers
)

func (t Traveller) String() string {
	return [...]string{"foot", "bicycle", "motorcar"}[t]
}

// Mode is a way of travelling that a planner chooses: who travels, and how fast.
type Mode string

// The modes, in the order the interface shows them.
const (
	Walk      Mode = "walk"
	WalkElder Mode = "walk_elder"
	Bike      Mode = "bike"
	Ebike     Mode = "ebike"
	Drive     Mode = "drive"
)

// Modes lists every mode.
func Modes() []Mode { return []Mode{Walk, WalkElder, Bike, Ebike, Drive} }

// Words says how the mode travels, for sentences.
func (m Mode) Words() Words {
	switch m {
	case Walk:
		return Say("on foot", "步行")
	case WalkElder:
		return Say("on foot, older people", "老年人步行")
	case Bike:
		return Say("by bicycle", "自行车")
	case Ebike:
		return Say("by e-bike", "电动自行车")
	case Drive:
		return Say("by car", "小汽车")
	}
	return Words{string(m), string(m)}
}

// Round7 rounds a coordinate in degrees to the 7 decimals that Lifecircle stores.
func Round7(degrees float64) float64 { return math.Round(degrees*1e7) / 1e7 }
