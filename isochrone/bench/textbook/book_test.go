package textbook

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/geo/geotest/reference"
	"lifecircle/isochrone"
)

var _ = reference.Never

// The textbook is held against the engine on random towns, as the engine is held against it on large ones.
func TestTimesEqualTheEngine(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 9))
		area := geotest.Random(r).StudyArea()
		for _, mode := range geo.Modes() {
			t.Run(fmt.Sprintf("seed=%d,%s", seed, mode), func(t *testing.T) {
				profile, err := isochrone.BuiltinProfile(mode)
				if err != nil {
					t.Fatal(err)
				}
				router, err := isochrone.NewRouter(t.Context(), area, profile)
				if err != nil {
					t.Fatal(err)
				}
				var facilities []int32
				for i := range area.Facilities {
					if area.Facilities[i].Status == geo.Active {
						facilities = append(facilities, int32(i))
					}
				}
				want, err := router.Times(t.Context(), facilities)
				if err != nil {
					t.Fatal(err)
				}
				for i, got := range New(area, profile).Times(facilities) {
					if got.Ms != want[i].Ms || got.Facility != want[i].Facility {
						t.Errorf("%s: textbook %d ms to %d, engine %d ms to %d", area.Points[i].ID, got.Ms, got.Facility, want[i].Ms, want[i].Facility)
					}
				}
			})
		}
	}
}
