package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A cell without an end is refused before it is split, at the line where it begins.
func TestEndlessCell(t *testing.T) {
	text := strings.Repeat("x\n", spanMax+2)
	for name, file := range map[string]string{"quoted": "id,lon,lat\na,120,30\nb,\"" + text + "\",30\n", "open": "id,lon,lat\na,120,30\nb,\"" + text, "plain": "id,lon,lat\na,120,30\n" + strings.ReplaceAll(text, "\n", "")} {
		var refusal *Refusal
		if _, err := ReadCSV(strings.NewReader(file), "f.csv", Auto); !errors.As(err, &refusal) || refusal.Row != 3 || !strings.Contains(refusal.Rule.EN, "that begins here") {
			t.Errorf("%s: %v", name, err)
		}
	}
	rows := strings.Repeat("a,\"say \"\"so\"\", and\nso\",120,30\nb,it\"\"s,120,30\n", 60_000)
	sheet, err := ReadCSV(strings.NewReader("id,name,lon,lat\n"+rows), "f.csv", Auto)
	if err != nil || len(sheet.Rows) != 120_000 {
		t.Errorf("many short cells: %v", err)
	}
}

// Small workbooks that unfold to what fills the memory.
func TestWorkbookBombs(t *testing.T) {
	book := func(fill func(stream *excelize.StreamWriter) error) []byte {
		f := excelize.NewFile()
		stream, err := f.NewStreamWriter("Sheet1")
		if err == nil {
			err = fill(stream)
		}
		if err == nil {
			err = stream.Flush()
		}
		var out bytes.Buffer
		if err != nil || f.Write(&out) != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	plain := book(func(s *excelize.StreamWriter) error { return s.SetRow("A1", []any{"id", "lon", "lat"}) })
	var blanks bytes.Buffer
	in, err := zip.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		t.Fatal(err)
	}
	out := zip.NewWriter(&blanks)
	for _, file := range in.File {
		from, _ := file.Open()
		content, _ := io.ReadAll(from)
		to, _ := out.Create(file.Name)
		if file.Name == "xl/worksheets/sheet1.xml" {
			content = bytes.Replace(content, []byte("<sheetData>"), append(bytes.Repeat([]byte(" "), 60<<20), "<sheetData>"...), 1)
		}
		if _, err := to.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"blanks", blanks.Bytes(), "unpacks to more than"},
		{"last column", book(func(s *excelize.StreamWriter) error { return s.SetRow("XFD1", []any{"x"}) }), "row 1 reaches beyond column 1000"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		var refusal *Refusal
		if _, err := ReadXLSX(bytes.NewReader(c.data), "f.xlsx"); !errors.As(err, &refusal) || !strings.Contains(refusal.Rule.EN, c.want) || refusal.Hint.Empty() {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
			t.Errorf("%s takes %d MiB", c.name, used>>20)
		}
	}
}
