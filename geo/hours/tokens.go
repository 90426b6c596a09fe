package hours

import (
	"strings"
	"time"
	"unicode"

	"lifecircle/geo"
)

// kind is what a piece of a text says.
type kind uint8

const (
	isDay   kind = iota // days of the week or holidays
	isTime              // a time of day, in minutes
	isDash              // from … to
	isComma             // and
	isSemicolon
	isOpening // of a bracket
	isClosing
	isOff     // closed
	isUsual   // as on other days
	isAllDay  // from 0:00 to 24:00
	isHalf    // morning, afternoon
	isNextDay // of the day after
	isAlways  // 24/7
)

// token is a piece of a text with its place.
type token struct {
	kind   kind
	at     int    // of the first rune, from 0
	text   string // as it is written
	days   dayset // of isDay
	single bool   // of isDay: one day of the week, which may begin or end a range
	time   int    // of isTime
	half   half   // of isHalf
}

// half is the part of the day of a time that may be told by twelve hours.
type half uint8

const (
	anyHalf half = iota
	smallHours
	morning
	noon
	afternoon
	night
)

// fold makes one spelling of full-width and half-width characters, rune by rune, so that places stay.
func fold(r rune) rune {
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xfee0
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '~', '〜', '至', '到', '─', '━':
		return '-'
	case '、', '﹐':
		return ','
	case '。':
		return ';'
	case '【', '〔', '﹙':
		return '('
	case '】', '〕', '﹚':
		return ')'
	case '∶', '︰':
		return ':'
	}
	return r
}

// scanner takes a text apart.
type scanner struct {
	text   []rune // as it is written
	folded []rune
	at     int
	tokens []token
	source string
}

// scan lists the pieces of a text, those that say nothing left out.
func scan(text string) ([]token, error) {
	s := &scanner{text: []rune(text), source: text}
	s.folded = make([]rune, len(s.text))
	for i, r := range s.text {
		s.folded[i] = unicode.ToLower(fold(r))
	}
	for s.at < len(s.folded) {
		if err := s.next(); err != nil {
			return nil, err
		}
	}
	return s.tokens, nil
}

func (s *scanner) next() error {
	switch r := s.folded[s.at]; {
	case r == ' ' || r == ':': // "Mo-Fr: 08:00-17:00"
		s.at++
		return nil
	case r == '-':
		n := 1
		for s.at+n < len(s.folded) && s.folded[s.at+n] == '-' {
			n++
		}
		s.add(n, token{kind: isDash})
		return nil
	case strings.ContainsRune(",;()", r):
		s.add(1, token{kind: map[rune]kind{',': isComma, ';': isSemicolon, '(': isOpening, ')': isClosing}[r]})
		return nil
	}
	for _, w := range refused {
		if s.starts(w.text) {
			return s.refuse(s.at, len([]rune(w.text)), w.rule)
		}
	}
	for _, w := range words {
		if s.starts(w.text) && (!isLetter(w.text[0]) || !s.letterAt(len(w.text))) {
			n := len([]rune(w.text))
			if w.silent {
				s.at += n
			} else {
				s.add(n, w.token)
			}
			return nil
		}
	}
	if '0' <= s.folded[s.at] && s.folded[s.at] <= '9' {
		return s.number()
	}
	if days, known := bareDays[s.folded[s.at]]; known && s.afterWeekday() {
		s.add(1, token{kind: isDay, days: only(days), single: true})
		return nil
	}
	return s.refuse(s.at, s.wordLength(), notUnderstood)
}

// add appends a token of n runes.
func (s *scanner) add(n int, t token) {
	t.at, t.text = s.at, string(s.text[s.at:s.at+n])
	s.tokens = append(s.tokens, t)
	s.at += n
}

func (s *scanner) starts(word string) bool {
	i := s.at
	for _, r := range word {
		if i >= len(s.folded) || s.folded[i] != r {
			return false
		}
		i++
	}
	return true
}

func (s *scanner) letterAt(n int) bool {
	return s.at+n < len(s.folded) && s.folded[s.at+n] < 0x80 && unicode.IsLetter(s.folded[s.at+n])
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' }

// wordLength is how many runes a piece that nobody knows has.
func (s *scanner) wordLength() int {
	n := 1
	for s.at+n < len(s.folded) && n < 24 && !strings.ContainsRune(" -,;():0123456789", s.folded[s.at+n]) {
		n++
	}
	return n
}

// afterWeekday tells that a day of the week was just named, so that 五 of 周一至五 is one too.
func (s *scanner) afterWeekday() bool {
	for i := len(s.tokens) - 1; i >= 0; i-- {
		switch t := s.tokens[i]; t.kind {
		case isDay:
			return t.single
		case isDash, isComma:
		default:
			return false
		}
	}
	return false
}

// bareDays are the days as they stand after 周.
var bareDays = map[rune]time.Weekday{'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '日': 0, '天': 0}

// number reads a time: 8:30, 8点, 8点半, 8时30分, or 24小时.
func (s *scanner) number() error {
	hour, digits := s.digits(s.at)
	end := s.at + digits
	if digits > 2 {
		return s.refuse(s.at, digits, wantTime)
	}
	minute, colon := 0, end < len(s.folded) && s.folded[end] == ':'
	switch {
	case colon:
		var n int
		if minute, n = s.digits(end + 1); n != 2 {
			return s.refuse(s.at, digits+1+n, wantTime)
		}
		end += 3
	case end < len(s.folded) && (s.folded[end] == '点' || s.folded[end] == '时'):
		end++
		switch n := 0; {
		case end < len(s.folded) && s.folded[end] == '半':
			minute, end = 30, end+1
		case end < len(s.folded) && s.folded[end] == '整':
			end++
		default:
			if minute, n = s.digits(end); n > 2 {
				return s.refuse(s.at, end+n-s.at, wantTime)
			}
			if end += n; n > 0 && end < len(s.folded) && s.folded[end] == '分' {
				end++
			}
		}
	default:
		return s.refuse(s.at, digits, wantTime)
	}
	if minute > 59 {
		return s.refuse(s.at, end-s.at, geo.Say("an hour has the minutes 00 to 59", "分钟应在 00 至 59 之间"))
	}
	if 60*hour+minute > minutesPerDay {
		return s.refuse(s.at, end-s.at, geo.Say("a day ends at 24:00: write 02:00 for two in the night after", "一天到 24:00 为止：次日凌晨两点请写作 02:00"))
	}
	if end < len(s.folded) && s.folded[end] == '+' {
		return s.refuse(s.at, end+1-s.at, openEnd)
	}
	s.add(end-s.at, token{kind: isTime, time: 60*hour + minute})
	return nil
}

// digits reads a number of a few digits at a place.
func (s *scanner) digits(at int) (value, n int) {
	for at+n < len(s.folded) && '0' <= s.folded[at+n] && s.folded[at+n] <= '9' {
		if n < 6 {
			value = 10*value + int(s.folded[at+n]-'0')
		}
		n++
	}
	return value, n
}

func (s *scanner) refuse(at, n int, rule geo.Words) error {
	return &Error{Source: s.source, At: at + 1, Piece: clipped(s.text[at:min(at+n, len(s.text))]), Rule: rule}
}

func clipped(piece []rune) string {
	if len(piece) > 40 {
		return string(piece[:40]) + "…"
	}
	return string(piece)
}
