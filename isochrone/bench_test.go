package isochrone

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// city is a lattice of side × side junctions 60 m apart with points people on it and a facility for every 500 junctions.
func city(side, points int) *geo.StudyArea {
	r := rand.New(rand.NewPCG(1, 1))
	l := geotest.NewLattice(60)
	for y := range side {
		for x := range side {
			if x+1 < side && r.IntN(8) > 0 {
				l.Street("residential", [2]int{x, y}, [2]int{x + 1, y})
			}
			if y+1 < side && r.IntN(8) > 0 {
				l.Street("residential", [2]int{x, y}, [2]int{x, y + 1})
			}
		}
	}
	at := func() float64 { return r.Float64() * float64(side-1) }
	for i := range points {
		l.Resident(fmt.Sprintf("p%07d", i), at(), at(), int32(r.IntN(50)), 0)
	}
	for i := range max(1, side*side/500) {
		l.Facility("clinic", fmt.Sprintf("f%05d", i), at(), at())
	}
	return l.StudyArea()
}

func BenchmarkCity(b *testing.B) {
	area := city(300, 100_000)
	facilities := active(area)
	profile := builtin(b, geo.Walk)
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			mustRouter(b, area, profile)
		}
	})
	router := mustRouter(b, area, profile)
	b.Run("times", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			mustTimes(b, router, facilities)
		}
	})
	b.Run("search", func(b *testing.B) {
		goals := router.arrivals(router.goals(router.ranked(facilities)))
		for b.Loop() {
			searchAll(router.Network.States, &router.Network.In, goals)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(router.Network.States), "ns/node")
	})
	b.Run("outward", func(b *testing.B) {
		for b.Loop() {
			router.From(50_000)
		}
	})
	b.Run("catchment", func(b *testing.B) {
		for b.Loop() {
			if _, err := router.Catchments(context.Background(), facilities[:1], []int64{300_000, 600_000, 900_000}); err != nil {
				b.Fatal(err)
			}
		}
	})
	perOne := func(b *testing.B, all int) {
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*all), "µs/catchment")
	}
	b.Run("runs", func(b *testing.B) {
		for b.Loop() {
			if _, err := router.CatchmentRuns(context.Background(), facilities, 900_000); err != nil {
				b.Fatal(err)
			}
		}
		perOne(b, len(facilities))
	})
	b.Run("places", func(b *testing.B) {
		places := router.Network.Points[:10_000]
		for b.Loop() {
			if _, _, err := router.RunsOfPlaces(context.Background(), places, 900_000); err != nil {
				b.Fatal(err)
			}
		}
		perOne(b, len(places))
	})
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.Logf("%d nodes, %d points, %d access entries, %d shortcuts, %d MB in use", len(router.Network.IDs), len(area.Points), len(router.points.access), len(router.points.shortcuts), m.HeapAlloc>>20)
}
