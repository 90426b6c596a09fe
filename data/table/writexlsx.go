package table

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"lifecircle/geo"
)

// The limits of a worksheet.
const (
	sheetRows      = 1_048_576
	sheetColumns   = 16_384
	sheetCellChars = 32_767
	exactInteger   = 1 << 53 // spreadsheets compute in float64
)

// WriteXLSX writes a layer as a workbook of one worksheet, with the columns of [WriteCSV]. Text stays text
// whatever it looks like: no cell is ever a formula, and codes keep their zeros. What does not fit into a
// worksheet is an error.
func WriteXLSX(w io.Writer, layer geo.Layer) error {
	f, err := flatten(layer)
	if err != nil {
		return err
	}
	if len(layer.Features) >= sheetRows || len(f.header) > sheetColumns {
		return fmt.Errorf("layer %s: %d rows of %d columns do not fit into a worksheet: export it as CSV or Parquet", layer.Name, len(layer.Features), len(f.header))
	}
	book := excelize.NewFile()
	defer book.Close()
	name := sheetName(layer.Name)
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	out, err := book.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	header := make([]any, len(f.header))
	for i, column := range f.header {
		header[i] = column
	}
	if err := out.SetRow("A1", header); err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	for i := range layer.Features {
		row := f.row(i)
		for j, value := range row {
			text, isText, err := f.text(i, j, value)
			if err != nil {
				return err
			}
			if isText && utf8.RuneCountInString(text) > sheetCellChars {
				return fmt.Errorf("layer %s: feature %d, column %s: the text is longer than the %d characters of a cell: export it as CSV or GeoJSON", layer.Name, i, f.header[j], sheetCellChars)
			}
			switch v := value.(type) {
			case json.RawMessage:
				row[j] = text
			case int64:
				if v > exactInteger || v < -exactInteger {
					row[j] = text
				}
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+2), row); err != nil {
			return fmt.Errorf("layer %s: %w", layer.Name, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	return nil
}

// sheetName fits a layer's name to what worksheets may be called.
func sheetName(layer string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '_'
		}
		return r
	}, layer)
	if runes := []rune(name); len(runes) > 31 {
		name = string(runes[:31])
	}
	if strings.TrimSpace(name) == "" {
		return "layer"
	}
	return name
}
