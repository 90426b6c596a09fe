package main_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestBadInput gives the program what people give it by mistake: each is refused with a clear message, and the
// workspace stays as it was.
func TestBadInput(t *testing.T) {
	folder := riverTown(t)
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("id,名称,lon,lat\n1,养老服务站,10,0\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"text.osm.pbf":    strings.Repeat("this is no extract\n", 50),
		"broken.osm":      townStreets()[:2000],
		"nothing.osm.pbf": "", "nothing.osm": "", "nothing.csv": "", "nothing.geojson": "",
		"header.csv":        "id,name,lon,lat\n",
		"noplace.csv":       "id,name,population\n1,a,5\n",
		"swapped.csv":       "id,lon,lat,population\n1,22.1,113.5,5\n2,22.2,113.6,5\n",
		"gbk.csv":           gbk,
		"metres.csv":        "id,x,y,population\n1,500123.1,2450123.2,5\n2,500223.1,2450223.2,5\n",
		"lines.geojson":     `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"1","population":5},"geometry":{"type":"LineString","coordinates":[[10,0],[10.001,0]]}}]}`,
		"broken.geojson":    `{"type":"FeatureCollection","features":[{"type":`,
		"profile.yaml":      "mode: walk\ntraveller: foot\nspeed_kmh: -4\naccess: {limit_m: 150, factor: 1.3}\n",
		"unknown.yaml":      "mode: walk\nspeeed: 4\n",
		"extent.geojson":    `{"type":"Point","coordinates":[10,0]}`,
		"notworkspace.gpkg": strings.Repeat("no database ", 100),
	} {
		write(t, folder, name, content)
	}
	before := must(t, folder, "inspect", "-w", "town.gpkg", "--json")
	for _, test := range []struct {
		command string
		status  int
		says    []string
	}{
		{"import streets text.osm.pbf", 1, []string{"text.osm.pbf"}},
		{"import streets broken.osm", 1, []string{"broken.osm"}},
		{"import streets nothing.osm.pbf", 1, []string{"nothing.osm.pbf", "empty"}},
		{"import streets nothing.osm", 1, []string{"nothing.osm", "empty"}},
		{"import streets residents.csv", 1, []string{"residents.csv"}},
		{"import streets town.osm --extent extent.geojson", 1, []string{"extent.geojson", "polygon"}},
		{"import residents nothing.csv", 1, []string{"nothing.csv", "empty"}},
		{"import residents nothing.geojson", 1, []string{"nothing.geojson", "empty"}},
		{"import residents noplace.csv", 1, []string{"noplace.csv", "lon"}},
		{"import residents swapped.csv", 1, []string{"swapped.csv", "swapped"}},
		{"import residents metres.csv", 1, []string{"metres.csv", "EPSG"}},
		{"import residents lines.geojson", 1, []string{"lines.geojson", "file of lines"}},
		{"import residents broken.geojson", 1, []string{"broken.geojson"}},
		{"import facilities gbk.csv --service elder_station --encoding utf-8", 1, []string{"gbk.csv:1", "gb18030"}},
		{"import facilities none.csv --service clinic", 1, []string{"none.csv", "no such file"}},
		{"import facilities stations.csv --service clinik", 2, []string{"clinik", "clinic"}},
		{"import facilities stations.csv --service clinic --datum moon", 2, []string{"moon"}},
		{"import facilities stations.csv --service clinic --encoding latin1", 2, []string{"latin1", "gb18030"}},
		{"import facilities stations.csv --service clinic --map name", 2, []string{"field=column"}},
		{"import facilities stations.csv --service clinic --map colour=name", 2, []string{"colour", "--map", "opening_hours"}},
		{"import facilities stations.csv --service clinic --map x=lon,lon=lat", 2, []string{"--map", "twice"}},
		{"import facilities stations.csv --service clinic --map name=title2", 1, []string{"title2", "--map", "lon"}},
		{"import facilities stations.csv --service clinic --level town", 2, []string{"--level"}},
		{"import facilities stations.csv --service clinic --population 5", 2, []string{"--population"}},
		{"import facilities stations.csv grounds.csv --service clinic", 2, []string{"grounds.csv"}},
		{"import residents residents.csv --population 5", 2, []string{"--from-osm"}},
		{"import facilities", 2, []string{"missing"}},
		{"import trees town.osm", 2, []string{"trees"}},
		{"import", 2, []string{"missing"}},
		{"coverage --service clinik --minutes 15", 2, []string{"clinik", "clinic"}},
		{"coverage --service clinic --minutes 15", 1, []string{"no data", "clinic", "import facilities"}},
		{"coverage --service elder_station --mode fly", 2, []string{"fly", "walk_elder"}},
		{"coverage --service elder_station --minutes 0", 2, []string{"minutes", "120"}},
		{"coverage --service elder_station --minutes=-5", 2, []string{"minutes", "-5", "120"}},
		{"coverage --service elder_station --minutes 1e9", 2, []string{"minutes", "1e9", "120"}},
		{"coverage --service elder_station --minutes 1000000000", 2, []string{"minutes", "120"}},
		{"coverage --service elder_station --minutes 5,,15", 2, []string{"minutes"}},
		{"coverage --service elder_station --minutes 5 --metres 500", 2, []string{"--metres and --minutes cannot be used together", "lifecircle coverage --help"}},
		{"explain --service elder_station", 2, []string{"one of --at, --point is needed", "lifecircle explain --help"}},
		{"coverage --service elder_station --group tall", 2, []string{"tall", "age60"}},
		{"coverage --service elder_station --group age80", 1, []string{"age80", "no data"}},
		{"coverage --service elder_station --by galaxy", 2, []string{"galaxy", "community"}},
		{"coverage --service elder_station --need some", 2, []string{"some"}},
		{"coverage --service elder_station --access none", 2, []string{"none", "nearest"}},
		{"coverage --service elder_station --speed -3", 2, []string{"speed"}},
		{"coverage --service elder_station --speed 4 --speed-factor 2", 2, []string{"speed-factor"}},
		{"coverage --service elder_station --mode drive --speed 30", 2, []string{"factor"}},
		{"coverage --service elder_station --profile profile.yaml", 1, []string{"profile.yaml", "speed_kmh", "-4"}},
		{"coverage --service elder_station --profile unknown.yaml", 1, []string{"unknown.yaml", "speeed"}},
		{"coverage --service elder_station --save Weird-Name", 2, []string{"Weird-Name"}},
		{"coverage --service elder_station --save street", 2, []string{"street"}},
		{"coverage --service elder_station --colour red", 2, []string{"--colour"}},
		{"coverage elder_station", 2, []string{"elder_station"}},
		{"coverage", 2, []string{"--service"}},
		{"times --service elder_station --minutes 5,15", 2, []string{"one cutoff"}},
		{"times --service elder_station -o times.doc", 2, []string{"times.doc", ".csv"}},
		{"blindspots --service elder_station --as dots", 2, []string{"dots", "areas"}},
		{"blindspots --service elder_station -o nowhere/blind.geojson", 1, []string{"nowhere"}},
		{"catchment --minutes 15", 2, []string{"facility"}},
		{"catchment --facility elder_station:nobody -o a.geojson", 2, []string{"nobody"}},
		{"catchment --at somewhere -o a.geojson", 2, []string{"somewhere"}},
		{"export --layer cats -o cats.csv", 2, []string{"cats", "residential_point"}},
		{"export --layer street", 2, []string{"-o"}},
		{"export --layer street --mode walk -o street.csv", 2, []string{"--mode", "network"}},
		{"export -o street.csv", 2, []string{"--layer"}},
		{"copy -o town.gpkg", 1, []string{"town.gpkg"}},
		{"copy", 2, []string{"-o"}},
		{"replay", 2, []string{"manifest"}},
		{"replay residents.csv", 1, []string{"not a manifest"}},
		{"serve --addr nonsense", 2, []string{"nonsense"}},
	} {
		args := append(strings.Fields(test.command), "-w", "town.gpkg")
		if test.command == "import" {
			args = []string{"import"}
		}
		a := ran(t, folder, args...)
		if a.status != test.status {
			t.Errorf("%s: status %d, want %d: %s%s", test.command, a.status, test.status, a.out, a.err)
		}
		if a.out != "" || !strings.HasPrefix(a.err, "lifecircle: ") {
			t.Errorf("%s: standard output %q, standard error %q", test.command, a.out, a.err)
		}
		for _, want := range test.says {
			if !strings.Contains(a.err, want) {
				t.Errorf("%s: the message does not say %q: %s", test.command, want, a.err)
			}
		}
	}
	if after := must(t, folder, "inspect", "-w", "town.gpkg", "--json"); after != before {
		t.Error("the workspace was changed")
	}
	for _, left := range []string{"none.gpkg", "street.csv", "cats.csv", "times.doc"} {
		if exists(filepath.Join(folder, left)) {
			t.Errorf("%s was made", left)
		}
	}
	for _, test := range []struct{ command, says string }{
		{"inspect -w none.gpkg", "none.gpkg"},
		{"coverage --service elder_station -w none.gpkg", "none.gpkg"},
		{"inspect -w notworkspace.gpkg", "GeoPackage"},
		{"import streets none.osm -w none.gpkg", "none.osm"},
	} {
		a := ran(t, folder, strings.Fields(test.command)...)
		if a.status != 1 || !strings.Contains(a.err, test.says) || !strings.Contains(a.err, "hint: ") || exists(filepath.Join(folder, "none.gpkg")) {
			t.Errorf("%s: status %d: %s", test.command, a.status, a.err)
		}
	}
	if a := ran(t, folder, "catch"); a.status != 2 || !strings.Contains(a.err, "unknown command") {
		t.Errorf("unknown command: status %d: %s", a.status, a.err)
	}
}

