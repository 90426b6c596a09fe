package sample

import "math/rand/v2"

// zone is how a piece of land is used.
type zone uint8

const (
	rural   zone = iota // fields and hills: nothing but what roads and villages bring
	oldCore             // inside the ring road: alleys
	grid                // the city of the last century: small blocks, open to the street
	estates             // the new city: superblocks of walled estates
	town                // the small town in the eastern plain
	works               // factories, stores and their dormitories
	green               // parks and river banks
	water
)

// block is a piece of land that streets enclose and do not cut.
type block struct {
	ring ring
	zone zone
}

// sketch is the town as it is being drawn: plan positions, nothing cut yet.
type sketch struct {
	river     river
	land      ring // the border of the city's land
	motorway  line
	railway   line
	main      []road // the roads between towns and quarters, uncut
	roads     []road
	walls     []wall
	blocks    []block
	homes     []home
	parks     []ring
	gates     []gate    // places where a street passes a wall and some travellers must stop
	obstacles *segments // what roads need a bridge for: banks, motorway, railway, canal
	edges     *segments // where the land that can be built on ends
	setbacks  []float64 // how far streets keep from edges.lines[i]
	names     *namer
	byRoad    *segments // the first indexed roads, by where they run
	indexed   int
}

// wall is a barrier around an estate, or what is left of the city wall.
type wall struct {
	line line
	kind string // "barrier=wall"
}

// gate is a node on a street.
type gate struct {
	place pt
	road  int  // index of the road it is on, which leads from the estate to the street
	cars  bool // cars may pass
}

// rng is the source of chance for one part of the drawing. Each part has its own, so that a change in one does not
// redraw the others.
func rng(part uint64) *rand.Rand { return rand.New(rand.NewPCG(20260101, part)) }

// draw makes the whole sketch.
func draw() *sketch {
	s := &sketch{land: ring(landBorder()), river: drawRiver(), motorway: motorwayLine(), railway: railwayLine(), names: newNamer(), byRoad: newSegments(nil)}
	s.obstacles = newSegments([]line{s.river.north, s.river.south, s.motorway, s.railway, s.river.canal})
	s.edges = newSegments([]line{s.river.north, s.river.south, s.motorway.beside(40), s.motorway.beside(-40),
		s.railway.beside(18), s.railway.beside(-18), s.river.canal})
	s.setbacks = []float64{24, 24, 16, 16, 14, 14, 20}

	main := arterials(s.river)
	main = append(main, hillRoads()...)
	trimRoads(main)
	s.main = main
	var crossed []line
	for _, r := range main {
		if r.name == "汀南大道" || r.name == "江北大道" {
			crossed = append(crossed, r.line)
		}
	}
	land := s.faces(main)
	s.roads = append(s.roads, s.bridged(main)...)
	s.roads = append(s.roads, motorway(s.motorway, crossed)...)
	for _, f := range land {
		s.develop(f.ring, s.zoneOf(f.ring))
	}
	s.cityWall()
	s.drawWater()
	s.drawHills()
	s.drawPlain()
	return s
}

func trimRoads(roads []road) {
	lines := make([]line, len(roads))
	for i, r := range roads {
		lines[i] = r.line
	}
	for i, l := range trimmed(weave(lines, func(int) int { return 0 }), 190) {
		roads[i].line = l
	}
}

// faces is the land between the main roads and whatever else cuts it.
func (s *sketch) faces(main []road) []face {
	lines := append([]line{landBorder()}, s.edges.lines...)
	for _, r := range main {
		lines = append(lines, r.line)
	}
	return faces(weave(lines, func(int) int { return 0 }))
}

// landBorder is where the city's land ends.
func landBorder() line {
	return loop(pt{-6900, -4500}, pt{-5200, -4750}, pt{-3400, -4520}, pt{-1800, -4800}, pt{300, -4620}, pt{2300, -4850}, pt{4300, -4550}, pt{6700, -4700},
		pt{6950, -3000}, pt{6800, -1200}, pt{7000, 600}, pt{6750, 2300}, pt{6900, 3700}, pt{6500, 4450}, pt{4600, 4650}, pt{2600, 4420}, pt{700, 4650},
		pt{-1600, 4450}, pt{-3600, 4700}, pt{-5400, 4500}, pt{-6800, 4550}, pt{-7000, 2900}, pt{-6750, 900}, pt{-7050, -900}, pt{-6800, -2700})
}

