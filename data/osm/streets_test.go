package osm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
)

// checkStreets asserts what holds for every result.
func checkStreets(t *testing.T, s Streets) {
	t.Helper()
	inner := map[geo.NodeID]int64{} // nodes inside a segment belong to it alone
	for i, street := range s.Streets {
		if len(street.Nodes) < 2 || len(street.Nodes) != len(street.Line) {
			t.Fatalf("way %d: %d nodes, %d positions", street.WayID, len(street.Nodes), len(street.Line))
		}
		if street.Passage == [geo.NumTravellers]geo.Passage{} {
			t.Errorf("way %d: of no use to anyone", street.WayID)
		}
		if i > 0 && s.Streets[i-1].WayID > street.WayID {
			t.Errorf("way %d comes after %d", street.WayID, s.Streets[i-1].WayID)
		}
		for j := range street.Nodes {
			if j > 0 && street.Nodes[j] == street.Nodes[j-1] {
				t.Errorf("way %d stays at node %d", street.WayID, street.Nodes[j])
			}
			if street.Line[j][0] != geo.Round7(street.Line[j][0]) || street.Line[j][1] != geo.Round7(street.Line[j][1]) {
				t.Errorf("way %d: position %v is not rounded", street.WayID, street.Line[j])
			}
			if j > 0 && j < len(street.Nodes)-1 {
				if other, met := inner[street.Nodes[j]]; met {
					t.Errorf("node %d lies inside ways %d and %d", street.Nodes[j], other, street.WayID)
				}
				inner[street.Nodes[j]] = street.WayID
			}
		}
	}
	for _, street := range s.Streets {
		for _, end := range []geo.NodeID{street.Nodes[0], street.Nodes[len(street.Nodes)-1]} {
			if other, met := inner[end]; met {
				t.Errorf("way %d ends at node %d inside way %d", street.WayID, end, other)
			}
		}
	}
	for _, b := range s.Barriers {
		if len(b.Line) < 2 || b.Kind == "" || b.WayID == 0 {
			t.Errorf("barrier %+v", b)
		}
	}
}

// row gives nodes 1 to n in a row, 0.001 degrees apart.
func row(n int) (s string) {
	for i := 1; i <= n; i++ {
		s += fmt.Sprintf(`<node id="%d" lat="30" lon="%.3f"/>`, i, 120+float64(i)/1000)
	}
	return s
}

func wayXML(id int, refs, tags string) string {
	s := fmt.Sprintf(`<way id="%d">`, id)
	for _, ref := range strings.Fields(refs) {
		s += `<nd ref="` + ref + `"/>`
	}
	return s + tagXML(tags) + `</way>`
}

func tagXML(tags string) (s string) {
	for _, tag := range tagsOf(tags) {
		s += `<tag k="` + tag.Key + `" v="` + tag.Value + `"/>`
	}
	return s
}

// outlineOf writes segments as "way:1-2-3".
func outlineOf(s Streets) (segments []string) {
	for _, street := range s.Streets {
		text := fmt.Sprintf("%d:", street.WayID)
		for i, n := range street.Nodes {
			text += fmt.Sprintf("%s%d", []string{"", "-"}[min(i, 1)], n)
		}
		segments = append(segments, text)
	}
	return segments
}

