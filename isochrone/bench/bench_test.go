package bench

import (
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/bench/textbook"
	"lifecircle/isochrone/coverage"
)

// The jobs of the table on a small city, for those who change the engine and want to see at once what it did.

func router(b *testing.B, area *geo.StudyArea, mode geo.Mode) *isochrone.Router {
	b.Helper()
	r, err := isochrone.NewRouter(b.Context(), area, builtin(b, mode))
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func BenchmarkGenerateCity(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		City(small)
	}
}

func BenchmarkPrepare(b *testing.B) {
	area := studied(b, small)
	for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
		b.Run(string(mode), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				router(b, area, mode)
			}
		})
	}
}

func BenchmarkCatchments(b *testing.B) {
	area := studied(b, small)
	facilities := facilitiesOf(area, Services[3].Code)
	for _, c := range []struct {
		mode   geo.Mode
		cutoff int64
	}{{geo.Walk, minutes15}, {geo.Drive, minutes30}} {
		r, book := router(b, area, c.mode), textbook.New(area, builtin(b, c.mode))
		perCatchment := func(b *testing.B) {
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(facilities)), "ns/catchment")
		}
		b.Run(string(c.mode), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.CatchmentRuns(b.Context(), facilities, c.cutoff); err != nil {
					b.Fatal(err)
				}
			}
			perCatchment(b)
		})
		b.Run(string(c.mode)+"_textbook", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, f := range facilities {
					book.PointsWithin(f, c.cutoff)
				}
			}
			perCatchment(b)
		})
	}
}

func BenchmarkNearest(b *testing.B) {
	area := studied(b, small)
	facilities := facilitiesOf(area, Services[2].Code)
	for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
		r, book := router(b, area, mode), textbook.New(area, builtin(b, mode))
		b.Run(string(mode), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Times(b.Context(), facilities); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(string(mode)+"_textbook", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				book.Times(facilities)
			}
		})
	}
}

func BenchmarkPolygons(b *testing.B) {
	area := studied(b, small)
	r, at := router(b, area, geo.Walk), area.Facilities[0].Point
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.CatchmentsOf(b.Context(), at, []int64{minutes5, minutes10, minutes15}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMove(b *testing.B) {
	area := studied(b, small)
	for _, service := range Services[1:3] {
		b.Run(service.Code, func(b *testing.B) {
			facilities := facilitiesOf(area, service.Code)
			m, err := router(b, area, geo.Walk).NewNearestMap(b.Context(), facilities)
			if err != nil {
				b.Fatal(err)
			}
			t := &tally{NearestMap: m, area: area}
			to := [][]orb.Point{area.FacilityDoors(0), nil}
			turn := 0
			b.ReportAllocs()
			for b.Loop() {
				turn++
				if err := t.move(facilities[0], to[turn%2]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSession(b *testing.B) {
	area := studied(b, small)
	moved := &area.Facilities[facilitiesOf(area, Services[2].Code)[0]]
	ask := coverage.Request{Services: []string{moved.Service}, Profile: builtin(b, geo.Walk), Minutes: []int{5, 15, 30}}
	move := func(to int) geo.Edit {
		return geo.MoveFacility{Service: moved.Service, ID: moved.ID, To: area.Facilities[to].Point}
	}
	session, err := coverage.New(area).NewSession(b.Context(), ask, geo.Scenario{Edits: []geo.Edit{move(0)}})
	if err != nil {
		b.Fatal(err)
	}
	turn := 0
	b.ReportAllocs()
	for b.Loop() {
		turn++
		if _, err := session.Replace(b.Context(), move(turn%2)); err != nil {
			b.Fatal(err)
		}
	}
}
