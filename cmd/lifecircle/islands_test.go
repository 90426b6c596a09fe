package main_test

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
	"lifecircle/geo/geotest/reference"
	"lifecircle/isochrone/coverage"
)

// Islands of real towns, found again from the exported network by walking from the main part as far as the arcs lead,
// forward and backward. It knows no turn rules, which these extracts hardly have: see below.
func TestIslandsOfRealTowns(t *testing.T) {
	for _, town := range []struct {
		name, streets string
		rules         bool // there are turn rules, which may only cut off more
	}{
		{"macau", "macau/macau_roads.osm.pbf", false}, {"saopaulo", "saopaulo/spo.osm.pbf", false}, {"liechtenstein", "liechtenstein/liechtenstein.osm.pbf", true},
	} {
		t.Run(town.name, func(t *testing.T) {
			extract, dir := realdata.Path(t, town.streets), t.TempDir()
			w := filepath.Join(dir, "town.gpkg")
			run(t, "import", "streets", extract, "-w", w)
			modes := []string{"walk", "bike", "drive"}
			var inspected struct{ Islands []coverage.Islands }
			decode(t, must(t, dir, "inspect", "-w", w, "--mode", strings.Join(modes, ","), "--json"), &inspected)
			for i, mode := range modes {
				r := inspected.Islands[i]
				arcs := exportedProblem(t, dir, w, mode).Arcs
				walked := walkedIslands(arcs, r.Main)
				told := map[geo.IslandKind]float64{geo.MainPart: r.Main.LengthM}
				sum, islands := r.Main.LengthM, 0
				for _, k := range r.Kinds {
					told[k.Kind] = k.LengthM
					sum += k.LengthM
					islands += k.Islands
				}
				if total := walked[geo.MainPart] + walked[geo.CutOff] + walked[geo.NoWayOut] + walked[geo.NoWayIn]; math.Abs(sum-r.LengthM) > 0.3 || math.Abs(sum-total) > 0.3 {
					t.Errorf("%s: all parts have %.1f m, the report says %.1f, the exported network %.1f", mode, sum, r.LengthM, total)
				}
				for _, kind := range []geo.IslandKind{geo.MainPart, geo.CutOff, geo.NoWayOut, geo.NoWayIn} {
					if math.Abs(told[kind]-walked[kind]) > 0.1 && (!town.rules || mode != "drive") {
						t.Errorf("%s: %.1f m %q, walked %.1f", mode, told[kind], kind, walked[kind])
					}
				}
				if named := len(r.Islands) + r.Rest.Islands; named != islands || r.Main.LengthM < 0.9*r.LengthM && mode == "walk" {
					t.Errorf("%s: %d islands named or summed, %d by kind; %.1f of %.1f m in the main part", mode, named, islands, r.Main.LengthM, r.LengthM)
				}
				for k := 1; k < len(r.Islands); k++ {
					if r.Islands[k].LengthM > r.Islands[k-1].LengthM {
						t.Errorf("%s: not the longest first", mode)
					}
				}
			}
		})
	}
}

// walkedIslands are the metres of street of each kind, where the main part is around its position.
func walkedIslands(arcs []reference.Arc, main coverage.Island) map[geo.IslandKind]float64 {
	out, in := map[int64][]int64{}, map[int64][]int64{}
	start, best := int64(0), math.Inf(1)
	for _, a := range arcs {
		out[a.From] = append(out[a.From], a.To)
		in[a.To] = append(in[a.To], a.From)
		middle := [2]float64{(a.FromLon + a.ToLon) / 2, (a.FromLat + a.ToLat) / 2}
		if d := geo.Distance(middle, main.Position); d < best {
			start, best = a.From, d
		}
	}
	walk := func(next map[int64][]int64) map[int64]bool {
		seen, queue := map[int64]bool{start: true}, []int64{start}
		for len(queue) > 0 {
			node := queue[0]
			queue = queue[1:]
			for _, n := range next[node] {
				if !seen[n] {
					seen[n] = true
					queue = append(queue, n)
				}
			}
		}
		return seen
	}
	entered, leaves := walk(out), walk(in)
	type piece struct {
		in, out bool
		lengthM float64
	}
	pieces := map[int64]*piece{}
	for _, a := range arcs {
		p := pieces[a.Piece]
		if p == nil {
			p = &piece{lengthM: geo.Distance([2]float64{a.FromLon, a.FromLat}, [2]float64{a.ToLon, a.ToLat})}
			pieces[a.Piece] = p
		}
		p.in, p.out = p.in || entered[a.From], p.out || leaves[a.To]
	}
	metres := map[geo.IslandKind]float64{}
	for _, p := range pieces {
		kind := map[[2]bool]geo.IslandKind{{true, true}: geo.MainPart, {true, false}: geo.NoWayOut, {false, true}: geo.NoWayIn, {false, false}: geo.CutOff}[[2]bool{p.in, p.out}]
		metres[kind] += p.lengthM
	}
	return metres
}

