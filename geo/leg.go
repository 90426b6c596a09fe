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

// Legs finds the legs from a position to every boardable piece within limitM metres (inclusive) that cross
// no barrier, in the order of the pieces. Distances are taken in the plane at the position.
func (n *Network) Legs(at orb.Point, limitM float64, barriers *BarrierIndex) []Leg {
	frame := NewFrame(at)
	legs := n.legsIgnoringBarriers(frame, limitM)
	if len(legs) == 0 {
		return nil
	}
	fence := barriers.around(frame, limitM)
	if len(fence) == 0 {
		return legs
	}
	return slices.DeleteFunc(legs, func(l Leg) bool {
		return fence.crossed(frame.XY(n.Foot(l)))
	})
}

func (n *Network) legsIgnoringBarriers(frame Frame, limitM float64) []Leg {
	var legs []Leg
	n.index.Search(frame.Box(limitM), func(piece int32) bool {
		if t, d := frame.ToSegment(n.Ends(piece)); d <= limitM {
			legs = append(legs, Leg{piece, t, d})
		}
		return true
	})
	slices.SortFunc(legs, func(a, b Leg) int { return int(a.Piece - b.Piece) })
	return legs
}

// Foot is the position at which a leg meets its piece.
func (n *Network) Foot(l Leg) orb.Point {
	from, to := n.Ends(l.Piece)
	return Along(from, to, l.T)
}

// Nearest finds the nearest boardable piece at any distance, barriers or not; false if there is none.
func (n *Network) Nearest(at orb.Point) (nearest Leg, found bool) {
	frame := NewFrame(at)
	n.index.Nearest(frame, func(piece int32) float64 {
		_, d := frame.ToSegment(n.Ends(piece))
		return d
	}, func(piece int32, _ float64) bool {
		t, d := frame.ToSegment(n.Ends(piece))
		nearest, found = Leg{piece, t, d}, true
		return false
	})
	return nearest, found
}

// Straight is the length in metres of a straight walk, in the plane at from; false if it crosses a barrier.
func (x *BarrierIndex) Straight(from, to orb.Point) (lengthM float64, clear bool) {
	frame := NewFrame(from)
	px, py := frame.XY(to)
	return length(px, py), !x.Crossed(frame, px, py)
}
