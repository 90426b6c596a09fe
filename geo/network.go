package geo

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
)

// Weighting says how a traveller uses streets: the choice that turns one set of streets into a [Network].
type Weighting struct {
	Traveller Traveller
	// SpeedKmh is the speed on a street in its two directions, forward and backward, in km/h.
	// 0 means that such streets are not used.
	SpeedKmh func(*Street) [2]float64
	// Beyond tells which places lie outside the land that the data is complete for: what looks like a dead end there
	// may go on. nil: none do.
	Beyond func(orb.Point) bool
	// Reversed turns the whole network round, so that ways from a facility are found as ways to it.
	Reversed bool
}

// Piece is the straight line between two consecutive nodes of a usable street: the unit on which people
// and facilities sit. Long arcs are sums of pieces, so a time never depends on how streets are cut up.
type Piece struct {
	From, To  int32     // nodes, in the direction of the street
	Street    int32     // index of the street it is part of
	Edge      int32     // the edge it is part of
	Ms        [2]uint32 // milliseconds forward and backward; 0: not permitted in that direction
	Beyond    [2]uint32 // milliseconds from its end in a direction on to the edge's end in that direction
	Against   bool      // the edge runs from To to From
	Boardable bool      // a leg may start or end on it
}

// Edge is a run of pieces between two junctions: what is left between them when nodes at which there is nothing to
// decide are folded away.
type Edge struct {
	From, To int32     // junctions
	First    int32     // its first piece; its pieces stand one after the other from From to To
	Ms       [2]uint32 // milliseconds from From to To and back; 0: not permitted in that direction
}

// Arc is a permitted move from a state to another.
type Arc struct {
	State int32  // the other state: the head in Out, the tail in In
	Ms    uint32 // milliseconds, at least 1
}

// Arcs are adjacency arrays: the arcs of state s are List[First[s]:First[s+1]].
type Arcs struct {
	First []uint32
	List  []Arc
	Along []int32 // of each arc the edge it runs along, times two, plus its direction; apart from List, which searches stream through
	MaxMs uint32  // of the longest arc
}

// Of returns the arcs of a state. The slice is part of the network: read it only.
func (a *Arcs) Of(state int32) []Arc { return a.List[a.First[state]:a.First[state+1]] }

// Network is the streets as one traveller uses them. It is immutable and safe for concurrent use.
//
// What a search moves over are states. Where no turn rules matter a state is a junction. Where they do, a state is to
// have come to a junction along one edge, for what may follow depends on that; see [Turn] and network_turns.go.
// Junctions, and with them states and edges, are numbered along a Hilbert curve: what is near in the town is near in
// memory, and a catchment is a few runs of numbers.
type Network struct {
	IDs       []NodeID    // of each node, the junctions first; negative for copies of a node that stops the traveller
	Points    []orb.Point // of each node
	Junctions int
	Edges     []Edge
	Pieces    []Piece // edge by edge
	States    int
	Out       Arcs // arcs that leave a state
	In        Arcs // arcs that arrive at a state, for searches from the destination

	traveller Traveller
	reversed  bool
	cut       bool        // some edges end only because they would take too long
	turns     *turnStates // nil where states are junctions
	ends      []int32     // From and To of every edge, one after the other: the states at its ends where those are junctions
	grid      pieceGrid
}

// PieceMs is the time to move lengthM metres at speedKmh: ⌊1000·length/speed + ½⌋ and at least 1 ms.
func PieceMs(lengthM, speedKmh float64) uint32 {
	ms := math.Floor(1000*lengthM/(speedKmh/3.6) + 0.5)
	return uint32(math.Max(1, math.Min(ms, maxPieceMs)))
}

// maxPieceMs bounds one piece at about 11 days, so that sums of a whole path stay inside 32 bits.
const maxPieceMs = 1 << 30

// NewNetwork builds the network of the streets under a weighting. At a node that stops the traveller
// every piece gets an end of its own, joined to no other: one may go up to a wall but not through it.
// Turn rules bind motor cars alone.
func NewNetwork(streets []Street, stops []NodeStop, turns []Turn, w Weighting) *Network {
	if w.Traveller != Motorcar {
		turns = nil
	}
	raw := collectPieces(streets, stops, w)
	rules := raw.resolve(turns)
	n := raw.fold(rules)
	n.traveller = w.Traveller
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { n.grid = newPieceGrid(n) }) // which nothing below has to do with
	if len(rules) > 0 {
		n.turns = n.newTurnStates(raw, rules, w.Beyond)
	} else {
		n.connect()
	}
	if w.Reversed {
		n.reverse()
	}
	return n
}

