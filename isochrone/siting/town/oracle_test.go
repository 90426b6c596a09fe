package town

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// randomTown makes a small town with two communities, people in neither, and facilities without special doors.
func randomTown(r *rand.Rand) *coverage.Analysis {
	town := geotest.Random(r)
	for i := range town.Town.Points {
		town.Town.Points[i].Area = []string{"a", "b", ""}[r.IntN(3)]
	}
	for _, id := range []string{"a", "b"} {
		town.Town.Areas = append(town.Town.Areas, geo.Area{ID: id, Name: "area " + id, Level: "community"})
	}
	return coverage.New(town.StudyArea())
}

func profile(t testing.TB, mode geo.Mode) isochrone.Profile {
	t.Helper()
	p, err := isochrone.BuiltinProfile(mode)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// someCandidates picks places near the streets, some off them.
func someCandidates(r *rand.Rand, a *coverage.Analysis, n int) (all []Candidate) {
	for i := range n {
		s := a.Area.Streets[r.IntN(len(a.Area.Streets))]
		at := s.Line[r.IntN(len(s.Line))]
		all = append(all, Candidate{ID: fmt.Sprintf("c%d", i), At: orb.Point{at[0] + (r.Float64()-0.5)*0.003, at[1] + (r.Float64()-0.5)*0.003}, Cost: float64(1 + r.IntN(4))})
	}
	return all
}

// town is a choice of sites as somebody would try it who knows nothing of instances: the town is edited, prepared anew,
// and asked how long it takes to each facility.
type triedTown struct {
	a     *coverage.Analysis
	times map[string][][]isochrone.Time // by service, of each active facility for itself
}

func try(t *testing.T, a *coverage.Analysis, q *Question, edits []geo.Edit) triedTown {
	t.Helper()
	edited, err := a.With(geo.Scenario{Edits: edits})
	if err != nil {
		t.Fatal(err)
	}
	router, err := edited.Router(t.Context(), q.Request.Profile)
	if err != nil {
		t.Fatal(err)
	}
	tried := triedTown{edited, map[string][][]isochrone.Time{}}
	for _, service := range q.Request.Services {
		for _, f := range edited.Active(service) {
			times, err := router.Times(t.Context(), []int32{f})
			if err != nil {
				t.Fatal(err)
			}
			tried.times[service] = append(tried.times[service], times)
		}
	}
	return tried
}

// worth is what the choice is worth under a problem, larger being better; false where it does not do what it must.
func (tried triedTown) worth(q *Question, problem string, target int64, coverable map[string][]bool) (value int64, ok bool) {
	cutoff := q.Request.Cutoff()
	covered, sum, worst := int64(0), int64(0), int64(0)
	people, shares := map[string]int64{}, map[string]int64{}
	for _, service := range q.Request.Services {
		for i, p := range tried.a.Area.Points {
			w := int64(0)
			for _, g := range q.weightsOf(service) {
				w += g.weight * int64(max(0, p.People[g.group]))
			}
			n, least := int64(0), int64(isochrone.Never)
			for _, times := range tried.times[service] {
				if times[i].Ms <= cutoff {
					n++
				}
				least = min(least, times[i].Ms)
			}
			if coverable[service][i] {
				people[service+p.Area] += w
			}
			if n > 0 {
				covered += w
				sum += w * least
				worst = max(worst, min(w, 1)*least)
				shares[service+p.Area] += w
			} else if coverable[service][i] {
				sum += w * cutoff
				if w > 0 && problem == "pcenter" {
					return 0, false
				}
			}
			if problem == "backup" {
				value += w * min(n, 2)
			}
		}
	}
	switch problem {
	case "backup":
		return value, true
	case "pmedian":
		return -sum, true
	case "pcenter":
		return -worst, true
	case "psclp", "lscp":
		return 0, covered >= target
	case "fair":
		value = siting.Millionths
		for area, n := range people {
			if n > 0 {
				value = min(value, shares[area]*siting.Millionths/n)
			}
		}
		return value, true
	}
	return covered, true
}

// edit makes edits of a choice: the candidates chosen, and what is given up.
func edit(q *Question, a *coverage.Analysis, chosen []choice) (edits []geo.Edit) {
	stays := map[string]bool{}
	for _, c := range chosen {
		stays[c.stays] = true
	}
	for _, name := range slices.Concat(q.Closing, q.Replace) {
		f, err := a.FacilityNamed(name)
		if err != nil {
			panic(err)
		}
		if !stays[name] {
			edits = append(edits, geo.CloseFacility{Service: a.Area.Facilities[f].Service, ID: a.Area.Facilities[f].ID})
		}
	}
	for i, c := range chosen {
		if c.stays == "" {
			edits = append(edits, geo.AddFacility{Service: c.service, ID: fmt.Sprintf("tried-%d", i), At: c.at.At})
		}
	}
	return edits
}

// choice is a candidate for a service, or a facility that stays.
type choice struct {
	at      Candidate
	service string
	stays   string
}

// choices lists what may be chosen.
func choices(q *Question, router *isochrone.Router, a *coverage.Analysis) (all []choice) {
	forbidden := newTerrain(q.Forbidden)
	for _, service := range q.Request.Services {
		for _, c := range q.Candidates {
			c.At = orb.Point{geo.Round7(c.At[0]), geo.Round7(c.At[1])}
			if _, on := router.ToStreet(c.At); on && !forbidden.holds(c.At) {
				all = append(all, choice{c, service, ""})
			}
		}
		for _, name := range q.Replace {
			if f, _ := a.FacilityNamed(name); a.Area.Facilities[f].Service == service {
				all = append(all, choice{Candidate{At: a.Area.Facilities[f].Point}, service, name})
			}
		}
	}
	return all
}

// allowed tells whether a set keeps the budget, the number, the distances and what must be.
func allowed(q *Question, set []choice) bool {
	cost, musts := 0.0, 0
	for i, c := range set {
		cost += c.at.Cost
		if slices.Contains(q.Must, c.at.ID) {
			musts++
		}
		for _, other := range set[:i] {
			if other.service == c.service && geo.Distance(other.at.At, c.at.At) < q.ApartM {
				return false
			}
		}
	}
	return (q.Sites == 0 || len(set) <= q.Sites) && (q.Budget == 0 || cost <= q.Budget) && musts == len(q.Must)
}

// TestSitesAreTheBestOfAll tries every choice in small random towns, and wants the value of the best.
func TestSitesAreTheBestOfAll(t *testing.T) {
	found := map[string]int{}
	for seed := range uint64(120) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 41))
			a := randomTown(r)
			q := randomQuestion(t, r, a)
			p, err := Prepare(t.Context(), a, q, nil)
			if err != nil {
				t.Logf("%+v: %v", q, err)
				return
			}
			best, any := enumerate(t, a, p)
			answer, err := p.Solve(t.Context(), siting.Limits{Workers: 1 + r.IntN(3), Proof: true})
			var refused *siting.Error
			if errors.As(err, &refused) {
				t.Logf("%v", err)
				return
			}
			if err != nil {
				if any {
					t.Errorf("%s: %v, but there is a choice worth %d", p.q.Problem, err, best)
				}
				return
			}
			if !any {
				t.Fatalf("%s: %d sites, but no choice does it", p.q.Problem, len(answer.Sites))
			}
			found[p.q.Problem]++
			if got := exact(t, answer.Value, p); got != best || !answer.Proven || exact(t, answer.Bound, p) != best {
				t.Errorf("%s: %s (bound %s), the best of all choices is %d", p.q.Problem, answer.Value, answer.Bound, best)
			}
			checkAnswer(t, a, p, answer)
		})
	}
	for problem := range Problems {
		if problem != "capacitated" && found[problem] < 3 {
			t.Errorf("%s was solved %d times only", problem, found[problem])
		}
	}
}

