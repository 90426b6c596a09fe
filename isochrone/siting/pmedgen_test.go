package siting_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/verify"
)

// pmedGraph makes a p-median graph in the manner of those of the OR-Library (Beasley, 1985): n²/50 edges of a length from
// 1 to 100, some given again, the first n of them in a circle so that everything hangs together. All nodes are demand
// points and candidates.
func pmedGraph(nodes int, seed uint64) *siting.Instance {
	r := rand.New(rand.NewPCG(seed, uint64(nodes)))
	const far = 1 << 40
	d := make([][]int64, nodes)
	for i := range d {
		d[i] = slices.Repeat([]int64{far}, nodes)
		d[i][i] = 0
	}
	for e := range max(nodes, nodes*nodes/50) {
		a, b := e, (e+1)%nodes
		if e >= nodes {
			a, b = r.IntN(nodes), r.IntN(nodes)
		}
		if a != b {
			length := 1 + r.Int64N(100)
			d[a][b], d[b][a] = length, length
		}
	}
	for k := range nodes {
		for i := range nodes {
			for j := range nodes {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	in := &siting.Instance{Demand: slices.Repeat([]int64{1}, nodes), Costs: make([][]siting.Cost, nodes)}
	for i := range nodes {
		in.Candidates = append(in.Candidates, siting.Candidate{ID: strconv.Itoa(i + 1), Cost: 1})
		for j := range nodes {
			in.Costs[i] = append(in.Costs[i], siting.Cost{Point: uint32(j), Cost: d[i][j]})
		}
	}
	return in
}

// pmedSizes are the sizes of the OR-Library: of 100 to 900 nodes, with 5 and 10 sites and a share of the nodes.
func pmedSizes(most int, visit func(nodes, p int)) {
	for nodes := 100; nodes <= most; nodes += 100 {
		for _, p := range []int{5, 10, nodes / 10, nodes / 5, nodes / 3} {
			if nodes <= 600 || p <= nodes/10 {
				visit(nodes, p)
			}
		}
	}
}

// TestPmedGraphs proves the smaller graphs, with certificates that stand.
func TestPmedGraphs(t *testing.T) {
	pmedSizes(300, func(nodes, p int) {
		in := pmedGraph(nodes, uint64(p))
		a, err := siting.Solve(context.Background(), in, siting.Problem{Goal: siting.LeastMean, Sites: p}, siting.Limits{Work: 1_000_000_000, Proof: true})
		if err != nil {
			t.Fatal(err)
		}
		if !a.Proven {
			t.Errorf("%d nodes, %d sites: the gap is %.4f", nodes, p, a.Gap())
		}
		if r, err := verify.Check(in, a.Proof); err != nil || r.Value != a.Value || r.Bound != a.Bound {
			t.Errorf("%d nodes, %d sites: the certificate of %d and %d proves %v: %v", nodes, p, a.Value, a.Bound, r, err)
		}
	})
}

// TestPmedGraphsAgainstOtherSolvers gives graphs to CBC or GLPK.
func TestPmedGraphsAgainstOtherSolvers(t *testing.T) {
	for seed := range uint64(3) {
		in, p := pmedGraph(60, 100+seed), []int{3, 6, 20}[seed]
		a := solve(t, in, siting.Problem{Goal: siting.LeastMean, Sites: p})
		if value := solveLP(t, medianLP(in, p)); value != a.Value || !a.Proven {
			t.Errorf("%d sites: %d, proven %v; the other solver has %d", p, a.Value, a.Proven, value)
		}
	}
}

// medianLP writes the least sum of costs with a number of sites in the LP format.
func medianLP(in *siting.Instance, sites int) string {
	var goal, rules, binary strings.Builder
	served := make([]string, len(in.Demand))
	for i, costs := range in.Costs {
		fmt.Fprintf(&binary, " y%d\n", i)
		for _, c := range costs {
			fmt.Fprintf(&goal, " + %d x%d_%d\n", c.Cost*in.Demand[c.Point], i, c.Point)
			fmt.Fprintf(&rules, " x%d_%d - y%d <= 0\n", i, c.Point, i)
			served[c.Point] += fmt.Sprintf(" + x%d_%d\n", i, c.Point)
		}
	}
	for _, sum := range served {
		rules.WriteString(sum + " = 1\n")
	}
	for i := range in.Candidates {
		fmt.Fprintf(&rules, " + y%d\n", i)
	}
	fmt.Fprintf(&rules, " <= %d\n", sites)
	return "Minimize\n" + goal.String() + "Subject To\n" + rules.String() + "Binary\n" + binary.String() + "End\n"
}

// BenchmarkPmedGraphs solves the graphs of all sizes, and reports the certified gap in percent.
func BenchmarkPmedGraphs(b *testing.B) {
	pmedSizes(900, func(nodes, p int) {
		b.Run(fmt.Sprintf("%d/%d", nodes, p), func(b *testing.B) {
			in, gap := pmedGraph(nodes, uint64(p)), 0.0
			for b.Loop() {
				gap = 100 * answer(b, in, siting.Problem{Goal: siting.LeastMean, Sites: p}, siting.Limits{Work: 1_000_000_000}).Gap()
			}
			b.ReportMetric(gap, "gap-%")
		})
	})
}
