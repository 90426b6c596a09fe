package main_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"lifecircle/isochrone/coverage"
)

// TestScenarioOfRiverTown builds the bridge of the second row by a scenario, and reads answers worked out by hand: at
// 80 m a minute the people of r4 are 3 minutes from E over the bridge, those of r5 6, those of r6 and r3 15, those of r2 6.
func TestScenarioOfRiverTown(t *testing.T) {
	folder := riverTown(t)
	const question = "--service elder_station --speed 4.8 --minutes 5,10,15 --by community -w town.gpkg"
	ask := func(args ...string) coverage.Report {
		return asked(t, folder, append(args, strings.Fields(question)...)...)
	}
	before := ask()
	must(t, folder, "scenario", "save", "新桥", "-w", "town.gpkg", "--build-street", "132:142:footway=Second bridge")
	wantCovered(t, ask("--scenario", "新桥"), map[int]int64{5: 250, 10: 700, 15: 1000})
	// A new station stands at r5, 3 minutes from r4 and 9 from r6; the old one is closed, and r1 is 18 minutes away.
	lon, lat := townPosition(5, 2)
	must(t, folder, "scenario", "save", "move", "-w", "town.gpkg", "--add-facility", fmt.Sprintf("elder_station:N@%.7f,%.7f=East", lon, lat), "--close-facility", "elder_station:E")
	wantCovered(t, ask("--scenario", "move"), map[int]int64{5: 400, 10: 450, 15: 450})
	if after := ask(); after.Manifest.Scenario != nil || mustText(t, after) != mustText(t, before) {
		t.Error("scenarios have changed the town")
	}

	list := must(t, folder, "scenario", "list", "-w", "town.gpkg")
	if !strings.Contains(list, "新桥") || !strings.Contains(list, "move") {
		t.Errorf("the list:\n%s", list)
	}
	shown := must(t, folder, "scenario", "show", "move", "-w", "town.gpkg")
	for _, want := range []string{"add_facility", "elder_station:N", "East", "close_facility", "elder_station:E"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in\n%s", want, shown)
		}
	}

	// A file with the edits makes the same scenario.
	write(t, folder, "edits.json", must(t, folder, "scenario", "show", "move", "-w", "town.gpkg", "--json"))
	must(t, folder, "scenario", "save", "copy", "-w", "town.gpkg", "--file", "edits.json")
	if one, other := ask("--scenario", "move"), ask("--scenario", "copy"); mustText(t, one.Results) != mustText(t, other.Results) {
		t.Error("a scenario from a file is another one")
	}
	must(t, folder, "scenario", "save", "copy", "-w", "town.gpkg", "--append", "--reopen-facility", "elder_station:E")
	wantCovered(t, ask("--scenario", "copy"), map[int]int64{5: 500, 10: 750, 15: 1000})
	must(t, folder, "scenario", "delete", "copy", "-w", "town.gpkg")
	if a := ran(t, folder, "scenario", "show", "copy", "-w", "town.gpkg"); a.status != 1 || !strings.Contains(a.err, "no such scenario") {
		t.Errorf("status %d: %s", a.status, a.err)
	}

	// Copies of the workspace hold the scenarios.
	must(t, folder, "copy", "-w", "town.gpkg", "-o", "copy.gpkg")
	if again := must(t, folder, "scenario", "list", "-w", "copy.gpkg"); again != must(t, folder, "scenario", "list", "-w", "town.gpkg") {
		t.Errorf("the copy holds\n%s", again)
	}
}

func wantCovered(t *testing.T, report coverage.Report, by map[int]int64) {
	t.Helper()
	wantSums(t, report)
	for _, r := range report.Results {
		if r.Area == nil && r.Covered != by[int(r.Minutes)] {
			t.Errorf("%s: %d minutes: %d covered, by hand %d", report.Manifest.Scenario.Name, r.Minutes, r.Covered, by[int(r.Minutes)])
		}
	}
}

