package coverage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// The river town by metres: r1 0, r2 480, r3 and r4 1,200, r5 1,440 and r6 2,160 m from the station, by hand.
func TestRiverTownByMetres(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	for _, mode := range []geo.Mode{geo.Walk, geo.WalkElder} {
		results := mustCoverage(t, a, Request{Services: []string{"elder_station"}, Profile: profile(t, mode, 0), Metres: []int{2160, 480, 1200, 479}, Band: true})
		for i, want := range []struct {
			metres  int
			covered int64
		}{{479, 100}, {480, 300}, {1200, 700}, {2160, 1000}} {
			r := results[i]
			if r.Metres.Metres != want.metres || r.Covered != want.covered || r.Minutes != 0 {
				t.Errorf("%s: %d of %d within %d m, by hand %d within %d", mode, r.Covered, r.Total, r.Metres.Metres, want.covered, want.metres)
			}
			if r.MeanS != nil || r.MedianS != nil || r.P95S != nil || *r.MedianM < 1199 || *r.MedianM > 1200 || *r.P95M > 1440 || *r.P95M < 1439 {
				t.Errorf("%s: %+v", mode, r)
			}
			if r.Band.AccessNearest == nil || r.Band.Slower != nil || r.Band.Faster != nil {
				t.Errorf("%s: a distance has the band %+v", mode, r.Band)
			}
		}
	}
}

// What scripts read keeps its place: minutes is there and null by distance, and nothing is new by time.
func TestKeysOfResultsByDistance(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	keys := func(q Request) map[string]json.RawMessage {
		q.Services, q.Profile = []string{"elder_station"}, profile(t, geo.Walk, 0)
		text, err := json.Marshal(mustCoverage(t, a, q)[0])
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]json.RawMessage
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	byTime, byDistance := keys(Request{Minutes: []int{15}}), keys(Request{Metres: []int{500}})
	for key := range byTime {
		if _, kept := byDistance[key]; !kept {
			t.Errorf("%s is missing by distance", key)
		}
		delete(byDistance, key)
	}
	if string(byTime["minutes"]) != "15" || len(byDistance) != 4 || string(byDistance["metres"]) != "500" {
		t.Errorf("%s by time; more by distance: %s", byTime, byDistance)
	}
}

func TestLayersByMetresAgree(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		q.Minutes, q.Metres, q.By = nil, []int{50 + r.IntN(800)}, ""
		result := mustCoverage(t, a, q)[0]
		ctx := context.Background()
		times, err1 := a.Times(ctx, q)
		points, err2 := a.PointLayer(ctx, q)
		spots, err3 := a.BlindSpotAreas(ctx, q)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
		if times.Columns[5].Name != "metres" || points.Columns[7].Name != "metres" || points.Columns[10].Name != "within_m" || spots.Columns[8].Name != "missing_m" {
			t.Errorf("columns %v, %v, %v", times.Columns, points.Columns, spots.Columns)
		}
		covered, people := int64(0), int64(0)
		for i, f := range times.Features {
			n := max(0, int64(a.Area.Points[i].People[q.Group]))
			if m, ok := f.Values[5].(float64); ok {
				if covered += n; m > float64(q.Metres[0]) {
					t.Errorf("%v m within %d", m, q.Metres[0])
				}
			}
			if points.Features[i].Values[4] == true != (f.Values[5] != nil) || (points.Features[i].Values[10] == int64(q.Metres[0])) != (f.Values[5] != nil) {
				t.Errorf("%v and %v", points.Features[i].Values, f.Values)
			}
		}
		for _, f := range spots.Features {
			people += f.Values[2].(int64)
		}
		if scattered := spots.Foreign["total_uncovered"].(int64); covered != result.Covered || scattered != result.Uncovered || people > scattered {
			t.Errorf("%d covered by the table and %d by counting; %d in blind spots of %d", covered, result.Covered, people, scattered)
		}
	})
}

// Catchments by distance hold the points within the distance, and no other.
func TestCatchmentsByMetres(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		plain := a.Area.Town
		plain.Entrances = nil // points on one spot may have doors of their own
		area, err := geo.NewStudyArea(plain)
		if err != nil {
			t.Fatal(err)
		}
		a = New(area)
		q := question(t, r)
		q.Services, q.Minutes, q.Metres, q.By, q.Group = []string{"clinic"}, nil, []int{300, 150}, "", geo.All
		layer, err := a.Catchments(context.Background(), CatchmentRequest{Service: "clinic", Profile: q.Profile, Metres: q.Metres})
		if err != nil {
			t.Fatal(err)
		}
		for i, result := range mustCoverage(t, a, q) {
			f := layer.Features[i]
			if f.Values[4] != result.Covered || f.Values[3] != nil || f.Values[5] != int64(result.Metres.Metres) {
				t.Errorf("%v, counted %d within %d m", f.Values, result.Covered, result.Metres.Metres)
			}
			shape, _ := f.Geometry.(orb.MultiPolygon)
			inside := int64(0)
			for _, p := range a.Area.Points {
				if geo.Contains(shape, p.Point) {
					inside += int64(max(0, p.People[geo.All]))
				}
			}
			if inside != result.Covered {
				t.Errorf("%d people inside the shape of %d m, %d covered", inside, result.Metres.Metres, result.Covered)
			}
		}
	})
}

func TestAnswersByMetresAreReplayed(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	q := Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Drive, 0), Metres: []int{500, 300}, Radius: true, Band: true}
	report, err := a.Coverage(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	var first, second bytes.Buffer
	if err := report.WriteJSON(&first); err != nil {
		t.Fatal(err)
	}
	var read Report
	if err := json.Unmarshal(first.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if read.Results[0].Metres == nil || read.Manifest.Profile.Measure != "distance" {
		t.Fatalf("%s", first.Bytes())
	}
	again, err := New(a.Area).Replay(context.Background(), read.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Report.WriteJSON(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("%s\nreplayed as\n%s (%v)", &first, &second, err)
	}
}

func TestWrongCutoffsAreRefused(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	for _, test := range []struct {
		name string
		q    Request
		says string
	}{
		{"both", Request{Minutes: []int{15}, Metres: []int{500}}, "not both"},
		{"metres 0", Request{Metres: []int{0}}, "from 1 to 50000"},
		{"metres 1e9", Request{Metres: []int{1e9}}, "from 1 to 50000"},
		{"minutes of a distance", Request{Minutes: []int{15}, Profile: profile(t, geo.Walk, 0).ByDistance()}, "metres"},
		{"radius of minutes", Request{Minutes: []int{15}, Radius: true}, "metres"},
		{"25 cutoffs", Request{Metres: []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25}}, "24 cutoffs"},
	} {
		test.q.Services = []string{"elder_station"}
		if test.q.Profile.Mode == "" {
			test.q.Profile = profile(t, geo.Walk, 0)
		}
		if _, err := a.Coverage(context.Background(), test.q); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if _, err := a.Curve(context.Background(), Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 0), Metres: []int{500}}, 30); err == nil {
		t.Error("a curve by metres")
	}
}
