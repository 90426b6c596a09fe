package isochrone

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"
)

// Overlap tells with which other catchment one shares most people; With is -1 where it shares nobody with any.
type Overlap struct {
	With   int
	People int64
}

// MostShared finds for each of some catchments the other one with which it shares most people, of equals the first. How
// many people there are is told by running sums, as of [Router.RunningSums].
//
// A sweep along the curve meets all runs in the order in which they begin. A run overlaps those that have begun before
// it and not yet ended, so that only catchments that do overlap are ever compared: of ten thousand facilities each
// meets the dozens within its reach. One sweep adds up for a block of catchments that lie near each other, and goes
// along no more of the curve than they take, which bounds memory and time. Blocks are swept on all processors.
func MostShared(ctx context.Context, catchments []Runs, sums []int64) ([]Overlap, error) {
	const block = 64 // so many does inParallel hand out at a time
	order := nearTogether(catchments)
	runs := newRunList(catchments)
	most := make([]Overlap, len(catchments))
	sweeps := make([]*overlapSweep, processors())
	err := inParallel(ctx, len(order), func(processor, i int) {
		if i%block != 0 {
			return // the first of a block sweeps for all of it
		}
		if sweeps[processor] == nil {
			sweeps[processor] = newOverlapSweep(catchments, sums)
		}
		sweeps[processor].run(runs, order[i:min(i+block, len(order))], most)
	})
	return most, err
}

// nearTogether orders catchments by where they begin on the curve, empty ones at the end.
func nearTogether(catchments []Runs) []int32 {
	begins := func(i int32) int32 {
		if len(catchments[i]) == 0 {
			return math.MaxInt32
		}
		return catchments[i][0].First
	}
	order := make([]int32, len(catchments))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(begins(a), begins(b)) })
	return order
}

// runList is the runs of all catchments in the order in which they begin.
type runList struct {
	runs   []ownedRun
	ending []int32 // of each run, the farthest end of it and of all before it
}

type ownedRun struct {
	Run
	owner int32
}

func newRunList(catchments []Runs) *runList {
	l := &runList{}
	for i, c := range catchments {
		for _, run := range c {
			l.runs = append(l.runs, ownedRun{run, int32(i)})
		}
	}
	slices.SortFunc(l.runs, func(a, b ownedRun) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.owner, b.owner))
	})
	farthest := int32(0)
	for _, run := range l.runs {
		farthest = max(farthest, run.End)
		l.ending = append(l.ending, farthest)
	}
	return l
}

// within gives a stretch of the list outside of which no run touches the ranks from low to before high.
func (l *runList) within(low, high int32) []ownedRun {
	first := sort.Search(len(l.runs), func(i int) bool { return l.ending[i] > low })
	end := sort.Search(len(l.runs), func(i int) bool { return l.runs[i].First >= high })
	return l.runs[first:max(first, end)]
}

// overlapSweep is what one processor works with.
type overlapSweep struct {
	catchments []Runs
	sums       []int64
	place      []int32 // of each catchment, its place in the block; -1 if it is not in it
	shared     [][]int64
	all, block []ownedRun // runs that have begun: of any catchment, and of the block
}

func newOverlapSweep(catchments []Runs, sums []int64) *overlapSweep {
	s := &overlapSweep{catchments: catchments, sums: sums, place: make([]int32, len(catchments))}
	for i := range s.place {
		s.place[i] = -1
	}
	return s
}

// run finds the greatest overlaps of the catchments of a block.
func (s *overlapSweep) run(list *runList, members []int32, most []Overlap) {
	low, high := int32(math.MaxInt32), int32(0)
	for k, i := range members {
		s.place[i] = int32(k)
		if len(s.shared) == k {
			s.shared = append(s.shared, make([]int64, len(s.catchments)))
		}
		clear(s.shared[k])
		if c := s.catchments[i]; len(c) > 0 {
			low, high = min(low, c[0].First), max(high, c[len(c)-1].End)
		}
	}
	s.sweep(list.within(low, high))
	for k, i := range members {
		best := Overlap{With: -1}
		for with, people := range s.shared[k] {
			if people > best.People {
				best = Overlap{with, people}
			}
		}
		most[i], s.place[i] = best, -1
	}
}

func (s *overlapSweep) sweep(runs []ownedRun) {
	s.all, s.block = s.all[:0], s.block[:0]
	crowded := 64 // so many runs have begun that it is time to drop those that ended
	for _, run := range runs {
		if s.place[run.owner] >= 0 {
			s.all = s.meet(run, s.all)
			s.block = append(ended(s.block, run.First), run)
		} else {
			s.block = s.meet(run, s.block)
		}
		s.all = append(s.all, run)
		if len(s.all) > crowded {
			s.all = ended(s.all, run.First)
			crowded = max(64, 2*len(s.all))
		}
	}
}

// meet adds the people that a run shares with each of those that have begun before it, and drops those that have ended.
func (s *overlapSweep) meet(run ownedRun, begun []ownedRun) []ownedRun {
	here := s.sums[run.First]
	begun = ended(begun, run.First)
	for _, other := range begun {
		people := s.sums[min(run.End, other.End)] - here
		if k := s.place[run.owner]; k >= 0 {
			s.shared[k][other.owner] += people
		}
		if k := s.place[other.owner]; k >= 0 {
			s.shared[k][run.owner] += people
		}
	}
	return begun
}

// ended drops the runs that end before or at a rank.
func ended(runs []ownedRun, rank int32) []ownedRun {
	kept := runs[:0]
	for _, run := range runs {
		if run.End > rank {
			kept = append(kept, run)
		}
	}
	return kept
}
