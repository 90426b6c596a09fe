package coverage

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// ListStore keeps between runs of the program what a large town takes longest to prepare: the lists of points of each
// profile. It is asked from several goroutines at once.
type ListStore struct {
	Load func(ctx context.Context, key string) ([]byte, error) // nil if there is nothing of that key
	Keep func(ctx context.Context, key string, lists []byte) error
	Warn func(error) // told what could not be loaded, believed or kept; the answers are right all the same
}

// worthKeeping is the number of residential points from which on lists are kept: those of smaller towns are made anew
// in less time than it takes to see it, and their file is better left alone.
const worthKeeping = 20_000

// KeepLists makes the analysis take the lists of its own town, without any scenario, from a store, and put there those
// that it had to make. It is to be called before the first question. Small towns need no store and use none.
func (a *Analysis) KeepLists(store ListStore) {
	if len(a.Area.Points) >= worthKeeping {
		a.lists = &store
	}
}

// prepare makes a router, from stored lists if there are some.
func (a *Analysis) prepare(ctx context.Context, profile isochrone.Profile) (*isochrone.Router, error) {
	known := isochrone.Prepared{Like: a.networks()}
	if a.lists == nil {
		router, _, err := isochrone.NewRouterFrom(ctx, a.Area, profile, known)
		return router, err
	}
	var key string
	var found []byte
	var failed error
	known.Load = func() []byte {
		if key, failed = isochrone.ListsKey(a.Area, profile); failed == nil {
			found, failed = a.lists.Load(ctx, key)
		}
		return found
	}
	router, refused, err := isochrone.NewRouterFrom(ctx, a.Area, profile, known)
	if err != nil {
		return nil, err
	}
	for _, trouble := range []error{failed, refused} {
		if trouble != nil {
			a.lists.Warn(trouble)
		}
	}
	if failed == nil && (found == nil || refused != nil) {
		if err := a.lists.Keep(ctx, key, router.Lists()); err != nil {
			a.lists.Warn(err)
		}
	}
	return router, nil
}

// networks are those of the routers that are ready, and of the one let go last: one of the same streets at other speeds is
// shared with.
func (a *Analysis) networks() (like []*geo.Network) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, p := range a.routers {
		if n := p.network(); n != nil {
			like = append(like, n)
		}
	}
	if a.gone != nil {
		like, a.gone = append(like, a.gone), nil
	}
	return like
}
