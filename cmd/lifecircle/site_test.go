package main_test

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo/geotest/realdata"
)

// sited is the contract of `lifecircle site --json`.
type sited struct {
	Problem string
	Status  string
	Sites   []struct {
		ID           string
		Lon, Lat     *float64
		Cost         float64
		Gain         *float64
		CoveredAfter *int64 `json:"covered_after"`
		Alternatives []struct{ ID string }
	}
	CoveredBefore *int64 `json:"covered_before"`
	CoveredAfter  *int64 `json:"covered_after"`
	Value         float64
	Cost          float64
	Unserved      int64
	Bound         float64
	Gap           float64
	Proven        bool
	Manifest      map[string]any
	Uncoverable   struct {
		Demand int64
		IDs    []string
	}
}

func siteOf(t *testing.T, folder string, args ...string) (s sited) {
	t.Helper()
	decode(t, must(t, folder, append([]string{"site", "--json"}, args...)...), &s)
	return s
}

// TestSiteKnownAnswers solves the instance of San Francisco from its own files.
func TestSiteKnownAnswers(t *testing.T) {
	matrix := realdata.Path(t, "siting/sanfrancisco/SF_network_distance_candidateStore_16_censusTract_205_new.csv")
	for _, test := range []struct {
		args string
		want float64
	}{
		{"--problem mclp --reach 5000 --sites 2", 671_938}, {"--reach 5000 --sites 3", 791_499}, {"--reach 5000 --sites 4", 875_247}, {"--reach 5000 --budget 5", 927_402},
		{"--problem pmedian --sites 2", 4009098972.13}, {"--problem pmedian --sites 3", 3385565397.53}, {"--problem pmedian --sites 4", 2848268129.71},
		{"--problem pmedian --sites 5", 2554123350.19}, {"--problem lscp --reach 5000", 8},
	} {
		a := siteOf(t, ".", append(strings.Fields(test.args), "--matrix", matrix, "--map", "cost=distance,candidate_id=name,demand_id=DestinationName")...)
		if math.Abs(a.Value-test.want) > 0.01 || !a.Proven || a.Status != "optimal" || a.Bound != a.Value || a.Gap != 0 {
			t.Errorf("%s: value %.2f, bound %.2f, proven %v; want %.2f", test.args, a.Value, a.Bound, a.Proven, test.want)
		}
	}
}

// siteTown writes a town whose answers are known on paper: people are powers of ten in four places along the equator,
// where 0.001° are 111.2 m.
func siteTown(t *testing.T) string {
	folder := t.TempDir()
	write(t, folder, "people.csv", "id,lon,lat,population,p60,area\nd,10.005,0,1000,1,east\nb,10.001,0,10,5,west\na,10,0,1,1,west\nc,10.002,0,100,0,east\nfar,11,0,10000,7,east\n")
	write(t, folder, "parcels.csv", "id,lon,lat,cost,capacity,status\nz,10.0005,0,1.5,5,\ny,10.0015,0,2.5,200,\nx,10.005,0,10,50,\n")
	return folder
}

