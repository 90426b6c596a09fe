package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"lifecircle/geo"
)

// layersOf decodes a tile into its layers by name.
func layersOf(t testing.TB, s *Server, target string) map[string]*mvt.Layer {
	t.Helper()
	answer := fetch(t, s, base+"/tiles/"+target)
	if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != tileType {
		t.Fatalf("%s: %d %v", target, answer.Code, answer.Header())
	}
	layers, err := mvt.Unmarshal(answer.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	byName := make(map[string]*mvt.Layer)
	for _, l := range layers {
		if l.Version != 2 || l.Extent != mvt.DefaultExtent {
			t.Errorf("layer %s: version %d, extent %d", l.Name, l.Version, l.Extent)
		}
		byName[l.Name] = l
	}
	return byName
}

func TestStreetTilesHoldStreetsBarriersAndAreas(t *testing.T) {
	s := readOnlyServer(t)
	area := mustTown(t, s).Area
	classes := func(zoom maptile.Zoom) map[string]bool {
		found := make(map[string]bool)
		at := area.Points[len(area.Points)/2].Point
		for _, f := range layersOf(t, s, "streets/"+tileAt(at, zoom))["streets"].Features {
			found[f.Properties.MustString("class")] = true
			for _, p := range f.Geometry.Bound().ToRing() {
				if p[0] < -65 || p[0] > 4096+65 || p[1] < -65 || p[1] > 4096+65 {
					t.Fatalf("zoom %d: a street leaves its tile: %v", zoom, f.Geometry.Bound())
				}
			}
		}
		return found
	}
	near, far := classes(15), classes(11)
	for class := range far {
		if zoomOfClass[class] > 11 || zoomOfClass[class] == 0 {
			t.Errorf("%s is drawn from far away", class)
		}
	}
	if len(near) <= len(far) || len(far) == 0 {
		t.Errorf("near %v, far %v", near, far)
	}
	bound, _ := area.Bound()
	whole := layersOf(t, s, "streets/"+tileAt(bound.Center(), 10))
	if whole["barriers"] == nil || whole["areas"] == nil {
		t.Errorf("layers %v", whole)
	}
	for _, f := range whole["barriers"].Features {
		if kind := f.Properties.MustString("kind"); !strings.Contains(kind, "=") || strings.HasPrefix(kind, "highway=") {
			t.Errorf("a barrier of kind %q", kind)
		}
	}
}

// Rows of a tile count downward, so that a ring is an outer one where its area by the surveyor's formula is positive.
func surveyor(ring orb.Ring) float64 {
	sum := 0.0
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return sum / 2
}

func TestPolygonsInTilesAreWoundAsTheFormatDemands(t *testing.T) {
	outer := orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}} // counter-clockwise, as in GeoJSON
	hole := orb.Ring{{2, 2}, {2, 8}, {8, 8}, {8, 2}, {2, 2}}
	for name, shape := range map[string]orb.MultiPolygon{
		"as GeoJSON": {{outer, hole}},
		"reversed":   {{reversed(outer), reversed(hole)}},
		"mixed":      {{outer, reversed(hole)}},
	} {
		before := orb.Clone(shape)
		area, err := geo.NewStudyArea(geo.Town{Areas: []geo.Area{{ID: "a", Level: "town", Shape: shape}}})
		if err != nil {
			t.Fatal(err)
		}
		content, err := newTileSet(area).get("streets", maptile.New(0, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		layers, err := mvt.Unmarshal(content)
		if err != nil {
			t.Fatal(err)
		}
		polygon := layers[0].Features[0].Geometry.(orb.Polygon)
		if len(polygon) != 2 || surveyor(polygon[0]) <= 0 || surveyor(polygon[1]) >= 0 {
			t.Errorf("%s: %v", name, polygon)
		}
		if !orb.Equal(before, shape) {
			t.Errorf("%s: cutting a tile changed the town", name)
		}
	}
}

func reversed(ring orb.Ring) orb.Ring {
	ring = ring.Clone()
	ring.Reverse()
	return ring
}

func TestEveryAreaOfTheTownIsWoundRightInEveryTile(t *testing.T) {
	s := readOnlyServer(t)
	area := mustTown(t, s).Area
	rings := 0
	for zoom := maptile.Zoom(8); zoom <= 16; zoom += 4 {
		for i := range area.Areas {
			tile := area.Areas[i].Shape.Bound().Center()
			for _, f := range layersOf(t, s, "streets/"+tileAt(tile, zoom))["areas"].Features {
				for _, polygon := range polygonsOf(f.Geometry) {
					rings++
					if surveyor(polygon[0]) <= 0 {
						t.Fatalf("zoom %d: the outline of %v is a hole", zoom, f.Properties)
					}
				}
			}
		}
	}
	if rings < 100 {
		t.Errorf("only %d rings seen", rings)
	}
}

func polygonsOf(g orb.Geometry) orb.MultiPolygon {
	if polygon, is := g.(orb.Polygon); is {
		return orb.MultiPolygon{polygon}
	}
	multi, _ := g.(orb.MultiPolygon)
	return multi
}

// The tiles of one zoom hold every point once, where it lies, and say the same as the columns.
func TestCoverageTilesSayWhatTravelTimesSay(t *testing.T) {
	s := readOnlyServer(t)
	area := mustTown(t, s).Area
	const q = "service=clinic&mode=walk&minutes=10&group=age60"
	times := read[TravelTimes](t, fetch(t, s, base+"/travel-times?"+q))
	index := make(map[string]int)
	for i, id := range times.ID {
		index[id] = i
	}
	const zoom = 13
	tiles := make(map[maptile.Tile]bool)
	for i := range area.Points {
		tiles[maptile.At(area.Points[i].Point, zoom)] = true
	}
	seen := make(map[string]int)
	for tile := range tiles {
		layer := layersOf(t, s, "coverage/"+tileAt(tile.Center(), zoom)+"?"+q)["coverage"]
		inside := layer.Features
		for _, f := range inside {
			i, known := index[f.Properties.MustString("id")]
			if !known {
				t.Fatalf("unknown point %v", f.Properties)
			}
			checkPointFeature(t, &times, i, f)
			if p := f.Geometry.(orb.Point); p[0] >= 0 && p[0] < 4096 && p[1] >= 0 && p[1] < 4096 && maptile.At(area.Points[i].Point, zoom) == tile {
				seen[times.ID[i]]++
			}
		}
	}
	for i := range area.Points {
		if n := seen[area.Points[i].ID]; n > 1 || n == 0 && !onEdge(area.Points[i].Point, zoom) {
			t.Errorf("point %s is drawn %d times", area.Points[i].ID, n)
		}
	}
}

// onEdge tells that a position is rounded to the last column or row of its tile, which is the first of the next.
func onEdge(p orb.Point, zoom maptile.Zoom) bool {
	f := maptile.Fraction(p, zoom)
	for _, v := range f {
		if part := v - float64(int64(v)); part > 1-1.0/4096 {
			return true
		}
	}
	return false
}

func checkPointFeature(t *testing.T, times *TravelTimes, i int, f *geojson.Feature) {
	t.Helper()
	number := func(key string) *int64 {
		v, present := f.Properties[key]
		if !present {
			return nil
		}
		n := int64(v.(float64))
		return &n
	}
	wide := func(n *int32) *int64 {
		if n == nil {
			return nil
		}
		v := int64(*n)
		return &v
	}
	same := func(a, b *int64) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
	if !same(number("milliseconds"), times.Milliseconds[i]) || !same(number("population"), wide(times.Population[i])) || !same(number("group_population"), wide(times.GroupPopulation[i])) {
		t.Fatalf("point %s: tile %v", times.ID[i], f.Properties)
	}
	if f.Properties.MustString("reason") != string(times.Reason[i]) || f.Properties.MustBool("covered") != (times.Reason[i] == "") || f.Properties.MustBool("edge_of_data") != times.EdgeOfData[i] {
		t.Fatalf("point %s: tile %v", times.ID[i], f.Properties)
	}
}

func TestTilesAreTaggedAndTheCacheIsBounded(t *testing.T) {
	s := readOnlyServer(t)
	town := mustTown(t, s)
	target := base + "/tiles/points/" + tileAt(town.Area.Points[0].Point, 12)
	first := fetch(t, s, target)
	if again := fetch(t, s, target, "If-None-Match", first.Header().Get("ETag")); first.Header().Get("ETag") == "" || again.Code != http.StatusNotModified {
		t.Errorf("tag %q, then %d", first.Header().Get("ETag"), again.Code)
	}
	if second := fetch(t, s, target); second.Body.String() != first.Body.String() {
		t.Error("a tile changed")
	}
	cache := &newTileSet(town.Area).cache
	for i := range 200 {
		cache.put(strings.Repeat("x", i), make([]byte, 1<<20))
	}
	if cache.bytes > cachedTileBytes || cache.recent.Len() != len(cache.entries) || len(cache.entries) > 24 {
		t.Errorf("%d bytes in %d tiles", cache.bytes, len(cache.entries))
	}
}
