package geo

import (
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// cornerTown has two streets that meet at node 2.
func cornerTown(turns ...Turn) Town {
	drive := [NumTravellers]Passage{BothWays, BothWays, BothWays}
	return Town{
		Streets: []Street{
			{WayID: 1, Class: "residential", Nodes: []NodeID{1, 2}, Line: orb.LineString{{113.5, 22.1}, {113.501, 22.1}}, Passage: drive},
			{WayID: 2, Class: "residential", Nodes: []NodeID{2, 3}, Line: orb.LineString{{113.501, 22.1}, {113.501, 22.101}}, Passage: drive},
		},
		Turns: turns,
	}
}

// Every word of a turn rule changes the name of the town, and of what depends on its streets alone; a town without
// rules is called what it was called before there were any.
func TestTurnsBelongToTheFingerprint(t *testing.T) {
	rule := Turn{Relation: 9, Kind: "no_left_turn", FromWay: 1, ToWay: 2, Path: []NodeID{1, 2, 3}}
	changed := func(change func(*Turn)) Turn {
		other := rule
		other.Path = slices.Clone(rule.Path)
		change(&other)
		return other
	}
	met := map[string]int{}
	for i, town := range []Town{
		cornerTown(), cornerTown(rule), cornerTown(rule, rule),
		cornerTown(changed(func(t *Turn) { t.Relation = 8 })), cornerTown(changed(func(t *Turn) { t.Kind = "only_left_turn" })),
		cornerTown(changed(func(t *Turn) { t.FromWay = 3 })), cornerTown(changed(func(t *Turn) { t.ToWay = 3 })),
		cornerTown(changed(func(t *Turn) { t.ViaWays = []int64{3} })), cornerTown(changed(func(t *Turn) { t.Path[2] = 1 })),
		cornerTown(changed(func(t *Turn) { t.Path = append(t.Path, 4) })),
	} {
		area, err := NewStudyArea(town)
		if err != nil {
			t.Fatal(err)
		}
		print := area.Fingerprint(Scope{})
		if other, twice := met[print]; twice {
			t.Errorf("towns %d and %d have the same fingerprint", other, i)
		}
		met[print] = i
	}
	if i, known := met["b78e08ee2c6b9e766e64abe535449d4a3010259b764231a4141a1a494ee92061"]; !known || i != 0 {
		t.Errorf("a town without turn rules has another fingerprint than before: %v", met)
	}
}

func TestImpossibleTurnRulesAreRefused(t *testing.T) {
	for says, rule := range map[string]Turn{
		"relation 9 passes 2 nodes":             {Relation: 9, Kind: "no_exit", Path: []NodeID{1, 2}},
		"relation 8 passes 0 nodes":             {Relation: 8, Kind: "only_straight_on"},
		`relation 7 is of the kind "left_turn"`: {Relation: 7, Kind: "left_turn", Path: []NodeID{1, 2, 3}},
		`relation 6 is of the kind ""`:          {Relation: 6, Path: []NodeID{1, 2, 3}},
	} {
		if _, err := NewStudyArea(cornerTown(rule)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want an error that says %s", err, says)
		}
	}
}
