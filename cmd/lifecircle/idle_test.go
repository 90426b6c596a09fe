package main_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
)

// idleSites is what `lifecircle site --json` says of candidates that are idle places.
type idleSites struct {
	townSites
	Sites []struct {
		ID, Name string
		Lon, Lat float64
	}
	Candidates struct {
		Places, Given, Junctions, Idle int
		IdleBuildings                  int `json:"idle_buildings"`
		TooClose                       struct {
			Count int
			IDs   []string
		} `json:"too_close"`
		OffNetwork struct {
			Count int
			IDs   []string
		} `json:"off_network"`
	}
}

// idleInRiverTown is an extract with idle buildings in river town: at (5,2) a school and, within 30 m, its gymnasium, a
// library at (1,1), a town hall far away, a hospital of the army and a bench.
func idleInRiverTown() string {
	var b strings.Builder
	b.WriteString(`<osm version="0.6">`)
	for id, n := range []struct {
		i, j       int
		east       float64 // metres
		name, tags string
	}{
		{5, 2, 0, "Old school", "disused:amenity=school"}, {5, 2, 30, "", "disused:leisure=sports_hall"}, {1, 1, 0, "", "amenity=library abandoned=yes"},
		{60, 60, 0, "", "was:amenity=townhall building=yes"}, {4, 2, 0, "", "disused:amenity=hospital military=base"}, {4, 3, 0, "", "amenity=bench disused=yes"},
		{6, 4, 0, "", "amenity=kindergarten"},
	} {
		lon, lat := townPosition(n.i, n.j)
		fmt.Fprintf(&b, `<node id="%d" lon="%.7f" lat="%.7f">`, id+1, lon+n.east*metreDegree, lat)
		if n.name != "" {
			fmt.Fprintf(&b, `<tag k="name" v="%s"/>`, n.name)
		}
		for tag := range strings.FieldsSeq(n.tags) {
			key, value, _ := strings.Cut(tag, "=")
			fmt.Fprintf(&b, `<tag k="%s" v="%s"/>`, key, value)
		}
		b.WriteString(`</node>`)
	}
	b.WriteString(`</osm>`)
	return b.String()
}

// TestSitesInIdleBuildings: at (5,2) a station serves 450 people beside the 300 of E, and with one at (1,1) all 1,000 are
// served, as worked out by hand.
func TestSitesInIdleBuildings(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "idle.osm", idleInRiverTown())
	if said := must(t, folder, strings.Fields("import facilities --from-osm idle.osm --service kindergarten -w town.gpkg")...); !strings.Contains(said, "idle public buildings: found 4; in the workspace now: 4") || !strings.Contains(said, "n5 (military=base)") {
		t.Error(said)
	}
	if said := must(t, folder, strings.Fields("import facilities --from-osm idle.osm --service kindergarten --replace -w town.gpkg")...); !strings.Contains(said, "found 4, replaced in the workspace 4; in the workspace now: 4") {
		t.Error(said)
	}
	if said := must(t, folder, "inspect", "-w", "town.gpkg"); !strings.Contains(said, "4 public ones, by OpenStreetMap") {
		t.Error(said)
	}
	const question = "site -w town.gpkg --service elder_station --speed 4.8 --minutes 10 --make idle "
	ask := func(args string) (s idleSites) {
		decode(t, must(t, folder, strings.Fields(question+"--json "+args)...), &s)
		return s
	}
	one := ask("--sites 1")
	if one.Value != 750 || len(one.Sites) != 1 || one.Sites[0].ID != "idle-n1" || one.Sites[0].Name != "Old school" {
		t.Errorf("one site: %+v; by hand 750, in the school", one)
	}
	if c := one.Candidates; c.Places != 2 || c.Idle != 4 || c.IdleBuildings != 4 || c.Junctions != 0 || !slices.Equal(c.TooClose.IDs, []string{"idle-n2"}) || !slices.Equal(c.OffNetwork.IDs, []string{"idle-n4"}) {
		t.Errorf("candidates: %+v", c)
	}
	two := ask("--sites 2 -o sites.geojson --as-scenario 两处")
	if two.Value != 1000 || two.Sites[1].ID != "idle-n3" || two.Sites[1].Name != "amenity=library" {
		t.Errorf("two sites: %+v; by hand 1,000", two)
	}
	if after := asked(t, folder, strings.Fields("-w town.gpkg --service elder_station --speed 4.8 --minutes 10 --scenario 两处")...); after.Results[0].Covered != 1000 {
		t.Errorf("in the scenario %d are covered", after.Results[0].Covered)
	}
	if text := must(t, folder, strings.Fields(question+"--sites 1")...); !strings.Contains(text, "4 idle public buildings from OpenStreetMap; 1 idle buildings left out, within 50 m of another place (idle-n2); 1 off the streets (idle-n4)") {
		t.Error(text)
	}
	if both := ask("--sites 1 --make junctions,idle"); both.Candidates.Junctions == 0 || both.Candidates.IdleBuildings != 4 || both.Value != 750 {
		t.Errorf("beside junctions: %+v", both)
	}

	// The layers compute themselves again, until the buildings are others.
	must(t, folder, strings.Fields("export -w town.gpkg --layer idle_building -o idle.geojson")...)
	for _, file := range []string{"idle.geojson", "sites.geojson"} {
		if again := must(t, folder, "replay", file+".manifest.json", "-w", "town.gpkg"); again != read(t, folder, file) {
			t.Errorf("%s computed again is another one", file)
		}
	}
	write(t, folder, "other.osm", strings.Replace(idleInRiverTown(), "Old school", "Older school", 1))
	must(t, folder, strings.Fields("import facilities --from-osm other.osm --service kindergarten -w town.gpkg")...)
	for _, file := range []string{"idle.geojson", "sites.geojson"} {
		if a := ran(t, folder, "replay", file+".manifest.json", "-w", "town.gpkg"); a.status == 0 || !strings.Contains(a.err, "idle_buildings") {
			t.Errorf("%s with other buildings: status %d, %s", file, a.status, a.err)
		}
	}
}

