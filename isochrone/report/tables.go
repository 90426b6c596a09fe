package report

import "math"

// shownTable gives the cells of a further table. In the public edition every column of people is protected by itself, with
// its total if the last row is one, and a row with a hidden number of people shows no other number either: a mean of three
// people tells about them.
func (q *Request) shownTable(t *Table) [][]figure {
	shown := make([][]figure, len(t.Rows))
	for i := range t.Rows {
		shown[i] = make([]figure, len(t.Columns))
		for j := range shown[i] {
			shown[i][j] = figure{text: nothing}
			if j < len(t.Rows[i].Cells) {
				shown[i][j] = t.Rows[i].Cells[j].shown()
			}
		}
	}
	if q.Edition != Public || len(t.Rows) == 0 {
		return shown
	}
	totals := t.Rows[len(t.Rows)-1].Total
	for j, column := range t.Columns {
		if !column.People {
			continue
		}
		counts := make([][]int64, len(t.Rows))
		for i := range t.Rows {
			counts[i] = []int64{0}
			if j < len(t.Rows[i].Cells) && t.Rows[i].Cells[j].Number != nil {
				counts[i][0] = int64(math.Round(*t.Rows[i].Cells[j].Number))
			}
		}
		for i, hidden := range protectGrid(counts, false, totals) {
			if !hidden[0] {
				continue
			}
			for k := range shown[i] {
				if shown[i][k].number != nil {
					shown[i][k] = figure{text: hiddenMore}
				}
			}
			shown[i][j] = hiddenText(counts[i][0])
		}
	}
	return shown
}

func (r *TableRow) name(v voice) string {
	if r.Total && r.Name == "" {
		return v.Say("All", "合计")
	}
	return name(r.Name)
}

func (c *TableCell) shown() figure {
	switch {
	case c.Number == nil && c.Shown == "":
		return figure{text: nothing}
	case c.Number == nil:
		return figure{text: name(c.Shown)}
	case c.Shown != "":
		return figure{text: name(c.Shown), number: c.Number}
	case math.IsNaN(*c.Number) || math.IsInf(*c.Number, 0):
		return figure{text: nothing}
	}
	return figure{text: grouped(short(*c.Number)), number: c.Number}
}
