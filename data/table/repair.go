package table

import (
	"cmp"
	"errors"
	"slices"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"lifecircle/geo"
)

// maxRepair bounds the vertices of a shape that is worth repairing.
const maxRepair = 50_000

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
	// Before the library checks it, which compares edges without an end.
	if err := untangleable(closed); err != nil {
		return nil, ringCrosses, err
	}
	if toSimple(closed).Validate() == nil {
		return Wind(closed), found, nil
	}
	found = partsOverlap
	if slices.ContainsFunc(closed, func(p orb.Polygon) bool { return slices.ContainsFunc(p, meetsItself) }) {
		found = ringCrosses
	}
	for range 3 {
		if corners(closed) > maxRepair {
			return nil, found, geo.Fail("it crosses itself and has more than %d corners", "边界自相交，且顶点超过 %d 个", maxRepair)
		}
		closed, err = rebuild(closed)
		switch {
		case errors.Is(err, errTangled) || errors.Is(err, errDense):
			return nil, found, err
		case err != nil:
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

// untangleable refuses a shape that would take too long to look at, all its rings together: two combs that cross
// each other are as bad as one ring that crosses itself.
func untangleable(shape orb.MultiPolygon) error {
	edges := make([]edge, 0, corners(shape))
	for _, polygon := range shape {
		for _, ring := range polygon {
			edges = append(edges, edgesOf(ring)...)
		}
	}
	visits := make(map[orb.Point]int, len(edges))
	for _, e := range edges {
		if visits[e[0]]++; visits[e[0]] > maxVisits {
			return geo.Fail("its outline passes more than %d times through one corner; draw it anew", "边界经过同一顶点超过 %d 次，请重新绘制", maxVisits)
		}
	}
	_, err := crossings(edges)
	return err
}

func corners(shape orb.MultiPolygon) (n int) {
	for _, polygon := range shape {
		for _, ring := range polygon {
			n += len(ring)
		}
	}
	return n
}

// meetsItself tells whether a closed ring crosses or touches itself.
func meetsItself(ring orb.Ring) bool {
	seen := make(map[orb.Point]bool, len(ring))
	for _, p := range ring[1:] {
		if seen[p] {
			return true
		}
		seen[p] = true
	}
	cuts, err := crossings(edgesOf(ring))
	return err != nil || len(cuts) > 0
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
		areas := make([]geom.Geometry, len(polygon))
		for i, ring := range polygon {
			noded, err := node(ring)
			if err != nil {
				return nil, err
			}
			if areas[i], err = evenOdd(loops(noded)); err != nil {
				return nil, err
			}
		}
		part := areas[0]
		if len(areas) > 1 {
			holes, err := geom.UnionMany(areas[1:])
			if err != nil {
				return nil, err
			}
			if part, err = geom.Difference(part, holes); err != nil {
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
	if len(loops) > maxMeetings {
		return geom.Geometry{}, errTangled
	}
	slices.SortStableFunc(loops, func(a, b orb.Ring) int { return cmp.Compare(len(a), len(b)) })
	return foldLoops(loops)
}

// foldLoops joins halves to halves, by their corners, so that a long loop is overlaid but a few times.
func foldLoops(loops []orb.Ring) (geom.Geometry, error) {
	switch len(loops) {
	case 0:
		return geom.Geometry{}, nil
	case 1:
		return toSimple(orb.MultiPolygon{{loops[0]}}).AsGeometry(), nil
	}
	all, half, middle := 0, 0, 1
	for _, loop := range loops {
		all += len(loop)
	}
	for half = len(loops[0]); middle < len(loops)-1 && 2*half < all; middle++ {
		half += len(loops[middle])
	}
	left, err := foldLoops(loops[:middle])
	if err != nil {
		return geom.Geometry{}, err
	}
	right, err := foldLoops(loops[middle:])
	if err != nil {
		return geom.Geometry{}, err
	}
	return geom.SymmetricDifference(left, right)
}

// node inserts a corner wherever a ring meets itself. New corners are rounded to the stored decimals, which
// may bend an edge by a centimetre into a new crossing; a few rounds settle that.
func node(ring orb.Ring) (orb.Ring, error) {
	for range 5 {
		cuts, err := crossings(edgesOf(ring))
		if err != nil {
			return nil, err
		}
		if len(cuts) == 0 {
			break
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
			break
		}
		ring = noded
	}
	return ring, nil
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
