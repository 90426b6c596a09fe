package osm

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
)

func TestMatch(t *testing.T) {
	m := newMatcher()
	for _, c := range []struct{ tags, services, doubtful string }{
		{"amenity=kindergarten", "kindergarten", ""},
		{"amenity=kindergarten nursery=yes", "childcare kindergarten", ""},
		{"amenity=kindergarten nursery=no", "kindergarten", ""},
		{"amenity=hospital", "hospital", "community_hospital"},
		{"amenity=hospital name=第一医院", "hospital", "community_hospital"},
		{"amenity=hospital name=五山社区医院", "community_hospital", "hospital"},
		{"amenity=clinic", "", "clinic clinic_station"},
		{"amenity=clinic name=Dr.Wang", "", "clinic clinic_station"},
		{"amenity=clinic name=城东社区卫生服务中心", "clinic", "clinic_station"},
		{"amenity=clinic name=城东社区卫生服务站", "clinic_station", "clinic"},
		{"amenity=clinic name:zh=李村卫生室", "clinic_station", "clinic"},
		{"healthcare=centre", "clinic", ""},
		{"amenity=pharmacy", "pharmacy", ""},
		{"amenity=doctors;pharmacy", "pharmacy", "clinic clinic_station"},
		{"amenity=school", "", "school_primary school_secondary"},
		{"amenity=school name=实验小学", "school_primary", "school_secondary"},
		{"amenity=school name=第二中学", "school_secondary", "school_primary"},
		{"amenity=school name=第二中学附属小学", "school_primary", "school_secondary"},
		{"amenity=school isced:level=1", "school_primary", "school_primary school_secondary"},
		{"amenity=school isced:level=1;2", "school_primary school_secondary", "school_primary school_secondary"},
		{"amenity=childcare", "childcare", "after_school"},
		{"amenity=childcare name=阳光托管", "after_school", "childcare"},
		{"amenity=childcare name=阳光早教", "", "after_school childcare"},
		{"amenity=community_centre name=街道党群服务中心", "subdistrict_center", ""},
		{"amenity=community_centre name=幸福社区党群服务中心", "community_center", ""},
		{"amenity=community_centre name=邻里中心", "area_center", ""},
		{"shop=mall", "", "area_center complex"},
		{"amenity=restaurant", "", "elder_meal"},
		{"amenity=restaurant name=社区食堂", "elder_meal", ""},
		{"amenity=social_facility social_facility=day_care social_facility:for=senior", "elder_station", "elder_center"},
		{"amenity=social_facility social_facility=nursing_home social_facility:for=senior", "elder_home", "elder_center"},
		{"amenity=social_facility social_facility:for=senior", "", "elder_center"},
		{"amenity=social_facility social_facility=shelter social_facility:for=homeless", "", ""},
		{"leisure=pitch sport=soccer", "sports_court", ""},
		{"leisure=pitch", "", ""},
		{"leisure=park", "", "fitness_outdoor greenway sports_park"},
		{"leisure=park name=城北体育公园", "sports_park", "fitness_outdoor greenway"},
		{"leisure=fitness_station", "fitness_outdoor", ""},
		{"shop=greengrocer", "market", ""},
		{"amenity=police", "police_room", "governance_center"},
		{"highway=bus_stop", "bus_stop", ""},
		{"railway=station", "rail_station", ""},
		{"highway=footway", "", ""},
		{"disused:amenity=clinic", "", ""},
		{"name=幼儿园", "", ""},
	} {
		got := m.match(tagsOf(c.tags))
		var doubtful []string
		for _, d := range got.doubtful {
			doubtful = append(doubtful, d.service)
		}
		slices.Sort(doubtful)
		doubtful = slices.Compact(doubtful)
		if s := strings.Join(got.services, " "); s != c.services {
			t.Errorf("%s: %q, want %q", c.tags, s, c.services)
		}
		if s := strings.Join(doubtful, " "); s != c.doubtful && c.doubtful != "" {
			t.Errorf("%s: doubtful %q, want %q", c.tags, s, c.doubtful)
		}
	}
}

