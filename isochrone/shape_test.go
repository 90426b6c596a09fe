package isochrone

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"lifecircle/geo"
)

// unit is a position in units of 1e-7 degrees. Tests of shapes are made in whole numbers: there is no doubt in them.
type unit struct{ x, y int64 }

func units(t *testing.T, p orb.Point) unit {
	t.Helper()
	u := unit{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
	if float64(u.x)/1e7 != p[0] || float64(u.y)/1e7 != p[1] {
		t.Fatalf("%v has more than 7 decimals", p)
	}
	return u
}

func turn(a, b, c unit) int {
	switch s := (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x); {
	case s > 0:
		return 1
	case s < 0:
		return -1
	}
	return 0
}

// onSegment reports whether c, known to lie on the line ab, lies between a and b.
func onSegment(a, b, c unit) bool {
	return min(a.x, b.x) <= c.x && c.x <= max(a.x, b.x) && min(a.y, b.y) <= c.y && c.y <= max(a.y, b.y)
}

func meet(a, b, c, d unit) bool {
	abc, abd, cda, cdb := turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
	return abc*abd < 0 && cda*cdb < 0 ||
		abc == 0 && onSegment(a, b, c) || abd == 0 && onSegment(a, b, d) ||
		cda == 0 && onSegment(c, d, a) || cdb == 0 && onSegment(c, d, b)
}

// cross reports whether each of two segments passes from one side of the other to the other side.
func cross(a, b, c, d unit) bool {
	return turn(a, b, c)*turn(a, b, d) < 0 && turn(c, d, a)*turn(c, d, b) < 0
}

func segmentsOf(t *testing.T, shape orb.MultiPolygon) (segments [][2]unit, next []int) {
	t.Helper()
	for _, polygon := range shape {
		for _, ring := range polygon {
			first := len(segments)
			for k := 1; k < len(ring); k++ {
				segments = append(segments, [2]unit{units(t, ring[k-1]), units(t, ring[k])})
				next = append(next, len(segments))
			}
			next[len(next)-1] = first
		}
	}
	return segments, next
}

// checkShape holds a shape to RFC 7946, the obvious way: every position has 7 decimals, every ring at least three
// corners and the right turn, and no two segments of any rings meet but neighbours at their common end. A library
// that shares no code with us says whether holes are in their polygons and polygons apart.
func checkShape(t *testing.T, shape orb.MultiPolygon) {
	t.Helper()
	segments, next := segmentsOf(t, shape)
	for i, s := range segments {
		if s[0] == s[1] {
			t.Errorf("segment %d has no length", i)
		}
		for k := i + 1; k < len(segments); k++ {
			o := segments[k]
			if max(s[0].x, s[1].x) < min(o[0].x, o[1].x) || max(o[0].x, o[1].x) < min(s[0].x, s[1].x) {
				continue
			}
			switch {
			case next[i] == k || next[k] == i:
				// Neighbours share an end; the other ends must not lie on each other.
				if turn(s[0], s[1], o[0]) == 0 && turn(s[0], s[1], o[1]) == 0 {
					dot := (s[1].x-s[0].x)*(o[1].x-o[0].x) + (s[1].y-s[0].y)*(o[1].y-o[0].y)
					if dot < 0 {
						t.Errorf("the line turns back at %v", o[0])
					}
				}
			case meet(s[0], s[1], o[0], o[1]):
				t.Errorf("segments %v and %v meet", s, o)
			}
		}
	}
	var polygons []geom.Polygon
	for _, polygon := range shape {
		var rings []geom.LineString
		for i, ring := range polygon {
			if want := map[bool]orb.Orientation{true: orb.CCW, false: orb.CW}[i == 0]; len(ring) < 4 || ring[0] != ring[len(ring)-1] || ring.Orientation() != want {
				t.Errorf("ring %d of %d points is wound the wrong way or not closed", i, len(ring))
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

// checkNested makes sure that no line of the inner shape crosses one of the outer, and that its corners lie inside.
func checkNested(t *testing.T, inner, outer orb.MultiPolygon) {
	t.Helper()
	lines, _ := segmentsOf(t, inner)
	others, _ := segmentsOf(t, outer)
	for _, s := range lines {
		for _, o := range others {
			if cross(s[0], s[1], o[0], o[1]) {
				t.Errorf("the inner line %v crosses the outer %v", s, o)
			}
		}
		if p := (orb.Point{float64(s[0].x) / 1e7, float64(s[0].y) / 1e7}); !geo.Contains(outer, p) {
			t.Errorf("%v is inside the inner shape but not inside the outer", p)
		}
	}
}
