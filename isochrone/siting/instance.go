package siting

import (
	"math/bits"

	"lifecircle/geo"
)

// Instance is a town as site selection sees it. It is not changed by anything in this package.
//
// Reach serves the covering problems and Costs the problems of mean and worst cost; an instance may have either or
// both. Several services, or several groups of people with weights, are one instance: see [Combine].
type Instance struct {
	Demand     []int64     // people, or any other weight, at each demand point; not negative
	Candidates []Candidate // places to choose from, and the facilities that are there
	Reach      [][]Run     // for each candidate the demand points it reaches, ascending and apart
	Costs      [][]Cost    // for each candidate what it costs a demand point to reach it, points ascending
	Zones      []int32     // for each demand point the area it belongs to, from 0; nil where areas do not matter
	Apart      [][]int32   // for each candidate, ascending, those too near to be chosen with it; nil where none are
}

// Run is the demand points From, From+1, … up to but without To. Points numbered along a space-filling curve make a
// catchment of hundreds of points a few runs.
type Run struct{ From, To uint32 }

// Cost is what it costs one unit of demand at a point to reach a candidate: a time or a distance.
type Cost struct {
	Point uint32
	Cost  int64
}

// Candidate is a place where a facility stands or could stand.
type Candidate struct {
	ID       string
	Cost     int64 // of building here, in the unit of the budget; counted only where there is a budget or cost is minimised
	Capacity int64 // the demand it can serve; counted only by [MostServed]
	State    State
}

// State says whether a candidate may be chosen.
type State uint8

// The states of a candidate.
const (
	Free      State = iota // may be chosen
	Must                   // must be chosen, and counts towards sites and budget
	Existing               // stands already: it serves, and counts towards nothing
	Forbidden              // may not be chosen
)

// The bounds of an instance. They keep every sum of the solver within 64 bits and every list within memory.
const (
	MaxPoints     = 1 << 26
	MaxCandidates = 1 << 20
	MaxZones      = 1 << 16
	MaxWeight     = int64(1) << 50 // of all demand together, and of all costs of building together
	MaxTotalCost  = int64(1) << 61 // of demand × the largest cost of reaching, summed over points
	maxRuns       = 1 << 30
	maxApart      = 1 << 27
)

// Error is a question that cannot be answered as it stands.
type Error struct {
	Rule geo.Words // what is wrong, with the value
	Hint geo.Words // what to do next
}

// Error is the error in English, without the hint.
func (e *Error) Error() string { return e.Rule.EN }

// InWords is the error in both languages, without the hint.
func (e *Error) InWords() geo.Words { return e.Rule }

func refuse(rule, hint geo.Words) error { return &Error{rule, hint} }

// Check validates an instance: lengths, bounds and order of everything in it. The error is a [*Error].
func (in *Instance) Check() error {
	broken := func(rule geo.Words) error {
		return refuse(rule, geo.Say("Build the instance anew.", "请重新生成选址数据。"))
	}
	n := len(in.Candidates)
	switch {
	case len(in.Demand) == 0:
		return refuse(geo.Say("there are no demand points", "没有需求点"), geo.Say("Give at least one place with people.", "请至少提供一个有人口的地点。"))
	case n == 0:
		return refuse(geo.Say("there are no candidates", "没有备选点位"), geo.Say("Give at least one place to build.", "请至少提供一个备选点位。"))
	case len(in.Demand) > MaxPoints:
		return refuse(geo.Say("there are %d demand points, more than %d", "需求点有 %d 个，超过 %d 个", len(in.Demand), MaxPoints), geo.Say("Put points that lie together into one.", "请合并相邻的需求点。"))
	case n > MaxCandidates:
		return refuse(geo.Say("there are %d candidates, more than %d", "备选点位有 %d 个，超过 %d 个", n, MaxCandidates), geo.Say("Thin them out.", "请减少备选点位。"))
	case in.Reach != nil && len(in.Reach) != n, in.Costs != nil && len(in.Costs) != n, in.Apart != nil && len(in.Apart) != n:
		return broken(geo.Say("the lists of reach, costs or neighbours are not one for each of the %d candidates", "可达、费用或相邻清单与 %d 个备选点位不一致", n))
	case in.Zones != nil && len(in.Zones) != len(in.Demand):
		return broken(geo.Say("there are %d areas given for %d demand points", "%d 个区划归属与 %d 个需求点不一致", len(in.Zones), len(in.Demand)))
	}
	if err := in.checkWeights(); err != nil {
		return err
	}
	if err := in.checkReach(); err != nil {
		return err
	}
	if err := in.checkCosts(); err != nil {
		return err
	}
	return in.checkApart()
}

