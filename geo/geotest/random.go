package geotest

import (
	"fmt"
	"math/rand/v2"

	"lifecircle/geo"
)

// Random makes a town of at most a few hundred pieces with what goes wrong in real data: one-way streets, islands,
// dead ends, pieces of no length, streets nobody may board, nodes that stop cars, barriers, points on one spot,
// points on a facility, points far from any street, people that nobody counted, facilities with several
// entrances, closed facilities. The same source of random numbers makes the same town.
func Random(r *rand.Rand) *Lattice {
	l := NewLattice(60 + 120*r.Float64())
	width, height := 3+r.IntN(6), 3+r.IntN(6)
	classes := []string{"residential", "residential", "service", "footway", "primary", "steps", "motorway"}
	add := func(a, b [2]int) {
		if r.IntN(6) == 0 {
			return // a gap
		}
		s := l.Street(classes[r.IntN(len(classes))], a, b)
		s.Boardable = s.Class != "steps" && s.Class != "motorway" && r.IntN(10) > 0
		switch r.IntN(6) {
		case 0:
			s.Passage[geo.Motorcar], s.Passage[geo.Bicycle] = geo.Forward, geo.Forward
		case 1:
			s.Passage[geo.Motorcar] = geo.Backward
		}
		if s.Class == "footway" || s.Class == "steps" {
			s.Passage[geo.Motorcar] = geo.NoPassage
		}
		if s.Class == "motorway" {
			s.Passage[geo.Foot], s.Passage[geo.Bicycle] = geo.NoPassage, geo.NoPassage
			l.Barrier("highway=motorway", [2]float64{float64(a[0]), float64(a[1])}, [2]float64{float64(b[0]), float64(b[1])})
		}
		if r.IntN(8) == 0 { // a shape node, now and then on the spot of the one before
			t := float64(r.IntN(3)) / 2
			s.Nodes = []geo.NodeID{s.Nodes[0], geo.NodeID(5_000_000 + len(l.Town.Streets)), s.Nodes[1]}
			s.Line = append(s.Line[:1:1], l.At(float64(a[0])+t*float64(b[0]-a[0]), float64(a[1])+t*float64(b[1]-a[1])), s.Line[1])
		}
	}
	for y := range height {
		for x := range width {
			if x+1 < width {
				add([2]int{x, y}, [2]int{x + 1, y})
			}
			if y+1 < height {
				add([2]int{x, y}, [2]int{x, y + 1})
			}
		}
	}
	add([2]int{width + 6, 0}, [2]int{width + 7, 0}) // an island
	for range r.IntN(4) {
		stop := geo.NodeStop{Node: Node(r.IntN(width), r.IntN(height))}
		stop.Stops[geo.Motorcar] = true
		stop.Stops[geo.Foot] = r.IntN(3) == 0
		l.Town.Stops = append(l.Town.Stops, stop)
	}
	x := func() float64 { return r.Float64()*float64(width+8) - 1 }
	y := func() float64 { return r.Float64()*float64(height+1) - 1 }
	for range r.IntN(4) {
		l.Barrier("waterway=river", [2]float64{x(), y()}, [2]float64{x(), y()}, [2]float64{x(), y()})
	}
	services := []string{"clinic", "library"}
	for i := range 2 + r.IntN(6) {
		service := services[r.IntN(2)]
		fx, fy := x(), y()
		if r.IntN(3) == 0 {
			fx, fy = float64(r.IntN(width)), float64(r.IntN(height))
		}
		l.Facility(service, fmt.Sprintf("f%d", i), fx, fy)
		f := &l.Town.Facilities[len(l.Town.Facilities)-1]
		if r.IntN(6) == 0 {
			f.Status = geo.Closed
		}
		for range r.IntN(3) {
			l.Town.Entrances = append(l.Town.Entrances, geo.Entrance{OwnerKind: geo.FacilityOwner, OwnerID: f.Service + ":" + f.ID, Point: l.At(x(), y())})
		}
	}
	l.List("clinic")
	l.List("library")
	for i := range 5 + r.IntN(40) {
		px, py := x(), y()
		switch r.IntN(8) {
		case 0:
			px, py = float64(r.IntN(width)), float64(r.IntN(height))
		case 1:
			f := l.Town.Facilities[r.IntN(len(l.Town.Facilities))]
			l.Resident(fmt.Sprintf("p%02d", i), 0, 0, int32(r.IntN(100)), 0).Point = f.Point
			continue
		}
		p := l.Resident(fmt.Sprintf("p%02d", i), px, py, int32(r.IntN(100)), int32(r.IntN(30)))
		if r.IntN(10) == 0 {
			p.People[geo.Age60] = geo.NoData
		}
		if r.IntN(8) == 0 {
			l.Town.Entrances = append(l.Town.Entrances, geo.Entrance{OwnerKind: geo.ResidentOwner, OwnerID: p.ID, Point: l.At(x(), y())})
		}
	}
	return l
}
