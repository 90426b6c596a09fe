package isochrone

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// everyone is how each mode travels to facilities, and how walkers and cars come from them.
func everyone(t testing.TB) (profiles []Profile) {
	for _, mode := range geo.Modes() {
		profiles = append(profiles, builtin(t, mode))
	}
	return append(profiles, fromFacility(t, geo.Walk), fromFacility(t, geo.Drive))
}

func mustArea(t testing.TB, town geo.Town) *geo.StudyArea {
	t.Helper()
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	return area
}

// What nodes are called and in which order a file lists anything changes no time and no nearest facility.
func TestNamesAndOrderDoNotMatter(t *testing.T) {
	eachTurnTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		before := town.StudyArea()
		after := mustArea(t, shuffled(r, renamed(r, town.Town)))
		for _, profile := range everyone(t) {
			want := mustTimes(t, mustRouter(t, before, profile), active(before))
			got := mustTimes(t, mustRouter(t, after, profile), active(after))
			for i := range want {
				if got[i].Ms != want[i].Ms || got[i].Facility != want[i].Facility {
					t.Errorf("%s %s: %+v, otherwise named and in another order %+v", describe(profile), before.Points[i].ID, want[i], got[i])
				}
			}
		}
	})
}

// renamed calls every node by another number.
func renamed(r *rand.Rand, town geo.Town) geo.Town {
	names := make(map[geo.NodeID]geo.NodeID)
	taken := make(map[geo.NodeID]bool)
	rename := func(old geo.NodeID) geo.NodeID {
		for names[old] == 0 {
			if name := geo.NodeID(1 + r.IntN(1<<40)); !taken[name] {
				names[old], taken[name] = name, true
			}
		}
		return names[old]
	}
	path := func(nodes []geo.NodeID) (other []geo.NodeID) {
		for _, n := range nodes {
			other = append(other, rename(n))
		}
		return other
	}
	town.Streets, town.Stops, town.Turns = slices.Clone(town.Streets), slices.Clone(town.Stops), slices.Clone(town.Turns)
	for i := range town.Streets {
		town.Streets[i].Nodes = path(town.Streets[i].Nodes)
	}
	for i := range town.Stops {
		town.Stops[i].Node = rename(town.Stops[i].Node)
	}
	for i := range town.Turns {
		town.Turns[i].Path = path(town.Turns[i].Path)
	}
	return town
}

// shuffled lists everything in another order.
func shuffled(r *rand.Rand, town geo.Town) geo.Town {
	town.Streets, town.Stops, town.Turns = mixed(r, town.Streets), mixed(r, town.Stops), mixed(r, town.Turns)
	town.Barriers, town.Points = mixed(r, town.Barriers), mixed(r, town.Points)
	town.Facilities, town.Lists, town.Entrances = mixed(r, town.Facilities), mixed(r, town.Lists), mixed(r, town.Entrances)
	return town
}

func mixed[T any](r *rand.Rand, things []T) []T {
	things = slices.Clone(things)
	r.Shuffle(len(things), func(i, j int) { things[i], things[j] = things[j], things[i] })
	return things
}

// The same town farther east takes the same times, but for the rounding of each piece passed and of each leg: in
// another longitude a length may come to the other side of half a millisecond.
func TestLongitudeDoesNotMatter(t *testing.T) {
	eachTurnTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		before := town.StudyArea()
		after := mustArea(t, shifted(town.Town, geo.Round7(-150+200*r.Float64())))
		for _, profile := range everyone(t) {
			here, there := mustRouter(t, before, profile), mustRouter(t, after, profile)
			for range 5 {
				i := r.IntN(len(before.Points))
				from, to := here.From(i), there.From(i)
				for _, f := range active(before) {
					a, b := from.Way(f), to.Way(f)
					if a.Reached() != b.Reached() {
						t.Errorf("%s %s and %s: %d ms, farther east %d ms", describe(profile), before.Points[i].ID, before.Facilities[f].ID, a.Ms, b.Ms)
					} else if a.Reached() && (b.Ms > a.Ms+rounding(a) || a.Ms > b.Ms+rounding(b)) {
						t.Errorf("%s %s and %s: %d ms by %d pieces, farther east %d ms by %d", describe(profile), before.Points[i].ID, before.Facilities[f].ID, a.Ms, rounding(a), b.Ms, rounding(b))
					}
				}
			}
		}
	})
}

// rounding is how much a way may come to differ: 1 ms for each straight stretch.
func rounding(w Way) (ms int64) {
	for _, s := range w.Stretches {
		ms += int64(len(s.Line) - 1)
	}
	return ms
}

func shifted(town geo.Town, east float64) geo.Town {
	shift := func(p orb.Point) orb.Point { return orb.Point{geo.Round7(p[0] + east), p[1]} }
	line := func(points orb.LineString) (other orb.LineString) {
		for _, p := range points {
			other = append(other, shift(p))
		}
		return other
	}
	town.Streets, town.Barriers = slices.Clone(town.Streets), slices.Clone(town.Barriers)
	town.Points, town.Facilities, town.Entrances = slices.Clone(town.Points), slices.Clone(town.Facilities), slices.Clone(town.Entrances)
	for i := range town.Streets {
		town.Streets[i].Line = line(town.Streets[i].Line)
	}
	for i := range town.Barriers {
		town.Barriers[i].Line = line(town.Barriers[i].Line)
	}
	for i := range town.Points {
		town.Points[i].Point = shift(town.Points[i].Point)
	}
	for i := range town.Facilities {
		town.Facilities[i].Point = shift(town.Facilities[i].Point)
	}
	for i := range town.Entrances {
		town.Entrances[i].Point = shift(town.Entrances[i].Point)
	}
	return town
}

// Whoever travels faster, or is given more facilities, is never later.
func TestFasterAndMoreNeverHurt(t *testing.T) {
	eachTurnTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, profile := range everyone(t) {
			faster, err := profile.WithSpeedFactor(1 + r.Float64())
			if err != nil {
				t.Fatal(err)
			}
			router, all := mustRouter(t, area, profile), active(area)
			times := mustTimes(t, router, all)
			fast := mustTimes(t, mustRouter(t, area, faster), all)
			few := mustTimes(t, router, all[:len(all)/2])
			for i := range times {
				if fast[i].Ms > times[i].Ms {
					t.Errorf("%s %s: %d ms, faster %d ms", describe(profile), area.Points[i].ID, times[i].Ms, fast[i].Ms)
				}
				if few[i].Ms < times[i].Ms {
					t.Errorf("%s %s: %d ms with all facilities, %d ms with half of them", describe(profile), area.Points[i].ID, times[i].Ms, few[i].Ms)
				}
			}
		}
	})
}
