package coverage

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// A rule about a node, one over two ways, and one whose nodes lie on no street: the last has no line.
func TestTurnsLayer(t *testing.T) {
	street := func(way int64, nodes ...geo.NodeID) geo.Street {
		s := geo.Street{WayID: way, Class: "residential", Nodes: nodes, Passage: [geo.NumTravellers]geo.Passage{geo.Motorcar: geo.BothWays}}
		for _, id := range nodes {
			s.Line = append(s.Line, orb.Point{113.5 + float64(id)/1000, 22.1})
		}
		return s
	}
	area, err := geo.NewStudyArea(geo.Town{
		Streets: []geo.Street{street(1, 1, 2), street(2, 2, 3), street(3, 3, 4), street(4, 4, 5)},
		Turns: []geo.Turn{
			{Relation: 1, Kind: "no_u_turn", FromWay: 1, ToWay: 1, Path: []geo.NodeID{1, 2, 1}},
			{Relation: 2, Kind: "only_straight_on", FromWay: 1, ViaWays: []int64{2, 3}, ToWay: 4, Path: []geo.NodeID{1, 2, 3, 4, 5}},
			{Relation: 3, Kind: "no_exit", FromWay: 9, ToWay: 1, Path: []geo.NodeID{8, 2, 1}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	layer, err := New(area).TurnsLayer()
	if err != nil {
		t.Fatal(err)
	}
	columns := ""
	for _, c := range layer.Columns {
		columns += c.Name + ","
	}
	if columns != "from_way,via,to_way,kind," || layer.Manifest == nil || len(layer.Features) != 3 {
		t.Fatalf("columns %s, %d rows", columns, len(layer.Features))
	}
	for i, want := range []string{
		"[1 2 1 no_u_turn] [[113.501 22.1] [113.502 22.1] [113.501 22.1]]",
		"[1 2;3 4 only_straight_on] [[113.501 22.1] [113.502 22.1] [113.503 22.1] [113.504 22.1] [113.505 22.1]]",
		"[9 2 1 no_exit] <nil>",
	} {
		f := layer.Features[i]
		if got := fmt.Sprint(f.Values, f.Geometry); got != want || f.ID != "" { // an id would be a column of its own
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}
