package siting

import "slices"

// choice is a set of sites of a covering problem under change: by whom every row is covered, and what each site would
// take away if it went.
//
// The runs of the chosen sites cut the rows into segments, within which all rows are covered by the same sites. There are
// far fewer segments than rows, and what a candidate gains is found segment by segment, their demand by prefix sums.
type choice struct {
	*cover
	sites []int32 // chosen, in no order that matters
	at    []int32 // the position of each candidate in sites, -1 where it is not chosen
	clash []int32 // chosen sites too near to each candidate
	left  allowance
	value int64 // reward, existing facilities and settled points included

	demand   []int64   // of the rows before each
	cuts     *cuts     // where segments begin
	ends     []int32   // how many runs of chosen sites begin or end at each row, and one where base changes
	segments []segment // at their first rows
	links    []link
	spare    int32   // the first unused link, -1 if none
	weak     int32   // the chosen site with the least loss, -1 where it is not known
	loss     []int64 // for each chosen site, by how much the value falls without it
	effort   int64   // steps that exchanges may still take, beside what the clock allows
	nobody   int64   // the value without any site chosen

	among   []int32 // the candidates that come into question in exchanges; nil for all
	extent  []int64 // about the steps of one walk over what each candidate reaches
	overlap []int64 // scratch: for each chosen site, what is not lost if a candidate takes its place
	touched []int32
}

// segment is rows that follow each other and are covered by the same chosen sites and by as many existing facilities.
type segment struct {
	times int32 // sites and facilities
	who   int32 // the first link of the sites, -1 if none
}

// link chains the chosen sites of one segment.
type link struct{ site, next int32 }

func newChoice(c *cover) *choice {
	n, rows := c.ground.size(), c.rows.size()
	s := &choice{cover: c, at: make([]int32, n), clash: make([]int32, n), loss: make([]int64, n), overlap: make([]int64, n), extent: make([]int64, n),
		demand: make([]int64, rows+1), cuts: newCuts(rows), ends: make([]int32, rows+1), segments: make([]segment, rows+1), effort: noLimit}
	for i, set := range c.sets {
		s.extent[i] = int64(4 * len(set))
	}
	s.nobody = c.settledW
	for j, w := range c.weight {
		s.demand[j+1] = s.demand[j] + w
		s.nobody += w * s.reward[c.base[j]]
	}
	s.clear()
	return s
}

// clear goes back to the existing facilities alone.
func (s *choice) clear() {
	s.sites, s.links, s.spare = s.sites[:0], s.links[:0], -1
	s.left, s.value, s.weak = s.limit, s.nobody, -1
	for i := range s.at {
		s.at[i], s.clash[i], s.loss[i] = -1, 0, 0
	}
	s.cuts.clear(s.rows.size())
	clear(s.ends)
	for j, n := range s.base {
		if j == 0 || n != s.base[j-1] {
			s.cuts.add(uint32(j))
			s.ends[j], s.segments[j] = 1, segment{int32(n), -1}
		}
	}
}

// worthOf is what a row is worth covered n times.
func (s *choice) worthOf(n int32) int64 { return s.reward[min(int(n), s.levels())] }

// between is the demand of some rows.
func (s *choice) between(from, to uint32) int64 { return s.demand[to] - s.demand[from] }

// gain is by how much the value rises with one more site.
func (s *choice) gain(i int32) (sum int64) {
	for _, run := range s.sets[i] {
		at := s.cuts.upTo(run.From)
		for from := run.From; from < run.To; from = at {
			n := s.segments[at].times
			at = s.cuts.after(at)
			if int(n) < s.levels() {
				sum += s.between(from, min(at, run.To)) * (s.reward[n+1] - s.reward[n])
			}
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
		s.cut(run.From)
		s.cut(run.To)
		for from := run.From; from < run.To; {
			to := s.cuts.after(from)
			here, w := &s.segments[from], s.between(from, to)
			n := here.times
			here.times = n + 1
			if n < levels {
				before, now := w*(s.worthOf(n)-s.worthOf(max(n, 1)-1)), w*(s.worthOf(n+1)-s.worthOf(n))
				s.value += now
				s.loss[i] += now
				s.shift(here.who, now-before)
			} else if n == levels {
				s.shift(here.who, -w*(s.worthOf(n)-s.worthOf(n-1)))
			}
			here.who = s.newLink(i, here.who)
			from = to
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
		for from := run.From; from < run.To; {
			to := s.cuts.after(from)
			here, w := &s.segments[from], s.between(from, to)
			n := here.times - 1
			here.times = n
			s.unlink(&here.who, i)
			if n < levels {
				before, now := w*(s.worthOf(n)-s.worthOf(max(n, 1)-1)), w*(s.worthOf(n+1)-s.worthOf(n))
				s.value -= now
				s.shift(here.who, before-now)
			} else if n == levels {
				s.shift(here.who, w*(s.worthOf(n)-s.worthOf(n-1)))
			}
			from = to
		}
		s.heal(run.From)
		s.heal(run.To)
	}
	s.loss[i] = 0
}

// cut makes a segment begin at a row: the end of the one before, covered by the same sites.
func (s *choice) cut(j uint32) {
	if s.ends[j]++; s.ends[j] > 1 || int(j) == s.rows.size() {
		return
	}
	from := s.segments[s.cuts.upTo(j)]
	who := int32(-1)
	for at := from.who; at >= 0; at = s.links[at].next {
		who = s.newLink(s.links[at].site, who)
	}
	s.segments[j] = segment{from.times, who}
	s.cuts.add(j)
}

// heal joins a segment to the one before if no run begins or ends between them any more: then both are covered by the
// same sites.
func (s *choice) heal(j uint32) {
	if s.ends[j]--; s.ends[j] > 0 || int(j) == s.rows.size() {
		return
	}
	for at := s.segments[j].who; at >= 0; {
		next := s.links[at].next
		s.links[at].next, s.spare = s.spare, at
		at = next
	}
	s.cuts.remove(j)
}

// given puts an amount back into an allowance that has a limit.
func given[T int | int64](left, amount T) T {
	if int64(left) == noLimit {
		return left
	}
	return left + amount
}

// shift changes what the sites of a chain of links would lose at one segment.
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

func (s *choice) unlink(at *int32, site int32) {
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
