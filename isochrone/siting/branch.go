package siting

import "slices"

// explore looks through everything a node allows and gives the bound of what it could not look through: no choice
// of the node is better than the greater of that and the best value found. u are good multipliers, and known is a bound
// of the node.
func (s *search) explore(n node, u []int64, known int64, proof *proofNode) int64 {
	n, u = n.narrowed(u)
	d := n.dual
	d.fix(n.open)
	if s.clock.stopped() || s.value >= s.enough {
		s.prove(n, u, proof)
		return known
	}
	if len(n.free) == 0 {
		return s.settle(n, proof)
	}
	d.restart(u, s.below.length)
	if d.lower(n.free, n.left, s.aim(s.value), s.value, s.below.schedule) {
		s.prove(n, d.best, proof)
		return s.value
	}
	return s.divide(n, known, proof)
}

// divide takes a node apart for which the dual holds the best multipliers known.
func (s *search) divide(n node, known int64, proof *proofNode) int64 {
	d := n.dual
	total := d.recall(n.free, n.left)
	if s.nodes++; s.nodes < 32 || s.nodes%16 == 0 {
		s.offer(s.improve(append(slices.Clone(n.open), d.wish()...)))
	}
	known = min(known, d.bound(total))
	if known <= s.value || s.clock.stopped() || s.value >= s.enough {
		s.prove(n, d.best, proof)
		return known
	}
	sure, dead := s.tighten(&n, total, d)
	s.tree.step(proof, s.meaning(d, d.best), d.price, sure)
	switch {
	case dead:
		return s.value
	case len(n.free) == 0 || n.left.sites == 0:
		n.free = nil
		return s.settle(n, proof)
	}
	i, first := d.ofTwoMinds(n.free)
	best := slices.Clone(d.best)
	open, closed := s.tree.node(), s.tree.node()
	s.tree.branch(proof, i, open, closed)
	if first {
		a := s.explore(s.opened(n, i), best, known, open)
		return max(a, s.explore(n.closed(i), best, known, closed))
	}
	a := s.explore(n.closed(i), best, known, closed)
	return max(a, s.explore(s.opened(n, i), best, known, open))
}

// settle judges a node at which nothing is left to choose.
func (s *search) settle(n node, proof *proofNode) int64 {
	s.offer(s.improve(n.open))
	d := n.dual
	d.fix(n.open)
	d.begin(d.u, nil)
	return d.bound(s.prove(n, slices.Clone(d.u), proof))
}

// prove keeps multipliers as the proof of a node, which is fixed, and gives the total that they bound it by.
func (s *search) prove(n node, u []int64, proof *proofNode) int64 {
	d := n.dual
	constant := d.evaluate(u, n.free, d.worth)
	d.find(n.free, d.worth, n.left)
	s.tree.step(proof, s.meaning(d, u), d.price, fixings{})
	return d.whole(constant)
}

// meaning is what multipliers that d evaluated last mean for the demand points.
func (s *search) meaning(d *dual, u []int64) func() ProofStep {
	return func() ProofStep { return s.model.(provable).prices(d.wide(u)) }
}

// fixings are the sites that a node without loss can open and close.
type fixings struct{ open, close []int32 }

// tighten opens the sites without which the node cannot beat the best value, and closes those with which it cannot. d
// holds worth and picks of multipliers that give total.
//
// dead says that sites which must be open cannot stand together: then no choice of the node is better.
func (s *search) tighten(n *node, total int64, d *dual) (sure fixings, dead bool) {
	picked := make(map[int32]bool, d.taken)
	for _, p := range d.picks[:d.taken] {
		picked[p.site] = true
	}
	for _, i := range n.free {
		counts := d.counts(i, d.worth)
		switch {
		case picked[i] && d.bound(total-counts+d.next) <= s.value:
			sure.open = append(sure.open, i)
		case !picked[i] && d.bound(total+counts-d.last) <= s.value:
			sure.close = append(sure.close, i)
		}
	}
	n.free = slices.DeleteFunc(slices.Clone(n.free), func(i int32) bool { return contains(sure.close, i) })
	for _, i := range sure.open {
		if !contains(n.free, i) { // too near to one opened just before, or not affordable beside it
			return sure, true
		}
		*n = s.opened(*n, i)
	}
	return sure, false
}

// ofTwoMinds names the site about which the multipliers are most of two minds, and whether to open it first.
func (d *dual) ofTwoMinds(free []int32) (site int32, openFirst bool) {
	site = free[0]
	nearest := int32(-1)
	for _, i := range free {
		if even := min(d.picked[i], d.rounds-d.picked[i]); even > nearest || even == nearest && d.worth[i] > d.worth[site] {
			site, nearest = i, even
		}
	}
	return site, true
}
