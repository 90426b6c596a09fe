package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"html"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// hostile are names as somebody might put them into a file.
var hostile = []string{
	`<script>alert(1)</script>`, `=cmd|' /C calc'!A0`, "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r\n=1", "\u202Egnp.exe", "עברית\u2067abc", "a\nb\rc", "\x00\x07\x1b[31m", "\xff\xfe\xfa", "]]>", "&lt;b&gt;&#0;",
	`"><img src=x onerror=alert(1)>`, `{{.Title}}`, `</style><script>x</script>`, `\000022); background: url(http://evil.example/x)`, "https://evil.example/", strings.Repeat("很长", 5000), strings.Repeat("x", 10_000), "\uFFFE\uFFFF\uFEFF",
}

// hostileRequest is a small town in which everything that can be named has such a name.
func hostileRequest(t *testing.T, language Language, edition Edition) Request {
	t.Helper()
	next := 0
	bad := func() string { next++; return hostile[next%len(hostile)] }
	both := func() geo.Words { return geo.Words{EN: bad(), ZH: bad()} }
	square := func(x, y float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x, y}, {x + 0.01, y}, {x + 0.01, y + 0.01}, {x, y + 0.01}, {x, y}}}}
	}
	town := geo.Town{Name: bad()}
	var units []standard.UnitValue
	for i, s := range hostile {
		id := s + string(rune('A'+i))
		town.Areas = append(town.Areas, geo.Area{ID: id, Name: s, Level: "community", Shape: square(118+0.01*float64(i%5), 30+0.01*float64(i/5)), Population: 100})
		town.Points = append(town.Points, geo.ResidentialPoint{ID: id, Name: s, Point: orb.Point{118.005 + 0.01*float64(i%5), 30.005 + 0.01*float64(i/5)}, People: geo.People{int32(20 + i)}})
		town.Facilities = append(town.Facilities, geo.Facility{Service: "clinic", ID: id, Name: s, Status: geo.Active, Point: orb.Point{118.004 + 0.01*float64(i%5), 30.004 + 0.01*float64(i/5)}})
	}
	town.Lists = []geo.FacilityList{{Service: "clinic", Incomplete: true}}
	town.Sources = []geo.Source{{Kind: bad(), Service: bad(), SHA256: bad(), DataDate: bad(), Datum: bad()}}
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	for i := range area.Areas {
		a := &area.Areas[i]
		units = append(units, standard.UnitValue{UnitName: standard.UnitName{ID: a.ID, Name: a.Name}, Kind: standard.AreaUnit, Index: int32(i), Value: rat(int64(i), 25), Deficit: num(int64(i)), DeficitIn: bad(), People: ref(int64(i * 3)), Note: bad(), Met: i%2 == 0})
	}
	std := &standard.Standard{ID: bad(), Title: both(), Document: standard.Document{Name: both(), Number: bad(), Issuer: both(), Date: bad()}, Period: standard.Period{From: bad(), To: bad()}, Note: both(),
		Sets: []standard.Set{{Code: "s", Name: both(), Members: []string{"clinic", bad()}}}}
	card := &standard.Scorecard{Standard: std.ID, Title: std.Title, Headline: standard.Headline{Met: 1, NotMet: 2, NotAssessable: 1, Total: 4}, Assumptions: []geo.Words{both()},
		Manifest: &coverage.Manifest{Program: bad(), Version: bad(), Town: bad(), Inputs: town.Sources}}
	for _, verdict := range []standard.Verdict{standard.Met, standard.NotMet, standard.Reference, standard.NotAssessable, standard.ReportOnly} {
		c := standard.Check{ID: bad() + string(verdict), Ref: bad(), Title: both(), Measure: standard.Coverage, Services: []string{"s", "clinic"}, Modes: []geo.Mode{geo.Mode(bad()), geo.Walk}, Minutes: 15, Op: standard.AtLeast, Target: rat(1, 2).Rat(), UnitOfTarget: bad(), Severity: standard.Must}
		target := standard.Exact(c.Target)
		std.Checks = append(std.Checks, c)
		card.Checks = append(card.Checks, standard.Outcome{ID: c.ID, Ref: c.Ref, Title: c.Title, Clause: bad(), Measure: c.Measure, Op: c.Op, Target: &target, Unit: c.UnitOfTarget, Verdict: verdict, Value: rat(1, 3), Why: both(), Responsible: both(),
			Confirmed: &standard.Confirmed{By: bad(), Clause: bad(), On: bad()}, Units: units, UnitsTotal: len(units), UnitKind: bad(), NoData: []standard.UnitName{{ID: bad(), Name: bad(), Why: bad()}},
			Modes:   []standard.ModeOutcome{{Mode: geo.Mode(bad()), Value: rat(1, 3), Covered: 100, Uncovered: 200}, {Mode: geo.Walk, Value: rat(2, 3), Covered: 200, Uncovered: 100}},
			Missing: []standard.Missing{{Service: bad(), People: 12}}, Sensitivity: []standard.Sensitivity{{Mode: geo.Mode(bad()), Speed: bad(), Value: rat(1, 2), Verdict: standard.Met}},
			Needed: &standard.Needed{Facilities: ref(2), Sites: []standard.Site{{ID: bad(), Area: bad(), Gain: 5}}, Note: both(), Amount: num(5), AmountIn: bad()}, Assumptions: []geo.Words{both()}})
	}
	card.Groups = []standard.GroupGap{{Group: bad(), Name: both(), Note: both()}, {Name: both(), Gaps: []standard.Gap{{Check: bad(), Inside: rat(1, 2), People: ref(int64(7))}}}}
	blind := geo.Layer{Columns: []geo.Column{{Name: "uncovered"}, {Name: "reason"}, {Name: "missing"}}}
	for i := range area.Points {
		blind.Features = append(blind.Features, geo.Feature{ID: area.Points[i].ID, Values: []any{int64(i), bad(), bad()}})
	}
	q := Request{Area: area, Scorecard: card, Standard: std, Language: language, Edition: edition, Title: bad(), Office: bad(), Date: bad(), ReviewNumber: bad(), ResultID: bad(), Blind: map[string]geo.Layer{card.Checks[1].ID: blind},
		Fairness:   []Table{{Title: both(), Note: both(), Columns: []TableColumn{{Title: both(), People: true}, {Title: both()}}, Rows: []TableRow{{Name: bad(), Cells: []TableCell{{Number: ref(5.0)}, {Shown: bad()}}}, {Name: bad(), Total: true, Cells: []TableCell{{Number: ref(5.0)}}}}}},
		Comparison: &standard.SnapshotComparison{Before: standard.SnapshotName{Name: bad(), Date: bad(), ResultID: bad()}, After: standard.SnapshotName{Name: bad(), ResultID: bad()}, Checks: []standard.CheckChange{{ID: bad(), Title: both(), Covered: &standard.CoveredChange{Before: 10, After: 12}}}}}
	for range hostile {
		q.Problems = append(q.Problems, standard.Problem{Check: card.Checks[1].ID, Problem: both(), Town: bad(), Unit: bad(), UnitID: bad(), Deficit: num(5), DeficitIn: bad(), Suggestion: both(), Responsible: both(), Date: bad()})
	}
	return q
}

