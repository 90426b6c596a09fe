package verify

import (
	"math"
	"math/bits"
	"slices"

	"lifecircle/isochrone/siting"
)

// evaluate computes the constant and what each free candidate counts.
func (k *checker) evaluate(step *siting.ProofStep) (*sums, error) {
	if err := k.plausible(step); err != nil {
		return nil, err
	}
	s := &sums{k: k, counts: map[int32]int64{}}
	sites, budget := k.left()
	s.sites = sites
	held := append([]int64(nil), k.standing...)
	for i, st := range k.status {
		if st == opened {
			for _, j := range k.points[i] {
				held[j]++
			}
		}
	}
	var constant int64
	pays := make([]int64, len(k.in.Demand)) // what a point pays to each site that is chosen and reaches it
	switch k.c.Goal {
	case "mclp":
		constant = k.demandMost(step, held, pays)
	case "lscp", "least_cost", "pcenter":
		constant = k.demandTarget(step, held, pays)
	case "fair":
		constant = k.demandShares(step, held, pays)
	case "pmedian":
		constant = k.demandMedian(step, pays)
	case "capacitated":
		constant = k.demandServed(step)
	}
	for i, st := range k.status {
		if st != free || k.clashes(int32(i)) || budget != math.MaxInt64 && k.cost[i] > budget {
			continue
		}
		worth := k.worth(int32(i), step, pays)
		if k.minimises && k.c.Goal != "pmedian" {
			worth -= k.cost[i] << k.c.Scale
		}
		s.counts[int32(i)] = lessCost(worth, step.BudgetPrice, k.cost[i])
	}
	if step.BudgetPrice > 0 {
		high, low := bits.Mul64(uint64(step.BudgetPrice), uint64(budget))
		if budget == math.MaxInt64 || high > 0 || low > math.MaxInt64-uint64(max(constant, 0)) {
			return nil, fails("the price of the budget is too large", "预算的价格过大")
		}
		constant += int64(low)
	}
	return s, s.choose(constant)
}

// plausible makes sure that no sum can leave 64 bits and that nothing is negative.
func (k *checker) plausible(step *siting.ProofStep) error {
	if len(step.Prices) != len(k.in.Demand) || step.Level < 0 || step.BudgetPrice < 0 {
		return fails("a step has %d multipliers for %d demand points, or a negative price", "一步中有 %d 个乘子、%d 个需求点，或价格为负", len(step.Prices), len(k.in.Demand))
	}
	room := int64(math.MaxInt64) / 2
	use := func(factors ...int64) bool {
		product := uint64(1)
		for _, f := range factors {
			high, low := bits.Mul64(product, uint64(f))
			if f < 0 || high > 0 || low > uint64(room) {
				return false
			}
			product = low
		}
		room -= int64(product)
		return true
	}
	top := int64(1)
	for _, r := range k.c.Reward {
		top = max(top, r)
	}
	ok := use(k.total, top, 1<<k.c.Scale) && use(step.Level, k.total)
	for _, u := range step.Prices {
		ok = ok && use(u)
	}
	costs := int64(0)
	for _, c := range k.cost {
		costs += c
	}
	if k.c.Goal == "lscp" || k.c.Goal == "least_cost" || k.c.Goal == "pcenter" {
		ok = ok && use(costs, 1<<k.c.Scale)
	}
	for z, people := range k.weightOfAreas(step) {
		ok = ok && int(z) < len(step.Areas) && use(step.Areas[z], people)
	}
	if !ok {
		return fails("the multipliers are negative, or too large to be added up", "乘子为负，或过大而无法求和")
	}
	return nil
}

func (k *checker) weightOfAreas(step *siting.ProofStep) map[int32]int64 {
	if k.c.Goal != "fair" {
		return nil
	}
	return k.people()
}

// worth is what the points that a site reaches pay to it.
func (k *checker) worth(i int32, step *siting.ProofStep, pays []int64) (sum int64) {
	switch k.c.Goal {
	case "pmedian":
		for _, c := range k.in.Costs[i] {
			sum += max(0, pays[c.Point]-c.Cost*k.in.Demand[c.Point]<<k.c.Scale)
		}
	case "capacitated":
		return k.places(i, step.Prices)
	case "fair":
		return k.worthToAreas(i, pays)
	default:
		for _, j := range k.points[i] {
			sum += pays[j]
		}
	}
	return sum
}

