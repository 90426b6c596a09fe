package api

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"lifecircle/data"
	"lifecircle/geo/geotest/realdata"
	"lifecircle/isochrone/coverage"
)

// A city comes in through the API and gives the figures that two other programs found.
func TestMacauThroughTheAPI(t *testing.T) {
	s := newServer(t, Options{Workspace: open(t, filepath.Join(t.TempDir(), "macau.gpkg"))})
	send := func(target, file string) *Job {
		content := readText(t, realdata.Path(t, "macau/"+file))
		answer := upload(t, s, base+target, file, content)
		if answer.Code == http.StatusAccepted {
			job := finished(t, s, read[Job](t, answer).ID)
			return &job
		}
		read[data.Report](t, answer)
		return nil
	}
	if job := send("/imports/streets", "macau_roads.osm.pbf"); job == nil || job.State != data.JobSucceeded {
		t.Fatalf("%+v", job)
	}
	send("/imports/areas?level=parish", "parishes_population.geojson")
	send("/imports/residents?map=area%3Dparish", "residential_points.csv")
	send("/imports/facilities?service=kindergarten", "macau_kindergartens.csv")

	report := read[coverage.Report](t, fetch(t, s, base+"/coverage?service=kindergarten&minutes=5,15,30&by=parish"))
	want := map[int]int64{5: 421_718, 15: 586_472, 30: 627_669}
	parishes := make(map[int]int64)
	for _, r := range report.Results {
		if r.Covered+r.Uncovered != r.Total {
			t.Errorf("%+v", r)
		}
		if r.Area != nil {
			parishes[int(r.Minutes)] += r.Covered
			continue
		}
		if off := r.Covered - want[int(r.Minutes)]; r.Total != 681_293 || off != 0 && (r.Minutes > 5 || off*off > 2_101*2_101) { // 2,101 people live within a second of 5 minutes
			t.Errorf("%d minutes: %d of %d people, want %d", int(r.Minutes), r.Covered, r.Total, want[int(r.Minutes)])
		}
	}
	for minutes, covered := range parishes {
		if whole := report.Results[map[int]int{5: 0, 15: 1, 30: 2}[minutes]]; covered != whole.Covered {
			t.Errorf("%d minutes: the parishes hold %d, the whole %d", minutes, covered, whole.Covered)
		}
	}
	if len(report.Results) != 3*9 {
		t.Errorf("%d rows, want the whole and 8 parishes at 3 cutoffs", len(report.Results))
	}
	stops := upload(t, s, base+"/imports/facilities?service=bus_stop", "bus_stops.csv", readText(t, realdata.Path(t, "macau/bus_stops.csv")))
	read[data.Report](t, stops)
	off := 0
	for _, f := range read[facilityCollection](t, fetch(t, s, base+"/facilities?service=bus_stop&limit=10000")).Features {
		if !f.Properties.OnNetwork {
			off++
		}
	}
	if off != 7 {
		t.Errorf("%d bus stops off the network, want 7", off)
	}
}

func readText(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
