package siting

// solveTarget covers a target with as little as possible. A town in which it cannot be reached is an [*Unreachable].
func solveTarget(in *Instance, p Problem, limits Limits, clock *clock) (*Answer, error) {
	cost := in.buildCost
	if p.Goal == FewestSites {
		cost = func(int) int64 { return 1 }
	}
	r, g := prepare(in, in.Reach, allowance{noLimit, noLimit}, rowRules{levels: 1}, cost)
	most := r.total - r.outOfReach
	asked := p.Target
	if asked == 0 {
		asked = most
	}
	if asked > most {
		return nil, &Unreachable{Asked: asked, Most: most, Uncoverable: r.uncoverable, OutOfReach: r.outOfReach}
	}
	need, rest := max(0, asked-r.covered), int64(0)
	for _, w := range r.weight {
		rest += w
	}
	t := newTarget(r, g, need, need == rest, limits.Workers, clock)
	s := newSearch(t, g, clock, limits.Progress, limits.Proof)
	s.run()
	if !s.found {
		return nil, &Unreachable{Asked: asked, Most: most, Uncoverable: r.uncoverable, OutOfReach: r.outOfReach, Unsure: clock.stopped()}
	}
	a := s.answer(p)
	full := fullCover(in, r, g, nil, in.Reach, g.limit, cost, clock)
	a.describeCover(full)
	a.exchanges(full, p, func(change, more int64) (int64, bool) { return a.Value + more, a.CoveredAfter+change >= asked })
	if limits.Proof {
		a.Proof = s.certificate(p, a)
	}
	return a, nil
}
