package siting

// recorder keeps what a search did, so that others can check it: at every node the multipliers that fixed sites or
// proved that nothing better is there, and the site on which the node was divided. A nil recorder records nothing.
type recorder struct {
	root *proofNode
	held int64 // multipliers kept
	most int64 // to be kept
	full bool  // more than anybody would read: only the multipliers of the root are kept
}

// maxHeld bounds the multipliers of a proof.
const maxHeld = 10_000_000

// proofNode is a part of the search, in the numbers of the ground.
type proofNode struct {
	steps        []proofStep
	branch       int32 // -1 where the node was not divided
	open, closed *proofNode
}

// proofStep is a set of multipliers and what follows from them: the bound, and sites that may be fixed.
type proofStep struct {
	known ProofStep // prices, and what else the model knows
	price int64
	sure  fixings
}

func (r *recorder) node() *proofNode {
	if r == nil {
		return nil
	}
	return &proofNode{branch: -1}
}

func (r *recorder) begin(root *proofNode) {
	if r != nil {
		r.root = root
	}
}

// step keeps what multipliers just evaluated mean.
func (r *recorder) step(at *proofNode, known func() ProofStep, price int64, sure fixings) {
	if r == nil || r.full {
		return
	}
	s := known()
	r.held += int64(len(s.Prices))
	if r.held > r.most && r.held > int64(len(s.Prices)) { // the root alone is always kept
		r.full = true
		r.root.branch, r.root.open, r.root.closed = -1, nil, nil
		return
	}
	at.steps = append(at.steps, proofStep{s, price, sure})
}

func (r *recorder) branch(at *proofNode, site int32, open, closed *proofNode) {
	if r != nil && !r.full {
		at.branch, at.open, at.closed = site, open, closed
	}
}
