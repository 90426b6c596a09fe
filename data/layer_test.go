package data

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// resultLayer has every type of value, missing ones, and polygons of both kinds.
func resultLayer() geo.Layer {
	square := orb.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}}
	return geo.Layer{
		Name: "result_1",
		Columns: []geo.Column{{Name: "id", Type: geo.Text}, {Name: "population", Type: geo.Integer}, {Name: "seconds", Type: geo.Real, Decimals: 3},
			{Name: "edge", Type: geo.Boolean}, {Name: "best_site", Type: geo.JSON}},
		Features: []geo.Feature{
			{ID: "b", Geometry: orb.MultiPolygon{square}, Values: []any{"x\";--", int64(12), 1.5, true, json.RawMessage(`{"a":[1]}`)}},
			{ID: "a", Geometry: orb.MultiPolygon{square, square}, Values: []any{"", int64(0), 3.0, false, nil}},
			{Geometry: nil, Values: []any{nil, nil, nil, nil, nil}},
		},
		Foreign:  map[string]any{"scattered": map[string]any{"people": 3.0}},
		Manifest: json.RawMessage(`{"program": "test"}`),
	}
}

func TestSavedLayerComesBack(t *testing.T) {
	w := newWorkspace(t)
	layer := resultLayer()
	for range 2 { // the second one replaces the first
		if err := w.SaveLayer(t.Context(), layer); err != nil {
			t.Fatal(err)
		}
	}
	got, err := w.Layer(t.Context(), layer.Name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(layer, got); diff != "" {
		t.Error(diff)
	}
	infos, err := w.Layers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if last := infos[len(infos)-1]; len(infos) != 8 || last != (LayerInfo{Name: "result_1", Features: 3, Saved: true}) {
		t.Errorf("layers: %+v", infos)
	}
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Layer(t.Context(), layer.Name); err != nil {
		t.Errorf("another town removed a saved layer: %v", err)
	}
	if err := w.DropLayer(t.Context(), layer.Name); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Layer(t.Context(), layer.Name); !errors.Is(err, ErrNoLayer) {
		t.Errorf("after removing it: %v", err)
	}
	if err := w.DropLayer(t.Context(), "street"); !errors.Is(err, ErrNoLayer) {
		t.Errorf("removing a part of the town: %v", err)
	}
}

func TestMixedPolygonsBecomeMultiPolygons(t *testing.T) {
	w := newWorkspace(t)
	square := orb.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}}
	if err := w.SaveLayer(t.Context(), geo.Layer{Name: "mixed", Features: []geo.Feature{{Geometry: square}, {Geometry: orb.MultiPolygon{square}}}}); err != nil {
		t.Fatal(err)
	}
	got, err := w.Layer(t.Context(), "mixed")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range got.Features {
		if !orb.Equal(f.Geometry, orb.MultiPolygon{square}) {
			t.Errorf("feature %d is %v", i, f.Geometry)
		}
	}
}

