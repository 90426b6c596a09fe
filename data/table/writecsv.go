package table

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"

	"lifecircle/geo"
)

// CSVOptions says for whom a CSV file is. The zero value is plain UTF-8 for programs.
type CSVOptions struct {
	BOM         bool // begin with a byte order mark, by which Excel and WPS know UTF-8
	CodesAsText bool // write codes such as 002 or an 18-digit id as ="002", which spreadsheet programs show as they are; [ReadCSV] undoes it
}

// WriteCSV writes a layer as a table with lines ending in a line feed. Layers of points get the columns lon
// and lat at the end unless they have them; other geometries are left out. Feature ids come first as id
// unless there is such a column. An absent value is an empty cell.
//
// Text that a spreadsheet program would run as a formula (it begins with = + - @, a tab or a carriage return
// and is no number) gets an apostrophe in front.
func WriteCSV(w io.Writer, layer geo.Layer, opts CSVOptions) error {
	f, err := flatten(layer)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(w, 64<<10)
	if opts.BOM {
		buffered.WriteString("\ufeff") // the error comes back from Flush
	}
	out := csv.NewWriter(buffered)
	header := make([]string, len(f.header))
	for i, name := range f.header {
		header[i] = defuse(name)
	}
	if err := out.Write(header); err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	cells := make([]string, len(f.header))
	for i := range layer.Features {
		for j, value := range f.row(i) {
			s, text, err := f.text(i, j, value)
			if err != nil {
				return err
			}
			switch {
			case text && opts.CodesAsText && isCode(s):
				s = `="` + s + `"`
			case text:
				s = defuse(s)
			}
			cells[j] = s
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("layer %s: %w", layer.Name, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	return buffered.Flush()
}

// startsFormula tells text that spreadsheet programs take for a formula.
func startsFormula(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return !plainNumber.MatchString(s)
	}
	return false
}

func defuse(s string) string {
	if startsFormula(s) {
		return "'" + s
	}
	return s
}

// isCode tells digits that a spreadsheet program would spoil: with leading zeros, or more than 11 of them,
// from which it goes over to powers of ten.
func isCode(s string) bool {
	return len(s) > 1 && isDigits(s) && (s[0] == '0' || len(s) > 11)
}
