package geo_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// networksOf builds the networks of random towns, half of them with turn rules, some turned round.
func networksOf(t *testing.T, check func(t *testing.T, town *geo.Town, w geo.Weighting, n *geo.Network)) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 19))
		l := geotest.Random(r)
		if r.IntN(2) == 0 {
			geotest.WithTurns(r, l)
		}
		for traveller := range geo.NumTravellers {
			w := geo.Weighting{Traveller: traveller, Reversed: r.IntN(3) == 0, SpeedKmh: func(s *geo.Street) [2]float64 { return [2]float64{4, 5} }}
			check(t, &l.Town, w, geo.NewNetwork(l.Town.Streets, l.Town.Stops, l.Town.Turns, w))
			if t.Failed() {
				t.Fatalf("seed %d, traveller %v, reversed %v", seed, traveller, w.Reversed)
			}
		}
	}
}

// Nothing is lost by folding: every permitted piece of every street is in one edge, with its own time in its own
// direction, and what lies before and beyond it on its edge adds up.
func TestFoldingKeepsEveryPiece(t *testing.T) {
	type stretch struct {
		street   int32
		from, to orb.Point
	}
	networksOf(t, func(t *testing.T, town *geo.Town, w geo.Weighting, n *geo.Network) {
		left := make(map[stretch]int)
		for i, s := range town.Streets {
			for k := 1; k < len(s.Nodes); k++ {
				if s.Passage[w.Traveller] != geo.NoPassage {
					left[stretch{int32(i), s.Line[k-1], s.Line[k]}]++
				}
			}
		}
		for e := range n.Edges {
			first, end := n.PiecesOf(int32(e))
			var sum [2]uint32
			at := n.Edges[e].From
			for piece := first; piece < end; piece++ {
				p := &n.Pieces[piece]
				from, to := n.Ends(piece)
				left[stretch{p.Street, from, to}]--
				ends := [2]int32{p.From, p.To}
				if p.Against {
					ends[0], ends[1] = ends[1], ends[0]
				}
				if ends[0] != at || p.Edge != int32(e) {
					t.Errorf("edge %d: its pieces do not hang together", e)
				}
				at = ends[1]
				passage := town.Streets[p.Street].Passage[w.Traveller]
				for d, kmh := range [2]float64{4, 5} {
					permitted := passage&[2]geo.Passage{geo.Forward, geo.Backward}[d] != 0
					want := uint32(0)
					if permitted {
						want = geo.PieceMs(geo.Distance(from, to), kmh)
					}
					along := d
					if w.Reversed {
						along = 1 - d
					}
					if p.Ms[along] != want {
						t.Errorf("a piece takes %d ms, want %d", p.Ms[along], want)
					}
				}
				for d := range p.Ms {
					if sum[p.EdgeDirection(d)] += p.Ms[d]; p.Ms[d] > 0 && n.Before(p, d)+p.Ms[d]+p.Beyond[d] != n.Edges[e].Ms[p.EdgeDirection(d)] {
						t.Errorf("before, on and beyond a piece are not the edge")
					}
				}
			}
			if at != n.Edges[e].To || sum != n.Edges[e].Ms {
				t.Errorf("edge %d ends at %d and takes %v, its pieces end at %d and take %v", e, n.Edges[e].To, n.Edges[e].Ms, at, sum)
			}
		}
		for s, n := range left {
			if n != 0 {
				t.Errorf("%+v: %d too few", s, n)
			}
		}
	})
}

// A junction is where something is to be decided: no two pieces meet there alone that one could only pass.
func TestNothingIsLeftToFold(t *testing.T) {
	networksOf(t, func(t *testing.T, town *geo.Town, w geo.Weighting, n *geo.Network) {
		if len(town.Turns) > 0 {
			return // nodes of rules are junctions whatever meets there
		}
		type meeting struct{ into, outOf []bool }
		at := make([]meeting, n.Junctions)
		for _, e := range n.Edges {
			from, to := &at[e.From], &at[e.To]
			from.into, from.outOf = append(from.into, e.Ms[1] > 0), append(from.outOf, e.Ms[0] > 0)
			to.into, to.outOf = append(to.into, e.Ms[0] > 0), append(to.outOf, e.Ms[1] > 0)
		}
		for j, m := range at {
			loop := false
			for _, e := range n.Edges {
				loop = loop || (e.From == int32(j) && e.To == int32(j))
			}
			if len(m.into) == 2 && !loop && m.into[0] == m.outOf[1] && m.into[1] == m.outOf[0] {
				t.Errorf("junction %d could be folded away", j)
			}
		}
		for node := range n.IDs[n.Junctions:] {
			if n.IDs[n.Junctions+node] < 0 {
				t.Error("a node that stops the traveller was folded away")
			}
		}
	})
}

// The arcs between states are those along edges: who leaves along one had to be able to enter it, and comes to where it
// ends. Arcs out and arcs in are the same arcs.
func TestArcsBetweenStatesRunAlongEdges(t *testing.T) {
	networksOf(t, func(t *testing.T, town *geo.Town, w geo.Weighting, n *geo.Network) {
		type arc struct {
			from, to, along int32
			ms              uint32
		}
		arcs := make(map[arc]int)
		for s := range int32(n.States) {
			for i := n.Out.First[s]; i < n.Out.First[s+1]; i++ {
				along := n.Out.Along[i]
				e, d := &n.Edges[along/2], along%2
				ends := [2]int32{e.From, e.To}
				to := n.Out.List[i].State
				if n.Junction(s) != ends[d] || n.Junction(to) != ends[1-d] || n.Out.List[i].Ms != e.Ms[d] || e.Ms[d] == 0 {
					t.Errorf("an arc from junction %d to %d in %d ms runs along %+v, direction %d", n.Junction(s), n.Junction(to), n.Out.List[i].Ms, *e, d)
				}
				arcs[arc{s, to, along, n.Out.List[i].Ms}]++
			}
			for i := n.In.First[s]; i < n.In.First[s+1]; i++ {
				arcs[arc{n.In.List[i].State, s, n.In.Along[i], n.In.List[i].Ms}]--
			}
		}
		for a, n := range arcs {
			if n != 0 {
				t.Errorf("arc %+v: %d more out than in", a, n)
			}
		}
	})
}

// Along the Hilbert curve neighbours stay neighbours: a walk through a full square visits each cell once, each next to
// the last.
func TestTheCurveVisitsEveryCell(t *testing.T) {
	const side = 32
	var points []orb.Point
	for y := range side {
		for x := range side {
			points = append(points, orb.Point{float64(x) * 1e-3, float64(y) * 1e-3}) // at the equator, where cells are square
		}
	}
	order := geo.HilbertOrder(points, func(a, b int) int { return a - b })
	seen := make(map[int32]bool)
	far := 0
	for i, k := range order {
		seen[k] = true
		if i > 0 && geo.Distance(points[k], points[order[i-1]]) > 112 {
			far++
		}
	}
	if len(seen) != side*side || far > side*side/20 {
		t.Errorf("%d of %d cells visited, %d steps lead farther than to a neighbour", len(seen), side*side, far)
	}
}
