package siting_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/verify"
)

// TestPermutedInput gives the same value however points and candidates are numbered.
func TestPermutedInput(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 77))
		goal := goals[seed%uint64(len(goals))]
		in := town(r)
		p := question(r, in, goal)
		a, err := siting.Solve(context.Background(), in, p, siting.Limits{})
		b, err2 := siting.Solve(context.Background(), permuted(r, in), p, siting.Limits{})
		if (err == nil) != (err2 == nil) {
			t.Fatalf("seed %d: %v, permuted %v", seed, err, err2)
		}
		if err == nil && (a.Value != b.Value || a.Bound != b.Bound || a.Proven != b.Proven || a.OutOfReach != b.OutOfReach || a.CoveredBefore != b.CoveredBefore) {
			t.Fatalf("seed %d: %+v, permuted %+v", seed, a, b)
		}
	}
}

// permuted numbers everything anew.
func permuted(r *rand.Rand, in *siting.Instance) *siting.Instance {
	points, sites := r.Perm(len(in.Demand)), r.Perm(len(in.Candidates))
	out := &siting.Instance{Demand: make([]int64, len(points)), Zones: make([]int32, len(points)), Candidates: make([]siting.Candidate, len(sites)),
		Reach: make([][]siting.Run, len(sites)), Costs: make([][]siting.Cost, len(sites))}
	for j, to := range points {
		out.Demand[to], out.Zones[to] = in.Demand[j], in.Zones[j]
	}
	if in.Apart != nil {
		out.Apart = make([][]int32, len(sites))
	}
	for i, to := range sites {
		out.Candidates[to] = in.Candidates[i]
		var reach []uint32
		for _, run := range in.Reach[i] {
			for j := run.From; j < run.To; j++ {
				reach = append(reach, uint32(points[j]))
			}
		}
		slices.Sort(reach)
		out.Reach[to] = siting.RunsOf(reach)
		for _, c := range in.Costs[i] {
			out.Costs[to] = append(out.Costs[to], siting.Cost{Point: uint32(points[c.Point]), Cost: c.Cost})
		}
		slices.SortFunc(out.Costs[to], func(a, b siting.Cost) int { return int(a.Point) - int(b.Point) })
		if in.Apart != nil {
			for _, k := range in.Apart[i] {
				out.Apart[to] = append(out.Apart[to], int32(sites[k]))
			}
			slices.Sort(out.Apart[to])
		}
	}
	return out
}

// TestWorkersChangeNothing solves a town too large to be proven with one goroutine and with several.
func TestWorkersChangeNothing(t *testing.T) {
	in := bigTown(3, 30_000, 9_000, 200)
	var answers []*siting.Answer
	for _, workers := range []int{1, 2, 5} {
		a, err := siting.Solve(context.Background(), in, siting.Problem{Sites: 20}, siting.Limits{Workers: workers, Work: 60_000_000})
		if err != nil {
			t.Fatal(err)
		}
		answers = append(answers, a)
	}
	if answers[0].Ended != siting.OutOfWork {
		t.Errorf("ended %v: the test should stop in the middle", answers[0].Ended)
	}
	for _, a := range answers[1:] {
		if !reflect.DeepEqual(a, answers[0]) {
			t.Errorf("several workers: %d ≤ %d, one: %d ≤ %d", a.Value, a.Bound, answers[0].Value, answers[0].Bound)
		}
	}
}