var editions = []struct {
	language Language
	edition  Edition
}{{ZH, Internal}, {EN, Internal}, {ZH, Public}, {EN, Public}}

// A page holds no script, no handler and nothing to be loaded from anywhere, whatever the names are.
func TestPageIsHarmless(t *testing.T) {
	outside := regexp.MustCompile(`(?i)(src|href|url|import|action|data)\s*[=(:]\s*["']?\s*(https?:|//|javascript:|file:|data:)`)
	handler := regexp.MustCompile(`(?i)<[^>]*\son[a-z]+\s*=`)
	for _, e := range editions {
		page, err := HTML(hostileRequest(t, e.language, e.edition))
		if err != nil {
			t.Fatal(err)
		}
		text := string(page)
		for _, no := range []string{"<script", "<img", "<iframe", "<object", "<link", "ZgotmplZ", "\x00", "\x1b", "\u202e", "\u2067", "\ufffe"} {
			if at := strings.Index(strings.ToLower(text), no); at >= 0 {
				t.Errorf("the page holds %q: %s", no, text[max(0, at-80):min(len(text), at+80)])
			}
		}
		_, style, _ := strings.Cut(text, "<style>")
		style, _, _ = strings.Cut(style, "</style>")
		for _, markup := range append(regexp.MustCompile(`<[^>]*>`).FindAllString(text, -1), style) { // texts may say what they like
			if found := outside.FindString(markup); found != "" && !strings.HasPrefix(markup, "<meta ") {
				t.Errorf("the page refers to %q", found)
			}
		}
		// Attribute values and text are escaped: what looks like a handler would be a real one.
		if found := handler.FindString(text); found != "" {
			t.Errorf("the page holds a handler: %q", found)
		}
		if strings.Count(text, "<style>") != 1 || strings.Count(text, "</style>") != 1 {
			t.Error("a name has closed the style of the page")
		}
		if strings.Contains(text, strings.Repeat("x", textLimit+1)) {
			t.Error("a name of 10,000 letters is shown whole")
		}
	}
}

