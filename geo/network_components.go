package geo

// leaving is the state one is in at the end of an edge, having moved along it in a direction, and the arcs that lead on
// from there. Where the network is turned round it is turned back: this is about streets, not about searches.
func (n *Network) leaving(edge int32, direction int) (state int32, arcs *Arcs) {
	if n.reversed {
		return n.Entries(edge, direction)[0], &n.In
	}
	return n.Exits(edge, direction)[0], &n.Out
}

// onto is the k-th of the edges onto which one may go on from an edge; false past the last. Whoever is on a street may
// set out in any direction in which it is permitted, having come along it in another: people stop there and leave again.
func (n *Network) onto(edge int32, k uint32) (next int32, ok bool) {
	for d, ms := range n.Edges[edge].Ms {
		if ms == 0 {
			continue
		}
		state, arcs := n.leaving(edge, d)
		first, end := arcs.First[state], arcs.First[state+1]
		if k < end-first {
			return arcs.Along[first+k] / 2, true
		}
		k -= end - first
	}
	return 0, false
}

// eachOnto visits the edges onto which one may go on from an edge, some of them more than once.
func (n *Network) eachOnto(edge int32, visit func(next int32)) {
	for k := uint32(0); ; k++ {
		next, ok := n.onto(edge, k)
		if !ok {
			return
		}
		visit(next)
	}
}

// components finds the strongly connected components of the edges: the greatest sets of edges of which each can be
// come to from each other. It gives each edge the number of its component, and their count. Components are numbered so
// that no edge leads on to one with a greater number.
//
// This is the algorithm of Tarjan (1972), with the path of the search kept on a stack of its own: a street may be a
// million edges long.
func (n *Network) components() (of []int32, count int32) {
	const none = -1
	order, low := make([]int32, len(n.Edges)), make([]int32, len(n.Edges)) // when it was found; the earliest one it leads back to
	of = make([]int32, len(n.Edges))
	for i := range order {
		order[i], of[i] = none, none
	}
	type visit struct {
		edge  int32
		taken uint32 // so many of its ways on
	}
	var path []visit
	var open []int32 // edges whose component is not complete
	found := int32(0)
	enter := func(edge int32) {
		order[edge], low[edge] = found, found
		found++
		open, path = append(open, edge), append(path, visit{edge: edge})
	}
	leave := func(edge int32) {
		path = path[:len(path)-1]
		if len(path) > 0 {
			before := path[len(path)-1].edge
			low[before] = min(low[before], low[edge])
		}
		if low[edge] < order[edge] {
			return
		}
		for of[edge] == none {
			last := len(open) - 1
			of[open[last]] = count
			open = open[:last]
		}
		count++
	}
	for root := range int32(len(n.Edges)) {
		if order[root] != none {
			continue
		}
		enter(root)
		for len(path) > 0 {
			at := &path[len(path)-1]
			next, ok := n.onto(at.edge, at.taken)
			at.taken++
			switch {
			case !ok:
				leave(at.edge)
			case order[next] == none:
				enter(next)
			case of[next] == none:
				low[at.edge] = min(low[at.edge], order[next])
			}
		}
	}
	return of, count
}
