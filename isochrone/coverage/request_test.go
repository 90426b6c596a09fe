package coverage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func TestWrongQuestionsAreRefused(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	good := Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 0), Minutes: []int{15}}
	if _, err := a.Coverage(context.Background(), good); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		change func(*Request)
		noData bool
		says   string
	}{
		{"no service", func(q *Request) { q.Services = nil }, false, "service"},
		{"unknown service", func(q *Request) { q.Services = []string{"elder_statoin"} }, false, "elder_station?"},
		{"service never imported", func(q *Request) { q.Services = []string{"clinic"} }, true, "import facilities"},
		{"no minutes", func(q *Request) { q.Minutes = nil }, false, "minutes"},
		{"minutes 0", func(q *Request) { q.Minutes = []int{0} }, false, "from 1 to 120"},
		{"minutes -5", func(q *Request) { q.Minutes = []int{15, -5} }, false, "from 1 to 120"},
		{"minutes 1e9", func(q *Request) { q.Minutes = []int{1e9} }, false, "from 1 to 120"},
		{"unknown need", func(q *Request) { q.Need = "some" }, false, "any or all"},
		{"group without a column", func(q *Request) { q.Group = geo.Age80 }, true, "age80"},
		{"unknown level", func(q *Request) { q.By = "county" }, false, "community"},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := good
			test.change(&q)
			_, err := a.Coverage(context.Background(), q)
			var noData *NoDataError
			if err == nil || errors.As(err, &noData) != test.noData || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAListWithoutActiveFacilitiesIsNoFacility(t *testing.T) {
	town := geotest.RiverTown()
	town.List("clinic")
	town.Facility("library", "L", 3, 3)
	town.Town.Facilities[len(town.Town.Facilities)-1].Status = geo.Planned
	a := New(town.StudyArea())
	for _, service := range []string{"clinic", "library"} {
		r := mustCoverage(t, a, Request{Services: []string{service}, Profile: profile(t, geo.Walk, 0), Minutes: []int{15}})[0]
		if r.ByReason.NoFacility != 1000 || r.Covered != 0 || *r.Share != 0 || r.MeanS != nil || r.MedianS != nil {
			t.Errorf("%s: %+v", service, r)
		}
	}
}

func TestPercentilesCountEveryone(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	r := mustCoverage(t, a, Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 4.8), Minutes: []int{15}})[0]
	// By time: r1 100, r2 200, r3 and r4 400, r5 250, r6 50 of 1,000: half are there with r3 and r4, 95 of 100 with r5.
	if m, p := *r.MedianS/60, *r.P95S/60; m < 14.99 || m > 15 || p < 17.99 || p > 18 {
		t.Errorf("median %v, 95th percentile %v minutes, by hand 15 and 18", m, p)
	}
}

func TestReplayGivesTheSameBytes(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
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
		again, err := New(a.Area).Replay(context.Background(), read.Manifest)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Report.WriteJSON(&second); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s\nreplayed as\n%s", first.Bytes(), second.Bytes())
		}
	})
}

func TestReplayRefusesAnotherTown(t *testing.T) {
	before := geotest.RiverTown()
	before.Town.Sources = []geo.Source{{Kind: "streets", SHA256: strings.Repeat("a", 64)}}
	report, err := New(before.StudyArea()).Coverage(context.Background(), Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 0), Minutes: []int{15}})
	if err != nil {
		t.Fatal(err)
	}
	after := geotest.RiverTown()
	after.Street("residential", [2]int{3, 2}, [2]int{4, 2})
	after.Town.Sources = []geo.Source{{Kind: "streets", SHA256: strings.Repeat("b", 64)}}
	_, err = New(after.StudyArea()).Replay(context.Background(), report.Manifest)
	var tampered *TamperedError
	if !errors.As(err, &tampered) || !strings.Contains(err.Error(), "missing streets aaaaaaaaaaaa") || !strings.Contains(err.Error(), "unexpected streets bbbbbbbbbbbb") {
		t.Errorf("%v", err)
	}
}

func TestAnUnrelatedListChangesNoResult(t *testing.T) {
	before := geotest.RiverTown()
	q := Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 0), Minutes: []int{15}}
	first, err := New(before.StudyArea()).Coverage(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	after := geotest.RiverTown()
	after.Facility("library", "L", 1, 1)
	after.Town.Sources = []geo.Source{{Kind: "facilities", Service: "library", SHA256: strings.Repeat("c", 64)}}
	second, err := New(after.StudyArea()).Coverage(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	if err := errors.Join(first.WriteJSON(&a), second.WriteJSON(&b)); err != nil || a.String() != b.String() {
		t.Errorf("%s\nand with a library\n%s (%v)", a.String(), b.String(), err)
	}
	if _, err := New(after.StudyArea()).Replay(context.Background(), first.Manifest); err != nil {
		t.Errorf("replay: %v", err)
	}
	moved := geotest.RiverTown()
	moved.Town.Facilities[0].Point = moved.At(2, 2)
	if _, err := New(moved.StudyArea()).Replay(context.Background(), first.Manifest); err == nil {
		t.Error("a moved station goes unnoticed")
	}
}
