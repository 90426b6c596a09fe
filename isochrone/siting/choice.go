package siting

import "slices"

// choice is a set of sites of a covering problem under change: how often each row is covered, by whom, and what each
// site would take away if it went.
type choice struct {
	*cover
	sites []int32 // chosen, in no order that matters
	at    []int32 // the position of each candidate in sites, -1 where it is not chosen
	clash []int32 // chosen sites too near to each candidate
	left  allowance
	value int64 // reward, existing facilities and settled points included

	times []int32 // how often each row is covered
	who   []int32 // the first link of the chosen sites at each row, -1 if none
	links []link
	spare int32   // the first unused link, -1 if none
	weak  int32   // the chosen site with the least loss, -1 where it is not known
	loss  []int64 // for each chosen site, by how much the value falls without it

	effort int64 // steps that exchanges may still take, beside what the clock allows

	extent  []int64 // the number of rows that each candidate reaches
	overlap []int64 // scratch: for each chosen site, what is not lost if a candidate takes its place
	touched []int32
}

// link chains the chosen sites at one row.
type link struct{ site, next int32 }

func newChoice(c *cover) *choice {
	n := c.ground.size()
	s := &choice{cover: c, at: make([]int32, n), clash: make([]int32, n), times: make([]int32, c.rows.size()), who: make([]int32, c.rows.size()),
		loss: make([]int64, n), overlap: make([]int64, n)}
	s.extent = make([]int64, n)
	for i, set := range c.sets {
		s.extent[i] = int64(count(set))
	}
	s.clear()
	s.effort = noLimit
	return s
}

// clear goes back to the existing facilities alone.
func (s *choice) clear() {
	s.sites, s.links, s.spare = s.sites[:0], s.links[:0], -1
	s.left, s.value, s.weak = s.limit, s.settledW, -1
	for i := range s.at {
		s.at[i], s.clash[i], s.loss[i] = -1, 0, 0
	}
	for j := range s.times {
		s.times[j], s.who[j] = int32(s.base[j]), -1
		s.value += s.weight[j] * s.reward[s.base[j]]
	}
}

// worthOf is what a row is worth covered n times.
func (s *choice) worthOf(n int32) int64 { return s.reward[min(int(n), s.levels())] }

// gain is by how much the value rises with one more site.
func (s *choice) gain(i int32) (sum int64) {
	if s.levels() == 1 { // by far the most frequent
		one := s.reward[1]
		for _, run := range s.sets[i] {
			times, weight := s.times[run.From:run.To], s.weight[run.From:run.To]
			for k, n := range times {
				if n == 0 {
					sum += weight[k]
				}
			}
		}
		return sum * one
	}
	for _, run := range s.sets[i] {
		for j := run.From; j < run.To; j++ {
			sum += s.weight[j] * (s.worthOf(s.times[j]+1) - s.worthOf(s.times[j]))
		}
	}
	return sum
}

func (s *choice) add(i int32) {
	s.weak = -1
	s.at[i] = int32(len(s.sites))
	s.sites = append(s.sites, i)
	s.left, _ = s.left.take(s.cost[i])
	for _, k := range s.near(i) {
		s.clash[k]++
	}
	s.loss[i] = 0
	levels := int32(s.levels())
	for _, run := range s.sets[i] {
		for j := run.From; j < run.To; j++ {
			n := s.times[j]
			s.times[j] = n + 1
			if n < levels {
				w := s.weight[j]
				before, now := w*(s.worthOf(n)-s.worthOf(max(n, 1)-1)), w*(s.worthOf(n+1)-s.worthOf(n))
				s.value += now
				s.loss[i] += now
				s.shift(s.who[j], now-before)
			} else if n == levels {
				s.shift(s.who[j], -s.weight[j]*(s.worthOf(n)-s.worthOf(n-1)))
			}
			s.who[j] = s.newLink(i, s.who[j])
		}
	}
}

func (s *choice) remove(i int32) {
	s.weak = -1
	s.left.sites, s.left.budget = given(s.left.sites, 1), given(s.left.budget, s.cost[i])
	last := s.sites[len(s.sites)-1]
	s.sites[s.at[i]], s.at[last] = last, s.at[i]
	s.sites, s.at[i] = s.sites[:len(s.sites)-1], -1
	for _, k := range s.near(i) {
		s.clash[k]--
	}
	levels := int32(s.levels())
	for _, run := range s.sets[i] {
		for j := run.From; j < run.To; j++ {
			n := s.times[j] - 1
			s.times[j] = n
			s.unlink(j, i)
			if n < levels {
				w := s.weight[j]
				before, now := w*(s.worthOf(n)-s.worthOf(max(n, 1)-1)), w*(s.worthOf(n+1)-s.worthOf(n))
				s.value -= now
				s.shift(s.who[j], before-now)
			} else if n == levels {
				s.shift(s.who[j], s.weight[j]*(s.worthOf(n)-s.worthOf(n-1)))
			}
		}
	}
	s.loss[i] = 0
}

// given puts an amount back into an allowance that has a limit.
func given[T int | int64](left, amount T) T {
	if int64(left) == noLimit {
		return left
	}
	return left + amount
}

// shift changes what the sites of a chain of links would lose at one row.
func (s *choice) shift(at int32, by int64) {
	if by == 0 {
		return
	}
	for ; at >= 0; at = s.links[at].next {
		s.loss[s.links[at].site] += by
	}
}

func (s *choice) newLink(site, next int32) int32 {
	at := s.spare
	if at < 0 {
		s.links = append(s.links, link{site, next})
		return int32(len(s.links) - 1)
	}
	s.spare = s.links[at].next
	s.links[at] = link{site, next}
	return at
}

func (s *choice) unlink(j uint32, site int32) {
	at := &s.who[j]
	for s.links[*at].site != site {
		at = &s.links[*at].next
	}
	gone := *at
	*at = s.links[gone].next
	s.links[gone].next, s.spare = s.spare, gone
}

// allow changes how much may be chosen. Sites that are too many or too dear stay for now: what is left is negative then.
func (s *choice) allow(limit allowance) {
	s.ground.limit, s.left = limit, limit
	for _, i := range s.sites {
		s.left, _ = s.left.take(s.cost[i])
	}
}

// load makes the choice what a list wishes, as far as it is allowed.
func (s *choice) load(wish []int32) {
	s.clear()
	for _, i := range s.allowed(wish) {
		s.add(i)
	}
}

// sorted is the choice in the order of the candidates.
func (s *choice) sorted() []int32 { return slices.Sorted(slices.Values(s.sites)) }
