package main_test

import (
	"fmt"
	"strings"
	"testing"
)

// scorecard is what `lifecircle check --json` prints, by the keys that are fixed.
type scorecard struct {
	Standard string
	Headline struct {
		Met, Total, Others int
		NotMet             int `json:"not_met"`
		NotAssessable      int `json:"not_assessable"`
	}
	Checks []struct {
		ID, Verdict, Unit string
		Would             string `json:"would_be"`
		Value, Target     *float64
		Values            map[string]float64
		Deficit           *float64
		UnitsMet          int `json:"units_met"`
		UnitsTotal        int `json:"units_total"`
		Failing           []struct {
			Unit           string
			Value, Deficit *float64
		}
		Why struct{ EN, ZH string }
	}
	Manifest map[string]any
}

// line is a check on one line: "met 29.34 2/4 U2:27-676 V2:0-440".
func (s *scorecard) line(t *testing.T, id string) string {
	t.Helper()
	number := func(v *float64) string {
		if v == nil {
			return "–"
		}
		return fmt.Sprintf("%.6g", *v)
	}
	for _, c := range s.Checks {
		if c.ID != id {
			continue
		}
		line := fmt.Sprintf("%s %s %d/%d", c.Verdict, number(c.Value), c.UnitsMet, c.UnitsTotal)
		for _, u := range c.Failing {
			line += " " + u.Unit + ":" + number(u.Value) + "-" + number(u.Deficit)
		}
		return line
	}
	t.Fatalf("there is no check %s", id)
	return ""
}

// checked runs `lifecircle check --json`.
func checked(t testing.TB, folder string, args ...string) (card scorecard) {
	t.Helper()
	decode(t, must(t, folder, append([]string{"check", "--json"}, args...)...), &card)
	return card
}

// exampleB makes a workspace of four communities with their facilities, b.gpkg, and a standard, b.yaml, whose answers were
// worked out by hand:
//
//	community  kind           households   people    m²   of them for residents  places  workers
//	U1         urban               2,500    6,000  1,050                    700      60       14
//	U2         urban, high         5,200   14,000  1,404                  1,053      45       22
//	V1         rural               1,200    3,000    480                    336      12
//	V2         rural               1,100    3,000
func exampleB(t testing.TB) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for name, content := range map[string]string{
		"areas.csv":     "id,name,level,kind,households,population\nU1,东湖社区,community,居委会,2500,6000\nU2,西湖社区,community,居委会,5200,14000\nV1,山前村,community,村委会,1200,3000\nV2,山后村,community,村委会,1100,3000\n",
		"residents.csv": "id,lon,lat,population,age60,area\np1,118.005,30.005,6000,1200,U1\np2,118.015,30.005,14000,2000,U2\np3,118.025,30.005,3000,900,V1\np4,118.035,30.005,3000,900,V2\n",
		"centres.csv":   "id,name,lon,lat,area,area_m2\na,东湖一站,118.005,30.005,U1,600\nb,东湖二站,118.006,30.005,U1,450\nc,西湖站,118.015,30.005,U2,1404\nd,山前站,118.025,30.005,V1,480\n",
		"childcare.csv": "id,lon,lat,area,capacity,capacity_unit\nk1,118.005,30.005,U1,60,托位\nk2,118.015,30.005,U2,45,托位\nk3,118.025,30.005,V1,12,托位\n",
		"workers.csv":   "编号,社区工作者\nU1,14\nU2,22\n",
		"rooms.csv":     "编号,居民活动面积\na,400\nb,300\nc,\"1,053\"\nd,336\n",
		"b.yaml":        exampleBStandard,
	} {
		write(t, folder, name, content)
	}
	for _, command := range []string{
		"areas areas.csv", "residents residents.csv", "facilities centres.csv --service community_center", "facilities childcare.csv --service childcare",
		"attributes workers.csv --of areas", "attributes rooms.csv --of facilities --service community_center",
	} {
		must(t, folder, append(append([]string{"import"}, strings.Fields(command)...), "-w", "b.gpkg")...)
	}
	return folder
}

