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
func (r *Router) toEdge(boardings []boarding, doors []orb.Point, edge *dataEdge) uint32 {
	for _, door := range doors {
		if r.nearEdge(door, door) {
			return 0
		}
	}
	least := uint64(farMs)
	for i := range boardings {
		b := &boardings[i]
		if edge.near[b.piece] {
			least = min(least, uint64(b.legMs))
		}
		for _, piece := range edge.onEdge[r.Network.Pieces[b.piece].Edge] {
			if ms, ok := r.toPiece(b, piece); ok {
				least = min(least, uint64(b.legMs)+uint64(ms))
			}
		}
		r.exits(b, func(state int32, ms uint32) {
			if k := edge.keys[state]; k != unreached {
				least = min(least, k.plus(ms).plus(b.legMs).ms())
			}
		})
	}
	return uint32(least)
}

// toPiece is the time from the foot of a leg along its edge to the nearer end of another piece of it.
func (r *Router) toPiece(b *boarding, piece int32) (ms uint32, ok bool) {
	if piece == b.piece {
		return 0, false
	}
	for _, t := range [2]float64{0, 1} {
		if there, way := r.between(b, &boarding{piece: piece, t: t}); way && (!ok || there < ms) {
			ms, ok = there, true
		}
	}
	return ms, ok
}

// dataEdge is where the data ends, as a place to get to.
type dataEdge struct {
	keys   []key             // of each state, the time to the nearest piece near the edge of the extent
	near   []bool            // by piece
	onEdge map[int32][]int32 // the pieces near the edge of the extent, by edge of the network
}

// timesToEdge searches from all pieces that come near the edge of the extent. To be at an end of one is enough.
func (r *Router) timesToEdge() *dataEdge {
	n := r.Network
	e := &dataEdge{near: make([]bool, len(n.Pieces)), onEdge: make(map[int32][]int32)}
	var seeds []seed
	at := make([]bool, n.Junctions)
	for i := range n.Pieces {
		p := &n.Pieces[i]
		if !r.nearEdge(n.Points[p.From], n.Points[p.To]) {
			continue
		}
		e.near[i] = true
		e.onEdge[p.Edge] = append(e.onEdge[p.Edge], int32(i))
		for _, node := range [2]int32{p.From, p.To} {
			if int(node) < n.Junctions {
				at[node] = true
			}
		}
		for d := range p.Ms {
			if p.Ms[d] > 0 {
				for _, state := range n.Entries(p.Edge, p.EdgeDirection(d)) {
					seeds = append(seeds, seed{state, makeKey(uint64(n.Before(p, d)), 0)})
				}
			}
		}
	}
	for state := range int32(n.States) {
		if at[n.Junction(state)] {
			seeds = append(seeds, seed{state, 0})
		}
	}
	e.keys = searchAll(n.States, &n.In, seeds)
	return e
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
