package main_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lifecircle/data/table"
	"lifecircle/geo/geotest/realdata"
)

// report is what tests read of `lifecircle import --json`.
type report struct {
	Kept     int
	Rejected int
	Rejects  []table.Reject
	Warnings []table.Warning
}

func imported(t testing.TB, folder string, args ...string) report {
	t.Helper()
	var r report
	decode(t, must(t, folder, append(append([]string{"import"}, args...), "--json")...), &r)
	return r
}

func (r report) count(code string) int {
	for _, w := range r.Warnings {
		if w.Code == code {
			return w.Count
		}
	}
	return 0
}

// macau makes a workspace of Macau, city.gpkg, in a new folder: streets, parishes, residents, kindergartens.
func macau(t testing.TB) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for _, args := range [][]string{
		{"streets", realdata.Path(t, "macau/macau_roads.osm.pbf")},
		{"areas", realdata.Path(t, "macau/parishes_population.geojson"), "--level", "parish", "--map", "population=population_2021"},
		{"residents", realdata.Path(t, "macau/residential_points.csv"), "--map", "area=parish"},
		{"facilities", realdata.Path(t, "macau/macau_kindergartens.csv"), "--service", "kindergarten"},
	} {
		must(t, folder, append(append([]string{"import"}, args...), "-w", "city.gpkg")...)
	}
	return folder
}

// TestMacau walks the whole way from a planner's files to blind spots.
func TestMacau(t *testing.T) {
	folder := macau(t)
	// People within 5, 15 and 30 minutes, from two programs that share nothing with this one. Of 2,101 people the
	// time lies within a second of 5 minutes, of none at 15 or 30.
	known := map[int]int64{5: 421_718, 15: 586_472, 30: 627_669}
	for _, mode := range []string{"walk", "drive"} {
		r := asked(t, folder, "-w", "city.gpkg", "--service", "kindergarten", "--mode", mode, "--minutes", "5,15,30", "--by", "parish")
		wantSums(t, r)
		for _, row := range r.Results {
			if row.Area != nil {
				continue
			}
			if row.Total != 681_293 {
				t.Errorf("%s: %d people in all, the census has 681,293", mode, row.Total)
			}
			doubt := int64(0)
			if row.Minutes == 5 {
				doubt = 2_101
			}
			if off := row.Covered - known[int(row.Minutes)]; mode == "walk" && max(off, -off) > doubt {
				t.Errorf("%d people within %d minutes on foot, known are %d", row.Covered, row.Minutes, known[int(row.Minutes)])
			}
		}
		wantParishes(t, int(r.Results[len(r.Results)-1].Minutes), folder, mode)
	}
	stops := imported(t, folder, "facilities", realdata.Path(t, "macau/bus_stops.csv"), "--service", "bus_stop", "-w", "city.gpkg")
	if stops.Kept != 594 || stops.count("far_from_street") != 7 {
		t.Errorf("bus stops: %d kept, %d off the network; known are 594 and 7", stops.Kept, stops.count("far_from_street"))
	}
	stations := imported(t, folder, "facilities", realdata.Path(t, "macau/lrt_stations.csv"), "--service", "rail_station", "-w", "city.gpkg")
	if stations.Kept != 15 || stations.count("far_from_street") != 1 {
		t.Errorf("stations: %d kept, %d off the network; known are 15 and 1", stations.Kept, stations.count("far_from_street"))
	}
}

