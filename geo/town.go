package geo

import (
	"encoding/json"

	"github.com/paulmach/orb"
)

// Passage says in which directions of a street a traveller may move.
type Passage uint8

// Forward is the direction in which the street's nodes are listed.
const (
	Forward Passage = 1 << iota
	Backward
	NoPassage Passage = 0
	BothWays          = Forward | Backward
)

// Street is a street segment: a stretch of one OpenStreetMap way between two places where ways meet.
type Street struct {
	WayID     int64
	Name      string
	Class     string                 // the value of highway=*, or "ferry"
	Nodes     []NodeID               // at least two; len(Nodes) == len(Line)
	Line      orb.LineString         // positions of Nodes
	Passage   [NumTravellers]Passage // who may move along it, and which way
	MaxSpeed  [2]float64             // km/h by maxspeed tags, forward and backward; 0 where none is given
	Boardable bool                   // a leg may start or end on it; false for motorways, tunnels, bridges, covered ways, steps and ferries
}

// NodeStop is a node that stops some travellers, such as a bollard.
type NodeStop struct {
	Node  NodeID
	Stops [NumTravellers]bool
}

// Turn is a turn rule for motor cars, from a restriction relation of OpenStreetMap: whoever has driven along all
// nodes of Path but the last, in this order and one straight after the other, may not drive on to the last one
// (no_*), or may drive on to no other (only_*). Of several only_* rules with the same beginning any may be followed.
type Turn struct {
	Relation       int64
	Kind           string // the value of restriction=, such as "no_left_turn" or "only_straight_on"
	FromWay, ToWay int64
	ViaWays        []int64  // the ways between; none where the rule is about one node
	Path           []NodeID // the node before the rule's first node on FromWay, every node passed, and the node after it on ToWay; 0 where a command leads out of the data
}

// Barrier is a line that no access leg may cross: a river bank, a railway, a wall, a motorway.
type Barrier struct {
	WayID int64  // of the way or, negative, of the multipolygon relation it comes from
	Kind  string // the tag it is known by, such as "waterway=river"
	Line  orb.LineString
}

// ResidentialPoint is a place where people live: a building, an estate, a hamlet, a grid cell.
type ResidentialPoint struct {
	ID       string
	Name     string
	Point    orb.Point
	People   People
	Kind     string // estate, natural_village, admin_village, building, grid; "" unknown
	Setting  string // urban, rural; "" unknown
	Area     string // id or name of the area its own record names, "" if none
	Estimate bool   // its people were computed, not counted

	Attributes map[string]string `json:",omitempty"` // further columns of its list that checks know; nil where there are none
}

// Group is a group of people that a residential point may count.
type Group uint8

// The groups. All is the whole population; Households counts households, not people.
const (
	All Group = iota
	Age0to2
	Age3to5
	Age6to11
	Age0to17
	Age60
	Age65
	Age80
	Working
	Disabled
	Households
	NumGroups
)

var groupNames = [NumGroups]string{"all", "age0_2", "age3_5", "age6_11", "age0_17", "age60", "age65", "age80", "working", "disabled", "households"}

func (g Group) String() string { return groupNames[g] }

// Column is the name of the column in which residents' tables carry the group.
func (g Group) Column() string {
	if g == All {
		return "population"
	}
	return groupNames[g]
}

// ParseGroup finds a group by its name.
func ParseGroup(name string) (Group, bool) {
	for g, n := range groupNames {
		if n == name {
			return Group(g), true
		}
	}
	return 0, false
}

// People counts the people of a residential point by group; [NoData] where the cell was empty.
type People [NumGroups]int32

// NoData marks a number that its source does not give. It is never 0.
const NoData = -1

// Status tells whether a facility can be used.
type Status string

// Only active facilities serve anyone; planned ones count in scenarios.
const (
	Active  Status = "active"
	Planned Status = "planned"
	Closed  Status = "closed"
)

