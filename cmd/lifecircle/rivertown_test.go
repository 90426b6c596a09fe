package main_test

import (
	"fmt"
	"strings"
	"testing"
)

// River town: nodes (i, j), i = 0…6 to the east and j = 0…4 to the north, joined by streets of 240 m except across the
// river between i = 3 and i = 4, over which one bridge leads at j = 0. Its answers are worked out by hand. Streets are
// 5 cm shorter, so that times of exactly 15 minutes do not hang on the 7th decimal of a position.
const (
	blockM      = 239.95
	metreDegree = 180 / (3.14159265358979 * 6_371_008.8)
)

func townPosition(i, j int) (lon, lat float64) {
	return 10 + float64(i)*blockM*metreDegree, float64(j) * blockM * metreDegree // at the equator both degrees are alike
}

func townStreets() string {
	var b strings.Builder
	b.WriteString(`<osm version="0.6">`)
	node := func(i, j int) int { return 100 + 10*i + j }
	for i := range 7 {
		for j := range 5 {
			lon, lat := townPosition(i, j)
			fmt.Fprintf(&b, `<node id="%d" lon="%.7f" lat="%.7f"/>`, node(i, j), lon, lat)
		}
	}
	way := 0
	street := func(from, to int) {
		way++
		fmt.Fprintf(&b, `<way id="%d"><nd ref="%d"/><nd ref="%d"/><tag k="highway" v="residential"/></way>`, way, from, to)
	}
	for i := range 7 {
		for j := range 5 {
			if i < 6 && (i != 3 || j == 0) {
				street(node(i, j), node(i+1, j))
			}
			if j < 4 {
				street(node(i, j), node(i, j+1))
			}
		}
	}
	b.WriteString(`</osm>`)
	return b.String()
}

// townRow is a row of a list: what comes before the position, the node, and what comes after.
func townRow(before string, i, j int, after string) string {
	lon, lat := townPosition(i, j)
	return fmt.Sprintf("%s,%.7f,%.7f%s\n", before, lon, lat, after)
}

func townResidents() string {
	return "id,lon,lat,population,age60,area\n" +
		townRow("r1", 3, 2, ",100,30,u1") + townRow("r2", 1, 2, ",200,40,u1") + townRow("r3", 0, 0, ",250,50,u1") +
		townRow("r4", 4, 2, ",150,50,u2") + townRow("r5", 5, 2, ",250,100,u2") + townRow("r6", 6, 4, ",50,30,u2")
}

// riverTown makes a workspace of the town, town.gpkg, in a new folder.
func riverTown(t testing.TB) (folder string) {
	t.Helper()
	folder = t.TempDir()
	write(t, folder, "town.osm", townStreets())
	write(t, folder, "residents.csv", townResidents())
	write(t, folder, "areas.csv", "id,name,level\nu1,西社区,community\nu2,东社区,community\n")
	write(t, folder, "stations.csv", "id,name,lon,lat\n"+townRow("E,养老服务站", 3, 2, ""))
	write(t, folder, "grounds.csv", "id,name,lon,lat\n"+townRow("O,健身广场", 5, 0, ""))
	for _, command := range []string{
		"streets town.osm", "areas areas.csv", "residents residents.csv",
		"facilities stations.csv --service elder_station", "facilities grounds.csv --service fitness_outdoor",
	} {
		must(t, folder, append(append([]string{"import"}, strings.Fields(command)...), "-w", "town.gpkg")...)
	}
	return folder
}

func TestRiverTown(t *testing.T) {
	folder := riverTown(t)
	for _, test := range []struct {
		args    string
		covered map[int]int64
		total   int64
	}{
		{"--service elder_station --speed 4.8 --minutes 5,10,15,30", map[int]int64{5: 100, 10: 300, 15: 700, 30: 1000}, 1000},
		{"--service elder_station --mode walk_elder --speed 3.6 --group age60 --minutes 5,10,15,30", map[int]int64{5: 30, 10: 70, 15: 70, 30: 270}, 300},
		{"--service fitness_outdoor --speed 4.8 --minutes 15", map[int]int64{15: 800}, 1000},
		{"--service elder_station,fitness_outdoor --need all --speed 4.8 --minutes 15", map[int]int64{15: 500}, 1000},
		{"--service elder_station,fitness_outdoor --speed 4.8 --minutes 15", map[int]int64{15: 1000}, 1000},
	} {
		report := asked(t, folder, append(strings.Fields(test.args), "-w", "town.gpkg", "--by", "community")...)
		wantSums(t, report)
		for _, r := range report.Results {
			if r.Area == nil && (r.Covered != test.covered[int(r.Minutes)] || r.Total != test.total) {
				t.Errorf("%s: %d minutes: %d of %d, by hand %d of %d", test.args, r.Minutes, r.Covered, r.Total, test.covered[int(r.Minutes)], test.total)
			}
		}
		if len(report.Results) != 3*len(test.covered) {
			t.Errorf("%s: %d rows for the whole and 2 communities", test.args, len(report.Results))
		}
	}
}

func TestRiverTownBlindSpots(t *testing.T) {
	folder := riverTown(t)
	type collection struct {
		Scattered      struct{ People, Points int64 }
		TotalUncovered int64 `json:"total_uncovered"`
		Features       []struct {
			Properties struct {
				ID         string
				Population int64
				Group      int64 `json:"group_population"`
				Reason     string
				Nearest    string `json:"nearest_facility_id"`
			}
		}
		Manifest any
	}
	var points collection
	decode(t, must(t, folder, "blindspots", "-w", "town.gpkg", "--service", "elder_station", "--mode", "walk_elder", "--speed", "3.6", "--group", "age60", "--minutes", "15", "--as", "points"), &points)
	var list []string
	for _, f := range points.Features {
		list = append(list, fmt.Sprintf("%s %d %s %s", f.Properties.ID, f.Properties.Group, f.Properties.Reason, f.Properties.Nearest))
	}
	if got, want := strings.Join(list, "; "), "r5 100 beyond_cutoff E; r3 50 beyond_cutoff E; r4 50 beyond_cutoff E; r6 30 beyond_cutoff E"; got != want {
		t.Errorf("uncovered older people: %s; by hand: %s", got, want)
	}
	var areas collection
	decode(t, must(t, folder, "blindspots", "-w", "town.gpkg", "--service", "elder_station", "--speed", "4.8", "--minutes", "15"), &areas)
	sum := areas.Scattered.People
	for _, f := range areas.Features {
		sum += f.Properties.Population
	}
	if sum != 300 || areas.TotalUncovered != 300 || areas.Manifest == nil {
		t.Errorf("blind spots hold %d people and say %d, by hand 300", sum, areas.TotalUncovered)
	}
}

// TestScreen reads the table that people see.
func TestScreen(t *testing.T) {
	folder := riverTown(t)
	screen := must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--speed", "4.8", "--minutes", "15", "--by", "community", "--band")
	for _, want := range []string{"4.8 km/h", "150 m", "× 1.3", "from the resident to the facility", "access all", "养老", "70.0 %", "Too far", "Nearest access"} {
		if !strings.Contains(screen, want) {
			t.Errorf("the table does not say %q:\n%s", want, screen)
		}
	}
	// On a terminal a Chinese character takes two columns: "西社区" and "(whole)" plus a space more end alike.
	for _, row := range []string{"\n西社区        15     550 ", "\n(whole)       15   1,000 "} {
		if !strings.Contains(screen, row) {
			t.Errorf("rows are not aligned: no %q in\n%s", row, screen)
		}
	}
}
