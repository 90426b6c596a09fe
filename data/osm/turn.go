package osm

import (
	"slices"
	"strings"

	"lifecircle/geo"
)

// roadway is what turn rules must know of a way.
type roadway struct {
	nodes []int64     // in the order of the way, none twice in a row
	drive geo.Passage // of cars
}

// chain is what a rule leads over: its via node, or its via ways joined end to end.
type chain struct {
	nodes []int64
	ways  []int64     // in the order of nodes
	drive geo.Passage // of cars, in the order of nodes and against it
}

// side is a node next to the end of a chain, on the way that leads to or from it.
type side struct {
	node     int64
	drivable bool
}

// elsewhere stands for the node that a command leads to where the file does not hold it.
const elsewhere = 0

// maxRuleNodes bounds the nodes of all ways of one rule; OpenStreetMap allows 2,000 to a way.
const maxRuleNodes = 1 << 14

// resolve says which nodes a car passes that the rule speaks of: the one before the chain on the way from, the chain,
// the one after it on the way to. There must be one reading only, or, of several, one that cars can drive; the way a
// car comes and leaves by must not be the same then, because going straight on would be one of the readings.
func (r *restriction) resolve(from, to int64, ways func(id int64) (roadway, bool)) (geo.Turn, fate) {
	total := 0
	drivable := true
	toWay, leadsOn := ways(to)
	leadsOut := !leadsOn && strings.HasPrefix(r.kind, "only_") && to != from && !slices.Contains(r.via, to)
	for _, id := range slices.Concat([]int64{from, to}, r.via) {
		w, held := ways(id)
		if !held && id == to && leadsOut {
			continue
		}
		if !held {
			return geo.Turn{}, outside
		}
		total += len(w.nodes)
		drivable = drivable && w.drive != geo.NoPassage
	}
	switch {
	case !drivable:
		return geo.Turn{}, withoutEffect
	case total > maxRuleNodes:
		return geo.Turn{}, oversized
	case slices.Contains(r.via, from) || slices.Contains(r.via, to):
		return geo.Turn{}, detached
	}
	over, joined := r.chain(ways)
	if !joined {
		return geo.Turn{}, detached
	}
	directions := []chain{over}
	if len(over.nodes) > 1 {
		directions = append(directions, over.reversed())
	}
	fromWay, _ := ways(from)
	onto := func(v int64) []side {
		if leadsOut {
			return []side{{elsewhere, true}}
		}
		return toWay.beside(v, geo.Backward)
	}
	readings, drives := 0, 0
	var turn geo.Turn
	for _, over := range directions {
		for _, a := range fromWay.beside(over.nodes[0], geo.Forward) {
			for _, b := range onto(over.nodes[len(over.nodes)-1]) {
				readings++
				if a.drivable && b.drivable && over.drive&geo.Forward != 0 {
					drives++
					turn = r.turn(from, to, a.node, over, b.node)
				}
			}
		}
	}
	switch {
	case readings == 0:
		return geo.Turn{}, detached
	case readings > 1 && (drives > 1 || from == to):
		return geo.Turn{}, ambiguous
	case drives == 0:
		return geo.Turn{}, withoutEffect
	}
	return turn, applied
}

func (r *restriction) turn(from, to, before int64, over chain, after int64) geo.Turn {
	path := make([]geo.NodeID, 0, len(over.nodes)+2)
	path = append(path, geo.NodeID(before))
	for _, id := range over.nodes {
		path = append(path, geo.NodeID(id))
	}
	return geo.Turn{Relation: r.relation, Kind: r.kind, FromWay: from, ToWay: to, ViaWays: over.ways, Path: append(path, geo.NodeID(after))}
}

// beside lists the nodes next to v on a way, each once; none if the way does not visit v. Before is the permission that
// a car needs between v and the node before it in the order of the way: Forward to come from there, Backward to go
// there. No reading is clear on a way that visits v more than twice; two of its visits show that.
func (w roadway) beside(v int64, before geo.Passage) (sides []side) {
	after := geo.BothWays &^ before
	add := func(node int64, drivable bool) {
		if i := slices.IndexFunc(sides, func(s side) bool { return s.node == node }); i >= 0 {
			sides[i].drivable = sides[i].drivable || drivable
			return
		}
		sides = append(sides, side{node, drivable})
	}
	for i, id := range w.nodes {
		if id != v || len(sides) > 3 {
			continue
		}
		if i > 0 {
			add(w.nodes[i-1], w.drive&before != 0)
		}
		if i+1 < len(w.nodes) {
			add(w.nodes[i+1], w.drive&after != 0)
		}
	}
	return sides
}

// chain joins the via ways end to end, in whatever order the relation lists them; false if they do not make one line.
func (r *restriction) chain(ways func(id int64) (roadway, bool)) (chain, bool) {
	if len(r.via) == 0 {
		return chain{nodes: []int64{r.node}, drive: geo.BothWays}, true
	}
	parts := make([]roadway, len(r.via))
	at := map[int64][]int{} // the ways that end at a node
	for i, id := range r.via {
		parts[i], _ = ways(id)
		nodes := parts[i].nodes
		if len(nodes) < 2 || nodes[0] == nodes[len(nodes)-1] {
			return chain{}, false
		}
		for _, end := range []int64{nodes[0], nodes[len(nodes)-1]} {
			if at[end] = append(at[end], i); len(at[end]) > 2 {
				return chain{}, false
			}
		}
	}
	first := slices.IndexFunc(parts, func(w roadway) bool { return len(at[w.nodes[0]]) == 1 || len(at[w.nodes[len(w.nodes)-1]]) == 1 })
	if first < 0 { // a ring
		return chain{}, false
	}
	end := parts[first].nodes[0]
	if len(at[end]) > 1 {
		end = parts[first].nodes[len(parts[first].nodes)-1]
	}
	joined := chain{nodes: []int64{end}, drive: geo.BothWays}
	for next := first; next >= 0; {
		part := parts[next]
		if part.nodes[0] != end {
			part = part.reversed()
		}
		joined.nodes = append(joined.nodes, part.nodes[1:]...)
		joined.ways = append(joined.ways, r.via[next])
		joined.drive &= part.drive
		end = part.nodes[len(part.nodes)-1]
		here := next
		next = -1
		for _, other := range at[end] {
			if other != here {
				next = other
			}
		}
	}
	return joined, len(joined.ways) == len(r.via)
}

func (w roadway) reversed() roadway {
	nodes := slices.Clone(w.nodes)
	slices.Reverse(nodes)
	return roadway{nodes, against(w.drive)}
}

func (c chain) reversed() chain {
	nodes, ways := slices.Clone(c.nodes), slices.Clone(c.ways)
	slices.Reverse(nodes)
	slices.Reverse(ways)
	return chain{nodes, ways, against(c.drive)}
}

// against is the permission of a way as someone reads it who walks it from its end.
func against(p geo.Passage) geo.Passage { return p>>1&geo.Forward | p<<1&geo.Backward }
