package standard

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// SnapshotComparison says what changed between two snapshots of a town.
type SnapshotComparison struct {
	Before     SnapshotName     `json:"before"`
	After      SnapshotName     `json:"after"`
	Checks     []CheckChange    `json:"checks"`      // of both, in the order of the later one
	OnlyBefore []string         `json:"only_before"` // checks that only one of them has
	OnlyAfter  []string         `json:"only_after"`
	Facilities []FacilityChange `json:"facilities"`  // opened, closed, moved, gone
	Points     []SnapshotPoint  `json:"points"`      // newly covered or newly lost; most people first
	MorePoints int              `json:"more_points"` // that are not listed
}

// SnapshotName says which snapshot is meant.
type SnapshotName struct {
	Name     string `json:"name"`
	Date     string `json:"date"`
	ResultID string `json:"result_id"`
	Standard string `json:"standard"`
}

// CheckChange is what became of a check between two snapshots.
type CheckChange struct {
	ID            string         `json:"id"`
	Title         geo.Words      `json:"title"`
	VerdictBefore Verdict        `json:"verdict_before"`
	VerdictAfter  Verdict        `json:"verdict_after"`
	Before        *Number        `json:"before"`
	After         *Number        `json:"after"`
	NewlyMet      []UnitName     `json:"newly_met"`     // units that failed before and do no more
	NewlyFailing  []UnitName     `json:"newly_failing"` // and the other way
	Covered       *CoveredChange `json:"covered,omitempty"`
}

// CoveredChange says how the covered people of a check came to be more or fewer: before + gained − lost + at people that are
// covered in both = after. Each change has one reason.
type CoveredChange struct {
	Before int64        `json:"before"`
	After  int64        `json:"after"`
	Gained ChangeReason `json:"gained"` // newly covered
	Lost   ChangeReason `json:"lost"`   // no longer covered
	// Moved is the change of people at points that are covered both times.
	Moved int64 `json:"moved"`
}

// ChangeReason counts people by why they are newly covered or no longer. The first that applies: the people themselves
// (their point is new, gone or elsewhere), a facility (the one that is or was nearest), the standard (another cutoff, speed,
// list of services or scope), a street.
type ChangeReason struct {
	Total    int64 `json:"total"`
	People   int64 `json:"people"`
	Facility int64 `json:"facility"`
	Standard int64 `json:"standard"`
	Street   int64 `json:"street"`
}

func (c *ChangeReason) add(reason string, people int64) {
	c.Total += people
	switch reason {
	case "people":
		c.People += people
	case "facility":
		c.Facility += people
	case "standard":
		c.Standard += people
	default:
		c.Street += people
	}
}

// FacilityChange is a facility that is another than before.
type FacilityChange struct {
	ID     string    `json:"id"` // "service:id"
	Name   string    `json:"name"`
	Change string    `json:"change"` // opened, closed, moved
	At     orb.Point `json:"at"`
}

// SnapshotPoint is a residential point that a check covers newly, or no longer.
type SnapshotPoint struct {
	Check    string    `json:"check"`
	ID       string    `json:"id"`
	At       orb.Point `json:"at"`
	People   int64     `json:"people"`
	Change   string    `json:"change"`             // gained, lost
	Reason   string    `json:"reason"`             // people, facility, standard, street
	Facility string    `json:"facility,omitempty"` // "service:id" that makes the difference
}

// maxSnapshotPoints bounds the list of points.
const maxSnapshotPoints = 5000

// CompareSnapshots tells what changed from one snapshot to a later one.
func CompareSnapshots(before, after *Snapshot) *SnapshotComparison {
	c := &SnapshotComparison{Before: before.named(), After: after.named(), Checks: []CheckChange{}, OnlyBefore: []string{}, OnlyAfter: []string{}}
	c.Facilities = changedFacilities(before, after)
	pairs := newPairing(before, after)
	for i := range after.Scorecard.Checks {
		now := &after.Scorecard.Checks[i]
		was, both := before.Scorecard.Check(now.ID)
		if !both {
			c.OnlyAfter = append(c.OnlyAfter, now.ID)
			continue
		}
		change := CheckChange{ID: now.ID, Title: now.Title, VerdictBefore: was.Verdict, VerdictAfter: now.Verdict, Before: was.Value, After: now.Value}
		change.NewlyMet = notAmong(was.Failing, now.Failing, now.NoData)
		change.NewlyFailing = notAmong(now.Failing, was.Failing, was.NoData)
		change.Covered = pairs.covered(now.ID, c)
		c.Checks = append(c.Checks, change)
	}
	for i := range before.Scorecard.Checks {
		if _, both := after.Scorecard.Check(before.Scorecard.Checks[i].ID); !both {
			c.OnlyBefore = append(c.OnlyBefore, before.Scorecard.Checks[i].ID)
		}
	}
	c.worst()
	return c
}