// checkSpread holds the idle buildings that were left out against the layer of all: those that were not are 50 m apart,
// and each that was is nearer to one of them.
func checkSpread(t *testing.T, folder string, tooClose []string) {
	t.Helper()
	must(t, folder, strings.Fields("export -w town.gpkg --layer idle_building -o idle.geojson")...)
	var layer struct {
		Features []struct {
			ID       string
			Geometry struct{ Coordinates orb.Point }
		}
	}
	decode(t, read(t, folder, "idle.geojson"), &layer)
	for _, f := range layer.Features {
		nearest := math.Inf(1)
		for _, other := range layer.Features {
			if other.ID != f.ID && !slices.Contains(tooClose, "idle-"+other.ID) {
				nearest = min(nearest, geo.Distance(f.Geometry.Coordinates, other.Geometry.Coordinates))
			}
		}
		if out := slices.Contains(tooClose, "idle-"+f.ID); out != (nearest < 50) {
			t.Errorf("%s is %.1f m from a building that is a candidate; left out: %v", f.ID, nearest, out)
		}
	}
}

// TestClosedSchoolsOfLiechtenstein closes the schools of a real country and looks for kindergartens in them. Whatever is
// left out is within 50 m of what is not, and the people covered are those of the scenario with these sites.
func TestClosedSchoolsOfLiechtenstein(t *testing.T) {
	program, err := exec.LookPath("osmium")
	if err != nil {
		t.Skip("osmium is not installed (Debian package osmium-tool): sites in the schools of a real country stay untested")
	}
	folder, path := t.TempDir(), realdata.Path(t, "liechtenstein/liechtenstein.osm.pbf")
	if out, err := exec.CommandContext(t.Context(), program, "cat", path, "-o", filepath.Join(folder, "all.osm")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	write(t, folder, "closed.osm", strings.ReplaceAll(read(t, folder, "all.osm"), `k="amenity" v="school"`, `k="disused:amenity" v="school"`))
	if err := os.Remove(filepath.Join(folder, "all.osm")); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"streets " + path, "residents --population 39000 --from-osm " + path, "facilities --service kindergarten --from-osm closed.osm"} {
		must(t, folder, append([]string{"import", "-w", "town.gpkg"}, strings.Fields(command)...)...)
	}
	const asked3 = "-w town.gpkg --service kindergarten --minutes 15 "
	var s idleSites
	decode(t, must(t, folder, strings.Fields("site --make idle --sites 3 --json --as-scenario schools "+asked3)...), &s)
	if s.Candidates.IdleBuildings != 19 || s.Candidates.Idle != 19 || len(s.Sites) != 3 || !s.Proven {
		t.Fatalf("%+v; osmium counts 19 schools", s)
	}
	if c := s.Candidates; c.Places+c.TooClose.Count+c.OffNetwork.Count != 19 {
		t.Errorf("%+v: not all are accounted for", c)
	}
	before, after := asked(t, folder, strings.Fields(asked3)...), asked(t, folder, strings.Fields(asked3+"--scenario schools")...)
	if b, a := before.Results[0].Covered, after.Results[0].Covered; b != s.CoveredBefore || a != s.CoveredAfter || float64(a) != s.Value || a <= b {
		t.Errorf("coverage says %d and %d, site selection %d and %d, value %v", b, a, s.CoveredBefore, s.CoveredAfter, s.Value)
	}
	for _, chosen := range s.Sites {
		if !strings.HasPrefix(chosen.ID, "idle-") || chosen.Name == "" {
			t.Errorf("%+v", chosen)
		}
	}
	checkSpread(t, folder, s.Candidates.TooClose.IDs)
}
