package table

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"lifecircle/geo"
)

func TestRepair(t *testing.T) {
	square := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	for _, c := range []struct {
		name    string
		shape   orb.MultiPolygon
		area    float64
		found   damage
		in, out []orb.Point
	}{
		{"sound", orb.MultiPolygon{{square}}, 16, undamaged, []orb.Point{{2, 2}}, []orb.Point{{5, 5}}},
		{"clockwise", orb.MultiPolygon{{{{0, 0}, {0, 4}, {4, 4}, {4, 0}, {0, 0}}}}, 16, undamaged, []orb.Point{{2, 2}}, nil},
		{"hole", orb.MultiPolygon{{square, {{1, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 1}}}}, 12, undamaged, nil, []orb.Point{{2, 2}}},
		{"open ring", orb.MultiPolygon{{square[:4]}}, 16, ringOpen, []orb.Point{{2, 2}}, nil},
		{"repeated corners", orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 4}, {0, 0}}}}, 16, undamaged, nil, nil},
		{"bow tie", orb.MultiPolygon{{{{0, 0}, {4, 4}, {4, 0}, {0, 4}, {0, 0}}}}, 8, ringCrosses, []orb.Point{{0.5, 2}, {3.5, 2}}, []orb.Point{{2, 0.5}, {2, 3.5}}},
		{"spike", orb.MultiPolygon{{{{0, 0}, {4, 0}, {9, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}}, 16, ringCrosses, []orb.Point{{2, 2}}, []orb.Point{{6, 0}}},
		{"hole as a loop of the ring", orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}, {1, 3}, {3, 3}, {3, 1}, {0, 0}}}}, 16 - 6, ringCrosses, []orb.Point{{3.5, 2}}, []orb.Point{{2, 2}}},
		{"overlapping parts", orb.MultiPolygon{{square}, {{{2, 0}, {6, 0}, {6, 4}, {2, 4}, {2, 0}}}}, 24, partsOverlap, []orb.Point{{1, 1}, {3, 1}, {5, 1}}, nil},
		{"hole outside", orb.MultiPolygon{{square, {{5, 5}, {6, 5}, {6, 6}, {5, 6}, {5, 5}}}}, 16, partsOverlap, nil, []orb.Point{{5.5, 5.5}}},
		{"pentagram", orb.MultiPolygon{{{{0, 3}, {1.7633558, -2.427051}, {-2.8531695, 0.9270510}, {2.8531695, 0.9270510}, {-1.7633558, -2.427051}, {0, 3}}}}, 0, ringCrosses, []orb.Point{{0, 2.5}}, []orb.Point{{0, 0}}},
	} {
		fixed, found, err := repair(c.shape)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if found != c.found {
			t.Errorf("%s: found %d, want %d", c.name, found, c.found)
		}
		checkSound(t, c.name, fixed)
		if area := planar.Area(fixed); c.area > 0 && math.Abs(area-c.area) > 1e-5 {
			t.Errorf("%s: area %v, want %v", c.name, area, c.area)
		}
		for _, p := range c.in {
			if !geo.Contains(fixed, p) {
				t.Errorf("%s: %v is outside", c.name, p)
			}
		}
		for _, p := range c.out {
			if geo.Contains(fixed, p) {
				t.Errorf("%s: %v is inside", c.name, p)
			}
		}
	}
	for name, shape := range map[string]orb.MultiPolygon{
		"nothing": nil, "a line": {{{{0, 0}, {1, 1}, {0, 0}}}}, "a point": {{{{0, 0}, {0, 0}, {0, 0}, {0, 0}}}}, "flat": {{{{0, 0}, {1, 1}, {2, 2}, {0, 0}}}},
	} {
		if fixed, _, err := repair(shape); err == nil {
			t.Errorf("%s was repaired to %v", name, fixed)
		}
	}
}

