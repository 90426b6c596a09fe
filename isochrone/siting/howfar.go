package siting

import "math"

// howFarWork is the part of all work that is spent on telling how far one can get.
const howFarWork = 20

// notEverybody says that no choice serves everybody whom somebody can serve, and how far one can get: whom as many sites
// as are allowed serve at most, and how many sites would be needed for all.
func notEverybody(in *Instance, p Problem, at served, limits Limits, clock *clock) *Unreachable {
	total := at.total - at.outOfReach
	e := &Unreachable{Asked: total, Most: total, Uncoverable: at.uncoverable, OutOfReach: at.outOfReach, Unsure: clock.stopped()}
	if e.Unsure {
		return e
	}
	covering := *in
	covering.Reach, covering.Costs = ReachWithin(in, math.MaxInt64), nil
	limits.Progress, limits.Proof = nil, false
	lent, back := clock.lend(max(1, clock.left/howFarWork))
	p = Problem{Goal: MostCovered, Sites: p.Sites, Budget: p.Budget}
	best := solveCover(&covering, p, limits, lent)
	back()
	e.Allowed = best.CoveredAfter
	e.Left = covering.leftBy(best, at)
	lent, back = clock.lend(max(1, clock.left/howFarWork))
	if few, err := solveTarget(&covering, Problem{Goal: FewestSites}, limits, lent); err == nil {
		e.Needed = few.Bound
	}
	back()
	return e
}

// leftBy lists the demand points above 0 that somebody could cover and the sites of an answer do not.
func (in *Instance) leftBy(a *Answer, at served) (left []int) {
	seen := make([]bool, len(in.Demand))
	sites := in.numbered(Existing)
	for _, s := range a.Sites {
		sites = append(sites, int32(s.Candidate))
	}
	for _, i := range sites {
		for _, run := range in.Reach[i] {
			for j := run.From; j < run.To; j++ {
				seen[j] = true
			}
		}
	}
	for _, j := range at.uncoverable {
		seen[j] = true
	}
	for j, w := range in.Demand {
		if w > 0 && !seen[j] {
			left = append(left, j)
		}
	}
	return left
}
