package data

import (
	"strings"
	"testing"

	"lifecircle/geo"
)

// A list without rows says that the town has none of a service, where the service is named and its list replaced; else it
// is refused, and the refusal says how to mean it.
func TestAListOfNone(t *testing.T) {
	w := newWorkspace(t)
	importing := func(content, name, service string, replace bool) (Report, error) {
		return w.Import(t.Context(), ImportRequest{Kind: Facilities, Content: []byte(content), Name: name, Service: service, Replace: replace}, nil)
	}
	if _, err := importing("id,lon,lat\n1,10,0\n", "clinics.csv", "clinic", false); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		content, name, service string
		replace                bool
	}{{"id,lon,lat\n", "none.csv", "clinic", false}, {"id,service,lon,lat\n", "none.csv", "", true}, {`{"type":"FeatureCollection","features":[]}`, "none.geojson", "", false}} {
		if _, err := importing(c.content, c.name, c.service, c.replace); err == nil || !strings.Contains(geo.WordsOf(err).EN, "no ") {
			t.Errorf("%s with service %q, replace %v: %v", c.name, c.service, c.replace, err)
		}
	}
	for name, content := range map[string]string{"none.csv": "id,lon,lat\n", "none.geojson": `{"type":"FeatureCollection","features":[]}`} {
		report, err := importing(content, name, "clinic", true)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(report.Warnings) == 0 || report.Warnings[0].Code != "empty_list" {
			t.Errorf("%s: nothing is said of an empty list: %+v", name, report.Warnings)
		}
		town, err := w.Town(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(town.Facilities) != 0 || len(town.Lists) != 1 || town.Lists[0].Service != "clinic" {
			t.Errorf("%s: %d facilities, lists %v", name, len(town.Facilities), town.Lists)
		}
	}
	if _, err := importing("", "nothing.csv", "clinic", true); err == nil {
		t.Error("a file of no bytes is a list")
	}
}
