package textbook

import (
	"fmt"
	"slices"

	"lifecircle/geo"
)

// graph is what a search moves on. Its states are the junctions; where turn rules bind the traveller, a state is to have
// come along a chain in a direction, for what may follow depends on that.
type graph struct {
	back  [][]step  // of each state those from which one moves to it, with the time
	after []int32   // the state of having come along a chain in a direction: [2*chain+direction]
	onto  [][]int32 // the states from which one may set out along a chain in a direction
	where []int32   // of each state the junction
}

type step struct {
	state int32
	ms    int64
}

// newGraph makes the junctions the states.
func newGraph(n *network) *graph {
	g := &graph{back: make([][]step, len(n.ids)), after: make([]int32, 2*len(n.chains)), onto: make([][]int32, 2*len(n.chains))}
	for node := range n.ids {
		g.where = append(g.where, int32(node))
	}
	for c := range n.chains {
		for direction, ms := range n.chains[c].ms {
			from, to := n.chains[c].ends[direction], n.chains[c].ends[1-direction]
			g.after[2*c+direction], g.onto[2*c+direction] = to, []int32{from}
			if ms > 0 {
				g.back[to] = append(g.back[to], step{from, ms})
			}
		}
	}
	return g
}

// past is a state of a graph with turn rules: the arc one has come along, and the beginnings of rules that one has
// driven, each a list of nodes.
type past struct {
	arc        int32
	beginnings [][]geo.NodeID
}

// turning builds a graph with turn rules.
type turning struct {
	*network
	*graph
	forbidden map[string][]geo.NodeID // by the beginning of a rule: the nodes that may not follow
	commanded map[string][]geo.NodeID // and those of which one must
	begins    map[string]bool
	ruled     map[int32]bool // nodes over which a rule leads
	leaving   [][]int32      // of each junction the arcs that leave it
	states    []past
	known     map[string]int32
	extent    geo.Extent
}

// newTurnGraph makes having come along an arc the state; an arc is a chain with a direction.
func newTurnGraph(n *network, turns []geo.Turn, extent geo.Extent) *graph {
	t := &turning{
		network: n, graph: &graph{after: make([]int32, 2*len(n.chains)), onto: make([][]int32, 2*len(n.chains))},
		forbidden: map[string][]geo.NodeID{}, commanded: map[string][]geo.NodeID{}, begins: map[string]bool{}, ruled: map[int32]bool{},
		leaving: make([][]int32, len(n.ids)), known: map[string]int32{}, extent: extent,
	}
	for i := range turns {
		t.learn(&turns[i])
	}
	for arc := range t.after {
		t.after[arc] = -1
		if c := &n.chains[arc/2]; c.ms[arc%2] > 0 {
			t.leaving[c.ends[arc%2]] = append(t.leaving[c.ends[arc%2]], int32(arc))
			t.after[arc] = t.state(past{int32(arc), t.driven(nil, int32(arc))})
		}
	}
	for state := int32(0); int(state) < len(t.states); state++ { // going on makes further states
		was := t.states[state]
		for _, arc := range t.leaving[t.head(was.arc)] {
			if t.permits(was, arc) {
				next := t.state(past{arc, t.driven(was.beginnings, arc)})
				t.back[next] = append(t.back[next], step{state, t.chains[arc/2].ms[arc%2]})
				t.onto[arc] = append(t.onto[arc], state)
			}
		}
	}
	return t.graph
}

// learn takes up a rule if cars pass all its nodes but the first and the last.
func (t *turning) learn(turn *geo.Turn) {
	last := len(turn.Path) - 1
	if last < 2 {
		return
	}
	for _, id := range turn.Path[1:last] {
		if _, passed := t.nodes[id]; !passed {
			return
		}
	}
	for k := 2; k <= last; k++ {
		t.begins[fmt.Sprint(turn.Path[:k])] = true
		t.ruled[t.nodes[turn.Path[k-1]]] = true
	}
	rules, beginning := t.forbidden, fmt.Sprint(turn.Path[:last])
	if len(turn.Kind) > 5 && turn.Kind[:5] == "only_" {
		rules = t.commanded
	}
	rules[beginning] = append(rules[beginning], turn.Path[last])
}

// state finds or makes a state. The first one of an arc is that of having come along it and knowing nothing else.
func (t *turning) state(s past) int32 {
	base, key := t.after[s.arc], ""
	if base >= 0 && slices.EqualFunc(t.states[base].beginnings, s.beginnings, slices.Equal) {
		return base
	}
	if base >= 0 {
		key = fmt.Sprint(s)
		if i, known := t.known[key]; known {
			return i
		}
		t.known[key] = int32(len(t.states))
	}
	t.states, t.back, t.where = append(t.states, s), append(t.back, nil), append(t.where, t.head(s.arc))
	return int32(len(t.states) - 1)
}

// driven are the beginnings of rules that one has driven after an arc, having driven others before it.
func (t *turning) driven(before [][]geo.NodeID, arc int32) (beginnings [][]geo.NodeID) {
	last, head := t.lastPiece(arc), t.head(arc)
	if !t.ruled[head] {
		return nil
	}
	add := func(nodes []geo.NodeID) {
		if t.begins[fmt.Sprint(nodes)] {
			beginnings = append(beginnings, nodes)
		}
	}
	if t.chains[arc/2].first == t.chains[arc/2].last { // what lies between the two ends of a rule is never folded
		for _, nodes := range before {
			add(append(slices.Clone(nodes), t.names[head]))
		}
	}
	add([]geo.NodeID{t.names[t.other(last, head)], t.names[head]})
	return beginnings
}

// permits reports whether one may go on along an arc: by the rules, and without turning round on a piece unless there
// is no other way on.
func (t *turning) permits(was past, arc int32) bool {
	came, next := t.lastPiece(was.arc), t.firstPiece(arc)
	if next == came && t.outside(t.head(was.arc)) {
		return false // nobody knows what leaves there
	}
	if next == came && slices.ContainsFunc(t.leaving[t.head(was.arc)], func(a int32) bool { return t.firstPiece(a) != came }) {
		return false
	}
	node := t.names[t.other(next, t.head(was.arc))]
	for _, nodes := range was.beginnings {
		beginning := fmt.Sprint(nodes)
		if slices.Contains(t.forbidden[beginning], node) {
			return false
		}
		if only := t.commanded[beginning]; len(only) > 0 && !slices.Contains(only, node) {
			return false
		}
	}
	return true
}

// outside tells of a node that lies beyond the land of which the data claims to hold every street.
func (t *turning) outside(node int32) bool {
	return t.extent.Source != geo.ExtentHull && !geo.Contains(t.extent.Shape, t.at[node])
}

func (t *turning) head(arc int32) int32 { return t.chains[arc/2].ends[1-arc%2] }

// firstPiece and lastPiece are the pieces of an arc in its direction.
func (t *turning) firstPiece(arc int32) int32 {
	if arc%2 == 0 {
		return t.chains[arc/2].first
	}
	return t.chains[arc/2].last
}
func (t *turning) lastPiece(arc int32) int32 { return t.firstPiece(arc ^ 1) }

// other is the node of a piece that is not the given one.
func (t *turning) other(piece, node int32) int32 {
	if ends := t.pieces[piece].ends; ends[0] == node {
		return ends[1]
	}
	return t.pieces[piece].ends[0]
}
