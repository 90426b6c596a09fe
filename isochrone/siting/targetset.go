package siting

import (
	"cmp"
	"container/heap"
	"slices"
)

// improve makes a choice out of a wish list that covers the target, and makes it cheaper: sites are added by gain per
// cost, those that are not needed are dropped, then each is tried to be given up for others.
func (t *target) improve(wish []int32) ([]int32, int64, bool) {
	s := t.state
	s.load(wish)
	if !t.complete() {
		if len(wish) == 0 {
			return nil, nothing, false
		}
		s.load(nil) // what was wished for stands in the way
		if !t.complete() {
			return nil, nothing, false
		}
	}
	t.prune()
	for t.tryWithout() {
	}
	return s.sorted(), -t.totalCost(s.sites), true
}

// complete adds sites until the target is covered.
func (t *target) complete() bool {
	s := t.state
	rank := func(i int32) float64 {
		gain := s.gain(i)
		if !t.everyone {
			gain = min(gain, t.need-s.value)
		}
		return float64(gain) / float64(max(1, t.cost[i]))
	}
	var queue promises
	for i := range int32(t.ground.size()) {
		if s.at[i] < 0 && s.clash[i] == 0 {
			if r := rank(i); r > 0 {
				queue = append(queue, promise{r, i})
			}
		}
	}
	heap.Init(&queue)
	for s.value < t.need && len(queue) > 0 {
		top := queue[0]
		switch r := rank(top.site); {
		case s.at[top.site] >= 0 || s.clash[top.site] > 0 || r <= 0:
			heap.Pop(&queue)
		case r < top.rank:
			queue[0].rank = r
			heap.Fix(&queue, 0)
		default:
			heap.Pop(&queue)
			s.add(top.site)
		}
	}
	return s.value >= t.need
}

// prune drops sites that are not needed, the dearest first.
func (t *target) prune() {
	s := t.state
	order := s.sorted()
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(t.cost[b], t.cost[a]) })
	for _, i := range order {
		if !t.mustStand(i) && s.value-s.loss[i] >= t.need {
			s.remove(i)
		}
	}
}

// tryWithout gives up one site, and then also the one that shares most with it, and lets others take over. It keeps the
// first change that is cheaper, and tells whether there was one.
func (t *target) tryWithout() bool {
	s := t.state
	before, cost := s.sorted(), t.totalCost(s.sites)
	for _, i := range before {
		if t.mustStand(i) || !t.clock.spend(t.steps) {
			continue
		}
		s.remove(i)
		for _, k := range before {
			if k == i || t.mustStand(k) || !t.clock.spend(t.steps) {
				continue
			}
			// Both places are free: is there one candidate, or a cheaper pair, that fills them?
			s.remove(k)
			if t.refill(i, k, cost) {
				return true
			}
			s.add(k)
		}
		s.add(i)
	}
	return false
}

// refill looks for one candidate that does what two sites did for less. It leaves the choice as it was where there is none.
func (t *target) refill(i, k int32, cost int64) bool {
	s := t.state
	missing := t.need - s.value
	room := cost - t.totalCost(s.sites)
	if missing <= 0 {
		return true
	}
	for c := range int32(t.ground.size()) {
		if s.at[c] < 0 && c != i && c != k && s.clash[c] == 0 && t.cost[c] < room && s.extent[c] > 0 && s.gain(c) >= missing {
			s.add(c)
			return true
		}
	}
	return false
}
