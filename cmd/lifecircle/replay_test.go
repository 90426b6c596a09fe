package main_test

import (
	"strings"
	"testing"
)

// TestReplay computes results again from their manifests.
func TestReplay(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "coverage.json", must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--speed", "4.8", "--by", "community", "--band", "--json"))
	must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--minutes", "5,15", "--save", "stations")
	must(t, folder, "blindspots", "-w", "town.gpkg", "--service", "elder_station", "--save", "blind", "-o", "blind.geojson")
	for _, command := range []string{
		"times -w town.gpkg --service elder_station,fitness_outdoor --need all --speed-factor 1.2 -o times.csv",
		"times -w town.gpkg --service elder_station -o times.xlsx",
		"blindspots -w town.gpkg --service elder_station --access nearest --as points -o points.geojson",
		"catchment -w town.gpkg --facility E --minutes 5,15 -o catchment.geojson",
		"catchment -w town.gpkg --facility E --minutes 5,15 --streets -o streets.geojson",
		"export -w town.gpkg --layer network --mode bike -o network.csv",
		"export -w town.gpkg --layer stations -o stations.geojson",
		"export -w town.gpkg --layer blind -o saved.gpkg",
		"export -w town.gpkg --layer street -o street.geojson",
	} {
		must(t, folder, strings.Fields(command)...)
	}
	for _, file := range []string{"times.csv", "times.xlsx", "points.geojson", "blind.geojson", "catchment.geojson", "streets.geojson", "network.csv", "stations.geojson", "saved.gpkg", "street.geojson"} {
		if again := must(t, folder, "replay", file+".manifest.json", "-w", "town.gpkg"); again != read(t, folder, file) {
			t.Errorf("%s: standard output of replay differs", file)
		}
		name := "again-" + file
		must(t, folder, "replay", file+".manifest.json", "-w", "town.gpkg", "-o", name)
		if read(t, folder, name) != read(t, folder, file) || read(t, folder, name+".manifest.json") != read(t, folder, file+".manifest.json") {
			t.Errorf("%s: the file that replay wrote differs", file)
		}
	}
	if again := must(t, folder, "replay", "coverage.json", "-w", "town.gpkg"); again != read(t, folder, "coverage.json") {
		t.Error("coverage.json differs")
	}
	for _, bad := range []struct {
		name, from, to, says string
		status               int
	}{
		{"another town", `"town":"`, `"town":"0`, "not the one", 1},
		{"another version", `"version":"`, `"version":"9`, "version", 2},
		{"an unknown key", `"town"`, `"town2"`, "town2", 1},
		{"an unknown command", `"command":"times"`, `"command":"rm"`, "rm", 2},
		{"too many minutes", `"minutes":[30]`, `"minutes":[3000]`, "3000", 2},
		{"an absurd speed", `"speed_kmh":4.8`, `"speed_kmh":-1`, "speed", 1},
		{"no JSON", `{`, `[`, "not a manifest", 1},
	} {
		manifest := strings.Replace(read(t, folder, "times.csv.manifest.json"), bad.from, bad.to, 1)
		write(t, folder, "bad.json", manifest)
		a := ran(t, folder, "replay", "bad.json", "-w", "town.gpkg", "-o", "bad.csv")
		if a.status != bad.status || !strings.Contains(a.err, bad.says) || exists(folder+"/bad.csv") {
			t.Errorf("%s: status %d, %s", bad.name, a.status, a.err)
		}
	}
}

// TestReplayOfAnotherTown names the input that differs.
func TestReplayOfAnotherTown(t *testing.T) {
	folder := riverTown(t)
	must(t, folder, "times", "-w", "town.gpkg", "--service", "elder_station", "-o", "times.csv")
	write(t, folder, "stations.csv", "id,name,lon,lat\n"+townRow("E,养老服务站", 2, 2, ""))
	must(t, folder, "import", "facilities", "stations.csv", "--service", "elder_station", "--replace", "-w", "town.gpkg")
	a := ran(t, folder, "replay", "times.csv.manifest.json", "-w", "town.gpkg")
	if a.status != 1 || a.out != "" || !strings.Contains(a.err, "facilities elder_station") || !strings.Contains(a.err, "hint:") {
		t.Errorf("status %d: %s", a.status, a.err)
	}
}
