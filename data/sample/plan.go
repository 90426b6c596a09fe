package sample

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// The town is drawn on a plan: x metres east, y metres north of its market square. The square lies at this
// place, in hills where no such town is.
const (
	originLon = 119.1
	originLat = 30.6

	metresPerDegreeLat = geo.EarthRadiusM * math.Pi / 180
	metresPerDegreeLon = metresPerDegreeLat * 0.8607420270039436 // cos 30.6°
)

// grain is the number of steps per metre to which every position on the plan is rounded. Coordinates stay
// below 2^14 m, so that differences take 19 bits and their products 38: sums of products of them are exact in a
// float64, and no test of a side or an order depends on rounding.
const grain = 16

// mul is a·b, rounded. Go may fuse a product with the sum it goes into, and does so on some processors and not on
// others; the conversion forbids it, so that the town is the same everywhere.
func mul(a, b float64) float64 { return float64(a * b) }

// uniform is a number from least to most.
func uniform(rnd *rand.Rand, least, most float64) float64 {
	return least + mul(most-least, rnd.Float64())
}

// pt is a position or a vector on the plan, in metres.
type pt struct{ x, y float64 }

// line is a run of positions on the plan.
type line []pt

// at is the position on the plan nearest to (x, y).
func at(x, y float64) pt {
	return pt{math.Round(x*grain) / grain, math.Round(y*grain) / grain}
}

// position is p in degrees, as Lifecircle stores it.
func (p pt) position() orb.Point {
	return orb.Point{geo.Round7(originLon + p.x/metresPerDegreeLon), geo.Round7(originLat + p.y/metresPerDegreeLat)}
}

func (l line) positions() orb.LineString {
	out := make(orb.LineString, len(l))
	for i, p := range l {
		out[i] = p.position()
	}
	return out
}

func (p pt) sub(q pt) pt        { return pt{p.x - q.x, p.y - q.y} }
func (p pt) dot(q pt) float64   { return mul(p.x, q.x) + mul(p.y, q.y) }
func (p pt) cross(q pt) float64 { return mul(p.x, q.y) - mul(p.y, q.x) }
func (p pt) length() float64    { return math.Sqrt(p.dot(p)) }
func (p pt) left() pt           { return pt{-p.y, p.x} }

// unit is the vector of length 1 in the direction of p, or no vector at all for none.
func (p pt) unit() pt {
	n := p.length()
	if n == 0 {
		return pt{}
	}
	return pt{p.x / n, p.y / n}
}

// step is the position d metres from p in the direction u.
func (p pt) step(u pt, d float64) pt { return at(p.x+mul(d, u.x), p.y+mul(d, u.y)) }

// between is the position at fraction t of the way from p to q.
func between(p, q pt, t float64) pt { return at(p.x+mul(t, q.x-p.x), p.y+mul(t, q.y-p.y)) }

func distance(p, q pt) float64 { return q.sub(p).length() }

// foot is the fraction of a-b at which it comes nearest to p, and how near that is.
func foot(p, a, b pt) (t, d float64) {
	ab := b.sub(a)
	if n := ab.dot(ab); n > 0 {
		t = max(0, min(1, p.sub(a).dot(ab)/n))
	}
	return t, pt{a.x + mul(t, ab.x) - p.x, a.y + mul(t, ab.y) - p.y}.length()
}

func (l line) length() float64 {
	sum := 0.0
	for i := 1; i < len(l); i++ {
		sum += distance(l[i-1], l[i])
	}
	return sum
}

// along is the position d metres from the start of l, and the direction of l there.
func (l line) along(d float64) (p, direction pt) {
	for i := 1; i < len(l); i++ {
		n := distance(l[i-1], l[i])
		if d <= n || i == len(l)-1 {
			u := l[i].sub(l[i-1]).unit()
			return l[i-1].step(u, max(0, min(d, n))), u
		}
		d -= n
	}
	return l[0], pt{1, 0}
}

// near is the least distance from p to l.
func (l line) near(p pt) float64 {
	best := math.Inf(1)
	for i := 1; i < len(l); i++ {
		_, d := foot(p, l[i-1], l[i])
		best = min(best, d)
	}
	return best
}

func (l line) reversed() line {
	out := make(line, len(l))
	for i, p := range l {
		out[len(l)-1-i] = p
	}
	return out
}

// curve is the Catmull-Rom spline through the control points, drawn in steps of about 45 m.
func curve(via ...pt) line {
	if len(via) < 3 {
		return append(line(nil), via...)
	}
	out := line{at(via[0].x, via[0].y)}
	for i := 1; i < len(via); i++ {
		a, b := via[i-1], via[i]
		before, after := a, b
		if i > 1 {
			before = via[i-2]
		}
		if i+1 < len(via) {
			after = via[i+1]
		}
		steps := int(math.Ceil(distance(a, b) / 45))
		for s := 1; s <= steps; s++ {
			t := float64(s) / float64(steps)
			p := at(hermite(before.x, a.x, b.x, after.x, t), hermite(before.y, a.y, b.y, after.y, t))
			if p != out[len(out)-1] {
				out = append(out, p)
			}
		}
	}
	return out
}

// loop is the closed spline through the control points: its last position is its first.
func loop(via ...pt) line {
	n := len(via)
	around := append([]pt{via[n-1]}, via...)
	around = append(around, via[0], via[1])
	full := curve(around...)
	start, end := 0, len(full)
	for i, p := range full {
		if p == at(via[0].x, via[0].y) {
			if start == 0 {
				start = i
			} else {
				end = i + 1
			}
		}
	}
	return full[start:end]
}

func hermite(before, a, b, after, t float64) float64 {
	cubic := mul(3, a-b) + (after - before)
	square := mul(2, before) - mul(5, a) + mul(4, b) - after
	return 0.5 * (mul(2, a) + mul(t, (b-before)+mul(t, square+mul(t, cubic))))
}

// beside is l moved by d metres to its left (right, for negative d). Meant for gentle curves, whose radius
// is larger than d.
func (l line) beside(d float64) line {
	return l.besideBy(func(int) float64 { return d })
}

// besideBy is beside with a distance for each vertex.
func (l line) besideBy(d func(i int) float64) line {
	out := make(line, 0, len(l))
	for i, p := range l {
		u := l[min(i+1, len(l)-1)].sub(l[max(i-1, 0)]).unit()
		out = append(out, p.step(u.left(), d(i)))
	}
	return out
}

// stretch is the part of l whose vertices satisfy keep; they must be consecutive.
func (l line) stretch(keep func(pt) bool) line {
	var out line
	for _, p := range l {
		if keep(p) {
			out = append(out, p)
		}
	}
	return out
}

// crossing is where segments a-b and c-d meet, with the fraction of a-b; ok is false where they do not.
func crossing(a, b, c, d pt) (p pt, t float64, ok bool) {
	ab, cd, ac := b.sub(a), d.sub(c), c.sub(a)
	den := ab.cross(cd)
	if den == 0 {
		return pt{}, 0, false
	}
	t, s := ac.cross(cd)/den, ac.cross(ab)/den
	if t < 0 || t > 1 || s < 0 || s > 1 {
		return pt{}, 0, false
	}
	return between(a, b, t), t, true
}
