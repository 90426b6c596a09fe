package geo

import "github.com/paulmach/orb"

// BarrierIndex answers whether a straight access leg crosses a barrier.
type BarrierIndex struct {
	segments [][2]orb.Point
	index    Index
}

// NewBarrierIndex indexes the straight pieces of the barriers.
func NewBarrierIndex(barriers []Barrier) *BarrierIndex {
	x := &BarrierIndex{}
	for _, b := range barriers {
		for i := 1; i < len(b.Line); i++ {
			segment := [2]orb.Point{b.Line[i-1], b.Line[i]}
			x.index.Insert(orb.MultiPoint(segment[:]).Bound(), int32(len(x.segments)))
			x.segments = append(x.segments, segment)
		}
	}
	return x
}

// fence is the barrier segments near a position, in the plane of that position.
type fence [][4]float64

// around collects the barrier segments that a leg of up to radiusM metres from the frame's origin could cross.
func (x *BarrierIndex) around(f Frame, radiusM float64) fence {
	var near fence
	x.index.Search(f.Box(radiusM), func(id int32) bool {
		near = append(near, x.inFrame(f, id))
		return true
	})
	return near
}

// inFrame is a segment in the plane at a position: x and y of its two ends.
func (x *BarrierIndex) inFrame(f Frame, id int32) [4]float64 {
	ax, ay := f.XY(x.segments[id][0])
	bx, by := f.XY(x.segments[id][1])
	return [4]float64{ax, ay, bx, by}
}

// Crossed reports whether the straight leg from the frame's origin to (x, y) in its plane crosses a barrier.
func (b *BarrierIndex) Crossed(f Frame, x, y float64) bool {
	if len(b.segments) == 0 {
		return false
	}
	origin, end := f.origin, f.Position(x, y)
	var near fence
	b.index.Search(orb.MultiPoint{origin, end}.Bound().Pad(1e-9), func(id int32) bool {
		near = append(near, b.inFrame(f, id))
		return true
	})
	return near.crossed(x, y)
}

// crossedTo is Crossed for a leg to a position.
func (b *BarrierIndex) crossedTo(f Frame, to orb.Point) bool {
	x, y := f.XY(to)
	return b.Crossed(f, x, y)
}

// touchM is how far beyond a barrier a leg must reach to have crossed it: well above the rounding of stored
// positions to 7 decimals in arithmetic, well below anything on the ground.
const touchM = 0.001

// crossed reports whether the straight line from the origin to (x, y) crosses one of the segments.
//
// To cross is to pass from one side to the other, by more than [touchM]. A leg that only begins or ends on a
// barrier, as at a level crossing or on a river bank, does not cross it. A segment's end on the leg's line counts
// as left of it, so that a leg through the joint of two segments crosses exactly one of them.
func (fence fence) crossed(x, y float64) bool {
	for _, s := range fence {
		fromLeft, toLeft := float64(x*s[1]) >= float64(y*s[0]), float64(x*s[3]) >= float64(y*s[2])
		if fromLeft == toLeft {
			continue
		}
		dx, dy := s[2]-s[0], s[3]-s[1]
		long := length(dx, dy)
		origin := (float64(dy*s[0]) - float64(dx*s[1])) / long // metres to the left of the barrier
		end := (float64(dx*(y-s[1])) - float64(dy*(x-s[0]))) / long
		if min(origin, end) < -touchM && max(origin, end) > touchM {
			return true
		}
	}
	return false
}
