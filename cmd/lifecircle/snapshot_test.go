package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const stationStandard = `id: stations
title: {en: Stations, zh: 养老服务站}
checks:
  - {id: older, ref: A-2, title: {en: Older people, zh: 老年人}, measure: coverage, services: [elder_station], mode: walk_elder, minutes: 15, group: age60, op: ">=", target: 60 %,
     unit: community, unit_of_target: people, severity: target, reach: stated, goal: stated}
  - {id: here, ref: A-3, title: {en: In every community, zh: 建有率}, measure: presence, services: [elder_station], op: ">=", target: 50 %,
     unit: community, unit_of_target: communities, severity: target, goal: stated}
`

// stations is river town with a second station in the east, N at (5, 2).
func stations(t testing.TB) (folder string) {
	folder = riverTown(t)
	write(t, folder, "s.yaml", stationStandard)
	write(t, folder, "both.csv", "id,name,lon,lat,area,status\n"+townRow("E,西站", 3, 2, ",u1,active")+townRow("N,东站", 5, 2, ",u2,active"))
	must(t, folder, "import", "facilities", "both.csv", "--service", "elder_station", "-w", "town.gpkg")
	return folder
}

func save(t testing.TB, folder, name string, more ...string) {
	t.Helper()
	must(t, folder, append([]string{"snapshot", "save", name, "-w", "town.gpkg", "--standard", "s.yaml", "--speed", "walk_elder=3.6"}, more...)...)
}

