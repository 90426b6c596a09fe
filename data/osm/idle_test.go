package osm

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
)

func TestIdleUse(t *testing.T) {
	for _, c := range []struct{ tags, use, because string }{
		// What a prefix tells.
		{"disused:amenity=school", "amenity=school", ""},
		{"abandoned:amenity=kindergarten building=yes", "amenity=kindergarten", ""},
		{"was:amenity=townhall building=yes", "amenity=townhall", ""},
		{"was:amenity=townhall", "", ""}, // who knows what is there now
		{"was:building=school", "", ""},
		{"disused:office=government building=office", "office=government", ""},
		{"disused:office=company building=office", "", ""},
		{"disused:healthcare=clinic", "healthcare=clinic", ""},
		{"abandoned:social_facility=shelter", "social_facility=shelter", ""},
		{"disused:leisure=sports_centre", "leisure=sports_centre", ""},
		{"disused:leisure=pitch", "", ""},
		{"disused:building=school", "building=school", ""},
		{"abandoned:building=yes", "", ""},
		{"disused:amenity=bank;library", "amenity=library", ""},
		{"disused:amenity=no building=yes", "", ""},
		{"disused:amenity=restaurant building=yes", "", ""},
		{"disused:shop=supermarket building=retail", "", ""},
		{"disused:shop=supermarket building=civic", "building=civic", ""},
		{"disused:shop=no building=civic", "", ""},
		// What marks of the whole tell.
		{"amenity=hospital disused=yes", "amenity=hospital", ""},
		{"amenity=school disused=no", "", ""},
		{"amenity=clinic abandoned=2019", "amenity=clinic", ""},
		{"building=public vacant=yes", "building=public", ""},
		{"building=public vacant=no", "", ""},
		{"building=school building:use=vacant", "building=school", ""},
		{"building=yes disused=yes", "", ""},
		{"building=school shop=vacant", "building=school", ""},
		{"building=public office=vacant", "building=public", ""},
		{"building=office office=vacant", "", ""},
		{"amenity=library shop=vacant", "", ""}, // an empty room beside the library
		{"amenity=fire_station office=company disused=yes", "amenity=fire_station", ""},
		// Benches and the like are out of use too.
		{"amenity=bench disused=yes", "", ""},
		{"railway=platform disused=yes", "", ""},
		{"highway=path abandoned=yes ruins=yes", "", ""},
		// In use again.
		{"disused:amenity=school amenity=library building=yes", "amenity=school", "amenity=library"},
		{"disused:amenity=school shop=furniture", "amenity=school", "shop=furniture"},
		{"disused:amenity=school building=apartments", "amenity=school", "building=apartments"},
		{"disused:amenity=school shop=vacant building=school", "amenity=school", ""},
		{"disused:shop=kiosk amenity=townhall building=civic", "building=civic", "amenity=townhall"},
		{"was:amenity=post_office tourism=museum building=yes", "amenity=post_office", "tourism=museum"},
		// Gone, or not yet there.
		{"demolished:amenity=school", "", ""},
		{"disused:amenity=school demolished:building=yes", "amenity=school", "demolished:building=yes"},
		{"amenity=school disused=yes building=ruins", "amenity=school", "building=ruins"},
		{"amenity=school abandoned=yes ruins=yes", "amenity=school", "ruins=yes"},
		{"amenity=school abandoned=yes historic=ruins", "amenity=school", "historic=ruins"},
		{"disused:amenity=clinic building=construction", "amenity=clinic", "building=construction"},
		// Soldiers'.
		{"disused:amenity=hospital military=base", "amenity=hospital", "military=base"},
		{"amenity=school disused=yes landuse=military", "amenity=school", "landuse=military"},
		{"disused:building=public abandoned:military=barracks", "building=public", "abandoned:military=barracks"},
		{"disused:amenity=school military=no", "amenity=school", ""},
		// What an object was is named by the first that tells.
		{"disused:building=school disused:amenity=college", "amenity=college", ""},
		{"amenity=school", "", ""},
		{"", "", ""},
	} {
		if use, because := IdleUse(tagsOf(c.tags)); use != c.use || because != c.because {
			t.Errorf("%s: %q, %q; want %q, %q", c.tags, use, because, c.use, c.because)
		}
	}
}

