package coverage

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// grid is an absolute grid of square cells in degrees, counted from 0° N 0° E.
type grid struct {
	size int64 // of a cell, in units of 1e-7 degrees
}

func gridFor(traveller string) grid {
	if traveller == geo.Foot.String() {
		return grid{10_000} // 0.001°: about 100 m
	}
	return grid{25_000} // 0.0025°: about 250 m
}

// cell is a square of a grid, by the number of cells to the east and north of 0°.
type cell struct{ x, y int64 }

func (c cell) String() string { return fmt.Sprintf("%d,%d", c.x, c.y) }

func compareCells(a, b cell) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }

// cellOf is the cell a position lies in. It counts in whole 1e-7 degrees, so that no cell boundary wavers.
func (g grid) cellOf(p orb.Point) cell {
	at := func(degrees float64) int64 {
		n := int64(math.Round(degrees * 1e7))
		q := n / g.size
		if n < 0 && n%g.size != 0 {
			q--
		}
		return q
	}
	return cell{at(p[0]), at(p[1])}
}

// corner is the south-west corner of a cell.
func (g grid) corner(c cell) orb.Point {
	return orb.Point{float64(c.x*g.size) / 1e7, float64(c.y*g.size) / 1e7}
}

// connected finds the groups of cells that touch, corners included. Each group is sorted, and the groups are
// sorted by their smallest cell.
func connected[T any](cells map[cell]T) [][]cell {
	seen := make(map[cell]bool, len(cells))
	var order []cell
	for c := range cells {
		order = append(order, c)
	}
	slices.SortFunc(order, compareCells)
	var groups [][]cell
	for _, c := range order {
		if seen[c] {
			continue
		}
		seen[c] = true
		group := []cell{c}
		for i := 0; i < len(group); i++ {
			for dx := int64(-1); dx <= 1; dx++ {
				for dy := int64(-1); dy <= 1; dy++ {
					next := cell{group[i].x + dx, group[i].y + dy}
					if _, in := cells[next]; in && !seen[next] {
						seen[next] = true
						group = append(group, next)
					}
				}
			}
		}
		slices.SortFunc(group, compareCells)
		groups = append(groups, group)
	}
	return groups
}

// outline is the shape of the cells, wound by RFC 7946: outer rings counter-clockwise, holes clockwise.
// Cells that touch only at a corner lie in polygons of their own, so that no ring touches itself.
func (g grid) outline(cells []cell) orb.MultiPolygon {
	rings := traceRings(cells)
	var shape orb.MultiPolygon
	var holes []orb.Ring
	for _, corners := range rings {
		ring := make(orb.Ring, 0, len(corners)+1)
		for _, c := range corners {
			ring = append(ring, g.corner(c))
		}
		ring = append(ring, ring[0])
		if ring.Orientation() == orb.CCW {
			shape = append(shape, orb.Polygon{ring})
		} else {
			holes = append(holes, ring)
		}
	}
	for _, hole := range holes {
		// The cell inside the hole's rim belongs to the polygon around it: the smallest one that holds the rim.
		owner := -1
		for i := range shape {
			if holdsRing(shape[i][0], hole) && (owner < 0 || math.Abs(ringArea(shape[i][0])) < math.Abs(ringArea(shape[owner][0]))) {
				owner = i
			}
		}
		if owner >= 0 {
			shape[owner] = append(shape[owner], hole)
		}
	}
	return shape
}

// traceRings walks the edges between cells inside and outside, keeping the inside on the left, and returns the
// corners at which each ring turns. Where two cells touch at a corner it turns left, staying with its own cell.
func traceRings(cells []cell) [][]cell {
	in := make(map[cell]bool, len(cells))
	for _, c := range cells {
		in[c] = true
	}
	// The edges that leave a corner, by direction: east, north, west, south.
	type edge struct {
		from cell
		way  int
	}
	step := [4]cell{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}
	open := make(map[edge]bool)
	var order []edge
	add := func(x, y int64, way int) {
		e := edge{cell{x, y}, way}
		open[e] = true
		order = append(order, e)
	}
	for _, c := range cells {
		if !in[cell{c.x, c.y - 1}] {
			add(c.x, c.y, 0)
		}
		if !in[cell{c.x + 1, c.y}] {
			add(c.x+1, c.y, 1)
		}
		if !in[cell{c.x, c.y + 1}] {
			add(c.x+1, c.y+1, 2)
		}
		if !in[cell{c.x - 1, c.y}] {
			add(c.x, c.y+1, 3)
		}
	}
	var rings [][]cell
	for _, start := range order {
		if !open[start] {
			continue
		}
		var ring []cell
		for e, last := start, -1; open[e]; {
			delete(open, e)
			if e.way != last {
				ring = append(ring, e.from)
			}
			last = e.way
			to := cell{e.from.x + step[e.way].x, e.from.y + step[e.way].y}
			for _, turn := range []int{1, 0, 3} { // left, straight on, right
				next := edge{to, (e.way + turn) % 4}
				if open[next] {
					e = next
					break
				}
			}
		}
		rings = append(rings, simple(ring)...)
	}
	return rings
}

// simple cuts a ring that passes a corner twice into rings that do not: where cells close a circle by touching at
// a corner, the ring around them runs on along the inside, which is a hole of its own.
func simple(ring []cell) [][]cell {
	var rings [][]cell
	var path []cell
	at := make(map[cell]int)
	for _, c := range ring {
		if i, seen := at[c]; seen {
			rings = append(rings, slices.Clone(path[i:]))
			for _, passed := range path[i:] {
				delete(at, passed)
			}
			path = path[:i]
		}
		at[c] = len(path)
		path = append(path, c)
	}
	return append(rings, path)
}

func ringArea(r orb.Ring) float64 {
	area := 0.0
	for i := range r {
		a, b := r[i], r[(i+1)%len(r)]
		area += a[0]*b[1] - b[0]*a[1]
	}
	return area / 2
}

// holdsRing reports whether every corner of inner lies in outer or on its edge.
func holdsRing(outer, inner orb.Ring) bool {
	for _, p := range inner {
		if !geo.Contains(orb.MultiPolygon{{outer}}, p) {
			return false
		}
	}
	return true
}
