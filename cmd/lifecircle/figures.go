package main

import (
	"fmt"
	"math"

	"lifecircle/geo"
)

// figures writes numbers for people to read. Rounding never flatters: shares of covered people go down, times go up.
//
// Where people were estimated rather than counted, they are marked with ≈ and rounded to tens, covered people down
// and the others up.
type figures struct {
	estimated bool
}

func figuresOf(area *geo.StudyArea) figures {
	for i := range area.Points {
		if area.Points[i].Estimate {
			return figures{estimated: true}
		}
	}
	return figures{}
}

// covered writes a number of people who are served, out of a total: all of them are the same figure as the total.
func (f figures) covered(n, total int64) string {
	if f.estimated && n != total && n != 0 {
		return "≈" + thousands(n/10*10)
	}
	return f.people(n)
}

// people writes a number of people who are not served, or of all. Nobody is nobody, even in an estimate.
func (f figures) people(n int64) string {
	if f.estimated && n != 0 {
		return "≈" + thousands((n+9)/10*10)
	}
	return thousands(n)
}

// percent writes part of whole, cut after one decimal: it says 100 % only where nobody is left out, and 0 % only of
// nobody.
func percent(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	permille := part * 1000 / whole
	if part > 0 && permille == 0 {
		return "<0.1 %"
	}
	return fmt.Sprintf("%d.%d %%", permille/10, permille%10)
}

// minutes writes seconds as minutes, rounded up to one decimal; a dash for never.
func minutes(seconds *float64) string {
	if seconds == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f", math.Ceil(*seconds/6)/10)
}

// metres writes metres, rounded up to whole ones; a dash for never.
func metres(m *float64) string {
	if m == nil {
		return "–"
	}
	return fmt.Sprintf("%.0f", math.Ceil(*m))
}
