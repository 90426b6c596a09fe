package siting

func solveCover(in *Instance, p Problem, limits Limits, clock *clock) *Answer {
	levels := max(1, len(p.Reward))
	r, g := prepare(in, in.Reach, p.allowance(), rowRules{levels: levels, apart: levels > 1}, in.buildCost)
	settled := int64(0)
	for _, j := range r.settled {
		settled += in.Demand[j]
	}
	c := newCover(r, g, p.Reward, settled, limits.Workers, clock)
	s := newSearch(c, g, clock, limits.Progress, limits.Proof)
	s.run()
	a := s.answer(p)
	full := fullCover(in, r, g, p.Reward, in.Reach, p.allowance(), in.buildCost, clock)
	a.describeCover(full)
	a.exchanges(full, p, func(change, _ int64) (int64, bool) { return a.Value + change, true })
	if limits.Proof {
		a.Proof = s.certificate(p, a)
	}
	return a
}

// prepare sorts the demand points into rows and leaves out the candidates that cannot matter.
func prepare(in *Instance, reach [][]Run, limit allowance, rules rowRules, cost func(i int) int64) (*rows, *ground) {
	r, g := gathered(in, reach, limit, rules, cost)
	if rules.levels > 1 || in.Apart != nil {
		return r, g
	}
	return r, g.withoutOutdone(r)
}

// gathered sorts the demand points into rows and makes the sets of all candidates that may be chosen.
func gathered(in *Instance, reach [][]Run, limit allowance, rules rowRules, cost func(i int) int64) (*rows, *ground) {
	r := newRows(in, reach, rules)
	g := newGround(in, limit, cost, func(i int) bool { return limit.budget == noLimit || cost(i) <= limit.budget })
	if !r.gather(reach, g.site) {
		rules.apart = true // two sets of candidates with one signature: never seen
		r = newRows(in, reach, rules)
		r.gather(reach, g.site)
	}
	return r, g
}

// withoutOutdone is a ground without the candidates that another one outdoes; their sets go too.
func (g *ground) withoutOutdone(r *rows) *ground {
	left := &ground{in: g.in, limit: g.limit}
	sets := r.sets[:0]
	for i, by := range outdone(r.sets, g.cost, r.size(), g.mustStand) {
		site := g.site[i]
		switch by {
		case stays:
			if g.mustStand(int32(i)) {
				left.must = append(left.must, int32(left.size()))
			}
			left.site, left.cost = append(left.site, site), append(left.cost, g.cost[i])
			sets = append(sets, r.sets[i])
		case useless:
			left.outdone = append(left.outdone, [2]int32{site, -1})
		default:
			left.outdone = append(left.outdone, [2]int32{site, g.site[by]})
		}
	}
	r.sets = sets
	return left
}
