package geo_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// network is the streets of a town as a traveller uses them at 20 km/h.
func network(town *geotest.Lattice, who geo.Traveller, reversed bool) (*geo.Network, []geo.Street) {
	area := town.StudyArea()
	return geo.NewNetwork(area.Streets, area.Stops, area.Turns, geo.Weighting{
		Traveller: who, Reversed: reversed, SpeedKmh: func(*geo.Street) [2]float64 { return [2]float64{20, 20} },
	}), area.Streets
}

// told writes islands as "kind name segments blocks", in blocks of 100 m.
func told(found *geo.Islands, streets []geo.Street) string {
	tell := func(i geo.Island) string {
		return strings.TrimSpace(fmt.Sprintf("%s %s %d %.1f", i.Kind, streets[i.Street].Name, i.Segments, i.LengthM/100))
	}
	all := []string{tell(found.Main)}
	for _, i := range found.List {
		all = append(all, tell(i))
	}
	return strings.Join(all, "; ")
}

// Every town has a main part of 6 blocks, called Main: a square and two dead ends.
func TestIslandsOnPaper(t *testing.T) {
	for _, test := range []struct {
		name  string
		who   geo.Traveller
		build func(l *geotest.Lattice, street func(name string, passage geo.Passage, junctions ...[2]int) *geo.Street)
		want  string
	}{
		{"nothing but the main part", geo.Motorcar, func(*geotest.Lattice, func(string, geo.Passage, ...[2]int) *geo.Street) {}, "Main 2 6.0"},
		{"an island", geo.Motorcar, func(_ *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Far", geo.BothWays, [2]int{9, 9}, [2]int{10, 9})
			street("Farther", geo.BothWays, [2]int{10, 9}, [2]int{12, 9})
		}, "Main 2 6.0; cut_off Farther 2 3.0"},
		{"a one-way trap with a street at its end", geo.Motorcar, func(_ *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Trap", geo.Forward, [2]int{2, 0}, [2]int{4, 0})
			street("", geo.BothWays, [2]int{4, 0}, [2]int{4, 3})
		}, "Main 2 6.0; no_way_out Trap 2 5.0"},
		{"a one-way source", geo.Motorcar, func(_ *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Source", geo.Backward, [2]int{2, 0}, [2]int{4, 0})
			street("Source", geo.BothWays, [2]int{4, 0}, [2]int{4, 1})
		}, "Main 2 6.0; no_way_in Source 2 3.0"},
		{"walkers are not bound by it", geo.Foot, func(_ *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Source", geo.Backward, [2]int{2, 0}, [2]int{4, 0})
		}, "Main 3 8.0"},
		{"a one-way ring is part of the whole", geo.Motorcar, func(_ *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Ring", geo.Forward, [2]int{2, 0}, [2]int{3, 0}, [2]int{3, 1}, [2]int{2, 1}, [2]int{2, 0})
		}, "Main 3 10.0"},
		{"a ring of its own", geo.Motorcar, func(_ *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Ring", geo.Forward, [2]int{8, 0}, [2]int{9, 0}, [2]int{9, 1}, [2]int{8, 1}, [2]int{8, 0})
		}, "Main 2 6.0; cut_off Ring 1 4.0"},
		{"two ways that meet head on are two traps", geo.Motorcar, func(_ *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("East", geo.Forward, [2]int{2, 0}, [2]int{5, 0})
			street("West", geo.Forward, [2]int{5, 2}, [2]int{5, 0})
			street("South", geo.Forward, [2]int{2, 2}, [2]int{5, 2})
		}, "Main 2 6.0; no_way_out South 2 5.0; no_way_out East 1 3.0"},
		{"a way through the town is no island, one past it is", geo.Motorcar, func(_ *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Through", geo.Forward, [2]int{2, 2}, [2]int{0, 2}, [2]int{0, 0})
			street("Past", geo.Forward, [2]int{0, 7}, [2]int{3, 7})
		}, "Main 3 10.0; cut_off Past 1 3.0"},
		{"a gate cuts off cars", geo.Motorcar, func(l *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Estate", geo.BothWays, [2]int{2, 0}, [2]int{3, 0}, [2]int{3, 2})
			stop := geo.NodeStop{Node: geotest.Node(3, 0)}
			stop.Stops[geo.Motorcar] = true
			l.Town.Stops = append(l.Town.Stops, stop)
		}, "Main 3 7.0; cut_off Estate 1 2.0"},
		{"a street that rules forbid to turn into", geo.Motorcar, func(l *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Closed", geo.BothWays, [2]int{2, 0}, [2]int{3, 0})
			street("Closed", geo.BothWays, [2]int{3, 0}, [2]int{3, 1})
			for _, from := range [][2]int{{1, 0}, {2, 1}} {
				l.Town.Turns = append(l.Town.Turns, geo.Turn{Kind: "no_entry", FromWay: 1, ToWay: 3, Path: []geo.NodeID{geotest.Node(from[0], from[1]), geotest.Node(2, 0), geotest.Node(3, 0)}})
			}
		}, "Main 2 6.0; no_way_in Closed 2 2.0"},
		{"a street that rules forbid to turn out of", geo.Motorcar, func(l *geotest.Lattice, street func(string, geo.Passage, ...[2]int) *geo.Street) {
			street("Closed", geo.BothWays, [2]int{2, 0}, [2]int{3, 0})
			for _, to := range [][2]int{{1, 0}, {2, 1}} {
				l.Town.Turns = append(l.Town.Turns, geo.Turn{Kind: "no_exit", FromWay: 3, ToWay: 1, Path: []geo.NodeID{geotest.Node(3, 0), geotest.Node(2, 0), geotest.Node(to[0], to[1])}})
			}
		}, "Main 2 6.0; no_way_out Closed 1 1.0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := geotest.NewLattice(100)
			street := func(name string, passage geo.Passage, junctions ...[2]int) *geo.Street {
				s := l.Street("residential", junctions...)
				s.Name, s.Passage[geo.Motorcar] = name, passage
				return s
			}
			street("Main", geo.BothWays, [2]int{0, 0}, [2]int{1, 0}, [2]int{2, 0}, [2]int{2, 1}, [2]int{2, 2})
			street("Main", geo.BothWays, [2]int{1, 0}, [2]int{1, 1}, [2]int{2, 1})
			test.build(l, street)
			for _, reversed := range []bool{false, true} {
				found := told(islandsOf(network(l, test.who, reversed)))
				if found != test.want {
					t.Errorf("reversed %v: %s; on paper %s", reversed, found, test.want)
				}
			}
		})
	}
}

