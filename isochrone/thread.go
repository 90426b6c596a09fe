package isochrone

import "math"

// thread draws a ring through portals with few vertices, in whole units of 1e-7 degrees: the least number of decimals,
// and no rounding afterwards that could take a line over a residential point. A vertex is a place beside the middle of
// a portal; from one the thread runs straight on as far as it can pass every portal on its way.
//
// Everything is decided by sides of lines. Triangles are convex: a straight line that passes the portals at the two
// ends of a row of triangles, and all between, in the same order, stays in these triangles.
type thread struct {
	portals []portal
	knots   []knot
}

// knot is a possible vertex of a ring.
type knot struct {
	at     xy
	beside int // the portal it was made for
	next   int // the portal that lies ahead of it: the same or the one after
	ok     bool
}

// lineRing is a ring of positions in half units. Loose are those of its vertices that are no whole units.
type lineRing struct {
	at    []xy
	loose int
}

// ring threads portals, the last of which is followed by the first again.
func (t *thread) ring(portals []portal) lineRing {
	t.portals = portals
	n := len(portals)
	var ring lineRing
	for k := range portals {
		t.settle(k)
	}
	t.knots = resized(t.knots, n)
	for k := range portals {
		t.knots[k] = t.knot(k)
	}
	start := t.knots[0]
	if !start.ok {
		start = knot{at: portals[0].mid, beside: 0, next: 1}
	}
	end := knot{at: start.at, beside: n, next: start.next + n}
	if portals[0].wall {
		end.next = n
	}
	for at := start; ; {
		ring.at = append(ring.at, at.at)
		if !at.at.whole() {
			ring.loose++
		}
		next, arrived := t.farthest(at, end)
		if arrived {
			return ring
		}
		if !next.ok {
			next = t.squeeze(at, end)
		}
		if !next.ok { // too narrow for whole units
			next = knot{at: t.at(at.next).mid, beside: at.next, next: at.next + 1}
		}
		at = next
	}
}

// whole reports whether a place is in whole units of 1e-7 degrees.
func (a xy) whole() bool { return a.x/2 == math.Trunc(a.x/2) && a.y/2 == math.Trunc(a.y/2) }

func (t *thread) at(k int) *portal { return &t.portals[k%len(t.portals)] }

// farthest finds the last knot that can be seen from one, or the end of the ring. Nothing is seen through a wall.
func (t *thread) farthest(from, end knot) (next knot, arrived bool) {
	v := view{from: from.at}
	for k := from.next; ; k++ {
		if k == end.next {
			return next, v.sees(end.at) || k == from.next
		}
		lap := k / len(t.portals) * len(t.portals)
		candidate := t.knots[k-lap]
		candidate.next, candidate.beside = candidate.next+lap, k
		if t.at(k).wall {
			if v.sees(candidate.at) || k == from.next {
				next = candidate
			}
			return next, false
		}
		if candidate.ok && candidate.next == k && k > from.beside && v.sees(candidate.at) {
			next = candidate
		}
		if v.through(t.at(k)); v.shut {
			return next, false
		}
		if candidate.ok && candidate.next > k && v.sees(candidate.at) {
			next = candidate
		}
	}
}

// squeeze finds a next knot where none lies within what the lines of this cutoff may pass, with no regard for those of
// others: sites stay on their sides, but by a few units lines of two cutoffs may come to cross.
func (t *thread) squeeze(from, end knot) knot {
	k := max(from.next, from.beside+1)
	if k >= end.beside || t.at(k).wall {
		return knot{}
	}
	p, last, next := t.at(k).wide(), t.at(k+len(t.portals)-1).wide(), t.at(k+1).wide()
	for _, at := range around(p.mid) {
		v := view{from: from.at}
		if k > from.next {
			v.through(&last)
		}
		found := knot{at.xy(), k, k, t.between(&last, &p, at)}
		if p.beyond(at) >= 0 {
			v.through(&p)
			found = knot{at.xy(), k, k + 1, t.between(&p, &next, at)}
		}
		if found.ok && !v.shut && v.sees(found.at) {
			return found
		}
	}
	return knot{}
}

