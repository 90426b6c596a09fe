package siting_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"lifecircle/isochrone/siting"
)

// TestCombine shares one budget out among services: the best of all ways to divide it.
func TestCombine(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 5))
		a, b := town(r), town(r)
		both, err := siting.Combine(a, b)
		if err != nil {
			t.Fatal(err)
		}
		const budget = 9
		got, err := siting.Solve(context.Background(), both, siting.Problem{Budget: budget}, siting.Limits{})
		if err != nil {
			continue
		}
		want := int64(-1)
		for spent := range int64(budget + 1) {
			first, ok := most(a, spent)
			second, ok2 := most(b, budget-spent)
			if ok && ok2 {
				want = max(want, first+second)
			}
		}
		if got.Value != want || !got.Proven {
			t.Fatalf("seed %d: %d, proven %v; the best division gives %d", seed, got.Value, got.Proven, want)
		}
	}
}

// most is the best value of all choices that cost no more than a budget, which may be nothing.
func most(in *siting.Instance, budget int64) (best int64, ok bool) {
	for mask := range 1 << len(in.Candidates) {
		cost := int64(0)
		for i, c := range in.Candidates {
			if mask>>i&1 == 1 {
				cost += c.Cost
			}
		}
		if cost <= budget && allowed(in, siting.Problem{}, mask) {
			value, _ := judge(in, siting.Problem{}, mask)
			best, ok = max(best, value), true
		}
	}
	return best, ok
}
