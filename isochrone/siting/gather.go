package siting

// Gatherer makes an instance of demand that comes point by point, more than would fit in memory with all who reach
// it: points that the same candidates reach become one.
type Gatherer struct {
	marks  []signature // of each candidate
	table  *table
	weight []int64
	by     [][]uint32 // for each gathered point, the candidates
}

// NewGatherer begins an instance with a number of candidates.
func NewGatherer(candidates int) *Gatherer {
	g := &Gatherer{table: newTable()}
	for i := range candidates {
		g.marks = append(g.marks, signature{a: mixed(uint64(2*i + 1)), b: mixed(uint64(2*i + 2))})
	}
	return g
}

// Add adds demand that some candidates reach, each named once. The list may be used again by the caller.
func (g *Gatherer) Add(demand int64, candidates []uint32) {
	var s signature
	for _, i := range candidates {
		s.a += g.marks[i].a
		s.b += g.marks[i].b
	}
	row := g.table.row(s)
	if int(row) == len(g.weight) {
		g.weight = append(g.weight, 0)
		g.by = append(g.by, append([]uint32(nil), candidates...))
	}
	g.weight[row] += demand
}

// Instance is what was gathered, its demand points in the order in which their likes first came.
func (g *Gatherer) Instance(candidates []Candidate) *Instance {
	in := &Instance{Demand: g.weight, Candidates: candidates, Reach: make([][]Run, len(candidates))}
	for j, by := range g.by {
		for _, i := range by {
			runs := in.Reach[i]
			if last := len(runs) - 1; last >= 0 && runs[last].To == uint32(j) {
				runs[last].To++
			} else {
				in.Reach[i] = append(runs, Run{uint32(j), uint32(j + 1)})
			}
		}
	}
	return in
}
