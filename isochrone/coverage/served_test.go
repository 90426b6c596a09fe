package coverage

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
)

func mustServed(t *testing.T, a *Analysis, q Request) *ServedReport {
	t.Helper()
	report, err := a.ServedBy(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// anyDirection is a question to any of some services, in either direction, in minutes or in metres.
func anyDirection(t *testing.T, r *rand.Rand) Request {
	q := question(t, r)
	q.Need, q.By = Any, ""
	if r.IntN(2) == 0 {
		q.Profile.Direction = isochrone.FromFacility
	}
	if r.IntN(3) == 0 {
		q.Minutes, q.Metres = nil, []int{100, 400, 2000}
	}
	return q
}

// What closing a facility would lose is what a session loses that closes it, at every cutoff.
func TestPeopleOnlyOneServesAreThoseASessionLoses(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := anyDirection(t, r)
		served := mustServed(t, a, q)
		session := mustSession(t, a, q)
		before := session.Report().Results
		if len(served.Results) != len(before) {
			t.Fatalf("%d cutoffs counted by facility, %d by coverage", len(served.Results), len(before))
		}
		if len(served.Results[0].Facilities) == 0 {
			return
		}
		k := r.IntN(len(served.Results[0].Facilities))
		f := served.Results[0].Facilities[k]
		change, err := session.Apply(t.Context(), geo.CloseFacility{Service: f.Service, ID: f.Facility})
		if err != nil {
			t.Fatal(err)
		}
		for i := range before {
			if lost := before[i].Covered - change.Results[i].Covered; lost != served.Results[i].Facilities[k].Only {
				t.Errorf("cutoff %d: only %s serves %d people, closing it loses %d", i, f.Facility, served.Results[i].Facilities[k].Only, lost)
			}
		}
	})
}

func TestCatchmentsOfAServiceAddUp(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := anyDirection(t, r)
		coverage := mustCoverage(t, a, q)
		for i, s := range mustServed(t, a, q).Results {
			if s.Exclusive+s.Shared != s.Union || s.Union != coverage[i].Covered {
				t.Errorf("%d exclusive and %d shared, union %d, covered %d", s.Exclusive, s.Shared, s.Union, coverage[i].Covered)
			}
			only, nearest, within, chosen, total := int64(0), int64(0), int64(0), int64(0), int64(0)
			for _, f := range s.Facilities {
				only, nearest, within = only+f.Only, nearest+f.Nearest, within+f.Within
				if f.Only+f.Shared != f.Within || f.Most != nil && f.Most.People > f.Shared || (f.Most == nil) != (f.Shared == 0) {
					t.Errorf("%+v contradicts itself", f)
				}
			}
			for n, people := range s.ByChoice {
				chosen += int64(n) * people
				total += people
			}
			if only != s.Exclusive || nearest != s.Union || within != chosen || total != coverage[i].Total {
				t.Errorf("only %d of %d, nearest %d of %d, within %d of %d, %d of %d people", only, s.Exclusive, nearest, s.Union, within, chosen, total, coverage[i].Total)
			}
		}
	})
}

// The facility with which one shares most people is found again by asking for the times to each facility alone.
func TestSharedPeopleByTimes(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := anyDirection(t, r)
		q, err := a.check(q)
		if err != nil {
			t.Fatal(err)
		}
		router, err := a.Router(t.Context(), q.Profile)
		if err != nil {
			t.Fatal(err)
		}
		facilities := a.active(q.Services)
		times := make([][]isochrone.Time, len(facilities))
		for i, f := range facilities {
			if times[i], err = router.Times(t.Context(), []int32{f}); err != nil {
				t.Fatal(err)
			}
		}
		for n, cutoff := range q.cutoffs() {
			served := mustServed(t, a, q).Results[n]
			for i := range facilities {
				most, with := int64(0), -1
				for j := range facilities {
					shared := int64(0)
					for p := range a.Area.Points {
						if i != j && times[i][p].Ms <= cutoff && times[j][p].Ms <= cutoff {
							shared += int64(max(0, a.Area.Points[p].People[q.Group]))
						}
					}
					if shared > most {
						most, with = shared, j
					}
				}
				switch got := served.Facilities[i].Most; {
				case with < 0 && got != nil:
					t.Errorf("%s shares nobody, but %+v", served.Facilities[i].Facility, got)
				case with >= 0 && (got == nil || got.People != most || got.Facility != a.Area.Facilities[facilities[with]].ID):
					t.Errorf("%s shares %d people with %s, but %+v", served.Facilities[i].Facility, most, a.Area.Facilities[facilities[with]].ID, got)
				}
			}
		}
	})
}

