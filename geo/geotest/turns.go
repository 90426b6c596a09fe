package geotest

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// WithTurns gives a town random turn rules: about nodes, over one way and over two, forbidding and commanding, at
// dead ends, in the middle of a street, about turns that a one-way street forbids anyhow, several that begin alike or
// lie one inside another, and some that together close a junction to everyone who comes from elsewhere. It also adds
// streets that make turning round a question: loops, rings, long dead ends, two streets between the same junctions.
func WithTurns(r *rand.Rand, l *Lattice) {
	for range r.IntN(4) {
		addLoop(r, l)
	}
	m := newStreetMap(l)
	if len(m.nodes) == 0 {
		return
	}
	for range 4 + r.IntN(40) {
		switch r.IntN(7) {
		case 0:
			m.forbidTurningRound(r)
		case 1:
			m.overlap(r)
		case 2:
			m.close(r)
		default:
			m.rule(r)
		}
	}
}

// addLoop adds a street with nodes of its own: a dead end of several pieces, a loop from a junction back to it, a ring
// that touches nothing, or a second street beside another.
func addLoop(r *rand.Rand, l *Lattice) {
	if len(l.Town.Streets) == 0 {
		return
	}
	beside := l.Town.Streets[r.IntN(len(l.Town.Streets))]
	s := l.Street([]string{"residential", "service"}[r.IntN(2)])
	if r.IntN(3) == 0 {
		s.Passage[geo.Motorcar] = geo.Forward
	}
	add := func(id geo.NodeID, at orb.Point) {
		s.Nodes, s.Line = append(s.Nodes, id), append(s.Line, at)
	}
	kind := r.IntN(4)
	if kind == 3 {
		s.Nodes, s.Line = slices.Clone(beside.Nodes), slices.Clone(beside.Line)
		return
	}
	if kind < 2 {
		add(beside.Nodes[0], beside.Line[0])
	}
	x, y := 8*r.Float64(), 8*r.Float64()
	for k := range 2 + r.IntN(3) {
		add(geo.NodeID(6_000_000+10*len(l.Town.Streets)+k), l.At(x+float64(k%2), y+float64(k/2)))
	}
	if kind > 0 { // closed
		add(s.Nodes[0], s.Line[0])
	}
}

// step is a piece as someone sees it who stands at one of its ends.
type step struct {
	to       geo.NodeID
	way      int64
	drivable bool // from here
}

// streetMap is where a car can go from each node.
type streetMap struct {
	*Lattice
	nodes []geo.NodeID
	steps map[geo.NodeID][]step
	at    map[geo.NodeID]orb.Point
	ways  [][]int64 // of each rule, the ways of the pieces of its path
}

func newStreetMap(l *Lattice) *streetMap {
	m := &streetMap{Lattice: l, steps: make(map[geo.NodeID][]step), at: make(map[geo.NodeID]orb.Point)}
	for i := range l.Town.Streets {
		s := &l.Town.Streets[i]
		passage := s.Passage[geo.Motorcar]
		if passage == geo.NoPassage {
			continue
		}
		for k := 1; k < len(s.Nodes); k++ {
			a, b := s.Nodes[k-1], s.Nodes[k]
			m.steps[a] = append(m.steps[a], step{b, s.WayID, passage&geo.Forward != 0})
			m.steps[b] = append(m.steps[b], step{a, s.WayID, passage&geo.Backward != 0})
			m.at[a], m.at[b] = s.Line[k-1], s.Line[k]
		}
	}
	for node := range m.steps {
		m.nodes = append(m.nodes, node)
	}
	slices.Sort(m.nodes)
	return m
}

// add adds a rule by the nodes passed and the way of each piece between them.
func (m *streetMap) add(prefix string, path []geo.NodeID, ways []int64) {
	vias := slices.Compact(slices.Clone(ways[1 : len(ways)-1]))
	m.ways = append(m.ways, ways)
	m.Town.Turns = append(m.Town.Turns, geo.Turn{
		Relation: int64(7_000 + len(m.Town.Turns)), Kind: prefix + m.direction(path),
		FromWay: ways[0], ToWay: ways[len(ways)-1], ViaWays: vias, Path: path,
	})
}

