package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"lifecircle/geo"
)

// ReadCSV decodes a list whose cells are separated by commas, tabs, semicolons or bars; which, the header
// tells. Title lines above the header are skipped. Lines that cannot be split become rows with a fault.
func ReadCSV(r io.Reader, file string, encoding Encoding) (*Sheet, error) {
	data, err := ReadAll(r, file)
	if err != nil {
		return nil, err
	}
	if err := refuseOtherFormats(file, data); err != nil {
		return nil, err
	}
	text, found, warnings, err := DecodeText(file, data, encoding)
	if err != nil {
		return nil, err
	}
	sheet := &Sheet{File: file, Encoding: string(found), Warnings: warnings}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma = separator(text)
	reader.FieldsPerRecord = -1
	if line := tooManyCells(text, byte(reader.Comma)); line > 0 {
		return nil, &Refusal{File: file, Row: line, Rule: geo.Say("the line has far more cells than a list has columns", "该行的单元格远多于清单应有的列数"), Hint: geo.Say("Choose a list with one place per line.", "请选择每行一个地点的清单。")}
	}
	if line := endlessCell(text, byte(reader.Comma)); line > 0 {
		return nil, &Refusal{File: file, Row: line, Rule: geo.Say("a cell that begins here is longer than %d bytes", "从此处开始的单元格超过 %d 字节", spanMax),
			Hint: geo.Say("Close the quotation mark in this line, or shorten the cell.", "请在本行补上引号，或缩短该单元格。")}
	}
	var rows []Row
	cellsRead := 0
	for {
		cells, err := reader.Read()
		if err == io.EOF {
			break
		}
		row := Row{Cells: cells}
		var broken *csv.ParseError
		switch {
		case errors.As(err, &broken):
			if broken.Line-broken.StartLine > 1 {
				return nil, &Refusal{File: file, Row: broken.StartLine,
					Rule: geo.Say("a quotation mark opens here and its cell does not end properly before line %d", "此处的引号未正确闭合，到第 %d 行仍未结束", broken.Line),
					Hint: geo.Say("Close the quotation mark in this line, or write it twice where it belongs to the text.", "请在本行补上引号；引号属于文字时请连写两个。")}
			}
			row.Number = broken.StartLine
			row.Fault = &Fault{Rule: geo.Say("the line cannot be split into cells (%v): check its quotation marks", "该行无法拆分为单元格（%v）：请检查引号", broken.Err)}
		case err != nil:
			return nil, fmt.Errorf("%s: %w", file, err)
		default:
			row.Number, _ = reader.FieldPos(0)
		}
		if row.blank() {
			continue
		}
		rows = append(rows, row)
		if cellsRead += len(cells); len(rows) > MaxRows || cellsRead > MaxCells {
			return nil, &Refusal{File: file, Row: row.Number, Rule: geo.Say("the file has more than %d rows or %d cells", "文件超过 %d 行或 %d 个单元格", MaxRows, MaxCells), Hint: geo.Say("Import it in parts.", "请分批导入。")}
		}
	}
	return sheet, sheet.fill(rows)
}

// ReadAll reads a file of at most [MaxBytes].
func ReadAll(r io.Reader, file string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(data) > MaxBytes {
		return nil, &Refusal{File: file, Rule: geo.Say("the file is larger than %d MiB", "文件大于 %d MiB", MaxBytes>>20), Hint: geo.Say("Import it in parts.", "请分批导入。")}
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))) == 0 {
		return nil, &Refusal{File: file, Rule: geo.Say("the file is empty", "文件为空"), Hint: geo.Say("Choose a file with a header line and one line per place.", "请选择有表头、每行一个地点的文件。")}
	}
	return data, nil
}

