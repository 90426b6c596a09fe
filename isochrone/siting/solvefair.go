package siting

// solveFair lifts the worst-served area first.
func solveFair(in *Instance, p Problem, limits Limits, clock *clock) *Answer {
	r, g := prepare(in, in.Reach, p.allowance(), rowRules{levels: 1, zones: true}, in.buildCost)
	s := newSearch(newFair(in, r, g, clock), g, clock, limits.Progress, limits.Proof)
	s.run()
	a := s.answer(p)
	if limits.Proof {
		a.Proof = s.certificate(p, a)
	}
	return a
}
