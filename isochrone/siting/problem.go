package siting

import (
	"time"

	"lifecircle/geo"
)

// Goal is what is wanted of the sites.
type Goal uint8

// The goals. Those of covering and serving look at [Instance.Reach], those of mean and worst cost at [Instance.Costs].
const (
	MostCovered   Goal = iota // the most demand covered, or covered several times: see [Problem.Reward]
	FewestSites               // the fewest sites that cover a target
	LeastCost                 // the sites of the least cost that cover a target
	LeastMean                 // the least sum of demand × cost to the nearest site
	LeastWorst                // the least cost that nobody exceeds
	MostServed                // the most demand served, no site beyond its capacity
	WorstAreaBest             // the largest covered share of the worst-served area, in millionths
)

var goalNames = [...]string{"mclp", "lscp", "least_cost", "pmedian", "pcenter", "capacitated", "fair"}

func (g Goal) String() string {
	if int(g) < len(goalNames) {
		return goalNames[g]
	}
	return "unknown"
}

// minimises tells that a smaller value is better, and the bound a lower one.
func (g Goal) minimises() bool {
	return g == FewestSites || g == LeastCost || g == LeastMean || g == LeastWorst
}

// ByCosts tells that the goal looks at costs and not at reach.
func (g Goal) ByCosts() bool { return g == LeastMean || g == LeastWorst }

// setsTarget tells that the goal covers a target with as little as possible.
func (g Goal) setsTarget() bool { return g == FewestSites || g == LeastCost }

// Problem is what to do with an instance.
type Problem struct {
	Goal   Goal
	Sites  int     // at most so many new sites; 0 where only the budget counts
	Budget int64   // at most so much for them; 0 where only their number counts
	Target int64   // of [FewestSites] and [LeastCost]: the demand to be covered, existing facilities included; 0 for all that can be
	Reward []int64 // of [MostCovered]: what one unit of demand is worth covered by 1, 2, … sites, never falling; nil for {1}
}

// Backup rewards a second site as much as the first: demand covered once plus demand covered twice (BACOP2 of Hogan and
// ReVelle, 1986, with equal weights). {0, 1} counts only what is covered twice.
func Backup() []int64 { return []int64{1, 2} }

// MaxReward bounds the rewards, and maxLevels how many sites at one point they may tell apart.
const (
	MaxReward = int64(1) << 10
	maxLevels = 8
)

// Limits says how long to try. The zero value works until a fixed amount of work is done, the same on every machine.
type Limits struct {
	Time     time.Duration  // stop after so long and give the best found; 0 for no limit
	Work     int64          // stop after so many elementary steps, about 2 ns each; 0 for [UsualWork]
	Workers  int            // goroutines; the answer does not depend on it. 0 for one
	Progress func(Progress) // called now and then from the calling goroutine; may be nil
	Proof    bool           // record the certificate
}

// Since lets the limit of time count from a moment on, such as the one from which people wait. At least a first choice is
// made, however late it is.
func (l Limits) Since(begun time.Time) Limits {
	if l.Time > 0 {
		l.Time = max(time.Nanosecond, l.Time-time.Since(begun))
	}
	return l
}

// UsualWork is about ten seconds on one core.
const UsualWork = int64(5_000_000_000)

// Progress is how far a search has come. Value is the best found so far, Bound what no choice can beat.
type Progress struct {
	Value, Bound int64
	Found        bool // whether there is a value yet
}

// Gap is |bound − value| ÷ max(|value|, 1).
func (p Progress) Gap() float64 { return gap(p.Value, p.Bound) }

func gap(value, bound int64) float64 {
	return float64(max(bound-value, value-bound)) / float64(max(value, -value, 1))
}

