package reference

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// problem makes the network of a town's cars at 20 km/h, with legs too short to walk around rules. Nodes that stop cars join nothing.
func problem(town *geo.Town) *Problem {
	p := &Problem{LimitM: 60, Factor: 1.3, AccessKmh: 4, Motorcar: true}
	stopped := map[geo.NodeID]bool{}
	for _, s := range town.Stops {
		stopped[s.Node] = s.Stops[geo.Motorcar]
	}
	pieces, last := int64(0), int64(0)
	copies := map[int64][]int64{}
	node := func(id geo.NodeID) int64 {
		if stopped[id] {
			last--
			copies[int64(id)] = append(copies[int64(id)], last)
			return last
		}
		return int64(id)
	}
	for i := range town.Streets {
		s := &town.Streets[i]
		for k := 1; k < len(s.Nodes); k++ {
			a, b := s.Line[k-1], s.Line[k]
			forward := Arc{
				Way: s.WayID, Piece: pieces, From: node(s.Nodes[k-1]), To: node(s.Nodes[k]), Boardable: s.Boardable,
				FromLon: a[0], FromLat: a[1], ToLon: b[0], ToLat: b[1], Ms: max(1, int64(math.Round(geo.Distance(a, b)*180))),
			}
			backward := forward
			backward.From, backward.To = forward.To, forward.From
			backward.FromLon, backward.FromLat, backward.ToLon, backward.ToLat = b[0], b[1], a[0], a[1]
			if s.Passage[geo.Motorcar]&geo.Forward != 0 {
				p.Arcs = append(p.Arcs, forward)
			}
			if s.Passage[geo.Motorcar]&geo.Backward != 0 {
				p.Arcs = append(p.Arcs, backward)
			}
			pieces++
		}
	}
	for _, f := range town.Facilities {
		p.Facilities = append(p.Facilities, Facility{ID: f.ID, At: Place{Lon: f.Point[0], Lat: f.Point[1]}})
	}
	ends := func(id int64) []int64 {
		if stopped[geo.NodeID(id)] {
			return copies[id]
		}
		return []int64{id}
	}
	for _, t := range town.Turns {
		nodes, last := path(t), len(t.Path)-1
		for _, first := range ends(nodes[0]) { // most copies are of other pieces; no drive fits a rule about those
			for _, next := range ends(nodes[last]) {
				p.Turns = append(p.Turns, Turn{Kind: t.Kind, Path: slices.Concat([]int64{first}, nodes[1:last], []int64{next})})
			}
		}
	}
	return p
}

func path(t geo.Turn) (nodes []int64) {
	for _, n := range t.Path {
		nodes = append(nodes, int64(n))
	}
	return nodes
}

func times(p *Problem, town *geo.Town) (all []int64) {
	p.Solve()
	for _, r := range town.Points {
		all = append(all, p.Time(Place{Lon: r.Point[0], Lat: r.Point[1]}))
	}
	return all
}

func eachTown(t *testing.T, turns bool, test func(t *testing.T, town *geo.Town)) {
	for seed := range uint64(200) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 11))
			l := geotest.Random(r)
			if turns {
				geotest.WithTurns(r, l)
			}
			test(t, &l.Town)
		})
	}
}

func TestTownsWithTurnRulesByHand(t *testing.T) {
	for _, town := range geotest.TurnTowns() {
		t.Run(town.Name, func(t *testing.T) {
			for _, from := range []bool{false, true} {
				want := town.To
				if from {
					want = town.From
				}
				p := problem(&town.Town)
				p.LimitM, p.FromFacility = 300, from
				for i, got := range times(p, &town.Town) {
					id := town.Town.Points[i].ID
					reached := got != Never
					if reached != (want[id] >= 0) || reached && math.Abs(float64(got)/1000-want[id]) > 0.02 {
						t.Errorf("%s, from the facility %v: %d ms, by hand %.1f s", id, from, got, want[id])
					}
				}
			}
		})
	}
}

// Random rules matter: in many towns they change somebody's time.
func TestRandomRulesChangeTimes(t *testing.T) {
	changed := 0
	eachTown(t, true, func(t *testing.T, town *geo.Town) {
		p := problem(town)
		bound := times(p, town)
		p.Turns = nil
		if !slices.Equal(bound, times(p, town)) {
			changed++
		}
	})
	if changed < 50 {
		t.Errorf("rules change times in %d towns only", changed)
	}
}

// Without rules nobody gains by turning round, so that the rule about it changes no time.
func TestWithoutRulesTurningRoundGainsNothing(t *testing.T) {
	for _, from := range []bool{false, true} {
		eachTown(t, true, func(t *testing.T, town *geo.Town) {
			p := problem(town)
			p.Turns, p.FromFacility = nil, from
			bound := times(p, town)
			p.Motorcar = false
			if free := times(p, town); !slices.Equal(bound, free) {
				t.Errorf("from %v: bound %v, free %v", from, bound, free)
			}
		})
	}
}

