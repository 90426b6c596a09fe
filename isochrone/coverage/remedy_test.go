package coverage

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func mustExplain(t *testing.T, a *Analysis, q ExplainRequest) *Explanation {
	t.Helper()
	e, err := a.Explain(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// gateTown is a street of 10 blocks of 100 m with a wall in the way at 500 m, round which there are 2,000 m, and with a
// clinic at each end: A is in use, P planned. The point lives at 700 m.
func gateTown() *geotest.Lattice {
	town := geotest.NewLattice(100)
	for x := range 10 {
		town.Street("residential", [2]int{x, 0}, [2]int{x + 1, 0})
	}
	town.Street("residential", [2]int{4, 0}, [2]int{4, 9}, [2]int{6, 9}, [2]int{6, 0})
	stop := geo.NodeStop{Node: geotest.Node(5, 0)}
	stop.Stops[geo.Foot], stop.Stops[geo.Bicycle], stop.Stops[geo.Motorcar] = true, true, true
	town.Town.Stops = append(town.Town.Stops, stop)
	town.Facility("clinic", "A", 0, 0)
	town.Facility("clinic", "P", 10, 0)
	town.Town.Facilities[len(town.Town.Facilities)-1].Status = geo.Planned
	town.Resident("home", 7, 0, 10, 0)
	return town
}

func TestRemediesByHand(t *testing.T) {
	a := New(gateTown().StudyArea())
	q := ExplainRequest{Point: "home", Profile: profile(t, geo.Walk, 0), Metres: 1000, Service: "clinic", Remedies: true, Ways: true, Scenarios: []geo.Scenario{
		{Name: "new clinic", Edits: []geo.Edit{geo.AddFacility{Service: "clinic", ID: "N", At: a.Area.Points[0].Point}}},
		{Name: "bridge", Edits: []geo.Edit{geo.BuildStreet{From: geotest.Node(4, 0), To: geotest.Node(6, 0), Class: "footway"}}},
		{Name: "too little", Edits: []geo.Edit{geo.MoveFacility{Service: "clinic", ID: "A", To: a.Area.Facilities[0].Point}}},
		{Name: "impossible", Edits: []geo.Edit{geo.CloseFacility{Service: "clinic", ID: "none"}}},
	}}
	e := mustExplain(t, a, q)
	s := e.Services[0]
	// 100 m to the detour, 900 + 200 + 900 m round, 400 m to the clinic.
	if s.Reason != BeyondCutoff || *s.Metres < 2499 || *s.Metres > 2500 || *s.MissingM < 1499 || *s.MissingM > 1500 || s.Seconds != nil || s.MissingS != nil {
		t.Fatalf("%+v", s)
	}
	if len(s.Nearest) != 1 || s.Nearest[0].FacilityID != "A" || s.Nearest[0].Within || *s.Nearest[0].Route.Metres != *s.Metres || s.Nearest[0].Route.LengthM < 2499 {
		t.Errorf("nearest %+v", s.Nearest)
	}
	r := e.Remedies
	if len(r.Facilities) != 1 || r.Facilities[0].FacilityID != "P" || r.Facilities[0].Status != geo.Planned || *r.Facilities[0].Metres < 299 || *r.Facilities[0].Metres > 300 {
		t.Errorf("facilities %+v", r.Facilities)
	}
	if len(r.Gates) != 1 || r.Gates[0].Node != geotest.Node(5, 0) || r.Gates[0].FacilityID != "A" || *r.Gates[0].Metres < 699 || *r.Gates[0].Metres > 700 || r.TriedGates != 1 {
		t.Errorf("gates %+v", r)
	}
	covers := ""
	for _, s := range r.Scenarios {
		covers += fmt.Sprintf("%s %v, ", s.Name, s.Covers)
	}
	if covers != "new clinic true, bridge true, too little false, impossible false, " || *r.Scenarios[0].FacilityID != "N" || *r.Scenarios[0].Metres > 1 || *r.Scenarios[1].Metres > 700 {
		t.Errorf("scenarios %+v", r.Scenarios)
	}
	if why := r.Scenarios[3].Cannot; why == nil || !strings.Contains(why.EN, "none") || why.ZH == why.EN {
		t.Errorf("%v", why)
	}

	q.Metres = 2500
	if e := mustExplain(t, a, q); e.Services[0].Reason != Covered || e.Remedies != nil {
		t.Errorf("covered, and yet %+v", e.Remedies)
	}
	q.Metres, q.Minutes = 0, 11 // 733 m at 4 km/h
	if r := mustExplain(t, a, q).Remedies; len(r.Gates) != 1 || r.Gates[0].Metres != nil || *r.Gates[0].Seconds < 629 || *r.Gates[0].Seconds > 631 {
		t.Errorf("%+v", r)
	}
	q.Minutes = 10 // 667 m: the straight line to the wall and on is 700 m
	if r := mustExplain(t, a, q).Remedies; len(r.Gates) != 0 || r.TriedGates != 0 {
		t.Errorf("%+v", r)
	}
}

// What a remedy says is what coverage says of the town with the edit done, and none of the single measures is missed.
func TestRemediesEqualFullComputation(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		q.Services, q.By, q.Minutes, q.Need = []string{"clinic"}, "", []int{1 + r.IntN(8)}, Any
		var point string
		var e *Explanation
		for range 10 { // most points are helped by nothing
			point = a.Area.Points[r.IntN(len(a.Area.Points))].ID
			e = mustExplain(t, a, ExplainRequest{Point: point, Profile: q.Profile, Minutes: q.Minutes[0], Service: "clinic", Remedies: true})
			if e.Remedies != nil && len(e.Remedies.Gates)+len(e.Remedies.Facilities) > 0 {
				break
			}
		}
		if e.Remedies == nil {
			return
		}
		said := make(map[string]float64)
		for _, g := range e.Remedies.Gates {
			said[fmt.Sprint(g.Node)] = *g.Seconds
		}
		for _, f := range e.Remedies.Facilities {
			said[f.FacilityID] = *f.Seconds
		}
		try := func(name string, edit geo.Edit) {
			edited, err := a.With(geo.Scenario{Edits: []geo.Edit{edit}})
			if err != nil {
				t.Fatal(err)
			}
			layer, err := edited.Times(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			row := slices.IndexFunc(layer.Features, func(f geo.Feature) bool { return f.Values[0] == point })
			want, within := layer.Features[row].Values[5].(float64)
			if got, is := said[name]; is != within || got != want {
				t.Errorf("%s: %v (%v), with the edit done %v (%v)", name, got, is, want, within)
			}
			delete(said, name)
		}
		if e.Remedies.UntriedGates == 0 {
			for _, s := range a.Area.Stops {
				try(fmt.Sprint(s.Node), geo.OpenGate{Node: s.Node})
			}
		}
		for _, f := range a.Area.Facilities {
			if f.Service == "clinic" && f.Status != geo.Active {
				try(f.ID, geo.ReopenFacility{Service: f.Service, ID: f.ID})
			}
		}
		if e.Remedies.UntriedGates == 0 && len(said) > 0 {
			t.Errorf("remedies that nobody asked for: %v", said)
		}
	})
}

func TestNearestFacilitiesInOrder(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		point := a.Area.Points[r.IntN(len(a.Area.Points))].ID
		e := mustExplain(t, a, ExplainRequest{Point: point, Profile: q.Profile, Minutes: 3, Nearest: MaxNearest, Service: "clinic", Ways: true})
		for _, s := range e.Services {
			if (len(s.Nearest) == 0) != (s.Seconds == nil) || (s.Seconds != nil && *s.Nearest[0].Seconds != *s.Seconds) {
				t.Errorf("%+v", s)
			}
			for i, n := range s.Nearest {
				if n.Within != (*n.Seconds <= 180) || (i > 0 && *n.Seconds < *s.Nearest[i-1].Seconds) {
					t.Errorf("%s, number %d: %+v", s.Service, i+1, n)
				}
				if (n.Route != nil) != (s.Service == "clinic") || (n.Route != nil && *n.Route.Seconds != *n.Seconds) {
					t.Errorf("%s, number %d: the way %+v", s.Service, i+1, n.Route)
				}
				// The time is that of a town in which this facility is the only one.
				alone, err := a.Router(context.Background(), q.Profile)
				if err != nil {
					t.Fatal(err)
				}
				f := slices.IndexFunc(a.Area.Facilities, func(f geo.Facility) bool { return f.Service == s.Service && f.ID == n.FacilityID })
				times, err := alone.Times(context.Background(), []int32{int32(f)})
				if err != nil {
					t.Fatal(err)
				}
				if p, _ := a.Area.PointByID(point); seconds(times[p].Ms) != *n.Seconds {
					t.Errorf("%s: %v s, alone %v s", n.FacilityID, *n.Seconds, seconds(times[p].Ms))
				}
			}
		}
	})
}

