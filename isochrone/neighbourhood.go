package isochrone

import (
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// neighbourhood finds the goals that are near a point: on the same edge, or within a straight walk.
type neighbourhood struct {
	goalDoors
	onEdge map[int32][]edgeGoal
	edges  []goalEdge // those of onEdge, if they were listed
}

// goalEdge is an edge that a goal is on: its pieces, and the box of all from where a leg may lead to it.
type goalEdge struct {
	first, end int32
	box        orb.Bound
}

type edgeGoal struct {
	*boarding
	rank int32
}

// goalDoors are the doors of goals that one may walk to straight.
type goalDoors struct {
	router *Router
	doors  []goalDoor
	index  geo.Index
}

type goalDoor struct {
	at   orb.Point
	rank int32
}

func (r *Router) newGoalDoors(to []goal) goalDoors {
	all := goalDoors{router: r}
	if r.Profile.Access.Rule == AccessNearest {
		return all
	}
	for i := range to {
		for _, at := range to[i].doors {
			all.index.Insert(at.Bound(), int32(len(all.doors)))
			all.doors = append(all.doors, goalDoor{at, int32(i)})
		}
	}
	return all
}

func (r *Router) newNeighbourhood(to []goal) *neighbourhood {
	n := &neighbourhood{goalDoors: r.newGoalDoors(to), onEdge: make(map[int32][]edgeGoal)}
	for i := range to {
		rank := int32(i)
		for k := range to[i].boardings {
			b := &to[i].boardings[k]
			edge := r.Network.Pieces[b.piece].Edge
			n.onEdge[edge] = append(n.onEdge[edge], edgeGoal{b, rank})
		}
	}
	return n
}

// listEdges prepares for points that are asked about these edges alone.
func (n *neighbourhood) listEdges() {
	for _, edge := range slices.Sorted(maps.Keys(n.onEdge)) {
		n.edges = append(n.edges, n.router.goalEdge(edge))
	}
}

func (r *Router) goalEdge(edge int32) goalEdge {
	first, end := r.Network.PiecesOf(edge)
	from, to := r.Network.Ends(first)
	box := orb.MultiPoint{from, to}.Bound()
	for piece := first + 1; piece < end; piece++ {
		from, to := r.Network.Ends(piece)
		box = box.Extend(from).Extend(to)
	}
	return goalEdge{first, end, r.withinReach(box)}
}

// points lists the residential points that could share a listed edge with a goal or walk to it, by index.
func (n *neighbourhood) points() []int32 {
	var box orb.Bound
	extend := func(b orb.Bound, first bool) {
		if first {
			box = b
		}
		box = box.Union(b)
	}
	for i, door := range n.doors {
		extend(n.router.withinReach(door.at.Bound()), i == 0)
	}
	for i := range n.edges {
		extend(n.edges[i].box, i == 0 && len(n.doors) == 0)
	}
	var near []int32
	if len(n.doors)+len(n.edges) > 0 {
		n.router.doors().search(box, func(rank int32) { near = append(near, n.router.points.order[rank]) })
	}
	slices.Sort(near)
	return near
}

// withinReach is a box that holds all positions within the access limit of another.
func (r *Router) withinReach(box orb.Bound) orb.Bound {
	south, north := geo.NewFrame(box.Min).Box(r.Profile.Access.LimitM), geo.NewFrame(box.Max).Box(r.Profile.Access.LimitM)
	return south.Union(north)
}

// straight offers the straight walks from the doors that are within the access limit and cross no barrier.
func (g *goalDoors) straight(from []orb.Point, offer func(k key, legM float64)) {
	if g.index.Len() == 0 {
		return
	}
	limitM := g.router.Profile.Access.LimitM
	for _, door := range from {
		g.index.Search(geo.NewFrame(door).Box(limitM), func(id int32) bool {
			to := g.doors[id]
			if d, clear := g.router.Area.Barrier.Straight(door, to.at); clear && d <= limitM {
				offer(makeKey(uint64(g.router.Profile.legMs(d)), to.rank), d)
			}
			return true
		})
	}
}

// direct offers the ways from doors that pass no junction: along an edge that a goal is on too, and straight.
func (n *neighbourhood) direct(boardings []boarding, doors []orb.Point, offer func(k key, legM float64)) {
	for i := range boardings {
		b := &boardings[i]
		for _, there := range n.onEdge[n.router.Network.Pieces[b.piece].Edge] {
			if ms, ok := n.router.between(b, there.boarding); ok {
				offer(makeKey(uint64(b.legMs)+uint64(ms)+uint64(there.legMs), there.rank), b.legM)
			}
		}
	}
	n.straight(doors, offer)
}

// timeFrom takes the least over all ways from doors: by the ends of the edges they board, and direct.
func (n *neighbourhood) timeFrom(boardings []boarding, doors []orb.Point, keys []key) Time {
	best, accessM := unreached, math.NaN()
	offer := func(k key, legM float64) {
		if k < best || (k == best && legM < accessM) {
			best, accessM = k, legM
		}
	}
	for i := range boardings {
		b := &boardings[i]
		n.router.exits(b, func(state int32, ms uint32) {
			if keys[state] != unreached {
				offer(keys[state].plus(ms).plus(b.legMs), b.legM)
			}
		})
	}
	n.direct(boardings, doors, offer)
	if best == unreached {
		return never
	}
	return Time{int64(best.ms()), best.label(), accessM}
}

// beyond is the least time from the end of a piece in a direction, going on, to a goal; [Never] if none is reached or
// the direction is not permitted. Goals on the piece itself are left out.
func (n *neighbourhood) beyond(piece int32, direction int, keys []key) int64 {
	network := n.router.Network
	p := &network.Pieces[piece]
	if p.Ms[direction] == 0 {
		return Never
	}
	best := unreached
	for _, state := range network.Exits(p.Edge, p.EdgeDirection(direction)) {
		if keys[state] != unreached {
			best = min(best, keys[state].plus(p.Beyond[direction]))
		}
	}
	end := boarding{piece: piece, t: float64(1 - direction)}
	for _, there := range n.onEdge[p.Edge] {
		if there.piece == piece || !network.Ahead(piece, direction, there.piece) {
			continue
		}
		if ms, ok := n.router.between(&end, there.boarding); ok {
			best = min(best, makeKey(uint64(ms)+uint64(there.legMs), there.rank))
		}
	}
	if best == unreached {
		return Never
	}
	return int64(best.ms())
}
