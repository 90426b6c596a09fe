package siting

import (
	"math/bits"
	"math/rand/v2"
)

// Millionths is the unit of shares.
const Millionths = 1_000_000

// fair looks for the largest covered share of the area where it is smallest, in millionths, rounded down. Shares are of
// the people somebody can cover; areas where nobody can be covered do not count.
//
// For a given share it is a question: can these sites lift every area to it? A yes is a choice, and its smallest share
// may be larger still; a no is a bound below the share. [lift] answers. The shares between the best choice and the least
// bound are halved, first by multipliers alone, which is quick, and then with patience; in between the best choice is
// shaken.
type fair struct {
	rows   *rows
	ground *ground
	areas  *areas
	clock  *clock
	report func(Progress)
	proves bool

	set    []int32 // the best choice so far
	value  int64   // its smallest share
	bound  int64   // no choice reaches more
	shaken *lift   // with the best choice under change
	random *rand.Rand
	proof  *search // the question that was answered no, the last one that is kept; nil where there is none
}

// areas are the people of each area.
type areas struct {
	people []int64 // whom somebody can cover; 0 for areas that do not count
	served []int64 // of them, those of points that existing facilities cover
}

func newAreas(in *Instance, r *rows) *areas {
	zones := 0
	for _, z := range in.Zones {
		zones = max(zones, int(z)+1)
	}
	a := &areas{people: make([]int64, zones), served: make([]int64, zones)}
	for j, w := range r.weight {
		a.people[r.zone[j]] += w
	}
	for _, p := range r.settled {
		a.people[in.Zones[p]] += in.Demand[p]
		a.served[in.Zones[p]] += in.Demand[p]
	}
	return a
}

// smallest is the share of the worst-served area, given how many people of each are covered.
func (a *areas) smallest(covered []int64) int64 {
	least := int64(Millionths)
	for z, people := range a.people {
		if people > 0 {
			least = min(least, millionths(covered[z], people))
		}
	}
	return least
}

// needs tells for each area how many people have to be covered for a share.
func (a *areas) needs(share int64) []int64 {
	need := make([]int64, len(a.people))
	for z, people := range a.people {
		high, low := bits.Mul64(uint64(people), uint64(share))
		q, rest := bits.Div64(high, low, Millionths)
		need[z] = int64(q)
		if rest > 0 {
			need[z]++
		}
	}
	return need
}

// millionths is part of whole, rounded down.
func millionths(part, all int64) int64 {
	high, low := bits.Mul64(uint64(part), Millionths)
	q, _ := bits.Div64(high, low, uint64(all))
	return int64(q)
}

// run finds the best choice and the least bound. Of equally good choices it takes one that covers more people.
func (f *fair) run() {
	f.bound = Millionths
	f.search()
	f.set = newLift(f.rows, f.ground, f.areas, f.value, f.clock).fill(f.set)
}

// search asks about shares until none is left in question or the clock stops it.
func (f *fair) search() {
	all := newLift(f.rows, f.ground, f.areas, Millionths, f.clock)
	all.improve(nil)
	f.set, f.value = all.best, all.reached
	f.tell()
	f.halve(0, coarse)
	f.shake(min(f.clock.left/16, restlessness*all.steps))
	f.halve(0, fine)
	for f.bound > f.value && !f.clock.stopped() {
		slice := f.clock.left / 4
		if slice < patience*all.steps {
			return
		}
		f.shake(min(slice/8, restlessness*all.steps))
		if f.ask(f.value+1, slice) == unsure {
			f.halve(slice, fine)
		}
	}
}

// Of the shares between value and bound, halving leaves in question what is less than one part in so many: at first few,
// since the questions next to the least bound take longest and a better choice helps more.
const (
	coarse = 16
	fine   = 64
)

// patience is how many looks at everything a question must be worth to be asked with patience, and restlessness for how many
// the best choice is shaken in vain.
const (
	patience     = 200
	restlessness = 3000
)

// halve halves the shares in question until no more can be told. Each question may take so much work beyond what
// multipliers alone take.
func (f *fair) halve(work, parts int64) {
	open := func(sure int64) bool { return sure < f.bound && f.bound-sure >= (f.bound-f.value)/parts }
	for sure := f.value; open(sure) && !f.clock.stopped(); sure = max(sure, f.value) {
		share := sure + (f.bound-sure+1)/2
		if f.ask(share, work) == unsure {
			sure = share // shares below are no easier to rule out
		}
	}
}

// reply is what came of a question.
type reply uint8

const (
	unsure reply = iota
	yes
	no
)

// ask asks whether every area can be lifted to a share.
func (f *fair) ask(share, work int64) reply {
	clock, back := f.clock.lend(work)
	defer back()
	m := newLift(f.rows, f.ground, f.areas, share, clock)
	s := newSearch(m, f.ground, clock, nil, f.proves)
	s.offer(m.improve(f.set))
	if s.value < 0 {
		s.lower()
		if work > 0 {
			s.finish()
		}
	}
	defer f.tell()
	if m.reached > f.value { // also where it is less than was asked for
		f.set, f.value = m.best, m.reached
	}
	switch {
	case s.value == 0:
		return yes
	case s.bound < 0:
		if f.bound = share - 1; s.kept() {
			f.proof = s
		}
		return no
	}
	return unsure
}

func (f *fair) tell() {
	if f.report != nil {
		f.report(Progress{f.value, f.bound, true})
	}
}

// kept tells whether all that the bound rests on is recorded.
func (s *search) kept() bool { return s.tree == nil || !s.tree.full || s.rootBound < 0 }
