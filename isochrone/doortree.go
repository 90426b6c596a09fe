package isochrone

import (
	"math"

	"github.com/paulmach/orb"
)

// doorTree finds the residential points that have a door in a box. Points stand along a Hilbert curve already, so that
// what is near on it lies close together: boxes around 64 ranks each, and boxes around 16 of these, and so on, are a good
// R-tree (Kamel and Faloutsos 1994), without sorting and without pointers.
type doorTree struct {
	first  []uint32 // of each rank its first door, and the end
	doors  []orb.Point
	levels [][]orb.Bound // the lowest first; the highest is one box, or none
}

const (
	ranksInBlock = 64 // as in a word of a [rankSet]
	boxesInBox   = 16
)

func (r *Router) newDoorTree() *doorTree {
	n := len(r.points.order)
	t := &doorTree{first: make([]uint32, 1, n+1), doors: make([]orb.Point, 0, n)}
	for _, point := range r.points.order {
		t.doors = append(t.doors, r.Area.PointDoors(int(point))...)
		t.first = append(t.first, uint32(len(t.doors)))
	}
	boxes := boxesAround(n, ranksInBlock, func(rank int) orb.Bound {
		return orb.MultiPoint(t.doors[t.first[rank]:t.first[rank+1]]).Bound()
	})
	for t.levels = append(t.levels, boxes); len(boxes) > 1; t.levels = append(t.levels, boxes) {
		below := boxes
		boxes = boxesAround(len(below), boxesInBox, func(i int) orb.Bound { return below[i] })
	}
	return t
}

// boxesAround makes the boxes around so many things each.
func boxesAround(n, each int, boxOf func(i int) orb.Bound) []orb.Bound {
	boxes := make([]orb.Bound, (n+each-1)/each)
	for i := range n {
		if box := boxOf(i); i%each == 0 {
			boxes[i/each] = box
		} else {
			boxes[i/each] = boxes[i/each].Union(box)
		}
	}
	return boxes
}

// search visits the ranks of the points that have a door in a box, edges included.
func (t *doorTree) search(box orb.Bound, visit func(rank int32)) {
	t.searchUnless(box, func(int) uint64 { return 0 }, visit)
}

// searchUnless is search without points that are known already: of the 64 ranks of a block, those whose bits are set.
func (t *doorTree) searchUnless(box orb.Bound, known func(block int) uint64, visit func(rank int32)) {
	t.descend(len(t.levels)-1, 0, 1, box, func(block int) {
		skip := known(block)
		if skip == math.MaxUint64 {
			return
		}
		for rank := block * ranksInBlock; rank < min((block+1)*ranksInBlock, len(t.first)-1); rank++ {
			if skip>>(rank%ranksInBlock)&1 == 0 && t.hasDoor(rank, box) {
				visit(int32(rank))
			}
		}
	})
}

func (t *doorTree) hasDoor(rank int, box orb.Bound) bool {
	for _, door := range t.doors[t.first[rank]:t.first[rank+1]] {
		if box.Contains(door) {
			return true
		}
	}
	return false
}

// descend visits the blocks below the boxes from first to before end of a level that touch a box.
func (t *doorTree) descend(level, first, end int, box orb.Bound, visit func(block int)) {
	for i := first; i < min(end, len(t.levels[level])); i++ {
		switch {
		case !t.levels[level][i].Intersects(box):
		case level == 0:
			visit(i)
		default:
			t.descend(level-1, i*boxesInBox, (i+1)*boxesInBox, box, visit)
		}
	}
}
