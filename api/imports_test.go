package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lifecircle/data"
)

// lattice is a small OpenStreetMap file: n by n crossings 100 m apart.
func lattice(n int) string {
	var b strings.Builder
	b.WriteString(`<osm version="0.6"><bounds minlat="29.99" minlon="118.99" maxlat="30.05" maxlon="119.05"/>`)
	for y := range n {
		for x := range n {
			fmt.Fprintf(&b, `<node id="%d" version="1" lat="%.6f" lon="%.6f"/>`, y*n+x+1, 30+float64(y)*0.0009, 119+float64(x)*0.001)
		}
	}
	for y := range n {
		fmt.Fprintf(&b, `<way id="%d" version="1">`, y+1)
		for x := range n {
			fmt.Fprintf(&b, `<nd ref="%d"/>`, y*n+x+1)
		}
		b.WriteString(`<tag k="highway" v="residential"/></way>`)
		fmt.Fprintf(&b, `<way id="%d" version="1">`, n+y+1)
		for x := range n {
			fmt.Fprintf(&b, `<nd ref="%d"/>`, x*n+y+1)
		}
		b.WriteString(`<tag k="highway" v="residential"/></way>`)
	}
	b.WriteString(`</osm>`)
	return b.String()
}

const (
	residentsCSV = "id,name,lon,lat,population\na,A,119.0001,30.0001,100\nb,B,119.0041,30.0001,200\nc,C,119.0091,30.0081,400\n"
	clinicsCSV   = "id,name,lon,lat\nk,Clinic,119.0002,30.0002\n"
	areasJSON    = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"w","name":"West"},"geometry":{"type":"Polygon","coordinates":[[[118.999,29.999],[119.005,29.999],[119.005,30.01],[118.999,30.01],[118.999,29.999]]]}}]}`
)

// A town from nothing, through the API alone.
func TestImportingATown(t *testing.T) {
	s := newServer(t, Options{Workspace: open(t, filepath.Join(t.TempDir(), "new.gpkg"))})
	accepted := upload(t, s, base+"/imports/streets", "town.osm", lattice(12))
	job := read[Job](t, accepted)
	if accepted.Code != http.StatusAccepted || accepted.Header().Get("Location") != base+"/jobs/"+job.ID || job.State != data.JobQueued {
		t.Fatalf("%d %v %+v", accepted.Code, accepted.Header(), job)
	}
	if job = finished(t, s, job.ID); job.State != data.JobSucceeded || job.Report == nil || job.Report.Kept != 24 || job.Done != job.Total {
		t.Fatalf("%+v", job)
	}
	residents := read[data.Report](t, upload(t, s, base+"/imports/residents", "people.csv", residentsCSV))
	if residents.Kept != 3 || residents.File != "people.csv" {
		t.Fatalf("%+v", residents)
	}
	read[data.Report](t, upload(t, s, base+"/imports/areas?level=town", "areas.geojson", areasJSON))
	mustBe(t, fetch(t, s, base+"/coverage?service=clinic"), noData)
	read[data.Report](t, upload(t, s, base+"/imports/facilities?service=clinic", "clinics.csv", clinicsCSV))

	report := read[struct {
		Results []struct{ Total, Covered int64 }
	}](t, fetch(t, s, base+"/coverage?service=clinic&minutes=5&by=town"))
	// 5 minutes at 4 km/h are 333 m: A lives beside the clinic, B 430 m away, C across the town. A and B live in the area.
	want := [][2]int64{{700, 100}, {300, 100}, {400, 0}}
	if len(report.Results) != len(want) {
		t.Fatalf("%+v", report)
	}
	for i, r := range report.Results {
		if r.Total != want[i][0] || r.Covered != want[i][1] {
			t.Errorf("row %d: %+v, want %v", i, r, want[i])
		}
	}

	// With the clinic moved to B, the same id is replaced and the answer follows at once.
	again := read[data.Report](t, upload(t, s, base+"/imports/facilities?service=clinic", "clinics.csv", "id,name,lon,lat\nk,Clinic,119.0041,30.0002\n"))
	if again.Replaced != 1 {
		t.Errorf("%+v", again)
	}
	report = read[struct {
		Results []struct{ Total, Covered int64 }
	}](t, fetch(t, s, base+"/coverage?service=clinic&minutes=5"))
	if report.Results[0].Covered != 200 {
		t.Errorf("after the move: %+v", report)
	}
}

func TestRefusedFilesAreProblemsAndChangeNothing(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t)})
	before := mustTown(t, s).revision
	for name, c := range map[string]struct{ target, file, content, tells string }{
		"empty":          {"/imports/residents", "x.csv", "", "empty"},
		"no coordinates": {"/imports/residents", "x.csv", "id,name\n1,a\n", "lon"},
		"wrong encoding": {"/imports/residents?encoding=utf-8", "x.csv", "id,name,lon,lat\n1,\xc4\xe3\xba\xc3,119,30\n", "UTF-8"},
		"no GeoJSON":     {"/imports/areas?level=town", "x.geojson", "{", "x.geojson"},
		"markup":         {"/imports/residents", "<img src=x onerror=alert(1)>.csv", "", ".csv"},
	} {
		p := mustBe(t, upload(t, s, base+c.target, c.file, c.content), refusedFile)
		if !strings.Contains(p.Detail+p.Hint, c.tells) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	job := read[Job](t, upload(t, s, base+"/imports/streets", "town.osm.pbf", "this is no PBF"))
	job = finished(t, s, job.ID)
	if job.State != data.JobFailed || !strings.Contains(job.Error, "town.osm.pbf") || strings.Contains(job.Error, "/tmp") {
		t.Errorf("%+v", job)
	}
	if after := mustTown(t, s).revision; after != before {
		t.Error("a refused file changed the town")
	}
}

func TestImportParametersThatMeanNothingAreRefused(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t)})
	for target, parameter := range map[string]string{
		"/imports/streets?service=clinic": "service", "/imports/residents?level=town": "level", "/imports/residents?population=5": "population",
		"/imports/facilities?from_osm=true&encoding=gbk": "encoding", "/imports/facilities?service=clinc": "service", "/imports/areas?datum=pluto": "datum",
		"/imports/areas?encoding=ebcdic": "encoding", "/imports/areas?map=x": "map", "/imports/areas?colour=red": "colour", "/imports/people": "path.kind", "/imports/residents?from_osm=true&population=-1": "population",
	} {
		answer := upload(t, s, base+target, "x.csv", residentsCSV)
		if answer.Code != badParameter.status {
			t.Errorf("%s: %d %s", target, answer.Code, answer.Body)
			continue
		}
		p := mustBe(t, answer, badParameter)
		if len(p.Errors) == 0 || !strings.HasSuffix(p.Errors[0].Location, strings.TrimPrefix(parameter, "query.")) {
			t.Errorf("%s: %+v", target, p)
		}
	}
}

func TestUploadsThatAreNoneAreProblems(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t), MaxUploadBytes: 4000})
	target := base + "/imports/residents"
	mustBe(t, call(t, s, http.MethodPost, target, strings.NewReader(residentsCSV), "Content-Type", "text/csv"), wrongMedia)
	mustBe(t, call(t, s, http.MethodPost, target, nil), wrongMedia)
	for _, fields := range [][][3]string{
		nil, {{"document", "x.csv", residentsCSV}}, {{"file", "x.csv", residentsCSV}, {"file", "y.csv", residentsCSV}}, {{"file", "x.csv", residentsCSV}, {"extent", "e.geojson", "{}"}},
	} {
		body, media := form(t, fields...)
		mustBe(t, call(t, s, http.MethodPost, target, body, "Content-Type", media), badUpload)
	}
	body, media := form(t, [3]string{"file", "x.csv", residentsCSV})
	mustBe(t, call(t, s, http.MethodPost, target, io.LimitReader(body, 100), "Content-Type", media), badUpload)
	p := mustBe(t, upload(t, s, target, "x.csv", residentsCSV+strings.Repeat("d,D,119,30,1\n", 1000)), tooLarge)
	if !strings.Contains(p.Detail, "4000") {
		t.Errorf("the limit is not told: %+v", p)
	}
	body, media = form(t, [3]string{"file", "x.csv", strings.Repeat("x", maxExtentBytes+10_000)})
	mustBe(t, call(t, s, http.MethodPost, target, body, "Content-Type", media), tooLarge)
}

func TestAReadOnlyWorkspaceIsNotImportedInto(t *testing.T) {
	s := readOnlyServer(t)
	mustBe(t, upload(t, s, base+"/imports/residents", "x.csv", residentsCSV), readOnly)
}

func TestChangesOfAnotherProcessAreSeen(t *testing.T) {
	ours := sampleWorkspace(t)
	s := newServer(t, Options{Workspace: ours})
	theirs, err := data.Open(ours.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	before := mustTown(t, s)
	if mustTown(t, s) != before {
		t.Error("the town was loaded again though nothing happened")
	}
	if _, err := theirs.Import(t.Context(), data.ImportRequest{Kind: data.Facilities, Name: "more.csv", Content: []byte("id,name,service,lon,lat\nzz,More,clinic,119.1,30.6\n")}, nil); err != nil {
		t.Fatal(err)
	}
	found := read[facilityCollection](t, fetch(t, s, base+"/facilities?service=clinic&limit=10000"))
	last := found.Features[len(found.Features)-1]
	if last.Properties.ID != "zz" || mustTown(t, s).revision == before.revision {
		t.Errorf("the last clinic is %+v", last)
	}
	if err := theirs.PutJob(t.Context(), data.Job{ID: "x", Kind: "other", State: data.JobSucceeded}); err != nil {
		t.Fatal(err)
	}
	kept := mustTown(t, s)
	if kept.version == before.version || kept.Analysis != mustTown(t, s).Analysis {
		t.Error("a write that changes nothing threw away what was prepared")
	}
}

// Reads go on during imports and see the town as it was before one or after it, never in between.
func TestReadsDuringImportsSeeWholeTowns(t *testing.T) {
	s := newServer(t, Options{Workspace: open(t, filepath.Join(t.TempDir(), "new.gpkg"))})
	finished(t, s, read[Job](t, upload(t, s, base+"/imports/streets", "town.osm", lattice(12))).ID)
	read[data.Report](t, upload(t, s, base+"/imports/facilities?service=clinic", "clinics.csv", clinicsCSV))
	people := func(n int) string {
		rows := []string{"id,lon,lat,population"}
		for i := range 64 {
			rows = append(rows, fmt.Sprintf("p%d,%.4f,30.0001,%d", i, 119+float64(i)*0.0001, n))
		}
		return strings.Join(rows, "\n") + "\n"
	}
	read[data.Report](t, upload(t, s, base+"/imports/residents?replace=true", "people.csv", people(1)))

	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for i := range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				target := []string{"/coverage?service=clinic", "/travel-times?service=clinic", "/blind-spots?service=clinic&minutes=1", "/workspace"}[i]
				answer := fetch(t, s, base+target)
				if answer.Code != http.StatusOK {
					t.Errorf("%s: %d %s", target, answer.Code, answer.Body)
					return
				}
				var report struct {
					Results []struct{ Total, Covered, Uncovered int64 }
				}
				if i == 0 && (json.Unmarshal(answer.Body.Bytes(), &report) != nil || report.Results[0].Total%64 != 0 || report.Results[0].Covered+report.Results[0].Uncovered != report.Results[0].Total) {
					t.Errorf("half a town: %+v", report)
				}
			}
		})
	}
	for n := 2; n <= 6; n++ {
		if got := upload(t, s, base+"/imports/residents?replace=true", "people.csv", people(n)); got.Code != http.StatusOK {
			t.Errorf("import %d: %d %s", n, got.Code, got.Body)
		}
		report := read[struct{ Results []struct{ Total int64 } }](t, fetch(t, s, base+"/coverage?service=clinic"))
		if report.Results[0].Total != int64(64*n) {
			t.Errorf("after import %d: %+v", n, report)
		}
	}
	stop()
	readers.Wait()
}

// Attributes are joined to what is there, and reported numbers stand beside it.
func TestImportingAttributesAndReportedNumbers(t *testing.T) {
	s := newServer(t, Options{Workspace: open(t, filepath.Join(t.TempDir(), "new.gpkg"))})
	read[data.Report](t, upload(t, s, base+"/imports/areas?level=town", "areas.geojson", areasJSON))
	joined := read[data.Report](t, upload(t, s, base+"/imports/attributes?of=areas", "台账.csv", "名称,户数,总建筑面积\nWest,\"1,200\",9000\nWset,1,1\n"))
	if joined.Kept != 1 || joined.Rejected != 1 || joined.Join == nil || joined.Join.ByName != 1 || !strings.Contains(joined.Rejects[0].RuleZH, "West") {
		t.Errorf("%+v", joined)
	}
	numbers := read[data.Report](t, upload(t, s, base+"/imports/reported", "r.csv", "indicator,value,year,source\nZJ-04,350,2025,bulletin\n"))
	if numbers.Kept != 1 {
		t.Errorf("%+v", numbers)
	}
	for _, query := range []string{"/imports/attributes", "/imports/attributes?of=streets", "/imports/attributes?of=areas&service=clinic", "/imports/attributes?of=facilities&level=town",
		"/imports/attributes?of=areas&replace=true", "/imports/reported?datum=wgs84", "/imports/areas?of=areas"} {
		if refused := upload(t, s, base+query, "x.csv", "id,x\nw,1\n"); refused.Code < 400 || refused.Code >= 500 {
			t.Errorf("%s: %d", query, refused.Code)
		}
	}
}
