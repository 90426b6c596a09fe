package siting

import "slices"

// liftSet is a choice of sites under change, while every area is to be lifted to a share: how often each row is covered,
// how many people of each area are, and what is missing.
type liftSet struct {
	m       *lift
	chosen  []int32
	times   []int32
	covered []int64
	missing int64   // Σ of shortOf
	open    []int64 // people of the rows before each that nobody covers
	stale   bool    // whether open is that of an earlier choice
	gains   []int64
	into    []int32
	near    [][]int32 // of each area, the candidates that reach it
	around  []bool    // scratch: areas within reach of those where somebody is missing
	extent  []int64   // about the steps of one walk over what each candidate reaches
}

func newLiftSet(m *lift) *liftSet {
	zones := len(m.people)
	s := &liftSet{m: m, times: make([]int32, m.rows.size()), open: make([]int64, m.rows.size()+1), covered: make([]int64, zones), gains: make([]int64, zones), near: make([][]int32, zones), around: make([]bool, zones),
		extent: make([]int64, len(m.parts))}
	for i, part := range m.parts {
		s.extent[i] = 8 + 2*int64(len(part))
		for k, run := range part {
			if k == 0 || part[k-1].zone != run.zone {
				s.near[run.zone] = append(s.near[run.zone], int32(i))
			}
		}
	}
	return s
}

// shortOf is what an area lacks with so many people covered, in millionths of its people; never 0 where it lacks any.
func (s *liftSet) shortOf(z int32, covered int64) int64 {
	if lacks := s.m.need[z] - covered; lacks > 0 {
		return 1 + millionths(lacks, s.m.people[z])
	}
	return 0
}

// smallest is the share of the worst-served area.
func (s *liftSet) smallest() int64 { return s.m.smallest(s.covered) }

// load begins with some sites.
func (s *liftSet) load(chosen []int32) {
	clear(s.times)
	copy(s.covered, s.m.served)
	s.missing, s.stale = 0, true
	for z := range s.covered {
		s.missing += s.shortOf(int32(z), s.covered[z])
	}
	s.chosen = append(s.chosen[:0], chosen...)
	for _, i := range chosen {
		s.put(i)
	}
}

// change notes that so many people of an area more are covered.
func (s *liftSet) change(z int32, by int64) {
	s.missing -= s.shortOf(z, s.covered[z])
	s.covered[z] += by
	s.missing += s.shortOf(z, s.covered[z])
}

func (s *liftSet) put(i int32) { s.count(i, 1, 1) }

func (s *liftSet) take(i int32) { s.count(i, -1, 0) }

// count counts a site in or out. Rows that are covered so many times then have come or gone.
func (s *liftSet) count(i, by, edge int32) {
	s.stale = true
	for part := s.m.parts[i]; len(part) > 0; {
		z, people, next := part[0].zone, int64(0), 0
		for next < len(part) && part[next].zone == z {
			for j := part[next].From; j < part[next].To; j++ {
				if s.times[j] += by; s.times[j] == edge {
					people += s.m.weight[j]
				}
			}
			next++
		}
		s.change(z, int64(by)*people)
		part = part[next:]
	}
}

// merit compares sites to be added: by how much less is missing then, and of equal ones by people.
type merit struct{ less, people int64 }

func (m merit) above(other merit) bool {
	return m.less > other.less || m.less == other.less && m.people > other.people
}

// refresh adds up the people whom nobody covers.
func (s *liftSet) refresh() {
	sum := int64(0)
	for j, n := range s.times {
		if n == 0 {
			sum += s.m.weight[j]
		}
		s.open[j+1] = sum
	}
	s.stale = false
	s.m.clock.spend(int64(len(s.times)))
}

// gain is what one more site would do.
func (s *liftSet) gain(i int32) (m merit) {
	s.into = s.into[:0]
	for _, part := range s.m.parts[i] {
		if sum := s.open[part.To] - s.open[part.From]; sum > 0 {
			if s.gains[part.zone] == 0 {
				s.into = append(s.into, part.zone)
			}
			s.gains[part.zone] += sum
		}
	}
	for _, z := range s.into {
		m.people += s.gains[z]
		m.less += s.shortOf(z, s.covered[z]) - s.shortOf(z, s.covered[z]+s.gains[z])
		s.gains[z] = 0
	}
	return m
}

// left is what may be chosen beside the chosen sites.
func (s *liftSet) left() allowance {
	left := s.m.limit
	for _, k := range s.chosen {
		left, _ = left.take(s.m.cost[k])
	}
	return left
}

