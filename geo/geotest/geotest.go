// Package geotest makes small towns for tests: lattices whose answers are known on paper, and random ones with
// everything that goes wrong in real data.
package geotest

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Lattice places towns near 0° N 100° E, where a degree is the same length in every direction and a block of
// blockM metres is at most that long after rounding to 7 decimals.
type Lattice struct {
	step float64 // degrees per block
	Town geo.Town
}

// NewLattice returns an empty town on a lattice.
func NewLattice(blockM float64) *Lattice {
	perDegree := geo.EarthRadiusM * math.Pi / 180
	return &Lattice{step: math.Floor(blockM/perDegree*1e7) / 1e7}
}

// At is the position of column x and row y, which may be fractions.
func (l *Lattice) At(x, y float64) orb.Point {
	return orb.Point{geo.Round7(100 + x*l.step), geo.Round7(y * l.step)}
}

// Node is the id of the junction at column x and row y.
func Node(x, y int) geo.NodeID { return geo.NodeID(1_000_000 + 1000*y + x) }

// Street adds a street of a class along junctions, given as pairs of column and row. Everyone may use it both
// ways; the result may be changed until the town is used.
func (l *Lattice) Street(class string, junctions ...[2]int) *geo.Street {
	s := geo.Street{WayID: int64(len(l.Town.Streets) + 1), Class: class, Boardable: true}
	for t := range s.Passage {
		s.Passage[t] = geo.BothWays
	}
	for _, j := range junctions {
		s.Nodes = append(s.Nodes, Node(j[0], j[1]))
		s.Line = append(s.Line, l.At(float64(j[0]), float64(j[1])))
	}
	l.Town.Streets = append(l.Town.Streets, s)
	return &l.Town.Streets[len(l.Town.Streets)-1]
}

// Facility adds an active facility.
func (l *Lattice) Facility(service, id string, x, y float64) {
	l.List(service)
	l.Town.Facilities = append(l.Town.Facilities, geo.Facility{
		Service: service, ID: id, Name: id, Point: l.At(x, y), Status: geo.Active, Capacity: geo.NoData, AreaM2: geo.NoData,
	})
}

// List says that a list of the service was imported.
func (l *Lattice) List(service string) {
	for _, known := range l.Town.Lists {
		if known.Service == service {
			return
		}
	}
	l.Town.Lists = append(l.Town.Lists, geo.FacilityList{Service: service})
}

// Resident adds a residential point with so many people, of whom some are 60 or older.
func (l *Lattice) Resident(id string, x, y float64, people, age60 int32) *geo.ResidentialPoint {
	p := geo.ResidentialPoint{ID: id, Point: l.At(x, y)}
	for g := range p.People {
		p.People[g] = geo.NoData
	}
	p.People[geo.All], p.People[geo.Age60] = people, age60
	l.Town.Points = append(l.Town.Points, p)
	return &l.Town.Points[len(l.Town.Points)-1]
}

// Barrier adds a barrier through positions given as pairs of column and row.
func (l *Lattice) Barrier(kind string, at ...[2]float64) {
	b := geo.Barrier{WayID: int64(900_000 + len(l.Town.Barriers)), Kind: kind}
	for _, p := range at {
		b.Line = append(b.Line, l.At(p[0], p[1]))
	}
	l.Town.Barriers = append(l.Town.Barriers, b)
}

// StudyArea finishes the town. It panics if the town contradicts itself, which is a fault of the test.
func (l *Lattice) StudyArea() *geo.StudyArea {
	s, err := geo.NewStudyArea(l.Town)
	if err != nil {
		panic(fmt.Sprintf("geotest: %v", err))
	}
	return s
}

// RiverTown is a grid of 7 by 5 junctions, 240 m apart, cut by a river between columns 3 and 4 with one bridge
// at row 0. An elderly station E stands at (3,2), an outdoor fitness ground O at (5,0); six residential points
// r1..r6 in two communities hold 1,000 people, 300 of them 60 or older. At 80 m a minute the people of r3 and r4
// are exactly 15 minutes from E.
func RiverTown() *Lattice {
	l := NewLattice(240)
	for y := range 5 {
		for x := range 6 {
			if x != 3 || y == 0 {
				l.Street("residential", [2]int{x, y}, [2]int{x + 1, y})
			}
		}
	}
	for x := range 7 {
		for y := range 4 {
			l.Street("residential", [2]int{x, y}, [2]int{x, y + 1})
		}
	}
	l.Facility("elder_station", "E", 3, 2)
	l.Facility("fitness_outdoor", "O", 5, 0)
	for _, r := range []struct {
		id, community string
		x, y          float64
		people, age60 int32
	}{
		{"r1", "u1", 3, 2, 100, 30}, {"r2", "u1", 1, 2, 200, 40}, {"r3", "u1", 0, 0, 250, 50},
		{"r4", "u2", 4, 2, 150, 50}, {"r5", "u2", 5, 2, 250, 100}, {"r6", "u2", 6, 4, 50, 30},
	} {
		l.Resident(r.id, r.x, r.y, r.people, r.age60).Area = r.community
	}
	for _, id := range []string{"u1", "u2"} {
		l.Town.Areas = append(l.Town.Areas, geo.Area{ID: id, Name: id, Level: "community", Population: geo.NoData, Registered: geo.NoData, Households: geo.NoData})
	}
	return l
}
