package geotest

import "lifecircle/geo"

// TurnTown is a small town with turn rules and its answers by hand, for motor cars at 20 km/h.
type TurnTown struct {
	Name string
	*Lattice
	// To and From are the seconds from each residential point to facility F and back, -1 where no way leads. Blocks are
	// up to 1 cm shorter than 600 m, so that a time may be up to 2 ms a block less.
	To, From map[string]float64
}

// block is the time for a block of 600 m at 20 km/h. It is too long for anyone to walk around a rule: legs end at 300 m.
const block = 108.0

// TurnTowns are the towns whose answers turn rules decide.
func TurnTowns() []TurnTown {
	return []TurnTown{roundTheBlock(), deadEnd(false), deadEnd(true), straightOn(), dualCarriageway(), bollard()}
}

func newTurnTown(name string) TurnTown {
	return TurnTown{name, NewLattice(600), make(map[string]float64), make(map[string]float64)}
}

// rule adds a rule by the junctions passed, which must all be at the ends of streets.
func (t *TurnTown) rule(kind string, from, to *geo.Street, via []*geo.Street, junctions ...[2]int) {
	rule := geo.Turn{Relation: int64(len(t.Town.Turns) + 1), Kind: kind, FromWay: from.WayID, ToWay: to.WayID}
	for _, s := range via {
		rule.ViaWays = append(rule.ViaWays, s.WayID)
	}
	for _, j := range junctions {
		rule.Path = append(rule.Path, Node(j[0], j[1]))
	}
	t.Town.Turns = append(t.Town.Turns, rule)
}

func (t *TurnTown) answer(id string, x, y, blocksTo, blocksFrom float64) {
	t.Resident(id, x, y, 1, 0)
	t.To[id], t.From[id] = blocksTo*block, blocksFrom*block
}

const no = -1 / block // blocks of a way that does not exist

// roundTheBlock forbids the left turn into the street of the facility. Whoever comes from the west goes round the
// block, 0.75 to the crossing, 4 around and 0.75 north. Turning round at the next junction would save 2 of them, and
// is no way; turning round at the end of its side street, 2 farther on, is one, and takes 2 more.
//
//	          F
//	          |
//	r --------+--s--+-----------
//	          |     |
//	          +-----+
func roundTheBlock() TurnTown {
	t := newTurnTown("no left turn forces a loop round the block")
	west := t.Street("residential", [2]int{0, 1}, [2]int{1, 1})
	north := t.Street("residential", [2]int{1, 1}, [2]int{1, 2})
	t.Street("residential", [2]int{1, 1}, [2]int{2, 1})
	t.Street("residential", [2]int{2, 1}, [2]int{4, 1})
	t.Street("residential", [2]int{2, 1}, [2]int{2, 0})
	t.Street("residential", [2]int{2, 0}, [2]int{1, 0})
	t.Street("residential", [2]int{1, 0}, [2]int{1, 1})
	t.rule("no_left_turn", west, north, nil, [2]int{0, 1}, [2]int{1, 1}, [2]int{1, 2})
	t.Facility("clinic", "F", 1, 1.75)
	t.answer("r", 0.25, 1, 0.75+4+0.75, 0.75+0.75)
	t.answer("s", 1.5, 1, 0.5+0.75, 0.75+0.5)
	return t
}

// deadEnd forbids the same left turn where the street beyond the crossing ends after two blocks. Only at its end may
// one turn round, not where its first block meets its second: 0.75, twice 2 and 0.75. Where turning round at the end
// is forbidden too, no way is left. Who lives on the second block sets out westward and need not turn.
//
//	     F
//	     |
//	r ---+-----+--d--
func deadEnd(forbidden bool) TurnTown {
	t := newTurnTown("a car may turn round at the end of a street")
	west := t.Street("residential", [2]int{0, 1}, [2]int{1, 1})
	north := t.Street("residential", [2]int{1, 1}, [2]int{1, 2})
	t.Street("residential", [2]int{1, 1}, [2]int{2, 1})
	end := t.Street("residential", [2]int{2, 1}, [2]int{3, 1})
	t.rule("no_left_turn", west, north, nil, [2]int{0, 1}, [2]int{1, 1}, [2]int{1, 2})
	around := 0.75 + 2*2 + 0.75
	if forbidden {
		t.Name = "a car may not turn round at an end where a rule forbids it"
		t.rule("no_u_turn", end, end, nil, [2]int{2, 1}, [2]int{3, 1}, [2]int{2, 1})
		around = no
	}
	t.Facility("clinic", "F", 1, 1.75)
	t.answer("r", 0.25, 1, around, 0.75+0.75)
	t.answer("d", 2.5, 1, 1.5+0.75, 0.75+1.5)
	return t
}

