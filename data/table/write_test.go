package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"lifecircle/geo"
)

func sample() geo.Layer {
	return geo.Layer{
		Name:    "people/[2025]",
		Columns: []geo.Column{{Name: "id", Type: geo.Text}, {Name: "name", Type: geo.Text}, {Name: "n", Type: geo.Integer}, {Name: "share", Type: geo.Real}, {Name: "ok", Type: geo.Boolean}, {Name: "more", Type: geo.JSON}},
		Features: []geo.Feature{
			{Geometry: orb.Point{113.54390004, 22.1987}, Values: []any{"002", "培正, \"中學\"", int64(681293), 0.125, true, json.RawMessage(`{"a":1}`)}},
			{Geometry: orb.Point{-46.6, -23.5}, Values: []any{"440106199001011234", "=cmd|'/c calc'!A0", int64(-5), -1e-7, false, nil}},
			{Geometry: nil, Values: []any{"-12.5", "@SUM(1)", nil, nil, nil, nil}},
			{Geometry: orb.Point{1, 2}, Values: []any{"+3", "-2+3", nil, nil, nil, nil}},
			{Geometry: orb.Point{1, 2}, Values: []any{"", "\t=1", nil, nil, nil, nil}},
		},
	}
}

func TestWriteCSV(t *testing.T) {
	var out bytes.Buffer
	if err := WriteCSV(&out, sample(), CSVOptions{BOM: true}); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(out.String(), "\ufeff")
	if !ok {
		t.Error("the mark is missing")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"id", "name", "n", "share", "ok", "more", "lon", "lat"},
		{"002", "培正, \"中學\"", "681293", "0.125", "true", `{"a":1}`, "113.5439", "22.1987"},
		{"440106199001011234", "'=cmd|'/c calc'!A0", "-5", "-0.0000001", "false", "", "-46.6", "-23.5"},
		{"-12.5", "'@SUM(1)", "", "", "", "", "", ""},
		{"+3", "'-2+3", "", "", "", "", "1", "2"},
		{"", "'\t=1", "", "", "", "", "1", "2"},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got\n%q\nwant\n%q", rows, want)
	}

	out.Reset()
	if err := WriteCSV(&out, sample(), CSVOptions{CodesAsText: true}); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); strings.HasPrefix(text, "\ufeff") || !strings.Contains(text, `"=""002"""`) || !strings.Contains(text, `"=""440106199001011234"""`) || strings.Contains(text, `"=""-12.5"""`) {
		t.Errorf("codes as text: %s", text)
	}
	// What we write for spreadsheet programs we read back as it was.
	sheet, err := ReadCSV(&out, "f.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := sheet.Rows[0].Cells[0], sheet.Rows[1].Cells[1]; a != "002" || b != "=cmd|'/c calc'!A0" {
		t.Errorf("read back as %q and %q", a, b)
	}
}

func TestWriteCSVColumns(t *testing.T) {
	for name, c := range map[string]struct {
		layer geo.Layer
		want  string
	}{
		"own lon":   {geo.Layer{Columns: []geo.Column{{Name: "lon", Type: geo.Real}}, Features: []geo.Feature{{Geometry: orb.Point{1, 2}, Values: []any{1.0}}}}, "lon\n1\n"},
		"no points": {geo.Layer{Columns: []geo.Column{{Name: "a", Type: geo.Text}}, Features: []geo.Feature{{Values: []any{"x"}}}}, "a\nx\n"},
		"polygons":  {geo.Layer{Columns: []geo.Column{{Name: "a", Type: geo.Text}}, Features: []geo.Feature{{ID: "p", Geometry: orb.Polygon{}, Values: []any{"x"}}, {ID: "q", Geometry: orb.Point{1, 2}, Values: []any{"y"}}}}, "id,a\np,x\nq,y\n"},
		"no rows":   {geo.Layer{Columns: []geo.Column{{Name: "a", Type: geo.Text}, {Name: "=b", Type: geo.Text}}}, "a,'=b\n"},
	} {
		var out bytes.Buffer
		if err := WriteCSV(&out, c.layer, CSVOptions{}); err != nil || out.String() != c.want {
			t.Errorf("%s: %q, %v; want %q", name, out.String(), err, c.want)
		}
	}
	for name, layer := range map[string]geo.Layer{
		"too few values": {Columns: []geo.Column{{Name: "a"}}, Features: []geo.Feature{{}}},
		"not a number":   {Columns: []geo.Column{{Name: "a", Type: geo.Real}}, Features: []geo.Feature{{Values: []any{math.NaN()}}}},
		"foreign type":   {Columns: []geo.Column{{Name: "a"}}, Features: []geo.Feature{{Values: []any{struct{}{}}}}},
		"twice":          {Columns: []geo.Column{{Name: "a"}, {Name: "a"}}},
	} {
		if err := WriteCSV(&bytes.Buffer{}, layer, CSVOptions{}); err == nil {
			t.Errorf("%s is written", name)
		}
		if err := WriteXLSX(&bytes.Buffer{}, layer); err == nil {
			t.Errorf("%s is written as XLSX", name)
		}
	}
}