// mayAdd tells whether a candidate may be chosen beside the others.
func (s *liftSet) mayAdd(i int32, left allowance) bool {
	if !left.affords(s.m.cost[i]) || slices.Contains(s.chosen, i) {
		return false
	}
	return s.m.apart == nil || !slices.ContainsFunc(s.chosen, func(k int32) bool { return s.m.clashes(i, k) })
}

// best is the site that would do most; false where there is none, or no more time to look. Where anything is missing it
// is one of those that would help.
func (s *liftSet) best() (best int32, m merit, found bool) {
	if s.stale {
		s.refresh()
	}
	left := s.left()
	if left.sites == 0 {
		return best, m, false
	}
	try := func(i int32) bool {
		if !s.m.clock.spend(s.extent[i]) {
			return false
		}
		if g := s.gain(i); (!found || g.above(m) || g == m && i < best) && s.mayAdd(i, left) {
			best, m, found = i, g, true
		}
		return true
	}
	for z, covered := range s.covered {
		if s.shortOf(int32(z), covered) == 0 {
			continue
		}
		for _, i := range s.near[z] {
			if !try(i) {
				return best, m, false
			}
		}
	}
	if s.missing == 0 {
		for i := range s.m.parts {
			if !try(int32(i)) {
				return best, m, false
			}
		}
	}
	return best, m, found && m.people > 0
}

// eagerness bounds the work on making a choice better, in looks at everything: about as many as there are rounds of
// lowering the bound in between.
const eagerness = 40

// improve makes an allowed choice out of a wish list: sites are added, and exchanged, while less is missing then. What
// may still be chosen when nothing is missing covers people.
func (m *lift) improve(wish []int32) ([]int32, int64, bool) {
	s := m.state
	s.load(m.allowed(wish))
	until := m.clock.left - eagerness*m.steps
	for s.grow(); s.missing > 0 && m.clock.left > until && s.exchange(false); {
		s.grow()
	}
	set := sortedCopy(s.chosen)
	if share := s.smallest(); m.best == nil || share > m.reached {
		m.best, m.reached = set, share
	}
	if s.missing > 0 {
		return set, -1, true
	}
	return set, 0, true
}

// fill makes a choice that lifts every area cover more people, as long as it still does.
func (m *lift) fill(set []int32) []int32 {
	s := m.state
	s.load(set)
	for s.grow(); s.exchange(true); {
		s.grow()
	}
	return sortedCopy(s.chosen)
}

// grow adds sites while there is room for one that covers anybody.
func (s *liftSet) grow() {
	for i, _, found := s.best(); found; i, _, found = s.best() {
		s.put(i)
		s.chosen = append(s.chosen, i)
	}
}

// exchange puts another site in the place of one, so that less is missing, or, where people count, as little and more
// people are covered.
func (s *liftSet) exchange(people bool) bool {
	s.lookAround()
	before := s.missing
	for k, r := range s.chosen {
		if s.m.mustStand(r) || !s.m.clock.spend(s.extent[r]) {
			continue
		}
		s.take(r)
		if !people && s.beyondHelp(r) >= before {
			s.put(r)
			continue
		}
		lost := s.alone(r)
		s.chosen = append(s.chosen[:k:k], s.chosen[k+1:]...)
		if i, m, found := s.best(); found && (s.missing-m.less < before || people && s.missing-m.less == before && m.people > lost) {
			s.put(i)
			s.chosen = append(s.chosen, i)
			return true
		}
		s.put(r)
		s.chosen = append(s.chosen[:k:k], append([]int32{r}, s.chosen[k:]...)...)
	}
	return false
}

// lookAround marks the areas that sites reach which also reach one where somebody is missing.
func (s *liftSet) lookAround() {
	clear(s.around)
	for z, covered := range s.covered {
		if s.shortOf(int32(z), covered) == 0 {
			continue
		}
		for _, i := range s.near[z] {
			for _, part := range s.m.parts[i] {
				s.around[part.zone] = true
			}
		}
	}
}

// beyondHelp is what is missing in the areas of a site that is not chosen any more where no site helps that helps where
// somebody was missing before: it stays missing, whichever takes its place.
func (s *liftSet) beyondHelp(r int32) (missing int64) {
	last := int32(-1)
	for _, part := range s.m.parts[r] {
		if z := part.zone; z != last && !s.around[z] {
			missing += s.shortOf(z, s.covered[z])
		}
		last = part.zone
	}
	return missing
}

// alone counts those whom a site covers that is not chosen and nobody else does.
func (s *liftSet) alone(i int32) (people int64) {
	for _, run := range s.m.sets[i] {
		for j := run.From; j < run.To; j++ {
			if s.times[j] == 0 {
				people += s.m.weight[j]
			}
		}
	}
	return people
}
