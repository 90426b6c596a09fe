package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"lifecircle/geo"
)

func TestWriteFileInEveryFormat(t *testing.T) {
	layer := resultLayer()
	for i := range layer.Features { // CSV and XLSX keep positions of points only; here the table counts
		layer.Features[i].Geometry = orb.Point{113.5 + float64(i), 22.1}
	}
	for _, ext := range []string{"geojson", "json", "csv", "xlsx", "parquet", "gpkg", "GeoJSON"} {
		t.Run(ext, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "结果."+ext)
			if err := WriteFile(path, layer); err != nil {
				t.Fatal(err)
			}
			first, err := os.ReadFile(path)
			if err != nil || len(first) == 0 {
				t.Fatal(err)
			}
			if err := WriteFile(path, layer); err != nil { // over it
				t.Fatal(err)
			}
			second, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, second) {
				t.Error("the same layer gave other bytes")
			}
			manifest, err := os.ReadFile(path + ".manifest.json")
			if err != nil || string(manifest) != string(layer.Manifest)+"\n" {
				t.Errorf("manifest: %q, %v", manifest, err)
			}
			if got, want := filesIn(t, folder), []string{filepath.Base(path), filepath.Base(path) + ".manifest.json"}; !slices.Equal(got, want) {
				t.Errorf("the folder holds %q, want %q", got, want)
			}
			plain := layer
			plain.Manifest = nil
			if err := WriteFile(path, plain); err != nil {
				t.Fatal(err)
			}
			if got := filesIn(t, folder); len(got) != 1 {
				t.Errorf("the manifest of other data stayed: %q", got)
			}
		})
	}
}

func TestWriteFileKeepsThePreviousFileOnFailure(t *testing.T) {
	bad := resultLayer()
	bad.Features[2].Values = []any{struct{}{}, nil, nil, nil, nil}
	for _, ext := range []string{"geojson", "csv", "xlsx", "parquet", "gpkg"} {
		folder := t.TempDir()
		path := filepath.Join(folder, "x."+ext)
		if err := os.WriteFile(path, []byte("previous"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(path, bad); err == nil {
			t.Errorf("%s: a value that is none was written", ext)
		}
		if content, err := os.ReadFile(path); err != nil || string(content) != "previous" {
			t.Errorf("%s: the previous file is %q, %v", ext, content, err)
		}
		if got := filesIn(t, folder); len(got) != 1 {
			t.Errorf("%s: the folder holds %q", ext, got)
		}
	}
	folder := t.TempDir()
	for path, rule := range map[string]error{"x.shp": ErrFormat, "x": ErrFormat, "no/such/folder/x.csv": ErrNoFile} {
		if err := WriteFile(filepath.Join(folder, path), resultLayer()); !errors.Is(err, rule) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if got := filesIn(t, folder); len(got) != 0 {
		t.Errorf("the folder holds %q", got)
	}
}

// What is exported can be imported again and is the same.
func TestExportedListsComeBack(t *testing.T) {
	w := newWorkspace(t)
	town := smallTown()
	town.Facilities[0].Serves = []string{"a1", "a2"} // a list in a cell cannot hold a semicolon
	town.Facilities[0].Attributes = map[string]string{"等级": "甲", "b": "2"}
	town.Areas[0].Attributes = nil
	town.Points[1].Estimate = false // a list does not say it
	town.Areas = town.Areas[:1]     // the second one has no shape
	if err := w.PutTown(t.Context(), town); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, ext := range []string{"geojson", "csv", "xlsx"} {
		back := newWorkspace(t)
		for name, kind := range map[string]Kind{"facility": Facilities, "residential_point": Residents, "entrance": Entrances, "area": Areas} {
			if ext != "geojson" && kind == Areas {
				continue
			}
			layer, err := w.Layer(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(folder, name+"."+ext)
			if err := WriteFile(path, layer); err != nil {
				t.Fatal(err)
			}
			mustImport(t, back, ImportRequest{Kind: kind, Path: path})
		}
		got, err := back.Town(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := geo.Town{Points: town.Points, Facilities: town.Facilities, Entrances: town.Entrances, Lists: got.Lists, Sources: got.Sources}
		if ext == "geojson" {
			want.Areas = town.Areas
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", ext, diff)
		}
	}
}

func TestFlattenKeepsEveryAttribute(t *testing.T) {
	layer := geo.Layer{
		Columns:  []geo.Column{{Name: "name"}, {Name: "attributes", Type: geo.JSON}, {Name: "z"}},
		Features: []geo.Feature{{Values: []any{"n", json.RawMessage(`{"Name":"1","b":"2","lon":"3"}`), "z1"}}, {Values: []any{"m", nil, nil}}},
	}
	before := layer.Features[0].Values[1]
	flat, err := Flatten(layer)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range flat.Columns {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, " "); got != "name z attribute:Name b attribute:lon" {
		t.Errorf("columns: %s", got)
	}
	if diff := cmp.Diff([][]any{{"n", "z1", "1", "2", "3"}, {"m", nil, nil, nil, nil}}, [][]any{flat.Features[0].Values, flat.Features[1].Values}); diff != "" {
		t.Error(diff)
	}
	if !cmp.Equal(before, layer.Features[0].Values[1]) || len(layer.Columns) != 3 {
		t.Error("the layer that was given has changed")
	}
	layer.Features[0].Values[1] = json.RawMessage(`{"a":1}`)
	if _, err := Flatten(layer); err == nil {
		t.Error("attributes that are no text were accepted")
	}
}