// add lists a point. Of a county there may be millions, of which no more are held than a few times those that stay.
func (c *SnapshotComparison) add(p SnapshotPoint) {
	if c.Points = append(c.Points, p); len(c.Points) >= 8*maxSnapshotPoints {
		c.worst()
	}
}

// worst keeps the points with most people.
func (c *SnapshotComparison) worst() {
	slices.SortStableFunc(c.Points, func(a, b SnapshotPoint) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Check, b.Check), cmp.Compare(a.ID, b.ID))
	})
	if n := len(c.Points); n > maxSnapshotPoints {
		c.Points = c.Points[:maxSnapshotPoints]
		c.MorePoints += n - maxSnapshotPoints
	}
}

func (s *Snapshot) named() SnapshotName {
	return SnapshotName{s.Name, s.Date, s.ResultID, s.Scorecard.Standard}
}

// notAmong lists the units that fail in one snapshot and neither fail nor lack data in the other.
func notAmong(failing, other []UnitValue, noData []UnitName) []UnitName {
	known := make(map[string]bool, len(other)+len(noData))
	for i := range other {
		known[other[i].ID] = true
	}
	for i := range noData {
		known[noData[i].ID] = true
	}
	units := []UnitName{}
	for i := range failing {
		if !known[failing[i].ID] {
			units = append(units, UnitName{ID: failing[i].ID, Name: failing[i].Name})
		}
	}
	return units
}

// changedFacilities lists facilities that opened, closed, moved, in the order of their ids.
func changedFacilities(before, after *Snapshot) []FacilityChange {
	was := facilitiesByID(before)
	changes := []FacilityChange{}
	for _, f := range after.Town.Facilities {
		old, known := was[f.ID]
		delete(was, f.ID)
		switch active := f.Status == geo.Active; {
		case active && (!known || old.Status != geo.Active):
			changes = append(changes, FacilityChange{f.ID, f.Name, "opened", f.At})
		case !active && known && old.Status == geo.Active:
			changes = append(changes, FacilityChange{f.ID, f.Name, "closed", f.At})
		case active && old.At != f.At:
			changes = append(changes, FacilityChange{f.ID, f.Name, "moved", f.At})
		}
	}
	for _, f := range was {
		if f.Status == geo.Active {
			changes = append(changes, FacilityChange{f.ID, f.Name, "closed", f.At})
		}
	}
	slices.SortFunc(changes, func(a, b FacilityChange) int { return cmp.Compare(a.ID, b.ID) })
	return changes
}

func facilitiesByID(s *Snapshot) map[string]*facilityRecord {
	byID := make(map[string]*facilityRecord, len(s.Town.Facilities))
	for i := range s.Town.Facilities {
		byID[s.Town.Facilities[i].ID] = &s.Town.Facilities[i]
	}
	return byID
}

// pairing joins the points of two snapshots by their ids.
type pairing struct {
	before, after *Snapshot
	pairs         [][2]int // index before and after; -1 where one of them has no such point
	facilities    [2]map[string]*facilityRecord
}

func newPairing(before, after *Snapshot) *pairing {
	p := &pairing{before: before, after: after, facilities: [2]map[string]*facilityRecord{facilitiesByID(before), facilitiesByID(after)}}
	was := make(map[string]int, len(before.Points.IDs))
	for i, id := range before.Points.IDs {
		was[id] = i
	}
	for i, id := range after.Points.IDs {
		old, known := was[id]
		if !known {
			old = -1
		}
		delete(was, id)
		p.pairs = append(p.pairs, [2]int{old, i})
	}
	for i, id := range before.Points.IDs {
		if _, left := was[id]; left {
			p.pairs = append(p.pairs, [2]int{i, -1})
		}
	}
	return p
}

