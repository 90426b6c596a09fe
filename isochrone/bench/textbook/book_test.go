package textbook

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
)

func active(area *geo.StudyArea) (facilities []int32) {
	for i := range area.Facilities {
		if area.Facilities[i].Status == geo.Active {
			facilities = append(facilities, int32(i))
		}
	}
	return facilities
}

func builtin(t *testing.T, mode geo.Mode) isochrone.Profile {
	t.Helper()
	p, err := isochrone.BuiltinProfile(mode)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The textbook and the engine were written apart and answer alike, to the millisecond: on random towns with one-ways,
// islands, barriers, entrances, stops and turn rules of every kind.
func TestTimesEqualTheEngine(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 9))
		town := geotest.Random(r)
		if seed%2 == 1 {
			geotest.WithTurns(r, town)
		}
		area := town.StudyArea()
		for _, mode := range geo.Modes() {
			t.Run(fmt.Sprintf("seed=%d,%s", seed, mode), func(t *testing.T) {
				router, err := isochrone.NewRouter(t.Context(), area, builtin(t, mode))
				if err != nil {
					t.Fatal(err)
				}
				want, err := router.Times(t.Context(), active(area))
				if err != nil {
					t.Fatal(err)
				}
				for i, got := range New(area, router.Profile).Times(active(area)) {
					if got.Ms != want[i].Ms || got.Facility != want[i].Facility {
						t.Errorf("%s: textbook %d ms to %d, engine %d ms to %d", area.Points[i].ID, got.Ms, got.Facility, want[i].Ms, want[i].Facility)
					}
				}
			})
		}
	}
}

// The points within a cutoff are those whose time to the facility alone is.
func TestPointsWithinEqualTimes(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 10))
		town := geotest.Random(r)
		geotest.WithTurns(r, town)
		area := town.StudyArea()
		for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
			book, cutoff := New(area, builtin(t, mode)), r.Int64N(600_000)
			for _, f := range active(area) {
				within := map[int32]bool{}
				for _, p := range book.PointsWithin(f, cutoff) {
					within[p] = true
				}
				for p, time := range book.Times([]int32{f}) {
					if within[int32(p)] != (time.Ms <= cutoff) {
						t.Errorf("seed %d %s: %s is %d ms from %s, within %d ms: %v", seed, mode, area.Points[p].ID, time.Ms, area.Facilities[f].ID, cutoff, within[int32(p)])
					}
				}
			}
		}
	}
}

func TestTurnRulesByHand(t *testing.T) {
	for _, town := range geotest.TurnTowns() {
		t.Run(town.Name, func(t *testing.T) {
			area := town.StudyArea()
			profile := builtin(t, geo.Drive)
			for i, got := range New(area, profile).Times(active(area)) {
				want := town.To[area.Points[i].ID]
				if (got.Ms != Never) != (want >= 0) || got.Ms != Never && math.Abs(float64(got.Ms)/1000-want) > 0.02 {
					t.Errorf("%s: %d ms, by hand %.1f s", area.Points[i].ID, got.Ms, want)
				}
			}
		})
	}
}
