package siting

import "container/heap"

// describeCover describes an answer about people covered. full is the goal of most people covered over all candidates,
// also those that others outdo; the sites are those of the answer.
func (a *Answer) describeCover(full *cover) {
	number := make(map[int32]int32, len(full.site))
	for i, site := range full.site {
		number[site] = int32(i)
	}
	at := make(map[int32]int, len(a.Sites)) // of each chosen site, in the numbers of the ground
	s := full.state
	s.clear()
	s.left = allowance{noLimit, noLimit}
	covered := full.rows.covered
	a.Total, a.CoveredBefore, a.Uncoverable, a.OutOfReach = full.total, covered, full.uncoverable, full.outOfReach
	queue := make(promises, 0, len(a.Sites))
	byNumber := map[int32]Site{}
	for _, site := range a.Sites {
		i := number[int32(site.Candidate)]
		site.Alone = s.gain(i)
		byNumber[i] = site
		queue = append(queue, promise{float64(site.Alone), i})
	}
	placed := a.Sites[:0]
	for len(queue) > 0 {
		site := byNumber[s.nextBest(&queue)]
		i := number[int32(site.Candidate)]
		covered += s.newlyCovered(i)
		before := s.value
		s.add(i)
		site.Gain, site.CoveredAfter = s.value-before, covered
		at[i] = len(placed)
		placed = append(placed, site)
	}
	a.Sites, a.CoveredAfter = placed, covered
	for i, k := range at {
		a.Sites[k].Together = s.loss[i]
	}
}

// nextBest takes the site of the greatest gain from a queue. A gain looked at earlier is no less than the gain now, so
// only the site on top has to be looked at again.
func (s *choice) nextBest(queue *promises) int32 {
	heap.Init(queue)
	for {
		top := (*queue)[0]
		now := float64(s.gain(top.site))
		if now >= top.rank {
			return heap.Pop(queue).(promise).site
		}
		(*queue)[0].rank = now
		heap.Fix(queue, 0)
	}
}

// newlyCovered is the demand that nobody covers yet and a candidate would.
func (s *choice) newlyCovered(i int32) (sum int64) {
	for _, run := range s.sets[i] {
		at := s.cuts.upTo(run.From)
		for from := run.From; from < run.To; from = at {
			n := s.segments[at].times
			if at = s.cuts.after(at); n == 0 {
				sum += s.between(from, min(at, run.To))
			}
		}
	}
	return sum
}

// exchanges offers, for every chosen site, the candidates that could stand in its place. value says what the answer is
// worth then, given by how much the people covered change; ok that it is an answer.
func (a *Answer) exchanges(full *cover, p Problem, value func(change, cost int64) (value int64, ok bool)) {
	s := full.state
	position := make([]int, full.ground.size())
	number := make(map[int32]int, len(a.Sites))
	for k, site := range a.Sites {
		number[int32(site.Candidate)] = k
	}
	s.left = full.limit
	for _, i := range s.sites {
		s.left, _ = s.left.take(s.cost[i])
		position[i] = number[s.site[i]]
	}
	for i := range int32(full.ground.size()) {
		if s.at[i] >= 0 || s.clash[i] > 1 {
			continue
		}
		gain := s.weighOverlap(i)
		for _, r := range s.sites {
			if !s.mayReplace(i, r) {
				continue
			}
			if v, ok := value(gain-s.loss[r]+s.overlap[r], s.cost[i]-s.cost[r]); ok {
				a.offer(position[r], s.site[i], v)
			}
		}
		for _, r := range s.touched {
			s.overlap[r] = 0
		}
	}
}

// fullCover is the goal of most people covered over all candidates of the instance, in the rows of a search.
func fullCover(in *Instance, r *rows, g *ground, reward []int64, reach [][]Run, limit allowance, cost func(int) int64, clock *clock) *cover {
	settled := int64(0)
	for _, j := range r.settled {
		settled += in.Demand[j]
	}
	if len(g.outdone) == 0 {
		return newCover(r, g, reward, settled, 1, clock)
	}
	all := *r
	wide := newGround(in, limit, cost, func(i int) bool { return limit.budget == noLimit || cost(i) <= limit.budget })
	all.gather(reach, wide.site)
	return newCover(&all, wide, reward, settled, 1, clock)
}