// state is what a check makes of a point in one snapshot.
type state struct {
	about   bool // the check is about the point, and its people are known
	people  int64
	covered bool
	needs   []int32 // the facility that meets each need, by the first of the ways that does; -1 where none does
}

func (s *Snapshot) circle(check string) *circleOf {
	for i := range s.Circles {
		if s.Circles[i].Check == check {
			return &s.Circles[i]
		}
	}
	return nil
}

func (s *Snapshot) state(c *circleOf, point int) state {
	if point < 0 || !c.about(point) {
		return state{}
	}
	people := s.People[c.People].at(point)
	if people == geo.NoData {
		return state{}
	}
	st := state{about: true, people: people, covered: true, needs: slices.Repeat([]int32{-1}, len(c.Ways[0]))}
	for n := range st.needs {
		for w := 0; w < len(c.Ways) && st.needs[n] < 0; w++ {
			st.needs[n] = s.Reaches[c.Ways[w][n]].nearest(point)
		}
		st.covered = st.covered && st.needs[n] >= 0
	}
	return st
}

// covered compares who is covered by a check, and adds the points to the comparison's list; nil where it covers nobody in
// either snapshot.
func (p *pairing) covered(check string, to *SnapshotComparison) *CoveredChange {
	was, now := p.before.circle(check), p.after.circle(check)
	if was == nil || now == nil {
		return nil
	}
	sameRule := p.sameRule(was, now)
	change := &CoveredChange{}
	for _, pair := range p.pairs {
		a, b := p.before.state(was, pair[0]), p.after.state(now, pair[1])
		if a.covered {
			change.Before += a.people
		}
		if b.covered {
			change.After += b.people
		}
		switch {
		case a.covered && b.covered:
			change.Moved += b.people - a.people
		case b.covered && b.people > 0:
			reason, facility := p.why(pair, a, b, sameRule, 0)
			change.Gained.add(reason, b.people)
			to.add(SnapshotPoint{check, p.after.Points.IDs[pair[1]], p.after.Points.At[pair[1]], b.people, "gained", reason, facility})
		case a.covered && a.people > 0:
			reason, facility := p.why(pair, a, b, sameRule, 1)
			change.Lost.add(reason, a.people)
			to.add(SnapshotPoint{check, p.before.Points.IDs[pair[0]], p.before.Points.At[pair[0]], a.people, "lost", reason, facility})
		}
	}
	return change
}

// sameRule tells whether a check means the same in both snapshots.
func (p *pairing) sameRule(was, now *circleOf) bool {
	if was.Scope != now.Scope || len(was.Ways) != len(now.Ways) {
		return false
	}
	for w := range was.Ways {
		if len(was.Ways[w]) != len(now.Ways[w]) {
			return false
		}
		for n := range was.Ways[w] {
			if p.before.Reaches[was.Ways[w][n]].Definition != p.after.Reaches[now.Ways[w][n]].Definition {
				return false
			}
		}
	}
	return true
}

// why finds the reason that a point is newly covered (without is 0: the snapshot in which it is not is the earlier one) or
// no longer (without is 1). A facility is the reason if it covers the point in the one snapshot and is not there, or not
// active, or elsewhere in the other.
func (p *pairing) why(pair [2]int, a, b state, sameRule bool, without int) (reason, facility string) {
	if pair[0] < 0 || pair[1] < 0 || !samePlace(p.before.Points.At[pair[0]], p.after.Points.At[pair[1]]) || (a.about != b.about && sameRule) {
		return "people", ""
	}
	with, covers, lacks := p.after, b, a
	if without == 1 {
		with, covers, lacks = p.before, a, b
	}
	for n, f := range covers.needs {
		if n < len(lacks.needs) && lacks.needs[n] >= 0 && sameRule {
			continue // this need is met in both
		}
		here := &with.Town.Facilities[f]
		there := p.facilities[without][here.ID]
		if there == nil || there.Status != geo.Active || !samePlace(there.At, here.At) {
			return "facility", here.ID
		}
	}
	if !sameRule {
		return "standard", ""
	}
	return "street", ""
}

// samePlace tells whether two positions are the same for who stands there: within a ten-millionth of a degree, a centimetre.
func samePlace(a, b orb.Point) bool {
	const close = 1.5e-7
	return a[0]-b[0] < close && b[0]-a[0] < close && a[1]-b[1] < close && b[1]-a[1] < close
}
