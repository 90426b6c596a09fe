package data

import (
	"context"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// maxUnjoined is the number of rows that a report lists because nothing is there that they could be about.
const maxUnjoined = 10_000

// JoinReport says what an import of attributes was joined to.
type JoinReport struct {
	Of      Kind `json:"of"`
	ByID    int  `json:"by_id"`   // rows
	ByName  int  `json:"by_name"` // rows
	Changed int  `json:"changed"` // records that a row was about
	Without int  `json:"without"` // records that none was about
}

// readAttributes reads a list of attributes. What its rows are about is looked up in the transaction that changes it.
func readAttributes(ctx context.Context, r ImportRequest) (*batch, error) {
	opts, content, sheet, err := readTable(ctx, r)
	if err != nil {
		return nil, err
	}
	b := &batch{source: geo.Source{SHA256: hash(content), Options: r.describe()}}
	var findings table.Findings
	switch r.Of {
	case Areas:
		var patches []table.Patch[geo.Area]
		patches, findings, err = table.AreaPatches(sheet, opts)
		b.source.Kind, b.rows = "area_attributes", int64(len(patches))
		b.write = func(tx *writeTx, report *Report) error { return patchAreas(tx, report, patches) }
		b.check = func(town geo.Town, report *Report) error {
			differ, err := areasDiffer(town.Points, town.Areas)
			report.warn(differ)
			return err
		}
	case Facilities:
		var patches []table.Patch[geo.Facility]
		patches, findings, err = table.FacilityPatches(sheet, opts)
		b.source.Kind, b.rows = "facility_attributes", int64(len(patches))
		b.write = func(tx *writeTx, report *Report) (err error) {
			b.source.Service, err = patchFacilities(tx, report, patches)
			return err
		}
		b.check = func(town geo.Town, report *Report) error {
			report.warn(unknownArea(town.Areas, facilityPlaces(town.Facilities)), unknownServes(&town))
			return nil
		}
	case Residents:
		var patches []table.Patch[geo.ResidentialPoint]
		patches, findings, err = table.ResidentPatches(sheet, opts)
		b.source.Kind, b.rows = "resident_attributes", int64(len(patches))
		b.write = func(tx *writeTx, report *Report) error { return patchPoints(tx, report, patches) }
		b.check = func(town geo.Town, report *Report) error {
			report.warn(unknownArea(town.Areas, pointPlaces(town.Points)))
			differ, err := areasDiffer(town.Points, town.Areas)
			report.warn(differ)
			return err
		}
	}
	findings.Datum = "" // nothing here has a position
	b.report = fromFindings(r.Kind, findings)
	return b, err
}

func patchAreas(tx *writeTx, report *Report, patches []table.Patch[geo.Area]) error {
	areas, err := readAreas(tx.ctx, tx)
	if err != nil {
		return err
	}
	changed, err := join(report, Areas, patches, areas, records[geo.Area]{
		id: func(a *geo.Area) []string { return []string{a.ID} }, name: func(a *geo.Area) string { return a.Name },
		fits: func(p *table.Patch[geo.Area], a *geo.Area) bool {
			return (p.Level == "" || p.Level == a.Level) && (p.Parent == "" || p.Parent == a.Parent || slices.ContainsFunc(areas, func(other geo.Area) bool {
				return other.ID == a.Parent && other.Name == p.Parent
			}))
		},
	})
	if err != nil {
		return err
	}
	_, err = putAreas(tx, changed)
	return err
}

// patchFacilities gives the services of the facilities that it changed.
func patchFacilities(tx *writeTx, report *Report, patches []table.Patch[geo.Facility]) (services string, err error) {
	facilities, err := readFacilities(tx.ctx, tx)
	if err != nil {
		return "", err
	}
	changed, err := join(report, Facilities, patches, facilities, records[geo.Facility]{
		id:   func(f *geo.Facility) []string { return []string{f.Service + ":" + f.ID, f.ID} },
		name: func(f *geo.Facility) string { return f.Name },
		fits: func(p *table.Patch[geo.Facility], f *geo.Facility) bool {
			return p.Service == "" || p.Service == f.Service
		},
		place: func(f *geo.Facility) orb.Point { return f.Point }, // one building with several services
	})
	if err != nil {
		return "", err
	}
	_, err = putFacilities(tx, changed)
	return strings.Join(servicesOf(changed, ""), ","), err
}

func patchPoints(tx *writeTx, report *Report, patches []table.Patch[geo.ResidentialPoint]) error {
	points, err := readPoints(tx.ctx, tx)
	if err != nil {
		return err
	}
	changed, err := join(report, Residents, patches, points, records[geo.ResidentialPoint]{
		id: func(p *geo.ResidentialPoint) []string { return []string{p.ID} }, name: func(p *geo.ResidentialPoint) string { return p.Name },
		fits: func(*table.Patch[geo.ResidentialPoint], *geo.ResidentialPoint) bool { return true },
	})
	if err != nil {
		return err
	}
	_, err = putPoints(tx, changed)
	return err
}

// records says how those of one kind are known.
type records[T any] struct {
	id    func(*T) []string
	name  func(*T) string
	fits  func(*table.Patch[T], *T) bool // what else the row says of whom it is about
	place func(*T) orb.Point             // nil unless several records may be one place
}

// join applies each row to the record that it is about, by id, else by name, and gives those that were changed, in their
// order. Rows that are about none, or may be about several, are listed in the report.
func join[T any](report *Report, of Kind, patches []table.Patch[T], all []T, known records[T]) (changed []T, err error) {
	byID, byName := make(map[string][]int), make(map[string][]int)
	var spelled []string
	for i := range all {
		for _, id := range known.id(&all[i]) {
			byID[id] = append(byID[id], i)
		}
		if name := known.name(&all[i]); name != "" {
			byName[name] = append(byName[name], i)
			spelled = append(spelled, name)
		}
	}
	meant := newNames(spelled)
	joined := &JoinReport{Of: of}
	rowOf := make(map[int]int) // of the records that were changed
	repeated := newCases("repeated_key", "keys that occur several times: later cells count", "同一对象出现多次，以后出现的单元格为准")
	for i := range patches {
		p := &patches[i]
		by, found := &joined.ByID, byID[p.ID]
		if p.ID == "" || len(found) == 0 {
			by, found = &joined.ByName, byName[p.Name]
		}
		found = slices.DeleteFunc(slices.Clone(found), func(n int) bool { return !known.fits(p, &all[n]) })
		if !known.one(all, found) {
			report.unjoined(p.Row, p.Column, p.Key, unjoinedRule(len(found), meant.nearest(p.Key)))
			continue
		}
		*by++
		for _, n := range found {
			if row, again := rowOf[n]; again {
				repeated.add("row %d and row %d (%s)", row, p.Row, p.Key)
			}
			rowOf[n] = p.Row
			p.Apply(&all[n])
		}
	}
	report.warn(repeated.Warning)
	joined.Changed, joined.Without = len(rowOf), len(all)-len(rowOf)
	report.Join = joined
	if report.Kept == 0 && len(patches) > 0 {
		first := report.Rejects[0]
		return nil, &table.Refusal{File: report.File, Row: first.Row, Column: first.Column, Value: first.Value, Rule: geo.Words{EN: first.Rule, ZH: first.RuleZH},
			Hint: geo.Say("Not one of the %d rows is about anything in the workspace; this is the first. Import the %s first, or say which column holds their code or name with --map.",
				"%d 行均未对应到项目文件中的对象，此为首行；请先导入 %s，或用 --map 指定代码或名称列。", report.Read, of)}
	}
	for n := range all {
		if _, is := rowOf[n]; is {
			changed = append(changed, all[n])
		}
	}
	return changed, nil
}

// one tells whether what was found is one thing: one record, or several of one place.
func (k *records[T]) one(all []T, found []int) bool {
	if len(found) < 2 || k.place == nil {
		return len(found) == 1
	}
	return !slices.ContainsFunc(found, func(n int) bool { return k.place(&all[n]) != k.place(&all[found[0]]) })
}

func unjoinedRule(found int, near string) geo.Words {
	switch {
	case found > 1:
		return geo.Say("%d have this name or code: give a code, or a column that tells them apart (level, parent, service)", "有 %d 个同名或同码的对象：请给出代码，或加上级别、上级、设施类型列以区分", found)
	case near != "":
		return geo.Say("nothing in the workspace has this code or name; did you mean %q?", "项目文件中没有此代码或名称；是否指“%s”？", near)
	}
	return geo.Say("nothing in the workspace has this code or name", "项目文件中没有此代码或名称")
}

// unjoined notes a row that could be read and yet is about nothing.
func (r *Report) unjoined(row int, column, value string, rule geo.Words) {
	r.Kept--
	r.Rejected++
	if len(r.Rejects) < maxUnjoined {
		r.Rejects = append(r.Rejects, table.Reject{File: r.File, Row: row, Column: column, Value: value, Rule: rule.EN, RuleZH: rule.ZH})
	}
}

// readReportedList reads a list of reported numbers. Areas that they name must be there.
func readReportedList(ctx context.Context, r ImportRequest) (*batch, error) {
	opts, content, sheet, err := readTable(ctx, r)
	if err != nil {
		return nil, err
	}
	b := &batch{source: geo.Source{Kind: string(ReportedNumbers), SHA256: hash(content), Options: r.describe()}}
	numbers, findings, err := table.Reported(sheet, opts)
	findings.Datum = ""
	b.report, b.rows = fromFindings(r.Kind, findings), int64(len(numbers))
	b.write = func(tx *writeTx, report *Report) error {
		if r.Replace {
			result, err := tx.Exec(`DELETE FROM lifecircle_reported`)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			report.Replaced = int(n)
			if _, err := tx.Exec(`DELETE FROM source WHERE kind = ?`, string(ReportedNumbers)); err != nil {
				return err
			}
		}
		updated, err := putReported(tx, numbers)
		report.Replaced += updated
		return err
	}
	b.check = func(town geo.Town, report *Report) error {
		report.warn(unknownReported(&town))
		return nil
	}
	return b, err
}
