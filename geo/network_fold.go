package geo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// maxEdgeMs is the time, a little over an hour, beyond which pieces are no longer joined into one edge: searches keep
// a ring of buckets as long as the longest arc.
const maxEdgeMs = 1 << 22

// end is one of the two ends of a piece: twice its number, plus 1 for the end that its street runs towards.
type pieceEnd int32

func (e pieceEnd) piece() int32    { return int32(e >> 1) }
func (e pieceEnd) other() pieceEnd { return e ^ 1 }

// towards is the direction of the piece in which one moves towards this end.
func (e pieceEnd) towards() int { return 1 - int(e&1) }

// meeting is the piece ends at a node, as far as folding must know them.
type meeting struct {
	count int32
	ends  [2]pieceEnd
}

// folding joins pieces into edges.
type folding struct {
	*rawPieces
	meet     []meeting // by raw node
	junction []bool    // by raw node
	done     []bool    // by piece
	cut      bool      // an edge was ended because it would take too long
	edges    [][2]int32
	order    []pieceEnd // the pieces edge by edge, each by the end one enters it at
}

// fold joins the pieces between junctions into edges and numbers everything along a Hilbert curve. A node is a junction
// unless exactly two pieces meet there and whoever comes along one can only go on along the other: then there is
// nothing to decide. Nodes that a turn rule speaks of are junctions too.
func (r *rawPieces) fold(rules []turnRule) *Network {
	f := &folding{rawPieces: r, meet: make([]meeting, len(r.ids)), junction: make([]bool, len(r.ids)), done: make([]bool, len(r.pieces))}
	for i := range r.pieces {
		f.note(r.pieces[i].From, pieceEnd(2*i))
		f.note(r.pieces[i].To, pieceEnd(2*i+1))
	}
	for node := range f.meet {
		f.junction[node] = !f.passing(int32(node))
	}
	for _, rule := range rules {
		for _, node := range rule.nodes[1 : len(rule.nodes)-1] {
			f.junction[node] = true
		}
	}
	for i := range r.pieces {
		for _, e := range [2]pieceEnd{pieceEnd(2 * i), pieceEnd(2*i + 1)} {
			if !f.done[i] && f.junction[f.at(e)] {
				f.trace(e)
			}
		}
	}
	for i := range r.pieces { // what is left are rings without a junction, and what lies beyond a cut
		if !f.done[i] {
			f.junction[r.pieces[i].From] = true
			f.trace(pieceEnd(2 * i))
		}
	}
	return f.network()
}

func (f *folding) note(node int32, e pieceEnd) {
	m := &f.meet[node]
	if m.count < 2 {
		m.ends[m.count] = e
	}
	m.count++
}

func (f *folding) at(e pieceEnd) int32 {
	p := &f.pieces[e.piece()]
	return [2]int32{p.From, p.To}[e&1]
}

// passing reports whether there is nothing to decide at a node.
func (f *folding) passing(node int32) bool {
	m := &f.meet[node]
	if m.count != 2 || m.ends[0].piece() == m.ends[1].piece() {
		return false
	}
	a, b := m.ends[0], m.ends[1]
	into := func(e pieceEnd) bool { return f.pieces[e.piece()].Ms[e.towards()] > 0 }
	outOf := func(e pieceEnd) bool { return f.pieces[e.piece()].Ms[1-e.towards()] > 0 }
	return into(a) == outOf(b) && into(b) == outOf(a)
}

// trace follows pieces from the end at which a first one is entered, to the next junction.
func (f *folding) trace(from pieceEnd) {
	first := len(f.order)
	sum := [2]uint32{}
	for e := from; ; {
		p := &f.pieces[e.piece()]
		there := e.other()
		if len(f.order) > first && (sum[0]+p.Ms[there.towards()] > maxEdgeMs || sum[1]+p.Ms[e.towards()] > maxEdgeMs) {
			f.cut = true
			f.junction[f.at(e)] = true // the rest is found from its other end, or as what is left
			break
		}
		f.done[e.piece()] = true
		f.order = append(f.order, e)
		sum[0] += p.Ms[there.towards()]
		sum[1] += p.Ms[e.towards()]
		node := f.at(there)
		if f.junction[node] {
			break
		}
		ends := f.meet[node].ends
		if e = ends[0]; e == there {
			e = ends[1]
		}
	}
	f.edges = append(f.edges, [2]int32{int32(first), int32(len(f.order))})
}

