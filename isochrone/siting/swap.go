package siting

// exchange puts candidates in the place of chosen sites, one for one, as long as the value rises and is below enough. Each candidate is
// looked at once per round: one walk over the rows it reaches tells what it gains, and which chosen sites would lose
// less because it takes over their people. The first exchange that helps is made at once.
func (s *choice) exchange(enough int64) {
	n := s.ground.size()
	if s.among != nil {
		n = len(s.among)
	}
	idle := 0 // candidates looked at since the last exchange
	for k := 0; idle < n && s.value < enough; k = (k + 1) % n {
		i := int32(k)
		if s.among != nil {
			i = s.among[k]
		}
		if s.effort <= 0 || !s.clock.spend(s.reachWork(i)) {
			return
		}
		idle++
		s.effort -= s.reachWork(i)
		if s.at[i] >= 0 {
			continue
		}
		if s.clash[i] == 0 && s.left.affords(s.cost[i]) && s.gain(i) > 0 {
			s.add(i)
			idle = 0
			continue
		}
		if out, better := s.bestOut(i); better > 0 {
			s.remove(out)
			s.add(i)
			idle = 0
		}
	}
}

// bestOut is the chosen site in whose place a candidate is worth the most, and by how much the value would rise; -1 if
// there is none it may replace.
func (s *choice) bestOut(i int32) (out int32, better int64) {
	if s.clash[i] > 1 || len(s.sites) == 0 {
		return -1, 0
	}
	gain := s.weighOverlap(i)
	out, least := int32(-1), int64(0)
	try := func(r int32) {
		if keeps := s.loss[r] - s.overlap[r]; (out < 0 || keeps < least || keeps == least && r < out) && s.mayReplace(i, r) {
			out, least = r, keeps
		}
	}
	if s.anyMayGo(i) { // of the sites that share nothing with the candidate, only the weakest comes into question
		try(s.weakest())
		for _, r := range s.touched {
			try(r)
		}
	} else {
		for _, r := range s.sites {
			try(r)
		}
	}
	for _, r := range s.touched {
		s.overlap[r] = 0
	}
	if out < 0 {
		return -1, 0
	}
	return out, gain - least
}

// anyMayGo tells whether a candidate may stand in the place of every chosen site, and shared rows never speak against it.
func (s *choice) anyMayGo(i int32) bool {
	return s.limit.budget == noLimit && len(s.must) == 0 && s.clash[i] == 0 && s.levels() == 1
}

// weakest is the chosen site that would be missed least.
func (s *choice) weakest() int32 {
	if s.weak < 0 {
		s.weak = s.sites[0]
		for _, r := range s.sites {
			if s.loss[r] < s.loss[s.weak] || s.loss[r] == s.loss[s.weak] && r < s.weak {
				s.weak = r
			}
		}
	}
	return s.weak
}

// mayReplace tells whether a candidate is allowed in the place of a chosen site.
func (s *choice) mayReplace(i, r int32) bool {
	if s.clash[i] == 1 && !s.clashes(i, r) {
		return false
	}
	if s.left.budget != noLimit && s.left.budget+s.cost[r]-s.cost[i] < 0 {
		return false
	}
	return len(s.must) == 0 || !s.mustStand(r)
}

// weighOverlap gives the gain of a candidate and fills overlap for the chosen sites it shares rows with: gain − loss +
// overlap is the change of value if the candidate takes the place of the site.
//
// At a row that both reach, the exchange changes nothing. Its gain, from n to n+1, and its loss, from n to n−1, were
// counted all the same, and overlap makes up for them.
func (s *choice) weighOverlap(i int32) (gain int64) {
	s.touched = s.touched[:0]
	levels := int32(s.levels())
	for _, run := range s.sets[i] {
		at := s.cuts.upTo(run.From)
		for from := run.From; from < run.To; from = at {
			here := s.segments[at]
			at = s.cuts.after(at)
			n := here.times
			if n > levels {
				continue
			}
			w := s.between(from, min(at, run.To))
			if n == 0 {
				gain += w * s.reward[1]
				continue
			}
			up := w * (s.worthOf(n+1) - s.reward[n])
			gain += up
			both := w*(s.reward[n]-s.reward[n-1]) - up
			for k := here.who; k >= 0; k = s.links[k].next {
				r := s.links[k].site
				if s.overlap[r] == 0 {
					s.touched = append(s.touched, r)
				}
				s.overlap[r] += both
			}
		}
	}
	return gain
}

// reachWork is about the number of steps of one walk over what a candidate reaches.
func (s *choice) reachWork(i int32) int64 { return s.extent[i] + 16 }