// connect makes the junctions the states.
func (n *Network) connect() {
	n.States = n.Junctions
	n.ends = make([]int32, 0, 2*len(n.Edges))
	for i := range n.Edges {
		n.ends = append(n.ends, n.Edges[i].From, n.Edges[i].To)
	}
	n.Out = newArcs(n.States, func(visit func(at, other int32, ms uint32, along int32)) {
		for i := range n.Edges {
			e := &n.Edges[i]
			if e.Ms[0] > 0 {
				visit(e.From, e.To, e.Ms[0], int32(2*i))
			}
			if e.Ms[1] > 0 {
				visit(e.To, e.From, e.Ms[1], int32(2*i+1))
			}
		}
	})
	n.In = newArcs(n.States, func(visit func(at, other int32, ms uint32, along int32)) {
		for i := range n.Edges {
			e := &n.Edges[i]
			if e.Ms[1] > 0 {
				visit(e.From, e.To, e.Ms[1], int32(2*i+1))
			}
			if e.Ms[0] > 0 {
				visit(e.To, e.From, e.Ms[0], int32(2*i))
			}
		}
	})
	if n.symmetric() { // the same arcs both ways: one copy in memory and in cache is enough
		n.In.First, n.In.List = n.Out.First, n.Out.List
	}
}

// newArcs lays out adjacency arrays from a visit of all arcs, which is made twice.
func newArcs(states int, each func(visit func(at, other int32, ms uint32, along int32))) Arcs {
	first := make([]uint32, states+1)
	each(func(at, _ int32, _ uint32, _ int32) { first[at+1]++ })
	for i := range states {
		first[i+1] += first[i]
	}
	list := make([]Arc, first[states])
	alongs := make([]int32, len(list))
	longest := uint32(0)
	next := append([]uint32(nil), first...)
	each(func(at, other int32, ms uint32, along int32) {
		list[next[at]], alongs[next[at]] = Arc{other, ms}, along
		next[at]++
		longest = max(longest, ms)
	})
	return Arcs{first, list, alongs, longest}
}

// reverse turns every piece, edge and arc round.
func (n *Network) reverse() {
	n.reversed = true
	n.Out, n.In = n.In, n.Out
	for _, along := range [][]int32{n.Out.Along, n.In.Along} {
		for i := range along {
			along[i] ^= 1
		}
	}
	for i := range n.Edges {
		ms := &n.Edges[i].Ms
		ms[0], ms[1] = ms[1], ms[0]
	}
	for i := range n.Pieces {
		p := &n.Pieces[i]
		p.Ms[0], p.Ms[1] = p.Ms[1], p.Ms[0]
		p.setBeyond(&n.Edges[p.Edge])
	}
}

// setBeyond is used where directions are turned round: what lay before a piece in one direction lies beyond it in the
// other, and is the edge's time less that of the piece and of what lay beyond.
func (p *Piece) setBeyond(e *Edge) {
	p.Beyond[0], p.Beyond[1] = p.Beyond[1], p.Beyond[0]
	for d := range p.Beyond {
		if ms := e.Ms[p.EdgeDirection(d)]; ms > 0 {
			p.Beyond[d] = ms - p.Ms[d] - p.Beyond[d]
		}
	}
}

// EdgeDirection is the direction along its edge in which one moves along a piece in a direction.
func (p *Piece) EdgeDirection(direction int) int {
	if p.Against {
		return 1 - direction
	}
	return direction
}

// Before is the time from the start of the edge, as it is entered in the piece's direction, to the piece.
func (n *Network) Before(p *Piece, direction int) uint32 {
	return n.Edges[p.Edge].Ms[p.EdgeDirection(direction)] - p.Ms[direction] - p.Beyond[direction]
}

// Ahead reports whether another piece of the same edge lies ahead of a piece in a direction of it.
func (n *Network) Ahead(piece int32, direction int, other int32) bool {
	p := &n.Pieces[piece]
	if p.EdgeDirection(direction) == 0 {
		return other > piece
	}
	return other < piece
}

// Exits are the states one comes to at the end of an edge, having moved along it in a direction. It is not asked
// about directions that are not permitted. The slice is part of the network: read it only.
func (n *Network) Exits(edge int32, direction int) []int32 {
	if n.turns != nil {
		if n.reversed {
			return n.turns.before(edge, 1-direction)
		}
		return n.turns.after(edge, direction)
	}
	end := 2*int(edge) + 1 - direction
	return n.ends[end : end+1]
}

// Entries are the states from which one may move along an edge in a direction. The slice is part of the network:
// read it only.
func (n *Network) Entries(edge int32, direction int) []int32 {
	if n.turns != nil {
		if n.reversed {
			return n.turns.after(edge, 1-direction)
		}
		return n.turns.before(edge, direction)
	}
	start := 2*int(edge) + direction
	return n.ends[start : start+1]
}

// Reversed reports whether the network is turned round, for ways from a facility.
func (n *Network) Reversed() bool { return n.reversed }

// ObeysTurns reports whether states tell along which edge one has come, as turn rules need; else they are junctions.
func (n *Network) ObeysTurns() bool { return n.turns != nil }

// Junction is where one is in a state.
func (n *Network) Junction(state int32) int32 {
	if n.turns != nil {
		return n.turns.junction[state]
	}
	return state
}

// Ends are the positions of the two ends of a piece.
func (n *Network) Ends(piece int32) (from, to orb.Point) {
	p := &n.Pieces[piece]
	return n.Points[p.From], n.Points[p.To]
}

// PiecesOf are the first piece of an edge and the one after its last.
func (n *Network) PiecesOf(edge int32) (first, end int32) {
	if int(edge)+1 < len(n.Edges) {
		return n.Edges[edge].First, n.Edges[edge+1].First
	}
	return n.Edges[edge].First, int32(len(n.Pieces))
}
