package api

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"lifecircle/geo"
)

func square(x, y, size float64) orb.LineString {
	return orb.LineString{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
}

// A lake of 10 by 10 with an island of 6 by 6 and on it a pond of 2 by 2, its outline in pieces that run either way.
func TestOutlinesOfWaterAreJoinedToPolygons(t *testing.T) {
	lake, island, pond := square(0, 0, 10), square(2, 2, 6), square(4, 4, 2)
	back := slices.Clone(lake[2:])
	back.Reverse()
	barriers := []geo.Barrier{
		{WayID: -7, Kind: "natural=water", Line: pond},
		{WayID: -7, Kind: "natural=water", Line: lake[:3]},
		{WayID: -7, Kind: "natural=water", Line: island},
		{WayID: -7, Kind: "natural=water", Line: back},
		{WayID: -6, Kind: "natural=water", Line: square(20, 0, 3)[:4]}, // cut off
		{WayID: 1, Kind: "waterway=river", Line: square(30, 0, 3)},     // a middle line
		{WayID: 2, Kind: "waterway=riverbank", Line: square(40, 0, 3)},
		{WayID: 3, Kind: "natural=water", Line: square(41, 1, 1)}, // another object: no hole
		{WayID: 4, Kind: "natural=water", Line: orb.LineString{{50, 0}, {50, 0}}},
		{WayID: 5, Kind: "natural=water"},
	}
	found := waters(barriers)
	var areas []float64
	for _, w := range found {
		areas = append(areas, planar.Area(w.shape))
	}
	if len(found) != 3 || found[1].kind != "waterway=riverbank" {
		t.Fatalf("%+v", found)
	}
	for i, want := range []float64{100 - 36 + 4, 9, 1} {
		if math.Abs(areas[i]-want) > 1e-9 {
			t.Errorf("sheet %d has the area %v, want %v: %v", i, areas[i], want, found[i].shape)
		}
	}
	if len(found[0].shape) != 2 || len(found[0].shape[0]) != 2 {
		t.Errorf("the island is no hole of the lake: %v", found[0].shape)
	}
}

func TestTheRiverIsDrawnFilled(t *testing.T) {
	s := readOnlyServer(t)
	area := mustTown(t, s).Area
	bound, _ := area.Bound()
	tiles := layersOf(t, s, "streets/"+tileAt(bound.Center(), 12))
	water := tiles["water"]
	if water == nil {
		t.Fatal("no water in the middle of the town")
	}
	for _, f := range water.Features {
		polygon, is := f.Geometry.(orb.Polygon)
		if shapes, several := f.Geometry.(orb.MultiPolygon); several {
			polygon, is = shapes[0], true
		}
		if !is || surveyor(polygon[0]) <= 0 || f.Properties.MustString("kind") != "natural=water" {
			t.Errorf("%s, %v", f.Geometry.GeoJSONType(), f.Properties)
		}
	}
}
