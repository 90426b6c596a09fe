package verify

import (
	"math"
	"slices"

	"lifecircle/isochrone/siting"
)

// Within this file every goal is to be made as large as possible; of goals where less is better, values are negative.

// bound adds up the bound of the whole tree.
func (k *checker) bound() (int64, error) {
	switch k.c.Goal {
	case "pcenter":
		return k.centerBound()
	case "fair":
		return k.shareBound()
	}
	bound, err := k.tree()
	if bound < math.MaxInt64/k.unit {
		bound *= k.unit
	}
	return bound, err
}

// tree adds up the bound of all multipliers: of one tree, or of one for each part.
func (k *checker) tree() (int64, error) {
	if k.c.Root == nil && k.everybody() {
		return k.parts()
	}
	if k.c.Root == nil {
		return 0, fails("the certificate holds no multipliers", "证明中没有乘子")
	}
	if err := k.leaveOut(); err != nil {
		return 0, err
	}
	bound, err := k.node(k.c.Root, 0)
	switch {
	case !k.minimises:
		bound = min(bound, k.ceiling())
	case bound == math.MinInt64: // nothing is possible
		bound = math.MaxInt64
	default:
		bound = max(0, -bound) // nothing costs less than nothing
	}
	return bound, err
}

// ceiling is what all demand would be worth that somebody can cover or serve.
func (k *checker) ceiling() int64 {
	switch k.c.Goal {
	case "fair":
		return 0 // of the question whether every area can be lifted to a share
	case "mclp":
		return k.coverable() * k.reward(len(k.c.Reward)+1)
	}
	return k.coverable()
}

// centerBound is the next cost above the one within which not everybody can be served.
func (k *checker) centerBound() (int64, error) {
	least, next := int64(0), int64(math.MaxInt64)
	for j, cost := range k.cheapest() {
		if k.in.Demand[j] > 0 && k.reachable[j] {
			least = max(least, cost)
		}
	}
	if k.c.Within == nil {
		return least, nil
	}
	for i, costs := range k.in.Costs {
		for _, c := range costs {
			if k.in.Candidates[i].State != siting.Forbidden && k.in.Demand[c.Point] > 0 && c.Cost > *k.c.Within {
				next = min(next, c.Cost)
			}
		}
	}
	allowed := k.c.Budget
	if allowed == 0 {
		allowed = int64(k.c.Sites)
	}
	all := int64(0)
	for i := range k.cost {
		if k.in.Candidates[i].State == siting.Free || k.in.Candidates[i].State == siting.Must {
			all += k.cost[i]
		}
	}
	bound, err := k.tree()
	if err == nil && bound <= min(allowed, all) {
		err = fails("the multipliers do not prove that everybody within %d needs more than is allowed: only %d", "乘子未能证明在 %d 之内服务所有人会超出限制：只证明了 %d", *k.c.Within, bound)
	}
	return max(least, next), err
}

func (k *checker) cheapest() []int64 {
	least := make([]int64, len(k.in.Demand))
	for j := range least {
		least[j] = math.MaxInt64
	}
	for i, costs := range k.in.Costs {
		for _, c := range costs {
			if k.in.Candidates[i].State != siting.Forbidden {
				least[c.Point] = min(least[c.Point], c.Cost)
			}
		}
	}
	return least
}

// leaveOut closes the candidates that another one outdoes, after checking that it does.
func (k *checker) leaveOut() error {
	if len(k.c.Outdone) == 0 {
		return nil
	}
	if k.in.Apart != nil || len(k.c.Reward) > 1 || k.c.Goal == "pmedian" || k.c.Goal == "capacitated" {
		return fails("no candidate may be left out for another one here", "此处不得以其他点位替代某点位")
	}
	by := map[int32]int32{}
	for _, pair := range k.c.Outdone {
		i, other := pair[0], pair[1]
		if i < 0 || int(i) >= len(k.status) || k.status[i] != free || other < -1 || int(other) >= len(k.status) || other == i {
			return fails("candidate %d cannot be left out", "点位 %d 不能略去", i)
		}
		if _, twice := by[i]; twice {
			return fails("candidate %d cannot be left out", "点位 %d 不能略去", i)
		}
		if !k.outdoes(other, i) {
			return fails("candidate %d is left out for %d, which does not reach all it reaches for no more", "略去点位 %d 的理由不成立：点位 %d 并未以不高于其成本覆盖其全部范围", i, other)
		}
		by[i] = other
	}
	for i := range by { // no circle: at the end of each chain stands somebody who stays
		steps := 0
		for at, out := i, true; out && at >= 0; steps++ {
			if steps > len(by) {
				return fails("candidate %d is left out in a circle", "点位 %d 的略去关系成环", i)
			}
			at, out = by[at]
		}
	}
	for i := range by {
		k.status[i] = closed
	}
	return nil
}

// outdoes tells whether a candidate, or nobody (-1), reaches all demand that another one adds, and costs no more.
func (k *checker) outdoes(other, i int32) bool {
	var reach []uint32
	if other >= 0 {
		if s := k.in.Candidates[other].State; s != siting.Free && s != siting.Must || k.cost[other] > k.cost[i] {
			return false
		}
		reach = k.points[other]
	}
	for _, j := range k.points[i] {
		if k.in.Demand[j] == 0 || k.standing[j] > 0 {
			continue
		}
		if _, found := slices.BinarySearch(reach, j); !found {
			return false
		}
	}
	return true
}

// maxDepth bounds the tree.
const maxDepth = 100_000

