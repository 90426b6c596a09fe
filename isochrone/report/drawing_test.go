package report

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// A rectangle covers the pixels it lies on, and those at its edge by as much as it lies on them; a hole stays open.
func TestRasterCoversExactly(t *testing.T) {
	d := &drawing{width: 20 / pngScale, height: 20 / pngScale}
	at := func(v float64) float64 { return v / pngScale }
	square := func(a, b float64) []xy { return []xy{{at(a), at(a)}, {at(b), at(a)}, {at(b), at(b)}, {at(a), at(b)}} }
	hole := square(8, 12)
	for i, j := 0, len(hole)-1; i < j; i, j = i+1, j-1 {
		hole[i], hole[j] = hole[j], hole[i]
	}
	d.area([][]xy{square(2.5, 16), hole}, 0, plain, none, 0)
	packed, err := d.png()
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x, y  int
		white float64
	}{{1, 5, 1}, {2, 5, 0.5}, {2, 2, 0.75}, {5, 5, 0}, {10, 10, 1}, {15, 15, 0}, {16, 5, 1}, {12, 10, 0}, {7, 10, 0}, {11, 11, 1}} {
		r, _, _, _ := picture.At(c.x, c.y).RGBA()
		if got := float64(r) / 0xffff; math.Abs(got-c.white) > 0.01 {
			t.Errorf("pixel %d,%d is %.3f white, not %.3f", c.x, c.y, got, c.white)
		}
	}
}

// What is drawn in SVG is well-formed, whatever the labels are, and shapes beyond the drawing do no harm to the PNG.
func TestDrawingOfAnything(t *testing.T) {
	d := &drawing{width: 100, height: 80, about: hostile[0]}
	for _, s := range hostile {
		d.label(xy{-5, 40}, s, 10, ink, middle).halo = true
		d.figures(xy{500, 40}, s, 10, ink, end)
	}
	d.area([][]xy{{{-1e6, -1e6}, {1e6, -1e6}, {1e6, 1e6}, {-1e6, 1e6}}}, landFill, plain, ink, 3)
	d.stroke([][]xy{{{-1e5, 3}, {1e5, 70}}, {{5, 5}}, {}}, ink, 2)
	d.dashed([][]xy{{{0, 0}, {100, 80}, {100, 80}}}, ink, 1, 3)
	d.area([][]xy{{{10, 10}, {50, 10}, {50, 50}}}, white, dotted, ink, 1)
	wellFormed(t, "svg", d.svg())
	if _, err := d.png(); err != nil {
		t.Fatal(err)
	}
}

// Hatches and dots lie within the shape and fill it.
func TestPatternsStayInside(t *testing.T) {
	ring := []xy{{10, 10}, {90, 10}, {90, 60}, {50, 30}, {10, 60}}
	inside := func(p xy) bool {
		shape := orb.Ring{}
		for _, q := range ring {
			shape = append(shape, orb.Point{q.x, q.y})
		}
		return geo.Contains(orb.MultiPolygon{{append(shape, shape[0])}}, orb.Point{p.x, p.y})
	}
	lines := hatches([][]xy{ring})
	if len(lines) < 15 {
		t.Errorf("%d hatches", len(lines))
	}
	for _, line := range lines {
		if !inside(between(line[0], line[1], 0.5)) || !inside(between(line[0], line[1], 0.01)) {
			t.Errorf("hatch %v lies outside", line)
		}
	}
	squares := dots([][]xy{ring})
	if len(squares) < 60 {
		t.Errorf("%d dots", len(squares))
	}
	for _, s := range squares {
		if !inside(between(s[0], s[2], 0.5)) {
			t.Errorf("dot %v lies outside", s)
		}
	}
}

// A line without the corners that were left out runs no farther from them than the tolerance.
func TestSimplifiedStaysNear(t *testing.T) {
	line := make([]xy, 400)
	for i := range line {
		x := float64(i) / 4
		line[i] = xy{x, 10*math.Sin(x/7) + math.Sin(x)}
	}
	kept := simplified(append([]xy(nil), line...), 0.35)
	if len(kept) > 150 || kept[0] != line[0] || kept[len(kept)-1] != line[len(line)-1] {
		t.Errorf("%d corners left", len(kept))
	}
	for _, p := range line {
		least := math.Inf(1)
		for i := 1; i < len(kept); i++ {
			least = min(least, distanceTo(p, kept[i-1], kept[i]))
		}
		if least > 0.36 {
			t.Errorf("%v lies %.2f away", p, least)
		}
	}
}

