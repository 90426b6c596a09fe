package table

import (
	"strings"
	"testing"
)

// Marks of direction let one id look like another, and turn around the line of a terminal; they do not get in.
func TestMarksOfDirectionAreDropped(t *testing.T) {
	marks := "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
	for _, mark := range marks {
		if got := cleanText("A" + string(mark) + "B"); got != "AB" {
			t.Errorf("%U: %q", mark, got)
		}
	}
	const family = "\U0001f469\u200d\U0001f467 \u845b\U000e0100 \u0645\u06cc\u200c\u062e \u2764\ufe0f" // joiners and variation selectors
	if got := cleanText(family); got != family {
		t.Errorf("%q became %q", family, got)
	}
	sheet, err := ReadCSV(strings.NewReader("id,name,lon,lat,"+marks+"note\nA\u202e1,\u202eB"+marks+",120,30,\u2066n\n"), "f.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	facilities, _, err := Facilities(sheet, Options{Service: "clinic"})
	if err != nil || len(facilities) != 1 {
		t.Fatal(facilities, err)
	}
	if f := facilities[0]; f.ID != "A1" || f.Name != "B" || f.Attributes["note"] != "n" {
		t.Errorf("%+v", f)
	}
}
