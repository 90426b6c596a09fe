package town

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// Prepared is a question about a study area, ready to be solved. It is immutable and safe for concurrent use.
type Prepared struct {
	analysis *coverage.Analysis
	router   *isochrone.Router
	q        Question
	goal     siting.Goal
	demand   *demand
	places   []place
	found    Candidates
	digest   string         // of the candidates that were given or are idle places
	closing  map[int32]bool // facilities that are given up
	replaced map[int32]bool // facilities that may be

	in       *siting.Instance
	sites    []site   // of each candidate of the instance
	areas    []string // in which the worst-served is looked for
	hopeless []string // areas in which nobody can be reached: they do not count
	problem  siting.Problem
}

// site is a candidate of the instance: a place with a service.
type site struct {
	service  int
	place    int   // -1 for a facility that stays
	facility int32 // that stands there; -1 for none
}

// Prepare looks for candidates, and for whom each would serve. progress, if it is not nil, is told how many of the
// candidates are done, from the calling goroutine.
//
// What is wrong with the question is a [*coverage.RequestError], what the workspace lacks a [*coverage.NoDataError].
func Prepare(ctx context.Context, a *coverage.Analysis, q Question, progress func(done, total int)) (*Prepared, error) {
	p, err := gathered(ctx, a, q)
	if err != nil {
		return nil, err
	}
	return p, p.complete(ctx, progress)
}

// complete finds who reaches what.
func (p *Prepared) complete(ctx context.Context, progress func(done, total int)) (err error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	p.in = &siting.Instance{Demand: p.demand.weight}
	if p.goal.ByCosts() {
		err = p.measure(ctx, progress)
	} else {
		err = p.reach(ctx, progress)
	}
	if err != nil {
		return err
	}
	p.arrange()
	p.problem, err = p.asked()
	return err
}

// gathered knows the people and the places, and not yet who reaches what.
func gathered(ctx context.Context, a *coverage.Analysis, q Question) (*Prepared, error) {
	p := &Prepared{analysis: a, q: q, closing: map[int32]bool{}, replaced: map[int32]bool{}}
	if err := p.q.check(a); err != nil {
		return nil, err
	}
	p.goal = Problems[p.q.Problem]
	if p.q.Least == "cost" {
		p.goal = siting.LeastCost
	}
	var err error
	if p.router, err = a.Router(ctx, p.q.Request.Profile); err != nil {
		return nil, err
	}
	p.demand = newDemand(a, p.router, &p.q)
	if err := p.gather(); err != nil {
		return nil, err
	}
	if n := len(p.places) * len(p.demand.services); n > siting.MaxCandidates {
		return nil, refuse("candidates", "", geo.Say("there are %d candidates, more than %d", "备选点位有 %d 个，超过 %d 个", n, siting.MaxCandidates), geo.Say("Set a wider spacing, or give fewer", "请增大间距或减少数量"))
	}
	return p, nil
}

// Instance is what the solver is given. It may not be changed.
func (p *Prepared) Instance() *siting.Instance { return p.in }

// Problem is what the solver is asked.
func (p *Prepared) Problem() siting.Problem { return p.problem }

// Found says how many candidates there are.
func (p *Prepared) Found() Candidates { return p.found }

// Question is the question in its canonical form.
func (p *Prepared) Question() Question { return p.q }
