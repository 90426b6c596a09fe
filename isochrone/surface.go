package isochrone

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// lattice is a grid of corners over a box. Its lines run half a unit of 1e-7 degrees beside every position that
// Lifecircle stores, so that no residential point and no facility ever lies on one. Coordinates are kept in
// half units: corners are odd, stored positions even, and every side-of-line test is exact.
type lattice struct {
	x0, y0 int64 // the south-west corner, in half units
	step   [2]int64
	nx, ny int // corners to the east and north
}

// halfUnit is half of 1e-7 degrees.
const halfUnit = 0.5e-7

// maxCorners bounds the memory of a surface; a larger box gets a coarser lattice.
const maxCorners = 1_000_000

// newLattice covers a box with corners about sideM metres apart at a latitude. The lines of two lattices of one side and
// latitude coincide.
func newLattice(box orb.Bound, sideM, latitude float64) lattice {
	for ; ; sideM *= 2 {
		perDegree := geo.EarthRadiusM * math.Pi / 180
		side := sideM / perDegree / halfUnit
		l := lattice{step: [2]int64{
			2 * int64(math.Max(1, math.Round(side/2/math.Cos(latitude*math.Pi/180)))),
			2 * int64(math.Max(1, math.Round(side/2))),
		}}
		west, south := half(box.Min)
		east, north := half(box.Max)
		l.x0, l.y0 = floorTo(west, l.step[0])-l.step[0]+1, floorTo(south, l.step[1])-l.step[1]+1
		nx, ny := (east-l.x0)/l.step[0]+2, (north-l.y0)/l.step[1]+2
		if nx*ny <= maxCorners {
			l.nx, l.ny = int(nx), int(ny)
			return l
		}
	}
}

func floorTo(v, step int64) int64 {
	q := v / step
	if v < 0 && v%step != 0 {
		q--
	}
	return q * step
}

// half converts a stored position to half units.
func half(p orb.Point) (x, y int64) {
	return 2 * int64(math.Round(p[0]*1e7)), 2 * int64(math.Round(p[1]*1e7))
}

// corner is the position of a corner in half units.
func (l *lattice) corner(i, j int) vertexAt {
	return vertexAt{l.x0 + int64(i)*l.step[0], l.y0 + int64(j)*l.step[1]}
}

// cellOf is the cell that a stored position lies in; false outside the lattice.
func (l *lattice) cellOf(at vertexAt) (i, j int, ok bool) {
	i, j = int(floorTo(at.x-l.x0, l.step[0])/l.step[0]), int(floorTo(at.y-l.y0, l.step[1])/l.step[1])
	return i, j, i >= 0 && j >= 0 && i < l.nx-1 && j < l.ny-1
}

// vertexAt is a position in half units.
type vertexAt struct{ x, y int64 }

func (v vertexAt) position() orb.Point {
	return orb.Point{float64(v.x) * halfUnit, float64(v.y) * halfUnit}
}

// surface is the travel time at every corner of a lattice, in milliseconds; [Never] where no facility is reached
// within the time it was made for.
type surface struct {
	lattice
	ms   []int64
	rows []geo.Frame // the plane at the western end of each row
}

// newSurface computes T at the corners of a lattice, up to maxMs. It works piece by piece, the soonest reached first:
// a piece offers the corners within the access limit a way along itself. A corner that has a better time than the
// piece itself needs no arithmetic, and a barrier is asked about only where an offer is better.
func (r *Router) newSurface(l lattice, reached []reachedPiece, near *neighbourhood, maxMs int64) *surface {
	s := &surface{l, make([]int64, l.nx*l.ny), make([]geo.Frame, l.ny)}
	for i := range s.ms {
		s.ms[i] = Never
	}
	for j := range s.rows {
		s.rows[j] = geo.NewFrame(s.corner(0, j).position())
	}
	for _, door := range near.doors {
		s.around(r, door.at, door.at, func(frame geo.Frame, slot int) {
			x, y := frame.XY(door.at)
			d := math.Hypot(x, y)
			ms := int64(r.Profile.legMs(d))
			if d <= r.Profile.Access.LimitM && ms <= maxMs && ms < s.ms[slot] && !r.Area.Barrier.Crossed(frame, x, y) {
				s.ms[slot] = ms
			}
		})
	}
	for i := range reached {
		r.spread(s, &reached[i], maxMs)
	}
	return s
}

