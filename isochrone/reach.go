package isochrone

import (
	"context"
	"slices"
)

// PointsWithin lists, for each of the facilities, the residential points from which it is reached within a cutoff,
// by index in rising order. It runs one bounded search for each facility, on all processors.
func (r *Router) PointsWithin(ctx context.Context, facilities []int32, cutoffMs int64) ([][]int32, error) {
	within := make([][]int32, len(facilities))
	from := r.arriving()
	scratch := make([]*reachScratch, processors())
	err := inParallel(ctx, len(facilities), func(processor, i int) {
		if scratch[processor] == nil {
			scratch[processor] = &reachScratch{newSearch(r.Network.States), make([]bool, len(r.Area.Points))}
		}
		within[i] = from.within(r, facilities[i], cutoffMs, scratch[processor])
	})
	return within, err
}

type reachScratch struct {
	search *search
	seen   []bool // by residential point
}

// pointArrivals turn the lists of points round: who gets to a state or to a facility first, and in what time.
type pointArrivals struct {
	firstAtState    []uint32
	atState         []pointArrival
	firstAtFacility []uint32
	atFacility      []pointArrival
}

type pointArrival struct {
	point int32
	ms    uint32
}

func (r *Router) newPointArrivals() *pointArrivals {
	l := &r.points
	a := &pointArrivals{}
	a.firstAtState, a.atState = turnRound(r.Network.States, l.firstAccess, func(i uint32) (int32, uint32) { return l.access[i].state, l.access[i].ms })
	a.firstAtFacility, a.atFacility = turnRound(len(r.facilities), l.firstShortcut, func(i uint32) (int32, uint32) { return l.shortcuts[i].facility, l.shortcuts[i].ms })
	return a
}

// turnRound makes the lists of targets, by points, into lists of points, by target.
func turnRound(targets int, first []uint32, entry func(i uint32) (target int32, ms uint32)) ([]uint32, []pointArrival) {
	points := len(first) - 1
	start := make([]uint32, targets+1)
	for i := range first[points] {
		target, _ := entry(i)
		start[target+1]++
	}
	for i := range targets {
		start[i+1] += start[i]
	}
	list, next := make([]pointArrival, first[points]), slices.Clone(start)
	for point := range points {
		for i := first[point]; i < first[point+1]; i++ {
			target, ms := entry(i)
			list[next[target]] = pointArrival{int32(point), ms}
			next[target]++
		}
	}
	return start, list
}

func (a *pointArrivals) within(r *Router, facility int32, cutoffMs int64, scratch *reachScratch) []int32 {
	if cutoffMs < 0 {
		return nil
	}
	var points []int32
	add := func(p pointArrival, ms uint64) {
		if ms+uint64(p.ms) <= uint64(cutoffMs) && !scratch.seen[p.point] {
			scratch.seen[p.point] = true
			points = append(points, p.point)
		}
	}
	s := scratch.search
	s.run(&r.Network.In, r.arrivals(r.facilities[facility:facility+1]), uint64(cutoffMs))
	for _, state := range s.settled {
		for _, p := range a.atState[a.firstAtState[state]:a.firstAtState[state+1]] {
			add(p, s.keys[state].ms())
		}
	}
	for _, p := range a.atFacility[a.firstAtFacility[facility]:a.firstAtFacility[facility+1]] {
		add(p, 0)
	}
	for i, p := range points {
		scratch.seen[p] = false
		points[i] = r.points.order[p]
	}
	slices.Sort(points)
	return points
}
