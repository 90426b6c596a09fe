package isochrone

// frontages are the goals on each edge of the network, laid out for asking about edge after edge.
type frontages struct {
	first []uint32   // of each edge its first frontage, and the end
	list  []frontage // edge by edge, and one more, with which the feet end
	feet  []boarding // frontage by frontage
}

// frontage is one goal on one edge: what its legs lead to there.
type frontage struct {
	goal    int32
	leastMs uint32 // of its legs
	first   uint32 // of its feet
}

func (r *Router) newFrontages(to []goal) *frontages {
	edges := len(r.Network.Edges)
	f := &frontages{first: make([]uint32, edges+1)}
	feet := make([]uint32, edges+1) // of each edge its first foot
	for i := range to {
		r.eachEdge(to[i].boardings, func(edge int32, on []boarding) {
			f.first[edge+1]++
			feet[edge+1] += uint32(len(on))
		})
	}
	for edge := range edges {
		f.first[edge+1] += f.first[edge]
		feet[edge+1] += feet[edge]
	}
	f.list, f.feet = make([]frontage, f.first[edges]+1), make([]boarding, feet[edges])
	f.list[f.first[edges]].first = feet[edges]
	next := append([]uint32(nil), f.first...)
	for i := range to {
		r.eachEdge(to[i].boardings, func(edge int32, on []boarding) {
			f.list[next[edge]] = frontage{int32(i), leastLeg(on), feet[edge]}
			next[edge]++
			feet[edge] += uint32(copy(f.feet[feet[edge]:], on))
		})
	}
	return f
}

// eachEdge visits boardings edge by edge, as they stand together; those of several doors may share an edge.
func (r *Router) eachEdge(all []boarding, visit func(edge int32, on []boarding)) {
	for len(all) > 0 {
		edge, n := r.Network.Pieces[all[0].piece].Edge, 1
		for n < len(all) && r.Network.Pieces[all[n].piece].Edge == edge {
			n++
		}
		visit(edge, all[:n])
		all = all[n:]
	}
}

// leastLeg is the least time of the legs of boardings, of which there is one at least.
func leastLeg(on []boarding) uint32 {
	least := on[0].legMs
	for i := range on[1:] {
		least = min(least, on[1+i].legMs)
	}
	return least
}