// lessCost is worth − price × cost, or -1 where that is less.
func lessCost(worth, price, cost int64) int64 {
	high, low := bits.Mul64(uint64(price), uint64(cost))
	if worth < 0 && price == 0 {
		return worth
	}
	if high > 0 || worth < 0 || low > uint64(worth) {
		return -1
	}
	return worth - int64(low)
}

// demandMost: each point buys the number of sites that suits it best.
func (k *checker) demandMost(step *siting.ProofStep, held, pays []int64) (constant int64) {
	levels := max(1, len(k.c.Reward))
	for j, w := range k.in.Demand {
		if !k.reachable[j] {
			continue
		}
		has := min(int(held[j]), levels)
		best := int64(0)
		for n := 0; has+n <= levels; n++ {
			best = max(best, (w*(k.reward(has+n)-k.reward(has)))<<k.c.Scale-int64(n)*step.Prices[j])
		}
		constant += (w*k.reward(has))<<k.c.Scale + best
		if has < levels {
			pays[j] = step.Prices[j]
		}
	}
	return constant
}

// demandTarget: the points that pay less than the level are those that count towards the target.
func (k *checker) demandTarget(step *siting.ProofStep, held, pays []int64) (constant int64) {
	for i, s := range k.status {
		if s == opened {
			constant -= k.cost[i] << k.c.Scale
		}
	}
	asked := k.target()
	everybody := k.everybody()
	for j, w := range k.in.Demand {
		if w == 0 || !k.reachable[j] {
			continue
		}
		if held[j] > 0 {
			asked -= w
			continue
		}
		pays[j] = step.Prices[j]
		if everybody {
			constant -= pays[j]
		} else {
			constant += max(0, step.Level*w-pays[j])
		}
	}
	if !everybody {
		constant -= step.Level * max(0, asked)
	}
	return constant
}

// everybody tells whether all demand that somebody can cover has to be.
func (k *checker) everybody() bool {
	switch k.c.Goal {
	case "lscp", "least_cost":
		return k.target() == k.coverable()
	}
	return k.c.Goal == "pcenter"
}

func (k *checker) coverable() (all int64) {
	for j, w := range k.in.Demand {
		if k.reachable[j] {
			all += w
		}
	}
	return all
}

// demandMedian: a point pays no more than its way to a site that stands.
func (k *checker) demandMedian(step *siting.ProofStep, pays []int64) (constant int64) {
	copy(pays, step.Prices)
	for i, costs := range k.in.Costs {
		if k.in.Candidates[i].State == siting.Existing || k.status[i] == opened {
			for _, c := range costs {
				pays[c.Point] = min(pays[c.Point], c.Cost*k.in.Demand[c.Point]<<k.c.Scale)
			}
		}
	}
	for j := range pays {
		if !k.reachable[j] {
			pays[j] = 0
		}
		constant -= pays[j]
	}
	return constant
}

// demandServed: points pay to be served more often than once; what stands fills its places.
func (k *checker) demandServed(step *siting.ProofStep) (constant int64) {
	for _, u := range step.Prices {
		constant += u
	}
	for i, s := range k.status {
		if s == opened || k.in.Candidates[i].State == siting.Existing {
			constant += k.places(int32(i), step.Prices)
		}
	}
	return constant
}

// places is the most that a site can make of its places. For any price t of a place it is no more than t × capacity
// plus what points are worth beyond t for each of their people; the best t is one at which some point is worth nothing
// beyond.
func (k *checker) places(i int32, prices []int64) int64 {
	capacity := min(k.in.Candidates[i].Capacity, k.total)
	at := func(t int64) int64 {
		sum := t * capacity
		for _, j := range k.points[i] {
			w := k.in.Demand[j]
			sum += max(0, w<<k.c.Scale-prices[j]-t*w)
		}
		return sum
	}
	var each []int64
	for _, j := range k.points[i] {
		if w := k.in.Demand[j]; w > 0 && prices[j] < w<<k.c.Scale {
			each = append(each, (w<<k.c.Scale-prices[j])/w)
		}
	}
	slices.Sort(each)
	each = slices.Compact(each)
	low, high := 0, len(each) // the sum falls with t and then rises
	best := at(0)
	for low < high {
		middle := (low + high) / 2
		here := at(each[middle])
		best = min(best, here)
		if middle+1 < len(each) && at(each[middle+1]) < here {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return best
}