func TestSplitting(t *testing.T) {
	for name, c := range map[string]struct {
		ways string
		want []string
	}{
		"alone":                   {wayXML(1, "1 2 3", "highway=primary"), []string{"1:1-2-3"}},
		"crossing":                {wayXML(1, "1 2 3", "highway=primary") + wayXML(2, "4 2 5", "highway=footway"), []string{"1:1-2", "1:2-3", "2:4-2", "2:2-5"}},
		"end to end":              {wayXML(1, "1 2", "highway=primary") + wayXML(2, "2 3", "highway=primary"), []string{"1:1-2", "2:2-3"}},
		"joining":                 {wayXML(7, "1 2 3", "highway=primary") + wayXML(2, "2 4", "highway=primary"), []string{"2:2-4", "7:1-2", "7:2-3"}},
		"loop":                    {wayXML(1, "1 2 3 1", "highway=primary"), []string{"1:1-2-3-1"}},
		"lollipop":                {wayXML(1, "1 2 3 4 2", "highway=primary"), []string{"1:1-2", "1:2-3-4-2"}},
		"eight":                   {wayXML(1, "1 2 3 4 2 5", "highway=primary"), []string{"1:1-2", "1:2-3-4-2", "1:2-5"}},
		"there and back":          {wayXML(1, "1 2 3 2 1", "highway=primary"), []string{"1:1-2", "1:2-3-2", "1:2-1"}},
		"staying is no crossing":  {wayXML(1, "1 2 2 2 3", "highway=primary"), []string{"1:1-2-3"}},
		"a barrier is no way":     {wayXML(1, "1 2 3", "highway=primary") + wayXML(2, "4 2 5", "waterway=river"), []string{"1:1-2-3"}},
		"a closed way is none":    {wayXML(1, "1 2 3", "highway=primary") + wayXML(2, "4 2 5", "highway=construction"), []string{"1:1-2-3"}},
		"a private way is none":   {wayXML(1, "1 2 3", "highway=primary") + wayXML(2, "4 2 5", "highway=service access=private"), []string{"1:1-2-3"}},
		"missing in the middle":   {wayXML(1, "1 2 99 4 5", "highway=primary"), []string{"1:1-2", "1:4-5"}},
		"missing at the ends":     {wayXML(1, "98 1 2 99", "highway=primary"), []string{"1:1-2"}},
		"missing leaves a point":  {wayXML(1, "1 2 99 4 98 5", "highway=primary"), []string{"1:1-2"}},
		"missing is no loop":      {wayXML(1, "1 2 99 2 3", "highway=primary"), []string{"1:1-2", "1:2-3"}},
		"one node":                {wayXML(1, "1", "highway=primary") + wayXML(2, "2 3", "highway=primary"), []string{"2:2-3"}},
		"one place":               {wayXML(1, "1 1 1", "highway=primary") + wayXML(2, "2 3", "highway=primary"), []string{"2:2-3"}},
		"no node":                 {wayXML(1, "", "highway=primary") + wayXML(2, "2 3", "highway=primary"), []string{"2:2-3"}},
		"a later version":         {wayXML(1, "1 2", "highway=primary") + wayXML(1, "2 3", "highway=primary"), []string{"1:2-3"}},
		"deleted":                 {wayXML(1, "1 2", "highway=primary") + `<way id="2" visible="false"><nd ref="1"/><nd ref="3"/><tag k="highway" v="primary"/></way>`, []string{"1:1-2"}},
		"ways before their nodes": {wayXML(1, "1 2 3", "highway=primary") + wayXML(2, "3 5", "highway=path"), []string{"1:1-2-3", "2:3-5"}},
	} {
		for order, xml := range []string{row(5) + c.ways, c.ways + row(5)} {
			s := readStreets(t, xml)
			if got := outlineOf(s); !slices.Equal(got, c.want) {
				t.Errorf("%s (order %d): %v, want %v", name, order, got, c.want)
			}
			checkStreets(t, s)
		}
	}
}

func TestDifferentNodesAtOnePlaceStay(t *testing.T) {
	s := readStreets(t, `<node id="1" lat="30" lon="120"/><node id="2" lat="30" lon="120"/><node id="3" lat="30" lon="120.1"/>`+
		wayXML(1, "1 2 3", "highway=primary"))
	if got := outlineOf(s); !slices.Equal(got, []string{"1:1-2-3"}) {
		t.Errorf("got %v", got)
	}
}

