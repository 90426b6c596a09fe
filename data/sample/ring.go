package sample

import "math"

// ring is a polygon without holes, counter-clockwise; its last position is not its first.
type ring []pt

// area in square metres, positive for counter-clockwise rings.
func (r ring) area() float64 {
	sum := 0.0
	for i, p := range r {
		q := r[(i+1)%len(r)]
		sum += p.cross(q)
	}
	return sum / 2
}

// contains says whether p is inside r; positions on the edge are on either side.
func (r ring) contains(p pt) bool {
	in := false
	for i, a := range r {
		b := r[(i+1)%len(r)]
		if (a.y > p.y) == (b.y > p.y) {
			continue
		}
		side := b.sub(a).cross(p.sub(a))
		if (b.y > a.y) == (side > 0) {
			in = !in
		}
	}
	return in
}

func (r ring) closed() line { return append(append(line(nil), r...), r[0]) }

func (r ring) edgeDistance(p pt) float64 { return r.closed().near(p) }

// centre is the centroid of r.
func (r ring) centre() pt {
	var x, y, sum float64
	o := r[0]
	for i, p := range r {
		p, q := p.sub(o), r[(i+1)%len(r)].sub(o)
		c := p.cross(q)
		x, y, sum = x+mul(c, p.x+q.x), y+mul(c, p.y+q.y), sum+c
	}
	if sum == 0 {
		return o
	}
	return at(o.x+x/(3*sum), o.y+y/(3*sum))
}

// box is the smallest rectangle around r that has an edge parallel to one of r's: a corner, the unit vector
// of its longer side, and its two lengths.
func (r ring) box() (corner, u pt, long, short float64) {
	best := math.Inf(1)
	for i, p := range r {
		d := r[(i+1)%len(r)].sub(p)
		if d.dot(d) < 100 {
			continue // shorter than 10 m: not a side of anything
		}
		e := d.unit()
		lo, hi := pt{math.Inf(1), math.Inf(1)}, pt{math.Inf(-1), math.Inf(-1)}
		for _, q := range r {
			s, t := q.dot(e), q.dot(e.left())
			lo, hi = pt{min(lo.x, s), min(lo.y, t)}, pt{max(hi.x, s), max(hi.y, t)}
		}
		w, h := hi.x-lo.x, hi.y-lo.y
		if w*h > best-1 {
			continue
		}
		best = w * h
		if w >= h {
			u, long, short = e, w, h
			corner = along(e, lo)
		} else { // turn by a right angle: the other side is the longer one
			u, long, short = e.left(), h, w
			corner = along(e, pt{hi.x, lo.y})
		}
	}
	return corner, u, long, short
}

// along is the position x metres in the direction e and y metres to the left of it from the origin.
func along(e, p pt) pt {
	return at(mul(e.x, p.x)-mul(e.y, p.y), mul(e.y, p.x)+mul(e.x, p.y))
}

// simplified leaves out corners that lie within tol metres of the line between their neighbours.
func (r ring) simplified(tol float64) ring {
	out := append(ring(nil), r...)
	for changed := true; changed && len(out) > 3; {
		changed = false
		for i := 0; i < len(out) && len(out) > 3; i++ {
			a, b := out[(i+len(out)-1)%len(out)], out[(i+1)%len(out)]
			if _, d := foot(out[i], a, b); d < tol {
				out = append(out[:i], out[i+1:]...)
				changed = true
			}
		}
	}
	return out
}

// inset is r shrunk by d metres on every side; ok is false where r is too narrow or too crooked for that.
func (r ring) inset(d float64) (in ring, ok bool) {
	n := len(r)
	for i := range r {
		a, b, c := r[(i+n-1)%n], r[i], r[(i+1)%n]
		u, v := b.sub(a).unit(), c.sub(b).unit()
		den := u.cross(v)
		if math.Abs(den) < 0.05 {
			in = append(in, b.step(u.left(), d))
			continue
		}
		p, q := b.step(u.left(), d), b.step(v.left(), d) // a point on each of the two moved sides
		t := q.sub(p).cross(v) / den
		in = append(in, p.step(u, t))
	}
	if in.area() < 0.2*r.area() {
		return nil, false
	}
	for i, p := range in {
		if !r.contains(p) || r.edgeDistance(p) < d*0.8 {
			return nil, false
		}
		if p.sub(in[(i+1)%n]).dot(r[i].sub(r[(i+1)%n])) <= 0 {
			return nil, false // a side turned round
		}
	}
	return in, true
}

// hit is where the ray from p in the direction u first meets r, with the side it meets.
func (r ring) hit(p, u pt) (q pt, side int, ok bool) {
	far, best := p.step(u, 3000), 2.0
	for i, a := range r {
		if x, t, met := crossing(p, far, a, r[(i+1)%len(r)]); met && t > 0 && t < best {
			q, side, best, ok = x, i, t, true
		}
	}
	return q, side, ok
}
