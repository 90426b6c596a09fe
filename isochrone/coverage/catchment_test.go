package coverage

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"reflect"
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

// The streets of river town within 10 and 15 minutes of the station: nothing is drawn twice, names and times are those
// of the streets, and the layer is made again from its manifest.
func TestStreetsOfACatchment(t *testing.T) {
	town := geotest.RiverTown()
	town.Town.Streets[0].Name = "Bank & <Bridge>"
	a := New(town.StudyArea())
	layer, err := a.Catchments(t.Context(), CatchmentRequest{Facility: "elder_station:E", Profile: profile(t, geo.Walk, 4.8), Minutes: []int{15, 10}, Streets: true})
	if err != nil {
		t.Fatal(err)
	}
	column := make(map[string]int)
	for i, c := range layer.Columns {
		column[c.Name] = i
	}
	named, length := false, map[any]float64{}
	for _, f := range layer.Features {
		minutes, from, to := f.Values[column["minutes"]].(int64), f.Values[column["seconds_from"]].(float64), f.Values[column["seconds_to"]].(float64)
		if max(from, to) > float64(minutes*60)+0.001 || (minutes == 15 && max(from, to) < 600) {
			t.Errorf("a part from %v to %v s is said to be within %d minutes", from, to, minutes)
		}
		if f.Values[column["from"]].(float64) >= f.Values[column["to"]].(float64) {
			t.Errorf("a part from %v to %v", f.Values[column["from"]], f.Values[column["to"]])
		}
		named = named || f.Values[column["name"]] == "Bank & <Bridge>"
		length[minutes] += f.Values[column["length_m"]].(float64)
	}
	if !named || length[int64(10)] == 0 || length[int64(15)] == 0 {
		t.Errorf("names %v, metres %v", named, length)
	}
	var m Manifest
	if err := json.Unmarshal(layer.Manifest, &m); err != nil {
		t.Fatal(err)
	}
	again, err := a.Replay(t.Context(), &m)
	if err != nil || !reflect.DeepEqual(again.Layer, layer) {
		t.Errorf("not the same again: %v", err)
	}
}
