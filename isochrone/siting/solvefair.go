package siting

// solveFair lifts the worst-served area first.
func solveFair(in *Instance, p Problem, limits Limits, clock *clock) *Answer {
	r, g := prepare(in, in.Reach, p.allowance(), rowRules{levels: 1, zones: true}, in.buildCost)
	f := &fair{rows: r, ground: g, areas: newAreas(in, r), clock: clock, report: limits.Progress, proves: limits.Proof}
	f.run()
	a := f.answer(p)
	judge := in.judgeShares(f.areas)
	a.describe(judge)
	a.alternatives(in, p, 4*int64(len(in.Demand)), judge)
	if limits.Proof {
		a.Proof = f.certificate(p, a)
	}
	return a
}

// answer is what was found, its sites in the order of the instance.
func (f *fair) answer(p Problem) *Answer {
	a := &Answer{Goal: p.Goal, Value: f.value, Bound: f.bound, Proven: f.bound == f.value, Ended: f.clock.ended,
		Total: f.rows.total, Uncoverable: f.rows.uncoverable, OutOfReach: f.rows.outOfReach}
	if !a.Proven && a.Ended == Finished {
		a.Ended = OutOfWork
	}
	for _, i := range f.set {
		site := int(f.ground.site[i])
		a.Sites = append(a.Sites, Site{Candidate: site})
		a.Cost += f.ground.in.Candidates[site].Cost
	}
	return a
}

// certificate proves the bound by the question that was answered no.
func (f *fair) certificate(p Problem, a *Answer) *Certificate {
	c := claim(f.ground.in, p, a)
	c.Bound = Millionths
	if s := f.proof; s != nil {
		share := s.model.(*lift).share
		c.Within, c.Bound = &share, share-1
		c.Outdone = f.ground.outdone
		c.Root = s.published(s.tree.root, s.site)
	}
	return c
}

// judgeShares gives the smallest share of any area that a set of sites covers.
func (in *Instance) judgeShares(areas *areas) func(sites []int32) appraisal {
	existing := in.numbered(Existing)
	return func(sites []int32) appraisal {
		seen := make([]bool, len(in.Demand))
		covered := make([]int64, len(areas.people))
		a := appraisal{ok: true}
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
		a.value = areas.smallest(covered)
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