// refuseOtherFormats knows the files that people take for tables.
func refuseOtherFormats(file string, data []byte) error {
	head := data[:min(len(data), 4096)]
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	refuse := func(rule, hint geo.Words) error { return &Refusal{File: file, Rule: rule, Hint: hint} }
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return refuse(geo.Say("this is an XLSX or ZIP file and not CSV", "这是 XLSX 或 ZIP 文件，不是 CSV"), geo.Say("Give it the ending .xlsx, or save it as \"CSV UTF-8\".", "请把扩展名改为 .xlsx，或另存为“CSV UTF-8”。"))
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		return refuse(geo.Say("this is an old Excel file (.xls)", "这是旧版 Excel 文件（.xls）"), geo.Say("Open it and save it as .xlsx or as \"CSV UTF-8\".", "请打开后另存为 .xlsx 或“CSV UTF-8”。"))
	case bytes.HasPrefix(trimmed, []byte("{")) || bytes.HasPrefix(trimmed, []byte("[")):
		return refuse(geo.Say("this is JSON and not CSV", "这是 JSON，不是 CSV"), geo.Say("If it is GeoJSON, give it the ending .geojson.", "如为 GeoJSON，请把扩展名改为 .geojson。"))
	case bytes.HasPrefix(trimmed, []byte("<")):
		return refuse(geo.Say("this is XML or HTML and not CSV", "这是 XML 或 HTML，不是 CSV"), geo.Say("Export the list as CSV or GeoJSON.", "请把清单导出为 CSV 或 GeoJSON。"))
	case bytes.IndexByte(head, 0) >= 0 && !bytes.HasPrefix(head, []byte{0xFF, 0xFE}) && !bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return refuse(geo.Say("this is a binary file and not CSV", "这是二进制文件，不是 CSV"), geo.Say("Export the list as CSV or GeoJSON.", "请把清单导出为 CSV 或 GeoJSON。"))
	}
	return nil
}

// separator is the candidate that splits the first lines into most cells, quoted text aside.
func separator(text []byte) rune {
	best, most := ',', 0
	for _, candidate := range []rune{',', '\t', ';', '|'} {
		count, quoted, lines := 0, false, 0
		for _, r := range string(text[:min(len(text), 64<<10)]) {
			switch {
			case r == '"':
				quoted = !quoted
			case r == '\n' && !quoted:
				lines++
			case r == candidate && !quoted:
				count++
			}
			if lines == 10 {
				break
			}
		}
		if count > most {
			best, most = candidate, count
		}
	}
	return best
}

// tooManyCells is the first line with so many separators that splitting it would only fill the memory; 0 if
// there is none. Text in quotation marks may hold separators, hence the generous bound.
func tooManyCells(text []byte, separator byte) int {
	line := 1
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			end = len(text) - 1
		}
		if end > 32*MaxColumns && bytes.Count(text[:end], []byte{separator}) > 32*MaxColumns {
			return line
		}
		text = text[end+1:]
		line++
	}
	return 0
}

// spanMax is far beyond [MaxCellSize], by which single rows are rejected: with a cell of that size in a file, its
// quotation marks are broken or it is no list, and splitting it would take many times its memory.
const spanMax = 32 * MaxCellSize

// endlessCell is the line in which a cell of more than spanMax bytes begins, quotation marks read as the splitter
// does; 0 if there is none.
func endlessCell(text []byte, separator byte) int {
	line, begin, beginLine := 1, 0, 1
	quoted := false // within quotation marks
	for i, c := range text {
		if i-begin > spanMax {
			return beginLine
		}
		switch {
		case c == '"' && (quoted || i == begin):
			quoted = !quoted
		case c == '"' && i > begin+1 && text[begin] == '"' && text[i-1] == '"': // the second of two within a quoted cell
			quoted = true
		case !quoted && (c == separator || c == '\n'):
			begin, beginLine = i+1, line
			if c == '\n' {
				beginLine++
			}
		}
		if c == '\n' {
			line++
		}
	}
	return 0
}

