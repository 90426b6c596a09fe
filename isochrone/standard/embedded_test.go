package standard

import (
	"bytes"
	"fmt"
	"math/big"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v3"

	"lifecircle/geo"
)

func builtin(t *testing.T, id string) *Standard {
	t.Helper()
	s, err := Builtin(id)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	return s
}

func checkOf(t *testing.T, s *Standard, id string) *Check {
	t.Helper()
	for i := range s.Checks {
		if s.Checks[i].ID == id {
			return &s.Checks[i]
		}
	}
	t.Fatalf("%s has no check %s", s.ID, id)
	return nil
}

// promised lists the checks that testdata/promises.yaml asks of the plans, read as plain data.
func promised(t *testing.T) map[string][]map[string]any {
	t.Helper()
	text, err := os.ReadFile("testdata/promises.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var plans map[string][]map[string]any
	if err := yaml.Unmarshal(text, &plans); err != nil {
		t.Fatal(err)
	}
	return plans
}

// Every check that the plans must hold is there, with every value it must have.
func TestPlansHoldWhatTheyPromise(t *testing.T) {
	plans := promised(t)
	if len(plans) != len(Names()) {
		t.Errorf("%d plans promise, %d are built in", len(plans), len(Names()))
	}
	total := 0
	for id, promises := range plans {
		s := builtin(t, id)
		for _, want := range promises {
			total++
			c := checkOf(t, s, want["id"].(string))
			for key, value := range want {
				if got, want := held(c, key), wanted(value); got != want {
					t.Errorf("%s %s: %s = %s, want %s", id, c.ID, key, got, want)
				}
			}
			for _, key := range []string{"goal", "reach", "filter", "any", "minutes", "radius_m", "distance_m", "mode", "target"} {
				if _, given := want[key]; !given && !slices.Contains([]string{"", "false", "0", "[]"}, held(c, key)) {
					t.Errorf("%s %s: %s = %s, and none was wanted", id, c.ID, key, held(c, key))
				}
			}
			if _, given := want["source"]; !given && c.Source != Found {
				t.Errorf("%s %s: source %s", id, c.ID, c.Source)
			}
		}
	}
	if total != 96 {
		t.Errorf("%d checks are promised: was the list cut?", total)
	}
}

// held is a value of a check as a plain text: lists in brackets, numbers as fractions in lowest terms.
func held(c *Check, key string) string {
	switch key {
	case "id":
		return c.ID
	case "ref":
		return c.Ref
	case "measure":
		return string(c.Measure)
	case "services":
		return fmt.Sprint(c.Services)
	case "mode":
		if len(c.Modes) == 1 { // files need no brackets for one
			return string(c.Modes[0])
		}
		return fmt.Sprint(c.Modes)
	case "any":
		return fmt.Sprint(c.Any)
	case "minutes":
		return fmt.Sprint(c.Minutes)
	case "radius_m":
		return fmt.Sprint(c.RadiusM)
	case "distance_m":
		return fmt.Sprint(c.DistanceM)
	case "group":
		return c.Group.String()
	case "attributes":
		return fmt.Sprint(c.Attributes)
	case "per":
		return fmt.Sprint(c.Per)
	case "over":
		return c.Over
	case "scope":
		return string(c.Scope)
	case "unit":
		return c.Unit
	case "filter":
		return c.Filter.Text
	case "op":
		return string(c.Op)
	case "target":
		switch {
		case c.Op == Within:
			return fmt.Sprint([]string{c.Between[0].RatString(), c.Between[1].RatString()})
		case c.Target == nil:
			return ""
		}
		return c.Target.RatString()
	case "target_highrise":
		return fmt.Sprint([]string{c.HighRise[0].RatString(), c.HighRise[1].RatString()})
	case "unit_of_target":
		return c.UnitOfTarget
	case "severity":
		return string(c.Severity)
	case "reach":
		return string(c.Reach)
	case "goal":
		return string(c.Goal)
	case "source":
		return string(c.Source)
	}
	return "no such key: " + key
}

func wanted(value any) string {
	switch v := value.(type) {
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, wanted(one))
		}
		return fmt.Sprint(all)
	case float64:
		return new(big.Rat).SetFrac64(int64(v*1000+0.5), 1000).RatString()
	}
	return fmt.Sprint(value)
}