// node gives the bound of a part of the tree; status says what is open and closed there.
func (k *checker) node(n *siting.ProofNode, depth int) (bound int64, err error) {
	if depth > maxDepth {
		return 0, fails("the tree is deeper than %d", "证明树深度超过 %d", maxDepth)
	}
	before := slices.Clone(k.status)
	defer func() { k.status = before }()
	bound, excluded := int64(math.MaxInt64), int64(math.MinInt64)
	for s := range n.Steps {
		step := &n.Steps[s]
		sums, err := k.evaluate(step)
		if err != nil {
			return 0, err
		}
		bound = min(bound, sums.value(sums.total))
		for _, i := range step.Close {
			if !sums.isFree(i) {
				continue // closed already, by a rule
			}
			excluded = max(excluded, sums.value(sums.with(i)))
		}
		for _, i := range step.Open {
			if i < 0 || int(i) >= len(k.status) {
				return 0, fails("candidate %d is unknown", "点位 %d 不存在", i)
			}
			if sums.isFree(i) {
				excluded = max(excluded, sums.value(sums.without(i)))
			}
		}
		if !k.fix(step) {
			return excluded, nil // what must be open cannot stand together: nothing is left
		}
	}
	if n.Branch == nil {
		return max(bound, excluded), nil
	}
	parts, err := k.divide(n, depth)
	return max(excluded, min(bound, parts)), err
}

// divide gives the bound of the two parts of a node.
func (k *checker) divide(n *siting.ProofNode, depth int) (bound int64, err error) {
	i := *n.Branch
	if i < 0 || int(i) >= len(k.status) || k.status[i] != free || n.Opened == nil || n.Closed == nil {
		return 0, fails("a node is not divided into two", "证明树节点未正确分支")
	}
	bound = math.MinInt64
	for _, part := range []struct {
		as status
		of *siting.ProofNode
	}{{opened, n.Opened}, {closed, n.Closed}} {
		k.status[i] = part.as
		if part.as == opened && !k.possible() {
			continue
		}
		b, err := k.node(part.of, depth+1)
		if err != nil {
			return 0, err
		}
		bound = max(bound, b)
	}
	k.status[i] = free
	return bound, nil
}

// fix takes over what a step fixed, and tells whether the sites that are open can stand together.
func (k *checker) fix(step *siting.ProofStep) bool {
	for _, i := range step.Close {
		if i >= 0 && int(i) < len(k.status) && k.status[i] == free {
			k.status[i] = closed
		}
	}
	for _, i := range step.Open {
		switch {
		case k.status[i] == closed:
			return false
		default:
			k.status[i] = opened
		}
	}
	return k.possible()
}

// left is what may still be spent and chosen beside the open sites.
func (k *checker) left() (sites, budget int64) {
	sites, budget = k.sites, math.MaxInt64
	if k.c.Budget > 0 && k.c.Goal != "pcenter" {
		budget = k.c.Budget
	}
	if k.c.Goal == "pcenter" {
		sites = math.MaxInt64 // the bound is on their number itself
	}
	for i, s := range k.status {
		if s == opened {
			sites--
			if budget != math.MaxInt64 {
				budget -= k.cost[i]
			}
		}
	}
	return sites, budget
}

// possible tells whether the open sites keep the rules.
func (k *checker) possible() bool {
	sites, budget := k.left()
	if sites < 0 || budget < 0 {
		return false
	}
	for i, s := range k.status {
		if s == opened && k.clashes(int32(i)) {
			return false
		}
	}
	return true
}

// clashes tells whether a candidate is too near to an open site.
func (k *checker) clashes(i int32) bool {
	if k.in.Apart == nil {
		return false
	}
	return slices.ContainsFunc(k.in.Apart[i], func(near int32) bool { return k.status[near] == opened })
}

// sums is a set of multipliers evaluated: the constant, what each free candidate counts, and the best regardless of
// overlaps.
type sums struct {
	k      *checker
	counts map[int32]int64 // of the free candidates
	rank   map[int32]int   // from the greatest count
	sorted []int64         // counts above 0, descending
	sites  int64
	total  int64
}

// choose adds up the greatest counts above 0.
func (s *sums) choose(constant int64) error {
	order := make([]int32, 0, len(s.counts))
	for i, c := range s.counts {
		if c > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		if s.counts[a] != s.counts[b] {
			if s.counts[a] > s.counts[b] {
				return -1
			}
			return 1
		}
		return int(a) - int(b)
	})
	s.rank = make(map[int32]int, len(order))
	s.total = constant
	for r, i := range order {
		s.rank[i] = r
		s.sorted = append(s.sorted, s.counts[i])
		if int64(r) < s.sites {
			if s.total > math.MaxInt64-s.counts[i] {
				return fails("the multipliers add up to more than 64 bits", "乘子之和超出 64 位")
			}
			s.total += s.counts[i]
		}
	}
	return nil
}

func (s *sums) isFree(i int32) bool { _, is := s.counts[i]; return is }

func (s *sums) picked(i int32) bool {
	r, above := s.rank[i]
	return above && int64(r) < s.sites
}

// with is the total of the choices with a candidate: it takes the place of the least of those picked.
func (s *sums) with(i int32) int64 {
	if s.picked(i) {
		return s.total
	}
	if s.sites == 0 {
		return math.MinInt64
	}
	least := int64(0)
	if int64(len(s.sorted)) >= s.sites {
		least = s.sorted[s.sites-1]
	}
	return s.total - least + s.counts[i]
}

// without is the total of the choices without a candidate: the next one takes its place.
func (s *sums) without(i int32) int64 {
	if !s.picked(i) {
		return s.total
	}
	next := int64(0)
	if int64(len(s.sorted)) > s.sites {
		next = s.sorted[s.sites]
	}
	return s.total - s.counts[i] + next
}

// value is the greatest value of the goal that a total allows.
func (s *sums) value(total int64) int64 { return total >> s.k.c.Scale }
