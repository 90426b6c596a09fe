package siting_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"lifecircle/isochrone/siting"
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

// TestPmedGraphs proves nearly all of the smaller graphs.
func TestPmedGraphs(t *testing.T) {
	solved, proven := 0, 0
	pmedSizes(300, func(nodes, p int) {
		a := solve(t, pmedGraph(nodes, uint64(p)), siting.Problem{Goal: siting.LeastMean, Sites: p})
		if solved++; a.Proven {
			proven++
		}
		if a.Gap() > 0.005 {
			t.Errorf("%d nodes, %d sites: the gap is %.4f", nodes, p, a.Gap())
		}
	})
	if 10*proven < 9*solved {
		t.Errorf("%d of %d are proven", proven, solved)
	}
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
