package standard

import (
	"reflect"
	"strings"
	"testing"

	"lifecircle/geo"
)

// The draft of the next plan is the old one under its own name and time, with every goal open again.
func TestDraft(t *testing.T) {
	title := geo.Say("Next: plan", "“十五五”规划")
	for _, id := range Names() {
		old := builtin(t, id)
		text, err := old.Draft("next-2030", title, Period{"2026-01-01", "2030-12-31"})
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		next, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if next.ID != "next-2030" || next.Title != title || next.Period.To != "2030-12-31" || next.History || next.Document != (Document{}) || next.Note != old.Note {
			t.Errorf("%s: head %+v", id, next.Summary())
		}
		if next.Summary().Headline != 0 {
			t.Errorf("%s: %d goals are still stated", id, next.Summary().Headline)
		}
		for i := range next.Checks {
			was, is := old.Checks[i], next.Checks[i]
			if was.Goal != NotNeeded && (is.Goal != Assumed || !is.Reference()) {
				t.Errorf("%s: goal %q", is.ID, is.Goal)
			}
			was.Goal, was.Line, is.Goal, is.Line = "", 0, "", 0
			if !reflect.DeepEqual(was, is) {
				t.Errorf("%s changed beside its goal", is.ID)
			}
		}
		if !reflect.DeepEqual(old.Groups, next.Groups) || !reflect.DeepEqual(old.Sets, next.Sets) || !reflect.DeepEqual(old.Tiers, next.Tiers) {
			t.Errorf("%s: groups, sets or tiers changed", id)
		}
		if !reflect.DeepEqual(old, builtin(t, id)) {
			t.Errorf("%s itself was changed", id)
		}
		for _, line := range strings.Split(string(old.Text), "\n") {
			if strings.HasPrefix(line, "# severity") || strings.HasPrefix(line, "  # ") {
				if !strings.Contains(string(text), strings.TrimSpace(line)) {
					t.Errorf("%s: the comment %q is lost", id, line)
				}
			}
		}
	}
}

// Nobody's word for the old plan is their word for the next.
func TestDraftForgetsConfirmations(t *testing.T) {
	old, err := Parse([]byte(strings.Replace(smallPlan, "    goal: stated\n", "    goal: assumed\n    confirmed: {by: 张三, clause: 三(二)}\n", 1)))
	if err != nil || old.Checks[0].Reference() {
		t.Fatal(err)
	}
	text, err := old.Draft("next", geo.Say("Next", "下一个"), Period{})
	if err != nil {
		t.Fatal(err)
	}
	next, err := Parse(text)
	if err != nil || next.Checks[0].Confirmed != nil || !next.Checks[0].Reference() || next.Period != (Period{}) {
		t.Errorf("%v\n%s", err, text)
	}
}

// A draft in one line, as JSON is, becomes one that people can edit.
func TestDraftOfOneLine(t *testing.T) {
	old, err := Parse([]byte(`{"profile": "a", "title": "t", "year": 2020, "checks": [{"id": "c", "measure": "count", "services": ["bus_stop"], "op": ">=", "target": 3, "severity": "target", "goal": "stated"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	text, err := old.Draft("b", geo.Say("Yes", "3"), Period{To: "2030-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	next, err := Parse(text)
	if err != nil || next.ID != "b" || next.Title.EN != "Yes" || next.Title.ZH != "3" || next.Checks[0].Goal != Assumed || !strings.Contains(string(text), "\nchecks:") {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestDraftRefusesBadHeads(t *testing.T) {
	old := builtin(t, "gb50180-2018")
	for name, draft := range map[string]func() ([]byte, error){
		"id":     func() ([]byte, error) { return old.Draft("a b", geo.Say("t", "标"), Period{}) },
		"title":  func() ([]byte, error) { return old.Draft("ab", geo.Words{}, Period{}) },
		"period": func() ([]byte, error) { return old.Draft("ab", geo.Say("t", "标"), Period{To: "2030"}) },
		"order": func() ([]byte, error) {
			return old.Draft("ab", geo.Say("t", "标"), Period{"2031-01-01", "2030-01-01"})
		},
		"markup": func() ([]byte, error) { return old.Draft("ab\nchecks: []", geo.Say("t", "标"), Period{}) },
	} {
		if text, err := draft(); err == nil {
			t.Errorf("%s: %.80s", name, text)
		}
	}
}
