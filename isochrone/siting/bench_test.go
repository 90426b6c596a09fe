package siting_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"lifecircle/isochrone/siting"
)

// BenchmarkCFL solves the published covering instances, gathered rows included in gather and not in solve.
func BenchmarkCFL(b *testing.B) {
	c := generateCFL(100, 100_000, 1)
	b.Run("gather", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.instance(5.5)
		}
	})
	in := c.instance(5.5)
	b.Run("solve", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if a := answer(b, in, siting.Problem{Sites: 10}, siting.Limits{}); !a.Proven {
				b.Fatal("not proven")
			}
		}
	})
}

// BenchmarkCFL20M gathers and solves the largest of them. It takes 1.3 GB.
func BenchmarkCFL20M(b *testing.B) {
	c := generateCFL(100, 20_000_000, 1)
	for _, kind := range []struct {
		sites  int
		radius float64
	}{{10, 5.5}, {15, 4}, {20, 3.25}} {
		b.Run(fmt.Sprintf("p=%d,r=%v", kind.sites, kind.radius), func(b *testing.B) {
			for b.Loop() {
				if a := answer(b, c.instance(kind.radius), siting.Problem{Sites: kind.sites}, siting.Limits{}); !a.Proven {
					b.Fatal("not proven")
				}
			}
		})
	}
}

// BenchmarkFewestSites covers everybody, with sites that reach few.
func BenchmarkFewestSites(b *testing.B) {
	in := bigTown(6, 4000, 3000, 40)
	gap := 0.0
	b.ReportAllocs()
	for b.Loop() {
		gap = 100 * answer(b, in, siting.Problem{Goal: siting.FewestSites}, siting.Limits{Work: 1_000_000_000}).Gap()
	}
	b.ReportMetric(gap, "gap-%")
}

// BenchmarkPmed solves p-median graphs of the OR-Library.
func BenchmarkPmed(b *testing.B) {
	for n := range 5 {
		in, p := pmed(b, n+1)
		b.Run(fmt.Sprint(n+1), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				answer(b, in, siting.Problem{Goal: siting.LeastMean, Sites: p}, siting.Limits{})
			}
		})
	}
}

// BenchmarkTown solves a town of a million points and a hundred thousand candidates for a number of seconds, and reports
// the certified gap in percent.
func BenchmarkTown(b *testing.B) {
	in := bigTown(1, 1_000_000, 100_000, 325)
	for _, p := range []int{50, 200, 1000} {
		for _, seconds := range []int{2, 20} {
			b.Run(fmt.Sprintf("p=%d/%ds", p, seconds), func(b *testing.B) {
				gap := 0.0
				for b.Loop() {
					a := answer(b, in, siting.Problem{Sites: p}, siting.Limits{Time: time.Duration(seconds) * time.Second, Work: 1 << 60})
					gap = 100 * a.Gap()
				}
				b.ReportMetric(gap, "gap-%")
			})
		}
	}
}

// BenchmarkCity solves towns in which every point is a candidate, as the published real instances are.
func BenchmarkCity(b *testing.B) {
	for _, n := range []int{2700, 5100, 7700} {
		in := bigTown(uint64(n), n, n, float64(n)/60)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			gap := 0.0
			for b.Loop() {
				gap = 100 * answer(b, in, siting.Problem{Sites: 60}, siting.Limits{Time: 10 * time.Second, Work: 1 << 60}).Gap()
			}
			b.ReportMetric(gap, "gap-%")
		})
	}
}

func answer(b *testing.B, in *siting.Instance, p siting.Problem, limits siting.Limits) *siting.Answer {
	b.Helper()
	a, err := siting.Solve(context.Background(), in, p, limits)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// BenchmarkFair lifts the worst-served of thirty areas of a town of twenty thousand points.
func BenchmarkFair(b *testing.B) {
	in := inDistricts(bigTown(4, 20_000, 2_000, 200), 30)
	for _, p := range []int{10, 60} {
		b.Run(fmt.Sprint(p), func(b *testing.B) {
			gap := 0.0
			for b.Loop() {
				a := answer(b, in, siting.Problem{Goal: siting.WorstAreaBest, Sites: p}, siting.Limits{})
				gap = 100 * float64(a.Bound-a.Value) / siting.Millionths
			}
			b.ReportMetric(gap, "points")
		})
	}
}
