package isochrone

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
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
	to := r.facilityGoals(facilities)
	keys := searchAll(len(r.Network.IDs), &r.Network.In, r.arrivals(to))
	near := r.newNeighbourhood(to)
	times := make([]Time, len(r.points))
	err := inParallel(ctx, len(r.points), func(i int) {
		times[i] = r.timeOf(i, keys, near)
		if times[i].Facility >= 0 {
			times[i].Facility = facilities[times[i].Facility]
		}
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

// goal is somewhere people want to get to: its doors, and the legs from the streets to them. Its rank in a list of
// goals is its label in keys.
type goal struct {
	doors     []orb.Point
	boardings []boarding
}

func (r *Router) facilityGoals(facilities []int32) []goal {
	goals := make([]goal, len(facilities))
	for rank, f := range facilities {
		goals[rank] = goal{r.Area.FacilityDoors(int(f)), r.facilities[f]}
	}
	return goals
}

// arrivals seeds a backward search: the ends of the pieces from which a goal is entered.
func (r *Router) arrivals(to []goal) []seed {
	var seeds []seed
	for rank := range to {
		for i := range to[rank].boardings {
			b := &to[rank].boardings[i]
			p := &r.Network.Pieces[b.piece]
			if ms, ok := r.fromStart(b); ok {
				seeds = append(seeds, seed{p.From, makeKey(uint64(ms)+uint64(b.legMs), int32(rank))})
			}
			if ms, ok := r.fromEnd(b); ok {
				seeds = append(seeds, seed{p.To, makeKey(uint64(ms)+uint64(b.legMs), int32(rank))})
			}
		}
	}
	return seeds
}

// timeOf takes the least over all ways from a residential point: by the ends of the pieces it boards, along a
// piece it shares with a facility, and straight.
func (r *Router) timeOf(point int, keys []key, near *neighbourhood) Time {
	return r.timeFrom(r.points[point], r.Area.PointDoors(point), keys, near)
}

func (r *Router) timeFrom(boardings []boarding, doors []orb.Point, keys []key, near *neighbourhood) Time {
	best, accessM := unreached, math.NaN()
	offer := func(k key, legM float64) {
		if k < best || (k == best && legM < accessM) {
			best, accessM = k, legM
		}
	}
	for i := range boardings {
		b := &boardings[i]
		p := &r.Network.Pieces[b.piece]
		if ms, ok := r.toStart(b); ok && keys[p.From] != unreached {
			offer(keys[p.From].plus(ms).plus(b.legMs), b.legM)
		}
		if ms, ok := r.toEnd(b); ok && keys[p.To] != unreached {
			offer(keys[p.To].plus(ms).plus(b.legMs), b.legM)
		}
		for _, there := range near.onPiece[b.piece] {
			if ms, ok := r.between(b, there.boarding); ok {
				offer(makeKey(uint64(b.legMs)+uint64(ms)+uint64(there.legMs), there.rank), b.legM)
			}
		}
	}
	near.straight(doors, offer)
	if best == unreached {
		return never
	}
	return Time{int64(best.ms()), best.label(), accessM}
}

// neighbourhood finds the goals that are near a point: on the same piece, or within a straight walk.
type neighbourhood struct {
	router  *Router
	onPiece map[int32][]pieceGoal
	doors   []goalDoor
	index   geo.Index
}

type pieceGoal struct {
	*boarding
	rank int32
}

type goalDoor struct {
	at   orb.Point
	rank int32
}

func (r *Router) newNeighbourhood(to []goal) *neighbourhood {
	n := &neighbourhood{router: r, onPiece: make(map[int32][]pieceGoal)}
	for i := range to {
		rank := int32(i)
		for k := range to[i].boardings {
			b := &to[i].boardings[k]
			n.onPiece[b.piece] = append(n.onPiece[b.piece], pieceGoal{b, rank})
		}
		if r.Profile.Access.Rule == AccessNearest {
			continue
		}
		for _, at := range to[i].doors {
			n.index.Insert(at.Bound(), int32(len(n.doors)))
			n.doors = append(n.doors, goalDoor{at, rank})
		}
	}
	return n
}

// straight offers the straight walks from the doors that are within the access limit and cross no barrier.
func (n *neighbourhood) straight(from []orb.Point, offer func(k key, legM float64)) {
	if n.index.Len() == 0 {
		return
	}
	limitM := n.router.Profile.Access.LimitM
	for _, door := range from {
		n.index.Search(geo.NewFrame(door).Box(limitM), func(id int32) bool {
			to := n.doors[id]
			if d, clear := n.router.Area.Barrier.Straight(door, to.at); clear && d <= limitM {
				offer(makeKey(uint64(n.router.Profile.legMs(d)), to.rank), d)
			}
			return true
		})
	}
}
