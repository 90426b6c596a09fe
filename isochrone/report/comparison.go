package report

import (
	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// comparisonSection tells what changed since an earlier snapshot.
func (q *Request) comparisonSection() section {
	v := voice{q.Language}
	c := q.Comparison
	if c == nil {
		return section{}
	}
	title := v.Say("Compared with %s (%s)", "与“%s”（%s）比较", name(c.Before.Name), name(c.Before.Date))
	s := q.tableSection("comparison", title, q.comparisonTables())
	s.note(v.Say("%s (result %s) against %s (result %s). People are newly covered or lost for one reason each: the people themselves, a facility, the standard, or a street.",
		"%s（结果编号 %s）与 %s（结果编号 %s）比较。新增或失去覆盖的人口各归因一次：人口变化、设施变化、标准变化或路网变化。", name(c.After.Name), name(c.After.ResultID), name(c.Before.Name), name(c.Before.ResultID)))
	return s
}

// comparisonTables are the tables of a comparison: the values of each check, and the people who are newly covered or lost.
func (q *Request) comparisonTables() []Table {
	c := q.Comparison
	if c == nil {
		return nil
	}
	v := voice{q.Language}
	words := func(en, zh string) TableColumn { return TableColumn{Title: geo.Say(en, zh)} }
	people := func(en, zh string) TableColumn { return TableColumn{Title: geo.Say(en, zh), People: true} }
	values := Table{Title: geo.Say("Values and verdicts", "数值与结论"), Columns: []TableColumn{words("Before", "上期"), words("Now", "本期"), words("Verdict before", "上期结论"), words("Verdict now", "本期结论"), words("Newly met units", "新达标单元"), words("Newly failing units", "新未达标单元")}}
	moved := Table{Title: geo.Say("Newly covered and newly lost people", "新增与失去覆盖的人口"), Columns: []TableColumn{people("Covered before", "上期已覆盖"), people("Gained", "新增"), people("of it by facilities", "其中设施"), people("of it by streets", "其中路网"),
		people("Lost", "失去"), people("of it by facilities", "其中设施"), people("of it by streets", "其中路网"), people("Covered now", "本期已覆盖")}}
	for i := range c.Checks {
		x := &c.Checks[i]
		title := shortened(clean(v.of(x.Title)), 40)
		share := false
		if o, is := q.Scorecard.Check(x.ID); is {
			share = isShare(q.check(x.ID), o)
		}
		values.Rows = append(values.Rows, TableRow{Name: title, Cells: []TableCell{q.compared(x.Before, share, x.Covered), q.compared(x.After, share, x.Covered),
			{Shown: v.verdict(x.VerdictBefore)}, {Shown: v.verdict(x.VerdictAfter)}, whole(int64(len(x.NewlyMet))), whole(int64(len(x.NewlyFailing)))}})
		if k := x.Covered; k != nil {
			moved.Rows = append(moved.Rows, TableRow{Name: title, Cells: []TableCell{whole(k.Before), whole(k.Gained.Total), whole(k.Gained.Facility), whole(k.Gained.Street),
				whole(k.Lost.Total), whole(k.Lost.Facility), whole(k.Lost.Street), whole(k.After)}})
		}
	}
	return []Table{values, moved}
}

// compared is a value of a check in one of two years; in the public edition not where few people make the difference.
func (q *Request) compared(n *standard.Number, share bool, covered *standard.CoveredChange) TableCell {
	if n == nil {
		return TableCell{}
	}
	if q.Edition == Public && covered != nil && (small(covered.Gained.Total) || small(covered.Lost.Total) || small(covered.After-covered.Before) || small(covered.Before-covered.After)) {
		return TableCell{Shown: hiddenMore}
	}
	f := n.Float()
	return TableCell{Number: &f, Shown: number(n, nil, share).text}
}

func whole(n int64) TableCell {
	f := float64(n)
	return TableCell{Number: &f}
}
