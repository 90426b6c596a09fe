package standard

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"lifecircle/geo"
)

// file is a file being read.
type file struct {
	problems fileProblems
	check    string // that is being read
}

// fault notes what is wrong with a value.
func (f *file) fault(n *yaml.Node, key string, rule geo.Words) {
	p := FileProblem{Check: f.check, Key: key, Rule: rule}
	if n != nil {
		p.Line = n.Line
		if n.Kind == yaml.ScalarNode && n.Value != "" && !strings.HasSuffix(key, n.Value) {
			p.Value = shortened(n.Value)
		}
	}
	f.problems = append(f.problems, p)
}

// object is one mapping of a file.
type object struct {
	*file
	node   *yaml.Node
	path   string // before its keys: "document."
	values map[string]*yaml.Node
}

// object opens a mapping that may have the known keys, each once.
func (f *file) object(n *yaml.Node, path string, known []string) object {
	o := object{f, n, path, map[string]*yaml.Node{}}
	if n.Kind != yaml.MappingNode {
		rule := geo.Say("must have keys and values, such as title: …", "应由键和值组成，例如 title: …")
		if strings.Contains(n.Value, "：") {
			rule = geo.Say("write an ASCII colon and a blank after each key, not the full-width colon (：)", "键后请用英文冒号加空格，不要用全角冒号（：）")
		}
		f.fault(n, strings.TrimSuffix(path, "."), rule)
		return o
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := key.Value
		switch _, twice := o.values[name]; {
		case key.Kind != yaml.ScalarNode:
			f.fault(key, path, geo.Say("a key must be a word", "键应为一个词"))
		case twice:
			f.fault(key, path+shortened(name), geo.Say("is given twice: keep one", "重复出现，请只保留一个"))
		case !slices.Contains(known, name):
			f.fault(key, path+shortened(name), unknown(name, known, geo.Say("unknown key", "未知的键")))
		default:
			o.values[name] = value
		}
	}
	return o
}

// has tells whether a key is given.
func (o object) has(key string) bool { return o.values[key] != nil }

// wrong notes what is wrong with the value of a key.
func (o object) wrong(key string, rule geo.Words) {
	n := o.values[key]
	if n == nil {
		n = &yaml.Node{Line: o.node.Line}
	}
	o.fault(n, o.path+key, rule)
}

// need notes a key that is missing.
func (o object) need(key string, rule geo.Words) bool {
	if o.has(key) {
		return true
	}
	o.wrong(key, geo.Say("is missing: %v", "缺少：%v", rule))
	return false
}

// scalar is the text of a single value; false where there is none, which is noted.
func (o object) scalar(key string) (string, bool) {
	n := o.values[key]
	switch {
	case n == nil:
		return "", false
	case n.Kind != yaml.ScalarNode:
		o.wrong(key, geo.Say("must be one value, not a list or keys", "应为单个值，不能是列表或键值"))
		return "", false
	case n.Tag == "!!null" || strings.TrimSpace(n.Value) == "":
		o.wrong(key, geo.Say("is empty: give a value or remove the key", "内容为空：请填写，或删除该键"))
		return "", false
	}
	return n.Value, true
}

// The longest texts, in characters.
const (
	maxName = 300
	maxText = 4000
)

// text is a text that can be shown as it is.
func (o object) text(key string, most int) string {
	value, is := o.scalar(key)
	if !is {
		return ""
	}
	value = strings.TrimSpace(value)
	switch {
	case utf8.RuneCountInString(value) > most:
		o.wrong(key, geo.Say("is longer than %d characters", "超过 %d 个字符", most))
	case strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }):
		o.wrong(key, geo.Say("has control characters: remove them", "含控制字符，请删除"))
	}
	return value
}

// words are a text in both languages: {en: …, zh: …}, or one text for both.
func (o object) words(key string, most int) geo.Words {
	n := o.values[key]
	if n == nil {
		return geo.Words{}
	}
	if n.Kind != yaml.MappingNode {
		text := o.text(key, most)
		return geo.Words{EN: text, ZH: text}
	}
	both := o.object(n, o.path+key+".", []string{"en", "zh"})
	w := geo.Words{EN: both.text("en", most), ZH: both.text("zh", most)}
	switch {
	case w.EN == "":
		w.EN = w.ZH
	case w.ZH == "":
		w.ZH = w.EN
	}
	if w.Empty() {
		o.wrong(key, geo.Say("is empty: give en, zh or both", "内容为空：请填写 en、zh 或两者"))
	}
	return w
}

// whole is a whole number from lo to hi.
func (o object) whole(key string, lo, hi int64) int64 {
	text, is := o.scalar(key)
	if !is {
		return 0
	}
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value < lo || value > hi {
		o.wrong(key, geo.Say("must be a whole number from %d to %d", "应为 %d 至 %d 之间的整数", lo, hi))
		return 0
	}
	return value
}

// flag is yes or no.
func (o object) flag(key string) bool {
	text, is := o.scalar(key)
	if is && text != "true" && text != "false" {
		o.wrong(key, geo.Say("must be true or false", "应为 true（是）或 false（否）"))
	}
	return text == "true"
}

// number is a decimal; share tells that it is one of 1, so that "90 %" may be written for 0.9.
func (o object) number(key string, share bool) *big.Rat {
	text, is := o.scalar(key)
	if !is {
		return nil
	}
	return o.decimal(o.values[key], key, text, share)
}

