package siting

import "slices"

// solveCenter finds the least cost within which the sites can serve everybody whom somebody can serve.
//
// For a given cost it is a target: can so many sites, or so large a budget, cover everybody within it? The answer is yes
// from some cost on, so the costs that occur are searched by halving. A no is a bound above the limit, a proof; a question
// that runs out of work is neither and leaves a gap.
func solveCenter(in *Instance, p Problem, limits Limits, clock *clock) (*Answer, error) {
	c := &center{in: in, p: p, limits: limits, clock: clock, at: whoIsServed(in)}
	costs := c.costs()
	if len(costs) == 0 { // nobody can be served, and nobody waits
		for i, candidate := range in.Candidates {
			if candidate.State == Must {
				c.set = append(c.set, int32(i))
			}
		}
		return c.answer(0, 0, 0), nil
	}
	low, high := 0, len(costs)-1 // the answer is costs[low…high]
	if found, _ := c.covers(costs[high], false); !found {
		if found, _ := c.covers(costs[high], true); !found {
			return nil, notEverybody(in, p, c.at, limits, clock)
		}
	}
	high, _ = slices.BinarySearch(costs, c.worst(c.set))
	unknown := high // no question below it was left open, from it on some may have been
	for low < unknown {
		middle := low + (unknown-low)/2
		found, no := c.covers(costs[middle], true)
		switch {
		case found:
			high, _ = slices.BinarySearch(costs, c.worst(c.set))
			unknown = high
		case no:
			low = middle + 1
		default:
			unknown = middle
		}
		if limits.Progress != nil {
			limits.Progress(Progress{costs[high], costs[low], true})
		}
	}
	return c.answer(costs[high], costs[min(low, high)], costs[0]), nil
}

// center is a search for the least worst cost.
type center struct {
	in      *Instance
	p       Problem
	limits  Limits
	clock   *clock
	at      served
	set     []int32    // the best choice, in the numbers of the instance
	proof   *everybody // the question about the greatest cost that was answered no
	allowed int64      // what its sites may cost
	beyond  int64      // that cost
}

// costs lists the costs that can be the answer, ascending: those that occur and within which each point has somebody.
func (c *center) costs() []int64 {
	nearest := slices.Clone(c.at.best)
	var all []int64
	for i, costs := range c.in.Costs {
		if c.in.Candidates[i].State == Forbidden {
			continue
		}
		for _, cost := range costs {
			if c.in.Demand[cost.Point] == 0 {
				continue
			}
			all = append(all, cost.Cost)
			if nearest[cost.Point] < 0 || cost.Cost < nearest[cost.Point] {
				nearest[cost.Point] = cost.Cost
			}
		}
	}
	least := int64(0)
	for j, cost := range nearest {
		if c.in.Demand[j] > 0 {
			least = max(least, cost)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	at, _ := slices.BinarySearch(all, least)
	return all[at:]
}

// covers asks whether everybody can be served within a cost, exactly or by a quick try. no says that it is proven
// that they cannot.
func (c *center) covers(cost int64, exactly bool) (found, no bool) {
	build, most := func(int) int64 { return 1 }, int64(c.p.Sites)
	if c.p.Budget > 0 {
		build, most = c.in.buildCost, c.p.Budget
	}
	r, g := gathered(c.in, ReachWithin(c.in, cost), allowance{noLimit, noLimit}, rowRules{levels: 1}, build)
	most = min(most, g.totalCost(r.everySite()))
	e := newEverybody(r, g, Limits{Workers: c.limits.Workers, Proof: c.limits.Proof}, c.clock)
	if exactly {
		found, no = e.run(most)
	} else {
		found = e.attempt(most)
	}
	if found {
		c.set = e.chosen()
	}
	if no {
		c.proof, c.beyond, c.allowed = e, cost, most
	}
	return found, no
}

// worst is the greatest cost that anybody has with a choice.
func (c *center) worst(set []int32) (most int64) {
	nearest := slices.Clone(c.at.best)
	for _, i := range set {
		for _, cost := range c.in.Costs[i] {
			if nearest[cost.Point] < 0 || cost.Cost < nearest[cost.Point] {
				nearest[cost.Point] = cost.Cost
			}
		}
	}
	for j, cost := range nearest {
		if c.in.Demand[j] > 0 {
			most = max(most, cost)
		}
	}
	return most
}

// answer gives what was found; least is the bound that needs no proof, the cost within which each point has somebody.
func (c *center) answer(value, bound, least int64) *Answer {
	a := &Answer{Goal: LeastWorst, Value: value, Bound: bound, Proven: value == bound, Ended: c.clock.ended}
	for _, i := range slices.Sorted(slices.Values(c.set)) {
		a.Sites = append(a.Sites, Site{Candidate: int(i)})
		a.Cost += c.in.Candidates[i].Cost
	}
	a.describeCosts(c.in, c.p, c.at)
	if c.limits.Proof {
		a.Proof = claim(c.in, c.p, a)
		if c.proof != nil && c.proof.prove(a.Proof) > c.allowed {
			a.Proof.Within = &c.beyond
		} else if c.proof != nil { // the proof was too long to be kept
			a.Proof.Bound, a.Proof.Reduced, a.Proof.Parts = least, nil, nil
		}
	}
	return a
}