// Every part of a document is well-formed XML, every part that is named is there, and every one that is there is named.
func TestDocumentIsWhole(t *testing.T) {
	for _, q := range []Request{hostileRequest(t, ZH, Internal), hostileRequest(t, EN, Public), sampleRequest(ZH, Internal)} {
		packed, err := DOCX(q)
		if err != nil {
			t.Fatal(err)
		}
		parts := unpacked(t, packed)
		for _, need := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/footer1.xml", "word/header1.xml", "docProps/core.xml"} {
			if parts[need] == nil {
				t.Errorf("%s is missing", need)
			}
		}
		for name, content := range parts {
			switch path.Ext(name) {
			case ".xml", ".rels", ".svg":
				wellFormed(t, name, content)
			case ".png":
				if !bytes.HasPrefix(content, []byte("\x89PNG")) {
					t.Errorf("%s is no PNG", name)
				}
			}
		}
		main, relations := string(parts["word/document.xml"]), string(parts["word/_rels/document.xml.rels"])
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(`Id="([^"]+)" Type="[^"]+" Target="([^"]+)"`).FindAllStringSubmatch(relations, -1) {
			if ids[m[1]] = true; parts["word/"+m[2]] == nil {
				t.Errorf("relation %s leads to %s, which is not there", m[1], m[2])
			}
		}
		for _, m := range regexp.MustCompile(`r:(?:embed|id)="([^"]+)"`).FindAllStringSubmatch(main, -1) {
			if !ids[m[1]] {
				t.Errorf("the document names %s, which is no relation", m[1])
			}
		}
		for _, m := range regexp.MustCompile(`w:pStyle w:val="([^"]+)"`).FindAllStringSubmatch(main, -1) {
			if !strings.Contains(docxStyles, `w:styleId="`+m[1]+`"`) {
				t.Errorf("style %s is not defined", m[1])
			}
		}
		if strings.Contains(relations, "External") {
			t.Error("a relation leads outside")
		}
		// A cell must end with a paragraph, and a table must have as many cells in a row as it has columns.
		if strings.Contains(main, `</w:tcPr></w:tc>`) {
			t.Error("a cell holds no paragraph")
		}
		for _, table := range strings.Split(main, "<w:tbl>")[1:] {
			table, _, _ = strings.Cut(table, "</w:tbl>")
			columns := strings.Count(table, "<w:gridCol ")
			for _, row := range strings.Split(table, "<w:tr>")[1:] {
				if n := strings.Count(row, "<w:tc>"); n != columns {
					t.Fatalf("a row of %d cells in a table of %d columns", n, columns)
				}
			}
		}
	}
}

func unpacked(t *testing.T, packed []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return parts
}

func wellFormed(t *testing.T, name string, content []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(content))
	d.Strict = true
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

