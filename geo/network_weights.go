package geo

// Reweighted is the network of the same streets for somebody who uses the same of them in the same directions, only at
// other speeds: on foot and slowly on foot, a bicycle and an electric one, the ends of a band of speeds. It is what
// [NewNetwork] would build from these streets, stops and turns, but shares all that does not depend on speeds: nodes,
// positions, states, turn rules and the grid. false if the traveller, the streets or the directions are others, or if
// edges would be folded otherwise.
func (n *Network) Reweighted(streets []Street, w Weighting) (*Network, bool) {
	if n.cut || w.Traveller != n.traveller || w.Reversed != n.reversed {
		return nil, false
	}
	speeds := make([][2]float64, len(streets))
	for i := range streets {
		speeds[i] = w.speeds(&streets[i])
	}
	next := *n
	next.Pieces = make([]Piece, len(n.Pieces))
	used := make([]bool, len(streets))
	for i, p := range n.Pieces {
		from, to := n.Ends(int32(i))
		ms := weigh(from, to, speeds[p.Street])
		if w.Reversed {
			ms[0], ms[1] = ms[1], ms[0]
		}
		if (ms[0] > 0) != (p.Ms[0] > 0) || (ms[1] > 0) != (p.Ms[1] > 0) {
			return nil, false
		}
		p.Ms, used[p.Street] = ms, true
		next.Pieces[i] = p
	}
	for i, kmh := range speeds {
		if kmh != [2]float64{} && !used[i] {
			return nil, false
		}
	}
	next.Edges = make([]Edge, len(n.Edges))
	for i, e := range n.Edges {
		first, end := n.PiecesOf(int32(i))
		if pieces := next.Pieces[first:end]; foldsWhole(pieces) {
			e.measure(pieces)
		} else {
			return nil, false
		}
		next.Edges[i] = e
	}
	next.Out, next.In = next.weighArcs(&n.Out), next.weighArcs(&n.In)
	if n.turns == nil && next.symmetric() {
		next.In.First, next.In.List = next.Out.First, next.Out.List
	}
	return &next, true
}

// foldsWhole reports whether pieces in a row still take short enough, both ways, to be one edge.
func foldsWhole(pieces []Piece) bool {
	sum := [2]uint64{}
	for i := range pieces {
		sum[0] += uint64(pieces[i].Ms[pieces[i].EdgeDirection(0)])
		sum[1] += uint64(pieces[i].Ms[pieces[i].EdgeDirection(1)])
	}
	return len(pieces) == 1 || max(sum[0], sum[1]) <= maxEdgeMs
}

// symmetric reports whether every edge takes the same time both ways.
func (n *Network) symmetric() bool {
	for i := range n.Edges {
		if e := &n.Edges[i]; e.Ms[0] != e.Ms[1] {
			return false
		}
	}
	return true
}

// weighArcs gives arcs the times of the edges they run along.
func (n *Network) weighArcs(arcs *Arcs) Arcs {
	weighed := Arcs{First: arcs.First, List: make([]Arc, len(arcs.List)), Along: arcs.Along}
	for i, a := range arcs.List {
		a.Ms = n.Edges[arcs.Along[i]/2].Ms[arcs.Along[i]%2]
		weighed.List[i] = a
		weighed.MaxMs = max(weighed.MaxMs, a.Ms)
	}
	return weighed
}
