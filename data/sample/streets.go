package sample

import (
	"lifecircle/geo"
)

// Identifiers start where no OpenStreetMap import of a real place is likely to be compared with them, and count up
// in the order of drawing.
const (
	firstWay  = 900_000_001
	firstNode = 9_000_000_001
)

// passages are what each kind of traveller may do on a two-way street without access tags.
var passages = map[string][geo.NumTravellers]geo.Passage{
	"motorway":      {geo.NoPassage, geo.NoPassage, geo.BothWays},
	"motorway_link": {geo.NoPassage, geo.NoPassage, geo.BothWays},
	"footway":       {geo.BothWays, geo.NoPassage, geo.NoPassage},
	"pedestrian":    {geo.BothWays, geo.NoPassage, geo.NoPassage},
	"steps":         {geo.BothWays, geo.NoPassage, geo.NoPassage},
}

func (r road) passage() [geo.NumTravellers]geo.Passage {
	p, special := passages[r.class]
	if !special {
		p = [geo.NumTravellers]geo.Passage{geo.BothWays, geo.BothWays, geo.BothWays}
	}
	if r.oneWay { // walkers ignore it
		p[geo.Bicycle] &= geo.Forward
		p[geo.Motorcar] &= geo.Forward
	}
	return p
}

func (r road) boardable() bool {
	return !r.bridge && r.class != "motorway" && r.class != "motorway_link" && r.class != "steps"
}

// streets cuts the drawn roads where they meet. What hangs on no other street is left out, except on the eyot.
func (s *sketch) streets() (streets []geo.Street, stops []geo.NodeStop) {
	lines := make([]line, len(s.roads))
	for i, r := range s.roads {
		lines[i] = r.line
	}
	woven := weave(lines, func(i int) int {
		if s.roads[i].over {
			return 1
		}
		return 0
	})

	uses := map[pt]int{}
	for _, l := range woven {
		for _, p := range l {
			uses[p]++
		}
		uses[l[0]]++ // an end is always a junction
		uses[l[len(l)-1]]++
	}
	for _, g := range s.gates {
		uses[g.place]++
	}
	group := components(woven, uses, func(int) bool { return true }, nil)
	vehicles := components(woven, uses, func(i int) bool { return s.roads[i].passage()[geo.Bicycle] != geo.NoPassage }, nil)

	closed := map[pt]bool{}
	for _, g := range s.gates {
		closed[g.place] = !g.cars
	}
	cars := components(woven, uses, func(i int) bool { return s.roads[i].passage()[geo.Motorcar] != geo.NoPassage }, closed)
	for _, g := range s.gates {
		// A gate that would shut cars in for good stands open.
		if l := woven[g.road]; s.roads[g.road].class == "service" && !(cars.inMain(l[0]) && cars.inMain(l[len(l)-1])) {
			closed[g.place] = false
		}
	}

	ids := map[pt]geo.NodeID{}
	id := func(p pt) geo.NodeID {
		if ids[p] == 0 {
			ids[p] = firstNode + geo.NodeID(len(ids))
		}
		return ids[p]
	}
	for i, l := range woven {
		if len(l) < 2 || !group.kept(l[0], s.river.eyot) {
			continue
		}
		r := s.roads[i]
		if r.passage()[geo.Bicycle] != geo.NoPassage && !vehicles.kept(l[0], s.river.eyot) {
			r.class = "pedestrian" // only footways lead there
		}
		for start, k := 0, 1; k < len(l); k++ {
			if k < len(l)-1 && uses[l[k]] < 2 {
				continue
			}
			piece := l[start : k+1]
			start = k
			st := geo.Street{WayID: firstWay + int64(i), Name: r.name, Class: r.class, Line: piece.positions(),
				Passage: r.passage(), MaxSpeed: [2]float64{r.speed, r.speed}, Boardable: r.boardable()}
			for _, p := range piece {
				st.Nodes = append(st.Nodes, id(p))
			}
			streets = append(streets, st)
		}
	}
	for _, g := range s.gates {
		if n, on := ids[g.place]; on && closed[g.place] {
			stops = append(stops, geo.NodeStop{Node: n, Stops: [geo.NumTravellers]bool{geo.Motorcar: true}})
		}
	}
	return streets, stops
}

// union says which positions hang together.
type union struct {
	parent map[pt]pt
	size   map[pt]int
	main   pt // of the largest group
}

// components joins the positions along each of the lines that take chooses, wherever they share one. At the
// positions of cut, lines come apart.
func components(woven []line, uses map[pt]int, take func(line int) bool, cut map[pt]bool) *union {
	u := &union{map[pt]pt{}, map[pt]int{}, pt{}}
	for i, l := range woven {
		if !take(i) {
			continue
		}
		first := l[0]
		for k, p := range l {
			switch {
			case cut[p] && k+1 < len(l):
				first = l[k+1]
			case uses[p] > 1:
				u.join(first, p)
			}
		}
	}
	for i, l := range woven { // in order, so that ties fall the same way
		if !take(i) {
			continue
		}
		root := u.root(l[0])
		u.size[root]++
		if u.size[root] > u.size[u.main] {
			u.main = root
		}
	}
	return u
}

func (u *union) root(p pt) pt {
	for {
		q, ok := u.parent[p]
		if !ok || q == p {
			return p
		}
		if up, ok := u.parent[q]; ok {
			u.parent[p] = up
		}
		p = q
	}
}

func (u *union) join(p, q pt) {
	if a, b := u.root(p), u.root(q); a != b {
		u.parent[b] = a
	}
}

func (u *union) inMain(p pt) bool { return u.root(p) == u.root(u.main) }

// kept says whether the group of p is the town's or lies on the eyot.
func (u *union) kept(p pt, eyot ring) bool { return u.inMain(p) || eyot.contains(p) }

// barriers are the lines that no access leg may cross.
func (s *sketch) barriers() []geo.Barrier {
	way := int64(firstWay + len(s.roads))
	var out []geo.Barrier
	add := func(kind string, l line) {
		out = append(out, geo.Barrier{WayID: way, Kind: kind, Line: l.positions()})
		way++
	}
	for _, bank := range []ring{s.river.water, s.river.eyot} { // one sheet of water: the outlines of a multipolygon share an id below 0
		out = append(out, geo.Barrier{WayID: -way, Kind: "natural=water", Line: bank.closed().positions()})
	}
	way++
	add("natural=water", s.river.lake.closed())
	add("waterway=river", s.river.centre)
	add("waterway=canal", s.river.canal)
	add("railway=rail", s.railway)
	for _, r := range s.roads {
		if (r.class == "motorway" || r.class == "motorway_link") && !r.bridge {
			add("highway="+r.class, r.line)
		}
	}
	for _, w := range s.walls {
		add(w.kind, w.line)
	}
	return out
}
