package town

import (
	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// terrain tells fast whether a place lies on some pieces of land.
type terrain struct {
	index geo.Index
	lands []Land
}

func newTerrain(lands []Land) *terrain {
	t := &terrain{lands: lands}
	for i, l := range lands {
		if len(l.Shape) > 0 {
			t.index.Insert(l.Shape.Bound(), int32(i))
		}
	}
	return t
}

// holds reports whether a place lies on any of the land, edges included.
func (t *terrain) holds(at orb.Point) (inside bool) {
	t.index.Search(at.Bound(), func(i int32) bool {
		inside = geo.Contains(t.lands[i].Shape, at)
		return !inside
	})
	return inside
}