func readFacilities(t *testing.T, elements string, services ...string) Facilities {
	t.Helper()
	f, err := ReadFacilities(context.Background(), writeFile(t, "town.osm", osmXML(elements)), services, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// square gives four nodes from id on, side 0.002 degrees, around a centre.
func square(id int, lon, lat float64) (nodes, refs string) {
	for i, d := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		nodes += fmt.Sprintf(`<node id="%d" lat="%.4f" lon="%.4f"/>`, id+i, lat+d[1]/1000, lon+d[0]/1000)
	}
	return nodes, fmt.Sprintf("%d %d %d %d %d", id, id+1, id+2, id+3, id)
}

func TestFacilitiesOfEveryGeometry(t *testing.T) {
	outer, outerRefs := square(10, 120, 30)
	outerRef := strings.Fields(outerRefs)
	f := readFacilities(t, outer+
		`<node id="1" lat="30.1" lon="120.1">`+tagXML("amenity=kindergarten name=Sunny capacity=90 opening_hours=Mo-Fr phone=123 operator=County addr:street=人民路 addr:city=杭州市 addr:housenumber=8号")+`</node>`+
		`<node id="2" lat="30.2" lon="120.2">`+tagXML("amenity=kindergarten disused=yes")+`</node>`+
		`<node id="3" lat="30.3" lon="120.3">`+tagXML("amenity=clinic name=Doctor")+`</node>`+
		`<node id="4" lat="30.3" lon="120.3">`+tagXML("amenity=kindergarten capacity=many")+`</node>`+
		wayXML(5, outerRefs, "amenity=kindergarten")+
		wayXML(6, "10 11 99", "amenity=kindergarten")+
		wayXML(7, strings.Join(outerRef[:3], " "), "")+wayXML(8, strings.Join(outerRef[2:], " "), "")+
		relationXML(9, "outer:7 outer:8", "type=multipolygon amenity=kindergarten")+
		relationXML(10, "outer:7", "type=multipolygon amenity=kindergarten")+
		relationXML(11, "outer:7", "type=site amenity=kindergarten"), "kindergarten", "clinic", "elder_homecare")

	var ids []string
	for _, x := range f.Found {
		ids = append(ids, x.ID)
		if x.Service != "kindergarten" || x.Status != geo.Active || x.AreaM2 != geo.NoData {
			t.Errorf("%+v", x)
		}
	}
	if want := []string{"n1", "n4", "r9", "w5"}; !slices.Equal(ids, want) {
		t.Fatalf("found %v, want %v", ids, want)
	}
	want := geo.Facility{Service: "kindergarten", ID: "n1", Name: "Sunny", Point: orb.Point{120.1, 30.1}, Status: geo.Active, Capacity: 90,
		AreaM2: geo.NoData, OpeningHours: "Mo-Fr", Address: "杭州市人民路8号", Attributes: map[string]string{"operator": "County"}}
	if !reflect.DeepEqual(f.Found[0], want) {
		t.Errorf("got %+v\nwant %+v", f.Found[0], want)
	}
	if f.Found[1].Capacity != geo.NoData || f.Found[1].Attributes["capacity"] != "many" {
		t.Errorf("capacity %+v", f.Found[1])
	}
	for _, i := range []int{2, 3} {
		if f.Found[i].Point != (orb.Point{120, 30}) {
			t.Errorf("%s at %v, want the middle", f.Found[i].ID, f.Found[i].Point)
		}
	}
	if len(f.Undecided) != 1 || f.Undecided[0].ID != "n3" || f.Undecided[0].Tags != "amenity=clinic" || !slices.Equal(f.Undecided[0].Services, []string{"clinic"}) {
		t.Errorf("undecided %+v", f.Undecided)
	}
	counts := map[string]int{}
	for _, w := range f.Warnings {
		counts[w.Rule] = w.Count
	}
	if !reflect.DeepEqual(counts, map[string]int{"no_tags": 1, "incomplete_outline": 2, "relation_type": 1, "lifecycle": 1, "capacity": 1}) {
		t.Errorf("warnings %v", f.Warnings)
	}
}

func TestUnknownServices(t *testing.T) {
	for code, say := range map[string]string{"kindergarden": `"kindergarten"`, "zzzzzzzz": "unknown service"} {
		_, err := ReadFacilities(context.Background(), "nowhere", []string{code}, nil)
		if err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestPointInsideOddShapes(t *testing.T) {
	for name, polygon := range map[string]orb.Polygon{
		"crescent": {{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 9}, {9, 9}, {9, 1}, {0, 1}, {0, 0}}},
		"courtyard": {{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}},
			{{1, 1}, {9, 1}, {9, 9}, {1, 9}, {1, 1}}},
		"clockwise": {{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}},
		"sliver":    {{{0, 0}, {1, 1}, {2, 2}, {0, 0}}},
		"one place": {{{5, 5}, {5, 5}, {5, 5}, {5, 5}}},
	} {
		p := inside(polygon)
		if math.IsNaN(p[0]) || !geo.Contains(orb.MultiPolygon{polygon}, p) {
			t.Errorf("%s: %v is not inside", name, p)
		}
	}
}

func TestMiddleOfALine(t *testing.T) {
	if got := middle(orb.LineString{{0, 0}, {0, 0}, {1, 0}, {3, 0}}); math.Abs(got[0]-1.5) > 1e-6 {
		t.Errorf("got %v", got)
	}
	if got := middle(orb.LineString{{2, 2}, {2, 2}}); got != (orb.Point{2, 2}) {
		t.Errorf("got %v", got)
	}
}

func TestRings(t *testing.T) {
	nodes := row(9)
	read := func(ways, members string) (outline, bool) {
		f, err := openFile(writeFile(t, "x.osm", osmXML(nodes+ways+relationXML(1, members, "type=multipolygon building=yes"))))
		if err != nil {
			t.Fatal(err)
		}
		c, err := f.collect(context.Background(), selector{way: func(*way) bool { return false }, relation: func(*relation) bool { return true }}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.relationOutline(&c.relations[0])
	}
	for name, c := range map[string]struct {
		ways, members string
		rings         []int // nodes of the outer rings; nil if it does not close
	}{
		"one way":         {wayXML(1, "1 2 3 1", ""), "outer:1", []int{4}},
		"no role":         {wayXML(1, "1 2 3 1", ""), ":1", []int{4}},
		"two ways":        {wayXML(1, "1 2 3", "") + wayXML(2, "1 4 3", ""), "outer:1 outer:2", []int{5}},
		"three, reversed": {wayXML(1, "1 2", "") + wayXML(2, "3 2", "") + wayXML(3, "3 1", ""), "outer:1 outer:2 outer:3", []int{4}},
		"two rings":       {wayXML(1, "1 2 3 1", "") + wayXML(2, "4 5 6", "") + wayXML(3, "6 4", ""), "outer:1 outer:2 outer:3", []int{4, 4}},
		"open":            {wayXML(1, "1 2 3", "") + wayXML(2, "3 4 5", ""), "outer:1 outer:2", nil},
		"missing way":     {wayXML(1, "1 2 3 1", ""), "outer:1 outer:7", nil},
		"missing node":    {wayXML(1, "1 2 99 1", ""), "outer:1", nil},
		"only a hole":     {wayXML(1, "1 2 3 1", ""), "inner:1", nil},
	} {
		shape, ok := read(c.ways, c.members)
		var rings []int
		for _, polygon := range shape.polygons {
			rings = append(rings, len(polygon[0]))
		}
		if ok != (c.rings != nil) || !slices.Equal(rings, c.rings) {
			t.Errorf("%s: rings %v, %v; want %v", name, rings, ok, c.rings)
		}
	}
}

func TestLiechtensteinFacilities(t *testing.T) {
	f, err := ReadFacilities(context.Background(), realdata.Path(t, "liechtenstein/liechtenstein.osm.pbf"), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, x := range f.Found {
		counts[x.Service]++
		if x.Point[0] < 9.4 || x.Point[0] > 9.7 || x.Point[1] < 47 || x.Point[1] > 47.3 {
			t.Errorf("%s lies at %v", x.ID, x.Point)
		}
	}
	for service, want := range map[string]int{"kindergarten": 6, "hospital": 1, "childcare": 2, "pharmacy": 3, "police_room": 1, "clinic": 0, "clinic_station": 0} {
		if counts[service] != want {
			t.Errorf("%d × %s, want %d", counts[service], service, want)
		}
	}
	schools := 0
	for _, u := range f.Undecided {
		if u.Tags == "amenity=school" {
			schools++
		}
	}
	if schools+counts["school_primary"]+counts["school_secondary"] != 19 {
		t.Errorf("%d schools undecided, %d and %d decided, want 19 in all", schools, counts["school_primary"], counts["school_secondary"])
	}
	t.Log(counts, len(f.Undecided), f.Warnings)
}