// A workbook holds no formula and no link; what begins with = is a text, and numbers are numbers.
func TestWorkbookHoldsNoFormula(t *testing.T) {
	for _, e := range editions {
		packed, err := XLSX(hostileRequest(t, e.language, e.edition))
		if err != nil {
			t.Fatal(err)
		}
		for name, content := range unpacked(t, packed) {
			if strings.HasPrefix(name, "xl/worksheets/") && (bytes.Contains(content, []byte("<f>")) || bytes.Contains(content, []byte("<f ")) || bytes.Contains(content, []byte("hyperlink"))) {
				t.Errorf("%s holds a formula or a link", name)
			}
			if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
				wellFormed(t, name, content)
			}
		}
		book, err := excelize.OpenReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		texts := 0
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for r, row := range rows {
				for c, value := range row {
					cell, err := excelize.CoordinatesToCellName(c+1, r+1)
					if err != nil {
						t.Fatal(err)
					}
					if formula, err := book.GetCellFormula(sheet, cell); err != nil || formula != "" {
						t.Errorf("%s!%s is the formula %q", sheet, cell, formula)
					}
					if strings.HasPrefix(value, "=cmd") {
						texts++
						kind, err := book.GetCellType(sheet, cell)
						if err != nil || (kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString) {
							t.Errorf("%s!%s: %q is of type %v", sheet, cell, value, kind)
						}
					}
				}
			}
		}
		if texts == 0 {
			t.Error("no cell begins with =cmd: the test proves nothing")
		}
		book.Close()
	}
}

// The workbook's numbers are the scorecard's, to the last digit.
func TestWorkbookHasTheNumbers(t *testing.T) {
	q := sampleRequest(ZH, Internal)
	packed, err := XLSX(q)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	units := 0
	for i := range q.Scorecard.Checks {
		o := &q.Scorecard.Checks[i]
		units += len(o.Units) + len(o.NoData)
		cell, err := excelize.CoordinatesToCellName(4, i+2)
		if err != nil {
			t.Fatal(err)
		}
		got, err := book.GetCellValue("达标情况", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		want := ""
		if o.Value != nil {
			text, err := o.Value.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			want = string(text)
		}
		if got != want {
			t.Errorf("%s: %s, not %s", o.ID, got, want)
		}
	}
	rows, err := book.GetRows("逐单元")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != units+1 {
		t.Errorf("%d rows of units, not %d", len(rows)-1, units)
	}
	spots, err := book.GetRows("未覆盖居民点")
	if err != nil || len(spots) != len(q.Blind["zj-t01"].Features)+1 {
		t.Errorf("%d rows of points, %v", len(spots), err)
	}
}

// The same request is the same bytes, and is not changed.
func TestReportsRepeat(t *testing.T) {
	writers := map[string]func(Request) ([]byte, error){"html": HTML, "docx": DOCX, "xlsx": XLSX}
	for name, write := range writers {
		q := sampleRequest(ZH, Public)
		before, err := q.Scorecard.JSON()
		if err != nil {
			t.Fatal(err)
		}
		first, err := write(q)
		if err != nil {
			t.Fatal(err)
		}
		second, err := write(sampleRequest(ZH, Public))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Errorf("%s: two reports on the same request differ", name)
		}
		if after, err := q.Scorecard.JSON(); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s: the scorecard was changed (%v)", name, err)
		}
	}
}

