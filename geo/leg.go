package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// Leg is a straight walk between a position and a piece of street: how people get from a door to the network.
type Leg struct {
	Piece     int32
	T         float64 // where it meets the piece, as a fraction of the way from its first end, in [0,1]
	DistanceM float64
}

// Legs appends to legs those from a position to every boardable piece within limitM metres (inclusive) that cross
// no barrier, in the order of the pieces. Distances are taken in the plane at the position.
func (n *Network) Legs(legs []Leg, at orb.Point, limitM float64, barriers *BarrierIndex) []Leg {
	frame := NewFrame(at)
	first := len(legs)
	legs = n.legsIgnoringBarriers(legs, frame, limitM)
	return n.withoutCrossing(legs, first, frame, limitM, barriers)
}

// withoutCrossing drops those of the legs from the first on that cross a barrier.
func (n *Network) withoutCrossing(legs []Leg, first int, frame Frame, limitM float64, barriers *BarrierIndex) []Leg {
	if len(legs) == first {
		return legs
	}
	fence := barriers.around(frame, limitM)
	if len(fence) == 0 {
		return legs
	}
	open := slices.DeleteFunc(legs[first:], func(l Leg) bool {
		return fence.crossed(frame.XY(n.Foot(l)))
	})
	return legs[:first+len(open)]
}

// LegsTo appends to legs those from a position to the boardable pieces from first to before end, as [Network.Legs]
// finds them among all.
func (n *Network) LegsTo(legs []Leg, at orb.Point, first, end int32, limitM float64, barriers *BarrierIndex) []Leg {
	frame := NewFrame(at)
	for piece := first; piece < end; piece++ {
		if !n.Pieces[piece].Boardable {
			continue
		}
		t, d := frame.ToSegment(n.Ends(piece))
		if l := (Leg{piece, t, d}); d <= limitM && !barriers.crossedTo(frame, n.Foot(l)) {
			legs = append(legs, l)
		}
	}
	return legs
}

func (n *Network) legsIgnoringBarriers(legs []Leg, frame Frame, limitM float64) []Leg {
	first := len(legs)
	n.grid.search(frame.Box(limitM), func(piece int32) {
		if t, d := frame.ToSegment(n.Ends(piece)); d <= limitM {
			legs = append(legs, Leg{piece, t, d})
		}
	})
	found := legs[first:]
	slices.SortFunc(found, func(a, b Leg) int { return int(a.Piece - b.Piece) })
	found = slices.CompactFunc(found, func(a, b Leg) bool { return a.Piece == b.Piece })
	return legs[:first+len(found)]
}

// Foot is the position at which a leg meets its piece.
func (n *Network) Foot(l Leg) orb.Point {
	from, to := n.Ends(l.Piece)
	return Along(from, to, l.T)
}

// Nearest finds the nearest boardable piece at any distance, barriers or not; false if there is none. Of equally near
// ones it takes the first.
func (n *Network) Nearest(at orb.Point) (nearest Leg, found bool) {
	frame := NewFrame(at)
	g := &n.grid
	if len(g.list) == 0 {
		return nearest, false
	}
	outsideM := frame.toBox(g.box.Min, g.box.Max)
	for radiusM := outsideM + g.cellM; ; radiusM *= 2 {
		g.search(frame.Box(radiusM), func(piece int32) {
			t, d := frame.ToSegment(n.Ends(piece))
			if d <= radiusM && (!found || d < nearest.DistanceM || (d == nearest.DistanceM && piece < nearest.Piece)) {
				nearest, found = Leg{piece, t, d}, true
			}
		})
		if found {
			return nearest, true
		}
	}
}

// Straight is the length in metres of a straight walk, in the plane at from; false if it crosses a barrier.
func (x *BarrierIndex) Straight(from, to orb.Point) (lengthM float64, clear bool) {
	frame := NewFrame(from)
	px, py := frame.XY(to)
	return length(px, py), !x.Crossed(frame, px, py)
}
