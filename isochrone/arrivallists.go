package isochrone

import (
	"context"
	"math"

	"github.com/paulmach/orb"
)

// Arrival is a residential point, by its rank, and how long it takes to get from there to a place.
type Arrival struct {
	Rank int32
	Ms   uint32 // milliseconds, or millimetres by distance
}

// ArrivalsAt lists, for each of the facilities, the residential points from which it is reached within a cutoff, by
// rank, with the times. The points are those of [Router.CatchmentRuns]. Cutoffs are at most 49 days. more is told as
// lists are found how many entries they have, from several goroutines; where it says no, the rest is left out.
func (r *Router) ArrivalsAt(ctx context.Context, facilities []int32, cutoffMs int64, more func(entries int) bool) ([][]Arrival, error) {
	at := r.arriving()
	arrivals := make([][]Arrival, len(facilities))
	scratch := make([]*arrivalScratch, processors())
	err := alongCurve(ctx, r.positionsOf(facilities), func(processor, i int) {
		s := r.scratchOf(scratch, processor)
		f := facilities[i]
		r.arrive(&r.facilities[f], cutoffMs, s)
		for _, a := range at.atFacility[at.firstAtFacility[f]:at.firstAtFacility[f+1]] {
			s.note(a.rank, uint64(a.ms), uint64(cutoffMs))
		}
		arrivals[i] = s.take(more)
	})
	return arrivals, err
}

// ArrivalsAtPlaces is [Router.ArrivalsAt] for places where a facility could stand, as [Router.RunsOfPlaces] is
// [Router.CatchmentRuns].
func (r *Router) ArrivalsAtPlaces(ctx context.Context, places []orb.Point, cutoffMs int64, more func(entries int) bool) (arrivals [][]Arrival, onNetwork []bool, err error) {
	r.arriving() // once, before others wait for it
	arrivals, onNetwork = make([][]Arrival, len(places)), make([]bool, len(places))
	scratch := make([]*arrivalScratch, processors())
	err = alongCurve(ctx, places, func(processor, i int) {
		s := r.scratchOf(scratch, processor)
		doors := places[i : i+1]
		to := goal{doors, r.boardingsOf(doors)}
		onNetwork[i] = len(to.boardings) > 0
		r.arrive(&to, cutoffMs, s)
		r.directWays([]goal{to}, func(rank int32, way shortcut) {
			s.note(rank, uint64(way.ms), uint64(cutoffMs))
		})
		arrivals[i] = s.take(more)
	})
	return arrivals, onNetwork, err
}

// arrivalScratch is the memory that one processor works in.
type arrivalScratch struct {
	reachScratch
	least []uint32 // by rank, of those found
	full  bool
}

func (r *Router) scratchOf(all []*arrivalScratch, processor int) *arrivalScratch {
	if all[processor] == nil {
		s := &arrivalScratch{reachScratch: *r.newReachScratch(), least: make([]uint32, len(r.Area.Points))}
		for rank := range s.least {
			s.least[rank] = math.MaxUint32
		}
		all[processor] = s
	}
	return all[processor]
}

// note keeps the least time of a point, if it is within the cutoff.
func (s *arrivalScratch) note(rank int32, ms, cutoffMs uint64) {
	if ms <= cutoffMs {
		s.found.add(rank)
		s.least[rank] = min(s.least[rank], uint32(ms))
	}
}

// arrive finds the points that get to a goal within a cutoff by way of a junction, with their times.
func (r *Router) arrive(to *goal, cutoffMs int64, scratch *arrivalScratch) {
	at, s := r.arriving(), scratch.search
	scratch.seeds = r.arrivalsAt(scratch.seeds[:0], to, 0)
	s.run(&r.Network.In, scratch.seeds, uint64(cutoffMs))
	for _, state := range s.settled {
		ms := s.keys[state].ms()
		for _, a := range at.atState[at.firstAtState[state]:at.firstAtState[state+1]] {
			scratch.note(a.rank, ms+uint64(a.ms), uint64(cutoffMs))
		}
	}
}

// take lists what was found and forgets it.
func (s *arrivalScratch) take(more func(entries int) bool) []Arrival {
	runs := s.found.take()
	var list []Arrival
	if s.full = s.full || !more(runs.Len()); !s.full {
		list = make([]Arrival, 0, runs.Len())
	}
	for _, run := range runs {
		for rank := run.First; rank < run.End; rank++ {
			if !s.full {
				list = append(list, Arrival{rank, s.least[rank]})
			}
			s.least[rank] = math.MaxUint32
		}
	}
	return list
}
