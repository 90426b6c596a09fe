package standard

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
)

// planDocuments tell authors of plans what a file may hold.
var planDocuments = []string{"plans.md", "plans.zh-CN.md"}

// TestPlanDocuments holds the reference for authors of plans against the parser: whatever it knows is named there, the table
// of keys is the parser's own, and the example is in order.
func TestPlanDocuments(t *testing.T) {
	for _, name := range planDocuments {
		raw, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		for what, words := range map[string][]string{
			"measure": choices(Measures()), "key of a file": standardKeys, "key of a check": checkKeys, "unit of targets": unitCodes(), "operator": choices(operators),
			"severity": choices(severities), "origin": choices(origins), "source": choices(evidences), "scope": choices(scopes), "weight": choices(weightKinds), "unit": unitKinds[1:],
			"day": choices(weekdays), "mode": choices(geo.Modes()), "group of people": groupNames(), "set": setCodes(DefaultSets()), "bundle": setCodes(DefaultBundles()),
			"part of a file": {"number", "issuer", "date", "from", "to", "by", "on", "level", "attribute", "value", "walk_m", "people", "members", "name"},
			"column":         columnNames(),
		} {
			for _, word := range words {
				if !strings.Contains(text, "`"+word+"`") {
					t.Errorf("%s does not name the %s %s", name, what, word)
				}
			}
		}
		if table := keysOfMeasures(); !strings.Contains(text, table) {
			t.Errorf("%s: the table of keys is to be\n%s", name, table)
		}
		_, rest, found := strings.Cut(text, "```yaml\n")
		example, _, ended := strings.Cut(rest, "```\n")
		if !found || !ended {
			t.Fatalf("%s has no example", name)
		}
		if _, err := Parse([]byte(example)); err != nil {
			t.Errorf("%s: the example: %v", name, err)
		}
	}
}

func columnNames() (names []string) {
	for name := range columns {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// keysOfMeasures is the table of the keys that each measure needs and may have beside those of every check.
func keysOfMeasures() string {
	var b strings.Builder
	code := func(keys []string) string {
		if len(keys) == 0 {
			return "–"
		}
		return "`" + strings.Join(keys, "` `") + "`"
	}
	for i := range shapes {
		s := &shapes[i]
		needs, takes := slices.Clone(s.needs), slices.Clone(s.takes)
		reach := ""
		switch {
		case s.bound && len(s.reach) > 1:
			reach = " + `" + strings.Join(s.reach, "` / `") + "`"
		case s.bound:
			needs = append(needs, s.reach...)
		default:
			takes = append(takes, s.reach...)
		}
		fmt.Fprintf(&b, "| `%s` | %s%s | %s |\n", s.Measure, code(needs), reach, code(takes))
	}
	return b.String()
}
