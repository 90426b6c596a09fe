package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Islands are the parts of a network from which one cannot get to its main part and back. The main part is the longest
// set of streets of which each can be come to from each other.
type Islands struct {
	Main Island
	List []Island // the longest first

	of []int32 // by edge: place in List; -1 on the main part
}

// Island is streets that hang together and that all lack the same: the way to the main part, the way from there, or
// both. Two of its streets need not lead to each other in turn, such as those of a one-way road out of the extract.
type Island struct {
	Kind     IslandKind
	Edges    []int32   // rising
	Segments int       // street segments of which some part belongs to it
	LengthM  float64   // metres, each piece of street once
	Street   int32     // the segment it is called by: that of the name with most metres, or, where none has a name, of most metres; -1 if there is none
	At       orb.Point // the middle of the longest piece of that segment, WGS 84 to 7 decimals
}

// IslandKind says what an island lacks.
type IslandKind string

// The kinds of islands.
const (
	MainPart IslandKind = ""           // nothing: it is no island
	CutOff   IslandKind = "cut_off"    // no way leads to the main part, and none comes from there
	NoWayOut IslandKind = "no_way_out" // one can come there, but not back
	NoWayIn  IslandKind = "no_way_in"  // one can leave it, but not come back
)

// Of is the place in the list of the island that an edge belongs to; false on the main part.
func (s *Islands) Of(edge int32) (island int, is bool) { return int(s.of[edge]), s.of[edge] >= 0 }

// Islands finds the islands of a network of streets. It takes time in proportion to the network.
func (n *Network) Islands(streets []Street) *Islands {
	s := &Islands{Main: Island{Street: -1}, of: make([]int32, len(n.Edges))}
	if len(n.Edges) == 0 {
		return s
	}
	parts := newParts(n)
	measure := &gauge{Network: n, streets: streets, ofStreet: make([]float64, len(streets))}
	for _, edges := range parts.join() {
		island := measure.island(edges)
		island.Kind = parts.kind[parts.of[edges[0]]]
		if island.Kind == MainPart {
			s.Main = island
		} else {
			s.List = append(s.List, island)
		}
	}
	slices.SortFunc(s.List, func(a, b Island) int {
		return cmp.Or(cmp.Compare(b.LengthM, a.LengthM), cmp.Compare(a.Edges[0], b.Edges[0]))
	})
	for _, edge := range s.Main.Edges {
		s.of[edge] = -1
	}
	for i := range s.List {
		for _, edge := range s.List[i].Edges {
			s.of[edge] = int32(i)
		}
	}
	return s
}

// parts are the strongly connected components of a network and how each stands to the longest one.
type parts struct {
	*Network
	of    []int32 // by edge
	first []int32 // of each component, where its edges start in edges
	edges []int32
	kind  []IslandKind // of each component
}

func newParts(n *Network) *parts {
	of, count := n.components()
	p := &parts{Network: n, of: of, first: make([]int32, count+1), edges: make([]int32, len(of)), kind: make([]IslandKind, count)}
	for _, c := range of {
		p.first[c+1]++
	}
	for c := range count {
		p.first[c+1] += p.first[c]
	}
	next := slices.Clone(p.first)
	for edge, c := range of {
		p.edges[next[c]] = int32(edge)
		next[c]++
	}
	p.compare(p.longest())
	return p
}

func (p *parts) edgesOf(c int32) []int32 { return p.edges[p.first[c]:p.first[c+1]] }

// longest is the component with most metres of street; of equally long ones, that of the first edge.
func (p *parts) longest() (main int32) {
	lengths := make([]float64, len(p.kind))
	for c := range lengths {
		for _, edge := range p.edgesOf(int32(c)) {
			lengths[c] += p.lengthM(edge)
		}
	}
	main = p.of[0]
	for _, c := range p.of {
		if lengths[c] > lengths[main] {
			main = c
		}
	}
	return main
}

