package isochrone

import "slices"

// pointArrivals turn the lists of points round: who gets to a state or to a facility first, and in what time.
type pointArrivals struct {
	firstAtState    []uint32
	atState         []pointArrival
	firstAtFacility []uint32
	atFacility      []pointArrival
}

// pointArrival is a residential point, by its rank, and its time.
type pointArrival struct {
	rank int32
	ms   uint32
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
	for rank := range points {
		for i := first[rank]; i < first[rank+1]; i++ {
			target, ms := entry(i)
			list[next[target]] = pointArrival{int32(rank), ms}
			next[target]++
		}
	}
	return start, list
}
