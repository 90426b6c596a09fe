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

	points     [][]boarding // of each residential point
	facilities [][]boarding // of each facility
	astray     map[int32]Astray
	extent     *extentEdge
	edge       func() []key // time from each node to where land beyond the data begins
}

// boarding is a leg with its times: how a door is tied to one piece of street.
type boarding struct {
	door  uint16 // which entrance of its owner
	piece int32
	t     float64
	legM  float64
	legMs uint32
}

// Astray tells of a residential point that has no leg to any street.
type Astray struct {
	NearestM    float64 // metres to the nearest boardable piece; +Inf if there is none
	OnlyBarrier bool    // a piece lies within the access limit, but every leg to one crosses a barrier
}

// maxDoors bounds the entrances of one owner.
const maxDoors = math.MaxUint16

// NewRouter prepares a study area for a profile: it builds the network and finds the legs of every
// residential point and facility, on all processors.
func NewRouter(ctx context.Context, area *geo.StudyArea, profile Profile) (*Router, error) {
	if err := profile.check(); err != nil {
		return nil, err
	}
	if len(area.Facilities) >= 1<<labelBits {
		return nil, fmt.Errorf("%d facilities: the limit is %d", len(area.Facilities), 1<<labelBits)
	}
	r := &Router{
		Area: area, Profile: profile,
		Network:    geo.NewNetwork(area.Streets, area.Stops, profile.weighting()),
		points:     make([][]boarding, len(area.Points)),
		facilities: make([][]boarding, len(area.Facilities)),
		astray:     make(map[int32]Astray),
		extent:     newExtentEdge(area.Extent.Shape),
	}
	lost := make([]bool, len(area.Points))
	err := inParallel(ctx, len(area.Points)+len(area.Facilities), func(i int) {
		if i < len(area.Points) {
			r.points[i] = r.board(area.PointDoors(i))
			lost[i] = len(r.points[i]) == 0
		} else {
			i -= len(area.Points)
			r.facilities[i] = r.board(area.FacilityDoors(i))
		}
	})
	if err != nil {
		return nil, err
	}
	for i, is := range lost {
		if is {
			r.astray[int32(i)] = r.goneAstray(area.PointDoors(i))
		}
	}
	r.edge = sync.OnceValue(r.timesToEdge)
	return r, nil
}

// board finds the boardings of an owner of doors.
func (r *Router) board(doors []orb.Point) []boarding {
	var all []boarding
	for door, at := range doors[:min(len(doors), maxDoors)] {
		legs := r.Network.Legs(at, r.Profile.Access.LimitM, r.Area.Barrier)
		if r.Profile.Access.Rule == AccessNearest && len(legs) > 1 {
			nearest := 0
			for i := range legs {
				if legs[i].DistanceM < legs[nearest].DistanceM {
					nearest = i
				}
			}
			legs = legs[nearest : nearest+1]
		}
		for _, l := range legs {
			all = append(all, boarding{uint16(door), l.Piece, l.T, l.DistanceM, r.Profile.legMs(l.DistanceM)})
		}
	}
	return all
}

func (r *Router) goneAstray(doors []orb.Point) Astray {
	a := Astray{NearestM: math.Inf(1)}
	for _, at := range doors {
		if leg, found := r.Network.Nearest(at); found {
			a.NearestM = min(a.NearestM, leg.DistanceM)
		}
	}
	a.OnlyBarrier = a.NearestM <= r.Profile.Access.LimitM
	return a
}

// Astray tells why a residential point has no leg to any street; false if it has one.
func (r *Router) Astray(point int) (Astray, bool) {
	a, is := r.astray[int32(point)]
	return a, is
}

// OnNetwork reports whether a facility has a leg to any street.
func (r *Router) OnNetwork(facility int) bool { return len(r.facilities[facility]) > 0 }

// toStart and toEnd are the times from the foot of a leg to the ends of its piece, fromStart and fromEnd those
// back; false where the piece may not be used in that direction.
func (r *Router) toStart(b *boarding) (ms uint32, ok bool) {
	return part(b.t, r.Network.Pieces[b.piece].Ms[1])
}
func (r *Router) toEnd(b *boarding) (ms uint32, ok bool) {
	return part(1-b.t, r.Network.Pieces[b.piece].Ms[0])
}
func (r *Router) fromStart(b *boarding) (ms uint32, ok bool) {
	return part(b.t, r.Network.Pieces[b.piece].Ms[0])
}
func (r *Router) fromEnd(b *boarding) (ms uint32, ok bool) {
	return part(1-b.t, r.Network.Pieces[b.piece].Ms[1])
}

// between is the time along one piece from the foot of a leg to that of another.
func (r *Router) between(from, to *boarding) (ms uint32, ok bool) {
	direction := 0
	if to.t < from.t {
		direction = 1
	}
	w := r.Network.Pieces[from.piece].Ms[direction]
	if to.t == from.t {
		w = max(w, 1) // nobody moves: any direction will do
	}
	return part(math.Abs(to.t-from.t), w)
}

// part is the time of a fraction of a piece that takes w ms: ⌊t·w + ½⌋.
func part(t float64, w uint32) (ms uint32, ok bool) {
	return uint32(math.Floor(t*float64(w) + 0.5)), w > 0
}

// inParallel calls work for 0..n-1 on all processors. Each call may write only to its own slot.
func inParallel(ctx context.Context, n int, work func(i int)) error {
	const block = 64
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/block+1) {
		wait.Go(func() {
			for ctx.Err() == nil {
				first := int(next.Add(block)) - block
				if first >= n {
					return
				}
				for i := first; i < min(first+block, n); i++ {
					work(i)
				}
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}
