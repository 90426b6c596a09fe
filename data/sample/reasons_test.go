package sample

import (
	"math"
	"testing"

	"lifecircle/geo"
)

// access says how near the streets are that p can step on: the nearest one, and the nearest one that no barrier
// separates from p. Only what lies within 500 m is looked at.
type access struct{ nearest, open float64 }

func accessOf(p pt, streets, barriers *segments) access {
	a := access{math.Inf(1), math.Inf(1)}
	eachCell(p, p, 500, func(c [2]int) {
		for _, g := range streets.cells[c] {
			from, to := streets.lines[g.line][g.i], streets.lines[g.line][g.i+1]
			t, d := foot(p, from, to)
			a.nearest = min(a.nearest, d)
			if d < a.open && !barriers.crosses(p, between(from, to, t)) {
				a.open = d
			}
		}
	})
	return a
}

// walkable are the streets that a leg on foot may start on, and the barriers it may not cross.
func walkable(town geo.Town) (streets, barriers *segments) {
	streets, barriers = newSegments(nil), newSegments(nil)
	for _, s := range town.Streets {
		if s.Boardable && s.Passage[geo.Foot] != geo.NoPassage {
			var l line
			for _, p := range s.Line {
				l = append(l, onPlan(p))
			}
			streets.add(l)
		}
	}
	for _, b := range town.Barriers {
		var l line
		for _, p := range b.Line {
			l = append(l, onPlan(p))
		}
		barriers.add(l)
	}
	return streets, barriers
}

// The limit of a leg on foot, and of all others, in metres.
const (
	onFoot = 150
	byCar  = 300
)

func TestEveryReasonHasItsPeople(t *testing.T) {
	town := sampleTown()
	streets, barriers := walkable(town)
	river := drawRiver()
	stations := line{}
	for _, f := range town.Facilities {
		if f.Service == "elder_station" && f.Status == geo.Active {
			stations = append(stations, onPlan(f.Point))
		}
	}
	people := map[string]int32{}
	for _, p := range town.Points {
		at := onPlan(p.Point)
		a := accessOf(at, streets, barriers)
		n := p.People[geo.Age60]
		switch {
		case a.nearest > byCar:
			people["not_snapped, nor by car"] += n
		case a.nearest > onFoot:
			people["not_snapped"] += n
		case a.open > onFoot:
			people["not_snapped because of a barrier"] += n
		case river.eyot.contains(at):
			people["isolated"] += n
		default:
			straight := math.Inf(1)
			for _, s := range stations {
				straight = min(straight, distance(at, s))
			}
			if straight > 1000 { // 15 minutes at 4 km/h
				people["beyond_cutoff"] += n
				if extentEdge(town, at) < 1000 {
					people["edge_of_data"] += n
				}
			}
		}
	}
	for _, reason := range []string{"not_snapped, nor by car", "not_snapped", "not_snapped because of a barrier", "isolated", "beyond_cutoff", "edge_of_data"} {
		if people[reason] == 0 {
			t.Errorf("nobody of 60 or more is %s", reason)
		}
	}
	if n := people["not_snapped"] + people["not_snapped, nor by car"] + people["not_snapped because of a barrier"]; n > 500 {
		t.Errorf("%d people of 60 or more are not snapped: the story is about services, not about data", n)
	}
}

func extentEdge(town geo.Town, p pt) float64 {
	var l line
	for _, q := range town.Extent.Shape[0][0] {
		l = append(l, onPlan(q))
	}
	return l.near(p)
}

// A list whose only facility cannot be reached from any street has no facility either.
func TestOneServiceLiesOffTheNetwork(t *testing.T) {
	town := sampleTown()
	streets, barriers := walkable(town)
	for _, f := range town.Facilities {
		a := accessOf(onPlan(f.Point), streets, barriers)
		off := a.open > byCar
		if off != (f.Service == "rehab_mental") {
			t.Errorf("%s %s: %.0f m to the nearest street", f.ID, f.Name, a.open)
		}
		if f.Service != "rehab_mental" && a.open > onFoot {
			t.Errorf("%s %s cannot be reached on foot: %.0f m", f.ID, f.Name, a.open)
		}
	}
}

// Of an estate whose only gate lies on the far side, the wall decides how far its people walk.
func TestWallsMatter(t *testing.T) {
	s := draw()
	far, streets := 0, newSegments(nil)
	for _, r := range s.roads {
		if r.class != "service" && r.class != "footway" {
			streets.add(r.line)
		}
	}
	for _, w := range s.walls {
		var gates line
		for _, g := range s.gates {
			if w.line.near(g.place) < 1 {
				gates = append(gates, g.place)
			}
		}
		if len(gates) != 1 || w.kind != "barrier=wall" {
			continue
		}
		estate := ring(w.line[:len(w.line)-1])
		for _, h := range s.homes {
			if !estate.contains(h.place) {
				continue
			}
			_, _, d := streets.nearest(h.place, 400, nil)
			if d < 60 && distance(h.place, gates[0]) > 200 {
				far++ // a street before the window, and the gate far away
				break
			}
		}
	}
	if far < 3 {
		t.Errorf("%d estates with one gate far from some of their homes, want a few", far)
	}
}
