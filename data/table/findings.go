package table

import (
	"fmt"
	"slices"
)

// Findings is the report of an import: what was read and kept, and what looks wrong.
// Read = Kept + Updated + Rejected.
type Findings struct {
	File     string    `json:"file"`
	Read     int       `json:"read"`     // rows with anything in them
	Kept     int       `json:"kept"`     // rows that made it
	Updated  int       `json:"updated"`  // rows replaced by a later row with the same key
	Rejected int       `json:"rejected"` // rows that broke a rule
	Rejects  []Reject  `json:"rejects"`  // the first 100 of them
	Warnings []Warning `json:"warnings"`
	Datum    string    `json:"datum"`
	Encoding string    `json:"encoding"`
	Columns  []Column  `json:"columns"` // how the columns were understood
}

// MaxRejects is the number of rejected rows that a report lists; all are counted.
const MaxRejects = 100

// Reject is a row that was not taken.
type Reject struct {
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column string `json:"column"` // as the file writes it; "" where the row as a whole is to blame
	Value  string `json:"value"`
	Rule   string `json:"rule"` // what was broken and what to do
	RuleZH string `json:"rule_zh"`
}

// Warning is something that looks wrong or that a reader of the results must know.
type Warning struct {
	Code     string   `json:"code"`
	Count    int      `json:"count"`
	Text     string   `json:"text"`
	TextZH   string   `json:"text_zh"`
	Examples []string `json:"examples"` // the first few
}

// maxExamples is the number of examples that a warning gives.
const maxExamples = 10

// Column tells as which field a column was read; Field is "" for a column that was not read and
// "attribute" for one kept as it is.
type Column struct {
	Column string `json:"column"`
	Field  string `json:"field"`
}

func newFindings(sheet *Sheet) Findings {
	return Findings{
		File: sheet.File, Encoding: sheet.Encoding,
		Rejects: []Reject{}, Warnings: slices.Clone(sheet.Warnings), Columns: []Column{},
	}
}

// warn counts one more case of a warning and keeps it as an example while there are few.
func (f *Findings) warn(code, text, textZH, example string) {
	f.count(slices.IndexFunc(f.Warnings, func(w Warning) bool { return w.Code == code }), code, text, textZH, example)
}

// warnRule is warn for a code of which each text is a warning of its own.
func (f *Findings) warnRule(code, text, textZH, example string) {
	f.count(slices.IndexFunc(f.Warnings, func(w Warning) bool { return w.Code == code && w.Text == text }), code, text, textZH, example)
}

// count adds a case to the warning at i, or to a new one.
func (f *Findings) count(i int, code, text, textZH, example string) {
	if i < 0 {
		i = len(f.Warnings)
		f.Warnings = append(f.Warnings, Warning{Code: code, Text: text, TextZH: textZH, Examples: []string{}})
	}
	w := &f.Warnings[i]
	w.Count++
	if len(w.Examples) < maxExamples {
		w.Examples = append(w.Examples, clip(example))
	}
}

func (f *Findings) reject(row int, fault Fault) {
	f.Rejected++
	if len(f.Rejects) < MaxRejects {
		f.Rejects = append(f.Rejects, Reject{File: f.File, Row: row, Column: fault.Column, Value: clip(fault.Value), Rule: fault.Rule.EN, RuleZH: fault.Rule.ZH})
	}
}

// rowName is how examples call a row.
func rowName(row int, id string) string {
	if id == "" {
		return fmt.Sprintf("row %d", row)
	}
	return fmt.Sprintf("row %d (%s)", row, id)
}
