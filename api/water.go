package api

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"lifecircle/geo"
)

// water is a sheet of water to be drawn.
type water struct {
	kind  string
	shape orb.MultiPolygon
}

// waters makes polygons of the outlines among the barriers. A closed way is one by itself; the outlines of a
// multipolygon share a negative id and are joined end to end. What does not close, as a river known by its middle line or
// a lake cut off by the edge of the data, stays a line.
func waters(barriers []geo.Barrier) (found []water) {
	for i := 0; i < len(barriers); {
		first := i
		for i < len(barriers) && barriers[i].WayID == barriers[first].WayID { // barriers come by id
			i++
		}
		kind := barriers[first].Kind
		if kind != "natural=water" && kind != "waterway=riverbank" {
			continue
		}
		var lines []orb.LineString
		for _, b := range barriers[first:i] {
			lines = append(lines, b.Line)
		}
		if shape := nested(rings(lines)); len(shape) > 0 {
			found = append(found, water{kind, shape})
		}
	}
	return found
}

// rings joins lines at their ends, in their order, and keeps what closes.
func rings(lines []orb.LineString) (closed []orb.Ring) {
	at := make(map[orb.Point][]int)
	for i, l := range lines {
		if len(l) > 1 {
			at[l[0]] = append(at[l[0]], i)
			at[l[len(l)-1]] = append(at[l[len(l)-1]], i)
		}
	}
	used := make([]bool, len(lines))
	next := func(end orb.Point) (orb.LineString, bool) {
		for _, i := range at[end] {
			if used[i] {
				continue
			}
			used[i] = true
			line := slices.Clone(lines[i])
			if line[0] != end {
				line.Reverse()
			}
			return line, true
		}
		return nil, false
	}
	for _, l := range lines {
		if len(l) < 2 {
			continue
		}
		ring, more := next(l[0])
		for more && ring[0] != ring[len(ring)-1] {
			var line orb.LineString
			if line, more = next(ring[len(ring)-1]); more {
				ring = append(ring, line[1:]...)
			}
		}
		if more && len(ring) >= 4 {
			closed = append(closed, orb.Ring(ring))
		}
	}
	return closed
}

// nested makes polygons of rings that do not cross: what lies inside an odd number of others is a hole of the smallest.
func nested(rings []orb.Ring) (shape orb.MultiPolygon) {
	size := func(r orb.Ring) float64 { return math.Abs(planar.Area(r)) }
	slices.SortStableFunc(rings, func(a, b orb.Ring) int { return cmp.Compare(size(b), size(a)) })
	depth, polygon := make([]int, len(rings)), make([]int, len(rings))
	for i, r := range rings {
		parent := -1
		for k, around := range rings[:i] {
			if holds(around, r) {
				parent = k // the smallest comes last
			}
		}
		if parent >= 0 {
			depth[i] = depth[parent] + 1
		}
		if depth[i]%2 == 1 {
			polygon[i] = polygon[parent]
			shape[polygon[i]] = append(shape[polygon[i]], r)
			continue
		}
		polygon[i] = len(shape)
		shape = append(shape, orb.Polygon{r})
	}
	return shape
}

// holds tells whether a ring lies inside another one. They may touch, so the first corner off the edge decides.
func holds(around, r orb.Ring) bool {
	outer, inner := around.Bound(), r.Bound()
	if !outer.Contains(inner.Min) || !outer.Contains(inner.Max) {
		return false
	}
	corners := make(map[orb.Point]bool, len(around))
	for _, p := range around {
		corners[p] = true
	}
	for _, p := range r {
		if !corners[p] {
			return geo.Contains(orb.MultiPolygon{{around}}, p)
		}
	}
	return false
}

func (s *tileSet) sheet(i int32, _ maptile.Zoom) *geojson.Feature {
	sheet := &s.waters()[i]
	f := geojson.NewFeature(wound(sheet.shape))
	f.Properties["kind"] = sheet.kind
	return f
}
