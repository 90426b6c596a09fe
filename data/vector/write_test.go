package vector

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/geojson"

	"lifecircle/geo"
)

// sample has rings wound the wrong way, more decimals than are stored, and text that is markup.
func sample() geo.Layer {
	return geo.Layer{
		Name:    "blind_spots",
		Columns: []geo.Column{{Name: "name", Type: geo.Text}, {Name: "population", Type: geo.Integer}, {Name: "share", Type: geo.Real}, {Name: "ok", Type: geo.Boolean}, {Name: "best", Type: geo.JSON}},
		Features: []geo.Feature{
			{ID: "a1", Geometry: orb.MultiPolygon{{{{0, 0}, {0, 4}, {4, 4}, {4, 0}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}}}}, Values: []any{"<b>东湖 & co</b>", int64(681293), 0.5, true, json.RawMessage(`{ "b": 1 }`)}},
			{ID: "a2", Geometry: orb.Point{113.54390004, -22.19870016}, Values: []any{nil, int64(-1), int64(3), false, nil}},
			{ID: "", Geometry: nil, Values: []any{"", nil, nil, nil, nil}},
			{Geometry: orb.LineString{{1e-9, -1e-9}, {1e-7, 2}}, Values: []any{"x", nil, 1e21, nil, nil}},
		},
		Foreign:  map[string]any{"scattered": map[string]int{"points": 2, "people": 7}, "total_uncovered": 9},
		Manifest: json.RawMessage(`{"z": 1, "a": [1, 2]}`),
	}
}

const wantGeoJSON = `{"type":"FeatureCollection","name":"blind_spots","bbox":[0,-22.1987002,113.5439,4],"manifest":{"z":1,"a":[1,2]},"scattered":{"people":7,"points":2},"total_uncovered":9,"features":[
{"type":"Feature","id":"a1","properties":{"name":"<b>东湖 & co</b>","population":681293,"share":0.5,"ok":true,"best":{"b":1}},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]]}},
{"type":"Feature","id":"a2","properties":{"name":null,"population":-1,"share":3,"ok":false,"best":null},"geometry":{"type":"Point","coordinates":[113.5439,-22.1987002]}},
{"type":"Feature","properties":{"name":"","population":null,"share":null,"ok":null,"best":null},"geometry":null},
{"type":"Feature","properties":{"name":"x","population":null,"share":1e+21,"ok":null,"best":null},"geometry":{"type":"LineString","coordinates":[[0,0],[0.0000001,2]]}}
]}
`

func TestWriteGeoJSON(t *testing.T) {
	layer := sample()
	var out bytes.Buffer
	if err := WriteGeoJSON(&out, layer); err != nil {
		t.Fatal(err)
	}
	if out.String() != wantGeoJSON {
		t.Errorf("got\n%s\nwant\n%s", out.String(), wantGeoJSON)
	}
	if first := layer.Features[0].Geometry.(orb.MultiPolygon)[0][0]; first[1] != (orb.Point{0, 4}) {
		t.Error("the layer given was changed")
	}
	read, err := geojson.UnmarshalFeatureCollection(out.Bytes())
	if err != nil || len(read.Features) != 4 {
		t.Errorf("another reader: %v", err)
	}
	var empty bytes.Buffer
	if err := WriteGeoJSON(&empty, geo.Layer{Name: "none"}); err != nil || !json.Valid(empty.Bytes()) || strings.Contains(empty.String(), "bbox") {
		t.Errorf("an empty layer: %s, %v", empty.String(), err)
	}
}

// TestGDALReadsWhatWeWrite asks another program about the layer.
func TestGDALReadsWhatWeWrite(t *testing.T) {
	program, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Skip("the program ogrinfo is not installed")
	}
	file := filepath.Join(t.TempDir(), "layer.geojson")
	if err := os.WriteFile(file, []byte(wantGeoJSON), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := exec.Command(program, "-al", file).CombinedOutput()
	if err != nil || !strings.Contains(string(output), "Feature Count: 4") || !strings.Contains(string(output), "东湖 & co") || strings.Contains(string(output), "ERROR") {
		t.Errorf("%v: %s", err, output)
	}
}

