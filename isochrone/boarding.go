package isochrone

import (
	"cmp"
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
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

// legFinder appends to legs those from a position within the access limit.
type legFinder func(legs []geo.Leg, at orb.Point) []geo.Leg

// legs finds the legs of one position.
func (r *Router) legs(legs []geo.Leg, at orb.Point) []geo.Leg {
	return r.Network.Legs(legs, at, r.Profile.Access.LimitM, r.Area.Barrier)
}

// newLegFinder finds the legs of many positions.
func (r *Router) newLegFinder() *geo.LegFinder {
	return r.Network.NewLegFinder(r.Profile.Access.LimitM, r.Area.Barrier)
}

// board appends to all the boardings of an owner of doors. legs is scratch space, which it returns grown.
func (r *Router) board(all []boarding, doors []orb.Point, legs []geo.Leg, find legFinder) ([]boarding, []geo.Leg) {
	for door, at := range doors[:min(len(doors), maxDoors)] {
		legs = find(legs[:0], at)
		taken := legs
		if r.Profile.Access.Rule == AccessNearest && len(legs) > 1 {
			nearest := 0
			for i := range legs {
				if r.nearer(&legs[i], &legs[nearest]) {
					nearest = i
				}
			}
			taken = legs[nearest : nearest+1]
		}
		all = r.boardAll(all, door, taken)
	}
	return all, legs
}

// boardEdges is board for those boardings alone that are on some edges. Where people leave by the nearest piece alone it
// takes all legs to tell which that is, and others may be among them.
func (r *Router) boardEdges(all []boarding, doors []orb.Point, edges []goalEdge, legs []geo.Leg) ([]boarding, []geo.Leg) {
	if r.Profile.Access.Rule == AccessNearest {
		return r.board(all, doors, legs, r.legs)
	}
	for door, at := range doors[:min(len(doors), maxDoors)] {
		legs = legs[:0]
		for i := range edges {
			if e := &edges[i]; e.box.Contains(at) {
				legs = r.Network.LegsTo(legs, at, e.first, e.end, r.Profile.Access.LimitM, r.Area.Barrier)
			}
		}
		all = r.boardAll(all, door, legs)
	}
	return all, legs
}

func (r *Router) boardAll(all []boarding, door int, legs []geo.Leg) []boarding {
	for _, l := range legs {
		all = append(all, boarding{uint16(door), l.Piece, l.T, l.DistanceM, r.Profile.legMs(l.DistanceM)})
	}
	return all
}

// nearer decides between legs under the nearest rule: of equally long ones it takes that to the street which the town
// lists first, so that the choice does not hang on how the network is numbered.
func (r *Router) nearer(a, b *geo.Leg) bool {
	p, q := &r.Network.Pieces[a.Piece], &r.Network.Pieces[b.Piece]
	return cmp.Or(cmp.Compare(a.DistanceM, b.DistanceM), cmp.Compare(p.Street, q.Street), cmp.Compare(r.Network.IDs[p.From], r.Network.IDs[q.From])) < 0
}

// boardingsOf is board for a single owner.
func (r *Router) boardingsOf(doors []orb.Point) []boarding {
	all, _ := r.board(nil, doors, nil, r.legs)
	return all
}

// onward is the time from the foot of a leg along its piece in a direction, to the end of the edge; false where the
// piece may not be used in that direction.
func (r *Router) onward(b *boarding, direction int) (ms uint32, ok bool) {
	p := &r.Network.Pieces[b.piece]
	ms, ok = part(b.share(1-direction), p.Ms[direction])
	return ms + p.Beyond[direction], ok
}

// coming is the time along the edge in a direction of the piece, from where the edge is entered to the foot of a leg;
// false where the piece may not be used in that direction.
func (r *Router) coming(b *boarding, direction int) (ms uint32, ok bool) {
	p := &r.Network.Pieces[b.piece]
	if ms, ok = part(b.share(direction), p.Ms[direction]); !ok {
		return 0, false
	}
	return ms + r.Network.Before(p, direction), true
}

// exits visits the states in which one leaves the edge that a leg leads to, with the time from its foot.
func (r *Router) exits(b *boarding, visit func(state int32, ms uint32)) {
	p := &r.Network.Pieces[b.piece]
	for d := range p.Ms {
		if ms, ok := r.onward(b, d); ok {
			for _, state := range r.Network.Exits(p.Edge, p.EdgeDirection(d)) {
				visit(state, ms)
			}
		}
	}
}

// entries visits the states from which one comes to the edge of a leg, with the time from there to its foot.
func (r *Router) entries(b *boarding, visit func(state int32, ms uint32)) {
	p := &r.Network.Pieces[b.piece]
	for d := range p.Ms {
		if ms, ok := r.coming(b, d); ok {
			for _, state := range r.Network.Entries(p.Edge, p.EdgeDirection(d)) {
				visit(state, ms)
			}
		}
	}
}

// share is the part of the piece that lies between its start in a direction and the foot.
func (b *boarding) share(direction int) float64 {
	if direction == 0 {
		return b.t
	}
	return 1 - b.t
}

// between is the least time along one edge from the foot of a leg to that of another, without leaving the edge.
func (r *Router) between(from, to *boarding) (ms uint32, ok bool) {
	if from.piece == to.piece {
		return r.alongPiece(from, to)
	}
	p, q := &r.Network.Pieces[from.piece], &r.Network.Pieces[to.piece]
	if p.Edge != q.Edge {
		return 0, false
	}
	for d := range p.Ms {
		if p.Ms[d] == 0 || !r.Network.Ahead(from.piece, d, to.piece) {
			continue
		}
		dq := q.EdgeDirection(p.EdgeDirection(d)) // the same direction, seen from the other piece
		rest, _ := r.onward(from, d)
		start, _ := part(to.share(dq), q.Ms[dq])
		return rest - q.Beyond[dq] - q.Ms[dq] + start, true // it lies ahead in one direction alone
	}
	return 0, false
}

// alongPiece is the time along one piece from the foot of a leg to that of another.
func (r *Router) alongPiece(from, to *boarding) (ms uint32, ok bool) {
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
	return uint32(math.Floor(float64(t*float64(w)) + 0.5)), w > 0
}
