package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// hilbertBits is the order of the curve: cells of about a metre in a town of 60 km.
const hilbertBits = 16

// HilbertOrder sorts positions along a Hilbert curve over their box, so that neighbours in the town are neighbours in
// the order. It returns the indexes of the positions in that order; tie decides between two in one cell of the curve.
func HilbertOrder(points []orb.Point, tie func(a, b int) int) []int32 {
	type placed struct {
		at    uint64
		index int32
	}
	box := orb.MultiPoint(points).Bound()
	// Cells are square on the ground, or the curve would run long ways in one direction.
	narrow := math.Cos(box.Center()[1] * radians)
	side := max((box.Max[0]-box.Min[0])*narrow, box.Max[1]-box.Min[1], 1e-7)
	scale := (1<<hilbertBits - 1) / side
	all := make([]placed, len(points))
	for i, p := range points {
		x, y := uint32((p[0]-box.Min[0])*narrow*scale), uint32((p[1]-box.Min[1])*scale)
		all[i] = placed{hilbert(x, y), int32(i)}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.at, b.at), tie(int(a.index), int(b.index)))
	})
	order := make([]int32, len(all))
	for i := range all {
		order[i] = all[i].index
	}
	return order
}

// hilbert is the distance along the curve of a cell.
func hilbert(x, y uint32) uint64 {
	var d uint64
	for s := uint32(1) << (hilbertBits - 1); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		d += uint64(s) * uint64(s) * uint64((3*rx)^ry)
		if ry == 0 { // turn the quadrant, so that the curve goes on where the last one ended
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}
