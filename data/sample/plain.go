package sample

// drawPlain puts the villages into the fields of the east, the south and the north, and the people behind the canal.
func (s *sketch) drawPlain() {
	rnd := rng(3)
	for _, at := range []struct {
		place pt
		homes int
	}{
		{pt{4000, 2650}, 18}, {pt{4700, 2900}, 16}, {pt{6150, 2700}, 18}, {pt{6600, 3020}, 12}, {pt{4950, 3750}, 16}, {pt{4600, 3560}, 12},
		{pt{3950, 1150}, 14}, {pt{5950, 450}, 16}, {pt{6280, -380}, 14}, {pt{6050, -250}, 10},
		{pt{4450, -1620}, 18}, {pt{5150, -1600}, 14}, {pt{5700, -2050}, 16}, {pt{6700, -2000}, 14}, {pt{6550, -2350}, 10},
		{pt{6080, -3050}, 16}, {pt{5700, -3950}, 16}, {pt{4800, -4050}, 16}, {pt{3650, -4000}, 18}, {pt{2800, -4250}, 14},
		{pt{-3100, -4100}, 14}, {pt{-4300, -4000}, 16}, {pt{-5200, -4200}, 12}, {pt{6350, 3350}, 14}, {pt{5750, 4050}, 16}, {pt{6450, 480}, 14}, {pt{3900, -2250}, 14}, {pt{4600, -2500}, 16}, {pt{5300, -2300}, 12}, {pt{-1400, 3600}, 16}, {pt{700, 3500}, 14},
		{pt{250, -4300}, 18}, {pt{420, -4560}, 12}, {pt{-1750, -4150}, 16}, {pt{-860, 4400}, 14}, {pt{-830, 4300}, 8}, {pt{-3700, 2700}, 20}, {pt{-3250, 2900}, 14},
	} {
		s.village(at.place, at.homes, 230, rnd)
	}
	s.coveredBridge()
	// The ferryman's houses stand on the near bank of the canal and their only street on the far one.
	s.hamletAt(pt{4232, 560}, 3, rnd)
	s.roads = append(s.roads, road{line: curve(s.snapToRoads(pt{4140, 1252}), pt{4170, 1000}, pt{4140, 760}, pt{4100, 580}, pt{4040, 490}), class: "track"})
	// And one hamlet lies at the edge of the data, where the next town may be nearer.
	s.hamletAt(pt{6700, 1300}, 4, rnd)
}

// coveredBridge is the old bridge for walkers between the core and the northern bank.
func (s *sketch) coveredBridge() {
	a, b := s.snapToRoads(pt{560, 930}), s.snapToRoads(pt{430, 1430})
	s.roads = append(s.roads, s.bridged([]road{{line: line{a, between(a, b, 0.5), b}, class: "footway", name: "廊桥"}})...)
}
