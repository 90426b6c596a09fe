package siting_test

import (
	"context"
	"fmt"
	"strings"
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

// TestFairAgainstOtherSolvers gives towns with areas to CBC or GLPK.
func TestFairAgainstOtherSolvers(t *testing.T) {
	for _, p := range []int{3, 8} {
		in := inDistricts(bigTown(20, 400, 50, 30), 5)
		a := solve(t, in, siting.Problem{Goal: siting.WorstAreaBest, Sites: p})
		value := solveLP(t, worstShareLP(in, p)) // the nearest number of millionths, where the answer has the one below
		if a.Value != value && a.Value != value-1 || !a.Proven {
			t.Errorf("%d sites: %d, proven %v; the other solver has %d", p, a.Value, a.Proven, value)
		}
	}
}

// worstShareLP writes the largest share of the worst-served area with a number of sites in the LP format.
func worstShareLP(in *siting.Instance, sites int) string {
	var rules, bounds, binary strings.Builder
	by := make([]string, len(in.Demand))
	for i, reach := range in.Reach {
		fmt.Fprintf(&binary, " y%d\n", i)
		for _, run := range reach {
			for j := run.From; j < run.To; j++ {
				by[j] += fmt.Sprintf(" - y%d", i)
			}
		}
	}
	covered, people := make([]string, len(in.Demand)), make([]int64, len(in.Demand)) // by area
	for j, w := range in.Demand {
		if z := in.Zones[j]; w > 0 && by[j] != "" {
			people[z] += w
			covered[z] += fmt.Sprintf(" + %d z%d\n", w, j)
			fmt.Fprintf(&rules, " z%d%s <= 0\n", j, by[j])
			fmt.Fprintf(&bounds, " z%d <= 1\n", j)
		}
	}
	for z, sum := range covered {
		if sum != "" {
			fmt.Fprintf(&rules, "%s - %d t >= 0\n", sum, people[z])
		}
	}
	for i := range in.Candidates {
		fmt.Fprintf(&rules, " + y%d\n", i)
	}
	fmt.Fprintf(&rules, " <= %d\n", sites)
	return "Maximize\n 1000000 t\nSubject To\n" + rules.String() + "Bounds\n" + bounds.String() + "Binary\n" + binary.String() + "End\n"
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
