package coverage

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
)

func eachTown(t *testing.T, test func(t *testing.T, a *Analysis, r *rand.Rand)) {
	for seed := range uint64(100) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 11))
			town := geotest.Random(r)
			for i := range town.Town.Points { // two communities, and people in neither
				town.Town.Points[i].Area = []string{"a", "b", ""}[r.IntN(3)]
			}
			for _, id := range []string{"a", "b"} {
				town.Town.Areas = append(town.Town.Areas, geo.Area{ID: id, Name: id, Level: "community"})
			}
			test(t, New(town.StudyArea()), r)
		})
	}
}

func question(t *testing.T, r *rand.Rand) Request {
	q := Request{
		Services: [][]string{{"clinic"}, {"library"}, {"clinic", "library"}}[r.IntN(3)],
		Need:     []Need{Any, All}[r.IntN(2)],
		Profile:  profile(t, geo.Modes()[r.IntN(5)], 0),
		Minutes:  []int{1, 3, 10},
		Group:    []geo.Group{geo.All, geo.Age60}[r.IntN(2)],
		By:       "community",
	}
	if r.IntN(3) == 0 {
		q.Profile.Access.Rule = isochrone.AccessNearest
	}
	return q
}

func TestPeopleAreCountedOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		results := mustCoverage(t, a, q)
		total, empty := int64(0), int64(0)
		for _, p := range a.Area.Points {
			if n := p.People[q.Group]; n == geo.NoData {
				empty++
			} else {
				total += int64(n)
			}
		}
		sums := make(map[Minutes]*Result)
		for i := range results {
			r := &results[i]
			why := r.ByReason
			if r.Covered+r.Uncovered != r.Total || why.NoFacility+why.NotSnapped+why.Isolated+why.BeyondCutoff != r.Uncovered {
				t.Errorf("%+v does not add up", r)
			}
			if r.Undetermined != why.NotSnapped+why.Isolated || r.EdgeOfData > r.Uncovered || r.Reached < r.Covered {
				t.Errorf("%+v contradicts itself", r)
			}
			if r.Area == nil {
				if r.Total != total || r.NoData != empty {
					t.Errorf("total %d and %d without data, the points say %d and %d", r.Total, r.NoData, total, empty)
				}
				sums[r.Minutes] = &Result{Total: r.Total, Covered: r.Covered, Reached: r.Reached, EdgeOfData: r.EdgeOfData, NoData: r.NoData, ByReason: why}
				continue
			}
			s := sums[r.Minutes]
			s.Total -= r.Total
			s.Covered -= r.Covered
			s.Reached -= r.Reached
			s.EdgeOfData -= r.EdgeOfData
			s.NoData -= r.NoData
			s.ByReason.NoFacility -= why.NoFacility
			s.ByReason.NotSnapped -= why.NotSnapped
			s.ByReason.Isolated -= why.Isolated
			s.ByReason.BeyondCutoff -= why.BeyondCutoff
		}
		for minutes, s := range sums {
			if *s != (Result{}) {
				t.Errorf("%d minutes: the areas do not sum to the whole: %+v is left", minutes, *s)
			}
		}
		for i := 1; i < 3; i++ {
			if results[i].Covered < results[i-1].Covered {
				t.Errorf("%d people within %d minutes, %d within %d", results[i-1].Covered, results[i-1].Minutes, results[i].Covered, results[i].Minutes)
			}
		}
	})
}

func TestBlindSpotsHoldTheUncoveredOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		q.Minutes = q.Minutes[:1]
		uncovered := mustCoverage(t, a, q)[0].Uncovered
		layer, err := a.BlindSpotAreas(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		var foreign struct {
			Scattered struct{ People, Points int64 }
			Total     int64 `json:"total_uncovered"`
		}
		text, _ := json.Marshal(layer.Foreign)
		if err := json.Unmarshal(text, &foreign); err != nil {
			t.Fatal(err)
		}
		sum, ids := foreign.Scattered.People, make(map[string]bool)
		for i, f := range layer.Features {
			n := f.Values[2].(int64)
			sum += n
			if ids[f.ID] {
				t.Errorf("two blind spots have the id %s", f.ID)
			}
			ids[f.ID] = true
			if n < ScatteredBelow {
				t.Errorf("a blind spot of %d people", n)
			}
			if i > 0 && n > layer.Features[i-1].Values[2].(int64) {
				t.Error("not ranked by people")
			}
		}
		if sum != uncovered || foreign.Total != uncovered {
			t.Errorf("%d people in blind spots and scattered, %d uncovered", sum, uncovered)
		}
		points, err := a.BlindSpotPoints(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		sum = 0
		for _, f := range points.Features {
			sum += f.Values[2].(int64)
		}
		if sum != uncovered {
			t.Errorf("%d people in uncovered points, %d uncovered", sum, uncovered)
		}
	})
}

func TestExplanationAgreesWithCoverage(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		q.Services, q.Minutes = []string{"clinic"}, []int{3}
		layer, err := a.PointLayer(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range layer.Features {
			e, err := a.Explain(context.Background(), ExplainRequest{Point: f.ID, Profile: q.Profile, Minutes: 3, Service: "clinic"})
			if err != nil {
				t.Fatal(err)
			}
			s := e.Services[0]
			if string(s.Reason) != f.Values[5] {
				t.Errorf("%s: explained as %q, counted as %q", f.ID, s.Reason, f.Values[5])
			}
			if (s.Seconds == nil) != (f.Values[7] == nil) || (s.Seconds != nil && (*s.Seconds != f.Values[7] || *s.FacilityID != f.Values[6])) {
				t.Errorf("%s: explained as %v s, counted as %v s", f.ID, s.Seconds, f.Values[7])
			}
			if e.Route != nil && *e.Route.Seconds != *s.Seconds {
				t.Errorf("%s: the way takes %v s, the time is %v s", f.ID, *e.Route.Seconds, *s.Seconds)
			}
		}
	})
}

func TestSameQuestionSameBytes(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		q.Band = true
		var before []byte
		for range 2 {
			report, err := New(a.Area).Coverage(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(report)
			if err != nil {
				t.Fatal(err)
			}
			if before != nil && !bytes.Equal(before, text) {
				t.Errorf("%s\nthen\n%s", before, text)
			}
			before = text
		}
	})
}

func TestCurveGoesThroughTheCounts(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		curve, err := a.Curve(context.Background(), q, 60)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range mustCoverage(t, a, q) {
			if r.Area == nil && (curve.Points[r.Minutes-1].Covered != r.Covered || curve.Total != r.Total) {
				t.Errorf("%d minutes: %d of %d on the curve, %d of %d counted", r.Minutes, curve.Points[r.Minutes-1].Covered, curve.Total, r.Covered, r.Total)
			}
		}
	})
}

func TestServedPeopleAddUp(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		q.Need, q.By, q.Minutes = Any, "", []int{1 + r.IntN(10)}
		covered := mustCoverage(t, a, q)[0].Covered
		report, err := a.ServedBy(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		served, nearest := &report.Results[0], int64(0)
		for _, s := range served.Facilities {
			nearest += s.Nearest
			if s.Nearest > s.Within || s.Only > s.Nearest {
				t.Errorf("%+v contradicts itself", s)
			}
			// Without the facility exactly its own people are lost.
			without := a.Area.Town
			without.Facilities = slices.DeleteFunc(slices.Clone(without.Facilities), func(f geo.Facility) bool {
				return f.Service == s.Service && f.ID == s.Facility
			})
			area, err := geo.NewStudyArea(without)
			if err != nil {
				t.Fatal(err)
			}
			if lost := covered - mustCoverage(t, New(area), q)[0].Covered; lost != s.Only {
				t.Errorf("%s: %d people only it serves, but closing it loses %d", s.Facility, s.Only, lost)
			}
		}
		if served.Union != covered || served.Exclusive+served.Shared != covered {
			t.Errorf("%d exclusive and %d shared are %d, but %d people are covered", served.Exclusive, served.Shared, served.Union, covered)
		}
		if nearest != covered {
			t.Errorf("%d people have a nearest facility within the cutoff, %d are covered", nearest, covered)
		}
	})
}
