package report

import (
	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// finding is a check as a report shows it: every number is already hidden where the edition hides it.
type finding struct {
	*standard.Outcome
	check *standard.Check
	share bool // the value is a share of 1

	value     figure
	target    string // "≥ 90 %", "" where there is none
	total     figure // people (or households, …) that the check is about; an empty text where it counts none
	covered   figure
	uncovered figure
	deficit   figure // with its unit in deficitIn
	why       string
	units     []unitFinding // every unit that is known, those that fail first and in the scorecard's order
	failing   int           // how many of them fail
	veiled    bool          // something is hidden
}

// unitFinding is a unit of a check.
type unitFinding struct {
	*standard.UnitValue
	name    string
	value   figure
	deficit figure
	people  figure
	kind    standard.UnitKind
	index   int32 // in the study area; -1: it is not there
	met     bool
}

// findings are the checks of a scorecard, in its order.
func (q *Request) findings() []finding {
	all := make([]finding, len(q.Scorecard.Checks))
	for i := range all {
		all[i] = q.finding(&q.Scorecard.Checks[i])
	}
	return all
}

func (q *Request) finding(o *standard.Outcome) finding {
	v := voice{q.Language}
	c := q.check(o.ID)
	f := finding{Outcome: o, check: c, share: isShare(c, o), why: v.of(o.Why)}
	against := o.Target
	if judgedByUnits(o.Measure) {
		against = nil
		if c.ShareOfUnits != nil {
			wanted := standard.Exact(c.ShareOfUnits)
			against = &wanted
		}
	}
	f.value = number(o.Value, against, f.share)
	f.target = target(o, f.share && !judgedByUnits(o.Measure))
	f.total, f.covered, f.uncovered = optional(o.Total), optional(o.Covered), optional(o.Uncovered)
	f.deficit = number(o.Deficit, nil, false)
	for i := range o.Units {
		f.units = append(f.units, q.unit(o, &o.Units[i], o.Units[i].Met))
	}
	if len(o.Units) == 0 { // a scorecard that was read again holds the failing ones alone
		for i := range o.Failing {
			f.units = append(f.units, q.unit(o, &o.Failing[i], false))
		}
	}
	for i := range f.units {
		if !f.units[i].met {
			f.failing++
		}
	}
	if q.Edition == Public {
		q.veil(&f)
	}
	return f
}

func optional(n *int64) figure {
	if n == nil {
		return figure{}
	}
	return count(*n)
}

// unit shows one unit of a check. Values of units are shares where the check's own value is one that is not itself a share of
// units.
func (q *Request) unit(o *standard.Outcome, u *standard.UnitValue, met bool) unitFinding {
	f := unitFinding{UnitValue: u, met: met, deficit: number(u.Deficit, nil, false)}
	f.kind, f.index = q.place(u)
	f.name = name(u.Name)
	if f.name == "" {
		f.name = name(u.ID)
	}
	against := o.Target
	if o.Measure == standard.CommunityShare || o.Measure == standard.Presence { // whose target is a share of units
		against = nil
	}
	f.value = number(u.Value, against, unitShare(o))
	f.people = figure{text: nothing}
	if u.People != nil {
		f.people = count(*u.People)
	}
	return f
}

// unitShare tells whether a unit's value is a share of its own people, or of sums in it.
func unitShare(o *standard.Outcome) bool {
	switch o.Measure {
	case standard.Coverage, standard.FullCircle, standard.MeanCircle, standard.CapacityCoverage, standard.CommunityShare, standard.Share, standard.Colocation:
		return true
	case standard.Reported:
		return isShare(&standard.Check{}, o)
	}
	return false
}

// judgedByUnits tells whether the value of a check is the share of units that meet the target, which is a number of each.
func judgedByUnits(m standard.Measure) bool {
	switch m {
	case standard.Size, standard.Hours, standard.MinArea, standard.PerCommunity, standard.MaxTime:
		return true
	}
	return false
}

// isShare tells whether a value is a share of 1; of an outcome whose standard is not at hand its measure tells.
func isShare(c *standard.Check, o *standard.Outcome) bool {
	if c.Measure == "" {
		c = &standard.Check{Measure: o.Measure, UnitOfTarget: o.Unit}
	}
	return c.IsShare()
}

// target is what a check wants: "≥ 90 %", "2,000–3,000".
func target(o *standard.Outcome, share bool) string {
	show := func(n standard.Number) string { return number(&n, nil, share).text }
	if o.Op == standard.Within && len(o.Between) == 2 {
		return show(o.Between[0]) + "–" + show(o.Between[1])
	}
	if o.Target == nil || o.Op == standard.NoTarget {
		return ""
	}
	sign := map[standard.Op]string{standard.AtLeast: "≥", standard.MoreThan: ">", standard.AtMost: "≤", standard.LessThan: "<", standard.About: "≈"}[o.Op]
	return sign + "\u00a0" + show(*o.Target)
}

// place finds a unit in the study area: by its index, or by its id where a scorecard was read again.
func (q *Request) place(u *standard.UnitValue) (standard.UnitKind, int32) {
	switch u.Kind {
	case standard.AreaUnit, standard.FacilityUnit, standard.PointUnit:
		if u.Index >= 0 && int(u.Index) < q.size(u.Kind) {
			return u.Kind, u.Index
		}
		return u.Kind, -1
	}
	return q.placeByID(u.ID)
}

func (q *Request) size(kind standard.UnitKind) int {
	switch kind {
	case standard.AreaUnit:
		return len(q.Area.Areas)
	case standard.FacilityUnit:
		return len(q.Area.Facilities)
	}
	return len(q.Area.Points)
}

func (q *Request) placeByID(id string) (standard.UnitKind, int32) {
	if i, is := q.Area.AreaByID(id); is {
		return standard.AreaUnit, i
	}
	if i, is := facilityByKey(q.Area, id); is {
		return standard.FacilityUnit, i
	}
	if i, is := q.Area.PointByID(id); is {
		return standard.PointUnit, int32(i)
	}
	return standard.WholeUnit, -1
}

// facilityByKey finds "clinic:7".
func facilityByKey(area *geo.StudyArea, key string) (int32, bool) {
	for i := 0; i < len(key); i++ {
		if key[i] != ':' {
			continue
		}
		first, end := area.FacilitiesOf(key[:i])
		for f := first; f < end; f++ {
			if area.Facilities[f].ID == key[i+1:] {
				return int32(f), true
			}
		}
	}
	return 0, false
}
