package report

import (
	"cmp"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// Language is the language of a report.
type Language uint8

// The languages. Chinese is the zero value: reports go to offices in China.
const (
	ZH Language = iota
	EN
)

// Edition says who may read a report.
type Edition uint8

// Internal shows every number; Public hides counts of fewer than ten people and every residential point.
const (
	Internal Edition = iota
	Public
)

// Request is a report to be written. Area, Scorecard and Standard are needed; what else is missing is left out of the
// report, and nothing in the request is changed.
type Request struct {
	Area      *geo.StudyArea
	Scorecard *standard.Scorecard
	Standard  *standard.Standard
	Options   standard.Options // with which the standard was held against the town
	Language  Language
	Edition   Edition

	Title        string // "": the town's name and what the report is about
	Office       string // who hands it in
	Date         string // of the report, as it is to be printed
	ReviewNumber string // 审图号 of the maps; "": they are marked as for internal use
	ResultID     string // "": that of the scorecard
	Frozen       bool   // the result is a frozen snapshot (定稿)

	Problems   []standard.Problem
	Blind      map[string]geo.Layer // by check id: what [standard.Uncovered] says of it; shown in the internal edition alone
	Crowds     map[string]*Crowd    // by check id: of those of Blind that are too many to be drawn or named one by one
	Fairness   []Table
	Comparison *standard.SnapshotComparison // with an earlier year; nil: none
}

// Table is a further table of a report, such as fairness by area.
type Table struct {
	Title   geo.Words
	Note    geo.Words
	Columns []TableColumn
	Rows    []TableRow
}

// TableColumn heads a column of a [Table].
type TableColumn struct {
	Title geo.Words
	// People marks numbers of people: in the public edition small ones are hidden, and with them the row's other numbers.
	People bool
}

// TableRow is a row of a [Table].
type TableRow struct {
	Name  string // of a total it may be empty: then it says that it is one
	Total bool   // the sum of the rows above it
	Cells []TableCell
}

// TableCell is a number, or a text where Number is nil.
type TableCell struct {
	Number *float64
	Shown  string // what is shown instead of the number, such as "12.5 min"; "": the number itself
}

// complete checks a request and fills what it leaves open.
func (q Request) complete() (Request, error) {
	if q.Area == nil || q.Scorecard == nil || q.Standard == nil {
		return q, geo.Fail("a report needs a town, a scorecard and its standard", "生成报告需要项目数据、指标达标情况表及其对应的标准")
	}
	if q.ResultID = name(q.ResultID); q.ResultID == "" {
		q.ResultID = q.Scorecard.ResultID()
	}
	if q.Scorecard.AsOf != "" {
		area, _, err := q.Area.AsOf(q.Scorecard.AsOf)
		if err != nil {
			return q, err
		}
		q.Area = area
	}
	q.Office, q.Date, q.ReviewNumber = name(q.Office), name(q.Date), name(q.ReviewNumber)
	v := voice{q.Language}
	q.Title = cmp.Or(shortened(clean(q.Title), 80), v.Say("%s: are the promises kept?", "%s生活圈规划实施评估报告", name(q.Area.Name)))
	return q, nil
}

// check finds the definition of an outcome; an empty one where the standard has none of its id.
func (q *Request) check(id string) *standard.Check {
	for i := range q.Standard.Checks {
		if q.Standard.Checks[i].ID == id {
			return &q.Standard.Checks[i]
		}
	}
	return &standard.Check{ID: id}
}
