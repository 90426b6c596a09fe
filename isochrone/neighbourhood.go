package isochrone

import (
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// neighbourhood finds the goals that are near a point: on the same piece, or within a straight walk.
type neighbourhood struct {
	router  *Router
	onPiece map[int32][]pieceGoal
	doors   []goalDoor
	index   geo.Index
}

type pieceGoal struct {
	*boarding
	rank int32
}

type goalDoor struct {
	at   orb.Point
	rank int32
}

func (r *Router) newNeighbourhood(to []goal) *neighbourhood {
	n := &neighbourhood{router: r, onPiece: make(map[int32][]pieceGoal)}
	for i := range to {
		rank := int32(i)
		for k := range to[i].boardings {
			b := &to[i].boardings[k]
			n.onPiece[b.piece] = append(n.onPiece[b.piece], pieceGoal{b, rank})
		}
		if r.Profile.Access.Rule == AccessNearest {
			continue
		}
		for _, at := range to[i].doors {
			n.index.Insert(at.Bound(), int32(len(n.doors)))
			n.doors = append(n.doors, goalDoor{at, rank})
		}
	}
	return n
}

// straight offers the straight walks from the doors that are within the access limit and cross no barrier.
func (n *neighbourhood) straight(from []orb.Point, offer func(k key, legM float64)) {
	if n.index.Len() == 0 {
		return
	}
	limitM := n.router.Profile.Access.LimitM
	for _, door := range from {
		n.index.Search(geo.NewFrame(door).Box(limitM), func(id int32) bool {
			to := n.doors[id]
			if d, clear := n.router.Area.Barrier.Straight(door, to.at); clear && d <= limitM {
				offer(makeKey(uint64(n.router.Profile.legMs(d)), to.rank), d)
			}
			return true
		})
	}
}

// direct offers the ways from doors that pass no node: along a piece that a goal is on too, and straight.
func (n *neighbourhood) direct(boardings []boarding, doors []orb.Point, offer func(k key, legM float64)) {
	for i := range boardings {
		b := &boardings[i]
		for _, there := range n.onPiece[b.piece] {
			if ms, ok := n.router.between(b, there.boarding); ok {
				offer(makeKey(uint64(b.legMs)+uint64(ms)+uint64(there.legMs), there.rank), b.legM)
			}
		}
	}
	n.straight(doors, offer)
}

// timeFrom takes the least over all ways from doors: by the ends of the pieces they board, and direct.
func (n *neighbourhood) timeFrom(boardings []boarding, doors []orb.Point, keys []key) Time {
	r := n.router
	best, accessM := unreached, math.NaN()
	offer := func(k key, legM float64) {
		if k < best || (k == best && legM < accessM) {
			best, accessM = k, legM
		}
	}
	for i := range boardings {
		b := &boardings[i]
		p := &r.Network.Pieces[b.piece]
		if ms, ok := r.toStart(b); ok && keys[p.From] != unreached {
			offer(keys[p.From].plus(ms).plus(b.legMs), b.legM)
		}
		if ms, ok := r.toEnd(b); ok && keys[p.To] != unreached {
			offer(keys[p.To].plus(ms).plus(b.legMs), b.legM)
		}
	}
	n.direct(boardings, doors, offer)
	if best == unreached {
		return never
	}
	return Time{int64(best.ms()), best.label(), accessM}
}