func islandsOf(n *geo.Network, streets []geo.Street) (*geo.Islands, []geo.Street) {
	return n.Islands(streets), streets
}

// A town where turn rules forbid ways, but where whoever stops and sets out the other way gets everywhere, is whole.
func TestTurnRulesThatForbidTripsMakeNoIslands(t *testing.T) {
	for _, town := range geotest.TurnTowns() {
		n, streets := network(town.Lattice, geo.Motorcar, false)
		found := n.Islands(streets)
		for _, island := range found.List {
			if island.Kind == geo.CutOff {
				t.Errorf("%s: %s", town.Name, told(found, streets))
			}
		}
		if strings.HasPrefix(town.Name, "a car may") && len(found.List) > 0 {
			t.Errorf("%s: %s", town.Name, told(found, streets))
		}
	}
}

func TestATownWithoutStreetsHasNoIslands(t *testing.T) {
	n, streets := network(geotest.NewLattice(100), geo.Foot, false)
	if found := n.Islands(streets); len(found.List) != 0 || found.Main.LengthM != 0 || found.Main.Street != -1 {
		t.Errorf("%+v", found)
	}
}

// reachability is the slow, obvious way: from each edge walk on as long as there is a way, stop anywhere, and set out again.
func reachability(n *geo.Network) [][]bool {
	reach := make([][]bool, len(n.Edges))
	for e := range reach {
		reach[e] = make([]bool, len(n.Edges))
		reach[e][e] = true
		seen := make([]bool, n.States)
		var walk func(state int32)
		walk = func(state int32) {
			if seen[state] {
				return
			}
			seen[state] = true
			for i := n.Out.First[state]; i < n.Out.First[state+1]; i++ {
				reach[e][n.Out.Along[i]/2] = true
				walk(n.Out.List[i].State)
			}
		}
		for d, ms := range n.Edges[e].Ms {
			if ms > 0 {
				for _, state := range n.Exits(int32(e), d) {
					walk(state)
				}
			}
		}
	}
	for k := range reach {
		for a := range reach {
			for b := range reach {
				reach[a][b] = reach[a][b] || reach[a][k] && reach[k][b]
			}
		}
	}
	return reach
}