func TestStreetAttributes(t *testing.T) {
	s := readStreets(t, row(3)+
		`<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="oneway" v="yes"/><tag k="name" v="人民路"/><tag k="name:zh" v="别的"/><tag k="maxspeed" v="30"/></way>`+
		`<way id="2"><nd ref="2"/><nd ref="3"/><tag k="highway" v="steps"/><tag k="name:zh" v="石阶"/></way>`)
	want := []geo.Street{
		{WayID: 1, Name: "人民路", Class: "residential", Passage: [3]geo.Passage{geo.BothWays, geo.Forward, geo.Forward}, MaxSpeed: [2]float64{30, 30}, Boardable: true},
		{WayID: 2, Name: "石阶", Class: "steps", Passage: [3]geo.Passage{geo.BothWays, 0, 0}},
	}
	for i := range s.Streets {
		s.Streets[i].Nodes, s.Streets[i].Line = nil, nil
	}
	if !reflect.DeepEqual(s.Streets, want) {
		t.Errorf("got %+v\nwant %+v", s.Streets, want)
	}
}

func TestWarnings(t *testing.T) {
	s := readStreets(t, row(3)+
		`<node id="4" lat="30" lon="120.004"><tag k="barrier" v="dragon"/></node>`+
		wayXML(1, "1 2 99 98 3 4", "highway=primary maxspeed=fast access=maybe")+
		wayXML(2, "1", "highway=primary")+
		wayXML(3, "1 2", "highway=yellow_brick")+
		wayXML(4, "1 2", "highway=motorway")+wayXML(4, "1 99", "highway=motorway"))
	counts := map[string]int{}
	for _, w := range s.Warnings {
		counts[w.Rule] = w.Count
		if w.String() == "" || len(w.Examples) == 0 {
			t.Errorf("%+v", w)
		}
	}
	want := map[string]int{"dangling_node": 3, "short_way": 1, "unknown_class": 1, "unknown_maxspeed": 1, "unused_street": 1, "unknown_access": 1, "unknown_barrier": 1, "repeated": 1}
	if !reflect.DeepEqual(counts, want) || s.Counts.Dangling != 3 {
		t.Errorf("got %v (%v), want %v", counts, s.Warnings, want)
	}
	if len(s.Stops) != 1 || s.Stops[0].Node != 4 {
		t.Errorf("stops %v", s.Stops)
	}
}

func TestStopsLieOnStreets(t *testing.T) {
	gate := func(id int) string {
		return fmt.Sprintf(`<node id="%d" lat="30" lon="%.2f"><tag k="barrier" v="gate"/></node>`, id, 120+float64(id)/100)
	}
	s := readStreets(t, gate(3)+gate(1)+gate(2)+`<node id="4" lat="30" lon="121"><tag k="barrier" v="entrance"/></node>`+
		wayXML(1, "3 1 4", "highway=service"))
	want := []geo.NodeStop{{Node: 1, Stops: [3]bool{geo.Motorcar: true}}, {Node: 3, Stops: [3]bool{geo.Motorcar: true}}}
	if !reflect.DeepEqual(s.Stops, want) {
		t.Errorf("got %v, want %v", s.Stops, want)
	}
}

func relationXML(id int, members, tags string) string {
	s := fmt.Sprintf(`<relation id="%d">`, id)
	for _, m := range strings.Fields(members) {
		role, ref, _ := strings.Cut(m, ":")
		s += `<member type="way" ref="` + ref + `" role="` + role + `"/>`
	}
	return s + tagXML(tags) + `</relation>`
}