func TestSiteFromPlaces(t *testing.T) {
	folder := siteTown(t)
	base := []string{"--demand", "people.csv", "--candidates", "parcels.csv", "--radius-m", "60"}
	ask := func(args string) sited {
		return siteOf(t, folder, append(slices.Clone(base), strings.Fields(args)...)...)
	}

	a := ask("--sites 2")
	if a.Value != 1110 || *a.CoveredAfter != 1110 || *a.CoveredBefore != 0 || a.Unserved != 10001 || a.Cost != 12.5 || !a.Proven {
		t.Errorf("two sites: %+v", a)
	}
	if a.Sites[0].ID != "x" || *a.Sites[0].Gain != 1000 || *a.Sites[0].Lon != 10.005 || a.Sites[1].ID != "y" || *a.Sites[1].CoveredAfter != 1110 {
		t.Errorf("sites in order of gain: %+v", a.Sites)
	}
	if a.Uncoverable.Demand != 10000 || !slices.Equal(a.Uncoverable.IDs, []string{"far"}) {
		t.Errorf("out of reach: %+v", a.Uncoverable)
	}
	if a := ask("--budget 4"); a.Value != 111 || a.Cost != 4 {
		t.Errorf("budget of 4: %+v", a)
	}
	if a := ask("--problem lscp"); a.Value != 3 || a.Problem != "lscp" || *a.CoveredAfter != 1111 {
		t.Errorf("everybody: %+v", a)
	}
	if a := ask("--share 9%"); a.Value != 1 || a.Sites[0].ID != "x" || a.Problem != "psclp" { // 9 % of 11,111 are 999.99: 1,000
		t.Errorf("a share: %+v", a)
	}
	if a := ask("--share 0.009 --least cost"); a.Value != 2.5 || a.Sites[0].ID != "y" {
		t.Errorf("a share at the least cost: %+v", a)
	}
	if a := ask("--sites 1 --group p60"); a.Value != 6 || a.Sites[0].ID != "z" {
		t.Errorf("a group: %+v", a)
	}
	if a := ask("--sites 2 --problem capacitated"); a.Value != 160 {
		t.Errorf("capacities: %+v", a)
	}
	if a := ask("--sites 2 --min-distance-m 112"); a.Value != 1110 {
		t.Errorf("a minimum distance: %+v", a)
	}
	if a := ask("--sites 3 --min-distance-m 112"); a.Value != 1110 || len(a.Sites) != 2 {
		t.Errorf("a minimum distance that excludes one: %+v", a)
	}
	// Whoever joins x leaves a share of 10/11 or 1000/1100 in the worse area, both 0.909090 rounded down.
	if a := ask("--sites 2 --problem fair"); a.Value != 0.90909 {
		t.Errorf("the worst area: %+v", a)
	}
	if a := ask("--sites 1 --problem backup"); a.Value != 1000 {
		t.Errorf("backup: %+v", a)
	}
	shuffled := "id,lon,lat,population\nfar,11,0,10000\nc,10.002,0,100\na,10,0,1\nb,10.001,0,10\nd,10.005,0,1000\n"
	write(t, folder, "shuffled.csv", shuffled)
	one, two := must(t, folder, append([]string{"site", "--sites", "2"}, base...)...), must(t, folder, "site", "--sites", "2", "--demand", "shuffled.csv", "--candidates", "parcels.csv", "--radius-m", "60")
	if one != two {
		t.Errorf("another order of rows gives another answer:\n%s%s", one, two)
	}
}

// TestSitePlacesReplay computes choices without streets again from the same files, byte for byte, and from no others.
func TestSitePlacesReplay(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "matrix.csv", "demand_id,candidate_id,cost,demand\n1,a,5,10\n1,b,9,10\n2,b,4,7\n3,c,2,8\n2,c,6,7\n")
	ask := strings.Fields("site --matrix matrix.csv --reach 6 --sites 2 --never c -o sites.csv --json")
	write(t, folder, "sites.json", must(t, folder, ask...))
	if again := must(t, folder, "replay", "sites.json", "--matrix", "matrix.csv"); again != read(t, folder, "sites.json") {
		t.Errorf("%s\n%s", again, read(t, folder, "sites.json"))
	}
	must(t, folder, "replay", "sites.csv.manifest.json", "--matrix", "matrix.csv", "-o", "again.csv")
	if read(t, folder, "again.csv") != read(t, folder, "sites.csv") || read(t, folder, "again.csv.manifest.json") != read(t, folder, "sites.csv.manifest.json") {
		t.Error("the layer differs")
	}
	write(t, folder, "other.csv", "demand_id,candidate_id,cost,demand\n1,a,5,10\n")
	for _, bad := range [][2]string{{"replay sites.json", "Give it: --matrix"}, {"replay sites.json --matrix other.csv", "not the file of the result"},
		{"replay sites.csv.manifest.json --matrix matrix.csv -o again.geojson", "records the format"}} {
		if a := ran(t, folder, strings.Fields(bad[0])...); a.status != 2 || !strings.Contains(a.err, bad[1]) {
			t.Errorf("%s: status %d, %s", bad[0], a.status, a.err)
		}
	}
}