// The tables of indicators that plans begin with are complete, in their order, and the binding ones are marked so.
func TestHeadlineTablesAreComplete(t *testing.T) {
	for _, table := range []struct {
		plan, prefix string
		rows         int
		binding      []int
	}{
		{"zhejiang-2025", "ZJ-", 22, []int{6, 11, 14}},
		{"taizhou-2025", "TZ-", 13, []int{4, 5, 8, 12, 13}},
	} {
		s := builtin(t, table.plan)
		for row := 1; row <= table.rows; row++ {
			ref := fmt.Sprintf("%s%02d", table.prefix, row)
			i := slices.IndexFunc(s.Checks, func(c Check) bool { return c.Ref == ref })
			if i < 0 {
				t.Errorf("%s: indicator %s is missing", table.plan, ref)
				continue
			}
			c := &s.Checks[i]
			if !c.Headline() {
				t.Errorf("%s: indicator %s does not count in the headline", table.plan, ref)
			}
			if must := slices.Contains(table.binding, row); must != (c.Severity == Must) {
				t.Errorf("%s: indicator %s has severity %s", table.plan, ref, c.Severity)
			}
		}
		for i := range s.Checks {
			if c := &s.Checks[i]; c.Severity == Must && !strings.HasPrefix(c.Clause, "浙政办发〔2022〕52号 指标表") && !strings.Contains(c.Clause, "专栏1第") {
				t.Errorf("%s: %s is binding and in no table", table.plan, c.ID)
			}
		}
	}
}

// What the tables say was there before, in the unit of the target.
func TestBaselines(t *testing.T) {
	for _, of := range []struct {
		plan, check, value string
		year               int
	}{
		{"zhejiang-2025", "zj-income-ratio", "1.96", 2020}, {"zhejiang-2025", "zj-village-income", "0.36", 2020},
		{"zhejiang-2025", "zj-area100", "30", 2020}, {"zhejiang-2025", "zj-area-mix", "0.1", 2020},
		{"zhejiang-2025", "zj-childcare-places", "1.8", 2020}, {"zhejiang-2025", "zj-workers", "9.8", 2020},
		{"zhejiang-2025", "zj-smart-counties", "0", 2020}, {"zhejiang-2025", "zj-social-orgs", "11.2", 2020},
		{"taizhou-2025", "tz-home-service", "0.178", 2022}, {"taizhou-2025", "tz-workers-table", "18", 2022},
		{"liaoning-2020", "ln-center-rural", "0.61", 2016}, {"liaoning-2020", "ln-center-urban", "0.99", 2016},
	} {
		c := checkOf(t, builtin(t, of.plan), of.check)
		want, _ := new(big.Rat).SetString(of.value)
		if c.Baseline == nil || c.Baseline.Cmp(want) != 0 || c.BaselineYear != of.year {
			t.Errorf("%s: baseline %v of %d, want %s of %d", of.check, c.Baseline, c.BaselineYear, of.value, of.year)
		}
	}
}