func (in *Instance) checkWeights() error {
	total := int64(0)
	for j, w := range in.Demand {
		if w < 0 {
			return refuse(geo.Say("demand point %d has the negative demand %d", "第 %d 个需求点的需求为负：%d", j, w), geo.Say("Demand is 0 or more.", "需求应为 0 或以上。"))
		}
		if total += min(w, MaxWeight+1); total > MaxWeight {
			return refuse(geo.Say("the demand of all points is more than %d", "需求总量超过 %d", MaxWeight), geo.Say("Count in a larger unit.", "请改用更大的单位。"))
		}
	}
	build := int64(0)
	for _, c := range in.Candidates {
		if c.Cost < 0 || c.Capacity < 0 {
			return refuse(geo.Say("candidate %s has a negative cost or capacity", "备选点位 %s 的成本或容量为负", c.ID), geo.Say("Costs and capacities are 0 or more.", "成本和容量应为 0 或以上。"))
		}
		if build += min(c.Cost, MaxWeight+1); build > MaxWeight {
			return refuse(geo.Say("the costs of all candidates together are more than %d", "备选点位的成本合计超过 %d", MaxWeight), geo.Say("Count in a larger unit.", "请改用更大的单位。"))
		}
		if c.State > Forbidden {
			return refuse(geo.Say("candidate %s has the unknown state %d", "备选点位 %s 的状态无法识别：%d", c.ID, c.State), geo.Say("Build the instance anew.", "请重新生成选址数据。"))
		}
	}
	for j, z := range in.Zones {
		if z < 0 || z >= MaxZones {
			return refuse(geo.Say("demand point %d is in area %d, which is not between 0 and %d", "第 %d 个需求点的区划编号 %d 不在 0 与 %d 之间", j, z, MaxZones-1), geo.Say("Number the areas from 0.", "请从 0 起为区划编号。"))
		}
	}
	return nil
}

func (in *Instance) checkReach() error {
	runs := 0
	for i, reach := range in.Reach {
		runs += len(reach)
		end := int64(-1)
		for _, r := range reach {
			if int64(r.From) <= end || r.From >= r.To || int64(r.To) > int64(len(in.Demand)) {
				return refuse(geo.Say("the reach of candidate %s is not made of ascending runs within the %d demand points", "备选点位 %s 的可达清单不是 %d 个需求点之内的递增区段", in.Candidates[i].ID, len(in.Demand)),
					geo.Say("Build the instance anew.", "请重新生成选址数据。"))
			}
			end = int64(r.To)
		}
	}
	if runs > maxRuns {
		return refuse(geo.Say("the reach of the candidates is made of more than %d runs", "可达清单超过 %d 个区段", maxRuns), geo.Say("Thin the candidates out.", "请减少备选点位。"))
	}
	return nil
}

// checkCosts also bounds the sum of demand × cost, which the mean cost adds up.
func (in *Instance) checkCosts() error {
	if in.Costs == nil {
		return nil
	}
	worst := make([]int64, len(in.Demand))
	for i, costs := range in.Costs {
		last := int64(-1)
		for _, c := range costs {
			if int64(c.Point) <= last || int64(c.Point) >= int64(len(in.Demand)) || c.Cost < 0 {
				return refuse(geo.Say("the costs of candidate %s are not ascending points with costs of 0 or more", "备选点位 %s 的费用清单未按需求点递增，或费用为负", in.Candidates[i].ID),
					geo.Say("Build the instance anew.", "请重新生成选址数据。"))
			}
			last = int64(c.Point)
			worst[c.Point] = max(worst[c.Point], c.Cost)
		}
	}
	total := int64(0)
	for j, cost := range worst {
		high, low := bits.Mul64(uint64(cost), uint64(in.Demand[j]))
		if high > 0 || low > uint64(MaxTotalCost-total) {
			return refuse(geo.Say("demand × cost adds up to more than %d", "需求 × 费用合计超过 %d", MaxTotalCost), geo.Say("Count costs in a larger unit.", "请为费用改用更大的单位。"))
		}
		total += int64(low)
	}
	return nil
}

func (in *Instance) checkApart() error {
	pairs := 0
	for i, near := range in.Apart {
		pairs += len(near)
		last := int32(-1)
		for _, k := range near {
			if k <= last || int(k) >= len(in.Candidates) || int(k) == i {
				return refuse(geo.Say("the neighbours of candidate %s are not ascending, or it is its own", "备选点位 %s 的相邻清单未递增，或包含自身", in.Candidates[i].ID), geo.Say("Build the instance anew.", "请重新生成选址数据。"))
			}
			last = k
			if !contains(in.Apart[k], int32(i)) {
				return refuse(geo.Say("candidate %s is too near to %s, but not the other way round", "备选点位 %s 距 %s 过近，反之却不成立", in.Candidates[i].ID, in.Candidates[k].ID), geo.Say("Build the instance anew.", "请重新生成选址数据。"))
			}
		}
	}
	if pairs > maxApart {
		return refuse(geo.Say("more than %d pairs of candidates are too near to each other", "相互过近的备选点位超过 %d 对", maxApart), geo.Say("Thin the candidates out.", "请减少备选点位。"))
	}
	return nil
}
