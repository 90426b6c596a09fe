package isochrone

import (
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// portal is an edge of a mesh that a line passes, between a vertex within the cutoff, to the left of the line, and one
// beyond it, to the right. The line may pass anywhere between two places on the edge: those where it would pass for
// half a step of cutoffs less and more. So lines that are a step apart never cross, however each of them is simplified.
// Where the time jumps is a wall: there the lines of all cutoffs pass the edge in one place.
type portal struct {
	in, out          vertexAt
	left, mid, right xy // in half units: the ends of what it may pass, and where time says it should
	wall             bool
}

// xy is a place in half units that need not be on the grid of stored positions.
type xy struct{ x, y float64 }

func (a xy) minus(b xy) xy { return xy{a.x - b.x, a.y - b.y} }

// along is how far a goes along b, as a share of it.
func (a xy) along(b xy) float64     { return (a.x*b.x + a.y*b.y) / (b.x*b.x + b.y*b.y) }
func (a xy) cross(b xy) float64     { return a.x*b.y - a.y*b.x }
func (v vertexAt) xy() xy           { return xy{float64(v.x), float64(v.y)} }
func between(a, b xy, t float64) xy { return xy{a.x + t*(b.x-a.x), a.y + t*(b.y-a.y)} }

// Lines keep off the ends of an edge by this share of it, so that no arithmetic can take them over a vertex.
const nearestCrossing = 0.02

// gauge says how closely lines follow the travel time.
type gauge struct {
	ground  *ground
	stepMs  int64   // cutoffs are at least so far apart
	closeM  float64 // an edge is halved until its part is no longer than this,
	jumpM   float64 // or than this where the time jumps, as it does beside a barrier
	closeMs int64   // the time to walk closeM, as steep as it ever is without a jump
	by      int32   // the piece that the last time was by: the next may be too
}

// steepest is how much steeper than the walk to a street time may be: along the street it may rise too.
const steepest = 1.5

func (r *Router) newGauge(g *ground, l *lattice) gauge {
	q := gauge{ground: g, by: -1, stepMs: 60_000, closeM: l.sideM * 0.72, jumpM: l.sideM / 24}
	if r.Profile.Measure == MeasureDistance {
		q.stepMs = 1000
	}
	q.closeMs = q.walkMs(q.closeM)
	return q
}

func (q *gauge) walkMs(lengthM float64) int64 {
	return int64(q.ground.router.Profile.legMs(steepest * lengthM))
}

// beyondMs is how far above a cutoff times must be known: to tell a slope from a jump.
func (q *gauge) beyondMs() int64 { return q.closeMs + 1 }

// portal finds where the line of a cutoff passes an edge. On the way from the one vertex to the other the time is taken
// never to fall: it is looked up halfway and held between those at the ends, again and again, in that half in which
// it passes the cutoff.
func (q *gauge) portal(in, out vertexAt, inMs, outMs, cutoffMs int64) portal {
	a, b := in.position(), out.position()
	frame := geo.NewFrame(a)
	x, y := frame.XY(b)
	lengthM := math.Sqrt(x*x + y*y)
	from, to := 0.0, 1.0
	fromMs, toMs := inMs, min(outMs, cutoffMs+q.beyondMs())
	jump := func() bool { return toMs-fromMs > q.walkMs(lengthM) }
	for lengthM > q.closeM || (lengthM > q.jumpM && jump()) {
		half := (from + to) / 2
		at := geo.Along(a, b, half)
		ms, by := q.ground.time(at, geo.NewFrame(at), q.by)
		q.by = by
		if ms = max(fromMs, min(toMs, ms)); ms <= cutoffMs {
			from, fromMs = half, ms
		} else {
			to, toMs = half, ms
		}
		lengthM /= 2
	}
	share := func(cutoffMs int64) float64 {
		rise := (float64(cutoffMs-fromMs) + 0.5) / float64(toMs-fromMs) // no vertex ties
		return from + (to-from)*max(0, min(1, rise))
	}
	left, mid, right := share(cutoffMs-q.stepMs/2), share(cutoffMs), share(cutoffMs+q.stepMs/2)
	room := roomHalfUnits / math.Hypot(float64(out.x-in.x), float64(out.y-in.y))
	i, o := in.xy(), out.xy()
	switch {
	case jump():
		return wallAt(in, out, (from+to)/2)
	case room > nearestCrossing: // an edge of two metres
		return wallAt(in, out, 0.5)
	case right < nearestCrossing+12*room:
		return wallAt(in, out, nearestCrossing)
	case left > 1-nearestCrossing-12*room:
		return wallAt(in, out, 1-nearestCrossing)
	}
	left, right = max(nearestCrossing+room, left), min(1-nearestCrossing-room, right)
	inset := min(10*room, (right-left)/2) // so that whole units beside it can be seen from each other
	mid = max(left+inset, min(right-inset, mid))
	return portal{in: in, out: out, left: between(i, o, left), mid: between(i, o, mid), right: between(i, o, right)}
}

// wide is a portal without regard for other cutoffs.
func (p *portal) wide() portal {
	w := *p
	w.left, w.right = between(p.in.xy(), p.out.xy(), nearestCrossing/2), between(p.in.xy(), p.out.xy(), 1-nearestCrossing/2)
	return w
}

// Beside a wall at the end of an edge other lines keep so far off that neither moves to the other's side in whole units.
const roomHalfUnits = 4

func wallAt(in, out vertexAt, t float64) portal {
	at := between(in.xy(), out.xy(), t)
	return portal{in: in, out: out, left: at, mid: at, right: at, wall: true}
}

// position is a place as it is written.
func (a xy) position() orb.Point { return orb.Point{a.x / 2e7, a.y / 2e7} }

// beyond is above 0 for what lies ahead of a portal, 0 on its line.
func (p *portal) beyond(v vertexAt) int64 { return side(p.in, p.out, v) }
