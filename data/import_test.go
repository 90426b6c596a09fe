package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/simplifiedchinese"

	"lifecircle/data/table"
	"lifecircle/geo"
	"lifecircle/geo/datum"
)

func upload(kind Kind, name, content string) ImportRequest {
	return ImportRequest{Kind: kind, Name: name, Content: []byte(content)}
}

const square = `{"type":"Polygon","coordinates":[[[113.5,22.1],[113.6,22.1],[113.6,22.2],[113.5,22.2],[113.5,22.1]]]}`

func TestImportsOfEveryKind(t *testing.T) {
	w := newWorkspace(t)
	areas := upload(Areas, "areas.geojson", `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"c1","name":"社区","parent":"none","population":100},"geometry":`+square+`}]}`)
	areas.Level = "community"
	if r := mustImport(t, w, areas); r.Kept != 1 || warned(r, "unknown_parent") != 1 {
		t.Errorf("areas: %+v", r)
	}
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("编号,名称,经度,纬度,常住人口,60岁及以上\n甲,东村,113.55,22.15,30,\n乙,西村,113.75,22.15,50,5\n丙,坏,200,22.15,1,1\n")
	if err != nil {
		t.Fatal(err)
	}
	r := mustImport(t, w, upload(Residents, "居民点.csv", gbk))
	if r.Kept != 2 || r.Rejected != 1 || len(r.Rejects) != 1 || r.Rejects[0].Row != 4 || r.Encoding != "gb18030" || r.Datum != "WGS 84" ||
		warned(r, "outside_areas") != 1 || warned(r, "population_differs") != 1 {
		t.Errorf("residents: %+v", r)
	}
	facilities := upload(Facilities, "f.csv", "id,name,service,lon,lat,capacity,电话,等级\n1,甲,clinic;hospital,113.55,22.15,0,123456,=cmd()\n")
	r = mustImport(t, w, facilities)
	if warned(r, "contact_column_dropped") != 1 || warned(r, "capacity_zero") == 0 {
		t.Errorf("facilities: %+v", r)
	}
	r = mustImport(t, w, upload(Entrances, "e.csv", "owner_kind,owner_id,lon,lat\nfacility,1,113.551,22.15\nresident,不存在,113.551,22.15\n"))
	if warned(r, "unknown_owner") != 1 || r.Kept != 2 {
		t.Errorf("entrances: %+v", r)
	}
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	noData := geo.People{}
	for g := range noData {
		noData[g] = geo.NoData
	}
	people := func(all, age60 int32) geo.People {
		p := noData
		p[geo.All], p[geo.Age60] = all, age60
		return p
	}
	facility := geo.Facility{Service: "clinic", ID: "1", Name: "甲", Point: orb.Point{113.55, 22.15}, Status: geo.Active, AreaM2: -1, Attributes: map[string]string{"等级": "=cmd()"}}
	second := facility
	second.Service = "hospital"
	want := geo.Town{
		Points: []geo.ResidentialPoint{{ID: "乙", Name: "西村", Point: orb.Point{113.75, 22.15}, People: people(50, 5)}, {ID: "甲", Name: "东村", Point: orb.Point{113.55, 22.15}, People: people(30, -1)}},
		Lists:  []geo.FacilityList{{Service: "clinic"}, {Service: "hospital"}}, Facilities: []geo.Facility{facility, second},
		Areas: []geo.Area{{ID: "c1", Name: "社区", Level: "community", Parent: "none", Population: 100, Registered: -1, Households: -1,
			Shape: orb.MultiPolygon{{{{113.5, 22.1}, {113.6, 22.1}, {113.6, 22.2}, {113.5, 22.2}, {113.5, 22.1}}}}}},
		Entrances: []geo.Entrance{{OwnerKind: geo.FacilityOwner, OwnerID: "1", Point: orb.Point{113.551, 22.15}}, {OwnerKind: geo.ResidentOwner, OwnerID: "不存在", Point: orb.Point{113.551, 22.15}}},
	}
	sources := town.Sources
	town.Sources = nil
	if diff := cmp.Diff(want, town); diff != "" {
		t.Error(diff)
	}
	if len(sources) != 4 || sources[0].Options != "level=community" || sources[2].Service != "clinic,hospital" || len(sources[1].SHA256) != 64 {
		t.Errorf("sources: %+v", sources)
	}
	if r := mustImport(t, w, upload(Entrances, "e2.csv", "owner_kind,owner_id,lon,lat\nfacility,1,113.552,22.15\n")); r.Replaced != 1 {
		t.Errorf("the doors of an owner come as a whole: %+v", r)
	}
}