// TestSiteCertificate writes a proof, checks it, and does not believe it for other input.
func TestSiteCertificate(t *testing.T) {
	folder := siteTown(t)
	base := []string{"site", "--demand", "people.csv", "--candidates", "parcels.csv", "--radius-m", "60"}
	with := func(args ...string) []string { return append(slices.Clone(base), args...) }
	for _, problem := range []string{"--sites 2", "--problem lscp", "--share 9%", "--problem pcenter --sites 1", "--problem capacitated --sites 2", "--problem fair --sites 1", "--budget 4"} {
		asked := strings.Fields(problem)
		if strings.Contains(problem, "pcenter") {
			asked = append(asked, "--radius-m", "200000")
		}
		a := ran(t, folder, with(append(asked, "--certificate", "proof.json")...)...)
		if a.status != 0 {
			t.Fatalf("%s: %s", problem, a.err)
		}
		var verified struct {
			Verified bool
			Value    float64
			Bound    float64
		}
		var here []string
		if strings.Contains(problem, "pcenter") {
			here = []string{"--radius-m", "200000"}
		}
		decode(t, must(t, folder, with(append(here, "--verify", "proof.json", "--json")...)...), &verified)
		if !verified.Verified || verified.Value != verified.Bound {
			t.Errorf("%s: %+v", problem, verified)
		}
	}
	must(t, folder, with("--sites", "2", "--certificate", "proof.json", "-o", "sites.geojson")...)
	if layer := read(t, folder, "sites.geojson"); !strings.Contains(layer, `"rank":2`) || !exists(filepath.Join(folder, "sites.geojson.manifest.json")) {
		t.Errorf("the layer of sites: %s", layer)
	}
	var proof map[string]any
	decode(t, read(t, folder, "proof.json"), &proof)
	proof["bound"] = 1000
	text, err := json.Marshal(proof)
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "forged.json", string(text))
	for _, test := range []struct{ radius, file, says string }{{"60", "forged.json", "1110"}, {"200", "proof.json", "another instance"}, {"60", "people.csv", "no certificate"}} {
		a := ran(t, folder, "site", "--demand", "people.csv", "--candidates", "parcels.csv", "--radius-m", test.radius, "--verify", test.file)
		if a.status == 0 || !strings.Contains(a.err, test.says) {
			t.Errorf("%s with radius %s: status %d: %s", test.file, test.radius, a.status, a.err)
		}
	}
}

