package standard

import (
	"slices"
	"strings"
)

// Filter chooses among points, areas or facilities by their fields: one of several alternatives must hold, and of it every
// condition. The zero filter chooses all.
type Filter struct {
	Text         string // as the plan's file has it: "kind = natural_village and population > 200"
	alternatives [][]condition
}

// condition is one comparison of a field.
type condition struct {
	field  string
	op     string   // = != < <= > >= in
	values []string // one, but for in
}

// Holds tells whether something is chosen. field gives the text of a field of it, and false where it has none; a condition
// on a field that is not there does not hold, whatever the operator.
func (f *Filter) Holds(field func(name string) (string, bool)) bool {
	if len(f.alternatives) == 0 {
		return true
	}
	return slices.ContainsFunc(f.alternatives, func(all []condition) bool {
		return !slices.ContainsFunc(all, func(c condition) bool { return !c.holds(field) })
	})
}

// Fields lists the fields that the filter asks for, each once, in the order of the text.
func (f *Filter) Fields() (names []string) {
	for _, all := range f.alternatives {
		for _, c := range all {
			if !slices.Contains(names, c.field) {
				names = append(names, c.field)
			}
		}
	}
	return names
}

func (c *condition) holds(field func(string) (string, bool)) bool {
	text, is := field(c.field)
	if !is {
		return false
	}
	switch c.op {
	case "=", "in":
		return slices.ContainsFunc(c.values, func(v string) bool { return same(text, v) })
	case "!=":
		return !same(text, c.values[0])
	}
	a, okA := decimal(text)
	b, okB := decimal(c.values[0])
	if !okA || !okB {
		return false
	}
	switch order := a.Cmp(b); c.op {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	}
	return false
}

// same compares as numbers where both are, else as text: "02" is not the code "2" only where one of them is no number. What
// has a comma may be a list, and 1e3 and 0x10 are codes of areas and not numbers.
func same(a, b string) bool {
	if a == b {
		return true
	}
	if strings.Contains(a, ",") || strings.Contains(b, ",") {
		return false
	}
	x, okX := decimal(a)
	y, okY := decimal(b)
	return okX && okY && x.Cmp(y) == 0
}
