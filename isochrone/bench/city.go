package bench

import (
	"math/rand/v2"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Plan says how large a generated city is.
type Plan struct {
	Junctions int // about so many places where streets meet or end, from [MinJunctions] to [MaxJunctions]
	Points    int // residential points, from 1 to [MaxPoints]
	Seed      uint64
}

// The bounds of a [Plan]. Below them there is no room for a river, above them none in memory.
const (
	MinJunctions = 500
	MaxJunctions = 4_000_000
	MaxPoints    = 4_000_000
)

// Check refuses a plan out of bounds.
func (p Plan) Check() error {
	if p.Junctions < MinJunctions || p.Junctions > MaxJunctions {
		return geo.Fail("%d junctions: a city has from %d to %d", "路口数 %d：应在 %d 至 %d 之间", p.Junctions, MinJunctions, MaxJunctions)
	}
	if p.Points < 1 || p.Points > MaxPoints {
		return geo.Fail("%d residential points: a city has from 1 to %d", "居民点数 %d：应在 1 至 %d 之间", p.Points, MaxPoints)
	}
	return nil
}

// City makes the city of a plan, which must be within bounds: the same one on every machine, for positions are whole
// units of 1e-7° and chance is a seeded PCG.
//
// Streets lie on a lattice like bricks in a wall, with blocks between 8 and 280 m, so that most junctions join three;
// culs-de-sac branch off, and every fourth line is a thoroughfare. Streets have about three pieces each. Rivers and railways,
// which are barriers, cut the lattice and are passed at a few bridges and crossings; islands are joined to nothing. One
// street in seven is a footway, one in eight one-way for cars; some bollards stop cars, and at some junctions cars may
// not turn as they like. Residential points stand in estates along the streets.
func City(p Plan) geo.Town {
	l := newLattice(p)
	s := &surveyor{lattice: l, seed: p.Seed, next: geo.NodeID(l.side*l.side) + 1}
	s.layStreets()
	c := &chance{rand.New(rand.NewPCG(p.Seed, 2))}
	town := geo.Town{
		Name: "benchmark city", Streets: s.streets, Barriers: l.barriers(), Extent: geo.Extent{Shape: l.extent(), Source: geo.ExtentFileBox},
		Stops: c.bollards(s.streets, p.Junctions), Turns: c.turns(s, p.Junctions),
	}
	Populate(&town, p.Points, p.Seed)
	Furnish(&town, p.Junctions, p.Seed)
	return town
}

// perMetre is how many units of 1e-7° are a metre near the equator, where the city lies: 89.93 on the mean Earth radius.
const perMetre = 90

// spot is a position in units of 1e-7° east and north of the city's corner. Whole numbers make the same city on
// processors that round sums of products in another way.
type spot struct{ x, y int64 }

// corner is where the city lies: near 0° N 100° E, where a degree is the same length in every direction.
var corner = spot{1_000_000_000, 0}

func (s spot) point() orb.Point {
	return orb.Point{float64(s.x+corner.x) / 1e7, float64(s.y+corner.y) / 1e7}
}

// chance draws everything that is not on the lattice.
type chance struct{ *rand.Rand }

// around draws up to n units either way.
func (c *chance) around(n int64) int64 { return c.Int64N(2*n+1) - n }