// TestSiteBadInput gives the command what people give it by mistake.
func TestSiteBadInput(t *testing.T) {
	folder := siteTown(t)
	for name, content := range map[string]string{
		"negative.csv": "id,lon,lat,population\na,10,0,-5\n", "missing.csv": "id,lon,lat,population\na,10,0,5\nb,10,0,\n", "part.csv": "id,lon,lat,population\na,10,0,1.5\n",
		"formula.csv": "id,lon,lat,population\na,10,0,=1+1\n", "nocolumn.csv": "id,lon,lat\na,10,0\n", "twice.csv": "id,lon,lat,population\na,10,0,5\na,10,0,6\n",
		"metres.csv": "id,lon,lat,population\na,500000,2000000,5\n", "noid.csv": "id,lon,lat,population\n,10,0,5\n", "empty.csv": "",
		"status.csv": "id,lon,lat,status\nx,10,0,maybe\n", "cost.csv": "id,lon,lat,cost\nx,10,0,-1\n", "standing.csv": "id,lon,lat,status\nx,10,0,existing\n",
		"must.csv":   "id,lon,lat,status\nx,10,0,must\ny,10.001,0,must\n",
		"matrix.csv": "demand_id,candidate_id,cost\na,x,5\nb,x,7\n", "pair.csv": "demand_id,candidate_id,cost\na,x,5\na,x,6\n", "unknown.csv": "demand_id,candidate_id,cost\na,x,5\nnobody,x,6\n",
		"stranger.csv": "demand_id,candidate_id,cost\na,x,5\na,stranger,6\n", "nan.csv": "demand_id,candidate_id,cost\na,x,NaN\n", "weights.csv": "demand_id,candidate_id,cost,demand\na,x,5,2\na,y,5,3\n",
		"proof.json": "{}",
	} {
		write(t, folder, name, content)
	}
	places := "--demand people.csv --candidates parcels.csv --radius-m 60 "
	with := func(demand string) string {
		return "--demand " + demand + " --candidates parcels.csv --radius-m 60 --sites 1"
	}
	for _, test := range []struct {
		args   string
		status int
		says   []string
	}{
		{"", 2, []string{"--demand"}},
		{"--demand people.csv", 2, []string{"--candidates"}},
		{"--demand people.csv --candidates parcels.csv --sites 1", 2, []string{"--radius-m"}},
		{places, 2, []string{"how many sites"}},
		{places + "--sites 0", 2, []string{"--sites 0"}},
		{places + "--sites 4", 2, []string{"4 sites", "3 candidates"}},
		{places + "--sites -1", 2, []string{"-1"}},
		{places + "--budget 1", 2, []string{"--budget 1", "1.5"}},
		{places + "--budget lots", 2, []string{"lots"}},
		{places + "--share 0.5", 1, []string{"5556", "1111", "10000", "far"}},
		{places + "--share 1.5", 2, []string{"1.5"}},
		{places + "--share 0", 2, []string{"--share"}},
		{places + "--share 50% --sites 2", 2, []string{"target"}},
		{places + "--share 50% --problem pmedian", 2, []string{"--share"}},
		{places + "--problem best --sites 1", 2, []string{"best", "mclp"}},
		{places + "--sites 1 --reach 5", 2, []string{"--reach", "matrix"}},
		{places + "--sites 1 --time-limit soon", 2, []string{"soon"}},
		{places + "--sites 1 --min-distance-m -5", 2, []string{"--min-distance-m"}},
		{places + "--sites 1 --map colour=red", 2, []string{"colour", "capacity"}},
		{places + "--sites 1 --map population=p99", 2, []string{"p99"}},
		{places + "--sites 1 --group p99", 1, []string{"people.csv", "population", "--map"}},
		{places + "--sites 1 -o sites.doc", 2, []string{"sites.doc"}},
		{places + "--verify proof.json", 2, []string{"certificate"}},
		{places + "--verify none.json", 1, []string{"none.json"}},
		{"--demand people.csv --candidates parcels.csv --radius-m -3 --sites 1", 2, []string{"--radius-m"}},
		{"--demand none.csv --candidates parcels.csv --radius-m 60 --sites 1", 1, []string{"none.csv"}},
		{with("negative.csv"), 1, []string{"negative.csv:2", "population", "-5", "negative"}},
		{with("missing.csv"), 1, []string{"missing.csv:3", "population", "missing"}},
		{with("part.csv"), 1, []string{"part.csv:2", "whole number"}},
		{with("formula.csv"), 1, []string{"formula.csv:2", "=1+1"}},
		{with("nocolumn.csv"), 1, []string{"nocolumn.csv", "population"}},
		{with("twice.csv"), 1, []string{"twice.csv:3", "row 2"}},
		{with("metres.csv"), 1, []string{"metres.csv:2", "500000", "180"}},
		{with("noid.csv"), 1, []string{"noid.csv:2", "id"}},
		{with("empty.csv"), 1, []string{"empty.csv", "empty"}},
		{"--demand people.csv --candidates status.csv --radius-m 60 --sites 1", 1, []string{"status.csv:2", "maybe", "existing"}},
		{"--demand people.csv --candidates cost.csv --radius-m 60 --sites 1", 1, []string{"cost.csv:2", "-1"}},
		{"--demand people.csv --candidates standing.csv --radius-m 60 --sites 1", 2, []string{"no candidate"}},
		{"--demand people.csv --candidates parcels.csv --radius-m 60 --sites 1 --must nowhere", 2, []string{"nowhere", "is no candidate"}},
		{"--demand people.csv --candidates parcels.csv --radius-m 60 --sites 1 --never nowhere", 2, []string{"nowhere", "is no candidate"}},
		{"--demand people.csv --candidates must.csv --radius-m 60 --sites 2 --never x,y --must x", 2, []string{"x", "has to be chosen too"}},
		{"--demand people.csv --candidates must.csv --radius-m 60 --sites 1", 2, []string{"2 candidates must"}},
		{"--demand people.csv --candidates must.csv --radius-m 60 --sites 2 --min-distance-m 500", 2, []string{"too near", "x", "y"}},
		{"--matrix matrix.csv --sites 1", 2, []string{"--reach"}},
		{"--matrix matrix.csv --problem pmedian --sites 2", 2, []string{"2 sites"}},
		{"--matrix matrix.csv --reach 5 --radius-m 5 --sites 1", 2, []string{"--radius-m"}},
		{"--matrix pair.csv --reach 5 --sites 1", 1, []string{"pair.csv:3", "row 2"}},
		{"--matrix nan.csv --reach 5 --sites 1", 1, []string{"nan.csv:2", "NaN"}},
		{"--matrix weights.csv --reach 5 --sites 1", 1, []string{"weights.csv:3", "demand"}},
		{"--matrix unknown.csv --demand people.csv --reach 5 --sites 1", 1, []string{"unknown.csv:3", "nobody", "--demand"}},
		{"--matrix stranger.csv --candidates parcels.csv --reach 5 --sites 1", 1, []string{"stranger.csv:3", "stranger", "--candidates"}},
	} {
		a := ran(t, folder, append([]string{"site"}, strings.Fields(test.args)...)...)
		if a.status != test.status || a.out != "" {
			t.Errorf("%s: status %d, want %d: %s%s", test.args, a.status, test.status, a.out, a.err)
		}
		for _, want := range test.says {
			if !strings.Contains(a.err, want) {
				t.Errorf("%s: the message does not say %q: %s", test.args, want, a.err)
			}
		}
	}
}