const exampleBStandard = `id: example-b
title: {en: Example B, zh: 算例乙}
checks:
  - {id: area40, ref: B-1, title: {en: Floor area per 100 households, zh: 每百户面积}, measure: area_per_100hh, services: [community_center], attributes: [area_m2],
     over: households, unit: community, op: ">=", target: 40, unit_of_target: m2, severity: must, goal: stated, responsible: {en: Civil affairs, zh: 民政部门}}
  - {id: area30, ref: B-2, title: {en: Floor area per 100 households, zh: 每百户面积}, measure: area_per_100hh, services: [community_center], attributes: [area_m2],
     over: households, unit: community, op: ">=", target: 30, unit_of_target: m2, severity: target, goal: stated}
  - {id: places, ref: B-3, title: {en: Childcare places per 1000, zh: 每千人托位}, measure: per_capita, services: [childcare], attributes: [places],
     per: 1000, unit: county, op: ">=", target: 4.5, unit_of_target: places, severity: target, goal: stated}
  - {id: more-than-18, ref: B-4, title: {en: Workers, zh: 社区工作者}, measure: per_capita, attributes: [staff_community], per: 10000, scope: urban,
     unit: county, op: ">", target: 18, unit_of_target: persons, severity: target, goal: stated}
  - {id: at-least-18, ref: B-5, title: {en: Workers, zh: 社区工作者}, measure: per_capita, attributes: [staff_community], per: 10000, scope: urban,
     unit: county, op: ">=", target: 18, unit_of_target: persons, severity: target, goal: stated}
  - {id: rooms, ref: B-6, title: {en: Rooms for residents, zh: 居民活动区}, measure: share, services: [community_center], attributes: [activity_area_m2],
     over: area_m2, unit: community, op: ">=", target: 70 %, unit_of_target: floor_share, severity: target, goal: assumed}
  - {id: rural, ref: B-7, title: {en: Rural centres, zh: 农村社区设施建有率}, measure: presence, services: [community_center], scope: rural,
     unit: community, op: ">=", target: 67 %, unit_of_target: communities, severity: target, goal: borrowed}
  - {id: clinics, ref: B-8, title: {en: Clinics, zh: 卫生服务站}, measure: presence, services: [clinic],
     unit: community, op: ">=", target: 100 %, unit_of_target: communities, severity: target, goal: stated}
  - {id: towns, ref: B-9, title: {en: Size, zh: 规模}, measure: count, services: [community_center], op: report, severity: guide}
`

// TestCheckOfExampleB reads exact values, with the traps: 40.0 and 4.5 are enough, 18.0 is not more than 18, and what one
// community has too much does not help another.
func TestCheckOfExampleB(t *testing.T) {
	folder := exampleB(t)
	card := checked(t, folder, "-w", "b.gpkg", "--standard", "b.yaml")
	for id, want := range map[string]string{
		"area40":       "not_met 29.34 2/4 U2:27-676 V2:0-440",
		"area30":       "not_met 29.34 2/4 V2:0-330 U2:27-156",
		"places":       "met 4.5 1/1",
		"more-than-18": "not_met 18 0/1 (all):18-1",
		"at-least-18":  "met 18 1/1",
		"rooms":        "reference 0.711997 2/3 U1:0.666667-35",
		"rural":        "not_met 0.5 1/2 V2:0-1",
		"clinics":      "not_assessable – 0/0",
		"towns":        "report 4 0/0",
	} {
		if got := card.line(t, id); got != want {
			t.Errorf("%s: %s; by hand %s", id, got, want)
		}
	}
	if h := card.Headline; h.Met != 2 || h.NotMet != 3 || h.NotAssessable != 1 || h.Total != 6 || h.Others != 3 {
		t.Errorf("the headline counts %+v", h)
	}
	first := card.Checks[0]
	if *first.Deficit != 1066 || first.Values["deficit_sum"] != 1116 || *first.Target != 40 || first.Unit != "m2" {
		t.Errorf("%+v", first)
	}
	if card.Manifest["command"] != "check" || card.Manifest["standard"] != "example-b" {
		t.Errorf("the manifest: %v", card.Manifest)
	}
	one := checked(t, folder, "-w", "b.gpkg", "--standard", "b.yaml", "--check", "rural,places")
	if len(one.Checks) != 2 || one.Checks[0].ID != "places" { // in the order of the plan
		t.Errorf("%d checks, the first %s", len(one.Checks), one.Checks[0].ID)
	}
}

// TestCheckScreen reads the table that people see.
func TestCheckScreen(t *testing.T) {
	folder := exampleB(t)
	screen := must(t, folder, "check", "-w", "b.gpkg", "--standard", "b.yaml")
	for _, want := range []string{
		"Of 6 targets that the plan itself states: 2 met · 3 not met · 1 not assessable (beside them 3 checks\n  borrowed, for reference or for report only)",
		"\n✗  area40               29.34  ≥ 40 m²       2/4 communities  stated\n",
		"\n○  rooms               71.2 %  ≥ 70 %        2/3 communities  assumed\n",
		"\n✗  rural                 50 %  ≥ 67 %        1/2 communities  borrowed\n",
		"\n–  towns         4 facilities  –             –                –\n",
		"· U2 西湖社区: 27, short of 676 m², 14,000 people",
		"in all short of 1,066 m²; each by itself, 1,116 m²",
		"for reference: it would be met, were it confirmed",
		"not assessable: no list of clinic was imported: lifecircle import facilities FILE --service\n     clinic",
		"- the target is assumed by this program (rooms)",
		"- the target is borrowed from another standard (rural)",
		"✓ met   ✗ not met   ? not assessable   ○ for reference   – report only",
	} {
		if !strings.Contains(screen, want) {
			t.Errorf("the table does not say %q:\n%s", want, screen)
		}
	}
	wantNarrow(t, screen)
	for _, plan := range []string{"zhejiang-2025", "taizhou-2025", "liaoning-2020", "nanling-2025", "gb50180-2018"} {
		wantNarrow(t, must(t, folder, "check", "-w", "b.gpkg", "--standard", plan))
		wantNarrow(t, must(t, folder, "standard", "show", plan))
	}
}