// TestSnapshots closes a station between two snapshots, and reads who lost it.
func TestSnapshots(t *testing.T) {
	folder := stations(t)
	save(t, folder, "去年 2024", "--date", "2024-12-31")
	write(t, folder, "closed.csv", "id,name,lon,lat,area,status\n"+townRow("N,东站", 5, 2, ",u2,closed"))
	must(t, folder, "import", "facilities", "closed.csv", "--service", "elder_station", "-w", "town.gpkg")
	save(t, folder, "2025", "--date", "2025-12-31")

	var c struct {
		Before, After struct{ Name, Date string }
		Checks        []struct {
			ID            string
			VerdictBefore string                  `json:"verdict_before"`
			VerdictAfter  string                  `json:"verdict_after"`
			Before, After float64                 // values
			NewlyFailing  []struct{ Unit string } `json:"newly_failing"`
			Covered       *struct {
				Before, After, Moved int64
				Gained, Lost         struct{ Total, Facility int64 }
			}
		}
		Facilities []struct{ ID, Change string }
		Points     []struct{ ID, Reason, Facility string }
	}
	decode(t, must(t, folder, "snapshot", "compare", "去年 2024", "2025", "-w", "town.gpkg", "--json"), &c)
	// Of 300 older people r1 and r2 (70) reach the western station, and r4 and r5 (150) and r6 (30) the eastern one.
	older := c.Checks[0]
	if older.ID != "older" || older.VerdictBefore != "met" || older.VerdictAfter != "not_met" || older.Covered.Before != 250 || older.Covered.After != 70 ||
		older.Covered.Lost.Total != 180 || older.Covered.Lost.Facility != 180 || older.Covered.Gained.Total != 0 || len(older.NewlyFailing) != 1 || older.NewlyFailing[0].Unit != "u2" {
		t.Errorf("older people: %+v %+v", older, older.Covered)
	}
	if here := c.Checks[1]; here.VerdictBefore != "met" || here.VerdictAfter != "met" || here.Before != 1 || here.After != 0.5 {
		t.Errorf("stations: %+v", here)
	}
	if len(c.Facilities) != 1 || c.Facilities[0].ID != "elder_station:N" || c.Facilities[0].Change != "closed" {
		t.Errorf("facilities: %v", c.Facilities)
	}
	if len(c.Points) != 3 || c.Points[0].ID != "r5" || c.Points[0].Facility != "elder_station:N" {
		t.Errorf("points: %v", c.Points)
	}
	screen := must(t, folder, "snapshot", "compare", "去年 2024", "2025", "-w", "town.gpkg", "-o", "changed.geojson")
	for _, want := range []string{"Snapshot 去年 2024, 2024-12-31, result ", "✓ 83.3 %", "✗ 23.3 %", "no longer covered because of facilities: 180", "newly failing: u2 东社区", "- closed: elder_station:N 东站"} {
		if !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
	wantNarrow(t, screen)
	if layer := read(t, folder, "changed.geojson"); strings.Count(layer, `"reason":"facility"`) != 3 {
		t.Errorf("the layer: %s", layer)
	}

	// What a snapshot shows is the scorecard of that day, and an exported one is as good.
	shown := must(t, folder, "snapshot", "show", "去年 2024", "-w", "town.gpkg")
	if !strings.Contains(shown, "83.3 %") || !strings.HasPrefix(shown, "Snapshot 去年 2024, 2024-12-31, result ") {
		t.Errorf("shown:\n%s", shown)
	}
	write(t, folder, "now.json", must(t, folder, "snapshot", "show", "2025", "-w", "town.gpkg", "--json"))
	if again := must(t, folder, "replay", "now.json", "-w", "town.gpkg"); !strings.Contains(again, `"units_met": 0`) {
		t.Errorf("replayed: %.300s", again)
	}
	must(t, folder, "snapshot", "export", "去年 2024", "-w", "town.gpkg", "-o", "2024.json.gz")
	must(t, folder, "snapshot", "export", "去年 2024", "-w", "town.gpkg", "-o", "2024.json")
	if !json.Valid([]byte(read(t, folder, "2024.json"))) {
		t.Error("the unpacked snapshot is no JSON")
	}
	if must(t, folder, "snapshot", "compare", "2024.json.gz", "2025", "-w", "town.gpkg") != strings.ReplaceAll(screen, "places written", "") {
		t.Error("an exported snapshot compares otherwise")
	}
	write(t, folder, "broken.gz", read(t, folder, "2024.json.gz")[:500])
	if a := ran(t, folder, "snapshot", "compare", "broken.gz", "2025", "-w", "town.gpkg"); a.status != 1 || !strings.Contains(a.err, "broken.gz") {
		t.Errorf("status %d: %s", a.status, a.err)
	}

	// A copy of the workspace holds them.
	must(t, folder, "copy", "-w", "town.gpkg", "-o", "copy.gpkg")
	if must(t, folder, "snapshot", "list", "-w", "copy.gpkg") != must(t, folder, "snapshot", "list", "-w", "town.gpkg") {
		t.Error("the copy holds other snapshots")
	}
}

// TestFrozenSnapshots cannot be replaced or deleted, and the report on one says so.
func TestFrozenSnapshots(t *testing.T) {
	folder := stations(t)
	save(t, folder, "final", "--date", "2025-12-31")
	save(t, folder, "draft", "--date", "2025-12-31")
	must(t, folder, "snapshot", "freeze", "final", "-w", "town.gpkg")
	list := must(t, folder, "snapshot", "list", "-w", "town.gpkg")
	for _, args := range []string{"snapshot save final -w town.gpkg --standard s.yaml", "snapshot delete final -w town.gpkg"} {
		if a := ran(t, folder, strings.Fields(args)...); a.status != 1 || !strings.Contains(a.err, "frozen") || !strings.Contains(a.err, "hint: ") {
			t.Errorf("%s: status %d: %s", args, a.status, a.err)
		}
	}
	if must(t, folder, "snapshot", "list", "-w", "town.gpkg") != list {
		t.Error("the list is another one")
	}
	report := func(file string, more ...string) string {
		must(t, folder, append([]string{"report", "-w", "town.gpkg", "--standard", "s.yaml", "--speed", "walk_elder=3.6", "-o", file}, more...)...)
		return read(t, folder, file)
	}
	if page := report("final.html", "--snapshot", "final"); !strings.Contains(page, "定稿") {
		t.Error("the report does not say that its result is final")
	}
	if page := report("draft.html", "--snapshot", "draft"); strings.Contains(page, "定稿") {
		t.Error("the report says that a draft is final")
	}
	must(t, folder, "snapshot", "delete", "draft", "-w", "town.gpkg")
	for _, name := range []string{"", strings.Repeat("年", 81), "a\x1bb", "a\nb"} {
		if a := ran(t, folder, "snapshot", "save", name, "-w", "town.gpkg", "--standard", "s.yaml"); a.status != 2 || strings.ContainsRune(a.err, '\x1b') {
			t.Errorf("%q: status %d: %q", name, a.status, a.err)
		}
	}
	for _, name := range []string{"a'b\"; DROP TABLE x; --", "../../etc/passwd", "<b>", "=1+1"} {
		save(t, folder, name)
		if shown := must(t, folder, "snapshot", "show", name, "-w", "town.gpkg"); !strings.HasPrefix(shown, "Snapshot "+name+", ") {
			t.Errorf("%q: %.100s", name, shown)
		}
	}
}

// TestReports writes every form of a report. The page and the workbook hold what the scorecard says.
func TestReports(t *testing.T) {
	folder := stations(t)
	for _, file := range []string{"r.html", "r.docx", "r.xlsx"} {
		args := []string{"report", "-w", "town.gpkg", "--standard", "s.yaml", "--speed", "walk_elder=3.6", "--title", "<b>评估</b>", "--office", "民政局", "-o", file}
		must(t, folder, args...)
		first := read(t, folder, file)
		must(t, folder, args...)
		if read(t, folder, file) != first {
			t.Errorf("%s is another one the second time", file)
		}
	}
	page := read(t, folder, "r.html")
	for _, want := range []string{"83.3", "&lt;b&gt;评估&lt;/b&gt;", "民政局", "内部使用"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "<b>评估") || strings.Contains(page, "<script") {
		t.Error("the page holds markup of a title")
	}
	must(t, folder, "check", "-w", "town.gpkg", "--standard", "s.yaml", "--speed", "walk_elder=3.6", "-o", "card.json")
	if must(t, folder, "replay", "r.docx.manifest.json", "-w", "town.gpkg") != read(t, folder, "card.json") {
		t.Error("the manifest of a report is not that of its scorecard")
	}
	english := []string{"report", "-w", "town.gpkg", "--standard", "s.yaml", "-o", "public.html", "--lang", "en", "--edition", "public", "--review-number", "GS(2026)1"}
	must(t, folder, english...)
	if page := read(t, folder, "public.html"); !strings.Contains(page, "GS(2026)1") || strings.Contains(page, ">r5<") {
		t.Error("the public edition lacks its review number, or names a residential point")
	}
}

// TestTwoSnapshotsAtOnce lets processes save and read at once: all get through.
func TestTwoSnapshotsAtOnce(t *testing.T) {
	folder := stations(t)
	var running []*exec.Cmd
	for _, name := range []string{"a", "b", "a", "c"} {
		cmd := started(folder, "snapshot", "save", name, "-w", "town.gpkg", "--standard", "s.yaml", "--date", "2025-12-31")
		cmd.Stderr = new(bytes.Buffer)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	must(t, folder, "snapshot", "list", "-w", "town.gpkg")
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %v: %s", cmd.Args[1:], err, cmd.Stderr)
		}
	}
	var list []struct{ Name string }
	decode(t, must(t, folder, "snapshot", "list", "-w", "town.gpkg", "--json"), &list)
	if len(list) != 3 {
		t.Errorf("%v", list)
	}
}

