package siting

import "slices"

// improve makes an allowed choice out of a wish list: sites are added while they serve more, then exchanged while that
// serves more.
func (c *capacity) improve(wish []int32) ([]int32, int64, bool) {
	set := c.allowed(wish)
	c.serveBy(set, -1)
	set = c.grow(set)
	for again := true; again; {
		set, again = c.exchangeOne(set)
	}
	slices.Sort(set)
	return set, c.serveBy(set, -1), true
}

// serveBy shares the demand out among existing facilities and a choice, one site left out, and gives how much is served.
func (c *capacity) serveBy(set []int32, without int32) int64 {
	c.flow.clear()
	for _, i := range c.existing {
		c.flow.open(i)
	}
	for _, i := range set {
		if i != without {
			c.flow.open(i)
		}
	}
	return c.flow.served
}

// hope is the most that one more site can serve beside those of the flow: what its places allow.
func (c *capacity) hope(i int32) int64 {
	reached := int64(0)
	for _, run := range c.sets[i] {
		for _, w := range c.weight[run.From:run.To] {
			reached += w
		}
	}
	return min(reached, c.places[i])
}

// grow adds the site that serves most, or most per cost where there is a budget, until none serves more or fits. What
// one more site adds never rises when others are added, so what it added earlier bounds what it adds now.
func (c *capacity) grow(set []int32) []int32 {
	left := c.limit
	for _, i := range set {
		left, _ = left.take(c.cost[i])
	}
	hopes := make([]int64, c.ground.size())
	for i := range hopes {
		hopes[i] = c.hope(int32(i))
	}
	for {
		best, most, rank := int32(-1), int64(0), 0.0
		before := c.serveBy(set, -1)
		for i := range int32(c.ground.size()) {
			if hopes[i] == 0 || c.ranked(i, hopes[i], left) <= rank || !left.affords(c.cost[i]) || slices.Contains(set, i) ||
				slices.ContainsFunc(set, func(k int32) bool { return c.clashes(i, k) }) {
				continue
			}
			c.serveBy(set, -1)
			c.flow.open(i)
			c.clock.spend(c.steps)
			hopes[i] = c.flow.served - before
			if r := c.ranked(i, hopes[i], left); r > rank {
				best, most, rank = i, hopes[i], r
			}
		}
		if best < 0 || most == 0 {
			return set
		}
		set = append(set, best)
		left, _ = left.take(c.cost[best])
	}
}

func (c *capacity) ranked(i int32, gain int64, left allowance) float64 {
	if left.budget == noLimit {
		return float64(gain)
	}
	return float64(gain) / float64(max(1, c.cost[i]))
}

// exchangeOne puts one candidate in the place of a site where that serves more, and tells whether it did.
func (c *capacity) exchangeOne(set []int32) ([]int32, bool) {
	now := c.serveBy(set, -1)
	left := c.limit
	for _, i := range set {
		left, _ = left.take(c.cost[i])
	}
	for k, r := range set {
		if c.mustStand(r) {
			continue
		}
		without := c.serveBy(set, r)
		for i := range int32(c.ground.size()) {
			if without+c.hope(i) <= now || slices.Contains(set, i) || left.budget != noLimit && left.budget+c.cost[r]-c.cost[i] < 0 ||
				slices.ContainsFunc(set, func(s int32) bool { return s != r && c.clashes(i, s) }) {
				continue
			}
			if !c.clock.spend(c.steps) {
				return set, false
			}
			c.serveBy(set, r)
			c.flow.open(i)
			if c.flow.served > now {
				next := slices.Clone(set)
				next[k] = i
				return next, true
			}
		}
	}
	return set, false
}
