package coverage

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// The people of a catchment are those of the points inside it, and those that coverage counts.
func TestCatchmentsCountWhoIsInside(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		plain := a.Area.Town
		plain.Entrances = nil
		area, err := geo.NewStudyArea(plain)
		if err != nil {
			t.Fatal(err)
		}
		a = New(area)
		q := question(t, r)
		q.Services, q.Group, q.By = []string{"clinic"}, geo.All, ""
		layer, err := a.Catchments(context.Background(), CatchmentRequest{Service: "clinic", Profile: q.Profile, Minutes: q.Minutes})
		if err != nil {
			t.Fatal(err)
		}
		for i, result := range mustCoverage(t, a, q) {
			f := layer.Features[i]
			inside := int64(0)
			for _, p := range a.Area.Points {
				if geo.Contains(f.Geometry.(orb.MultiPolygon), p.Point) {
					inside += int64(p.People[geo.All])
				}
			}
			if f.Values[4] != result.Covered || inside != result.Covered {
				t.Errorf("%d minutes: %v people, %d inside the shape, %d covered", result.Minutes, f.Values[4], inside, result.Covered)
			}
		}
	})
}

func TestCatchmentsOfOneFacilityAndOfAPlace(t *testing.T) {
	town := geotest.RiverTown()
	town.Facility("clinic", "E", 6, 4)
	a := New(town.StudyArea())
	people := func(q CatchmentRequest) any {
		t.Helper()
		q.Profile, q.Minutes = profile(t, geo.Walk, 4.8), []int{15}
		layer, err := a.Catchments(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		return layer.Features[0].Values[4]
	}
	station := town.At(3, 2)
	if n := people(CatchmentRequest{Facility: "elder_station:E"}); n != int64(700) {
		t.Errorf("facility: %v people, by hand 700", n)
	}
	if n := people(CatchmentRequest{At: &station}); n != int64(700) {
		t.Errorf("place: %v people, by hand 700", n)
	}
	for _, test := range []struct {
		q    CatchmentRequest
		says string
	}{
		{CatchmentRequest{Facility: "E"}, "clinic:E, elder_station:E"},
		{CatchmentRequest{Facility: "none"}, "no facility"},
		{CatchmentRequest{}, "name one"},
		{CatchmentRequest{Facility: "E", Service: "clinic"}, "name one"},
		{CatchmentRequest{Service: "library"}, "import facilities"},
		{CatchmentRequest{At: &orb.Point{22, 113}}, "longitude"},
		{CatchmentRequest{Facility: "clinic:E", Minutes: []int{0}}, "from 1 to 120"},
	} {
		test.q.Profile = profile(t, geo.Walk, 4.8)
		if test.q.Minutes == nil {
			test.q.Minutes = []int{15}
		}
		if _, err := a.Catchments(context.Background(), test.q); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v: %v, should speak of %q", test.q, err, test.says)
		}
	}
}
