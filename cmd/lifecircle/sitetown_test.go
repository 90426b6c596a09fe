package main_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"lifecircle/isochrone/coverage"
)

// townSites is an answer of `lifecircle site --json` in a town.
type townSites struct {
	Status string
	Sites  []struct {
		ID, Service  string
		Existing     bool
		Lon, Lat     float64
		Cost, Gain   float64
		CoveredAfter int64 `json:"covered_after"`
		People       map[string]int64
		Areas        []struct {
			Area   string
			Demand int64
		}
		Alternatives []struct{ ID string }
	}
	CoveredBefore int64 `json:"covered_before"`
	CoveredKept   int64 `json:"covered_kept"`
	CoveredAfter  int64 `json:"covered_after"`
	Value, Bound  float64
	Cost          float64
	Unserved      int64
	Proven        bool
	Ended         string
	Total         int64
	Uncoverable   struct {
		Demand int64
		IDs    []string
	}
	Candidates struct {
		Places, Given, Junctions, Forbidden, Outside int
		OffNetwork                                   struct{ IDs []string } `json:"off_network"`
	}
	Closed        []string
	Before, After []coverage.Result
	Manifest      *coverage.Manifest
}

func site(t testing.TB, folder string, args string) (s townSites) {
	t.Helper()
	decode(t, must(t, folder, strings.Fields("site -w town.gpkg --service elder_station --speed 4.8 --minutes 10 --json "+args)...), &s)
	return s
}

// TestSitesOfRiverTown reads answers worked out by hand: within 10 minutes, 3 blocks and a third, E serves r1 and r2, 300
// people. At (5,2) a station serves r4, r5 and r6, 450; the 250 of r3 are 2 blocks from (1,1).
func TestSitesOfRiverTown(t *testing.T) {
	folder := riverTown(t)
	one := site(t, folder, "--sites 1 --by community")
	if one.Value != 750 || one.CoveredBefore != 300 || one.Unserved != 250 || !one.Proven || one.Status != "optimal" || len(one.Sites) != 1 {
		t.Errorf("one site: %+v; by hand 750", one)
	}
	if s := one.Sites[0]; s.Gain != 450 || s.People["all"] != 450 || s.People["age60"] != 180 || len(s.Areas) != 1 || s.Areas[0].Area != "u2" || len(s.Alternatives) == 0 {
		t.Errorf("the site: %+v", s)
	}
	two := site(t, folder, "--sites 2")
	if two.Value != 1000 || two.Unserved != 0 || two.Sites[0].CoveredAfter != 750 || two.Sites[1].CoveredAfter != 1000 {
		t.Errorf("two sites: %+v; by hand 750, then 1,000", two)
	}
	if all := site(t, folder, "--problem lscp"); all.Value != 2 || all.CoveredAfter != 1000 {
		t.Errorf("fewest sites for all: %+v; by hand 2", all)
	}
	if share := site(t, folder, "--share 70%"); share.Value != 1 || share.CoveredAfter != 750 {
		t.Errorf("fewest sites for 700: %+v; by hand 1", share)
	}
	if old := site(t, folder, "--sites 1 --group age60"); old.Value != 250 || old.Total != 300 {
		t.Errorf("of the old: %+v; by hand 70 + 180", old)
	}
	if moved := site(t, folder, "--sites 1 --closing E"); moved.Value != 550 || moved.CoveredBefore != 300 || moved.CoveredKept != 0 || !slices.Equal(moved.Closed, []string{"elder_station:E"}) {
		t.Errorf("one site in the place of E: %+v; by hand r1, r2 and r3, 550", moved)
	}
	if stays := site(t, folder, "--sites 2 --replace E"); stays.Value != 1000 || !slices.Equal(stays.Closed, []string{"elder_station:E"}) {
		t.Errorf("two sites, or one and E: %+v; by hand all 1,000 without E", stays)
	}
	if weighed := site(t, folder, "--sites 1 --weights all=1,age60=9"); weighed.Value != 750+9*250 {
		t.Errorf("weighed: %+v; by hand %d", weighed, 750+9*250)
	}
}

