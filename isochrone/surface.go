package isochrone

import (
	"context"

	"lifecircle/geo"
)

// surface is the travel time at the corners of a window, in milliseconds; [Never] beyond the limit of the ground. Most
// corners are far from every line: of these it is only known on which side of each.
type surface struct {
	window
	ground    *ground
	cutoffsMs []int64
	ms        []int64
	rough     []bool      // whether ms is only on the same side of every cutoff as the travel time
	rows      []geo.Frame // the plane at the western end of each row of corners
}

// fill looks at all corners, on all processors.
func (s *surface) fill(ctx context.Context, w window, g *ground, cutoffsMs []int64) error {
	s.window, s.ground, s.cutoffsMs = w, g, cutoffsMs
	s.ms, s.rough, s.rows = resized(s.ms, w.nx*w.ny), resized(s.rough, w.nx*w.ny), resized(s.rows, w.ny)
	return inParallel(ctx, w.ny, func(_, j int) {
		s.rows[j] = geo.NewFrame(w.at(0, j).position())
		by := int32(-1)
		for i := range w.nx {
			by = s.look(i, j, by)
		}
	})
}

// look finds the time of a corner, as well as it need be known. The piece that it is by is a guess for the next corner.
func (s *surface) look(i, j int, guess int32) (by int32) {
	at, slot := s.at(i, j).position(), j*s.nx+i
	frame := s.rows[j].At(at[0])
	lower, upper := s.ground.bounds(at, frame, guess)
	if s.rough[slot] = s.sure(lower, upper); s.rough[slot] {
		s.ms[slot] = upper
		return guess
	}
	s.ms[slot], by = s.ground.time(at, frame, guess)
	return by
}

// sure reports whether all times between two are on the same side of every cutoff.
func (s *surface) sure(lower, upper int64) bool {
	for _, cutoff := range s.cutoffsMs {
		if lower <= cutoff && cutoff < upper {
			return false
		}
	}
	return true
}

// exact is the travel time at a corner.
func (s *surface) exact(i, j int) int64 {
	slot := j*s.nx + i
	if s.rough[slot] {
		at := s.at(i, j).position()
		s.ms[slot], _ = s.ground.time(at, s.rows[j].At(at[0]), -1)
		s.rough[slot] = false
	}
	return s.ms[slot]
}

// resized is a slice of a length, in the same memory where that is enough. What it holds is not defined.
func resized[T any](s []T, length int) []T {
	if cap(s) < length {
		return make([]T, length, length+length/4)
	}
	return s[:length]
}
