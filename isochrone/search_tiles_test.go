package isochrone

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func BenchmarkTiles(b *testing.B) {
	area := city(1000, 100)
	router := mustRouter(b, area, builtin(b, geo.Walk))
	all := active(area)
	for _, n := range []int{20, 200, 2000} {
		seeds := router.arrivals(router.goals(router.ranked(all[:n])))
		var plain, tiles *search
		b.Run(fmt.Sprintf("plain/%d", n), func(b *testing.B) {
			for b.Loop() {
				plain = newSearch(router.Network.States)
				plain.run(&router.Network.In, seeds, noLimit)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*router.Network.States), "ns/state")
		})
		b.Run(fmt.Sprintf("tiles/%d", n), func(b *testing.B) {
			for b.Loop() {
				tiles = newSearch(router.Network.States)
				tiles.improveByTiles(&router.Network.In, seeds, tileBits)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*router.Network.States), "ns/state")
		})
		if !slices.Equal(plain.keys, tiles.keys) {
			b.Fatal("other keys")
		}
	}
}

// Worked tile by tile or not, a search gives the same keys.
func TestTilesChangeNothing(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 17))
		town := geotest.Random(r)
		if r.IntN(2) == 0 {
			geotest.WithTurns(r, town)
		}
		router := mustRouter(t, town.StudyArea(), builtin(t, geo.Modes()[r.IntN(len(geo.Modes()))]))
		seeds := router.arrivals(router.facilities)
		whole, tiles := newSearch(router.Network.States), newSearch(router.Network.States)
		whole.run(&router.Network.In, seeds, noLimit)
		tiles.improveByTiles(&router.Network.In, seeds, r.IntN(6))
		if !slices.Equal(whole.keys, tiles.keys) {
			t.Fatalf("seed %d: other keys", seed)
		}
	}
}
