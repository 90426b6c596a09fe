package standard

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"lifecircle/geo"
)

// smallPlan is a standard with one check of each of three kinds; tests change one line of it.
const smallPlan = `id: small
title: {en: A small plan, zh: 小规划}
period: {from: 2026-01-01, to: 2030-12-31}
checks:
  - id: meals
    measure: community_share
    services: [elder_meal]
    mode: walk_elder
    minutes: 15
    group: age60
    op: ">="
    target: 80 %
    severity: target
    reach: stated
    goal: stated
  - id: size
    measure: size
    op: between
    target: [2000, 3000]
    severity: target
    goal: stated
  - id: centre
    measure: presence
    services: [community_center]
    unit: community
    op: report
    severity: guide
`

func TestParseReadsWhatIsWritten(t *testing.T) {
	s, err := Parse([]byte(smallPlan))
	if err != nil {
		t.Fatal(err)
	}
	meals, size, centre := s.Checks[0], s.Checks[1], s.Checks[2]
	if s.ID != "small" || s.Title.ZH != "小规划" || s.ElderAge != 60 || s.Period.To != "2030-12-31" || string(s.Text) != smallPlan {
		t.Errorf("head %+v", s.Summary())
	}
	if meals.Line != 5 || meals.Target.Cmp(big.NewRat(4, 5)) != 0 || meals.Group != geo.Age60 || meals.Unit != "community" || meals.Source != Found || meals.Scope != Everywhere || meals.Weight != People {
		t.Errorf("meals %+v", meals)
	}
	if size.Between[0].Cmp(big.NewRat(2000, 1)) != 0 || size.Target != nil || size.Unit != "community" || size.UnitOfTarget != "households" {
		t.Errorf("size %+v", size)
	}
	if centre.Op != NoTarget || centre.Title.EN != "centre" || centre.Ref != "centre" {
		t.Errorf("centre %+v", centre)
	}
	if len(s.Sets) != 7 || len(s.Bundles) != 3 {
		t.Errorf("%d sets, %d bundles by default", len(s.Sets), len(s.Bundles))
	}
}