// Wordings of one plan that contradict each other stay checks of their own, with their own operators and reaches.
func TestContradictoryWordingsStayApart(t *testing.T) {
	taizhou, nanling, zhejiang := builtin(t, "taizhou-2025"), builtin(t, "nanling-2025"), builtin(t, "zhejiang-2025")
	table, text := checkOf(t, taizhou, "tz-workers-table"), checkOf(t, taizhou, "tz-workers-text")
	if table.Op != MoreThan || text.Op != AtLeast || table.Target.Cmp(text.Target) != 0 || table.Severity != Must || text.Severity != Target {
		t.Errorf("Taizhou's workers: %s %s and %s %s", table.Op, table.Target, text.Op, text.Target)
	}
	goals, tasks := checkOf(t, nanling, "nl-convenience5"), checkOf(t, nanling, "nl-convenience15")
	if goals.Minutes != 5 || tasks.Minutes != 15 || reflect.DeepEqual(goals.Services, tasks.Services) {
		t.Errorf("Nanling's convenience circle: %d and %d minutes", goals.Minutes, tasks.Minutes)
	}
	counties, cities := checkOf(t, zhejiang, "zj-smart-counties"), checkOf(t, zhejiang, "zj-smart-cities")
	if counties.UnitOfTarget != "count" || counties.Target.Cmp(big.NewRat(11, 1)) != 0 || cities.Target.Cmp(oneRat) != 0 {
		t.Errorf("Zhejiang's smart communities: %s and %s", counties.Target, cities.Target)
	}
}

func TestHeadlineAndReference(t *testing.T) {
	for _, of := range []struct {
		plan, check         string
		headline, reference bool
	}{
		{"zhejiang-2025", "zj-area100", true, false},        // no reach, goal stated
		{"zhejiang-2025", "zj-circle15-urban", false, true}, // goal assumed
		{"zhejiang-2025", "zj-meals", false, false},         // reach borrowed: judged, but not the plan's own
		{"zhejiang-2025", "zj-shelter", false, true},        // reach assumed
		{"zhejiang-2025", "zj-beautiful-villages", true, false},
		{"taizhou-2025", "tz-volunteer-in-center", true, false}, // a stated reach of 0 m
		{"taizhou-2025", "tz-convenience15", false, true},
		{"liaoning-2020", "ln-circle10", false, false}, // reports
		{"nanling-2025", "nl-village-clinic", true, false},
		{"gb50180-2018", "gb-market", false, true},
	} {
		c := checkOf(t, builtin(t, of.plan), of.check)
		if c.Headline() != of.headline || c.Reference() != of.reference {
			t.Errorf("%s: headline %v, reference %v; want %v, %v", of.check, c.Headline(), c.Reference(), of.headline, of.reference)
		}
	}
}

func TestNoRadiusOfTheNationalStandardIsInTheHeadline(t *testing.T) {
	s := builtin(t, "gb50180-2018")
	if n := s.Summary().Headline; n != 0 {
		t.Errorf("%d checks count in the headline", n)
	}
	if len(s.Tiers) != 4 || s.Tiers[0].WalkM != [2]int64{800, 1000} || s.Tiers[3].People != [2]int64{1000, 3000} || s.Tiers[3].Minutes != 0 {
		t.Errorf("tiers %+v", s.Tiers)
	}
}

