package siting_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"lifecircle/isochrone/siting"
)

// TestHowFarOneCanGet asks for everybody with too few sites, and holds what is said then against enumeration: whom the
// best choice serves, and how many sites would be needed.
func TestHowFarOneCanGet(t *testing.T) {
	said := 0
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 77))
		in := town(r)
		p := question(r, in, []siting.Goal{siting.LeastMean, siting.LeastWorst}[seed%2])
		_, err := siting.Solve(context.Background(), in, p, siting.Limits{})
		var far *siting.Unreachable
		if !errors.As(err, &far) {
			continue
		}
		said++
		covering := *in
		covering.Reach = siting.ReachWithin(in, math.MaxInt64)
		most, _ := enumerate(&covering, siting.Problem{Goal: siting.MostCovered, Sites: p.Sites, Budget: p.Budget})
		fewest, possible := enumerate(&covering, siting.Problem{Goal: siting.FewestSites})
		left := int64(0)
		for _, j := range far.Left {
			left += in.Demand[j]
		}
		if far.Allowed != most || far.Asked-far.Allowed != left || possible && far.Needed != fewest {
			t.Errorf("seed %d: %+v; the most are %d, and %d sites are needed (%v)", seed, far, most, fewest, possible)
		}
	}
	if said < 20 {
		t.Errorf("only %d questions were out of reach", said)
	}
}
