package siting

import (
	"math"
	"slices"
)

// ground is what all goals share: the candidates that may be chosen, numbered anew without those that cannot matter,
// and the rules of choosing.
type ground struct {
	in    *Instance
	site  []int32   // the number in the instance of each
	cost  []int64   // of each
	must  []int32   // ascending
	apart [][]int32 // for each, ascending, those too near; nil where there are none
	limit allowance

	outdone [][2]int32 // candidates of the instance left out, and what outdoes them; -1 where they reach nothing
}

// allowance is how much may still be chosen.
type allowance struct {
	sites  int   // noLimit where only the budget counts
	budget int64 // noLimit where only the number counts
}

const noLimit = math.MaxInt

// newGround takes the candidates for which keep says so, and all that must be chosen.
func newGround(in *Instance, limit allowance, cost func(i int) int64, keep func(i int) bool) *ground {
	g := &ground{in: in, limit: limit}
	number := make([]int32, len(in.Candidates))
	for i, c := range in.Candidates {
		number[i] = -1
		if c.State == Must || c.State == Free && keep(i) {
			number[i] = int32(len(g.site))
			if c.State == Must {
				g.must = append(g.must, number[i])
			}
			g.site = append(g.site, int32(i))
			g.cost = append(g.cost, cost(i))
		}
	}
	for _, i := range g.site {
		if in.Apart == nil {
			break
		}
		var near []int32
		for _, k := range in.Apart[i] {
			if number[k] >= 0 {
				near = append(near, number[k])
			}
		}
		g.apart = append(g.apart, near)
	}
	return g
}

// size is the number of candidates that may be chosen.
func (g *ground) size() int { return len(g.site) }

// near lists the candidates that cannot be chosen together with one.
func (g *ground) near(i int32) []int32 {
	if g.apart == nil {
		return nil
	}
	return g.apart[i]
}

// clashes tells whether two candidates are too near to each other.
func (g *ground) clashes(i, k int32) bool { return contains(g.near(i), k) }

// mustStand tells whether a candidate must be chosen.
func (g *ground) mustStand(i int32) bool { return contains(g.must, i) }

// take is what is left after one more site; ok tells whether it was affordable.
func (a allowance) take(cost int64) (left allowance, ok bool) {
	if a.sites != noLimit {
		a.sites--
	}
	if a.budget != noLimit {
		a.budget -= cost
	}
	return a, a.sites >= 0 && a.budget >= 0
}

// affords tells whether one more site of a cost fits.
func (a allowance) affords(cost int64) bool {
	_, ok := a.take(cost)
	return ok
}

// allowed keeps of a wish list, in its order, what may be chosen together: first what must be chosen, then all that
// fits and is not too near to what was kept.
func (g *ground) allowed(wish []int32) []int32 {
	kept := slices.Clone(g.must)
	left := g.limit
	is := make([]bool, g.size())
	for _, i := range kept {
		left, _ = left.take(g.cost[i])
		is[i] = true
	}
	for _, i := range wish {
		if is[i] || g.apart != nil && slices.ContainsFunc(kept, func(k int32) bool { return g.clashes(i, k) }) {
			continue
		}
		if after, ok := left.take(g.cost[i]); ok {
			kept, left, is[i] = append(kept, i), after, true
		}
	}
	return kept
}

// totalCost is what sites cost together.
func (g *ground) totalCost(set []int32) (sum int64) {
	for _, i := range set {
		sum += g.cost[i]
	}
	return sum
}
