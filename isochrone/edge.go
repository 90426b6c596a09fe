package isochrone

import (
	"github.com/paulmach/orb"
)

// LeavesData reports whether the people of a residential point could, within cutoffMs, come to where land
// beyond the data might hold a facility or a shorter way. It errs on the side of doubt: everything within the
// access limit of the extent's edge counts as such a place, because a leg from there may lead outside.
func (r *Router) LeavesData(point int, cutoffMs int64) bool {
	ms := r.points.edgeMs[r.points.rank[point]]
	return ms != farMs && int64(ms) <= cutoffMs
}

// toEdgeDirect is the time from doors to where the data ends without passing a junction, [farMs] if that is never.
func (r *Router) toEdgeDirect(boardings []boarding, doors []orb.Point, edge *dataEdge) uint32 {
	for _, door := range doors {
		if r.nearEdge(door, door) {
			return 0
		}
	}
	least := uint64(farMs)
	for i := range boardings {
		b := &boardings[i]
		on := r.Network.Pieces[b.piece].Edge
		if !edge.touches[on] {
			continue
		}
		if edge.near[b.piece] {
			least = min(least, uint64(b.legMs))
		}
		for piece, end := r.Network.PiecesOf(on); piece < end; piece++ {
			if !edge.near[piece] {
				continue
			}
			if ms, ok := r.toPiece(b, piece); ok {
				least = min(least, uint64(b.legMs)+uint64(ms))
			}
		}
	}
	return uint32(least)
}

// timesToEdge is the time from each point, by rank, to where the data ends.
func (r *Router) timesToEdge(edge *dataEdge) []uint32 {
	keys := r.searchFromEdge(edge)
	times := make([]uint32, len(r.points.direct))
	for rank := range times {
		least := makeKey(uint64(r.points.direct[rank]), 0)
		for _, a := range r.points.of(rank) {
			if k := keys[a.state]; k != unreached {
				least = min(least, k.plus(a.ms))
			}
		}
		times[rank] = uint32(least.ms())
	}
	return times
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

// dataEdge is where the data ends: the pieces of street that come near the edge of the extent.
type dataEdge struct {
	near    []bool // by piece
	touches []bool // of each edge of the network, whether one of these pieces is on it
}

func (r *Router) newDataEdge() *dataEdge {
	n := r.Network
	e := &dataEdge{near: make([]bool, len(n.Pieces)), touches: make([]bool, len(n.Edges))}
	for i := range n.Pieces {
		p := &n.Pieces[i]
		if r.nearEdge(n.Points[p.From], n.Points[p.To]) {
			e.near[i], e.touches[p.Edge] = true, true
		}
	}
	return e
}

// searchFromEdge is the time from each state to the nearest piece that comes near the edge of the extent. To be at an
// end of one is enough.
func (r *Router) searchFromEdge(edge *dataEdge) []key {
	n := r.Network
	var seeds []seed
	at := make([]bool, n.Junctions)
	for i, near := range edge.near {
		if !near {
			continue
		}
		p := &n.Pieces[i]
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
	return searchAll(n.States, &n.In, seeds)
}
