package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// Index is an R-tree of boxes. It finds candidates only: boxes may overlap where the things inside do
// not, so callers decide by an exact distance afterwards. Safe for concurrent use once filled.
type Index struct {
	tree rtree.RTreeG[int32]
}

// Insert adds the thing with number id, which lies inside box.
func (x *Index) Insert(box orb.Bound, id int32) {
	x.tree.Insert(box.Min, box.Max, id)
}

// Len is the number of boxes inserted.
func (x *Index) Len() int { return x.tree.Len() }

// Search calls visit for every box that touches the given one, until visit returns false.
// The order is not defined.
func (x *Index) Search(box orb.Bound, visit func(id int32) bool) {
	x.tree.Search(box.Min, box.Max, func(_, _ [2]float64, id int32) bool { return visit(id) })
}

// Nearest visits things by rising distance from the frame's origin until visit returns false. The exact
// distance in metres of a thing is given by distanceM; it must not be less than that of its box.
func (x *Index) Nearest(f Frame, distanceM func(id int32) float64, visit func(id int32, distanceM float64) bool) {
	x.tree.Nearby(func(min, max [2]float64, id int32, item bool) float64 {
		if item {
			return distanceM(id)
		}
		return f.toBox(min, max)
	}, func(_, _ [2]float64, id int32, dist float64) bool { return visit(id, dist) })
}

// toBox is the distance in metres from the origin to a box, 0 inside it.
func (f Frame) toBox(min, max [2]float64) float64 {
	minX, minY := f.XY(min)
	maxX, maxY := f.XY(max)
	return math.Hypot(math.Max(0, math.Max(minX, -maxX)), math.Max(0, math.Max(minY, -maxY)))
}