// An estate behind a gap in the streets, in the river town: what inspect and explain say of it.
func TestAnIslandIsTold(t *testing.T) {
	folder := riverTown(t)
	var estate strings.Builder
	for i, at := range [][2]int{{9, 4}, {10, 4}} {
		lon, lat := townPosition(at[0], at[1])
		fmt.Fprintf(&estate, `<node id="%d" lon="%.7f" lat="%.7f"/>`, 900+i, lon, lat)
	}
	streets := strings.Replace(townStreets(), `<osm version="0.6">`, `<osm version="0.6">`+estate.String(), 1)
	write(t, folder, "gap.osm", strings.Replace(streets, "</osm>", `<way id="99"><nd ref="900"/><nd ref="901"/><tag k="highway" v="residential"/><tag k="name" v="新村路"/></way></osm>`, 1))
	write(t, folder, "estate.csv", "id,lon,lat,population,age60,area\n"+townRow("r7", 9, 4, ",80,10,u2"))
	must(t, folder, "import", "streets", "gap.osm", "-w", "town.gpkg")
	must(t, folder, "import", "residents", "estate.csv", "-w", "town.gpkg")
	screen := must(t, folder, "inspect", "-w", "town.gpkg", "--mode", "walk,drive,walk")
	if strings.Count(screen, "cut off") != 2 || !strings.Contains(screen, "80  新村路") || !strings.Contains(screen, "Streets by drive") {
		t.Errorf("the island is not told for each mode once:\n%s", screen)
	}
	screen = must(t, folder, "explain", "-w", "town.gpkg", "--point", "r7", "--service", "elder_station")
	if !strings.Contains(screen, "an island of 240 m (新村路) that is cut off from the rest") {
		t.Errorf("the island is not named:\n%s", screen)
	}
	must(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--save", "stations")
	must(t, folder, "export", "-w", "town.gpkg", "--layer", "stations", "-o", "stations.csv")
	for _, row := range rows(t, filepath.Join(folder, "stations.csv")) {
		if on := row["island_street"]; (row["reason"] == "isolated") != (on == "新村路") || (row["id"] == "r7") != (on != "") {
			t.Errorf("%v", row)
		}
	}
	must(t, folder, "export", "-w", "town.gpkg", "--layer", "islands", "-o", "islands.csv")
	if all := rows(t, filepath.Join(folder, "islands.csv")); len(all) != 1 || all[0]["street"] != "新村路" || all[0]["population"] != "80" || all[0]["kind"] != "cut_off" {
		t.Errorf("%v", all)
	}
	for _, args := range []string{"inspect --mode fly", "export --layer islands --speed 3 -o x.csv", "export --layer islands --direction from -o x.csv", "export --layer street --direction from -o x.csv"} {
		if a := ran(t, folder, append(strings.Fields(args), "-w", "town.gpkg")...); a.status != 2 || a.out != "" {
			t.Errorf("%s: status %d\n%s%s", args, a.status, a.out, a.err)
		}
	}
}

// The river town by facility, by hand: within 15 minutes at 80 m a minute, 1,200 m, E has r1, r2, r3 and r4, and O has all
// but r2. r3 is as near to both, and so goes to E, the lesser id.
func TestFacilitiesOfTheRiverTown(t *testing.T) {
	folder := riverTown(t)
	ask := "coverage -w town.gpkg --service elder_station,fitness_outdoor --speed 4.8 --facilities --minutes 5,15"
	var report coverage.ServedReport
	decode(t, must(t, folder, append(strings.Fields(ask), "--json", "-o", "served.csv")...), &report)
	type row struct{ within, nearest, only, shared int64 }
	// From O at (5,0): r1 at (3,2) 960 m, r2 at (1,2) 1,440, r3 at (0,0) 1,200, r4 at (4,2) 720, r5 at (5,2) 480, r6 at (6,4) 1,200.
	want := map[int][]row{5: {{100, 100, 100, 0}, {0, 0, 0, 0}}, 15: {{700, 550, 200, 500}, {800, 450, 300, 500}}}
	for _, s := range report.Results {
		for i, f := range s.Facilities {
			if got := (row{f.Within, f.Nearest, f.Only, f.Shared}); got != want[int(s.Minutes)][i] {
				t.Errorf("%d minutes, %s: %+v, by hand %+v", s.Minutes, f.Facility, got, want[int(s.Minutes)][i])
			}
		}
	}
	if last := report.Results[1]; last.Union != 1000 || last.Exclusive != 500 || !slices.Equal(last.ByChoice, []int64{0, 500, 500}) || last.Facilities[0].Most.Facility != "O" || last.Facilities[0].Most.People != 500 {
		t.Errorf("%+v", last)
	}
	if table := rows(t, filepath.Join(folder, "served.csv")); len(table) != 4 || table[2]["id"] != "E" || table[2]["minutes"] != "15" || table[2]["only"] != "200" || table[2]["shares_most_with_id"] != "O" {
		t.Errorf("%v", table)
	}
	screen := must(t, folder, strings.Fields(ask)...)
	for _, says := range []string{"Within 15 min", "养老服务站", "of one alone 500, of two or more 500", "0: 0, 1: 500, 2: 500", "lost if it closed"} {
		if !strings.Contains(screen, says) {
			t.Errorf("no %q in\n%s", says, screen)
		}
	}
	for _, wrong := range []string{"--by community", "--band", "--curve 30", "--need all", "--group-speed age60=3", "--metres 500 --radius", "-o -"} {
		args := strings.Fields("coverage -w town.gpkg --service elder_station,fitness_outdoor --facilities " + wrong)
		if a := ran(t, folder, args...); a.status != 2 || a.out != "" {
			t.Errorf("%s: status %d\n%s%s", wrong, a.status, a.out, a.err)
		}
	}
}
