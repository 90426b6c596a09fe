package vector

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/simplifiedchinese"

	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/geo/datum"
	"lifecircle/geo/geotest/realdata"
)

func read(t *testing.T, text string) *table.Sheet {
	t.Helper()
	sheet, err := ReadGeoJSON(strings.NewReader(text), "f.geojson", table.Auto)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func TestMacauParishes(t *testing.T) {
	sheet, err := ReadGeoJSON(realdata.Open(t, "macau/parishes_population.geojson"), "parishes_population.geojson", table.Auto)
	if err != nil {
		t.Fatal(err)
	}
	areas, findings, err := table.Areas(sheet, table.Options{Level: "community", Map: map[string]string{"population": "population_2021"}})
	if err != nil {
		t.Fatal(err)
	}
	people := int64(0)
	for _, a := range areas {
		people += a.Population
		if a.ID != a.Name || a.Level != "community" || len(a.Shape) == 0 || a.Attributes["nameEn"] == "" || a.Households != geo.NoData {
			t.Errorf("%+v", a)
		}
	}
	if len(areas) != 8 || people != 681_293 || findings.Rejected != 0 {
		t.Errorf("%d areas, %d people, %+v", len(areas), people, findings)
	}
	if n := count(findings, "ring_repaired"); n != 7 {
		t.Errorf("7 of the 8 polygons cross themselves; repaired: %d", n)
	}
	// As residential points they are taken by a point inside, with a note.
	points, findings, err := table.Residents(sheet, table.Options{Map: map[string]string{"population": "population_2021", "id": "osmId"}})
	if err != nil || len(points) != 8 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	for i, p := range points {
		if !geo.Contains(areas[i].Shape, p.Point) {
			t.Errorf("the point of %s lies outside it", p.Name)
		}
	}
	if count(findings, "polygon_as_point") != 8 {
		t.Errorf("no note: %+v", findings.Warnings)
	}
}

func count(findings table.Findings, code string) int {
	for _, w := range findings.Warnings {
		if w.Code == code {
			return w.Count
		}
	}
	return 0
}

func TestFormsOfGeoJSON(t *testing.T) {
	feature := `{"type":"Feature","id":7,"properties":{"name":"a","tags":{"b": [1, 2]},"n":579.0,"big":12345678901234567890,"none":null},"geometry":{"type":"Point","coordinates":[113.5,22.2,9]}}`
	for name, text := range map[string]string{
		"collection": `{"type":"FeatureCollection","features":[` + feature + `]}`,
		"mark":       "\ufeff" + `{"features":[` + feature + `],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"type":"FeatureCollection"}`,
		"4490":       `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"features":[` + feature + `]}`,
		"feature":    feature,
		"sequence":   "\x1e" + feature + "\n",
	} {
		sheet := read(t, text)
		row := sheet.Rows[0]
		if len(sheet.Rows) != 1 || row.FeatureID != "7" || row.Geometry != (orb.Point{113.5, 22.2}) || row.Fault != nil {
			t.Errorf("%s: %+v", name, row)
		}
		if want := []string{"name", "tags", "n", "big", "none"}; !reflect.DeepEqual(sheet.Header, want) {
			t.Errorf("%s: columns %v", name, sheet.Header)
		}
		if want := []string{"a", `{"b":[1,2]}`, "579.0", "12345678901234567890", ""}; !reflect.DeepEqual(row.Cells, want) {
			t.Errorf("%s: cells %v", name, row.Cells)
		}
	}
	two := read(t, feature+"\n"+feature)
	if len(two.Rows) != 2 || two.Rows[1].Number != 2 {
		t.Errorf("two features: %+v", two.Rows)
	}
	bare := read(t, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`)
	if _, ok := bare.Rows[0].Geometry.(orb.MultiPolygon); !ok {
		t.Errorf("bare geometry: %+v", bare.Rows)
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(`{"type":"Feature","properties":{"名称":"阳光幼儿园"},"geometry":null}`)
	if err != nil {
		t.Fatal(err)
	}
	if sheet := read(t, gbk); sheet.Encoding != "gb18030" || sheet.Header[0] != "名称" {
		t.Errorf("GBK: %+v", sheet)
	}
}

// TestBadFeatures has one bad feature between good ones: it alone is rejected, by its number.
func TestBadFeatures(t *testing.T) {
	good := `{"type":"Feature","properties":{"id":"%"},"geometry":{"type":"Point","coordinates":[113.5,22.2]}}`
	for bad, rule := range map[string]string{
		`{"type":"Feature","properties":{},"geometry":null}`:                                                            "no geometry",
		`{"type":"Feature","properties":{"lon":1,"lat":2}}`:                                                             "no geometry",
		`{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[113.5]}}`:                          "two numbers",
		`{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[113.5,null]}}`:                     "null",
		`{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["113.5","22"]}}`:                   "cannot be read",
		`{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1e999,22]}}`:                       "cannot be read",
		`{"type":"Feature","properties":{},"geometry":{"type":"Point"}}`:                                                "no coordinates",
		`{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[22.2,113.5]}}`:                     "swapped",
		`{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[0,0]}}`:                            "unknown position",
		`{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[113,22],[114,22]]}}`:         "point or a polygon",
		`{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[113,22],[114,22]]}}`:         "these are 2",
		`{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[]}}`:                   "collection",
		`{"type":"Feature","properties":{},"geometry":{"type":"Circle","coordinates":[1,2]}}`:                           "not one of GeoJSON",
		`{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[]}}`:                             "empty",
		`{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[113,22],[114,22],[113,22]]]}}`: "broken",
		`{"type":"Feature","properties":7,"geometry":{"type":"Point","coordinates":[113.5,22.2]}}`:                      "no object",
		`{"type":"Place","properties":{},"geometry":{"type":"Point","coordinates":[113.5,22.2]}}`:                       "no GeoJSON Feature",
		`17`: "no GeoJSON Feature",
	} {
		text := `{"type":"FeatureCollection","features":[` + strings.Replace(good, "%", "a", 1) + "," + bad + "," + strings.Replace(good, "%", "b", 1) + `]}`
		points, findings, err := table.Residents(read(t, text), table.Options{})
		if err != nil || len(points) != 2 || findings.Rejected != 1 || findings.Rejects[0].Row != 2 || !strings.Contains(findings.Rejects[0].Rule, rule) {
			t.Errorf("%s: %v, %+v; want a rule with %q", bad, err, findings, rule)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	for text, want := range map[string]string{
		"": "empty", "{": "not valid JSON", "hello": "not valid JSON", "[]": "not GeoJSON", `{"a":1}`: "without a type", `{"type":"Topology"}`: "TopoJSON",
		`{"type":"FeatureCollection"}`: "no features", `{"type":"FeatureCollection","features":[]}`: "no features", `{"type":"FeatureCollection","features":{}}`: "not GeoJSON",
		`{"type":"FeatureCollection","features":[]} trailing`:                                                    "not valid JSON",
		`{"type":"FeatureCollection","features":[{"type":"Feature"}]}{"type":"FeatureCollection","features":[]}`: "another",
		`{"type":"FeatureCollection","features":[` + strings.Repeat("0,", table.MaxRows) + `0]}`:                 "more than 2000000",
		strings.Repeat("[", 100_000):                         "nested",
		strings.Repeat(`{"type":"Feature","geometry":`, 100): "nested",
		`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features":[]}`:          "coordinate system",
		`{"type":"FeatureCollection","crs":{"type":"EPSG","properties":{"code":4549}},"features":[]}`:                 "coordinate system",
		`{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":"http://example.com"}},"features":[]}`: "coordinate system",
	} {
		_, err := ReadGeoJSON(strings.NewReader(text), "f.geojson", table.Auto)
		var refusal *table.Refusal
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), want) || refusal.Hint.Empty() {
			t.Errorf("%.60s: %v, want a refusal with %q and a hint", text, err, want)
		}
	}
	line := `{"type":"Feature","properties":{"id":"x"},"geometry":{"type":"LineString","coordinates":[[113,22],[114,22]]}}`
	if _, _, err := table.Facilities(read(t, line), table.Options{Service: "clinic"}); err == nil || !strings.Contains(err.Error(), "file of lines") {
		t.Errorf("lines given as points: %v", err)
	}
	if _, _, err := table.Areas(read(t, line), table.Options{}); err == nil || !strings.Contains(err.Error(), "areas are polygons") {
		t.Errorf("lines given as areas: %v", err)
	}
}

