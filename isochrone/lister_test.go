package isochrone

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// obviousLists are the lists of one point, from every leg by itself: each offers the states at the ends of its edge, and
// each with each leg of a facility there a way to it.
func obviousLists(r *Router, point int) (accesses []access, shortcuts []shortcut) {
	doors := r.Area.PointDoors(point)
	boardings := r.boardingsOf(doors)
	w := r.newLister(nil)
	for i := range boardings {
		b := &boardings[i]
		r.exits(b, func(state int32, ms uint32) { w.offer(access{state, ms + b.legMs, float32(b.legM)}) })
	}
	for _, a := range w.all {
		if !w.dominated(a) {
			accesses = append(accesses, a)
		}
	}
	least := make(map[int32]shortcut)
	r.newNeighbourhood(r.facilities).direct(boardings, doors, func(k key, legM float64) {
		s := shortcut{k.label(), uint32(k.ms()), float32(legM)}
		if old, found := least[s.facility]; !found || cmp.Or(cmp.Compare(s.ms, old.ms), cmp.Compare(s.legM, old.legM)) < 0 {
			least[s.facility] = s
		}
	})
	for _, s := range least {
		shortcuts = append(shortcuts, s)
	}
	slices.SortFunc(shortcuts, func(a, b shortcut) int { return cmp.Compare(a.facility, b.facility) })
	return accesses, shortcuts
}

func TestListsAreThoseOfEveryLeg(t *testing.T) {
	accesses, shortcuts := 0, 0
	eachTurnTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, mode := range geo.Modes() {
			profile := builtin(t, mode)
			if r.IntN(4) == 0 {
				profile.Access.Rule = AccessNearest
			}
			if r.IntN(4) == 0 {
				profile.Direction = FromFacility
			}
			router := mustRouter(t, area, profile)
			l := &router.points
			for rank, point := range l.order {
				wantAccesses, wantShortcuts := obviousLists(router, int(point))
				if got := l.of(rank); !slices.Equal(got, wantAccesses) {
					t.Errorf("%s, %s: states %v, by every leg %v", describe(profile), area.Points[point].ID, got, wantAccesses)
				}
				if got := l.shortcuts[l.firstShortcut[rank]:l.firstShortcut[rank+1]]; !slices.Equal(got, wantShortcuts) {
					t.Errorf("%s, %s: shortcuts %v, by every leg %v", describe(profile), area.Points[point].ID, got, wantShortcuts)
				}
			}
			accesses, shortcuts = accesses+len(l.access), shortcuts+len(l.shortcuts)
		}
	})
	if accesses < 10_000 || shortcuts < 10_000 {
		t.Errorf("only %d states and %d shortcuts", accesses, shortcuts)
	}
}
