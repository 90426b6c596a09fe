package osm

import (
	"testing"

	"lifecircle/geo"
)

func TestPassage(t *testing.T) {
	// One letter each for foot, bicycle, motorcar: - none, > forward, < backward, = both ways.
	for _, c := range []struct{ tags, want string }{
		// classes
		{"highway=motorway", "-->"},
		{"highway=motorway oneway=no", "--="},
		{"highway=motorway_link", "--="},
		{"highway=motorway_link oneway=yes", "-->"},
		{"highway=motorway foot=yes", "=->"},
		{"highway=trunk", "==="},
		{"highway=trunk motorroad=yes", "--="},
		{"highway=trunk motorroad=yes access=yes", "--="},
		{"highway=trunk motorroad=yes bicycle=yes", "-=="},
		{"highway=trunk_link", "==="},
		{"highway=primary", "==="},
		{"highway=secondary", "==="},
		{"highway=tertiary_link", "==="},
		{"highway=unclassified", "==="},
		{"highway=residential", "==="},
		{"highway=living_street", "==="},
		{"highway=service", "==="},
		{"highway=road", "==="},
		{"highway=pedestrian", "=--"},
		{"highway=pedestrian bicycle=yes", "==-"},
		{"highway=pedestrian motor_vehicle=yes", "=--"},
		{"highway=pedestrian area=yes", "=--"},
		{"highway=footway", "=--"},
		{"highway=footway bicycle=designated", "==-"},
		{"highway=footway access=yes", "=--"},
		{"highway=footway bicycle=dismount", "=--"},
		{"highway=path", "==-"},
		{"highway=path bicycle=no", "=--"},
		{"highway=path foot=no", "-=-"},
		{"highway=cycleway", "==-"},
		{"highway=cycleway foot=no", "-=-"},
		{"highway=bridleway", "=--"},
		{"highway=steps", "=--"},
		{"highway=steps bicycle=yes", "=--"},
		{"highway=corridor", "=--"},
		{"highway=platform", "=--"},
		{"railway=platform", "=--"},
		{"public_transport=platform", "=--"},
		{"public_transport=platform foot=no", "---"},
		{"highway=busway", "---"},
		{"highway=busway bicycle=yes", "-=-"},
		{"highway=bus_guideway foot=yes", "---"},
		{"highway=construction construction=primary", "---"},
		{"highway=proposed", "---"},
		{"highway=abandoned", "---"},
		{"highway=raceway", "---"},
		{"highway=nonsense foot=yes", "---"},
		{"highway=residential abandoned=yes", "---"},
		{"building=yes", "---"},
		{"", "---"},
		{"route=ferry", "=--"},
		{"route=ferry bicycle=yes motor_vehicle=yes", "==="},
		{"route=ferry foot=no motorcar=yes", "--="},
		{"route=ferry motorcar=yes oneway=yes", ">->"},

		// tracks
		{"highway=track", "==-"},
		{"highway=track motor_vehicle=yes", "==="},
		{"highway=track motorcar=permissive", "==="},
		{"highway=track vehicle=destination", "==="},
		{"highway=track motor_vehicle=designated", "==="},
		{"highway=track access=yes", "==-"},
		{"highway=track motor_vehicle=agricultural", "==-"},
		{"highway=track motor_vehicle=customers", "==-"},
		{"highway=track vehicle=yes motor_vehicle=no", "==-"},
		{"highway=track access=forestry", "---"},

		// the most specific tag decides
		{"highway=residential access=no", "---"},
		{"highway=residential access=private", "---"},
		{"highway=residential access=no foot=yes", "=--"},
		{"highway=residential access=no vehicle=yes", "-=="},
		{"highway=residential vehicle=no", "=--"},
		{"highway=residential vehicle=no bicycle=yes", "==-"},
		{"highway=residential vehicle=no motor_vehicle=yes", "=-="},
		{"highway=residential motor_vehicle=no", "==-"},
		{"highway=residential motor_vehicle=no motorcar=yes", "==="},
		{"highway=residential motor_vehicle=yes motorcar=no", "==-"},
		{"highway=residential foot=no", "-=="},
		{"highway=residential access=yes foot=private", "-=="},

		// values
		{"highway=service access=permissive", "==="},
		{"highway=service access=destination", "==="},
		{"highway=service access=customers", "==="},
		{"highway=service access=delivery", "---"},
		{"highway=service access=residents", "---"},
		{"highway=service access=official", "==="},
		{"highway=service access=agricultural;forestry", "---"},
		{"highway=service access=delivery;destination", "==="},
		{"highway=service access=unknown", "==="},
		{"highway=service access=gibberish", "==="},
		{"highway=service access=no foot=unknown", "---"},
		{"highway=primary bicycle=use_sidepath", "=-="},
		{"highway=primary bicycle=dismount", "=-="},
		{"highway=primary foot=use_sidepath", "-=="},
		{"highway=primary bicycle=official", "==="},

		// one-ways
		{"highway=primary oneway=yes", "=>>"},
		{"highway=primary oneway=true", "=>>"},
		{"highway=primary oneway=1", "=>>"},
		{"highway=primary oneway=-1", "=<<"},
		{"highway=primary oneway=no", "==="},
		{"highway=primary oneway=reversible", "=--"},
		{"highway=primary oneway=alternating", "==="},
		{"highway=primary oneway=gibberish", "==="},
		{"highway=primary junction=roundabout", "=>>"},
		{"highway=primary junction=circular", "=>>"},
		{"highway=primary junction=roundabout oneway=-1", "=<<"},
		{"highway=footway junction=roundabout", "=--"},
		{"highway=residential oneway=yes oneway:bicycle=no", "==>"},
		{"highway=residential oneway=yes oneway:bicycle=-1", "=<>"},
		{"highway=residential oneway:bicycle=yes", "=>="},
		{"highway=residential oneway=yes cycleway=opposite", "==>"},
		{"highway=residential oneway=yes cycleway=opposite_lane", "==>"},
		{"highway=residential oneway=yes cycleway:left=opposite_track", "==>"},
		{"highway=residential oneway=yes cycleway:left:oneway=-1", "==>"},
		{"highway=residential oneway=yes cycleway=lane", "=>>"},
		{"highway=residential oneway=yes oneway:bicycle=yes cycleway=opposite", "=>>"},
		{"highway=residential oneway=yes bicycle:backward=yes", "==>"},
		{"highway=residential motor_vehicle:forward=no", "==<"},
		{"highway=residential vehicle:backward=no bicycle:backward=yes", "==>"},
		{"highway=residential oneway=yes oneway:motor_vehicle=no", "=>="},
		{"highway=cycleway oneway=yes", "=>-"},
		{"highway=footway oneway=yes", "=--"},
		{"highway=footway oneway:foot=yes", ">--"},
		{"highway=footway oneway:foot=-1", "<--"},
		{"highway=steps conveying=forward", ">--"},
		{"highway=steps conveying=backward", "<--"},
		{"highway=steps conveying=reversible", "=--"},
		{"highway=primary oneway=yes oneway:foot=no", "=>>"},
		{"highway=residential foot=no oneway=yes", "->>"},
	} {
		got := ""
		for who := range geo.NumTravellers {
			got += string("->" + "<=")[Passage(tagsOf(c.tags), who):][:1]
		}
		if got != c.want {
			t.Errorf("%s: foot, bicycle, motorcar %s, want %s", c.tags, got, c.want)
		}
	}
}

