package main_test

import (
	"strings"
	"testing"
)

// A second list beside the first is told with what to do about it.
func TestImportTellsWhatStayed(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "one.csv", "id,lon,lat,population\na,113.5,22.1,1000\nb,113.51,22.1,234\n")
	write(t, folder, "two.csv", "id,lon,lat,population\nc,113.5,22.1,5\n")
	first := must(t, folder, "import", "residents", "one.csv", "-w", "town.gpkg")
	if !strings.Contains(first, "in the workspace now: 2 residential points with 1,234 people\n") || strings.Contains(first, "--replace") {
		t.Error(first)
	}
	second := must(t, folder, "import", "residents", "two.csv", "-w", "town.gpkg")
	if !strings.Contains(second, "now: 3 residential points with 1,239 people\nof these, 2 residential points with 1,234 people were there before and stayed: --replace removes them\n") {
		t.Error(second)
	}
	if third := must(t, folder, "import", "residents", "two.csv", "--replace", "-w", "town.gpkg"); !strings.Contains(third, "now: 1 residential points with 5 people\n") || strings.Contains(third, "stayed") {
		t.Error(third)
	}
}

// A column that is no field is named, so that a title that was meant for one is seen.
func TestImportNamesColumnsOfItsOwn(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "f.csv", "编号,名称,经度,纬度,启用日期,年检评级\n01,甲,113.5,22.1,2024-03,良\n")
	out := must(t, folder, "import", "facilities", "f.csv", "--service", "clinic", "-w", "town.gpkg")
	if !strings.Contains(out, "opened=启用日期\nkept under their own names: 年检评级\n") {
		t.Error(out)
	}
}