// Decimals are the fractions they are written as: 0.1 is a tenth, and 4.5 nine halves.
func TestDecimalsAreExact(t *testing.T) {
	for text, want := range map[string]*big.Rat{
		"0.1": big.NewRat(1, 10), "90 %": big.NewRat(9, 10), "90%": big.NewRat(9, 10), "66.6666 %": big.NewRat(666666, 1000000),
		"12％": big.NewRat(12, 100), "1": big.NewRat(1, 1), "100 %": big.NewRat(1, 1), "0": new(big.Rat),
	} {
		s, err := Parse([]byte(strings.Replace(smallPlan, "target: 80 %", "target: "+text, 1)))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := s.Checks[0].Target; got.Cmp(want) != 0 {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

// Every rule refuses its file at the line and key that break it.
func TestParseRefuses(t *testing.T) {
	for name, of := range map[string]struct {
		old, new string // in the smallPlan standard
		line     int
		check    string
		key      string
		says     string
	}{
		"unknown key at the top":       {"period:", "perriod:", 3, "", "perriod", `did you mean "period"`},
		"unknown key of a check":       {"    group:", "    groupe:", 10, "meals", "groupe", `did you mean "group"`},
		"unknown key of a part":        {"from: 2026", "begin: 2026", 3, "", "period.begin", "unknown key"},
		"repeated key":                 {"    minutes: 15", "    minutes: 15\n    minutes: 20", 10, "", "minutes", "given twice"},
		"no id":                        {"id: small\n", "", 1, "", "id", "is missing"},
		"no title":                     {"title: {en: A small plan, zh: 小规划}\n", "", 1, "", "title", "is missing"},
		"empty title":                  {"{en: A small plan, zh: 小规划}", "", 2, "", "title", "is empty"},
		"id with blanks":               {"id: small", "id: a small plan", 1, "", "id", "1 to 64"},
		"Chinese id":                   {"id: small", "id: 小规划", 1, "", "id", "1 to 64"},
		"a date that is none":          {"2030-12-31", "2030-12-32", 3, "", "period.to", "a day such as"},
		"a Chinese date":               {"2030-12-31", "2030年底", 3, "", "period.to", "a day such as"},
		"period backwards":             {"2030-12-31", "2025-12-31", 3, "", "period.to", "before the beginning"},
		"year beside period":           {"checks:", "year: 2030\nchecks:", 4, "", "year", "keep one"},
		"elder age":                    {"checks:", "elder_age: 62\nchecks:", 4, "", "elder_age", "60 or 65"},
		"history is no flag":           {"checks:", "history: yes\nchecks:", 4, "", "history", "true or false"},
		"inclusive tiers":              {"checks:", "inclusive: true\nchecks:", 4, "", "inclusive", "must be false"},
		"unknown measure":              {"measure: presence", "measure: presense", 23, "centre", "measure", `did you mean "presence"`},
		"no measure":                   {"    measure: presence\n", "", 22, "centre", "measure", "is missing"},
		"unknown service":              {"[elder_meal]", "[elder_meals]", 7, "meals", "services", `did you mean "elder_meal"`},
		"service in Chinese":           {"[elder_meal]", "[elder_meal, 幼儿园]", 7, "meals", "services[2]", `did you mean "kindergarten"`},
		"set misspelt":                 {"[elder_meal]", "[elder_meal, elder_anny]", 7, "meals", "services[2]", `did you mean "elder_any"`},
		"service twice":                {"[elder_meal]", "[elder_meal, elder_meal]", 7, "meals", "services[2]", "listed twice"},
		"no services":                  {"[elder_meal]", "[]", 7, "meals", "services", "1 to 100"},
		"unknown mode":                 {"mode: walk_elder", "mode: [walk_elder, bicycle]", 8, "meals", "mode[2]", "no such mode"},
		"unknown group":                {"group: age60", "group: age_60", 10, "meals", "group", `did you mean "age60"`},
		"unknown unit":                 {"unit: community", "unit: comunity", 25, "centre", "unit", `did you mean "community"`},
		"no unit":                      {"    unit: community\n", "", 22, "centre", "unit", "needs it"},
		"unknown unit of target":       {"    target: 80 %", "    target: 80 %\n    unit_of_target: comunities", 13, "meals", "unit_of_target", `did you mean "communities"`},
		"unknown operator":             {`op: ">="`, `op: "=>"`, 11, "meals", "op", "no such operator"},
		"no operator":                  {"    op: \">=\"\n", "", 5, "meals", "op", "is missing"},
		"no target":                    {"    target: 80 %\n", "", 5, "meals", "target", "is missing"},
		"target above 100 %":           {"target: 80 %", "target: 80", 12, "meals", "target", "write 80 % or the fraction"},
		"target of 120 %":              {"target: 80 %", "target: 120 %", 12, "meals", "target", "above 100 %"},
		"negative target":              {"target: 80 %", "target: -0.8", 12, "meals", "target", "negative"},
		"target is a word":             {"target: 80 %", "target: most", 12, "meals", "target", "must be a number"},
		"target with a separator":      {"target: 80 %", "target: 0,8", 12, "meals", "target", "without separators"},
		"target with an exponent":      {"target: 80 %", "target: 1e-1", 12, "meals", "target", "must be a number"},
		"target is a fraction":         {"target: 80 %", "target: 4/5", 12, "meals", "target", "must be a number"},
		"target of a report":           {"op: report", "op: report\n    target: 90 %", 27, "centre", "target", "has no target"},
		"goal of a report":             {"op: report", "op: report\n    goal: stated", 27, "centre", "goal", "has no target"},
		"bounds backwards":             {"[2000, 3000]", "[3000, 2000]", 19, "size", "target", "swap them"},
		"one bound":                    {"[2000, 3000]", "[2000]", 19, "size", "target", "lower and the upper"},
		"percentage of households":     {"[2000, 3000]", "[20 %, 30 %]", 19, "size", "target", "does not measure a share"},
		"between for a share":          {`op: ">="`, "op: between", 11, "meals", "op", "size alone"},
		"no severity":                  {"    severity: guide\n", "", 22, "centre", "severity", "is missing"},
		"unknown severity":             {"severity: guide", "severity: guides", 27, "centre", "severity", `did you mean "guide"`},
		"no origin of the reach":       {"    reach: stated\n", "", 5, "meals", "reach", "where minutes comes from"},
		"no origin of the goal":        {"    reach: stated\n    goal: stated\n", "    reach: stated\n", 5, "meals", "goal", "where the target comes from"},
		"unknown origin":               {"reach: stated", "reach: known", 14, "meals", "reach", "no such origin"},
		"origin of no reach":           {"severity: guide", "severity: guide\n    reach: stated", 28, "centre", "reach", "no time or distance"},
		"unknown source":               {"severity: guide", "severity: guide\n    source: hearsay", 28, "centre", "source", "no such source"},
		"unknown scope":                {"severity: guide", "severity: guide\n    scope: town", 28, "centre", "scope", "no such scope"},
		"reach missing":                {"    minutes: 15\n", "", 5, "meals", "minutes", "needs one of"},
		"two reaches":                  {"minutes: 15", "minutes: 15\n    distance_m: 1000", 10, "meals", "distance_m", "beside minutes"},
		"mode of a straight radius":    {"minutes: 15", "radius_m: 1000", 8, "meals", "mode", "knows no mode"},
		"minutes without a mode":       {"    mode: walk_elder\n", "", 5, "meals", "mode", "needs a mode"},
		"no minutes":                   {"minutes: 15", "minutes: 0", 9, "meals", "minutes", "from 1 to 1440"},
		"half a minute":                {"minutes: 15", "minutes: 7.5", 9, "meals", "minutes", "whole number"},
		"any of one mode":              {"mode: walk_elder", "mode: walk_elder\n    any: true", 9, "meals", "any", "several modes"},
		"threshold of nothing":         {"minutes: 15", "minutes: 15\n    threshold: 0", 10, "meals", "threshold", "above 0"},
		"threshold above 1":            {"minutes: 15", "minutes: 15\n    threshold: 50", 10, "meals", "threshold", "write 50 %"},
		"a key without effect":         {"unit: community", "unit: community\n    minutes: 15", 26, "centre", "minutes", "no effect on the measure presence"},
		"an id twice":                  {"id: centre", "id: meals", 22, "meals", "id", "line 5 has this id"},
		"a check without an id":        {"  - id: centre\n    measure", "  - measure", 22, "#3", "id", "is missing"},
		"a check that is a text":       {"  - id: centre", "  - centre\n  - id: centre", 22, "#3", "", "keys and values"},
		"full-width colon":             {"  - id: centre", "  - 编号：centre\n  - id: centre", 22, "#3", "", "full-width"},
		"empty checks":                 {smallPlan[strings.Index(smallPlan, "  - id: meals"):], "", 4, "", "checks", "at least one"},
		"no checks":                    {smallPlan[strings.Index(smallPlan, "checks:"):], "", 1, "", "checks", "is missing"},
		"filter":                       {"severity: guide", "severity: guide\n    filter: kind ~ village", 28, "centre", "filter", "character 6"},
		"empty text":                   {"severity: guide", "severity: guide\n    clause:", 28, "centre", "clause", "is empty"},
		"control characters":           {"severity: guide", "severity: guide\n    clause: \"a\\x07b\"", 28, "centre", "clause", "control characters"},
		"endless text":                 {"severity: guide", "severity: guide\n    clause: " + strings.Repeat("长", 4001), 28, "centre", "clause", "4000 characters"},
		"baseline year alone":          {"severity: guide", "severity: guide\n    baseline_year: 2020", 22, "centre", "baseline", "is missing"},
		"baseline above 100 %":         {"severity: guide", "severity: guide\n    baseline: 36", 28, "centre", "baseline", "write 36 %"},
		"confirmed by nobody":          {"severity: guide", "severity: guide\n    confirmed: {clause: 三(二)}", 28, "centre", "confirmed.by", "is missing"},
		"set named as a service":       {"checks:", "sets: {clinic: [hospital]}\nchecks:", 4, "", "sets.clinic", "no service's code"},
		"set of a set":                 {"checks:", "sets: {mine: [clinic_any]}\nchecks:", 4, "", "sets.mine", "no service, set"},
		"bundle of nothing known":      {"checks:", "bundles: {mine: [clinic_any, clinnic]}\nchecks:", 4, "", "bundles.mine[2]", `did you mean "clinic"`},
		"bundle named as a set":        {"checks:", "bundles: {clinic_any: [clinic]}\nchecks:", 4, "", "bundles", "is a set already"},
		"group of areas twice":         {"checks:", "groups: [{id: a}, {id: a}]\nchecks:", 4, "", "groups[2].id", "has this id"},
		"group of areas without an id": {"checks:", "groups: [{ref: a}]\nchecks:", 4, "", "groups[1].id", "is missing"},
		"alias":                        {"[elder_meal]", "&m [elder_meal]", 7, "", "", "anchors"},
		"merge":                        {"  - id: centre", "  - <<: {id: x}\n    id: centre", 22, "", "<<", "merging"},
		"tag":                          {"id: small", "id: !!str small", 1, "", "", "type tags"},
		"deep":                         {"[elder_meal]", "[[[[[[[[[[elder_meal]]]]]]]]]]", 7, "", "", "nested more"},
		"high-rise without between":    {"target: [2000, 3000]", "target: 2000\n    target_highrise: [1, 2]", 20, "size", "target_highrise", "between alone"},
	} {
		text := strings.Replace(smallPlan, of.old, of.new, 1)
		if of.new != "" && !strings.Contains(text, of.new) {
			t.Fatalf("%s: the test changes nothing", name)
		}
		if name == "high-rise without between" {
			text = strings.Replace(text, "op: between", `op: "<="`, 1)
		}
		_, err := Parse([]byte(text))
		var bad *FileError
		if !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		found := false
		for i := range bad.Problems {
			p := &bad.Problems[i]
			found = found || p.Line == of.line && p.Key == of.key && (of.check == "" || p.Check == of.check) && strings.Contains(p.Rule.EN, of.says)
			if p.Rule.ZH == "" || !strings.ContainsFunc(p.Rule.ZH, isHan) {
				t.Errorf("%s: no Chinese: %+v", name, p)
			}
		}
		if !found || len(bad.Problems) > 3 {
			t.Errorf("%s: want line %d, %s, %q of check %q; got\n%v", name, of.line, of.key, of.says, of.check, err)
		}
	}
}

func isHan(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }

// Files that are no plain data at all fail with one message, and say what to do.
func TestParseRefusesWholeFiles(t *testing.T) {
	for name, of := range map[string]struct{ text, says string }{
		"empty":              {"", "is empty"},
		"comments alone":     {"# nothing\n", "is empty"},
		"too large":          {smallPlan + strings.Repeat("#", 1<<20), "larger than 1024 kB"},
		"GBK":                {"title: \xd5\xe3\xbd\xad\n", "UTF-8"},
		"a sign unquoted":    {strings.Replace(smallPlan, `op: ">="`, "op: >=", 1), "quotation marks"},
		"tabs":               {"checks:\n\t- id: x\n", "Indent with spaces"},
		"two documents":      {smallPlan + "---\n" + smallPlan, "one standard"},
		"a list":             {"- a\n- b\n", "keys and values"},
		"a text":             {"浙江", "keys and values"},
		"a binary file":      {"PK\x03\x04\x14\x00", "no YAML"},
		"endless references": {"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "anchors"},
	} {
		_, err := Parse([]byte(of.text))
		if err == nil || !strings.Contains(err.Error(), of.says) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if words := geo.WordsOf(err); !strings.ContainsFunc(words.ZH, isHan) {
			t.Errorf("%s: no Chinese: %q", name, words.ZH)
		}
	}
}

// All problems of a file are told at once, by line, and no more than can be read.
func TestParseTellsEveryProblem(t *testing.T) {
	text := strings.NewReplacer("minutes: 15", "minutes: never", "[2000, 3000]", "[1]", "op: report", "op: rapport").Replace(smallPlan)
	_, err := Parse([]byte(text))
	var bad *FileError
	if !errors.As(err, &bad) || len(bad.Problems) < 3 || bad.More != 0 {
		t.Fatal(err)
	}
	last := 0
	for _, p := range bad.Problems {
		if p.Line < last {
			t.Errorf("line %d after line %d", p.Line, last)
		}
		last = p.Line
	}
	if lines := strings.Split(geo.WordsOf(err).ZH, "\n"); !strings.HasPrefix(lines[1], "第 9 行，指标 meals，minutes \"never\"：") {
		t.Errorf("%q", lines[1])
	}

	var many strings.Builder
	many.WriteString("id: many\ntitle: many\nchecks:\n")
	for i := range 60 {
		fmt.Fprintf(&many, "  - {id: c%d, measure: nonsense}\n", i)
	}
	_, err = Parse([]byte(many.String()))
	if !errors.As(err, &bad) || len(bad.Problems) != 20 || bad.More != 40 || !strings.HasSuffix(err.Error(), "\nand 40 more") {
		t.Errorf("%v", err)
	}
}

func TestParseBoundsTheNumberOfChecks(t *testing.T) {
	many := func(n int) string {
		var text strings.Builder
		text.WriteString("id: many\ntitle: many\nchecks:\n")
		for i := range n {
			fmt.Fprintf(&text, "  - {id: c%d, measure: count, services: bus_stop, op: report, severity: guide}\n", i)
		}
		return text.String()
	}
	if s, err := Parse([]byte(many(500))); err != nil || len(s.Checks) != 500 {
		t.Errorf("500: %v", err)
	}
	if _, err := Parse([]byte(many(501))); err == nil || !strings.Contains(err.Error(), "501 entries, more than 500") {
		t.Errorf("501: %v", err)
	}
}

// A file's own sets and bundles stand beside the built-in ones, or in their place.
func TestOwnSets(t *testing.T) {
	text := strings.Replace(smallPlan, "checks:", `sets:
  clinic_any: [clinic, hospital]
  learning: {name: {en: Learning, zh: 学习场所}, members: [library, community_school]}
bundles:
  mine: [learning, clinic_any, bus_stop]
checks:
  - {id: circle, measure: full_circle, services: [mine], mode: [walk, bike], any: true, minutes: 10, op: report, severity: guide, reach: assumed}`, 1)
	s, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	needs := s.Expand(&s.Checks[0])
	if len(s.Sets) != 8 || len(s.Bundles) != 4 || len(needs) != 3 || needs[0].Name.ZH != "学习场所" || fmt.Sprint(needs[1].Services) != "[clinic hospital]" {
		t.Errorf("needs %+v", needs)
	}
	if again, _ := Parse([]byte(smallPlan)); len(again.Sets) != 7 || len(again.Sets[0].Members) != 3 {
		t.Error("one file's sets are in the next")
	}
}

func TestYearStandsForItsEnd(t *testing.T) {
	s, err := Parse([]byte(strings.Replace(smallPlan, "period: {from: 2026-01-01, to: 2030-12-31}", "year: 2030", 1)))
	if err != nil || s.Period != (Period{"", "2030-12-31"}) {
		t.Errorf("%v %v", s, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(smallPlan))
	for _, seed := range []string{"", "a", "- - - -", "{{{{", "[[[[[[", "id: &a x\ntitle: *a\n", "checks:\n  - {id: a, target: 9999999999999999}",
		"sets: {a: {members: {}}}",
		"id: a\ntitle: a\nchecks:\n  - {id: b, measure: hours, services: [bus_stop], op: \">\", target: 8, severity: must, goal: stated, confirmed: {by: c, clause: d}}\n", "? [a]\n: b\n", "groups: [1, {}]\ntiers: [{walk_m: [0.5, 1]}]\n", "title: {en: }\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		begun := time.Now()
		s, err := Parse(text)
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("took %v", took)
		}
		if err != nil {
			var bad *FileError
			if errors.As(err, &bad) && (len(bad.Problems) == 0 || len(bad.Problems) > maxProblems) {
				t.Errorf("%d problems", len(bad.Problems))
			}
			return
		}
		for i := range s.Checks {
			c := &s.Checks[i]
			if (c.Op != NoTarget && c.Op != Within) != (c.Target != nil) {
				t.Errorf("%s: op %s with target %v", c.ID, c.Op, c.Target)
			}
			if ofShare(c.Measure, c.UnitOfTarget) && c.Target != nil && c.Target.Cmp(oneRat) > 0 {
				t.Errorf("%s: a share of %s", c.ID, c.Target)
			}
			if len(c.Services) > 0 && len(s.Expand(c)) == 0 {
				t.Errorf("%s: services without needs", c.ID)
			}
		}
		if again, err := Parse(s.Text); err != nil || len(again.Checks) != len(s.Checks) {
			t.Errorf("its own text: %v", err)
		}
	})
}