// TestSitesFromAList takes parcels with costs, and keeps the answer in every form.
func TestSitesFromAList(t *testing.T) {
	folder := riverTown(t)
	lon, lat := townPosition(3, 2)
	square := func(i, j int) string {
		x, y := townPosition(i, j)
		return fmt.Sprintf("[[[%f,%f],[%f,%f],[%f,%f],[%f,%f],[%[1]f,%[2]f]]]", x-1e-4, y-1e-4, x+1e-4, y-1e-4, x+1e-4, y+1e-4, x-1e-4, y+1e-4)
	}
	write(t, folder, "parcels.csv", "地块编号,名称,造价,状态,经度,纬度\n"+
		townRow("P1,东地块,300,备选", 5, 2, "")+townRow("P2,西地块,150.5,", 1, 1, "")+townRow("P3,远,10,", 60, 60, "")+townRow("P4,=cmd(),20,禁止", 5, 3, "")+townRow("P5,老站旁,20,", 3, 3, ""))
	write(t, folder, "park.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"公园"},"geometry":{"type":"Polygon","coordinates":`+square(3, 3)+`}}]}`)
	const question = "--candidates parcels.csv --forbidden park.geojson --budget 455 "
	s := site(t, folder, question+"-o sites.geojson --save best_sites --as-scenario 两站 --certificate proof.json")
	if s.Value != 1000 || s.Cost != 450.5 || len(s.Sites) != 2 || s.Candidates.Forbidden != 2 || !slices.Equal(s.Candidates.OffNetwork.IDs, []string{"P3"}) {
		t.Errorf("%+v; by hand P1 and P2 for 450.5", s)
	}
	if cheap := site(t, folder, "--candidates parcels.csv --budget 170.6"); cheap.Value != 550 || cheap.Cost != 150.5 && cheap.Cost != 170.5 {
		t.Errorf("%+v; by hand P2 alone", cheap)
	}
	if after := asked(t, folder, strings.Fields("-w town.gpkg --service elder_station --speed 4.8 --minutes 10 --scenario 两站")...); after.Results[0].Covered != 1000 {
		t.Errorf("in the scenario %d are covered", after.Results[0].Covered)
	}
	// The layer holds sites and catchments, and computes itself again; the workspace has it too.
	var layer struct {
		Features []struct {
			Geometry   struct{ Type string }
			Properties struct{ Feature, ID, Name string }
		}
	}
	decode(t, read(t, folder, "sites.geojson"), &layer)
	if len(layer.Features) != 4 || layer.Features[0].Geometry.Type != "Point" || layer.Features[2].Geometry.Type != "MultiPolygon" || layer.Features[2].Properties.Feature != "catchment" {
		t.Errorf("%+v", layer.Features)
	}
	lists := strings.Fields("-w town.gpkg --candidates parcels.csv --forbidden park.geojson")
	if again := must(t, folder, append([]string{"replay", "sites.geojson.manifest.json"}, lists...)...); again != read(t, folder, "sites.geojson") {
		t.Error("the layer computed again is another one")
	}
	write(t, folder, "sites.json", must(t, folder, append(strings.Fields("site -w town.gpkg --service elder_station --speed 4.8 --minutes 10 --json"), strings.Fields(question)...)...))
	if again := must(t, folder, append([]string{"replay", "sites.json"}, lists...)...); again != read(t, folder, "sites.json") {
		t.Errorf("the answer computed again is another one:\n%s", again)
	}
	if a := ran(t, folder, "replay", "sites.json", "-w", "town.gpkg"); a.status != 2 || !strings.Contains(a.err, "--candidates FILE") {
		t.Errorf("without the list: status %d: %s", a.status, a.err)
	}
	must(t, folder, "export", "-w", "town.gpkg", "--layer", "best_sites", "-o", "again.csv")

	// The proof is true of this question, and of no other.
	verify := append(strings.Fields("site -w town.gpkg --service elder_station --speed 4.8 --minutes 10 --verify proof.json"), strings.Fields(question)...)
	if out := must(t, folder, verify...); !strings.Contains(out, "worth 1000") {
		t.Errorf("verified: %s", out)
	}
	if a := ran(t, folder, append(verify, "--group", "age60")...); a.status != 1 || a.out != "" {
		t.Errorf("of another group: status %d: %s%s", a.status, a.out, a.err)
	}
	// Where people of a list look: GeoJSON polygons are taken inside.
	write(t, folder, "parcels.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","id":"G1","properties":{"cost":5},"geometry":{"type":"Polygon","coordinates":`+square(5, 2)+`}}]}`)
	if s := site(t, folder, "--candidates parcels.geojson --sites 1"); s.Value != 750 || s.Cost != 5 || s.Sites[0].ID != "G1" {
		t.Errorf("%+v", s)
	}
	best := site(t, folder, "--sites 1").Sites[0].ID
	if s := site(t, folder, "--sites 1 --never "+best); s.Sites[0].ID == best {
		t.Errorf("%s is chosen, which never may be", best)
	}
	if s := site(t, folder, "--sites 1 --must "+best); s.Sites[0].ID != best {
		t.Errorf("%s is chosen, and not %s as it must", s.Sites[0].ID, best)
	}
	if s := site(t, folder, "--candidates parcels.csv --must P5 --sites 1"); s.Sites[0].ID != "P5" || s.Value != 300 {
		t.Errorf("%+v", s)
	}
	if lon == lat {
		t.Error("a place on the diagonal tells nothing of the order of its numbers")
	}
}

func TestSitesOnScreen(t *testing.T) {
	folder := riverTown(t)
	screen := must(t, folder, strings.Fields("site -w town.gpkg --service elder_station --speed 4.8 --minutes 10 --sites 2 --by community")...)
	for _, want := range []string{"proven optimal", "1,000 of 1,000 (100.0 %), before 300 (30.0 %)", "junctions and ends of streets near people, at least 80 m apart", "西社区", "Newly covered", "4.8 km/h", "After:"} {
		if !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
	curve := must(t, folder, strings.Fields("site -w town.gpkg --service elder_station --speed 4.8 --minutes 10 --curve 3")...)
	if lines := strings.Split(strings.TrimSpace(curve), "\n"); len(lines) != 4 || !strings.Contains(lines[1], "750") || !strings.Contains(lines[3], "1000") {
		t.Errorf("the curve:\n%s", curve)
	}
	var spots struct {
		Features []struct {
			Properties struct {
				Population int64
				Best       *struct{ People, Gain int64 } `json:"best_site"`
			}
		}
	}
	decode(t, must(t, folder, strings.Fields("blindspots -w town.gpkg --service elder_station --speed 4.8 --minutes 10 --best-site -o -")...), &spots)
	for _, f := range spots.Features {
		if best := f.Properties.Best; best == nil || best.People < f.Properties.Population || best.Gain < best.People {
			t.Errorf("%+v: its best site: %+v", f.Properties, best)
		}
	}
}

func TestSitesRefused(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "twice.csv", "id,lon,lat\n"+townRow("a", 1, 1, "")+townRow("a", 2, 1, ""))
	write(t, folder, "dear.csv", "id,lon,lat,cost\n"+townRow("a", 1, 1, ",500")+townRow("b", 2, 1, ","))
	write(t, folder, "costly.csv", "id,lon,lat,cost\n"+townRow("a", 1, 1, ",500"))
	write(t, folder, "negative.csv", "id,lon,lat,cost\n"+townRow("a", 1, 1, ",-5"))
	write(t, folder, "there.csv", "id,lon,lat,status\n"+townRow("a", 1, 1, ",existing"))
	write(t, folder, "far.csv", "id,lon,lat\n"+townRow("a", 60, 60, ""))
	write(t, folder, "line.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[10,0],[11,1]]}}]}`)
	write(t, folder, "proof.json", "{}")
	const in = "-w town.gpkg --service elder_station "
	for _, bad := range []struct {
		args, says string
		status     int
	}{
		{"", "--service is missing", 2},
		{"-w town.gpkg --sites 2", "--service is missing", 2},
		{"--candidates twice.csv --sites 1", "--service is missing", 2},
		{in + "--sites 2 --radius-m 500", "--radius-m", 2},
		{in, "neither the number of sites nor a budget", 2},
		{in + "--sites 0", "1 or more", 2},
		{in + "--sites 3 --minutes 5,15", "one cutoff", 2},
		{in + "--sites 3 --group elves", "elves", 2},
		{in + "--sites 3 --weights age60", "--weights", 2},
		{in + "--sites 3 --make houses", "junctions or idle", 2},
		{in + "--sites 3 --make idle", "--from-osm", 1},
		{in + "--sites 3 --budget -4", "--budget", 2},
		{in + "--share 120%", "--share", 2},
		{in + "--share 100% --sites 4", "decides how many", 2},
		{in + "--sites 3 --candidates none.csv", "no such file", 1},
		{in + "--sites 3 --candidates twice.csv", "row 2", 1},
		{in + "--sites 3 --candidates dear.csv", "cost", 1},
		{in + "--sites 3 --candidates negative.csv", "negative", 1},
		{in + "--sites 3 --candidates there.csv", "candidate, must or forbidden", 1},
		{in + "--sites 1 --candidates far.csv", "no candidate that may be chosen", 2},
		{in + "--budget 5 --candidates costly.csv", "nothing fits", 2},
		{in + "--share 99% --candidates costly.csv", "cannot be reached", 1},
		{in + "--sites 3 --forbidden line.geojson", "polygon", 1},
		{in + "--sites 3 --inside Atlantis", "Atlantis", 2},
		{in + "--sites 3 --inside u1", "without a boundary", 2},
		{in + "--sites 3 --problem fair", "level", 2},
		{in + "--sites 3 --problem capacitated", "capacity", 2},
		{in + "--sites 3 --closing nobody", "nobody", 2},
		{in + "--sites 3 --save Weird-Name", "Weird-Name", 2},
		{in + "--sites 3 -o sites.doc", "sites.doc", 2},
		{in + "--sites 3 --certificate nowhere/proof.json", "nowhere", 1},
		{in + "--sites 3 --verify proof.json", "certificate", 2},
		{in + "--sites 3 --curve 3 -o a.geojson", "--curve", 2},
		{in + "--curve 1000", "--curve", 2},
		{in + "--sites 3 --scenario none", "no such scenario", 1},
		{"-w town.gpkg --service clinic --sites 3", "no data", 1},
	} {
		a := ran(t, folder, append([]string{"site"}, strings.Fields(bad.args)...)...)
		if a.status != bad.status || !strings.Contains(a.err, bad.says) || a.out != "" {
			t.Errorf("site %s: status %d, %s%s", bad.args, a.status, a.out, a.err)
		}
	}
	if a := ran(t, folder, strings.Fields("blindspots -w town.gpkg --service elder_station --as points --best-site")...); a.status != 2 {
		t.Errorf("the best site of points: status %d: %s", a.status, a.err)
	}
}

