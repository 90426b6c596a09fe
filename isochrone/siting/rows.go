package siting

// rows are the demand points of a covering problem, those put together that nobody can tell apart: reached by the same
// candidates, in the same area, covered by existing facilities as often. Twenty million people in a town with a hundred
// candidates are a few thousand rows.
type rows struct {
	weight []int64 // of each row, above 0
	base   []uint8 // how many existing facilities cover it, less than the levels that count
	zone   []int32 // nil where areas do not matter
	sets   [][]Run // the rows that each candidate reaches, in the numbers of the ground
	class  []int32 // the row of each demand point; -1 where none is needed

	settled     []int32 // demand points that existing facilities cover as often as counts
	uncoverable []int   // demand points above 0 that nobody reaches
	outOfReach  int64   // their demand
	covered     int64   // demand that existing facilities cover at least once
	total       int64   // all demand
}

// rowRules say which demand points may share a row.
type rowRules struct {
	levels int  // so many facilities at one point are told apart
	zones  bool // points of two areas stay apart
	apart  bool // every point keeps a row of its own
}

// newRows sorts the demand points of an instance into rows, by the reach of its candidates. The sets of the candidates
// are gathered afterwards, for those that stay.
func newRows(in *Instance, reach [][]Run, rules rowRules) *rows {
	r := &rows{class: make([]int32, len(in.Demand))}
	standing := covers(in, reach, func(s State) bool { return s == Existing })
	hoped := covers(in, reach, func(s State) bool { return s == Free || s == Must })
	marks := signatures(in, reach)
	table := newTable()
	for j, w := range in.Demand {
		r.class[j] = -1
		r.total += w
		base := min(int(standing[j]), rules.levels)
		if base > 0 {
			r.covered += w
		}
		switch {
		case w == 0:
		case base == rules.levels:
			r.settled = append(r.settled, int32(j))
		case hoped[j] == 0 && base == 0:
			r.uncoverable = append(r.uncoverable, j)
			r.outOfReach += w
		default:
			s := signature{a: marks[0][j], b: marks[1][j], base: uint8(base)}
			if rules.zones {
				s.zone = in.Zones[j]
			}
			row := int32(len(r.weight))
			if !rules.apart {
				row = table.row(s)
			}
			if int(row) == len(r.weight) {
				r.weight, r.base = append(r.weight, 0), append(r.base, uint8(base))
				if rules.zones {
					r.zone = append(r.zone, s.zone)
				}
			}
			r.class[j] = row
			r.weight[row] += w
		}
	}
	return r
}

// covers counts for every demand point the candidates of some states that reach it.
func covers(in *Instance, reach [][]Run, of func(State) bool) []int32 {
	n := make([]int32, len(in.Demand)+1)
	for i, runs := range reach {
		if of(in.Candidates[i].State) {
			for _, run := range runs {
				n[run.From]++
				n[run.To]--
			}
		}
	}
	sum := int32(0)
	for j := range n {
		sum += n[j]
		n[j] = sum
	}
	return n[:len(in.Demand)]
}

// size is the number of rows.
func (r *rows) size() int { return len(r.weight) }

// gather makes the sets of candidates. It tells whether the rows were right: whether every candidate
// reaches either all points of a row or none. They are wrong only if two different sets of candidates have the same
// signature.
func (r *rows) gather(reach [][]Run, sites []int32) (right bool) {
	points := make([]int32, r.size())
	for _, row := range r.class {
		if row >= 0 {
			points[row]++
		}
	}
	r.sets = make([][]Run, len(sites))
	var set bitset
	for i, site := range sites {
		reached, held := 0, 0
		set.reset(r.size())
		for _, run := range reach[site] {
			last := int32(-1)
			for _, row := range r.class[run.From:run.To] {
				if row < 0 {
					continue
				}
				reached++
				if row != last {
					set.add(row)
					last = row
				}
			}
		}
		r.sets[i] = set.runs()
		for _, run := range r.sets[i] {
			for _, n := range points[run.From:run.To] {
				held += int(n)
			}
		}
		if held != reached {
			return false
		}
	}
	return true
}
