package siting_test

import (
	"context"
	"testing"

	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/verify"
)

// inDistricts makes a town whose points lie in areas of equally many of them.
func inDistricts(in *siting.Instance, areas int) *siting.Instance {
	in.Zones = make([]int32, len(in.Demand))
	for j := range in.Zones { // points are numbered along a curve: a stretch of it is a piece of land
		in.Zones[j] = int32(j * areas / len(in.Zones))
	}
	return in
}

// TestFairInTown lifts the worst-served of ten areas, with a proof that others can check and nobody can stretch.
func TestFairInTown(t *testing.T) {
	in := inDistricts(bigTown(7, 3000, 300, 60), 10)
	p := siting.Problem{Goal: siting.WorstAreaBest, Sites: 15}
	a, err := siting.Solve(context.Background(), in, p, siting.Limits{Work: 1_000_000_000, Proof: true})
	if err != nil {
		t.Fatal(err)
	}
	if a.Bound-a.Value > siting.Millionths/40 {
		t.Errorf("the worst-served area gets %d millionths, and the bound stays at %d", a.Value, a.Bound)
	}
	if r, err := verify.Check(in, a.Proof); err != nil || r.Value != a.Value || r.Bound != a.Bound {
		t.Errorf("the certificate of %d and %d proves %v: %v", a.Value, a.Bound, r, err)
	}
	lower := a.Value/2 + 1 // the sites themselves reach more
	a.Proof.Within, a.Proof.Bound = &lower, lower-1
	if r, err := verify.Check(in, a.Proof); err == nil {
		t.Errorf("multipliers prove that the share %d is out of reach, which the sites exceed: %v", lower, r)
	}
	a.Proof.Within = nil
	if _, err := verify.Check(in, a.Proof); err == nil {
		t.Errorf("a bound is taken without a share that is proven out of reach")
	}
}

// TestFairCoversPeople takes of equally fair choices one that covers more people: where no choice helps the worst area,
// that is the choice of most people covered.
func TestFairCoversPeople(t *testing.T) {
	in := &siting.Instance{Demand: []int64{5, 9, 7, 30}, Zones: []int32{0, 1, 1, 1}}
	for i, reach := range [][]uint32{{1}, {2}, {3}, {0}} {
		in.Candidates = append(in.Candidates, siting.Candidate{ID: string(rune('a' + i)), Cost: 1})
		in.Reach = append(in.Reach, siting.RunsOf(reach))
	}
	in.Candidates[3].Cost = 9
	a, err := siting.Solve(context.Background(), in, siting.Problem{Goal: siting.WorstAreaBest, Budget: 2}, siting.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if a.Value != 0 || !a.Proven || a.CoveredAfter != 39 {
		t.Errorf("value %d, proven %v, %d people covered; want 0, true, 39", a.Value, a.Proven, a.CoveredAfter)
	}
}
