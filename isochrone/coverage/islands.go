package coverage

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Islands says which streets a mode cannot get to from the main part of its network and back, and who lives there.
type Islands struct {
	Manifest *Manifest      `json:"manifest"`
	Mode     geo.Mode       `json:"mode"`
	LengthM  float64        `json:"length_m" doc:"Metres of street of the whole network, each once, whatever its directions."`
	Main     Island         `json:"main" doc:"The main part: the longest set of streets of which each can be come to from each other. Position and name are those of its longest street."`
	Kinds    []IslandSum    `json:"kinds" nullable:"false" doc:"All islands by what they lack; kinds of which there is none are left out."`
	Islands  []PeopleIsland `json:"islands" nullable:"false" doc:"The longest islands, at most 100, the longest first."`
	Rest     IslandSum      `json:"rest" doc:"All shorter ones together."`
}

// MaxIslands bounds the islands that a report names one by one.
const MaxIslands = 100

// Island is a part of the streets as results tell it.
type Island struct {
	Kind     geo.IslandKind `json:"kind" enum:",cut_off,no_way_out,no_way_in" doc:"Cut off both ways; or no way leads out, or none in. Empty for the main part."`
	Street   string         `json:"street" doc:"The street of which it has most metres; empty if none of its streets has a name."`
	Class    string         `json:"class" doc:"The class of that street."`
	Segments int            `json:"segments" doc:"Street segments of which some part belongs to it."`
	LengthM  float64        `json:"length_m"`
	Position orb.Point      `json:"position" doc:"A place on it: longitude, latitude."`
}

// PeopleIsland is an island with the people who live on it: no street that they have a leg to belongs to the main part.
type PeopleIsland struct {
	Island
	Points int   `json:"points" doc:"Residential points all of whose legs lead to islands, and to none longer than this one."`
	People int64 `json:"people" doc:"Everybody in these points."`
}

// IslandSum adds up islands.
type IslandSum struct {
	Kind    geo.IslandKind `json:"kind,omitempty"`
	Islands int            `json:"islands"`
	LengthM float64        `json:"length_m"`
	Points  int            `json:"points"`
	People  int64          `json:"people"`
}

func (s *IslandSum) add(i *geo.Island, p *islandPeople) {
	s.Islands++
	s.LengthM += i.LengthM
	s.Points += p.points
	s.People += p.people
}

// Islands finds the islands of a mode.
func (a *Analysis) Islands(ctx context.Context, profile isochrone.Profile) (*Islands, error) {
	router, people, err := a.islandPeople(ctx, profile)
	if err != nil {
		return nil, err
	}
	found := router.Islands()
	r := &Islands{Manifest: a.manifest("islands", Request{Profile: profile}, nil), Mode: profile.Mode, LengthM: found.Main.LengthM,
		Main: a.describe(&found.Main), Kinds: []IslandSum{}, Islands: []PeopleIsland{}}
	for _, kind := range []geo.IslandKind{geo.CutOff, geo.NoWayOut, geo.NoWayIn} {
		sum := IslandSum{Kind: kind}
		for i := range found.List {
			if found.List[i].Kind == kind {
				sum.add(&found.List[i], &people[i])
			}
		}
		r.LengthM += sum.LengthM
		if sum.LengthM = tenth(sum.LengthM); sum.Islands > 0 {
			r.Kinds = append(r.Kinds, sum)
		}
	}
	for i := range found.List {
		if i < MaxIslands {
			r.Islands = append(r.Islands, PeopleIsland{a.describe(&found.List[i]), people[i].points, people[i].people})
		} else {
			r.Rest.add(&found.List[i], &people[i])
		}
	}
	r.LengthM, r.Rest.LengthM = tenth(r.LengthM), tenth(r.Rest.LengthM)
	return r, nil
}

// tenth rounds metres for results.
func tenth(m float64) float64 { return math.Round(10*m) / 10 }

// islandPeople is who lives on an island.
type islandPeople struct {
	points int
	people int64
}

// islandPeople counts who lives on each island of a router's list.
func (a *Analysis) islandPeople(ctx context.Context, profile isochrone.Profile) (*isochrone.Router, []islandPeople, error) {
	if len(a.Area.Streets) == 0 {
		return nil, nil, noStreets()
	}
	router, err := a.Router(ctx, profile)
	if err != nil {
		return nil, nil, err
	}
	of, err := router.IslandsOfPoints(ctx)
	people := make([]islandPeople, len(router.Islands().List))
	for point, island := range of {
		if island >= 0 {
			people[island].points++
			people[island].people += int64(max(0, a.Area.Points[point].People[geo.All]))
		}
	}
	return router, people, err
}

func (a *Analysis) describe(i *geo.Island) Island {
	d := Island{Kind: i.Kind, Segments: i.Segments, LengthM: tenth(i.LengthM), Position: i.At}
	if i.Street >= 0 {
		d.Street, d.Class = a.Area.Streets[i.Street].Name, a.Area.Streets[i.Street].Class
	}
	return d
}

// IslandLayer is the islands of a mode as lines, the longest first.
func (a *Analysis) IslandLayer(ctx context.Context, profile isochrone.Profile) (geo.Layer, error) {
	router, people, err := a.islandPeople(ctx, profile)
	if err != nil {
		return geo.Layer{}, err
	}
	found := router.Islands()
	layer := geo.Layer{Name: "islands", Columns: []geo.Column{
		{Name: "island", Type: geo.Integer}, {Name: "kind"}, {Name: "street"}, {Name: "class"}, {Name: "segments", Type: geo.Integer},
		{Name: "length_m", Type: geo.Real, Decimals: 1}, {Name: "points", Type: geo.Integer}, {Name: "population", Type: geo.Integer},
	}}
	for i := range found.List {
		d := a.describe(&found.List[i])
		layer.Features = append(layer.Features, geo.Feature{
			Geometry: lines(router.Network, found.List[i].Edges),
			Values:   []any{int64(i + 1), string(d.Kind), d.Street, d.Class, int64(d.Segments), d.LengthM, int64(people[i].points), people[i].people},
		})
	}
	layer.Manifest, err = a.layerManifest("island_lines", Request{Profile: profile}, nil)
	return layer, err
}

// lines draws edges of a network, each as one line.
func lines(n *geo.Network, edges []int32) orb.MultiLineString {
	all := make(orb.MultiLineString, len(edges))
	for i, edge := range edges {
		first, end := n.PiecesOf(edge)
		for piece := first; piece < end; piece++ {
			from, to := n.Ends(piece)
			if n.Pieces[piece].Against {
				from, to = to, from
			}
			if piece == first {
				all[i] = append(all[i], from)
			}
			all[i] = append(all[i], to)
		}
	}
	return all
}

// islandUnder is the island that keeps a residential point from every facility, nil if none does: its streets lack the
// way that people would have to travel.
func (a *Analysis) islandUnder(router *isochrone.Router, point int) *Island {
	at, is := router.IslandOf(point)
	if !is {
		return nil
	}
	island := &router.Islands().List[at]
	passable := geo.NoWayIn
	if router.Profile.Direction == isochrone.FromFacility {
		passable = geo.NoWayOut
	}
	if island.Kind == passable {
		return nil
	}
	d := a.describe(island)
	return &d
}
