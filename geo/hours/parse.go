package hours

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lifecircle/geo"
)

// maxText bounds the bytes of a text.
const maxText = 1000

// Error says where a text breaks which rule.
type Error struct {
	Source string    // the whole text, as it was given
	At     int       // place of the piece: the number of its first character, from 1
	Piece  string    // "" at the end of the text
	Rule   geo.Words // what is broken and what to do
}

func (e *Error) Error() string { return e.InWords().EN }

// InWords is the error in both languages.
func (e *Error) InWords() geo.Words {
	if e.Piece == "" {
		return geo.Say("opening hours, character %d: %s", "开放时间第 %d 个字符：%s", e.At, e.Rule)
	}
	return geo.Say("opening hours, character %d, %q: %s", "开放时间第 %d 个字符“%s”：%s", e.At, e.Piece, e.Rule)
}

// Parse reads opening hours. The error is an [*Error].
//
// Rules are separated by semicolons; a later one replaces what earlier ones say of its days. In one rule spans are
// separated by commas and add up; spans that overlap become one. A comma before another day begins a rule that adds to
// the others (in OpenStreetMap), or that must be about other days (in Chinese, where nobody can know what was meant).
// A rule without days is about all seven; in Chinese, behind another rule, about the days of that one, and behind days
// that are closed about all others.
func Parse(text string) (Week, error) {
	if len(text) > maxText || !utf8.ValidString(text) {
		return Week{}, &Error{Source: text, At: 1, Rule: geo.Say("a text of at most %d bytes is expected", "文字不得超过 %d 字节", maxText)}
	}
	tokens, err := scan(text)
	if err != nil {
		return Week{}, err
	}
	p := &parser{text: text, tokens: tokens, chinese: strings.ContainsFunc(text, chinese)}
	if err := p.rules(); err != nil {
		return Week{}, err
	}
	if !p.any {
		return Week{}, p.fail(len(tokens), geo.Say("no hours are given", "没有写明时间"))
	}
	return p.week(), nil
}

// chinese tells a character that shows in which language a text is punctuated.
func chinese(r rune) bool {
	return unicode.Is(unicode.Han, r) || strings.ContainsRune("；，、。：—（）～", r)
}

// parser puts rules together.
type parser struct {
	text    string
	tokens  []token
	at      int
	chinese bool

	own  [kinds][]Span // by the day on which spans begin; they may end after 24:00
	set  dayset        // days of which something was said
	any  bool          // rule, so far
	last rule          // the one before
	rule rule          // that is being read
}

// rule is a piece of a text that speaks of some days.
type rule struct {
	days   dayset
	named  bool // days were named
	begins int  // its first token
	spans  []Span
	clause int  // how many of the spans stand before the last comma or bracket
	adds   bool // follows a comma or nothing, not a semicolon
}

func (p *parser) rules() error {
	for p.at < len(p.tokens) {
		t := p.tokens[p.at]
		var err error
		switch t.kind {
		case isDay:
			err = p.days()
		case isTime, isHalf, isNextDay:
			err = p.span()
		case isAllDay:
			p.rule.spans = append(p.rule.spans, Span{0, minutesPerDay})
			p.at++
		case isAlways:
			p.rule.days, p.rule.named = everyDay|publicHoliday|schoolHoliday, true
			p.rule.spans = append(p.rule.spans, Span{0, minutesPerDay})
			p.at++
		case isComma:
			p.rule.clause = len(p.rule.spans)
			p.at++
		case isOpening, isClosing:
			p.rule.clause = len(p.rule.spans)
			err = p.bracket()
		case isSemicolon:
			p.at++
			err = p.finish(false)
		case isOff:
			err = p.off()
		case isUsual:
			err = p.usual()
		default:
			err = p.fail(p.at, geo.Say("a day or a time is expected here", "此处应为星期或时刻"))
		}
		if err != nil {
			return err
		}
	}
	return p.finish(false)
}

// days reads days of the week: one, a list, ranges.
func (p *parser) days() error {
	begins := p.at
	days := noDays
	for {
		t := p.tokens[p.at]
		p.at++
		switch {
		case p.is(0, isDash) && p.is(1, isDay):
			to := p.tokens[p.at+1]
			if !t.single || !to.single {
				return p.fail(p.at, geo.Say("only days of the week make a range", "只有星期几可以连成区间"))
			}
			p.at += 2
			days |= through(weekdayOf(t.days), weekdayOf(to.days))
		default:
			days |= t.days
		}
		if p.is(0, isComma) && p.is(1, isDay) {
			p.at++
		} else if !p.is(0, isDay) {
			break
		}
	}
	behind := p.at == len(p.tokens) || p.is(0, isSemicolon) || p.is(0, isClosing)
	if len(p.rule.spans) > 0 && !p.rule.named && behind { // 8:30-17:00（周一至周五）
		p.rule.days, p.rule.named = days, true
		return nil
	}
	if len(p.rule.spans) > 0 || p.rule.named {
		at := p.at
		p.at = begins
		if err := p.finish(true); err != nil {
			return err
		}
		p.at = at
	}
	p.rule.days, p.rule.named, p.rule.begins = days, true, begins
	return nil
}

func weekdayOf(days dayset) (day time.Weekday) {
	days.each(func(i int) { day = time.Weekday(i) })
	return day
}

func (p *parser) is(ahead int, k kind) bool {
	return p.at+ahead < len(p.tokens) && p.tokens[p.at+ahead].kind == k
}

