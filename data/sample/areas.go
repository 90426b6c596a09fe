package sample

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// cityID is the area that holds all others. 青汀市 is fictional.
const (
	cityID   = "QT"
	cityName = "青汀市"
)

// township is a street (街道) of the city or a town around it: the middle level of its areas.
type township struct {
	name, kind string
	urban      bool
	has        func(c pt) bool // whether a community with its centre at c belongs to it; the first that says so has it
}

func townships() []township {
	in := func(x0, y0, x1, y1 float64) func(pt) bool {
		return func(c pt) bool { return c.x > x0 && c.x <= x1 && c.y > y0 && c.y <= y1 }
	}
	return []township{
		{"鼓台街道", "街道", true, in(-1250, -1300, 1600, 1240)},
		{"汀西街道", "街道", true, in(-2620, -3300, -1000, 260)},
		{"镜汀街道", "街道", true, in(1500, -3100, 3300, 560)},
		{"驿南街道", "街道", true, in(-2400, -3950, 3300, -1240)},
		{"栖桃街道", "街道", true, in(-4500, -2300, -2500, 1600)},
		{"学汀街道", "街道", true, func(c pt) bool { return in(-2700, 260, 180, 3960)(c) && (c.x > -1870 || c.y < 2700) }},
		{"云会街道", "街道", true, in(100, 300, 3700, 3960)},
		{"鹭汀乡", "乡", false, in(3900, -1000, 5500, -650)},
		{"汀塘镇", "镇", false, func(c pt) bool { return c.x > 2500 && c.y > -1000 }},
		{"石汀镇", "镇", false, func(c pt) bool { return c.x > -2500 && c.y <= -1000 }},
		{"汀岭乡", "乡", false, func(c pt) bool { return c.y > 1500 }},
		{"栖岭镇", "镇", false, func(pt) bool { return true }},
	}
}

// community is the smallest area: faces between main roads, streams and cuts, joined until enough people live there.
type community struct {
	id, name string
	town     int
	faces    []face
	people   geo.People
}

// borders are the lines that communities end at.
func (s *sketch) borders() []line {
	named := map[string]bool{}
	for _, n := range []string{"迎宾大道", "中山路", "建设大道", "环城路", "人民路", "汀南大道", "江北大道", "汀北路", "创新路", "学林路", "科技路", "会展路", "北环路", "建国路",
		"铁南路", "文昌路", "书院路", "鼓台路", "学府路", "西山路", "桃源路", "城西路", "望湖路", "站前路", "青东公路", "汀东公路", "东塘路", "青南公路", "南塘公路", "北山公路",
		"东塘环路", "圩上路", "石塘路", "西河路", "栖霞路"} {
		named[n] = true
	}
	river, _ := s.river.centre.cutAt(s.river.centre.lengthTo(3750))
	_, down := s.river.centre.cutAt(s.river.centre.lengthTo(5560))
	a, b := river[len(river)-1], down[0]
	lines := []line{
		landBorder(), river, down,
		curve(a, pt{4150, -690}, pt{4650, -600}, pt{5150, -680}, b), // the two arms around the eyot
		curve(a, pt{4150, -980}, pt{4650, -1050}, pt{5150, -960}, b),
		s.motorway, s.railway,
		curve(pt{3640, 3790}, pt{3720, 4200}, pt{3600, 5000}),
		curve(pt{-4350, 2980}, pt{-5010, 3420}, pt{-6200, 3500}, pt{-7400, 3700}),
		curve(pt{-4300, -430}, pt{-5200, -600}, pt{-6000, -900}, pt{-7400, -700}),
		curve(pt{-4150, -2200}, pt{-4700, -2450}, pt{-5600, -2500}, pt{-7400, -2200}),
		curve(pt{5780, 320}, pt{6400, 560}, pt{7400, 700}),
		curve(pt{6000, -3100}, pt{6500, -3300}, pt{7400, -3200}),
		curve(pt{4700, -3800}, pt{4500, -4300}, pt{4600, -5000}),
		// Where the main roads end before the next line does.
		curve(pt{3540, -90}, pt{3400, -260}, pt{3400, -700}), curve(pt{3090, -600}, pt{3060, -60}), curve(pt{3850, -1000}, pt{3990, -800}),
		curve(pt{-1840, 1545}, pt{-2300, 1490}, pt{-2800, 1500}),
		curve(pt{-2640, -2030}, pt{-2600, -2120}, pt{-2380, -2100}),
		// And two old parish bounds across the core.
		curve(pt{-740, 235}, pt{-300, 205}, pt{0, 262}, pt{500, 188}, pt{1120, 240}),
		curve(pt{-740, -475}, pt{-200, -520}, pt{0, -470}, pt{500, -522}, pt{1060, -495}),
		curve(pt{-3060, 3900}, pt{-4000, 3700}, pt{-4900, 3300}),
	}
	for _, r := range s.main {
		if named[r.name] {
			lines = append(lines, r.line)
		}
	}
	return lines
}

// lengthTo is how far along l, which runs east, it passes x.
func (l line) lengthTo(x float64) float64 {
	sum := 0.0
	for i := 1; i < len(l) && l[i].x < x; i++ {
		sum += distance(l[i-1], l[i])
	}
	return sum
}

