package isochrone

import (
	"context"

	"lifecircle/geo"
)

// surface is the travel time at every corner of a window, in milliseconds; [Never] beyond the limit of the ground.
type surface struct {
	window
	ms   []int64
	rows []geo.Frame // the plane at the western end of each row of corners
}

// fill computes the times of all corners, on all processors.
func (s *surface) fill(ctx context.Context, w window, g *ground) error {
	s.window = w
	s.ms, s.rows = resized(s.ms, w.nx*w.ny), resized(s.rows, w.ny)
	return inParallel(ctx, w.ny, func(_, j int) {
		s.rows[j] = geo.NewFrame(w.at(0, j).position())
		by := int32(-1)
		for i := range w.nx {
			at := w.at(i, j).position()
			s.ms[j*w.nx+i], by = g.time(at, s.rows[j].At(at[0]), by)
		}
	})
}

// resized is a slice of a length, in the same memory where that is enough. What it holds is not defined.
func resized[T any](s []T, length int) []T {
	if cap(s) < length {
		return make([]T, length, length+length/4)
	}
	return s[:length]
}