// straightOn lets whoever comes from the west go straight on only: 0.75 to the crossing, 3 around the block and 0.75.
// Those from the south and from the east are free to turn.
//
//	     F
//	     |
//	     +-----+
//	     |     |
//	r ---+--e--+
//	     |
//	     s
func straightOn() TurnTown {
	t := newTurnTown("only straight on")
	west := t.Street("residential", [2]int{0, 1}, [2]int{1, 1})
	east := t.Street("residential", [2]int{1, 1}, [2]int{2, 1})
	t.Street("residential", [2]int{2, 1}, [2]int{2, 2})
	t.Street("residential", [2]int{2, 2}, [2]int{1, 2})
	t.Street("residential", [2]int{1, 1}, [2]int{1, 2})
	t.Street("residential", [2]int{1, 2}, [2]int{1, 3})
	t.Street("residential", [2]int{1, 0}, [2]int{1, 1})
	t.rule("only_straight_on", west, east, nil, [2]int{0, 1}, [2]int{1, 1}, [2]int{2, 1})
	t.Facility("clinic", "F", 1, 2.75)
	t.answer("r", 0.25, 1, 0.75+3+0.75, 0.75+1+0.75)
	t.answer("s", 1, 0.25, 0.75+1+0.75, 0.75+1+0.75)
	t.answer("e", 1.6, 1, 0.6+1+0.75, 0.75+1+0.6)
	return t
}

// dualCarriageway forbids whoever comes along the eastbound carriageway to turn round by the first link to the
// westbound one: 0.75, then 5 by the second link, and 0.75. Going south to the end and back to the link takes 4 more;
// going up and down the link until the carriageway is forgotten would take 2 less, and is no way. Those who live on
// the link or come from the south may use it. Nobody comes back: the facility's carriageway leads away.
//
//	<--F--+<----------+
//	      |           |
//	      l           |
//	      |           |
//	---r->+---------->+
//	      |
//	      s
//	      |
func dualCarriageway() TurnTown {
	t := newTurnTown("no turning round by a link of a dual carriageway")
	oneWay := func(from, to [2]int) *geo.Street {
		s := t.Street("residential", from, to)
		s.Passage[geo.Motorcar] = geo.Forward
		return s
	}
	eastbound := oneWay([2]int{0, 0}, [2]int{1, 0})
	oneWay([2]int{1, 0}, [2]int{3, 0})
	oneWay([2]int{3, 1}, [2]int{1, 1})
	westbound := oneWay([2]int{1, 1}, [2]int{0, 1})
	link := t.Street("residential", [2]int{1, 0}, [2]int{1, 1})
	t.Street("residential", [2]int{3, 0}, [2]int{3, 1})
	t.Street("residential", [2]int{1, -4}, [2]int{1, 0})
	t.rule("no_u_turn", eastbound, westbound, []*geo.Street{link}, [2]int{0, 0}, [2]int{1, 0}, [2]int{1, 1}, [2]int{0, 1})
	t.Facility("clinic", "F", 0.25, 1)
	t.answer("r", 0.25, 0, 0.75+5+0.75, no)
	t.answer("l", 1, 0.5, 0.5+0.75, no)
	t.answer("s", 1, -0.75, 0.75+1+0.75, no)
	return t
}

// bollard forbids the left turn to whoever comes from a street whose far end is closed to cars: the rule names the
// bollard's node, and those who live before it have to obey. From there they drive straight on, 0.75 and 2 to the end
// of the street, turn round and come back, 2, and then go north, 0.75.
//
//	       F
//	       |
//	x--r---+-----+-----
func bollard() TurnTown {
	t := newTurnTown("a rule that begins at a bollard binds those who live before it")
	west := t.Street("residential", [2]int{0, 1}, [2]int{1, 1})
	north := t.Street("residential", [2]int{1, 1}, [2]int{1, 2})
	t.Street("residential", [2]int{1, 1}, [2]int{2, 1})
	t.Street("residential", [2]int{2, 1}, [2]int{3, 1})
	stop := geo.NodeStop{Node: Node(0, 1)}
	stop.Stops[geo.Motorcar] = true
	t.Town.Stops = append(t.Town.Stops, stop)
	t.rule("no_left_turn", west, north, nil, [2]int{0, 1}, [2]int{1, 1}, [2]int{1, 2})
	t.Facility("clinic", "F", 1, 1.75)
	t.answer("r", 0.25, 1, 0.75+2*2+0.75, 0.75+0.75)
	return t
}
