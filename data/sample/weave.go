package sample

import (
	"cmp"
	"math"
	"slices"
)

// touch is how far, in metres, the end of a line may be from another line and still join it.
const touch = 0.5

// cellM is the width of the cells in which segments are looked up.
const cellM = 128

// segment is one straight stretch of a line in a [segments] index.
type segment struct{ line, i int }

// segments finds the stretches of lines near a place.
type segments struct {
	lines []line
	cells map[[2]int][]segment
}

func newSegments(lines []line) *segments {
	s := &segments{cells: map[[2]int][]segment{}}
	for _, l := range lines {
		s.add(l)
	}
	return s
}

func (s *segments) add(l line) {
	n := len(s.lines)
	s.lines = append(s.lines, l)
	for i := 1; i < len(l); i++ {
		eachCell(l[i-1], l[i], touch, func(c [2]int) {
			s.cells[c] = append(s.cells[c], segment{n, i - 1})
		})
	}
}

func eachCell(a, b pt, margin float64, visit func([2]int)) {
	x0, x1 := cellOf(min(a.x, b.x)-margin), cellOf(max(a.x, b.x)+margin)
	y0, y1 := cellOf(min(a.y, b.y)-margin), cellOf(max(a.y, b.y)+margin)
	for x := x0; x <= x1; x++ {
		for y := y0; y <= y1; y++ {
			visit([2]int{x, y})
		}
	}
}

func cellOf(v float64) int { return int(math.Floor(v / cellM)) }

// nearest is the segment nearest to p within limit metres that keep accepts; d is +Inf where there is none.
func (s *segments) nearest(p pt, limit float64, keep func(line int) bool) (seg segment, q pt, d float64) {
	d = math.Inf(1)
	eachCell(p, p, limit, func(c [2]int) {
		for _, g := range s.cells[c] {
			if keep != nil && !keep(g.line) {
				continue
			}
			a, b := s.lines[g.line][g.i], s.lines[g.line][g.i+1]
			if t, e := foot(p, a, b); e <= limit && (e < d || e == d && (g.line < seg.line || g.line == seg.line && g.i < seg.i)) {
				seg, q, d = g, between(a, b, t), e
			}
		}
	})
	return seg, q, d
}

// crosses says whether a-b meets any of the lines.
func (s *segments) crosses(a, b pt) bool {
	found := false
	eachCell(a, b, 0, func(c [2]int) {
		for _, g := range s.cells[c] {
			if _, _, ok := crossing(a, b, s.lines[g.line][g.i], s.lines[g.line][g.i+1]); ok {
				found = true
			}
		}
	})
	return found
}

// weave gives every line a vertex wherever it meets another one. Two lines meet afterwards exactly where they
// share a position. Lines for which level says something else than 0 pass over and under the others and only
// meet them with their ends.
func weave(lines []line, level func(line int) int) []line {
	out := make([]line, len(lines))
	for n, l := range lines {
		out[n] = slices.Clone(l)
	}
	ground := func(n int) bool { return level(n) == 0 }
	joinEnds(out, newSegments(lines), ground)

	type cut struct {
		segment
		t float64
		p pt
	}
	var cuts []cut
	index := newSegments(out)
	add := func(g segment, p pt) {
		a, b := out[g.line][g.i], out[g.line][g.i+1]
		if p != a && p != b {
			cuts = append(cuts, cut{g, p.sub(a).dot(b.sub(a)), p})
		}
	}
	for n, l := range out {
		for i := 1; i < len(l); i++ {
			a, b := l[i-1], l[i]
			eachCell(a, b, 0, func(c [2]int) {
				for _, g := range index.cells[c] {
					e, f := out[g.line][g.i], out[g.line][g.i+1]
					if g.line < n || g.line == n && g.i <= i || !ground(n) || !ground(g.line) || e == a || e == b || f == a || f == b {
						continue
					}
					if p, _, ok := crossing(a, b, e, f); ok && !isEnd(l, p) && !isEnd(out[g.line], p) {
						add(segment{n, i - 1}, p)
						add(g, p)
					}
				}
			})
		}
		for _, end := range []pt{l[0], l[len(l)-1]} {
			eachCell(end, end, touch, func(c [2]int) {
				for _, g := range index.cells[c] {
					if _, d := foot(end, out[g.line][g.i], out[g.line][g.i+1]); d <= touch && ground(g.line) {
						add(g, end)
					}
				}
			})
		}
	}
	slices.SortFunc(cuts, func(a, b cut) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.i, b.i), cmp.Compare(a.t, b.t))
	})
	for n, l := range out {
		var full line
		for i, p := range l {
			full = appendNew(full, p)
			for len(cuts) > 0 && cuts[0].line == n && cuts[0].i == i {
				full = appendNew(full, cuts[0].p)
				cuts = cuts[1:]
			}
		}
		out[n] = full
	}
	return out
}

// joinEnds moves every end of a line to a corner of another line within reach, so that both become one place.
func joinEnds(lines []line, index *segments, ground func(int) bool) {
	for n, l := range lines {
		for _, k := range []int{0, len(l) - 1} {
			g, _, d := index.nearest(l[k], 2*touch, func(m int) bool { return m != n && ground(m) })
			if math.IsInf(d, 1) {
				continue
			}
			for _, corner := range []pt{index.lines[g.line][g.i], index.lines[g.line][g.i+1]} {
				if distance(corner, l[k]) <= 2*touch {
					l[k] = corner
				}
			}
		}
	}
}

func isEnd(l line, p pt) bool {
	return distance(l[0], p) <= touch || distance(l[len(l)-1], p) <= touch
}

func appendNew(l line, p pt) line {
	if len(l) > 0 && l[len(l)-1] == p {
		return l
	}
	return append(l, p)
}

// trimmed cuts the loose ends of woven lines: what sticks out less than limit metres beyond the last place
// where a line meets another one.
func trimmed(lines []line, limit float64) []line {
	uses := map[pt]int{}
	for _, l := range lines {
		for _, p := range l {
			uses[p]++
		}
	}
	out := make([]line, len(lines))
	for n, l := range lines {
		if l[0] != l[len(l)-1] { // closed lines have no loose ends
			l = cutStart(cutStart(l, uses, limit).reversed(), uses, limit).reversed()
		}
		out[n] = l
	}
	return out
}

func cutStart(l line, uses map[pt]int, limit float64) line {
	for i, p := range l {
		if uses[p] > 1 && i < len(l)-1 {
			if l[:i+1].length() <= limit {
				return l[i:]
			}
			return l
		}
	}
	return l
}
