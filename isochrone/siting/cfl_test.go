package siting_test

import (
	"context"
	"testing"
	"time"

	"lifecircle/isochrone/siting"
)

func TestCFLPublished(t *testing.T) {
	for _, test := range []struct {
		seed uint32
		want int64
	}{{1, 4_431_761}, {2, 4_374_489}} {
		c := generateCFL(100, 100_000, test.seed)
		if test.seed == 1 && (c.sites[0][0] != 25.205632 || c.sites[0][1] != 11.831488) {
			t.Fatalf("the first site is at %v", c.sites[0])
		}
		begin := time.Now()
		in := c.instance(5.5)
		gathered := time.Since(begin)
		a, err := siting.Solve(context.Background(), in, siting.Problem{Sites: 10}, siting.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: %d rows, gathered in %v, solved in %v: %d ≤ %d", test.seed, len(in.Demand), gathered, time.Since(begin)-gathered, a.Value, a.Bound)
		if a.Value != test.want || !a.Proven {
			t.Errorf("seed %d: %d, proven %v; published %d", test.seed, a.Value, a.Proven, test.want)
		}
	}
}
