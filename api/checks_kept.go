package api

import (
	"context"
	"slices"
	"sync"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// checkKind is the kind of the jobs that hold a plan against the town.
const checkKind = "check"

// The bounds of checks: how many run at a time, and whose results are remembered.
const (
	maxChecking   = 2
	maxScorecards = 32
)

// checks are the checks of this process. What came of them lives in memory.
type checks struct {
	running chan struct{} // a place for each that may run

	mu    sync.Mutex
	byID  map[string]*check
	order []string // of those that have ended
}

// check is a plan held against the town. What came of it is guarded by the mutex of checks, and set once; it goes with the
// town that it is about.
type check struct {
	id       string
	revision string // of the town
	scenario string // its name; "": the town as it is

	standard.Assessed
	card *standard.Scorecard // nil until it is there
}

func newChecks() *checks {
	return &checks{running: make(chan struct{}, maxChecking), byID: make(map[string]*check)}
}

// add takes a check in.
func (c *checks) add(id string, one *check) {
	c.mu.Lock()
	defer c.mu.Unlock()
	one.id = id
	c.byID[id] = one
}

// letGo forgets what came of checks about other towns than the one that there is now: each holds its town.
func (c *checks) letGo(revision string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep(revision)
}

func (c *checks) sweep(revision string) {
	for _, other := range c.byID {
		if other.revision != revision {
			other.Assessed, other.card = standard.Assessed{}, nil
		}
	}
}

// settle notes that a check is over, and forgets the oldest where there are too many.
func (c *checks) settle(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order = append(c.order, id)
	for len(c.order) > maxScorecards {
		delete(c.byID, c.order[0])
		c.order = c.order[1:]
	}
}

// keep gives a check its result.
func (c *checks) keep(one *check, card *standard.Scorecard) {
	c.mu.Lock()
	defer c.mu.Unlock()
	one.card = card
}

// of gives a check as it is now; false if there is none.
func (c *checks) of(id, revision string) (now check, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep(revision)
	one, found := c.byID[id]
	if !found {
		return check{}, false
	}
	return *one, true
}

// all lists the checks about a town that have a result, the latest first.
func (c *checks) all(revision string) (list []check) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep(revision)
	for _, id := range slices.Backward(c.order) {
		if one := c.byID[id]; one.card != nil {
			list = append(list, *one)
		}
	}
	return list
}

// checked is a check that has a result about the town as it is.
func (s *Server) checked(ctx context.Context, id string) (check, error) {
	t, err := s.town(ctx)
	if err != nil {
		return check{}, err
	}
	one, known := s.checks.of(id, t.revision)
	job, _, listed := s.jobs.watch(id)
	switch {
	case !known || !listed:
		return one, notFound.problem(geo.Say("there is no check %q", "没有评估“%s”", shown(id)),
			geo.Say("The last %d are remembered until the program ends. Begin anew: POST /api/v1/checks.", "程序运行期间只保留最近 %d 次评估。请重新开始：POST /api/v1/checks。", maxScorecards))
	case one.revision != t.revision:
		return one, checkEnded.problem(geo.Say("an import has changed the town", "导入已更新数据"), geo.Say("Check it again: POST /api/v1/checks.", "请重新评估：POST /api/v1/checks。"))
	case one.card != nil:
		return one, nil
	case !job.ended():
		return one, noScorecard.problem(geo.Say("the check is still under way", "评估仍在进行"), geo.Say("Follow its job: /api/v1/jobs/{id}/events.", "进度见 /api/v1/jobs/{id}/events。"))
	case job.Error != "":
		return one, noScorecard.problem(geo.Words{EN: job.Error, ZH: job.ErrorZH}, geo.Words{})
	}
	return one, noScorecard.problem(geo.Say("the check was cancelled", "评估已被取消"), geo.Say("Check it again: POST /api/v1/checks.", "请重新评估：POST /api/v1/checks。"))
}
