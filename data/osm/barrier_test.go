package osm

import (
	"testing"

	"lifecircle/geo"
)

func TestStops(t *testing.T) {
	// Letters name whom it stops: f, b, m.
	for tags, want := range map[string]string{
		"":                          "",
		"highway=crossing":          "",
		"access=no":                 "", // no barrier
		"barrier=gate":              "m",
		"barrier=lift_gate":         "m",
		"barrier=swing_gate":        "m",
		"barrier=bollard":           "m",
		"barrier=block":             "m",
		"barrier=chain":             "m",
		"barrier=bus_trap":          "m",
		"barrier=yes":               "m",
		"barrier=wall":              "fbm",
		"barrier=fence":             "fbm",
		"barrier=kissing_gate":      "bm",
		"barrier=stile":             "bm",
		"barrier=turnstile":         "bm",
		"barrier=cycle_barrier":     "m",
		"barrier=entrance":          "",
		"barrier=toll_booth":        "",
		"barrier=border_control":    "",
		"barrier=sally_port":        "",
		"barrier=cattle_grid":       "",
		"barrier=height_restrictor": "",
		"barrier=kerb":              "",
		"barrier=no":                "",

		"barrier=gate access=yes":                       "",
		"barrier=gate access=no":                        "fbm",
		"barrier=gate access=private":                   "fbm",
		"barrier=gate access=no foot=yes":               "bm",
		"barrier=gate motor_vehicle=yes":                "",
		"barrier=gate motor_vehicle=private":            "m",
		"barrier=bollard bicycle=no":                    "bm",
		"barrier=bollard vehicle=no bicycle=yes":        "m",
		"barrier=wall foot=yes":                         "bm",
		"barrier=lift_gate motorcar=yes":                "",
		"barrier=gate access=unknown":                   "m",
		"barrier=toll_booth bicycle=no foot=no":         "fb",
		"barrier=border_control access=no motorcar=yes": "fb",
	} {
		stops, known := Stops(tagsOf(tags))
		if got := letters(stops); got != want || !known {
			t.Errorf("%s stops %q, want %q; known %v", tags, got, want, known)
		}
	}
}

func TestStopsOfUnknownKind(t *testing.T) {
	if stops, known := Stops(tagsOf("barrier=unheard_of")); known || letters(stops) != "m" {
		t.Errorf("stops %q, known %v", letters(stops), known)
	}
	if stops, _ := Stops(tagsOf("barrier=gate")); letters(stops) != "m" {
		t.Errorf("the table changed: a gate stops %q", letters(stops))
	}
}

func letters(stops [geo.NumTravellers]bool) (s string) {
	for who, stopped := range stops {
		if stopped {
			s += "fbm"[who : who+1]
		}
	}
	return s
}

func TestBarrierKind(t *testing.T) {
	for tags, want := range map[string]string{
		"waterway=river":                      "waterway=river",
		"waterway=canal":                      "waterway=canal",
		"waterway=riverbank":                  "waterway=riverbank",
		"natural=water":                       "natural=water",
		"natural=water water=lake":            "natural=water",
		"railway=rail":                        "railway=rail",
		"railway=light_rail":                  "railway=light_rail",
		"highway=motorway":                    "highway=motorway",
		"highway=motorway_link":               "highway=motorway_link",
		"barrier=wall":                        "barrier=wall",
		"barrier=city_wall":                   "barrier=city_wall",
		"barrier=retaining_wall":              "barrier=retaining_wall",
		"waterway=river natural=water":        "waterway=river",
		"waterway=stream":                     "",
		"waterway=drain":                      "",
		"waterway=ditch":                      "",
		"barrier=fence":                       "",
		"barrier=hedge":                       "",
		"railway=subway":                      "",
		"railway=tram":                        "",
		"railway=disused":                     "",
		"highway=trunk":                       "",
		"waterway=river tunnel=culvert":       "",
		"waterway=river tunnel=no":            "waterway=river",
		"railway=rail bridge=yes":             "",
		"railway=rail bridge=viaduct":         "",
		"railway=rail tunnel=yes":             "",
		"highway=motorway bridge=yes":         "",
		"waterway=canal covered=yes":          "",
		"waterway=canal covered=no bridge=no": "waterway=canal",
		"building=yes":                        "",
		"highway=residential":                 "",
		"highway=motorway railway=rail":       "railway=rail",
		"disused:railway=rail":                "",
	} {
		if got := BarrierKind(tagsOf(tags)); got != want {
			t.Errorf("%s: %q, want %q", tags, got, want)
		}
	}
}
