package isochrone

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// pointLists hold, for every residential point, all that its travel time can depend on: the states it can get to by a
// leg and a part of an edge, and the facilities it can get to without passing a junction. They do not depend on which
// facilities are asked about, so one preparation serves every question.
//
// Points stand along a Hilbert curve, as junctions do: a list is known by its rank on the curve, not by its point.
type pointLists struct {
	order         []int32 // rank -> point
	rank          []int32 // point -> rank
	firstAccess   []uint32
	access        []access
	firstShortcut []uint32
	shortcuts     []shortcut
	boards        []bool   // whether the point has a leg to any street
	direct        []uint32 // the time to where the data ends without passing a junction, farMs if never
	edgeMs        []uint32 // the time to where the data ends, farMs if never
}

// access is a state that a residential point gets to first, and the time until there.
type access struct {
	state int32
	ms    uint32
	legM  float32
}

// shortcut is a facility that a residential point gets to along one edge, or straight.
type shortcut struct {
	facility int32
	ms       uint32
	legM     float32
}

// of lists the states that a point gets to first.
func (l *pointLists) of(rank int) []access {
	return l.access[l.firstAccess[rank]:l.firstAccess[rank+1]]
}

// farMs is the time to an edge that is never reached.
const farMs = math.MaxUint32

// time takes the least over a point's states and shortcuts. labels gives the label of each facility, -1 where it does
// not count.
func (l *pointLists) time(rank int, keys []key, labels []int32) Time {
	return asTime(l.best(rank, keys, labels))
}

// best is the least key of a point, and the length of the leg that it begins with.
func (l *pointLists) best(rank int, keys []key, labels []int32) (best key, legM float32) {
	best, legM = unreached, math.MaxFloat32
	for _, a := range l.of(rank) {
		if k := keys[a.state]; k != unreached {
			if k = k.plus(a.ms); k < best || (k == best && a.legM < legM) {
				best, legM = k, a.legM
			}
		}
	}
	for _, s := range l.shortcuts[l.firstShortcut[rank]:l.firstShortcut[rank+1]] {
		if label := labels[s.facility]; label >= 0 {
			if k := makeKey(uint64(s.ms), label); k < best || (k == best && s.legM < legM) {
				best, legM = k, s.legM
			}
		}
	}
	return best, legM
}

// asTime unpacks a key; its label stands for the facility.
func asTime(k key, legM float32) Time {
	if k == unreached {
		return never
	}
	return Time{int64(k.ms()), k.label(), float64(legM)}
}

// listBlock is how many neighbours on the curve are listed at a time.
const listBlock = 64

func (r *Router) newPointLists(ctx context.Context) (pointLists, error) {
	n := len(r.Area.Points)
	l := pointLists{
		order:  geo.HilbertOrder(r.pointPositions(), func(a, b int) int { return cmp.Compare(a, b) }),
		direct: make([]uint32, n), boards: make([]bool, n), firstAccess: make([]uint32, n+1), firstShortcut: make([]uint32, n+1),
	}
	l.rank = inverse(l.order)
	blocks := (n + listBlock - 1) / listBlock
	accesses, shortcuts := make([][]access, blocks), make([][]shortcut, blocks)
	listers := make([]*lister, processors())
	near, edge := r.newNeighbourhood(r.facilities), r.edge()
	near.markEdges()
	err := inParallel(ctx, blocks, func(processor, block int) {
		if listers[processor] == nil {
			listers[processor] = r.newLister(near)
		}
		w := listers[processor]
		w.accesses, w.shortcuts = w.accesses[:0], w.shortcuts[:0]
		for rank := block * listBlock; rank < min(n, (block+1)*listBlock) && ctx.Err() == nil; rank++ {
			doors := r.Area.PointDoors(int(l.order[rank]))
			w.list(doors)
			l.boards[rank] = len(w.boardings) > 0
			l.direct[rank] = r.toEdgeDirect(w.boardings, doors, edge)
			l.firstAccess[rank+1], l.firstShortcut[rank+1] = uint32(len(w.accesses)), uint32(len(w.shortcuts))
		}
		accesses[block], shortcuts[block] = slices.Clone(w.accesses), slices.Clone(w.shortcuts)
	})
	for block := range blocks { // so far they count from the start of their block
		first := block * listBlock
		for rank := first; rank < min(n, first+listBlock); rank++ {
			l.firstAccess[rank+1] += l.firstAccess[first]
			l.firstShortcut[rank+1] += l.firstShortcut[first]
		}
	}
	l.access, l.shortcuts = slices.Concat(accesses...), slices.Concat(shortcuts...)
	return l, err
}

