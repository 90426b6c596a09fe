package main

import "strings"

// screenWidth is how many columns of a terminal tables and texts of checks keep to.
const screenWidth = 100

// wrapped breaks a text into lines of the screen's width, the first one after a prefix and the others after their own. It
// breaks at blanks, and where none are, as in Chinese, between letters.
func wrapped(text, first, others string) string {
	var out strings.Builder
	line, used := first, columns(first)
	empty := true
	next := func() {
		out.WriteString(strings.TrimRight(line, " ") + "\n")
		line, used, empty = others, columns(others), true
	}
	for _, word := range strings.Fields(printable(text)) {
		for word != "" {
			gap := 1
			if empty {
				gap = 0
			}
			room := screenWidth - used - gap
			if columns(word) > room && !empty && (columns(word) <= screenWidth-columns(others) || room < 20) {
				next()
				continue
			}
			part := head(word, max(room, 2))
			line += strings.Repeat(" ", gap) + part
			used += gap + columns(part)
			empty = false
			if word = word[len(part):]; word != "" {
				next()
			}
		}
	}
	if !empty {
		next()
	}
	return out.String()
}

// head is as much of a text as fits into some columns.
func head(text string, room int) string {
	used := 0
	for i, r := range text {
		if used += columns(string(r)); used > room {
			return text[:i]
		}
	}
	return text
}

// cut is a text that fits into some columns, with an ellipsis where it was longer.
func cut(text string, room int) string {
	if columns(text) <= room {
		return text
	}
	return strings.TrimRight(head(text, room-1), " ") + "…"
}
