package isochrone

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func mustCatchments(t testing.TB, r *Router, facilities []int32, cutoffsMs ...int64) []Catchment {
	t.Helper()
	c, err := r.Catchments(context.Background(), facilities, cutoffsMs)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Every residential point and every facility is on the side of the line that its travel time says, for every cutoff.
func TestCatchmentsAgreeWithTimes(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
			router := mustRouter(t, area, builtin(t, mode))
			facilities := active(area)
			times := mustTimes(t, router, facilities)
			for _, c := range mustCatchments(t, router, facilities, 60_000, 180_000, 600_000) {
				shared := make(map[orb.Point]int64) // points on one spot may have doors of their own: the best counts
				for i, p := range area.Points {
					if old, seen := shared[p.Point]; !seen || times[i].Ms < old {
						shared[p.Point] = times[i].Ms
					}
				}
				for _, f := range area.Facilities {
					delete(shared, f.Point)
				}
				for at, ms := range shared {
					if got, want := geo.Contains(c.Shape, at), ms <= c.CutoffMs; got != want {
						t.Errorf("%s, %d ms: %v takes %d ms, inside: %v", mode, c.CutoffMs, at, ms, got)
					}
				}
				checkShape(t, c.Shape)
			}
		}
	})
}

func checkShape(t *testing.T, shape orb.MultiPolygon) {
	t.Helper()
	var polygons []geom.Polygon
	for _, polygon := range shape {
		var rings []geom.LineString
		for i, ring := range polygon {
			if want := map[bool]orb.Orientation{true: orb.CCW, false: orb.CW}[i == 0]; ring.Orientation() != want {
				t.Errorf("ring %d of %d points is wound the wrong way", i, len(ring))
			}
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

func TestCatchmentsNest(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		router := mustRouter(t, area, builtin(t, geo.Walk))
		c := mustCatchments(t, router, active(area), 120_000, 300_000, 900_000)
		for i := 1; i < len(c); i++ {
			for _, polygon := range c[i-1].Shape {
				for _, p := range polygon[0] {
					// A corner of the inner line lies inside the outer one, or within rounding of it.
					if !geo.Contains(c[i].Shape, p) && !slices.ContainsFunc(around(p), func(q orb.Point) bool { return geo.Contains(c[i].Shape, q) }) {
						t.Fatalf("%v is within %d ms but not within %d", p, c[i-1].CutoffMs, c[i].CutoffMs)
					}
				}
			}
		}
	})
}

func around(p orb.Point) []orb.Point {
	const d = 2e-7
	return []orb.Point{{p[0] - d, p[1]}, {p[0] + d, p[1]}, {p[0], p[1] - d}, {p[0], p[1] + d}}
}

func TestACatchmentDoesNotDependOnTheOtherCutoffs(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		router := mustRouter(t, area, builtin(t, geo.Bike))
		alone := mustCatchments(t, router, active(area), 180_000)[0]
		among := mustCatchments(t, router, active(area), 60_000, 180_000, 1_800_000)[1]
		if !orb.Equal(canonical(alone.Shape), canonical(among.Shape)) {
			t.Error("the shape changes with the cutoffs that are asked for beside it")
		}
	})
}

// canonical turns every ring to begin at its least corner and sorts polygons and holes.
func canonical(shape orb.MultiPolygon) orb.MultiPolygon {
	shape = shape.Clone()
	less := func(a, b orb.Point) int { return slices.Compare(a[:], b[:]) }
	for _, polygon := range shape {
		for i, ring := range polygon {
			open := ring[:len(ring)-1]
			least := 0
			for k := range open {
				if less(open[k], open[least]) < 0 {
					least = k
				}
			}
			turned := append(slices.Clone(open[least:]), open[:least]...)
			polygon[i] = append(turned, turned[0])
		}
		slices.SortFunc(polygon[1:], func(a, b orb.Ring) int { return less(a[0], b[0]) })
	}
	slices.SortFunc(shape, func(a, b orb.Polygon) int { return less(a[0][0], b[0][0]) })
	return shape
}
