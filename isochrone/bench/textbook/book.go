package textbook

import (
	"cmp"
	"container/heap"
	"math"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Book is a study area prepared for one profile. It is not safe for concurrent use.
type Book struct {
	Area    *geo.StudyArea
	Profile isochrone.Profile

	walker     *walker
	graph      *graph
	facilities [][]foot
	points     lists
	search     search
	arrivals   [][]arrival // of each state the points that get to it
	near       [][]arrival // of each facility the points with a shortcut
	seen       []bool
}

// arrival is a residential point that gets somewhere in a time.
type arrival struct {
	point int32
	ms    uint32
}

// New prepares a study area for a profile with access rule all.
func New(area *geo.StudyArea, profile isochrone.Profile) *Book {
	var rules []geo.Turn
	if travellerOf(profile) == geo.Motorcar {
		rules = area.Turns
	}
	n := newNetwork(&area.Town, profile, rules)
	b := &Book{Area: area, Profile: profile, walker: newWalker(n, area, profile), facilities: make([][]foot, len(area.Facilities))}
	if len(rules) > 0 {
		b.graph = newTurnGraph(n, rules, area.Extent)
	} else {
		b.graph = newGraph(n)
	}
	for f := range b.facilities {
		b.facilities[f] = b.walker.feet(nil, area.FacilityDoors(f))
	}
	b.newLists()
	b.walker.index, b.walker.nodes = geo.Index{}, nil // nobody else has to find the streets
	b.search = newSearch(len(b.graph.back))
	b.seen = make([]bool, len(area.Points))
	return b
}

// Junctions is how many junctions and dead ends the network has, and Pieces how many pieces of street.
func (b *Book) Junctions() int {
	is := make([]bool, len(b.walker.ids))
	n := 0
	for i := range b.walker.chains {
		for _, node := range b.walker.chains[i].ends {
			if !is[node] {
				is[node] = true
				n++
			}
		}
	}
	return n
}

// Pieces is how many pieces of street the network has.
func (b *Book) Pieces() int { return len(b.walker.pieces) }

// Never is the time to where no way leads.
const Never = math.MaxInt64

// Answer is the time from a residential point to the nearest facility, and which one that is: of equally near ones the
// one with the least id; -1 for none.
type Answer struct {
	Ms       int64
	Facility int32
}

// Times are those from every residential point to the nearest of the facilities.
func (b *Book) Times(facilities []int32) []Answer {
	ranked := slices.Clone(facilities)
	slices.SortFunc(ranked, func(x, y int32) int {
		p, q := &b.Area.Facilities[x], &b.Area.Facilities[y]
		return cmp.Or(cmp.Compare(p.ID, q.ID), cmp.Compare(p.Service, q.Service))
	})
	rank := make([]int32, len(b.Area.Facilities))
	for i := range rank {
		rank[i] = -1
	}
	for r, f := range ranked {
		rank[f] = int32(r)
	}
	b.SettleAll(ranked)
	answers := make([]Answer, len(b.Area.Points))
	for i := range answers {
		best := found{Never, -1}
		for _, a := range b.points.access[i] {
			if at := b.search.least[a.state]; at.ms != Never {
				best = best.or(found{at.ms + int64(a.ms), at.rank})
			}
		}
		for _, s := range b.points.shortcuts[i] {
			if r := rank[s.facility]; r >= 0 {
				best = best.or(found{int64(s.ms), r})
			}
		}
		answers[i] = Answer{best.ms, -1}
		if best.rank >= 0 {
			answers[i].Facility = ranked[best.rank]
		}
	}
	return answers
}

// seed lets the next search begin at a facility.
func (b *Book) seed(facility, rank int32, limit int64) {
	for k := range b.facilities[facility] {
		f := &b.facilities[facility][k]
		for direction, ms := range f.here {
			if ms == notPermitted || ms+f.legMs > limit {
				continue
			}
			for _, state := range b.graph.onto[2*b.walker.pieces[f.piece].chain+int32(direction)] {
				b.search.offer(state, found{ms + f.legMs, rank})
			}
		}
	}
}

// Settle searches from a facility up to a cutoff, and says how many states it settled.
func (b *Book) Settle(facility int32, cutoffMs int64) int {
	b.search.reset()
	b.seed(facility, 0, cutoffMs)
	return b.search.run(b.graph, cutoffMs)
}

// Reached is how many junctions the last search came to; fewer than states where turn rules bind.
func (b *Book) Reached() int {
	junctions := make(map[int32]bool, len(b.search.touched))
	for _, state := range b.search.touched {
		junctions[b.graph.where[state]] = true
	}
	return len(junctions)
}

// SettleAll searches from all of the facilities at once; the place of each is its rank.
func (b *Book) SettleAll(facilities []int32) int {
	b.search.reset()
	for rank, f := range facilities {
		b.seed(f, int32(rank), Never)
	}
	return b.search.run(b.graph, Never)
}

// PointsWithin lists the residential points from which a facility is reached within a cutoff, in rising order.
func (b *Book) PointsWithin(facility int32, cutoffMs int64) []int32 {
	if b.arrivals == nil {
		b.turnRound()
	}
	b.Settle(facility, cutoffMs)
	var points []int32
	add := func(a arrival, ms int64) {
		if ms+int64(a.ms) <= cutoffMs && !b.seen[a.point] {
			b.seen[a.point] = true
			points = append(points, a.point)
		}
	}
	for _, state := range b.search.touched {
		for _, a := range b.arrivals[state] {
			add(a, b.search.least[state].ms)
		}
	}
	for _, a := range b.near[facility] {
		add(a, 0)
	}
	for _, p := range points {
		b.seen[p] = false
	}
	slices.Sort(points)
	return points
}

// turnRound lists for states and facilities the points that have them in their lists.
func (b *Book) turnRound() {
	b.arrivals, b.near = make([][]arrival, len(b.graph.back)), make([][]arrival, len(b.facilities))
	for i := range b.points.access {
		for _, a := range b.points.access[i] {
			b.arrivals[a.state] = append(b.arrivals[a.state], arrival{int32(i), a.ms})
		}
		for _, s := range b.points.shortcuts[i] {
			b.near[s.facility] = append(b.near[s.facility], arrival{int32(i), s.ms})
		}
	}
}

// found is a way to a facility, which is known by its rank.
type found struct {
	ms   int64
	rank int32
}

func (f found) or(g found) found {
	if g.before(f) {
		return g
	}
	return f
}

func (f found) before(g found) bool { return f.ms < g.ms || (f.ms == g.ms && f.rank < g.rank) }

// search is Dijkstra's algorithm as in the textbook.
type search struct {
	least   []found // of each state
	settled []bool
	touched []int32
	queue   queue
}

func newSearch(states int) search {
	s := search{least: make([]found, states), settled: make([]bool, states)}
	for i := range s.least {
		s.least[i] = found{Never, -1}
	}
	return s
}

func (s *search) reset() {
	for _, state := range s.touched {
		s.least[state], s.settled[state] = found{Never, -1}, false
	}
	s.touched, s.queue = s.touched[:0], s.queue[:0]
}

func (s *search) offer(state int32, f found) {
	if !f.before(s.least[state]) {
		return
	}
	if s.least[state].ms == Never {
		s.touched = append(s.touched, state)
	}
	s.least[state] = f
	heap.Push(&s.queue, entry{state, f})
}

// run settles every state within a limit, inclusive, and says how many.
func (s *search) run(g *graph, limit int64) (settled int) {
	for len(s.queue) > 0 {
		e := heap.Pop(&s.queue).(entry)
		if s.settled[e.state] {
			continue
		}
		s.settled[e.state] = true
		settled++
		for _, step := range g.back[e.state] {
			if ms := e.ms + step.ms; ms <= limit && !s.settled[step.state] {
				s.offer(step.state, found{ms, e.rank})
			}
		}
	}
	return settled
}

type entry struct {
	state int32
	found
}

// queue is a heap of entries.
type queue []entry

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].before(q[j].found) }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(entry)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
