package siting_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/verify"
)

// town makes a small random instance with everything in it: points without people, candidates that reach nothing,
// existing, required and forbidden ones, neighbours too near to each other, areas, capacities and costs.
func town(r *rand.Rand) *siting.Instance {
	points, candidates := 1+r.IntN(14), 1+r.IntN(8)
	in := &siting.Instance{}
	zones := 1 + r.IntN(3)
	for range points {
		in.Demand = append(in.Demand, int64(r.IntN(5)*r.IntN(20)))
		in.Zones = append(in.Zones, int32(r.IntN(zones)))
	}
	density := 0.1 + 0.5*r.Float64()
	states := r.IntN(3)
	for i := range candidates {
		c := siting.Candidate{ID: strconv.Itoa(i), Cost: int64(r.IntN(6)), Capacity: int64(r.IntN(60))}
		if states > 0 && r.IntN(5) == 0 {
			c.State = siting.State(r.IntN(4))
		}
		in.Candidates = append(in.Candidates, c)
		var reach []uint32
		var costs []siting.Cost
		for j := range points {
			if r.Float64() < density {
				reach = append(reach, uint32(j))
			}
			if states == 0 || r.Float64() < 0.8 {
				costs = append(costs, siting.Cost{Point: uint32(j), Cost: int64(r.IntN(12))})
			}
		}
		in.Reach = append(in.Reach, siting.RunsOf(reach))
		in.Costs = append(in.Costs, costs)
	}
	if r.IntN(2) == 0 {
		in.Apart = make([][]int32, candidates)
		for range r.IntN(candidates + 1) {
			if a, b := int32(r.IntN(candidates)), int32(r.IntN(candidates)); a != b && !slices.Contains(in.Apart[a], b) {
				in.Apart[a], in.Apart[b] = append(in.Apart[a], b), append(in.Apart[b], a)
			}
		}
		for _, near := range in.Apart {
			slices.Sort(near)
		}
	}
	return in
}

// question makes a random problem for an instance.
func question(r *rand.Rand, in *siting.Instance, goal siting.Goal) siting.Problem {
	p := siting.Problem{Goal: goal}
	if goal == siting.FewestSites || goal == siting.LeastCost {
		if r.IntN(2) == 0 {
			total := int64(0)
			for _, w := range in.Demand {
				total += w
			}
			p.Target = r.Int64N(total + 1)
		}
		return p
	}
	with := r.IntN(3)
	if with != 0 {
		p.Sites = 1 + r.IntN(min(4, len(in.Candidates)))
	}
	if with == 0 || with == 2 && goal != siting.LeastWorst {
		p.Budget = 1 + int64(r.IntN(12))
	}
	if goal == siting.MostCovered {
		p.Reward = [][]int64{nil, nil, {1, 2}, {0, 1}, {2, 3, 3}, {0, 1, 5}}[r.IntN(6)]
	}
	return p
}

// enumerate tries every choice that the rules allow; ok tells whether any has a value.
func enumerate(in *siting.Instance, p siting.Problem) (best int64, ok bool) {
	for mask := range 1 << len(in.Candidates) {
		if !allowed(in, p, mask) {
			continue
		}
		value, has := judge(in, p, mask)
		if !has {
			continue
		}
		less := p.Goal == siting.FewestSites || p.Goal == siting.LeastCost || p.Goal == siting.LeastMean || p.Goal == siting.LeastWorst
		if !ok || less && value < best || !less && value > best {
			best, ok = value, true
		}
	}
	return best, ok
}

func allowed(in *siting.Instance, p siting.Problem, mask int) bool {
	sites, cost := 0, int64(0)
	for i, c := range in.Candidates {
		chosen := mask>>i&1 == 1
		switch {
		case chosen && (c.State == siting.Existing || c.State == siting.Forbidden), !chosen && c.State == siting.Must:
			return false
		case !chosen:
			continue
		}
		sites++
		cost += c.Cost
		if in.Apart != nil {
			for _, k := range in.Apart[i] {
				if mask>>k&1 == 1 {
					return false
				}
			}
		}
	}
	return (p.Sites == 0 || sites <= p.Sites) && (p.Budget == 0 || cost <= p.Budget)
}

