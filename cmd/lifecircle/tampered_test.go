package main_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// ruledTown is the river town with a turn rule at its corner, a scenario, and results of every reading, each beside its
// manifest.
func ruledTown(t *testing.T) (folder string, results []string) {
	t.Helper()
	folder = riverTown(t)
	write(t, folder, "ruled.osm", ruled("no_right_turn"))
	must(t, folder, "import", "streets", "ruled.osm", "-w", "town.gpkg")
	must(t, folder, "scenario", "save", "bridge", "-w", "town.gpkg", "--build-street", "132:142:footway=Second bridge", "--close-facility", "fitness_outdoor:O")
	for name, command := range map[string]string{
		"plain.csv":          "times --service elder_station",
		"scenario.csv":       "times --service elder_station --scenario bridge",
		"metres.csv":         "times --service elder_station --metres 1200",
		"radius.geojson":     "coverage --service elder_station --metres 480,1200 --radius",
		"from.csv":           "times --service elder_station --mode drive --direction from",
		"drive.csv":          "times --service elder_station --mode drive",
		"facilities.geojson": "coverage --service elder_station,fitness_outdoor --minutes 5,15 --facilities",
		"islands.geojson":    "export --layer islands --mode drive",
		"network.csv":        "export --layer network --mode drive",
		"turns.csv":          "export --layer turns",
		"difference.geojson": "scenario compare bridge --service elder_station --minutes 15 --by community",
		"blind.geojson":      "blindspots --service elder_station --minutes 15 --scenario bridge",
		"catchment.geojson":  "catchment --facility elder_station:E --minutes 5,15 --direction from --mode drive",
	} {
		must(t, folder, append(strings.Fields(command), "-w", "town.gpkg", "-o", name)...)
		results = append(results, name)
	}
	for name, command := range map[string]string{
		"groups.json":     "coverage --service elder_station --group-speed age60=3.0 --minutes 5,15 --by community --band",
		"facilities.json": "coverage --service elder_station --metres 480,1200 --facilities --scenario bridge",
		"curve.json":      "coverage --service elder_station --curve 30 --group-speed age60=3.0 --direction from",
	} {
		write(t, folder, name, must(t, folder, append(strings.Fields(command), "-w", "town.gpkg", "--json")...))
		results = append(results, name)
	}
	return folder, results
}

// ruled is the streets of the river town with a turn rule from its first way to its second, at their common corner.
func ruled(kind string) string {
	return strings.Replace(townStreets(), "</osm>", `<relation id="9"><member type="way" ref="1" role="from"/><member type="node" ref="100" role="via"/>`+
		`<member type="way" ref="2" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="`+kind+`"/></relation></osm>`, 1)
}

// manifestOf is the file that a result is replayed from: the manifest beside it, or itself.
func manifestOf(result string) string {
	if strings.HasSuffix(result, ".json") {
		return result
	}
	return result + ".manifest.json"
}

func TestReplayOfEveryReading(t *testing.T) {
	folder, results := ruledTown(t)
	for _, name := range results {
		if again := must(t, folder, "replay", manifestOf(name), "-w", "town.gpkg"); again != read(t, folder, name) {
			t.Errorf("%s is not replayed byte for byte", name)
		}
	}
}

