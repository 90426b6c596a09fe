package coverage

import (
	"context"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
)

// Cars drive 400 m from the station to the home on a one-way street, and 1,200 m back round it. Every answer says which
// way it means.
func TestDirectionIsNamedAndCounts(t *testing.T) {
	town := geotest.NewLattice(100)
	street := town.Street("residential", [2]int{0, 0}, [2]int{4, 0})
	street.Passage[geo.Motorcar] = geo.Forward
	town.Street("residential", [2]int{4, 0}, [2]int{4, 4}, [2]int{0, 4}, [2]int{0, 0})
	town.Facility("clinic", "C", 0, 0)
	town.Resident("home", 4, 0, 10, 0)
	a := New(town.StudyArea())
	for direction, wantM := range map[isochrone.Direction]float64{isochrone.ToFacility: 1200, isochrone.FromFacility: 400} {
		p, err := profile(t, geo.Drive, 0).WithDirection(direction)
		if err != nil {
			t.Fatal(err)
		}
		report, err := a.Coverage(context.Background(), Request{Services: []string{"clinic"}, Profile: p, Metres: []int{600}})
		if err != nil {
			t.Fatal(err)
		}
		r := report.Results[0]
		if report.Manifest.Direction != string(direction) || *r.MeanM > wantM || *r.MeanM < wantM-1 || (r.Covered == 10) != (wantM < 600) {
			t.Errorf("%s: the manifest says %q, %v m, by hand %v; %d covered", direction, report.Manifest.Direction, *r.MeanM, wantM, r.Covered)
		}
		e := mustExplain(t, a, ExplainRequest{Point: "home", Profile: p, Metres: 600, Service: "clinic"})
		if *e.Services[0].Metres != *r.MeanM || *e.Route.Metres != *r.MeanM {
			t.Errorf("%s: explained as %v m, counted as %v", direction, *e.Services[0].Metres, *r.MeanM)
		}
	}
}
