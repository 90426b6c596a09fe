package table

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"lifecircle/geo"
	"lifecircle/geo/datum"
)

// reader interprets the rows of one sheet and keeps the report.
type reader struct {
	sheet    *Sheet
	opts     Options
	columns  *columns
	findings Findings
	datums   map[datum.Datum]bool // met in kept positions
	strict   bool                 // shares above a hundred percent break the row
}

// open matches the columns and reports how they are understood. Columns which are no field become attributes: all of
// them if keepExtra says so, else the known ones.
func (s *Sheet) open(fields []field, known []attribute, opts Options, keepExtra bool) (*reader, error) {
	r := &reader{sheet: s, opts: opts, findings: newFindings(s), datums: map[datum.Datum]bool{}}
	r.findings.Datum = opts.Datum.String()
	for i, title := range s.Header {
		s.Header[i] = cleanText(title)
	}
	columns, err := s.match(fields, opts)
	if err != nil {
		return r, err
	}
	r.columns = columns
	columns.known, columns.onlyKnown = attributeColumns(known, columns.extra, columns.heads), !keepExtra
	as := make([]string, len(s.Header))
	for _, f := range fields {
		if i, ok := columns.at[f.name]; ok {
			as[i] = f.name
		}
	}
	for _, i := range columns.extra {
		if attribute := columns.known[i]; attribute != nil {
			as[i] = attribute.name
		} else if keepExtra {
			as[i] = "attribute"
		} else {
			r.findings.warn("column_not_read", "columns that are no field of this list were not read", "以下列不是本类清单的字段，未读取", s.Header[i])
		}
	}
	for _, i := range columns.contacts {
		r.findings.warn("contact_column_dropped", "columns with telephone numbers, contacts or identities were dropped", "已删除含电话、联系人或身份信息的列", s.Header[i])
	}
	for i, title := range s.Header {
		r.findings.Columns = append(r.findings.Columns, Column{Column: title, Field: as[i]})
	}
	if i, ok := columns.at["id"]; ok && columns.heads[i].key == "序号" {
		r.findings.warn("serial_id", "ids are taken from a serial number: they change when the list is sorted anew", "编号取自“序号”列：清单重新排序后会改变", s.Header[i])
	}
	return r, nil
}

// has tells whether the sheet has a column for the field.
func (r *reader) has(name string) bool {
	_, ok := r.columns.at[name]
	return ok
}

// record is one row being read. The first broken rule sticks and the others are not looked for.
type record struct {
	*reader
	row     *Row
	fault   *Fault
	outside bool // a position outside mainland China was reported for it
}

// each reads every row; read returns whether the record replaced an earlier one.
func (r *reader) each(read func(*record) (updates bool)) {
	for i := range r.sheet.Rows {
		row := &r.sheet.Rows[i]
		r.findings.Read++
		if row.Fault != nil {
			r.findings.reject(row.Number, *row.Fault)
			continue
		}
		rec := &record{reader: r, row: row}
		updates := read(rec)
		switch {
		case rec.fault != nil:
			r.findings.reject(row.Number, *rec.fault)
		case updates:
			r.findings.Updated++
			r.findings.Kept++
		default:
			r.findings.Kept++
		}
	}
	r.findings.Kept -= r.findings.Updated // an update keeps the later row and drops the earlier one
}

// close finishes the report. A file of which no row could be used is refused, for an empty list would say
// that there is no such place at all.
func (r *reader) close() (Findings, error) {
	if len(r.datums) > 0 {
		var names []string
		for d := range r.datums {
			names = append(names, d.String())
		}
		slices.Sort(names)
		r.findings.Datum = strings.Join(names, ", ")
	}
	if r.findings.Kept == 0 && r.findings.Rejected > 0 {
		first := r.findings.Rejects[0]
		return r.findings, &Refusal{File: first.File, Row: first.Row, Column: first.Column, Value: first.Value, Rule: geo.Words{EN: first.Rule, ZH: first.RuleZH},
			Hint: geo.Say("Not one of the %d rows can be used; this is the first. Check the columns, the datum (--datum) and --map.", "%d 行均不可用，此为首行；请检查各列、坐标系（--datum）和列对应（--map）。", r.findings.Read)}
	}
	return r.findings, nil
}

// fail keeps the first fault of the row.
func (c *record) fail(field, value string, rule geo.Words) {
	if i, ok := c.columns.at[field]; ok {
		field = c.sheet.Header[i]
	}
	c.failAt(field, value, rule)
}

func (c *record) failAt(column, value string, rule geo.Words) {
	if c.fault == nil {
		c.fault = &Fault{Column: column, Value: value, Rule: rule}
	}
}

// cell is the text of a field, "" where there is none, without control characters and marks of direction.
func (c *record) cell(field string) string {
	i, ok := c.columns.at[field]
	if !ok {
		return ""
	}
	return cleanText(c.row.Cells[i])
}

// cleanText puts blanks for control characters and drops the marks that turn the direction of what follows, with
// which one name can look like another. Joiners and variation selectors stay: some scripts need them.
func cleanText(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) >= 0 {
		s = strings.Map(func(r rune) rune {
			switch {
			case unicode.IsControl(r):
				return ' '
			case unicode.Is(unicode.Bidi_Control, r):
				return -1
			}
			return r
		}, s)
	}
	return strings.TrimSpace(s)
}

// maxID bounds ids, which travel in addresses and file names.
const maxID = 200

// id is the key of the row: its id cell, else the feature's id, else ROW and its number.
func (c *record) id() string {
	id := c.cell("id")
	if id == "" {
		id = cleanText(c.row.FeatureID)
	}
	if len(id) > maxID {
		c.fail("id", id, geo.Say("an id must not be longer than %d bytes", "编号不得超过 %d 字节", maxID))
	}
	if id == "" {
		id = fmt.Sprintf("ROW%d", c.row.Number)
		c.findings.warn("no_id", "rows without an id were named by their number (ROW<n>): another version of the file will not update them", "以下行没有编号，已按行号命名（ROW<n>）；换用新版文件时无法据此更新", fmt.Sprintf("row %d", c.row.Number))
	} else if damagedID.MatchString(id) {
		c.findings.warn("damaged_id", "ids look as if a spreadsheet program had turned them into numbers, which loses digits", "编号疑似被电子表格转成科学记数，可能丢失位数", rowName(c.row.Number, id))
	}
	return id
}

// updated reports that the row replaces an earlier one with the same key.
func (c *record) updated(key string, earlier int) {
	c.findings.warn("repeated_key", "keys that occur several times: the later row counts", "同一编号出现多次，以后出现的行为准",
		fmt.Sprintf("row %d replaces row %d (%s)", c.row.Number, earlier, key))
}

// hintOf takes the hint of a position error as the rule of a fault.
func hintOf(err error) geo.Words {
	var position *datum.PositionError
	if errors.As(err, &position) {
		return position.Hint
	}
	return geo.WordsOf(err)
}
