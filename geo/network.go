package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Weighting says how a traveller uses streets: the choice that turns one set of streets into a [Network].
type Weighting struct {
	Traveller Traveller
	// SpeedKmh is the speed on a street in its two directions, forward and backward, in km/h.
	// 0 means that such streets are not used.
	SpeedKmh func(*Street) [2]float64
}

// Piece is the straight line between two consecutive nodes of a usable street: the unit on which people
// and facilities sit. Long arcs are sums of pieces, so a time never depends on how streets are cut up.
type Piece struct {
	From, To  int32     // indexes of nodes
	Street    int32     // index of the street it is part of
	Ms        [2]uint32 // milliseconds forward and backward; 0: not permitted in that direction
	Boardable bool      // a leg may start or end on it
}

// Arc is a permitted move from a node to another.
type Arc struct {
	Node int32  // the other node: the head in Out, the tail in In
	Ms   uint32 // milliseconds, at least 1
}

// Arcs are adjacency arrays: the arcs of node n are List[First[n]:First[n+1]].
type Arcs struct {
	First  []uint32
	List   []Arc
	Pieces []int32 // of each arc the piece it runs along; apart from List, which searches stream through
	MaxMs  uint32  // of the longest arc
}

// Of returns the arcs of a node. The slice is part of the network: read it only.
func (a *Arcs) Of(node int32) []Arc { return a.List[a.First[node]:a.First[node+1]] }

// Network is the streets as one traveller uses them: nodes, pieces, and arcs with times in milliseconds.
// It is immutable and safe for concurrent use.
type Network struct {
	IDs    []NodeID    // of each node; negative for copies of a node that stops the traveller
	Points []orb.Point // of each node
	Pieces []Piece
	Out    Arcs // arcs that leave a node
	In     Arcs // arcs that arrive at a node, for searches from the destination
	index  Index
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
func NewNetwork(streets []Street, stops []NodeStop, w Weighting) *Network {
	n := &Network{}
	stopped := make(map[NodeID]bool)
	for _, s := range stops {
		if s.Stops[w.Traveller] {
			stopped[s.Node] = true
		}
	}
	known := make(map[NodeID]int32)
	copies := NodeID(0)
	node := func(id NodeID, at orb.Point) int32 {
		if stopped[id] {
			copies--
			id = copies
		} else if i, ok := known[id]; ok {
			return i
		}
		i := int32(len(n.IDs))
		known[id] = i
		n.IDs = append(n.IDs, id)
		n.Points = append(n.Points, at)
		return i
	}
	for i := range streets {
		s := &streets[i]
		speed := w.SpeedKmh(s)
		if s.Passage[w.Traveller]&Forward == 0 {
			speed[0] = 0
		}
		if s.Passage[w.Traveller]&Backward == 0 {
			speed[1] = 0
		}
		if speed == [2]float64{} {
			continue
		}
		for k := 1; k < len(s.Nodes); k++ {
			piece := Piece{
				From: node(s.Nodes[k-1], s.Line[k-1]), To: node(s.Nodes[k], s.Line[k]),
				Street: int32(i), Boardable: s.Boardable,
			}
			length := Distance(s.Line[k-1], s.Line[k])
			for direction, kmh := range speed {
				if kmh > 0 {
					piece.Ms[direction] = PieceMs(length, kmh)
				}
			}
			n.Pieces = append(n.Pieces, piece)
		}
	}
	n.Out = n.arcs(0)
	n.In = n.arcs(1)
	for i, p := range n.Pieces {
		if p.Boardable {
			n.index.Insert(orb.MultiPoint{n.Points[p.From], n.Points[p.To]}.Bound(), int32(i))
		}
	}
	return n
}

// arcs lays out the adjacency arrays, leaving (end 0) or arriving (end 1).
func (n *Network) arcs(end int) Arcs {
	each := func(visit func(at, other int32, ms uint32, piece int32)) {
		for i, p := range n.Pieces {
			ends := [2]int32{p.From, p.To}
			if p.Ms[0] > 0 {
				visit(ends[end], ends[1-end], p.Ms[0], int32(i))
			}
			if p.Ms[1] > 0 {
				visit(ends[1-end], ends[end], p.Ms[1], int32(i))
			}
		}
	}
	first := make([]uint32, len(n.IDs)+1)
	each(func(at, _ int32, _ uint32, _ int32) { first[at+1]++ })
	for i := range n.IDs {
		first[i+1] += first[i]
	}
	list := make([]Arc, first[len(n.IDs)])
	pieces := make([]int32, len(list))
	longest := uint32(0)
	next := append([]uint32(nil), first...)
	each(func(at, other int32, ms uint32, piece int32) {
		list[next[at]], pieces[next[at]] = Arc{other, ms}, piece
		next[at]++
		longest = max(longest, ms)
	})
	return Arcs{first, list, pieces, longest}
}

// Ends are the positions of the two ends of a piece.
func (n *Network) Ends(piece int32) (from, to orb.Point) {
	p := &n.Pieces[piece]
	return n.Points[p.From], n.Points[p.To]
}
