package siting

import (
	"bytes"
	"encoding/json"
	"io"

	"lifecircle/geo"
)

// Certificate is the proof of an answer: what it claims, and the integers from which anybody can compute the bound anew,
// without looking for anything. Package verify does.
//
// The proof is a tree. At each node some candidates are open, some closed, and the steps of the node give multipliers,
// one for each demand point. They bound the value of every choice that the node still allows; they also tell which
// further candidates can be fixed, because the choices with (or without) them are bounded by as much as is claimed. A
// node ends with its last bound, or is divided by one candidate.
type Certificate struct {
	Version  int      `json:"lifecircle_certificate"` // 1
	Instance string   `json:"instance"`               // [Instance.Hash]
	Goal     string   `json:"goal"`
	Sites    int      `json:"sites,omitempty"`  // of the problem, as are the next three
	Budget   int64    `json:"budget,omitempty"` //
	Target   int64    `json:"target,omitempty"`
	Reward   []int64  `json:"reward,omitempty"`
	Chosen   []int32  `json:"chosen"`          // candidates, by number
	Flows    [][]Flow `json:"flows,omitempty"` // of [MostServed]: for each candidate whom it serves
	Value    int64    `json:"value"`
	Bound    int64    `json:"bound"`

	Scale   uint       `json:"scale"`             // multipliers are in units of 2^-scale
	Outdone [][2]int32 `json:"outdone,omitempty"` // candidates left out, and which one reaches all they reach for no more; -1 where they reach nothing
	Within  *int64     `json:"within,omitempty"`  // of [LeastWorst]: the cost within which it is proven that not everybody can be served; absent where nobody could be served sooner anyway. Of [WorstAreaBest]: the share to which it is proven that not every area can be lifted; absent where nothing is
	Root    *ProofNode `json:"root,omitempty"`

	// Of covering everybody, in place of Outdone and Root: what is left out, step by step, and the proofs of the parts into
	// which the rest falls, in the order of their first demand points. The bound is the sum of theirs.
	Reduced []Reduction `json:"reduced,omitempty"`
	Parts   []ProofPart `json:"parts,omitempty"`
}

// Reduction leaves out a candidate or a demand point, with regard to what is left before it: a candidate because By
// reaches all the points left that it reaches and costs no more, or, where By is -1, because it reaches none; a point
// because every candidate left that reaches By reaches it too. Points without demand and those that existing facilities
// and required candidates cover are out from the beginning, and so are candidates too near to a required one.
type Reduction struct {
	Point bool  `json:"point,omitempty"` // about points, else about candidates
	Out   int32 `json:"out"`
	By    int32 `json:"by"`
}

// ProofPart proves how little a part costs. A part is what candidates join that reach the same point, or are too near to
// each other; it is an instance of its own, in which points and candidates are numbered anew, in their order.
type ProofPart struct {
	Scale uint       `json:"scale"`
	Root  *ProofNode `json:"root,omitempty"` // absent where nothing is proven but that it costs something
}

// Flow is how much demand of a point a site serves.
type Flow struct {
	Point  uint32 `json:"point"`
	Amount int64  `json:"amount"`
}

// ProofNode is a part of the search. Branch is the candidate by which it is divided, open in one part and closed in the
// other.
type ProofNode struct {
	Steps  []ProofStep `json:"steps"`
	Branch *int32      `json:"branch,omitempty"`
	Opened *ProofNode  `json:"opened,omitempty"`
	Closed *ProofNode  `json:"closed,omitempty"`
}

// ProofStep is a set of multipliers, and the candidates that they fix.
type ProofStep struct {
	Prices      []int64 `json:"prices"`                 // what each demand point pays
	BudgetPrice int64   `json:"budget_price,omitempty"` // for a unit of cost, with a budget
	Level       int64   `json:"level,omitempty"`        // what a unit of demand is worth, with a target for less than everybody
	Areas       []int64 `json:"areas,omitempty"`        // what one person of each area weighs, of [WorstAreaBest]
	Open        []int32 `json:"open,omitempty"`
	Close       []int32 `json:"close,omitempty"`
}

// Write writes the certificate as JSON.
func (c *Certificate) Write(w io.Writer) error {
	return json.NewEncoder(w).Encode(c)
}

// MaxCertificateBytes bounds the certificates that are read.
const MaxCertificateBytes = 1 << 30

// ReadCertificate reads what [Certificate.Write] wrote. It checks the form and nothing that is claimed.
func ReadCertificate(r io.Reader) (*Certificate, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxCertificateBytes+1))
	if err != nil {
		return nil, err
	}
	notOne := func(why geo.Words) error {
		return refuse(geo.Say("this is no certificate of site selection: %s", "这不是选址证明文件：%s", why), geo.Say("Give a file that --certificate wrote.", "请提供由 --certificate 写出的文件。"))
	}
	if len(text) > MaxCertificateBytes {
		return nil, notOne(geo.Say("it is larger than %d MiB", "大于 %d MiB", MaxCertificateBytes>>20))
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var c Certificate
	if err := decoder.Decode(&c); err != nil {
		return nil, notOne(geo.Say("%s", "%s（JSON 无法读取）", err.Error()))
	}
	if c.Version != 1 {
		return nil, notOne(geo.Say("its version is %d and not 1", "版本为 %d，而不是 1", c.Version))
	}
	return &c, nil
}
