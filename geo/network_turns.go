package geo

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// How turn rules are obeyed. A rule forbids to go on in a certain way after having come in a certain way, so what may
// follow depends on the past: a search over junctions cannot know it, one over states can. A state is the arc one has
// come along, where an arc is an edge with a direction. For rules with via ways that is too little to know; for each
// beginning of such a rule of two arcs or more there is a further state of its last arc: to have come along just these.
// The beginnings of all rules form a trie, and moving through it is the string matching of Aho and Corasick (1975).
//
// Besides, nobody turns round on a street: the arc back along the edge one came by is open only where no other leaves.
// Outside the extent nothing tells whether another leaves, so nobody turns round there either.
// Without rules a shortest way never turns round, for leaving out what lies between the two passings of one place
// makes it shorter. That is why towns without rules need no such states and have junctions instead.

// turnRule is a [Turn] on the raw nodes of a network.
type turnRule struct {
	only  bool
	nodes []int32
}

// nowhere is where a rule commands to go, if cars cannot: for one, because the land there is not in the data. Then they
// go nowhere, for what else they could do the rule forbids.
const nowhere = -1

// resolve finds the nodes of turn rules. A rule over a node that cars do not come to, or may not pass, binds nobody.
// Where a rule begins or ends at a node that cars may come to but not pass, it is about each of the node's copies.
func (r *rawPieces) resolve(turns []Turn) []turnRule {
	var rules []turnRule
	for i := range turns {
		path := turns[i].Path
		if len(path) < 3 {
			continue
		}
		only := strings.HasPrefix(turns[i].Kind, "only_")
		passed, known := r.passed(path[1 : len(path)-1])
		if !known {
			continue
		}
		lasts := r.all(path[len(path)-1])
		if only && len(lasts) == 0 {
			lasts = []int32{nowhere}
		}
		for _, first := range r.all(path[0]) {
			for _, last := range lasts {
				rules = append(rules, turnRule{only, slices.Concat([]int32{first}, passed, []int32{last})})
			}
		}
	}
	return rules
}

func (r *rawPieces) passed(path []NodeID) (nodes []int32, known bool) {
	for _, id := range path {
		node, known := r.known.find(id, r.ids)
		if !known {
			return nil, false
		}
		nodes = append(nodes, node)
	}
	return nodes, true
}

// all are the nodes of an id: one, or the copies of a node that stops the traveller.
func (r *rawPieces) all(id NodeID) []int32 {
	if node, known := r.known.find(id, r.ids); known {
		return []int32{node}
	}
	return r.copies[id]
}

// turnStates are the states of a network with turn rules.
type turnStates struct {
	junction []int32  // of each state
	base     []int32  // of each arc the state of having come along it, nothing else known; -1 where it is not permitted
	came     []int32  // of each of the first plain states, the arc come along
	plain    int32    // the states without memory; the others stand behind them
	first    []uint32 // of each arc, where the states start from which it may be entered
	enters   []int32
}

func (t *turnStates) after(edge int32, direction int) []int32 {
	arc := 2*int(edge) + direction
	return t.base[arc : arc+1]
}

func (t *turnStates) before(edge int32, direction int) []int32 {
	arc := 2*int(edge) + direction
	return t.enters[t.first[arc]:t.first[arc+1]]
}

// beginning is a node of the trie: the arcs of the beginning of a rule, by its last one and what is before that.
type beginning struct {
	arc      int32
	depth    int
	next     map[int32]int32 // by arc
	shorter  int32           // the longest beginning that this one ends with
	state    int32           // of depth 2 and more
	forbids  []int32         // arcs
	commands []int32         // arcs; one of them has to follow if any is named
}

// Rivals are the states of one junction, of which one may make another pointless to look at: those of having come
// there along any one arc. None where states are junctions, or the network is reversed.
func (n *Network) Rivals(state int32) (first, end int32) {
	t := n.turns
	if t == nil || n.reversed || state >= t.plain {
		return state, state
	}
	for first = state; first > 0 && t.junction[first-1] == t.junction[state]; first-- {
	}
	for end = state + 1; end < t.plain && t.junction[end] == t.junction[state]; end++ {
	}
	return first, end
}

