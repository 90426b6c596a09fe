package siting

// solveFair lifts the worst-served area first.
func solveFair(in *Instance, p Problem, limits Limits, clock *clock) *Answer {
	r, g := prepare(in, in.Reach, p.allowance(), rowRules{levels: 1, zones: true}, in.buildCost)
	s := newSearch(newFair(in, r, g, clock), g, clock, limits.Progress, limits.Proof)
	s.run()
	a := s.answer(p)
	f := s.model.(*fair)
	a.Total, a.Uncoverable, a.OutOfReach = r.total, r.uncoverable, r.outOfReach
	judge := in.judgeShares(f.people)
	a.describe(judge)
	a.alternatives(in, p, f.steps, judge)
	if limits.Proof {
		a.Proof = s.certificate(p, a)
	}
	return a
}

// judgeShares gives the smallest share of any area that a set of sites covers.
func (in *Instance) judgeShares(people []int64) func(sites []int32) appraisal {
	existing := in.numbered(Existing)
	return func(sites []int32) appraisal {
		seen := make([]bool, len(in.Demand))
		covered := make([]int64, len(people))
		a := appraisal{value: Millionths, ok: true}
		for _, list := range [][]int32{existing, sites} {
			for _, i := range list {
				for _, run := range in.Reach[i] {
					for j := run.From; j < run.To; j++ {
						if !seen[j] {
							seen[j] = true
							covered[in.Zones[j]] += in.Demand[j]
							a.covered += in.Demand[j]
						}
					}
				}
			}
		}
		for z, all := range people {
			if all > 0 {
				a.value = min(a.value, millionths(covered[z], all))
			}
		}
		return a
	}
}

// numbered lists the candidates in a state.
func (in *Instance) numbered(state State) (list []int32) {
	for i, c := range in.Candidates {
		if c.State == state {
			list = append(list, int32(i))
		}
	}
	return list
}
