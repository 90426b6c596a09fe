package siting

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
		return nil, &Unreachable{at.total - at.outOfReach, at.total - at.outOfReach, at.uncoverable, at.outOfReach}
	}
	a := s.answer(p)
	if limits.Proof {
		a.Proof = s.certificate(p, a)
	}
	return a, nil
}