// settle moves the place of a wall to whole units. It may then lie beside the edge, inside one of the two triangles: as
// the lines of all cutoffs pass this place, it is as if the edge were bent there. Where the other edges of the
// triangles are too near for that, halfway along the edge is the best place left.
func (t *thread) settle(k int) {
	p := &t.portals[k]
	if !p.wall {
		return
	}
	before, after := thirdOf(p, t.at(k+len(t.portals)-1)), thirdOf(p, t.at(k+1))
	if !p.clear(before, p.mid) || !p.clear(after, p.mid) {
		p.mid = between(p.in.xy(), p.out.xy(), 0.5)
		p.left, p.right = p.mid, p.mid
	}
	if !p.clear(before, p.mid) || !p.clear(after, p.mid) {
		return
	}
	p.mid = around(p.mid)[0].xy()
	p.left, p.right = p.mid, p.mid
}

// clearHalfUnits is how far a bent edge must be from others: each may be bent by no more than the square root of 2.
const clearHalfUnits = 3

// clear reports whether a place on a portal is clear of the two other edges of a triangle that it is an edge of.
func (p *portal) clear(third vertexAt, at xy) bool {
	for _, end := range [2]vertexAt{p.in, p.out} {
		edge := third.xy().minus(end.xy())
		if math.Abs(edge.cross(at.minus(end.xy()))) < clearHalfUnits*math.Hypot(edge.x, edge.y) {
			return false
		}
	}
	return true
}

// thirdOf is the vertex of the triangle of two portals that the first does not have.
func thirdOf(p, other *portal) vertexAt {
	if other.in != p.in && other.in != p.out {
		return other.in
	}
	return other.out
}

// around lists the four places in whole units around one, the nearest first.
func around(at xy) [4]vertexAt {
	x, y := math.Round(at.x/2), math.Round(at.y/2)
	dx, dy := math.Copysign(1, at.x/2-x), math.Copysign(1, at.y/2-y)
	place := func(x, y float64) vertexAt { return vertexAt{2 * int64(x), 2 * int64(y)} }
	return [4]vertexAt{place(x, y), place(x+dx, y), place(x, y+dy), place(x+dx, y+dy)}
}

// view is what can be seen from a place through portals: all between two directions.
type view struct {
	from        xy
	left, right xy
	open, shut  bool
}

func (v *view) through(p *portal) {
	left, right := p.left.minus(v.from), p.right.minus(v.from)
	if !v.open {
		v.left, v.right, v.open = left, right, true
	} else {
		if v.left.cross(left) < 0 {
			v.left = left
		}
		if v.right.cross(right) > 0 {
			v.right = right
		}
	}
	// Both ends of the view have to pass the portal; what is between them then does too.
	for _, d := range [2]xy{v.left, v.right} {
		v.shut = v.shut || d.cross(left) < 0 || d.cross(right) > 0
	}
	v.shut = v.shut || v.right.cross(v.left) <= 0
}

func (v *view) sees(at xy) bool {
	d := at.minus(v.from)
	if !v.open {
		return at != v.from
	}
	return v.right.cross(d) >= 0 && d.cross(v.left) >= 0 && d != xy{}
}

// knot finds a place in whole units beside a portal, the nearest to the middle of it that will do.
func (t *thread) knot(k int) knot {
	p := &t.portals[k]
	if p.wall {
		return knot{p.mid, k, k + 1, true}
	}
	for _, share := range [5]float64{0, -0.5, 0.5, -0.9, 0.9} {
		mid := between(p.mid, p.right, share)
		if share < 0 {
			mid = between(p.mid, p.left, -share)
		}
		for _, v := range around(mid) {
			if found := t.place(k, v); found.ok {
				return found
			}
		}
	}
	return knot{}
}

// place tells whether a place lies in one of the two triangles that a portal joins, between what may be passed of it
// and of the portal on the other side of the triangle.
func (t *thread) place(k int, v vertexAt) knot {
	n := len(t.portals)
	if p := &t.portals[k]; p.beyond(v) < 0 {
		return knot{v.xy(), k, k, t.between(t.at(k+n-1), p, v)}
	}
	return knot{v.xy(), k, k + 1, t.between(t.at(k), t.at(k+1), v)}
}

// between reports whether a place lies between two consecutive portals and the lines that join their ends.
func (t *thread) between(a, b *portal, v vertexAt) bool {
	at := v.xy()
	return a.beyond(v) >= 0 && b.beyond(v) <= 0 &&
		b.left.minus(a.left).cross(at.minus(a.left)) <= 0 && b.right.minus(a.right).cross(at.minus(a.right)) >= 0
}
