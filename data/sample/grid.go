package sample

import "math/rand/v2"

// buildRows fills a block with rows of houses that stand open to the streets, 70 to 90 m from each other, and opens
// a service way into deep blocks.
func (s *sketch) buildRows(b block, rnd *rand.Rand, people float64) {
	in, ok := b.ring.simplified(6).inset(16)
	if !ok {
		in, ok = b.ring.simplified(6).inset(9)
	}
	if !ok {
		return
	}
	name, kind, who := s.names.compound(), "building", workUnit
	if b.zone == works {
		name, who = s.names.dormitory(), dormitory
	}
	for _, p := range rows(in, 88, 66, rnd) {
		if rnd.Float64() < 0.12 {
			continue // a shop, a shed, a tree
		}
		s.homes = append(s.homes, home{p, name, kind, who, people * uniform(rnd, 0.6, 1.4)})
	}
	_, u, long, short := b.ring.box()
	if short > 115 && b.zone != town {
		s.throughWay(b.ring, u, long, rnd)
	}
}

// throughWay leads through the middle of a block, from street to street.
func (s *sketch) throughWay(r ring, u pt, long float64, rnd *rand.Rand) {
	middle := r.centre().step(u, (rnd.Float64()-0.5)*0.25*long)
	if !r.contains(middle) {
		return
	}
	var ends line
	for _, way := range []pt{u.left(), {u.y, -u.x}} {
		if end, _, ok := r.hit(middle, way); ok {
			if street, open := s.mouth(end); open {
				ends = append(ends, street)
			}
		}
	}
	switch len(ends) {
	case 1:
		s.roads = append(s.roads, road{line: line{ends[0], middle}, class: "service"})
	case 2:
		s.roads = append(s.roads, road{line: line{ends[0], middle.step(u, 8*(rnd.Float64()-0.5)), ends[1]}, class: "service"})
	}
}

// rows are places in r on a lattice along its longer side, wide metres apart in a row and deep metres between rows.
func rows(r ring, wide, deep float64, rnd *rand.Rand) []pt {
	corner, u, long, short := r.box()
	var out []pt
	nx, ny := max(1, int(long/wide)), max(1, int(short/deep))
	for y := range ny {
		for x := range nx {
			p := corner.step(u, (float64(x)+0.5)*long/float64(nx)+uniform(rnd, -2, 2)).
				step(u.left(), (float64(y)+0.5)*short/float64(ny)+uniform(rnd, -1.5, 1.5))
			if r.contains(p) && r.edgeDistance(p) > 3 {
				out = append(out, p)
			}
		}
	}
	return out
}

// buildPark makes a block a park with a path around and one across.
func (s *sketch) buildPark(b block, rnd *rand.Rand) {
	s.parks = append(s.parks, b.ring)
	if in, ok := b.ring.simplified(6).inset(18); ok {
		s.roads = append(s.roads, road{line: in.closed(), class: "footway"})
	}
	_, u, long, _ := b.ring.box()
	for range 2 {
		middle := b.ring.centre().step(u, (rnd.Float64()-0.5)*0.5*long)
		p, _, okP := b.ring.hit(middle, u.left())
		q, _, okQ := b.ring.hit(middle, pt{u.y, -u.x})
		if !okP || !okQ || !b.ring.contains(middle) {
			continue
		}
		p, openP := s.mouth(p)
		q, openQ := s.mouth(q)
		if openP && openQ {
			s.roads = append(s.roads, road{line: line{p, middle, q}, class: "footway"})
		}
	}
}
