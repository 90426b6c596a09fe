package coverage

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Analysis answers questions about one study area. It keeps the routers it has prepared, so that the second
// question in a mode is quick. Safe for concurrent use.
type Analysis struct {
	Area *geo.StudyArea // with the edits of the scenario done, if there is one

	base     *geo.StudyArea // without them: the town that manifests speak of
	scenario geo.Scenario
	lists    *ListStore // nil: none are kept

	mu      sync.Mutex
	routers []*preparedRouter // most recently used first
	most    int               // routers kept; 0: as many as usual
	gone    *geo.Network      // of the router let go last, until the next one has shared with it
}

// The number of routers kept bounds the memory: five modes, and room for trying other speeds; of a town, each mode at its
// own speed, a slower and a faster one.
const (
	keptRouters       = 8
	keptRoutersOfTown = 16
	townPoints        = 200_000
)

// KeepRouters makes the analysis keep at most so many routers, for whoever asks about one mode after the other and would
// rather have the memory. It is to be called before the first question.
func (a *Analysis) KeepRouters(most int) { a.most = most }

func (a *Analysis) kept() int {
	if a.most > 0 {
		return a.most
	}
	if len(a.Area.Points) < townPoints {
		return keptRoutersOfTown
	}
	return keptRouters
}

type preparedRouter struct {
	profile string
	ready   chan struct{}
	router  *isochrone.Router
	err     error
}

// New returns an analysis of a study area.
func New(area *geo.StudyArea) *Analysis { return &Analysis{Area: area, base: area} }

// With returns an analysis of the town as it would be after the edits of a scenario, and of no other: edits of a
// scenario that this analysis was made with are not kept. An edit that cannot be done is a [geo.ScenarioError].
func (a *Analysis) With(scenario geo.Scenario) (*Analysis, error) {
	edited, err := a.base.With(scenario)
	if err != nil {
		return nil, err
	}
	return &Analysis{Area: edited, base: a.base, scenario: scenario}, nil
}

// Router prepares the study area for a profile, or returns it as it was prepared before. Of several callers
// that ask for one profile at once, one prepares it and the others wait.
func (a *Analysis) Router(ctx context.Context, profile isochrone.Profile) (*isochrone.Router, error) {
	text, err := json.Marshal(profile)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	p, mine := a.reserve(string(text))
	if mine {
		p.router, p.err = a.prepare(ctx, profile)
		if p.err != nil {
			a.forget(p)
		}
		close(p.ready)
	}
	select {
	case <-p.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if !mine && p.err != nil && ctx.Err() == nil {
		return a.Router(ctx, profile) // the caller who prepared it gave up; this one has not
	}
	return p.router, p.err
}

func (a *Analysis) reserve(profile string) (p *preparedRouter, mine bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, p := range a.routers {
		if p.profile == profile {
			copy(a.routers[1:i+1], a.routers[:i])
			a.routers[0] = p
			return p, false
		}
	}
	p = &preparedRouter{profile: profile, ready: make(chan struct{})}
	keep := min(len(a.routers), a.kept()-1)
	for _, old := range a.routers[keep:] {
		if n := old.network(); n != nil {
			a.gone = n
		}
	}
	a.routers = append([]*preparedRouter{p}, a.routers[:keep]...)
	return p, true
}

// network is that of a router that is ready, nil of another.
func (p *preparedRouter) network() *geo.Network {
	select {
	case <-p.ready:
		if p.err == nil {
			return p.router.Network
		}
	default:
	}
	return nil
}

func (a *Analysis) forget(p *preparedRouter) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.routers {
		if a.routers[i] == p {
			a.routers = append(a.routers[:i:i], a.routers[i+1:]...)
			return
		}
	}
}