func TestBarriers(t *testing.T) {
	s := readStreets(t, row(9)+
		wayXML(1, "1 2", "highway=primary")+
		wayXML(20, "1 3 99 5 6", "waterway=river")+
		wayXML(21, "1 4", "waterway=river tunnel=yes")+
		wayXML(22, "1 2 3 1", "natural=water")+
		wayXML(23, "4 5", "")+wayXML(24, "5 6", "")+wayXML(25, "7 8 9 7", "note=island")+
		wayXML(26, "6 4", "waterway=river")+
		wayXML(27, "8 9", "highway=motorway")+
		relationXML(50, "outer:23 outer:24 inner:25 outer:26 outer:77", "type=multipolygon natural=water")+
		relationXML(49, "outer:23", "type=multipolygon waterway=riverbank")+
		relationXML(51, "outer:20", "type=boundary natural=water"))
	var got []string
	for _, b := range s.Barriers {
		got = append(got, fmt.Sprintf("%d %s %d", b.WayID, b.Kind, len(b.Line)))
	}
	want := []string{
		"-50 natural=water 2", "-50 natural=water 4", "-49 waterway=riverbank 2",
		"20 waterway=river 2", "20 waterway=river 2", "22 natural=water 4", "26 waterway=river 2", "27 highway=motorway 2",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := outlineOf(s); !slices.Equal(got, []string{"1:1-2", "27:8-9"}) {
		t.Errorf("streets %v", got)
	}
	if i := slices.IndexFunc(s.Warnings, func(w Warning) bool { return w.Rule == "dangling_way" }); i < 0 || s.Warnings[i].Count != 1 {
		t.Errorf("warnings %v", s.Warnings)
	}
}

func TestPedestrianAreaIsWalkedAlongItsOutline(t *testing.T) {
	s := readStreets(t, row(8)+
		wayXML(1, "1 2 3", "")+wayXML(2, "3 1", "")+wayXML(3, "5 6 7 5", "highway=service")+wayXML(4, "2 8", "highway=footway")+
		relationXML(9, "outer:1 outer:2 inner:3", "type=multipolygon highway=pedestrian name=Square")+
		relationXML(10, "outer:1", "type=multipolygon building=yes"))
	if got := outlineOf(s); !slices.Equal(got, []string{"1:1-2", "1:2-3", "2:3-1", "3:5-6-7-5", "4:2-8"}) {
		t.Errorf("streets %v", got)
	}
	if a := s.Streets[0]; a.Class != "pedestrian" || a.Name != "Square" || a.Passage != [3]geo.Passage{geo.BothWays, 0, 0} {
		t.Errorf("outline %+v", a)
	}
	if a := s.Streets[3]; a.Class != "service" {
		t.Errorf("a street of its own stays one: %+v", a)
	}
}

func TestNoStreets(t *testing.T) {
	for xml, hint := range map[string]string{
		row(2) + wayXML(1, "1 2", "building=yes"):    "highway",
		row(2) + wayXML(1, "8 9", "highway=primary"): "complete ways",
		"": "highway",
	} {
		_, err := ReadStreets(context.Background(), writeFile(t, "x.osm", osmXML(xml)), nil)
		if !errors.Is(err, ErrNoStreets) || !strings.Contains(err.Error(), hint) || !strings.Contains(err.Error(), "x.osm") {
			t.Errorf("error %v, want one about %q", err, hint)
		}
	}
}

func TestNegativeIDs(t *testing.T) {
	_, err := ReadStreets(context.Background(), writeFile(t, "x.osm", osmXML(`<node id="-1" lat="1" lon="1"/>`)), nil)
	if err == nil || !strings.Contains(err.Error(), "renumber") {
		t.Errorf("error %v", err)
	}
}

// A piece across the antimeridian is left out and said so; what lies on either side stays.
func TestAntimeridian(t *testing.T) {
	s := readStreets(t, `<node id="1" lat="-17" lon="179.99"/><node id="2" lat="-17" lon="180"/><node id="3" lat="-17" lon="-180"/><node id="4" lat="-17" lon="-179.99"/>`+
		wayXML(1, "1 2 3 4", "highway=residential")+wayXML(2, "2 3", "highway=residential")+wayXML(3, "4 1", "waterway=river"))
	checkStreets(t, s)
	if len(s.Streets) != 2 || s.Streets[0].Nodes[1] != 2 || s.Streets[1].Nodes[0] != 3 || len(s.Barriers) != 0 {
		t.Errorf("%+v, %+v", s.Streets, s.Barriers)
	}
	for _, w := range s.Warnings {
		if w.Rule != "antimeridian" || w.Count != 3 || fmt.Sprint(w.Examples) != "[way 1 way 2 way 3]" {
			t.Errorf("%+v", w)
		}
	}
	if len(s.Warnings) != 1 {
		t.Errorf("%d warnings", len(s.Warnings))
	}
}
