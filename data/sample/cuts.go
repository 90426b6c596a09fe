package sample

// The motorway and the railway cut the town: people cross them where a road does and nowhere else.

// motorwayLine is the median of the 青岭高速, which passes between the city and its western suburb.
func motorwayLine() line {
	return curve(pt{-3750, 5700}, pt{-3060, 3900}, pt{-2790, 2690}, pt{-2680, 1300}, pt{-2620, 420}, pt{-2600, -290}, pt{-2520, -1380},
		pt{-2430, -2200}, pt{-2350, -3200}, pt{-2500, -4400}, pt{-3050, -5700})
}

// railwayLine is the single track that passes south of the city.
func railwayLine() line {
	return curve(pt{-7900, -4150}, pt{-5200, -3750}, pt{-3000, -3380}, pt{-1500, -3160}, pt{0, -3060}, pt{2170, -2960}, pt{4400, -2760}, pt{7900, -3050})
}

// motorway is the pair of carriageways along the median m, and the ramps of the interchanges with the roads crossed by it.
func motorway(m line, interchanges []line) []road {
	right := m.beside(-11)
	left := m.beside(11).reversed()
	out := []road{
		{line: right, class: "motorway", name: "青岭高速", over: true, oneWay: true, speed: 100},
		{line: left, class: "motorway", name: "青岭高速", over: true, oneWay: true, speed: 100},
	}
	for _, cross := range interchanges {
		for _, carriageway := range []line{right, left} {
			out = append(out, ramps(carriageway, cross)...)
		}
	}
	return out
}

// ramps lead from a carriageway down to the road below it, 90 m beside the crossing, and back up.
func ramps(carriageway, below line) []road {
	for i := 1; i < len(carriageway); i++ {
		for j := 1; j < len(below); j++ {
			x, _, ok := crossing(carriageway[i-1], carriageway[i], below[j-1], below[j])
			if !ok || i < 8 || i+8 >= len(carriageway) {
				continue
			}
			// The ramps lie to the right of the carriageway: there the road below runs along u.
			u := below[j].sub(below[j-1]).unit()
			if u.dot(carriageway[i].sub(carriageway[i-1]).left()) > 0 {
				u = pt{-u.x, -u.y}
			}
			end, _ := snapTo(below, x.step(u, 90))
			off, on := carriageway[i-7], carriageway[i+6]
			t := carriageway[i].sub(carriageway[i-1]).unit()
			return []road{
				{line: curve(off, between(off, x, 0.45).step(u, 42), end.step(t, -70), end), class: "motorway_link", over: true, oneWay: true, speed: 40},
				{line: curve(end, end.step(t, 70), between(on, x, 0.45).step(u, 42), on), class: "motorway_link", over: true, oneWay: true, speed: 40},
			}
		}
	}
	return nil
}

// snapTo is the place on l nearest to p, and how far that is.
func snapTo(l line, p pt) (q pt, d float64) {
	_, q, d = newSegments([]line{l}).nearest(p, 500, nil)
	return q, d
}
