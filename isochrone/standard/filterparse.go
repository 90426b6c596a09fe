package standard

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lifecircle/geo"
)

// The bounds of a filter.
const (
	maxFilterText   = 2000 // bytes
	maxConditions   = 50
	maxFilterValues = 200 // of one list
)

// filterAliases are other words for fields that points, areas and facilities have.
var filterAliases = map[string]string{
	"pop": "population", "p60": "age60", "p65": "age65", "p80": "age80",
	"p0_2": "age0_2", "p3_5": "age3_5", "p6_11": "age6_11", "p_disabled": "disabled", "hh": "households",
}

// ParseFilter reads a filter such as
//
//	built_year >= 2023 or status in (planned, rebuilt)
//	kind = natural_village and population > 200
//
// Conditions are joined by and, alternatives by or; and binds tighter, and there are no brackets but those of a list. The
// operators are = != < <= > >= in. A field is any word of a–z, 0–9 and _: what is no field of its own is an attribute. A
// value may be Chinese; one with blanks or signs stands in quotation marks. Order compares numbers alone.
func ParseFilter(text string) (Filter, error) {
	if len(text) > maxFilterText {
		return Filter{}, geo.Fail("a filter is at most %d bytes", "筛选条件最多 %d 字节", maxFilterText)
	}
	if !utf8.ValidString(text) {
		return Filter{}, geo.Fail("the filter is not UTF-8", "筛选条件不是 UTF-8 编码")
	}
	words, err := filterWords(text)
	if err != nil {
		return Filter{}, err
	}
	p := filterParser{words: words}
	var f Filter
	f.Text = strings.TrimSpace(text)
	for count := 0; ; {
		var all []condition
		for {
			c, err := p.condition()
			if err != nil {
				return Filter{}, err
			}
			if count++; count > maxConditions {
				return Filter{}, geo.Fail("a filter has at most %d conditions", "筛选条件最多 %d 个", maxConditions)
			}
			all = append(all, c)
			if !p.take("and") {
				break
			}
		}
		f.alternatives = append(f.alternatives, all)
		if !p.take("or") {
			break
		}
	}
	if w := p.next(); w.text != "" {
		return Filter{}, w.expected(geo.Say("and, or, or the end", "and、or 或结束"))
	}
	return f, nil
}

// filterWord is one word, sign or quoted text of a filter.
type filterWord struct {
	text   string
	at     int  // its first character, from 1
	quoted bool // never a keyword or a sign
}

func (w filterWord) is(what string) bool { return !w.quoted && strings.EqualFold(w.text, what) }

func (w filterWord) expected(what geo.Words) error {
	if w.text == "" && !w.quoted {
		return geo.Fail("the filter ends at character %d where there should be %v", "筛选条件在第 %d 个字符处结束，此处应为%v", w.at, what)
	}
	return geo.Fail("character %d of the filter, %q: there should be %v", "筛选条件第 %d 个字符 %q：此处应为%v", w.at, shortened(w.text), what)
}

var filterSigns = []string{"<=", ">=", "!=", "==", "<", ">", "=", "(", ")", ","}

// typed are the signs of Chinese keyboards, and what they stand for.
var typed = strings.NewReplacer("（", "(", "）", ")", "，", ",", "、", ",", "＝", "=", "≥", ">=", "≤", "<=", "≠", "!=", "＞", ">", "＜", "<")

