package table

import (
	"fmt"

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
			moved[i] = append(moved[i], vertices)
		}
	}
	shape, repaired, err := repair(moved)
	if err != nil {
		c.fail("geometry", c.row.Geometry.GeoJSONType(), geo.Say("the polygon is broken and could not be repaired: %v", "面要素有错误且无法修复：%v", err))
		return nil, false
	}
	if repaired != "" {
		c.findings.warn("ring_repaired", "broken polygon rings were repaired", "面要素边界存在自相交等错误，已修复", fmt.Sprintf("row %d: %s", c.row.Number, repaired))
	}
	return shape, true
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
