package isochrone

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Catchment is the land from which a facility is reached within a cutoff.
type Catchment struct {
	CutoffMs int64
	Shape    orb.MultiPolygon // wound by RFC 7946; empty if nobody is within the cutoff
	Points   []int32          // the residential points within the cutoff, by index, in no special order
}

// Catchments draws, for several cutoffs at once, the land from which the nearest of the facilities is reached in time.
//
// The shapes are derived from T(p) and not the other way round: every residential point and every facility with
// T(p) ≤ cutoff lies inside, every other one outside, and the shapes of rising cutoffs enclose each other if they are
// at least a minute apart, or ten metres for profiles that measure distance. Between the sites the line is drawn on a
// lattice of 50 m on foot and 100 m otherwise, where it crosses an edge of it as the time there says. The line of a
// cutoff does not depend on the others. A point with entrances has the time of its doors; of points on one spot the
// best counts. Positions have 7 decimals, but for a vertex now and then where points stand within a few centimetres of
// each other and the time jumps between them or on the way to others, as beside a barrier or at the limit of access:
// there is no room for a line in whole units, and it keeps the decimals that it takes to have each on its side.
func (r *Router) Catchments(ctx context.Context, facilities []int32, cutoffsMs []int64) ([]Catchment, error) {
	ranked := r.ranked(facilities)
	d := r.newSketch(r.goals(ranked), cutoffsMs)
	defer d.done()
	rank := r.rankOf(ranked)
	return d.draw(ctx, cutoffsMs, func(point int32) int64 { return r.points.time(int(r.points.rank[point]), d.search.keys, rank).Ms })
}

// CatchmentsOf draws the land from which a place is reached in time, as if a facility stood there.
func (r *Router) CatchmentsOf(ctx context.Context, place orb.Point, cutoffsMs []int64) ([]Catchment, error) {
	doors := []orb.Point{place}
	to := goal{doors, r.boardingsOf(doors)}
	d := r.newSketch([]goal{to}, cutoffsMs)
	defer d.done()
	around := r.pointsNear(to) // these may have a way that passes no junction
	pieces := r.boardableAlong(to)
	rank := r.rankOf(nil)
	return d.draw(ctx, cutoffsMs, func(point int32) int64 {
		ms := r.points.time(int(r.points.rank[point]), d.search.keys, rank).Ms
		if _, is := slices.BinarySearch(around, point); is {
			ms = min(ms, d.ground.near.directMs(r.Area.PointDoors(int(point)), pieces))
		}
		return ms
	})
}

// boardableAlong are the boardable pieces of the edges that a goal is on.
func (r *Router) boardableAlong(to goal) (pieces []int32) {
	var edges []int32
	for i := range to.boardings {
		edges = append(edges, r.Network.Pieces[to.boardings[i].piece].Edge)
	}
	slices.Sort(edges)
	for _, edge := range slices.Compact(edges) {
		first, end := r.Network.PiecesOf(edge)
		for piece := first; piece < end; piece++ {
			if r.Network.Pieces[piece].Boardable {
				pieces = append(pieces, piece)
			}
		}
	}
	return pieces
}

// directMs is the least time of the ways from doors that pass no junction, [Never] if there is none. Pieces are those
// of the edges that goals are on.
func (n *neighbourhood) directMs(doors []orb.Point, pieces []int32) int64 {
	r, best := n.router, unreached
	offer := func(k key, _ float64) { best = min(best, k) }
	if r.Profile.Access.Rule == AccessNearest { // which of all pieces is the nearest must be known
		n.direct(r.boardingsOf(doors), doors, offer)
	} else {
		for _, door := range doors {
			frame := geo.NewFrame(door)
			for _, piece := range pieces {
				from, to := r.Network.Ends(piece)
				t, legM := frame.ToSegment(from, to)
				if legM > r.Profile.Access.LimitM {
					continue
				}
				if x, y := frame.XY(geo.Along(from, to, t)); !r.Area.Barrier.Crossed(frame, x, y) {
					n.direct([]boarding{{piece: piece, t: t, legM: legM, legMs: r.Profile.legMs(legM)}}, nil, offer)
				}
			}
		}
		n.straight(doors, offer)
	}
	if best == unreached {
		return Never
	}
	return int64(best.ms())
}

// ToStreet tells how far a place is from the nearest boardable piece of street, +Inf if there is none, and whether a
// leg leads from there to any.
func (r *Router) ToStreet(place orb.Point) (distanceM float64, within bool) {
	distanceM = math.Inf(1)
	if leg, found := r.Network.Nearest(place); found {
		distanceM = leg.DistanceM
	}
	return distanceM, len(r.boardingsOf([]orb.Point{place})) > 0
}

// pointsNear lists the residential points that could share an edge with a goal or walk to it.
func (r *Router) pointsNear(to goal) []int32 {
	var boxes []orb.Bound
	for _, door := range to.doors {
		boxes = append(boxes, door.Bound())
	}
	for i := range to.boardings {
		first, last := r.Network.PiecesOf(r.Network.Pieces[to.boardings[i].piece].Edge)
		for piece := first; piece < last; piece++ {
			from, end := r.Network.Ends(piece)
			boxes = append(boxes, orb.MultiPoint{from, end}.Bound())
		}
	}
	var near []int32
	for _, box := range boxes {
		south, north := geo.NewFrame(box.Min).Box(r.Profile.Access.LimitM), geo.NewFrame(box.Max).Box(r.Profile.Access.LimitM)
		r.doors().search(south.Union(north), func(rank int32) { near = append(near, r.points.order[rank]) })
	}
	slices.Sort(near)
	return slices.Compact(near)
}
