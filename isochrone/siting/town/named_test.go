package town

import (
	"slices"
	"strings"
	"testing"

	"lifecircle/isochrone/siting"
)

func idsOf(a *Answer) (ids []string) {
	for _, s := range a.Sites {
		ids = append(ids, s.Service+":"+s.ID)
	}
	return ids
}

// Junctions can be named as answers name them: those that have to be chosen are, also where another one is too near for
// both to be candidates, and those that never may be are not. To name one that is a candidate anyway changes no other.
func TestNamedJunctions(t *testing.T) {
	a := sampleTown(t)
	q := inSample(t, "clinic")
	first := mustPrepare(t, a, q)
	best := mustSolve(t, first, siting.Limits{})

	q.Never = []string{best.Sites[0].ID}
	without := mustSolve(t, mustPrepare(t, a, q), siting.Limits{})
	if slices.Contains(idsOf(without), idsOf(best)[0]) || without.Candidates.Forbidden != 1 || without.Candidates.Places != best.Candidates.Places-1 {
		t.Errorf("%v of %+v, without %s", idsOf(without), without.Candidates, q.Never)
	}
	q.Never = nil

	least := &first.places[slices.IndexFunc(first.places, func(c place) bool { return !strings.HasSuffix(best.Sites[0].ID, c.ID) })]
	q.Must = []string{least.ID}
	p := mustPrepare(t, a, q)
	with := mustSolve(t, p, siting.Limits{})
	if !slices.Contains(idsOf(with), "clinic:"+least.ID) || with.Candidates.Places != best.Candidates.Places {
		t.Errorf("%v of %+v, with %s", idsOf(with), with.Candidates, least.ID)
	}
	checkAnswer(t, a, p, with)
	for i, c := range p.places {
		if c.ID != first.places[i].ID {
			t.Fatalf("candidate %d is %s, and was %s", i, c.ID, first.places[i].ID)
		}
	}

	// of one that is no candidate, because others are too near
	q.Make.SpacingM, q.Must = 100, nil
	fine := mustPrepare(t, a, q)
	q.Make.SpacingM = 400
	coarse := mustPrepare(t, a, q)
	for _, c := range fine.places {
		if !slices.ContainsFunc(coarse.places, func(other place) bool { return other.ID == c.ID }) {
			q.Must = []string{c.ID}
			break
		}
	}
	if chosen := idsOf(mustSolve(t, mustPrepare(t, a, q), siting.Limits{})); !slices.Contains(chosen, "clinic:"+q.Must[0]) {
		t.Errorf("%v, with %s", chosen, q.Must)
	}
}

// Of several services a named candidate is for the one that stands before it, and replays know it.
func TestNamedForOneService(t *testing.T) {
	a := sampleTown(t)
	q := inSample(t, "clinic")
	best := mustSolve(t, mustPrepare(t, a, q), siting.Limits{})
	q.Request.Services = []string{"clinic", "library"}
	q.Must, q.Never = []string{"library:" + best.Sites[0].ID}, []string{"clinic:" + best.Sites[0].ID, best.Sites[1].ID}
	answer := mustSolve(t, mustPrepare(t, a, q), siting.Limits{})
	chosen := idsOf(answer)
	if !slices.Contains(chosen, q.Must[0]) || slices.Contains(chosen, q.Never[0]) || slices.Contains(chosen, "clinic:"+q.Never[1]) || slices.Contains(chosen, "library:"+q.Never[1]) {
		t.Errorf("%v, with %s and without %s", chosen, q.Must, q.Never)
	}
	again, err := Replay(t.Context(), a, answer.Manifest, Files{})
	if err != nil || written(t, again.Answer) != written(t, answer) {
		t.Errorf("replayed: %v", err)
	}
}
