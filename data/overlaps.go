package data

import (
	"cmp"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// overlapM is how far a corner of one area must lie inside another before they are said to overlap: boundaries that were
// drawn apart from each other differ by some metres.
const overlapM = 20

// overlapping warns of areas of one level that overlap: who lives there could be counted in either. It looks at corners
// and middles, which finds all but slivers.
func overlapping(areas []geo.Area) table.Warning {
	c := newCases("areas_overlap", "areas of one level that overlap: people there count in the one with the smallest id", "同级区划单元边界重叠，重叠处的人口计入编号最小者")
	var index geo.Index
	for i := range areas {
		if len(areas[i].Shape) > 0 {
			index.Insert(areas[i].Shape.Bound(), int32(i))
		}
	}
	for i := range areas {
		a := &areas[i]
		if len(a.Shape) == 0 {
			continue
		}
		index.Search(a.Shape.Bound(), func(other int32) bool {
			b := &areas[other]
			if int(other) > i && a.Level == b.Level && (reachesInto(a.Shape, b.Shape) || reachesInto(b.Shape, a.Shape)) {
				c.add("%s / %s", cmp.Or(a.Name, a.ID), cmp.Or(b.Name, b.ID))
			}
			return true
		})
	}
	return c.Warning
}

// reachesInto tells whether a corner of a, or its middle, lies inside b and not at its edge.
func reachesInto(a, b orb.MultiPolygon) bool {
	box := b.Bound()
	inside := func(p orb.Point) bool {
		return box.Contains(p) && geo.Contains(b, p) && toEdge(p, b) > overlapM
	}
	for _, polygon := range a {
		if middle, _ := planar.CentroidArea(polygon); geo.Contains(orb.MultiPolygon{polygon}, middle) && inside(middle) {
			return true
		}
		for _, ring := range polygon {
			for _, p := range ring {
				if inside(p) {
					return true
				}
			}
		}
	}
	return false
}

// toEdge is the distance in metres to the nearest edge of a shape.
func toEdge(p orb.Point, shape orb.MultiPolygon) float64 {
	nearest := -1.0
	frame := geo.NewFrame(p)
	for _, polygon := range shape {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				if _, d := frame.ToSegment(ring[i-1], ring[i]); nearest < 0 || d < nearest {
					nearest = d
				}
			}
		}
	}
	return nearest
}
