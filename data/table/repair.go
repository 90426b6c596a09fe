package table

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"lifecircle/geo"
)

// maxRepair bounds the vertices of a shape that is worth repairing.
const maxRepair = 200_000

// damage is what was wrong with a shape.
type damage int

const (
	undamaged    damage = iota
	ringOpen            // a ring did not end where it began
	ringShort           // a ring had fewer than three corners
	ringCrosses         // a ring met itself
	partsOverlap        // each ring is sound, but parts overlap or a hole lies outside
)

// repair makes a shape valid by the rules of simple features. A sound shape comes back as it is but for the
// winding of its rings, as undamaged. Of a ring that crosses itself the loops are kept by
// the even-odd rule; holes are cut out of their outer ring; overlapping parts become one. The shape given is
// not changed.
func repair(shape orb.MultiPolygon) (fixed orb.MultiPolygon, found damage, err error) {
	// The overlay is a port of a large library; should it panic on a freak shape, only that row is lost.
	defer func() {
		if recover() != nil {
			err = errUnrepaired
		}
	}()
	closed, found := closeRings(shape)
	if len(closed) == 0 {
		return nil, found, geo.Fail("no ring has three different corners", "没有一个环具有三个不同的顶点")
	}
	if toSimple(closed).Validate() == nil {
		return Wind(closed), found, nil
	}
	found = partsOverlap
	if slices.ContainsFunc(closed, func(p orb.Polygon) bool { return slices.ContainsFunc(p, meetsItself) }) {
		found = ringCrosses
	}
	for range 3 {
		vertices := 0
		for _, polygon := range closed {
			for _, ring := range polygon {
				vertices += len(ring)
			}
		}
		if vertices > maxRepair {
			return nil, found, geo.Fail("it crosses itself and has more than %d corners", "边界自相交，且顶点超过 %d 个", maxRepair)
		}
		if closed, err = rebuild(closed); err != nil {
			return nil, found, errUnrepaired // the library speaks of coordinates and matrices
		}
		if len(closed) == 0 {
			return nil, found, geo.Fail("nothing is left of it", "修复后面积为零")
		}
		if toSimple(closed).Validate() == nil {
			return Wind(closed), found, nil
		}
	}
	return nil, found, errUnrepaired
}

var errUnrepaired = geo.Fail("its rings cross themselves or each other in a way that cannot be untangled", "环的自相交或相互交叉无法理清")

// meetsItself tells whether a closed ring crosses or touches itself.
func meetsItself(ring orb.Ring) bool {
	seen := make(map[orb.Point]bool, len(ring))
	for _, p := range ring[1:] {
		if seen[p] {
			return true
		}
		seen[p] = true
	}
	return len(crossings(ring)) > 0
}

// closeRings copies the shape with every ring closed and freed of repeated corners; rings with fewer than
// three corners are left out, and with an outer ring its holes.
func closeRings(shape orb.MultiPolygon) (closed orb.MultiPolygon, found damage) {
	for _, polygon := range shape {
		var kept orb.Polygon
		for i, ring := range polygon {
			ring = slices.Compact(slices.Clone(ring))
			if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
				ring = append(ring, ring[0])
				found = max(found, ringOpen)
			}
			if len(ring) < 4 {
				found = max(found, ringShort)
				if i == 0 {
					break
				}
				continue
			}
			kept = append(kept, ring)
		}
		if len(kept) > 0 {
			closed = append(closed, kept)
		}
	}
	return closed, found
}

// rebuild joins the polygons anew from the simple loops of their rings.
func rebuild(shape orb.MultiPolygon) (orb.MultiPolygon, error) {
	var parts []geom.Geometry
	for _, polygon := range shape {
		var part geom.Geometry
		for i, ring := range polygon {
			area, err := evenOdd(loops(node(ring)))
			if err != nil {
				return nil, err
			}
			if i == 0 {
				part = area
				continue
			}
			if part, err = geom.Difference(part, area); err != nil {
				return nil, err
			}
		}
		if !part.IsEmpty() {
			parts = append(parts, part)
		}
	}
	union, err := geom.UnionMany(parts)
	if err != nil {
		return nil, err
	}
	return fromSimple(union), nil
}

// evenOdd is the area inside an odd number of loops.
func evenOdd(loops []orb.Ring) (geom.Geometry, error) {
	var area geom.Geometry
	for i, loop := range loops {
		next := toSimple(orb.MultiPolygon{{loop}}).AsGeometry()
		if i == 0 {
			area = next
			continue
		}
		var err error
		if area, err = geom.SymmetricDifference(area, next); err != nil {
			return geom.Geometry{}, err
		}
	}
	return area, nil
}

// node inserts a corner wherever a ring meets itself. New corners are rounded to the stored decimals, which
// may bend an edge by a centimetre into a new crossing; a few rounds settle that.
func node(ring orb.Ring) orb.Ring {
	for range 5 {
		cuts := crossings(ring)
		if len(cuts) == 0 {
			return ring
		}
		noded := make(orb.Ring, 0, len(ring)+len(cuts))
		for i := range len(ring) - 1 {
			a, b := ring[i], ring[i+1]
			on := cuts[i]
			slices.SortFunc(on, func(p, q orb.Point) int { return cmp.Compare(sqDist(a, p), sqDist(a, q)) })
			noded = append(noded, a)
			for _, p := range on {
				if p != a && p != b {
					noded = append(noded, p)
				}
			}
		}
		noded = append(noded, ring[len(ring)-1])
		noded = slices.Compact(noded)
		if len(noded) == len(ring) {
			return ring
		}
		ring = noded
	}
	return ring
}

