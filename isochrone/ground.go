package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// ground tells the travel time from anywhere, by the pieces of street that a bounded search has come to. They stand in
// a grid of patches, so that a question meets those nearby alone.
type ground struct {
	router  *Router
	keys    []key
	near    *neighbourhood
	limitMs int64 // beyond it every time is Never

	pieces []reachedPiece
	quick  []quickPiece
	shared []edgeGoal
	ends   [2]int64 // scratch: the least times from the two ends of an edge on
	seen   []uint64 // one bit for each edge
	edges  []int32

	// The patches, row by row. Of a piece that no patch holds nothing is known, nor need be.
	box          orb.Bound
	nx, ny       int
	perLon       float64 // patches per degree
	perLat       float64
	first        []int32
	list         []int32
	soonest      []int64  // of each patch: no piece in it takes less
	floor        []int64  // of each patch: no time in it is less
	walkMs       float64  // a metre of a leg takes at least
	patchM       float64  // no patch is narrower
	aroundPatch  [][2]int // which patches to look into, the nearest first
	aroundRadius int
}

// reachedPiece is a piece from which a goal is reached, and the times from its ends on, each in the direction in which
// one comes to it along the piece. A door of a goal is a piece of no length.
type reachedPiece struct {
	a, b         orb.Point
	piece        int32 // -1 for a door
	fromMs, toMs int64 // Never where no goal is reached that way
	leastMs      int64 // no way along the piece takes less
	ms           [2]uint32
	shared       [2]int32 // goals on the piece itself: a part of ground.shared
}

// quickPiece is what of a piece tells whether it is worth a closer look, in one line of the cache.
type quickPiece struct {
	lon, lat, dLon, dLat float64 // the first end, and the way to the other, in degrees
	perSquare            float64 // 1 by the square of its length in metres
	least, from, to      float32 // milliseconds as in [reachedPiece]; with goals of its own the least there is in place of all
	ms                   [2]float32
}

func (p *reachedPiece) quick() quickPiece {
	q := quickPiece{
		lon: p.a[0], lat: p.a[1], dLon: p.b[0] - p.a[0], dLat: p.b[1] - p.a[1],
		least: float32(p.leastMs), from: float32(p.fromMs), to: float32(p.toMs), ms: [2]float32{float32(p.ms[0]), float32(p.ms[1])},
	}
	if x, y := geo.NewFrame(p.a).XY(p.b); x != 0 || y != 0 {
		q.perSquare = 1 / (x*x + y*y)
	}
	if p.shared[0] < p.shared[1] {
		q.from, q.to, q.ms = q.least, q.least, [2]float32{}
	}
	return q
}

// survey gathers the pieces of all edges that the search came to, and those with goals on them.
func (g *ground) survey(settled []int32, dead map[int32]int32) {
	n := g.router.Network
	g.seen = slices.Grow(g.seen[:0], (len(n.Edges)+63)/64)[:(len(n.Edges)+63)/64]
	g.edges, g.pieces, g.shared = g.edges[:0], g.pieces[:0], g.shared[:0]
	meet := func(edge int32) {
		if bit := uint64(1) << (edge % 64); g.seen[edge/64]&bit == 0 {
			g.seen[edge/64] |= bit
			g.edges = append(g.edges, edge)
		}
	}
	for _, state := range settled {
		along := n.In.Along[n.In.First[state]:n.In.First[state+1]]
		for _, a := range along {
			meet(a / 2)
		}
		if len(along) == 0 {
			if a, is := dead[state]; is {
				meet(a / 2)
			}
		}
	}
	for edge := range g.near.onEdge {
		meet(edge)
	}
	for _, edge := range g.edges {
		g.seen[edge/64] = 0
		g.along(edge)
	}
	for _, door := range g.near.doors {
		g.pieces = append(g.pieces, reachedPiece{a: door.at, b: door.at, piece: -1, fromMs: 0, toMs: Never, ms: [2]uint32{1, 1}})
	}
}

