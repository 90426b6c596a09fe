package isochrone

import (
	"context"
	"math"
	"slices"
	"sync/atomic"

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
	arrivals := make([][]Arrival, len(facilities))
	var full atomic.Bool
	err := r.reaching(ctx, r.positionsOf(facilities), func(s *reachScratch, i int) {
		f := facilities[i]
		r.arrive(&r.facilities[f], cutoffMs, s)
		for rank, ms := range r.arriving().atFacility.at(f) {
			s.note(rank, uint64(ms), uint64(cutoffMs))
		}
		arrivals[i] = s.take(more, &full)
	})
	return arrivals, err
}

// ArrivalsAtPlaces is [Router.ArrivalsAt] for places where a facility could stand, as [Router.RunsOfPlaces] is
// [Router.CatchmentRuns].
func (r *Router) ArrivalsAtPlaces(ctx context.Context, places []orb.Point, cutoffMs int64, more func(entries int) bool) (arrivals [][]Arrival, onNetwork []bool, err error) {
	arrivals, onNetwork = make([][]Arrival, len(places)), make([]bool, len(places))
	var full atomic.Bool
	err = r.reaching(ctx, places, func(s *reachScratch, i int) {
		to := r.goalAt(places[i:i+1], s)
		onNetwork[i] = len(to.boardings) > 0
		r.arrive(&to, cutoffMs, s)
		r.directWays([]goal{to}, func(rank int32, way shortcut) {
			s.note(rank, uint64(way.ms), uint64(cutoffMs))
		})
		arrivals[i] = s.take(more, &full)
	})
	return arrivals, onNetwork, err
}

// arrive finds the points that get to a goal within a cutoff by way of a junction, with their times.
func (r *Router) arrive(to *goal, cutoffMs int64, scratch *reachScratch) {
	if scratch.least == nil {
		scratch.least = slices.Repeat([]uint32{math.MaxUint32}, len(r.Area.Points))
	}
	at, s := &r.arriving().atState, scratch.search
	scratch.seeds = r.arrivalsAt(scratch.seeds[:0], to, 0)
	s.run(&r.Network.In, scratch.seeds, uint64(cutoffMs))
	for _, state := range s.settled {
		ms := s.keys[state].ms()
		for rank, more := range at.at(state) {
			scratch.note(rank, ms+uint64(more), uint64(cutoffMs))
		}
	}
}

// note keeps the least time of a point, if it is within the cutoff.
func (s *reachScratch) note(rank int32, ms, cutoffMs uint64) {
	if ms <= cutoffMs {
		s.found.add(rank)
		s.least[rank] = min(s.least[rank], uint32(ms))
	}
}

// take lists what was found and forgets it. Once there are enough it lists nothing more.
func (s *reachScratch) take(more func(entries int) bool, full *atomic.Bool) []Arrival {
	runs := s.found.take()
	var list []Arrival
	if full.Load() || !more(runs.Len()) {
		full.Store(true)
	} else {
		list = make([]Arrival, 0, runs.Len())
	}
	for _, run := range runs {
		for rank := run.First; rank < run.End; rank++ {
			if list != nil {
				list = append(list, Arrival{rank, s.least[rank]})
			}
			s.least[rank] = math.MaxUint32
		}
	}
	return list
}
