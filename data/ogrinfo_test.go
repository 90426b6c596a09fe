package data

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// ogrinfo runs GDAL's own reader on a file.
func ogrinfo(t *testing.T, args ...string) []byte {
	t.Helper()
	program, err := exec.LookPath("ogrinfo")
	if err != nil {
		t.Skip("ogrinfo is not installed (Debian package gdal-bin): GDAL's opinion of the file stays untested")
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("ogrinfo: %v\n%s", err, out)
	}
	return out
}

// ogrLayer is what ogrinfo prints about a layer.
type ogrLayer struct {
	kind     string
	features int
	extent   []float64
	epsg     string
}

// The parts of what ogrinfo -al -so prints (GDAL before 3.7 has no JSON).
var (
	ogrName     = regexp.MustCompile(`(?m)^Layer name: (.*)$`)
	ogrKind     = regexp.MustCompile(`(?m)^Geometry: (.*)$`)
	ogrCount    = regexp.MustCompile(`(?m)^Feature Count: (\d+)$`)
	ogrExtent   = regexp.MustCompile(`(?m)^Extent: \((.*), (.*)\) - \((.*), (.*)\)$`)
	ogrAuthCode = regexp.MustCompile(`(?m)^    ID\["EPSG",(\d+)\]\]$`)
)

func ogrLayers(t *testing.T, args ...string) map[string]ogrLayer {
	t.Helper()
	out := string(ogrinfo(t, append([]string{"-so"}, args...)...))
	if strings.Contains(out, "Warning") {
		t.Errorf("GDAL warns:\n%s", out)
	}
	layers := make(map[string]ogrLayer)
	starts := ogrName.FindAllStringSubmatchIndex(out, -1)
	for i, at := range starts {
		part := out[at[0]:]
		if i+1 < len(starts) {
			part = out[at[0]:starts[i+1][0]]
		}
		first := func(pattern *regexp.Regexp) string {
			if m := pattern.FindStringSubmatch(part); m != nil {
				return m[1]
			}
			return ""
		}
		l := ogrLayer{kind: first(ogrKind), epsg: first(ogrAuthCode)}
		l.features, _ = strconv.Atoi(first(ogrCount))
		if m := ogrExtent.FindStringSubmatch(part); m != nil {
			for _, text := range m[1:] {
				v, err := strconv.ParseFloat(text, 64)
				if err != nil {
					t.Errorf("extent of %s: %v", first(ogrName), err)
				}
				l.extent = append(l.extent, v)
			}
		}
		layers[first(ogrName)] = l
	}
	return layers
}

func TestGDALOpensTheWorkspace(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	if err := w.SaveLayer(t.Context(), resultLayer()); err != nil {
		t.Fatal(err)
	}
	layers := ogrLayers(t, "-al", w.Path()) // while it is open, as a desktop GIS beside the server
	for name, want := range map[string]struct {
		features int
		kind     string
		extent   []float64
	}{
		"street":            {3, "Line String", []float64{113.5, 22.11, 113.6, 22.15}},
		"barrier":           {2, "Line String", []float64{113.5, 22.1, 113.6, 22.2}},
		"residential_point": {2, "Point", []float64{113.511, 22.111, 113.521, 22.111}},
		"facility":          {2, "Point", []float64{113.52, 22.12, 113.53, 22.12}},
		"area":              {2, "Multi Polygon", []float64{113.5, 22.1, 113.6, 22.2}},
		"entrance":          {2, "Point", []float64{113.511, 22.1111, 113.52, 22.121}},
		"idle_building":     {2, "Point", []float64{113.54, 22.13, 113.55, 22.13}},
		"result_1":          {3, "Multi Polygon", []float64{0, 0, 2, 2}},
	} {
		l, ok := layers[name]
		if !ok {
			t.Errorf("GDAL does not see layer %s", name)
			continue
		}
		near := func(a, b float64) bool { return math.Abs(a-b) < 1e-6 } // ogrinfo prints six decimals
		if l.features != want.features || l.kind != want.kind || l.epsg != "4326" || !slices.EqualFunc(l.extent, want.extent, near) {
			t.Errorf("layer %s: %+v; want %+v", name, l, want)
		}
	}
	if len(layers) != 9 { // and the table of sources
		t.Errorf("GDAL lists %d tables: %v", len(layers), layers)
	}
	// The spatial index answers: one of the two points.
	found := ogrLayers(t, "-spat", "113.515", "22.0", "113.6", "22.3", w.Path(), "residential_point")
	if n := found["residential_point"].features; n != 1 {
		t.Errorf("a spatial query found %d points, want 1", n)
	}
}

