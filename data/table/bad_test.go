package table

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"

	"lifecircle/geo"
	"lifecircle/geo/datum"
)

func gbk(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestBadRows gives one bad row between two good ones: it alone is rejected, with its line, column, value and rule.
func TestBadRows(t *testing.T) {
	const header = "id,name,service,lon,lat,status,capacity\n"
	for _, c := range []struct{ row, column, value, rule string }{
		{"x,n,clinic,,30,,", "lon", "", "missing"},
		{"x,n,clinic,120,,,", "lat", "", "missing"},
		{"x,n,clinic,30.27,120.15,,", "lon,lat", "30.27,120.15", "swapped"},
		{"x,n,clinic,abc,30,,", "lon", "abc", "there is text"},
		{"x,n,clinic,12O.15,30,,", "lon", "12O.15", "there is text"},
		{"x,n,clinic,NaN,30,,", "lon", "NaN", "not a number"},
		{"x,n,clinic,120,Inf,,", "lat", "Inf", "not a number"},
		{"x,n,clinic,0x1p-2,30,,", "lon", "0x1p-2", "there is text"},
		{"x,n,clinic,\"120,15\",30,,", "lon", "120,15", "decimal point"},
		{"x,n,clinic,120°15′,30,,", "lon", "120°15′", "decimal degrees"},
		{"x,n,clinic,0,0,,", "lon,lat", "0,0", "unknown position"},
		{"x,n,clinic,220,30,,", "lon,lat", "220,30", "between -180 and 180"},
		{"x,n,clinic,514923.7,3350508.9,,", "lon,lat", "514923.7,3350508.9", "EPSG"},
		{"x,n,clinik,120,30,,", "service", "clinik", "did you mean clinic?"},
		{"x,n,clinic;nonsense_zz,120,30,,", "service", "nonsense_zz", "not known"},
		{"x,n,,120,30,,", "service", "", "missing"},
		{"x,n,clinic,120,30,maybe,", "status", "maybe", "active"},
		{"x,n,clinic,120,30,,-5", "capacity", "-5", "negative"},
		{"x,n,clinic,120,30,,fifty", "capacity", "fifty", "there is text"},
		{"x,n,clinic,120,30,,,,surplus", "", "surplus", "9 cells but the header 7"},
		{strings.Repeat("x", 201) + ",n,clinic,120,30,,", "id", strings.Repeat("x", 80) + "…", "longer than 200"},
	} {
		file := header + "a,n,clinic,120,30,,\n" + c.row + "\nb,m,clinic,121,31,,\n"
		sheet, err := ReadCSV(strings.NewReader(file), "f.csv", Auto)
		if err != nil {
			t.Errorf("%s: %v", c.row, err)
			continue
		}
		facilities, findings, err := Facilities(sheet, Options{})
		if err != nil || len(facilities) != 2 || findings.Read != 3 || findings.Kept != 2 || findings.Rejected != 1 {
			t.Errorf("%s: %v, %+v", c.row, err, findings)
			continue
		}
		r := findings.Rejects[0]
		if !strings.ContainsFunc(r.RuleZH, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
			t.Errorf("%s is %q in Chinese", r.Rule, r.RuleZH)
		}
		if r.File != "f.csv" || r.Row != 3 || r.Column != c.column || r.Value != c.value || !strings.Contains(r.Rule, c.rule) {
			t.Errorf("%s: %+v, want column %q, value %q and a rule with %q", c.row, r, c.column, c.value, c.rule)
		}
	}
}

func TestBadPeople(t *testing.T) {
	const file = "id,lon,lat,pop,p60,户数（万户）\na,120,30,579.0,,1.2345\nb,120,31,-1,,\nc,120,32,1.5,,\nd,120,33,many,,\ne,120,34,1e12,,\nf,120,35,,7,\ng,120,36,0,3,\nh,120,37,\"1,234\",,\n"
	sheet, err := ReadCSV(strings.NewReader(file), "f.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	points, findings, err := Residents(sheet, Options{})
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]geo.People{}
	for _, p := range points {
		people[p.ID] = p.People
	}
	if len(people) != 4 || people["a"][geo.All] != 579 || people["a"][geo.Age60] != geo.NoData || people["a"][geo.Households] != 12345 ||
		people["f"][geo.All] != geo.NoData || people["f"][geo.Age60] != 7 || people["h"][geo.All] != 1234 || people["a"][geo.Disabled] != geo.NoData {
		t.Errorf("%+v", people)
	}
	var rows []int
	for _, r := range findings.Rejects {
		if r.Column != "pop" {
			t.Errorf("%+v", r)
		}
		rows = append(rows, r.Row)
	}
	if !reflect.DeepEqual(rows, []int{3, 4, 5, 6}) {
		t.Errorf("rejected rows %v", rows)
	}
	for code, count := range map[string]int{"population_zero": 1, "population_missing": 1, "group_exceeds_population": 1} {
		if w := warning(findings, code); w == nil || w.Count != count {
			t.Errorf("%s: %+v", code, w)
		}
	}
}

// TestRefusals gives files that as a whole cannot be taken.
func TestRefusals(t *testing.T) {
	const good = "id,lon,lat\na,120,30\n"
	var deepQuote = "id,lon,lat\na,\"120,30\nb,121,31\nc,121,31\nd,121,31\n"
	for _, c := range []struct {
		name, file string
		encoding   Encoding
		opts       Options
		want       string
	}{
		{"empty", "", Auto, Options{}, "empty"},
		{"blank", " \r\n\n", Auto, Options{}, "empty"},
		{"header only", "id,lon,lat\n", Auto, Options{}, "no rows"},
		{"no coordinates", "id,name,address\na,b,c\n", Auto, Options{}, "no column for lon, lat"},
		{"no latitude", "id,name,lon\na,b,1\n", Auto, Options{}, "no column for lat"},
		{"GBK as UTF-8", gbk(t, "编号,名称,经度,纬度\n1,幼儿园,120,30\n"), UTF8, Options{}, "not UTF-8"},
		{"broken UTF-8", "编号,名称,经度,纬度\n1,阳光幼儿园阳光,120,30\n2,阳光\xe5\xb9幼儿,120,30\n", Auto, Options{}, ":3"},
		{"UTF-8 mark and gb18030", "\ufeff" + good, GB18030, Options{}, "mark of UTF-8"},
		{"UTF-8 as GBK", "编号,名称,经度,纬度\n1,阳光幼儿园,120,30\n", GB18030, Options{}, "is UTF-8 but"},
		{"noise", strings.Repeat("a,\xff\xfe\x81\xff\n", 50), Auto, Options{}, "unreadable"},
		{"UTF-16", "\xff\xfei\x00d\x00", Auto, Options{}, "UTF-16"},
		{"zip", "PK\x03\x04abc", Auto, Options{}, "XLSX"},
		{"JSON", "  {\"type\":1}", Auto, Options{}, "JSON"},
		{"PBF", "\x00\x00\x00\x0d\x0a\x09OSMHeader", Auto, Options{}, "binary"},
		{"open quote", deepQuote, Auto, Options{}, ":2"},
		{"a line of commas", "id,lon,lat\n" + strings.Repeat(",", 40_000), Auto, Options{}, ":2"},
		{"wide header, many rows", strings.Repeat("a,", 999) + "a\n" + strings.Repeat("b\n", 31_000), Auto, Options{}, "1000 columns"},
		{"wide header", strings.Repeat("a,", 1001) + "a\nb\n", Auto, Options{}, "more than 1000 columns"},
		{"metres", "id,lon,lat\na,514923.7,3350508.9\nb,514924.7,3350508.9\n", Auto, Options{}, "metres"},
		{"swapped", "id,lon,lat\na,30.1,120.1\nb,30.2,120.2\n", Auto, Options{}, "swapped"},
		{"unknown map field", good, Auto, Options{Map: map[string]string{"colour": "id"}}, "do not have"},
		{"unknown map column", good, Auto, Options{Map: map[string]string{"name": "titre"}}, "does not have"},
		{"axes", "id,x,y\na,514923.7,3350508.9\n", Auto, Options{Datum: 4549}, "swapped"},
		{"zone", "id,x,y\na,3350508.9,514923.7\n", Auto, Options{Datum: 4528}, "EPSG:4549"},
	} {
		sheet, err := ReadCSV(strings.NewReader(c.file), "f.csv", c.encoding)
		if err == nil {
			_, _, err = Residents(sheet, c.opts)
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.want) || refusal.Hint.Empty() || refusal.File != "f.csv" {
			t.Errorf("%s: %v, want a refusal with %q and a hint", c.name, err, c.want)
		}
	}
	sheet, err := ReadCSV(strings.NewReader(good), "f.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	for service, want := range map[string]string{"": "of which service", "kindergarden": "kindergarten"} {
		if _, _, err := Facilities(sheet, Options{Service: service}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("service %q: %v", service, err)
		}
	}
}

// TestUnreadableCharacters keeps a GBK file with a stray bad character among many good ones, and says so.
func TestUnreadableCharacters(t *testing.T) {
	list := gbk(t, "编号,名称,经度,纬度\n"+strings.Repeat("1,阳光幼儿园,120,30\n", 100)) + "2,\xA6\xD9,120,30\n"
	sheet, err := ReadCSV(strings.NewReader(list), "f.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	_, findings, err := Residents(sheet, Options{})
	if w := warning(findings, "unreadable_characters"); err != nil || w == nil || w.Count != 1 || w.Examples[0] != "line 102" {
		t.Errorf("%+v, %v", findings.Warnings, err)
	}
	for name, want := range map[string]Encoding{"": Auto, "auto": Auto, "UTF-8": UTF8, "gbk": GB18030, "GB18030": GB18030} {
		if got, err := ParseEncoding(name); err != nil || got != want {
			t.Errorf("ParseEncoding(%q) = %v, %v", name, got, err)
		}
	}
	if _, err := ParseEncoding("latin1"); err == nil {
		t.Error("latin1 is known")
	}
}

func TestParseMap(t *testing.T) {
	got, err := ParseMap(" area=parish , name=名称 ")
	if err != nil || !reflect.DeepEqual(got, map[string]string{"area": "parish", "name": "名称"}) {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"area", "=x", "a=", "a=b,a=c", "a=b,,"} {
		if got, err := ParseMap(bad); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
}

func TestEntrances(t *testing.T) {
	const file = "owner_kind,owner_id,lon,lat\nfacility,clinic:1,120,30\n居民点,P1,120,31\ngate,P1,120,31\nfacility,,120,31\nfacility,clinic:1,120,30\n"
	sheet, err := ReadCSV(strings.NewReader(file), "f.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	entrances, f, err := Entrances(sheet, Options{})
	if err != nil || len(entrances) != 2 || entrances[1].OwnerKind != geo.ResidentOwner || entrances[0].OwnerID != "clinic:1" {
		t.Errorf("%+v, %v", entrances, err)
	}
	if f.Read != 5 || f.Kept != 2 || f.Updated != 1 || f.Rejected != 2 || f.Rejects[0].Row != 4 || f.Rejects[1].Column != "owner_id" {
		t.Errorf("%+v", f)
	}
}

func TestRepeatedKeysUpdate(t *testing.T) {
	const file = "id,name,service,lon,lat\n1,old,clinic;hospital,120,30\n2,two,clinic,120,31\n1,new,clinic,121,30\n3,two,clinic,120,31\n1,new,hospital,122,30\n"
	sheet, err := ReadCSV(strings.NewReader(file), "f.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	facilities, f, err := Facilities(sheet, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range facilities {
		got = append(got, fmt.Sprint(f.Service, f.ID, f.Name, f.Point[0]))
	}
	if want := []string{"clinic1new121", "hospital1new122", "clinic2two120", "clinic3two120"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if f.Read != 5 || f.Kept != 4 || f.Updated != 1 || f.Read != f.Kept+f.Updated+f.Rejected {
		t.Errorf("%+v", f)
	}
	if w := warning(f, "repeated_key"); w == nil || w.Count != 2 || w.Examples[0] != "row 4 replaces row 2 (clinic:1)" {
		t.Errorf("%+v", w)
	}
	if w := warning(f, "duplicate"); w == nil || w.Count != 1 {
		t.Errorf("%+v", w)
	}
}

func TestFormsOfCSV(t *testing.T) {
	want := orbPoint{120.1234568, 30.5}
	for name, file := range map[string]string{
		"plain":          "id,lon,lat\n007,120.12345678,30.5\n",
		"mark":           "\ufeffid,lon,lat\n007,120.12345678,30.5\n",
		"tabs, CRLF":     "id\tlon\tlat\r\n007\t120.12345678\t30.5\r\n",
		"semicolons":     "id;lng;Latitude\n007;120.12345678;30.5;;\n\n;;\n",
		"Excel codes":    "编号,经度,纬度\n\"=\"\"007\"\"\",120.12345678,３０．５\n",
		"quoted":         "\"编号\",\"X\",\"Y\"\n\"007\",\"120.12345678\",\" 30.5 \"\n",
		"short of cells": "id,lon,lat,name,note\n007,120.12345678,30.5\n",
	} {
		sheet, err := ReadCSV(strings.NewReader(file), "f.csv", Auto)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		points, _, err := Residents(sheet, Options{})
		if err != nil || len(points) != 1 || points[0].ID != "007" || orbPoint(points[0].Point) != want {
			t.Errorf("%s: %+v, %v", name, points, err)
		}
	}
}

type orbPoint [2]float64

func TestZoneColumns(t *testing.T) {
	// Hangzhou in EPSG:4549; 国家2000 in the cell names the frame and leaves the zone to the option.
	for header, row := range map[string]string{
		"id,X,Y,坐标系":          "a,3350508.8698,514923.7343,国家2000",
		"id,northing,easting": "a,3350508.8698,514923.7343",
		"id,横坐标,纵坐标":          "a,514923.7343,3350508.8698",
		"id,x,y,datum":        "a,3350508.8698,40514923.7343,EPSG:4528",
	} {
		sheet, err := ReadCSV(strings.NewReader(header+"\n"+row+"\n"), "f.csv", Auto)
		if err != nil {
			t.Fatal(err)
		}
		points, findings, err := Residents(sheet, Options{Datum: datum.Datum(4549)})
		if err != nil || orbPoint(points[0].Point) != (orbPoint{120.1551, 30.2741}) {
			t.Errorf("%s: %+v, %v", header, points, err)
		}
		if !strings.HasPrefix(findings.Datum, "EPSG:45") {
			t.Errorf("%s: datum %s", header, findings.Datum)
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{"2019": "2019", "2019年": "2019", "2019年5月": "2019-05", "2019年5月1日": "2019-05-01", "2019/5/1": "2019-05-01", "2019.12": "2019-12", "20190501": "2019-05-01",
		"2019-05-01T00:00:00": "2019-05-01", "2019-13": "", "2019-02-30": "", "May": "", "43586": ""} {
		if got := isoDate(text, false); got != want {
			t.Errorf("%s is read as %q, want %q", text, got, want)
		}
	}
	if got := isoDate("43586", true); got != "2019-05-01" {
		t.Errorf("day 43586 of a spreadsheet is %q", got)
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"id,lon,lat\na,1,2\n", "编号;经度;纬度\n\"a;1;2\n", "\xef\xbb\xbfid", "\x81\x30", "a\tb\n\"\"\"\t", "service,lon,lat,pop\nclinic,NaN,1e400,-0\n", "owner_kind,owner_id,x,y\nfacility,1,2,3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sheet, err := ReadCSV(strings.NewReader(string(data)), "f.csv", Auto)
		if err != nil {
			return
		}
		for _, row := range sheet.Rows {
			if row.Fault == nil && len(row.Cells) != len(sheet.Header) {
				t.Fatalf("row %d has %d cells for %d columns", row.Number, len(row.Cells), len(sheet.Header))
			}
		}
		_, a, _ := Facilities(sheet, Options{Service: "clinic"})
		_, b, _ := Residents(sheet, Options{})
		_, c, _ := Areas(sheet, Options{})
		_, d, _ := Entrances(sheet, Options{})
		for _, f := range []Findings{a, b, c, d} {
			if f.Read != f.Kept+f.Updated+f.Rejected || f.Kept < 0 {
				t.Fatalf("rows vanished: %+v", f)
			}
		}
	})
}
