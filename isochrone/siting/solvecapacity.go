package siting

// solveCapacity serves the most people, nobody beyond the capacity of a site or an existing facility.
func solveCapacity(in *Instance, p Problem, limits Limits, clock *clock) *Answer {
	limit := p.allowance()
	r, everyone := capacityRows(in, limits.Proof)
	g := newGround(in, limit, in.buildCost, func(i int) bool { return limit.budget == noLimit || in.Candidates[i].Cost <= limit.budget })
	c := newCapacity(in, r, g, everyone, clock)
	s := newSearch(c, g, clock, limits.Progress, limits.Proof)
	s.run()
	a := s.answer(p)
	a.Total, a.Uncoverable, a.OutOfReach = r.total, r.uncoverable, r.outOfReach
	judge := c.judge()
	a.describe(judge)
	a.alternatives(in, p, c.steps, judge)
	a.Assigned = make([]int64, len(in.Candidates))
	c.serveBy(s.set, -1)
	for k, i := range c.sites() {
		a.Assigned[i] = c.flow.load[k]
	}
	if limits.Proof {
		a.Proof = s.certificate(p, a)
		a.Proof.Flows = c.flows()
	}
	return a
}

// judge gives how much a set of candidates serves beside the existing facilities.
func (c *capacity) judge() func(sites []int32) appraisal {
	number := make(map[int32]int32, len(c.site))
	for i, site := range c.site {
		number[site] = int32(i)
	}
	return func(sites []int32) appraisal {
		set := make([]int32, len(sites))
		for k, site := range sites {
			i, known := number[site]
			if !known {
				return appraisal{}
			}
			set[k] = i
		}
		served := c.serveBy(set, -1)
		return appraisal{served, served, true}
	}
}

// flows tells whom each candidate serves; every row is one demand point.
func (c *capacity) flows() [][]Flow {
	flows := make([][]Flow, len(c.in.Candidates))
	sites := c.sites()
	for j, row := range c.class {
		if row < 0 {
			continue
		}
		for _, part := range c.flow.by[row] {
			flows[sites[part.site]] = append(flows[sites[part.site]], Flow{uint32(j), part.amount})
		}
	}
	return flows
}

// capacityRows sorts the demand points into rows. Existing facilities tell rows apart here as candidates do, because
// their places are limited too; they are given as candidates.
//
// Prices of a row cannot be shared out among its points without a remainder, so a proof keeps all points apart.
func capacityRows(in *Instance, apart bool) (r *rows, everyone *Instance) {
	alike := *in
	alike.Candidates = make([]Candidate, len(in.Candidates))
	for i, c := range in.Candidates {
		if c.State == Existing {
			c.State = Free
		}
		alike.Candidates[i] = c
	}
	return newRows(&alike, in.Reach, rowRules{levels: 1, apart: apart}), &alike
}

func newCapacity(in *Instance, r *rows, g *ground, everyone *Instance, clock *clock) *capacity {
	c := &capacity{rows: r, ground: g, clock: clock}
	sites := append([]int32(nil), g.site...)
	for i, candidate := range in.Candidates {
		if candidate.State == Existing {
			c.existing = append(c.existing, int32(len(sites)))
			sites = append(sites, int32(i))
		}
	}
	if !r.gather(in.Reach, sites) {
		*r = *newRows(everyone, in.Reach, rowRules{levels: 1, apart: true}) // two sets of candidates with one signature: never seen
		r.gather(in.Reach, sites)
	}
	for _, i := range sites {
		c.places = append(c.places, min(in.Candidates[i].Capacity, r.total))
	}
	n := r.size()
	c.scale = room(r.total, 20)
	c.caps, c.density = make([]int64, n), make([]int64, n)
	for j, w := range r.weight {
		c.caps[j] = w << c.scale
	}
	for _, set := range r.sets {
		c.steps += int64(8 * count(set))
	}
	c.flow = newFlow(r.sets, c.places, r.weight)
	c.fix(nil)
	return c
}

// sites are the numbers in the instance of all sites: those of the ground, then the existing facilities.
func (c *capacity) sites() []int32 {
	all := append([]int32(nil), c.site...)
	for i, candidate := range c.in.Candidates {
		if candidate.State == Existing {
			all = append(all, int32(i))
		}
	}
	return all
}
