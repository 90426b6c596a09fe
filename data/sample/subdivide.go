package sample

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// texture says how a piece of land between roads is cut into blocks.
type texture struct {
	blockM2 float64  // land is cut until blocks are about this large
	uneven  float64  // 0 cuts in the middle and at right angles, 1 anywhere and askew
	classes []string // of the streets: first the ones that cut the whole piece, then the ones that cut its parts
	lost    float64  // share of the last cuts that were never opened as streets
	name    func() string
}

// blocks cuts land into blocks by streets. setback says how far the end of a street stays away from a place on the edge
// of the land: 0 but along barriers.
func blocks(land ring, t texture, rnd *rand.Rand, setback func(pt) float64) (out []ring, streets []road) {
	var cut func(r ring, depth int)
	cut = func(r ring, depth int) {
		goal := t.blockM2 * uniform(rnd, 0.75, 1.35)
		a, b, ok := chord(r, t.uneven, rnd)
		if r.area() < goal*1.25 || !ok {
			out = append(out, r)
			return
		}
		bend := bendOf(r, a, b, t.uneven, rnd)
		one, two := split(r, a, b, bend)
		if min(one.area(), two.area()) < 0.18*goal {
			out = append(out, r)
			return
		}
		last := r.area() < goal*2.2
		if !(last && rnd.Float64() < t.lost) {
			class := t.classes[min(depth, len(t.classes)-1)]
			streets = append(streets, opened(line{a, b}, bend, class, t.name(), setback)...)
		}
		cut(one, depth+1)
		cut(two, depth+1)
	}
	cut(land, 0)
	return out, streets
}

// bendOf is a place beside the middle of the cut a-b through which it leads in a bend; none for short cuts.
func bendOf(r ring, a, b pt, uneven float64, rnd *rand.Rand) (bend line) {
	if distance(a, b) < 70 {
		return nil
	}
	p := between(a, b, uniform(rnd, 0.3, 0.7)).step(b.sub(a).unit().left(), uneven*uniform(rnd, -9, 9))
	if !r.contains(p) || r.edgeDistance(p) < 12 {
		return nil
	}
	return line{p}
}

// opened is the street along a cut, which ends before barriers.
func opened(ends, bend line, class, name string, setback func(pt) float64) []road {
	a, b := ends[0], ends[1]
	u, n := b.sub(a).unit(), distance(a, b)
	from, to := setback(a), n-setback(b)
	if to-from < 25 {
		return nil
	}
	l := line{a.step(u, from)}
	if from == 0 {
		l[0] = a
	}
	l = append(l, bend...)
	if to == n {
		l = append(l, b)
	} else {
		l = append(l, a.step(u, to))
	}
	return []road{{line: l, class: class, name: name}}
}

// chord chooses where to cut r in two: across the longer side of its box, between two places on its edge that see
// each other.
func chord(r ring, uneven float64, rnd *rand.Rand) (a, b pt, ok bool) {
	corner, u, long, short := r.box()
	if long == 0 {
		return pt{}, pt{}, false
	}
	where := 0.5 + mul(0.12+mul(0.2, uneven), rnd.Float64()-0.5)
	if long > 2.6*short {
		where = uniform(rnd, 0.28, 0.38) // not to the middle of a long strip, but to a good length
	}
	skew := uneven * uniform(rnd, -0.175, 0.175)
	across := pt{u.left().x + mul(skew, u.x), u.left().y + mul(skew, u.y)}.unit()
	start := corner.step(u, where*long)
	from, to := start.step(across, -mul(1.2, long)-50), start.step(across, mul(1.2, long)+short+50)
	type meeting struct {
		t float64
		p pt
	}
	var met []meeting
	for i, p := range r {
		q := r[(i+1)%len(r)]
		if x, t, hit := crossing(from, to, p, q); hit {
			met = append(met, meeting{t, nearCorner(x, p, q)})
		}
	}
	slices.SortFunc(met, func(a, b meeting) int { return cmp.Compare(a.t, b.t) })
	best := 0.0
	for i := 1; i < len(met); i++ {
		p, q := met[i-1].p, met[i].p
		if d := distance(p, q); d > best && r.contains(between(p, q, 0.5)) {
			a, b, best = p, q, d
		}
	}
	return a, b, best > 30 && seen(r, a, b)
}

// nearCorner moves the end of a cut to a corner of the land a few metres away, so that streets meet there in one place.
func nearCorner(x, p, q pt) pt {
	switch {
	case distance(x, p) < 14 && distance(x, p) <= distance(x, q):
		return p
	case distance(x, q) < 14:
		return q
	}
	return x
}

// seen says whether a-b stays inside r, touching its edge at the ends only.
func seen(r ring, a, b pt) bool {
	for i := 1; i < 12; i++ {
		p := between(a, b, float64(i)/12)
		if !r.contains(p) {
			return false
		}
	}
	for i, p := range r {
		q := r[(i+1)%len(r)]
		if x, _, hit := crossing(a, b, p, q); hit && distance(x, a) > 2 && distance(x, b) > 2 {
			return false
		}
	}
	return true
}

// split parts r by the cut from a by the bend to b; a and b lie on its edge.
func split(r ring, a, b pt, bend line) (one, two ring) {
	r = withCorner(withCorner(r, a), b)
	i, j := slices.Index(r, a), slices.Index(r, b)
	if i > j {
		i, j = j, i
	}
	one = slices.Concat(r[i:j+1], ring(bend))
	two = slices.Concat(r[j:], r[:i+1], ring(bend))
	return one, two
}

// withCorner is r with a corner at p, which lies on its edge.
func withCorner(r ring, p pt) ring {
	if slices.Contains(r, p) {
		return r
	}
	best, where := 1e9, 0
	for i, a := range r {
		if _, d := foot(p, a, r[(i+1)%len(r)]); d < best {
			best, where = d, i
		}
	}
	return slices.Insert(slices.Clone(r), where+1, p)
}