// TestSitesInterrupted wants the best found after Ctrl-C.
func TestSitesInterrupted(t *testing.T) {
	folder := t.TempDir()
	cmd := started(folder, "demo", "--addr", "127.0.0.1:0")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 600 {
		if time.Sleep(50 * time.Millisecond); exists(folder+"/lifecircle-demo.gpkg") && !exists(folder+"/lifecircle-demo.gpkg-journal") {
			break
		}
	}
	time.Sleep(2 * time.Second)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // how it ends is for others to test
	search := started(folder, strings.Fields("site -w lifecircle-demo.gpkg --service clinic --minutes 5 --sites 60 --spacing-m 1 --time-limit 120 --json")...)
	timer := time.AfterFunc(4*time.Second, func() { _ = search.Process.Signal(syscall.SIGINT) })
	defer timer.Stop()
	a := result(t, search)
	if a.status != 0 {
		t.Fatalf("status %d: %s", a.status, a.err)
	}
	var s townSites
	decode(t, a.out, &s)
	if s.Ended == "finished" {
		t.Skip("it was done before it could be interrupted")
	}
	if s.Ended != "cancelled" || len(s.Sites) == 0 || !strings.Contains(a.err, "best sites found so far") {
		t.Errorf("ended %s with %d sites: %s", s.Ended, len(s.Sites), a.err)
	}
}
