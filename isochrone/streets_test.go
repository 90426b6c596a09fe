package isochrone

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func mustStreets(t testing.TB, r *Router, facilities []int32, cutoffsMs ...int64) []StreetPart {
	t.Helper()
	parts, err := r.StreetsWithin(t.Context(), facilities, cutoffsMs)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// A place on a street is in the output exactly if its own time along the street is within the cutoff, and in the part
// of the shortest such cutoff.
func TestStreetsWithinAgreeWithTimes(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		profile := builtin(t, []geo.Mode{geo.Walk, geo.Drive}[r.IntN(2)])
		if r.IntN(2) == 0 {
			geotest.WithTurns(r, town)
		}
		area := town.StudyArea()
		if r.IntN(2) == 0 {
			var err error
			if profile, err = profile.WithDirection(FromFacility); err != nil {
				t.Fatal(err)
			}
		}
		router := mustRouter(t, area, profile)
		facilities := active(area)
		cutoffs := []int64{int64(r.IntN(60_000)), 60_000 + int64(r.IntN(60_000)), 300_000}
		parts := mustStreets(t, router, facilities, cutoffs...)
		to := router.goals(router.ranked(facilities))
		near := router.newNeighbourhood(to)
		keys := searchAll(router.Network.States, &router.Network.In, router.arrivals(to))
		for i := range router.Network.Pieces {
			p := &router.Network.Pieces[i]
			from, end := router.Network.Ends(int32(i))
			for range 8 {
				share := r.Float64()
				if geo.Distance(from, end) == 0 {
					continue
				}
				want := near.timeFrom([]boarding{{piece: int32(i), t: share}}, nil, keys).Ms
				at := geo.Along(from, end, share)
				got, toEnd := cutoffAt(parts, p.Street, at)
				if toEnd < 0.001 {
					continue // too near the end of a part to say
				}
				if least := leastCutoff(cutoffs, want); got != least {
					t.Errorf("%s: piece %d at %.4f takes %d ms: cutoff %d of %v, in the output %d", profile.Mode, i, share, want, least, cutoffs, got)
				}
			}
		}
	})
}

func leastCutoff(cutoffs []int64, ms int64) int {
	for i, c := range cutoffs {
		if ms <= c {
			return i
		}
	}
	return -1
}

// cutoffAt finds the part of a street that passes a place, and how far the nearest end of any of its parts is.
func cutoffAt(parts []StreetPart, street int32, at orb.Point) (cutoff int, toEndM float64) {
	cutoff, toEndM = -1, math.Inf(1)
	frame := geo.NewFrame(at)
	for _, p := range parts {
		if p.Street != street {
			continue
		}
		for k := 1; k < len(p.Line); k++ {
			if _, d := frame.ToSegment(p.Line[k-1], p.Line[k]); d < 1e-4 {
				cutoff = p.Cutoff
			}
		}
		toEndM = min(toEndM, geo.Distance(at, p.Line[0]), geo.Distance(at, p.Line[len(p.Line)-1]))
	}
	return cutoff, toEndM
}

// A facility in the middle of a street 1,200 m long, 600 m from both ends: at 80 m a minute 5 minutes are 400 m.
func TestStreetsWithinByHand(t *testing.T) {
	l := geotest.NewLattice(600)
	s := l.Street("residential", [2]int{0, 0}, [2]int{1, 0}, [2]int{2, 0})
	l.Facility("clinic", "F", 1, 0)
	profile, err := builtin(t, geo.Walk).WithSpeed(4.8)
	if err != nil {
		t.Fatal(err)
	}
	parts := mustStreets(t, mustRouter(t, l.StudyArea(), profile), []int32{0}, 300_000, 900_000)
	want := []StreetPart{
		{Cutoff: 1, From: 0, To: 1. / 6, FromMs: 450_000, ToMs: 300_000, LengthM: 200},
		{Cutoff: 0, From: 1. / 6, To: 5. / 6, FromMs: 300_000, ToMs: 300_000, LengthM: 800},
		{Cutoff: 1, From: 5. / 6, To: 1, FromMs: 300_000, ToMs: 450_000, LengthM: 200},
	}
	near := func(a, b, tolerance float64) bool { return math.Abs(a-b) < tolerance }
	if len(parts) != len(want) {
		t.Fatalf("%d parts of way %d, by hand %d", len(parts), s.WayID, len(want))
	}
	for i, p := range parts {
		w := want[i]
		if p.Cutoff != w.Cutoff || !near(p.From, w.From, 1e-4) || !near(p.To, w.To, 1e-4) || !near(p.LengthM, w.LengthM, 0.1) ||
			!near(float64(p.FromMs), float64(w.FromMs), 20) || !near(float64(p.ToMs), float64(w.ToMs), 20) {
			t.Errorf("part %d is %+v, by hand %+v", i, p, w)
		}
	}
}
