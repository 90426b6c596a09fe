// Package verify checks certificates of site selection.
//
// It takes nothing from the solver but its data types: it counts the value of the sites from the instance by its
// definition, and adds up the bound from the multipliers of the certificate. Nothing is searched for, and a reader can
// follow every sum.
//
// Why a bound is a bound: for each goal, give every demand point a price it pays to each site that serves it (a
// multiplier). Then points and sites can be chosen independently of each other. A real choice is one of those
// independent choices and is worth no more than the best of them, whatever the prices are. All sums are of integers.
package verify

import (
	"fmt"
	"math"

	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// Result is what a certificate proves.
type Result struct {
	Value int64 // of the sites, counted anew
	Bound int64 // added up anew: no choice is better
}

// Failure says why a certificate proves nothing or not what it claims.
type Failure struct{ Words geo.Words }

// Error is the failure in English.
func (f *Failure) Error() string { return f.Words.EN }

// InWords is the failure in both languages.
func (f *Failure) InWords() geo.Words { return f.Words }

// Check holds a certificate against an instance. The error is a [*Failure], or that of [siting.Instance.Check].
func Check(in *siting.Instance, c *siting.Certificate) (Result, error) {
	if err := in.Check(); err != nil {
		return Result{}, err
	}
	if hash := in.Hash(); hash != c.Instance {
		return Result{}, fails("the certificate is of another instance: its inputs have the hash %s, these have %s", "证明属于另一份数据：其输入哈希为 %s，当前输入为 %s", short(c.Instance), short(hash))
	}
	k, err := newChecker(in, c)
	if err != nil {
		return Result{}, err
	}
	k.countCosts()
	var r Result
	if r.Value, err = k.value(); err != nil {
		return r, err
	}
	if r.Value != c.Value {
		return r, fails("the sites are worth %d, not %d as the certificate claims", "点位的实际值为 %d，而非证明所称的 %d", r.Value, c.Value)
	}
	if r.Bound, err = k.bound(); err != nil {
		return r, err
	}
	if k.minimises && r.Bound < c.Bound || !k.minimises && r.Bound > c.Bound {
		return r, fails("the multipliers prove the bound %d, which is weaker than %d as the certificate claims", "乘子只能证明界 %d，弱于证明所称的 %d", r.Bound, c.Bound)
	}
	return r, nil
}

func fails(en, zh string, args ...any) error { return &Failure{geo.Say(en, zh, args...)} }

func short(hash string) string { return fmt.Sprintf("%.12s", hash) }

// checker holds a certificate and what follows from the instance.
type checker struct {
	in        *siting.Instance
	c         *siting.Certificate
	minimises bool
	cost      []int64 // of each candidate, in the unit of the goal or of the budget
	unit      int64   // of costs, where they are the goal
	points    [][]uint32
	standing  []int64 // how many existing facilities reach each point
	reachable []bool  // whether any candidate or existing facility does
	total     int64   // demand
	sites     int64   // that may be chosen; a very large number where the budget alone counts
	status    []status
	gaps      map[int32]int64 // of fair, by area, at the step looked at
}

type status uint8

const (
	free status = iota
	opened
	closed
)

func newChecker(in *siting.Instance, c *siting.Certificate) (*checker, error) {
	k := &checker{in: in, c: c, unit: 1, cost: make([]int64, len(in.Candidates)), sites: math.MaxInt64, status: make([]status, len(in.Candidates))}
	switch c.Goal {
	case "lscp", "least_cost", "pmedian", "pcenter":
		k.minimises = true
	case "mclp", "capacitated", "fair":
	default:
		return nil, fails("the goal %q is unknown", "目标“%s”无法识别", c.Goal)
	}
	if c.Sites > 0 {
		k.sites = int64(c.Sites)
	}
	for _, w := range in.Demand {
		k.total += w
	}
	for i, candidate := range in.Candidates {
		if k.cost[i] = candidate.Cost; c.Goal == "lscp" || c.Goal == "pcenter" && c.Budget == 0 {
			k.cost[i] = 1
		}
		switch candidate.State {
		case siting.Existing, siting.Forbidden:
			k.status[i] = closed
		case siting.Must:
			k.status[i] = opened
		}
	}
	byCosts := c.Goal == "pmedian" || c.Goal == "pcenter"
	if c.Scale > 60 || c.Goal == "fair" && in.Zones == nil || byCosts && in.Costs == nil || !byCosts && in.Reach == nil {
		return nil, fails("the certificate does not fit the instance", "证明与数据不符")
	}
	for n, r := range c.Reward {
		if r < 0 || r > siting.MaxReward || n > 0 && r < c.Reward[n-1] {
			return nil, fails("the rewards fall, or are not from 0 to %d", "奖励递减，或不在 0 与 %d 之间", siting.MaxReward)
		}
	}
	k.spread()
	return k, nil
}

// countCosts counts the least cost in the largest unit of which all costs are multiples, so that no bound stays between
// two costs that can be.
func (k *checker) countCosts() {
	if k.c.Goal != "least_cost" {
		return
	}
	common := int64(0)
	for i, c := range k.in.Candidates {
		if c.State != siting.Free && c.State != siting.Must {
			continue
		}
		for rest := k.cost[i]; rest != 0; {
			common, rest = rest, common%rest
		}
	}
	k.unit = max(1, common)
	for i := range k.cost {
		k.cost[i] /= k.unit
	}
}

// spread lists whom each candidate reaches: by reach, or within a cost.
func (k *checker) spread() {
	k.points = make([][]uint32, len(k.in.Candidates))
	k.standing, k.reachable = make([]int64, len(k.in.Demand)), make([]bool, len(k.in.Demand))
	for i, candidate := range k.in.Candidates {
		if candidate.State == siting.Forbidden {
			continue
		}
		switch {
		case k.c.Goal == "pmedian" || k.c.Goal == "pcenter":
			for _, cost := range k.in.Costs[i] {
				k.reachable[cost.Point] = true
				if k.c.Within != nil && cost.Cost <= *k.c.Within {
					k.points[i] = append(k.points[i], cost.Point)
				}
			}
		case k.in.Reach != nil:
			for _, run := range k.in.Reach[i] {
				for j := run.From; j < run.To; j++ {
					k.points[i] = append(k.points[i], j)
					k.reachable[j] = true
				}
			}
		}
		if candidate.State == siting.Existing {
			for _, j := range k.points[i] {
				k.standing[j]++
			}
		}
	}
}
