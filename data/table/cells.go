package table

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"lifecircle/geo"
)

var (
	plainNumber = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$`)
	thousands   = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$`)
	damagedID   = regexp.MustCompile(`^\d(\.\d+)?[eE]\+\d+$`)
)

// parseNumber reads a finite decimal number; the rule is empty if it could.
func parseNumber(text string) (value float64, rule geo.Words) {
	s := strings.TrimSpace(width.Fold.String(text))
	switch strings.ToLower(strings.TrimLeft(s, "+-")) {
	case "nan", "inf", "infinity", "#n/a", "#div/0!", "#value!", "#ref!":
		return 0, geo.Say("this is not a number: leave the cell empty where the value is unknown", "不是数值：未知时请留空")
	}
	if !plainNumber.MatchString(s) {
		switch {
		case strings.ContainsAny(s, "°′″'"):
			return 0, geo.Say("degrees, minutes and seconds are not read: write decimal degrees such as 113.5439", "不支持度分秒：请写十进制度，如 113.5439")
		case strings.Count(s, ",") == 1 && plainNumber.MatchString(strings.Replace(s, ",", ".", 1)):
			return 0, geo.Say("a number is written with a decimal point, not a comma", "小数点应为“.”，不是逗号")
		}
		return 0, geo.Say("there is text where a number must stand", "此处应为数值，却是文字")
	}
	value, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(value, 0) {
		return 0, geo.Say("the number is too large", "数值过大")
	}
	return value, geo.Words{}
}

// number reads a quantity that is not negative, in the unit of the field; geo.NoData for an empty cell.
func (c *record) number(field string) float64 {
	text := c.cell(field)
	if text == "" {
		return geo.NoData
	}
	plain := text
	if folded := width.Fold.String(text); thousands.MatchString(folded) {
		plain = strings.ReplaceAll(folded, ",", "")
	}
	value, rule := parseNumber(plain)
	if rule.Empty() && value < 0 {
		rule = geo.Say("the number must not be negative: leave the cell empty where it is unknown", "数值不得为负：未知时请留空")
	}
	if !rule.Empty() {
		c.fail(field, text, rule)
		return geo.NoData
	}
	if unit := c.columns.heads[c.columns.at[field]].unit1; unit > 0 {
		value *= unit
	}
	return value
}

// maxPeople bounds one cell; the largest city has some 30 million people.
const maxPeople = 100_000_000

// count reads a whole number of people or households, geo.NoData for an empty cell. 579.0 is whole; in a
// column of 万人, 1.2345 is 12,345 people.
func (c *record) count(field string) int64 {
	value := c.number(field)
	if value == geo.NoData {
		return geo.NoData
	}
	whole := math.Round(value)
	if math.Abs(value-whole) > 1e-6 {
		c.fail(field, c.cell(field), geo.Say("people and households are whole numbers", "人口和户数必须是整数"))
		return geo.NoData
	}
	if whole > maxPeople {
		c.fail(field, c.cell(field), geo.Say("more than %d people or households in one place", "一处的人口或户数超过 %d", maxPeople))
		return geo.NoData
	}
	return int64(whole)
}

// yes reads a cell that says yes or no; an empty one says no.
func (c *record) yes(field string) bool {
	text := c.cell(field)
	switch strings.ToLower(text) {
	case "yes", "y", "true", "1", "是":
		return true
	case "", "no", "n", "false", "0", "否":
		return false
	}
	c.fail(field, text, geo.Say("here stands yes (是) or no (否)", "此处应填是或否"))
	return false
}

