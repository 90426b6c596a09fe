package siting

import "slices"

// dominanceWork bounds the search for candidates that another one outdoes.
const dominanceWork = 4_000_000

// Marks of candidates that nothing outdoes, and of those that reach nothing.
const (
	stays   = int32(-2)
	useless = int32(-1)
)

// outdone finds for each candidate another one that outdoes it: one that reaches all it reaches and costs no more. Of
// equals the first stays. It holds only where a point covered twice is worth no more than covered once, and where nobody
// can be too near to anybody.
func outdone(sets [][]Run, cost []int64, rows int, keep func(i int32) bool) []int32 {
	out := make([]int32, len(sets))
	work := 0
	for i, set := range sets {
		out[i] = stays
		if len(set) == 0 && !keep(int32(i)) {
			out[i] = useless
		}
		work += count(set)
	}
	if work > dominanceWork {
		return out
	}
	by := transposed(sets, rows)
	for i, set := range sets {
		if out[i] != stays || keep(int32(i)) || len(set) == 0 {
			continue
		}
		rarest := set[0].From
		for _, run := range set {
			for j := run.From; j < run.To; j++ {
				if by.degree(j) < by.degree(rarest) {
					rarest = j
				}
			}
		}
		if work += by.degree(rarest) * len(set); work > dominanceWork {
			break
		}
		size := count(set)
		for _, k := range by.of(rarest) {
			if int(k) == i || out[k] != stays || cost[k] > cost[i] || !within(set, sets[k]) {
				continue
			}
			if same := cost[k] == cost[i] && count(sets[k]) == size; !same || int(k) < i || keep(k) {
				out[i] = k
				break
			}
		}
	}
	return out
}

// crossing lists for every row the candidates that reach it, ascending.
type crossing struct {
	start []int32
	sites []int32
}

func transposed(sets [][]Run, rows int) *crossing {
	c := &crossing{start: make([]int32, rows+1)}
	for _, set := range sets {
		for _, run := range set {
			for j := run.From; j < run.To; j++ {
				c.start[j+1]++
			}
		}
	}
	for j := range rows {
		c.start[j+1] += c.start[j]
	}
	c.sites = make([]int32, c.start[rows])
	next := slices.Clone(c.start)
	for i, set := range sets {
		for _, run := range set {
			for j := run.From; j < run.To; j++ {
				c.sites[next[j]] = int32(i)
				next[j]++
			}
		}
	}
	return c
}

func (c *crossing) degree(j uint32) int { return int(c.start[j+1] - c.start[j]) }

func (c *crossing) of(j uint32) []int32 { return c.sites[c.start[j]:c.start[j+1]] }

// subset tells whether all of an ascending list are in another.
func subset(inner, outer []int32) bool {
	k := 0
	for _, i := range inner {
		for k < len(outer) && outer[k] < i {
			k++
		}
		if k == len(outer) || outer[k] != i {
			return false
		}
	}
	return true
}
