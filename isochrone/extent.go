package isochrone

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// extentEdge is the outline of the extent, indexed.
type extentEdge struct {
	shape    orb.MultiPolygon
	segments [][2]orb.Point
	index    geo.Index
	inland   func() *inland
}

// newExtentEdge prepares to ask what comes within limitM metres of the outline.
func newExtentEdge(shape orb.MultiPolygon, limitM float64) *extentEdge {
	e := &extentEdge{shape: shape}
	e.inland = sync.OnceValue(func() *inland { return newInland(e, limitM) })
	for _, polygon := range shape {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				segment := [2]orb.Point{ring[i-1], ring[i]}
				e.index.Insert(orb.MultiPoint(segment[:]).Bound(), int32(len(e.segments)))
				e.segments = append(e.segments, segment)
			}
		}
	}
	return e
}

// nearEdge reports whether the segment ab leaves the extent or comes within the access limit of its outline.
// A town without streets has no extent, and nothing is near its edge.
func (r *Router) nearEdge(a, b orb.Point) bool {
	e := r.extent
	if len(e.shape) == 0 {
		return false
	}
	if side := e.inland().sideOf(a, b); side != unsettled {
		return side == outside
	}
	limitM := r.Profile.Access.LimitM
	frame := geo.NewFrame(a)
	_, lengthM := frame.ToSegment(b, b)
	near := false
	e.index.Search(frame.Box(limitM+lengthM), func(id int32) bool {
		near = segmentDistanceM(frame, a, b, e.segments[id]) <= limitM
		return !near
	})
	return near || !geo.Contains(e.shape, a) || !geo.Contains(e.shape, b)
}

// segmentDistanceM is the distance between the segment ab and another that it does not cross: two segments
// that do not cross are nearest at an end of one of them.
func segmentDistanceM(frame geo.Frame, a, b orb.Point, other [2]orb.Point) float64 {
	_, d1 := frame.ToSegment(other[0], other[1])
	_, d2 := geo.NewFrame(b).ToSegment(other[0], other[1])
	_, d3 := geo.NewFrame(other[0]).ToSegment(a, b)
	_, d4 := geo.NewFrame(other[1]).ToSegment(a, b)
	return math.Min(math.Min(d1, d2), math.Min(d3, d4))
}
