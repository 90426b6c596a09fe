package main_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// found asks the server for sites and gives the bytes of an address below the result once the search has ended.
func (s *server) found(t *testing.T, question, below string) string {
	t.Helper()
	answer, err := http.Post(s.address+"api/v1/sites", "application/json", strings.NewReader(question))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusAccepted {
		t.Fatalf("%s: %d %s %v", question, answer.StatusCode, text, err)
	}
	var job struct{ ID, State, Error, Result string }
	if err := json.Unmarshal(text, &job); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); job.State == "queued" || job.State == "running"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the search does not end: %+v", job)
		}
		_, now := s.get(t, "api/v1/jobs/"+job.ID)
		if err := json.Unmarshal([]byte(now), &job); err != nil {
			t.Fatal(err)
		}
	}
	if job.State != "succeeded" {
		t.Fatalf("%s: %+v", question, job)
	}
	status, body := s.get(t, strings.TrimPrefix(job.Result, "/")+below)
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", job.Result, status, body)
	}
	return body
}

// Sites are the same bytes whether the command line looks for them or the server does.
func TestSitesAreTheSameFromServerAndCommandLine(t *testing.T) {
	folder := riverTown(t)
	best := site(t, folder, "--sites 2").Sites
	parcels := fmt.Sprintf("id,name,lon,lat,cost,status\nx,X,%v,%v,2.5,\ny,Y,%v,%v,1,备选\n", best[0].Lon, best[0].Lat, best[1].Lon, best[1].Lat)
	write(t, folder, "parcels.csv", parcels)
	must(t, folder, "scenario", "save", "fewer", "-w", "town.gpkg", "--close-facility", "elder_station:E")
	s := serve(t, folder, "serve", "-w", "town.gpkg", "--addr", "127.0.0.1:0")
	file := `"candidates_file":{"name":"parcels.csv","content":"` + base64.StdEncoding.EncodeToString([]byte(parcels)) + `"}`
	for _, test := range []struct{ args, question string }{
		{"--sites 2", `"sites":2`},
		{"--sites 1 --by area --spacing-m 150", `"sites":1,"by":"area","spacing_m":150`},
		{"--share 60%", `"share":0.6`},
		{"--problem lscp --least cost", `"problem":"lscp","least":"cost"`},
		{"--problem pmedian --sites 1 --replace E", `"problem":"pmedian","sites":1,"replace":["E"]`},
		{"--budget 3 --candidates parcels.csv", `"budget":3,` + file},
		{"--sites 1 --scenario fewer", `"sites":1,"from":"fewer"`},
		{"--sites 2 --min-distance-m 300 --weights all=2", `"sites":2,"min_distance_m":300,"weights":[{"group":"all","weight":2}]`},
	} {
		args := strings.Fields("site -w town.gpkg --service elder_station --speed 4.8 --minutes 10 --json " + test.args)
		want := must(t, folder, args...)
		question := `{"service":["elder_station"],"speed":4.8,"minutes":[10],` + test.question + `}`
		if got := s.found(t, question, ""); got != want {
			t.Errorf("%s\nserver:       %.1500s\ncommand line: %.1500s", test.args, got, want)
		}
		must(t, folder, append(args, "-o", "sites.geojson")...)
		if got := s.found(t, question, "/layer.geojson"); got != read(t, folder+"/sites.geojson") {
			t.Errorf("%s: another layer: %.800s", test.args, got)
		}
	}
}
