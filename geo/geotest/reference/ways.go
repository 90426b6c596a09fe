package reference

import "slices"

// WayTurn is a row of the exported turn rules: from one way over a node, or over ways, to another.
type WayTurn struct {
	Kind    string
	From    int64
	ViaNode int64   // where ViaWays is empty
	ViaWays []int64 // driven along in this order
	To      int64
}

// Resolve finds, for each of some rules by ways, the nodes it speaks of among the arcs of the problem. A way that passes
// through the node of its rule gives several rules; what nobody can drive gives none, be it forbidden or commanded.
func (p *Problem) Resolve(rules []WayTurn) (turns [][]Turn) {
	r := resolver{leaving: map[int64][]Arc{}}
	of := map[int64][]Arc{}
	for _, a := range p.Arcs {
		r.leaving[a.From] = append(r.leaving[a.From], a)
		of[a.Way] = append(of[a.Way], a)
	}
	for _, r.WayTurn = range rules {
		r.found = nil
		for _, a := range of[r.From] {
			switch {
			case len(r.ViaWays) > 0:
				r.along([]int64{a.From, a.To}, r.ViaWays)
			case a.To == r.ViaNode:
				r.finish([]int64{a.From, a.To})
			}
		}
		turns = append(turns, r.found)
	}
	return turns
}

type resolver struct {
	WayTurn
	leaving map[int64][]Arc
	found   []Turn
}

// along follows the ways between, every way they can be followed without coming by a node twice.
func (r *resolver) along(path, ways []int64) {
	for _, a := range r.leaving[path[len(path)-1]] {
		if a.Way != ways[0] || slices.Contains(path, a.To) {
			continue
		}
		on := append(slices.Clone(path), a.To)
		r.along(on, ways)
		if len(ways) > 1 {
			r.along(on, ways[1:])
		} else {
			r.finish(on)
		}
	}
}

// finish adds a rule for each arc by which the last way can be entered.
func (r *resolver) finish(path []int64) {
	for _, a := range r.leaving[path[len(path)-1]] {
		if a.Way == r.To {
			r.found = append(r.found, Turn{r.Kind, append(slices.Clone(path), a.To)})
		}
	}
}