func TestFilesThatAreRefusedChangeNothing(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	pbf := filepath.Join(folder, "text.osm.pbf")
	if err := os.WriteFile(pbf, []byte("this is no PBF at all, whatever its name says"), 0o644); err != nil {
		t.Fatal(err)
	}
	clinic := func(content string, change ...func(*ImportRequest)) ImportRequest {
		r := upload(Facilities, "f.csv", content)
		r.Service = "clinic"
		for _, c := range change {
			c(&r)
		}
		return r
	}
	const good = "id,lon,lat\n1,113.5,22.1\n"
	for name, test := range map[string]struct {
		request ImportRequest
		says    string
	}{
		"no kind":               {ImportRequest{Path: pbf}, "use streets, facilities"},
		"no file":               {ImportRequest{Kind: Streets}, "no file"},
		"missing file":          {ImportRequest{Kind: Residents, Path: filepath.Join(folder, "none.csv")}, "none.csv"},
		"missing streets":       {ImportRequest{Kind: Streets, Path: filepath.Join(folder, "none.pbf")}, "none.pbf"},
		"not a PBF":             {ImportRequest{Kind: Streets, Path: pbf}, "text.osm.pbf"},
		"empty":                 {clinic(""), "f.csv"},
		"header only":           {clinic("id,lon,lat\n"), "no rows"},
		"no coordinates":        {clinic("id,name\n1,a\n"), "f.csv"},
		"metres without a code": {clinic("id,lon,lat\n1,500000,3500000\n"), "metres"},
		"unknown service":       {clinic(good, func(r *ImportRequest) { r.Service = "clinik" }), "clinik"},
		"no service":            {upload(Facilities, "f.csv", good), "service"},
		"unknown datum":         {clinic(good, func(r *ImportRequest) { r.Datum = "mars99" }), "mars99"},
		"unknown encoding":      {clinic(good, func(r *ImportRequest) { r.Encoding = "klingon" }), "klingon"},
		"wrong encoding":        {clinic("id,name,lon,lat\n1,\xb6\xab\xb4\xe5,113.5,22.1\n", func(r *ImportRequest) { r.Encoding = "utf-8" }), "f.csv"},
		"unknown column":        {clinic(good, func(r *ImportRequest) { r.Map = map[string]string{"name": "nome"} }), "nome"},
		"lines as points":       {clinic(`{"type":"Feature","properties":{"id":"1"},"geometry":{"type":"LineString","coordinates":[[113.5,22.1],[113.6,22.1]]}}`), "f.csv"},
		"a database":            {clinic("SQLite format 3\x00"), "GeoPackage"},
		"broken JSON":           {clinic(`{"type":"FeatureCollection","features":[`), "f.csv"},
		"deep JSON":             {clinic(strings.Repeat(`{"a":`, 10000)), "f.csv"},
		"areas from OSM":        {ImportRequest{Kind: Areas, Path: pbf, FromOSM: true}, "--from-osm"},
		"level of facilities":   {clinic(good, func(r *ImportRequest) { r.Level = "town" }), "level"},
		"negative people":       {ImportRequest{Kind: Residents, Path: pbf, FromOSM: true, Population: -5}, "-5"},
		"too many people":       {ImportRequest{Kind: Residents, Path: pbf, FromOSM: true, Population: 1e12}, "1000000000000"},
		"datum of OSM":          {ImportRequest{Kind: Streets, Path: pbf, Datum: "gcj02"}, "WGS 84"},
		"extent of lines":       {ImportRequest{Kind: Streets, Path: pbf, ExtentContent: []byte(`{"type":"LineString","coordinates":[[1,2],[3,4]]}`)}, "polygon"},
		"no extent":             {ImportRequest{Kind: Streets, Path: pbf, ExtentPath: filepath.Join(folder, "no.geojson")}, "no.geojson"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.Import(t.Context(), test.request, nil)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("the message is %v; it should say %q", err, test.says)
			}
		})
	}
	uploaded := upload(Streets, "upload.osm.pbf", "this is no PBF at all, whatever its name says")
	if _, err := w.Import(t.Context(), uploaded, nil); err == nil || !strings.HasPrefix(err.Error(), "upload.osm.pbf:") || strings.Contains(err.Error(), os.TempDir()) {
		t.Errorf("an upload is called %v", err)
	}
	report, err := w.Import(t.Context(), clinic("id,lon,lat\n1,x,22.1\n2,y,22.1\n"), nil)
	var refusal *table.Refusal
	if !errors.As(err, &refusal) || refusal.Hint.Empty() || report.Rejected != 2 {
		t.Errorf("a file without a good row: %v, %+v", err, report)
	}
	wantSameTown(t, w, smallTown())
	if reports, err := w.Reports(t.Context()); err != nil || len(reports) != 0 {
		t.Errorf("reports of refused files were stored: %+v, %v", reports, err)
	}
}

