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
	edge, to := r.edge(), r.newDirectGoals(r.facilities)
	err := inParallel(ctx, blocks, func(processor, block int) {
		if listers[processor] == nil {
			listers[processor] = r.newLister(to)
		}
		w := listers[processor]
		w.accesses, w.shortcuts = w.accesses[:0], w.shortcuts[:0]
		w.expect(l.order[block*listBlock : min(n, (block+1)*listBlock)])
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