// compare tells of each component whether it leads to the main one and whether one comes to it from there. No way leads
// on to a component with a greater number, so one pass up and one pass down see all.
func (p *parts) compare(main int32) {
	leaves, entered := make([]bool, len(p.kind)), make([]bool, len(p.kind))
	leaves[main], entered[main] = true, true
	for c := main + 1; int(c) < len(p.kind); c++ {
		for _, edge := range p.edgesOf(c) {
			p.eachOnto(edge, func(next int32) { leaves[c] = leaves[c] || leaves[p.of[next]] })
		}
	}
	for c := main; c >= 0; c-- {
		if !entered[c] {
			continue
		}
		for _, edge := range p.edgesOf(c) {
			p.eachOnto(edge, func(next int32) { entered[p.of[next]] = true })
		}
	}
	for c := range p.kind {
		switch {
		case leaves[c] && entered[c]:
			p.kind[c] = MainPart
		case leaves[c]:
			p.kind[c] = NoWayIn
		case entered[c]:
			p.kind[c] = NoWayOut
		default:
			p.kind[c] = CutOff
		}
	}
}

// join puts components of one kind together of which one leads to the other, and lists the edges of each set.
func (p *parts) join() [][]int32 {
	above := make([]int32, len(p.kind)) // another component of the set, or itself where it stands for the set
	for c := range above {
		above[c] = int32(c)
	}
	top := func(c int32) int32 {
		for above[c] != c {
			above[c] = above[above[c]]
			c = above[c]
		}
		return c
	}
	for edge, c := range p.of {
		p.eachOnto(int32(edge), func(next int32) {
			if d := p.of[next]; d != c && p.kind[c] == p.kind[d] {
				above[top(c)] = top(d)
			}
		})
	}
	place := make(map[int32]int) // of the set
	var sets [][]int32
	for edge, c := range p.of {
		at, known := place[top(c)]
		if !known {
			at = len(sets)
			place[top(c)], sets = at, append(sets, nil)
		}
		sets[at] = append(sets[at], int32(edge))
	}
	return sets
}

// lengthM is the length of an edge in metres.
func (n *Network) lengthM(edge int32) float64 {
	sum := 0.0
	first, end := n.PiecesOf(edge)
	for piece := first; piece < end; piece++ {
		sum += Distance(n.Ends(piece))
	}
	return sum
}

// gauge measures islands one by one.
type gauge struct {
	*Network
	streets  []Street
	ofStreet []float64 // metres of each street segment on the island, 0 of those that have no part of it
	met      []int32   // those that have
}

// island measures a set of edges.
func (g *gauge) island(edges []int32) Island {
	s := Island{Edges: edges, Street: -1}
	for _, edge := range edges {
		first, end := g.PiecesOf(edge)
		for piece := first; piece < end; piece++ {
			street := g.Pieces[piece].Street
			if g.ofStreet[street] == 0 {
				g.met = append(g.met, street)
			}
			m := Distance(g.Ends(piece))
			s.LengthM += m
			g.ofStreet[street] += max(m, math.SmallestNonzeroFloat64) // a piece of no length is a part too
		}
	}
	s.Segments, s.Street = len(g.met), g.name()
	s.At = g.middle(edges, s.Street)
	for _, street := range g.met {
		g.ofStreet[street] = 0
	}
	g.met = g.met[:0]
	return s
}

// name is the street segment by which the island is called.
func (g *gauge) name() int32 {
	ofName := make(map[string]float64)
	for _, street := range g.met {
		if name := g.streets[street].Name; name != "" {
			ofName[name] += g.ofStreet[street]
		}
	}
	best := g.met[0]
	for _, street := range g.met[1:] {
		if cmp.Or(
			cmp.Compare(ofName[g.streets[best].Name], ofName[g.streets[street].Name]),
			cmp.Compare(g.ofStreet[best], g.ofStreet[street]), cmp.Compare(street, best)) < 0 {
			best = street
		}
	}
	return best
}

// middle is the middle of the longest piece of a street among edges: a position that can be shown for all of them.
func (g *gauge) middle(edges []int32, street int32) (at orb.Point) {
	longest := -1.0
	for _, edge := range edges {
		first, end := g.PiecesOf(edge)
		for piece := first; piece < end; piece++ {
			if g.Pieces[piece].Street != street {
				continue
			}
			from, to := g.Ends(piece)
			if m := Distance(from, to); m > longest {
				longest, at = m, orb.Point{Round7((from[0] + to[0]) / 2), Round7((from[1] + to[1]) / 2)}
			}
		}
	}
	return at
}
