package data

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
)

func mustImport(t testing.TB, w *Workspace, r ImportRequest) Report {
	t.Helper()
	report, err := w.Import(t.Context(), r, nil)
	if err != nil {
		t.Fatalf("importing %s from %s: %v", r.Kind, r.fileName(), err)
	}
	if report.Read != report.Kept+report.Updated+report.Rejected+report.Unused {
		t.Errorf("%s: %d read, but %d kept + %d updated + %d rejected + %d unused", r.fileName(), report.Read, report.Kept, report.Updated, report.Rejected, report.Unused)
	}
	return report
}

func warned(r Report, code string) int {
	n := 0
	for _, w := range r.Warnings {
		if w.Code == code {
			n += w.Count
		}
	}
	return n
}

// macau imports the real files of Macau and gives their reports.
func macau(t testing.TB, w *Workspace) (reports []Report) {
	file := func(name string) string { return realdata.Path(t, "macau/"+name) }
	for _, r := range []ImportRequest{
		{Kind: Streets, Path: file("macau_roads.osm.pbf")},
		{Kind: Areas, Path: file("parishes_population.geojson"), Level: "town", Map: map[string]string{"population": "population_2021"}},
		{Kind: Residents, Path: file("residential_points.csv"), Map: map[string]string{"area": "parish"}},
		{Kind: Facilities, Path: file("macau_kindergartens.csv"), Service: "kindergarten"},
		{Kind: Facilities, Path: file("bus_stops.csv"), Service: "bus_stop"},
		{Kind: Facilities, Path: file("lrt_stations.csv"), Service: "rail_station"},
	} {
		reports = append(reports, mustImport(t, w, r))
	}
	return reports
}

func TestMacau(t *testing.T) {
	w := newWorkspace(t)
	reports := macau(t, w)
	for i, want := range []struct{ kept, far int }{{5067, 0}, {8, 0}, {1707, -1}, {57, 0}, {594, 7}, {15, 1}} {
		if r := reports[i]; r.Kept != want.kept || r.Rejected != 0 || want.far >= 0 && warned(r, "far_from_street") != want.far {
			t.Errorf("%s: %d kept, %d rejected, %d far from every street; want %+v", r.File, r.Kept, r.Rejected, warned(r, "far_from_street"), want)
		}
		if warned(reports[i], "contradicts_streets") != 0 {
			t.Errorf("%s contradicts the streets: %+v", reports[i].File, reports[i].Warnings)
		}
	}
	if km := reports[0].Streets.KM; math.Abs(km-439) > 0.5 || reports[0].Streets.Extent != geo.ExtentFileBox {
		t.Errorf("streets: %+v", reports[0].Streets)
	}
	if warned(reports[2], "population_differs") != 0 {
		t.Errorf("the points of each parish are said to sum exactly: %+v", reports[2].Warnings)
	}
	stored, err := w.Reports(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reports, stored); diff != "" {
		t.Error(diff)
	}

	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x := indexStreets(town.Streets)
	var people, far int64
	perParish := make(map[string]int64)
	for _, p := range town.Points {
		n := int64(p.People[geo.All])
		people += n
		perParish[p.Area] += n
		if x.distance(p.Point) > accessLimitM {
			far += n
		}
	}
	if people != 681_293 || far != 23_679 {
		t.Errorf("%d people, %d of them far from every street; want 681293 and 23679", people, far)
	}
	for _, a := range town.Areas {
		if perParish[a.Name] != a.Population {
			t.Errorf("%s: %d people in its points, %d by itself", a.Name, perParish[a.Name], a.Population)
		}
	}

	i, err := w.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if i.Counts.People != 681_293 || i.Counts.Facilities != 57+594+15 || len(i.Sources) != 6 || i.PeopleEstimated || !slices.Equal(i.Attribution, []string{osmAttribution}) {
		t.Errorf("inspection: %+v", i)
	}
	for _, f := range i.Findings {
		if f.Severity == SeverityError {
			t.Errorf("finding: %+v", f)
		}
	}
	if layers := ogrLayers(t, "-al", w.Path()); layers["residential_point"].features != 1707 || layers["street"].features != i.Counts.Streets || layers["area"].features != 8 {
		t.Errorf("GDAL sees %+v", layers)
	}
}

