package sample

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// door is a way out of an estate: where it leaves the inner loop, where it meets the street, and which side of the
// estate that is.
type door struct {
	inner, outer pt
	toward       pt
}

// buildEstate walls a block in: a loop of service ways, footways across, slabs and towers, and few gates. The main
// gate lets cars in; the others stop them. One estate in four has a single gate, and that on the side away from the
// market square: its neighbours walk round the wall.
func (s *sketch) buildEstate(b block, rnd *rand.Rand) {
	outer := b.ring.simplified(6)
	around, ok := outer.inset(12)
	inner, okInner := outer.inset(34)
	if !ok || !okInner {
		s.buildRows(b, rnd, 70)
		return
	}
	doors := s.doors(b.ring, inner)
	if len(doors) == 0 {
		s.buildRows(b, rnd, 70)
		return
	}
	name := s.names.estate()
	s.walls = append(s.walls, wall{around.closed(), "barrier=wall"})

	inside := "service"
	carFree := b.zone == estates && rnd.Float64() < 0.07
	if carFree {
		inside = "footway"
	}
	s.roads = append(s.roads, road{line: inner.closed(), class: inside, name: name})
	s.crossPaths(inner, rnd)

	single := rnd.Float64() < 0.25
	slices.SortStableFunc(doors, func(a, b door) int { // the gate nearest to the centre first
		return cmp.Compare(a.outer.length(), b.outer.length())
	})
	if single {
		slices.Reverse(doors)
		doors = doors[:1]
	}
	doors = doors[:min(len(doors), 2+rnd.IntN(2))]
	for i, d := range doors {
		class := inside
		if i > 0 {
			class = []string{"footway", "service"}[rnd.IntN(2)]
		}
		place, _, okWall := around.hit(d.inner, d.toward)
		if !okWall {
			continue
		}
		s.roads = append(s.roads, road{line: line{d.inner, place, d.outer}, class: class, name: name})
		s.gates = append(s.gates, gate{place, len(s.roads) - 1, i == 0 && !carFree})
	}

	people := 84.0
	if b.zone == estates {
		people = 140
	}
	in, ok := outer.inset(24)
	if !ok {
		in = inner
	}
	houses := rows(in, 88, 74, rnd)
	if len(houses) <= 3 { // a small estate is counted as one
		if c := inner.centre(); inner.contains(c) {
			s.homes = append(s.homes, home{c, name, "estate", newEstate, people * float64(1+len(houses))})
		}
		return
	}
	for _, p := range houses {
		if rnd.Float64() < 0.1 {
			continue // the garden
		}
		s.homes = append(s.homes, home{p, name, "building", newEstate, people * uniform(rnd, 0.55, 1.45)})
	}
}

// crossPaths are footways across the inner loop.
func (s *sketch) crossPaths(inner ring, rnd *rand.Rand) {
	_, u, long, _ := inner.box()
	for range 1 + int(long/220) {
		middle := inner.centre().step(u, (rnd.Float64()-0.5)*0.6*long)
		p, _, okP := inner.hit(middle, u.left())
		q, _, okQ := inner.hit(middle, pt{u.y, -u.x})
		if okP && okQ && inner.contains(middle) {
			s.roads = append(s.roads, road{line: line{p, middle.step(u, 10*(rnd.Float64()-0.5)), q}, class: "footway"})
		}
	}
}

// doors are the possible ways out: from the middle of each long side of the inner loop straight to the street.
func (s *sketch) doors(block, inner ring) []door {
	var out []door
	for i, p := range inner {
		q := inner[(i+1)%len(inner)]
		if distance(p, q) < 40 {
			continue
		}
		from := between(p, q, 0.5)
		u := q.sub(p).unit()
		toward := pt{u.y, -u.x} // to the right of a counter-clockwise side is outside
		to, _, ok := block.hit(from, toward)
		if !ok || distance(from, to) > 60 {
			continue
		}
		if street, open := s.mouth(to); open {
			out = append(out, door{from, street, toward})
		}
	}
	return out
}