// TestStopping keeps the best found when time runs out or the caller cancels, with a bound that holds and a proof.
func TestStopping(t *testing.T) {
	in := bigTown(5, 20_000, 6_000, 200)
	cancelled, cancel := context.WithCancel(context.Background())
	seen := 0
	for _, test := range []struct {
		name   string
		ctx    context.Context
		limits siting.Limits
		ended  siting.Ending
	}{
		{"time", context.Background(), siting.Limits{Time: 150 * time.Millisecond, Work: 1 << 60, Proof: true}, siting.OutOfTime},
		{"cancel", cancelled, siting.Limits{Work: 1 << 60, Proof: true, Progress: func(p siting.Progress) {
			if seen++; seen == 3 {
				cancel()
			}
			if p.Found && p.Value > p.Bound {
				t.Errorf("value %d is above bound %d", p.Value, p.Bound)
			}
		}}, siting.Cancelled},
	} {
		begin := time.Now()
		a, err := siting.Solve(test.ctx, in, siting.Problem{Sites: 15}, test.limits)
		if err != nil {
			t.Fatal(test.name, err)
		}
		if a.Ended != test.ended || len(a.Sites) != 15 || a.Value <= 0 || a.Value > a.Bound {
			t.Errorf("%s: ended %v with %d sites, %d ≤ %d", test.name, a.Ended, len(a.Sites), a.Value, a.Bound)
		}
		if since := time.Since(begin); since > 20*time.Second {
			t.Errorf("%s: stopped after %v", test.name, since)
		}
		if proven, err := verify.Check(in, a.Proof); err != nil || proven.Value != a.Value || proven.Bound != a.Bound {
			t.Errorf("%s: the certificate proves %+v, the answer says %d ≤ %d: %v", test.name, proven, a.Value, a.Bound, err)
		}
	}
}

// TestTamperedCertificates are not believed.
func TestTamperedCertificates(t *testing.T) {
	in := bigTown(9, 400, 60, 60)
	a, err := siting.Solve(context.Background(), in, siting.Problem{Sites: 5}, siting.Limits{Proof: true})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := verify.Check(in, a.Proof); err != nil || r.Value != a.Value || r.Bound != a.Bound {
		t.Fatalf("%+v, %v", r, err)
	}
	var written bytes.Buffer
	if err := a.Proof.Write(&written); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(c *siting.Certificate){
		"better value":       func(c *siting.Certificate) { c.Value++ },
		"better bound":       func(c *siting.Certificate) { c.Bound-- },
		"one more site":      func(c *siting.Certificate) { c.Chosen = append(c.Chosen, other(c.Chosen)) },
		"a site twice":       func(c *siting.Certificate) { c.Chosen[0] = c.Chosen[1] },
		"no multipliers":     func(c *siting.Certificate) { c.Root = nil },
		"prices left out":    func(c *siting.Certificate) { c.Root.Steps[0].Prices = c.Root.Steps[0].Prices[1:] },
		"negative prices":    func(c *siting.Certificate) { c.Root.Steps[0].Prices[0] = -1 << 40 },
		"endless prices":     func(c *siting.Certificate) { c.Root.Steps[0].Prices[0] = 1 << 62; c.Root.Steps[0].Prices[1] = 1 << 62 },
		"all closed":         func(c *siting.Certificate) { c.Outdone = [][2]int32{{c.Chosen[0], -1}} },
		"another instance":   func(c *siting.Certificate) { c.Instance = strings.Repeat("0", 64) },
		"another goal":       func(c *siting.Certificate) { c.Goal = "pmedian" },
		"an unknown goal":    func(c *siting.Certificate) { c.Goal = "best" },
		"an absurd scale":    func(c *siting.Certificate) { c.Scale = 200 },
		"a branch to nobody": func(c *siting.Certificate) { n := int32(9999); c.Root.Branch = &n },
	} {
		c, err := siting.ReadCertificate(bytes.NewReader(written.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		spoil(c)
		if r, err := verify.Check(in, c); err == nil {
			t.Errorf("%s: believed, %+v", name, r)
		}
	}
	for _, text := range []string{"", "{}", "[]", `{"lifecircle_certificate":2}`, `{"lifecircle_certificate":1,"colour":"red"}`} {
		if _, err := siting.ReadCertificate(strings.NewReader(text)); err == nil {
			t.Errorf("%q was read as a certificate", text)
		}
	}
}

// other is a candidate that is not chosen.
func other(chosen []int32) int32 {
	for i := int32(0); ; i++ {
		if !slices.Contains(chosen, i) {
			return i
		}
	}
}