// The public edition names no residential point and shows no small count of people; the internal one shows them.
func TestPublicEditionShowsNobody(t *testing.T) {
	for _, edition := range []Edition{Internal, Public} {
		q := sampleRequest(ZH, edition)
		complete, err := q.complete()
		if err != nil {
			t.Fatal(err)
		}
		fewShown := 0
		for _, f := range complete.findings() {
			for i := range f.units {
				u := &f.units[i]
				if u.People != nil && small(*u.People) && (u.people.number != nil || (countsPeople(f.Measure) && (u.value.number != nil || u.deficit.number != nil))) {
					fewShown++
				}
			}
		}
		packed, err := XLSX(q)
		if err != nil {
			t.Fatal(err)
		}
		page, err := HTML(q)
		if err != nil {
			t.Fatal(err)
		}
		sheets := string(bytes.Join(slices.Collect(values(unpacked(t, packed))), nil))
		first := complete.spots("zj-t01")
		named := len(first) > 0 && bytes.Contains(page, []byte(q.Area.Points[first[0].point].Name))
		listed := strings.Contains(sheets, ">"+q.Area.Points[0].ID+"<")
		if edition == Public && (fewShown > 0 || named || listed) {
			t.Errorf("public: %d small counts shown, point named %v, listed %v", fewShown, named, listed)
		}
		if edition == Internal && (fewShown == 0 || !named || !listed) {
			t.Errorf("internal: %d small counts shown, point named %v, listed %v", fewShown, named, listed)
		}
	}
}

func values(m map[string][]byte) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

// Every page of the printed report carries the result's id.
func TestFootOfEveryPage(t *testing.T) {
	q := sampleRequest(EN, Internal)
	page, err := HTML(q)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(page, []byte(q.Scorecard.ResultID())) || !regexp.MustCompile(`@bottom-left \{ content: "[^"]*`+q.Scorecard.ResultID()).Match(page) {
		t.Error("the foot of the page does not name the result")
	}
	packed, err := DOCX(q)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(unpacked(t, packed)["word/footer1.xml"], []byte(q.Scorecard.ResultID())) {
		t.Error("the foot of the document does not name the result")
	}
}

// A plan held against the sample town makes a whole report: every check is in the table, and of what fails it is said where.
func TestReportOfAPlan(t *testing.T) {
	for _, e := range editions[1:3] {
		q := assessedRequest(t, "nanling-2025", e.language, e.edition, standard.Options{AsOf: "2025-12-31"})
		page, err := HTML(q)
		if err != nil {
			t.Fatal(err)
		}
		text, v := string(page), voice{e.language}
		maps := strings.Count(text, `href="#streets"`)
		for i := range q.Scorecard.Checks {
			o := &q.Scorecard.Checks[i]
			if title := escaped(shortened(clean(v.of(o.Title)), 120)); !strings.Contains(html.UnescapeString(text), html.UnescapeString(title)) {
				t.Errorf("check %s (%s) is not in the report", o.ID, title)
			}
		}
		if maps < 3 {
			t.Errorf("%d maps", maps)
		}
		if len(page) > 4_000_000 {
			t.Errorf("a page of %d bytes", len(page))
		}
		if (len(q.Blind) > 0) != (e.edition == Internal) {
			t.Errorf("edition %d: points of %d checks", e.edition, len(q.Blind))
		}
	}
}

// A report without what it needs is refused in both languages.
func TestIncompleteRequest(t *testing.T) {
	_, err := HTML(Request{})
	if err == nil || geo.WordsOf(err).ZH == geo.WordsOf(err).EN {
		t.Errorf("%v", err)
	}
}

// The printed report is a PDF; without a browser the message says what to do.
func TestPrint(t *testing.T) {
	t.Setenv("LIFECIRCLE_CHROMIUM", "/nowhere/chromium")
	if _, err := PDF(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "LIFECIRCLE_CHROMIUM") || !strings.Contains(geo.WordsOf(err).ZH, "无法运行") {
		t.Errorf("%v", err)
	}
	t.Setenv("LIFECIRCLE_CHROMIUM", "")
	if _, err := FindChromium(); err != nil {
		t.Skip("no Chromium on this machine")
	}
	page, err := HTML(hostileRequest(t, ZH, Internal))
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := PDF(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	if len(pdf) < 10_000 {
		t.Errorf("a PDF of %d bytes", len(pdf))
	}
	// A program that prints nothing is named together with what it said.
	t.Setenv("LIFECIRCLE_CHROMIUM", "false")
	if _, err := PDF(t.Context(), page); err == nil || !strings.Contains(err.Error(), "printed no PDF") {
		t.Errorf("%v", err)
	}
}
