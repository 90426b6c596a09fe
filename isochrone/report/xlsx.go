package report

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

const (
	bookRows     = 200_000 // rows of one sheet
	bookManifest = 400     // lines of the manifest
	cellRunes    = 2000
)

// XLSX writes a report as a workbook with every table: numbers as numbers, everything else as text that is never a formula,
// whatever a name begins with. A sheet too long for its readers is cut, and says how many rows are left out.
func XLSX(q Request) ([]byte, error) {
	q, err := q.complete()
	if err != nil {
		return nil, err
	}
	file := excelize.NewFile()
	defer file.Close() // it holds temporary files alone
	b := &book{file: file, voice: voice{q.Language}}
	if err := b.styles(); err != nil {
		return nil, err
	}
	findings := q.findings()
	sheets := []sheet{q.scorecardSheet(findings), q.unitSheet(findings), q.problemSheet(findings)}
	if q.Edition == Internal {
		sheets = append(sheets, q.spotSheet(findings))
	}
	sheets = append(sheets, q.tableSheet(b.Say("Fairness", "均等化"), q.Fairness), q.tableSheet(b.Say("Comparison", "与上期比较"), q.comparisonTables()), q.methodSheet(findings), q.manifestSheet())
	for i := range sheets {
		if err := b.write(&sheets[i]); err != nil {
			return nil, err
		}
	}
	file.SetActiveSheet(0)
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, err
	}
	return timeless(out.Bytes())
}

// sheet is a table of texts and numbers.
type sheet struct {
	name   string
	header []string
	widths []float64
	rows   [][]any // string, float64, figure, or nil
}

func (s *sheet) add(cells ...any) { s.rows = append(s.rows, cells) }

// book writes sheets.
type book struct {
	voice
	file  *excelize.File
	text  int // styles
	head  int
	whole int
	other int
	begun bool
}

func (b *book) styles() (err error) {
	style := func(s *excelize.Style) (id int) {
		if err == nil {
			id, err = b.file.NewStyle(s)
		}
		return id
	}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	b.text = style(&excelize.Style{NumFmt: 49, Alignment: top}) // text, also when a cell is edited: what begins with = stays a text
	b.head = style(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"123C55"}}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	b.whole = style(&excelize.Style{NumFmt: 3, Alignment: &excelize.Alignment{Vertical: "top"}}) // #,##0
	b.other = style(&excelize.Style{NumFmt: 0, Alignment: &excelize.Alignment{Vertical: "top"}})
	return err
}

func (b *book) write(s *sheet) error {
	if len(s.rows) == 0 {
		return nil
	}
	var err error
	if !b.begun {
		err = b.file.SetSheetName("Sheet1", s.name)
		b.begun = true
	} else {
		_, err = b.file.NewSheet(s.name)
	}
	if err != nil {
		return err
	}
	out, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, w := range s.widths {
		if err := out.SetColWidth(i+1, i+1, w); err != nil {
			return err
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(s.header))
	for i, title := range s.header {
		header[i] = excelize.Cell{StyleID: b.head, Value: clean(title)}
	}
	if err := out.SetRow("A1", header); err != nil {
		return err
	}
	rows := s.rows
	if left := len(rows) - bookRows; left > 0 {
		rows = append(slices.Clone(rows[:bookRows]), []any{b.Say("%d further rows are left out", "另有 %d 行未列出", left)})
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, v := range row {
			cells[j] = b.cell(v)
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+2), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

// cell is a value with its style. Only texts and numbers get in; excelize writes texts as strings of their own.
func (b *book) cell(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case float64:
		return b.number(v)
	case int:
		return b.number(float64(v))
	case figure:
		switch {
		case v.number != nil:
			return b.number(*v.number)
		case v.text == nothing || v.text == "":
			return nil
		}
		return b.words(v.text)
	case string:
		if v == "" {
			return nil
		}
		return b.words(v)
	}
	return b.words(fmt.Sprint(v))
}

func (b *book) words(text string) excelize.Cell {
	return excelize.Cell{StyleID: b.text, Value: shortened(clean(text), cellRunes)}
}

func (b *book) number(v float64) excelize.Cell {
	style := b.other
	if v == float64(int64(v)) && (v >= 1000 || v <= -1000) {
		style = b.whole
	}
	return excelize.Cell{StyleID: style, Value: v}
}

func (q *Request) scorecardSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Scorecard", "达标情况"), widths: []float64{10, 14, 44, 12, 12, 14, 14, 14, 12, 12, 12, 12, 10, 10, 12, 16, 16, 18, 50, 50, 20},
		header: []string{v.Say("Check", "标识"), v.Say("No.", "编号"), v.Say("Promise", "指标"), v.Say("Value", "实际值"), v.Say("Operator", "比较"), v.Say("Target", "目标值"), v.Say("Unit", "单位"), v.Say("Verdict", "评估结论"), v.Say("If confirmed", "若经确认"), v.Say("Total", "总计"), v.Say("Covered", "已覆盖"),
			v.Say("Not covered", "未覆盖"), v.Say("Units met", "达标单元"), v.Say("Units", "单元总数"), v.Say("Deficit", "缺口"), v.Say("Kind", "指标属性"), v.Say("Reach from", "时限来源"), v.Say("Target from", "目标来源"), v.Say("Why", "说明"), v.Say("Clause", "依据条文"), v.Say("Responsible", "责任单位")}}
	for i := range findings {
		f := &findings[i]
		would := ""
		if f.Would != "" {
			would = v.verdict(f.Would)
		}
		unit := v.unitOf(f.Unit)
		if f.share {
			unit = v.Say("share of 1", "占比（1 为全部）")
		}
		var goal any
		if f.Target != nil && f.Op != standard.NoTarget {
			goal = f.Target.Float()
		} else if f.target != "" {
			goal = f.target
		}
		s.add(f.ID, f.Ref, v.of(f.Title), f.value, string(f.Op), goal, unit, v.verdict(f.Verdict), would, f.total, f.covered, f.uncovered, f.UnitsMet, f.UnitsTotal, f.deficit,
			v.severity(f.Severity), v.origin(f.Reach), v.origin(f.Goal), f.why, f.Clause, v.of(f.Responsible))
	}
	return s
}

