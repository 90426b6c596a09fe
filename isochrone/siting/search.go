package siting

import "slices"

// search looks for the best choice of a model and for the proof that there is no better one.
type search struct {
	model
	*ground
	clock  *clock
	nodes  int // divided so far
	report func(Progress)

	set       []int32 // the best choice so far
	value     int64   // its value
	found     bool
	bound     int64 // no choice is better
	rootBound int64 // by multipliers alone
	enough    int64 // a value at which nothing better is looked for

	top   node // everything, as the multipliers left it
	proof *proofNode
	done  bool // the proof says all that the bound rests on

	tree *recorder // nil where no proof is asked for
}

// node is a part of the search: some sites are open, some may still be chosen, and others are closed.
type node struct {
	open []int32
	free []int32 // ascending
	left allowance
	dual *dual // with the model as the node sees it
}

// nothing is less than any value.
const nothing = -int64(1) << 62

func newSearch(m model, g *ground, clock *clock, report func(Progress), proof bool) *search {
	s := &search{model: m, ground: g, clock: clock, report: report, value: nothing, bound: m.ceiling(), rootBound: m.ceiling(), enough: m.ceiling()}
	if proof {
		s.tree = &recorder{most: maxHeld}
	}
	return s
}

// run searches until the bound is reached or the clock stops it.
func (s *search) run() {
	s.begin()
	s.lower()
	s.finish()
}

// begin makes a first choice.
func (s *search) begin() { s.offer(s.improve(nil)) }

// lower brings the bound down as far as multipliers alone can.
func (s *search) lower() {
	s.top, s.proof = s.root(), s.tree.node()
	s.tree.begin(s.proof)
	s.done = s.lowerRoot(&s.top, s.proof)
}

// finish tries one by one what multipliers alone did not decide.
func (s *search) finish() {
	if !s.done {
		s.shakeWhileLarge(s.top)
		s.bound = max(s.value, s.divide(s.top, s.bound, s.proof))
		s.done = true
		s.tell()
	}
}

// leave ends a search whose bound is low enough.
func (s *search) leave() {
	if !s.done && s.top.dual != nil {
		s.prove(s.top, s.top.dual.best, s.proof)
		s.done = true
	}
}

// Instances in which more candidates than this are left after fixing are too large to be tried one by one; better choices
// are looked for by shaking, so many steps at a time.
const (
	fewLeft    = 400
	shakesEach = 200
)

// shakeWhileLarge improves the best choice until the candidates that can still matter are few, or the clock stops.
func (s *search) shakeWhileLarge(root node) {
	m, can := s.model.(restless)
	d := root.dual
	for can && len(root.free) > fewLeft && s.bound > s.value && !s.clock.stopped() {
		narrow := root
		total := d.recall(root.free, root.left)
		s.tighten(&narrow, total, d)
		if len(narrow.free) <= fewLeft {
			break
		}
		for before := s.value; s.value == before && !s.clock.stopped(); {
			set, value := m.shake(s.set, shakesEach)
			s.offer(set, value, true)
			s.tell()
		}
	}
	d.fix(root.open)
}

// root is the node at which everything is still possible.
func (s *search) root() node {
	root := node{left: s.limit, dual: newDual(s.model, s.ground, s.clock)}
	for i := range int32(s.size()) {
		root.free = append(root.free, i)
	}
	for _, i := range s.must {
		root = s.opened(root, i)
	}
	return root
}

// opened is the node after one more site is opened.
func (s *search) opened(n node, i int32) node {
	next := node{open: append(slices.Clip(n.open), i), dual: n.dual}
	next.left, _ = n.left.take(s.cost[i])
	for _, k := range n.free {
		if k != i && next.left.affords(s.cost[k]) && !s.clashes(i, k) {
			next.free = append(next.free, k)
		}
	}
	return next
}

// closed is the node after one more site is closed.
func (n node) closed(i int32) node {
	n.free = slices.DeleteFunc(slices.Clone(n.free), func(k int32) bool { return k == i })
	return n
}

// offer takes a choice if it is better than the best so far.
func (s *search) offer(set []int32, value int64, ok bool) {
	if !ok || value <= s.value {
		return
	}
	s.set, s.value, s.found = slices.Clone(set), value, true
	s.tell()
}

func (s *search) tell() {
	if s.report != nil {
		s.report(Progress{s.value, max(s.bound, s.value), s.found})
	}
}

// The patience of the search: much at the root, on whose multipliers everything below it rests, and little at the nodes.
var (
	rootSchedule = schedule{rounds: 40, patience: 14, shorter: 0.68, least: 1e-3}
	nodeSchedule = schedule{rounds: 40, patience: 6, shorter: 0.6, least: 0.02, glance: 5}
)

// rootSegments bounds how often better choices are looked for at the root.
const rootSegments = 20

// lowerRoot brings the bound down as far as multipliers alone can, and looks for better choices near theirs. It tells
// whether the best choice is proven.
func (s *search) lowerRoot(root *node, proof *proofNode) (proven bool) {
	d := root.dual
	d.fix(root.open)
	d.begin(d.u, s.set)
	length := 1.0
	if len(root.free) >= manySites {
		length = 0.3 // the first prices are near, and long steps would lead away from them
	}
	d.restart(d.u, length)
	for range rootSegments {
		if s.value >= s.enough {
			return true
		}
		if s.lowerOnce(root) {
			s.prove(*root, d.best, proof)
			return true
		}
		if s.clock.stopped() || d.stuck || d.length < rootSchedule.least {
			break
		}
	}
	d.fix(root.open)
	return false
}

// lowerOnce lowers the bound for some rounds and looks for better choices near the best multipliers. It tells whether the
// best choice is proven.
func (s *search) lowerOnce(root *node) (proven bool) {
	d := root.dual
	proven = d.lower(root.free, root.left, s.aim(s.value), s.value, rootSchedule)
	s.bound = max(s.value, min(s.bound, s.model.bound(d.total)))
	s.rootBound = s.bound
	s.tell()
	if proven || s.clock.stopped() {
		return proven
	}
	d.recall(root.free, root.left)
	if f, is := s.model.(focusing); is && len(root.free) >= manySites && root.left.sites != noLimit {
		f.focus(d.promising(root.free))
		defer f.focus(nil)
	}
	s.offer(s.improve(append(slices.Clone(root.open), d.wish()...)))
	copy(d.u, d.best)
	return s.bound <= s.value
}

// answer is what was found, its sites in the order of the instance.
func (s *search) answer(p Problem) *Answer {
	a := &Answer{Goal: p.Goal, Value: s.value, Bound: s.bound, Proven: s.bound == s.value, Ended: s.clock.ended}
	if p.Goal.minimises() {
		a.Value, a.Bound = -a.Value, -a.Bound
	}
	for _, i := range s.set {
		site := int(s.site[i])
		a.Sites = append(a.Sites, Site{Candidate: site})
		a.Cost += s.ground.in.Candidates[site].Cost
	}
	return a
}
