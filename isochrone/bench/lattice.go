package bench

import (
	"math/rand/v2"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// lattice is where junctions can be: columns and rows with blocks of different length between them.
type lattice struct {
	side    int
	xs, ys  []int64 // of each column and row, in units of 1e-7°
	shiftX  []int8  // of each junction, in 1/128 of its narrowest block
	shiftY  []int8
	islands []island
	bridges int64 // a bridge at about every so many columns, a railway crossing at every so many rows
}

// island is a square of junctions that no street joins to the rest.
type island struct{ x, y int }

const islandSide = 8

// blocksM are the lengths of blocks in metres, each as likely: with the culs-de-sac that cut some in two, their
// spread is that of walking networks, from a few metres to 200 with the middle near 50.
var blocksM = [...]int64{8, 18, 30, 42, 54, 64, 76, 90, 110, 135, 170, 215, 280}

// Every so many rows there is a river, every so many columns a railway.
const (
	riverEvery = 250
	railEvery  = 300
	riverM     = 150
	railM      = 60
)

func newLattice(p Plan) *lattice {
	r := rand.New(rand.NewPCG(p.Seed, 1))
	l := &lattice{side: 2}
	for 3*l.side*l.side < 2*p.Junctions { // culs-de-sac add half as many again
		l.side++
	}
	lines := func(wide func(i int) int64) []int64 {
		at := make([]int64, l.side)
		for i := 1; i < l.side; i++ {
			at[i] = at[i-1] + perMetre*max(wide(i-1), blocksM[r.IntN(len(blocksM))])
		}
		return at
	}
	l.xs = lines(func(i int) int64 {
		if l.railAfter(i) {
			return railM
		}
		return 0
	})
	l.ys = lines(func(i int) int64 {
		if l.riverAfter(i) {
			return riverM
		}
		return 0
	})
	l.shiftX, l.shiftY = make([]int8, l.side*l.side), make([]int8, l.side*l.side)
	for i := range l.shiftX {
		l.shiftX[i], l.shiftY[i] = int8(r.IntN(51)-25), int8(r.IntN(51)-25)
	}
	for range max(2, p.Junctions/50_000) {
		l.islands = append(l.islands, island{r.IntN(l.side - islandSide), r.IntN(l.side - islandSide)})
	}
	l.bridges = int64(max(8, l.side/20))
	return l
}

// riverAfter and railAfter tell whether a river flows north of a row, and a railway runs east of a column.
func (l *lattice) riverAfter(row int) bool { return row%riverEvery == min(riverEvery, l.side)/2 }
func (l *lattice) railAfter(column int) bool {
	return column%railEvery == min(railEvery, l.side)/3
}

// block is the length of the narrowest block at a column or row.
func (l *lattice) block(at []int64, i int) int64 {
	narrowest := at[l.side-1]
	if i > 0 {
		narrowest = at[i] - at[i-1]
	}
	if i+1 < l.side {
		narrowest = min(narrowest, at[i+1]-at[i])
	}
	return narrowest
}

// junction is the position of a junction, which lies beside its column and row by up to a fifth of a block.
func (l *lattice) junction(x, y int) spot {
	i := y*l.side + x
	return spot{
		l.xs[x] + l.block(l.xs, x)*int64(l.shiftX[i])/128,
		l.ys[y] + l.block(l.ys, y)*int64(l.shiftY[i])/128,
	}
}

// node is the id of a junction.
func (l *lattice) node(x, y int) geo.NodeID { return geo.NodeID(y*l.side+x) + 1 }

// islandOf is the number of the island on which a junction lies, from 1; 0 for none.
func (l *lattice) islandOf(x, y int) int {
	for i, at := range l.islands {
		if x >= at.x && x < at.x+islandSide && y >= at.y && y < at.y+islandSide {
			return i + 1
		}
	}
	return 0
}

// along tells whether a street runs from a junction to the next one in its row, and across to the next one in its column.
func (l *lattice) along(x, y int) bool {
	switch {
	case x+1 >= l.side || l.islandOf(x, y) != l.islandOf(x+1, y):
		return false
	case l.railAfter(x):
		return int64(y)%l.bridges == l.bridges/2
	}
	return true
}

func (l *lattice) across(x, y int) bool {
	switch {
	case y+1 >= l.side || l.islandOf(x, y) != l.islandOf(x, y+1):
		return false
	case l.riverAfter(y):
		return int64(x)%l.bridges == l.bridges/2
	}
	return (x+y)%2 == 0 || classOfLine(x) != ""
}

// classOfLine is the class of the thoroughfares among columns and rows, "" for all others.
func classOfLine(line int) string {
	switch {
	case line%64 == 32:
		return "trunk"
	case line%32 == 16:
		return "primary"
	case line%16 == 8:
		return "secondary"
	case line%8 == 4:
		return "tertiary"
	}
	return ""
}

// barriers are the rivers and railways, in the middle of their blocks.
func (l *lattice) barriers() (barriers []geo.Barrier) {
	add := func(kind string, at func(i int) spot) {
		line := make(orb.LineString, l.side)
		for i := range line {
			line[i] = at(i).point()
		}
		barriers = append(barriers, geo.Barrier{WayID: int64(1<<50 + len(barriers)), Kind: kind, Line: line})
	}
	for row := range l.side - 1 {
		if l.riverAfter(row) {
			add("waterway=river", func(x int) spot { return spot{l.xs[x], (l.ys[row] + l.ys[row+1]) / 2} })
		}
	}
	for column := range l.side - 1 {
		if l.railAfter(column) {
			add("railway=rail", func(y int) spot { return spot{(l.xs[column] + l.xs[column+1]) / 2, l.ys[y]} })
		}
	}
	return barriers
}

// extent is the box of the city less a margin, so that streets lead out of the data as they do out of an extract.
func (l *lattice) extent() orb.MultiPolygon {
	const margin = 20 * perMetre
	low, high := spot{margin, margin}.point(), spot{l.xs[l.side-1] - margin, l.ys[l.side-1] - margin}.point()
	return orb.MultiPolygon{orb.Bound{Min: low, Max: high}.ToPolygon()}
}