func (q *Request) unitSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Units", "逐单元"), widths: []float64{12, 12, 16, 24, 14, 14, 10, 12, 28},
		header: []string{v.Say("Check", "标识"), v.Say("No.", "编号"), v.Say("Unit id", "单元编码"), v.Say("Unit", "单元"), v.Say("Verdict", "结论"), v.Say("Value", "实际值"), v.Say("Deficit", "缺口"), v.Say("Deficit in", "缺口单位"), v.Say("People concerned", "涉及人口"), v.Say("Note", "备注")}}
	for i := range findings {
		f := &findings[i]
		for k := range f.units {
			u := &f.units[k]
			verdict := v.verdict(standard.NotMet)
			if u.met {
				verdict = v.verdict(standard.Met)
			}
			if f.Op == standard.NoTarget {
				verdict = v.verdict(standard.ReportOnly)
			}
			in := ""
			if u.deficit.number != nil {
				in = v.unitOf(u.DeficitIn)
			}
			s.add(f.ID, f.Ref, u.ID, u.name, verdict, u.value, u.deficit, in, u.people, q.noteOf(u))
		}
		for k := range f.NoData {
			u := &f.NoData[k]
			s.add(f.ID, f.Ref, u.ID, u.Name, v.Say("no data", "无数据"), nil, nil, nil, nil, v.attribute(u.Why))
		}
	}
	return s
}

func (q *Request) problemSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Problems", "问题清单"), widths: []float64{7, 12, 44, 24, 12, 12, 10, 44, 18, 14},
		header: []string{v.Say("No.", "序号"), v.Say("Check", "标识"), v.Say("Problem", "问题"), v.Say("Area", "所在区划"), v.Say("People", "涉及人口"), v.Say("Deficit", "缺口"), v.Say("Deficit in", "缺口单位"), v.Say("Suggestion", "整改建议"), v.Say("Responsible", "责任单位"), v.Say("Date", "评估日期")}}
	for i := range q.Problems {
		p := q.shownProblem(&q.Problems[i], findings)
		s.add(i+1, q.Problems[i].Check, p.problem, p.area, p.people, p.deficit, p.deficitIn, p.suggestion, p.responsible, p.date)
	}
	return s
}

func (q *Request) spotSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Uncovered points", "未覆盖居民点"), widths: []float64{12, 14, 24, 12, 12, 10, 26, 40, 12, 12},
		header: []string{v.Say("Check", "标识"), v.Say("Point id", "居民点编码"), v.Say("Name", "名称"), v.Say("People not covered", "未覆盖人口"), v.Say("Nearest", "最近设施"), v.Say("in", "单位"), v.Say("Reason", "未覆盖原因"), v.Say("Lacks", "缺少的设施"), v.Say("Longitude", "经度"), v.Say("Latitude", "纬度")}}
	for i := range findings {
		for _, spot := range q.spots(findings[i].ID) {
			p := &q.Area.Points[spot.point]
			unit := v.unitOf("minutes")
			if spot.metres {
				unit = v.Say("m", "米")
			}
			s.add(findings[i].ID, p.ID, p.Name, float64(spot.people), spot.away, unit, spot.reason, spot.missing, p.Point[0], p.Point[1])
		}
	}
	return s
}