// exact is a value of an answer in the whole numbers of the solver, larger being better.
func exact(t *testing.T, value json.Number, p *Prepared) int64 {
	t.Helper()
	v, err := strconv.ParseFloat(string(value), 64)
	if err != nil {
		t.Fatal(err)
	}
	scale := int64(1)
	for range p.places10() {
		scale *= 10
	}
	n := int64(v*float64(scale) + 0.5)
	if p.goal == siting.LeastMean || p.goal == siting.LeastWorst || p.goal == siting.FewestSites || p.goal == siting.LeastCost {
		return -n
	}
	return n
}

func enumerate(t *testing.T, a *coverage.Analysis, p *Prepared) (best int64, any bool) {
	t.Helper()
	q := &p.q
	all := choices(q, p.router, a)
	coverable := map[string][]bool{}
	everything := try(t, a, q, edit(q, a, all))
	for service, facilities := range everything.times {
		coverable[service] = make([]bool, len(a.Area.Points))
		for _, times := range facilities {
			for i := range times {
				coverable[service][i] = coverable[service][i] || times[i].Ms <= q.Request.Cutoff()
			}
		}
	}
	for _, service := range q.Request.Services {
		if coverable[service] == nil {
			coverable[service] = make([]bool, len(a.Area.Points))
		}
	}
	target := p.problem.Target
	if target == 0 {
		target, _ = everything.worth(q, "mclp", 0, coverable)
	}
	for bits := range 1 << len(all) {
		var set []choice
		cost := 0.0
		for i, c := range all {
			if bits>>i&1 == 1 {
				set = append(set, c)
				cost += c.at.Cost
			}
		}
		if !allowed(q, set) {
			continue
		}
		value, ok := try(t, a, q, edit(q, a, set)).worth(q, q.Problem, target, coverable)
		switch p.goal {
		case siting.FewestSites:
			value = -int64(len(set))
		case siting.LeastCost:
			value = -money(cost)
		}
		if ok && (!any || value > best) {
			best, any = value, true
		}
	}
	return best, any
}

