package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"lifecircle/data/osm"
	"lifecircle/data/table"
	"lifecircle/geo"
)

// Report is what an import did and what looks wrong with what it read. It is stored in the workspace.
// Read = Kept + Updated + Rejected + Unused.
type Report struct {
	Kind     Kind            `json:"kind"`
	File     string          `json:"file"`     // name without folders
	Read     int             `json:"read"`     // rows, or ways of an OpenStreetMap file
	Kept     int             `json:"kept"`     // that are now in the workspace
	Updated  int             `json:"updated"`  // rows that a later row of the same file replaced
	Rejected int             `json:"rejected"` // rows that broke a rule
	Unused   int             `json:"unused"`   // streets of an OpenStreetMap file that nobody may use, as under construction: nothing is wrong with them
	Rejects  []table.Reject  `json:"rejects"`  // the first 100 of them; of rows of attributes that did not join, all up to 10,000
	Warnings []table.Warning `json:"warnings"`
	Datum    string          `json:"datum"`
	Encoding string          `json:"encoding"`
	Columns  []table.Column  `json:"columns"`
	Replaced int             `json:"replaced"` // rows the workspace had before and this import removed or overwrote
	Streets  *StreetReport   `json:"streets,omitempty"`
	Join     *JoinReport     `json:"join,omitempty"`
	Idle     *IdleReport     `json:"idle_buildings,omitempty"` // of facilities from OpenStreetMap

	// Of residents, of facilities of the services in question and of areas of the levels in question.
	Before *Stock `json:"before,omitempty"` // in the workspace before the import
	Stayed *Stock `json:"stayed,omitempty"` // of these, what the import left as it was; --replace removes it
	Now    *Stock `json:"now,omitempty"`    // in the workspace after the import
}

// StreetReport is what an import of streets adds to its report.
type StreetReport struct {
	Segments  int              `json:"segments"`
	Turns     int              `json:"turns"` // turn rules, of all restrictions that were applied
	Barriers  int              `json:"barriers"`
	KM        float64          `json:"km"`       // length of the segments, each once
	Dangling  int              `json:"dangling"` // references to nodes that the file does not hold
	DataDate  string           `json:"data_date"`
	Extent    geo.ExtentSource `json:"extent"`
	ExtentBox *[4]float64      `json:"extent_bbox"` // west, south, east, north

	Restrictions *osm.TurnCounts `json:"restrictions,omitempty"` // nil in reports of programs that did not read them
}

func newReport(kind Kind, file string) Report {
	return Report{Kind: kind, File: file, Rejects: []table.Reject{}, Warnings: []table.Warning{}, Columns: []table.Column{}}
}

// fromFindings makes a report of what package table found.
func fromFindings(kind Kind, f table.Findings) Report {
	r := newReport(kind, f.File)
	r.Read, r.Kept, r.Updated, r.Rejected = f.Read, f.Kept, f.Updated, f.Rejected
	r.Datum, r.Encoding = f.Datum, f.Encoding
	r.Rejects = append(r.Rejects, f.Rejects...)
	r.Warnings = append(r.Warnings, f.Warnings...)
	r.Columns = append(r.Columns, f.Columns...)
	return r
}

// warn adds a warning unless it has no cases.
func (r *Report) warn(warnings ...table.Warning) {
	for _, w := range warnings {
		if w.Count > 0 {
			r.Warnings = append(r.Warnings, w)
		}
	}
}

// warnOSM adds the warnings of package osm.
func (r *Report) warnOSM(warnings []osm.Warning) {
	for _, w := range warnings {
		r.warn(table.Warning{Code: w.Rule, Count: w.Count, Text: w.Message.EN, TextZH: w.Message.ZH, Examples: append([]string{}, w.Examples...)})
	}
}

func putReport(tx *writeTx, r Report) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO import_report (kind, file, report) VALUES (?, ?, ?)`, string(r.Kind), r.File, string(text))
	return err
}

// Reports gives the reports of all imports into this workspace, in their order.
func (w *Workspace) Reports(ctx context.Context) ([]Report, error) {
	var reports []Report
	err := each(ctx, w.read, `SELECT seq, report FROM import_report ORDER BY seq`, func(row *sql.Rows) error {
		var seq int64
		var text string
		if err := row.Scan(&seq, &text); err != nil {
			return err
		}
		var r Report
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			return fmt.Errorf("import report %d: %w", seq, err)
		}
		reports = append(reports, r)
		return nil
	})
	return reports, explain(w.path, err)
}

// maxExamples is the number of examples that a warning gives.
const maxExamples = 10

// cases collects the cases of one warning.
type cases struct{ table.Warning }

func newCases(code, text, textZH string) *cases {
	return &cases{table.Warning{Code: code, Text: text, TextZH: textZH, Examples: []string{}}}
}

func (c *cases) add(format string, args ...any) {
	c.Count++
	if len(c.Examples) < maxExamples {
		c.Examples = append(c.Examples, fmt.Sprintf(format, args...))
	}
}

// listed makes a warning of keys that are known already.
func listed(code, text, textZH string, keys []string) table.Warning {
	return table.Warning{Code: code, Count: len(keys), Text: text, TextZH: textZH, Examples: slices.Clone(keys[:min(len(keys), maxExamples)])}
}
