package isochrone

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func TestAddingAFacilityNeverHurtsAndClosingNeverHelps(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		router := mustRouter(t, area, builtin(t, geo.Drive))
		all := active(area)
		if len(all) == 0 {
			return
		}
		more := mustTimes(t, router, all)
		fewer := mustTimes(t, router, all[1:])
		for i := range more {
			if fewer[i].Ms < more[i].Ms {
				t.Errorf("%s: %d ms without %s, %d with it", area.Points[i].ID, fewer[i].Ms, area.Facilities[all[0]].ID, more[i].Ms)
			}
		}
	})
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		before := town.StudyArea()
		want := mustTimes(t, mustRouter(t, before, builtin(t, geo.Walk)), active(before))
		shuffled := town.Town
		shuffled.Streets = slices.Clone(shuffled.Streets)
		shuffled.Points = slices.Clone(shuffled.Points)
		shuffled.Facilities = slices.Clone(shuffled.Facilities)
		r.Shuffle(len(shuffled.Streets), func(i, j int) {
			shuffled.Streets[i], shuffled.Streets[j] = shuffled.Streets[j], shuffled.Streets[i]
		})
		r.Shuffle(len(shuffled.Points), func(i, j int) {
			shuffled.Points[i], shuffled.Points[j] = shuffled.Points[j], shuffled.Points[i]
		})
		r.Shuffle(len(shuffled.Facilities), func(i, j int) {
			shuffled.Facilities[i], shuffled.Facilities[j] = shuffled.Facilities[j], shuffled.Facilities[i]
		})
		after, err := geo.NewStudyArea(shuffled)
		if err != nil {
			t.Fatal(err)
		}
		got := mustTimes(t, mustRouter(t, after, builtin(t, geo.Walk)), active(after))
		for i := range want {
			if got[i].Ms != want[i].Ms || got[i].Facility != want[i].Facility {
				t.Errorf("%s: %+v, in another order %+v", before.Points[i].ID, want[i], got[i])
			}
		}
	})
}

func TestAPointsTimeDoesNotDependOnTheOthers(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		all := mustTimes(t, mustRouter(t, area, builtin(t, geo.Bike)), active(area))
		i := r.IntN(len(area.Points))
		alone := town.Town
		alone.Points = []geo.ResidentialPoint{area.Points[i]}
		one, err := geo.NewStudyArea(alone)
		if err != nil {
			t.Fatal(err)
		}
		if got := mustTimes(t, mustRouter(t, one, builtin(t, geo.Bike)), active(one)); got[0].Ms != all[i].Ms {
			t.Errorf("%s: %d ms alone, %d among the others", area.Points[i].ID, got[0].Ms, all[i].Ms)
		}
	})
}

// A new street that is no barrier makes nobody worse off. It is laid between existing junctions, so it splits
// no piece and there is no rounding to allow for.
func TestAddingAStreetNeverHurts(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		before := town.StudyArea()
		old := mustTimes(t, mustRouter(t, before, builtin(t, geo.Walk)), active(before))
		a, b := [2]int{r.IntN(3), r.IntN(3)}, [2]int{r.IntN(3), r.IntN(3)}
		town.Street("residential", a, b)
		after := town.StudyArea()
		now := mustTimes(t, mustRouter(t, after, builtin(t, geo.Walk)), active(after))
		for i := range old {
			if now[i].Ms > old[i].Ms {
				t.Errorf("%s: %d ms before the street, %d after", before.Points[i].ID, old[i].Ms, now[i].Ms)
			}
		}
	})
}

// Whatever lies beyond the extent may only change the answers of points that are marked so. In half of the towns cars
// obey turn rules; those over land that is cut off are cut off too, except that what a rule commands may lie there.
func TestOnlyMarkedPointsDependOnLandBeyondTheExtent(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		if r.IntN(2) == 0 {
			geotest.WithTurns(r, town)
		}
		whole := town.StudyArea()
		cut := float64(1 + r.IntN(4))
		crop := town.Town
		west := ring(town, -3, -3, cut, 30)
		crop.Extent = geo.Extent{Shape: west, Source: geo.ExtentDeclared}
		crop.Streets, crop.Facilities, crop.Points = nil, nil, nil
		for _, s := range town.Town.Streets { // ways are kept whole if they touch the extent
			for _, p := range s.Line {
				if geo.Contains(west, p) {
					crop.Streets = append(crop.Streets, s)
					break
				}
			}
		}
		crop.Turns = slices.DeleteFunc(slices.Clone(town.Town.Turns), func(turn geo.Turn) bool {
			for _, node := range turn.Path[:len(turn.Path)-1] {
				if !slices.ContainsFunc(crop.Streets, func(s geo.Street) bool { return slices.Contains(s.Nodes, node) }) {
					return true
				}
			}
			return false
		})
		for _, f := range town.Town.Facilities {
			if geo.Contains(west, f.Point) {
				crop.Facilities = append(crop.Facilities, f)
			}
		}
		for _, p := range town.Town.Points {
			if geo.Contains(west, p.Point) {
				crop.Points = append(crop.Points, p)
			}
		}
		crop.Entrances, whole = nil, withoutEntrances(t, town)
		inside, err := geo.NewStudyArea(crop)
		if err != nil {
			t.Fatal(err)
		}
		const cutoff = 6 * 60_000
		for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
			router := mustRouter(t, inside, builtin(t, mode))
			cropped := mustTimes(t, router, active(inside))
			truth := mustTimes(t, mustRouter(t, whole, builtin(t, mode)), active(whole))
			for i, p := range inside.Points {
				k, _ := whole.PointByID(p.ID)
				if covered := truth[k].Ms <= cutoff; covered && cropped[i].Ms > cutoff && !router.LeavesData(i, cutoff) {
					t.Errorf("%s %s: covered by land beyond the extent, but not marked", mode, p.ID)
				}
				if truth[k].Ms > cropped[i].Ms {
					t.Errorf("%s %s: more land made it worse", mode, p.ID)
				}
			}
		}
	})
}

