package main

import (
	"fmt"
	"io"
	"strings"

	"lifecircle/data"
	"lifecircle/data/table"
)

// shownRejects is how many rejected rows are printed; the report in JSON has more.
const shownRejects = 20

// writeImport prints how a file was understood, what was rejected, what looks wrong, and the totals. Cells of files
// are printed without control characters.
func writeImport(w io.Writer, r data.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s read", printable(r.File))
	if r.Datum != "" {
		fmt.Fprintf(&b, " as %s", r.Datum)
	}
	if r.Encoding != "" {
		fmt.Fprintf(&b, ", %s", r.Encoding)
	}
	b.WriteString("\n")
	writeColumns(&b, r.Columns)
	if s := r.Streets; s != nil {
		fmt.Fprintf(&b, "%d street segments, %.1f km, %d barriers; extent %s\n", s.Segments, s.KM, s.Barriers, s.Extent)
		if r := s.Restrictions; r != nil && r.Relations > 0 {
			fmt.Fprintf(&b, "%d turn rules of %d turn restrictions, of which %d bar no way a car could go, %d are not for cars, %d hold at times only, %d cannot be followed\n",
				s.Turns, r.Relations, r.NoEffect, r.NotForCars, r.Conditional, r.Broken)
		}
		if s.DataDate != "" {
			fmt.Fprintf(&b, "data of %s\n", s.DataDate)
		}
	}
	writeRejects(&b, r)
	for _, warning := range r.Warnings {
		writeWarning(&b, warning)
	}
	fmt.Fprintf(&b, "%s: read %d, kept %d", r.Kind, r.Read, r.Kept)
	for _, part := range []struct {
		text string
		n    int
	}{{"updated by a later row", r.Updated}, {"rejected", r.Rejected}, {"open to nobody", r.Unused}, {"replaced in the workspace", r.Replaced}} {
		if part.n > 0 {
			fmt.Fprintf(&b, ", %s %d", part.text, part.n)
		}
	}
	b.WriteString("\n")
	if j := r.Join; j != nil {
		fmt.Fprintf(&b, "joined %d rows by id and %d by name to %d %s; of %d others the file says nothing\n", j.ByID, j.ByName, j.Changed, j.Of, j.Without)
	}
	writeStock(&b, r)
	writeIdle(&b, r.Idle)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeStock tells what is in the workspace afterwards, and what of it another file brought.
func writeStock(b *strings.Builder, r data.Report) {
	if r.Now == nil {
		return
	}
	what := map[data.Kind]string{data.Residents: "residential points", data.Facilities: "facilities of these services", data.Areas: "areas of these levels"}[r.Kind]
	stock := func(s *data.Stock) string {
		text := thousands(int64(s.Records)) + " " + what
		if s.People != nil {
			text += " with " + thousands(*s.People) + " people"
		}
		return text
	}
	fmt.Fprintf(b, "in the workspace now: %s\n", stock(r.Now))
	if r.Stayed.Records > 0 {
		fmt.Fprintf(b, "of these, %s were there before and stayed: --replace removes them\n", stock(r.Stayed))
	}
}

// writeIdle tells of the idle public buildings that came with facilities from OpenStreetMap.
func writeIdle(b *strings.Builder, r *data.IdleReport) {
	if r == nil {
		return
	}
	fmt.Fprintf(b, "idle public buildings: found %d", r.Found)
	if r.Replaced > 0 {
		fmt.Fprintf(b, ", replaced in the workspace %d", r.Replaced)
	}
	fmt.Fprintf(b, "; in the workspace now: %d", r.Now)
	if r.Now > 0 {
		b.WriteString(" (candidates of: lifecircle site --make idle)")
	}
	b.WriteString("\n")
}

func writeColumns(b *strings.Builder, columns []table.Column) {
	var read, own []string
	for _, c := range columns {
		switch c.Field {
		case "":
		case "attribute":
			own = append(own, printable(c.Column))
		case c.Column:
			read = append(read, c.Field)
		default:
			read = append(read, c.Field+"="+printable(c.Column))
		}
	}
	if len(read) > 0 {
		fmt.Fprintf(b, "columns: %s\n", strings.Join(read, ", "))
	}
	if len(own) > 0 { // a title that was meant for a field is seen here
		more := ""
		if n := len(own) - shownRejects; n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(b, "kept under their own names: %s%s\n", strings.Join(own[:min(len(own), shownRejects)], ", "), more)
	}
}

func writeRejects(b *strings.Builder, r data.Report) {
	shown := r.Rejects[:min(len(r.Rejects), shownRejects)]
	for _, reject := range shown {
		fmt.Fprintf(b, "%s:%d: ", printable(reject.File), reject.Row)
		if reject.Column != "" {
			fmt.Fprintf(b, "%s: ", printable(reject.Column))
		}
		if reject.Value != "" {
			fmt.Fprintf(b, "%q: ", reject.Value)
		}
		fmt.Fprintln(b, printable(reject.Rule))
	}
	if more := r.Rejected - len(shown); more > 0 && len(shown) > 0 {
		fmt.Fprintf(b, "… and %d more (--json lists %d)\n", more, len(r.Rejects))
	}
}

func writeWarning(b *strings.Builder, warning table.Warning) {
	fmt.Fprintf(b, "warning: %s (%d)", printable(warning.Text), warning.Count)
	const shown = 5
	if n := min(len(warning.Examples), shown); n > 0 {
		fmt.Fprintf(b, ": %s", printable(strings.Join(warning.Examples[:n], ", ")))
		if warning.Count > n {
			b.WriteString(", …")
		}
	}
	b.WriteString("\n")
}
