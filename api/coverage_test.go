package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// The command line prints Report.WriteJSON; so must we, byte for byte.
func TestCoverageIsWhatTheCommandLinePrints(t *testing.T) {
	s := readOnlyServer(t)
	walk, err := isochrone.BuiltinProfile(geo.WalkElder)
	if err != nil {
		t.Fatal(err)
	}
	report, err := coverage.New(mustTown(t, s).Area).Coverage(t.Context(), coverage.Request{
		Services: []string{"elder_station", "clinic"}, Need: coverage.All, Profile: walk, Minutes: []int{5, 15}, Group: geo.Age60, By: "area", Band: true})
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := report.WriteJSON(&want); err != nil {
		t.Fatal(err)
	}
	got := fetch(t, s, base+"/coverage?service=elder_station,clinic&need=all&mode=walk_elder&minutes=5,15&group=age60&by=area&band=true")
	if got.Body.String() != want.String() {
		t.Errorf("got  %.400s\nwant %.400s", got.Body, &want)
	}
}

// Columns, curve, counts, blind spots and table are five views of one truth.
func TestAllAnswersTellTheSameNumbers(t *testing.T) {
	s := readOnlyServer(t)
	for _, q := range []string{"service=clinic&mode=walk&group=all", "service=elder_station,market&need=all&mode=walk_elder&group=age60", "service=elder_home&mode=drive&group=age80"} {
		times := read[TravelTimes](t, fetch(t, s, base+"/travel-times?"+q+"&minutes=10"))
		curve := read[coverage.Curve](t, fetch(t, s, base+"/coverage/curve?"+q))
		report := read[coverage.Report](t, fetch(t, s, base+"/coverage?"+q+"&minutes=10&by=area"))
		if !slices.IsSorted(times.ID) || len(curve.Points) != 60 {
			t.Errorf("%s: ids sorted: %v, %d points of the curve", q, slices.IsSorted(times.ID), len(curve.Points))
		}
		for _, point := range curve.Points {
			within := int64(0)
			for i, ms := range times.Milliseconds {
				if n := times.GroupPopulation[i]; ms != nil && n != nil && *ms <= int64(point.Minutes)*60_000 {
					within += int64(*n)
				}
			}
			if within != point.Covered {
				t.Errorf("%s: %d minutes: the times give %d, the curve %d", q, point.Minutes, within, point.Covered)
			}
		}
		whole := report.Results[0]
		if whole.Covered != curve.Points[9].Covered || whole.Total != curve.Total {
			t.Errorf("%s: coverage %+v, curve %+v", q, whole, curve.Points[9])
		}
		byReason := make(map[coverage.Reason]int64)
		for i, reason := range times.Reason {
			if n := times.GroupPopulation[i]; n != nil {
				byReason[reason] += int64(*n)
			}
		}
		if byReason[coverage.Covered] != whole.Covered || byReason[coverage.BeyondCutoff] != whole.ByReason.BeyondCutoff || byReason[coverage.NotSnapped] != whole.ByReason.NotSnapped {
			t.Errorf("%s: reasons %v, coverage %+v", q, byReason, whole)
		}
		spots := read[BlindSpotCollection](t, fetch(t, s, base+"/blind-spots?"+q+"&minutes=10"))
		people := spots.Scattered.People
		for _, f := range spots.Features {
			people += f.Properties.Population
		}
		if people != whole.Uncovered || spots.TotalUncovered != whole.Uncovered {
			t.Errorf("%s: blind spots hold %d, uncovered are %d", q, people, whole.Uncovered)
		}
		rows := readCSV(t, s, "/exports/coverage.csv?"+q+"&minutes=10&by=area")
		if len(rows) != len(report.Results) || rows[0]["covered"] != fmt.Sprint(whole.Covered) || rows[0]["area"] != "" {
			t.Errorf("%s: %d rows, the first %v", q, len(rows), rows[0])
		}
		table := readCSV(t, s, "/exports/times.csv?"+q+"&minutes=10")
		for i, row := range table {
			if covered := times.Reason[i] == ""; row["id"] != times.ID[i] || row["reason"] != string(times.Reason[i]) || (row["seconds"] != "") != covered ||
				covered && row["seconds"] != fmt.Sprintf("%.3f", float64(*times.Milliseconds[i])/1000) {
				t.Fatalf("%s: row %v, column %s %v", q, row, times.ID[i], times.Reason[i])
			}
		}
	}
}

