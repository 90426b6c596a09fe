package isochrone

import (
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// lister makes the lists of one point after the other in the same memory.
type lister struct {
	router    *Router
	to        *directGoals
	finder    *geo.LegFinder
	doors     []orb.Point // of points that are expected
	legs      []geo.Leg
	boardings []boarding
	all       []access
	slot      []int32 // of each state its place in all, plus 1
	direct    bestWays

	accesses  []access // of the points so far
	shortcuts []shortcut
}

// directGoals are what points may get to without passing a junction.
type directGoals struct {
	*frontages
	goalDoors
}

func (r *Router) newDirectGoals(to []goal) *directGoals {
	return &directGoals{r.newFrontages(to), r.newGoalDoors(to)}
}

func (r *Router) newLister(to *directGoals) *lister {
	return &lister{router: r, to: to, finder: r.newLegFinder(), slot: make([]int32, r.Network.States), direct: newBestWays(len(r.facilities))}
}

// expect tells which points are listed next.
func (w *lister) expect(points []int32) {
	w.doors = w.doors[:0]
	for _, point := range points {
		w.doors = append(w.doors, w.router.Area.PointDoors(int(point))...)
	}
	w.finder.Expect(w.doors)
}

// list appends the lists of a point with these doors.
func (w *lister) list(doors []orb.Point) {
	w.boardings, w.legs = w.router.board(w.boardings[:0], doors, w.legs, w.finder.Legs)
	w.listAccess()
	w.listShortcuts(doors)
}

// listAccess lists the states that boardings lead to, each with its least time, without those that are reached just as
// soon by way of another of them.
func (w *lister) listAccess() {
	w.all = w.all[:0]
	n := w.router.Network
	w.router.eachEdge(w.boardings, func(edge int32, on []boarding) {
		first := &n.Pieces[on[0].piece]
		for d := range first.Ms {
			if first.Ms[d] == 0 { // then this is so on all of the edge
				continue
			}
			direction := first.EdgeDirection(d)
			ms, legM := w.soonest(on, direction)
			for _, state := range n.Exits(edge, direction) {
				w.offer(access{state, ms, legM})
			}
		}
	})
	for _, a := range w.all {
		if !w.dominated(a) {
			w.accesses = append(w.accesses, a)
		}
	}
	for _, a := range w.all {
		w.slot[a.state] = 0
	}
}

// soonest is the least time to the end of an edge, and the leg that it begins with.
func (w *lister) soonest(on []boarding, direction int) (ms uint32, legM float32) {
	ms, legM = math.MaxUint32, math.MaxFloat32
	for i := range on {
		b := &on[i]
		there, _ := w.router.onward(b, w.router.Network.Pieces[b.piece].EdgeDirection(direction)) // its own inverse
		if there += b.legMs; there < ms || (there == ms && float32(b.legM) < legM) {
			ms, legM = there, float32(b.legM)
		}
	}
	return ms, legM
}

func (w *lister) offer(a access) {
	slot := w.slot[a.state]
	if slot == 0 {
		w.all = append(w.all, a)
		w.slot[a.state] = int32(len(w.all))
		return
	}
	if old := &w.all[slot-1]; a.ms < old.ms || (a.ms == old.ms && a.legM < old.legM) {
		*old = a
	}
}

// dominated reports whether a state is reached no later by an arc from another of the states, or a rival that can do
// all it can is. Arcs take time, so no two states dominate each other, and what a dropped state dominates its own
// dominator does too. Of rivals reached at once the first stays.
func (w *lister) dominated(a access) bool {
	n := w.router.Network
	for _, arc := range n.In.Of(a.state) {
		if slot := w.slot[arc.State]; slot > 0 && uint64(w.all[slot-1].ms)+uint64(arc.Ms) <= uint64(a.ms) {
			return true
		}
	}
	first, end := n.Rivals(a.state)
	for rival := first; rival < end; rival++ {
		if rival != a.state && w.slot[rival] > 0 && w.outdone(a, rival) {
			return true
		}
	}
	return false
}

// outdone reports whether a rival is reached no later than a state and can do all it can. It may not turn round on the
// edge it came by. But that is an edge the point boards, so the state at its other end is in the list too, and on what
// lies between the leg itself leads. The state must be reached sooner from the leg than over the whole edge: else it
// might have been dropped for the sake of the very way that is missing here.
func (w *lister) outdone(a access, rival int32) bool {
	ms := w.all[w.slot[rival]-1].ms
	if ms > a.ms || (ms == a.ms && rival > a.state) {
		return false
	}
	back, outdoes := w.router.Network.Outdoes(rival, a.state)
	if !outdoes || back.Ms == 0 {
		return outdoes
	}
	slot := w.slot[back.State]
	return slot > 0 && uint64(w.all[slot-1].ms) < uint64(ms)+uint64(back.Ms)
}
