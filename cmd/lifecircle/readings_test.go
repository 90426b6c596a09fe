package main_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"lifecircle/isochrone/coverage"
)

// The river town by metres along the streets, by hand: r1 0, r2 480, r3 and r4 1,200, r5 1,440, r6 2,160 m.
func TestRiverTownByMetres(t *testing.T) {
	folder := riverTown(t)
	for _, mode := range []string{"walk", "walk_elder"} {
		report := asked(t, folder, "-w", "town.gpkg", "--service", "elder_station", "--mode", mode, "--metres", "480,1200,2160", "--by", "community", "--radius", "-o", "disagree.csv")
		want := map[int]int64{480: 300, 1200: 700, 2160: 1000}
		for _, r := range report.Results {
			if r.Covered+r.Uncovered != r.Total {
				t.Errorf("%+v", r)
			}
			if r.Area == nil && (r.Covered != want[r.Metres.Metres] || r.Radius.Covered-r.Radius.OnlyCircle != r.Covered-r.Radius.OnlyStreets) {
				t.Errorf("%s, %d m: %d covered, by hand %d; circle %+v", mode, r.Metres.Metres, r.Covered, want[r.Metres.Metres], r.Radius)
			}
		}
	}
	lines, err := csv.NewReader(strings.NewReader(read(t, folder, "disagree.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(lines[0], ","); got != "id,name,population,group_population,metres,within,straight_m,straight_facility_id,straight_facility_service,network_m,network_facility_id,network_facility_service,lon,lat" {
		t.Errorf("columns %s", got)
	}
	for _, line := range lines[1:] {
		if line[5] != "circle" || line[7] != "E" {
			t.Errorf("%v", line)
		}
	}
	again := must(t, folder, "replay", "disagree.csv.manifest.json", "-w", "town.gpkg")
	if again != read(t, folder, "disagree.csv") {
		t.Error("the list is not replayed byte for byte")
	}
	must(t, folder, "times", "-w", "town.gpkg", "--service", "elder_station", "--metres", "1200", "-o", "metres.csv")
	if head := strings.SplitN(read(t, folder, "metres.csv"), "\n", 2)[0]; strings.TrimSpace(head) != "id,population,service,mode,facility_id,metres,access_m,reason" {
		t.Errorf("columns %s", head)
	}
	screen := must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--metres", "500", "--radius")
	if !strings.Contains(screen, "shortest way") || !strings.Contains(screen, "length walked") || !strings.Contains(screen, "Only in the circle") {
		t.Errorf("the assumptions are not told:\n%s", screen)
	}
}

func TestCurveAndSpeedsOfGroups(t *testing.T) {
	folder := riverTown(t)
	report := asked(t, folder, "-w", "town.gpkg", "--service", "elder_station", "--speed", "4.8", "--minutes", "15", "--group-speed", "age60=3.6")
	if len(report.Results) != 3 || report.Results[1].Group != "age60" || report.Results[1].Covered != 70 || report.Results[0].Covered != report.Results[1].Covered+report.Results[2].Covered {
		t.Errorf("%+v", report.Results)
	}
	text := must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--speed", "4.8", "--curve", "30", "--json")
	var curve coverage.Curve
	decode(t, text, &curve)
	for minutes, covered := range map[int]int64{5: 100, 10: 300, 15: 700, 30: 1000} {
		if p := curve.Points[minutes-1]; p.Covered != covered || p.Minutes != minutes {
			t.Errorf("%+v, by hand %d", p, covered)
		}
	}
	write(t, folder, "curve.json", text)
	if again := must(t, folder, "replay", "curve.json", "-w", "town.gpkg"); again != text {
		t.Errorf("replayed as %s", again)
	}
	screen := must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--minutes", "15", "--group-speed", "age60=3.0", "--band")
	if !strings.Contains(screen, "others") || !strings.Contains(screen, "age60 at 3 km/h") {
		t.Errorf("the groups are not told:\n%s", screen)
	}
}

func TestExplainTellsWhatIsMissing(t *testing.T) {
	folder := riverTown(t)
	screen := must(t, folder, "explain", "-w", "town.gpkg", "--point", "r5", "--service", "elder_station", "--speed", "4.8", "--minutes", "15")
	for _, want := range []string{"Not within 15 minutes: 3.0 min are missing", "Way to", "养老服务站", "Nothing that was tried would do"} {
		if !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
	var e coverage.Explanation
	decode(t, must(t, folder, "explain", "-w", "town.gpkg", "--point", "r5", "--service", "elder_station", "--metres", "500", "--json"), &e)
	at := slices.IndexFunc(e.Services, func(s coverage.ExplainedService) bool { return s.Service == "elder_station" })
	if s := e.Services[at]; e.Metres != 500 || *s.MissingM < 939 || *s.MissingM > 940 || e.Remedies == nil || len(e.Services) != 2 {
		t.Errorf("%+v", e)
	}
}

func TestWrongReadingsAreRefused(t *testing.T) {
	folder := riverTown(t)
	for _, args := range []string{
		"coverage --service elder_station --metres 500 --minutes 15", "coverage --service elder_station --metres 500 --speed 3",
		"coverage --service elder_station --radius", "coverage --service elder_station --metres 500 -o x.geojson", "coverage --service elder_station --metres 500 --radius -o -",
		"coverage --service elder_station --metres far", "coverage --service elder_station --metres 60000", "coverage --service elder_station --curve 0",
		"coverage --service elder_station --curve 30 --minutes 5", "coverage --service elder_station --group-speed old=3", "coverage --service elder_station --group-speed age60=3 --save x",
		"coverage --service elder_station --mode drive --group-speed age60=3", "explain --service elder_station", "explain --point r1", "explain --point r1 --service elder_station --minutes 5,15",
		"explain --point r1 --service elder_station --nearest 0", "explain --point nobody --service elder_station", "explain --at here --service elder_station",
	} {
		if a := ran(t, folder, append(strings.Fields(args), "-w", "town.gpkg")...); a.status != 2 || a.out != "" || !strings.Contains(a.err, "lifecircle: ") {
			t.Errorf("%s: status %d\n%s%s", args, a.status, a.out, a.err)
		}
	}
}
