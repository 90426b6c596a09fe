package report

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"
)

const (
	bookRows  = 200_000 // rows of one sheet
	cellRunes = 2000
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
		sheets = append(sheets, q.spotSheet(findings), q.crowdSheet(findings))
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
