package main_test

import (
	"encoding/xml"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	osmlib "github.com/paulmach/osm"
)

// withTurnRules writes an extract again, as XML, with a thousand turn restrictions made up at its junctions: about
// nodes and over ways, for everyone and with exceptions, and some that say nothing.
func withTurnRules(t *testing.T, extract, path string) string {
	t.Helper()
	nodes, ways, relations := rawObjects(t, extract)
	r := rand.New(rand.NewPCG(1, 2))
	m := newJunctionMap(ways)
	for i := range 1000 {
		if rule := m.rule(r, osmlib.RelationID(1<<40+i)); rule != nil {
			relations = append(relations, rule)
		}
	}
	all := osmlib.OSM{Version: "0.6", Relations: relations}
	used := make(map[osmlib.NodeID]bool)
	for _, id := range slices.Sorted(maps.Keys(ways)) {
		if way := ways[id]; way.Tags.Find("building") == "" { // only to save time
			way.Visible = true
			all.Ways = append(all.Ways, way)
			for _, n := range way.Nodes {
				used[n.ID] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(used)) {
		if node := nodes[id]; node != nil {
			node.Visible = true
			all.Nodes = append(all.Nodes, node)
		}
	}
	for _, relation := range relations {
		relation.Visible = true
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := xml.NewEncoder(file).Encode(&all); err != nil {
		t.Fatal(err)
	}
	return path
}

// junctionMap is which ways for cars pass each node.
type junctionMap struct {
	ways []*osmlib.Way
	at   map[osmlib.NodeID][]*osmlib.Way
}

func newJunctionMap(ways map[osmlib.WayID]*osmlib.Way) *junctionMap {
	m := &junctionMap{at: make(map[osmlib.NodeID][]*osmlib.Way)}
	for _, id := range slices.Sorted(maps.Keys(ways)) {
		if way := ways[id]; len(way.Nodes) > 1 && driveKmh[way.Tags.Find("highway")] > 0 {
			m.ways = append(m.ways, way)
			for _, n := range way.Nodes {
				m.at[n.ID] = append(m.at[n.ID], way)
			}
		}
	}
	return m
}

// rule makes up a restriction; nil where the junctions it comes by are no place for one.
func (m *junctionMap) rule(r *rand.Rand, id osmlib.RelationID) *osmlib.Relation {
	pick := func(ways []*osmlib.Way) *osmlib.Way { return ways[r.IntN(len(ways))] }
	end := func(way *osmlib.Way) osmlib.NodeID {
		return way.Nodes[r.IntN(2)*(len(way.Nodes)-1)].ID
	}
	from := pick(m.ways)
	at := end(from)
	members := osmlib.Members{{Type: osmlib.TypeWay, Ref: int64(from.ID), Role: "from"}}
	if r.IntN(3) > 0 {
		members = append(members, osmlib.Member{Type: osmlib.TypeNode, Ref: int64(at), Role: "via"})
	} else {
		for range 1 + r.IntN(2) {
			via := pick(m.at[at])
			first, last := via.Nodes[0].ID, via.Nodes[len(via.Nodes)-1].ID
			if via == from || (first == at) == (last == at) {
				return nil
			}
			members = append(members, osmlib.Member{Type: osmlib.TypeWay, Ref: int64(via.ID), Role: "via"})
			at = map[bool]osmlib.NodeID{true: last, false: first}[first == at]
		}
	}
	to := pick(m.at[at])
	members = append(members, osmlib.Member{Type: osmlib.TypeWay, Ref: int64(to.ID), Role: "to"})
	kinds := []string{"no_left_turn", "no_right_turn", "no_straight_on", "no_left_turn", "no_right_turn", "only_straight_on", "only_right_turn"}
	kind := kinds[r.IntN(len(kinds))]
	if to == from {
		kind = "no_u_turn"
	}
	tags := osmlib.Tags{{Key: "type", Value: "restriction"}, {Key: "restriction", Value: kind}}
	switch r.IntN(12) {
	case 0:
		tags = append(tags, osmlib.Tag{Key: "except", Value: "psv;motorcar"})
	case 1:
		tags = append(tags, osmlib.Tag{Key: "except", Value: "bicycle"})
	case 2:
		tags[1].Key = "restriction:motor_vehicle"
	case 3:
		tags[1].Key = "restriction:hgv"
	case 4:
		tags = append(tags, osmlib.Tag{Key: "hour_on", Value: "07:00"})
	}
	return &osmlib.Relation{ID: id, Tags: tags, Members: members}
}
