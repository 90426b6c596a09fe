package siting

// solveTarget covers a target with as little as possible. A town in which it cannot be reached is an [*Unreachable].
func solveTarget(in *Instance, p Problem, limits Limits, clock *clock) (*Answer, error) {
	unit := in.costUnit()
	cost := func(i int) int64 { return in.buildCost(i) / unit }
	if p.Goal == FewestSites {
		unit, cost = 1, func(int) int64 { return 1 }
	}
	limits.Progress = inCosts(limits.Progress, unit)
	r, g := gathered(in, in.Reach, allowance{noLimit, noLimit}, rowRules{levels: 1}, cost)
	most := r.total - r.outOfReach
	asked := p.Target
	if asked == 0 {
		asked = most
	}
	if asked > most {
		return nil, &Unreachable{Asked: asked, Most: most, Uncoverable: r.uncoverable, OutOfReach: r.outOfReach}
	}
	var a *Answer
	if asked == most {
		a = coverEverybody(r, g, p, limits, clock)
	} else {
		if in.Apart == nil {
			g = g.withoutOutdone(r)
		}
		a = coverShare(r, g, max(0, asked-r.covered), p, limits, clock)
	}
	if a == nil {
		return nil, &Unreachable{Asked: asked, Most: most, Uncoverable: r.uncoverable, OutOfReach: r.outOfReach, Unsure: clock.stopped()}
	}
	a.inUnits(unit)
	full := fullCover(in, r, g, nil, in.Reach, g.limit, cost, clock)
	a.describeCover(full)
	a.exchanges(full, p, func(change, more int64) (int64, bool) { return a.Value + more*unit, a.CoveredAfter+change >= asked })
	return a, nil
}

// costUnit is the largest number of which the costs of all candidates that may be chosen are multiples. Counted in it,
// no bound stays between two costs that can be.
func (in *Instance) costUnit() (unit int64) {
	for _, c := range in.Candidates {
		if c.State == Free || c.State == Must {
			for rest := c.Cost; rest != 0; {
				unit, rest = rest, unit%rest
			}
		}
	}
	return max(1, unit)
}

// inUnits gives costs that were counted in a unit as they are.
func (a *Answer) inUnits(unit int64) {
	a.Value *= unit
	a.Bound *= unit
	if a.Proof != nil {
		a.Proof.Value *= unit
		a.Proof.Bound *= unit
	}
}

// inCosts turns the values of a search, where more is better, into costs, which it counts in a unit.
func inCosts(report func(Progress), unit int64) func(Progress) {
	if report == nil {
		return nil
	}
	return func(p Progress) { report(Progress{-p.Value * unit, -p.Bound * unit, p.Found}) }
}

// coverShare covers some of the demand, chosen together with the sites; nil where nothing was found.
func coverShare(r *rows, g *ground, need int64, p Problem, limits Limits, clock *clock) *Answer {
	s := newSearch(newTarget(r, g, need, false, limits.Workers, clock), g, clock, limits.Progress, limits.Proof)
	s.run()
	if !s.found {
		return nil
	}
	a := s.answer(p)
	if limits.Proof {
		a.Proof = s.certificate(p, a)
	}
	return a
}

// coverEverybody covers all demand; nil where nothing was found.
func coverEverybody(r *rows, g *ground, p Problem, limits Limits, clock *clock) *Answer {
	e := newEverybody(r, g, limits, clock)
	if found, _ := e.run(noLimit); !found {
		return nil
	}
	a := e.answer(p.Goal)
	if limits.Proof {
		a.Proof = claim(g.in, p, a)
		a.Proof.Bound = e.prove(a.Proof)
	}
	return a
}
