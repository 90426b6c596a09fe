package isochrone

import (
	"math"

	"github.com/paulmach/orb"
)

// boarding is a leg with its times: how a door is tied to one piece of street.
type boarding struct {
	door  uint16 // which entrance of its owner
	piece int32
	t     float64
	legM  float64
	legMs uint32
}

// maxDoors bounds the entrances of one owner.
const maxDoors = math.MaxUint16

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
