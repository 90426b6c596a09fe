package isochrone

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func mustCatchments(t testing.TB, r *Router, facilities []int32, cutoffsMs ...int64) []Catchment {
	t.Helper()
	c, err := r.Catchments(context.Background(), facilities, cutoffsMs)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Every residential point and every facility is on the side of the line that its travel time says, for every cutoff.
func TestCatchmentsAgreeWithTimes(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		if r.IntN(2) == 0 {
			geotest.WithTurns(r, town)
		}
		area := town.StudyArea()
		for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
			profile := builtin(t, mode)
			if r.IntN(3) == 0 {
				profile.Access.Rule = AccessNearest
			}
			router := mustRouter(t, area, profile)
			facilities := active(area)
			times := mustTimes(t, router, facilities)
			shared := make(map[orb.Point]int64) // points on one spot may have doors of their own: the best counts
			note := func(at orb.Point, ms int64) {
				if old, seen := shared[at]; !seen || ms < old {
					shared[at] = ms
				}
			}
			for i, p := range area.Points {
				note(p.Point, times[i].Ms)
			}
			to := router.goals(router.ranked(facilities))
			near, keys := router.newNeighbourhood(to), searchAll(router.Network.States, &router.Network.In, router.arrivals(to))
			for i, f := range area.Facilities {
				note(f.Point, near.timeFrom(router.facilities[i].boardings, router.facilities[i].doors, keys).Ms)
			}
			for _, c := range mustCatchments(t, router, facilities, 60_000, 180_000, 600_000) {
				for at, ms := range shared {
					if got, want := geotest.Inside(c.Shape, at), ms <= c.CutoffMs; got != want || geo.Contains(c.Shape, at) != want {
						t.Errorf("%s, %d ms: %v takes %d ms, inside: %v", mode, c.CutoffMs, at, ms, got)
					}
				}
				checkShape(t, c.Shape)
			}
		}
	})
}

// Lines of rising cutoffs enclose each other: the line of the lesser has no part outside the shape of the greater.
// Both run in whole units of 1e-7 degrees and may touch.
func TestCatchmentsNest(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		profile := builtin(t, geo.Walk)
		cutoffs := []int64{120_000, 180_000, 300_000, 360_000, 900_000}
		if r.IntN(2) == 0 {
			profile, cutoffs = profile.ByDistance(), []int64{150_000, 151_000, 152_000, 400_000, 401_000}
		}
		router := mustRouter(t, area, profile)
		c := mustCatchments(t, router, active(area), cutoffs...)
		for i := 1; i < len(c); i++ {
			checkNested(t, c[i-1].Shape, c[i].Shape)
		}
	})
}

// A place where a facility stands has the facility's catchments.
func TestAPlaceIsAsGoodAsAFacility(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		profile := builtin(t, []geo.Mode{geo.Walk, geo.Drive}[r.IntN(2)])
		if r.IntN(3) == 0 {
			profile.Access.Rule = AccessNearest
		}
		router := mustRouter(t, area, profile)
		for f := range area.Facilities {
			doors := area.FacilityDoors(f)
			if len(doors) > 1 {
				continue
			}
			of := mustCatchments(t, router, []int32{int32(f)}, 120_000, 600_000)
			there, err := router.CatchmentsOf(t.Context(), doors[0], []int64{120_000, 600_000})
			if err != nil {
				t.Fatal(err)
			}
			for i := range of {
				slices.Sort(of[i].Points)
				slices.Sort(there[i].Points)
				if !orb.Equal(of[i].Shape, there[i].Shape) || !slices.Equal(of[i].Points, there[i].Points) {
					t.Errorf("%s within %d ms: %d points, of the place %d, or the shapes differ", area.Facilities[f].ID, of[i].CutoffMs, len(of[i].Points), len(there[i].Points))
				}
			}
		}
	})
}

func TestACatchmentDoesNotDependOnTheOtherCutoffs(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		router := mustRouter(t, area, builtin(t, geo.Bike))
		alone := mustCatchments(t, router, active(area), 180_000)[0]
		among := mustCatchments(t, router, active(area), 60_000, 180_000, 1_800_000)[1]
		if !orb.Equal(alone.Shape, among.Shape) {
			t.Error("the shape changes with the cutoffs that are asked for beside it")
		}
	})
}
