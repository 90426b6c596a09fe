package siting_test

import (
	"context"
	"testing"

	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/verify"
)

// TestCostsHaveAUnit proves the least cost where all costs are multiples of a thousand as well as the fewest sites, and
// leaves no bound between two costs that can be.
func TestCostsHaveAUnit(t *testing.T) {
	in := bigTown(3, 400, 60, 30)
	total := int64(0)
	for i := range in.Candidates {
		in.Candidates[i].Cost = 1000
	}
	for _, w := range in.Demand {
		total += w
	}
	for _, target := range []int64{total / 2, 0} {
		fewest, err := siting.Solve(context.Background(), in, siting.Problem{Goal: siting.FewestSites, Target: target}, siting.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		last := siting.Progress{}
		least, err := siting.Solve(context.Background(), in, siting.Problem{Goal: siting.LeastCost, Target: target}, siting.Limits{Proof: true, Progress: func(p siting.Progress) { last = p }})
		if err != nil {
			t.Fatal(err)
		}
		if least.Value != 1000*fewest.Value || least.Bound != 1000*fewest.Bound || least.Cost != least.Value || last.Value != least.Value {
			t.Errorf("target %d: %d sites, bound %d; cost %d, bound %d, told last %d", target, fewest.Value, fewest.Bound, least.Value, least.Bound, last.Value)
		}
		if r, err := verify.Check(in, least.Proof); err != nil || r.Bound != least.Bound {
			t.Errorf("target %d: the certificate proves %v, not %d: %v", target, r, least.Bound, err)
		}
	}
}