// Nodes, ways and relations become buildings: a point inside, and the footprint of what is a building.
func TestIdleBuildingsOfEveryGeometry(t *testing.T) {
	outer, outerRefs := square(10, 120, 30)
	inner := `<node id="20" lat="29.9995" lon="119.9995"/><node id="21" lat="29.9995" lon="120.0005"/><node id="22" lat="30.0005" lon="120.0005"/><node id="23" lat="30.0005" lon="119.9995"/>`
	f := readFacilities(t, outer+inner+
		`<node id="1" lat="30.1" lon="120.1">`+tagXML("disused:amenity=library disused:name=书院")+`</node>`+
		`<node id="2" lat="30.2" lon="120.2">`+tagXML("amenity=kindergarten name=Sunny")+`</node>`+
		`<node id="3" lat="30.3" lon="120.3">`+tagXML("amenity=bench disused=yes")+`</node>`+
		`<node id="4" lat="30.3" lon="120.3">`+tagXML("disused:amenity=school military=base")+`</node>`+
		`<node id="5" lat="30.4" lon="120.4">`+tagXML("amenity=kindergarten disused=yes name=Old old_name=Older")+`</node>`+
		wayXML(5, outerRefs, "building=school building:use=vacant name=Hall")+
		wayXML(6, outerRefs, "disused:amenity=school")+ // grounds
		wayXML(7, "10 11", "disused:amenity=school")+
		wayXML(8, "10 11 99 10", "building=school disused=yes")+
		wayXML(9, outerRefs, "building=public vacant=yes")+
		wayXML(10, "20 21 22 23 20", "")+
		relationXML(11, "outer:9 inner:10", "type=multipolygon building=public vacant=yes")+
		relationXML(12, "outer:98", "type=multipolygon disused:amenity=clinic")+
		relationXML(13, "outer:9", "type=site disused:amenity=clinic"), "kindergarten")

	// A square of 0.002 degrees at 30° north, worked out on the sphere; three quarters of it around the courtyard.
	side := 0.002 * math.Pi / 180 * geo.EarthRadiusM
	whole := side * side * math.Cos(30*math.Pi/180)
	want := []geo.IdleBuilding{
		{ID: "n1", Name: "书院", Use: "amenity=library", Point: orb.Point{120.1, 30.1}, FootprintM2: geo.NoData},
		{ID: "n5", Name: "Old", Use: "amenity=kindergarten", Point: orb.Point{120.4, 30.4}, FootprintM2: geo.NoData},
		{ID: "r11", Use: "building=public", FootprintM2: 0.75 * whole},
		{ID: "w5", Name: "Hall", Use: "building=school", Point: orb.Point{120, 30}, FootprintM2: whole},
		{ID: "w6", Use: "amenity=school", Point: orb.Point{120, 30}, FootprintM2: geo.NoData},
		{ID: "w7", Use: "amenity=school", Point: orb.Point{120, 29.999}, FootprintM2: geo.NoData},
	}
	if len(f.Idle) != len(want) {
		t.Fatalf("%d of %d: %+v", len(f.Idle), len(want), f.Idle)
	}
	for i, b := range f.Idle {
		if b.ID == "r11" { // inside, but not in the courtyard
			hall := orb.Bound{Min: orb.Point{119.999, 29.999}, Max: orb.Point{120.001, 30.001}}
			court := orb.Bound{Min: orb.Point{119.9995, 29.9995}, Max: orb.Point{120.0005, 30.0005}}
			if !hall.Contains(b.Point) || court.Contains(b.Point) {
				t.Errorf("%v is not in the building", b.Point)
			}
			want[i].Point = b.Point
		}
		if math.Abs(b.FootprintM2-want[i].FootprintM2) > 0.002*whole || b.FootprintM2 != math.Trunc(b.FootprintM2) {
			t.Errorf("%s: footprint %v, by hand %v", b.ID, b.FootprintM2, want[i].FootprintM2)
		}
		if want[i].FootprintM2 = b.FootprintM2; !reflect.DeepEqual(b, want[i]) {
			t.Errorf("got %+v\nwant %+v", b, want[i])
		}
	}
	if len(f.Found) != 1 || f.Found[0].ID != "n2" {
		t.Errorf("facilities: %+v", f.Found)
	}
	counts := map[string]int{}
	for _, w := range f.Warnings {
		counts[w.Rule] = w.Count
	}
	if want := map[string]int{"lifecycle": 1, "idle_in_use": 1, "idle_incomplete_outline": 2, "idle_relation_type": 1, "idle_merged": 1}; !reflect.DeepEqual(counts, want) {
		t.Errorf("%v, want %v", f.Warnings, want)
	}
}

