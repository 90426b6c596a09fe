package siting

import "slices"

// solveMedian finds the least sum of demand × cost over everybody whom somebody can serve.
func solveMedian(in *Instance, p Problem, limits Limits, clock *clock) (*Answer, error) {
	at := whoIsServed(in)
	limit := p.allowance()
	g := newGround(in, limit, in.buildCost, func(i int) bool {
		return len(in.Costs[i]) > 0 && (limit.budget == noLimit || in.Candidates[i].Cost <= limit.budget)
	})
	s := newSearch(newMedian(in, g, at, clock), g, clock, limits.Progress, limits.Proof)
	s.run()
	if !s.found {
		return nil, notEverybody(in, p, at, limits, clock)
	}
	a := s.answer(p)
	a.describeCosts(in, p, at)
	if limits.Proof {
		a.Proof = s.certificate(p, a)
	}
	return a, nil
}

// describeCosts describes an answer about costs.
func (a *Answer) describeCosts(in *Instance, p Problem, at served) {
	a.Total, a.Uncoverable, a.OutOfReach = at.total, at.uncoverable, at.outOfReach
	judge := in.judgeCosts(p.Goal, at)
	a.describe(judge)
	if p.Goal == LeastMean {
		a.alternativesByCost(in, p, at)
		return
	}
	entries := 0
	for _, costs := range in.Costs {
		entries += len(costs)
	}
	work := len(in.Demand) + len(a.Sites)*entries/max(1, len(in.Candidates))
	a.alternatives(in, p, int64(work), judge)
}

// judgeCosts gives the sum of demand × cost, or the worst cost, of everybody with a set of sites.
func (in *Instance) judgeCosts(goal Goal, at served) func(sites []int32) appraisal {
	hopeless := make([]bool, len(in.Demand))
	for _, j := range at.uncoverable {
		hopeless[j] = true
	}
	come := func(nearest []int64, sites []int32) {
		for _, i := range sites {
			for _, c := range in.Costs[i] {
				if nearest[c.Point] < 0 || c.Cost < nearest[c.Point] {
					nearest[c.Point] = c.Cost
				}
			}
		}
	}
	nearest, before := make([]int64, len(in.Demand)), slices.Clone(at.best)
	var others []int32 // those that before knows
	return func(sites []int32) appraisal {
		if rest := sites[:max(0, len(sites)-1)]; !slices.Equal(rest, others) { // most sets differ from the one before in the last site
			copy(before, at.best)
			come(before, rest)
			others = append(others[:0], rest...)
		}
		copy(nearest, before)
		come(nearest, sites[len(others):])
		a := appraisal{ok: true}
		for j, w := range in.Demand {
			switch {
			case w == 0 || hopeless[j]:
			case nearest[j] < 0:
				a.ok = false
			case goal == LeastWorst:
				a.value = max(a.value, nearest[j])
				a.covered += w
			default:
				a.value += w * nearest[j]
				a.covered += w
			}
		}
		return a
	}
}
