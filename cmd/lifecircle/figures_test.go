package main

import "testing"

func TestRoundingNeverFlatters(t *testing.T) {
	for _, test := range []struct {
		part, whole int64
		want        string
	}{
		{9996, 10000, "99.9 %"}, {999_999_999, 1_000_000_000, "99.9 %"}, {10000, 10000, "100.0 %"}, {0, 5, "0.0 %"},
		{1, 3, "33.3 %"}, {2, 3, "66.6 %"}, {0, 0, "–"},
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
	if c, p := estimated.covered(1239), estimated.people(1231); c != "≈1,230" || p != "≈1,240" {
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
