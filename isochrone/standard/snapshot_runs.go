package standard

import (
	"encoding/binary"
	"errors"
)

// Points of a record stand along a curve, so that neighbours in the town are neighbours in the record and mostly have the
// same nearest facility: what takes four bytes a point is written as runs of points with the same one, each as two numbers
// of variable length, how many points and which facility. Records of format 1 have their points by id, and no runs.

// inRuns is a reach as it is written.
func (r *reachOf) inRuns() reachOf {
	runs := []byte{}
	points := len(r.Nearest) / 4
	for first, end := 0, 0; first < points; first = end {
		f := r.nearest(first)
		for end = first + 1; end < points && r.nearest(end) == f; end++ {
		}
		runs = binary.AppendUvarint(runs, uint64(end-first))
		runs = binary.AppendVarint(runs, int64(f))
	}
	return reachOf{Definition: r.Definition, Runs: runs}
}

// fromRuns reads the runs of a reach over so many points.
func (r *reachOf) fromRuns(points int) error {
	damaged := errors.New("a reach is damaged")
	nearest := make([]byte, 0, 4*points)
	for rest := r.Runs; len(rest) > 0; {
		length, n := binary.Uvarint(rest)
		if n <= 0 || length == 0 || length > uint64(points-len(nearest)/4) {
			return damaged
		}
		f, m := binary.Varint(rest[n:])
		if m <= 0 || f != int64(int32(f)) {
			return damaged
		}
		rest = rest[n+m:]
		for range length {
			nearest = binary.LittleEndian.AppendUint32(nearest, uint32(f))
		}
	}
	if len(nearest) != 4*points {
		return damaged
	}
	r.Nearest, r.Runs = nearest, nil
	return nil
}
