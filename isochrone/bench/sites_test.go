package bench

import (
	"fmt"
	"testing"
	"time"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	sites "lifecircle/isochrone/siting/town"
)

// The most people with so many sites among a hundred thousand junctions of a city of a million residential points, on
// foot, beside the facilities that are there: how far from the bound the value is after 2 and after 20 seconds of search.
func BenchmarkSites(b *testing.B) {
	if testing.Short() {
		b.Skip("a city of a million takes minutes to prepare")
	}
	town := City(Plan{Junctions: 1_000_000, Points: 1_000_000, Seed: 1})
	a, err := analysisOf(town)
	if err != nil {
		b.Fatal(err)
	}
	question := sites.Question{
		Request: coverage.Request{Services: []string{Services[1].Code}, Profile: builtin(b, geo.Walk), Minutes: []int{15}},
		Make:    sites.Make{Junctions: true, SpacingM: 185},
		Sites:   50,
	}
	prepared, err := sites.Prepare(b.Context(), a, question, nil)
	if err != nil {
		b.Fatal(err)
	}
	in := prepared.Instance()
	for _, p := range []int{50, 200, 1000} {
		for _, seconds := range []int{2, 20} {
			b.Run(fmt.Sprintf("p=%d/%ds", p, seconds), func(b *testing.B) {
				problem, gap := prepared.Problem(), 0.0
				problem.Sites = p
				for b.Loop() {
					found, err := siting.Solve(b.Context(), in, problem, siting.Limits{Time: time.Duration(seconds) * time.Second, Work: 1 << 60})
					if err != nil {
						b.Fatal(err)
					}
					gap = 100 * found.Gap()
				}
				b.ReportMetric(gap, "gap-%")
				b.ReportMetric(float64(prepared.Found().Places), "candidates")
			})
		}
	}
}
