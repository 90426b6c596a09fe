package main_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"lifecircle/geo/geotest/realdata"
	"lifecircle/isochrone/bench"
)

func TestBenchPrintsACompleteTable(t *testing.T) {
	folder := t.TempDir()
	table := must(t, folder, "bench", "--junctions", "600", "--points", "200")
	for _, want := range []string{"Machine", "Load", "Town SHA-256", "settle one node", "one walking catchment", "polygons as GeoJSON", "one driving catchment",
		"as runs", "second processor", "nearest facility of all points", "junctions without points", "move one of", "network of two modes in memory",
		"access lists", "open the workspace", "Ratio", "Target"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table says nothing of %q:\n%s", want, table)
		}
	}
	var report bench.Report
	if err := json.Unmarshal([]byte(must(t, folder, "bench", "--junctions", "600", "--points", "200", "--json")), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Rows) < 15 || !strings.Contains(table, report.Input.SHA256) {
		t.Errorf("JSON has %d rows, or another town than the table: %+v", len(report.Rows), report.Input)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// The engine is right on real streets and turn rules, by a program that shares neither network nor search with it.
func TestBenchOfAnExtract(t *testing.T) {
	extract := realdata.Path(t, "liechtenstein/liechtenstein.osm.pbf")
	var report bench.Report
	decode(t, must(t, t.TempDir(), "bench", extract, "--json"), &report)
	if in := report.Input; in.Name != "liechtenstein.osm.pbf" || in.Junctions < 1_000 || in.Points < 500 || in.People != 1_000_000 {
		t.Errorf("measured %+v", in)
	}
}

func TestBenchRefusals(t *testing.T) {
	folder := t.TempDir()
	for _, args := range [][]string{
		{"bench", "--junctions", "10"}, {"bench", "--junctions", "99999999"}, {"bench", "--points", "0"}, {"bench", "--points", "-5"},
		{"bench", "one.osm.pbf", "two.osm.pbf"}, {"bench", "one.osm.pbf", "--junctions", "1000"}, {"bench", "one.osm.pbf", "--points", "0"},
	} {
		if a := ran(t, folder, args...); a.status != 2 || a.out != "" {
			t.Errorf("%v: status %d, %s%s", args, a.status, a.out, a.err)
		}
	}
	if a := ran(t, folder, "bench", "none.osm.pbf"); a.status != 1 || !strings.Contains(a.err, "none.osm.pbf") {
		t.Errorf("status %d: %s", a.status, a.err)
	}
}
