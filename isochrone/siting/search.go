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
	spent int64 // work on the first multipliers
	below pace  // at the nodes below the root
	done  bool  // the proof says all that the bound rests on

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
	s := &search{model: m, ground: g, clock: clock, report: report, value: nothing, bound: m.ceiling(), rootBound: m.ceiling(), enough: m.ceiling(), below: pace{nodeSchedule, 1}}
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
	before := s.clock.left
	s.done = s.lowerRoot()
	s.spent = before - s.clock.left
}

// finish tries one by one what multipliers alone did not decide.
func (s *search) finish() {
	if s.done {
		return
	}
	if !s.whileLarge() {
		s.bound = max(s.value, s.divide(s.top, s.bound, s.proof))
	}
	s.done = true
	s.tell()
}

// leave ends a search whose bound is low enough.
func (s *search) leave() {
	if !s.done && s.top.dual != nil {
		s.prove(s.top, s.top.dual.best, s.proof)
		s.done = true
	}
}

// Instances in which more candidates than this are left after fixing are too large to be tried one by one.
const fewLeft = 400

// shakesEach is how often a choice is shaken before the clock is looked at.
const shakesEach = 200

// whileLarge shakes the best choice and lowers the bound with patience, by turns and for as long each, until the
// candidates that can still matter are few, or the clock stops. It tells whether the best choice is proven.
func (s *search) whileLarge() (proven bool) {
	m, can := s.model.(restless)
	d := s.top.dual
	defer d.fix(s.top.open)
	spent, from := max(1, s.spent), s.value // the value from whose choice multipliers were begun last
	for can && s.manyLeft() && !s.clock.stopped() {
		until := s.clock.left - spent
		for s.clock.left > until && s.manyLeft() && !s.clock.stopped() {
			set, value := m.shake(s.set, shakesEach)
			s.offer(set, value, true)
			if s.value >= s.bound {
				s.prove(s.top, d.best, s.proof)
				return true
			}
		}
		s.tell()
		if from != s.value && !s.clock.stopped() {
			from = s.value
			before := s.clock.left
			if s.lowerAnew() {
				return true
			}
			spent = before - s.clock.left
		}
	}
	return false
}

// lowerAnew lowers the bound with patience from the prices that the best choice suggests now. Going on from the best
// prices known would not do: long steps lead away from them, and short ones find nothing. It tells whether the best
// choice is proven.
func (s *search) lowerAnew() (proven bool) {
	d := s.top.dual
	best, total := slices.Clone(d.best), d.total
	d.fix(s.top.open)
	d.begin(d.u, s.set)
	d.restart(d.u, 1)
	if proven = s.lowerWith(patientSchedule, patientSegments); !proven && total <= d.total {
		copy(d.best, best)
		d.total = total
	}
	return proven
}

// manyLeft tells whether many candidates can still matter.
func (s *search) manyLeft() bool {
	if len(s.top.free) <= fewLeft {
		return false
	}
	narrow, d := s.top, s.top.dual
	d.fix(narrow.open)
	s.tighten(&narrow, d.recall(narrow.free, narrow.left), d)
	return len(narrow.free) > fewLeft
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
	rootSchedule    = schedule{rounds: 40, patience: 14, shorter: 0.68, least: 1e-3}
	patientSchedule = schedule{rounds: 100, patience: 40, shorter: 0.85, least: 3e-4}
	nodeSchedule    = schedule{rounds: 40, patience: 6, shorter: 0.6, least: 0.02, glance: 5}
)

// rootSegments bounds how often better choices are looked for at the root.
const (
	rootSegments    = 20
	patientSegments = 60
)

// lowerRoot brings the bound down as far as multipliers alone can, and looks for better choices near theirs. It tells
// whether the best choice is proven.
func (s *search) lowerRoot() (proven bool) {
	root, d := &s.top, s.top.dual
	d.fix(root.open)
	d.begin(d.u, s.set)
	length := 1.0
	if len(root.free) >= manySites {
		length = 0.3 // the first prices are near, and long steps would lead away from them
	}
	d.restart(d.u, length)
	if _, thins := s.model.(thinning); thins {
		return s.lowerAndThin()
	}
	return s.lowerWith(rootSchedule, rootSegments)
}

// lowerWith goes on lowering the bound of the root. It tells whether the best choice is proven, or good enough.
func (s *search) lowerWith(how schedule, segments int) bool {
	d := s.top.dual
	for range segments {
		if s.value >= s.enough {
			return true
		}
		if s.lowerOnce(how) {
			s.prove(s.top, d.best, s.proof)
			return true
		}
		if s.clock.stopped() || d.stuck || d.length < how.least {
			break
		}
	}
	d.fix(s.top.open)
	return false
}

// lowerOnce lowers the bound for some rounds and looks for better choices near the best multipliers. It tells whether the
// best choice is proven.
func (s *search) lowerOnce(how schedule) (proven bool) {
	root, d := &s.top, s.top.dual
	proven = d.lower(root.free, root.left, s.aim(s.value), s.value, how)
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