// TestSiteMatrix counts a matrix with weights of its own and costs with decimals.
func TestSiteMatrix(t *testing.T) {
	folder := t.TempDir()
	var text strings.Builder
	text.WriteString("demand_id,candidate_id,cost,demand\n")
	for j := range 4 { // points 0…3 on a line, candidates at 0 and 3, distances in units of 0.5
		for i, at := range []int{0, 3} {
			fmt.Fprintf(&text, "p%d,c%d,%.1f,%d\n", j, i, math.Abs(float64(j-at))/2, j+1)
		}
	}
	write(t, folder, "m.csv", text.String())
	a := siteOf(t, folder, "--matrix", "m.csv", "--problem", "pmedian", "--sites", "1")
	if a.Value != 5 || a.Sites[0].ID != "c1" || !a.Proven { // 1·1.5 + 2·1 + 3·0.5 + 4·0 = 5
		t.Errorf("the least mean: %+v", a)
	}
	if a := siteOf(t, folder, "--matrix", "m.csv", "--problem", "pcenter", "--sites", "2"); a.Value != 0.5 {
		t.Errorf("the least worst: %+v", a)
	}
	if a := siteOf(t, folder, "--matrix", "m.csv", "--reach", "0.5", "--sites", "1"); a.Value != 7 { // inclusive: p2 and p3
		t.Errorf("the most: %+v", a)
	}
	if help := must(t, folder, "site", "--help"); !strings.Contains(help, "Examples:\n  lifecircle site") {
		t.Errorf("help gives no example:\n%s", help)
	}
}