// checkSound asserts validity by another library and the winding of rings.
func checkSound(t *testing.T, name string, shape orb.MultiPolygon) {
	t.Helper()
	if err := toSimple(shape).Validate(); err != nil {
		t.Errorf("%s: still broken: %v", name, err)
	}
	for _, polygon := range shape {
		for i, ring := range polygon {
			if (ring.Orientation() == orb.CCW) != (i == 0) {
				t.Errorf("%s: ring %d turns the wrong way", name, i)
			}
		}
	}
}

// TestRepairRandomRings holds the even-odd rule against a count of edges for places all over tangled rings.
func TestRepairRandomRings(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 7))
		ring := make(orb.Ring, 4+rng.IntN(12))
		for i := range ring {
			ring[i] = orb.Point{geo.Round7(113 + rng.Float64()), geo.Round7(22 + rng.Float64())}
			if rng.IntN(3) == 0 { // corners on a coarse grid meet each other and edges
				ring[i] = orb.Point{113 + float64(rng.IntN(5))/4, 22 + float64(rng.IntN(5))/4}
			}
		}
		ring = append(ring, ring[0])
		fixed, _, err := repair(orb.MultiPolygon{{ring}})
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		checkSound(t, "random", fixed)
		for range 200 {
			p := orb.Point{113 + rng.Float64(), 22 + rng.Float64()}
			if nearEdge(ring, p) {
				continue
			}
			if want := oddCrossings(ring, p); geo.Contains(fixed, p) != want {
				t.Errorf("seed %d: %v inside: %v, want %v", seed, p, !want, want)
			}
		}
	}
}

func oddCrossings(ring orb.Ring, p orb.Point) bool {
	odd := false
	for i := range len(ring) - 1 {
		a, b := ring[i], ring[i+1]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
			odd = !odd
		}
	}
	return odd
}

func nearEdge(ring orb.Ring, p orb.Point) bool {
	return planar.DistanceFrom(orb.LineString(ring), p) < 1e-5
}

// What was wrong is told in plain words, with the name of the area.
func TestRepairsAreReportedByArea(t *testing.T) {
	polygon := func(ring ...orb.Point) orb.Polygon { return orb.Polygon{orb.Ring(ring)} }
	sheet := &Sheet{File: "areas.geojson", Spatial: true, Header: []string{"id", "name", "population_2021", "pop_density", "人口说明"}, Rows: []Row{
		{Number: 1, Cells: []string{"1", "圣安多尼堂区", "12,345", "3", "估算"}, Geometry: polygon(orb.Point{1, 1}, orb.Point{5, 5}, orb.Point{5, 1}, orb.Point{1, 5}, orb.Point{1, 1})},
		{Number: 2, Cells: []string{"2", "", "7", "3", ""}, Geometry: polygon(orb.Point{1, 1}, orb.Point{5, 1}, orb.Point{5, 5})},
		{Number: 3, Cells: []string{"3", "C", "", "3", ""}, Geometry: polygon(orb.Point{1, 1}, orb.Point{5, 1}, orb.Point{5, 5}, orb.Point{1, 1})},
	}}
	areas, findings, err := Areas(sheet, Options{Level: "town"})
	if err != nil || len(areas) != 3 {
		t.Fatal(areas, err)
	}
	want := map[string]string{"ring_repaired": "圣安多尼堂区", "ring_closed": "2", "population_attribute": "--map population=population_2021"}
	for _, w := range findings.Warnings {
		if len(w.Examples) != 1 || w.Examples[0] != want[w.Code] {
			t.Errorf("%+v", w)
		}
		delete(want, w.Code)
	}
	if len(want) > 0 {
		t.Errorf("not reported: %v", want)
	}
	_, findings, err = Areas(sheet, Options{Level: "town", Map: map[string]string{"population": "population_2021"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range findings.Warnings {
		if w.Code == "population_attribute" {
			t.Errorf("the population is known: %+v", w)
		}
	}
}
