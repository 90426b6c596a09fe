package data

import (
	"testing"

	"lifecircle/geo"
)

func TestATownIsCalledByItsCountyOrItsFile(t *testing.T) {
	area := func(name, level string) geo.Area { return geo.Area{ID: name, Name: name, Level: level} }
	for _, test := range []struct {
		name string
		town geo.Town
		want string
	}{
		{"nothing", geo.Town{}, "file"},
		{"towns alone", geo.Town{Areas: []geo.Area{area("A", "town")}}, "file"},
		{"a county of towns", geo.Town{Areas: []geo.Area{area("A", "town"), area("B", "town"), area("县", "county")}}, "县"},
		{"two counties", geo.Town{Areas: []geo.Area{area("A", "county"), area("B", "county")}}, "file"},
		{"two counties of a city", geo.Town{Areas: []geo.Area{area("A", "county"), area("B", "county"), area("市", "city")}}, "市"},
		{"a county in two cities", geo.Town{Areas: []geo.Area{area("A", "county"), area("B", "city"), area("C", "city")}}, "file"},
		{"levels of another country", geo.Town{Areas: []geo.Area{area("A", "parish")}}, "file"},
		{"the sample", geo.Town{Name: "Sample", Areas: []geo.Area{area("县", "county")}, Sources: []geo.Source{{Kind: SampleSource}}}, "Sample"},
	} {
		if got := nameOf(&test.town, "/some/where/file.gpkg"); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestDistancesAreRoundedUp(t *testing.T) {
	for m, want := range map[float64]string{150.0001: "151 m", 150: "150 m", 9999.5: "10000 m", 1_072_404: "1073 km"} {
		if got := inMetres(m); got != want {
			t.Errorf("%v m: %s, want %s", m, got, want)
		}
	}
}