func mustText(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestScenariosCompared sets two scenarios side by side, and computes the difference again from its manifest.
func TestScenariosCompared(t *testing.T) {
	folder := riverTown(t)
	must(t, folder, "scenario", "save", "bridge", "-w", "town.gpkg", "--build-street", "132:142:footway")
	must(t, folder, "scenario", "save", "none", "-w", "town.gpkg", "--close-facility", "elder_station:E")
	question := strings.Fields("-w town.gpkg --service elder_station --speed 4.8 --minutes 5 --by community")
	screen := must(t, folder, append([]string{"scenario", "compare", "bridge", "none"}, question...)...)
	for _, want := range []string{"(as it is)", "bridge", "none", "Gained", "Lost", "西社区"} {
		if !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
	var both struct {
		Base      coverage.Report
		Scenarios []struct {
			Name   string
			Report coverage.Report
			Gains  []coverage.Gain
		}
	}
	decode(t, must(t, folder, append([]string{"scenario", "compare", "bridge", "none", "--json", "-o", "difference.geojson"}, question...)...), &both)
	if len(both.Scenarios) != 2 || both.Base.Results[0].Covered != 100 {
		t.Fatalf("%+v", both)
	}
	if g := both.Scenarios[0].Gains[0]; g.Gained != 150 || g.Lost != 0 || g.After != 250 {
		t.Errorf("over the bridge: %+v", g)
	}
	if g := both.Scenarios[1].Gains[0]; g.Gained != 0 || g.Lost != 100 || g.After != 0 {
		t.Errorf("without a station: %+v", g)
	}
	// Every answer carries its manifest, and can be computed again from it.
	write(t, folder, "report.json", mustText(t, both.Scenarios[0].Report))
	again := must(t, folder, "replay", "report.json", "-w", "town.gpkg")
	if strings.TrimSpace(again) != strings.TrimSpace(must(t, folder, append([]string{"coverage", "--scenario", "bridge", "--json"}, question...)...)) {
		t.Errorf("replayed:\n%s", again)
	}
	var points struct {
		Features []struct{ Properties map[string]any }
	}
	decode(t, read(t, folder, "difference.geojson"), &points)
	if len(points.Features) != 6 { // everyone reaches E before, nobody after
		t.Errorf("%d points differ", len(points.Features))
	}
	if again := must(t, folder, "replay", "difference.geojson.manifest.json", "-w", "town.gpkg"); again != read(t, folder, "difference.geojson") {
		t.Error("the difference computed again is another one")
	}
	for _, command := range []string{
		"times -w town.gpkg --service elder_station --scenario bridge -o times.csv",
		"blindspots -w town.gpkg --service elder_station --scenario bridge --minutes 5 -o blind.geojson",
		"catchment -w town.gpkg --facility E --minutes 5,15 --scenario bridge -o catchment.geojson",
	} {
		must(t, folder, strings.Fields(command)...)
	}
	for _, file := range []string{"times.csv", "blind.geojson", "catchment.geojson"} {
		if again := must(t, folder, "replay", file+".manifest.json", "-w", "town.gpkg"); again != read(t, folder, file) {
			t.Errorf("%s computed again is another one", file)
		}
	}
	// With another list of stations the edits are about another town.
	write(t, folder, "stations.csv", "id,name,lon,lat\n"+townRow("F,养老服务站", 2, 2, ""))
	must(t, folder, "import", "facilities", "stations.csv", "--service", "elder_station", "--replace", "-w", "town.gpkg")
	if a := ran(t, folder, "replay", "times.csv.manifest.json", "-w", "town.gpkg"); a.status != 1 || !strings.Contains(a.err, "not the one") {
		t.Errorf("status %d: %s", a.status, a.err)
	}
	if a := ran(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--scenario", "bridge"); a.status != 0 || !strings.Contains(a.err, "has changed since") {
		t.Errorf("status %d: %s", a.status, a.err)
	}
	if a := ran(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--scenario", "none"); a.status != 1 || !strings.Contains(a.err, "edit 1, close_facility") {
		t.Errorf("status %d: %s", a.status, a.err)
	}
}

func TestScenariosRefused(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "bad.json", `{"edits":[{"kind":"burn_down"}]}`)
	for _, bad := range []struct {
		args, says string
		status     int
	}{
		{"scenario save", "name of the scenario", 2},
		{"scenario save x", "no edits", 2},
		{"scenario save x --close-facility elder_station", "SERVICE:ID", 2},
		{"scenario save x --add-facility elder_station:N@1", "LON,LAT", 2},
		{"scenario save x --close-street 1:2", "WAY", 2},
		{"scenario save x --open-gate gate", "NODE", 2},
		{"scenario save x --build-street 1:2", "CLASS", 2},
		{"scenario save x --close-facility elder_station:none --open-gate 132 --build-street 132:142:motorway", "edit 3", 1},
		{"scenario save x --append --open-gate 132", "no such scenario", 1},
		{"scenario save x --file bad.json", "burn_down", 1},
		{"scenario save x --file none.json", "no such file", 1},
		{"scenario compare", "name of a scenario", 2},
		{"scenario compare x --service elder_station", "no such scenario", 1},
		{"scenario compare a b c -o x.geojson --service elder_station", "one or two", 2},
		{"scenario compare a -o - --service elder_station", "standard output", 2},
		{"scenario burn x", "unknown command", 2},
		{"coverage --service elder_station --scenario none", "no such scenario", 1},
	} {
		args := strings.Fields(bad.args)
		if len(args) > 2 || args[0] == "coverage" {
			args = append(args, "-w", "town.gpkg")
		}
		if a := ran(t, folder, args...); a.status != bad.status || !strings.Contains(a.err, bad.says) {
			t.Errorf("%s: status %d, %s", bad.args, a.status, a.err)
		}
	}
	if list := must(t, folder, "scenario", "list", "-w", "town.gpkg", "--json"); strings.TrimSpace(list) != "[]" {
		t.Errorf("something was saved: %s", list)
	}
}
