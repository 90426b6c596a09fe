package table

import (
	"cmp"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// shape is the polygon of the row in WGS 84: rings closed, free of self-intersections, outer ones
// counter-clockwise and holes clockwise. Repairs are reported.
func (c *record) shape() (orb.MultiPolygon, bool) {
	var source orb.MultiPolygon
	switch g := c.row.Geometry.(type) {
	case nil:
		c.fail("geometry", "null", geo.Say("the feature has no geometry", "要素没有几何"))
		return nil, false
	case orb.Polygon:
		source = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		source = g
	default:
		c.fail("geometry", g.GeoJSONType(), geo.Say("an area must be a polygon", "区划单元必须是面"))
		return nil, false
	}
	moved := make(orb.MultiPolygon, len(source))
	for i, polygon := range source {
		for _, ring := range polygon {
			vertices, ok := c.ring(ring)
			if !ok {
				return nil, false
			}
			if at := leap(vertices); at >= 0 {
				a, b := vertices[at], vertices[(at+1)%len(vertices)]
				c.fail("geometry", fmt.Sprintf("%v → %v", a[0], b[0]), geo.Say("the outline leaps more than 180° of longitude: cut it at the antimeridian (180°) into two polygons", "边界的经度跳跃超过 180°：请在 180° 经线处拆分为两个面"))
				return nil, false
			}
			moved[i] = append(moved[i], vertices)
		}
	}
	shape, found, err := repair(moved)
	if err != nil {
		c.fail("geometry", c.row.Geometry.GeoJSONType(), geo.Say("the polygon is broken and could not be repaired: %v", "面要素有错误且无法修复：%v", err))
		return nil, false
	}
	c.repaired(found)
	return shape, true
}

// leap is the first corner after which a ring goes more than 180 degrees east or west, or -1.
func leap(ring orb.Ring) int {
	for i := range ring {
		if math.Abs(ring[i][0]-ring[(i+1)%len(ring)][0]) > 180 {
			return i
		}
	}
	return -1
}

// repaired reports what was wrong with the polygon of the row and what was done about it.
func (c *record) repaired(found damage) {
	name := cmp.Or(c.cell("name"), c.cell("id"), cleanText(c.row.FeatureID), rowName(c.row.Number, ""))
	switch found {
	case ringOpen:
		c.findings.warn("ring_closed", "polygons whose outline did not end where it began: closed by a straight line", "面要素边界首尾未闭合，已用直线闭合", name)
	case ringShort:
		c.findings.warn("ring_left_out", "polygons with a ring of fewer than three corners: the ring was left out", "面要素含不足三个顶点的环，已去掉该环", name)
	case ringCrosses:
		c.findings.warn("ring_repaired", "polygons whose outline crossed or touched itself: split into loops where it does; look at their shape on the map", "面要素边界自相交或自相接，已在相交处拆分重建，请在地图上核对其形状", name)
	case partsOverlap:
		c.findings.warn("parts_joined", "polygons whose parts overlapped or whose holes lay outside: overlapping parts became one, such holes were left out", "面要素各部分重叠或内环在外环之外，重叠部分已合并，外部的内环已去掉", name)
	}
}

// pointInside is a point in the interior of a valid shape.
func pointInside(shape orb.MultiPolygon) (orb.Point, error) {
	p, ok := toSimple(shape).PointOnSurface().XY()
	if !ok {
		return orb.Point{}, geo.Fail("the polygon has no interior", "面要素没有内部区域")
	}
	inside := orb.Point{geo.Round7(p.X), geo.Round7(p.Y)}
	if !geo.Contains(shape, inside) {
		return orb.Point{}, geo.Fail("the polygon is too thin to hold a point", "面要素过于狭窄，内部取不到点")
	}
	return inside, nil
}
