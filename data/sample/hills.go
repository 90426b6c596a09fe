package sample

import "math/rand/v2"

// hillRoads wind into the hills in the west and the north-west. Every village there hangs on them.
func hillRoads() []road {
	return []road{
		{class: "secondary", name: "栖岭公路", speed: 40, line: curve(pt{-4250, -445}, pt{-4750, -560}, pt{-5030, -820}, pt{-5130, -480}, pt{-5420, -300}, pt{-5620, -620},
			pt{-5460, -980}, pt{-5660, -1290}, pt{-6010, -1220}, pt{-6130, -1600}, pt{-5830, -1880}, pt{-5980, -2260}, pt{-6370, -2280}, pt{-6520, -2660},
			pt{-6260, -2960}, pt{-6450, -3340})},
		{class: "tertiary", name: "北岭公路", speed: 40, line: curve(pt{-4200, 2960}, pt{-4700, 3080}, pt{-5010, 3420}, pt{-5340, 3230}, pt{-5620, 3480}, pt{-5560, 3840},
			pt{-5950, 3930}, pt{-6220, 3640}, pt{-6560, 3820})},
		{class: "tertiary", name: "栖南公路", speed: 40, line: curve(pt{-4150, -2190}, pt{-4420, -2600}, pt{-4300, -2960}, pt{-4700, -3130}, pt{-5080, -2900}, pt{-5350, -3180}, pt{-5150, -3480})},
	}
}

// drawHills puts villages along the hill roads, and hamlets that no road reaches.
func (s *sketch) drawHills() {
	rnd := rng(2)
	for _, at := range []struct {
		place pt
		homes int
	}{
		{pt{-5040, -640}, 14}, {pt{-5480, -330}, 16}, {pt{-5520, -1080}, 12}, {pt{-6060, -1320}, 18}, {pt{-5900, -1980}, 14}, {pt{-6380, -2330}, 10}, {pt{-6300, -3050}, 22},
		{pt{-4960, 3300}, 16}, {pt{-5560, 3450}, 12}, {pt{-6000, 3880}, 10}, {pt{-6420, 3740}, 16},
		{pt{-4370, -2730}, 12}, {pt{-4880, -3030}, 12}, {pt{-5200, -3350}, 18},
		{pt{-5580, 2660}, 12}, {pt{-5380, 1500}, 14}, {pt{-4900, 1250}, 12},
	} {
		s.village(at.place, at.homes, 190, rnd)
	}
	s.stairPaths()
	// Hamlets above the roads, from 160 m to 500 m away from the nearest street.
	s.hamletAt(pt{-5790, -260}, 3, rnd)
	s.hamletAt(pt{-5480, -2480}, 4, rnd)
	s.hamletAt(pt{-4700, 3720}, 3, rnd)
}

// stairPaths shorten the bends of the hill road for those on foot.
func (s *sketch) stairPaths() {
	for _, l := range []line{
		curve(pt{-5130, -480}, pt{-5100, -650}, pt{-5030, -820}),
		curve(pt{-5620, -620}, pt{-5520, -700}, pt{-5420, -640}, pt{-5250, -420}),
		curve(pt{-5980, -2260}, pt{-5900, -2060}, pt{-5830, -1880}),
	} {
		l[0], l[len(l)-1] = s.snapToRoads(l[0]), s.snapToRoads(l[len(l)-1])
		s.roads = append(s.roads, road{line: l, class: "steps"})
	}
}

// village is a group of farm houses on lanes that leave a road near the middle.
func (s *sketch) village(middle pt, homes int, reach float64, rnd *rand.Rand) {
	name := s.names.hamlet()
	root := s.snapToRoads(middle)
	d := distance(root, middle)
	u := middle.sub(root).unit()
	if d < 25 {
		u = pt{1, 0}
		if rnd.IntN(2) == 0 {
			u = pt{-0.6, 0.8}
		}
	}
	var lanes []line
	spine := curve(root, root.step(u, 60).step(u.left(), 22*(rnd.Float64()-0.5)), root.step(u, max(d, 70)+50).step(u.left(), 50*(rnd.Float64()-0.5)),
		root.step(u, max(d, 70)+mul(reach, 0.8)).step(u.left(), 120*(rnd.Float64()-0.5)))
	lanes = append(lanes, spine)
	for side := -1.0; side <= 1; side += 2 {
		for range 1 + homes/12 {
			from, dir := spine.along(uniform(rnd, 0.25, 0.9) * spine.length())
			out := dir.left()
			out = pt{side * out.x, side * out.y}
			n := reach * uniform(rnd, 0.4, 0.9)
			lanes = append(lanes, curve(from, from.step(out, n/2).step(dir, 30*(rnd.Float64()-0.5)), from.step(out, n).step(dir, 70*(rnd.Float64()-0.5))))
		}
	}
	total := 0.0
	for i, l := range lanes {
		class := "unclassified"
		if i > 0 {
			class = []string{"residential", "track", "service"}[rnd.IntN(3)]
		}
		if s.blocked(l) {
			continue
		}
		s.roads = append(s.roads, road{line: l, class: class, name: map[bool]string{true: name + "路"}[i == 0]})
		total += l.length()
	}
	if total == 0 {
		return
	}
	for _, l := range lanes {
		if s.blocked(l) {
			continue
		}
		n := int(float64(homes)*l.length()/total + 0.5)
		for k := range n {
			p, dir := l.along(l.length() * (float64(k) + uniform(rnd, 0.4, 0.7)) / float64(n))
			side := uniform(rnd, 14, 30)
			if rnd.IntN(2) == 0 {
				side = -side
			}
			people := uniform(rnd, 22, 66)
			if p = p.step(dir.left(), side); s.land.contains(p) {
				s.homes = append(s.homes, home{p, name, "natural_village", village, people})
			}
		}
	}
}

// blocked says whether a lane would cross what it may not cross.
func (s *sketch) blocked(l line) bool {
	for i := 1; i < len(l); i++ {
		if s.obstacles.crosses(l[i-1], l[i]) || s.river.water.contains(l[i]) {
			return true
		}
	}
	return false
}

// hamletAt puts a few houses where no street leads.
func (s *sketch) hamletAt(middle pt, homes int, rnd *rand.Rand) {
	name := s.names.hamlet()
	for i := range homes {
		p := middle.step(pt{1, 0}, float64(34*i-17*(homes-1))+uniform(rnd, 0, 8)).step(pt{0, 1}, 30*(rnd.Float64()-0.5))
		s.homes = append(s.homes, home{p, name, "natural_village", village, uniform(rnd, 14, 26)})
	}
}