// wantNarrow makes sure that no line is wider than 100 columns, of which a Chinese character takes two.
func wantNarrow(t *testing.T, screen string) {
	t.Helper()
	for line := range strings.Lines(screen) {
		wide := 0
		for _, r := range strings.TrimRight(line, "\n") {
			if wide++; r >= 0x2e80 {
				wide++
			}
		}
		if wide > 100 {
			t.Errorf("%d columns: %s", wide, line)
		}
	}
}

// TestCheckOfRiverTown reads what people reach, with speeds of the example: 80 m a minute, and 60 of older people.
func TestCheckOfRiverTown(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "a.yaml", `id: example-a
title: {en: Example A, zh: 算例甲}
checks:
  - {id: all, ref: A-1, title: {en: All, zh: 全体}, measure: coverage, services: [elder_station], mode: walk, minutes: 15, op: ">=", target: 70 %, unit: community,
     unit_of_target: people, severity: target, reach: stated, goal: stated}
  - {id: older, ref: A-2, title: {en: Older, zh: 老年人}, measure: coverage, services: [elder_station], mode: walk_elder, minutes: 15, group: age60, op: ">=", target: 90 %,
     unit: community, unit_of_target: people, severity: target, reach: stated, goal: stated}
  - {id: circle, ref: A-3, title: {en: Circle, zh: 生活圈}, measure: full_circle, services: [elder_station, fitness_outdoor], mode: walk, minutes: 15, op: ">", target: 50 %,
     unit_of_target: people, severity: target, reach: stated, goal: stated}
  - {id: communities, ref: A-4, title: {en: Communities, zh: 社区}, measure: community_share, services: [elder_station], mode: walk_elder, minutes: 15, group: age60, threshold: 50 %,
     op: ">=", target: 80 %, unit: community, unit_of_target: communities, severity: target, reach: stated, goal: stated}
  - {id: radius, ref: A-5, title: {en: Radius, zh: 服务半径}, measure: coverage, services: [elder_station], radius_m: 1000, op: ">=", target: 100 %,
     unit_of_target: people, severity: advice, reach: borrowed, goal: assumed}
`)
	speeds := []string{"-w", "town.gpkg", "--standard", "a.yaml", "--speed", "walk=4.8,walk_elder=3.6"}
	card := checked(t, folder, speeds...)
	for id, want := range map[string]string{
		"all":         "met 0.7 1/2 u2:0.333333-165", // ceil(0.7 · 450) − 150
		"older":       "not_met 0.233333 0/2 u2:0-162 u1:0.583333-38",
		"circle":      "not_met 0.5 1/2 u2:0.333333-76", // a half is not more than a half; of 450 people 226 are
		"communities": "not_met 0.5 1/2 u2:0-90",
		"radius":      "reference 1 2/2",
	} {
		if got := card.line(t, id); got != want {
			t.Errorf("%s: %s; by hand %s", id, got, want)
		}
	}
	list := must(t, folder, append([]string{"check", "--uncovered", "older", "-o", "older.csv"}, speeds...)...)
	if !strings.Contains(list, "covered 70 of 300, not covered 230") || !strings.Contains(list, "- walk_elder at 3.6 km/h, ") || !strings.Contains(list, "- walk at 4.8 km/h, ") {
		t.Errorf("the screen:\n%s", list)
	}
	if rows := strings.Split(read(t, folder, "older.csv"), "\n"); len(rows) != 6 || !strings.HasPrefix(rows[0], "\ufeffid,") || !strings.HasPrefix(rows[1], "r5,") || !strings.HasPrefix(rows[2], "r3,") {
		t.Errorf("the uncovered: %q", rows)
	}
	slow := must(t, folder, "check", "-w", "town.gpkg", "--standard", "a.yaml", "--check", "all", "--sensitivity")
	if !strings.Contains(slow, "at 3.2 km/h (walk): ") || !strings.Contains(slow, "at 5 km/h (walk): 70 %, met") {
		t.Errorf("the other speeds:\n%s", slow)
	}
	// A station in the second row closes the gap, in a scenario.
	lon, lat := townPosition(5, 2)
	must(t, folder, "scenario", "save", "east", "-w", "town.gpkg", "--add-facility", fmt.Sprintf("elder_station:N@%.7f,%.7f", lon, lat))
	after := checked(t, folder, append(speeds, "--scenario", "east")...)
	if got := after.line(t, "all"); got != "met 1 2/2" {
		t.Errorf("with the scenario: %s", got)
	}
	if screen := must(t, folder, append([]string{"check", "--scenario", "east"}, speeds...)...); !strings.Contains(screen, "Scenario east: the town with 1 edit done") {
		t.Errorf("the screen does not name the scenario:\n%s", screen)
	}
	for _, plan := range []string{"zhejiang-2025", "taizhou-2025"} {
		for _, c := range checked(t, folder, "-w", "town.gpkg", "--standard", plan).Checks {
			if c.Verdict == "not_assessable" && (c.Why.EN == "" || c.Why.ZH == "") {
				t.Errorf("%s of %s does not say what is missing", c.ID, plan)
			}
		}
	}
}