func wantSameTown(t *testing.T, w *Workspace, want geo.Town) {
	t.Helper()
	got, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCancelledImport(t *testing.T) {
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), smallTown()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	last := int64(-1)
	_, err := w.Import(ctx, ImportRequest{Kind: Residents, Name: "many.csv", Content: manyResidents(5000), Replace: true}, func(done, total int64) {
		if done < last || done > total || total != 1000 {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		if last = done; done > 800 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || last >= 1000 {
		t.Errorf("got %v at %d", err, last)
	}
	wantSameTown(t, w, smallTown())
}

// gridTown has streets some 400 m apart in Taizhou, where GCJ-02 is shifted, and doors 8 m beside them. It is not
// quite regular: on a perfect grid a shift by one block would change nothing.
func gridTown() (streets []geo.Street, doors []orb.Point) {
	origin := orb.Point{119.9, 32.45}
	frame := geo.NewFrame(origin)
	for i := range 10 {
		at := float64(400*i + 97*i%150)
		for j, ends := range [][2]orb.Point{{frame.Position(0, at), frame.Position(3600, at)}, {frame.Position(at, 0), frame.Position(at, 3600)}} {
			id := geo.NodeID(4*i + 2*j)
			streets = append(streets, geo.Street{WayID: int64(2*i + j + 1), Class: "residential", Nodes: []geo.NodeID{id, id + 1}, Line: orb.LineString{ends[0], ends[1]}})
		}
		for k := range 9 {
			doors = append(doors, frame.Position(float64(400*k+60+(53*k+71*i)%280), at+8))
		}
	}
	return streets, doors
}

func TestPositionsThatContradictTheStreets(t *testing.T) {
	streets, doors := gridTown()
	w := newWorkspace(t)
	if err := w.PutTown(t.Context(), geo.Town{Streets: streets}); err != nil {
		t.Fatal(err)
	}
	list := func(d datum.Datum) string {
		var b strings.Builder
		b.WriteString("id,lon,lat,population\n")
		for i, p := range doors {
			x, y, err := d.FromWGS84(p)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "D%d,%.7f,%.7f,1\n", i, x, y)
		}
		return b.String()
	}
	datums := []datum.Datum{datum.WGS84, datum.GCJ02, datum.BD09}
	for _, truth := range datums {
		for _, declared := range datums {
			r := upload(Residents, "doors.csv", list(truth))
			r.Datum, r.Replace = declared.String(), true
			report := mustImport(t, w, r)
			said := ""
			for _, warning := range report.Warnings {
				if warning.Code == "contradicts_streets" {
					said = warning.Text
				}
			}
			if truth == declared && said != "" || truth != declared && !strings.Contains(said, "fit as "+truth.String()+";") {
				t.Errorf("positions in %s, declared %s: %q", truth, declared, said)
			}
			i, err := w.Inspect(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, f := range i.Findings {
				found = found || f.Code == "contradicts_streets" && f.Severity == SeverityError
			}
			if found != (truth != declared) {
				t.Errorf("positions in %s, declared %s: found %v", truth, declared, found)
			}
			if truth == declared {
				town, err := w.Town(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				x := indexStreets(town.Streets)
				for _, p := range town.Points {
					if d := x.distance(p.Point); d > 8.02 {
						t.Errorf("a door at most 8 m from a street came out %f m from it", d)
					}
				}
			}
		}
	}
	far := upload(Residents, "far.csv", "id,lon,lat,population\n")
	for i := range 6 {
		far.Content = fmt.Appendf(far.Content, "F%d,121.%d,31.2,1\n", i, i)
	}
	far.Replace = true
	if r := mustImport(t, w, far); warned(r, "contradicts_streets") != 6 || warned(r, "far_from_street") != 6 {
		t.Errorf("another town: %+v", r.Warnings)
	}
	for _, service := range []string{"clinic", "market"} {
		r := upload(Facilities, service+".csv", string(far.Content))
		r.Service = service
		mustImport(t, w, r)
	}
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := Contradictions(&town)
	if len(found) != 1 || found[0].Count != 18 || len(found[0].Examples) != 3 || !strings.HasPrefix(found[0].Examples[2], "market: median distance ") {
		t.Errorf("residents and two lists of another town: %+v", found)
	}
}

// A triangle of streets fills half of a box that is drawn round it, and all that can be filled of a box is its own.
func TestABoxOfMoreThanTheStreetsIsDoubted(t *testing.T) {
	w := newWorkspace(t)
	extract := func(corners string) string {
		return `<osm version="0.6"><bounds minlat="22" minlon="113" maxlat="22.1" maxlon="113.1"/>
<node id="1" lat="22" lon="113"/><node id="2" lat="22" lon="113.1"/><node id="3" lat="22.1" lon="113.1"/><node id="4" lat="22.1" lon="113"/>
<way id="5">` + corners + `<tag k="highway" v="residential"/></way></osm>`
	}
	doubted := func(text string) bool {
		report := mustImport(t, w, upload(Streets, "s.osm", text))
		return slices.ContainsFunc(report.Warnings, func(w table.Warning) bool {
			return w.Code == "extent_box_loose" && strings.Contains(w.Text, "only 50 %") && strings.Contains(w.TextZH, "50%")
		})
	}
	if !doubted(extract(`<nd ref="1"/><nd ref="2"/><nd ref="3"/>`)) {
		t.Error("half a box goes unnoticed")
	}
	if doubted(extract(`<nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/>`)) {
		t.Error("a full box is doubted")
	}
}

func TestDeclaredExtent(t *testing.T) {
	w := newWorkspace(t)
	osm := `<osm version="0.6"><bounds minlat="22" minlon="113" maxlat="23" maxlon="114"/>
<node id="1" lat="22.15" lon="113.55"/><node id="2" lat="22.16" lon="113.56"/><way id="3"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way></osm>`
	r := upload(Streets, "s.osm", osm)
	if report := mustImport(t, w, r); report.Streets.Extent != geo.ExtentFileBox || *report.Streets.ExtentBox != [4]float64{113, 22, 114, 23} || report.File != "s.osm" {
		t.Errorf("%+v", report.Streets)
	}
	r.ExtentContent = []byte(square)
	if report := mustImport(t, w, r); report.Streets.Extent != geo.ExtentDeclared || *report.Streets.ExtentBox != [4]float64{113.5, 22.1, 113.6, 22.2} || report.Replaced != 1 {
		t.Errorf("%+v", report.Streets)
	}
	town, err := w.Town(t.Context())
	if err != nil || town.Extent.Source != geo.ExtentDeclared || len(town.Sources) != 1 || !strings.HasPrefix(town.Sources[0].Options, "extent_sha256=") {
		t.Errorf("%+v, %+v, %v", town.Extent, town.Sources, err)
	}
	points := upload(Residents, "p.csv", "id,lon,lat,population\na,113.55,22.15,1\nb,113.7,22.15,1\n")
	if report := mustImport(t, w, points); warned(report, "outside_extent") != 1 {
		t.Errorf("%+v", report.Warnings)
	}
	r.ExtentContent, r.Content = nil, []byte(strings.Replace(osm, `<bounds minlat="22" minlon="113" maxlat="23" maxlon="114"/>`, "", 1))
	if report := mustImport(t, w, r); report.Streets.Extent != geo.ExtentHull {
		t.Errorf("%+v", report.Streets)
	}
	if town, err := w.Town(t.Context()); err != nil || len(town.Extent.Shape) != 0 {
		t.Errorf("an older extent stayed: %+v, %v", town.Extent, err)
	}
}

func TestReadOnlyWorkspaceTakesNoImport(t *testing.T) {
	w, err := OpenReadOnly(townFile(t))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Import(t.Context(), upload(Residents, "p.csv", "id,lon,lat,population\na,1,2,3\n"), nil); !errors.Is(err, ErrReadOnly) {
		t.Error(err)
	}
}