// wantParishes holds the people of each parish against the census figures in the file of parishes.
func wantParishes(t *testing.T, minutes int, folder, mode string) {
	t.Helper()
	var file struct {
		Features []struct{ Properties map[string]any }
	}
	text, err := os.ReadFile(realdata.Path(t, "macau/parishes_population.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	census := map[string]int64{}
	for _, f := range file.Features {
		people, _ := f.Properties["population_2021"].(float64)
		name, _ := f.Properties["name"].(string)
		census[name] = int64(people)
	}
	seen := 0
	for _, row := range asked(t, folder, "-w", "city.gpkg", "--service", "kindergarten", "--mode", mode, "--minutes", strconv.Itoa(minutes), "--by", "area").Results {
		if row.Area == nil {
			continue
		}
		seen++
		if want, known := census[*row.AreaName]; !known || want != row.Total {
			t.Errorf("%s: %d people, the census has %d", *row.AreaName, row.Total, want)
		}
	}
	if seen != 8 || len(census) != 8 {
		t.Errorf("%d rows for the %d of 8 parishes", seen, len(census))
	}
}

// TestTimesAgreeWithCoverage adds up the table of times: the counts must be those of coverage.
func TestTimesAgreeWithCoverage(t *testing.T) {
	folder := macau(t)
	must(t, folder, "times", "-w", "city.gpkg", "--service", "kindergarten", "--minutes", "30", "-o", "times.csv")
	lines, err := csv.NewReader(strings.NewReader(read(t, folder, "times.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(lines[0], ","); got != "id,population,service,mode,facility_id,seconds,access_m,reason" {
		t.Errorf("columns %s", got)
	}
	if len(lines) != 1+1707 || !slices.IsSortedFunc(lines[1:], func(a, b []string) int { return strings.Compare(a[0], b[0]) }) {
		t.Errorf("%d rows, or not by id", len(lines)-1)
	}
	within := map[int]int64{}
	for _, row := range lines[1:] {
		people, err := strconv.ParseInt(row[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if (row[5] == "") != (row[7] != "") {
			t.Errorf("%s: %s s, reason %q", row[0], row[5], row[7])
		}
		if row[5] == "" {
			continue
		}
		if _, decimals, _ := strings.Cut(row[5], "."); len(decimals) != 3 {
			t.Errorf("%s: %q has not three decimals", row[0], row[5])
		}
		seconds, err := strconv.ParseFloat(row[5], 64)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []int{5, 15, 30} {
			if seconds <= float64(m*60) {
				within[m] += people
			}
		}
	}
	for _, r := range asked(t, folder, "-w", "city.gpkg", "--service", "kindergarten", "--minutes", "5,15,30").Results {
		if within[int(r.Minutes)] != r.Covered {
			t.Errorf("%d minutes: times say %d people, coverage %d", r.Minutes, within[int(r.Minutes)], r.Covered)
		}
	}
}

// TestSaoPaulo makes the list of clinics from the cells that have any, as a planner does.
func TestSaoPaulo(t *testing.T) {
	cells := realdata.Path(t, "saopaulo/spo_hexgrid.csv")
	lines, err := csv.NewReader(strings.NewReader(read(t, cells))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(lines[0], "healthcare")
	clinics := "id,lon,lat\n"
	for _, row := range lines[1:] {
		if row[at] != "0" {
			clinics += strings.Join(row[:3], ",") + "\n"
		}
	}
	folder := t.TempDir()
	write(t, folder, "clinics.csv", clinics)
	must(t, folder, "import", "streets", realdata.Path(t, "saopaulo/spo.osm.pbf"), "-w", "city.gpkg")
	must(t, folder, "import", "residents", cells, "-w", "city.gpkg")
	if r := imported(t, folder, "facilities", "clinics.csv", "--service", "clinic", "-w", "city.gpkg"); r.Kept != strings.Count(clinics, "\n")-1 || r.Kept == 0 {
		t.Errorf("%d clinics kept of %d", r.Kept, strings.Count(clinics, "\n")-1)
	}
	r := asked(t, folder, "-w", "city.gpkg", "--service", "clinic", "--mode", "walk", "--minutes", "5,15,30")
	wantSums(t, r)
	last := int64(0)
	for _, row := range r.Results {
		if row.Total != 517_570 {
			t.Errorf("%d people, known are 517,570", row.Total)
		}
		if row.Covered <= last {
			t.Errorf("%d people within %d minutes, not more than before", row.Covered, row.Minutes)
		}
		last = row.Covered
	}
}

// TestLiechtenstein has no lists at all: people from buildings, facilities from tags.
func TestLiechtenstein(t *testing.T) {
	extract := realdata.Path(t, "liechtenstein/liechtenstein.osm.pbf")
	folder := t.TempDir()
	must(t, folder, "import", "streets", extract, "-w", "city.gpkg")
	people := imported(t, folder, "residents", "--from-osm", extract, "--population", "37129", "-w", "city.gpkg")
	if people.count("estimated") == 0 {
		t.Errorf("nobody is told that people are estimated: %+v", people.Warnings)
	}
	lists := imported(t, folder, "facilities", "--from-osm", extract, "--service", "kindergarten,school_primary,pharmacy", "-w", "city.gpkg")
	if lists.Kept == 0 || lists.count("incomplete") == 0 {
		t.Errorf("%d facilities from tags; told to be incomplete: %d", lists.Kept, lists.count("incomplete"))
	}
	r := asked(t, folder, "-w", "city.gpkg", "--service", "kindergarten", "--mode", "walk", "--minutes", "15,30", "--band")
	wantSums(t, r)
	for _, row := range r.Results {
		if row.Total != 37_129 {
			t.Errorf("%d people, asked for 37,129", row.Total)
		}
		if row.Covered == 0 || row.Band == nil || row.Band.Slower.Covered > row.Covered || row.Band.Faster.Covered < row.Covered {
			t.Errorf("%d minutes: %d covered, band %+v", row.Minutes, row.Covered, row.Band)
		}
	}
	if screen := must(t, folder, "coverage", "-w", "city.gpkg", "--service", "kindergarten"); !strings.Contains(screen, "≈37,130") {
		t.Errorf("estimated people are not marked and rounded:\n%s", screen)
	}
	if screen := must(t, folder, "inspect", "-w", "city.gpkg"); !strings.Contains(screen, "OpenStreetMap contributors") || !strings.Contains(screen, "incomplete") {
		t.Errorf("inspect does not name the source and the incomplete lists:\n%s", screen)
	}
}

// TestSameBytes runs the same commands on two workspaces made alike, with one processor and with two.
func TestSameBytes(t *testing.T) {
	first, second := macau(t), macau(t)
	for _, command := range []string{
		"coverage -w city.gpkg --service kindergarten --by area --band --json",
		"coverage -w city.gpkg --service kindergarten --mode drive",
		"times -w city.gpkg --service kindergarten -o times.csv",
		"blindspots -w city.gpkg --service kindergarten -o areas.geojson",
		"blindspots -w city.gpkg --service kindergarten --as points -o points.geojson",
		"export -w city.gpkg --layer network --mode drive -o network.csv",
		"export -w city.gpkg --layer facility -o facility.xlsx",
		"export -w city.gpkg --layer residential_point -o people.parquet",
		"export -w city.gpkg --layer area -o area.gpkg",
		"inspect -w city.gpkg --json",
	} {
		var outs [2]string
		for i, folder := range []string{first, second} {
			cmd := started(folder, strings.Fields(command)...)
			cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(i+1))
			a := result(t, cmd)
			if a.status != 0 {
				t.Fatalf("%s: %s", command, a.err)
			}
			outs[i] = a.out
		}
		if outs[0] != outs[1] {
			t.Errorf("%s: standard output differs", command)
		}
	}
	files, err := filepath.Glob(filepath.Join(first, "*"))
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, path := range files {
		if name := filepath.Base(path); name != "city.gpkg" {
			compared++
			if read(t, path) != read(t, second, name) {
				t.Errorf("%s differs", name)
			}
		}
	}
	if compared != 2*7 { // each file and its manifest
		t.Errorf("%d files were compared", compared)
	}
}