// What a reader is shown of every check: a title in both languages, the place in the document, and why what was assumed was.
func TestEveryCheckIsDescribed(t *testing.T) {
	han := func(text string) bool {
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	ids := map[string]string{}
	used := map[Measure]bool{}
	for _, id := range Names() {
		s := builtin(t, id)
		if !han(s.Title.ZH) || s.Title.EN == "" || s.Note.Empty() || s.ID != id || !s.IsBuiltin() {
			t.Errorf("%s: head %+v", id, s.Summary())
		}
		for i := range s.Checks {
			c := &s.Checks[i]
			used[c.Measure] = true
			if other, twice := ids[c.ID]; twice {
				t.Errorf("%s is in %s and %s", c.ID, other, id)
			}
			ids[c.ID] = id
			if !han(c.Title.ZH) || han(strings.NewReplacer("“基本", "").Replace(c.Title.EN)) || c.Clause == "" || c.Responsible.Empty() || c.UnitOfTarget == "" {
				t.Errorf("%s line %d: %s lacks title, clause, unit or bureau: %+v", id, c.Line, c.ID, c.Title)
			}
			if !han(c.Note.ZH) && !c.Note.Empty() {
				t.Errorf("%s: a note without Chinese", c.ID)
			}
		}
	}
	for _, m := range []Measure{Coverage, FullCircle, CapacityCoverage, FloatingSupply, CommunityShare, Presence, AreaPer100, Share, PerCapita,
		PerCommunity, Count, Colocation, Cluster, Hours, Size, MinArea, MaxTime, Reported} {
		if !used[m] {
			t.Errorf("no plan uses %s", m)
		}
	}
}

func TestPlansAreDatedAsTheirDocuments(t *testing.T) {
	for id, want := range map[string]Summary{
		"zhejiang-2025": {Number: "浙政办发〔2022〕52号", Date: "2022-08-17", From: "2021-01-01", To: "2025-12-31"},
		"taizhou-2025":  {Date: "2023-08-31", From: "2023-01-01", To: "2025-12-31"},
		"liaoning-2020": {Number: "辽民发〔2017〕60号", Date: "2017-07-31", From: "2017-01-01", To: "2020-12-31", History: true},
		"nanling-2025":  {Date: "2023-12-21", From: "2021-01-01", To: "2025-12-31"},
		"gb50180-2018":  {Number: "GB 50180-2018"},
	} {
		got := builtin(t, id).Summary()
		if got.Number != want.Number || got.Date != want.Date || got.From != want.From || got.To != want.To || got.History != want.History {
			t.Errorf("%s: %+v", id, got)
		}
	}
	mountain := builtin(t, "zhejiang-2025").Groups
	if len(mountain) != 1 || mountain[0].ID != "mountain26" || mountain[0].Attribute != "mountain" || mountain[0].Ref != "ZJ-T18" || mountain[0].Level != "county" {
		t.Errorf("groups %+v", mountain)
	}
}

// A file written anew by the YAML library, with other indents and lines, is the same standard.
func TestPlansSurviveAnotherEditor(t *testing.T) {
	for _, id := range Names() {
		s := builtin(t, id)
		var node yaml.Node
		if err := yaml.Unmarshal(s.Text, &node); err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		if err := yaml.NewEncoder(&again).Encode(&node); err != nil {
			t.Fatal(err)
		}
		other, err := Parse(again.Bytes())
		if err != nil {
			t.Fatalf("%s written anew: %v", id, err)
		}
		if !reflect.DeepEqual(linesAside(s), linesAside(other)) {
			t.Errorf("%s is another standard when written anew", id)
		}
		if other.IsBuiltin() {
			t.Errorf("%s written anew is taken for the built-in file", id)
		}
	}
}

// linesAside is a standard without what differs between two files of it.
func linesAside(s *Standard) *Standard {
	bare := *s
	bare.Text = nil
	bare.Checks = slices.Clone(s.Checks)
	for i := range bare.Checks {
		bare.Checks[i].Line = 0
	}
	return &bare
}

func TestNoBuiltinOfThatName(t *testing.T) {
	for id, hint := range map[string]string{"zhejiang-2024": `did you mean "zhejiang-2025"`, "": "it can be", "../../etc/passwd": "it can be", strings.Repeat("x", 5000): "it can be"} {
		_, err := Builtin(id)
		if err == nil || !strings.Contains(err.Error(), hint) || len(err.Error()) > 400 {
			t.Errorf("%.30q: %v", id, err)
		}
	}
}

func TestEmbeddedListsAll(t *testing.T) {
	all, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range Names() {
		if all[i].ID != id || all[i].Checks < 10 {
			t.Errorf("%d: %+v", i, all[i])
		}
	}
}

// Every service and mode of a built-in plan is one the program knows by that code.
func TestNeedsOfPlansAreServices(t *testing.T) {
	for _, id := range Names() {
		s := builtin(t, id)
		for i := range s.Checks {
			for _, need := range s.Expand(&s.Checks[i]) {
				if len(need.Services) == 0 || need.Name.Empty() {
					t.Errorf("%s: need %+v", s.Checks[i].ID, need)
				}
				for _, code := range need.Services {
					if _, is := geo.LookupService(code); !is {
						t.Errorf("%s: %s is no service", s.Checks[i].ID, code)
					}
				}
			}
		}
	}
}