// TestBadRows keeps the good rows of a list and names the bad ones, with their place.
func TestBadRows(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "more.csv", "id,lon,lat,population\nr7,10.0002,0.0001,10\nr8,10.0002,abc,20\nr9,10.0002,0.0001,many\nr10,10.0002,0.0001,=1+1\nr11,10.0003,0.0001,40\n")
	screen := must(t, folder, "import", "residents", "more.csv", "-w", "town.gpkg")
	for _, want := range []string{"read 5, kept 2, rejected 3", "more.csv:3: lat: \"abc\": ", "more.csv:4: population: \"many\": ", "more.csv:5: population: \"=1+1\": "} {
		if !strings.Contains(screen, want) {
			t.Errorf("the report does not say %q:\n%s", want, screen)
		}
	}
	many := "id,lon,lat,population\n" + strings.Repeat("x,10,0,many\n", 150) + "r12,10.0003,0.0001,40\n"
	write(t, folder, "many.csv", many)
	if screen := must(t, folder, "import", "residents", "many.csv", "-w", "town.gpkg"); strings.Count(screen, "\nmany.csv:") != 20 || !strings.Contains(screen, "130 more") {
		t.Errorf("of 150 bad rows 20 should be shown:\n%s", screen)
	}
	if r := imported(t, folder, "residents", "many.csv", "-w", "town.gpkg"); r.Rejected != 150 || len(r.Rejects) != 100 || r.Rejects[99].Row != 101 {
		t.Errorf("of 150 bad rows the report holds %d and counts %d", len(r.Rejects), r.Rejected)
	}
}