var statusWords = map[string]geo.Status{
	"active": geo.Active, "open": geo.Active, "opened": geo.Active, "operating": geo.Active, "operational": geo.Active, "in use": geo.Active, "running": geo.Active,
	"运营": geo.Active, "运营中": geo.Active, "在运营": geo.Active, "正常运营": geo.Active, "运行": geo.Active, "运行中": geo.Active, "正常": geo.Active, "在用": geo.Active, "使用中": geo.Active,
	"开放": geo.Active, "开放中": geo.Active, "营业": geo.Active, "营业中": geo.Active, "启用": geo.Active, "已启用": geo.Active, "已建": geo.Active, "已建成": geo.Active, "建成": geo.Active, "投用": geo.Active, "已投用": geo.Active, "现状": geo.Active,
	"planned": geo.Planned, "proposed": geo.Planned, "construction": geo.Planned, "under construction": geo.Planned,
	"在建": geo.Planned, "建设中": geo.Planned, "规划": geo.Planned, "规划中": geo.Planned, "拟建": geo.Planned, "待建": geo.Planned, "筹建": geo.Planned, "筹备": geo.Planned, "新建": geo.Planned, "未建": geo.Planned,
	"closed": geo.Closed, "disused": geo.Closed, "abandoned": geo.Closed, "suspended": geo.Closed,
	"停运": geo.Closed, "停用": geo.Closed, "停业": geo.Closed, "歇业": geo.Closed, "关闭": geo.Closed, "已关闭": geo.Closed, "撤销": geo.Closed, "注销": geo.Closed, "拆除": geo.Closed, "已拆除": geo.Closed, "暂停": geo.Closed, "暂停运营": geo.Closed, "暂停营业": geo.Closed,
}

// status reads a state; an empty cell is an active facility, for lists rarely say what is usual.
func (c *record) status() geo.Status {
	text := c.cell("status")
	if text == "" {
		return geo.Active
	}
	status, ok := statusWords[strings.ToLower(text)]
	if !ok {
		c.fail("status", text, geo.Say("the state is not known: use active (运营), planned (在建, 规划) or closed (停运)", "状态无法识别：请用 active（运营）、planned（在建、规划）或 closed（停运）"))
	}
	return status
}

// setting reads urban or rural, also by the statistical codes 111 to 123 (urban) and 210, 220 (rural).
func (c *record) setting() string {
	text := c.cell("setting")
	switch strings.ToLower(text) {
	case "":
		return ""
	case "urban", "城镇", "城市", "城", "城区", "1", "100", "110", "111", "112", "120", "121", "122", "123":
		return "urban"
	case "rural", "乡村", "农村", "乡", "村", "2", "200", "210", "220":
		return "rural"
	}
	c.findings.warn("unknown_setting", "the setting is neither urban (城镇) nor rural (乡村) and was left out", "城乡属性无法识别，已留空", fmt.Sprintf("row %d: %s", c.row.Number, text))
	return ""
}

var datePattern = regexp.MustCompile(`^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?(?:[T ].*)?$`)

// date reads a year, month or day as ISO 8601; "" with a warning where it cannot.
func (c *record) date(field string) string {
	text := c.cell(field)
	if text == "" {
		return ""
	}
	if iso := isoDate(text, c.sheet.Encoding == "xlsx"); iso != "" {
		return iso
	}
	c.findings.warn("unreadable_date", "dates that could not be read were left out: write 2019, 2019-05 or 2019-05-01", "日期无法识别，已留空；请写作 2019、2019-05 或 2019-05-01", fmt.Sprintf("row %d: %s", c.row.Number, text))
	return ""
}

func isoDate(text string, spreadsheet bool) string {
	if days, err := strconv.ParseFloat(text, 64); spreadsheet && err == nil && days > 3000 && days < 80_000 {
		// Spreadsheets count days from 1899-12-30.
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)).Format("2006-01-02")
	}
	if len(text) == 8 && isDigits(text) {
		text = text[:4] + "-" + text[4:6] + "-" + text[6:]
	}
	match := datePattern.FindStringSubmatch(width.Fold.String(text))
	if match == nil {
		return ""
	}
	switch {
	case match[2] == "":
		return match[1]
	case match[3] == "":
		if t, err := time.Parse("2006-1", match[1]+"-"+match[2]); err == nil {
			return t.Format("2006-01")
		}
	default:
		if t, err := time.Parse("2006-1-2", match[1]+"-"+match[2]+"-"+match[3]); err == nil {
			return t.Format("2006-01-02")
		}
	}
	return ""
}

func isDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// list splits a cell that holds several values.
func (c *record) list(field string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(c.cell(field), func(r rune) bool { return strings.ContainsRune(";；、,，", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