// judge gives the value of a choice by its definition.
func judge(in *siting.Instance, p siting.Problem, mask int) (value int64, ok bool) {
	n := len(in.Demand)
	times, reachable := make([]int, n), make([]bool, n)
	nearest, anybody := slices.Repeat([]int64{-1}, n), make([]bool, n)
	sites, cost := int64(0), int64(0)
	for i, c := range in.Candidates {
		stands := mask>>i&1 == 1 || c.State == siting.Existing
		if c.State == siting.Forbidden {
			continue
		}
		if mask>>i&1 == 1 {
			sites++
			cost += c.Cost
		}
		for _, run := range in.Reach[i] {
			for j := run.From; j < run.To; j++ {
				reachable[j] = true
				if stands {
					times[j]++
				}
			}
		}
		for _, k := range in.Costs[i] {
			anybody[k.Point] = true
			if stands && (nearest[k.Point] < 0 || k.Cost < nearest[k.Point]) {
				nearest[k.Point] = k.Cost
			}
		}
	}
	switch p.Goal {
	case siting.MostCovered:
		reward := append([]int64{0}, p.Reward...)
		if p.Reward == nil {
			reward = []int64{0, 1}
		}
		for j, w := range in.Demand {
			value += w * reward[min(times[j], len(reward)-1)]
		}
		return value, true
	case siting.FewestSites, siting.LeastCost:
		covered, all := int64(0), int64(0)
		for j, w := range in.Demand {
			if times[j] > 0 {
				covered += w
			}
			if reachable[j] {
				all += w
			}
		}
		if target := p.Target; covered < target || target == 0 && covered < all {
			return 0, false
		}
		if p.Goal == siting.FewestSites {
			return sites, true
		}
		return cost, true
	case siting.LeastMean, siting.LeastWorst:
		for j, w := range in.Demand {
			if w == 0 || !anybody[j] {
				continue
			}
			if nearest[j] < 0 {
				return 0, false
			}
			if p.Goal == siting.LeastMean {
				value += w * nearest[j]
			} else {
				value = max(value, nearest[j])
			}
		}
		return value, true
	case siting.MostServed:
		return mostServed(in, mask), true
	}
	value = 1_000_000
	for z := range int32(3) {
		covered, all := int64(0), int64(0)
		for j, w := range in.Demand {
			if in.Zones[j] == z && reachable[j] {
				all += w
				if times[j] > 0 {
					covered += w
				}
			}
		}
		if all > 0 {
			value = min(value, covered*1_000_000/all)
		}
	}
	return value, true
}

// mostServed is the largest flow, by the smallest cut over all sets of sites: a set of sites serves no more than its
// places, and the others no more than the people they reach (Ford and Fulkerson, 1956; Hall's condition).
func mostServed(in *siting.Instance, mask int) int64 {
	var open []int
	for i, c := range in.Candidates {
		if mask>>i&1 == 1 || c.State == siting.Existing {
			open = append(open, i)
		}
	}
	best := int64(1) << 60
	for cut := range 1 << len(open) {
		sum := int64(0)
		reached := make([]bool, len(in.Demand))
		for k, i := range open {
			if cut>>k&1 == 1 {
				sum += in.Candidates[i].Capacity
				continue
			}
			for _, run := range in.Reach[i] {
				for j := run.From; j < run.To; j++ {
					reached[j] = true
				}
			}
		}
		for j, w := range in.Demand {
			if reached[j] {
				sum += w
			}
		}
		best = min(best, sum)
	}
	return best
}

var goals = []siting.Goal{siting.MostCovered, siting.FewestSites, siting.LeastCost, siting.LeastMean, siting.LeastWorst, siting.MostServed, siting.WorstAreaBest}

// TestAgainstEnumeration holds every goal with every rule against all choices there are.
func TestAgainstEnumeration(t *testing.T) {
	for _, goal := range goals {
		t.Run(goal.String(), func(t *testing.T) {
			solved := 0
			for seed := range uint64(1500) {
				r := rand.New(rand.NewPCG(seed, uint64(goal)))
				in := town(r)
				p := question(r, in, goal)
				want, ok := enumerate(in, p)
				a, err := siting.Solve(context.Background(), in, p, siting.Limits{Proof: true})
				var unreachable *siting.Unreachable
				var refused *siting.Error
				switch {
				case errors.As(err, &refused):
					continue
				case errors.As(err, &unreachable):
					if ok {
						t.Fatalf("seed %d, %+v: %v, but there is a choice worth %d", seed, p, err, want)
					}
					continue
				case err != nil:
					t.Fatalf("seed %d: %v", seed, err)
				case !ok:
					t.Fatalf("seed %d, %+v: %+v, but no choice is allowed", seed, p, a)
				}
				solved++
				if a.Value != want || a.Bound != want || !a.Proven {
					t.Fatalf("seed %d, %+v: value %d, bound %d, proven %v; by enumeration %d\n%+v", seed, p, a.Value, a.Bound, a.Proven, want, in)
				}
				mask := 0
				for _, s := range a.Sites {
					mask |= 1 << s.Candidate
				}
				if value, has := judge(in, p, mask); !allowed(in, p, mask) || !has || value != want {
					t.Fatalf("seed %d, %+v: sites %b are allowed: %v, and worth %d, not %d", seed, p, mask, allowed(in, p, mask), value, want)
				}
				proven, err := verify.Check(in, a.Proof)
				if err != nil || proven.Value != want || proven.Bound != want {
					t.Fatalf("seed %d, %+v: the certificate proves %+v, want %d: %v\n%+v", seed, p, proven, want, err, in)
				}
			}
			if solved < 500 {
				t.Errorf("only %d questions were solved", solved)
			}
		})
	}
}