func TestWrongExplanationsAreRefused(t *testing.T) {
	a := New(gateTown().StudyArea())
	for _, test := range []struct {
		q    ExplainRequest
		says string
	}{
		{ExplainRequest{Minutes: 15, Metres: 500}, "not both"},
		{ExplainRequest{}, "from 1 to 120"},
		{ExplainRequest{Metres: -1}, "from 1 to 50000"},
		{ExplainRequest{Minutes: 15, Nearest: 11}, "from 1 to 10"},
		{ExplainRequest{Minutes: 15, Nearest: -1}, "from 1 to 10"},
		{ExplainRequest{Minutes: 15, Ways: true}, "name it"},
		{ExplainRequest{Minutes: 15, Remedies: true}, "name it"},
		{ExplainRequest{Minutes: 15, Service: "clinik"}, "clinic?"},
		{ExplainRequest{Minutes: 15, Service: "library"}, "import facilities"},
		{ExplainRequest{Minutes: 15, Point: "nobody"}, "nobody"},
	} {
		test.q.Profile = profile(t, geo.Walk, 0)
		if test.q.Point == "" {
			test.q.Point = "home"
		}
		if _, err := a.Explain(context.Background(), test.q); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v: %v, should say %q", test.q, err, test.says)
		}
	}
}
