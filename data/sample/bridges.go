package sample

import (
	"cmp"
	"slices"
)

// bridged cuts roads where they pass over or under the river, the canal, the motorway or the railway. The piece
// there reaches some way beyond and is a bridge or an underpass: nobody gets on or off it.
func (s *sketch) bridged(roads []road) []road {
	margin := []float64{14, 14, 34, 18, 22}
	var out []road
	for _, r := range roads {
		type span struct{ from, to float64 }
		var spans []span
		done := 0.0
		for i := 1; i < len(r.line); i++ {
			a, b := r.line[i-1], r.line[i]
			eachCell(a, b, 0, func(c [2]int) {
				for _, g := range s.obstacles.cells[c] {
					l := s.obstacles.lines[g.line]
					if x, _, ok := crossing(a, b, l[g.i], l[g.i+1]); ok {
						d := done + distance(a, x)
						spans = append(spans, span{d - margin[g.line], d + margin[g.line]})
					}
				}
			})
			done += distance(a, b)
		}
		slices.SortFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
		spans = slices.Compact(spans) // a crossing is found once in every cell that both lines pass
		rest, passed := r.line, 0.0
		for i := 0; i < len(spans); i++ {
			from, to := spans[i].from, spans[i].to
			for i+1 < len(spans) && spans[i+1].from < from+420 && s.river.water.contains(mid(r.line, (to+spans[i+1].from)/2)) {
				i++
				to = spans[i].to // from bank to bank
			}
			from, to = max(from, passed), min(to, r.line.length())
			before, tail := rest.cutAt(from - passed)
			bridge, after := tail.cutAt(to - from)
			if len(before) > 1 {
				out = append(out, r.with(before, false))
			}
			if len(bridge) > 1 {
				out = append(out, r.with(bridge, true))
			}
			rest, passed = after, to
		}
		if len(rest) > 1 {
			out = append(out, r.with(rest, false))
		}
	}
	return out
}

func mid(l line, d float64) pt {
	p, _ := l.along(d)
	return p
}

func (r road) with(l line, bridge bool) road {
	r.line, r.bridge = l, r.bridge || bridge
	return r
}

// cutAt parts l at d metres from its start.
func (l line) cutAt(d float64) (before, after line) {
	if d <= 0 {
		return nil, l
	}
	sum := 0.0
	for i := 1; i < len(l); i++ {
		n := distance(l[i-1], l[i])
		if sum+n >= d {
			p := between(l[i-1], l[i], (d-sum)/n)
			before = appendNew(append(line(nil), l[:i]...), p)
			after = append(line{p}, l[i:]...)
			if p == l[i] {
				after = after[1:]
			}
			return before, after
		}
		sum += n
	}
	return l, nil
}