// TestKilledSnapshot kills processes while they save: the workspace is whole, and a snapshot is there or not.
func TestKilledSnapshot(t *testing.T) {
	folder := stations(t)
	before := must(t, folder, "inspect", "-w", "town.gpkg", "--json")
	began := time.Now()
	save(t, folder, "first")
	lasts := time.Since(began)
	for part := range 10 {
		cmd := started(folder, "snapshot", "save", "second", "-w", "town.gpkg", "--standard", "s.yaml")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(lasts * time.Duration(part+1) / 10)
		_ = cmd.Process.Kill() // it may be done
		_ = cmd.Wait()
		var list []struct{ Name string }
		decode(t, must(t, folder, "snapshot", "list", "-w", "town.gpkg", "--json"), &list)
		for _, s := range list {
			must(t, folder, "snapshot", "show", s.Name, "-w", "town.gpkg")
		}
		if len(list) == 0 || list[0].Name != "first" || len(list) > 2 {
			t.Fatalf("killed after %d of 10 parts: %v", part+1, list)
		}
	}
	save(t, folder, "third")
	if after := must(t, folder, "inspect", "-w", "town.gpkg", "--json"); after != before {
		t.Error("the town is another one")
	}
	if left, err := filepath.Glob(filepath.Join(folder, "town.gpkg?*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(folder, "town.gpkg")); err != nil {
		t.Error(err)
	}
}