// Every part of the town that is changed, by an import or behind the program's back, is named by the replay of each
// result that depends on it, and stops no other.
func TestReplayNamesWhatWasTamperedWith(t *testing.T) {
	folder, results := ruledTown(t)
	original := read(t, folder, "town.gpkg")
	residents := "plain scenario metres radius from drive facilities.geojson islands difference blind catchment groups facilities.json curve turns"
	for _, test := range []struct {
		name, change string // SQL, or the arguments of an import
		says         []string
		stops        string // results; "" for all
	}{
		{"one more inhabitant", "UPDATE residential_point SET population = population + 1 WHERE id = 'r5'", []string{"residents are not the same"}, residents},
		{"an older inhabitant", "UPDATE residential_point SET age60 = age60 + 1 WHERE id = 'r5'", []string{"residents are not the same"}, residents},
		{"a facility closed", "UPDATE facility SET status = 'closed' WHERE id = 'O'", []string{"facilities fitness_outdoor are not the same"}, "scenario facilities.geojson difference blind catchment facilities.json turns"},
		{"another turn rule", "UPDATE turns SET kind = 'no_left_turn'", []string{"turns are not the same"}, ""},
		{"no turn rule", "DELETE FROM turns", []string{"turns were there and are not"}, ""},
		{"a one-way street", "UPDATE street SET motorcar = 1 WHERE way_id = 7", []string{"streets are not the same"}, ""},
		{"an area renamed", "UPDATE area SET name = '南社区' WHERE id = 'u1'", []string{"areas are not the same"}, "blind groups catchment turns"},
		{"another file of streets", "import streets other.osm", []string{"missing streets ", "unexpected streets ", "turns are not the same"}, ""},
		{"another file of residents", "import residents more.csv", []string{"unexpected residents ", "residents are not the same"}, residents},
	} {
		t.Run(test.name, func(t *testing.T) {
			write(t, folder, "town.gpkg", original)
			write(t, folder, "other.osm", ruled("no_left_turn"))
			write(t, folder, "more.csv", "id,lon,lat,population,age60,area\n"+townRow("r7", 2, 2, ",1,0,u1"))
			if command, is := strings.CutPrefix(test.change, "import "); is {
				must(t, folder, append(append([]string{"import"}, strings.Fields(command)...), "-w", "town.gpkg")...)
			} else {
				execute(t, filepath.Join(folder, "town.gpkg"), test.change)
			}
			for _, result := range results {
				name, _, _ := strings.Cut(result, ".")
				stopped := test.stops == ""
				for _, stop := range strings.Fields(test.stops) {
					stopped = stopped || stop == name || stop == result
				}
				a := ran(t, folder, "replay", manifestOf(result), "-w", "town.gpkg")
				if !stopped {
					if a.status != 0 || a.out != read(t, folder, result) {
						t.Errorf("%s does not depend on it, but: %s", result, a.err)
					}
					continue
				}
				for _, says := range test.says {
					if a.status != 1 || a.out != "" || !strings.Contains(a.err, says) || !strings.Contains(a.err, "hint:") {
						t.Errorf("%s: status %d, no %q in: %s", result, a.status, says, a.err)
					}
				}
			}
		})
	}
}

// execute changes a workspace as another program would.
func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	done, err := db.Exec(statement)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%s changed nothing (%v)", statement, err)
	}
	for _, companion := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(path + companion); err == nil {
			t.Fatalf("%s is left", path+companion)
		}
	}
}

// A manifest that was changed by hand is refused by the name of what was changed, unless it tells of another result that
// can be computed: nothing that it says is ignored.
func TestReplayNamesWhatWasChangedInTheManifest(t *testing.T) {
	folder, _ := ruledTown(t)
	for _, test := range []struct {
		result, from, to, says string
	}{
		{"from.csv", `"direction":"from","profile"`, `"direction":"to","profile"`, "direction"},
		{"drive.csv", `"direction":"to"`, `"direction":"from"`, "direction"},
		{"from.csv", `"direction":"from"}`, `"direction":"sideways"}`, "sideways"},
		{"metres.csv", `"metres":[1200]`, `"metres":[1200],"minutes":[5]`, "metres"},
		{"metres.csv", `"metres":[1200]`, `"metres":[-5]`, "-5"},
		{"metres.csv", `"metres":[1200]`, `"metres":[480,1200]`, "one cutoff"},
		{"plain.csv", `"group":"all"`, `"group":"all","radius":true`, "radius"},
		{"plain.csv", `"group":"all"`, `"group":"all","by":"community"`, "areas"},
		{"plain.csv", `"standard":null`, `"standard":"zhejiang-2025"`, "standard"},
		{"plain.csv", `"group":"all"`, `"group":"all","group_speeds":{"age60":3}`, "group_speed"},
		{"groups.json", `"group_speeds":{"age60":3}`, `"group_speeds":{"age60":-3}`, "age60"},
		{"groups.json", `"group_speeds":{"age60":3}`, `"group_speeds":{"elders":3}`, "elders"},
		{"scenario.csv", `"from":132`, `"from":999`, "999"},
		{"scenario.csv", `"id":"O"`, `"id":"P"`, "P"},
		{"scenario.csv", `"kind":"close_facility"`, `"kind":"burn_facility"`, "burn_facility"},
		{"facilities.geojson", `"need":"any"`, `"need":"all"`, "need"},
		{"facilities.geojson", `"group":"all"`, `"group":"all","band":true`, "band"},
		{"islands.geojson", `"group":"all"`, `"group":"age60"`, "group"},
		{"turns.csv", `"group":"all"`, `"group":"all","minutes":[5]`, "minutes"},
	} {
		manifest := read(t, folder, manifestOf(test.result))
		changed := strings.Replace(manifest, test.from, test.to, 1)
		if changed == manifest {
			t.Errorf("%s: no %s in %.1500s", test.result, test.from, manifest)
			continue
		}
		write(t, folder, "changed.json", changed)
		if a := ran(t, folder, "replay", "changed.json", "-w", "town.gpkg"); a.status == 0 || a.out != "" || !strings.Contains(a.err, test.says) {
			t.Errorf("%s with %s: status %d, no %q in: %s", test.result, test.to, a.status, test.says, a.err)
		}
	}
}
