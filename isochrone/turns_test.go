package isochrone

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/geo/geotest/reference"
)

// turnsByNode are the turn rules of a town by the nodes of its exported network, in which every piece that ends at a
// node that stops cars has an end of its own. A rule across such a node says nothing, for nobody comes across; one that
// begins or ends at it speaks of each of those ends.
func turnsByNode(area *geo.StudyArea, arcs []reference.Arc) (turns []reference.Turn) {
	at := make(map[geo.NodeID]orb.Point)
	for i := range area.Streets {
		for k, node := range area.Streets[i].Nodes {
			at[node] = area.Streets[i].Line[k]
		}
	}
	stops := make(map[geo.NodeID]bool)
	for _, s := range area.Stops {
		stops[s.Node] = stops[s.Node] || s.Stops[geo.Motorcar]
	}
	// ends are the ids that a node has where it is joined to another, as that one is called.
	ends := func(node geo.NodeID, other int64) (ids []int64) {
		if !stops[node] {
			return []int64{int64(node)}
		}
		for _, a := range arcs {
			if a.From == other && a.To < 0 && at[node] == (orb.Point{a.ToLon, a.ToLat}) {
				ids = append(ids, a.To)
			}
			if a.To == other && a.From < 0 && at[node] == (orb.Point{a.FromLon, a.FromLat}) {
				ids = append(ids, a.From)
			}
		}
		return ids
	}
	for _, t := range area.Turns {
		last := len(t.Path) - 1
		if slices.ContainsFunc(t.Path[1:last], func(node geo.NodeID) bool { return stops[node] }) {
			continue
		}
		var passed []int64
		for _, node := range t.Path[1:last] {
			passed = append(passed, int64(node))
		}
		for _, first := range ends(t.Path[0], passed[0]) {
			for _, next := range ends(t.Path[last], passed[len(passed)-1]) {
				turns = append(turns, reference.Turn{Kind: t.Kind, Path: slices.Concat([]int64{first}, passed, []int64{next})})
			}
		}
	}
	return turns
}

// eachTurnTown is eachTown with turn rules.
func eachTurnTown(t *testing.T, test func(t *testing.T, town *geotest.Lattice, r *rand.Rand)) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		geotest.WithTurns(r, town)
		test(t, town, r)
	})
}

// cars are the profiles by which cars come to a facility and from it: as built in, and with legs so short that nobody
// walks around a rule.
func cars(t testing.TB) (profiles []Profile) {
	for _, direction := range []Direction{ToFacility, FromFacility} {
		for _, limitM := range []float64{300, 60} {
			p, err := builtin(t, geo.Drive).WithDirection(direction)
			if err != nil {
				t.Fatal(err)
			}
			p.Access.LimitM = limitM
			profiles = append(profiles, p)
		}
	}
	return profiles
}

func describe(p Profile) string {
	return fmt.Sprintf("%s %s %v m", p.Mode, p.Direction, p.Access.LimitM)
}

func TestTurnRulesEqualTheReference(t *testing.T) {
	eachTurnTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, profile := range cars(t) {
			router := mustRouter(t, area, profile)
			for _, f := range active(area) { // each alone, so that the nearest hides no fault of another
				times := mustTimes(t, router, []int32{f})
				compareTimes(t, describe(profile)+" "+area.Facilities[f].ID, area, times, problem(router, []int32{f}))
			}
		}
	})
}

func TestTownsWithTurnRulesByHand(t *testing.T) {
	for _, town := range geotest.TurnTowns() {
		t.Run(town.Name, func(t *testing.T) {
			area := town.StudyArea()
			for _, profile := range cars(t) {
				want := town.To
				if profile.Direction == FromFacility {
					want = town.From
				}
				for i, got := range mustTimes(t, mustRouter(t, area, profile), active(area)) {
					id := area.Points[i].ID
					if got.Reached() != (want[id] >= 0) || got.Reached() && math.Abs(float64(got.Ms)/1000-want[id]) > 0.02 {
						t.Errorf("%s %s: %d ms, by hand %.1f s", describe(profile), id, got.Ms, want[id])
					}
				}
			}
		})
	}
}

func TestTurnRulesBindCarsAlone(t *testing.T) {
	eachTurnTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		ruled := town.StudyArea()
		plain := town.Town
		plain.Turns = nil
		free, err := geo.NewStudyArea(plain)
		if err != nil {
			t.Fatal(err)
		}
		for _, mode := range []geo.Mode{geo.Walk, geo.Bike} {
			with := mustTimes(t, mustRouter(t, ruled, builtin(t, mode)), active(ruled))
			without := mustTimes(t, mustRouter(t, free, builtin(t, mode)), active(free))
			for i := range with {
				if with[i].Ms != without[i].Ms || with[i].Facility != without[i].Facility {
					t.Errorf("%s %s: %+v with turn rules, %+v without", mode, ruled.Points[i].ID, with[i], without[i])
				}
			}
		}
	})
}

// Taking a prohibition away, or all rules, makes nobody worse off.
func TestLiftingRulesNeverHurts(t *testing.T) {
	eachTurnTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, profile := range cars(t) {
			times := mustTimes(t, mustRouter(t, area, profile), active(area))
			fewer := slices.DeleteFunc(slices.Clone(area.Turns), func(rule geo.Turn) bool { return rule.Kind[:3] == "no_" && r.IntN(2) == 0 })
			for _, turns := range [][]geo.Turn{fewer, nil} {
				lifted := town.Town
				lifted.Turns = turns
				freer, err := geo.NewStudyArea(lifted)
				if err != nil {
					t.Fatal(err)
				}
				for i, now := range mustTimes(t, mustRouter(t, freer, profile), active(freer)) {
					if now.Ms > times[i].Ms {
						t.Errorf("%s %s: %d ms under %d rules, %d under %d", describe(profile), area.Points[i].ID, times[i].Ms, len(area.Turns), now.Ms, len(turns))
					}
				}
			}
		}
	})
}

// With turn rules too, a search from the resident finds the times that the search from the facilities finds, and so
// does the list of points within a cutoff.
func TestEverySearchObeysTurnRules(t *testing.T) {
	eachTurnTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		facilities := active(area)
		cutoff := int64(r.IntN(600_000))
		for _, profile := range cars(t) {
			router := mustRouter(t, area, profile)
			within, err := router.CatchmentRuns(t.Context(), facilities, cutoff)
			if err != nil {
				t.Fatal(err)
			}
			for k, f := range facilities {
				times := mustTimes(t, router, []int32{f})
				var want []int32
				for i, time := range times {
					if time.Ms <= cutoff {
						want = append(want, int32(i))
					}
				}
				if !slices.Equal(pointsOf(router, within[k]), want) {
					t.Errorf("%s %s: %v within %d ms, by time %v", describe(profile), area.Facilities[f].ID, within[k], cutoff, want)
				}
				for i := range area.Points {
					outward := router.From(i)
					if got := outward.Time(f); got.Ms != times[i].Ms {
						t.Fatalf("%s %s and %s: outward %d ms, inward %d ms", describe(profile), area.Points[i].ID, area.Facilities[f].ID, got.Ms, times[i].Ms)
					}
					checkWay(t, router, i, outward.Way(f), times[i])
				}
			}
		}
	})
}
