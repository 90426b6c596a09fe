package standard

import (
	"reflect"
	"strings"
	"testing"

	"lifecircle/geo"
)

// fieldsOf gives the fields of one thing.
func fieldsOf(fields map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		text, is := fields[name]
		return text, is
	}
}

func TestFilterChooses(t *testing.T) {
	for text, cases := range map[string]map[string]bool{ // fields as "a=1 b=2"
		"built_year >= 2023 or status in (planned, rebuilt)": {
			"built_year=2023": true, "built_year=2022": false, "status=planned": true, "status=rebuilt built_year=1990": true, "status=active": false, "": false},
		"kind = natural_village and pop > 200": {
			"kind=natural_village population=201": true, "kind=natural_village population=200": false, "kind=estate population=500": false, "population=500": false},
		"kind = natural_village and pop >= 200": {"kind=natural_village population=200": true},
		"a = 1 or b = 2 and c = 3":              {"a=1": true, "b=2": false, "b=2 c=3": true, "c=3": false}, // and binds tighter
		"a = 1 and b = 2 or c = 3":              {"c=3": true, "a=1": false, "a=1 b=2": true},
		"类别 = x":                                nil,
		"kind in (居委会, '村 委 会', \"and\")":       {"kind=居委会": true, "kind=and": true, "kind=村委会": false},
		"kind in （居委会，村委会、社区）":                  {"kind=社区": true, "kind=村委会": true, "kind=村": false},
		"p60≥100 and status != closed":          {"age60=100 status=active": true, "age60=99 status=active": false, "age60=100 status=closed": false, "age60=100": false},
		"area_m2 < 600.5":                       {"area_m2=600.49": true, "area_m2=600.5": false, "area_m2=six": false},
		"id = 1e3":                              {"id=1e3": true, "id=1000": false},
		"id in (12, 0x10)":                      {"id=12.0": true, "id=1,2": false, "id=16": false},
		"beds > 2":                              {"beds=1,050.5": true, "beds=1e99999": false, "beds=5/2": false},
		"code = 02":                             {"code=2": true, "code=02": true, "code=3": false},
		"grade == A AND beds<=10":               {"grade=A beds=10": true, "grade=a beds=10": false},
		"resettlement in (yes, true, 1, 是)":     {"resettlement=是": true, "resettlement=1": true, "resettlement=no": false},
		"name = “党群 服务中心”":                      {"name=党群服务中心": false},
	} {
		f, err := ParseFilter(text)
		if cases == nil {
			if err == nil {
				t.Errorf("%s: accepted", text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for fields, want := range cases {
			given := map[string]string{}
			for _, pair := range strings.Fields(fields) {
				name, value, _ := strings.Cut(pair, "=")
				given[name] = value
			}
			if got := f.Holds(fieldsOf(given)); got != want {
				t.Errorf("%s for %q: %v", text, fields, got)
			}
		}
	}
}

func TestNoFilterChoosesAll(t *testing.T) {
	var f Filter
	if !f.Holds(fieldsOf(nil)) || f.Fields() != nil {
		t.Error("the zero filter chooses")
	}
}

func TestFilterFields(t *testing.T) {
	f, err := ParseFilter(" pop > 1 and kind = x or population < 0 and p0_2 > 3 ")
	if err != nil || !reflect.DeepEqual(f.Fields(), []string{"population", "kind", "age0_2"}) || f.Text != "pop > 1 and kind = x or population < 0 and p0_2 > 3" {
		t.Errorf("%v %v %q", err, f.Fields(), f.Text)
	}
}

// What is wrong is told with the place of its first character.
func TestFilterErrorsSayWhere(t *testing.T) {
	for text, says := range map[string]string{
		"":                                    "ends at character 1 where there should be a field",
		"kind":                                "ends at character 5 where there should be one of",
		"kind =":                              "ends at character 7 where there should be a value",
		"kind natural_village":                `character 6 of the filter, "natural_village": there should be one of`,
		"kind = a b = c":                      `character 10 of the filter, "b": there should be and, or`,
		"kind = a and":                        "ends at character 13 where there should be a field",
		"kind = a or or b = c":                `character 13 of the filter, "or": there should be a field`,
		"pop > many":                          `character 7 of the filter, "many": there should be a number`,
		"pop > 90 %":                          `"%": there should be and, or`,
		"pop > 90%":                           "there should be a number",
		"kind in a":                           `character 9 of the filter, "a": there should be (`,
		"kind in (a":                          "ends at character 11 where there should be a comma",
		"kind in (a b)":                       `character 12 of the filter, "b": there should be a comma`,
		"kind in ()":                          "there should be a value",
		"(kind = a)":                          `character 1 of the filter, "(": there should be a field`,
		"kind = 'a":                           "character 8 of the filter: the quotation mark is not closed",
		"kind ~ a":                            `character 6 of the filter, "~"`,
		"种类 = a":                              `character 1 of the filter, "种类"`,
		"kind = a; drop":                      `character 9 of the filter, ";"`,
		"'kind' = a":                          "there should be a field",
		"Kind = a":                            "there should be a field",
		"居民 > 1":                              `character 1 of the filter, "居民"`,
		strings.Repeat("x", 2001):             "at most 2000 bytes",
		strings.Repeat("a=1 or ", 51) + "a=1": "at most 50 conditions",
		"a in (" + strings.Repeat("1,", 200) + "1)": "at most 200 values",
		"a = \xff": "not UTF-8",
	} {
		f, err := ParseFilter(text)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q: %v", text, err)
			continue
		}
		if !reflect.DeepEqual(f, Filter{}) || !strings.ContainsFunc(geo.WordsOf(err).ZH, isHan) {
			t.Errorf("%.40q: %+v %s", text, f, geo.WordsOf(err).ZH)
		}
	}
}

func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{"built_year >= 2023 or status in (planned, rebuilt)", "kind = natural_village and pop >= 200", "a in (“甲”、乙)",
		"a", "a=", "a in (", "a='", "((((", "and and and", "a=1 or", "a!=1 and b<2", "≥≥", "a = ''"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := ParseFilter(text)
		if err != nil {
			if len(err.Error()) > 1000 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
			return
		}
		if len(filter.Fields()) == 0 {
			t.Errorf("%q has no field", text)
		}
		if filter.Holds(fieldsOf(nil)) {
			t.Errorf("%q holds for what has no fields", text)
		}
		again, err := ParseFilter(filter.Text)
		if err != nil || !reflect.DeepEqual(again, filter) {
			t.Errorf("%q is not %q again: %v", text, filter.Text, err)
		}
	})
}
