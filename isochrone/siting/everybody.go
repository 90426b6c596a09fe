package siting

import "slices"

// everybody is the problem of covering everybody who can be covered at the least cost. It is made smaller by reductions
// and taken apart, and every part is searched by itself: many are a single row, and most of the others small enough to be
// looked through.
type everybody struct {
	*rows
	*ground
	steps  []reduction
	parts  []*partSearch
	must   int64 // the cost of the sites that must stand
	clock  *clock
	report func(Progress)
}

// partSearch is the search in a part, and the best choice there.
type partSearch struct {
	*search
	rows *rows
	all  int64 // the cost of all its sites
	set  []int32
	cost int64 // noLimit where no choice is known
}

func newEverybody(r *rows, g *ground, limits Limits, clock *clock) *everybody {
	e := &everybody{rows: r, ground: g, must: g.totalCost(g.must), clock: clock, report: limits.Progress}
	sites, rows := make([]bool, g.size()), make([]bool, r.size())
	for i := range sites {
		sites[i] = true
	}
	for j := range rows {
		rows[j] = true
	}
	for _, i := range g.must {
		sites[i] = false
		for _, k := range g.near(i) {
			sites[k] = false
		}
		for _, run := range r.sets[i] {
			clear(rows[run.From:run.To])
		}
	}
	d := newReducer(g, sites, rows)
	d.run(r.sets)
	e.steps = d.steps
	parts := divided(r, g, d.sites, d.rows)
	for _, p := range parts {
		t := newTarget(p.rows, p.ground, p.rows.total, true, limits.Workers, clock)
		s := &partSearch{search: newSearch(t, p.ground, clock, nil, limits.Proof), rows: p.rows, all: p.ground.totalCost(p.rows.everySite()), cost: noLimit}
		s.search.report = e.tell
		if s.tree != nil {
			s.tree.most = maxHeld / int64(len(parts))
		}
		e.parts = append(e.parts, s)
	}
	return e
}

// attempt makes a first choice in each part, and tells whether everybody is covered for no more than most.
func (e *everybody) attempt(most int64) bool {
	for _, s := range e.parts {
		s.begin()
		s.keep()
	}
	return e.cost() <= most
}

// run looks for the least cost, or, where most is not noLimit, only for one up to most. It tells whether there is a
// choice, and whether it is proven that there is none within most.
func (e *everybody) run(most int64) (found, no bool) {
	if e.attempt(most) && most != noLimit {
		return true, false
	}
	smallFirst := slices.Clone(e.parts) // so that a large one does not use up what the others need
	slices.SortStableFunc(smallFirst, func(a, b *partSearch) int { return a.ground.size() - b.ground.size() })
	for _, stage := range []func(*search){(*search).lower, (*search).finish} {
		for _, s := range smallFirst {
			e.confine(s, most)
			stage(s.search)
			s.keep()
			switch {
			case most != noLimit && e.cost() <= most:
				return true, false
			case e.bound() > most:
				for _, s := range e.parts {
					s.leave()
				}
				return false, true
			}
		}
	}
	return e.cost() != noLimit && e.cost() <= most, false
}

// confine tells the search of a part what is enough of it, and from what cost on a choice there is of no use, however
// good the others get.
func (e *everybody) confine(s *partSearch, most int64) {
	if most == noLimit {
		return
	}
	cost, bound := e.must, e.must
	for _, other := range e.parts {
		if other != s {
			cost, bound = plus(cost, other.cost), plus(bound, other.least())
		}
	}
	if useless := bound - most - 1; s.value < useless { // minus the cost: no number is too small for it
		s.value = useless
	}
	if cost < most {
		s.enough = cost - most
	}
}

// keep takes note of a better choice.
func (s *partSearch) keep() {
	if set := s.search.set; set != nil && s.totalCost(set) < s.cost {
		s.set, s.cost = set, s.totalCost(set)
	}
}

// least is a bound of the cost of a part: noLimit where it is more than all sites of the part cost together.
func (s *partSearch) least() int64 {
	if -s.search.bound > s.all {
		return noLimit
	}
	return -s.search.bound
}

// cost is that of all sites chosen; noLimit where not everybody is covered.
func (e *everybody) cost() int64 {
	sum := e.must
	for _, s := range e.parts {
		sum = plus(sum, s.cost)
	}
	return sum
}

// bound is a bound of the cost of all.
func (e *everybody) bound() int64 {
	sum := e.must
	for _, s := range e.parts {
		sum = plus(sum, s.least())
	}
	return sum
}

func (e *everybody) tell(Progress) {
	if e.report == nil {
		return
	}
	for _, s := range e.parts {
		s.keep()
	}
	cost := e.cost()
	e.report(Progress{-cost, -min(e.bound(), cost), cost != noLimit})
}

// chosen lists the sites in the numbers of the instance, ascending.
func (e *everybody) chosen() []int32 {
	list := make([]int32, 0, len(e.ground.must))
	for _, i := range e.ground.must {
		list = append(list, e.site[i])
	}
	for _, s := range e.parts {
		for _, i := range s.set {
			list = append(list, s.site[i])
		}
	}
	slices.Sort(list)
	return list
}

// answer is what was found.
func (e *everybody) answer(goal Goal) *Answer {
	a := &Answer{Goal: goal, Value: e.cost(), Bound: min(e.bound(), e.cost()), Ended: e.clock.ended}
	a.Proven = a.Value == a.Bound
	for _, i := range e.chosen() {
		a.Sites = append(a.Sites, Site{Candidate: int(i)})
		a.Cost += e.in.Candidates[i].Cost
	}
	return a
}

// prove fills a certificate with the reductions and what the searches in the parts proved. It gives the bound that
// follows.
func (e *everybody) prove(c *Certificate) (bound int64) {
	points := make([][]int32, e.rows.size())
	for j, row := range e.class {
		if row >= 0 {
			points[row] = append(points[row], int32(j))
		}
	}
	for _, step := range e.steps {
		switch {
		case step.row:
			for _, j := range points[step.out] {
				c.Reduced = append(c.Reduced, Reduction{Point: true, Out: j, By: points[step.by][0]})
			}
		case step.by < 0:
			c.Reduced = append(c.Reduced, Reduction{Out: e.site[step.out], By: -1})
		default:
			c.Reduced = append(c.Reduced, Reduction{Out: e.site[step.out], By: e.site[step.by]})
		}
	}
	bound = e.must
	for _, s := range e.parts {
		c.Parts = append(c.Parts, ProofPart{s.model.(provable).fineness(), s.published(s.tree.root, s.rows.everySite())})
		least := s.least()
		if s.tree.full {
			least = -max(s.value, s.rootBound)
		}
		bound = plus(bound, least)
	}
	return bound
}