// deadEnds are states that no arc leads to and one still comes to, from the middle of an edge.
func deadEnds(n *geo.Network) map[int32]int32 {
	dead := make(map[int32]int32)
	for i := range n.Edges {
		for d, ms := range n.Edges[i].Ms {
			if ms == 0 {
				continue
			}
			for _, state := range n.Exits(int32(i), d) {
				if n.In.First[state] == n.In.First[state+1] {
					dead[state] = int32(2*i + d)
				}
			}
		}
	}
	return dead
}

// along adds the boardable pieces of an edge.
func (g *ground) along(edge int32) {
	n := g.router.Network
	goals := g.near.onEdge[edge]
	for d, ms := range n.Edges[edge].Ms {
		g.ends[d] = Never
		if ms > 0 {
			for _, state := range n.Exits(edge, d) {
				if k := g.keys[state]; k != unreached {
					g.ends[d] = min(g.ends[d], int64(k.ms()))
				}
			}
		}
	}
	first, end := n.PiecesOf(edge)
	for piece := first; piece < end; piece++ {
		p := &n.Pieces[piece]
		if !p.Boardable {
			continue
		}
		reached := reachedPiece{piece: piece, ms: p.Ms}
		reached.a, reached.b = n.Ends(piece)
		if len(goals) == 0 {
			reached.toMs, reached.fromMs = g.onward(p, 0), g.onward(p, 1)
		} else {
			reached.toMs, reached.fromMs = g.near.beyond(piece, 0, g.keys), g.near.beyond(piece, 1, g.keys)
		}
		reached.leastMs = min(reached.fromMs, reached.toMs)
		reached.shared[0] = int32(len(g.shared))
		for _, there := range goals {
			if there.piece == piece {
				g.shared = append(g.shared, there)
				reached.leastMs = min(reached.leastMs, int64(there.legMs))
			}
		}
		reached.shared[1] = int32(len(g.shared))
		if reached.leastMs <= g.limitMs {
			g.pieces = append(g.pieces, reached)
		}
	}
}

// onward is [neighbourhood.beyond] on an edge without goals.
func (g *ground) onward(p *geo.Piece, direction int) int64 {
	if end := g.ends[p.EdgeDirection(direction)]; p.Ms[direction] > 0 && end != Never {
		return end + int64(p.Beyond[direction])
	}
	return Never
}

// reachOf is a box around everything that has a leg to a piece or a door of the ground, with room beyond, for times up
// to maxMs; false if there is nothing.
func (g *ground) reachOf(maxMs int64, beyondM float64) (box orb.Bound, any bool) {
	for i := range g.pieces {
		p := &g.pieces[i]
		if p.leastMs > maxMs {
			continue
		}
		if !any {
			box, any = p.a.Bound(), true
		}
		box = box.Extend(p.a).Extend(p.b)
	}
	if any {
		south, north := geo.NewFrame(box.Min).Box(beyondM), geo.NewFrame(box.Max).Box(beyondM)
		box = south.Union(north).Union(box)
	}
	return box, any
}

// bounds are a time that the travel time from a position is not below, and one that it is not above, found with
// little work; [Never] if none is found.
func (g *ground) bounds(at orb.Point, frame geo.Frame, guess int32) (lower, upper int64) {
	lower, upper = Never, Never
	if x, y := g.patchOf(at); x >= 0 && y >= 0 && x < g.nx && y < g.ny {
		lower = g.floor[y*g.nx+x]
	}
	if guess >= 0 {
		if ms := g.offer(&g.pieces[guess], frame, g.limitMs+1); ms <= g.limitMs {
			upper = ms
		}
	}
	return lower, upper
}