func withoutEntrances(t *testing.T, town *geotest.Lattice) *geo.StudyArea {
	t.Helper()
	plain := town.Town
	plain.Entrances = nil
	area, err := geo.NewStudyArea(plain)
	if err != nil {
		t.Fatal(err)
	}
	return area
}

func ring(town *geotest.Lattice, x0, y0, x1, y1 float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{town.At(x0, y0), town.At(x1, y0), town.At(x1, y1), town.At(x0, y1), town.At(x0, y0)}}}
}

// Each facility's points are those whose time to it alone is within the cutoff, and all of them together are those
// whose time to the nearest is.
func TestCatchmentRunsEqualTimes(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
			router := mustRouter(t, area, builtin(t, mode))
			facilities := active(area)
			cutoff := int64(r.IntN(600_000))
			within, err := router.CatchmentRuns(t.Context(), facilities, cutoff)
			if err != nil {
				t.Fatal(err)
			}
			union := make(map[int32]bool)
			for i, f := range facilities {
				var want []int32
				for p, time := range mustTimes(t, router, []int32{f}) {
					if time.Ms <= cutoff {
						want = append(want, int32(p))
						union[int32(p)] = true
					}
				}
				if !slices.Equal(pointsOf(router, within[i]), want) {
					t.Errorf("%s %s: %v within %d ms, by time %v", mode, area.Facilities[f].ID, within[i], cutoff, want)
				}
			}
			for p, time := range mustTimes(t, router, facilities) {
				if union[int32(p)] != (time.Ms <= cutoff) {
					t.Errorf("%s %s: in the union %v, nearest %d ms", mode, area.Points[p].ID, union[int32(p)], time.Ms)
				}
			}
		}
	})
}

// pointsOf lists the points of a catchment, by index, and checks that its runs rise and do not touch.
func pointsOf(r *Router, runs Runs) []int32 {
	var points []int32
	for i, run := range runs {
		if run.First >= run.End || (i > 0 && run.First <= runs[i-1].End) {
			panic(fmt.Sprint("runs ", runs))
		}
		points = append(points, r.Order()[run.First:run.End]...)
	}
	slices.Sort(points)
	return points
}

// The catchment of a place is that of a facility which stands there.
func TestRunsOfPlacesAreThoseOfFacilities(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		town.Town.Entrances = slices.DeleteFunc(town.Town.Entrances, func(e geo.Entrance) bool { return e.OwnerKind == geo.FacilityOwner })
		area := town.StudyArea()
		for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
			router := mustRouter(t, area, builtin(t, mode))
			var facilities []int32
			var places []orb.Point
			for i, f := range area.Facilities {
				facilities, places = append(facilities, int32(i)), append(places, f.Point)
			}
			cutoff := int64(r.IntN(600_000))
			want, err := router.CatchmentRuns(t.Context(), facilities, cutoff)
			if err != nil {
				t.Fatal(err)
			}
			got, onNetwork, err := router.RunsOfPlaces(t.Context(), places, cutoff)
			if err != nil {
				t.Fatal(err)
			}
			for i := range facilities {
				if !slices.Equal(got[i], want[i]) || onNetwork[i] != router.OnNetwork(i) {
					t.Errorf("%s: %v at the place of %s, %v for itself; on the network %v", mode, got[i], area.Facilities[i].ID, want[i], onNetwork[i])
				}
			}
		}
	})
}

func TestRunsAreSets(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	random := func(set *rankSet) (ranks map[int32]bool, runs Runs) {
		ranks = make(map[int32]bool)
		for range r.IntN(300) {
			rank := int32(r.IntN(10_000))
			for k := range int32(r.IntN(100)) {
				ranks[min(rank+k, 9_999)] = true
			}
		}
		for rank := range ranks {
			set.add(rank)
		}
		return ranks, set.take()
	}
	set := newRankSet(10_000)
	for range 50 {
		inA, a := random(set)
		inB, b := random(set)
		union, both := a.Union(b), a.Intersection(b)
		if union.Len()+both.Len() != a.Len()+b.Len() || a.Len() != len(inA) {
			t.Fatalf("%d + %d points, %d in either, %d in both", a.Len(), b.Len(), union.Len(), both.Len())
		}
		for rank := range int32(10_000) {
			if a.Contains(rank) != inA[rank] || union.Contains(rank) != (inA[rank] || inB[rank]) || both.Contains(rank) != (inA[rank] && inB[rank]) {
				t.Fatalf("rank %d: in a %v, in b %v; union %v, both %v", rank, inA[rank], inB[rank], union.Contains(rank), both.Contains(rank))
			}
		}
		sums := make([]int64, 10_001)
		want := int64(0)
		for rank := range int32(10_000) {
			sums[rank+1] = sums[rank] + int64(rank)
			if inA[rank] {
				want += int64(rank)
			}
		}
		if a.Sum(sums) != want {
			t.Fatalf("sum %d, want %d", a.Sum(sums), want)
		}
	}
}
