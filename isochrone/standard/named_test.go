package standard

import "testing"

// What units lack is told in words: services, sets of the plan's own, columns, and what stands beside them.
func TestNotesInWords(t *testing.T) {
	std := &Standard{Sets: DefaultSets()}
	std.Sets = append(std.Sets, Set{Code: "mine", Members: []string{"clinic"}})
	std.Sets[len(std.Sets)-1].Name.EN, std.Sets[len(std.Sets)-1].Name.ZH = "My set", "自定集合"
	for note, want := range map[string][2]string{
		"childcare":                      {"Infant care", "托育"},
		"express, mine":                  {"Parcel station, My set", "快递驿站、自定集合"},
		"clinic+hospital":                {"Health centre or Hospital", "社区卫生中心或医院"},
		"wheelchair":                     {"barrier-free access", "无障碍"},
		"households = 0":                 {"households = 0", "户数 = 0"},
		`opening_hours "周一8:00, 周二9:00"`: {`opening hours "周一8:00, 周二9:00"`, `开放时间 "周一8:00, 周二9:00"`},
		"a_column_of_mine":               {"a_column_of_mine", "a_column_of_mine"},
		"> 3000":                         {"> 3000", "> 3000"},
		"serves":                         {"served without a visit", "由设施上门服务"},
	} {
		if got := std.Named(note); got.EN != want[0] || got.ZH != want[1] {
			t.Errorf("%s: %q, %q", note, got.EN, got.ZH)
		}
	}
}

// Operators as people write them are recognised in the message, and never as another one.
func TestSignsThatWereMeant(t *testing.T) {
	known := choices(operators)
	for typed, want := range map[string]string{"=>": ">=", "≥": ">=", "≤": "<=", "=<": "<=", "betwen": "between", "＞": ">"} {
		if got, is := nearestWord(typed, known); !is || got != want {
			t.Errorf("%s: %q", typed, got)
		}
	}
}