// fill finds the header among the first rows, checks the bounds and drops rows without any text.
func (s *Sheet) fill(rows []Row) error {
	refuse := func(row Row, rule, hint geo.Words) error {
		return &Refusal{File: s.File, Row: row.Number, Rule: rule, Hint: hint}
	}
	hintHeader := geo.Say("The first line must name the columns, such as id,name,lon,lat; each further line is one place.", "首行须为列名，如 id,name,lon,lat（编号、名称、经度、纬度），其后每行一个地点。")
	header := headerRow(rows)
	if header < 0 {
		return &Refusal{File: s.File, Rule: geo.Say("the file has no header line", "文件没有表头"), Hint: hintHeader}
	}
	if len(rows[header].Cells) > MaxColumns {
		return refuse(rows[header], geo.Say("the header has more than %d columns", "表头超过 %d 列", MaxColumns), geo.Say("Remove the columns that are not needed.", "请删除不需要的列。"))
	}
	if header > 0 {
		skipped := Warning{Code: "title_line", Count: header, Text: "lines above the header were skipped", TextZH: "已跳过表头上方的标题行", Examples: []string{}}
		for _, row := range rows[:header] {
			skipped.Examples = append(skipped.Examples, clip(fmt.Sprintf("row %d: %s", row.Number, cleanText(strings.Join(row.Cells, " ")))))
		}
		s.Warnings = append(s.Warnings, skipped)
	}
	s.Header = make([]string, len(rows[header].Cells))
	for i, cell := range rows[header].Cells {
		s.Header[i] = strings.TrimSpace(plainCell(cell))
	}
	for len(s.Header) > 0 && s.Header[len(s.Header)-1] == "" {
		s.Header = s.Header[:len(s.Header)-1]
	}
	if err := CheckSize(s.File, len(rows)-header-1, len(s.Header)); err != nil {
		return err
	}
	for _, row := range rows[header+1:] {
		if row.Fault == nil {
			if row.blank() {
				continue
			}
			row.Fault = s.trim(&row)
		}
		s.Rows = append(s.Rows, row)
	}
	if len(s.Rows) == 0 {
		return &Refusal{File: s.File, Row: rows[header].Number, Rule: geo.Say("the file has a header and no rows", "文件只有表头，没有数据行"), Hint: hintHeader, Empty: true}
	}
	return nil
}

// trim brings a row to the width of the header and its cells to plain text.
func (s *Sheet) trim(row *Row) *Fault {
	for i, cell := range row.Cells {
		if i >= len(s.Header) {
			if strings.TrimSpace(cell) != "" {
				return &Fault{Value: cleanText(cell), Rule: geo.Say("the row has %d cells but the header %d: a separator inside a cell must stand in quotation marks", "该行有 %d 个单元格而表头只有 %d 个：单元格内的分隔符须加引号", len(row.Cells), len(s.Header))}
			}
			continue
		}
		if len(cell) > MaxCellSize {
			return &Fault{Column: s.Header[i], Value: cleanText(cell), Rule: geo.Say("the cell is longer than %d bytes", "单元格超过 %d 字节", MaxCellSize)}
		}
		row.Cells[i] = plainCell(cell)
	}
	for len(row.Cells) < len(s.Header) {
		row.Cells = append(row.Cells, "")
	}
	row.Cells = row.Cells[:len(s.Header)]
	return nil
}

func (r *Row) blank() bool {
	for _, cell := range r.Cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return r.Fault == nil
}

// plainCell trims a cell and undoes what keeps spreadsheet programs from reading it as a number or a
// formula: ="002" and the apostrophe before '=, '+, '-, '@.
func plainCell(cell string) string {
	cell = strings.TrimSpace(cell)
	if inner, ok := strings.CutPrefix(cell, `="`); ok && strings.HasSuffix(inner, `"`) && !strings.Contains(inner[:len(inner)-1], `"`) {
		return inner[:len(inner)-1]
	}
	if rest, ok := strings.CutPrefix(cell, "'"); ok && startsFormula(rest) {
		return rest
	}
	return cell
}
