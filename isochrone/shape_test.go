package isochrone

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"lifecircle/geo/geotest"
)

// checkShape holds a shape to RFC 7946 the obvious way, and against a library that shares no code with us.
func checkShape(t *testing.T, shape orb.MultiPolygon) {
	t.Helper()
	for _, fault := range geotest.ShapeFaults(shape) {
		t.Error(fault)
	}
	checkValid(t, shape)
}

func checkValid(t *testing.T, shape orb.MultiPolygon) {
	t.Helper()
	var polygons []geom.Polygon
	for _, polygon := range shape {
		var rings []geom.LineString
		for _, ring := range polygon {
			var xy []float64
			for _, p := range ring {
				xy = append(xy, p[0], p[1])
			}
			rings = append(rings, geom.NewLineString(geom.NewSequence(xy, geom.DimXY)))
		}
		polygons = append(polygons, geom.NewPolygon(rings))
	}
	if err := geom.NewMultiPolygon(polygons).Validate(); err != nil {
		t.Errorf("no valid shape: %v", err)
	}
}

func checkNested(t *testing.T, inner, outer orb.MultiPolygon) {
	t.Helper()
	for _, fault := range geotest.NestingFaults(inner, outer) {
		t.Error(fault)
	}
}
