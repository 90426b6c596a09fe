package isochrone

import (
	"context"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
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
	err := r.reaching(ctx, r.positionsOf(facilities), func(s *reachScratch, i int) {
		f := facilities[i]
		r.reach(&r.facilities[f], cutoffMs, s)
		r.arriving().atFacility.addWithin(f, uint64(cutoffMs), s.found)
		catchments[i] = s.found.take()
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
	search    *search
	seeds     []seed
	found     *rankSet
	least     []uint32 // milliseconds, by rank, of those found; nil until times are asked for
	finder    *geo.LegFinder
	expected  []orb.Point // places that are asked about together
	legs      []geo.Leg
	boardings []boarding // of a place
	open      []goalEdge // on which it is, and people who may not have been found
	onOpen    []boarding // those that are on these
	leaving   []boarding // of a residential point
}

func (r *Router) newReachScratch() *reachScratch {
	return &reachScratch{search: newSearch(r.Network.States), found: newRankSet(len(r.Area.Points)), finder: r.newLegFinder()}
}

// reaching is [alongCurve] with memory for each processor to work in, which the next question uses again.
func (r *Router) reaching(ctx context.Context, places []orb.Point, work func(s *reachScratch, i int)) error {
	scratch := make([]*reachScratch, processors())
	order := curve(places)
	err := inParallel(ctx, len(order), func(processor, i int) {
		s := scratch[processor]
		if s == nil {
			s = r.scratch.Get().(*reachScratch)
			scratch[processor] = s
		}
		if i%parallelBlock == 0 {
			s.expected = s.expected[:0]
			for _, k := range order[i:min(i+parallelBlock, len(order))] {
				s.expected = append(s.expected, places[k])
			}
			s.finder.Expect(s.expected)
		}
		work(s, int(order[i]))
	})
	for _, s := range scratch {
		if s != nil {
			r.scratch.Put(s)
		}
	}
	return err
}

// reach finds the points that get to a goal within a cutoff by way of a junction.
func (r *Router) reach(to *goal, cutoffMs int64, scratch *reachScratch) {
	at, s := &r.arriving().atState, scratch.search
	scratch.seeds = r.arrivalsAt(scratch.seeds[:0], to, 0)
	s.run(&r.Network.In, scratch.seeds, uint64(cutoffMs))
	for _, state := range s.settled {
		at.addWithin(state, uint64(cutoffMs)-s.keys[state].ms(), scratch.found)
	}
}

// rankSet gathers ranks in any order and gives them back as runs: a bit for each, and a bit for each word of these, so
// that a small set far along the curve is not looked for everywhere.
type rankSet struct {
	words  []uint64
	filled []uint64
	runs   Runs // scratch
}

func newRankSet(ranks int) *rankSet {
	words := ranks/64 + 1
	return &rankSet{words: make([]uint64, words), filled: make([]uint64, words/64+1)}
}

func (s *rankSet) add(rank int32) { s.addWord(uint32(rank)/64, 1<<(uint32(rank)%64)) }

// addWord adds ranks that are alike but for their lowest six bits: a bit for each.
func (s *rankSet) addWord(word uint32, ranks uint64) {
	s.words[word] |= ranks
	s.filled[word/64] |= 1 << (word % 64)
}

// take returns the ranks and forgets them.
func (s *rankSet) take() Runs {
	runs := s.runs[:0]
	for i, filled := range s.filled {
		for ; filled != 0; filled &= filled - 1 {
			word := 64*i + bits.TrailingZeros64(filled)
			runs = appendWord(runs, int32(64*word), s.words[word])
			s.words[word] = 0
		}
		s.filled[i] = 0
	}
	s.runs = runs
	if len(runs) == 0 {
		return nil
	}
	return slices.Clone(runs)
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
