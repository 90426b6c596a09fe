package isochrone

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Rebuilt prepares a study area that is the router's own but for streets that were closed or built and nodes that stop
// people no more, as [geo.StudyArea.With] makes it. The network is built anew, which is quick; how people get to it,
// which is not, is found again only near what changed. Its answers are those of [NewRouter].
func (r *Router) Rebuilt(ctx context.Context, area *geo.StudyArea) (*Router, error) {
	next := &Router{Area: area, Profile: r.Profile, Network: newNetwork(area, &r.Profile, nil), extent: r.extent}
	same := compareNetworks(r.Network, next.Network)
	if same == nil || len(area.Facilities) != len(r.facilities) {
		return NewRouter(ctx, area, r.Profile)
	}
	next.prepare()
	near := same.near(r)
	next.facilities = slices.Clone(r.facilities)
	var moved []int32
	for i := range next.facilities {
		if f := &next.facilities[i]; near.any(f.doors) || !same.carry(f) {
			f.boardings = next.boardingsOf(f.doors)
			moved = append(moved, same.onlyOne(r.facilities[i].boardings, f.boardings)...)
		}
	}
	near.along(next.Network, moved...)
	edge := same.dataEdge(r, next)
	next.edge = func() *dataEdge { return edge }
	if err := next.carryLists(ctx, r, same, near); err != nil {
		return nil, err
	}
	next.points.edgeMs = next.timesToEdge(edge)
	next.findAstray()
	return next, nil
}

// sameEdges tells which parts of two networks are the same.
type sameEdges struct {
	states []int32 // of each state of the old network, its number in the new one; -1 if it is not known
	pieces []int32 // of each piece of the old network, likewise
	edges  []bool  // of the new network: whether the old one has it too
	old    []bool  // of the old network: whether the new one has it too
	next   *geo.Network
}

// pieceName is what a piece is known by in any network of a town: its street, and its ends in 1e-7 degrees, as they are
// stored.
type pieceName struct {
	street   int32
	from, to [2]int32
}

func nameOf(n *geo.Network, piece int32) pieceName {
	from, to := n.Ends(piece)
	units := func(p orb.Point) [2]int32 {
		return [2]int32{int32(math.Round(p[0] * 1e7)), int32(math.Round(p[1] * 1e7))}
	}
	return pieceName{n.Pieces[piece].Street, units(from), units(to)}
}

// compareNetworks finds the edges of two networks that are made of the same pieces; nil where states cannot be told
// from the edges one comes along, or are something else in the one than in the other.
func compareNetworks(old, next *geo.Network) *sameEdges {
	if old.ObeysTurns() != next.ObeysTurns() || (old.ObeysTurns() && old.Reversed()) {
		return nil
	}
	s := &sameEdges{states: fill(old.States, -1), pieces: fill(len(old.Pieces), -1), edges: make([]bool, len(next.Edges)), old: make([]bool, len(old.Edges)), next: next}
	named := make(map[pieceName]int32, len(next.Edges)) // the first pieces of edges, seen from either end
	for e := range next.Edges {
		first, end := next.PiecesOf(int32(e))
		for _, piece := range [2]int32{first, end - 1} {
			name := nameOf(next, piece)
			if _, twice := named[name]; twice && first != end-1 {
				named[name] = -1 // a street that runs over one stretch twice
			} else if !twice {
				named[name] = int32(e)
			}
		}
	}
	for e := range old.Edges {
		first, _ := old.PiecesOf(int32(e))
		if to, known := named[nameOf(old, first)]; known && to >= 0 {
			s.match(old, int32(e), to)
		}
	}
	return s
}

func fill(n int, with int32) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = with
	}
	return all
}

// match notes that two edges are the same: if they lead between the same nodes, and all their pieces are the same and run
// the same way along it. That tells a ring of two pieces that is turned round from one that begins at its other node.
func (s *sameEdges) match(old *geo.Network, e, to int32) {
	first, end := old.PiecesOf(e)
	firstNew, endNew := s.next.PiecesOf(to)
	if s.edges[to] || end-first != endNew-firstNew {
		return
	}
	turned := nameOf(old, first) != nameOf(s.next, firstNew)
	if end == first+1 { // one piece: only its direction tells
		turned = old.Pieces[first].Against != s.next.Pieces[firstNew].Against
	}
	partner := func(piece int32) int32 {
		if turned {
			return endNew - 1 - (piece - first)
		}
		return firstNew + piece - first
	}
	for piece := first; piece < end; piece++ {
		p, other := &old.Pieces[piece], &s.next.Pieces[partner(piece)]
		if nameOf(old, piece) != nameOf(s.next, partner(piece)) || p.Ms != other.Ms || (p.Against != other.Against) != turned {
			return
		}
	}
	start, finish := s.next.Edges[to].From, s.next.Edges[to].To
	if turned {
		start, finish = finish, start
	}
	if !s.sameNode(old, old.Edges[e].From, start) || !s.sameNode(old, old.Edges[e].To, finish) {
		return
	}
	s.old[e], s.edges[to] = true, true
	for piece := first; piece < end; piece++ {
		s.pieces[piece] = partner(piece)
	}
	for d, ms := range old.Edges[e].Ms {
		if ms == 0 {
			continue
		}
		there := d
		if turned {
			there = 1 - d
		}
		s.states[old.Exits(e, d)[0]] = s.next.Exits(to, there)[0]
	}
}

