package table

import (
	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Candidate is a place where something could be built, as a list has it.
type Candidate struct {
	Row      int
	ID       string
	Name     string
	Service  string // a code, "" where the row names none
	Status   string // as it is written
	Point    orb.Point
	Cost     float64 // geo.NoData if not given
	Capacity float64 // geo.NoData if not given
}

// Candidates reads a sheet as a list of places to build, in the order of the file: points, or polygons, each taken at a
// point inside it. The error is a [*Refusal]; the findings are filled even then. A row that cannot be read refuses the
// whole list, as does an id that comes again: what is best among the candidates hangs on every one of them.
func Candidates(sheet *Sheet, opts Options) ([]Candidate, Findings, error) {
	r, err := sheet.open(candidateFields, nil, opts, false)
	if err != nil {
		return nil, r.findings, err
	}
	if err := r.needPosition(); err != nil {
		return nil, r.findings, err
	}
	var out []Candidate
	rows := map[string]int{}
	r.each(func(c *record) bool {
		place := Candidate{Row: c.row.Number, ID: c.id(), Name: c.cell("name"), Service: c.service(), Status: c.cell("status"), Point: c.point(), Cost: c.number("cost"), Capacity: c.number("capacity")}
		if before, twice := rows[place.ID]; twice {
			c.fail("id", place.ID, geo.Say("the id stands in row %d already: give every place an id of its own", "该编号已在第 %d 行出现：请为每个地点使用不同的编号", before))
		}
		rows[place.ID] = c.row.Number
		if place.Cost == geo.NoData && r.has("cost") {
			c.fail("cost", "", geo.Say("the cost is missing, while the list has costs: fill it in, or 0 where it is free", "清单有成本列而此处缺失：请填写，无成本填 0"))
		}
		if c.fault == nil {
			out = append(out, place)
		}
		return false
	})
	findings, err := r.close()
	if err == nil {
		err = findings.whole()
	}
	if err != nil {
		return nil, findings, err
	}
	return out, findings, nil
}

// service is the code of the one service that a row names.
func (c *record) service() string {
	text := c.cell("service")
	if text == "" {
		return ""
	}
	code, known := serviceCode(text)
	if !known {
		c.fail("service", text, unknownService(text))
	}
	return code
}

// whole refuses a list of which a row was rejected.
func (f *Findings) whole() error {
	if f.Rejected == 0 {
		return nil
	}
	first := f.Rejects[0]
	return &Refusal{File: f.File, Row: first.Row, Column: first.Column, Value: first.Value, Rule: geo.Words{EN: first.Rule, ZH: first.RuleZH},
		Hint: geo.Say("Correct the row: a choice of sites must not rest on a part of the file (%d rows are wrong).", "请更正该行：选址不能只依据部分数据（共 %d 行有误）。", f.Rejected)}
}

// Lands reads a sheet as pieces of land, with the names that areas would have: see [Areas]. Every row must be a polygon.
func Lands(sheet *Sheet, opts Options) ([]geo.Area, Findings, error) {
	if !sheet.Spatial {
		return nil, newFindings(sheet), &Refusal{File: sheet.File, Rule: geo.Say("a table holds no polygons", "表格中没有面要素"), Hint: geo.Say("Give the land as GeoJSON.", "请以 GeoJSON 提供范围。")}
	}
	opts.Level = "land" // of no consequence, and so not asked for
	lands, findings, err := Areas(sheet, opts)
	if err == nil {
		err = findings.whole()
	}
	if err != nil {
		return nil, findings, err
	}
	return lands, findings, nil
}
