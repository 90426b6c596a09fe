package town

import (
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// triedTown is a choice of sites as somebody would try it who knows nothing of instances: the town is edited, prepared anew,
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