func randomQuestion(t *testing.T, r *rand.Rand, a *coverage.Analysis) Question {
	problems := []string{"mclp", "mclp", "lscp", "psclp", "pmedian", "pcenter", "backup", "fair"}
	q := Question{
		Request: coverage.Request{Services: [][]string{{"clinic"}, {"library"}, {"clinic", "library"}}[r.IntN(3)], Profile: profile(t, []geo.Mode{geo.Walk, geo.Bike, geo.Drive}[r.IntN(3)]),
			Minutes: []int{1 + r.IntN(6)}, Group: []geo.Group{geo.All, geo.Age60}[r.IntN(2)], By: "community"},
		Problem: problems[r.IntN(len(problems))], Candidates: someCandidates(r, a, 2+r.IntN(3)),
	}
	if Problems[q.Problem].ByCosts() {
		q.Request.Minutes = []int{60}
	}
	if r.IntN(4) == 0 {
		q.Request.Minutes, q.Request.Metres = nil, []int{100 + r.IntN(600)}
	}
	switch {
	case q.Problem == "psclp":
		q.Share = float64(1+r.IntN(99)) / 100
	case q.Problem == "lscp":
	case r.IntN(2) == 0:
		q.Sites = 1 + r.IntN(3)
	default:
		q.Budget = float64(1 + r.IntN(7))
	}
	if Problems[q.Problem] == siting.FewestSites && r.IntN(2) == 0 {
		q.Least = "cost"
	}
	if r.IntN(4) == 0 && q.Problem != "fair" {
		q.Weights = []Weight{{"", "all", 1}, {q.Request.Services[0], "age60", 3}}
	}
	if r.IntN(4) == 0 {
		q.ApartM = 300 * r.Float64()
	}
	if r.IntN(4) == 0 && len(q.Request.Services) == 1 {
		q.Must = []string{"c0"}
	}
	if r.IntN(4) == 0 {
		at := q.Candidates[1].At
		q.Forbidden = []Land{{"park", orb.MultiPolygon{{{{at[0] - 1e-4, at[1] - 1e-4}, {at[0] + 1e-4, at[1] - 1e-4}, {at[0] + 1e-4, at[1] + 1e-4}, {at[0] - 1e-4, at[1] + 1e-4}, {at[0] - 1e-4, at[1] - 1e-4}}}}}}
	}
	for _, service := range q.Request.Services {
		for i, f := range a.Active(service) {
			name := service + ":" + a.Area.Facilities[f].ID
			switch {
			case i == 0 && r.IntN(3) == 0:
				q.Replace = append(q.Replace, name)
			case r.IntN(3) == 0:
				q.Closing = append(q.Closing, name)
			}
		}
	}
	return q
}

// checkAnswer holds an answer against coverage of the scenario that is made of it.
func checkAnswer(t *testing.T, a *coverage.Analysis, p *Prepared, answer *Answer) {
	t.Helper()
	edited, err := a.With(answer.Scenario("plan"))
	if err != nil {
		t.Fatal(err)
	}
	covered, before, kept, uncovered := int64(0), int64(0), int64(0), int64(0)
	row := 0
	for _, service := range p.q.Request.Services {
		for _, g := range p.q.weightsOf(service) {
			q := p.q.Request
			q.Services, q.Group = []string{service}, g.group
			for i, analysis := range []*coverage.Analysis{a, edited} {
				report, err := analysis.Coverage(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				told := [][]coverage.Result{answer.Before, answer.After}[i][row : row+len(report.Results)]
				if text(t, told) != text(t, report.Results) {
					t.Errorf("coverage says %s, the answer %s", text(t, report.Results), text(t, told))
				}
				if i == 0 {
					before += g.weight * report.Results[0].Covered
				} else {
					covered += g.weight * report.Results[0].Covered
					uncovered += g.weight * report.Results[0].Uncovered
					row += len(report.Results)
				}
			}
		}
	}
	if answer.Total != covered+uncovered {
		t.Errorf("%d people in all, coverage says %d", answer.Total, covered+uncovered)
	}
	if p.goal.ByCosts() {
		if answer.Unserved != uncovered {
			t.Errorf("%d are not served, coverage says %d", answer.Unserved, uncovered)
		}
		return
	}
	kept = *answer.CoveredKept
	if *answer.CoveredAfter != covered || *answer.CoveredBefore != before || answer.Unserved != uncovered {
		t.Errorf("%s: %d covered before, %d after, %d not; coverage says %d, %d and %d", p.q.Problem, *answer.CoveredBefore, *answer.CoveredAfter, answer.Unserved, before, covered, uncovered)
	}
	for _, s := range answer.Sites {
		areas := int64(0)
		for _, area := range s.Areas {
			areas += area.Demand
		}
		if *s.CoveredAfter-kept != areas {
			t.Errorf("site %s covers %d more, in areas %d", s.ID, *s.CoveredAfter-kept, areas)
		}
		if len(p.q.Weights) == 0 && s.People[p.q.Request.Group.String()] != areas {
			t.Errorf("site %s covers %d more, of the group %d", s.ID, areas, s.People[p.q.Request.Group.String()])
		}
		kept = *s.CoveredAfter
	}
}

func text(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
