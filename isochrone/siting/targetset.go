package siting

import (
	"cmp"
	"container/heap"
	"slices"
)

// improve makes a choice out of a wish list that covers the target, and makes it cheaper: sites are added by gain per
// cost, those that are not needed are dropped, and then the target is tried to be covered for less.
func (t *target) improve(wish []int32) ([]int32, int64, bool) {
	s := t.state
	s.allow(t.upTo(noLimit))
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
	t.cheapen()
	return s.sorted(), -t.totalCost(s.sites), true
}

// cheapen gives sites up and exchanges the others until they cover the target again, as long as that succeeds.
func (t *target) cheapen() {
	s := t.state
	s.effort = cheapenWork * t.steps
	for s.effort > 0 && !t.clock.stopped() {
		before := slices.Clone(s.sites)
		if !t.giveUp() {
			return
		}
		s.exchange(t.need)
		if s.value < t.need {
			s.allow(t.upTo(noLimit))
			s.load(before)
			return
		}
		t.prune()
	}
}

// cheapenWork is how often a choice may be looked through to make it cheaper.
const cheapenWork = 100

// upTo allows sites up to a cost. Where all cost one it is their number, which is the simpler rule.
func (t *target) upTo(cost int64) allowance {
	if t.alike {
		return allowance{sites: int(cost), budget: noLimit}
	}
	return allowance{sites: noLimit, budget: cost}
}

// giveUp allows less than the sites cost, and gives up those that are missed least until the others fit.
func (t *target) giveUp() bool {
	s := t.state
	cost := t.totalCost(s.sites)
	s.allow(t.upTo(cost - 1))
	for s.left.budget < 0 || s.left.sites < 0 {
		worst, rank := int32(-1), 0.0
		for _, i := range s.sites {
			r := float64(s.loss[i]) / float64(t.cost[i])
			if t.cost[i] > 0 && !t.mustStand(i) && (worst < 0 || r < rank || r == rank && i < worst) {
				worst, rank = i, r
			}
		}
		if worst < 0 {
			s.allow(t.upTo(noLimit))
			return false
		}
		s.remove(worst)
	}
	return true
}

// shake looks around a choice for a cheaper one: with less than it costs, as much of the target as can be is covered,
// until it is all.
func (t *target) shake(set []int32, steps int) ([]int32, int64) {
	s := t.state
	if t.shaker == nil {
		t.shaker = newShaker(s)
	}
	cost := t.totalCost(set)
	if t.short == nil || t.shortOf != cost {
		s.allow(t.upTo(noLimit))
		s.load(set)
		if !t.giveUp() {
			return set, -cost
		}
	} else {
		s.allow(t.upTo(cost - 1))
		s.load(t.short)
	}
	for ; steps > 0 && s.value < t.need && len(s.sites) > 0 && !t.clock.stopped(); steps-- {
		t.shaker.once(0)
	}
	if s.value < t.need {
		t.short, t.shortOf = s.sorted(), cost
		return set, -cost
	}
	t.prune()
	t.short = nil
	return s.sorted(), -t.totalCost(s.sites)
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
