package main_test

import (
	"strings"
	"testing"
)

// TestStandardFiles exports every built-in plan, reads it back, and drafts the next plan from it.
func TestStandardFiles(t *testing.T) {
	folder := t.TempDir()
	list := must(t, folder, "standard", "list")
	for _, id := range []string{"zhejiang-2025", "taizhou-2025", "liaoning-2020", "nanling-2025", "gb50180-2018"} {
		if !strings.Contains(list, "\n"+id+" ") {
			t.Errorf("the list lacks %s:\n%s", id, list)
		}
		must(t, folder, "standard", "export", id, "-o", id+".yaml")
		if again := must(t, folder, "standard", "export", id); again != read(t, folder, id+".yaml") {
			t.Errorf("%s is another one on standard output", id)
		}
		if said := must(t, folder, "standard", "verify", id+".yaml"); !strings.Contains(said, id+".yaml is in order: "+id) {
			t.Error(said)
		}
		if must(t, folder, "standard", "show", id) != must(t, folder, "standard", "show", id+".yaml") {
			t.Errorf("%s from a file is another one", id)
		}
		must(t, folder, "standard", "draft", id, "--id", "next", "--title", "下一规划", "--from", "2026-01-01", "--to", "2030-12-31", "-o", id+"-next.yaml")
		var next struct {
			ID, From string
			Builtin  bool
			Headline int
			Each     []struct{ ID, Goal string }
		}
		decode(t, must(t, folder, "standard", "show", id+"-next.yaml", "--json"), &next)
		if next.ID != "next" || next.From != "2026-01-01" || next.Builtin || next.Headline != 0 || len(next.Each) == 0 {
			t.Errorf("the draft from %s: %+v", id, next)
		}
	}
	if a := ran(t, folder, "standard", "export", "zhejiang-2025", "-o", "zhejiang-2025.yaml"); a.status != 1 || !strings.Contains(a.err, "somebody may have changed it") {
		t.Errorf("a file was overwritten: status %d: %s", a.status, a.err)
	}
	write(t, folder, "copy.yaml", strings.Replace(read(t, folder, "zhejiang-2025.yaml"), "target: 40", "target: 41", 1))
	if a := ran(t, folder, "standard", "verify", "copy.yaml"); a.status != 0 || !strings.Contains(a.err, "changed copy with the id of the built-in standard") {
		t.Errorf("status %d: %s", a.status, a.err)
	}
}

