package isochrone

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Never is the travel time of a residential point from which no facility can be reached.
const Never = math.MaxInt64

// Time is the answer for one residential point: how long to the nearest facility.
type Time struct {
	Ms       int64   // T(p) in milliseconds; [Never] if no facility can be reached
	Facility int32   // index of the nearest facility, of equally near ones the one with the least id; -1 if none
	AccessM  float64 // straight metres of the resident's leg; NaN if none
}

// Reached reports whether any facility can be reached, however long it takes.
func (t Time) Reached() bool { return t.Ms != Never }

var never = Time{Ms: Never, Facility: -1, AccessM: math.NaN()}

// Times computes the travel time from every residential point to the nearest of the facilities, given by index.
// The result is ordered as the study area's points and does not depend on the order of the facilities.
func (r *Router) Times(ctx context.Context, facilities []int32) ([]Time, error) {
	facilities = r.ranked(facilities)
	keys := searchAll(r.Network.States, &r.Network.In, r.arrivals(r.goals(facilities)))
	rank := r.rankOf(facilities)
	times := make([]Time, len(r.Area.Points))
	err := inParallel(ctx, len(times), func(_, i int) {
		t := r.points.time(i, keys, rank)
		if t.Facility >= 0 {
			t.Facility = facilities[t.Facility]
		}
		times[r.points.order[i]] = t
	})
	return times, err
}

// ranked sorts facilities by id, then service, and drops repetitions. The rank of a facility is its label in
// keys: of equally near facilities the one with the least id wins.
func (r *Router) ranked(facilities []int32) []int32 {
	ranked := slices.Clone(facilities)
	slices.SortFunc(ranked, func(a, b int32) int {
		fa, fb := &r.Area.Facilities[a], &r.Area.Facilities[b]
		return cmp.Or(cmp.Compare(fa.ID, fb.ID), cmp.Compare(fa.Service, fb.Service))
	})
	return slices.Compact(ranked)
}

// rankOf gives the rank of every facility of the town, -1 where it is not asked for.
func (r *Router) rankOf(ranked []int32) []int32 {
	rank := make([]int32, len(r.facilities))
	for i := range rank {
		rank[i] = -1
	}
	for i, f := range ranked {
		rank[f] = int32(i)
	}
	return rank
}

// goal is somewhere people want to get to: its doors, and the legs from the streets to them. Its place in a list of
// goals is its label in keys.
type goal struct {
	doors     []orb.Point
	boardings []boarding
}

func (r *Router) goals(ranked []int32) []goal {
	goals := make([]goal, len(ranked))
	for rank, f := range ranked {
		goals[rank] = r.facilities[f]
	}
	return goals
}

// arrivals seeds a backward search: the states from which the edge of a goal is entered.
func (r *Router) arrivals(to []goal) []seed {
	var seeds []seed
	for rank := range to {
		seeds = r.arrivalsAt(seeds, &to[rank], int32(rank))
	}
	return seeds
}

// arrivalsAt appends the seeds of one goal: of each state from which one comes to an edge that it is on, the least time.
func (r *Router) arrivalsAt(seeds []seed, to *goal, label int32) []seed {
	r.eachEdge(to.boardings, func(edge int32, on []boarding) {
		first := &r.Network.Pieces[on[0].piece]
		for d := range first.Ms {
			if first.Ms[d] == 0 { // then this is so on all of the edge
				continue
			}
			direction := first.EdgeDirection(d)
			least := unreached
			for i := range on {
				b := &on[i]
				ms, _ := r.coming(b, r.Network.Pieces[b.piece].EdgeDirection(direction)) // its own inverse
				least = min(least, makeKey(uint64(ms)+uint64(b.legMs), label))
			}
			for _, state := range r.Network.Entries(edge, direction) {
				seeds = append(seeds, seed{state, least})
			}
		}
	})
	return seeds
}
