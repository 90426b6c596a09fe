package geotest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// RandomEdit makes an edit of a town, of any kind, that most often can be done. Number it anew each time: facilities
// that are added are called by the number.
func RandomEdit(r *rand.Rand, town *geo.StudyArea, number int) geo.Edit {
	bound, _ := town.Bound()
	place := func() orb.Point {
		if r.IntN(4) == 0 && len(town.Points) > 0 { // where somebody lives
			return town.Points[r.IntN(len(town.Points))].Point
		}
		return orb.Point{
			geo.Round7(bound.Min[0] + r.Float64()*(bound.Max[0]-bound.Min[0])),
			geo.Round7(bound.Min[1] + r.Float64()*(bound.Max[1]-bound.Min[1])),
		}
	}
	node := func() geo.NodeID {
		s := &town.Streets[r.IntN(len(town.Streets))]
		return s.Nodes[r.IntN(len(s.Nodes))]
	}
	for {
		switch r.IntN(9) {
		case 0, 1:
			if len(town.Lists) > 0 {
				return geo.AddFacility{Service: town.Lists[r.IntN(len(town.Lists))].Service, ID: fmt.Sprintf("n%d", number), At: place()}
			}
		case 2, 3:
			if f, ok := anyFacility(r, town, func(geo.Facility) bool { return true }); ok {
				return geo.MoveFacility{Service: f.Service, ID: f.ID, To: place()}
			}
		case 4:
			if f, ok := anyFacility(r, town, func(f geo.Facility) bool { return f.Status == geo.Active }); ok {
				return geo.CloseFacility{Service: f.Service, ID: f.ID}
			}
		case 5:
			if f, ok := anyFacility(r, town, func(f geo.Facility) bool { return f.Status != geo.Active }); ok {
				return geo.ReopenFacility{Service: f.Service, ID: f.ID}
			}
		case 6:
			if len(town.Streets) > 0 {
				s := &town.Streets[r.IntN(len(town.Streets))]
				if r.IntN(2) == 0 {
					return geo.CloseStreet{WayID: s.WayID}
				}
				return geo.CloseStreet{WayID: s.WayID, From: s.Nodes[0], To: s.Nodes[len(s.Nodes)-1]}
			}
		case 7:
			if len(town.Stops) > 0 {
				return geo.OpenGate{Node: town.Stops[r.IntN(len(town.Stops))].Node}
			}
		case 8:
			if len(town.Streets) > 0 {
				return geo.BuildStreet{From: node(), To: node(), Class: []string{"footway", "path", "residential", "steps"}[r.IntN(4)]}
			}
		}
	}
}

func anyFacility(r *rand.Rand, town *geo.StudyArea, fits func(geo.Facility) bool) (geo.Facility, bool) {
	fitting := slices.DeleteFunc(slices.Clone(town.Facilities), func(f geo.Facility) bool { return !fits(f) })
	if len(fitting) == 0 {
		return geo.Facility{}, false
	}
	return fitting[r.IntN(len(fitting))], true
}
