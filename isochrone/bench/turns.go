package bench

import (
	"slices"

	"lifecircle/geo"
)

// bollards put a stop for cars into one in 2,000 streets, at a node between its junctions.
func (c *chance) bollards(streets []geo.Street, junctions int) []geo.NodeStop {
	var stops []geo.NodeStop
	for range max(3, junctions/2_000) {
		s := &streets[c.IntN(len(streets))]
		stop := geo.NodeStop{Node: s.Nodes[c.IntN(len(s.Nodes))]}
		stop.Stops[geo.Motorcar] = len(s.Nodes) > 2 && stop.Node != s.Nodes[0] && stop.Node != s.Nodes[len(s.Nodes)-1]
		if stop.Stops[geo.Motorcar] {
			stops = append(stops, stop)
		}
	}
	return stops
}

// end is one end of a street: where it can be left or entered.
type end struct {
	street int32
	last   bool // the end at its last node, else at its first
}

// turns are the turn rules: at least 20 and about one for 2,000 junctions, one in ten over a way between.
func (c *chance) turns(s *surveyor, junctions int) []geo.Turn {
	at := s.endsAt()
	var turns []geo.Turn
	for wanted := max(20, junctions/2_000); len(turns) < wanted; {
		ends := at[c.IntN(len(at))]
		if len(ends) < 3 {
			continue
		}
		from, to := ends[c.IntN(len(ends))], ends[c.IntN(len(ends))]
		path := []geo.NodeID{s.beyond(from), s.here(from), s.beyond(to)}
		via := []int64(nil)
		if across := s.farEnd(to); len(turns)%10 == 9 && from != to && int(s.here(across)) <= len(at) {
			next := at[s.here(across)-1]
			onward := next[c.IntN(len(next))]
			if onward == across || len(next) < 3 {
				continue
			}
			path, via = append(path[:1:1], s.walked(to)...), []int64{s.streets[to.street].WayID}
			path, to = append(path, s.beyond(onward)), onward
		}
		if !s.driven(from, true) || !s.driven(to, false) {
			continue
		}
		turns = append(turns, geo.Turn{
			Relation: int64(len(turns) + 1), Kind: c.kind(s, from, to, path), ViaWays: via, Path: path,
			FromWay: s.streets[from.street].WayID, ToWay: s.streets[to.street].WayID,
		})
	}
	return turns
}

// endsAt lists the ends of streets at each junction of the lattice, by its node less 1.
func (s *surveyor) endsAt() [][]end {
	at := make([][]end, s.side*s.side)
	add := func(node geo.NodeID, e end) {
		if int(node) <= len(at) {
			at[node-1] = append(at[node-1], e)
		}
	}
	for i := range s.streets {
		nodes := s.streets[i].Nodes
		add(nodes[0], end{int32(i), false})
		add(nodes[len(nodes)-1], end{int32(i), true})
	}
	return at
}

// walked are the nodes of a street from an end to the other.
func (s *surveyor) walked(from end) []geo.NodeID {
	nodes := slices.Clone(s.streets[from.street].Nodes)
	if from.last {
		slices.Reverse(nodes)
	}
	return nodes
}

func (s *surveyor) here(e end) geo.NodeID   { return s.walked(e)[0] }
func (s *surveyor) beyond(e end) geo.NodeID { return s.walked(e)[1] }
func (s *surveyor) farEnd(e end) end        { return end{e.street, !e.last} }

// driven tells whether cars may arrive over an end, or leave over it.
func (s *surveyor) driven(e end, arriving bool) bool {
	direction := geo.Backward
	if e.last == arriving {
		direction = geo.Forward
	}
	return s.streets[e.street].Passage[geo.Motorcar]&direction != 0
}

// kind names a turn rule. One in five allows one turn only; what leads over a way between is mostly there against
// turning round on dual carriageways.
func (c *chance) kind(s *surveyor, from, to end, path []geo.NodeID) string {
	if len(path) > 3 || path[0] == path[2] {
		return "no_u_turn"
	}
	word := "no"
	if c.IntN(5) == 0 {
		word = "only"
	}
	before, here, after := s.place(from, 1), s.place(from, 0), s.place(to, 1)
	ax, ay, bx, by := here.x-before.x, here.y-before.y, after.x-here.x, after.y-here.y
	switch cross, along := ax*by-ay*bx, ax*bx+ay*by; {
	case along > max(cross, -cross):
		return word + "_straight_on"
	case cross > 0:
		return word + "_left_turn"
	}
	return word + "_right_turn"
}

// place is where the k-th node of a street lies, counted from an end.
func (s *surveyor) place(from end, k int) spot {
	line := s.streets[from.street].Line
	if from.last {
		k = len(line) - 1 - k
	}
	return unitsOf(line[k])
}