// A later import replaces streets, updates what has the same key and, with Replace, drops what is gone.
func TestImportingAgain(t *testing.T) {
	w := newWorkspace(t)
	macau(t, w)
	before, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reports := macau(t, w)
	after, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the same imports again changed the town:\n%s", diff)
	}
	if reports[0].Replaced != len(before.Streets) || reports[2].Replaced != 1707 || warned(reports[3], "overwritten") != 57 {
		t.Errorf("replaced %d, %d, %d", reports[0].Replaced, reports[2].Replaced, reports[3].Replaced)
	}
	one := ImportRequest{Kind: Facilities, Name: "one.csv", Content: []byte("id,name,lon,lat\nnew,新,113.55,22.2\n"), Service: "kindergarten"}
	count := func() (n int) {
		town, err := w.Town(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range town.Facilities {
			if f.Service == "kindergarten" {
				n++
			}
		}
		if len(town.Facilities)-n != 594+15 {
			t.Errorf("facilities of other services changed: %d", len(town.Facilities)-n)
		}
		return n
	}
	mustImport(t, w, one)
	if n := count(); n != 58 {
		t.Errorf("%d kindergartens after adding one, want 58", n)
	}
	one.Replace = true
	if r := mustImport(t, w, one); r.Replaced != 58 {
		t.Errorf("replaced %d, want 58", r.Replaced)
	}
	if n := count(); n != 1 {
		t.Errorf("%d kindergartens after replacing them, want 1", n)
	}
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	of := 0
	for _, s := range town.Sources {
		if s.Service == "kindergarten" {
			of++
		}
	}
	if of != 1 {
		t.Errorf("%d sources of kindergartens, want the last one only", of)
	}
}

func TestSaoPaulo(t *testing.T) {
	w := newWorkspace(t)
	streets := mustImport(t, w, ImportRequest{Kind: Streets, Path: realdata.Path(t, "saopaulo/spo.osm.pbf")})
	if math.Abs(streets.Streets.KM-752) > 1 { // of 778 km, 26 are closed to everyone
		t.Errorf("%f km of streets, want 752", streets.Streets.KM)
	}
	path := realdata.Path(t, "saopaulo/spo_hexgrid.csv")
	points := mustImport(t, w, ImportRequest{Kind: Residents, Path: path})
	if i, err := w.Inspect(t.Context()); err != nil || i.Counts.People != 517_570 || i.Counts.ResidentialPoints != 323 {
		t.Errorf("%+v, %v", i.Counts, err)
	}
	if warned(points, "contradicts_streets") != 0 {
		t.Errorf("%+v", points.Warnings)
	}
	swapped := mustImport(t, w, ImportRequest{Kind: Residents, Path: path, Map: map[string]string{"lon": "lat", "lat": "lon"}})
	if warned(swapped, "contradicts_streets") == 0 || !strings.Contains(fmt.Sprint(swapped.Warnings), "swapped") {
		t.Errorf("swapped axes were not noticed: %+v", swapped.Warnings)
	}
}

func TestLiechtenstein(t *testing.T) {
	w := newWorkspace(t)
	pbf := realdata.Path(t, "liechtenstein/liechtenstein.osm.pbf")
	mustImport(t, w, ImportRequest{Kind: Streets, Path: pbf})
	residents := mustImport(t, w, ImportRequest{Kind: Residents, Path: pbf, FromOSM: true, Population: 39_000})
	if warned(residents, "estimated") != residents.Kept {
		t.Errorf("not every point is marked as an estimate: %+v", residents)
	}
	facilities := mustImport(t, w, ImportRequest{Kind: Facilities, Path: pbf, FromOSM: true, Service: "kindergarten,hospital,elder_meal"})
	i, err := w.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if i.Counts.People != 39_000 || !i.PeopleEstimated {
		t.Errorf("%d people, estimated %v; want 39000, true", i.Counts.People, i.PeopleEstimated)
	}
	lists := make(map[string]ListCount)
	for _, l := range i.Lists {
		lists[l.Service] = l
	}
	if len(lists) != 3 || lists["hospital"].Facilities == 0 || lists["kindergarten"].Facilities == 0 || lists["elder_meal"].Facilities != 0 || !lists["elder_meal"].Incomplete {
		t.Errorf("lists: %+v (%+v)", i.Lists, facilities)
	}
	again := mustImport(t, w, ImportRequest{Kind: Residents, Path: pbf, FromOSM: true, Population: 40_000})
	if again.Replaced != residents.Kept {
		t.Errorf("a second estimate replaced %d points, want %d", again.Replaced, residents.Kept)
	}
	if i, err := w.Inspect(t.Context()); err != nil || i.Counts.People != 40_000 || len(i.Sources) != 3 {
		t.Errorf("after a second estimate: %d people, sources %+v, %v", i.Counts.People, i.Sources, err)
	}
}

func BenchmarkTownOfMacau(b *testing.B) {
	w := newWorkspace(b)
	macau(b, w)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Town(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkImportStreets(b *testing.B) {
	for _, name := range []string{"macau/macau_roads.osm.pbf", "saopaulo/spo.osm.pbf", "liechtenstein/liechtenstein.osm.pbf"} {
		b.Run(filepath.Base(name), func(b *testing.B) {
			path, w := realdata.Path(b, name), newWorkspace(b)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := w.Import(b.Context(), ImportRequest{Kind: Streets, Path: path}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkContradictionsInMacau is what an analysis pays for looking first whether the positions fit.
func BenchmarkContradictionsInMacau(b *testing.B) {
	w := newWorkspace(b)
	macau(b, w)
	town, err := w.Town(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if found := Contradictions(&town); len(found) > 0 {
			b.Fatal(found)
		}
	}
}