// Facility is one place where one service is given. It is known by service and id together.
type Facility struct {
	Service      string // a code of [ServiceTypes]
	ID           string
	Name         string
	Point        orb.Point
	Status       Status
	Capacity     float64 // NoData if not given
	CapacityUnit string
	AreaM2       float64 // NoData if not given
	OpeningHours string
	Opened       string // ISO 8601 date or year, "" unknown
	Closed       string
	Address      string
	Serves       []string // areas it serves without a visit
	Area         string
	Attributes   map[string]string // every further column of its list
}

// FacilityList says what is known of the list from which a service's facilities were taken.
type FacilityList struct {
	Service    string
	Incomplete bool // true for lists read from OpenStreetMap, which never are complete
}

// Area is an administrative unit.
type Area struct {
	ID, Name, Level, Parent, Kind, Setting string
	Population, Registered, Households     int64 // NoData if not given
	Attributes                             map[string]string
	Shape                                  orb.MultiPolygon // outer rings counter-clockwise; empty if only a table was given
}

// OwnerKind tells what an entrance belongs to.
type OwnerKind string

// An entrance belongs to a facility (owner id "service:id" or a facility id) or to a residential point.
const (
	FacilityOwner OwnerKind = "facility"
	ResidentOwner OwnerKind = "resident"
)

// Entrance is a door. An owner with entrances is reached through them and not through its own position.
type Entrance struct {
	OwnerKind OwnerKind
	OwnerID   string
	Point     orb.Point
}

// Extent is the land of which the data claims to hold every street and facility.
type Extent struct {
	Shape  orb.MultiPolygon
	Source ExtentSource
}

// ExtentSource says how the extent is known.
type ExtentSource string

// An extent is declared by the user, else it is the box of the street file, else the hull of the streets.
const (
	ExtentDeclared ExtentSource = "declared"
	ExtentFileBox  ExtentSource = "file_box"
	ExtentHull     ExtentSource = "street_hull"
)

// Source is one file that is part of the town, as the manifest of a result names it.
type Source struct {
	Kind     string `json:"kind"`                // streets, facilities, residents, areas, entrances, idle_buildings, facility_attributes, resident_attributes, area_attributes, reported
	Service  string `json:"service,omitempty"`   // of facilities
	SHA256   string `json:"sha256"`              // of the file's bytes
	DataDate string `json:"data_date,omitempty"` // ISO 8601, as the file itself says
	Datum    string `json:"datum"`               // as declared at import
	Options  string `json:"options,omitempty"`   // what else decided the outcome, such as "population=39000"
}

// Town is everything the files say about a town: the input of [NewStudyArea].
type Town struct {
	Name       string
	Streets    []Street
	Stops      []NodeStop
	Turns      []Turn `json:",omitempty"` // so that the sample town, which has none, keeps its name
	Barriers   []Barrier
	Points     []ResidentialPoint
	Lists      []FacilityList // the services of which a list was imported, even an empty one
	Facilities []Facility
	Idle       []IdleBuilding `json:",omitempty"` // as Turns
	Areas      []Area
	Entrances  []Entrance
	Extent     Extent // zero: the hull of the streets
	Sources    []Source
	Reported   []Reported `json:",omitempty"` // as Turns
}

// Layer is a table of features: the form in which results leave the analysis and enter files.
type Layer struct {
	Name     string
	Columns  []Column
	Features []Feature
	Foreign  map[string]any  // further members of a GeoJSON FeatureCollection
	Manifest json.RawMessage // how it came about; nil for imported data
}

// Column is a column of a [Layer].
type Column struct {
	Name     string
	Type     ColumnType
	Decimals int // of a Real in CSV: exactly so many digits after the point; 0: as many as it takes
}

// ColumnType is the type of the values in a column.
type ColumnType uint8

// Values are nil (no value) or of Go type string, int64, float64, bool, or json.RawMessage for JSON.
const (
	Text ColumnType = iota
	Integer
	Real
	Boolean
	JSON
)

// Feature is a row of a [Layer]: Values in the order of its columns.
type Feature struct {
	ID       string // of the GeoJSON feature, "" for none
	Geometry orb.Geometry
	Values   []any
}