func TestAccessValuesAreAllDecided(t *testing.T) {
	for value := range accessValues {
		if _, known := readAccess(value); !known {
			t.Errorf("%q", value)
		}
	}
	for _, c := range []struct {
		value string
		want  verdict
		known bool
	}{
		{"yes;no", allowed, true}, {"no;yes", allowed, true}, {"private; no", barred, true},
		{"gibberish", unsaid, false}, {"no;gibberish", barred, false}, {";", unsaid, true}, {"unknown;no", barred, true},
	} {
		if got, known := readAccess(c.value); got != c.want || known != c.known {
			t.Errorf("%q: %v, %v", c.value, got, known)
		}
	}
}

func TestUnknownAccess(t *testing.T) {
	got := unknownAccess(tagsOf("highway=service access=gibberish oneway=sometimes oneway:bicycle=no foot:backward=huh bicycle:lanes=a|b foot:conditional=x vehicle=no access:height=2"))
	want := Tags{{"access", "gibberish"}, {"oneway", "sometimes"}, {"foot:backward", "huh"}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}

func TestBoardable(t *testing.T) {
	for tags, want := range map[string]bool{
		"highway=residential":               true,
		"highway=motorway":                  false,
		"highway=motorway_link":             false,
		"highway=trunk":                     true,
		"highway=trunk motorroad=yes":       false,
		"highway=primary motorroad=no":      true,
		"highway=primary tunnel=yes":        false,
		"highway=primary tunnel=no":         true,
		"highway=primary tunnel=culvert":    false,
		"highway=primary bridge=yes":        false,
		"highway=primary bridge=viaduct":    false,
		"highway=primary bridge=no":         true,
		"highway=footway covered=yes":       false,
		"highway=footway covered=no":        true,
		"highway=footway covered=arcade":    true,
		"highway=steps":                     false,
		"route=ferry":                       false,
		"highway=service service=parking_a": true,
	} {
		if got := Boardable(tagsOf(tags)); got != want {
			t.Errorf("%s: %v", tags, got)
		}
	}
}
