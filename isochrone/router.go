package isochrone

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Router is a study area prepared for one profile. It is immutable and safe for concurrent use.
type Router struct {
	Area    *geo.StudyArea
	Profile Profile
	Network *geo.Network

	points       pointLists
	facilities   []goal // each facility as somewhere to get to
	astray       map[int32]Astray
	extent       *extentEdge
	edge         func() *dataEdge
	doors        func() *doorTree
	canvas       func() *canvas
	alongStreets func() *streetPieces
	arriving     func() *pointArrivals
	islands      func() *geo.Islands
	scratch      *sync.Pool // of *reachScratch
}

// Astray tells of a residential point that has no leg to any street.
type Astray struct {
	NearestM    float64 // metres to the nearest boardable piece; +Inf if there is none
	OnlyBarrier bool    // a piece lies within the access limit, but every leg to one crosses a barrier
}

// NewRouter prepares a study area for a profile, on all processors: it builds the network and finds how every
// residential point and facility gets to it.
func NewRouter(ctx context.Context, area *geo.StudyArea, profile Profile) (*Router, error) {
	r, _, err := NewRouterFrom(ctx, area, profile, Prepared{})
	return r, err
}

// Prepared is what of a study area is known before a router is made for it. The zero value is: nothing.
type Prepared struct {
	// Like are networks of the same streets, of other profiles: what does not depend on speeds is shared with the first
	// of them that the profile uses the same streets of.
	Like []*geo.Network
	// Load gives the lists of points as [Router.Lists] gave them, nil if there are none. It is called while the network
	// is built.
	Load func() []byte
}

// NewRouterFrom is [NewRouter] for a study area of which something was prepared before. Lists that cannot be those of
// this router are made anew, and refused says why.
func NewRouterFrom(ctx context.Context, area *geo.StudyArea, profile Profile, known Prepared) (_ *Router, refused, err error) {
	if err := profile.check(); err != nil {
		return nil, nil, err
	}
	if len(area.Facilities) >= 1<<labelBits {
		return nil, nil, fmt.Errorf("%d facilities: the limit is %d", len(area.Facilities), 1<<labelBits)
	}
	stored := make(chan []byte, 1)
	go func() {
		if known.Load == nil {
			stored <- nil
		} else {
			stored <- known.Load()
		}
	}()
	r := &Router{
		Area: area, Profile: profile,
		Network:    newNetwork(area, &profile, known.Like),
		facilities: make([]goal, len(area.Facilities)),
		extent:     newExtentEdge(area.Extent.Shape, profile.Access.LimitM),
	}
	r.prepare()
	err = r.boardFacilities(ctx)
	lists := <-stored
	if err != nil {
		return nil, nil, err
	}
	if lists != nil {
		if refused = r.readLists(ctx, lists); refused == nil {
			return r, nil, nil
		}
	}
	return r, refused, r.makeLists(ctx)
}

// boardFacilities finds how every facility is got to from the streets.
func (r *Router) boardFacilities(ctx context.Context) error {
	places := make([]orb.Point, len(r.facilities))
	for i := range places {
		places[i] = r.Area.Facilities[i].Point
	}
	finders := make([]*geo.LegFinder, processors())
	legs := make([][]geo.Leg, processors())
	return alongCurve(ctx, places, func(processor, i int) {
		if finders[processor] == nil {
			finders[processor] = r.newLegFinder()
		}
		doors := r.Area.FacilityDoors(i)
		r.facilities[i].doors = doors
		r.facilities[i].boardings, legs[processor] = r.board(nil, doors, legs[processor], finders[processor].Legs)
	})
}

// makeLists makes the lists of points.
func (r *Router) makeLists(ctx context.Context) (err error) {
	if r.points, err = r.newPointLists(ctx); err != nil {
		return err
	}
	r.points.edgeMs = r.timesToEdge(r.edge())
	r.findAstray()
	return nil
}

// newNetwork is the network of a study area for a profile. Networks of the same study area may be given to share with.
func newNetwork(area *geo.StudyArea, profile *Profile, like []*geo.Network) *geo.Network {
	w := profile.weighting()
	if extent := area.Extent; extent.Source != geo.ExtentHull { // which says nothing of what lies beyond
		w.Beyond = func(p orb.Point) bool { return !geo.Contains(extent.Shape, p) }
	}
	for _, other := range like {
		if n, same := other.Reweighted(area.Streets, w); same {
			return n
		}
	}
	return geo.NewNetwork(area.Streets, area.Stops, area.Turns, w)
}

// prepare sets up what is found when it is asked for.
func (r *Router) prepare() {
	r.edge = sync.OnceValue(r.newDataEdge)
	r.doors = sync.OnceValue(r.newDoorTree)
	r.canvas = sync.OnceValue(r.newCanvas)
	r.alongStreets = sync.OnceValue(r.newStreetPieces)
	r.arriving = sync.OnceValue(r.newPointArrivals)
	r.scratch = &sync.Pool{New: func() any { return r.newReachScratch() }}
	r.islands = sync.OnceValue(func() *geo.Islands { return r.Network.Islands(r.Area.Streets) })
}

// findAstray notes the points without a leg to any street.
func (r *Router) findAstray() {
	r.astray = make(map[int32]Astray)
	for rank, boards := range r.points.boards {
		if !boards {
			point := r.points.order[rank]
			r.astray[point] = r.goneAstray(r.Area.PointDoors(int(point)))
		}
	}
}

func (r *Router) goneAstray(doors []orb.Point) Astray {
	nearestM := math.Inf(1)
	for _, at := range doors {
		if leg, found := r.Network.Nearest(at); found {
			nearestM = min(nearestM, leg.DistanceM)
		}
	}
	return r.astrayAt(nearestM)
}

func (r *Router) astrayAt(nearestM float64) Astray {
	return Astray{nearestM, nearestM <= r.Profile.Access.LimitM}
}

// Astray tells why a residential point has no leg to any street; false if it has one.
func (r *Router) Astray(point int) (Astray, bool) {
	a, is := r.astray[int32(point)]
	return a, is
}

// OnNetwork reports whether a facility has a leg to any street.
func (r *Router) OnNetwork(facility int) bool { return len(r.facilities[facility].boardings) > 0 }

// processors is the number of processors that [inParallel] may use.
func processors() int { return runtime.GOMAXPROCS(0) }

// parallelBlock is how many calls in a row one processor makes.
const parallelBlock = 64

// inParallel calls work for 0..n-1 on all processors, which are numbered from 0. Each call may write only to its own
// slot, or to scratch space of its processor.
func inParallel(ctx context.Context, n int, work func(processor, i int)) error {
	const block = parallelBlock
	var next atomic.Int64
	var wait sync.WaitGroup
	for processor := range min(processors(), n/block+1) {
		wait.Go(func() {
			for ctx.Err() == nil {
				first := int(next.Add(block)) - block
				if first >= n {
					return
				}
				for i := first; i < min(first+block, n) && ctx.Err() == nil; i++ {
					work(processor, i)
				}
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// alongCurve is [inParallel] for places, one after its neighbour: what one search has brought into the cache, the next
// one finds there.
func alongCurve(ctx context.Context, places []orb.Point, work func(processor, i int)) error {
	order := curve(places)
	return inParallel(ctx, len(order), func(processor, i int) { work(processor, int(order[i])) })
}

// curve lists places along the Hilbert curve.
func curve(places []orb.Point) []int32 {
	return geo.HilbertOrder(places, func(a, b int) int { return a - b })
}