// tableSheet puts further tables below each other.
func (q *Request) tableSheet(name string, tables []Table) sheet {
	v := voice{q.Language}
	s := sheet{name: name, widths: []float64{34}}
	for i := range tables {
		t := &tables[i]
		if i == 0 {
			s.header = append(s.header, v.of(t.Title))
			for _, c := range t.Columns {
				s.header = append(s.header, v.of(c.Title))
			}
		} else {
			row := []any{v.of(t.Title)}
			for _, c := range t.Columns {
				row = append(row, v.of(c.Title))
			}
			s.add()
			s.add(row...)
		}
		for k, figures := range q.shownTable(t) {
			row := []any{t.Rows[k].Name}
			for _, f := range figures {
				row = append(row, f)
			}
			s.add(row...)
		}
		if note := q.sentence(v.of(t.Note)); note != "" {
			s.add(note)
		}
	}
	return s
}

func (q *Request) methodSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Method", "方法与假定"), widths: []float64{30, 110}, header: []string{v.Say("What", "项目"), v.Say("Text", "内容")}}
	d := &document{voice: v}
	q.composeCover(d, findings)
	for _, f := range d.cover {
		s.add(f.name, f.value)
	}
	for _, section := range []section{q.methodSection(findings), q.sourceSection()} {
		for i := range section.blocks {
			b := &section.blocks[i]
			if b.text != "" {
				s.add(section.title, b.text)
			}
			for _, item := range b.items {
				s.add(cmp.Or(b.heading, section.title), item)
			}
			if b.table != nil && section.id == "method" {
				for _, row := range b.table.rows {
					s.add(row[0].text, row[1].text)
				}
			}
		}
	}
	for i := range findings {
		f := &findings[i]
		for _, w := range f.Assumptions {
			s.add(f.heading(v), q.sentence(v.of(w)))
		}
	}
	return s
}

// manifestSheet names the inputs by their hashes and shows the manifest, a line in a row, as far as cells hold it.
func (q *Request) manifestSheet() sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Manifest", "计算依据"), widths: []float64{26, 20, 14, 14, 70}, header: []string{v.Say("What", "项目"), v.Say("Service", "设施类型"), v.Say("Data of", "数据日期"), v.Say("Datum", "坐标系"), v.Say("Value", "内容")}}
	s.add(v.Say("Result id", "结果编号"), nil, nil, nil, q.ResultID)
	inputs := q.inputs()
	for i := range inputs {
		in := &inputs[i]
		s.add(v.input(in.Kind, "", q.Standard), serviceOf(v, in, q), in.DataDate, in.Datum, in.SHA256)
	}
	m := q.Scorecard.Manifest
	if m == nil {
		return s
	}
	s.add(v.Say("Program", "计算程序"), nil, nil, nil, m.Program+" "+m.Version)
	s.add(v.Say("Town", "项目数据指纹"), nil, nil, nil, m.Town)
	short := *m
	short.Inputs = nil // listed above
	text, err := json.MarshalIndent(&short, "", " ")
	if err != nil {
		return s // it was named by its JSON before: it can be written
	}
	lines := bytes.Split(text, []byte("\n"))
	for i, line := range lines[:min(bookManifest, len(lines))] {
		first := ""
		if i == 0 {
			first = v.Say("Manifest", "计算依据")
		}
		s.add(first, nil, nil, nil, string(line))
	}
	return s
}

func serviceOf(v voice, in *geo.Source, q *Request) string {
	if in.Service == "" {
		return ""
	}
	return v.service(in.Service, q.Standard)
}

// timeless packs a workbook again with its parts in order and without times, so that the same report is the same bytes.
func timeless(packed []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, err
	}
	files := slices.Clone(in.File)
	slices.SortFunc(files, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range files {
		if err := repack(out, f); err != nil {
			return nil, err
		}
	}
	err = out.Close()
	return b.Bytes(), err
}

func repack(out *zip.Writer, f *zip.File) error {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err == nil {
		_, err = io.Copy(to, from)
	}
	return err
}
