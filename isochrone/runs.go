package isochrone

import (
	"context"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"
)

// Run is a stretch of residential points along the Hilbert curve: those of rank First up to, but without, End.
type Run struct{ First, End int32 }

// Runs are a set of residential points, as runs that rise and do not touch. A catchment of hundreds of points is a dozen
// or two, because what is near in the town is near on the curve: the population of a catchment is then a few
// differences of running sums, and to unite or intersect catchments is to merge a few intervals.
type Runs []Run

// Order lists the residential points, by index, along the Hilbert curve. A rank is a place in it.
func (r *Router) Order() []int32 { return r.points.order }

// Rank is the place of a residential point in [Router.Order].
func (r *Router) Rank(point int32) int32 { return r.points.rank[point] }

// RunningSums adds up a number of people along the curve: sums[b] - sums[a] are the people of the ranks from a to before b.
func (r *Router) RunningSums(people func(point int32) int64) []int64 {
	sums := make([]int64, len(r.points.order)+1)
	for rank, point := range r.points.order {
		sums[rank+1] = sums[rank] + people(point)
	}
	return sums
}

// Len is the number of points.
func (s Runs) Len() int {
	n := 0
	for _, run := range s {
		n += int(run.End - run.First)
	}
	return n
}

// Sum adds up people by their running sums.
func (s Runs) Sum(sums []int64) int64 {
	total := int64(0)
	for _, run := range s {
		total += sums[run.End] - sums[run.First]
	}
	return total
}

