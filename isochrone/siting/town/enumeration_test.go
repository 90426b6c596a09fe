package town

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

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