// bracket passes a bracket. One that speaks of other days, such as （节假日除外）, does not end the rule around it.
func (p *parser) bracket() error {
	end := p.at + 1
	aside := false
	for ; end < len(p.tokens) && p.tokens[end].kind != isClosing; end++ {
		aside = aside || p.tokens[end].kind == isOff || p.tokens[end].kind == isUsual
	}
	if p.tokens[p.at].kind == isClosing || !aside || !p.rule.named || len(p.rule.spans) > 0 {
		p.at++
		return nil
	}
	if end == len(p.tokens) {
		return p.fail(p.at, geo.Say("this bracket is not closed", "括号没有闭合"))
	}
	// Said before the hours of the days around it: read them first.
	inside := append([]token{{kind: isComma, at: p.tokens[p.at].at}}, p.tokens[p.at+1:end]...)
	rest := p.tokens[end+1:]
	stop := 0
	for stop < len(rest) && rest[stop].kind != isSemicolon && rest[stop].kind != isDay {
		stop++
	}
	moved := append(append(append([]token{}, p.tokens[:p.at]...), rest[:stop]...), inside...)
	p.tokens = append(moved, rest[stop:]...)
	return nil
}

// off closes: the spans of its clause, else the days of its rule.
func (p *parser) off() error {
	at := p.at
	p.at++
	r := &p.rule
	cut := r.spans[r.clause:]
	r.spans = r.spans[:r.clause]
	days := r.days
	nothing := len(cut) == 0 && (len(r.spans) > 0 || !r.named && p.any)
	if nothing || len(r.spans) == 0 && !r.named && len(cut) > 0 && !p.any {
		return p.fail(at, geo.Say("it does not say when it is closed: name days or times before it", "没有说明何时不开放：请在前面写明星期或时刻"))
	}
	if len(r.spans) > 0 { // 8:30-17:30，12:00-13:30休息
		if err := p.apply(); err != nil {
			return err
		}
		days = p.last.days
	} else if !r.named {
		days = everyDay
	}
	days.each(func(day int) {
		if len(cut) == 0 {
			p.own[day] = nil
		}
		for _, s := range cut {
			p.own[day] = without(p.own[day], s)
		}
	})
	p.set |= days
	p.any, p.rule = true, rule{adds: true, begins: p.at}
	return nil
}

// usual opens days as the rule before.
func (p *parser) usual() error {
	at := p.at
	p.at++
	if len(p.rule.spans) > 0 || !p.rule.named && p.any {
		return nil // “每天8:30-17:00，无休” adds nothing
	}
	if !p.any || len(p.last.spans) == 0 {
		return p.fail(at, geo.Say("no usual hours stand before it", "前面没有写明通常的时间"))
	}
	p.rule.spans = append(p.rule.spans, p.last.spans...)
	return nil
}

// finish ends a rule, and begins the next one.
func (p *parser) finish(adds bool) error {
	if r := &p.rule; len(r.spans) > 0 {
		if err := p.apply(); err != nil {
			return err
		}
	} else if r.named {
		return p.fail(p.at, geo.Say("it does not say at what times: write 00:00-24:00 for whole days", "没有写明时刻：全天请写作 00:00-24:00"))
	}
	p.rule = rule{adds: adds, begins: p.at}
	return nil
}

// apply puts the spans of the rule into its days.
func (p *parser) apply() error {
	r := &p.rule
	adds := r.adds
	if !r.named {
		r.days = everyDay
		switch {
		case !p.chinese || !p.any:
		case p.last.days != noDays:
			r.days, adds = p.last.days, true
		case everyDay&^p.set == noDays:
			return p.fail(r.begins, geo.Say("every day was said to be closed: name the days of these hours", "前面已写明每天不开放：请写明这些时间是哪几天"))
		default: // 每周一闭馆，9:00-17:00
			r.days = everyDay &^ p.set
		}
	} else if p.chinese && adds && p.any && r.days&p.set != 0 && r.days != p.last.days {
		return p.fail(r.begins, geo.Say("other hours of some of these days stand before: put a semicolon where the later ones replace them", "其中某些天前面已有时间：如以后者为准，请用分号隔开"))
	}
	r.days.each(func(day int) {
		if !adds {
			p.own[day] = nil
		}
		p.own[day] = append(p.own[day], r.spans...)
	})
	p.set |= r.days
	p.last, p.any = *r, true
	return nil
}

// week lays what begins on one day and ends on the next on both.
func (p *parser) week() (w Week) {
	for day := range 7 {
		var spans []Span
		for _, s := range p.own[day] {
			spans = append(spans, Span{s.From, min(s.To, minutesPerDay)})
		}
		for _, s := range p.own[(day+6)%7] {
			if s.To > minutesPerDay {
				spans = append(spans, Span{max(0, s.From-minutesPerDay), s.To - minutesPerDay})
			}
		}
		w.days[day] = merge(spans)
	}
	holiday := func(day int) Day {
		var spans []Span
		for _, s := range p.own[day] {
			spans = append(spans, Span{s.From, min(s.To, minutesPerDay)})
		}
		return merge(spans)
	}
	w.public, w.school, w.said = holiday(7), holiday(8), p.set&(publicHoliday|schoolHoliday)
	return w
}

func (p *parser) fail(at int, rule geo.Words) error {
	if at >= len(p.tokens) {
		return &Error{Source: p.text, At: utf8.RuneCountInString(p.text) + 1, Rule: rule}
	}
	return &Error{Source: p.text, At: p.tokens[at].at + 1, Piece: p.tokens[at].text, Rule: rule}
}
