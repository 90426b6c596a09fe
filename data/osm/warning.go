package osm

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lifecircle/geo"
)

// Warning is something a reading met that looks wrong. It is counted, and the first cases are named.
type Warning struct {
	Rule     string    // short and fixed, such as "dangling_node"
	Severe   bool      // the result is poorer than it should be
	Message  geo.Words // what it means and what became of it
	Count    int       // of all cases
	Examples []string  // the first few, or the most frequent
}

func (w Warning) String() string {
	s := fmt.Sprintf("%d × %s", w.Count, w.Message)
	if len(w.Examples) > 0 {
		s += ": " + strings.Join(w.Examples, ", ")
	}
	return s
}

const maxExamples = 10

// tally counts the cases of one rule.
type tally struct {
	count    int
	examples []string
}

func (t *tally) add(format string, args ...any) {
	if t.count++; len(t.examples) < maxExamples {
		t.examples = append(t.examples, fmt.Sprintf(format, args...))
	}
}

// warn appends a warning if there is any case.
func (t *tally) warn(to []Warning, rule string, message geo.Words) []Warning {
	if t.count == 0 {
		return to
	}
	return append(to, Warning{Rule: rule, Message: message, Count: t.count, Examples: t.examples})
}

// maxDistinct bounds the values that a census tells apart; the rest are counted together.
const maxDistinct = 1000

// census counts how often each value occurs.
type census map[string]int

func (c census) add(tag Tag) {
	value := strings.ToValidUTF8(tag.Value, "\ufffd")
	if len(value) > 40 {
		value = strings.ToValidUTF8(value[:40], "") + "…"
	}
	value = tag.Key + "=" + value
	if _, met := c[value]; !met && len(c) >= maxDistinct {
		value = "others"
	}
	c[value]++
}

// warn lists the most frequent values first.
func (c census) warn(to []Warning, rule string, message geo.Words) []Warning {
	if len(c) == 0 {
		return to
	}
	values := slices.SortedFunc(maps.Keys(c), func(a, b string) int {
		return cmp.Or(cmp.Compare(c[b], c[a]), cmp.Compare(a, b))
	})
	w := Warning{Rule: rule, Message: message}
	for i, value := range values {
		w.Count += c[value]
		if i < maxExamples {
			w.Examples = append(w.Examples, fmt.Sprintf("%s (%d)", value, c[value]))
		}
	}
	return append(to, w)
}