// communities tiles the land and counts who lives where.
func (s *sketch) communities(points []geo.ResidentialPoint) []community {
	towns := townships()
	border := ring(landBorder())
	var out []community
	for _, f := range faces(weave(s.borders(), func(int) int { return 0 })) {
		c := f.ring.centre()
		if !border.contains(interior(f.ring)) {
			continue
		}
		out = append(out, community{town: slices.IndexFunc(towns, func(t township) bool { return t.has(c) }), faces: []face{f}})
	}
	for i, h := range s.homes {
		for k := range out {
			if out[k].faces[0].contains(h.place) {
				out[k].add(points[i].People)
				break
			}
		}
	}
	out = merged(out, towns)
	slices.SortStableFunc(out, func(a, b community) int { return a.town - b.town })
	names := newNamer()
	names.rnd = rng(6)
	count := map[int]int{}
	for i := range out {
		c := &out[i]
		count[c.town]++
		c.id = fmt.Sprintf("%s%02d%03d", cityID, c.town+1, count[c.town])
		if towns[c.town].urban {
			c.name = names.pick(append(trees[:12:12], virtues...), []string{"园", "苑", "桥", "坊", "里", "湖", "庭", "山"}) + "社区"
		} else {
			c.name = names.pick(hamletA, hamletB) + "村"
		}
	}
	return out
}

func (c *community) add(p geo.People) {
	for g, n := range p {
		c.people[g] += n
	}
}

// interior is a place inside r: the middle of a cut across it.
func interior(r ring) pt {
	if c := r.centre(); r.contains(c) {
		return c
	}
	for i, p := range r {
		q := r[(i+1)%len(r)]
		if u := q.sub(p).unit(); distance(p, q) > 4 {
			if c := between(p, q, 0.5).step(u.left(), 1); r.contains(c) {
				return c
			}
		}
	}
	return r[0]
}

// merged joins communities of few people with the neighbour in the same township along the longest border.
func merged(cs []community, towns []township) []community {
	for {
		small, least := -1, int32(1<<30)
		for i, c := range cs {
			enough := int32(2600)
			if !towns[c.town].urban {
				enough = 900
			}
			if n := c.people[geo.All]; n < enough && n < least && longestBorder(cs, i) >= 0 {
				small, least = i, n
			}
		}
		if small < 0 {
			return cs
		}
		into := longestBorder(cs, small)
		cs[into].faces = append(cs[into].faces, cs[small].faces...)
		cs[into].add(cs[small].people)
		cs = slices.Delete(cs, small, small+1)
	}
}

// longestBorder is the community of the same township that shares most border with community i, or -1.
func longestBorder(cs []community, i int) int {
	mine := map[edge]bool{}
	for _, f := range cs[i].faces {
		for _, e := range f.edges {
			mine[e.twin()] = true
		}
	}
	best, length := -1, 0.0
	for k, c := range cs {
		if k == i || c.town != cs[i].town {
			continue
		}
		shared := 0.0
		for _, f := range c.faces {
			for _, e := range f.edges {
				if mine[e] {
					shared += distance(e.from, e.to)
				}
			}
		}
		if shared > length {
			best, length = k, shared
		}
	}
	return best
}

// areas are the communities, their townships and the city.
func areas(cs []community) []geo.Area {
	var out []geo.Area
	city := geo.Area{ID: cityID, Name: cityName, Level: "county", Kind: "县级市（虚构）"}
	var land []face
	for i, t := range townships() {
		a := geo.Area{ID: fmt.Sprintf("%s%02d", cityID, i+1), Name: t.name, Level: "town", Parent: cityID, Kind: t.kind, Setting: setting(t.urban)}
		var all []face
		for _, c := range cs {
			if c.town != i {
				continue
			}
			kind := "村委会"
			if t.urban {
				kind = "居委会"
			}
			unit := geo.Area{ID: c.id, Name: c.name, Level: "community", Parent: a.ID, Kind: kind, Setting: setting(t.urban), Shape: shape(c.faces)}
			unit.Population, unit.Households = int64(c.people[geo.All]), int64(c.people[geo.Households])
			unit.Registered = unit.Population * 93 / 100
			if !t.urban {
				unit.Registered = unit.Population * 118 / 100 // many who are registered in villages live elsewhere
			}
			a.Population, a.Households, a.Registered = a.Population+unit.Population, a.Households+unit.Households, a.Registered+unit.Registered
			all = append(all, c.faces...)
			out = append(out, unit)
		}
		a.Shape = shape(all)
		city.Population, city.Households, city.Registered = city.Population+a.Population, city.Households+a.Households, city.Registered+a.Registered
		land = append(land, all...)
		out = append(out, a)
	}
	city.Shape = shape(land)
	return append(out, city)
}

func setting(urban bool) string {
	if urban {
		return "urban"
	}
	return "rural"
}

// shape is the union of faces as polygons, each hole with the polygon around it.
func shape(fs []face) orb.MultiPolygon {
	var out orb.MultiPolygon
	var outer []ring
	rings := outline(fs)
	for _, r := range rings {
		if r.area() > 0 {
			out = append(out, orb.Polygon{orb.Ring(r.closed().positions())})
			outer = append(outer, r)
		}
	}
	for _, hole := range rings {
		if hole.area() > 0 {
			continue
		}
		for i, r := range outer {
			if r.contains(between(hole[0], hole[1], 0.5)) {
				out[i] = append(out[i], orb.Ring(hole.closed().positions()))
				break
			}
		}
	}
	return out
}