// direction is the name of the turn at the end of a path.
func (m *streetMap) direction(path []geo.NodeID) string {
	n := len(path)
	a, v, b := m.at[path[n-3]], m.at[path[n-2]], m.at[path[n-1]]
	cross := (v[0]-a[0])*(b[1]-v[1]) - (v[1]-a[1])*(b[0]-v[0])
	const flat = 1e-9 // square degrees: a lattice's corners are a thousand times sharper
	switch {
	case path[n-3] == path[n-1]:
		return "u_turn"
	case cross > flat:
		return "left_turn"
	case cross < -flat:
		return "right_turn"
	}
	return "straight_on"
}

func prefix(r *rand.Rand) string {
	if r.IntN(5) < 2 {
		return "only_"
	}
	return "no_"
}

// rule adds a rule about a random drive: a node in the middle of a street, a junction, or over one way or two. Now and
// then the drive is against a one-way street or comes by a node twice.
func (m *streetMap) rule(r *rand.Rand) {
	vias := max(0, r.IntN(5)-2)
	path := []geo.NodeID{m.nodes[r.IntN(len(m.nodes))]}
	var ways []int64
	const patience = 20 // one may drive round a ring for ever
	for changes, steps := 0, 0; changes <= vias; steps++ {
		s, found := m.next(r, path)
		if !found || steps == patience {
			return
		}
		path, ways = append(path, s.to), append(ways, s.way)
		n := len(ways)
		switch {
		case n == 1:
		case ways[n-2] != s.way:
			changes++
		case changes == 0 && vias == 0 && r.IntN(2) == 0: // a rule about a node of one street
			changes++
		case changes == 0: // the way from counts with its last piece only
			path, ways = path[1:], ways[1:]
		}
	}
	m.add(prefix(r), path, ways)
}

func (m *streetMap) next(r *rand.Rand, path []geo.NodeID) (step, bool) {
	var fit []step
	carefree := r.IntN(12) == 0
	for _, s := range m.steps[path[len(path)-1]] {
		if carefree || s.drivable && !slices.Contains(path, s.to) {
			fit = append(fit, s)
		}
	}
	if len(fit) == 0 {
		return step{}, false
	}
	return fit[r.IntN(len(fit))], true
}

// forbidTurningRound adds a rule about going back, at a dead end if there is one.
func (m *streetMap) forbidTurningRound(r *rand.Rand) {
	v := m.nodes[r.IntN(len(m.nodes))]
	for range 10 {
		if len(m.steps[v]) > 1 {
			v = m.nodes[r.IntN(len(m.nodes))]
		}
	}
	s := m.steps[v][r.IntN(len(m.steps[v]))]
	m.add(prefix(r), []geo.NodeID{s.to, v, s.to}, []int64{s.way, s.way})
}

// overlap adds a rule that shares nodes with one that is there: it ends otherwise, begins earlier, or says the
// opposite.
func (m *streetMap) overlap(r *rand.Rand) {
	if len(m.Town.Turns) == 0 {
		return
	}
	i := r.IntN(len(m.Town.Turns))
	path, ways := slices.Clone(m.Town.Turns[i].Path), slices.Clone(m.ways[i])
	last := len(path) - 1
	switch r.IntN(3) {
	case 0:
		s := m.steps[path[last-1]][r.IntN(len(m.steps[path[last-1]]))]
		path[last], ways[last-1] = s.to, s.way
		kind, _, _ := strings.Cut(m.Town.Turns[i].Kind, "_")
		m.add(kind+"_", path, ways)
	case 1:
		s := m.steps[path[0]][r.IntN(len(m.steps[path[0]]))]
		if s.way != ways[0] && !slices.Contains(path, s.to) {
			m.add(prefix(r), slices.Insert(path, 0, s.to), slices.Insert(ways, 0, s.way))
		}
	default:
		m.add(prefix(r), path, ways)
	}
}

// close forbids every turn into the streets that lead to one node.
func (m *streetMap) close(r *rand.Rand) {
	x := m.nodes[r.IntN(len(m.nodes))]
	for _, in := range m.steps[x] {
		for _, from := range m.steps[in.to] {
			if from.to != x {
				m.add("no_", []geo.NodeID{from.to, in.to, x}, []int64{from.way, in.way})
			}
		}
	}
}