// A rule by ways is the rule by nodes wherever ways meet at their ends.
func TestRulesByWaysAreRulesByNodes(t *testing.T) {
	compared := 0
	eachTown(t, true, func(t *testing.T, town *geo.Town) {
		p := problem(town)
		for _, rule := range town.Turns {
			n := len(rule.Path)
			w := WayTurn{Kind: rule.Kind, From: rule.FromWay, ViaWays: rule.ViaWays, To: rule.ToWay}
			if len(rule.ViaWays) == 0 {
				w.ViaNode = int64(rule.Path[n-2])
			}
			if !drives(p, rule) || comesByANodeTwice(rule) {
				continue
			}
			compared++
			got := p.Resolve([]WayTurn{w})[0]
			if !slices.ContainsFunc(got, func(r Turn) bool {
				return r.Kind == rule.Kind && slices.Equal(r.Path, path(rule))
			}) {
				t.Errorf("%s %v from %d via %v to %d: by ways %v", rule.Kind, rule.Path, w.From, w.ViaWays, w.To, got)
			}
		}
	})
	if compared < 500 {
		t.Errorf("only %d rules were compared", compared)
	}
}

// drives reports whether arcs of its ways lead along the path of a rule.
func drives(p *Problem, rule geo.Turn) bool {
	nodes, last := path(rule), len(rule.Path)-1
	for i := range last {
		ways := rule.ViaWays
		switch i {
		case 0:
			ways = []int64{rule.FromWay}
		case last - 1:
			ways = []int64{rule.ToWay}
		}
		if !slices.ContainsFunc(p.Arcs, func(a Arc) bool {
			return a.From == nodes[i] && a.To == nodes[i+1] && slices.Contains(ways, a.Way)
		}) {
			return false
		}
	}
	return true
}

func comesByANodeTwice(rule geo.Turn) bool {
	nodes := slices.Sorted(slices.Values(rule.Path[:len(rule.Path)-1]))
	return len(slices.Compact(nodes)) < len(rule.Path)-1
}

// The search forgets what no rule asks for. This one keeps as many nodes as the longest rule has, and reads the
// list of rules from end to end at every junction.
func TestForgettingChangesNothing(t *testing.T) {
	eachTown(t, true, func(t *testing.T, town *geo.Town) {
		p := problem(town)
		p.Solve()
		for i, got := range p.rest {
			if i%37 != 0 {
				continue // to save time
			}
			want := int64(Never)
			for out, ms := range p.entering(map[int]int64{i: 0}) {
				for _, e := range p.ends {
					if e.arc == out {
						want = min(want, ms+p.fromTail(e)+e.ms)
					}
				}
			}
			if got != want {
				t.Errorf("from arc %d: %d ms, with everything remembered %d ms", i, got, want)
			}
		}
		p.FromFacility = true
		p.Solve()
		seeds := map[int]int64{}
		for _, e := range p.ends {
			if ms, seen := seeds[e.arc]; !seen || e.ms+p.toHead(e) < ms {
				seeds[e.arc] = e.ms + p.toHead(e)
			}
		}
		entering := p.entering(seeds)
		for i, got := range p.rest {
			want, reached := entering[i]
			if !reached {
				want = Never
			}
			if got != want {
				t.Errorf("from a facility to arc %d: %d ms, with everything remembered %d ms", i, got, want)
			}
		}
	})
}

// entering is the least time at which each arc is entered by drivers who are at the heads of some at given times.
func (p *Problem) entering(seeds map[int]int64) map[int]int64 {
	type driver struct {
		arc    int
		behind string
	}
	longest := 0
	for _, rule := range p.Turns {
		longest = max(longest, len(rule.Path))
	}
	leaving := map[int64][]int{}
	for i, a := range p.Arcs {
		leaving[a.From] = append(leaving[a.From], i)
	}
	entering := map[int]int64{}
	times, behind := map[driver]int64{}, map[driver][]int64{}
	var waiting []driver
	offer := func(arc int, nodes []int64, ms int64) {
		if len(nodes) > longest {
			nodes = nodes[1:]
		}
		d := driver{arc, fmt.Sprint(nodes)}
		if old, seen := times[d]; !seen || ms < old {
			times[d], behind[d] = ms, nodes
			waiting = append(waiting, d)
		}
	}
	for arc, ms := range seeds {
		offer(arc, []int64{p.Arcs[arc].From, p.Arcs[arc].To}, ms)
	}
	for len(waiting) > 0 {
		d := waiting[0]
		waiting = waiting[1:]
		for _, out := range leaving[p.Arcs[d.arc].To] {
			a := p.Arcs[out]
			if !p.permitted(behind[d], d.arc, out) {
				continue
			}
			if old, seen := entering[out]; !seen || times[d] < old {
				entering[out] = times[d]
			}
			offer(out, append(slices.Clone(behind[d]), a.To), times[d]+a.Ms)
		}
	}
	return entering
}

func (p *Problem) permitted(behind []int64, in, out int) bool {
	if p.Arcs[in].Piece == p.Arcs[out].Piece {
		for _, a := range p.Arcs {
			if a.From == p.Arcs[in].To && a.Piece != p.Arcs[in].Piece {
				return false
			}
		}
	}
	nodes := append(slices.Clone(behind), p.Arcs[out].To)
	begun := func(rule Turn) bool { // as if it ended with what was driven
		n := len(rule.Path) - 1
		return len(behind) >= n && slices.Equal(behind[len(behind)-n:], rule.Path[:n])
	}
	obeyed := func(rule Turn) bool { return rule.Path[len(rule.Path)-1] == nodes[len(nodes)-1] }
	for _, rule := range p.Turns {
		if !begun(rule) {
			continue
		}
		if strings.HasPrefix(rule.Kind, "no_") {
			if obeyed(rule) {
				return false
			}
			continue
		}
		if !slices.ContainsFunc(p.Turns, func(other Turn) bool {
			return strings.HasPrefix(other.Kind, "only_") && len(other.Path) == len(rule.Path) && begun(other) && obeyed(other)
		}) {
			return false
		}
	}
	return true
}
