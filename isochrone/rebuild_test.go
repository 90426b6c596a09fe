package isochrone

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// A router that is rebuilt after one edit of streets after the other tells what one made anew does.
func TestARebuiltRouterEqualsANewOne(t *testing.T) {
	carried := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 13))
		town := geotest.Random(r)
		if r.IntN(2) == 0 {
			geotest.WithTurns(r, town)
		}
		area := town.StudyArea()
		profile := builtin(t, geo.Modes()[r.IntN(len(geo.Modes()))])
		profile.Access.LimitM = []float64{40, 150, 300}[r.IntN(3)]
		if r.IntN(3) == 0 {
			profile.Direction = FromFacility
		}
		if r.IntN(4) == 0 {
			profile.Access.Rule = AccessNearest
		}
		router := mustRouter(t, area, profile)
		for number := 0; number < 12; number++ {
			e := geotest.RandomEdit(r, area, number)
			if !geo.OfStreets(e) {
				continue
			}
			edited, err := area.With(geo.Scenario{Edits: []geo.Edit{e}})
			if err != nil {
				continue // it cannot be done
			}
			rebuilt, err := router.Rebuilt(t.Context(), edited)
			if err != nil {
				t.Fatal(err)
			}
			anew := mustRouter(t, edited, profile)
			facilities := active(edited)
			if !reflect.DeepEqual(alike(mustTimes(t, rebuilt, facilities)), alike(mustTimes(t, anew, facilities))) {
				t.Fatalf("seed %d: after %+v, %s from %q\nrebuilt %v\nanew    %v", seed, e, profile.Mode, profile.Direction, mustTimes(t, rebuilt, facilities), mustTimes(t, anew, facilities))
			}
			for i := range edited.Points {
				a, astray := rebuilt.Astray(i)
				b, astrayAnew := anew.Astray(i)
				if a != b || astray != astrayAnew {
					t.Fatalf("seed %d: after %+v, %s is astray by %+v, anew %+v", seed, e, edited.Points[i].ID, a, b)
				}
				for _, cutoff := range []int64{0, 60_000, 300_000, 3_000_000} {
					if rebuilt.LeavesData(i, cutoff) != anew.LeavesData(i, cutoff) {
						t.Fatalf("seed %d: after %+v, %s leaves the data within %d ms: %v, anew %v", seed, e, edited.Points[i].ID, cutoff, rebuilt.LeavesData(i, cutoff), anew.LeavesData(i, cutoff))
					}
				}
			}
			for i := range edited.Facilities {
				if rebuilt.OnNetwork(i) != anew.OnNetwork(i) {
					t.Fatalf("seed %d: after %+v, facility %s is on the network: %v", seed, e, edited.Facilities[i].ID, rebuilt.OnNetwork(i))
				}
			}
			if same := compareNetworks(router.Network, rebuilt.Network); same != nil {
				for _, is := range same.old {
					if is {
						carried++
					}
				}
			}
			area, router = edited, rebuilt
		}
	}
	if carried == 0 {
		t.Error("nothing was ever taken over")
	}
}

// alike changes times so that no leg, a NaN, equals no leg.
func alike(times []Time) []Time {
	for i := range times {
		if times[i].AccessM != times[i].AccessM {
			times[i].AccessM = -1
		}
	}
	return times
}
