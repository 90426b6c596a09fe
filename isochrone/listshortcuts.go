package isochrone

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// listShortcuts lists the facilities reached directly, each with its least time. Most ways along an edge are longer than
// the straight one, and their legs alone tell so.
func (w *lister) listShortcuts(doors []orb.Point) {
	w.to.straight(doors, w.direct.offer)
	w.router.eachEdge(w.boardings, func(edge int32, on []boarding) {
		first, end := w.to.first[edge], w.to.first[edge+1]
		if first == end {
			return
		}
		legMs := leastLeg(on)
		for i := first; i < end; i++ {
			if f := &w.to.list[i]; legMs+f.leastMs <= w.direct.soFar(f.goal) {
				w.along(on, f.goal, w.to.feet[f.first:w.to.list[i+1].first])
			}
		}
	})
	w.shortcuts = w.direct.take(w.shortcuts)
}

// along looks at the ways to a facility along an edge, from any of the boardings there to any of its feet.
func (w *lister) along(on []boarding, facility int32, feet []boarding) {
	for i := range on {
		for k := range feet {
			b, foot := &on[i], &feet[k]
			legsMs := b.legMs + foot.legMs
			if legsMs > w.direct.soFar(facility) {
				continue
			}
			if ms, ok := w.router.between(b, foot); ok {
				w.direct.add(shortcut{facility, legsMs + ms, float32(b.legM)})
			}
		}
	}
}

// directLister lists shortcuts to a few goals alone.
type directLister struct {
	router    *Router
	near      *neighbourhood
	legs      []geo.Leg
	boardings []boarding
	direct    bestWays
	shortcuts []shortcut // of the points so far
}

func (r *Router) newDirectLister(goals []goal) *directLister {
	near := r.newNeighbourhood(goals)
	near.listEdges()
	return &directLister{router: r, near: near, direct: newBestWays(len(goals))}
}

// list appends the shortcuts of a point with these doors, by the place of the goal in the neighbourhood.
func (w *directLister) list(doors []orb.Point) {
	w.boardings, w.legs = w.router.boardEdges(w.boardings[:0], doors, w.near.edges, w.legs)
	w.near.direct(w.boardings, doors, w.direct.offer)
	w.shortcuts = w.direct.take(w.shortcuts)
}

// bestWays keep the best direct way to each goal of those looked at.
type bestWays struct {
	ways  []shortcut
	place []int32 // of each goal its place in ways, plus 1
}

func newBestWays(goals int) bestWays { return bestWays{place: make([]int32, goals)} }

// soFar is the least time to a goal by the ways looked at so far.
func (b *bestWays) soFar(goal int32) uint32 {
	if place := b.place[goal]; place > 0 {
		return b.ways[place-1].ms
	}
	return math.MaxUint32
}

func (b *bestWays) offer(k key, legM float64) {
	b.add(shortcut{k.label(), uint32(k.ms()), float32(legM)})
}

// add looks at a way.
func (b *bestWays) add(s shortcut) {
	place := b.place[s.facility]
	if place == 0 {
		b.ways = append(b.ways, s)
		b.place[s.facility] = int32(len(b.ways))
		return
	}
	if old := &b.ways[place-1]; s.ms < old.ms || (s.ms == old.ms && s.legM < old.legM) {
		*old = s
	}
}

// take appends the ways by goal, and forgets them.
func (b *bestWays) take(all []shortcut) []shortcut {
	for _, s := range b.ways {
		b.place[s.facility] = 0
	}
	slices.SortFunc(b.ways, func(a, b shortcut) int { return cmp.Compare(a.facility, b.facility) })
	all = append(all, b.ways...)
	b.ways = b.ways[:0]
	return all
}
