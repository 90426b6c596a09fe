package osm

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// outline is the shape of an object as far as the file holds it.
type outline struct {
	polygons orb.MultiPolygon // outer rings as they come, each with its holes
	line     orb.LineString   // of an open way
}

// wayOutline gives the polygon of a closed way or the line of an open one; false if nodes are missing or too few.
func (c *collection) wayOutline(w *way) (outline, bool) {
	line := make(orb.LineString, 0, len(w.refs))
	for _, ref := range w.refs {
		i, known := c.nodes.find(ref)
		if !known {
			return outline{}, false
		}
		line = append(line, c.nodes.at[i].point())
	}
	switch {
	case len(line) >= 4 && w.refs[0] == w.refs[len(w.refs)-1]:
		return outline{polygons: orb.MultiPolygon{{orb.Ring(line)}}}, true
	case len(line) >= 2:
		return outline{line: line}, true
	}
	return outline{}, false
}

// relationOutline joins the member ways of a multipolygon to rings; false if a member or node is missing, or the outer
// ways do not close.
func (c *collection) relationOutline(r *relation) (outline, bool) {
	outer, ok1 := c.rings(r, false)
	inner, ok2 := c.rings(r, true)
	if !ok1 || !ok2 || len(outer) == 0 {
		return outline{}, false
	}
	var shape orb.MultiPolygon
	for _, ring := range outer {
		polygon := orb.Polygon{ring}
		for _, hole := range inner {
			if geo.Contains(orb.MultiPolygon{{ring}}, hole[0]) {
				polygon = append(polygon, hole)
			}
		}
		shape = append(shape, polygon)
	}
	return outline{polygons: shape}, true
}

// rings joins the ways of one role, end to end, in the order of the members.
func (c *collection) rings(r *relation, inner bool) (rings []orb.Ring, complete bool) {
	type chain struct {
		refs []int64
		used bool
	}
	var parts []*chain
	ends := map[int64][]*chain{}
	for _, m := range r.members {
		if m.kind != wayMember || (m.role == "inner") != inner {
			continue
		}
		w, held := c.way(m.ref)
		if !held || len(w.refs) < 2 {
			return nil, false
		}
		part := &chain{refs: w.refs}
		parts = append(parts, part)
		first, last := w.refs[0], w.refs[len(w.refs)-1]
		ends[first] = append(ends[first], part)
		if last != first {
			ends[last] = append(ends[last], part)
		}
	}
	for _, part := range parts {
		if part.used {
			continue
		}
		part.used = true
		refs := slices.Clone(part.refs)
		for refs[0] != refs[len(refs)-1] {
			end := refs[len(refs)-1]
			free := ends[end]
			for len(free) > 0 && free[0].used {
				free = free[1:]
			}
			if ends[end] = free; len(free) == 0 {
				return nil, false
			}
			next := free[0]
			next.used = true
			add := slices.Clone(next.refs)
			if add[0] != end {
				slices.Reverse(add)
			}
			refs = append(refs, add[1:]...)
		}
		shape, ok := c.wayOutline(&way{refs: refs})
		if !ok || len(shape.polygons) == 0 {
			return nil, false
		}
		rings = append(rings, shape.polygons[0][0])
	}
	return rings, true
}

// point gives a position that stands for the object: the middle of a line; the centroid of the largest polygon if it
// lies inside, else a point that does.
func (o outline) point() orb.Point {
	if len(o.polygons) == 0 {
		return middle(o.line)
	}
	largest := slices.MaxFunc(o.polygons, func(a, b orb.Polygon) int {
		return cmp.Compare(areaM2(orb.MultiPolygon{a}), areaM2(orb.MultiPolygon{b}))
	})
	return round7(inside(largest))
}

func round7(p orb.Point) orb.Point { return orb.Point{geo.Round7(p[0]), geo.Round7(p[1])} }

func middle(line orb.LineString) orb.Point {
	total := 0.0
	for i := range line[1:] {
		total += geo.Distance(line[i], line[i+1])
	}
	left := total / 2
	for i := range line[1:] {
		piece := geo.Distance(line[i], line[i+1])
		if piece > 0 && left <= piece {
			return round7(geo.Along(line[i], line[i+1], left/piece))
		}
		left -= piece
	}
	return line[len(line)-1]
}

// inside gives a point in a polygon: the centroid of its outer ring if possible, else the middle of the widest stretch
// of the parallel through the middle of its box, else (a polygon without area) its first vertex.
func inside(polygon orb.Polygon) orb.Point {
	ring := polygon[0]
	if c, ok := centroid(ring); ok && geo.Contains(orb.MultiPolygon{polygon}, c) {
		return c
	}
	box := ring.Bound()
	lat := (box.Min[1] + box.Max[1]) / 2
	var cuts []float64
	for _, ring := range polygon {
		for i := range ring {
			a, b := ring[i], ring[(i+1)%len(ring)]
			if (a[1] > lat) != (b[1] > lat) {
				cuts = append(cuts, a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(cuts)
	best, width := ring[0], 0.0
	for i := 0; i+1 < len(cuts); i += 2 {
		if w := cuts[i+1] - cuts[i]; w > width {
			best, width = orb.Point{(cuts[i] + cuts[i+1]) / 2, lat}, w
		}
	}
	return best
}

// centroid is that of the ring's area in degrees, taken from its first vertex so that small rings lose no digits.
func centroid(ring orb.Ring) (orb.Point, bool) {
	var x, y, sum float64
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		ax, ay, bx, by := a[0]-ring[0][0], a[1]-ring[0][1], b[0]-ring[0][0], b[1]-ring[0][1]
		cross := ax*by - bx*ay
		x, y, sum = x+(ax+bx)*cross, y+(ay+by)*cross, sum+cross
	}
	if sum == 0 {
		return orb.Point{}, false
	}
	return orb.Point{ring[0][0] + x/(3*sum), ring[0][1] + y/(3*sum)}, true
}

// areaM2 is the area of polygons less their holes, in the plane at each outer ring's first vertex: good to a part in
// a thousand for anything the size of a town.
func areaM2(shape orb.MultiPolygon) (sum float64) {
	for _, polygon := range shape {
		frame := geo.NewFrame(polygon[0][0])
		for i, ring := range polygon {
			twice := 0.0
			for j := range ring {
				ax, ay := frame.XY(ring[j])
				bx, by := frame.XY(ring[(j+1)%len(ring)])
				twice += ax*by - bx*ay
			}
			if i == 0 {
				sum += math.Abs(twice) / 2
			} else {
				sum -= math.Abs(twice) / 2
			}
		}
	}
	return max(sum, 0)
}
