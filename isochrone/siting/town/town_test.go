package town

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"lifecircle/data/sample"
	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/verify"
)

func sampleTown(t testing.TB) *coverage.Analysis {
	t.Helper()
	area, err := geo.NewStudyArea(sample.Town())
	if err != nil {
		t.Fatal(err)
	}
	return coverage.New(area)
}

func inSample(t testing.TB, service string) Question {
	return Question{Request: coverage.Request{Services: []string{service}, Profile: profile(t, geo.Walk), Minutes: []int{15}, By: "town"}, Sites: 3}
}

func mustPrepare(t testing.TB, a *coverage.Analysis, q Question) *Prepared {
	t.Helper()
	p, err := Prepare(t.Context(), a, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mustSolve(t testing.TB, p *Prepared, limits siting.Limits) *Answer {
	t.Helper()
	a, err := p.Solve(t.Context(), limits)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func written(t testing.TB, a *Answer) string {
	t.Helper()
	var text bytes.Buffer
	if err := a.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// In the sample town every kind of question agrees with coverage of the scenario that is made of its answer.
func TestSampleTownAgreesWithCoverage(t *testing.T) {
	a := sampleTown(t)
	for _, change := range []struct {
		name string
		do   func(q *Question)
	}{
		{"most covered", func(q *Question) {}},
		{"two services, weighed", func(q *Question) {
			q.Request.Services, q.Sites = []string{"clinic", "elder_station"}, 4
			q.Weights = []Weight{{"clinic", "all", 1}, {"elder_station", "age60", 4}, {"elder_station", "age80", 2}}
		}},
		{"in one area, not in another", func(q *Question) { q.InsideAreas, q.ForbiddenAreas = []string{"QT05", "QT06"}, []string{"QT06"} }},
		{"some closed", func(q *Question) {
			q.Closing, q.Replace = []string{"CLINIC-007"}, []string{"clinic:CLINIC-020", "clinic:CLINIC-029"}
		}},
		{"backup", func(q *Question) { q.Problem = "backup" }},
		{"fair", func(q *Question) { q.Problem, q.Sites = "fair", 5 }},
		{"a share", func(q *Question) { q.Sites, q.Share = 0, 0.8 }},
		{"least mean", func(q *Question) { q.Problem, q.Request.Minutes, q.Make.SpacingM = "pmedian", []int{45}, 600 }},
		{"by metres, apart", func(q *Question) { q.Request.Minutes, q.Request.Metres, q.ApartM = nil, []int{500}, 2000 }},
		{"idle places", func(q *Question) { q.Make.Idle = true }},
	} {
		t.Run(change.name, func(t *testing.T) {
			q := inSample(t, "clinic")
			change.do(&q)
			p := mustPrepare(t, a, q)
			answer := mustSolve(t, p, siting.Limits{Work: 200_000_000, Workers: 2})
			checkAnswer(t, a, p, answer)
			if len(answer.Sites) == 0 || answer.Candidates.Places == 0 {
				t.Errorf("%+v", answer)
			}
			for _, s := range answer.Sites {
				for _, other := range answer.Sites {
					if s.ID != other.ID && s.Service == other.Service && geo.Distance(orb.Point{s.Lon, s.Lat}, orb.Point{other.Lon, other.Lat}) < q.ApartM {
						t.Errorf("%s and %s are too near to each other", s.ID, other.ID)
					}
				}
				if i, found := a.Area.AreaByID("QT05"); found && len(q.InsideAreas) > 0 && !geo.Contains(a.Area.Areas[i].Shape, orb.Point{s.Lon, s.Lat}) {
					t.Errorf("%s is not where sites may stand", s.ID)
				}
			}
		})
	}
}

// The answer hangs on neither the number of processors and workers nor the order of the candidates, is replayed byte
// for byte, and its proof is found true by a program that did not look for it.
func TestAnswersRepeat(t *testing.T) {
	a := sampleTown(t)
	q := inSample(t, "elder_station")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		at := a.Area.Points[r.IntN(len(a.Area.Points))].Point
		q.Candidates = append(q.Candidates, Candidate{ID: fmt.Sprint("p", i), At: at, Cost: 1 + float64(r.IntN(40))/4})
	}
	q.Sites, q.Budget, q.Make.Idle = 0, 20.5, true
	here, _ := a.Area.AreaByID("QT05")
	q.Forbidden = []Land{{"here", a.Area.Areas[here].Shape}}
	first := mustSolve(t, mustPrepare(t, a, q), siting.Limits{Workers: 1, Proof: true})
	r.Shuffle(len(q.Candidates), func(i, k int) { q.Candidates[i], q.Candidates[k] = q.Candidates[k], q.Candidates[i] })
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p := mustPrepare(t, sampleTown(t), q)
	if again := mustSolve(t, p, siting.Limits{Workers: 4}); written(t, again) != written(t, first) {
		t.Errorf("%s\n%s", written(t, first), written(t, again))
	}
	proven, err := verify.Check(p.Instance(), first.Certificate)
	if err != nil || string(first.Value) != fmt.Sprint(proven.Value) || string(first.Bound) != fmt.Sprint(proven.Bound) {
		t.Errorf("verified %+v, %v; answered %s, %s", proven, err, first.Value, first.Bound)
	}
	files := Files{q.Candidates, q.Forbidden, nil}
	again, err := Replay(t.Context(), a, first.Manifest, files)
	if err != nil {
		t.Fatal(err)
	}
	if written(t, again.Answer) != written(t, first) {
		t.Error("replayed, it is another answer")
	}
	layer, err := p.Layer(t.Context(), first)
	if err != nil || len(layer.Features) != 2*len(first.Sites) {
		t.Errorf("%d features for %d sites, %v", len(layer.Features), len(first.Sites), err)
	}
	for _, wrong := range []Files{{nil, q.Forbidden, nil}, {q.Candidates, nil, nil}, {q.Candidates[1:], q.Forbidden, nil}, {q.Candidates, q.Forbidden, q.Forbidden}} {
		var refused *coverage.RequestError
		if _, err := Replay(t.Context(), a, first.Manifest, wrong); !errors.As(err, &refused) {
			t.Errorf("with other files: %v", err)
		}
	}
	changed := *first.Manifest
	changed.Parameters.Site = bytes.Replace(changed.Parameters.Site, []byte("20.5"), []byte("40.5"), 1)
	changed.Parameters.Group = "age60"
	if again, err := Replay(t.Context(), a, &changed, files); err == nil && written(t, again.Answer) == written(t, first) {
		t.Error("a changed manifest gives the same answer")
	}
}

func TestBlindSpotsNameTheirBestSites(t *testing.T) {
	a := sampleTown(t)
	q := inSample(t, "clinic")
	q.Request.By = ""
	layer, err := BlindSpots(t.Context(), a, q)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := a.BlindSpotAreas(t.Context(), q.Request)
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for i, f := range layer.Features {
		if text(t, f.Values[:10]) != text(t, plain.Features[i].Values[:10]) || plain.Features[i].Values[10] != nil {
			t.Errorf("blind spot %d is another one", i)
		}
		if f.Values[10] != nil {
			named++
		}
	}
	if named < len(layer.Features)/2 {
		t.Errorf("%d of %d blind spots name a site", named, len(layer.Features))
	}
	// The gain of the best site of all is that of the first site there is.
	q.Sites = 1
	answer := mustSolve(t, mustPrepare(t, a, q), siting.Limits{})
	if best := text(t, layer.Features); !strings.Contains(best, fmt.Sprintf(`"gain":%s}`, string(*answer.Sites[0].Gain))) {
		t.Errorf("no blind spot names the site that gains %s", *answer.Sites[0].Gain)
	}
}

// River town: E stands at r1 with 100 people; at 80 m a minute r2 with 200 is 6 minutes away. Two new stations of 120
// places each: one serves 120 people, E its 100.
func TestCapacitiesByHand(t *testing.T) {
	town := geotest.RiverTown()
	for i := range town.Town.Facilities {
		town.Town.Facilities[i].Capacity = 100
	}
	a := coverage.New(town.StudyArea())
	p := profile(t, geo.Walk)
	p, err := p.WithSpeed(4.8)
	if err != nil {
		t.Fatal(err)
	}
	q := Question{Request: coverage.Request{Services: []string{"elder_station"}, Profile: p, Minutes: []int{1}}, Problem: "capacitated", Sites: 2, Capacity: 120}
	for _, point := range a.Area.Points {
		q.Candidates = append(q.Candidates, Candidate{ID: "at-" + point.ID, At: point.Point, Cost: 1})
	}
	answer := mustSolve(t, mustPrepare(t, a, q), siting.Limits{})
	if answer.Value != "340" || !answer.Proven {
		t.Errorf("%s served, by hand 100 + 2 × 120", answer.Value)
	}
	for _, s := range answer.Sites {
		if s.Served == nil || *s.Served != 120 || *s.Capacity != 120 {
			t.Errorf("%+v", s)
		}
	}
}

func TestCancelKeepsTheBestFound(t *testing.T) {
	a := sampleTown(t)
	q := inSample(t, "clinic")
	q.Problem, q.Request.Minutes, q.Make.SpacingM, q.Sites = "pmedian", []int{60}, 250, 12
	p := mustPrepare(t, a, q)
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	answer, err := p.Solve(ctx, siting.Limits{Work: 1 << 60, Progress: func(s siting.Progress) {
		if seen++; s.Found && !t.Failed() {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if answer.Ended == "finished" {
		t.Skip("it was done before it could be cancelled")
	}
	if answer.Ended != "cancelled" || len(answer.Sites) == 0 || answer.After == nil || seen == 0 {
		t.Errorf("ended %s with %d sites", answer.Ended, len(answer.Sites))
	}
	checkAnswer(t, a, p, answer)
	if _, err := Replay(t.Context(), a, answer.Manifest, Files{}); err == nil || !strings.Contains(err.Error(), "--verify") {
		t.Errorf("replayed: %v", err)
	}
	if answer := mustSolve(t, p, siting.Limits{Time: time.Nanosecond, Work: 1 << 60}); answer.Ended != "time_limit" {
		t.Errorf("ended %s after a nanosecond", answer.Ended)
	}
}

func TestMoreSitesCoverMore(t *testing.T) {
	p := mustPrepare(t, sampleTown(t), inSample(t, "clinic"))
	told := 0
	points, err := p.Curve(t.Context(), 5, siting.Limits{}, func(CurvePoint) { told++ })
	if err != nil || len(points) != 5 || told != 5 {
		t.Fatalf("%+v, %v", points, err)
	}
	last := int64(0)
	for i, c := range points {
		value, err := c.Value.Int64()
		bound, err2 := c.Bound.Int64()
		if err != nil || err2 != nil || value < last || bound < value || c.Sites != i+1 {
			t.Errorf("%+v after %d", c, last)
		}
		last = value
	}
	if answer := mustSolve(t, p, siting.Limits{}); answer.Value != points[2].Value {
		t.Errorf("3 sites are worth %s alone and %s on the curve", answer.Value, points[2].Value)
	}
}

func TestJunctionsAreThinnedEvenly(t *testing.T) {
	for seed := range uint64(20) {
		a := randomTown(rand.New(rand.NewPCG(seed, 8)))
		router, err := a.Router(t.Context(), profile(t, geo.Walk))
		if err != nil {
			t.Fatal(err)
		}
		q := Question{Request: coverage.Request{Services: []string{"clinic"}, Profile: profile(t, geo.Walk), Minutes: []int{5}}}
		all := junctionsNear(router, func(p int32) orb.Point { return a.Area.Points[p].Point }, newDemand(a, router, &q))
		for _, apart := range []float64{0.001, 80, 200, 1000} {
			kept := thin(all, apart, len(all))
			if few := thin(all, apart, 3); !slices.Equal(few, kept[:min(4, len(kept))]) {
				t.Errorf("seed %d: of %d junctions %v m apart, %v are known to be more than 3", seed, len(kept), apart, few)
			}
			near := func(j junction, of []junction) bool {
				return slices.ContainsFunc(of, func(o junction) bool { return o.id != j.id && geo.Distance(o.at, j.at) < apart })
			}
			for _, j := range kept {
				if near(j, kept) {
					t.Errorf("seed %d: junction %d is nearer than %v m to another", seed, j.id, apart)
				}
			}
			for _, j := range all {
				is := slices.ContainsFunc(kept, func(o junction) bool { return o.id == j.id })
				if !is && !near(j, kept) {
					t.Errorf("seed %d: junction %d was left out, but nothing within %v m was kept", seed, j.id, apart)
				}
			}
		}
	}
}

func TestQuestionsThatCannotBeAnswered(t *testing.T) {
	a := sampleTown(t)
	at := a.Area.Points[0].Point
	one := func(c Candidate) func(*Question) {
		return func(q *Question) { q.Candidates = []Candidate{c, {ID: "other", At: at, Cost: 1}} }
	}
	for _, bad := range []struct {
		says string
		do   func(q *Question)
	}{
		{"is no service code", func(q *Question) { q.Request.Services = []string{"clinics"} }},
		{"name one cutoff", func(q *Question) { q.Request.Minutes = []int{5, 15} }},
		{"no problem of site selection", func(q *Question) { q.Problem = "best" }},
		{"neither the number of sites nor a budget", func(q *Question) { q.Sites = 0 }},
		{"a target decides", func(q *Question) { q.Share = 0.9 }},
		{"must be above 0 and at most 1", func(q *Question) { q.Share = 1.5 }},
		{"says nothing about", func(q *Question) { q.Problem, q.Share = "pmedian", 0.9 }},
		{"sites or cost", func(q *Question) { q.Problem, q.Sites, q.Least = "lscp", 0, "money" }},
		{"must be from 0 to", func(q *Question) { q.Sites = -3 }},
		{"must be from 0 to", func(q *Question) { q.ApartM = -1 }},
		{"no group of people", func(q *Question) { q.Weights = []Weight{{"", "elves", 1}} }},
		{"a weight is from 1", func(q *Question) { q.Weights = []Weight{{"", "all", 0}} }},
		{"given twice", func(q *Question) { q.Weights = []Weight{{"", "all", 1}, {"", "all", 2}} }},
		{"none of the services", func(q *Question) { q.Weights = []Weight{{"library", "all", 1}} }},
		{"name the level", func(q *Question) { q.Problem, q.Request.By = "fair", "" }},
		{"is no area of the town", func(q *Question) { q.ForbiddenAreas = []string{"Atlantis"} }},
		{"is the id of two", func(q *Question) { q.Candidates = []Candidate{{ID: "a", At: at}, {ID: "a", At: at}} }},
		{"a cost is from 0", one(Candidate{ID: "a", At: at, Cost: -1})},
		{"capacity must not be negative", one(Candidate{ID: "a", At: at, Capacity: -1})},
		{"no place in degrees", one(Candidate{ID: "a", At: orb.Point{500, 500}})},
		{"unknown service", one(Candidate{ID: "a", At: at, Service: "inn"})},
		{"free, must be chosen or is forbidden", one(Candidate{ID: "a", At: at, State: siting.Existing})},
		{"no street is within reach", one(Candidate{ID: "a", At: orb.Point{at[0] + 0.3, at[1]}, State: siting.Must})},
		{"is no candidate", func(q *Question) { q.Must = []string{"nowhere"} }},
		{"no site may stand", func(q *Question) {
			q.Candidates, q.Must = []Candidate{{ID: "a", At: at}}, []string{"a"}
			q.Forbidden = []Land{{"all", orb.MultiPolygon{{{{-180, -85}, {180, -85}, {180, 85}, {-180, 85}, {-180, -85}}}}}}
		}},
		{"must be chosen, but for which", func(q *Question) {
			q.Request.Services, q.Candidates, q.Must = []string{"clinic", "library"}, []Candidate{{ID: "a", At: at}}, []string{"a"}
		}},
		{"is no candidate", func(q *Question) { q.Never = []string{"junction-0"} }},
		{"must be chosen, but for which", func(q *Question) {
			q.Request.Services, q.Must = []string{"clinic", "library"}, []string{"junction-9000003529"}
		}},
		{"for library alone", func(q *Question) {
			q.Request.Services, q.Candidates = []string{"clinic", "library"}, []Candidate{{ID: "a", At: at, Service: "library"}}
			q.Must = []string{"clinic:a"}
		}},
		{"has to be chosen and never may be", func(q *Question) {
			q.Must, q.Never = []string{"junction-9000003529"}, []string{"clinic:junction-9000003529"}
		}},
		{"no candidate that may be chosen: of 1, 1 off the streets (a)", func(q *Question) {
			q.Candidates = []Candidate{{ID: "a", At: orb.Point{at[0] + 0.3, at[1]}}}
		}},
		{"at least", func(q *Question) { q.Problem = "pcenter" }},
		{"It leaves", func(q *Question) { q.Problem = "pcenter" }},
		{"no facility of the town", func(q *Question) { q.Closing = []string{"CLINIC-999"} }},
		{"is closed whatever comes", func(q *Question) { q.Closing, q.Replace = []string{"CLINIC-007"}, []string{"CLINIC-007"} }},
		{"3 sites are asked for", one(Candidate{ID: "a", At: at})},
		{"nothing fits", func(q *Question) { q.Sites, q.Budget = 0, 0.5 }},
		{"capacity of this candidate is missing", func(q *Question) { q.Problem = "capacitated" }},
		{"cannot be reached", func(q *Question) { q.Sites, q.Share = 0, 1 }},
		{"near any street", func(q *Question) { q.Sites, q.Share = 0, 1 }},
		{"goes with candidates at junctions", func(q *Question) { q.Make.SpacingM, q.Candidates = 100, []Candidate{{ID: "a", At: at}} }},
	} {
		q := inSample(t, "clinic")
		bad.do(&q)
		p, err := Prepare(t.Context(), a, q, nil)
		if err == nil {
			_, err = p.Solve(t.Context(), siting.Limits{Work: 1_000_000})
		}
		if err == nil || !strings.Contains(err.Error(), bad.says) {
			t.Errorf("%q is not said: %v", bad.says, err)
			continue
		}
		if words := geo.WordsOf(err); words.ZH == words.EN {
			t.Errorf("%q has no Chinese words", words.EN)
		}
	}
}
