package siting

import "context"

// Solve looks for the best sites and proves how good they are. It returns an error for a question that cannot be
// answered as it stands, a [*Error] or an [*Unreachable]; running out of time or work and being cancelled are
// no errors: the answer holds the best found.
//
// Memory is about that of the instance again and 50 bytes for each demand point.
func Solve(ctx context.Context, in *Instance, p Problem, limits Limits) (*Answer, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	if err := p.check(in); err != nil {
		return nil, err
	}
	limits.Workers = max(1, limits.Workers)
	clock := newClock(ctx, limits)
	switch p.Goal {
	case MostCovered:
		return solveCover(in, p, limits, clock), nil
	case FewestSites, LeastCost:
		return solveTarget(in, p, limits, clock)
	case LeastMean:
		return solveMedian(in, p, limits, clock)
	case LeastWorst:
		return solveCenter(in, p, limits, clock)
	case MostServed:
		return solveCapacity(in, p, limits, clock), nil
	case WorstAreaBest:
		return solveFair(in, p, limits, clock), nil
	}
	panic("siting: goal without a solver")
}

func (p Problem) allowance() allowance {
	a := allowance{sites: noLimit, budget: noLimit}
	if p.Sites > 0 {
		a.sites = p.Sites
	}
	if p.Budget > 0 {
		a.budget = p.Budget
	}
	return a
}

// buildCost is what a candidate costs to build.
func (in *Instance) buildCost(i int) int64 { return in.Candidates[i].Cost }
