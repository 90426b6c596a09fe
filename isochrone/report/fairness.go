package report

import (
	"context"
	"fmt"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// mostFair is how many checks a report tells the fairness of: the first ones, for a mayor reads no more.
const mostFair = 6

// fairnessOf is a table for each of the checks that are about the nearest service in some minutes: how long people of
// each township travel, and how unequally. Checks that ask for the same services, mode and group share one.
func fairnessOf(ctx context.Context, assessed *standard.Assessed, card *standard.Scorecard) (tables []Table, err error) {
	by := townLevel(assessed.Analysis.Area)
	told := map[string]bool{}
	for i := range card.Checks {
		o := &card.Checks[i]
		c := checkOf(assessed.Standard, o.ID)
		if c == nil || c.Measure != standard.Coverage || c.Minutes == 0 || c.Beyond > 0 || o.Value == nil || by == "" || len(tables) == mostFair {
			continue
		}
		if key := fmt.Sprint(assessed.Standard.Expand(c)[0].Services, c.Modes[0], c.Group); told[key] {
			continue
		} else {
			told[key] = true
		}
		fair, err := assessed.FairnessOf(ctx, c, by)
		if _, lacks := standard.Lacking(err); lacks {
			continue
		}
		if err != nil {
			return nil, err
		}
		tables = append(tables, fairnessTable(o, c, fair))
	}
	return tables, nil
}

// townLevel is the level of townships, the one that a page has room for; "" where the town has none.
func townLevel(area *geo.StudyArea) string {
	for _, level := range area.Levels() {
		switch level {
		case "town", "township", "street", "乡镇", "街道", "乡镇街道":
			return level
		}
	}
	return ""
}

func checkOf(std *standard.Standard, id string) *standard.Check {
	for i := range std.Checks {
		if std.Checks[i].ID == id {
			return &std.Checks[i]
		}
	}
	return nil
}

// fairnessTable has a row for each township and one for everybody of the check's group.
func fairnessTable(o *standard.Outcome, c *standard.Check, fair *standard.Fairness) Table {
	t := Table{
		Title: geo.Say("%v: travel time to the nearest, %v", "%v：到最近设施的用时（%v）", o.Title, c.Modes[0].Words()),
		Note:  geo.Say("Of everybody, in town and country. Mean, Gini and Theil are of those who arrive; the median, the minutes within which 95 in 100 arrive and the mean of the worst tenth are of all people.", "统计范围为全部人口，不分城乡。平均值、基尼系数和泰尔指数按可到达人口计；中位数、第 95 百分位和最差十分之一按全部人口计。"),
		Columns: []TableColumn{
			{Title: geo.Say("People", "人口"), People: true}, {Title: geo.Say("Never arrive", "无法到达"), People: true}, {Title: geo.Say("Mean, min", "平均（分钟）")},
			{Title: geo.Say("Median", "中位数")}, {Title: geo.Say("95 in 100 within", "第95百分位")}, {Title: geo.Say("Worst tenth", "最差十分之一")}, {Title: geo.Say("Gini", "基尼系数")}, {Title: geo.Say("Theil", "泰尔指数")},
		},
	}
	for _, part := range fair.Parts {
		if part.By != "setting" {
			t.Note = geo.Say("%v Of a Theil index of %.4f, %.4f lie within townships and %.4f between them.", "%v泰尔指数 %.4f 中，乡镇（街道）内部 %.4f，相互之间 %.4f。", t.Note, part.Theil, part.TheilWithin, part.TheilBetween)
		}
	}
	var whole *TableRow
	for i := range fair.Results {
		r := &fair.Results[i]
		if r.Group != c.Group.String() || r.Setting != "" {
			continue
		}
		row := TableRow{Cells: []TableCell{counted(r.Total), counted(r.Unreached), inMinutes(r.Mean), inMinutes(r.Median), inMinutes(r.P95), inMinutes(r.WorstTenth), indexed(r.Gini), indexed(r.Theil)}}
		if r.Area == nil {
			row.Total, whole = true, &row
		} else if row.Name = *r.AreaName; r.Total > 0 {
			t.Rows = append(t.Rows, row)
		}
	}
	if whole != nil {
		t.Rows = append(t.Rows, *whole)
	}
	return t
}

func counted(n int64) TableCell {
	v := float64(n)
	return TableCell{Number: &v}
}

// inMinutes shows seconds as minutes with one decimal; "–" where some never arrive.
func inMinutes(s *float64) TableCell {
	if s == nil {
		return TableCell{Shown: "–"}
	}
	v := *s / 60
	return TableCell{Number: &v, Shown: fmt.Sprintf("%.1f", v)}
}

func indexed(v *float64) TableCell {
	if v == nil {
		return TableCell{Shown: "–"}
	}
	return TableCell{Number: v, Shown: fmt.Sprintf("%.4f", *v)}
}