// zoneOf tells how the land of a face is used, by where it lies.
func (s *sketch) zoneOf(r ring) zone {
	c, area := r.centre(), r.area()
	fromRiver := s.river.centre.near(c)
	in := func(x0, y0, x1, y1 float64) bool { return c.x > x0 && c.x < x1 && c.y > y0 && c.y < y1 }
	switch {
	case s.river.water.contains(c):
		return water
	case s.motorway.near(c) < 38 || s.railway.near(c) < 16:
		return rural // the strip of the motorway or the railway itself
	case distance(c, pt{5400, 1270}) < 420 && area < 6e5:
		return town
	case area > 2.4e6, r.contains(pt{-5000, 1600}):
		return rural
	case in(2260, -1960, 3200, -1240), in(1270, 2450, 2500, 3200) && c.x > 1900:
		return green // the lake, and the people's park of the new city
	case fromRiver < 150:
		return green
	case distance(c, pt{150, -120}) < 700:
		return oldCore
	case in(2260, -2600, 3300, -1960), in(-2450, -3300, -1850, -1300), in(1100, -3700, 2200, -2900), in(2500, 3200, 3700, 4000), in(-2700, 2000, -1880, 2700):
		return works
	case in(-1900, 3220, -860, 4000), in(240, 3200, 1350, 4000), in(-2430, -4000, -1850, -3200):
		return rural // still fields, though roads have been built around them
	case in(-2700, 300, 3700, 4000):
		if fromRiver < 900 && c.x > -1900 && c.x < 1270 {
			return grid // the oldest part of the northern bank
		}
		return estates
	case in(-4400, -2300, -2650, 1300):
		if c.y > -400 {
			return estates
		}
		return grid
	case in(800, -2000, 2300, -1240), in(-1250, -2700, -640, -2000), in(-1900, -1300, -1230, 200):
		return estates
	case in(-2600, -3900, 3300, 1000):
		return grid
	}
	return rural
}

// develop cuts land into blocks and builds on them.
func (s *sketch) develop(land ring, z zone) {
	rnd := rng(uint64(int64(land.centre().x)*100_003 + int64(land.centre().y)))
	var t texture
	switch z {
	case oldCore:
		t = texture{12_000, 0.95, []string{"residential", "residential", "living_street", "living_street", "pedestrian", "footway"}, 0.22, s.names.alley}
	case grid:
		t = texture{uniform(rnd, 36_000, 52_000), 0.34, []string{"tertiary", "residential", "residential", "unclassified", "residential"}, 0.06, s.names.street}
	case estates:
		t = texture{uniform(rnd, 62_000, 137_000), 0.28, []string{"tertiary", "tertiary", "residential"}, 0, s.names.avenue}
	case town:
		t = texture{24_000, 0.6, []string{"tertiary", "residential"}, 0.1, s.names.street}
	case works:
		t = texture{95_000, 0.25, []string{"tertiary", "unclassified"}, 0.1, s.names.avenue}
	case green:
		s.parks = append(s.parks, land)
		return
	default:
		return
	}
	pieces, streets := blocks(land, t, rnd, s.setback)
	s.roads = append(s.roads, streets...)
	for _, p := range pieces {
		b := block{p, z}
		s.blocks = append(s.blocks, b)
		s.build(b, rnd)
	}
}

// build puts houses, walls and inner ways on a block.
func (s *sketch) build(b block, rnd *rand.Rand) {
	switch b.zone {
	case oldCore:
		s.buildCourts(b, rnd)
	case estates:
		switch chance := rnd.Float64(); {
		case chance < 0.06:
			s.buildPark(b, rnd)
		case chance < 0.16: // offices, schools, malls, and land not yet sold
		case chance < 0.30:
			s.buildRows(b, rnd, 85)
		default:
			s.buildEstate(b, rnd)
		}
	case grid:
		switch chance := rnd.Float64(); {
		case chance < 0.05:
			s.buildPark(b, rnd)
		case chance < 0.18: // schools, offices, shops: nobody lives there
		case chance < 0.45:
			s.buildEstate(b, rnd)
		default:
			s.buildRows(b, rnd, 62)
		}
	case town:
		s.buildRows(b, rnd, 42)
	case works:
		if rnd.Float64() < 0.35 {
			s.buildRows(b, rnd, 110)
		}
	}
}

// setback is how far a street that would end at p stays away from there: 0 but at barriers.
func (s *sketch) setback(p pt) float64 {
	g, _, d := s.edges.nearest(p, 12, nil)
	if d > 12 {
		return 0
	}
	return s.setbacks[g.line]
}