// Three clinics on a street: by hand, with people in powers of two.
func TestServedOnPaper(t *testing.T) {
	l := geotest.NewLattice(100)
	l.Street("residential", [2]int{0, 0}, [2]int{10, 0}, [2]int{20, 0})
	for id, x := range map[string]float64{"a": 2, "b": 6, "c": 18} {
		l.Facility("clinic", id, x, 0)
	}
	slices.SortFunc(l.Town.Facilities, func(a, b geo.Facility) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	for i, x := range []float64{1, 4, 7, 12.5, 17} {
		l.Resident(string(rune('p'+i)), x, 0, 1<<i, 0)
	}
	report := mustServed(t, New(l.StudyArea()), Request{Services: []string{"clinic"}, Profile: profile(t, geo.Walk, 0), Metres: []int{310, 700}})
	type row struct{ within, nearest, only int64 }
	for n, want := range [][]row{{{1 + 2, 1 + 2, 1}, {2 + 4, 4, 4}, {16, 16, 16}}, {{1 + 2 + 4, 1 + 2, 0}, {1 + 2 + 4 + 8, 4, 0}, {8 + 16, 8 + 16, 16}}} {
		for i, f := range report.Results[n].Facilities {
			if got := (row{f.Within, f.Nearest, f.Only}); got != want[i] {
				t.Errorf("%d m, %s: %+v, by hand %+v", report.Results[n].Metres, f.Facility, got, want[i])
			}
		}
	}
	if s := report.Results[1]; s.Union != 31 || s.Exclusive != 16 || !slices.Equal(s.ByChoice, []int64{0, 16, 15}) || s.Facilities[2].Most.Facility != "b" || s.Facilities[2].Most.People != 8 {
		t.Errorf("%+v", s)
	}
}

// Reports and layers by facility and of islands are made again from their manifests, byte for byte.
func TestReplayOfFacilitiesAndIslands(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := anyDirection(t, r)
		text := func(m *Manifest) string {
			t.Helper()
			var read Manifest
			if told, err := json.Marshal(m); err != nil || json.Unmarshal(told, &read) != nil {
				t.Fatal(err)
			}
			again, err := New(a.Area).Replay(t.Context(), &read)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if _, write, is := again.Text(); is {
				err = write(&out)
			} else {
				err = json.NewEncoder(&out).Encode(again.Layer)
			}
			if err != nil {
				t.Fatal(err)
			}
			return out.String()
		}
		served := mustServed(t, a, q)
		islands, err := a.Islands(t.Context(), q.Profile)
		if err != nil {
			t.Fatal(err)
		}
		var first, second bytes.Buffer
		if served.WriteJSON(&first) != nil || islands.WriteJSON(&second) != nil {
			t.Fatal("cannot write")
		}
		if again := text(served.Manifest); again != first.String() {
			t.Errorf("%s\nreplayed as\n%s", &first, again)
		}
		if again := text(islands.Manifest); again != second.String() {
			t.Errorf("%s\nreplayed as\n%s", &second, again)
		}
		for _, make := range []func() (geo.Layer, error){
			func() (geo.Layer, error) { return a.ServedLayer(t.Context(), q) },
			func() (geo.Layer, error) { return a.IslandLayer(t.Context(), q.Profile) },
		} {
			layer, err := make()
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := json.NewEncoder(&out).Encode(layer); err != nil {
				t.Fatal(err)
			}
			if again := text(mustManifest(t, layer.Manifest)); again != out.String() {
				t.Errorf("%s\nreplayed as\n%s", &out, again)
			}
		}
	})
}

func TestReplayRefusesAManifestThatContradictsItself(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	q := Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Drive, 0), Minutes: []int{15}}
	layer, err := a.Times(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}

	for name, change := range map[string]func(*Manifest){
		"direction": func(m *Manifest) { m.Direction = "from" },
		"standard":  func(m *Manifest) { s := "zhejiang-2025"; m.Standard = &s },
		"against":   func(m *Manifest) { m.Against = &geo.Scenario{} },
		"parts":     func(m *Manifest) { m.Parts = map[string]string{"streets": "0"} },
		"by":        func(m *Manifest) { m.Parameters.By = "community"; a := New(geotest.RiverTown().StudyArea()); a.seal(m) },
		"facility":  func(m *Manifest) { m.Parameters.Facility = "E" },
		"at":        func(m *Manifest) { m.Parameters.At = &orb.Point{1, 2} },
		"scenario":  func(m *Manifest) { m.Scenario = &geo.Scenario{Name: "nothing"} },
	} {
		m := mustManifest(t, layer.Manifest)
		change(m)
		_, err := a.Replay(t.Context(), m)
		var refused *RequestError
		if !errors.As(err, &refused) || refused.Parameter != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
