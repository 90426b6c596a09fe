package osm

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
)

func box(minLon, minLat, maxLon, maxLat float64) orb.MultiPolygon {
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{minLon, minLat}, Max: orb.Point{maxLon, maxLat}}.ToPolygon()}
}

func home(id string, lon, floorM2 float64) Building {
	return Building{ID: id, Point: orb.Point{lon, 30.5}, Kind: "house", Use: Dwelling, FootprintM2: floorM2 / 2, Levels: 2}
}

// peopleOf writes "id:people" in order.
func peopleOf(p Populated) string {
	var s []string
	for _, r := range p.Points {
		s = append(s, fmt.Sprintf("%s:%d", r.ID, r.People[geo.All]))
	}
	return strings.Join(s, " ")
}

func TestPopulate(t *testing.T) {
	west, east := box(120, 30, 121, 31), box(121, 30, 122, 31)
	unsaid := home("w9", 120.5, 200)
	unsaid.Use = Unsaid
	other := home("w8", 120.5, 5000)
	other.Use = OtherUse
	for name, c := range map[string]struct {
		buildings []Building
		zones     []Zone
		want      string
	}{
		"by floor area":             {[]Building{home("w1", 120.1, 100), home("w2", 120.2, 300)}, []Zone{{"", 40, nil}}, "w1:10 w2:30"},
		"largest remainders":        {[]Building{home("w1", 120.1, 100), home("w2", 120.2, 100), home("w3", 120.2, 200)}, []Zone{{"", 9, nil}}, "w1:2 w2:2 w3:5"},
		"equal remainders by id":    {[]Building{home("w3", 120.1, 100), home("w1", 120.2, 100), home("w2", 120.3, 100)}, []Zone{{"", 2, nil}}, "w1:1 w2:1 w3:0"},
		"nobody":                    {[]Building{home("w1", 120.1, 100)}, []Zone{{"", 0, nil}}, "w1:0"},
		"each zone its own":         {[]Building{home("w1", 120.1, 100), home("w2", 121.2, 900)}, []Zone{{"B", 5, east}, {"A", 7, west}}, "w1:7 w2:5"},
		"other uses never":          {[]Building{home("w1", 120.1, 100), other}, []Zone{{"A", 7, west}}, "w1:7"},
		"unsaid only if no home":    {[]Building{unsaid, home("w1", 120.1, 100)}, []Zone{{"A", 7, west}}, "w1:7"},
		"unsaid where no home":      {[]Building{unsaid, home("w1", 121.1, 100)}, []Zone{{"A", 7, west}, {"B", 3, east}}, "w1:3 w9:7"},
		"no building: none is lost": {[]Building{home("w1", 120.1, 100)}, []Zone{{"A", 7, west}, {"B", 3, east}}, "w1:7 zone:B:3"},
		"overlap: the least id":     {[]Building{home("w1", 120.1, 100)}, []Zone{{"B", 3, west}, {"A", 7, west}}, "w1:7 zone:B:3"},
		"population not given":      {[]Building{home("w1", 120.1, 100)}, []Zone{{"A", geo.NoData, west}}, ""},
		"without an outline":        {[]Building{{ID: "n1", Point: orb.Point{120, 30}, Use: Dwelling, Levels: 2}, home("w1", 120.1, 200)}, []Zone{{"", 10, nil}}, "n1:5 w1:5"},
		"no floor at all":           {[]Building{{ID: "w1", Use: Dwelling, FootprintM2: 1e-9, Levels: 1}}, []Zone{{"", 10, nil}}, "w1:10"},
	} {
		p, err := Populate(c.buildings, c.zones)
		if got := peopleOf(p); err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
}

func TestPopulateTellsWhatItDid(t *testing.T) {
	p, err := Populate([]Building{home("w1", 150, 100)}, []Zone{{"A", 7, box(120, 30, 121, 31)}, {"B", geo.NoData, box(121, 30, 122, 31)}})
	if err != nil {
		t.Fatal(err)
	}
	if p.Outside != 1 || len(p.Warnings) != 2 || !p.Warnings[0].Severe || p.Warnings[0].Rule != "no_building" || p.Warnings[1].Severe || p.Warnings[1].Rule != "no_population" {
		t.Errorf("%+v", p)
	}
	r := p.Points[0]
	if !r.Estimate || r.Area != "A" || !geo.Contains(box(120, 30, 121, 31), r.Point) || r.People[geo.Age60] != geo.NoData {
		t.Errorf("%+v", r)
	}
}

func TestPopulateRefuses(t *testing.T) {
	for say, zones := range map[string][]Zone{
		"twice":       {{"A", 1, box(0, 0, 1, 1)}, {"A", 1, box(0, 0, 1, 1)}},
		"negative":    {{"A", -5, box(0, 0, 1, 1)}},
		"more than":   {{"A", math.MaxInt32 + 1, box(0, 0, 1, 1)}},
		"no building": {{"", 5, nil}},
		"ring":        {{"A", 5, orb.MultiPolygon{{}}}},
	} {
		if _, err := Populate(nil, zones); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%s: %v", say, err)
		}
	}
}

