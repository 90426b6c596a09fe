package main_test

import (
	"fmt"
	"strings"
	"testing"
)

// Residents of another town are reported before anything is computed from them, on standard error, whoever asks.
func TestPositionsThatContradictTheStreetsAreReportedFirst(t *testing.T) {
	folder := riverTown(t)
	commands := []string{"coverage --service elder_station", "coverage --service elder_station --json", "times --service elder_station", "blindspots --service elder_station", "catchment --service elder_station"}
	for _, command := range commands {
		if a := ran(t, folder, append(strings.Fields(command), "-w", "town.gpkg")...); a.status != 0 || strings.Contains(a.err, "warning") {
			t.Errorf("%s: status %d, %s", command, a.status, a.err)
		}
	}
	list := "id,lon,lat,population\n"
	for i := range 6 {
		list += fmt.Sprintf("F%d,121.%d,31.2,1\n", i, i)
	}
	must(t, folder, "import", "residents", write(t, folder, "far.csv", list), "--replace", "-w", "town.gpkg")
	for _, command := range commands {
		a := ran(t, folder, append(strings.Fields(command), "-w", "town.gpkg")...)
		if a.status != 0 || strings.Contains(a.out, "far from the streets") || strings.Count(a.err, "warning: positions lie far from the streets: another town, or a wrong datum (6): residents: median distance") != 1 {
			t.Errorf("%s: status %d, %s", command, a.status, a.err)
		}
	}
	if text := must(t, folder, "inspect", "-w", "town.gpkg"); !strings.Contains(text, "error: positions lie far from the streets") {
		t.Error(text)
	}
}