func (o object) decimal(n *yaml.Node, key, text string, share bool) *big.Rat {
	value, percent, is := readDecimal(text)
	switch {
	case !is:
		o.fault(n, o.path+key, notDecimal(text))
		return nil
	case percent && !share:
		o.fault(n, o.path+key, geo.Say("is a percentage, but this check does not measure a share: give the number in the unit of the target", "为百分比，但本指标不是比例：请按目标单位填写数值"))
		return nil
	case value.Sign() < 0:
		o.fault(n, o.path+key, geo.Say("must not be negative", "不能为负数"))
		return nil
	case share && value.Cmp(oneRat) > 0 && percent:
		o.fault(n, o.path+key, geo.Say("is above 100 %", "超过 100 %"))
		return nil
	case share && value.Cmp(oneRat) > 0:
		o.fault(n, o.path+key, geo.Say("is above 1, which is 100 %%: for %[1]s per cent write %[1]s %% or the fraction", "大于 1（即 100 %%）：百分之%[1]s 请写作 %[1]s %% 或小数", strings.TrimSpace(text)))
		return nil
	}
	return value
}

// pair is a list of two numbers, the lower one first.
func (o object) pair(key string) (bounds [2]*big.Rat) {
	n := o.values[key]
	if n == nil {
		return bounds
	}
	if n.Kind != yaml.SequenceNode || len(n.Content) != 2 {
		o.wrong(key, geo.Say("must be the lower and the upper bound, such as [2000, 3000]", "应为下限和上限，例如 [2000, 3000]"))
		return bounds
	}
	for i, element := range n.Content {
		if element.Kind != yaml.ScalarNode {
			o.wrong(key, geo.Say("must be the lower and the upper bound, such as [2000, 3000]", "应为下限和上限，例如 [2000, 3000]"))
			return [2]*big.Rat{}
		}
		bounds[i] = o.decimal(element, key, element.Value, false)
	}
	if bounds[0] == nil || bounds[1] == nil {
		return [2]*big.Rat{}
	}
	if bounds[0].Cmp(bounds[1]) > 0 {
		o.fault(n, o.path+key, geo.Say("the lower bound %s is above the upper bound %s: swap them", "下限 %s 大于上限 %s：请对调", n.Content[0].Value, n.Content[1].Value))
	}
	return bounds
}

// element is one text of a list, with its line.
type element struct {
	text string
	node *yaml.Node
	key  string // "services[2]"
}

// list gives the texts of a list, or of a single value. An empty list, an empty text and one given twice are noted.
func (o object) list(key string, most int) (elements []element) {
	n := o.values[key]
	if n == nil {
		return nil
	}
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	if len(nodes) == 0 || len(nodes) > most {
		o.wrong(key, geo.Say("must list 1 to %d", "应列出 1 至 %d 项", most))
		return nil
	}
	for i, n := range nodes {
		name := fmt.Sprintf("%s%s[%d]", o.path, key, i+1)
		if len(nodes) == 1 {
			name = o.path + key
		}
		switch {
		case n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.TrimSpace(n.Value) == "":
			o.fault(n, name, geo.Say("must be one word", "应为一个词"))
		case slices.ContainsFunc(elements, func(e element) bool { return e.text == n.Value }):
			o.fault(n, name, geo.Say("is listed twice: keep one", "重复列出，请只保留一个"))
		default:
			elements = append(elements, element{n.Value, n, name})
		}
	}
	return elements
}

// objects are the elements of a list of mappings.
func (o object) objects(key string, most int) []*yaml.Node {
	n := o.values[key]
	switch {
	case n == nil:
		return nil
	case n.Kind != yaml.SequenceNode || len(n.Content) == 0:
		o.wrong(key, geo.Say("must be a list with at least one entry, each beginning with a dash (-)", "应为至少一项的列表，每项以短横线（-）开头"))
		return nil
	case len(n.Content) > most:
		o.wrong(key, geo.Say("has %d entries, more than %d", "有 %d 项，超过 %d 项", len(n.Content), most))
		return nil
	}
	return n.Content
}

// date is a day as ISO 8601 has it.
func (o object) date(key string) string {
	text, is := o.scalar(key)
	if !is {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		o.wrong(key, geo.Say("must be a day such as 2025-12-31", "应为日期，例如 2025-12-31"))
		return ""
	}
	return text
}

// idForm is the form of codes that files and commands know a thing by.
var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,63}$`)

func (o object) id(key string) string {
	text, is := o.scalar(key)
	if is && !idForm.MatchString(text) {
		o.wrong(key, geo.Say("must be 1 to 64 of a–z, 0–9, - _ and .", "应为 1 至 64 个小写字母、数字、- _ 或 ."))
		return ""
	}
	return text
}

// choice is one of several words; the first one where the key is not given.
func choice[T ~string](o object, key string, what geo.Words, among []T) T {
	text, is := o.scalar(key)
	if !is {
		return among[0]
	}
	if i := slices.Index(among, T(text)); i >= 0 {
		return among[i]
	}
	o.wrong(key, unknown(text, choices(among), what))
	return among[0]
}

func choices[T ~string](list []T) (all []string) {
	for _, t := range list {
		if t != "" {
			all = append(all, string(t))
		}
	}
	return all
}
