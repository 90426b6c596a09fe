package sample

import "math/rand/v2"

// home is a residential point on the plan, before its people are counted.
type home struct {
	place  pt
	name   string
	kind   string // estate, building, natural_village
	style  style
	people float64 // about how many live there
}

// style decides the ages of the people of a home.
type style uint8

const (
	oldTown   style = iota // many old people
	workUnit               // flats of the last century
	newEstate              // young families
	dormitory              // workers
	village                // old people and grandchildren
)

// buildCourts fills a block of the old town: court houses along its alleys, and a blind alley into its depth.
func (s *sketch) buildCourts(b block, rnd *rand.Rand) {
	in, ok := b.ring.simplified(4).inset(11)
	if !ok {
		return
	}
	edge := in.closed()
	name := s.names.court()
	n := edge.length()
	for d := uniform(rnd, 12, 22); d < n-10; d += uniform(rnd, 116, 186) {
		p, _ := edge.along(d)
		s.homes = append(s.homes, home{p, name, "building", oldTown, uniform(rnd, 40, 90)})
	}
	if b.ring.area() < 3600 {
		return
	}
	corner, u, long, short := b.ring.box()
	middle := corner.step(u, long/2).step(u.left(), short/2)
	if !b.ring.contains(middle) {
		return
	}
	way := u.left()
	if rnd.IntN(2) == 0 {
		way = pt{-way.x, -way.y}
	}
	edgeAt, _, ok := b.ring.hit(middle, way)
	mouth, open := s.mouth(edgeAt)
	if !ok || !open || distance(mouth, middle) < 18 {
		return
	}
	bend := between(middle, mouth, 0.5).step(way.left(), 10*(rnd.Float64()-0.5))
	class := []string{"footway", "footway", "living_street", "steps"}[rnd.IntN(4)]
	s.roads = append(s.roads, road{line: line{middle, bend, mouth}, class: class, name: s.names.alley()})
	s.homes = append(s.homes, home{middle.step(way, -6), name, "building", oldTown, uniform(rnd, 30, 60)})
}

// cityWall is what is left of the wall of the old town: along the ring road in the south-west, with the gaps that
// streets have broken.
func (s *sketch) cityWall() {
	for _, r := range s.main {
		if r.name == "环城路" {
			l := r.line.beside(15).stretch(func(p pt) bool { return p.x < -180 && p.y < -330 })
			s.walls = append(s.walls, wall{l, "barrier=city_wall"})
		}
	}
}
