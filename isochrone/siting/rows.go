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
	near := blocks(marks) > farMerges // only neighbours are put together: sets stay runs, translated end by end
	var last signature
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
			switch {
			case rules.apart:
			case !near:
				row = table.row(s)
			case row > 0 && s == last:
				row--
			}
			last = s
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

// farMerges is the number of groups of neighbours alike from which rows that lie apart are not put together: in a large
// town few are alike, and finding them would take longer than it saves.
const farMerges = 250_000

// blocks counts the groups of neighbours with the same signature.
func blocks(marks [2][]uint64) (n int) {
	for j := 1; j < len(marks[0]); j++ {
		if marks[0][j] != marks[0][j-1] || marks[1][j] != marks[1][j-1] {
			n++
		}
	}
	return n
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

// mark tells for each row whether any of some candidates reaches it.
func (r *rows) mark(reached []bool, by []int32) {
	clear(reached)
	for _, i := range by {
		for _, run := range r.sets[i] {
			for j := run.From; j < run.To; j++ {
				reached[j] = true
			}
		}
	}
}

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
	if r.monotone() {
		r.translate(reach, sites)
		return true
	}
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

// monotone tells whether rows are numbered along the demand points.
func (r *rows) monotone() bool {
	last := int32(-1)
	for _, row := range r.class {
		if row >= 0 && row < last {
			return false
		}
		last = max(last, row)
	}
	return true
}

// translate makes the sets of candidates where rows are numbered along the points: a run of points is a run of rows.
// Neighbours of one row have the same signature; that they are reached alike is certain where no run ends between
// them, and so it is: an end changes the sums, unless another one at the same place makes up for it, which random
// marks of 128 bits do not.
func (r *rows) translate(reach [][]Run, sites []int32) {
	n := len(r.class)
	next := make([]uint32, n+1) // the first point from each on that has a row
	next[n] = uint32(n)
	for j := n - 1; j >= 0; j-- {
		if next[j] = next[j+1]; r.class[j] >= 0 {
			next[j] = uint32(j)
		}
	}
	end := make([]uint32, n+1) // one more than the row of the last point before each that has one
	for j, row := range r.class {
		if end[j+1] = end[j]; row >= 0 {
			end[j+1] = uint32(row) + 1
		}
	}
	for i, site := range sites {
		var set []Run
		for _, run := range reach[site] {
			if next[run.From] >= run.To {
				continue // points without rows
			}
			rows := Run{uint32(r.class[next[run.From]]), end[run.To]}
			if last := len(set) - 1; last >= 0 && set[last].To >= rows.From {
				set[last].To = max(set[last].To, rows.To)
			} else {
				set = append(set, rows)
			}
		}
		r.sets[i] = set
	}
}
