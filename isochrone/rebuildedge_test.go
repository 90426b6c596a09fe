package isochrone

import (
	"reflect"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// rebuiltEqualsAnew does an edit and holds the rebuilt router against a new one.
func rebuiltEqualsAnew(t *testing.T, l *geotest.Lattice, profile Profile, e geo.Edit) (before *Router, after []Time) {
	t.Helper()
	area := l.StudyArea()
	edited, err := area.With(geo.Scenario{Edits: []geo.Edit{e}})
	if err != nil {
		t.Fatal(err)
	}
	before = mustRouter(t, area, profile)
	rebuilt, err := before.Rebuilt(t.Context(), edited)
	if err != nil {
		t.Fatal(err)
	}
	got, want := mustTimes(t, rebuilt, active(edited)), mustTimes(t, mustRouter(t, edited, profile), active(edited))
	if !reflect.DeepEqual(alike(got), alike(want)) {
		t.Errorf("rebuilt %v, anew %v", got, want)
	}
	return before, want
}

// rule forbids cars a turn at the middle one of three junctions.
func rule(l *geotest.Lattice, junctions ...[2]int) {
	turn := geo.Turn{Relation: 1, Kind: "no_left_turn", FromWay: 1, ToWay: 2}
	for _, j := range junctions {
		turn.Path = append(turn.Path, geotest.Node(j[0], j[1]))
	}
	l.Town.Turns = append(l.Town.Turns, turn)
}

// Three streets one way round and a rule at one of their corners: there are as many ways to have come to a junction as
// there are junctions, and yet they are something else.
func TestARouterIsRebuiltWhereStatesAreAsManyAsJunctions(t *testing.T) {
	l := geotest.NewLattice(200)
	corners := [][2]int{{0, 0}, {1, 0}, {1, 1}}
	for i, a := range corners {
		l.Street("residential", a, corners[(i+1)%3]).Passage[geo.Motorcar] = geo.Forward
	}
	rule(l, corners...)
	l.Facility("clinic", "F", 0.5, 0)
	l.Resident("p", 1, 0.5, 10, 0)
	profile, err := builtin(t, geo.Drive).WithDirection(FromFacility)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := rebuiltEqualsAnew(t, l, profile, geo.BuildStreet{From: geotest.Node(0, 0), To: geotest.Node(1, 1), Class: "steps"})
	if n := before.Network; n.States != n.Junctions {
		t.Fatalf("%d states, %d junctions: the town does not show what it should", n.States, n.Junctions)
	}
}

// A gate is where cars turn round, until it opens: then somebody at it who has to go back can no longer go up to it
// first.
func TestARouterIsRebuiltWhereAGateEndsADeadEnd(t *testing.T) {
	l := geotest.NewLattice(200)
	l.Street("residential", [2]int{2, 5}, [2]int{3, 5})
	l.Street("residential", [2]int{3, 5}, [2]int{4, 5}).Passage[geo.Motorcar] = geo.Forward
	l.Street("residential", [2]int{2, 3}, [2]int{2, 5})
	l.Street("residential", [2]int{2, 5}, [2]int{2, 7})
	far := [][2]int{{0, 0}, {9, 0}, {9, 9}, {0, 9}} // a rule elsewhere, so that rules are minded, and land all around
	l.Street("residential", far[2], far[3])
	l.Street("residential", far[0], far[1])
	l.Street("residential", far[1], far[2])
	rule(l, far[:3]...)
	gate := geo.NodeStop{Node: geotest.Node(3, 5)}
	gate.Stops[geo.Motorcar] = true
	l.Town.Stops = append(l.Town.Stops, gate)
	l.Facility("clinic", "F", 2, 6.5)
	l.Resident("p", 3, 5, 10, 0)
	profile := builtin(t, geo.Drive)
	profile.Access.LimitM = 60
	_, after := rebuiltEqualsAnew(t, l, profile, geo.OpenGate{Node: gate.Node})
	if !after[0].Reached() {
		t.Error("nobody gets back along the street")
	}
}

// Where people leave by the nearest street alone, a facility whose nearest street is closed moves to another one. That
// is news to people far along it.
func TestARouterIsRebuiltWhereAFacilityMovesToAnotherStreet(t *testing.T) {
	l := geotest.NewLattice(10)
	l.Street("residential", [2]int{0, 0}, [2]int{200, 0})
	short := l.Street("residential", [2]int{5, 3}, [2]int{15, 3}).WayID
	l.Facility("clinic", "F", 10, 2)
	l.Resident("p", 150, 1, 10, 0)
	profile := builtin(t, geo.Walk)
	profile.Access.Rule = AccessNearest
	_, after := rebuiltEqualsAnew(t, l, profile, geo.CloseStreet{WayID: short})
	if !after[0].Reached() {
		t.Error("the facility cannot be reached along the long street")
	}
}
