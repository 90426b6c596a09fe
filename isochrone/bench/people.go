package bench

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Services are the four services of the benchmark, from rare to frequent, with their facilities in a city of a million
// junctions; smaller ones have fewer in proportion.
var Services = [4]struct {
	Code       string
	PerMillion int
}{{"hospital", 20}, {"library", 200}, {"pharmacy", 2_000}, {"fitness_outdoor", 10_000}}

// facilities of a service in a town of so many junctions.
func scaled(perMillion, junctions int) int { return max(3, perMillion*junctions/1_000_000) }

// Furnish gives a town the facilities of the benchmark instead of its own, near its streets and always at the same
// places.
func Furnish(town *geo.Town, junctions int, seed uint64) {
	c := &chance{rand.New(rand.NewPCG(seed, 4))}
	town.Lists, town.Facilities = nil, nil
	for _, service := range Services {
		town.Lists = append(town.Lists, geo.FacilityList{Service: service.Code})
		for i := range scaled(service.PerMillion, junctions) {
			town.Facilities = append(town.Facilities, geo.Facility{
				Service: service.Code, ID: fmt.Sprintf("%s%05d", service.Code[:1], i), Point: c.beside(&town.Streets[c.IntN(len(town.Streets))]),
				Status: geo.Active, Capacity: geo.NoData, AreaM2: geo.NoData,
			})
		}
	}
}

// Populate gives a town n residential points along its streets instead of its own, always at the same places.
func Populate(town *geo.Town, n int, seed uint64) {
	town.Points = (&chance{rand.New(rand.NewPCG(seed, 3))}).residents(town.Streets, n)
}

// estate is how many residential points stand together: mappers draw one estate after the other, so neighbours in a
// list are mostly neighbours on the ground.
const estate = 40

// residents places people along the streets.
func (c *chance) residents(streets []geo.Street, n int) []geo.ResidentialPoint {
	points := make([]geo.ResidentialPoint, n)
	at := 0
	for i := range points {
		if i%estate == 0 {
			at = c.IntN(len(streets))
		}
		p := &points[i]
		*p = geo.ResidentialPoint{ID: fmt.Sprintf("p%07d", i), Point: c.beside(&streets[(at+i%estate/3)%len(streets)]), Kind: "building"}
		for g := range p.People {
			p.People[g] = geo.NoData
		}
		people := c.Int32N(60) * c.Int32N(5) // mostly houses, some tall, some where nobody lives
		p.People[geo.All], p.People[geo.Age0to17], p.People[geo.Age60] = people, people/5, people/4
	}
	return points
}

// beside is a place within 40 m of a street.
func (c *chance) beside(s *geo.Street) orb.Point {
	k := c.IntN(len(s.Line) - 1)
	a, b := unitsOf(s.Line[k]), unitsOf(s.Line[k+1])
	share := c.Int64N(101)
	at := spot{a.x + (b.x-a.x)*share/100 + c.around(40*perMetre*7/10), a.y + (b.y-a.y)*share/100 + c.around(40*perMetre*7/10)}
	return orb.Point{float64(at.x) / 1e7, float64(at.y) / 1e7}
}

// unitsOf are the units of 1e-7° of a stored position, which has 7 decimals.
func unitsOf(p orb.Point) spot {
	return spot{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
}