func TestXLSXThereAndBack(t *testing.T) {
	var out, again bytes.Buffer
	if err := WriteXLSX(&out, sample()); err != nil {
		t.Fatal(err)
	}
	if err := WriteXLSX(&again, sample()); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the same layer gives other bytes (%v)", err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	name := book.GetSheetList()[0]
	if name != "people__2025_" {
		t.Errorf("the worksheet is called %q", name)
	}
	for cell, want := range map[string]struct {
		kind excelize.CellType
		text string
	}{
		"A2": {excelize.CellTypeInlineString, "002"}, "B3": {excelize.CellTypeInlineString, "=cmd|'/c calc'!A0"}, "C2": {excelize.CellTypeUnset, "681293"}, "A4": {excelize.CellTypeInlineString, "-12.5"}, "G2": {excelize.CellTypeUnset, "113.5439"},
	} {
		kind, err := book.GetCellType(name, cell)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := book.GetCellValue(name, cell)
		formula, _ := book.GetCellFormula(name, cell)
		if text != want.text || formula != "" || (kind != want.kind && !(want.kind == excelize.CellTypeUnset && kind == excelize.CellTypeNumber)) {
			t.Errorf("%s is %q of type %d with formula %q", cell, text, kind, formula)
		}
	}
	sheet, err := ReadXLSX(bytes.NewReader(out.Bytes()), "f.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if sheet.Encoding != "xlsx" || len(sheet.Rows) != 5 || sheet.Rows[0].Number != 2 || sheet.Rows[0].Cells[0] != "002" || sheet.Rows[0].Cells[6] != "113.5439" {
		t.Errorf("%+v", sheet)
	}
	for name, data := range map[string]string{"no zip": "id,lon", "cut": out.String()[:out.Len()/2], "empty": ""} {
		if _, err := ReadXLSX(strings.NewReader(data), "f.xlsx"); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

func FuzzWriteCSVCell(f *testing.F) {
	for _, s := range []string{"=1+1", "'=1", "002", "-5", "\t@", "a\nb", "\"", "="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		layer := geo.Layer{Columns: []geo.Column{{Name: "a"}, {Name: "b"}}, Features: []geo.Feature{{Values: []any{"x", s}}}}
		var out bytes.Buffer
		if err := WriteCSV(&out, layer, CSVOptions{}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%q cannot be read back: %v", s, err)
		}
		if cell := rows[1][1]; startsFormula(cell) {
			t.Fatalf("%q is written as %q", s, cell)
		}
	})
}

func FuzzReadXLSX(f *testing.F) {
	var book bytes.Buffer
	if err := WriteXLSX(&book, sample()); err != nil {
		f.Fatal(err)
	}
	f.Add(book.Bytes())
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sheet, err := ReadXLSX(bytes.NewReader(data), "f.xlsx")
		if err != nil {
			return
		}
		for _, row := range sheet.Rows {
			if row.Fault == nil && len(row.Cells) != len(sheet.Header) {
				t.Fatalf("row %d has %d cells for %d columns", row.Number, len(row.Cells), len(sheet.Header))
			}
		}
	})
}

// TestContactColumns holds what is dropped against what must stay.
func TestContactColumns(t *testing.T) {
	for _, title := range []string{"联系电话", "办公电话", "手机号码", "姓名（联系人）", "身份证号", "phone", "contact:phone", "Contact Person", "e-mail", "EMAIL", "Tel.", "法定代表人", "户主姓名", "id_card"} {
		if !personal(title) {
			t.Errorf("%s is kept", title)
		}
	}
	for _, title := range []string{"名称", "hotel", "telecom", "床位数", "备案编号", "管理单位", "mobility", "routes", "name_pt", "统一社会信用代码"} {
		if personal(title) {
			t.Errorf("%s is dropped", title)
		}
	}
}
