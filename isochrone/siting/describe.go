package siting

import (
	"cmp"
	"slices"
)

// maxAlternatives is how many alternatives a site has at most, and nearEqual how much of the value the worst of them
// may cost.
const (
	maxAlternatives = 3
	nearEqual       = 0.02
)

// appraisal judges any set of sites, for the description of an answer. Value is in the unit of the goal; ok is false
// where the set serves not everybody it must.
type appraisal struct {
	value   int64
	covered int64 // demand covered, served, or with a cost at all
	ok      bool
}

// describe puts the sites in the order of their gains and says what each adds alone and together. judge looks at
// candidates of the instance, beside the existing facilities. It is called about p²/2 times for p sites; of more than
// orderExactly the order is that of what each adds together.
func (a *Answer) describe(judge func(sites []int32) appraisal) {
	none := judge(nil)
	a.CoveredBefore = none.covered
	chosen := make([]int32, len(a.Sites))
	for k, s := range a.Sites {
		chosen[k] = int32(s.Candidate)
	}
	all := judge(chosen)
	a.CoveredAfter = all.covered
	for k := range a.Sites {
		s := &a.Sites[k]
		rest := judge(slices.Delete(slices.Clone(chosen), k, k+1))
		s.Together, s.Needed = a.better(rest, all), !rest.ok
		s.Alone = a.better(none, judge(chosen[k:k+1]))
	}
	a.order(judge, none)
}

// orderExactly bounds the number of sites that are ordered one by one.
const orderExactly = 60

func (a *Answer) order(judge func(sites []int32) appraisal, before appraisal) {
	if len(a.Sites) > orderExactly {
		slices.SortStableFunc(a.Sites, func(x, y Site) int { return cmp.Compare(y.Together, x.Together) })
	}
	var placed []int32
	for k := range a.Sites {
		best, bestAt := appraisal{}, -1
		for m := k; m < len(a.Sites); m++ {
			if here := judge(append(slices.Clip(placed), int32(a.Sites[m].Candidate))); bestAt < 0 || a.preferred(here, best) {
				best, bestAt = here, m
			}
			if len(a.Sites) > orderExactly {
				break
			}
		}
		s := a.Sites[bestAt]
		a.Sites = slices.Insert(slices.Delete(a.Sites, bestAt, bestAt+1), k, s)
		placed = append(placed, int32(s.Candidate))
		a.Sites[k].Gain, a.Sites[k].First = a.better(before, best), !before.ok
		a.Sites[k].CoveredAfter = best.covered
		before = best
	}
}

// preferred tells whether one set is better than another: by being enough, by value, by people.
func (a *Answer) preferred(x, y appraisal) bool {
	switch {
	case x.ok != y.ok:
		return x.ok
	case x.value != y.value && a.Goal.minimises():
		return x.value < y.value
	case x.value != y.value:
		return x.value > y.value
	}
	return x.covered > y.covered
}

// better is by how much the value gets better from one set to a larger one; 0 where the first has none.
func (a *Answer) better(from, to appraisal) int64 {
	if !from.ok || !to.ok {
		return 0
	}
	if a.Goal.minimises() {
		return from.value - to.value
	}
	return to.value - from.value
}

// offer notes an alternative of the k-th site, if it is one of the best.
func (a *Answer) offer(k int, candidate int32, value int64) {
	list := &a.Sites[k].Alternatives
	worse := a.Value - value
	if a.Goal.minimises() {
		worse = -worse
	}
	if float64(worse) > nearEqual*float64(max(a.Value, 1)) {
		return
	}
	if len(*list) == maxAlternatives {
		if last := (*list)[maxAlternatives-1].Value; last == value || (last > value) != a.Goal.minimises() {
			return // candidates come in order, and of equals the first stays
		}
	}
	*list = append(*list, Alternative{int(candidate), value})
	slices.SortStableFunc(*list, func(x, y Alternative) int {
		if a.Goal.minimises() {
			return cmp.Or(cmp.Compare(x.Value, y.Value), cmp.Compare(x.Candidate, y.Candidate))
		}
		return cmp.Or(cmp.Compare(y.Value, x.Value), cmp.Compare(x.Candidate, y.Candidate))
	})
	*list = (*list)[:min(len(*list), maxAlternatives)]
}

// alternativeWork bounds the search for alternatives where every one is judged by itself.
const alternativeWork = 200_000_000

// alternatives tries every candidate in the place of every site, if that is not too much: each costs about work steps.
func (a *Answer) alternatives(in *Instance, p Problem, work int64, judge func(sites []int32) appraisal) {
	if int64(len(a.Sites))*int64(len(in.Candidates)) > alternativeWork/max(1, work) {
		return
	}
	set := make([]int32, len(a.Sites))
	for k, s := range a.Sites {
		set[k] = int32(s.Candidate)
	}
	for k, out := range set {
		if in.Candidates[out].State == Must {
			continue
		}
		for i, c := range in.Candidates {
			set[k] = int32(i)
			if c.State != Free || slices.Index(set, int32(i)) != k || slices.Contains(set[k+1:], int32(i)) || int32(i) == out || !fits(in, p, set, k) {
				continue
			}
			if here := judge(set); here.ok {
				a.offer(k, int32(i), here.value)
			}
		}
		set[k] = out
	}
}

// fits tells whether the k-th of some sites keeps the budget and its distance from the others.
func fits(in *Instance, p Problem, set []int32, k int) bool {
	cost := int64(0)
	for m, i := range set {
		cost += in.Candidates[i].Cost
		if in.Apart != nil && m != k && contains(in.Apart[set[k]], i) {
			return false
		}
	}
	return p.Budget == 0 || cost <= p.Budget
}
