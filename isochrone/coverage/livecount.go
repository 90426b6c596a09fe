package coverage

import (
	"cmp"
	"slices"
)

// liveCount keeps the rows of a report true while points change one by one. All that a row says is a sum, except for
// the times by which half of the people, or 95 of 100, are there: for these it keeps people by times, in steps, and
// looks closer at one step only.
type liveCount struct {
	request Request
	places  []livePlace
	of      [][]int32 // of each point, the places it belongs to
	steps   [][]int32 // the points that reach a facility, by step
	at      []int32   // of each point, its place in its step
	people  []int32   // of each point
}

// livePlace is a row's place.
type livePlace struct {
	place
	tally
	steps []int64 // people by step
	rows  []Result
	stale bool // the rows no longer say what the sums do
}

// stepMs is the width of a step, 16 s.
const stepMs = 1 << 14

func newLiveCount(a *Analysis, l *live) *liveCount {
	q := l.request
	n := len(a.Area.Points)
	c := &liveCount{request: q, of: make([][]int32, n), at: make([]int32, n), people: make([]int32, n)}
	for i := range c.people {
		c.people[i] = a.Area.Points[i].People[q.Group]
	}
	for k, p := range a.places(q.By) {
		live := livePlace{place: p, tally: tally{at: make([]counts, len(q.given()))}, stale: true}
		live.noData = int64(a.withoutNumber(p, q.Group))
		for _, i := range p.points {
			c.of[i] = append(c.of[i], int32(k))
			live.total += max(0, int64(c.people[i]))
		}
		live.place.points = nil // each point knows its places
		c.places = append(c.places, live)
	}
	for i := range n {
		c.put(l, i, +1)
	}
	return c
}

// put counts a point as it is now once more, or, with sign -1, once less.
func (c *liveCount) put(l *live, point int, sign int64) {
	n := int64(c.people[point])
	if n <= 0 {
		return
	}
	n *= sign
	t := l.times[point]
	for _, k := range c.of[point] {
		p := &c.places[k]
		p.stale = true
		for i, cutoff := range c.request.cutoffs() {
			reason := l.reason(point, cutoff)
			p.at[i].put(n, reason, reason != Covered && l.router.LeavesData(point, cutoff))
		}
		if t.Reached() {
			p.reached += n
			p.sumMs += n * t.Ms
			step := int(t.Ms / stepMs)
			for len(p.steps) <= step {
				p.steps = append(p.steps, 0)
			}
			p.steps[step] += n
		}
	}
	if t.Reached() {
		c.place(int32(point), int(t.Ms/stepMs), sign > 0)
	}
}

// place puts a point into a step, or takes it out.
func (c *liveCount) place(point int32, step int, in bool) {
	for len(c.steps) <= step {
		c.steps = append(c.steps, nil)
	}
	list := c.steps[step]
	if in {
		c.at[point] = int32(len(list))
		c.steps[step] = append(list, point)
		return
	}
	last := list[len(list)-1]
	list[c.at[point]], c.at[last] = last, c.at[point]
	c.steps[step] = list[:len(list)-1]
}

// results are the rows of the report, in its order.
func (c *liveCount) results(l *live) []Result {
	var all []Result
	for k := range c.places {
		p := &c.places[k]
		if p.stale {
			p.rows, p.stale = p.tally.rowsWith(&c.request, p.place, c.request.Group.String(), nil, c.percentile(l, k, 50), c.percentile(l, k, 95)), false
		}
		all = append(all, p.rows...)
	}
	return all
}

// percentile is that of a place, in seconds; nil if so many people never are there.
func (c *liveCount) percentile(l *live, k int, percent int64) *float64 {
	p := &c.places[k]
	there := int64(0)
	for step, n := range p.steps {
		if n == 0 || (there+n)*100 < percent*p.total {
			there += n
			continue
		}
		var arrivals []arrival
		for _, point := range c.steps[step] {
			if k == 0 || slices.Contains(c.of[point], int32(k)) {
				arrivals = append(arrivals, arrival{l.times[point].Ms, int64(c.people[point])})
			}
		}
		slices.SortFunc(arrivals, func(a, b arrival) int { return cmp.Compare(a.ms, b.ms) })
		for _, a := range arrivals {
			if there += a.people; there*100 >= percent*p.total {
				s := seconds(a.ms)
				return &s
			}
		}
	}
	return nil
}