// readCSV reads an export as a spreadsheet program does: by its byte order mark.
func readCSV(t *testing.T, s *Server, target string) []map[string]string {
	t.Helper()
	answer := fetch(t, s, base+target)
	text, marked := strings.CutPrefix(answer.Body.String(), "\ufeff")
	if answer.Code != 200 || !marked || !strings.HasPrefix(answer.Header().Get("Content-Disposition"), "attachment; filename=\"") {
		t.Fatalf("%s: %d %v %.200s", target, answer.Code, answer.Header(), answer.Body)
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestExplainAgreesWithTravelTimes(t *testing.T) {
	s := readOnlyServer(t)
	times := read[TravelTimes](t, fetch(t, s, base+"/travel-times?service=clinic"))
	for i := 0; i < len(times.ID); i += len(times.ID) / 20 {
		e := read[coverage.Explanation](t, fetch(t, s, base+"/explain?service=clinic&point="+url.QueryEscape(times.ID[i])))
		at := slices.IndexFunc(e.Services, func(x coverage.ExplainedService) bool { return x.Service == "clinic" })
		clinic := e.Services[at]
		if (clinic.Seconds == nil) != (times.Milliseconds[i] == nil) || clinic.Reason != times.Reason[i] {
			t.Fatalf("point %s: %+v, column %v %v", times.ID[i], clinic, times.Milliseconds[i], times.Reason[i])
		}
		if clinic.Seconds == nil {
			continue
		}
		if *times.FacilityService[i] != "clinic" {
			t.Errorf("point %s: the facility is of service %s", times.ID[i], *times.FacilityService[i])
		}
		if int64(*clinic.Seconds*1000+.5) != *times.Milliseconds[i] || *clinic.FacilityID != *times.FacilityID[i] {
			t.Errorf("point %s: %v s to %s, column %d ms to %s", times.ID[i], *clinic.Seconds, *clinic.FacilityID, *times.Milliseconds[i], *times.FacilityID[i])
		}
		if e.Route == nil || *e.Route.Seconds != *clinic.Seconds || len(e.Route.Stretches) == 0 {
			t.Errorf("point %s: route %+v", times.ID[i], e.Route)
		}
		if math.Abs(*clinic.AccessM-*times.AccessM[i]) > 0.001 {
			t.Errorf("point %s: the leg is %v m long, in the column %v m", times.ID[i], *clinic.AccessM, *times.AccessM[i])
		}
	}
}

func TestPagesGiveEveryFeatureOnce(t *testing.T) {
	s := readOnlyServer(t)
	area := mustTown(t, s).Area
	var ids []string
	for target := base + "/residential-points?limit=999"; target != ""; {
		page := read[pointCollection](t, fetch(t, s, target))
		if page.NumberMatched != len(area.Points) || page.NumberReturned != len(page.Features) {
			t.Fatalf("matched %d, returned %d of %d", page.NumberMatched, page.NumberReturned, len(page.Features))
		}
		for _, f := range page.Features {
			ids = append(ids, f.ID)
		}
		target = ""
		for _, link := range page.Links {
			if link.Rel == "next" {
				target = link.Href
			}
		}
	}
	if len(ids) != len(area.Points) {
		t.Fatalf("%d points on all pages, %d in the town", len(ids), len(area.Points))
	}
	for i := range ids {
		if ids[i] != area.Points[i].ID {
			t.Fatalf("point %d is %s, not %s", i, ids[i], area.Points[i].ID)
		}
	}
}

func TestABoxHoldsWhatLiesInIt(t *testing.T) {
	s := readOnlyServer(t)
	area := mustTown(t, s).Area
	p := area.Points[100].Point
	w, so, e, n := p[0], p[1], p[0]+0.01, p[1]+0.005 // the first point lies on the corner
	want := 0
	for i := range area.Points {
		if q := area.Points[i].Point; w <= q[0] && q[0] <= e && so <= q[1] && q[1] <= n {
			want++
		}
	}
	got := read[pointCollection](t, fetch(t, s, fmt.Sprintf("%s/residential-points?limit=10000&bbox=%.7f,%.7f,%.7f,%.7f", base, w, so, e, n)))
	if got.NumberMatched != want || want < 2 {
		t.Errorf("%d in the box, want %d", got.NumberMatched, want)
	}
}

func TestTheWorkspaceIsDescribed(t *testing.T) {
	s := readOnlyServer(t)
	area := mustTown(t, s).Area
	info := read[WorkspaceInfo](t, fetch(t, s, base+"/workspace"))
	people := int64(0)
	for i := range area.Points {
		people += int64(max(0, area.Points[i].People[geo.All]))
	}
	if info.Counts.People != people || info.Counts.Streets != len(area.Streets) || info.Fingerprint != area.Fingerprint(geo.Everything) || !info.Sample || info.ProgramVersion == "" || info.BBox == nil {
		t.Errorf("%+v", info)
	}
	modes := read[Items[ModeInfo]](t, fetch(t, s, base+"/modes"))
	if len(modes.Items) != len(geo.Modes()) || modes.Items[0].SpeedsKmh["*"] != 4 || modes.Items[0].Access.SpeedKmh != 4 || modes.Items[4].SpeedsKmh["motorway"] != 80 {
		t.Errorf("%+v", modes)
	}
	services := read[Items[ServiceInfo]](t, fetch(t, s, base+"/services"))
	facilities := 0
	for _, service := range services.Items {
		facilities += service.Facilities
	}
	if facilities != len(area.Facilities) {
		t.Errorf("%d facilities by service, %d in the town", facilities, len(area.Facilities))
	}
}

// With several cutoffs there is a result for each, as when it is asked for alone; without, the answer is that result.
func TestFacilitiesAtSeveralCutoffs(t *testing.T) {
	s := readOnlyServer(t)
	const q = base + "/coverage/facilities?service=clinic,market&mode=walk_elder&group=age60"
	several := read[FacilitiesServed](t, fetch(t, s, q+"&minutes=15,5,10"))
	if len(several.Results) != 3 || several.Minutes != 15 || several.Union != several.Results[2].Union || several.Manifest == nil {
		t.Fatalf("%+v", several)
	}
	for i, minutes := range []int{5, 10, 15} {
		alone := read[FacilitiesServed](t, fetch(t, s, fmt.Sprintf("%s&minutes=%d", q, minutes)))
		if !reflect.DeepEqual(alone.Served, several.Results[i]) || alone.Results != nil {
			t.Errorf("%d minutes: alone %+v, among others %+v", minutes, alone.Served, several.Results[i])
		}
	}
	rows := readCSV(t, s, "/exports/facilities-served.csv?service=clinic,market&mode=walk_elder&group=age60&minutes=5,10,15")
	if n := len(several.Facilities); len(rows) != 3*n || rows[2*n]["within"] != fmt.Sprint(several.Facilities[0].Within) || rows[0]["minutes"] != "5" {
		t.Errorf("%d rows of %d facilities, %v", len(rows), n, rows[0])
	}
}

// The report of islands, their lines and the explanation of a point on one tell the same.
func TestIslandsOfTheSampleTown(t *testing.T) {
	s := readOnlyServer(t)
	islands := read[coverage.Islands](t, fetch(t, s, base+"/islands?mode=drive"))
	rows := readCSV(t, s, "/exports/islands.csv?mode=drive")
	total := 0
	for _, k := range islands.Kinds {
		total += k.Islands
	}
	if len(rows) != total || total == 0 || len(islands.Islands)+islands.Rest.Islands != total {
		t.Fatalf("%d lines, %d islands by kind, %+v", len(rows), total, islands)
	}
	for i, island := range islands.Islands {
		if rows[i]["kind"] != string(island.Kind) || rows[i]["population"] != fmt.Sprint(island.People) || rows[i]["length_m"] != fmt.Sprintf("%.1f", island.LengthM) {
			t.Errorf("line %v, island %+v", rows[i], island)
		}
	}
	for _, wrong := range []string{"/islands?mode=fly", "/islands?speed=3", "/exports/islands.csv?direction=from"} {
		if answer := fetch(t, s, base+wrong); answer.Code < 400 || answer.Code >= 500 {
			t.Errorf("%s: %d", wrong, answer.Code)
		}
	}
}
