package data

import (
	"bytes"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// idleExtract is an extract of nodes, each with the tags "k=v k=v".
func idleExtract(tags ...string) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">`)
	for i, line := range tags {
		fmt.Fprintf(&b, `<node id="%d" lat="22.15" lon="113.5%d">`, i+1, i%10)
		for field := range strings.FieldsSeq(line) {
			key, value, _ := strings.Cut(field, "=")
			fmt.Fprintf(&b, `<tag k="%s" v="%s"/>`, key, value)
		}
		b.WriteString(`</node>`)
	}
	b.WriteString(`</osm>`)
	return b.Bytes()
}

func importIdle(t *testing.T, w *Workspace, service string, replace bool, tags ...string) Report {
	t.Helper()
	return mustImport(t, w, ImportRequest{Kind: Facilities, FromOSM: true, Service: service, Replace: replace, Name: "town.osm", Content: idleExtract(tags...)})
}

// Idle buildings come with the facilities of an extract, whatever the services. Those of several extracts add up by id
// until they are replaced; lists leave them and their source alone.
func TestImportedIdleBuildings(t *testing.T) {
	w := newWorkspace(t)
	report := importIdle(t, w, "kindergarten", false, "disused:amenity=school name=A", "amenity=kindergarten", "amenity=library abandoned=yes", "amenity=bench disused=yes")
	if report.Read != 1 || report.Kept != 1 || *report.Idle != (IdleReport{Found: 2, Now: 2}) {
		t.Errorf("%+v, %+v", report, report.Idle)
	}
	idle := func() []geo.IdleBuilding {
		town, err := w.Town(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return town.Idle
	}
	a := geo.IdleBuilding{ID: "n1", Name: "A", Use: "amenity=school", Point: orb.Point{113.50, 22.15}, FootprintM2: geo.NoData}
	library := geo.IdleBuilding{ID: "n3", Use: "amenity=library", Point: orb.Point{113.52, 22.15}, FootprintM2: geo.NoData}
	if diff := cmp.Diff([]geo.IdleBuilding{a, library}, idle()); diff != "" {
		t.Error(diff)
	}
	report = importIdle(t, w, "kindergarten", false, "disused:amenity=school name=B", "disused:amenity=clinic")
	b := a
	b.Name = "B"
	clinic := geo.IdleBuilding{ID: "n2", Use: "amenity=clinic", Point: orb.Point{113.51, 22.15}, FootprintM2: geo.NoData}
	if diff := cmp.Diff([]geo.IdleBuilding{b, clinic, library}, idle()); diff != "" || *report.Idle != (IdleReport{Found: 2, Replaced: 1, Now: 3}) {
		t.Errorf("%+v %s", report.Idle, diff)
	}

	// A list of kindergartens takes the place of those of OpenStreetMap, and of nothing else.
	list := mustImport(t, w, ImportRequest{Kind: Facilities, Service: "kindergarten", Replace: true, Name: "list.csv", Content: []byte("id,name,lon,lat\n1,K,113.5,22.1\n")})
	i, err := w.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sources := slices.DeleteFunc(slices.Clone(i.Sources), func(s geo.Source) bool { return s.Kind != geo.IdleBuildings })
	if list.Idle != nil || i.Counts.IdleBuildings != 3 || len(sources) != 2 || len(i.Sources) != 3 || !slices.Equal(i.Attribution, []string{osmAttribution}) {
		t.Errorf("after a list: %+v, %+v", list.Idle, i)
	}
	layer, err := w.Layer(t.Context(), "idle_building")
	if err != nil {
		t.Fatal(err)
	}
	if want := []any{"n1", "B", "amenity=school", nil}; len(layer.Features) != 3 || layer.Features[0].ID != "n1" || !cmp.Equal(layer.Features[0].Values, want) {
		t.Errorf("%+v", layer)
	}

	report = importIdle(t, w, "clinic", true, "disused:amenity=school name=C")
	c := a
	c.Name = "C"
	if diff := cmp.Diff([]geo.IdleBuilding{c}, idle()); diff != "" || *report.Idle != (IdleReport{Found: 1, Replaced: 3, Now: 1}) {
		t.Errorf("%+v %s", report.Idle, diff)
	}
	report = importIdle(t, w, "clinic", true, "amenity=kindergarten")
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if *report.Idle != (IdleReport{Replaced: 1}) || town.Idle != nil || slices.ContainsFunc(town.Sources, func(s geo.Source) bool { return s.Kind == geo.IdleBuildings }) {
		t.Errorf("%+v, %+v", report.Idle, town)
	}
}

// withoutIdle makes a workspace what it was before idle buildings were stored.
var withoutIdle = []string{
	`DELETE FROM gpkg_extensions WHERE table_name = 'idle_building'`,
	`DELETE FROM gpkg_geometry_columns WHERE table_name = 'idle_building'`,
	`DELETE FROM gpkg_contents WHERE table_name = 'idle_building'`,
	`DROP TABLE idle_building`,
	`DROP TABLE rtree_idle_building_geom`,
	`DELETE FROM lifecircle_migration WHERE version_id >= 7`,
	`ALTER TABLE residential_point DROP COLUMN attributes`, // and what came later
	`DROP TABLE lifecircle_reported`,
	`DROP TABLE lifecircle_snapshot`,
}

// withoutAttributes takes from a town what an older program could not store.
func withoutAttributes(town *geo.Town) {
	town.Reported = nil
	for i := range town.Points {
		town.Points[i].Attributes = nil
	}
}

// A workspace made before idle buildings were stored opens and keeps what it has, even a result that was saved under
// the name that their table now has.
func TestWorkspaceWithoutIdleBuildingsOpens(t *testing.T) {
	path := townFile(t)
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	saved := resultLayer()
	if err := w.SaveLayer(t.Context(), saved); err != nil {
		t.Fatal(err)
	}
	kept := saved
	kept.Name = "idle_building_saved" // which makes the first new name no free one
	if err := w.SaveLayer(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	for _, statement := range withoutIdle {
		if _, err := w.write.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := w.change(t.Context(), func(tx *writeTx) error { // as the older program allowed
		old := saved
		old.Name = "idle_building"
		if err := createLayer(tx, old); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO saved_layer SELECT 'idle_building', columns, foreign_members, manifest FROM saved_layer WHERE name = ?`, saved.Name)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if w, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	want := smallTown()
	withoutAttributes(&want)
	want.Idle = nil
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, town); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{saved.Name, kept.Name, "idle_building_saved2"} {
		layer, err := w.Layer(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		same := saved
		same.Name = name
		if diff := cmp.Diff(same, layer); diff != "" {
			t.Error(diff)
		}
	}
	if err := w.DropLayer(t.Context(), "idle_building_saved2"); err != nil {
		t.Error(err)
	}
	broken := 0
	if err := each(t.Context(), w.read, `PRAGMA foreign_key_check`, func(*sql.Rows) error { broken++; return nil }); err != nil || broken > 0 {
		t.Errorf("%d broken references, %v", broken, err)
	}
	if err := w.SaveLayer(t.Context(), geo.Layer{Name: "idle_building"}); err == nil {
		t.Error("a result can be saved under the name of the table")
	}
	if layers := ogrLayers(t, "-al", path); layers["idle_building"].kind != "Point" || layers[kept.Name].features != 3 {
		t.Errorf("GDAL sees %+v", layers)
	}
}