func TestLayersOfTheTown(t *testing.T) {
	w := newWorkspace(t)
	town := smallTown()
	if err := w.PutTown(t.Context(), town); err != nil {
		t.Fatal(err)
	}
	for name, n := range map[string]int{"street": 3, "facility": 2, "residential_point": 2, "area": 2, "entrance": 2, "idle_building": 2, "barriers": 2} {
		layer, err := w.Layer(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if layer.Name != name || len(layer.Features) != n {
			t.Errorf("layer %q, %d features, want %q, %d", layer.Name, len(layer.Features), name, n)
		}
	}
	layer, err := w.Layer(t.Context(), "facility")
	if err != nil {
		t.Fatal(err)
	}
	want := geo.Feature{ID: "clinic:1", Geometry: town.Facilities[0].Point, Values: []any{"clinic", "1", "<b>卫生站</b>", "active", 12.5, "beds", nil, "Mo-Fr 08:00-18:00",
		"2020", "", "路1号", json.RawMessage(`["a;1","a2"]`), "a1", json.RawMessage(`{"b":"2","等级":"=cmd()"}`)}}
	if diff := cmp.Diff(want, layer.Features[0]); diff != "" {
		t.Error(diff)
	}
	var told *FileError
	if _, err := w.Layer(t.Context(), `street"; DROP TABLE street; --`); !errors.As(err, &told) || told.Rule != ErrNoLayer || told.Hint.EN != "Choose one of: street, facility, residential_point, area, entrance, idle_building, barriers." {
		t.Errorf("an unknown layer: %v", err)
	}
}

func TestLayersThatCannotBeSaved(t *testing.T) {
	w := newWorkspace(t)
	for _, name := range []string{"", "Street", "1a", "a-b", "a b", "a\"b", "盲区", "street", "barriers", "idle_building", "network", "gpkg_x", "rtree_x", "sqlite_x", "job", "lifecircle_migration", "a;drop"} {
		if err := w.SaveLayer(t.Context(), geo.Layer{Name: name}); !errors.Is(err, ErrLayerName) {
			t.Errorf("name %q: %v", name, err)
		}
	}
	one := func(name string) []geo.Column { return []geo.Column{{Name: name}} }
	for _, columns := range [][]geo.Column{one("a\"b"), one("床位"), one(""), one("FID"), one("geom"), {{Name: "a"}, {Name: "A"}}, {{Name: "a", Type: 99}}} {
		if err := w.SaveLayer(t.Context(), geo.Layer{Name: "x", Columns: columns}); err == nil {
			t.Errorf("columns %v were accepted", columns)
		}
	}
	for _, layer := range []geo.Layer{
		{Name: "x", Columns: one("a"), Features: []geo.Feature{{}}},
		{Name: "x", Columns: one("a"), Features: []geo.Feature{{Values: []any{1}}}}, // int is none of the types
	} {
		if err := w.SaveLayer(t.Context(), layer); err == nil {
			t.Errorf("%v was accepted", layer)
		}
	}
	infos, err := w.Layers(t.Context())
	if err != nil || len(infos) != 7 {
		t.Errorf("%v, %v", infos, err)
	}
}

func TestJobs(t *testing.T) {
	w := newWorkspace(t)
	first := Job{ID: "b", Kind: "import streets", State: JobRunning, Done: 1, Total: 2}
	second := Job{ID: "a", Kind: "import residents", State: JobSucceeded, Report: json.RawMessage(`{"kept":1}`)}
	for _, j := range []Job{{ID: "b", State: JobQueued}, second, first} {
		if err := w.PutJob(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.FailInterruptedJobs(t.Context()); err != nil {
		t.Fatal(err)
	}
	first.State, first.Error = JobFailed, Interrupted
	jobs, err := w.Jobs(t.Context())
	if diff := cmp.Diff([]Job{first, second}, jobs); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if _, found, err := w.Job(t.Context(), "c"); found || err != nil {
		t.Errorf("a job nobody stored: %v, %v", found, err)
	}
	if j, found, err := w.Job(t.Context(), "a"); !found || err != nil || !cmp.Equal(j, second) {
		t.Errorf("%v, %v, %v", j, found, err)
	}
}

func TestGeometryBlobs(t *testing.T) {
	line := orb.LineString{{1, 2}, {-3, 4.5}}
	for _, g := range []orb.Geometry{
		orb.Point{113.5, -22.1}, line, orb.LineString{}, orb.MultiPoint{{1, 2}}, orb.MultiLineString{line}, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}},
		orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, orb.MultiPolygon{}, orb.Collection{orb.Point{1, 2}, line},
	} {
		blob, err := encodeGeometry(g)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeGeometry(blob)
		if err != nil || !orb.Equal(g, got) {
			t.Errorf("%v came back as %v, %v", g, got, err)
		}
		bound, some, err := blobBound(blob)
		if err != nil || some == isEmpty(g) || some && bound != g.Bound() {
			t.Errorf("%v has the bound %v, %v, %v, want %v", g, bound, some, err, g.Bound())
		}
	}
	if g, err := decodeGeometry(nil); g != nil || err != nil {
		t.Errorf("NULL gave %v, %v", g, err)
	}
}

func FuzzGeometryBlob(f *testing.F) {
	for _, g := range []orb.Geometry{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}} {
		blob, err := encodeGeometry(g)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(blob)
	}
	f.Add([]byte("GP\x00\x01\xe6\x10\x00\x00\x01\x02\x00\x00\x00\xff\xff\xff\xff")) // four billion positions, none there
	f.Fuzz(func(t *testing.T, blob []byte) {
		g, err := decodeGeometry(blob)
		if _, _, err := blobBound(blob); err != nil {
			return
		}
		if err != nil || g == nil {
			return
		}
		again, err := encodeGeometry(g)
		if err != nil {
			t.Fatal(err)
		}
		back, err := decodeGeometry(again)
		if err != nil {
			t.Fatalf("%v cannot be read back: %v", g, err)
		}
		if b := g.Bound(); !math.IsNaN(b.Min[0]+b.Max[0]+b.Min[1]+b.Max[1]) && back.Bound() != b {
			t.Fatalf("%v came back as %v", g, back)
		}
	})
}

func FuzzNodes(f *testing.F) {
	f.Add(encodeNodes([]geo.NodeID{1, math.MaxInt64, math.MinInt64, 0}), 4)
	f.Add([]byte{0x80}, 1)
	f.Fuzz(func(t *testing.T, blob []byte, n int) {
		if n < 0 {
			return
		}
		nodes, err := decodeNodes(blob, n)
		if err != nil {
			return
		}
		back, err := decodeNodes(encodeNodes(nodes), n)
		if err != nil || !cmp.Equal(nodes, back) {
			t.Fatalf("%v came back as %v, %v", nodes, back, err)
		}
	})
}
