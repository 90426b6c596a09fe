package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// sheet is text in columns; numbers stand to the right.
type sheet struct {
	rows [][]string
}

func (t *sheet) add(cells ...string) { t.rows = append(t.rows, cells) }

// write prints the columns with two spaces between them. The first row is the head: a column stands to the right if
// its first cell below does.
func (t *sheet) write(w io.Writer) error {
	var text strings.Builder
	for _, line := range t.lines() {
		text.WriteString(line + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// lines are the rows as they are printed, for who has something to say between them.
func (t *sheet) lines() (lines []string) {
	var widths []int
	var right []bool
	for n, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths, right = append(widths, 0), append(right, false)
			}
			widths[i] = max(widths[i], columns(cell))
			if n == 1 {
				right[i] = isNumber(cell)
			}
		}
	}
	for _, row := range t.rows {
		line := ""
		for i, cell := range row {
			if i > 0 {
				line += "  "
			}
			gap := strings.Repeat(" ", widths[i]-columns(cell))
			if right[i] {
				line += gap + cell
			} else {
				line += cell + gap
			}
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

func isNumber(cell string) bool {
	return cell != "" && strings.Trim(cell, "0123456789,. %≈–") == ""
}

// columns is how many columns of a terminal a text takes: two for a Chinese character, none for a combining mark.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case width.LookupRune(r).Kind() == width.EastAsianWide, width.LookupRune(r).Kind() == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// printable takes from a text what would move a terminal's cursor or colour it. Names come from files of others.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// thousands writes a whole number with commas between groups of three digits.
func thousands(n int64) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
