package main

import (
	"fmt"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

func TestRoundingNeverFlatters(t *testing.T) {
	for _, test := range []struct {
		part, whole int64
		want        string
	}{
		{9996, 10000, "99.9 %"}, {999_999_999, 1_000_000_000, "99.9 %"}, {10000, 10000, "100.0 %"}, {0, 5, "0.0 %"},
		{1, 3, "33.3 %"}, {2, 3, "66.6 %"}, {1, 5000, "<0.1 %"}, {0, 0, "–"},
	} {
		if got := percent(test.part, test.whole); got != test.want {
			t.Errorf("%d of %d: %s, want %s", test.part, test.whole, got, test.want)
		}
	}
	for seconds, want := range map[float64]string{900: "15.0", 900.001: "15.1", 0: "0.0", 1: "0.1"} {
		if got := minutes(&seconds); got != want {
			t.Errorf("%v s: %s min, want %s", seconds, got, want)
		}
	}
	estimated := figures{estimated: true}
	if c, p := estimated.covered(1239, 2000), estimated.people(1231); c != "≈1,230" || p != "≈1,240" {
		t.Errorf("estimated people: covered %s, all %s", c, p)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 681293: "681,293", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestColumnsOfText(t *testing.T) {
	for text, want := range map[string]int{"abc": 3, "花地瑪": 6, "é": 1, "e\u0301": 1, "≈1,240": 6, "１２": 4, "": 0} {
		if got := columns(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
	if got := printable("a\x1b[31mb\r\n"); got != "a [31mb  " {
		t.Errorf("control characters get through: %q", got)
	}
}

func TestEstimatesAreMarkedUnlessNobodyIsMeant(t *testing.T) {
	estimated, counted := figures{estimated: true}, figures{}
	for _, test := range []struct{ got, want string }{
		{estimated.people(0), "0"}, {estimated.covered(0, 100), "0"}, {estimated.people(1), "≈10"}, {estimated.people(1234), "≈1,240"},
		{estimated.covered(1234, 5000), "≈1,230"}, {estimated.covered(1234, 1234), "≈1,240"}, {estimated.covered(9, 100), "≈0"},
		{counted.covered(1234, 1234), "1,234"}, {counted.covered(0, 0), "0"}, {counted.people(9), "9"},
	} {
		if test.got != test.want {
			t.Errorf("%s, want %s", test.got, test.want)
		}
	}
}

func TestDataOfOneDateIsToldOnce(t *testing.T) {
	inputs := []geo.Source{{Kind: "streets", DataDate: "2026-05-01"}, {Kind: "residents"}, {Kind: "residents"}, {Kind: "residents", DataDate: "2025"},
		{Kind: "facilities", Service: "clinic,market"}, {Kind: "facilities", Service: "clinic"}}
	if got, want := dataLine(inputs, []string{"clinic"}), "streets 2026-05-01, residents (no date in the file), residents 2025, clinic (no date in the file)"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAHeadlineOverFewPointsIsMarked(t *testing.T) {
	for noData, marked := range map[int64]bool{0: false, 5: false, 6: true, 100: true} {
		var text strings.Builder
		report := &coverage.Report{Results: []coverage.Result{{NoData: noData}, {NoData: noData}}}
		if err := writeUnknown(&text, report, 100); err != nil {
			t.Fatal(err)
		}
		want := ""
		if marked {
			want = fmt.Sprintf("\n%d of 100 residential points do not give this group; they stand outside the total\n", noData)
		}
		if text.String() != want {
			t.Errorf("%d of 100: %q", noData, text.String())
		}
	}
}
