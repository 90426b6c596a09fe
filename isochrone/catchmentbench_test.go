package isochrone

import (
	"context"
	"testing"

	"lifecircle/geo"
)

// A catchment with three lines, warm, beside the search that it rests on.
func BenchmarkCatchment(b *testing.B) {
	area := city(300, 100_000)
	router := mustRouter(b, area, builtin(b, geo.Walk))
	one := active(area)[len(active(area))/2:][:1]
	cutoffs := []int64{300_000, 600_000, 900_000}
	draw := func(b *testing.B, facilities []int32) []Catchment {
		c, err := router.Catchments(context.Background(), facilities, cutoffs)
		if err != nil {
			b.Fatal(err)
		}
		return c
	}
	draw(b, one)
	b.Run("search", func(b *testing.B) {
		s := newSearch(router.Network.States)
		seeds := router.arrivals(router.goals(one))
		for b.Loop() {
			s.run(&router.Network.In, seeds, 960_000)
		}
		b.ReportMetric(float64(len(s.settled)), "states")
	})
	b.Run("facility", func(b *testing.B) {
		b.ReportAllocs()
		vertices := 0
		for b.Loop() {
			vertices = 0
			for _, c := range draw(b, one) {
				for _, polygon := range c.Shape {
					for _, ring := range polygon {
						vertices += len(ring)
					}
				}
			}
		}
		b.ReportMetric(float64(vertices), "vertices")
	})
	b.Run("place", func(b *testing.B) {
		for b.Loop() {
			if _, err := router.CatchmentsOf(context.Background(), area.Facilities[one[0]].Point, cutoffs); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("service", func(b *testing.B) {
		for b.Loop() {
			draw(b, active(area))
		}
	})
}
