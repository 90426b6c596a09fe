package sample

import (
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

func TestStreetsAreWellFormed(t *testing.T) {
	town := sampleTown()
	place, node := map[geo.NodeID]orb.Point{}, map[orb.Point]geo.NodeID{}
	classes := map[string]int{}
	for _, s := range town.Streets {
		classes[s.Class]++
		if s.WayID <= 0 || len(s.Nodes) != len(s.Line) || len(s.Nodes) < 2 {
			t.Fatalf("way %d: %d nodes, %d positions", s.WayID, len(s.Nodes), len(s.Line))
		}
		for i, n := range s.Nodes {
			if n <= 0 {
				t.Fatalf("way %d has node %d", s.WayID, n)
			}
			if p, known := place[n]; known && p != s.Line[i] {
				t.Errorf("node %d lies at %v and at %v", n, p, s.Line[i])
			}
			if m, known := node[s.Line[i]]; known && m != n {
				t.Errorf("nodes %d and %d both lie at %v", m, n, s.Line[i])
			}
			place[n], node[s.Line[i]] = s.Line[i], n
		}
		for i := 1; i < len(s.Nodes); i++ {
			if s.Nodes[i] == s.Nodes[i-1] {
				t.Errorf("way %d stands still at node %d", s.WayID, s.Nodes[i])
			}
		}
	}
	for _, class := range []string{"motorway", "motorway_link", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service",
		"pedestrian", "footway", "steps", "track"} {
		if classes[class] < 2 {
			t.Errorf("%d streets of class %s", classes[class], class)
		}
	}
}

// Streets meet at the ends of segments only: an inner node of one is on no other.
func TestSegmentsEndWhereStreetsMeet(t *testing.T) {
	uses := map[geo.NodeID]int{}
	town := sampleTown()
	for _, s := range town.Streets {
		for _, n := range s.Nodes {
			uses[n]++
		}
	}
	for _, s := range town.Streets {
		for _, n := range s.Nodes[1 : len(s.Nodes)-1] {
			if uses[n] > 1 {
				t.Errorf("way %d passes through junction %d", s.WayID, n)
			}
		}
	}
}

// reach is the nodes reachable from start along arcs.
func reach(arcs map[geo.NodeID][]geo.NodeID, start geo.NodeID) map[geo.NodeID]bool {
	seen := map[geo.NodeID]bool{start: true}
	for queue := []geo.NodeID{start}; len(queue) > 0; queue = queue[1:] {
		for _, n := range arcs[queue[0]] {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return seen
}

// arcsOf are the ways of a traveller from node to node, forward and turned round.
func arcsOf(town geo.Town, who geo.Traveller) (forward, back map[geo.NodeID][]geo.NodeID) {
	forward, back = map[geo.NodeID][]geo.NodeID{}, map[geo.NodeID][]geo.NodeID{}
	stops := map[geo.NodeID]bool{}
	for _, s := range town.Stops {
		stops[s.Node] = s.Stops[who]
	}
	add := func(a, b geo.NodeID) {
		if !stops[a] && !stops[b] {
			forward[a], back[b] = append(forward[a], b), append(back[b], a)
		}
	}
	for _, s := range town.Streets {
		for i := 1; i < len(s.Nodes); i++ {
			if s.Passage[who]&geo.Forward != 0 {
				add(s.Nodes[i-1], s.Nodes[i])
			}
			if s.Passage[who]&geo.Backward != 0 {
				add(s.Nodes[i], s.Nodes[i-1])
			}
		}
	}
	return forward, back
}

// onPlan is the position on the plan of a position in degrees.
func onPlan(p orb.Point) pt {
	return at((p[0]-originLon)*metresPerDegreeLon, (p[1]-originLat)*metresPerDegreeLat)
}

// Whoever is on a street gets everywhere and back, but for the eyot.
func TestNetworksAreConnected(t *testing.T) {
	town := sampleTown()
	river := drawRiver()
	var start geo.NodeID
	for _, s := range town.Streets {
		if s.Name == "人民路" {
			start = s.Nodes[0]
			break
		}
	}
	for _, who := range []geo.Traveller{geo.Foot, geo.Bicycle, geo.Motorcar} {
		forward, back := arcsOf(town, who)
		out, in := reach(forward, start), reach(back, start)
		eyot := 0
		for _, s := range town.Streets {
			if s.Passage[who] == geo.NoPassage || s.Class == "motorway" || s.Class == "motorway_link" {
				continue // a motorway leaves the town
			}
			here := out[s.Nodes[0]] && in[s.Nodes[0]] || out[s.Nodes[1]] && in[s.Nodes[1]]
			switch {
			case river.eyot.contains(onPlan(s.Line[0])):
				eyot++
				if here {
					t.Errorf("%v reaches the eyot by way %d", who, s.WayID)
				}
			case !here:
				t.Errorf("%v: way %d (%s %s) at %v hangs on nothing", who, s.WayID, s.Class, s.Name, s.Line[0])
			}
		}
		if eyot == 0 {
			t.Errorf("%v finds no streets on the eyot", who)
		}
	}
}

func TestOneWays(t *testing.T) {
	classes := map[string]bool{}
	for _, s := range sampleTown().Streets {
		if s.Passage[geo.Motorcar] == geo.Forward {
			classes[s.Class] = true
			if s.Passage[geo.Foot] == geo.Forward {
				t.Errorf("way %d is one-way for walkers", s.WayID)
			}
		} else if s.Class == "motorway" {
			t.Errorf("motorway %d can be driven both ways", s.WayID)
		}
	}
	if !classes["motorway"] || !classes["secondary"] {
		t.Errorf("one-way classes: %v", classes)
	}
}

// Nobody gets on or off a bridge, and few streets cross the river.
func TestBridges(t *testing.T) {
	bridges := map[string]bool{}
	river := drawRiver()
	cuts := newSegments([]line{river.north, river.south, river.canal, motorwayLine(), railwayLine()})
	for _, s := range sampleTown().Streets {
		for _, p := range s.Line {
			q := onPlan(p)
			if river.water.contains(q) && !river.eyot.contains(q) {
				if s.Boardable {
					t.Errorf("%s %s (way %d) lies in the river at %v", s.Class, s.Name, s.WayID, p)
				}
				bridges[s.Name] = true
			}
		}
		for i := 1; i < len(s.Line); i++ {
			p, q := onPlan(s.Line[i-1]), onPlan(s.Line[i])
			if s.Boardable && cuts.crosses(p, q) {
				t.Errorf("%s %s (way %d) crosses a barrier at %v and is no bridge", s.Class, s.Name, s.WayID, s.Line[i-1])
			}
			if !s.Boardable && river.water.contains(between(p, q, 0.5)) && !river.eyot.contains(p) {
				bridges[s.Name] = true
			}
		}
	}
	for _, name := range []string{"迎宾大道", "中山路", "建设大道", "廊桥", "西河路", "东塘路", "青岭高速"} {
		if !bridges[name] {
			t.Errorf("%s has no bridge", name)
		}
	}
	if len(bridges) != 7 {
		t.Errorf("bridges: %v", bridges)
	}
}
