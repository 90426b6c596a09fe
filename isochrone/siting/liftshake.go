package siting

import (
	"math/rand/v2"
	"slices"
)

// shakenLift bounds how many sites a shake gives up.
const shakenLift = 5

// shake looks for choices with a larger smallest share, until so much work brought none: it gives up some sites of the best
// choice, taken by a generator with a fixed seed anywhere or in areas next to each other, fills up again and exchanges. The
// next shake begins with a choice that lacks no more, so that it does not stay where no single shake helps.
func (f *fair) shake(work int64) {
	if f.shaken == nil {
		f.shaken = newLift(f.rows, f.ground, f.areas, f.value, f.clock)
		f.random = rand.New(rand.NewPCG(20, 26))
	}
	m, s := f.shaken, f.shaken.state
	for again := true; again && f.value < f.bound && !f.clock.stopped(); {
		clock, back := f.clock.lend(work)
		m.clock, m.need = clock, m.needs(f.value+1)
		again = f.shakeOnce(s)
		back()
	}
}

// shakeOnce shakes until a choice is better than the best so far, or the clock stops it.
func (f *fair) shakeOnce(s *liftSet) (better bool) {
	s.load(f.set)
	from, missing := sortedCopy(s.chosen), s.missing
	for len(from) > 0 && !s.m.clock.stopped() {
		s.load(from)
		s.giveUp(f.random)
		for s.grow(); s.missing > 0 && s.exchange(false); {
			s.grow()
		}
		if share := s.smallest(); share > f.value {
			f.set, f.value = sortedCopy(s.chosen), share
			f.tell()
			return true
		}
		if s.missing <= missing {
			from, missing = sortedCopy(s.chosen), s.missing
		}
	}
	return false
}

// giveUp gives up some of the chosen sites: any, or those that reach an area which one of them reaches.
func (s *liftSet) giveUp(random *rand.Rand) {
	many, first := 1+random.IntN(shakenLift), random.IntN(len(s.chosen))
	others := slices.Clone(s.chosen)
	if random.IntN(2) == 0 {
		here := s.chosen[first]
		others = slices.DeleteFunc(others, func(i int32) bool { return i != here && !s.meet(i, here) })
	}
	random.Shuffle(len(others), func(a, b int) { others[a], others[b] = others[b], others[a] })
	for _, i := range others[:min(many, len(others))] {
		if !s.m.mustStand(i) {
			s.take(i)
			at := slices.Index(s.chosen, i)
			s.chosen = slices.Delete(s.chosen, at, at+1)
		}
	}
}

// meet tells whether two candidates reach the same area.
func (s *liftSet) meet(a, b int32) bool {
	return slices.ContainsFunc(s.m.parts[a], func(x stretch) bool {
		return slices.ContainsFunc(s.m.parts[b], func(y stretch) bool { return x.zone == y.zone })
	})
}