func TestLayersThatCannotBeWritten(t *testing.T) {
	column := []geo.Column{{Name: "a", Type: geo.Real}}
	for name, layer := range map[string]geo.Layer{
		"too few values":   {Columns: column, Features: []geo.Feature{{}}},
		"not a number":     {Columns: column, Features: []geo.Feature{{Values: []any{math.NaN()}}}},
		"wrong type":       {Columns: column, Features: []geo.Feature{{Values: []any{"x"}}}},
		"plain int":        {Columns: column, Features: []geo.Feature{{Values: []any{1}}}},
		"column twice":     {Columns: append(column, column...)},
		"NaN position":     {Features: []geo.Feature{{Geometry: orb.Point{math.NaN(), 1}}}},
		"off the Earth":    {Features: []geo.Feature{{Geometry: orb.LineString{{1, 1}, {1, 91}}}}},
		"a collection":     {Features: []geo.Feature{{Geometry: orb.Collection{orb.Point{1, 2}}}}},
		"broken manifest":  {Manifest: json.RawMessage(`{`)},
		"foreign features": {Foreign: map[string]any{"features": 1}},
	} {
		if err := WriteGeoJSON(&bytes.Buffer{}, layer); err == nil {
			t.Errorf("%s is written as GeoJSON", name)
		}
		if strings.HasPrefix(name, "broken") || strings.HasPrefix(name, "foreign") {
			continue
		}
		if err := WriteParquet(&bytes.Buffer{}, layer); err == nil {
			t.Errorf("%s is written as Parquet", name)
		}
	}
	if err := WriteGeoJSON(fullDisk{}, sample()); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
	if err := WriteParquet(fullDisk{}, sample()); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriteParquet(t *testing.T) {
	var out, again bytes.Buffer
	if err := WriteParquet(&out, sample()); err != nil {
		t.Fatal(err)
	}
	if err := WriteParquet(&again, sample()); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the same layer gives other bytes (%v)", err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	metadata, _ := file.Lookup("geo")
	const want = `{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["LineString","MultiPolygon","Point"],"orientation":"counterclockwise","bbox":[0,-22.1987002,113.5439,4]}}}`
	if metadata != want {
		t.Errorf("geo metadata\n%s\nwant\n%s", metadata, want)
	}
	if manifest, _ := file.Lookup("lifecircle:manifest"); manifest != `{"z": 1, "a": [1, 2]}` {
		t.Errorf("manifest %s", manifest)
	}
	type record struct {
		Best       *string  `parquet:"best,optional"`
		Geometry   []byte   `parquet:"geometry,optional"`
		ID         *string  `parquet:"id,optional"`
		Name       *string  `parquet:"name,optional"`
		OK         *bool    `parquet:"ok,optional"`
		Population *int64   `parquet:"population,optional"`
		Share      *float64 `parquet:"share,optional"`
	}
	rows, err := parquet.Read[record](bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	first, second, third := rows[0], rows[1], rows[2]
	if *first.Name != "<b>东湖 & co</b>" || *first.Population != 681293 || *first.Share != 0.5 || !*first.OK || *first.ID != "a1" || *first.Best != `{ "b": 1 }` {
		t.Errorf("%+v", first)
	}
	if second.Name != nil || *second.Share != 3 || *second.OK || third.Geometry != nil || third.ID != nil || *third.Name != "" {
		t.Errorf("%+v %+v", second, third)
	}
	g, err := wkb.Unmarshal(first.Geometry)
	if err != nil || g.(orb.MultiPolygon)[0][0].Orientation() != orb.CCW || binary.LittleEndian.Uint32(first.Geometry[1:]) != 6 {
		t.Errorf("%v, %v", g, err)
	}
	if err := WriteParquet(&bytes.Buffer{}, geo.Layer{Columns: []geo.Column{{Name: "geometry"}}}); err == nil {
		t.Error("a column called geometry is written")
	}
	if err := WriteParquet(&bytes.Buffer{}, geo.Layer{Name: "none"}); err != nil {
		t.Errorf("an empty layer: %v", err)
	}
}
