package table

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// What a sheet may hold. Beyond these a file is refused: it is no list of facilities or people.
const (
	MaxBytes    = 256 << 20 // of a file
	MaxRows     = 2_000_000
	MaxColumns  = 1_000
	MaxCells    = 30_000_000 // rows times columns
	MaxCellSize = 32_767     // bytes of one cell of CSV; Excel's own limit is as many characters
)

// Sheet is a table as it stands in a file, not yet understood.
type Sheet struct {
	File     string // name without folders, as messages give it
	Encoding string // "utf-8", "gb18030" or "xlsx"
	Spatial  bool   // rows carry a Geometry of their own and need no lon and lat columns
	Header   []string
	Rows     []Row
	Warnings []Warning // what the decoder saw
}

// Row is one row of a sheet.
type Row struct {
	Number    int          // as a person finds it: the line of a text file, the row of a spreadsheet, the feature of a GeoJSON file; from 1
	Cells     []string     // in the order of the header; missing cells at the end are empty
	Geometry  orb.Geometry // of spatial sheets; nil where the file gives none
	FeatureID string       // of a GeoJSON feature, "" if none
	Fault     *Fault       // why the row could not be decoded; nil if it could
}

// Fault is a broken rule within a row.
type Fault struct {
	Column, Value string
	Rule          geo.Words
}

// Refusal says why a whole file is not taken, and what to do next.
type Refusal struct {
	File   string
	Row    int    // 0 where no row in particular is to blame
	Column string // "" likewise
	Value  string
	Rule   geo.Words
	Hint   geo.Words
	Option string // the option that is to blame rather than the file, such as "map"; "" for the file
	Empty  bool   // nothing is wrong with the file but that it lists nothing
}

// Error reads file:row: column "value": rule.
func (r *Refusal) Error() string { return r.place(": ") + r.Rule.EN }

// InWords is the error in both languages, without the hint.
func (r *Refusal) InWords() geo.Words {
	return geo.Words{EN: r.Error(), ZH: r.place("：") + r.Rule.ZH}
}

// place says where in the file the rule was broken.
func (r *Refusal) place(colon string) string {
	var b strings.Builder
	b.WriteString(r.File)
	if r.Row > 0 {
		fmt.Fprintf(&b, ":%d", r.Row)
	}
	b.WriteString(colon)
	if r.Column != "" {
		b.WriteString(r.Column)
		if r.Value != "" {
			fmt.Fprintf(&b, " %q", r.Value)
		}
		b.WriteString(colon)
	}
	return b.String()
}

// CheckSize refuses a table of more than [MaxCells]: a wide header over many short rows would fill the memory.
func CheckSize(file string, rows, columns int) error {
	if rows > MaxRows || columns > MaxColumns || rows*columns > MaxCells {
		return &Refusal{File: file, Rule: geo.Say("the file has %d rows of %d columns, more than the %d rows, %d columns and %d cells that are read", "文件有 %d 行、%d 列，超过可读取的 %d 行、%d 列、%d 个单元格", rows, columns, MaxRows, MaxColumns, MaxCells),
			Hint: geo.Say("Remove the columns that are not needed, or import the file in parts.", "请删除不需要的列，或分批导入。")}
	}
	return nil
}

// clip shortens a value for messages.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
