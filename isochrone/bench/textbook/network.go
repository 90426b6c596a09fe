package textbook

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// piece is the straight line between two nodes of a street, with its times forward and backward; 0: not permitted.
type piece struct {
	ends     [2]int32
	ms       [2]int64
	boarded  bool
	chain    int32
	reversed bool     // it lies against the direction of its chain
	before   [2]int64 // along the chain: from its first end to the piece, and from the piece back to its first end
}

// chain is a run of pieces between two junctions.
type chain struct {
	ends        [2]int32 // junctions
	ms          [2]int64 // from the first to the last, and back; 0: not permitted
	first, last int32    // pieces
}

// network is the streets of a town as one profile uses them.
type network struct {
	ids    []geo.NodeID
	names  []geo.NodeID // ids as streets have them, those of nodes that stop the traveller too
	at     []orb.Point
	pieces []piece
	chains []chain
	nodes  map[geo.NodeID]int32
}

// newNetwork takes the pieces from the streets and folds them into chains. Nodes of rules stay junctions.
func newNetwork(town *geo.Town, p isochrone.Profile, rules []geo.Turn) *network {
	n := &network{nodes: make(map[geo.NodeID]int32)}
	traveller := travellerOf(p)
	stopped := make(map[geo.NodeID]bool)
	for _, s := range town.Stops {
		stopped[s.Node] = stopped[s.Node] || s.Stops[traveller]
	}
	node := func(id geo.NodeID, at orb.Point) int32 {
		if stopped[id] { // each piece ends there for itself
			n.names = append(n.names, id)
			n.ids, n.at = append(n.ids, 0), append(n.at, at)
			return int32(len(n.ids) - 1)
		}
		i, known := n.nodes[id]
		if !known {
			i = int32(len(n.ids))
			n.ids, n.names, n.at, n.nodes[id] = append(n.ids, id), append(n.names, id), append(n.at, at), i
		}
		return i
	}
	for i := range town.Streets {
		s := &town.Streets[i]
		kmh := speeds(p, s, traveller)
		if kmh == [2]float64{} {
			continue
		}
		for k := 1; k < len(s.Nodes); k++ {
			one := piece{ends: [2]int32{node(s.Nodes[k-1], s.Line[k-1]), node(s.Nodes[k], s.Line[k])}, boarded: s.Boardable}
			lengthM := geo.Distance(s.Line[k-1], s.Line[k])
			for direction, v := range kmh {
				if v > 0 {
					one.ms[direction] = int64(geo.PieceMs(lengthM, v))
				}
			}
			n.pieces = append(n.pieces, one)
		}
	}
	n.fold(rules)
	return n
}

func travellerOf(p isochrone.Profile) geo.Traveller {
	for t := range geo.NumTravellers {
		if t.String() == p.Traveller {
			return t
		}
	}
	panic("textbook: a profile that was not checked")
}

// speeds are those on a street, forward and backward; 0 where the traveller may not move.
func speeds(p isochrone.Profile, s *geo.Street, traveller geo.Traveller) (kmh [2]float64) {
	class := strings.TrimSuffix(s.Class, "_link")
	v, listed := p.SpeedsKmh[class]
	if !listed && class != "ferry" {
		v = p.SpeedKmh
	}
	for direction, passage := range [2]geo.Passage{geo.Forward, geo.Backward} {
		if s.Passage[traveller]&passage == 0 {
			continue
		}
		kmh[direction] = v
		if limit := s.MaxSpeed[direction]; p.Caps && limit > 0 {
			kmh[direction] = math.Min(v, limit)
		}
	}
	return kmh
}

// fold joins pieces at nodes that two of them share and that are passed alike.
func (n *network) fold(rules []geo.Turn) {
	touching := make([][]int32, len(n.ids)) // pieces at each node, a loop twice
	for i := range n.pieces {
		for _, node := range n.pieces[i].ends {
			touching[node] = append(touching[node], int32(i))
		}
	}
	junction := make([]bool, len(n.ids))
	for node, pieces := range touching {
		junction[node] = len(pieces) != 2 || pieces[0] == pieces[1] || !n.passedAlike(int32(node), pieces[0], pieces[1])
	}
	for _, turn := range rules {
		for _, id := range turn.Path {
			if node, known := n.nodes[id]; known {
				junction[node] = true
			}
		}
	}
	for i := range n.pieces {
		n.pieces[i].chain = -1
	}
	start := func(node int32) {
		for _, i := range touching[node] {
			if n.pieces[i].chain < 0 {
				n.follow(node, i, junction, touching)
			}
		}
	}
	for node := range touching {
		if junction[node] {
			start(int32(node))
		}
	}
	for i := range n.pieces { // what is left are rings without a junction
		if node := n.pieces[i].ends[0]; n.pieces[i].chain < 0 {
			junction[node] = true
			start(node)
		}
	}
}

// passedAlike reports whether whoever comes along one of two pieces may go on along the other, in the same directions.
func (n *network) passedAlike(node, a, b int32) bool {
	toward := func(i int32) [2]bool { // arriving at the node, leaving it
		p := &n.pieces[i]
		if p.ends[1] == node {
			return [2]bool{p.ms[0] > 0, p.ms[1] > 0}
		}
		return [2]bool{p.ms[1] > 0, p.ms[0] > 0}
	}
	in, out := toward(a), toward(b)
	return in[0] == out[1] && in[1] == out[0]
}

// follow makes the chain that begins at a junction with a piece.
func (n *network) follow(from, i int32, junction []bool, touching [][]int32) {
	c := chain{ends: [2]int32{from, from}, first: i}
	for node := from; ; {
		p := &n.pieces[i]
		p.chain, p.reversed, p.before = int32(len(n.chains)), p.ends[0] != node, c.ms
		along := p.along()
		c.ms[0], c.ms[1] = c.ms[0]+along[0], c.ms[1]+along[1]
		node = p.ends[1]
		if p.reversed {
			node = p.ends[0]
		}
		if junction[node] {
			c.ends[1], c.last = node, i
			n.chains = append(n.chains, c)
			return
		}
		if next := touching[node]; next[0] == i {
			i = next[1]
		} else {
			i = next[0]
		}
	}
}

// along is the time of a piece in the direction of its chain, and against it.
func (p *piece) along() [2]int64 {
	if p.reversed {
		return [2]int64{p.ms[1], p.ms[0]}
	}
	return p.ms
}