// check holds a problem against an instance that was checked.
func (p Problem) check(in *Instance) error {
	free, must, mustCost := 0, 0, int64(0)
	for _, c := range in.Candidates {
		switch c.State {
		case Must:
			must++
			mustCost += c.Cost
		case Free:
			free++
		}
	}
	if int(p.Goal) >= len(goalNames) {
		return refuse(geo.Say("the problem is unknown", "选址问题类型无法识别"), geo.Words{})
	}
	if p.Goal.ByCosts() && in.Costs == nil {
		return refuse(geo.Say("this problem needs what it costs to reach each candidate", "该问题需要到各备选点位的费用"), geo.Say("Give a matrix of costs.", "请提供费用矩阵。"))
	}
	if !p.Goal.ByCosts() && in.Reach == nil {
		return refuse(geo.Say("this problem needs to know what each candidate reaches", "该问题需要各备选点位的服务范围"), geo.Say("Give a radius or a cutoff.", "请给出半径或时限。"))
	}
	if p.Goal == WorstAreaBest && in.Zones == nil {
		return refuse(geo.Say("to lift the worst-served area, each demand point must belong to an area", "提升最差区划时，每个需求点须有所属区划"), geo.Say("Add a column area.", "请添加 area（所属区划）列。"))
	}
	if err := p.checkRewards(); err != nil {
		return err
	}
	switch {
	case p.Sites < 0 || p.Budget < 0 || p.Target < 0:
		return refuse(geo.Say("the number of sites, the budget and the target must not be negative", "点位数、预算和目标不得为负"), geo.Words{})
	case p.Goal.setsTarget() && (p.Sites > 0 || p.Budget > 0):
		return refuse(geo.Say("a target decides how many sites there are", "给定目标时，点位数由求解得出"), geo.Say("Leave the number of sites and the budget out.", "请不要再给出点位数或预算。"))
	case !p.Goal.setsTarget() && p.Target > 0:
		return refuse(geo.Say("a target belongs to the fewest sites or the least cost", "目标只用于最少点位或最低成本"), geo.Say("Leave it out.", "请去掉目标。"))
	case !p.Goal.setsTarget() && p.Sites == 0 && p.Budget == 0:
		return refuse(geo.Say("neither the number of sites nor a budget is given", "未给出点位数或预算"), geo.Say("Say how many sites, or what they may cost.", "请给出点位数或预算。"))
	case p.Goal == LeastWorst && p.Sites > 0 && p.Budget > 0:
		return refuse(geo.Say("the least worst cost takes a number of sites or a budget, not both", "最小化最大费用只能给出点位数或预算之一"), geo.Say("Leave one of them out.", "请去掉其中一个。"))
	case free+must == 0:
		return refuse(geo.Say("there is no candidate that may be chosen", "没有可选的备选点位"), geo.Say("All are existing or forbidden: add others.", "备选点位均为现有设施或被禁止，请补充。"))
	case p.Sites > free+must:
		return refuse(geo.Say("%d sites are asked for, but only %d candidates may be chosen", "要求 %d 个点位，但可选的备选点位只有 %d 个", p.Sites, free+must), geo.Say("Ask for fewer sites, or add candidates.", "请减少点位数，或补充备选点位。"))
	case p.Sites > 0 && must > p.Sites:
		return refuse(geo.Say("%d candidates must be chosen, but only %d sites are asked for", "必选点位有 %d 个，但只要求 %d 个点位", must, p.Sites), geo.Say("Ask for more sites.", "请增加点位数。"))
	case p.Budget > 0 && mustCost > p.Budget:
		return refuse(geo.Say("the candidates that must be chosen cost %d, more than the budget of %d", "必选点位成本合计 %d，超过预算 %d", mustCost, p.Budget), geo.Say("Raise the budget.", "请提高预算。"))
	case p.Budget > 0 && must == 0 && nothingFits(in, p.Budget):
		return refuse(geo.Say("no candidate costs as little as the budget of %d", "没有备选点位的成本低至预算 %d", p.Budget), geo.Say("The cheapest costs %d.", "最低成本为 %d。", cheapest(in)))
	}
	return p.checkMust(in)
}

func (p Problem) checkRewards() error {
	if len(p.Reward) == 0 {
		return nil
	}
	if p.Goal != MostCovered || len(p.Reward) > maxLevels {
		return refuse(geo.Say("rewards for being covered several times are at most %d, and for the most covered alone", "多重覆盖的奖励最多 %d 级，且只用于最大覆盖", maxLevels), geo.Words{})
	}
	last := int64(0)
	for _, r := range p.Reward {
		if r < last || r > MaxReward {
			return refuse(geo.Say("rewards must not fall and not exceed %d", "奖励不得递减，且不得超过 %d", MaxReward), geo.Words{})
		}
		last = r
	}
	if last == 0 {
		return refuse(geo.Say("no reward is given for being covered", "未给出覆盖奖励"), geo.Words{})
	}
	return nil
}

// checkMust refuses candidates that must be chosen and are too near to each other.
func (p Problem) checkMust(in *Instance) error {
	for i, near := range in.Apart {
		for _, k := range near {
			if in.Candidates[i].State == Must && in.Candidates[k].State == Must {
				return refuse(geo.Say("candidates %s and %s must both be chosen but are too near to each other", "必选点位 %s 与 %s 相距过近", in.Candidates[i].ID, in.Candidates[k].ID), geo.Say("Drop one of them, or lower the minimum distance.", "请去掉其中一个，或减小最小间距。"))
			}
		}
	}
	return nil
}

func nothingFits(in *Instance, budget int64) bool { return cheapest(in) > budget }

func cheapest(in *Instance) int64 {
	least := int64(-1)
	for _, c := range in.Candidates {
		if c.State == Free && (least < 0 || c.Cost < least) {
			least = c.Cost
		}
	}
	return least
}