// Outdoes reports whether whoever is in a state can go on wherever one could from a rival, except back along the edge
// it came by. Where the rival can go there, back is the arc it would take; else its time is 0.
func (n *Network) Outdoes(state, rival int32) (back Arc, outdoes bool) {
	for i := n.Out.First[rival]; i < n.Out.First[rival+1]; i++ {
		arc := n.Out.List[i]
		if n.Out.Along[i] == n.turns.came[state]^1 {
			back = arc
			continue
		}
		if !slices.ContainsFunc(n.Out.Of(state), func(a Arc) bool { return a.State == arc.State }) {
			return back, false
		}
	}
	return back, true
}

// mayGoOn reports whether more may leave a junction than the data tells.
func (t *turning) mayGoOn(junction int32) bool {
	return t.beyond != nil && t.beyond(t.Points[junction])
}

// turning builds the states and arcs of a network with turn rules.
type turning struct {
	*Network
	*turnStates
	into, outOf arcsAt
	trie        []beginning // the first is the empty one
	beyond      func(orb.Point) bool
}

// newTurnStates makes having come along an arc the state, and lays out the arcs between states that the rules leave.
func (n *Network) newTurnStates(raw *rawPieces, rules []turnRule, beyond func(orb.Point) bool) *turnStates {
	t := &turning{Network: n, turnStates: &turnStates{base: make([]int32, 2*len(n.Edges))}, trie: make([]beginning, 1), beyond: beyond}
	t.into, t.outOf = n.arcsAtJunctions(1), n.arcsAtJunctions(0)
	for i := range t.base {
		t.base[i] = -1
	}
	for j := range int32(n.Junctions) {
		for _, arc := range t.into.of(j) {
			t.base[arc] = int32(len(t.junction))
			t.junction, t.came = append(t.junction, j), append(t.came, arc)
		}
	}
	t.plain = int32(len(t.junction))
	for _, rule := range rules {
		nodes := make([]int32, len(rule.nodes))
		for i, node := range rule.nodes {
			if nodes[i] = nowhere; node != nowhere {
				nodes[i] = raw.number[node]
			}
		}
		t.learn(0, nodes, rule.only)
	}
	t.link()
	n.States = len(t.junction)
	t.layOut()
	return t.turnStates
}

// arcsAt lists the arcs at each junction.
type arcsAt struct {
	first []uint32
	list  []int32
}

func (a *arcsAt) of(junction int32) []int32 { return a.list[a.first[junction]:a.first[junction+1]] }

// arcsAtJunctions lists the permitted arcs that leave (end 0) or arrive at (end 1) each junction.
func (n *Network) arcsAtJunctions(end int) arcsAt {
	arcs := newArcs(n.Junctions, func(visit func(at, other int32, ms uint32, along int32)) {
		for i := range n.Edges {
			e := &n.Edges[i]
			for d, ms := range e.Ms {
				if ms > 0 {
					visit([2]int32{e.From, e.To}[d^end], 0, ms, int32(2*i+d))
				}
			}
		}
	})
	return arcsAt{arcs.First, arcs.Along}
}

// learn adds a rule to the trie, after a beginning. Nodes are what is left of it, from the last one passed.
// Where two nodes are joined by several pieces, it holds for each of them.
func (t *turning) learn(after int32, nodes []int32, only bool) {
	if len(nodes) > 2 {
		for _, arc := range t.into.of(nodes[1]) {
			if t.lastTail(arc) == nodes[0] {
				t.learn(t.child(after, arc), nodes[1:], only)
			}
		}
		return
	}
	b := &t.trie[after]
	named := false
	for _, arc := range t.outOf.of(nodes[0]) {
		if t.firstHead(arc) == nodes[1] {
			named = true
			if only {
				b.commands = append(b.commands, arc)
			} else {
				b.forbids = append(b.forbids, arc)
			}
		}
	}
	if only && !named {
		b.commands = append(b.commands, -1) // a way on that does not exist: none is left
	}
}

