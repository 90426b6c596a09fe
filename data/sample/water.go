package sample

import "slices"

// drawWater lays the paths of the lake park and the river banks and the lanes of the eyot.
func (s *sketch) drawWater() {
	lake := s.river.lake
	shore := make(line, 0, len(lake)+1)
	for i, p := range lake {
		u := lake[(i+1)%len(lake)].sub(lake[(i+len(lake)-1)%len(lake)]).unit()
		shore = append(shore, p.step(u.left(), -32))
	}
	shore = append(shore, shore[0])
	for _, near := range []pt{{2500, -1300}, {2780, -1250}, {3150, -1600}, {2760, -1950}, {2300, -1700}} {
		q := s.snapToRoads(near)
		a, _ := snapTo(shore, q)
		s.roads = append(s.roads, road{line: line{q, a}, class: "footway"})
	}
	s.roads = append(s.roads, road{line: shore, class: "footway", name: "湖滨步道"})
	s.promenade("滨江步道", -95, -1700, 1500)
	s.promenade("江北步道", 95, -1650, 1200)
	s.promenade("江北步道", 100, 1600, 2200)
	s.drawEyot()
}

// promenade is a path between the river and the road along it, with a way up to that road every 300 m.
func (s *sketch) promenade(name string, side, from, to float64) {
	l := s.river.centre.beside(side).stretch(func(p pt) bool { return p.x > from && p.x < to })
	s.roads = append(s.roads, road{line: l, class: "footway", name: name})
	up := s.river.centre.beside(side / 95 * 165).stretch(func(p pt) bool { return p.x > from && p.x < to })
	for i := 3; i < len(l)-2; i += 7 {
		road := road{line: line{l[i], mustSnap(up, l[i])}, class: []string{"footway", "steps"}[i%2]}
		s.roads = append(s.roads, road)
	}
}

func mustSnap(l line, p pt) pt {
	q, _ := snapTo(l, p)
	return q
}

// drawEyot gives the eyot its own lanes: no bridge leads there, only a boat that no timetable knows.
func (s *sketch) drawEyot() {
	rnd := rng(4)
	in := ring(loop(pt{4090, -805}, pt{4340, -866}, pt{4700, -905}, pt{5060, -862}, pt{5250, -860}, pt{5110, -802}, pt{4780, -748}, pt{4360, -746}))
	in = in[:len(in)-1]
	name := "鹭汀洲"
	s.roads = append(s.roads, road{line: in.closed(), class: "residential", name: name + "环路"})
	for _, x := range []float64{4420, 4690, 4960} {
		a, _, okA := in.hit(at(x, -820), pt{0, 1})
		b, _, okB := in.hit(at(x, -820), pt{0, -1})
		if okA && okB {
			s.roads = append(s.roads, road{line: line{a, at(x+12, -820), b}, class: "living_street", name: s.names.alley()})
		}
	}
	for _, p := range rows(slices.Clone(in), 62, 40, rnd) {
		s.homes = append(s.homes, home{p, name, "natural_village", village, uniform(rnd, 25, 55)})
	}
}
