package main_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lifecircle/geo/geotest/realdata"
	"lifecircle/geo/geotest/reference"
)

// The oracle holds every travel time that the program writes against the reference program, which shares no code
// with it: once from the network, barriers and turn rules that the program exports, so that anyone can recompute every
// time, and once from the raw extract, read here by another library and by rules written anew, so that a fault of the
// import shows too.
func TestEveryTimeAgainstTheOracle(t *testing.T) {
	for _, town := range []struct {
		name, streets, service string
		lists                  func(t *testing.T, dir, w, extract string) (residents, facilities []map[string]string) // imports them
	}{
		{"macau", "macau/macau_roads.osm.pbf", "kindergarten", func(t *testing.T, dir, w, _ string) (residents, facilities []map[string]string) {
			return importLists(t, dir, w, "macau/residential_points.csv", "macau/macau_kindergartens.csv", "kindergarten", nil)
		}},
		{"saopaulo", "saopaulo/spo.osm.pbf", "clinic", func(t *testing.T, dir, w, _ string) (residents, facilities []map[string]string) {
			return importLists(t, dir, w, "saopaulo/spo_hexgrid.csv", "saopaulo/spo_hexgrid.csv", "clinic",
				func(row map[string]string) bool { return row["healthcare"] != "0" })
		}},
		{"liechtenstein", "liechtenstein/liechtenstein.osm.pbf", "pharmacy", importListsFromOSM},
	} {
		t.Run(town.name, func(t *testing.T) {
			extract := realdata.Path(t, town.streets)
			dir := t.TempDir()
			w := filepath.Join(dir, "town.gpkg")
			run(t, "import", "streets", extract, "-w", w)
			residents, facilities := town.lists(t, dir, w, extract)
			for _, mode := range []string{"walk", "drive"} {
				t.Run(mode, func(t *testing.T) {
					extract := extract
					if mode == "drive" { // real extracts of this size hold a handful of turn rules, or none
						extract = withTurnRules(t, extract, filepath.Join(dir, "ruled.osm"))
						run(t, "import", "streets", extract, "-w", w)
					}
					times := filepath.Join(dir, mode+".csv")
					run(t, "times", "-w", w, "--service", town.service, "--mode", mode, "--minutes", "120", "-o", times)
					written := rows(t, times)

					exported := exportedProblem(t, dir, w, mode)
					compare(t, "the exported network", exported, written, residents, facilities)
					if mode == "drive" {
						rulesMatter(t, exported, residents)
					}

					raw := rawProblem(t, extract, mode)
					compare(t, "the raw extract", raw, written, residents, facilities)
				})
			}
		})
	}
}

func importLists(t *testing.T, dir, w, residents, facilities, service string, isFacility func(row map[string]string) bool) (_, _ []map[string]string) {
	t.Helper()
	list := filepath.Join(dir, "facilities.csv")
	writeList(t, list, rows(t, realdata.Path(t, facilities)), isFacility)
	run(t, "import", "residents", realdata.Path(t, residents), "-w", w)
	run(t, "import", "facilities", list, "--service", service, "-w", w)
	return rows(t, realdata.Path(t, residents)), rows(t, list)
}

func importListsFromOSM(t *testing.T, dir, w, extract string) (residents, facilities []map[string]string) {
	t.Helper()
	run(t, "import", "residents", "--from-osm", extract, "--population", "39000", "-w", w)
	run(t, "import", "facilities", "--from-osm", extract, "--service", "pharmacy", "-w", w)
	of := func(layer string) []map[string]string {
		path := filepath.Join(dir, layer+".csv")
		run(t, "export", "-w", w, "--layer", layer, "-o", path)
		return rows(t, path)
	}
	return of("residential_point"), of("facility")
}

// rulesMatter makes sure that there are turn rules to obey, and that times would differ without them.
func rulesMatter(t *testing.T, p *reference.Problem, residents []map[string]string) {
	t.Helper()
	free := *p
	free.Turns = nil
	free.Solve()
	const every = 5 // to save time
	changed := make([]bool, len(residents)/every)
	each(len(changed), func(i int) {
		place := at(t, residents[i*every])
		changed[i] = free.Time(place) != p.Time(place)
	})
	n := len(slices.DeleteFunc(slices.Clone(changed), func(is bool) bool { return !is }))
	if len(p.Turns) < 100 || n < len(changed)/50 {
		t.Errorf("%d turn rules change %d of %d times: too few to show that they are obeyed", len(p.Turns), n, len(changed))
	}
}

// compare solves a problem for every resident and allows 2 ms, for the rounding of two feet.
func compare(t *testing.T, source string, p *reference.Problem, written, residents, facilities []map[string]string) {
	t.Helper()
	p.LimitM, p.Factor, p.AccessKmh = map[bool]float64{true: 150, false: 300}[len(written) > 0 && written[0]["mode"] == "walk"], 1.3, 4
	p.Facilities = nil
	for _, f := range facilities {
		p.Facilities = append(p.Facilities, reference.Facility{ID: f["id"], At: at(t, f)})
	}
	p.Solve()
	position := make(map[string]reference.Place)
	for _, r := range residents {
		position[r["id"]] = at(t, r)
	}
	if len(written) != len(residents) {
		t.Fatalf("%d times for %d residents", len(written), len(residents))
	}
	type task struct{ row, got, want int64 }
	results := make([]task, len(written))
	each(len(written), func(i int) {
		got := int64(-1)
		if s := written[i]["seconds"]; s != "" {
			seconds, _ := strconv.ParseFloat(s, 64)
			got = int64(math.Round(seconds * 1000))
		}
		want := p.Time(position[written[i]["id"]])
		if want > 120*60_000 {
			want = -1
		}
		results[i] = task{int64(i), got, want}
	})
	differ, worst := 0, int64(0)
	for _, r := range results {
		apart := r.got - r.want
		if r.got < 0 || r.want < 0 {
			if r.got == r.want {
				continue
			}
			apart = math.MaxInt32
		}
		if apart = max(apart, -apart); apart > 2 {
			differ++
			if worst = max(worst, apart); differ <= 5 {
				t.Logf("%s: the program says %d ms, %s %d ms", written[r.row]["id"], r.got, source, r.want)
			}
		}
	}
	if differ > 0 {
		t.Errorf("%s: %d of %d times differ by more than 2 ms, the worst by %d ms", source, differ, len(written), worst)
	}
}

