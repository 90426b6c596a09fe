package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// pieceGrid finds the boardable pieces near a position. Pieces are many, short and evenly spread, which suits cells of
// one size better than a tree; a piece stands in every cell that its box touches.
type pieceGrid struct {
	box    orb.Bound
	perLon float64 // cells per degree
	perLat float64
	nx, ny int
	first  []uint32 // of each cell, row by row
	list   []int32
	cellM  float64 // no cell is narrower
}

// gridCellM is the side of a cell: what a walker's leg reaches.
const gridCellM = 150

func newPieceGrid(n *Network) pieceGrid {
	var g pieceGrid
	boardable := 0
	low, high := orb.Point{math.Inf(1), math.Inf(1)}, orb.Point{math.Inf(-1), math.Inf(-1)}
	for i := range n.Pieces {
		if p := &n.Pieces[i]; p.Boardable {
			box := n.box(p)
			low = orb.Point{min(low[0], box.Min[0]), min(low[1], box.Min[1])}
			high = orb.Point{max(high[0], box.Max[0]), max(high[1], box.Max[1])}
			boardable++
		}
	}
	if boardable == 0 {
		return g
	}
	g.box = orb.Bound{Min: low, Max: high}
	widest := math.Max(0.01, math.Cos(math.Max(math.Abs(g.box.Min[1]), math.Abs(g.box.Max[1]))*radians))
	for cell := float64(gridCellM); ; cell *= 2 {
		g.cellM = cell
		g.perLat = EarthRadiusM * radians / cell
		g.perLon = g.perLat * widest
		nx, ny := (g.box.Max[0]-g.box.Min[0])*g.perLon+1, (g.box.Max[1]-g.box.Min[1])*g.perLat+1
		if nx*ny <= float64(4*boardable+1024) {
			g.nx, g.ny = int(nx), int(ny)
			break
		}
	}
	g.first = make([]uint32, g.nx*g.ny+1)
	each := func(visit func(cell int, piece int32)) {
		for i := range n.Pieces {
			if p := &n.Pieces[i]; p.Boardable {
				x0, y0, x1, y1 := g.cells(n.box(p))
				for y := y0; y <= y1; y++ {
					for x := x0; x <= x1; x++ {
						visit(y*g.nx+x, int32(i))
					}
				}
			}
		}
	}
	each(func(cell int, _ int32) { g.first[cell+1]++ })
	for i := range g.nx * g.ny {
		g.first[i+1] += g.first[i]
	}
	g.list = make([]int32, g.first[g.nx*g.ny])
	next := append([]uint32(nil), g.first...)
	each(func(cell int, piece int32) {
		g.list[next[cell]] = piece
		next[cell]++
	})
	return g
}

// box is the box of a piece.
func (n *Network) box(p *Piece) orb.Bound {
	a, b := n.Points[p.From], n.Points[p.To]
	return orb.Bound{Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])}, Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])}}
}

// cells is the range of cells that a box touches, both ends included.
func (g *pieceGrid) cells(box orb.Bound) (x0, y0, x1, y1 int) {
	column := func(lon float64) int { return max(0, min(g.nx-1, int(math.Floor((lon-g.box.Min[0])*g.perLon)))) }
	row := func(lat float64) int { return max(0, min(g.ny-1, int(math.Floor((lat-g.box.Min[1])*g.perLat)))) }
	return column(box.Min[0]), row(box.Min[1]), column(box.Max[0]), row(box.Max[1])
}

// search calls visit for the pieces that stand in the cells touched by a box, some of them more than once.
func (g *pieceGrid) search(box orb.Bound, visit func(piece int32)) {
	if len(g.list) == 0 || !g.box.Intersects(box) {
		return
	}
	x0, y0, x1, y1 := g.cells(box)
	for y := y0; y <= y1; y++ {
		for _, piece := range g.list[g.first[y*g.nx+x0]:g.first[y*g.nx+x1+1]] {
			visit(piece)
		}
	}
}