// TestDatumOfGeometry reads the same place in three datums. In a zone a geometry gives the easting first.
func TestDatumOfGeometry(t *testing.T) {
	for _, c := range []struct {
		datum       datum.Datum
		coordinates string
		want        orb.Point
	}{
		{datum.GCJ02, "[116.41024449916938,39.91640428150164]", orb.Point{116.404, 39.915}},
		{4549, "[514923.7343,3350508.8698]", orb.Point{120.1551, 30.2741}},
		{4528, "[40514923.7343,3350508.8698]", orb.Point{120.1551, 30.2741}},
	} {
		sheet := read(t, `{"type":"Point","coordinates":`+c.coordinates+`}`)
		points, findings, err := table.Residents(sheet, table.Options{Datum: c.datum})
		if err != nil || points[0].Point != c.want || findings.Datum != c.datum.String() {
			t.Errorf("%s: %+v, %v", c.datum, points, err)
		}
	}
	_, _, err := table.Residents(read(t, `{"type":"Point","coordinates":[3350508.8698,514923.7343]}`), table.Options{Datum: 4549})
	if err == nil || !strings.Contains(err.Error(), "easting first") {
		t.Errorf("swapped axes: %v", err)
	}
}

// TestCoordinatesBesideGeometry takes the geometry and says that the columns were not read.
func TestCoordinatesBesideGeometry(t *testing.T) {
	sheet := read(t, `{"type":"Feature","properties":{"id":"a","lon":1,"lat":2},"geometry":{"type":"Point","coordinates":[113.5,22.2]}}`)
	facilities, findings, err := table.Facilities(sheet, table.Options{Service: "clinic"})
	if err != nil || facilities[0].Point != (orb.Point{113.5, 22.2}) || len(facilities[0].Attributes) != 0 {
		t.Errorf("%+v, %v", facilities, err)
	}
	if c := findings.Columns[1]; c.Column != "lon" || c.Field != "" {
		t.Errorf("%+v", findings.Columns)
	}
	if _, _, err := table.Facilities(sheet, table.Options{Service: "clinic", Map: map[string]string{"x": "lon"}}); err == nil {
		t.Error("a mapped coordinate is ignored in silence")
	}
}