// Contains reports whether a point belongs to the set.
func (s Runs) Contains(rank int32) bool {
	low, high := 0, len(s)
	for low < high {
		if mid := (low + high) / 2; s[mid].End <= rank {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low < len(s) && s[low].First <= rank
}

// Union holds the points of either set, Intersection those of both.
func (s Runs) Union(other Runs) Runs { return merge(s, other, 1) }

// Intersection holds the points of both sets.
func (s Runs) Intersection(other Runs) Runs { return merge(s, other, 2) }

// merge sweeps over two sets and keeps the ranks that are in at least so many of them.
func merge(a, b Runs, least int) Runs {
	var merged Runs
	in := func(s *Runs, at int32) (inside bool, next int32) {
		for len(*s) > 0 && (*s)[0].End <= at {
			*s = (*s)[1:]
		}
		switch {
		case len(*s) == 0:
			return false, 1<<31 - 1
		case (*s)[0].First <= at:
			return true, (*s)[0].End
		}
		return false, (*s)[0].First
	}
	for at := int32(0); len(a) > 0 || len(b) > 0; {
		inA, nextA := in(&a, at)
		inB, nextB := in(&b, at)
		next := min(nextA, nextB)
		count := 0
		if inA {
			count++
		}
		if inB {
			count++
		}
		if count >= least {
			if last := len(merged) - 1; last >= 0 && merged[last].End == at {
				merged[last].End = next
			} else {
				merged = append(merged, Run{at, next})
			}
		}
		at = next
	}
	return merged
}

// CatchmentRuns finds, for each of the facilities, the residential points from which it is reached within a cutoff, by
// one bounded search for each facility, on all processors.
func (r *Router) CatchmentRuns(ctx context.Context, facilities []int32, cutoffMs int64) ([]Runs, error) {
	catchments := make([]Runs, len(facilities))
	if cutoffMs < 0 {
		return catchments, ctx.Err()
	}
	scratch := make([]*reachScratch, processors())
	err := alongCurve(ctx, r.positionsOf(facilities), func(processor, i int) {
		if scratch[processor] == nil {
			scratch[processor] = r.newReachScratch()
		}
		catchments[i] = r.runsOf(facilities[i], cutoffMs, scratch[processor])
	})
	return catchments, err
}

// positionsOf are the positions of facilities, given by index.
func (r *Router) positionsOf(facilities []int32) []orb.Point {
	positions := make([]orb.Point, len(facilities))
	for i, f := range facilities {
		positions[i] = r.Area.Facilities[f].Point
	}
	return positions
}

// reachScratch is the memory that one processor works in.
type reachScratch struct {
	search *search
	seeds  []seed
	found  *rankSet
}

func (r *Router) newReachScratch() *reachScratch {
	return &reachScratch{search: newSearch(r.Network.States), found: newRankSet(len(r.Area.Points))}
}

func (r *Router) runsOf(facility int32, cutoffMs int64, scratch *reachScratch) Runs {
	r.reach(&r.facilities[facility], cutoffMs, scratch)
	at := r.arriving()
	for _, a := range at.atFacility[at.firstAtFacility[facility]:at.firstAtFacility[facility+1]] {
		if uint64(a.ms) <= uint64(cutoffMs) {
			scratch.found.add(a.rank)
		}
	}
	return scratch.found.take()
}

// reach finds the points that get to a goal within a cutoff by way of a junction.
func (r *Router) reach(to *goal, cutoffMs int64, scratch *reachScratch) {
	at, s := r.arriving(), scratch.search
	scratch.seeds = r.arrivalsAt(scratch.seeds[:0], to, 0)
	s.run(&r.Network.In, scratch.seeds, uint64(cutoffMs))
	for _, state := range s.settled {
		left := uint64(cutoffMs) - s.keys[state].ms()
		for _, a := range at.atState[at.firstAtState[state]:at.firstAtState[state+1]] {
			if uint64(a.ms) <= left {
				scratch.found.add(a.rank)
			}
		}
	}
}

// RunsOfPlaces finds, for each of some places, the residential points from which it would be reached within a cutoff if
// a facility stood there, and whether a leg leads from it to any street. It works on all processors.
func (r *Router) RunsOfPlaces(ctx context.Context, places []orb.Point, cutoffMs int64) (catchments []Runs, onNetwork []bool, err error) {
	catchments, onNetwork = make([]Runs, len(places)), make([]bool, len(places))
	scratch := make([]*reachScratch, processors())
	err = alongCurve(ctx, places, func(processor, i int) {
		if scratch[processor] == nil {
			scratch[processor] = r.newReachScratch()
		}
		doors := places[i : i+1]
		to := goal{doors, r.boardingsOf(doors)}
		onNetwork[i] = len(to.boardings) > 0
		if cutoffMs < 0 {
			return
		}
		r.reach(&to, cutoffMs, scratch[processor])
		found := scratch[processor].found
		r.directWaysUnless(found.has, []goal{to}, func(rank int32, way shortcut) {
			if int64(way.ms) <= cutoffMs {
				found.add(rank)
			}
		})
		catchments[i] = found.take()
	})
	return catchments, onNetwork, err
}

// directWays visits the ways from residential points to goals that pass no junction, the least of each point and goal.
func (r *Router) directWays(goals []goal, visit func(rank int32, way shortcut)) {
	r.directWaysUnless(func(int32) bool { return false }, goals, visit)
}

// directWaysUnless is directWays without the points that are known already: nearly all who have such a way within a
// cutoff also get there in time by a junction.
func (r *Router) directWaysUnless(known func(rank int32) bool, goals []goal, visit func(rank int32, way shortcut)) {
	if !slices.ContainsFunc(goals, func(to goal) bool { return r.anyNear(&to, known) }) {
		return
	}
	w := r.newDirectLister(goals)
	for _, point := range w.near.points() {
		if known(r.points.rank[point]) {
			continue
		}
		w.shortcuts = w.shortcuts[:0]
		w.direct(r.Area.PointDoors(int(point)))
		for _, way := range w.shortcuts {
			visit(r.points.rank[point], way)
		}
	}
}

// anyNear reports whether a residential point that is not known could share an edge with a goal or walk to it.
func (r *Router) anyNear(to *goal, known func(rank int32) bool) (any bool) {
	box := to.doors[0].Bound()
	for _, door := range to.doors[1:] {
		box = box.Extend(door)
	}
	last := int32(-1)
	for i := range to.boardings {
		edge := r.Network.Pieces[to.boardings[i].piece].Edge // boardings come piece by piece, and so edge by edge
		if edge == last {
			continue
		}
		last = edge
		first, end := r.Network.PiecesOf(edge)
		for piece := first; piece < end; piece++ {
			from, at := r.Network.Ends(piece)
			box = box.Extend(from).Extend(at)
		}
	}
	r.pointIndex().Search(r.withinReach(box), func(point int32) bool {
		any = !known(r.points.rank[point])
		return !any
	})
	return any
}

// rankSet gathers ranks in any order and gives them back as runs: a bit for each, and a bit for each word of these, so
// that a small set far along the curve is not looked for everywhere.
type rankSet struct {
	words  []uint64
	filled []uint64
}

func newRankSet(ranks int) *rankSet {
	words := ranks/64 + 1
	return &rankSet{make([]uint64, words), make([]uint64, words/64+1)}
}

func (s *rankSet) add(rank int32) {
	word := uint32(rank) / 64
	s.words[word] |= 1 << (uint32(rank) % 64)
	s.filled[word/64] |= 1 << (word % 64)
}

func (s *rankSet) has(rank int32) bool { return s.words[uint32(rank)/64]>>(uint32(rank)%64)&1 != 0 }

// take returns the ranks and forgets them.
func (s *rankSet) take() Runs {
	var runs Runs
	for i, filled := range s.filled {
		for ; filled != 0; filled &= filled - 1 {
			word := 64*i + bits.TrailingZeros64(filled)
			runs = appendWord(runs, int32(64*word), s.words[word])
			s.words[word] = 0
		}
		s.filled[i] = 0
	}
	return runs
}

// appendWord appends the runs of ones in a word, the first of whose bits has a rank.
func appendWord(runs Runs, rank int32, word uint64) Runs {
	for word != 0 {
		start := bits.TrailingZeros64(word)
		length := bits.TrailingZeros64(^(word >> start))
		first, end := rank+int32(start), rank+int32(start+length)
		if last := len(runs) - 1; last >= 0 && runs[last].End == first {
			runs[last].End = end
		} else {
			runs = append(runs, Run{first, end})
		}
		if start+length == 64 {
			break
		}
		word = word >> (start + length) << (start + length)
	}
	return runs
}
