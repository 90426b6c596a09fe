package standard

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lifecircle/geo"
)

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestListOfProblems(t *testing.T) {
	town := exampleB()
	town.Areas = append(town.Areas, geo.Area{ID: "T1", Name: "东镇", Level: "town", Population: geo.NoData, Registered: geo.NoData, Households: geo.NoData})
	for i := range 4 {
		town.Areas[i].Parent = "T1"
	}
	binding := atLeast(area100, "40")
	binding.Severity, binding.Responsible = Must, geo.Say("civil affairs", "民政局")
	expected := atLeast(Check{ID: "center", Measure: Presence, Services: []string{"community_center"}, Unit: "community", Severity: Target}, "1")
	met := atLeast(Check{ID: "met", Measure: Presence, Services: []string{"community_center"}, Unit: "community", Severity: Must}, "0.5")
	reference := expected
	reference.ID, reference.Goal = "reference", Assumed
	count := atLeast(Check{ID: "n", Measure: Count, Services: []string{"childcare"}, Severity: Guide}, "7")
	card := cardOf(t, town, expected, count, reference, met, binding)
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	problems := card.Problems(area)
	var rows []string
	for _, p := range problems {
		rows = append(rows, p.Check+" "+p.Unit)
	}
	if want := []string{"area100 社区U2", "area100 社区V2", "center 社区V2", "n B"}; !slices.Equal(rows, want) {
		t.Fatalf("problems %q, want %q: what binds first, then most people; not what is met or for reference", rows, want)
	}
	u2 := problems[0]
	if u2.Town != "东镇" || *u2.People != 14000 || u2.Responsible.ZH != "民政局" || u2.DeficitIn != "m2" {
		t.Errorf("U2: %+v", u2)
	}
	for i, want := range []struct{ problem, suggestion string }{
		{"27 m² per 100 households, wanted ≥ 40", "build 676 m²"}, {"0 m² per 100", "build 440 m²"},
		{"without", "社区V2"}, {"3, wanted ≥ 7", "open 4 more"},
	} {
		p := problems[i]
		if !strings.Contains(p.Problem.EN, want.problem) || !strings.Contains(p.Suggestion.EN, want.suggestion) || p.Problem.ZH == "" || p.Suggestion.ZH == "" {
			t.Errorf("%s: %q, %q", rows[i], p.Problem, p.Suggestion)
		}
	}
}

func TestProblemOfAWholeTownSaysWhatItLacks(t *testing.T) {
	town := exampleB()
	town.Lists = append(town.Lists, geo.FacilityList{Service: "library"})
	card := cardOf(t, town, atLeast(Check{ID: "library", Measure: Presence, Services: []string{"library"}, Unit: "county"}, "1"))
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	p := card.Problems(area)
	if len(p) != 1 || p[0].Unit != "B" || p[0].Town != "B" || *p[0].People != 26000 || p[0].Problem.ZH != "缺少图书馆" || p[0].DeficitIn != "facilities" {
		t.Errorf("%+v", p)
	}
}

func TestMapOfACheck(t *testing.T) {
	town, checks := everyUnitMeasure()
	card := cardOf(t, town, checks...)
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	for i := range card.Checks {
		o := &card.Checks[i]
		layer, err := MapOf(card, o.ID, area)
		if err != nil {
			t.Fatal(err)
		}
		if want := max(1, len(o.Units)+len(o.NoData)); len(layer.Features) != want {
			t.Errorf("%s: %d features, want one for each of %d units", o.ID, len(layer.Features), want)
		}
		if len(layer.Manifest) == 0 {
			t.Errorf("%s: no manifest", o.ID)
		}
		for _, f := range layer.Features {
			if len(f.Values) != len(layer.Columns) || (f.Geometry == nil && o.Measure != Count) {
				t.Errorf("%s: feature %+v", o.ID, f)
			}
		}
	}
	shares, _ := MapOf(card, "share", area)
	i := slices.IndexFunc(shares.Features, func(f geo.Feature) bool { return f.ID == "V2" })
	if v2 := shares.Features[i]; v2.Values[2] != nil || v2.Values[4] != nil || v2.Values[8] != "area_m2 = 0" || v2.Geometry.GeoJSONType() != "MultiPolygon" {
		t.Errorf("V2 without data: %+v", v2)
	}
	if _, err := MapOf(card, "nonsense", area); err == nil {
		t.Error("a check that is not there has a map")
	}
}