// filterWords cuts a filter. The last word is empty and stands behind the text.
func filterWords(text string) (words []filterWord, err error) {
	letters := []rune(text)
	for i := 0; i < len(letters); {
		r := letters[i]
		if unicode.IsSpace(r) {
			i++
			continue
		}
		if closing, opens := quotes[r]; opens {
			end := slices.Index(letters[i+1:], closing)
			if end < 0 {
				return nil, geo.Fail("character %d of the filter: the quotation mark is not closed", "筛选条件第 %d 个字符：引号没有结束", i+1)
			}
			words = append(words, filterWord{string(letters[i+1 : i+1+end]), i + 1, true})
			i += end + 2
			continue
		}
		if sign, length := signAt(letters[i:]); length > 0 {
			words = append(words, filterWord{sign, i + 1, false})
			i += length
			continue
		}
		end := i + 1
		for end < len(letters) && isFilterLetter(letters[end]) {
			end++
		}
		if !isFilterLetter(r) {
			return nil, geo.Fail("character %d of the filter, %q: is no sign of filters; put texts in quotation marks", "筛选条件第 %d 个字符 %q：不是筛选条件的符号，文字请加引号", i+1, string(r))
		}
		words = append(words, filterWord{string(letters[i:end]), i + 1, false})
		i = end
	}
	return append(words, filterWord{at: len(letters) + 1}), nil
}

var quotes = map[rune]rune{'"': '"', '\'': '\'', '“': '”', '‘': '’'}

// signAt is the sign at the beginning of a text, and how many characters it has there.
func signAt(letters []rune) (sign string, length int) {
	for n := min(2, len(letters)); n > 0; n-- {
		meant := typed.Replace(string(letters[:n]))
		if slices.Contains(filterSigns, meant) {
			return strings.Replace(meant, "==", "=", 1), n
		}
	}
	return "", 0
}

func isFilterLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune("_-.:%", r)
}

type filterParser struct{ words []filterWord }

func (p *filterParser) next() filterWord { return p.words[0] }

func (p *filterParser) skip() {
	if len(p.words) > 1 { // the last one stays
		p.words = p.words[1:]
	}
}

func (p *filterParser) take(what string) bool {
	if !p.next().is(what) {
		return false
	}
	p.skip()
	return true
}

func (p *filterParser) condition() (c condition, err error) {
	field := p.next()
	if field.quoted || !isField(field.text) || isKeyword(field) {
		return c, field.expected(geo.Say("a field such as kind or population", "字段名，例如 kind 或 population"))
	}
	p.skip()
	c.field = field.text
	if meant, is := filterAliases[c.field]; is {
		c.field = meant
	}
	operator := p.next()
	switch {
	case p.take("in"):
		c.op = "in"
		c.values, err = p.list()
		return c, err
	case operator.quoted || !slices.Contains([]string{"=", "!=", "<", "<=", ">", ">="}, operator.text):
		return c, operator.expected(geo.Say("one of = != < <= > >= in", "= != < <= > >= in 之一"))
	}
	p.skip()
	c.op = operator.text
	at := p.next()
	value, err := p.value()
	if err != nil {
		return c, err
	}
	if _, percent, number := readDecimal(value); strings.ContainsAny(c.op, "<>") && (!number || percent) {
		return c, at.expected(geo.Say("a number, because %s compares numbers", "数字，因为 %s 比较数值", c.op))
	}
	c.values = []string{value}
	return c, nil
}

// list is (a, b, c).
func (p *filterParser) list() (values []string, err error) {
	if !p.take("(") {
		return nil, p.next().expected(geo.Say("( and a list of values", "( 及数值列表"))
	}
	for {
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		if values = append(values, value); len(values) > maxFilterValues {
			return nil, geo.Fail("a list of a filter has at most %d values", "筛选条件的列表最多 %d 项", maxFilterValues)
		}
		if p.take(")") {
			return values, nil
		}
		if !p.take(",") {
			return nil, p.next().expected(geo.Say("a comma or )", "逗号或 )"))
		}
	}
}

func (p *filterParser) value() (string, error) {
	w := p.next()
	if !w.quoted && (w.text == "" || slices.Contains(filterSigns, w.text) || isKeyword(w)) {
		return "", w.expected(geo.Say("a value; put texts such as and in quotation marks", "值；and 等文字请加引号"))
	}
	p.skip()
	return w.text, nil
}

func isKeyword(w filterWord) bool { return w.is("and") || w.is("or") || w.is("in") }

func isField(text string) bool {
	return text != "" && len(text) <= 64 && !strings.ContainsFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_')
	})
}
