package vector

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// normalise returns a copy of a geometry as files carry it: 7 decimals, closed rings, outer rings
// counter-clockwise and holes clockwise. The geometry given is not changed; nil stays nil.
func normalise(g orb.Geometry) (orb.Geometry, error) {
	switch g := g.(type) {
	case nil:
		return nil, nil
	case orb.Point:
		return roundPoint(g)
	case orb.MultiPoint:
		points, err := roundAll(g)
		return orb.MultiPoint(points), err
	case orb.LineString:
		points, err := roundAll(g)
		return orb.LineString(points), err
	case orb.MultiLineString:
		lines := make(orb.MultiLineString, len(g))
		for i, line := range g {
			points, err := roundAll(line)
			if err != nil {
				return nil, err
			}
			lines[i] = points
		}
		return lines, nil
	case orb.Ring:
		return normalise(orb.Polygon{g})
	case orb.Bound:
		return normalise(g.ToPolygon())
	case orb.Polygon:
		shape, err := normaliseShape(orb.MultiPolygon{g})
		if err != nil {
			return nil, err
		}
		return shape[0], nil
	case orb.MultiPolygon:
		shape, err := normaliseShape(g)
		if err != nil { // a typed nil must not leave as a geometry
			return nil, err
		}
		return shape, nil
	}
	return nil, fmt.Errorf("a geometry of type %s cannot be written", g.GeoJSONType())
}

func normaliseShape(shape orb.MultiPolygon) (orb.MultiPolygon, error) {
	rounded := make(orb.MultiPolygon, len(shape))
	for i, polygon := range shape {
		rounded[i] = make(orb.Polygon, len(polygon))
		for j, ring := range polygon {
			points, err := roundAll(ring)
			if err != nil {
				return nil, err
			}
			if len(points) > 0 && points[0] != points[len(points)-1] {
				points = append(points, points[0])
			}
			rounded[i][j] = points
		}
	}
	return table.Wind(rounded), nil
}

func roundAll(points []orb.Point) ([]orb.Point, error) {
	rounded := make([]orb.Point, len(points))
	for i, p := range points {
		q, err := roundPoint(p)
		if err != nil {
			return nil, err
		}
		rounded[i] = q
	}
	return rounded, nil
}

func roundPoint(p orb.Point) (orb.Point, error) {
	// !(≤) also holds for NaN.
	if !(math.Abs(p[0]) <= 180) || !(math.Abs(p[1]) <= 90) {
		return p, fmt.Errorf("the position %v %v is not on the Earth", p[0], p[1])
	}
	return orb.Point{geo.Round7(p[0]), geo.Round7(p[1])}, nil
}

// extent is the bounding box of the features; false where none has a geometry.
func extent(geometries []orb.Geometry) (box orb.Bound, ok bool) {
	for _, g := range geometries {
		if g == nil || empty(g) {
			continue
		}
		if !ok {
			box, ok = g.Bound(), true
			continue
		}
		box = box.Union(g.Bound())
	}
	return box, ok
}

func empty(g orb.Geometry) bool {
	b := g.Bound()
	return b.IsEmpty()
}
