package api

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// StreetQuery asks what street is at a place.
type StreetQuery struct {
	At string `query:"at" required:"true" maxLength:"64" doc:"Longitude,latitude." example:"113.55,22.19"`
}

// StreetsAt is what scenarios can change at a place: the street, the gates, and where a new street could begin.
type StreetsAt struct {
	Street StreetAt `json:"street" doc:"The nearest street segment, however far."`
	Node   NodeAt   `json:"node" doc:"The nearest node of any street: where a new one may begin or end."`
	Gates  []GateAt `json:"gates" nullable:"false" doc:"Nodes within 200 m that stop somebody, the nearest first, at most 20."`
}

// StreetAt is a street segment.
type StreetAt struct {
	WayID     int64          `json:"way_id"`
	From      geo.NodeID     `json:"from" doc:"Node where the segment begins."`
	To        geo.NodeID     `json:"to" doc:"Node where it ends."`
	Name      string         `json:"name"`
	Class     string         `json:"class" example:"residential"`
	Closed    bool           `json:"closed" doc:"Nobody may use it."`
	DistanceM float64        `json:"distance_m"`
	Line      orb.LineString `json:"line" nullable:"false" doc:"Longitudes and latitudes."`
}

// NodeAt is a node of a street.
type NodeAt struct {
	ID        geo.NodeID `json:"id"`
	Lon       float64    `json:"lon"`
	Lat       float64    `json:"lat"`
	DistanceM float64    `json:"distance_m"`
}

// GateAt is a node that stops somebody.
type GateAt struct {
	Node      geo.NodeID `json:"node"`
	Lon       float64    `json:"lon"`
	Lat       float64    `json:"lat"`
	Stops     []string   `json:"stops" nullable:"false" doc:"Whom: foot, bicycle, motorcar."`
	DistanceM float64    `json:"distance_m"`
}

// The bounds of the gates listed.
const (
	gatesWithinM = 200
	maxGates     = 20
)

// gate is a node that stops somebody, with its position.
type gate struct {
	geo.NodeStop
	at orb.Point
}

// gatesOf finds where the gates of a town stand: on the streets that pass them.
func gatesOf(area *geo.StudyArea) (gates []gate) {
	stops := make(map[geo.NodeID]geo.NodeStop, len(area.Stops))
	for _, stop := range area.Stops {
		stops[stop.Node] = stop
	}
	for i := range area.Streets {
		for k, id := range area.Streets[i].Nodes {
			if stop, is := stops[id]; is {
				gates = append(gates, gate{stop, area.Streets[i].Line[k]})
				delete(stops, id) // once
			}
		}
	}
	return gates
}

func (s *Server) registerStreets() {
	register(s, get("/streets", "Scenarios", "The street at a place, with its gates", "What a scenario can close, open or join a new street to there, without the edits of any scenario."), s.streetsAt)
}

func (s *Server) streetsAt(ctx context.Context, q *StreetQuery) (*answer[StreetsAt], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	at, err := position(q.At)
	if err != nil {
		return nil, err
	}
	if len(t.Area.Streets) == 0 {
		return nil, &coverage.NoDataError{What: geo.Say("streets", "道路"), Hint: geo.Say("Import them: lifecircle import streets FILE.osm.pbf", "请先导入：lifecircle import streets FILE.osm.pbf")}
	}
	frame := geo.NewFrame(at)
	street, streetM := t.nearestStreet(frame, lineDistanceM)
	body := StreetsAt{
		Street: StreetAt{
			WayID: street.WayID, From: street.Nodes[0], To: street.Nodes[len(street.Nodes)-1], Name: street.Name, Class: street.Class,
			Closed: street.Passage == [geo.NumTravellers]geo.Passage{}, DistanceM: decimetres(streetM), Line: street.Line,
		},
		Node:  nearestNode(t, frame),
		Gates: t.gatesNear(frame),
	}
	return &answer[StreetsAt]{body}, nil
}

// nearestStreet finds the street to which a measure is least; the town must have streets.
func (t *town) nearestStreet(frame geo.Frame, measure func(geo.Frame, *geo.Street) float64) (nearest *geo.Street, distanceM float64) {
	t.tiles.streets().Nearest(frame,
		func(i int32) float64 { return measure(frame, &t.Area.Streets[i]) },
		func(i int32, m float64) bool {
			nearest, distanceM = &t.Area.Streets[i], m
			return false
		})
	return nearest, distanceM
}

func lineDistanceM(frame geo.Frame, street *geo.Street) float64 {
	least := math.Inf(1)
	for k := 1; k < len(street.Line); k++ {
		_, m := frame.ToSegment(street.Line[k-1], street.Line[k])
		least = min(least, m)
	}
	return least
}

func nodeDistanceM(frame geo.Frame, street *geo.Street) float64 {
	least := math.Inf(1)
	for _, p := range street.Line {
		_, m := frame.ToSegment(p, p)
		least = min(least, m)
	}
	return least
}

func nearestNode(t *town, frame geo.Frame) NodeAt {
	street, m := t.nearestStreet(frame, nodeDistanceM)
	k := slices.IndexFunc(street.Line, func(p orb.Point) bool {
		_, d := frame.ToSegment(p, p)
		return d == m
	})
	return NodeAt{street.Nodes[k], street.Line[k][0], street.Line[k][1], decimetres(m)}
}

func (t *town) gatesNear(frame geo.Frame) []GateAt {
	near := []GateAt{}
	for _, g := range t.gates() {
		_, m := frame.ToSegment(g.at, g.at)
		if m > gatesWithinM {
			continue
		}
		one := GateAt{Node: g.Node, Lon: g.at[0], Lat: g.at[1], Stops: []string{}, DistanceM: decimetres(m)}
		for who, stopped := range g.Stops {
			if stopped {
				one.Stops = append(one.Stops, geo.Traveller(who).String())
			}
		}
		near = append(near, one)
	}
	slices.SortFunc(near, func(a, b GateAt) int {
		return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(a.Node, b.Node))
	})
	return near[:min(len(near), maxGates)]
}

func decimetres(m float64) float64 { return math.Round(m*10) / 10 }
