package coverage

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
)

// islandTown has a clinic in its main part, 12 blocks of 100 m; an estate cut off, 3 blocks; a street that one can drive
// into but not out of, and one the other way round, 2 blocks each. Legs reach 10 m.
func islandTown() *geotest.Lattice {
	l := geotest.NewLattice(100)
	street := func(name string, passage geo.Passage, junctions ...[2]int) {
		s := l.Street("residential", junctions...)
		s.Name, s.Passage[geo.Motorcar] = name, passage
	}
	street("Main", geo.BothWays, [2]int{0, 0}, [2]int{6, 0})
	street("Main", geo.BothWays, [2]int{0, 0}, [2]int{0, 6})
	street("Estate", geo.BothWays, [2]int{20, 20}, [2]int{23, 20})
	street("Trap", geo.Forward, [2]int{6, 0}, [2]int{8, 0})
	street("Source", geo.Forward, [2]int{0, 8}, [2]int{0, 6})
	l.Facility("clinic", "c", 1, 0)
	for i, at := range [][2]float64{{3, 0}, {21, 20}, {22, 20}, {7, 0}, {0, 7}} {
		l.Resident([]string{"main", "estate", "estate2", "trap", "source"}[i], at[0], at[1], 1<<i, 0)
	}
	l.Resident("nowhere", 50, 50, 64, 0)
	return l
}

func closeDoors(t *testing.T, mode geo.Mode, direction isochrone.Direction) isochrone.Profile {
	p, err := profile(t, mode, 0).WithDirection(direction)
	if err != nil {
		t.Fatal(err)
	}
	p.Access.LimitM = 10
	return p
}

func TestIslandsAndTheirPeople(t *testing.T) {
	a := New(islandTown().StudyArea())
	for _, direction := range []isochrone.Direction{isochrone.ToFacility, isochrone.FromFacility} {
		r, err := a.Islands(t.Context(), closeDoors(t, geo.Drive, direction))
		if err != nil {
			t.Fatal(err)
		}
		type row struct {
			kind     geo.IslandKind
			street   string
			segments int
			blocks   float64
			points   int
			people   int64
		}
		want := []row{{geo.CutOff, "Estate", 1, 3, 2, 2 + 4}, {geo.NoWayOut, "Trap", 1, 2, 1, 8}, {geo.NoWayIn, "Source", 1, 2, 1, 16}}
		if len(r.Islands) != len(want) || r.Rest != (IslandSum{}) || r.Main.Street != "Main" || math.Round(r.Main.LengthM/100) != 12 || math.Round(r.LengthM/100) != 19 {
			t.Fatalf("%s: %+v", direction, r)
		}
		for _, i := range r.Islands {
			got := row{i.Kind, i.Street, i.Segments, math.Round(i.LengthM / 100), i.Points, i.People}
			found := false
			for _, w := range want { // two of them are as long as each other
				found = found || got == w
			}
			if !found {
				t.Errorf("%s: %+v, on paper one of %+v", direction, got, want)
			}
		}
		for i, s := range r.Kinds {
			if s.Islands != 1 || s.Kind != want[i].kind || s.People != want[i].people {
				t.Errorf("%s: %+v", direction, s)
			}
		}
	}
}

// An explanation says on which island a point lies where that is why it is isolated: no way out of it, or, where help
// comes to people, no way in.
func TestAnIsolatedPointIsToldItsIsland(t *testing.T) {
	a := New(islandTown().StudyArea())
	for _, test := range []struct {
		direction isochrone.Direction
		islands   map[string]string // of isolated points
	}{
		{isochrone.ToFacility, map[string]string{"estate": "Estate", "estate2": "Estate", "trap": "Trap"}},
		{isochrone.FromFacility, map[string]string{"estate": "Estate", "estate2": "Estate", "source": "Source"}},
	} {
		p := closeDoors(t, geo.Drive, test.direction)
		layer, err := a.PointLayer(t.Context(), Request{Services: []string{"clinic"}, Profile: p, Minutes: []int{15}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range a.Area.Points {
			id := a.Area.Points[i].ID
			e, err := a.Explain(t.Context(), ExplainRequest{Point: id, Profile: p, Minutes: 15})
			if err != nil {
				t.Fatal(err)
			}
			s, want := e.Services[0], test.islands[id]
			row := layer.Features[i].Values
			if isolated := want != ""; (s.Reason == Isolated) != isolated || (s.Island != nil) != isolated || (row[12] != nil) != isolated {
				t.Errorf("%s %s: reason %q, island %+v, layer %v", test.direction, id, s.Reason, s.Island, row)
				continue
			}
			if want != "" && (s.Island.Street != want || row[12] != want || row[13] != s.Island.LengthM) {
				t.Errorf("%s %s: on %+v, layer %v; on paper on %s", test.direction, id, s.Island, row, want)
			}
		}
	}
}

// Lines, report and points tell the same of islands, in whatever town.
func TestIslandsAsLinesAndAsCounts(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		p := anyDirection(t, r).Profile
		router, err := a.Router(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		of, err := router.IslandsOfPoints(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for point, island := range of {
			one, is := router.IslandOf(point)
			if is != (island >= 0) || is && one != int(island) {
				t.Fatalf("point %d: on island %d of all, %d alone", point, island, one)
			}
		}
		layer, err := a.IslandLayer(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		report, err := a.Islands(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		points, people, metres := 0, int64(0), report.Main.LengthM
		for i, f := range layer.Features {
			drawn := 0.0
			for _, line := range f.Geometry.(orb.MultiLineString) {
				for k := 1; k < len(line); k++ {
					drawn += geo.Distance(line[k-1], line[k])
				}
			}
			if math.Abs(drawn-f.Values[5].(float64)) > 0.06 {
				t.Errorf("island %d: %.2f m drawn, %v said", i+1, drawn, f.Values[5])
			}
			points, people = points+int(f.Values[6].(int64)), people+f.Values[7].(int64)
		}
		for _, s := range report.Kinds {
			points, people, metres = points-s.Points, people-s.People, metres+s.LengthM
		}
		if points != 0 || people != 0 || math.Abs(metres-report.LengthM) > 0.2 {
			t.Errorf("the layer has %d points and %d people more than the kinds; %.1f of %.1f m", points, people, metres, report.LengthM)
		}
	})
}

// More islands than are told one by one are summed.
func TestManyIslandsAreSummed(t *testing.T) {
	l := geotest.NewLattice(100)
	l.Street("residential", [2]int{0, 0}, [2]int{50, 0})
	for i := range MaxIslands + 7 {
		l.Street("residential", [2]int{2 * i, 10}, [2]int{2*i + 1, 10})
		l.Resident(string(rune('A'+i)), 2*float64(i)+0.5, 10, 2, 0)
	}
	r, err := New(l.StudyArea()).Islands(t.Context(), closeDoors(t, geo.Walk, isochrone.ToFacility))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Islands) != MaxIslands || r.Rest.Islands != 7 || r.Rest.Points != 7 || r.Rest.People != 14 || math.Abs(r.Rest.LengthM-700) > 1 || r.Kinds[0].Islands != MaxIslands+7 {
		t.Errorf("%d told, rest %+v, kinds %+v", len(r.Islands), r.Rest, r.Kinds)
	}
	if _, err := New(geotest.NewLattice(100).StudyArea()).Islands(t.Context(), profile(t, geo.Walk, 0)); err == nil {
		t.Error("a town without streets has islands")
	}
}
