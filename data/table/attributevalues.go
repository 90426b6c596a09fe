package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"lifecircle/geo"
)

// maxDigits bounds the digits of a number that is kept as text.
const maxDigits = 30

// decimal writes a number of a cell in one way, as exact as it stands there: "１，050.50" and "1 050.5" are 1050.5. A unit
// behind it, as in "120㎡", is one that [parseHeading] knows; unit1 is that of the column, 0 for none.
func decimal(text string, unit1 float64) (number string, rule geo.Words) {
	s := strings.TrimSpace(width.Fold.String(text))
	for unit, times := range units {
		if rest, has := strings.CutSuffix(s, unit); has && rest != "" && isDigits(rest[len(rest)-1:]) {
			s, unit1 = strings.TrimSpace(rest), times
			break
		}
	}
	plain := strings.ReplaceAll(s, " ", "")
	if thousands.MatchString(plain) {
		plain = strings.ReplaceAll(plain, ",", "")
	}
	value, rule := parseNumber(plain)
	switch {
	case !rule.Empty():
		return "", rule
	case value < 0:
		return "", geo.Say("the number must not be negative: leave the cell empty where it is unknown", "数值不得为负：未知时请留空")
	case len(plain) > maxDigits || value > 1e15:
		return "", geo.Say("the number is too large", "数值过大")
	case unit1 > 0 && unit1 != 1:
		return strconv.FormatFloat(math.Round(value*unit1*1e6)/1e6, 'f', -1, 64), geo.Words{}
	case strings.ContainsAny(plain, "eE"):
		return strconv.FormatFloat(value, 'f', -1, 64), geo.Words{}
	}
	whole, part, _ := strings.Cut(strings.TrimLeft(plain, "+-"), ".") // "-0" is 0
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if part = strings.TrimRight(part, "0"); part != "" {
		return whole + "." + part, geo.Words{}
	}
	return whole, geo.Words{}
}

// spelled gives the value of an attribute in its one spelling; the rule that it breaks where it has none.
func (a *attribute) spelled(text string, head heading, spreadsheet bool) (value string, rule geo.Words) {
	switch a.holds {
	case aNumber:
		if strings.ContainsAny(text, "%％") || head.unit == "%" {
			return "", geo.Say("a number is expected here, not a percentage", "此处应为数值，不是百分比")
		}
		return decimal(text, head.unit1)
	case yesOrNo:
		switch strings.ToLower(width.Fold.String(text)) {
		case "yes", "y", "true", "1", "是", "有", "√", "designated":
			return "yes", geo.Words{}
		case "no", "n", "false", "0", "否", "无", "没有", "×":
			return "no", geo.Words{}
		case "limited", "部分":
			return "limited", geo.Words{}
		}
		return "", geo.Say("here stands yes (是) or no (否)", "此处应填是或否")
	case aYear:
		if iso := isoDate(text, spreadsheet); len(iso) >= 4 {
			return iso[:4], geo.Words{}
		}
		return "", geo.Say("a year is expected here, such as 2024", "此处应为年份，如 2024")
	}
	return text, geo.Words{}
}

// percentage checks a cell that by its sign or by its title is a share of a hundred.
func percentage(text string, title string, head heading) (rule geo.Words) {
	s := strings.TrimSpace(width.Fold.String(text))
	number, signed := strings.CutSuffix(s, "%")
	if !signed && !shareTitle(title, head) {
		return geo.Words{}
	}
	value, fault := parseNumber(number)
	switch {
	case !fault.Empty():
		return geo.Words{} // a text, and kept as one
	case value > 100:
		return geo.Say("a share is at most 100 %", "百分比不得超过 100%")
	case value < 0:
		return geo.Say("a share is not negative", "百分比不得为负")
	}
	return geo.Words{}
}

// shareTitle tells by its title whether a column holds percentages.
func shareTitle(title string, head heading) bool {
	if head.unit == "%" || strings.Contains(head.key, "percent") || strings.HasSuffix(width.Fold.String(title), "%") {
		return true
	}
	for _, end := range []string{"率", "占比", "比例", "比重", "百分比"} {
		if strings.HasSuffix(head.key, end) {
			return true
		}
	}
	return false
}

// attributes are the non-empty cells of the columns that are no field: those of known attributes under their names and in
// their spelling, others as they are. What cannot be spelled is kept as it is too and reported; a check takes it for no
// data. A negative number breaks the row.
func (c *record) attributes() map[string]string {
	var out map[string]string
	put := func(name, value string) {
		if out == nil {
			out = map[string]string{}
		}
		out[name] = value
	}
	for _, i := range c.columns.extra {
		text := cleanText(c.row.Cells[i])
		if text == "" {
			continue
		}
		title := c.sheet.Header[i]
		known := c.columns.known[i]
		if known == nil {
			if c.strict {
				if rule := percentage(text, title, c.columns.heads[i]); !rule.Empty() {
					c.failAt(title, text, rule)
				}
			}
			if !c.columns.onlyKnown {
				put(title, text)
			}
			continue
		}
		value, rule := known.spelled(text, c.columns.heads[i], c.sheet.Encoding == "xlsx")
		if !rule.Empty() {
			if strings.HasPrefix(width.Fold.String(text), "-") && known.holds == aNumber && plainNumber.MatchString(width.Fold.String(text)) {
				c.failAt(title, text, rule)
			}
			c.odd("attribute_unreadable", geo.Say("attributes that cannot be read count as no data; the text is kept: %s", "无法识别的属性按无数据处理，原文保留：%s", rule), i, text)
			value = text
		}
		put(known.name, value)
	}
	if i, ok := c.columns.at["opened"]; ok && out["built_year"] == "" && builtTitle(c.columns.heads[i].key) {
		if date := isoDate(c.cell("opened"), c.sheet.Encoding == "xlsx"); date != "" {
			put("built_year", date[:4])
		}
	}
	return out
}

// builtTitle tells a date of opening that is one of building.
func builtTitle(key string) bool {
	return strings.HasPrefix(key, "建成") || strings.HasPrefix(key, "竣工")
}

// odd reports a cell that is kept though it breaks a rule; cells that break the same rule are one warning.
func (c *record) odd(code string, text geo.Words, column int, value string) {
	c.findings.warnRule(code, text.EN, text.ZH, fmt.Sprintf("row %d, %s: %s", c.row.Number, c.sheet.Header[column], value))
}
