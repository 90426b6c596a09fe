package isochrone

import (
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// LeavesData reports whether the people of a residential point could, within cutoffMs, come to where land
// beyond the data might hold a facility or a shorter way. It errs on the side of doubt: everything within the
// access limit of the extent's edge counts as such a place, because a leg from there may lead outside.
func (r *Router) LeavesData(point int, cutoffMs int64) bool {
	ms := r.points.edgeMs[point]
	return ms != farMs && int64(ms) <= cutoffMs
}

// toEdge is the time from doors to where the data ends, [farMs] if that is never.
func (r *Router) toEdge(boardings []boarding, doors []orb.Point, edge []key) uint32 {
	for _, door := range doors {
		if r.nearEdge(door, door) {
			return 0
		}
	}
	least := uint64(farMs)
	for i := range boardings {
		b := &boardings[i]
		p := &r.Network.Pieces[b.piece]
		if edge[p.From] == 0 && edge[p.To] == 0 { // the piece itself is near the edge
			least = min(least, uint64(b.legMs))
		}
		if ms, ok := r.toStart(b); ok && edge[p.From] != unreached {
			least = min(least, edge[p.From].plus(ms).plus(b.legMs).ms())
		}
		if ms, ok := r.toEnd(b); ok && edge[p.To] != unreached {
			least = min(least, edge[p.To].plus(ms).plus(b.legMs).ms())
		}
	}
	return uint32(least)
}

// timesToEdge is the time from each node to the nearest piece that comes near the edge of the extent.
func (r *Router) timesToEdge() []key {
	var seeds []seed
	for _, p := range r.Network.Pieces {
		if r.nearEdge(r.Network.Points[p.From], r.Network.Points[p.To]) {
			seeds = append(seeds, seed{p.From, 0}, seed{p.To, 0})
		}
	}
	return searchAll(len(r.Network.IDs), &r.Network.In, seeds)
}

// extentEdge is the outline of the extent, indexed.
type extentEdge struct {
	shape    orb.MultiPolygon
	segments [][2]orb.Point
	index    geo.Index
}

func newExtentEdge(shape orb.MultiPolygon) *extentEdge {
	e := &extentEdge{shape: shape}
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