// sameNode reports whether the ends of two edges of the same pieces are one node. A piece's own end at a gate is not the
// junction that the gate becomes when it opens, where more leads on and a car may no longer turn round.
func (s *sameEdges) sameNode(old *geo.Network, node, to int32) bool {
	id, next := old.IDs[node], s.next.IDs[to]
	return id == next || (id < 0 && next < 0)
}

// nearby is the land where legs, or what may follow them, could have changed.
type nearby struct {
	index geo.Index
	count int32
	reach float64
}

// near is the land around all edges that meet at a junction with an edge that is not in both networks: what is dropped
// from a point's list may hang on an arc there.
func (s *sameEdges) near(r *Router) *nearby {
	n := &nearby{reach: r.Profile.Access.LimitM}
	n.around(r.Network, s.old)
	n.around(s.next, s.edges)
	return n
}

func (n *nearby) around(network *geo.Network, same []bool) {
	touched := make([]bool, network.Junctions)
	for e := range network.Edges {
		if !same[e] {
			touched[network.Edges[e].From], touched[network.Edges[e].To] = true, true
		}
	}
	for e := range network.Edges {
		if touched[network.Edges[e].From] || touched[network.Edges[e].To] {
			n.along(network, int32(e))
		}
	}
}

// along adds the land around edges.
func (n *nearby) along(network *geo.Network, edges ...int32) {
	for _, e := range edges {
		first, end := network.PiecesOf(e)
		for piece := first; piece < end; piece++ {
			from, to := network.Ends(piece)
			n.index.Insert(orb.MultiPoint{from, to}.Bound(), n.count)
			n.count++
		}
	}
}

// onlyOne lists the edges, by their numbers in the new network, on which a facility stands on a piece in one of the
// networks and not in the other: as when the street is closed that was the nearest to it. Nothing has changed about such
// an edge, however far it leads; but whoever is on it has another way to the facility along it.
func (s *sameEdges) onlyOne(before, after []boarding) (edges []int32) {
	on := make(map[int32]int)
	for i := range before {
		if piece := s.pieces[before[i].piece]; piece >= 0 {
			on[piece] |= 1
		}
	}
	for i := range after {
		on[after[i].piece] |= 2
	}
	for piece, in := range on {
		if in != 3 {
			edges = append(edges, s.next.Pieces[piece].Edge)
		}
	}
	return edges
}

func (n *nearby) any(doors []orb.Point) bool {
	found := false
	for _, door := range doors {
		n.index.Search(geo.NewFrame(door).Box(n.reach*1.01), func(int32) bool {
			found = true
			return false
		})
	}
	return found
}

// carry gives the boardings of a facility the numbers of the new network; false if one is unknown.
func (s *sameEdges) carry(f *goal) bool {
	carried := slices.Clone(f.boardings)
	for i := range carried {
		if carried[i].piece = s.pieces[carried[i].piece]; carried[i].piece < 0 {
			return false
		}
	}
	f.boardings = carried
	return true
}

// dataEdge carries over which pieces come near the edge of the extent.
func (s *sameEdges) dataEdge(old, next *Router) *dataEdge {
	e := &dataEdge{near: make([]bool, len(s.next.Pieces)), touches: make([]bool, len(s.next.Edges))}
	near := old.edge().near
	for piece, to := range s.pieces {
		if to >= 0 {
			e.near[to] = near[piece]
		}
	}
	for i := range s.next.Pieces {
		p := &s.next.Pieces[i]
		if !s.edges[p.Edge] {
			e.near[i] = next.nearEdge(s.next.Points[p.From], s.next.Points[p.To])
		}
		if e.near[i] {
			e.touches[p.Edge] = true
		}
	}
	return e
}

// carryLists takes over the lists of the points far from all changes and makes those of the others anew.
func (next *Router) carryLists(ctx context.Context, old *Router, same *sameEdges, near *nearby) error {
	from, n := &old.points, len(old.points.order)
	l := pointLists{
		order: from.order, rank: from.rank, boards: slices.Clone(from.boards), direct: slices.Clone(from.direct),
		firstAccess: make([]uint32, n+1), firstShortcut: make([]uint32, n+1),
		access: make([]access, 0, len(from.access)), shortcuts: make([]shortcut, 0, len(from.shortcuts)),
	}
	w, edge := next.newLister(next.newDirectGoals(next.facilities)), next.edge()
	for rank := range n {
		if rank%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		doors := next.Area.PointDoors(int(l.order[rank]))
		if near.any(doors) || !l.carry(from, rank, same) {
			w.accesses, w.shortcuts = l.access, l.shortcuts
			w.list(doors)
			l.access, l.shortcuts = w.accesses, w.shortcuts
			l.boards[rank] = len(w.boardings) > 0
			l.direct[rank] = next.toEdgeDirect(w.boardings, doors, edge)
		}
		l.firstAccess[rank+1], l.firstShortcut[rank+1] = uint32(len(l.access)), uint32(len(l.shortcuts))
	}
	next.points = l
	return nil
}

// carry takes over the lists of one point; false, and nothing is taken, if a state has no number in the new network.
func (l *pointLists) carry(from *pointLists, rank int, same *sameEdges) bool {
	first := len(l.access)
	for _, a := range from.of(rank) {
		if a.state = same.states[a.state]; a.state < 0 {
			l.access = l.access[:first]
			return false
		}
		l.access = append(l.access, a)
	}
	l.shortcuts = append(l.shortcuts, from.shortcuts[from.firstShortcut[rank]:from.firstShortcut[rank+1]]...)
	return true
}
