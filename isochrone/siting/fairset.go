package siting

// fairSet is a choice of sites of the fair problem under change: how often each row is covered, and how many people of
// each area are.
type fairSet struct {
	f       *fair
	chosen  []int32
	times   []int32
	covered []int64
}

func newFairSet(f *fair) *fairSet {
	return &fairSet{f: f, times: make([]int32, f.rows.size()), covered: make([]int64, len(f.people))}
}

func (s *fairSet) put(i int32) {
	for _, run := range s.f.sets[i] {
		for j := run.From; j < run.To; j++ {
			if s.times[j]++; s.times[j] == 1 {
				s.covered[s.f.zone[j]] += s.f.weight[j]
			}
		}
	}
}

func (s *fairSet) take(i int32) {
	for _, run := range s.f.sets[i] {
		for j := run.From; j < run.To; j++ {
			if s.times[j]--; s.times[j] == 0 {
				s.covered[s.f.zone[j]] -= s.f.weight[j]
			}
		}
	}
}

// merit compares choices: the smallest share first, and of equal ones all people.
type merit struct{ share, people int64 }

func (m merit) above(other merit) bool {
	return m.share > other.share || m.share == other.share && m.people > other.people
}

func (s *fairSet) merit() (m merit) {
	m.share = Millionths
	for z, t := range s.f.people {
		if t > 0 {
			m.share = min(m.share, millionths(s.covered[z], t))
			m.people += s.covered[z]
		}
	}
	return m
}

// improve makes an allowed choice out of a wish list: sites are added for the area that is worst off then, and
// exchanged while that lifts the smallest share, or all people without lowering it.
func (f *fair) improve(wish []int32) ([]int32, int64, bool) {
	s := f.fairSet
	clear(s.times)
	copy(s.covered, f.served)
	s.chosen = f.allowed(wish)
	for _, i := range s.chosen {
		s.put(i)
	}
	s.grow()
	for s.exchange() {
	}
	return sortedCopy(s.chosen), s.merit().share, true
}

// mayAdd tells whether a candidate may be chosen too, in the place of one that goes or (-1) beside all.
func (s *fairSet) mayAdd(i, goes int32) bool {
	left := s.f.limit
	for _, k := range s.chosen {
		if k == i || k != goes && s.f.clashes(i, k) {
			return false
		}
		if k != goes {
			left, _ = left.take(s.f.cost[k])
		}
	}
	return left.affords(s.f.cost[i])
}

func (s *fairSet) grow() {
	for {
		best, now := int32(-1), merit{}
		worst := s.f.worstArea(s.covered)
		if worst < 0 {
			return
		}
		for i := range int32(s.f.ground.size()) {
			if !s.mayAdd(i, -1) {
				continue
			}
			s.f.clock.spend(s.f.steps / 4)
			before := merit{s.covered[worst], s.merit().people}
			s.put(i)
			gain := merit{s.covered[worst] - before.share, s.merit().people - before.people}
			s.take(i)
			if gain.above(now) {
				best, now = i, gain
			}
		}
		if best < 0 {
			return
		}
		s.put(best)
		s.chosen = append(s.chosen, best)
	}
}

func (s *fairSet) exchange() bool {
	now := s.merit()
	for k, r := range s.chosen {
		if s.f.mustStand(r) {
			continue
		}
		s.take(r)
		for i := range int32(s.f.ground.size()) {
			if !s.f.clock.spend(s.f.steps / 4) {
				s.put(r)
				return false
			}
			if i == r || !s.mayAdd(i, r) {
				continue
			}
			s.put(i)
			if s.merit().above(now) {
				s.chosen[k] = i
				return true
			}
			s.take(i)
		}
		s.put(r)
	}
	return false
}
