package town

import (
	"fmt"
	"math/rand/v2"
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
