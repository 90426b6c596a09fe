package coverage

import (
	"cmp"
	"slices"

	"lifecircle/geo"
)

// ByReason counts uncovered people by their reason.
type ByReason struct {
	NoFacility   int64 `json:"no_facility"`
	NotSnapped   int64 `json:"not_snapped"`
	Isolated     int64 `json:"isolated"`
	BeyondCutoff int64 `json:"beyond_cutoff"`
}

// tally counts the people of one part in one place.
type tally struct {
	total, reached int64
	noData         int64 // residential points
	sumMs          int64 // over the reached
	arrivals       []arrival
	at             []counts // by cutoff
}

// arrival is when some people who set out together reach a facility.
type arrival struct{ ms, people int64 }

// counts are what a tally holds for one cutoff.
type counts struct {
	covered, uncovered, edgeOfData int64
	byReason                       ByReason
}

// count makes the rows: for each place, one for each cutoff. Where groups have speeds of their own, rows for all people
// come first, then those of each group.
func (a *Analysis) count(parts []part) []Result {
	q := &parts[0].request
	var results []Result
	for _, p := range a.places(q.By) {
		whole := tally{at: make([]counts, len(q.given()))}
		var ofParts []Result
		for i := range parts {
			t := parts[i].tally(p)
			if len(parts) > 1 {
				ofParts = append(ofParts, t.rows(q, p, parts[i].group, parts[i].speedKmh)...)
			}
			whole.add(&t)
		}
		whole.noData = int64(a.withoutNumber(p, q.Group))
		results = append(append(results, whole.rows(q, p, q.Group.String(), nil)...), ofParts...)
	}
	return results
}

// withoutNumber counts the residential points of a place whose cell of a group was empty.
func (a *Analysis) withoutNumber(p place, group geo.Group) (n int) {
	for _, i := range p.points {
		if a.Area.Points[i].People[group] == geo.NoData {
			n++
		}
	}
	return n
}

// tally counts the people of a part in a place.
func (o *part) tally(p place) tally {
	cutoffs := o.request.cutoffs()
	t := tally{at: make([]counts, len(cutoffs))}
	for _, i := range p.points {
		n := int64(o.people[i])
		if n == geo.NoData {
			t.noData++
			continue
		}
		if n == 0 {
			continue
		}
		t.total += n
		if ms := o.times[i].Ms; o.times[i].Reached() {
			t.reached += n
			t.sumMs += n * ms
			t.arrivals = append(t.arrivals, arrival{ms, n})
		}
		for c, cutoff := range cutoffs {
			reason := o.reason(int(i), cutoff)
			t.at[c].put(n, reason, reason != Covered && o.router.LeavesData(int(i), cutoff))
		}
	}
	return t
}

// put counts people by the reason that they are not covered, if they are not.
func (c *counts) put(people int64, reason Reason, leavesData bool) {
	switch reason {
	case Covered:
		c.covered += people
		return
	case NoFacility:
		c.byReason.NoFacility += people
	case NotSnapped:
		c.byReason.NotSnapped += people
	case Isolated:
		c.byReason.Isolated += people
	case BeyondCutoff:
		c.byReason.BeyondCutoff += people
	}
	c.uncovered += people
	if leavesData {
		c.edgeOfData += people
	}
}

// add counts the people of another part of the same place too. Points without a number are the caller's: a point may
// have none for two groups and still count among the others.
func (t *tally) add(other *tally) {
	t.total += other.total
	t.reached += other.reached
	t.sumMs += other.sumMs
	t.arrivals = append(t.arrivals, other.arrivals...)
	for i := range t.at {
		c, more := &t.at[i], &other.at[i]
		c.covered += more.covered
		c.uncovered += more.uncovered
		c.edgeOfData += more.edgeOfData
		c.byReason.NoFacility += more.byReason.NoFacility
		c.byReason.NotSnapped += more.byReason.NotSnapped
		c.byReason.Isolated += more.byReason.Isolated
		c.byReason.BeyondCutoff += more.byReason.BeyondCutoff
	}
}

// rows are the results of a tally, one for each cutoff of the request.
func (t *tally) rows(q *Request, p place, group string, speedKmh *float64) []Result {
	slices.SortFunc(t.arrivals, func(x, y arrival) int { return cmp.Compare(x.ms, y.ms) })
	return t.rowsWith(q, p, group, speedKmh, t.percentile(50), t.percentile(95))
}

// rowsWith are the rows where the percentiles are known.
func (t *tally) rowsWith(q *Request, p place, group string, speedKmh, median, p95 *float64) []Result {
	var mean *float64
	if t.reached > 0 {
		v := float64(t.sumMs) / float64(t.reached) / 1000
		mean = &v
	}
	rows := make([]Result, len(t.at))
	for i, c := range t.at {
		r := Result{
			Service: q.Joined(), Mode: q.Profile.Mode, Group: group, Area: p.id, AreaName: p.name, Level: p.level, SpeedKmh: speedKmh,
			Total: t.total, Covered: c.covered, Uncovered: c.uncovered, Undetermined: c.byReason.NotSnapped + c.byReason.Isolated,
			EdgeOfData: c.edgeOfData, NoData: t.noData, Share: share(c.covered, t.total), ByReason: c.byReason, Reached: t.reached,
		}
		if q.byDistance() {
			r.Metres = &Metres{q.Metres[i], mean, median, p95}
		} else {
			r.Minutes, r.MeanS, r.MedianS, r.P95S = Minutes(q.Minutes[i]), mean, median, p95
		}
		rows[i] = r
	}
	return rows
}

// percentile is the least time by which percent of 100 of all people are there, in seconds; nil if never. The arrivals
// are sorted by time.
func (t *tally) percentile(percent int64) *float64 {
	there := int64(0)
	for _, arrived := range t.arrivals {
		if there += arrived.people; there*100 >= percent*t.total {
			s := seconds(arrived.ms)
			return &s
		}
	}
	return nil
}

func share(covered, total int64) *float64 {
	if total == 0 {
		return nil
	}
	s := float64(covered) / float64(total)
	return &s
}
