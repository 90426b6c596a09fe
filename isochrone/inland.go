package isochrone

import (
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// inland are the cells of a grid over the extent that lie farther from its outline than a leg reaches, and on which side of
// it. Nearly all of a town does, and of what is in one such cell nothing more need be asked, however many corners the
// outline has.
type inland struct {
	box    orb.Bound
	count  [2]int     // of columns and of rows
	across [2]float64 // cells per degree
	cells  []shore    // row by row
}

// shore is on which side of the outline a cell lies.
type shore int8

const (
	unsettled shore = iota // the outline comes within reach
	inside
	outside
)

// inlandMost bounds the columns and the rows.
const inlandMost = 256

func newInland(e *extentEdge, limitM float64) *inland {
	g := &inland{box: e.shape.Bound()}
	reach := limitM*1.01 + 1 // the planes at two places differ
	lon, lat := geo.NewFrame(g.box.Center()).PerDegree()
	for axis, perDegree := range [2]float64{lon, lat} {
		wide := max(g.box.Max[axis]-g.box.Min[axis], 1e-9)
		g.count[axis] = max(1, min(inlandMost, int(wide*perDegree/reach)))
		g.across[axis] = float64(g.count[axis]) / wide
	}
	g.cells = make([]shore, g.count[0]*g.count[1])
	near := g.near(e.shape, reach)
	for y := range g.count[1] {
		row := unsettled // of the cells in a row up to the next that the outline comes near
		for x := range g.count[0] {
			i := y*g.count[0] + x
			switch {
			case near[i]:
				row = unsettled
			case row != unsettled:
			case geo.Contains(e.shape, g.middle(x, y)):
				row = inside
			default:
				row = outside
			}
			g.cells[i] = row
		}
	}
	return g
}

// near marks the cells that the outline of a shape comes within reach of.
func (g *inland) near(shape orb.MultiPolygon, reachM float64) []bool {
	near := make([]bool, len(g.cells))
	mark := func(from, to orb.Point) {
		box := geo.NewFrame(from).Box(reachM).Union(geo.NewFrame(to).Box(reachM))
		x0, y0 := g.cell(box.Min)
		x1, y1 := g.cell(box.Max)
		for y := max(0, y0); y <= min(y1, g.count[1]-1); y++ {
			for x := max(0, x0); x <= min(x1, g.count[0]-1); x++ {
				near[y*g.count[0]+x] = true
			}
		}
	}
	for _, polygon := range shape {
		for _, ring := range polygon {
			for i := range ring {
				g.eachPart(ring[i], ring[(i+1)%len(ring)], mark)
			}
		}
	}
	return near
}

// eachPart visits a segment part by part, none of which is longer than a cell is wide.
func (g *inland) eachPart(from, to orb.Point, visit func(from, to orb.Point)) {
	parts := 1 + int(max(math.Abs(to[0]-from[0])*g.across[0], math.Abs(to[1]-from[1])*g.across[1]))
	for k := range parts {
		visit(geo.Along(from, to, float64(k)/float64(parts)), geo.Along(from, to, float64(k+1)/float64(parts)))
	}
}

// cell is the column and the row of a position, which may lie beside the grid.
func (g *inland) cell(p orb.Point) (x, y int) {
	return int(math.Floor((p[0] - g.box.Min[0]) * g.across[0])), int(math.Floor((p[1] - g.box.Min[1]) * g.across[1]))
}

func (g *inland) middle(x, y int) orb.Point {
	return orb.Point{g.box.Min[0] + (float64(x)+0.5)/g.across[0], g.box.Min[1] + (float64(y)+0.5)/g.across[1]}
}

// sideOf is the side of the outline on which two positions lie with all between them, if one cell holds them.
func (g *inland) sideOf(a, b orb.Point) shore {
	x, y := g.cell(a)
	if x < 0 || y < 0 || x >= g.count[0] || y >= g.count[1] {
		return unsettled
	}
	if otherX, otherY := g.cell(b); otherX != x || otherY != y {
		return unsettled
	}
	return g.cells[y*g.count[0]+x]
}