// What osmium tags-filter and a look at the tags find in these files: the only disused or abandoned things in them are
// a path, ruined, and a railway platform.
func TestRealFilesHoldNoIdleBuildings(t *testing.T) {
	for _, name := range []string{"macau/macau_roads.osm.pbf", "saopaulo/spo.osm.pbf", "liechtenstein/liechtenstein.osm.pbf"} {
		f, err := ReadFacilities(context.Background(), realdata.Path(t, name), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range f.Warnings {
			if strings.HasPrefix(w.Rule, "idle_") {
				t.Errorf("%s: %+v", name, w)
			}
		}
		if len(f.Idle) > 0 {
			t.Errorf("%s: %+v", name, f.Idle)
		}
	}
}

// All schools of Liechtenstein closed. As osmium tags-filter nwr/amenity=school lists them, 7 nodes and 12 ways are
// schools there; 3 of the ways are buildings, the others grounds. GDAL and PROJ measured the buildings in the plane of
// the Swiss survey (EPSG:2056), on the ellipsoid: at this latitude it is 0.27 % larger than the mean sphere.
func TestRealSchoolsClosed(t *testing.T) {
	path := closed(t, "liechtenstein/liechtenstein.osm.pbf", "amenity", "school")
	f, err := ReadFacilities(context.Background(), path, []string{"kindergarten"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	kinds, footprints := map[byte]int{}, map[string]float64{}
	for _, b := range f.Idle {
		kinds[b.ID[0]]++
		if b.Use != "amenity=school" {
			t.Errorf("%+v", b)
		}
		if b.FootprintM2 != geo.NoData {
			footprints[b.ID] = b.FootprintM2
		}
	}
	if !reflect.DeepEqual(kinds, map[byte]int{'n': 7, 'w': 12}) || len(footprints) != 3 {
		t.Errorf("%v, footprints %v", kinds, footprints)
	}
	for id, want := range map[string]float64{"w44963524": 1941.0, "w44963556": 3770.7, "w47008547": 5144.9} {
		if got := footprints[id]; math.Abs(got-want) > 0.004*want {
			t.Errorf("%s: %v m², by GDAL %v", id, got, want)
		}
	}
}

// closed is an extract in which every object of a tag is disused; the test is skipped where osmium is not installed.
func closed(t *testing.T, name, key, value string) string {
	t.Helper()
	program, err := exec.LookPath("osmium")
	if err != nil {
		t.Skip("osmium is not installed (Debian package osmium-tool): closing the schools of a real town stays untested")
	}
	path := filepath.Join(t.TempDir(), "closed.osm")
	if out, err := exec.CommandContext(t.Context(), program, "cat", realdata.Path(t, name), "-o", path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.ReplaceAll(string(text), `k="`+key+`" v="`+value+`"`, `k="disused:`+key+`" v="`+value+`"`)
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
