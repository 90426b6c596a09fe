package table

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest/realdata"
)

func realSheet(t *testing.T, name string) *Sheet {
	t.Helper()
	sheet, err := ReadCSV(realdata.Open(t, name), filepath.Base(name), Auto)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func sum(points []geo.ResidentialPoint, g geo.Group) (total int64) {
	for i := range points {
		if n := points[i].People[g]; n != geo.NoData {
			total += int64(n)
		}
	}
	return total
}

func TestMacauResidents(t *testing.T) {
	mapped, err := ParseMap("area=parish")
	if err != nil {
		t.Fatal(err)
	}
	points, findings, err := Residents(realSheet(t, "macau/residential_points.csv"), Options{Map: mapped})
	if err != nil {
		t.Fatal(err)
	}
	if len(points) != 1707 || findings.Kept != 1707 || findings.Rejected != 0 || sum(points, geo.All) != 681_293 {
		t.Errorf("%d points, %d people, %+v", len(points), sum(points, geo.All), findings)
	}
	perParish := map[string]int64{}
	for _, p := range points {
		perParish[p.Area] += int64(p.People[geo.All])
		if p.People[geo.Age60] != geo.NoData {
			t.Fatal("a group without a column must be no data")
		}
	}
	for parish, want := range map[string]int64{"花地瑪堂區": 256381, "花王堂區": 133920, "望德堂區": 33442, "風順堂區": 53840, "嘉模堂區": 112051, "聖方濟各堂區": 36384, "路氹填海區": 0, "大堂區": 55275} {
		if perParish[parish] != want {
			t.Errorf("%s has %d people, want %d", parish, perParish[parish], want)
		}
	}
	if w := warning(findings, "column_not_read"); w == nil || w.Count != 3 {
		t.Errorf("in_parish, buildings and footprint_m2 must be named as not read: %+v", w)
	}
}

func TestSaoPaulo(t *testing.T) {
	points, findings, err := Residents(realSheet(t, "saopaulo/spo_hexgrid.csv"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(points) != 323 || sum(points, geo.All) != 517_570 || findings.Rejected != 0 {
		t.Errorf("%d points, %d people, %+v", len(points), sum(points, geo.All), findings)
	}
	facilities, _, err := Facilities(realSheet(t, "saopaulo/spo_hexgrid.csv"), Options{Service: "clinic"})
	if err != nil {
		t.Fatal(err)
	}
	clinics := 0
	for _, f := range facilities {
		if f.Attributes["healthcare"] != "0" {
			clinics++
		}
	}
	if clinics == 0 || len(facilities) != 323 {
		t.Errorf("%d of %d rows have healthcare", clinics, len(facilities))
	}
}

func TestMacauFacilities(t *testing.T) {
	for _, c := range []struct {
		file, service string
		want          int
	}{
		{"macau_kindergartens.csv", "kindergarten", 57},
		{"macau_schools.csv", "school_primary", 73},
		{"bus_stops.csv", "bus_stop", 594},
		{"macau_public_housing.csv", "community_center", 39},
	} {
		facilities, findings, err := Facilities(realSheet(t, "macau/"+c.file), Options{Service: c.service})
		if err != nil {
			t.Fatal(err)
		}
		if len(facilities) != c.want || findings.Kept != c.want || findings.Read != c.want || findings.Rejected != 0 || findings.Encoding != "utf-8" || findings.Datum != "WGS 84" {
			t.Errorf("%s: %d facilities, %+v", c.file, len(facilities), findings)
		}
		for _, f := range facilities {
			if f.Service != c.service || f.Status != geo.Active || f.Capacity != geo.NoData || f.Point[0] < 113 || f.Point[1] > 23 {
				t.Errorf("%s: %+v", c.file, f)
			}
		}
		switch c.service {
		case "kindergarten":
			if f := facilities[0]; f.ID != "002" || f.Name != "培正中學" || f.Attributes["levels"] != "kindergarten+primary+secondary" {
				t.Errorf("the first kindergarten is %+v", f)
			}
		case "community_center":
			if f := facilities[0]; f.ID != "ROW2" || warning(findings, "no_id").Count != 39 {
				t.Errorf("a list without ids gives %+v", f)
			}
		}
	}
}

// TestGBKList reads the way lists of Chinese bureaus often come: GBK, a title line, units in brackets, states
// and places in Chinese, and contacts that do not belong in a workspace.
func TestGBKList(t *testing.T) {
	const list = "某区日间照料中心一览表,,,,,,,,,\n" +
		"序号,机构名称,设施类型代码,经度,纬度,坐标系,建筑面积（亩）,核定床位（张）,状态,联系电话\n" +
		"1,东湖社区养老服务站,elder_station;elder_meal,116.41024449916938,39.91640428150164,GCJ-02,3,\"1,020\",运营,010-12345678\n" +
		"2,西山站,居家养老服务站,116.404,39.915,,,0,在建,139\n"
	sheet, err := ReadCSV(strings.NewReader(gbk(t, list)), "list.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	facilities, findings, err := Facilities(sheet, Options{})
	if err != nil {
		t.Log(findings)
		var refusal *Refusal
		if errors.As(err, &refusal) {
			t.Fatal(refusal, refusal.Hint)
		}
		t.Fatal(err)
	}
	if findings.Encoding != "gb18030" || findings.Datum != "GCJ-02, WGS 84" || findings.Read != 2 {
		t.Errorf("%+v", findings)
	}
	if len(facilities) < 2 || facilities[0].Service != "elder_station" || facilities[1].Service != "elder_meal" {
		t.Fatalf("%+v", facilities)
	}
	f := facilities[0]
	if f.ID != "1" || f.Point[0] != 116.404 || f.Point[1] != 39.915 || f.AreaM2 != 2000 || f.Capacity != 1020 || f.CapacityUnit != "床" || f.Status != geo.Active {
		t.Errorf("%+v", f)
	}
	for _, f := range facilities {
		for k, v := range f.Attributes {
			if strings.Contains(k, "电话") || strings.Contains(v, "139") {
				t.Errorf("a telephone number was kept: %+v", f)
			}
		}
	}
	if warning(findings, "contact_column_dropped") == nil || warning(findings, "title_line") == nil || warning(findings, "serial_id") == nil {
		t.Errorf("%+v", findings.Warnings)
	}
	kept, _, err := Facilities(sheet, Options{KeepContacts: true})
	if err != nil || kept[0].Attributes["联系电话"] != "010-12345678" {
		t.Errorf("contacts asked for: %+v, %v", kept, err)
	}
}

func warning(f Findings, code string) *Warning {
	for i := range f.Warnings {
		if f.Warnings[i].Code == code {
			return &f.Warnings[i]
		}
	}
	return nil
}
