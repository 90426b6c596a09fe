package siting

import "container/heap"

// improve makes an allowed choice out of a wish list: sites are added while they gain, then exchanged while that gains.
func (s *choice) improve(wish []int32) ([]int32, int64, bool) {
	s.load(wish)
	s.fill()
	s.exchange(unbounded)
	if s.limit.budget != noLimit && len(wish) == 0 {
		s.tryByGain()
	}
	return s.sorted(), s.value, true
}

// tryByGain repeats the greedy choice by gain alone, where a budget made the first one go by gain per cost: neither
// is good without the other (Khuller, Moss and Naor, 1999).
func (s *choice) tryByGain() {
	before, value := s.sorted(), s.value
	s.load(nil)
	s.fillBy(func(i int32, gain int64) float64 { return float64(gain) })
	s.exchange(unbounded)
	if s.value < value {
		s.load(before)
	}
}

// fill adds the site of the greatest gain, or gain per cost where there is a budget, until none gains or fits.
func (s *choice) fill() {
	s.fillBy(func(i int32, gain int64) float64 {
		if s.left.budget == noLimit {
			return float64(gain)
		}
		return float64(gain) / float64(max(1, s.cost[i]))
	})
}

// fillBy is the lazy greedy choice of Minoux (1978): a gain found earlier is no less than the gain now, so only the
// candidate on top has to be looked at again. Where a second site at a point can be worth more than the first, this is
// not so and the choice merely good.
func (s *choice) fillBy(rank func(i int32, gain int64) float64) {
	queue := make(promises, 0, s.ground.size())
	for i := range int32(s.ground.size()) {
		if s.at[i] < 0 && s.clash[i] == 0 && s.left.affords(s.cost[i]) {
			if gain := s.hope(i); gain > 0 {
				queue = append(queue, promise{rank(i, gain), i})
			}
		}
	}
	heap.Init(&queue)
	for len(queue) > 0 && s.left.sites > 0 {
		top := queue[0]
		if s.at[top.site] >= 0 || s.clash[top.site] > 0 || !s.left.affords(s.cost[top.site]) {
			heap.Pop(&queue)
			continue
		}
		gain := s.hope(top.site)
		now := promise{rank(top.site, gain), top.site}
		switch {
		case gain <= 0:
			heap.Pop(&queue)
		case now.rank < top.rank:
			queue[0] = now
			heap.Fix(&queue, 0)
		default:
			heap.Pop(&queue)
			s.add(top.site)
		}
	}
}

// hope is what a site gains, and where rewards begin only with a second site, a share of what the first steps towards.
func (s *choice) hope(i int32) int64 {
	if s.levels() == 1 || s.reward[1] > 0 {
		return s.gain(i)
	}
	sum := int64(0)
	for _, run := range s.sets[i] {
		at := s.cuts.upTo(run.From)
		for from := run.From; from < run.To; from = at {
			n := int(s.segments[at].times)
			at = s.cuts.after(at)
			if n < s.levels() {
				sum += s.between(from, min(at, run.To)) * s.steepest(n)
			}
		}
	}
	return sum
}

// promise is a candidate with what it was worth when last looked at.
type promise struct {
	rank float64
	site int32
}

// promises is a heap, the greatest first, equal ones by candidate.
type promises []promise

func (p promises) Len() int { return len(p) }
func (p promises) Less(a, b int) bool {
	return p[a].rank > p[b].rank || p[a].rank == p[b].rank && p[a].site < p[b].site
}
func (p promises) Swap(a, b int) { p[a], p[b] = p[b], p[a] }
func (p *promises) Push(x any)   { *p = append(*p, x.(promise)) }
func (p *promises) Pop() any {
	last := (*p)[len(*p)-1]
	*p = (*p)[:len(*p)-1]
	return last
}
