package verify

import (
	"math/bits"

	"lifecircle/isochrone/siting"
)

// value counts what the sites are worth, after making sure that they may be chosen.
func (k *checker) value() (int64, error) {
	stands := make([]bool, len(k.in.Candidates))
	sites, cost := int64(0), int64(0)
	for i, c := range k.in.Candidates {
		stands[i] = c.State == siting.Existing
	}
	for _, i := range k.c.Chosen {
		if i < 0 || int(i) >= len(stands) || stands[i] || k.in.Candidates[i].State == siting.Forbidden {
			return 0, fails("candidate %d cannot be chosen, or twice", "备选点位 %d 不可选或重复", i)
		}
		stands[i] = true
		sites++
		cost += k.in.Candidates[i].Cost
	}
	if sites > k.sites || k.c.Budget > 0 && cost > k.c.Budget {
		return 0, fails("%d sites at a cost of %d are more than allowed", "%d 个点位、成本 %d 超出限制", sites, cost)
	}
	for i, c := range k.in.Candidates {
		if c.State == siting.Must && !stands[i] {
			return 0, fails("candidate %s must be chosen and is not", "必选点位 %s 未被选中", c.ID)
		}
		if k.in.Apart == nil || !stands[i] || c.State == siting.Existing {
			continue
		}
		for _, near := range k.in.Apart[i] {
			if stands[near] && k.in.Candidates[near].State != siting.Existing {
				return 0, fails("candidates %s and %s are too near to each other", "点位 %s 与 %s 相距过近", c.ID, k.in.Candidates[near].ID)
			}
		}
	}
	switch k.c.Goal {
	case "pmedian", "pcenter":
		return k.nearest(stands)
	case "capacitated":
		return k.served(stands)
	}
	return k.covered(stands, sites, cost)
}

// covered counts the goals of covering.
func (k *checker) covered(stands []bool, sites, cost int64) (int64, error) {
	times := make([]int, len(k.in.Demand))
	for i, stands := range stands {
		if stands {
			for _, j := range k.points[i] {
				times[j]++
			}
		}
	}
	value, people := int64(0), int64(0)
	for j, w := range k.in.Demand {
		value += w * k.reward(times[j])
		if times[j] > 0 {
			people += w
		}
	}
	switch k.c.Goal {
	case "lscp", "least_cost":
		if people < k.target() {
			return 0, fails("the sites cover %d, and the target is %d", "点位覆盖 %d，未达到目标 %d", people, k.target())
		}
		if k.c.Goal == "lscp" {
			return sites, nil
		}
		return cost, nil
	case "fair":
		return k.smallestShare(times), nil
	}
	return value, nil
}

// reward is what one unit of demand covered n times is worth.
func (k *checker) reward(n int) int64 {
	if len(k.c.Reward) == 0 {
		return int64(min(n, 1))
	}
	if n == 0 {
		return 0
	}
	return k.c.Reward[min(n, len(k.c.Reward))-1]
}

// target is the demand to be covered: everybody who can be, where none is given.
func (k *checker) target() int64 {
	if k.c.Target > 0 {
		return k.c.Target
	}
	all := int64(0)
	for j, w := range k.in.Demand {
		if k.reachable[j] {
			all += w
		}
	}
	return all
}

// people counts for each area those whom somebody can cover.
func (k *checker) people() map[int32]int64 {
	all := map[int32]int64{}
	for j, w := range k.in.Demand {
		if k.reachable[j] && w > 0 {
			all[k.in.Zones[j]] += w
		}
	}
	return all
}

func (k *checker) smallestShare(times []int) int64 {
	covered := map[int32]int64{}
	for j, w := range k.in.Demand {
		if times[j] > 0 {
			covered[k.in.Zones[j]] += w
		}
	}
	least := int64(siting.Millionths)
	for z, all := range k.people() {
		high, low := bits.Mul64(uint64(covered[z]), siting.Millionths)
		share, _ := bits.Div64(high, low, uint64(all))
		least = min(least, int64(share))
	}
	return least
}

// nearest counts the goals by cost.
func (k *checker) nearest(stands []bool) (int64, error) {
	best := make([]int64, len(k.in.Demand))
	for j := range best {
		best[j] = -1
	}
	for i, costs := range k.in.Costs {
		if !stands[i] {
			continue
		}
		for _, c := range costs {
			if best[c.Point] < 0 || c.Cost < best[c.Point] {
				best[c.Point] = c.Cost
			}
		}
	}
	sum, worst := int64(0), int64(0)
	for j, w := range k.in.Demand {
		if w == 0 || !k.reachable[j] {
			continue
		}
		if best[j] < 0 {
			return 0, fails("demand point %d has no site although it could", "需求点 %d 本可获得服务，但没有点位", j)
		}
		sum += w * best[j]
		worst = max(worst, best[j])
	}
	if k.c.Goal == "pcenter" {
		return worst, nil
	}
	return sum, nil
}

// served adds up the flows and holds them against reach, demand and capacities.
func (k *checker) served(stands []bool) (int64, error) {
	left := append([]int64(nil), k.in.Demand...)
	sum := int64(0)
	if len(k.c.Flows) > len(stands) {
		return 0, fails("there are flows of %d candidates, and %d candidates", "流量涉及 %d 个点位，而点位只有 %d 个", len(k.c.Flows), len(stands))
	}
	for i, flows := range k.c.Flows {
		reached := map[uint32]bool{}
		for _, j := range k.points[i] {
			reached[j] = true
		}
		load := int64(0)
		for _, f := range flows {
			if !stands[i] || !reached[f.Point] || f.Amount < 0 || f.Amount > left[f.Point] {
				return 0, fails("candidate %s cannot serve %d at demand point %d", "点位 %s 无法服务 %d（需求点 %d）", k.in.Candidates[i].ID, f.Amount, f.Point)
			}
			left[f.Point] -= f.Amount
			load += f.Amount
		}
		if load > k.in.Candidates[i].Capacity {
			return 0, fails("candidate %s serves %d, more than its capacity", "点位 %s 服务 %d，超过其容量", k.in.Candidates[i].ID, load)
		}
		sum += load
	}
	return sum, nil
}