// time is the travel time from a position that is nobody's door, [Never] beyond the limit, and the piece it is by, -1 if
// none is known. A guess at that piece makes the answer quicker, and no other. Safe for concurrent use.
//
// A patch in which no piece can offer less than what is known needs no look, a piece that offers more in rough
// arithmetic no exact one, and a barrier is asked about only where an offer is better.
func (g *ground) time(at orb.Point, frame geo.Frame, guess int32) (ms int64, by int32) {
	if g.router.Profile.Access.Rule == AccessNearest {
		return g.timeByNearest(at), -1
	}
	best, by := g.limitMs+1, int32(-1)
	if guess >= 0 {
		if ms := g.offer(&g.pieces[guess], frame, best); ms < best {
			best, by = ms, guess
		}
	}
	x, y := (at[0]-g.box.Min[0])*g.perLon, (at[1]-g.box.Min[1])*g.perLat
	column, row := int(math.Floor(x)), int(math.Floor(y))
	perLon, perLat := frame.PerDegree()
	limitM := g.router.Profile.Access.LimitM
	for _, d := range g.aroundPatch {
		px, py := column+d[0], row+d[1]
		if px < 0 || py < 0 || px >= g.nx || py >= g.ny {
			continue
		}
		patch := py*g.nx + px
		if g.soonest[patch] >= best {
			continue
		}
		dx, dy := max(0, float64(px)-x, x-float64(px+1)), max(0, float64(py)-y, y-float64(py+1))
		walkMs := g.walkMs * g.patchM * math.Sqrt(dx*dx+dy*dy) // to anything in the patch, at least
		room := roughly(best) - walkMs
		if float64(g.soonest[patch]) >= room {
			continue
		}
		for _, i := range g.list[g.first[patch]:g.first[patch+1]] {
			p := &g.quick[i]
			if float64(p.least) >= room {
				continue
			}
			ax, ay, dx, dy := (p.lon-at[0])*perLon, (p.lat-at[1])*perLat, p.dLon*perLon, p.dLat*perLat
			t := max(0, min(1, -(ax*dx+ay*dy)*p.perSquare))
			ax, ay = ax+t*dx, ay+t*dy
			square := ax*ax + ay*ay
			spare := roughly(best) - float64(min(p.from+float32(t)*p.ms[1], p.to+float32(1-t)*p.ms[0]))
			if spare < 0 || square > limitM*limitM+1 || square*g.walkMs*g.walkMs > spare*spare {
				continue
			}
			if ms := g.offer(&g.pieces[i], frame, best); ms < best {
				best, by = ms, i
				room = roughly(best) - walkMs
			}
		}
	}
	if best > g.limitMs {
		return Never, -1
	}
	return best, by
}

// roughly is a time with room for rough arithmetic.
func roughly(ms int64) float64 { return float64(ms)*1.000001 + 50 }

// offer is the time by a piece where it is less than the best.
func (g *ground) offer(p *reachedPiece, frame geo.Frame, best int64) int64 {
	r := g.router
	t, d := frame.ToSegment(p.a, p.b)
	if d > r.Profile.Access.LimitM {
		return best
	}
	ms := int64(Never)
	if p.fromMs != Never {
		along, _ := part(t, p.ms[1])
		ms = min(ms, p.fromMs+int64(along))
	}
	if p.toMs != Never {
		along, _ := part(1-t, p.ms[0])
		ms = min(ms, p.toMs+int64(along))
	}
	for _, there := range g.shared[p.shared[0]:p.shared[1]] {
		if along, ok := r.alongPiece(&boarding{piece: p.piece, t: t}, there.boarding); ok {
			ms = min(ms, int64(along)+int64(there.legMs))
		}
	}
	if ms >= best {
		return best
	}
	if ms += int64(r.Profile.legMs(d)); ms >= best {
		return best
	}
	if x, y := frame.XY(geo.Along(p.a, p.b, t)); r.Area.Barrier.Crossed(frame, x, y) {
		return best
	}
	return ms
}

// timeByNearest leaves by the nearest piece alone, as residents do under that rule.
func (g *ground) timeByNearest(at orb.Point) int64 {
	doors := []orb.Point{at}
	if t := g.near.timeFrom(g.router.boardingsOf(doors), doors, g.keys); t.Ms <= g.limitMs {
		return t.Ms
	}
	return Never
}
