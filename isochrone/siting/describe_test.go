package siting_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"lifecircle/isochrone/siting"
)

// TestDescriptions holds what an answer says of its sites against the definition of the value.
func TestDescriptions(t *testing.T) {
	for _, goal := range goals {
		t.Run(goal.String(), func(t *testing.T) {
			alternatives := 0
			for seed := range uint64(600) {
				r := rand.New(rand.NewPCG(seed, 1000+uint64(goal)))
				in := town(r)
				p := question(r, in, goal)
				a, err := siting.Solve(context.Background(), in, p, siting.Limits{})
				if err != nil {
					continue
				}
				whole := 0
				for _, s := range a.Sites {
					whole |= 1 << s.Candidate
				}
				so, sum, last := 0, int64(0), a.CoveredBefore
				for _, s := range a.Sites {
					so |= 1 << s.Candidate
					covered := people(in, goal, so)
					if s.CoveredAfter != covered {
						t.Fatalf("seed %d: after %b %d are covered, not %d", seed, so, covered, s.CoveredAfter)
					}
					if last > covered {
						t.Fatalf("seed %d: one more site covers fewer", seed)
					}
					last = covered
					sum += s.Gain
					checkSite(t, seed, in, p, a, s, whole)
					for _, other := range s.Alternatives {
						alternatives++
						mask := whole&^(1<<s.Candidate) | 1<<other.Candidate
						value, ok := judge(in, p, mask)
						if !allowed(in, p, mask) || !ok || value != other.Value {
							t.Fatalf("seed %d, %+v: in place of %d, candidate %d is allowed: %v, and worth %d, not %d\n%+v", seed, p, s.Candidate, other.Candidate, allowed(in, p, mask), value, other.Value, in)
						}
					}
				}
				if goal == siting.LeastMean {
					checkAlternatives(t, seed, in, p, a, whole)
				}
				if a.CoveredAfter != last || a.CoveredBefore != people(in, goal, 0) {
					t.Fatalf("seed %d: covered %d and %d before, the sites say %d and %d", seed, a.CoveredAfter, a.CoveredBefore, last, people(in, goal, 0))
				}
				if before, ok := judge(in, p, 0); ok && goal == siting.MostCovered && before+sum != a.Value {
					t.Fatalf("seed %d: %d before and gains of %d are not %d", seed, before, sum, a.Value)
				}
			}
			if alternatives < 20 {
				t.Errorf("only %d alternatives were held against the definition", alternatives)
			}
		})
	}
}

// checkAlternatives holds the alternatives of each site against all that are nearly as good.
func checkAlternatives(t *testing.T, seed uint64, in *siting.Instance, p siting.Problem, a *siting.Answer, whole int) {
	t.Helper()
	for _, s := range a.Sites {
		var values []int64
		for i := range in.Candidates {
			mask := whole&^(1<<s.Candidate) | 1<<i
			value, ok := judge(in, p, mask)
			if whole>>i&1 == 0 && ok && allowed(in, p, mask) && float64(value-a.Value) <= 0.02*float64(max(a.Value, 1)) {
				values = append(values, value)
			}
		}
		slices.Sort(values)
		values = values[:min(len(values), 3)]
		for k, other := range s.Alternatives {
			if k >= len(values) || other.Value != values[k] {
				t.Fatalf("seed %d: in place of %d stand %v, where the best are worth %d", seed, s.Candidate, s.Alternatives, values)
			}
		}
		if len(values) > len(s.Alternatives) {
			t.Fatalf("seed %d: in place of %d stand %v, where the best are worth %d", seed, s.Candidate, s.Alternatives, values)
		}
	}
}

// checkSite holds what a site adds alone and together against the definition, where the value is one of people.
func checkSite(t *testing.T, seed uint64, in *siting.Instance, p siting.Problem, a *siting.Answer, s siting.Site, whole int) {
	t.Helper()
	if p.Goal != siting.MostCovered && p.Goal != siting.MostServed {
		return
	}
	without, _ := judge(in, p, whole&^(1<<s.Candidate))
	none, _ := judge(in, p, 0)
	alone, _ := judge(in, p, 1<<s.Candidate)
	if s.Together != a.Value-without || s.Alone != alone-none {
		t.Fatalf("seed %d: site %d adds %d alone and %d together; by definition %d and %d", seed, s.Candidate, s.Alone, s.Together, alone-none, a.Value-without)
	}
}

// people counts those covered, served, or with a cost at all.
func people(in *siting.Instance, goal siting.Goal, mask int) (sum int64) {
	if goal == siting.MostServed {
		return mostServed(in, mask)
	}
	for j, w := range in.Demand {
		served := false
		for i, c := range in.Candidates {
			if mask>>i&1 == 0 && c.State != siting.Existing {
				continue
			}
			if goal.ByCosts() {
				for _, k := range in.Costs[i] {
					served = served || int(k.Point) == j
				}
			} else {
				for _, run := range in.Reach[i] {
					served = served || run.From <= uint32(j) && uint32(j) < run.To
				}
			}
		}
		if served {
			sum += w
		}
	}
	return sum
}
