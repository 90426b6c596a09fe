package table

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"
)

// heading is a column's title, taken apart.
type heading struct {
	key   string  // folded: half-width, lower case, without brackets, unit and spaces
	unit  string  // what stood in the last brackets, "" if nothing
	unit1 float64 // how many of ours one of its unit is: 10,000 for 万人; 0 if the unit is unknown or absent
}

// units are the bracketed units that change a number. Ours are people, households and square metres.
var units = map[string]float64{
	"人": 1, "户": 1, "户数": 1, "m2": 1, "m²": 1, "㎡": 1, "平方米": 1, "平米": 1, "sqm": 1, "张": 1, "个": 1, "座": 1, "床": 1,
	"万人": 10_000, "万户": 10_000, "千人": 1_000, "百人": 100, "万平方米": 10_000, "万㎡": 10_000, "万m2": 10_000,
	"公顷": 10_000, "ha": 10_000, "hm2": 10_000, "亩": 2000.0 / 3, "平方公里": 1e6, "km2": 1e6,
}

var brackets = regexp.MustCompile(`[(\[【〔{]([^)\]】〕}]*)[)\]】〕}]`)

// parseHeading folds a title so that its spellings meet: "建筑面积（平方米）", "建筑面积(㎡)" and "建筑面积".
func parseHeading(title string) heading {
	var h heading
	s := strings.ToLower(strings.TrimSpace(width.Fold.String(clip(title))))
	for _, match := range brackets.FindAllStringSubmatch(s, -1) {
		h.unit = strings.TrimSpace(match[1])
	}
	s = brackets.ReplaceAllString(s, "")
	h.unit1 = units[h.unit]
	s = strings.Trim(s, " *_:：\t")
	ascii := isASCII(s)
	h.key = strings.Map(func(r rune) rune {
		switch r {
		case '-', '–', '—', '~':
			if ascii {
				return '_'
			}
			return '-'
		case ' ', '\t', '\n', '\r', '_':
			if ascii {
				return '_'
			}
			return -1
		}
		return r
	}, s)
	return h
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// headerRow is the row that names the columns: the first of the first ten with at least two titles that any
// kind of list knows and no number, else the first row with any text; -1 if there is none.
func headerRow(rows []Row) int {
	first := -1
	for i := range rows[:min(len(rows), 10)] {
		if rows[i].Fault != nil || rows[i].blank() {
			continue
		}
		if first < 0 {
			first = i
		}
		known := 0
		for _, cell := range rows[i].Cells {
			if i > first && plainNumber.MatchString(strings.TrimSpace(cell)) {
				known = -MaxColumns
			}
			if knownTitles[parseHeading(cell).key] {
				known++
			}
		}
		if known >= 2 {
			return i
		}
	}
	return first
}

// personal tells columns that hold telephone numbers, contacts or identities of persons.
func personal(title string) bool {
	key, whole := parseHeading(title).key, strings.ToLower(width.Fold.String(clip(title))) // 姓名（联系人）
	for _, word := range []string{"电话", "手机", "联系人", "联系方式", "身份证", "证件号", "邮箱", "电子邮件", "微信", "负责人", "法人", "法定代表", "户主", "监护人", "传真", "qq号"} {
		if strings.Contains(whole, word) {
			return true
		}
	}
	for _, token := range strings.FieldsFunc(key, func(r rune) bool { return r == '_' || r == ':' || r == '.' || r == '/' }) {
		switch token {
		case "phone", "telephone", "tel", "mobile", "fax", "email", "mail", "contact", "contacts", "wechat", "passport", "idcard", "ssn", "responsible", "principal":
			return true
		}
	}
	return key == "id_card" || key == "id_number" || key == "qq"
}
