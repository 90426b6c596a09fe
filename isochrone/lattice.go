package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// lattice is a grid of corners over the whole Earth, the same for every question about a town. Its lines run half a
// unit of 1e-7 degrees beside every position that Lifecircle stores, so that no residential point and no facility ever
// lies on one; where sites are near, they run where they leave most room on both sides. Coordinates are kept in
// half units: corners are odd, stored positions even, and every test of a side is exact.
type lattice struct {
	step  [2]int64 // half units between corners, to the east and to the north; even
	sideM float64  // about so many metres
	shift [2]shifts
}

// shifts are how far lines of a lattice are moved: those from number first on, any others not at all.
type shifts struct {
	first int64
	by    []int32
}

// halfUnit is half of 1e-7 degrees.
const halfUnit = 0.5e-7

// maxCorners bounds the corners over a whole town; a larger town gets a coarser lattice.
const maxCorners = 1 << 24

// newLattice makes squares of about sideM metres at a latitude.
func newLattice(box orb.Bound, sideM, latitude float64) lattice {
	for ; ; sideM *= 2 {
		side := sideM / (geo.EarthRadiusM * math.Pi / 180) / halfUnit
		l := lattice{sideM: sideM, step: [2]int64{
			2 * int64(math.Max(1, math.Round(side/2/math.Cos(latitude*math.Pi/180)))),
			2 * int64(math.Max(1, math.Round(side/2))),
		}}
		columns := (box.Max[0] - box.Min[0]) / halfUnit / float64(l.step[0])
		rows := (box.Max[1] - box.Min[1]) / halfUnit / float64(l.step[1])
		if columns*rows <= maxCorners {
			return l
		}
	}
}

// vertexAt is a position in half units.
type vertexAt struct{ x, y int64 }

// half converts a stored position to half units.
func half(p orb.Point) vertexAt {
	return vertexAt{2 * int64(math.Round(p[0]*1e7)), 2 * int64(math.Round(p[1]*1e7))}
}

func (v vertexAt) position() orb.Point {
	return orb.Point{float64(v.x) / 2e7, float64(v.y) / 2e7} // of a stored position these are the very same bits
}

// giveRoom moves each line to the middle of the widest gap between sites that are up to an eighth of a cell away.
func (l *lattice) giveRoom(sites []listedSite) {
	for axis := range l.shift {
		at := make([]int64, len(sites))
		for i := range sites {
			v := sites[i].half()
			at[i] = [2]int64{v.x, v.y}[axis]
		}
		slices.Sort(at)
		l.shift[axis] = room(at, l.step[axis])
	}
}

func room(at []int64, step int64) (s shifts) {
	if len(at) == 0 {
		return s
	}
	band := step / 8 &^ 1
	s.first = floorDiv(at[0], step)
	s.by = make([]int32, floorDiv(at[len(at)-1], step)-s.first+2)
	next := 0
	for i := range s.by {
		line := (s.first+int64(i))*step + 1
		for next < len(at) && at[next] < line-band {
			next++
		}
		widest, before := int64(0), line-band-1
		for ; next < len(at) && at[next] <= line+band; next++ {
			if gap := at[next] - before; gap > widest {
				widest, s.by[i] = gap, int32(odd((before+at[next])/2)-line)
			}
			before = at[next]
		}
		if gap := line + band + 1 - before; gap > widest {
			s.by[i] = int32(odd((before+line+band+1)/2) - line)
		}
	}
	return s
}

func odd(v int64) int64 { return v | 1 }

func floorDiv(v, by int64) int64 {
	q := v / by
	if v%by < 0 {
		q--
	}
	return q
}

// line is the place of a line of the lattice: one to the north if axis is 0, one to the east if it is 1.
func (l *lattice) line(axis int, number int64) int64 {
	at := number*l.step[axis] + 1
	if s := &l.shift[axis]; number >= s.first && number < s.first+int64(len(s.by)) {
		at += int64(s.by[number-s.first])
	}
	return at
}

// corner is the position of a corner.
func (l *lattice) corner(i, j int64) vertexAt { return vertexAt{l.line(0, i), l.line(1, j)} }

// cellOf is the cell, by its south-western corner, that a position in half units lies in.
func (l *lattice) cellOf(v vertexAt) (i, j int64) {
	return l.before(0, v.x), l.before(1, v.y)
}

// before is the last line before a place.
func (l *lattice) before(axis int, at int64) int64 {
	number := floorDiv(at, l.step[axis])
	for l.line(axis, number) > at {
		number--
	}
	for l.line(axis, number+1) <= at {
		number++
	}
	return number
}

// window is a part of a lattice: nx by ny corners from corner (i0, j0).
type window struct {
	lattice
	i0, j0 int64
	nx, ny int
}

// over is the window of all cells that a box in degrees touches, and one more on every side.
func (l *lattice) over(box orb.Bound) window {
	w, s := l.cellOf(half(box.Min))
	e, n := l.cellOf(half(box.Max))
	return window{*l, w - 1, s - 1, int(e - w + 4), int(n - s + 4)}
}

// at is the position of the corner in column i and row j of the window.
func (w *window) at(i, j int) vertexAt { return w.corner(w.i0+int64(i), w.j0+int64(j)) }