// crossings finds for every edge the points inside it where another edge meets it, sweeping from west to east.
func crossings(ring orb.Ring) map[int][]orb.Point {
	order := make([]int, len(ring)-1)
	for i := range order {
		order[i] = i
	}
	west := func(i int) float64 { return min(ring[i][0], ring[i+1][0]) }
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(west(i), west(j)), cmp.Compare(i, j)) })
	cuts := map[int][]orb.Point{}
	for k, i := range order {
		a, b := ring[i], ring[i+1]
		east, south, north := max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
		for _, j := range order[k+1:] {
			if west(j) > east {
				break
			}
			c, d := ring[j], ring[j+1]
			if min(c[1], d[1]) > north || max(c[1], d[1]) < south {
				continue
			}
			for _, p := range meet(a, b, c, d) {
				if p != a && p != b {
					cuts[i] = append(cuts[i], p)
				}
				if p != c && p != d {
					cuts[j] = append(cuts[j], p)
				}
			}
		}
	}
	return cuts
}

// meet gives the points two edges share: corners of one on the other, or where they cross.
func meet(a, b, c, d orb.Point) []orb.Point {
	sc, sd := side(a, b, c), side(a, b, d)
	sa, sb := side(c, d, a), side(c, d, b)
	if sc*sd < 0 && sa*sb < 0 {
		t := sa / (sa - sb)
		return []orb.Point{{geo.Round7(a[0] + t*(b[0]-a[0])), geo.Round7(a[1] + t*(b[1]-a[1]))}}
	}
	var shared []orb.Point
	for _, p := range []orb.Point{c, d} {
		if side(a, b, p) == 0 && between(a, b, p) {
			shared = append(shared, p)
		}
	}
	for _, p := range []orb.Point{a, b} {
		if side(c, d, p) == 0 && between(c, d, p) {
			shared = append(shared, p)
		}
	}
	return shared
}

// side is twice the area of the triangle a, b, p: positive to the left. Coordinates are multiples of 1e-7°, so
// integers decide exactly.
func side(a, b, p orb.Point) float64 {
	grid := func(v float64) int64 { return int64(math.Round(v * 1e7)) }
	ax, ay := grid(a[0]), grid(a[1])
	// Differences stay below 2^32, products below 2^63 for shapes narrower than 180°.
	left, right := float64(grid(b[0])-ax)*float64(grid(p[1])-ay), float64(grid(b[1])-ay)*float64(grid(p[0])-ax)
	return left - right
}

func between(a, b, p orb.Point) bool {
	return min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) && min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1])
}

func sqDist(a, b orb.Point) float64 {
	dx, dy := a[0]-b[0], a[1]-b[1]
	return dx*dx + dy*dy
}

// loops cuts a noded ring into simple loops: whenever the walk comes back to a corner, what lies between is one.
// Ways walked out and back leave no loop.
func loops(ring orb.Ring) []orb.Ring {
	var out []orb.Ring
	var path []orb.Point
	at := map[orb.Point]int{}
	for _, p := range ring {
		start, seen := at[p]
		if !seen {
			at[p] = len(path)
			path = append(path, p)
			continue
		}
		if len(path)-start >= 3 {
			out = append(out, append(orb.Ring(slices.Clone(path[start:])), p))
		}
		for _, q := range path[start+1:] {
			delete(at, q)
		}
		path = path[:start+1]
	}
	return out
}

// Wind returns a copy of the shape with outer rings counter-clockwise and holes clockwise, as RFC 7946 asks.
func Wind(shape orb.MultiPolygon) orb.MultiPolygon {
	wound := shape.Clone()
	for _, polygon := range wound {
		for i, ring := range polygon {
			want := orb.CCW
			if i > 0 {
				want = orb.CW
			}
			if o := ring.Orientation(); o != 0 && o != want {
				ring.Reverse()
			}
		}
	}
	return wound
}

func toSimple(shape orb.MultiPolygon) geom.MultiPolygon {
	polygons := make([]geom.Polygon, len(shape))
	for i, polygon := range shape {
		rings := make([]geom.LineString, len(polygon))
		for j, ring := range polygon {
			flat := make([]float64, 0, 2*len(ring))
			for _, p := range ring {
				flat = append(flat, p[0], p[1])
			}
			rings[j] = geom.NewLineString(geom.NewSequence(flat, geom.DimXY))
		}
		polygons[i] = geom.NewPolygon(rings)
	}
	return geom.NewMultiPolygon(polygons)
}

// fromSimple keeps the polygons of a geometry, rounded to the stored decimals.
func fromSimple(g geom.Geometry) orb.MultiPolygon {
	var shape orb.MultiPolygon
	for _, part := range g.Dump() {
		polygon, ok := part.AsPolygon()
		if !ok || polygon.IsEmpty() {
			continue
		}
		var rings orb.Polygon
		for _, line := range polygon.DumpRings() {
			sequence := line.Coordinates()
			var ring orb.Ring
			for i := range sequence.Length() {
				xy := sequence.GetXY(i)
				ring = append(ring, orb.Point{geo.Round7(xy.X), geo.Round7(xy.Y)})
			}
			rings = append(rings, ring)
		}
		shape = append(shape, rings)
	}
	closed, _ := closeRings(shape)
	return closed
}