// TestBadStandards gives the program plans that cannot be: every problem of a file is told, by file and line.
func TestBadStandards(t *testing.T) {
	folder := exampleB(t)
	write(t, folder, "bad.yaml", `id: bad
title: {en: Bad, zh: 坏}
colour: red
checks:
  - id: one
    ref: B-1
    title: {en: One, zh: 一}
    measure: covrage
  - id: three
    ref: B-3
    title: {en: Three, zh: 三}
    measure: coverage
    services: [clinik]
    mode: walk
    minutes: 15
    op: "=>"
    target: 90 %
    unit_of_target: people
    severity: target
    goal: stated
  - id: two
    ref: B-2
    title: {en: Two, zh: 二}
    measure: presence
    services: [clinic]
    unit: galaxy
    op: ">="
    target: 140 %
    unit_of_target: communities
    severity: target
    goal: stated
`)
	write(t, folder, "empty.yaml", "")
	write(t, folder, "tabs.yaml", "id: x\n\tchecks: []\n")
	write(t, folder, "anchor.yaml", "id: &a x\ntitle: *a\n")
	write(t, folder, "huge.yaml", "id: x # "+strings.Repeat("x", 1<<20)+"\n")
	write(t, folder, "gbk.yaml", "title: \xb9\xe6\xbb\xae\n")
	before := must(t, folder, "inspect", "-w", "b.gpkg", "--json")
	for _, test := range []struct {
		command string
		status  int
		says    []string
	}{
		{"standard verify bad.yaml", 1, []string{"bad.yaml:3: colour", "bad.yaml:8: ", "covrage", `"coverage"`, "bad.yaml:13: ", "clinik", `"clinic"`, "bad.yaml:16: ", "=>", "bad.yaml:26: ", "galaxy", "bad.yaml:28: ", "140 %"}},
		{"check --standard bad.yaml", 1, []string{"bad.yaml:3: colour", "bad.yaml:28: "}},
		{"standard verify empty.yaml", 1, []string{"empty.yaml", "empty"}},
		{"standard verify tabs.yaml", 1, []string{"tabs.yaml", "line 2", "Indent with spaces"}},
		{"standard verify anchor.yaml", 1, []string{"anchor.yaml:1", "anchors", "anchor.yaml:2", "references"}},
		{"standard verify huge.yaml", 1, []string{"huge.yaml", "larger"}},
		{"standard verify gbk.yaml", 1, []string{"gbk.yaml", "UTF-8"}},
		{"standard verify none.yaml", 1, []string{"none.yaml", "no such file"}},
		{"standard verify areas.csv", 1, []string{"areas.csv"}},
		{"standard show zhejang-2025", 2, []string{"zhejang-2025", "zhejiang-2025"}},
		{"standard show", 2, []string{"missing"}},
		{"standard draft zhejiang-2025 --id zhejiang-2025 --title x", 2, []string{"an id of its own"}},
		{"standard draft zhejiang-2025 --title x", 2, []string{"--id is missing"}},
		{"standard draft zhejiang-2025 --id 浙江! --title x", 2, []string{"浙江!"}},
		{"standard draft zhejiang-2025 --id next --title x --from 2026-13-01", 2, []string{"2026-13-01"}},
		{"check", 2, []string{"--standard is missing", "zhejiang-2025"}},
		{"check --standard zhejiang", 2, []string{`"zhejiang"`, "standard list"}},
		{"check --standard b.yaml --check area4", 2, []string{"--check", "area4", "standard show"}},
		{"check --standard b.yaml --as-of 2025", 2, []string{"--as-of", "2025-12-31"}},
		{"check --standard b.yaml --as-of 2025-02-30", 2, []string{"--as-of", "2025-02-30"}},
		{"check --standard b.yaml --elder-age 61", 2, []string{"61", "60 or 65"}},
		{"check --standard b.yaml --speed 4.5", 2, []string{"--speed", "walk=4.5"}},
		{"check --standard b.yaml --speed fly=4.5", 2, []string{"fly"}},
		{"check --standard b.yaml --speed walk=400", 2, []string{"walk=400"}},
		{"check --standard b.yaml --speed drive=30", 2, []string{"drive=30", "lifecircle profile drive"}},
		{"check --standard b.yaml --problems list.txt", 2, []string{"list.txt", ".xlsx"}},
		{"check --standard b.yaml --problems b.gpkg", 2, []string{"b.gpkg"}},
		{"check --standard b.yaml -o card.geojson", 2, []string{"card.geojson", "--map"}},
		{"check --standard b.yaml --map area40", 2, []string{"--map", "-o"}},
		{"check --standard b.yaml --map nothing -o map.geojson", 2, []string{"nothing"}},
		{"check --standard b.yaml --map area40 --uncovered area40 -o map.geojson", 2, []string{"--map and --uncovered"}},
		{"check --standard b.yaml --check places --map area40 -o map.geojson", 2, []string{"area40", "--check"}},
		{"check --standard b.yaml --uncovered area40 -o map.geojson", 2, []string{"area40", "does not measure"}},
		{"check --standard b.yaml --scenario none", 1, []string{"none"}},
		{"report --standard b.yaml", 2, []string{"-o is missing"}},
		{"report --standard b.yaml -o r.txt", 2, []string{"r.txt", ".docx"}},
		{"report --standard b.yaml -o r.html --lang fr", 2, []string{"fr", "zh or en"}},
		{"report --standard b.yaml -o r.html --edition secret", 2, []string{"secret"}},
		{"report --standard b.yaml -o r.html --date today", 2, []string{"today"}},
		{"report --standard b.yaml -o r.html --snapshot none", 1, []string{"none", "snapshot list"}},
		{"snapshot save x --standard b.yaml --date 2025", 2, []string{"--date", "2025"}},
		{"snapshot show none", 1, []string{"none", "snapshot list"}},
		{"snapshot freeze none", 1, []string{"none"}},
		{"snapshot delete none", 1, []string{"none"}},
		{"snapshot compare none", 2, []string{"two snapshots"}},
		{"snapshot compare none areas.csv.gz", 1, []string{"none"}},
		{"snapshot export none -o x.csv", 2, []string{"x.csv", ".json.gz"}},
	} {
		args := strings.Fields(test.command)
		if args[0] != "standard" {
			args = append(args, "-w", "b.gpkg")
		}
		a := ran(t, folder, args...)
		if a.status != test.status || a.out != "" {
			t.Errorf("%s: status %d, want %d: %s%s", test.command, a.status, test.status, a.out, a.err)
		}
		for _, want := range test.says {
			if !strings.Contains(a.err, want) {
				t.Errorf("%s does not say %q: %s", test.command, want, a.err)
			}
		}
	}
	if must(t, folder, "inspect", "-w", "b.gpkg", "--json") != before {
		t.Error("the workspace was changed")
	}
}