// A program that edits rows, as desktop GIS does, keeps the spatial index right through our triggers.
func TestTriggersKeepTheIndex(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE residential_point SET geom = (SELECT geom FROM facility WHERE id = '1') WHERE id = '10'`,
		`UPDATE residential_point SET fid = 77 WHERE id = '10'`,
		`UPDATE residential_point SET geom = NULL WHERE id = '9'`,
		`DELETE FROM facility WHERE id = '2'`,
		`INSERT INTO entrance (geom, owner_kind, owner_id) SELECT geom, 'facility', 'x' FROM facility`,
	} {
		if _, err := w.write.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	for _, table := range townTables() {
		var wrong int
		if err := w.read.QueryRow(`SELECT (SELECT count(*) FROM "` + table.name + `" t LEFT JOIN "rtree_` + table.name + `_geom" r ON r.id = t.fid
  WHERE t.geom IS NOT NULL AND (r.id IS NULL OR r.minx > ST_MinX(t.geom) OR r.maxx < ST_MaxX(t.geom) OR r.miny > ST_MinY(t.geom) OR r.maxy < ST_MaxY(t.geom)
    OR abs(r.minx - ST_MinX(t.geom)) > 1e-4 OR abs(r.maxy - ST_MaxY(t.geom)) > 1e-4))
  + (SELECT count(*) FROM "rtree_` + table.name + `_geom" r WHERE r.id NOT IN (SELECT fid FROM "` + table.name + `" WHERE geom IS NOT NULL))`).Scan(&wrong); err != nil || wrong != 0 {
			t.Errorf("table %s: %d index entries are wrong, %v", table.name, wrong, err)
		}
	}
}

func TestGDALOpensAnExport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.gpkg")
	if err := WriteFile(path, resultLayer()); err != nil {
		t.Fatal(err)
	}
	layers := ogrLayers(t, "-al", path)
	if l := layers["result_1"]; len(layers) != 1 || l.features != 3 || l.kind != "Multi Polygon" || l.epsg != "4326" {
		t.Errorf("%+v", layers)
	}
}

// GDAL changes the file while it is open: its rows come back, and the index answers for them.
func TestGDALEditsTheWorkspace(t *testing.T) {
	program, err := exec.LookPath("ogr2ogr")
	if err != nil {
		t.Skip("ogr2ogr is not installed (Debian package gdal-bin): editing by GDAL stays untested")
	}
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	before, err := w.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	doors := filepath.Join(t.TempDir(), "doors.geojson")
	feature := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"owner_kind":"facility","owner_id":"clinic:2"},"geometry":{"type":"Point","coordinates":[113.9,22.9]}}]}`
	if err := os.WriteFile(doors, []byte(feature), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), program, "-append", "-nln", "entrance", w.Path(), doors).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ogrinfo(t, "-sql", "DELETE FROM facility WHERE id = '1'", w.Path())
	if after, err := w.Version(t.Context()); err != nil || after == before {
		t.Errorf("the version is still %d after another program's change, %v", after, err)
	}
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(town.Facilities) != 1 || len(town.Entrances) != 3 || town.Entrances[1].OwnerID != "clinic:2" || town.Entrances[1].Point != (orb.Point{113.9, 22.9}) {
		t.Errorf("%+v, %+v", town.Facilities, town.Entrances)
	}
	if n := ogrLayers(t, "-spat", "113.8", "22.8", "114", "23", w.Path(), "entrance")["entrance"].features; n != 1 {
		t.Errorf("the index finds %d of the new doors, want 1", n)
	}
}
