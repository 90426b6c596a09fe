package isochrone

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// pointLists hold, for every residential point, all that its travel time can depend on: the nodes it can get to by a
// leg and a part of a piece, and the facilities it can get to without passing a node. They do not depend on which
// facilities are asked about, so one preparation serves every question.
type pointLists struct {
	firstAccess   []uint32
	access        []access
	firstShortcut []uint32
	shortcuts     []shortcut
	edgeMs        []uint32 // to where the data ends, farMs if never
	boards        []bool   // whether the point has a leg to any street
}

// access is a node that a residential point gets to first, and the time until there.
type access struct {
	node int32
	ms   uint32
	legM float32
}

// shortcut is a facility that a residential point gets to along one piece, or straight.
type shortcut struct {
	facility int32
	ms       uint32
	legM     float32
}

// farMs is the time to an edge that is never reached.
const farMs = math.MaxUint32

func (l *pointLists) onNetwork(point int) bool { return l.boards[point] }

// time takes the least over a point's nodes and shortcuts. rank gives the label of each facility, -1 where it does
// not count.
func (l *pointLists) time(point int, keys []key, rank []int32) Time {
	best, legM := unreached, float32(math.MaxFloat32)
	for _, a := range l.access[l.firstAccess[point]:l.firstAccess[point+1]] {
		if k := keys[a.node]; k != unreached {
			if k = k.plus(a.ms); k < best || (k == best && a.legM < legM) {
				best, legM = k, a.legM
			}
		}
	}
	for _, s := range l.shortcuts[l.firstShortcut[point]:l.firstShortcut[point+1]] {
		if label := rank[s.facility]; label >= 0 {
			if k := makeKey(uint64(s.ms), label); k < best || (k == best && s.legM < legM) {
				best, legM = k, s.legM
			}
		}
	}
	if best == unreached {
		return never
	}
	return Time{int64(best.ms()), best.label(), float64(legM)}
}

func (r *Router) newPointLists(ctx context.Context) (pointLists, error) {
	n := len(r.Area.Points)
	l := pointLists{edgeMs: make([]uint32, n), boards: make([]bool, n), firstAccess: make([]uint32, n+1), firstShortcut: make([]uint32, n+1)}
	accesses, shortcuts := make([][]access, n), make([][]shortcut, n)
	near, edge := r.newNeighbourhood(r.facilities), r.timesToEdge()
	scratch := make([]struct {
		access   accessScratch
		shortcut shortcutScratch
	}, processors())
	err := inParallel(ctx, n, func(processor, i int) {
		doors := r.Area.PointDoors(i)
		boardings := r.board(doors)
		l.boards[i] = len(boardings) > 0
		accesses[i] = r.accessOf(boardings, &scratch[processor].access)
		shortcuts[i] = near.shortcuts(boardings, doors, &scratch[processor].shortcut)
		l.edgeMs[i] = r.toEdge(boardings, doors, edge)
	})
	for i := range n {
		l.firstAccess[i+1] = l.firstAccess[i] + uint32(len(accesses[i]))
		l.firstShortcut[i+1] = l.firstShortcut[i] + uint32(len(shortcuts[i]))
	}
	l.access, l.shortcuts = slices.Concat(accesses...), slices.Concat(shortcuts...)
	return l, err
}

// accessScratch finds an access by its node while the list of one point is made: slot is its place in all, plus 1.
type accessScratch struct {
	slot []int32
	all  []access
}

// accessOf lists the nodes that boardings lead to, each with its least time, without those that are reached just as
// soon by way of another of them.
func (r *Router) accessOf(boardings []boarding, scratch *accessScratch) []access {
	if scratch.slot == nil {
		scratch.slot = make([]int32, len(r.Network.IDs))
	}
	all := scratch.all[:0]
	offer := func(node int32, ms uint32, legM float64) {
		a := access{node, ms, float32(legM)}
		switch slot := scratch.slot[node]; {
		case slot == 0:
			all = append(all, a)
			scratch.slot[node] = int32(len(all))
		case a.ms < all[slot-1].ms || (a.ms == all[slot-1].ms && a.legM < all[slot-1].legM):
			all[slot-1] = a
		}
	}
	for i := range boardings {
		b := &boardings[i]
		p := &r.Network.Pieces[b.piece]
		if ms, ok := r.toStart(b); ok {
			offer(p.From, ms+b.legMs, b.legM)
		}
		if ms, ok := r.toEnd(b); ok {
			offer(p.To, ms+b.legMs, b.legM)
		}
	}
	scratch.all = all
	var kept []access
	for _, a := range all {
		if !r.dominated(a, scratch) {
			kept = append(kept, a)
		}
	}
	for _, a := range all {
		scratch.slot[a.node] = 0
	}
	return kept
}

// dominated reports whether a node is reached no later by an arc from another of the nodes. Arcs take time, so no two
// nodes dominate each other, and what a dropped node dominates its own dominator does too.
func (r *Router) dominated(a access, scratch *accessScratch) bool {
	for _, arc := range r.Network.In.Of(a.node) {
		if slot := scratch.slot[arc.Node]; slot > 0 && uint64(scratch.all[slot-1].ms)+uint64(arc.Ms) <= uint64(a.ms) {
			return true
		}
	}
	return false
}

// shortcutScratch finds a shortcut by its facility while the list of one point is made.
type shortcutScratch struct {
	slot []int32
	all  []shortcut
}

// shortcuts lists the goals reached directly, each with its least time, by rank.
func (n *neighbourhood) shortcuts(boardings []boarding, doors []orb.Point, scratch *shortcutScratch) []shortcut {
	if scratch.slot == nil {
		scratch.slot = make([]int32, len(n.router.facilities))
	}
	all := scratch.all[:0]
	n.direct(boardings, doors, func(k key, legM float64) {
		s := shortcut{k.label(), uint32(k.ms()), float32(legM)}
		switch slot := scratch.slot[s.facility]; {
		case slot == 0:
			all = append(all, s)
			scratch.slot[s.facility] = int32(len(all))
		case s.ms < all[slot-1].ms || (s.ms == all[slot-1].ms && s.legM < all[slot-1].legM):
			all[slot-1] = s
		}
	})
	for _, s := range all {
		scratch.slot[s.facility] = 0
	}
	scratch.all = all
	slices.SortFunc(all, func(a, b shortcut) int { return cmp.Compare(a.facility, b.facility) })
	return slices.Clone(all)
}