// network numbers junctions along a Hilbert curve and edges by their ends.
func (f *folding) network() *Network {
	number := make([]int32, len(f.ids)) // of each raw node, plus 1
	var raw []int32                     // of each node
	for node := range f.ids {
		if f.junction[node] {
			raw = append(raw, int32(node))
		}
	}
	raw = f.alongCurve(raw)
	n := &Network{Junctions: len(raw), cut: f.cut}
	for i, node := range raw {
		number[node] = int32(i) + 1
	}
	sorted := make([]numbered, len(f.edges))
	for i, span := range f.edges {
		first, last := f.order[span[0]], f.order[span[1]-1].other()
		from, to := number[f.at(first)], number[f.at(last)]
		if from > to || (from == to && first > last) {
			slices.Reverse(f.order[span[0]:span[1]])
			for k := span[0]; k < span[1]; k++ {
				f.order[k] = f.order[k].other()
			}
			from, to = to, from
		}
		sorted[i] = numbered{from, to, f.order[span[0]], int32(i)}
	}
	sorted = byEnds(sorted, len(raw))
	n.Edges, n.Pieces = make([]Edge, 0, len(sorted)), make([]Piece, 0, len(f.pieces))
	for _, s := range sorted {
		edge := Edge{From: s.from - 1, To: s.to - 1, First: int32(len(n.Pieces))}
		span := f.edges[s.index]
		for _, e := range f.order[span[0]:span[1]] {
			p := f.pieces[e.piece()]
			for _, node := range [2]int32{f.at(e), f.at(e.other())} {
				if number[node] == 0 {
					raw = append(raw, node)
					number[node] = int32(len(raw))
				}
			}
			p.From, p.To = number[p.From]-1, number[p.To]-1
			p.Edge, p.Against = int32(len(n.Edges)), e&1 == 1
			n.Pieces = append(n.Pieces, p)
		}
		edge.measure(n.Pieces[edge.First:])
		n.Edges = append(n.Edges, edge)
	}
	for i := range number {
		number[i]--
	}
	f.number = number
	n.IDs, n.Points = make([]NodeID, len(raw)), make([]orb.Point, len(raw))
	for i, node := range raw {
		n.IDs[i], n.Points[i] = f.ids[node], f.points[node]
	}
	return n
}

// numbered is an edge by what orders it: its ends, and the piece it begins with.
type numbered struct {
	from, to int32 // of so many junctions, from 1 on
	piece    pieceEnd
	index    int32
}

// byEnds sorts edges. Few begin at one junction, so once they are counted hardly any are left to compare.
func byEnds(edges []numbered, junctions int) []numbered {
	next := make([]int32, junctions+2)
	for i := range edges {
		next[edges[i].from+1]++
	}
	for i := range junctions + 1 {
		next[i+1] += next[i]
	}
	sorted := make([]numbered, len(edges))
	for _, e := range edges {
		sorted[next[e.from]] = e
		next[e.from]++
	}
	for first := 0; first < len(sorted); {
		end := int(next[sorted[first].from])
		slices.SortFunc(sorted[first:end], func(a, b numbered) int {
			return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(a.piece, b.piece))
		})
		first = end
	}
	return sorted
}

// measure sums the times of an edge's pieces, and notes in each what lies beyond it.
func (e *Edge) measure(pieces []Piece) {
	for d := range e.Ms {
		sum := uint32(0)
		for k := range pieces {
			if d == 0 { // seen from To, the pieces come last first
				k = len(pieces) - 1 - k
			}
			p := &pieces[k]
			along := p.EdgeDirection(d) // its own inverse
			p.Beyond[along] = sum
			sum += p.Ms[along]
		}
		e.Ms[d] = sum
	}
}

// alongCurve sorts raw nodes along the Hilbert curve, those on one spot by their id.
func (r *rawPieces) alongCurve(nodes []int32) []int32 {
	points := make([]orb.Point, len(nodes))
	for i, node := range nodes {
		points[i] = r.points[node]
	}
	order := HilbertOrder(points, func(a, b int) int { return cmp.Compare(r.ids[nodes[a]], r.ids[nodes[b]]) })
	sorted := make([]int32, len(nodes))
	for i, k := range order {
		sorted[i] = nodes[k]
	}
	return sorted
}