// TestWorkspaceOfTheFuture leaves a workspace alone that a newer program made.
func TestWorkspaceOfTheFuture(t *testing.T) {
	folder := riverTown(t)
	path := filepath.Join(folder, "town.gpkg")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO lifecircle_migration (version_id, is_applied) VALUES (999, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	for _, command := range []string{"inspect", "import residents residents.csv", "coverage --service elder_station", "serve --addr 127.0.0.1:0"} {
		a := ran(t, folder, append(strings.Fields(command), "-w", "town.gpkg")...)
		if a.status != 1 || !strings.Contains(a.err, "newer") || !strings.Contains(a.err, "hint: ") {
			t.Errorf("%s: status %d: %s", command, a.status, a.err)
		}
	}
	const header = 100 // it counts openings for writing
	if after := read(t, path); after[header:] != before[header:] {
		t.Error("the file was changed")
	}
}

// TestHelp wants an example from every command.
func TestHelp(t *testing.T) {
	folder := t.TempDir()
	for _, command := range []string{"demo", "import", "import streets", "import facilities", "import residents", "import areas", "import entrances", "inspect",
		"coverage", "times", "catchment", "blindspots", "export", "copy", "serve", "replay", "profile", "services", "version", ""} {
		help := must(t, folder, append(strings.Fields(command), "--help")...)
		if !strings.Contains(help, "Examples:\n  lifecircle "+command) {
			t.Errorf("%s: help gives no example:\n%s", command, help)
		}
	}
	if out := must(t, folder, "profile", "walk"); !strings.Contains(out, "speed_kmh: 4") {
		t.Errorf("profile walk: %s", out)
	}
	if out := must(t, folder, "services"); !strings.Contains(out, "kindergarten") || !strings.Contains(out, "幼儿园") {
		t.Errorf("services: %s", out)
	}
}

// TestProfileFile takes speeds from a file that was copied and changed.
func TestProfileFile(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "fast.yaml", strings.Replace(must(t, folder, "profile", "walk"), "speed_kmh: 4.0", "speed_kmh: 4.8", 1))
	ask := func(args ...string) int64 {
		return asked(t, folder, append([]string{"-w", "town.gpkg", "--service", "elder_station", "--minutes", "15"}, args...)...).Results[0].Covered
	}
	if fast, speed, usual := ask("--profile", "fast.yaml"), ask("--speed", "4.8"), ask(); fast != 700 || speed != 700 || usual >= 700 {
		t.Errorf("covered: %d by the profile, %d by --speed, %d as usual; by hand 700, 700 and fewer", fast, speed, usual)
	}
	if a := ran(t, folder, "coverage", "-w", "town.gpkg", "--service", "elder_station", "--profile", "fast.yaml", "--mode", "bike"); a.status != 2 {
		t.Errorf("a profile of another mode: status %d: %s", a.status, a.err)
	}
}
