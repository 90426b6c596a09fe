package siting

import "lifecircle/geo"

// Answer is a choice of sites, what it is worth, and how far it can be from the best.
type Answer struct {
	Goal   Goal
	Sites  []Site // in order of gain
	Value  int64  // in the unit of the goal: demand, sites, cost, demand × cost, millionths
	Bound  int64  // no choice is better: an upper bound where more is better, a lower one where less is
	Proven bool   // value = bound: the choice is optimal among the candidates
	Ended  Ending

	Cost          int64   // of the new sites
	Total         int64   // all demand
	CoveredBefore int64   // by existing facilities; of problems by cost, 0
	CoveredAfter  int64   // with the new sites: covered at least once, or served; of problems by cost, with a cost at all
	Uncoverable   []int   // demand points above 0 that no candidate and no existing facility reaches, ascending
	OutOfReach    int64   // their demand
	Assigned      []int64 // of [MostServed]: the demand served by each candidate, existing ones included

	Proof *Certificate // where asked for
}

// Gap is |bound − value| ÷ max(|value|, 1).
func (a *Answer) Gap() float64 { return gap(a.Value, a.Bound) }

// Site is a chosen candidate. Gains are in the unit of the value; of [FewestSites] and [LeastCost] they are the demand
// newly covered.
type Site struct {
	Candidate    int   // in the instance
	Gain         int64 // by how much the value gets better when it is added after the sites before it
	CoveredAfter int64 // the demand covered then, existing facilities included
	First        bool  // there was no value before it, and the gain says nothing: the first site of a problem by costs
	Alone        int64 // the gain if it were the only new site
	Together     int64 // by how much the value gets worse if it alone is given up
	Needed       bool  // without it there is no value at all: Together says nothing

	Alternatives []Alternative // other candidates in its place, the best first
}

// Alternative is a candidate that could stand in the place of a site.
type Alternative struct {
	Candidate int
	Value     int64 // of all sites then
}

// Ending says why a search ended.
type Ending uint8

// The endings.
const (
	Finished  Ending = iota // proven, or nothing left to try
	OutOfWork               // the limit of work
	OutOfTime               // the limit of time
	Cancelled               // by the caller
)

func (e Ending) String() string {
	return [...]string{"finished", "work_limit", "time_limit", "cancelled"}[e]
}

// Unreachable says that no choice of the candidates reaches a target, or that none is allowed at all.
type Unreachable struct {
	Asked int64 // the target
	Most  int64 // how much of it all candidates together reach, existing facilities included

	// Of problems by costs, where all candidates together reach the target and what is allowed of them does not:
	Allowed     int64 // how much of it the best choice found serves
	Left        []int // demand points above 0 that it leaves, ascending
	Needed      int64 // at least so many sites serve everybody; 0 where nobody knows
	Uncoverable []int // demand points above 0 that nobody reaches, ascending
	OutOfReach  int64 // their demand
	Unsure      bool  // nothing was found before the search was stopped; there may be a choice
}

// Error is the error in English, without the hint.
func (e *Unreachable) Error() string { return e.InWords().EN }

// InWords is the error in both languages, without the hint.
func (e *Unreachable) InWords() geo.Words {
	switch {
	case e.Unsure:
		return geo.Say("no choice that serves %d was found within the limit", "在限制之内没有找到能服务 %d 的方案", e.Asked)
	case e.Needed > 0:
		return geo.Say("no choice serves all %d whom somebody could serve: the best found serves %d, and for all at least %d sites are needed", "没有方案能服务全部可服务的 %d：已找到的最好方案服务 %d，要全部服务至少需要 %d 个点位", e.Asked, e.Allowed, e.Needed)
	case e.Most >= e.Asked:
		return geo.Say("no choice serves all %d whom somebody could serve: too few sites or too small a budget, or candidates that must be chosen or are too near to each other stand in the way",
			"没有方案能服务全部可服务的 %d：点位数或预算不足，或受必选、最小间距等规则限制", e.Asked)
	}
	return geo.Say("the target of %d cannot be reached: all candidates and existing facilities together cover %d; %d at %d demand points are out of reach of every one",
		"无法达到目标 %d：全部备选点位与现有设施合计只覆盖 %d；有 %d（位于 %d 个需求点）不在任何点位的服务范围内", e.Asked, e.Most, e.OutOfReach, len(e.Uncoverable))
}