func TestIslandsEqualTheReachabilityMatrix(t *testing.T) {
	kinds := map[geo.IslandKind]int{}
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 31))
		town := geotest.Random(r)
		if seed%2 == 0 {
			geotest.WithTurns(r, town)
		}
		for _, who := range []geo.Traveller{geo.Foot, geo.Motorcar} {
			n, streets := network(town, who, false)
			found := n.Islands(streets)
			compareIslands(t, fmt.Sprintf("seed %d, traveller %d", seed, who), n, found)
			for _, i := range found.List {
				kinds[i.Kind]++
			}
			back, _ := network(town, who, true)
			if turned := back.Islands(streets); told(turned, streets) != told(found, streets) {
				t.Errorf("seed %d: turned round %s, as it is %s", seed, told(turned, streets), told(found, streets))
			}
		}
	}
	if kinds[geo.CutOff] < 20 || kinds[geo.NoWayIn] < 20 || kinds[geo.NoWayOut] < 20 {
		t.Errorf("the towns hold too few islands to tell anything: %v", kinds)
	}
}

func compareIslands(t *testing.T, name string, n *geo.Network, found *geo.Islands) {
	t.Helper()
	reach := reachability(n)
	length := func(e int) (m float64) {
		first, end := n.PiecesOf(int32(e))
		for p := first; p < end; p++ {
			m += geo.Distance(n.Ends(p))
		}
		return m
	}
	// The main part: the mutual class with most metres, here as any edge of it.
	main, best, total := -1, -1.0, 0.0
	for a := range reach {
		sum := 0.0
		for b := range reach {
			if reach[a][b] && reach[b][a] {
				sum += length(b)
			}
		}
		if sum > best+1e-6 {
			main, best = a, sum
		}
		total += length(a)
	}
	if main >= 0 && math.Abs(best-found.Main.LengthM) > 1e-6 {
		t.Fatalf("%s: the main part has %.3f m, want %.3f", name, found.Main.LengthM, best)
	}
	if main >= 0 {
		main = int(found.Main.Edges[0]) // of several as long as each other
	}
	kindOf := func(e int) geo.IslandKind {
		switch in, out := reach[main][e], reach[e][main]; {
		case in && out:
			return geo.MainPart
		case in:
			return geo.NoWayOut
		case out:
			return geo.NoWayIn
		}
		return geo.CutOff
	}
	together := func(a, b int) bool {
		var edges []int32
		island, is := found.Of(int32(a))
		if edges = found.Main.Edges; is {
			edges = found.List[island].Edges
		}
		_, in := slices.BinarySearch(edges, int32(b))
		return in
	}
	sum := found.Main.LengthM
	for i, island := range found.List {
		sum += island.LengthM
		if i > 0 && found.List[i-1].LengthM < island.LengthM {
			t.Errorf("%s: %v m before %v m", name, found.List[i-1].LengthM, island.LengthM)
		}
	}
	if math.Abs(sum-total) > 1e-6 {
		t.Errorf("%s: %.3f m in all parts, %.3f m in the network", name, sum, total)
	}
	for a := range reach {
		kind := found.Main.Kind
		if island, is := found.Of(int32(a)); is {
			kind = found.List[island].Kind
		}
		if want := kindOf(a); kind != want {
			t.Fatalf("%s: edge %d is %q, want %q", name, a, kind, want)
		}
		for b := range reach {
			if joined := kindOf(a) == kindOf(b) && (reach[a][b] || reach[b][a]); joined && !together(a, b) {
				t.Fatalf("%s: edges %d and %d hang together, but are told apart", name, a, b)
			}
		}
	}
	// No edge is with others for nothing: each set hangs together.
	for _, island := range found.List {
		seen := map[int32]bool{island.Edges[0]: true}
		queue := []int32{island.Edges[0]}
		for len(queue) > 0 {
			a := queue[0]
			queue = queue[1:]
			for _, b := range island.Edges {
				if !seen[b] && (reach[a][b] || reach[b][a]) {
					seen[b] = true
					queue = append(queue, b)
				}
			}
		}
		if len(seen) != len(island.Edges) {
			t.Errorf("%s: an island of %d edges falls apart", name, len(island.Edges))
		}
	}
	if !slices.IsSortedFunc(found.List, func(a, b geo.Island) int { return cmp.Compare(b.LengthM, a.LengthM) }) {
		t.Errorf("%s: not the longest first", name)
	}
}
