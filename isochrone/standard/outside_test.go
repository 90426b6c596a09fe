package standard

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// People in no community count in the whole, in no community, and are told of.
func TestPeopleInNoUnitAreTold(t *testing.T) {
	square := func(x float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x, 30}, {x + 0.01, 30}, {x + 0.01, 30.01}, {x, 30.01}, {x, 30}}}}
	}
	people := func(n int32) geo.People {
		var p geo.People
		for g := range p {
			p[g] = geo.NoData
		}
		p[geo.All] = n
		return p
	}
	town := geo.Town{
		Areas:      []geo.Area{{ID: "U1", Level: "community", Shape: square(118), Population: geo.NoData, Households: geo.NoData, Registered: geo.NoData}},
		Points:     []geo.ResidentialPoint{{ID: "a", Point: orb.Point{118.005, 30.005}, People: people(100)}, {ID: "b", Point: orb.Point{118.05, 30.005}, People: people(40)}},
		Facilities: []geo.Facility{{ID: "f", Service: "clinic", Status: geo.Active, Point: orb.Point{118.005, 30.004}}},
	}
	o := outcomeOf(t, listed(town), Check{ID: "c", Measure: Coverage, Services: []string{"clinic"}, RadiusM: 500, Unit: "community", Op: NoTarget})
	if *o.Total != 140 || *o.Covered != 100 || o.UnitsTotal != 1 {
		t.Errorf("%d of %d, %d units", *o.Covered, *o.Total, o.UnitsTotal)
	}
	for _, a := range o.Assumptions {
		if strings.HasPrefix(a.EN, "40 people are in no area of level community") && strings.HasPrefix(a.ZH, "40") {
			return
		}
	}
	t.Errorf("nothing is said of 40 people: %v", o.Assumptions)
}
