package isochrone

import (
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// A car comes from the west to a crossing from where the clinic lies to the north. It may not turn left there, but it
// may turn round at the dead end to the east and then turn right. If that end lies outside the extent, the street may
// go on: nobody knows that it is a dead end.
func TestNobodyTurnsRoundWhereTheDataEnds(t *testing.T) {
	for _, test := range []struct {
		east    float64 // of the extent, in blocks
		reached bool
	}{{3, true}, {1.5, false}} {
		l := crossing()
		l.Street("residential", [2]int{1, 0}, [2]int{2, 0})
		l.Town.Turns = []geo.Turn{{Relation: 1, Kind: "no_left_turn", FromWay: 1, ToWay: 2, Path: []geo.NodeID{geotest.Node(0, 0), geotest.Node(1, 0), geotest.Node(1, 1)}}}
		l.Town.Extent = geo.Extent{Shape: ring(l, -1, -1, test.east, 2), Source: geo.ExtentDeclared}
		if got := driven(t, l); got.Reached() != test.reached {
			t.Errorf("extent to %v: the clinic is reached: %v, want %v", test.east, got.Reached(), test.reached)
		}
	}
}

// What a rule commands may lie outside the data. What else one could do stays forbidden.
func TestACommandToLeaveTheDataIsObeyed(t *testing.T) {
	l := crossing()
	l.Town.Turns = []geo.Turn{{Relation: 1, Kind: "only_straight_on", FromWay: 1, ToWay: 3, Path: []geo.NodeID{geotest.Node(0, 0), geotest.Node(1, 0), geotest.Node(2, 0)}}}
	if got := driven(t, l); got.Reached() {
		t.Errorf("a car turned left in %d ms where it may go straight on only", got.Ms)
	}
}

// crossing has a street from the west and one to the north, so long that nobody walks across.
func crossing() *geotest.Lattice {
	l := geotest.NewLattice(600)
	l.Street("residential", [2]int{0, 0}, [2]int{1, 0})
	l.Street("residential", [2]int{1, 0}, [2]int{1, 1})
	l.Facility("clinic", "F", 1, 0.9)
	l.Resident("r", 0.25, 0, 1, 0)
	return l
}

func driven(t *testing.T, l *geotest.Lattice) Time {
	t.Helper()
	area := l.StudyArea()
	return mustTimes(t, mustRouter(t, area, builtin(t, geo.Drive)), active(area))[0]
}
