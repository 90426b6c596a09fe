package coverage

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"lifecircle/geo"
)

// Outlines are held against the cells themselves: valid by an independent library, the same area, wound by
// RFC 7946, and around exactly the centres of the cells.
func TestOutlineOfRandomCells(t *testing.T) {
	g := grid{10_000}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		cells := make(map[cell]bool)
		for range 1 + r.IntN(40) {
			cells[cell{int64(r.IntN(7)), int64(r.IntN(7)) - 3}] = true
		}
		var all []cell
		for _, group := range connected(cells) {
			all = append(all, group...)
		}
		if len(all) != len(cells) {
			t.Fatalf("seed %d: %d cells in groups, %d in all", seed, len(all), len(cells))
		}
		shape := g.outline(all)
		area := 0.0
		var polygons []geom.Polygon
		for _, polygon := range shape {
			var rings []geom.LineString
			for i, ring := range polygon {
				area += ringArea(ring)
				if want := map[bool]orb.Orientation{true: orb.CCW, false: orb.CW}[i == 0]; ring.Orientation() != want {
					t.Errorf("seed %d: ring %d is wound the wrong way", seed, i)
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
			t.Errorf("seed %d: %v", seed, err)
		}
		if want := float64(len(cells)) * 1e-6; area < want*0.999999 || area > want*1.000001 {
			t.Errorf("seed %d: area %v, the cells have %v", seed, area, want)
		}
		for x := int64(-1); x < 8; x++ {
			for y := int64(-4); y < 5; y++ {
				centre := orb.Point{(float64(x) + 0.5) * 0.001, (float64(y) + 0.5) * 0.001}
				if geo.Contains(shape, centre) != cells[cell{x, y}] {
					t.Errorf("seed %d: cell %d,%d is on the wrong side", seed, x, y)
				}
			}
		}
	}
}

func TestCellsAreExactAtTheirBoundaries(t *testing.T) {
	g := gridFor("foot")
	for _, test := range []struct {
		at   orb.Point
		want cell
	}{
		{orb.Point{113.544, 22.2}, cell{113544, 22200}},
		{orb.Point{113.5439999, 22.1999999}, cell{113543, 22199}},
		{orb.Point{-0.0000001, -0.001}, cell{-1, -1}},
		{orb.Point{-0.001, -0.0010001}, cell{-1, -2}},
	} {
		if got := g.cellOf(test.at); got != test.want {
			t.Errorf("%v lies in %v, not %v", test.at, got, test.want)
		}
	}
}

func TestMedoidEqualsFullScan(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 5))
		var town geo.Town
		var points []uncoveredPoint
		for i := range 1 + r.IntN(60) {
			town.Points = append(town.Points, geo.ResidentialPoint{ID: string(rune('A' + i)), Point: orb.Point{113 + r.Float64()/50, 22 + r.Float64()/50}})
			points = append(points, uncoveredPoint{point: int32(i), people: int64(1 + r.IntN(500))})
		}
		area, err := geo.NewStudyArea(town)
		if err != nil {
			t.Fatal(err)
		}
		sum := func(i int) float64 {
			frame, total := geo.NewFrame(area.Points[0].Point), 0.0
			xi, yi := frame.XY(area.Points[i].Point)
			for j, p := range points {
				xj, yj := frame.XY(area.Points[j].Point)
				total += float64(p.people) * math.Hypot(xi-xj, yi-yj)
			}
			return total
		}
		got := New(area).medoid(points)
		for i := range points {
			if sum(i) < sum(got)*(1-1e-9) {
				t.Errorf("seed %d: point %d with %v, but point %d has %v", seed, got, sum(got), i, sum(i))
			}
		}
	}
}