// People are never made or lost, whoever they are spread over; the order of the input does not matter; nobody gets
// less than the whole part of their share or more than one above it.
func TestPopulateKeepsTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var buildings []Building
		for i, n := 0, rapid.IntRange(0, 30).Draw(t, "buildings"); i < n; i++ {
			b := home(fmt.Sprint("w", i), rapid.Float64Range(119.9, 122.1).Draw(t, "lon"), rapid.Float64Range(0, 1e7).Draw(t, "m2"))
			b.Use = BuildingUse(rapid.IntRange(0, 2).Draw(t, "use"))
			buildings = append(buildings, b)
		}
		zones := []Zone{
			{"A", rapid.Int64Range(0, math.MaxInt32).Draw(t, "a"), box(120, 30, 121, 31)},
			{"B", rapid.Int64Range(0, 100).Draw(t, "b"), box(121, 30, 122, 31)},
		}
		p, err := Populate(buildings, zones)
		if err != nil {
			t.Fatal(err)
		}
		sums := map[string]int64{}
		for _, r := range p.Points {
			if r.People[geo.All] < 0 || !r.Estimate {
				t.Fatalf("%+v", r)
			}
			sums[r.Area] += int64(r.People[geo.All])
		}
		if sums["A"] != zones[0].Population || sums["B"] != zones[1].Population {
			t.Fatalf("got %v", sums)
		}
		shuffled, err := Populate(rapid.Permutation(buildings).Draw(t, "order"), []Zone{zones[1], zones[0]})
		if err != nil || peopleOf(shuffled) != peopleOf(p) {
			t.Fatalf("order matters: %q, %q", peopleOf(p), peopleOf(shuffled))
		}
	})
}

func TestReadBuildings(t *testing.T) {
	big, bigRefs := square(10, 120, 30)
	small, smallRefs := square(20, 120.01, 30)
	b, err := ReadBuildings(context.Background(), writeFile(t, "x.osm", osmXML(big+small+
		`<node id="1" lat="30" lon="120">`+tagXML("building=house")+`</node>`+
		wayXML(1, bigRefs, "building=apartments building:levels=11 name=Tower")+
		wayXML(2, smallRefs, "building=yes height=30_m")+
		wayXML(3, smallRefs, "building=yes amenity=school")+
		wayXML(4, smallRefs, "building=house building:levels=many")+
		wayXML(5, smallRefs, "building=construction")+
		wayXML(6, smallRefs, "building=no")+
		wayXML(7, smallRefs, "building=garage")+
		wayXML(8, bigRefs, "building=yes")+wayXML(9, smallRefs, "")+
		relationXML(1, "outer:8 inner:9", "type=multipolygon building=residential")+
		relationXML(2, "outer:99", "type=multipolygon building=residential"))), nil)
	if err != nil {
		t.Fatal(err)
	}
	// 0.002 degrees of latitude by as many of longitude at 30 degrees north.
	side := 0.002 * math.Pi / 180 * geo.EarthRadiusM
	area := side * side * math.Cos(30*math.Pi/180)
	want := []struct {
		id     string
		use    BuildingUse
		m2     float64
		levels float64
		given  bool
	}{
		{"n1", Dwelling, 0, 2, false}, {"r1", Dwelling, 0.99 * area, 3, false}, {"w1", Dwelling, area, 11, true},
		{"w2", Unsaid, area, 2, false}, {"w3", OtherUse, area, 2, false}, {"w4", Dwelling, area, 2, false}, {"w7", OtherUse, area, 2, false},
	}
	if len(b.Buildings) != len(want) {
		t.Fatalf("got %+v", b.Buildings)
	}
	for i, w := range want {
		got := b.Buildings[i]
		if got.ID == "r1" {
			w.m2 = got.FootprintM2 // the hole lies outside the outer ring here and is none
			if math.Abs(got.FootprintM2-area)/area > 0.01 {
				t.Errorf("r1: %g m², want %g", got.FootprintM2, area)
			}
		}
		if got.ID != w.id || got.Use != w.use || math.Abs(got.FootprintM2-w.m2) > 0.001*area || got.Levels != w.levels || got.LevelsGiven != w.given {
			t.Errorf("got %+v, want %+v", got, w)
		}
	}
	if len(b.Warnings) != 3 {
		t.Errorf("warnings %v", b.Warnings)
	}
}

func TestLiechtensteinBuildings(t *testing.T) {
	b, err := ReadBuildings(context.Background(), realdata.Path(t, "liechtenstein/liechtenstein.osm.pbf"), nil)
	if err != nil {
		t.Fatal(err)
	}
	dwellings := 0
	for _, x := range b.Buildings {
		if x.Use == Dwelling {
			dwellings++
		}
		if x.FootprintM2 < 0 || x.FootprintM2 > 100_000 || !(x.Levels > 0) {
			t.Errorf("%+v", x)
		}
	}
	leftOut := 0
	for _, w := range b.Warnings {
		leftOut += w.Count
	}
	if len(b.Buildings)+leftOut != 9000 || dwellings != 1120 { // 9,001 objects less one building=no
		t.Errorf("%d buildings, %d dwellings, want 9000 and 1120; %v", len(b.Buildings), dwellings, b.Warnings)
	}
	p, err := Populate(b.Buildings, []Zone{{Population: 39000}})
	if err != nil {
		t.Fatal(err)
	}
	sum := int64(0)
	for _, r := range p.Points {
		sum += int64(r.People[geo.All])
	}
	if sum != 39000 || len(p.Points) != 1120 || p.Dwellings != 1120 {
		t.Errorf("%d people at %d points", sum, len(p.Points))
	}
}
