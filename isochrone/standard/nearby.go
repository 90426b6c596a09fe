package standard

import (
	"math"

	"lifecircle/geo"
)

// nearby finds facilities within a distance in a straight line, along the great circle and inclusive to the millimetre.
type nearby struct {
	s       *assessor
	index   geo.Index
	radiusM int
}

func (s *assessor) nearby(facilities []int32, radiusM int) *nearby {
	n := &nearby{s: s, radiusM: radiusM}
	for _, f := range facilities {
		n.index.Insert(s.area.Facilities[f].Point.Bound(), f)
	}
	return n
}

// around calls visit for every facility near another, in no order, until it returns false; skip saves the distance of those that need not be
// looked at.
func (n *nearby) around(f int32, skip func(other int32) bool, visit func(other int32) bool) {
	at := n.s.area.Facilities[f].Point
	box := geo.NewFrame(at).Box(float64(n.radiusM)*1.01 + 1) // the plane of the frame is not quite the sphere
	n.index.Search(box, func(other int32) bool {
		if skip(other) {
			return true
		}
		mm := math.Floor(1000*geo.Distance(at, n.s.area.Facilities[other].Point) + 0.5)
		return mm > 1000*float64(n.radiusM) || visit(other)
	})
}
