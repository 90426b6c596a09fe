package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"lifecircle/geo"
)

// voice speaks one language.
type voice struct{ language Language }

// Say fills the format of the language, as [geo.Say] does.
func (v voice) Say(en, zh string, args ...any) string { return v.of(geo.Say(en, zh, args...)) }

// of chooses the language of a text; the other one stands in where it is missing.
func (v voice) of(w geo.Words) string {
	if (v.language == ZH && w.ZH != "") || w.EN == "" {
		return w.ZH
	}
	return w.EN
}

const (
	nameLimit = 60   // runes of a name in a sentence, a table or on a map
	textLimit = 1500 // runes of a sentence
)

// name is a name from a file as a report shows it.
func name(s string) string { return shortened(clean(s), nameLimit) }

// clean makes one harmless line of a text: without control characters, marks that turn the direction of what follows, and
// what XML cannot hold. What is no UTF-8 becomes U+FFFD.
func clean(s string) string {
	if len(s) > 4*textLimit { // nobody reads so far, and what follows would be cut off anyway
		s = s[:4*textLimit]
		for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		if r, size := utf8.DecodeLastRuneInString(s); r == utf8.RuneError && size == 1 {
			s = s[:len(s)-1]
		}
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.IsControl(r), turnsText(r), r == 0xFEFF, r&0xFFFE == 0xFFFE:
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// turnsText tells of the marks that override or embed a direction of writing (Unicode, bidirectional algorithm).
func turnsText(r rune) bool {
	return r == 0x061C || r == 0x200E || r == 0x200F || (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069)
}

// shortened cuts a text to so many runes, the last of which then is an ellipsis.
func shortened(s string, runes int) string {
	if utf8.RuneCountInString(s) <= runes {
		return s
	}
	cut := []rune(s)[:runes-1]
	return strings.TrimRight(string(cut), " ") + "…"
}
