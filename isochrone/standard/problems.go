package standard

import (
	"cmp"
	"math"
	"slices"

	"lifecircle/geo"
)

// Problem is a row of the list of problems (问题清单): where a promise is not kept, whom it concerns, and what would help.
type Problem struct {
	Town        string    `json:"town"` // the town or street that the unit belongs to; of the study area where it has none
	Unit        string    `json:"unit"` // its name, or its id where it has none
	UnitID      string    `json:"unit_id,omitempty"`
	Problem     geo.Words `json:"problem"`
	People      *int64    `json:"people"` // null where they are not known, or where it is not about people
	Deficit     *Number   `json:"deficit"`
	DeficitIn   string    `json:"deficit_unit,omitempty"`
	Suggestion  geo.Words `json:"suggestion"`
	Responsible geo.Words `json:"responsible,omitzero"`
	Severity    Severity  `json:"severity"`
	Check       string    `json:"check"` // its id
	Date        string    `json:"date,omitempty"`
}

// Problems lists what keeps checks from being met: every unit that fails a check that is not met, or the study area as a
// whole where a check is counted by no units. Checks for reference claim nothing and are not listed. What binds stands first,
// then what concerns most people.
func (s *Scorecard) Problems(area *geo.StudyArea) []Problem {
	problems, towns := []Problem{}, newTowns(area)
	for i := range s.Checks {
		o := &s.Checks[i]
		if o.Verdict != NotMet {
			continue
		}
		for j := range o.Failing {
			u := &o.Failing[j]
			problems = append(problems, s.problem(o, u, towns.of(u)))
		}
		if len(o.Failing) == 0 {
			whole := o.asUnit(area)
			problems = append(problems, s.problem(o, &whole, area.Name))
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Severity.rank(), b.Severity.rank()), cmp.Compare(concerned(b), concerned(a)))
	})
	return problems
}

func (s *Scorecard) problem(o *Outcome, u *UnitValue, town string) Problem {
	return Problem{
		Town: town, Unit: cmp.Or(u.Name, u.ID), UnitID: u.ID, Problem: o.problemOf(u), People: u.People,
		Deficit: u.Deficit, DeficitIn: u.DeficitIn, Suggestion: o.suggestionFor(u),
		Responsible: o.Responsible, Severity: o.Severity, Check: o.ID, Date: s.AsOf,
	}
}

// rank orders severities, what binds first.
func (s Severity) rank() int { return slices.Index([]Severity{Must, Target, Guide, Advice}, s) }

func concerned(p Problem) int64 {
	if p.People == nil {
		return math.MinInt64
	}
	return *p.People
}

// asUnit is the outcome of a check for the study area as a whole.
func (o *Outcome) asUnit(area *geo.StudyArea) UnitValue {
	return UnitValue{UnitName: UnitName{ID: wholeUnit, Name: area.Name}, Value: o.Value, Deficit: o.Deficit, DeficitIn: o.DeficitIn, People: o.Uncovered}
}

// towns finds the town or street to which a unit belongs.
type towns struct {
	area  *geo.StudyArea
	level string
}

func newTowns(area *geo.StudyArea) *towns {
	for _, level := range levelNames["town"] {
		if slices.Contains(area.Levels(), level) {
			return &towns{area, level}
		}
	}
	return &towns{area: area}
}

func (t *towns) of(u *UnitValue) string {
	at := int32(-1)
	switch {
	case t.level == "":
	case u.Kind == FacilityUnit:
		at = t.area.FacilityAreasAt(t.level)[u.Index]
	case u.Kind == PointUnit:
		at = t.area.AreasAt(t.level)[u.Index]
	case u.Kind == AreaUnit:
		at = t.above(u.Index)
	}
	if at < 0 {
		return t.area.Name
	}
	return cmp.Or(t.area.Areas[at].Name, t.area.Areas[at].ID)
}

// above is the town of an area: itself, or an area that it names as its parent, or its parent's; -1 where there is none.
func (t *towns) above(a int32) int32 {
	for range 16 { // a loop of parents must end
		if t.area.Areas[a].Level == t.level {
			return a
		}
		parent, known := t.area.AreaByID(t.area.Areas[a].Parent)
		if !known {
			break
		}
		a = parent
	}
	return -1
}

// problemOf says in a sentence what is wrong with a unit.
func (o *Outcome) problemOf(u *UnitValue) geo.Words {
	c := o.asCheck()
	value, wanted := o.ShownUnit(u), c.wanted()
	switch o.Measure {
	case Presence, Colocation:
		if u.Note != "" {
			return geo.Say("without %v", "缺少%v", namesOf(u.Note))
		}
	case Share:
		if o.UnitKind == "facility" {
			return geo.Say("%v: not so here (%v)", "%v：未达到（%v）", o.Title, namesOf(u.Note))
		}
	case Size:
		return geo.Say("%s households, wanted %s", "%s 户，要求 %s", value, cmp.Or(wanted, u.Note))
	case Hours:
		return geo.Say("open %s hours on its shortest day, wanted %s", "开放时间最短的一天为 %s 小时，要求 %s", value, wanted)
	case MinArea:
		return geo.Say("%s m², wanted %s", "面积 %s 平方米，要求 %s", value, wanted)
	case AreaPer100:
		return geo.Say("%s m² per 100 households, wanted %s", "每百户 %s 平方米，要求 %s", value, wanted)
	case MaxTime:
		return geo.Say("%s minutes to its own centre, wanted %s", "到本社区设施 %s 分钟，要求 %s", value, wanted)
	}
	return geo.Say("%v: %s, wanted %s", "%v：现状 %s，要求 %s", o.Title, value, wanted)
}

// asCheck is so much of the check as an outcome tells.
func (o *Outcome) asCheck() *Check {
	c := &Check{Measure: o.Measure, Op: o.Op, UnitOfTarget: o.Unit}
	if o.Target != nil {
		c.Target = o.Target.Rat()
	}
	if len(o.Between) == 2 {
		c.Between[0], c.Between[1] = o.Between[0].Rat(), o.Between[1].Rat()
	}
	return c
}

// shownUnit is the value of a unit as people read it: of measures that are judged by the share of their units it is a number.
func (c *Check) shownUnit(v Number) string {
	if c.IsShare() && !c.Measure.byUnits() {
		return Percent(v.Rat(), c.Target)
	}
	return Decimal(v.Rat(), c.Target)
}

// namesOf says a note in words where the plan's own sets are not at hand.
func namesOf(note string) geo.Words {
	known := Standard{Sets: DefaultSets(), Bundles: DefaultBundles()}
	return known.Named(note)
}