// reachedPiece is a piece from which a goal is reached, and the times from its ends on, each in the direction in which
// one comes to it along the piece.
type reachedPiece struct {
	piece        int32
	fromMs, toMs int64 // Never where no goal is reached that way
	leastMs      int64 // no way along the piece takes less
	shared       []edgeGoal
}

// reachedPieces lists the boardable pieces from which a goal is reached within maxMs, the soonest first.
func (r *Router) reachedPieces(keys []key, near *neighbourhood, maxMs int64) []reachedPiece {
	var all []reachedPiece
	for i := range r.Network.Pieces {
		p := &r.Network.Pieces[i]
		if !p.Boardable {
			continue
		}
		piece := int32(i)
		reached := reachedPiece{piece: piece, fromMs: near.beyond(piece, 1, keys), toMs: near.beyond(piece, 0, keys)}
		reached.leastMs = min(reached.fromMs, reached.toMs)
		for _, there := range near.onEdge[p.Edge] {
			if there.piece == piece {
				reached.shared = append(reached.shared, there)
				reached.leastMs = min(reached.leastMs, int64(there.legMs))
			}
		}
		if reached.leastMs <= maxMs {
			all = append(all, reached)
		}
	}
	slices.SortStableFunc(all, func(a, b reachedPiece) int { return cmp.Compare(a.leastMs, b.leastMs) })
	return all
}

// spread offers the ways along one piece to the corners near it.
func (r *Router) spread(s *surface, p *reachedPiece, maxMs int64) {
	from, to := r.Network.Ends(p.piece)
	times := r.Network.Pieces[p.piece].Ms
	s.around(r, from, to, func(frame geo.Frame, slot int) {
		if p.leastMs >= s.ms[slot] {
			return
		}
		t, d := frame.ToSegment(from, to)
		if d > r.Profile.Access.LimitM {
			return
		}
		b := boarding{piece: p.piece, t: t, legM: d, legMs: r.Profile.legMs(d)}
		best := int64(Never)
		if p.fromMs != Never {
			ms, _ := part(b.t, times[1])
			best = min(best, p.fromMs+int64(ms))
		}
		if p.toMs != Never {
			ms, _ := part(1-b.t, times[0])
			best = min(best, p.toMs+int64(ms))
		}
		for _, there := range p.shared {
			if ms, ok := r.alongPiece(&b, there.boarding); ok {
				best = min(best, int64(ms)+int64(there.legMs))
			}
		}
		if best == Never {
			return
		}
		if best += int64(b.legMs); best > maxMs || best >= s.ms[slot] {
			return
		}
		if x, y := frame.XY(geo.Along(from, to, t)); !r.Area.Barrier.Crossed(frame, x, y) {
			s.ms[slot] = best
		}
	})
}

// around visits the corners within the access limit of the box around two positions, with the plane at each.
func (s *surface) around(r *Router, a, b orb.Point, visit func(frame geo.Frame, slot int)) {
	box := orb.MultiPoint{a, b}.Bound()
	reach := geo.NewFrame(box.Center()).Box(r.Profile.Access.LimitM * 1.001)
	dx, dy := (reach.Max[0]-reach.Min[0])/2, (reach.Max[1]-reach.Min[1])/2
	column := func(lon float64) int { return int((lon/halfUnit - float64(s.x0)) / float64(s.step[0])) }
	row := func(lat float64) int { return int((lat/halfUnit - float64(s.y0)) / float64(s.step[1])) }
	west, east := max(0, column(box.Min[0]-dx)), min(s.nx-1, column(box.Max[0]+dx)+1)
	for j := max(0, row(box.Min[1]-dy)); j <= min(s.ny-1, row(box.Max[1]+dy)+1); j++ {
		for i := west; i <= east; i++ {
			visit(s.rows[j].At(s.corner(i, j).position()[0]), j*s.nx+i)
		}
	}
}