func TestAreaIDs(t *testing.T) {
	ring := `"geometry":{"type":"Polygon","coordinates":[[[0,1],[0,2],[1,2],[1,1],[0,1]]]}`
	text := `{"type":"FeatureCollection","features":[
		{"type":"Feature","id":"f1","properties":{"id":"i","code":"c","name":"n","level":"街道","户籍人口":12},` + ring + `},
		{"type":"Feature","id":"f2","properties":{"code":"c2","name":"n"},` + ring + `},
		{"type":"Feature","id":"f3","properties":{"name":"n"},` + ring + `},
		{"type":"Feature","properties":{"name":"n4"},` + ring + `},
		{"type":"Feature","properties":{"name":"n5"},"geometry":null}]}`
	areas, findings, err := table.Areas(read(t, text), table.Options{Level: "community"})
	if err != nil || len(areas) != 4 || findings.Rejected != 1 || findings.Rejects[0].Row != 5 {
		t.Fatalf("%+v, %+v, %v", areas, findings, err)
	}
	for i, want := range []string{"i", "c2", "f3", "n4"} {
		if areas[i].ID != want || areas[i].Shape[0][0].Orientation() != orb.CCW {
			t.Errorf("area %d is %+v, want id %s", i, areas[i], want)
		}
	}
	if areas[0].Level != "town" || areas[0].Registered != 12 || areas[1].Level != "community" {
		t.Errorf("%+v", areas[:2])
	}
}

func FuzzReadGeoJSON(f *testing.F) {
	for _, s := range []string{
		`{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"id":"a","service":"clinic"},"geometry":{"type":"Point","coordinates":[113.5,22.2]}}]}`,
		`{"type":"Polygon","coordinates":[[[0,0],[4,4],[4,0],[0,4],[0,0]]]}`, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[]]]}`, `[[[`, `{"type":"Feature","properties":{"":{}}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sheet, err := ReadGeoJSON(strings.NewReader(string(data)), "f.geojson", table.Auto)
		if err != nil {
			return
		}
		for _, row := range sheet.Rows {
			if row.Fault == nil && len(row.Cells) != len(sheet.Header) {
				t.Fatalf("row %d has %d cells for %d columns", row.Number, len(row.Cells), len(sheet.Header))
			}
		}
		table.Facilities(sheet, table.Options{Service: "clinic"})
		areas, findings, _ := table.Areas(sheet, table.Options{})
		if findings.Read != findings.Kept+findings.Updated+findings.Rejected {
			t.Fatalf("rows vanished: %+v", findings)
		}
		for _, a := range areas {
			for _, polygon := range a.Shape {
				if polygon[0].Orientation() != orb.CCW {
					t.Fatalf("an outer ring turns the wrong way: %v", polygon)
				}
			}
		}
	})
}