// inverse turns a permutation round.
func inverse(order []int32) []int32 {
	place := make([]int32, len(order))
	for i, k := range order {
		place[k] = int32(i)
	}
	return place
}

func (r *Router) pointPositions() []orb.Point {
	positions := make([]orb.Point, len(r.Area.Points))
	for i := range positions {
		positions[i] = r.Area.PointDoors(i)[0]
	}
	return positions
}

// lister makes the lists of one point after the other in the same memory.
type lister struct {
	router    *Router
	near      *neighbourhood
	legs      []geo.Leg
	boardings []boarding
	all       []access
	slot      []int32 // of each state its place in all, plus 1
	reached   []shortcut
	place     []int32 // of each facility its place in reached, plus 1

	accesses  []access // of the points so far
	shortcuts []shortcut
}

func (r *Router) newLister(near *neighbourhood) *lister {
	return &lister{router: r, near: near, slot: make([]int32, r.Network.States), place: make([]int32, len(r.facilities))}
}

// newDirectLister lists shortcuts to goals alone.
func (r *Router) newDirectLister(goals []goal) *lister {
	near := r.newNeighbourhood(goals)
	near.listEdges()
	return &lister{router: r, near: near, place: make([]int32, len(goals))}
}

// list appends the lists of a point with these doors.
func (w *lister) list(doors []orb.Point) {
	w.boardings, w.legs = w.router.board(w.boardings[:0], doors, w.legs)
	w.listAccess()
	w.listShortcuts(doors)
}

// direct appends the shortcuts of a point with these doors.
func (w *lister) direct(doors []orb.Point) {
	w.boardings, w.legs = w.router.boardEdges(w.boardings[:0], doors, w.near.edges, w.legs)
	w.listShortcuts(doors)
}

// listAccess lists the states that boardings lead to, each with its least time, without those that are reached just as
// soon by way of another of them.
func (w *lister) listAccess() {
	w.all = w.all[:0]
	for i := range w.boardings {
		b := &w.boardings[i]
		p := &w.router.Network.Pieces[b.piece]
		for d := range p.Ms {
			ms, ok := w.router.onward(b, d)
			if !ok {
				continue
			}
			for _, state := range w.router.Network.Exits(p.Edge, p.EdgeDirection(d)) {
				w.offer(access{state, ms + b.legMs, float32(b.legM)})
			}
		}
	}
	for _, a := range w.all {
		if !w.dominated(a) {
			w.accesses = append(w.accesses, a)
		}
	}
	for _, a := range w.all {
		w.slot[a.state] = 0
	}
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

// listShortcuts lists the goals reached directly, each with its least time, by their place in the neighbourhood.
func (w *lister) listShortcuts(doors []orb.Point) {
	w.reached = w.reached[:0]
	w.near.direct(w.boardings, doors, func(k key, legM float64) {
		s := shortcut{k.label(), uint32(k.ms()), float32(legM)}
		slot := w.place[s.facility]
		if slot == 0 {
			w.reached = append(w.reached, s)
			w.place[s.facility] = int32(len(w.reached))
			return
		}
		if old := &w.reached[slot-1]; s.ms < old.ms || (s.ms == old.ms && s.legM < old.legM) {
			*old = s
		}
	})
	for _, s := range w.reached {
		w.place[s.facility] = 0
	}
	slices.SortFunc(w.reached, func(a, b shortcut) int { return cmp.Compare(a.facility, b.facility) })
	w.shortcuts = append(w.shortcuts, w.reached...)
}