func (t *turning) child(after, arc int32) int32 {
	if next, known := t.trie[after].next[arc]; known {
		return next
	}
	if t.trie[after].next == nil {
		t.trie[after].next = make(map[int32]int32)
	}
	next := int32(len(t.trie))
	t.trie[after].next[arc] = next
	b := beginning{arc: arc, depth: t.trie[after].depth + 1, state: -1}
	if b.depth > 1 {
		b.state = int32(len(t.junction))
		t.junction = append(t.junction, t.junction[t.base[arc]])
	}
	t.trie = append(t.trie, b)
	return next
}

// link finds for each beginning the longest other one that it ends with. A child is always numbered after its parent,
// but shorter beginnings may be numbered later, so this goes by depth.
func (t *turning) link() {
	level := []int32{0}
	for len(level) > 0 {
		var deeper []int32
		for _, b := range level {
			for arc, next := range t.trie[b].next {
				if b != 0 {
					t.trie[next].shorter = t.follow(t.trie[b].shorter, arc)
				}
				deeper = append(deeper, next)
			}
		}
		level = deeper
	}
}

// follow is the longest beginning of a rule that one has come along after one more arc.
func (t *turning) follow(b, arc int32) int32 {
	for {
		if next, known := t.trie[b].next[arc]; known {
			return next
		}
		if b == 0 {
			return 0
		}
		b = t.trie[b].shorter
	}
}

// permits reports whether the rules let one go on along an arc.
func (t *turning) permits(b, arc int32) bool {
	for ; b != 0; b = t.trie[b].shorter {
		r := &t.trie[b]
		if slices.Contains(r.forbids, arc) || (len(r.commands) > 0 && !slices.Contains(r.commands, arc)) {
			return false
		}
	}
	return true
}

// move is an arc between states.
type move struct {
	from, to, along int32
}

// layOut makes the arcs between states.
func (t *turning) layOut() {
	var moves []move
	add := func(state, came, b int32) {
		ways := t.outOf.of(t.junction[state])
		for _, arc := range ways {
			if arc == came^1 && (len(ways) > 1 || t.mayGoOn(t.junction[state])) {
				continue // nobody turns round where there is another way on
			}
			if !t.permits(b, arc) {
				continue
			}
			to := t.base[arc]
			if next := t.follow(b, arc); t.trie[next].depth > 1 {
				to = t.trie[next].state
			}
			moves = append(moves, move{state, to, arc})
		}
	}
	for j := range int32(t.Junctions) {
		for _, arc := range t.into.of(j) {
			add(t.base[arc], arc, t.follow(0, arc))
		}
	}
	for i := range t.trie {
		if b := &t.trie[i]; b.depth > 1 {
			add(b.state, b.arc, int32(i))
		}
	}
	ms := func(arc int32) uint32 { return t.Edges[arc/2].Ms[arc%2] }
	t.Out = newArcs(t.States, func(visit func(at, other int32, ms uint32, along int32)) {
		for _, m := range moves {
			visit(m.from, m.to, ms(m.along), m.along)
		}
	})
	t.In = newArcs(t.States, func(visit func(at, other int32, ms uint32, along int32)) {
		for _, m := range moves {
			visit(m.to, m.from, ms(m.along), m.along)
		}
	})
	entered := newArcs(2*len(t.Edges), func(visit func(at, other int32, ms uint32, along int32)) {
		for _, m := range moves {
			visit(m.along, 0, 0, m.from)
		}
	})
	t.first, t.enters = entered.First, entered.Along
}

// lastTail is the node before the end of an arc, firstHead the one after its start.
func (t *turning) lastTail(arc int32) int32  { return t.pieceEnd(arc, arc%2 == 0, false) }
func (t *turning) firstHead(arc int32) int32 { return t.pieceEnd(arc, arc%2 == 1, true) }

// pieceEnd is an end of the last or the first piece of an edge, seen along an arc.
func (t *turning) pieceEnd(arc int32, last, head bool) int32 {
	first, end := t.PiecesOf(arc / 2)
	p := &t.Pieces[first]
	if last {
		p = &t.Pieces[end-1]
	}
	if (p.EdgeDirection(int(arc%2)) == 0) == head {
		return p.To
	}
	return p.From
}
