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
}

// Catchments draws, for several cutoffs at once, the land from which the nearest of the facilities is reached in time.
//
// The shapes are derived from T(p) and not the other way round: every residential point and every facility with
// T(p) ≤ cutoff lies inside, every other one outside, and the shapes of rising cutoffs enclose each other. Between
// them the line is interpolated on a lattice of 25 m on foot and 100 m otherwise. A point with entrances has the time
// of its doors; of points on one spot the best counts.
func (r *Router) Catchments(ctx context.Context, facilities []int32, cutoffsMs []int64) ([]Catchment, error) {
	ranked := r.ranked(facilities)
	to := r.goals(ranked)
	keys := searchAll(r.Network.States, &r.Network.In, r.arrivals(to))
	rank := r.rankOf(ranked)
	return r.catchments(ctx, to, keys, cutoffsMs, func(point int) Time { return r.points.time(int(r.points.rank[point]), keys, rank) })
}

// CatchmentsOf draws the land from which a place is reached in time, as if a facility stood there. It also returns
// the travel time from every residential point.
func (r *Router) CatchmentsOf(ctx context.Context, place orb.Point, cutoffsMs []int64) ([]Catchment, []Time, error) {
	doors := []orb.Point{place}
	to := []goal{{doors, r.boardingsOf(doors)}}
	keys := searchAll(r.Network.States, &r.Network.In, r.arrivals(to))
	times := make([]Time, len(r.Area.Points))
	rank := r.rankOf(nil)
	err := inParallel(ctx, len(times), func(_, i int) { times[r.points.order[i]] = r.points.time(i, keys, rank) })
	if err != nil {
		return nil, nil, err
	}
	near := r.newNeighbourhood(to)
	for _, i := range r.pointsNear(to[0]) { // these may have a way that passes no node
		doors := r.Area.PointDoors(int(i))
		times[i] = near.timeFrom(r.boardingsOf(doors), doors, keys)
	}
	for i := range times {
		times[i].Facility = -1 // a place is none
	}
	catchments, err := r.catchments(ctx, to, keys, cutoffsMs, func(point int) Time { return times[point] })
	return catchments, times, err
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
		r.pointIndex().Search(south.Union(north), func(point int32) bool {
			near = append(near, point)
			return true
		})
	}
	slices.Sort(near)
	return slices.Compact(near)
}

func (r *Router) catchments(ctx context.Context, to []goal, keys []key, cutoffsMs []int64, timeOf func(point int) Time) ([]Catchment, error) {
	near := r.newNeighbourhood(to)
	maxMs := int64(0)
	catchments := make([]Catchment, len(cutoffsMs))
	for i, c := range cutoffsMs {
		catchments[i].CutoffMs = c
		maxMs = max(maxMs, c)
	}
	sites := r.sites(keys, near, timeOf)
	reached := r.reachedPieces(keys, near, maxMs+beyondMs)
	box, any := r.reachedBox(reached, near, sites, maxMs)
	if !any {
		return catchments, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := r.newSurface(newLattice(box, r.cornerM(), r.latitude), reached, near, maxMs+beyondMs)
	m := newMesh(s, sites, maxMs)
	for i := range catchments {
		catchments[i].Shape = assemble(m.level(catchments[i].CutoffMs))
	}
	return catchments, ctx.Err()
}

// cornerM is the distance between corners: about a third of a walker's access leg, more for the fast.
func (r *Router) cornerM() float64 {
	if r.Profile.Traveller == geo.Foot.String() {
		return 25
	}
	return 100
}

// sites are the residential points and facilities, each with its own travel time.
func (r *Router) sites(keys []key, near *neighbourhood, timeOf func(point int) Time) []site {
	var sites []site
	add := func(at orb.Point, t Time) {
		x, y := half(at)
		sites = append(sites, site{vertexAt{x, y}, t.Ms})
	}
	for i := range r.Area.Points {
		add(r.Area.Points[i].Point, timeOf(i))
	}
	for i := range r.facilities {
		add(r.Area.Facilities[i].Point, near.timeFrom(r.facilities[i].boardings, r.facilities[i].doors, keys))
	}
	return sites
}

// reachedBox is the box around everything within maxMs, with room for a leg and a cell on every side.
func (r *Router) reachedBox(reached []reachedPiece, near *neighbourhood, sites []site, maxMs int64) (box orb.Bound, any bool) {
	extend := func(p orb.Point) {
		if !any {
			box, any = p.Bound(), true
		}
		box = box.Extend(p)
	}
	for i := range reached {
		if reached[i].leastMs <= maxMs {
			from, to := r.Network.Ends(reached[i].piece)
			extend(from)
			extend(to)
		}
	}
	for _, door := range near.doors {
		extend(door.at)
	}
	for _, s := range sites {
		if s.ms <= maxMs {
			extend(s.at.position())
		}
	}
	if any {
		margin := r.Profile.Access.LimitM + 3*r.cornerM()
		south, north := geo.NewFrame(box.Min).Box(margin), geo.NewFrame(box.Max).Box(margin)
		box = south.Union(north).Union(box)
	}
	return box, any
}

// assemble sorts rings with the inside on their left into polygons: counter-clockwise ones are outer rings, each
// clockwise one is a hole of the smallest outer ring around it.
func assemble(rings []orb.Ring) orb.MultiPolygon {
	var shape orb.MultiPolygon
	var size []float64
	var holes []orb.Ring
	for _, ring := range rings {
		if a := signedArea(ring); a > 0 {
			shape = append(shape, orb.Polygon{ring})
			size = append(size, a)
		} else if a < 0 {
			holes = append(holes, ring)
		}
	}
	for _, hole := range holes {
		owner := -1
		for i := range shape {
			if (owner < 0 || size[i] < size[owner]) && shape[i][0].Bound().Contains(hole[0]) && geo.Contains(orb.MultiPolygon{{shape[i][0]}}, hole[0]) {
				owner = i
			}
		}
		if owner >= 0 {
			shape[owner] = append(shape[owner], hole)
		}
	}
	return shape
}

// signedArea is the area of a ring in square degrees, above 0 if it runs counter-clockwise. It is taken about the
// ring's first point: far from it a small area would drown in rounding.
func signedArea(ring orb.Ring) float64 {
	area := 0.0
	for i := 1; i < len(ring); i++ {
		ax, ay := ring[i-1][0]-ring[0][0], ring[i-1][1]-ring[0][1]
		bx, by := ring[i][0]-ring[0][0], ring[i][1]-ring[0][1]
		area += ax*by - bx*ay
	}
	return area / 2
}