// A town of a county's size makes a page that a browser opens: streets and outlines are bounded, main streets come first.
func TestBigTownStaysSmall(t *testing.T) {
	town := geo.Town{Name: "大县"}
	for i := range 300 {
		for j := range 300 {
			class := "residential"
			if i%60 == 0 {
				class = "primary"
			}
			x, y := 118+float64(j)*0.002, 30+float64(i)*0.002
			town.Streets = append(town.Streets, geo.Street{WayID: int64(i*1000 + j), Class: class, Nodes: []geo.NodeID{1, 2, 3}, Line: orb.LineString{{x, y}, {x + 0.001, y + 0.0007}, {x + 0.002, y}}})
		}
	}
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	v := newView(area)
	drawn := streets(area, &v)
	all := pageDefs([]*shared{drawn})
	if len(all) > 2*streetBudget || len(all) < 10_000 {
		t.Errorf("streets take %d bytes", len(all))
	}
	if !strings.Contains(string(all), white.css()) { // of main streets alone
		t.Error("the main streets are missing")
	}
}

// The nearest of 1, 2 and 5 to what fits.
func TestScaleBar(t *testing.T) {
	for most, want := range map[float64]float64{0.5: 0.5, 1: 1, 1.9: 1, 4999: 2000, 5000: 5000, 12345: 10000} {
		if got := niceLength(most); math.Abs(got-want) > 1e-9 {
			t.Errorf("%v: %v, not %v", most, got, want)
		}
	}
}

// Labels never lie over each other.
func TestLabelsKeepApart(t *testing.T) {
	var r room
	for i := range 200 {
		r.beside(xy{float64(i % 20 * 9), float64(i / 20 * 9)}, 14, 12)
	}
	for i, a := range r.boxes {
		for _, b := range r.boxes[:i] {
			if a[0] < b[2]-1e-9 && b[0] < a[2]-1e-9 && a[1] < b[3]-1e-9 && b[1] < a[3]-1e-9 {
				t.Fatalf("%v and %v overlap", a, b)
			}
		}
	}
}

// Numbers are shown on their side of the target, with their thousands apart.
func TestFigures(t *testing.T) {
	share := func(a, b int64) *standard.Number { return rat(a, b) }
	for _, c := range []struct {
		value, target *standard.Number
		share         bool
		want          string
	}{
		{share(99996, 100000), nil, true, "99.996\u00a0%"}, {share(1, 100000), nil, true, "0.001\u00a0%"}, {share(8999, 10000), share(9, 10), true, "89.99\u00a0%"}, {share(1, 1), share(1, 1), true, "100\u00a0%"},
		{share(2999, 75), num(40), false, "39.99"}, {num(1234567), nil, false, "1,234,567"}, {num(-1234), nil, false, "-1,234"}, {num(999), nil, false, "999"}, {nil, nil, false, nothing},
	} {
		if got := number(c.value, c.target, c.share).text; got != c.want {
			t.Errorf("%v against %v: %q, not %q", c.value, c.target, got, c.want)
		}
	}
	if got := grouped("1234.5"); got != "1,234.5" {
		t.Error(got)
	}
}

// A line of a text is clean: no control characters, no turning of the direction, one space between words, bounded.
func TestClean(t *testing.T) {
	for in, want := range map[string]string{"a\nb\t c": "a b c", "  x  ": "x", "\x00a\x1bb": "ab", "\u202egnp.exe": "gnp.exe", "甲\u3000乙": "甲 乙", "\xffa": "\uFFFDa", "\uFFFE\uFEFFa": "a", "": ""} {
		if got := clean(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
	for _, s := range hostile {
		if got := []rune(name(s)); len(got) > nameLimit {
			t.Errorf("%d runes of %.20q", len(got), s)
		}
	}
	if got := shortened("一二三四", 3); got != "一二…" {
		t.Error(got)
	}
}

// Sentences of measures tell of no few people in the public edition, and keep every other number.
func TestSentencesOfThePublicEdition(t *testing.T) {
	for in, want := range map[string]string{
		"5 points with 7 people say nothing": "5 points with <10 people say nothing", "3 个居民点（9 人）未注明": "3 个居民点（<10 人）未注明", "27 people and 1,007 people": "27 people and 1,007 people", "9人": "<10 人", "17 个居民点（3，单位 people）": "17 个居民点（<10，单位 people）", "119 人": "119 人",
	} {
		if got := withoutSmall(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

// A table of another office hides few people, and what else stands in their row.
func TestTablesOfThePublicEdition(t *testing.T) {
	row := func(name string, total bool, all ...float64) TableRow {
		r := TableRow{Name: name, Total: total}
		for i := range all {
			r.Cells = append(r.Cells, TableCell{Number: &all[i]})
		}
		return r
	}
	table := Table{Columns: []TableColumn{{People: true}, {}}, Rows: []TableRow{row("a", false, 500, 4.2), row("b", false, 6, 31), row("c", false, 40, 8), row("sum", true, 546, 5)}}
	q := Request{Edition: Public}
	var got []string
	for _, r := range q.shownTable(&table) {
		for _, f := range r {
			got = append(got, f.text)
		}
	}
	if want := "[500 4.2 <10 ※ ※ ※ 546 5]"; fmt.Sprint(got) != want {
		t.Errorf("%v, not %s", got, want)
	}
	q.Edition = Internal
	if f := q.shownTable(&table)[1][0]; f.text != "6" {
		t.Errorf("internal: %v", f.text)
	}
}
