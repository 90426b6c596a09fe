package isochrone

import (
	"context"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

func BenchmarkSearch(b *testing.B) {
	area := city(300, 100)
	router := mustRouter(b, area, builtin(b, "walk"))
	s := newSearch(router.Network.States)
	goals := router.arrivals(router.goals(router.ranked(active(area))))
	one := router.arrivals(router.goals([]int32{50}))
	for _, c := range []struct {
		name  string
		seeds []seed
		limit uint64
	}{{"all", goals, noLimit}, {"walk15", one, 900_000}, {"walk30", one, 1_800_000}, {"walk60", one, 3_600_000}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				s.run(&router.Network.In, c.seeds, c.limit)
				n += len(s.settled)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/state")
			b.ReportMetric(float64(n)/float64(b.N), "states")
		})
	}
}

func BenchmarkMove(b *testing.B) {
	area := city(300, 100_000)
	router := mustRouter(b, area, builtin(b, "walk"))
	m, err := router.NewNearestMap(context.Background(), active(area))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ReportMetric(float64(len(router.points.access))/float64(len(area.Points)), "access/point")
	i := 0
	for b.Loop() {
		site := int32(i % len(area.Facilities))
		i++
		at := area.Facilities[(i*7)%len(area.Facilities)].Point
		m.Close(site)
		m.Open(site, []orb.Point{at})
		m.Changes()
	}
}

// BenchmarkCloseStreet prepares a town again in which one street is closed: anew, and with what far from it is kept.
func BenchmarkCloseStreet(b *testing.B) {
	area := city(300, 100_000)
	router := mustRouter(b, area, builtin(b, geo.Walk))
	edited, err := area.With(geo.Scenario{Edits: []geo.Edit{geo.CloseStreet{WayID: area.Streets[50_000].WayID}}})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("anew", func(b *testing.B) {
		for b.Loop() {
			mustRouter(b, edited, builtin(b, geo.Walk))
		}
	})
	b.Run("rebuilt", func(b *testing.B) {
		for b.Loop() {
			if _, err := router.Rebuilt(b.Context(), edited); err != nil {
				b.Fatal(err)
			}
		}
	})
}
