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
	err := inParallel(ctx, n, func(i int) {
		doors := r.Area.PointDoors(i)
		boardings := r.board(doors)
		l.boards[i] = len(boardings) > 0
		accesses[i] = r.accessOf(boardings)
		shortcuts[i] = near.shortcuts(boardings, doors)
		l.edgeMs[i] = r.toEdge(boardings, doors, edge)
	})
	for i := range n {
		l.firstAccess[i+1] = l.firstAccess[i] + uint32(len(accesses[i]))
		l.firstShortcut[i+1] = l.firstShortcut[i] + uint32(len(shortcuts[i]))
	}
	l.access, l.shortcuts = slices.Concat(accesses...), slices.Concat(shortcuts...)
	return l, err
}

// accessOf lists the nodes that boardings lead to, each with its least time, without those that are reached just as
// soon by way of another of them.
func (r *Router) accessOf(boardings []boarding) []access {
	var all []access
	for i := range boardings {
		b := &boardings[i]
		p := &r.Network.Pieces[b.piece]
		if ms, ok := r.toStart(b); ok {
			all = append(all, access{p.From, ms + b.legMs, float32(b.legM)})
		}
		if ms, ok := r.toEnd(b); ok {
			all = append(all, access{p.To, ms + b.legMs, float32(b.legM)})
		}
	}
	slices.SortFunc(all, func(a, b access) int {
		return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.ms, b.ms), cmp.Compare(a.legM, b.legM))
	})
	all = slices.CompactFunc(all, func(a, b access) bool { return a.node == b.node })
	var kept []access
	for _, a := range all {
		if !r.dominated(a, all) {
			kept = append(kept, a)
		}
	}
	return kept
}

// dominated reports whether a node is reached no later by an arc from another of the nodes. Arcs take time, so no two
// nodes dominate each other, and what a dropped node dominates its own dominator does too.
func (r *Router) dominated(a access, all []access) bool {
	for _, arc := range r.Network.In.Of(a.node) {
		i, found := slices.BinarySearchFunc(all, arc.Node, func(x access, node int32) int { return cmp.Compare(x.node, node) })
		if found && uint64(all[i].ms)+uint64(arc.Ms) <= uint64(a.ms) {
			return true
		}
	}
	return false
}

// shortcuts lists the goals reached directly, each with its least time, by rank.
func (n *neighbourhood) shortcuts(boardings []boarding, doors []orb.Point) []shortcut {
	var all []shortcut
	n.direct(boardings, doors, func(k key, legM float64) {
		all = append(all, shortcut{k.label(), uint32(k.ms()), float32(legM)})
	})
	slices.SortFunc(all, func(a, b shortcut) int {
		return cmp.Or(cmp.Compare(a.facility, b.facility), cmp.Compare(a.ms, b.ms), cmp.Compare(a.legM, b.legM))
	})
	return slices.Clip(slices.CompactFunc(all, func(a, b shortcut) bool { return a.facility == b.facility }))
}
