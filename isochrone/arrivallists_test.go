package isochrone

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func always(int) bool { return true }

// The times that are listed for a facility are those of a town where it is the only one, and at its place they are the
// same; facilities with doors of their own have them only as facilities.
func TestArrivalsAreTravelTimes(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		doors := r.IntN(2) == 0
		if !doors {
			town.Town.Entrances = slices.DeleteFunc(town.Town.Entrances, func(e geo.Entrance) bool { return e.OwnerKind == geo.FacilityOwner })
		}
		area := town.StudyArea()
		for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
			profile := builtin(t, mode)
			if r.IntN(2) == 0 {
				profile.Direction = FromFacility
			}
			router := mustRouter(t, area, profile)
			var facilities []int32
			var places []orb.Point
			for i, f := range area.Facilities {
				facilities, places = append(facilities, int32(i)), append(places, f.Point)
			}
			cutoff := int64(r.IntN(900_000))
			got, err := router.ArrivalsAt(t.Context(), facilities, cutoff, always)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range facilities {
				var want []Arrival
				times := mustTimes(t, router, []int32{f})
				for rank, p := range router.Order() {
					if ms := times[p].Ms; ms <= cutoff {
						want = append(want, Arrival{int32(rank), uint32(ms)})
					}
				}
				if !slices.Equal(got[i], want) {
					t.Fatalf("%s %s within %d: %v, by time %v", mode, area.Facilities[f].ID, cutoff, got[i], want)
				}
			}
			if doors {
				continue
			}
			there, onNetwork, err := router.ArrivalsAtPlaces(t.Context(), places, cutoff, always)
			if err != nil {
				t.Fatal(err)
			}
			for i := range places {
				if !slices.Equal(there[i], got[i]) || onNetwork[i] != router.OnNetwork(i) {
					t.Fatalf("%s at the place of %s: %v, for itself %v", mode, area.Facilities[i].ID, there[i], got[i])
				}
			}
		}
	})
}

func TestArrivalsEndWhereThereAreTooMany(t *testing.T) {
	router := mustRouter(t, geotest.RiverTown().StudyArea(), builtin(t, geo.Walk))
	left := 3
	got, err := router.ArrivalsAt(t.Context(), []int32{0, 0, 0}, 3_600_000, func(entries int) bool { left -= entries; return left >= 0 })
	if err != nil || len(got[1])+len(got[2]) > 0 {
		t.Errorf("%v, %v", got, err)
	}
}