func each(n int, work func(i int)) {
	workers := runtime.NumCPU()
	done := make(chan bool)
	for k := range workers {
		go func() {
			for i := k; i < n; i += workers {
				work(i)
			}
			done <- true
		}()
	}
	for range workers {
		<-done
	}
}

func exportedProblem(t *testing.T, dir, w, mode string) *reference.Problem {
	t.Helper()
	network, barriers := filepath.Join(dir, mode+"-network.csv"), filepath.Join(dir, "barriers.geojson")
	run(t, "export", "-w", w, "--layer", "network", "--mode", mode, "-o", network)
	run(t, "export", "-w", w, "--layer", "barriers", "-o", barriers)
	p := &reference.Problem{}
	paired := false // the last row is the second direction of its piece
	for i, row := range rows(t, network) {
		number := func(column string) float64 {
			v, err := strconv.ParseFloat(row[column], 64)
			if err != nil {
				t.Fatalf("network: %s: %v", column, err)
			}
			return v
		}
		arc := reference.Arc{
			Way: int64(number("way_id")), Piece: int64(i), From: int64(number("from_node")), To: int64(number("to_node")),
			FromLon: number("from_lon"), FromLat: number("from_lat"), ToLon: number("to_lon"), ToLat: number("to_lat"),
			Ms: int64(math.Round(number("seconds") * 1000)), Boardable: row["boardable"] == "1",
		}
		if i > 0 && !paired {
			last := p.Arcs[i-1]
			paired = arc.Way == last.Way && arc.From == last.To && arc.To == last.From
			arc.Piece -= map[bool]int64{true: 1}[paired]
		} else {
			paired = false
		}
		p.Arcs = append(p.Arcs, arc)
	}
	for _, f := range features(t, barriers) {
		var line []reference.Place
		for _, c := range f.Geometry.Coordinates {
			line = append(line, reference.Place{Lon: c[0], Lat: c[1]})
		}
		p.Barriers = append(p.Barriers, line)
	}
	if mode == "drive" {
		p.Motorcar = true
		p.Turns = slices.Concat(p.Resolve(exportedTurns(t, dir, w))...)
	}
	return p
}

// exportedTurns reads the turn rules as the program exports them. A rule with a line of three positions is about a node.
func exportedTurns(t *testing.T, dir, w string) (rules []reference.WayTurn) {
	t.Helper()
	path := filepath.Join(dir, "turns.geojson")
	run(t, "export", "-w", w, "--layer", "turns", "-o", path)
	for _, f := range features(t, path) {
		rule := reference.WayTurn{Kind: f.Properties.Kind, From: f.Properties.From, To: f.Properties.To}
		for _, id := range strings.Split(f.Properties.Via, ";") {
			n, err := strconv.ParseInt(id, 10, 64)
			if err != nil {
				t.Fatalf("turns: via %q: %v", f.Properties.Via, err)
			}
			rule.ViaWays = append(rule.ViaWays, n)
		}
		if len(f.Geometry.Coordinates) == 3 {
			rule.ViaNode, rule.ViaWays = rule.ViaWays[0], nil
		}
		rules = append(rules, rule)
	}
	return rules
}

type feature struct {
	Geometry struct {
		Type        string
		Coordinates [][2]float64
	}
	Properties struct {
		From int64  `json:"from_way"`
		Via  string `json:"via"`
		To   int64  `json:"to_way"`
		Kind string `json:"kind"`
	}
}

// features reads lines with the properties of turn rules, if they have any.
func features(t *testing.T, path string) []feature {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var collection struct{ Features []feature }
	if err := json.Unmarshal(text, &collection); err != nil {
		t.Fatal(err)
	}
	return collection.Features
}

func rows(t *testing.T, path string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		all = append(all, row)
	}
	return all
}

func at(t *testing.T, row map[string]string) reference.Place {
	t.Helper()
	degrees := func(column string) float64 {
		v, err := strconv.ParseFloat(row[column], 64)
		if err != nil {
			t.Fatal(err)
		}
		return math.Round(v*1e7) / 1e7
	}
	return reference.Place{Lon: degrees("lon"), Lat: degrees("lat")}
}

func writeList(t *testing.T, path string, facilities []map[string]string, keep func(map[string]string) bool) {
	t.Helper()
	var text strings.Builder
	out := csv.NewWriter(&text)
	out.Write([]string{"id", "name", "lon", "lat"})
	for _, f := range facilities {
		if keep == nil || keep(f) {
			out.Write([]string{f["id"], f["name"], f["lon"], f["lat"]})
		}
	}
	out.Flush()
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
