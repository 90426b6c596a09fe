package data

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// attributesOf is a request to join attributes.
func attributesOf(of Kind, content string) ImportRequest {
	r := upload(Attributes, "属性.csv", content)
	r.Of = of
	return r
}

// fourCommunities is the example of a plan: two urban communities and two villages, of which one has no facility.
func fourCommunities(t *testing.T) *Workspace {
	t.Helper()
	w := newWorkspace(t)
	mustImport(t, w, upload(Areas, "areas.csv", "id,name,level,parent\nT,北镇,town,\nU1,望湖社区,community,T\nU2,书院社区,community,T\nV1,石坑村,community,T\nV2,柳坞村,community,T\nW1,幸福社区,community,T\nW2,幸福社区,community,T\n"))
	facilities := upload(Facilities, "centres.csv", "id,name,lon,lat,建筑面积,status\n1,望湖中心,119.1,30.1,600,运营\n2,书院中心,119.2,30.1,1404,运营\n3,石坑中心,119.3,30.1,480,运营\n")
	facilities.Service = "community_center"
	mustImport(t, w, facilities)
	mustImport(t, w, upload(Facilities, "both.csv", "id,name,service,lon,lat\n9,一站式,elder_station;volunteer_station,119.1,30.1\n"))
	mustImport(t, w, upload(Residents, "r.csv", "id,name,lon,lat,population,安置区,note\na,甲庄,119.1,30.1,100,是,x\nb,乙庄,119.2,30.1,200,,y\n"))
	return w
}

func townOf(t *testing.T, w *Workspace) (geo.Town, map[string]geo.Area, map[string]geo.Facility, map[string]geo.ResidentialPoint) {
	t.Helper()
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	areas, facilities, points := map[string]geo.Area{}, map[string]geo.Facility{}, map[string]geo.ResidentialPoint{}
	for _, a := range town.Areas {
		areas[a.ID] = a
	}
	for _, f := range town.Facilities {
		facilities[f.Service+":"+f.ID] = f
	}
	for _, p := range town.Points {
		points[p.ID] = p
	}
	return town, areas, facilities, points
}

func TestAttributesOfAreas(t *testing.T) {
	w := fourCommunities(t)
	before, _, _, _ := townOf(t, w)
	r := mustImport(t, w, attributesOf(Areas, "社区代码,社区名称,户数,常住人口,总建筑面积（万平方米）,商业面积,综合服务设施面积,高层,社区工作者,持证社工,备注\n"+
		"U1,,\"2,500\",6000,12.5,\"1,050.50\",１０５０,否,14,3,a\n"+
		",书院社区,5200,14000,,,,是,22,,\n"+
		"X9,石坑村,1200,3000,,,,,,,\n"+ // an unknown code: by its name
		",柳务村,1100,,,,,,,,\n"+ // a slip of the pen
		",幸福社区,1,,,,,,,,\n"+ // of which there are two
		"U1,,,,,,,,15,,\n"+ // once more, a cell alone
		"V2,,1100,,,,,,-1,,\n")) // fewer than none
	_, areas, _, _ := townOf(t, w)
	u1 := areas["U1"]
	if u1.Households != 2500 || u1.Population != 6000 || u1.Registered != geo.NoData || u1.Level != "community" || u1.Parent != "T" {
		t.Errorf("%+v", u1)
	}
	want := map[string]string{"floor_total": "125000", "floor_commerce": "1050.5", "floor_service": "1050", "highrise": "no", "staff_community": "15", "staff_social_cert": "3", "备注": "a"}
	if diff := cmp.Diff(want, u1.Attributes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"highrise": "yes", "staff_community": "22"}, areas["U2"].Attributes); diff != "" {
		t.Error(diff)
	}
	if areas["V1"].Households != 1200 || areas["V2"].Households != geo.NoData || areas["W1"].Households != geo.NoData {
		t.Errorf("%+v", areas)
	}
	if r.Read != 7 || r.Kept != 4 || r.Rejected != 3 || r.Join == nil || *r.Join != (JoinReport{Of: Areas, ByID: 2, ByName: 2, Changed: 3, Without: len(before.Areas) - 3}) || warned(r, "repeated_key") != 1 {
		t.Errorf("%+v, %+v", r, r.Join)
	}
	for _, c := range []struct {
		row         int
		value, says string
	}{{5, "柳务村", "柳坞村"}, {6, "幸福社区", "2 have"}, {8, "-1", "negative"}} {
		found := false
		for _, reject := range r.Rejects {
			found = found || reject.Row == c.row && reject.Value == c.value && strings.Contains(reject.Rule, c.says) && reject.RuleZH != ""
		}
		if !found {
			t.Errorf("row %d, %q is not listed: %+v", c.row, c.value, r.Rejects)
		}
	}
	after, _, _, _ := townOf(t, w)
	if s := after.Sources[len(after.Sources)-1]; s.Kind != "area_attributes" || s.Options != "of=areas" {
		t.Errorf("%+v", s)
	}
	// The same file once more changes nothing; nor does one without a value.
	mustImport(t, w, attributesOf(Areas, "id,households,floor_total\nU2,,\n"))
	if again, _, _, _ := townOf(t, w); !cmp.Equal(after.Areas, again.Areas) {
		t.Error("an empty cell changed an area")
	}
}

func TestAttributesOfFacilities(t *testing.T) {
	w := fourCommunities(t)
	r := mustImport(t, w, attributesOf(Facilities, "编号,名称,居民活动面积,核定床位,托位数,持证护理员,开放时间,服务社区,无障碍,楼栋编号,建成时间,建筑面积,状态\n"+
		"1,,700,30,60,4,周一至周五 8:30-17:00,U1；书院社区；书园社区,有,B1,2024年5月,,\n"+
		"community_center:2,,,,,,9:00-25:00,,无,,,,停运\n"+
		",石坑中心,约300,,,,,,,B1,2023,481.5,\n"+
		"9,,,,,,,U1,,,,,\n")) // one place with two services
	_, _, facilities, _ := townOf(t, w)
	one := facilities["community_center:1"]
	want := map[string]string{"activity_area_m2": "700", "beds": "30", "places": "60", "staff_care": "4", "wheelchair": "yes", "building_id": "B1", "built_year": "2024"}
	if diff := cmp.Diff(want, one.Attributes); diff != "" {
		t.Error(diff)
	}
	if one.Opened != "2024-05" || one.AreaM2 != 600 || one.Capacity != geo.NoData || one.OpeningHours != "周一至周五 8:30-17:00" || !cmp.Equal(one.Serves, []string{"U1", "书院社区", "书园社区"}) {
		t.Errorf("%+v", one)
	}
	if two := facilities["community_center:2"]; two.Status != geo.Closed || two.OpeningHours != "9:00-25:00" || two.Attributes["wheelchair"] != "no" {
		t.Errorf("%+v", two)
	}
	if three := facilities["community_center:3"]; three.AreaM2 != 481.5 || three.Attributes["activity_area_m2"] != "约300" || three.Attributes["built_year"] != "2023" {
		t.Errorf("%+v", three)
	}
	for _, key := range []string{"elder_station:9", "volunteer_station:9"} {
		if !cmp.Equal(facilities[key].Serves, []string{"U1"}) {
			t.Errorf("%s: %+v", key, facilities[key])
		}
	}
	if warned(r, "hours_unreadable") != 1 || warned(r, "attribute_unreadable") != 1 || warned(r, "unknown_serves") != 1 || r.Join.Changed != 5 {
		t.Errorf("%+v, %+v", r, r.Join)
	}
	for _, warning := range r.Warnings {
		switch warning.Code {
		case "hours_unreadable":
			if !strings.Contains(warning.Text, "24:00") || warning.Examples[0] != `row 3, 开放时间: "9:00-25:00", character 6` {
				t.Errorf("%+v", warning)
			}
		case "unknown_serves":
			if warning.Examples[0] != "community_center:1: 书园社区 (书院社区?)" {
				t.Errorf("%+v", warning)
			}
		case "attribute_unreadable":
			if warning.Examples[0] != "row 4, 居民活动面积: 约300" || !strings.Contains(warning.TextZH, "无数据") {
				t.Errorf("%+v", warning)
			}
		}
	}
}

func TestAttributesOfResidentialPoints(t *testing.T) {
	w := fourCommunities(t)
	_, _, _, points := townOf(t, w)
	if !cmp.Equal(points["a"].Attributes, map[string]string{"resettlement": "yes"}) || points["b"].Attributes != nil {
		t.Errorf("a list of residents keeps the attributes that plans ask for: %+v", points)
	}
	mustImport(t, w, attributesOf(Residents, "小区名称,60岁以上,山区,建筑面积,kind\n乙庄,44,是,\"9,000\",自然村\n"))
	_, _, _, points = townOf(t, w)
	b := points["b"]
	if b.People[geo.Age60] != 44 || b.People[geo.All] != 200 || b.Kind != "natural_village" || !cmp.Equal(b.Attributes, map[string]string{"mountain": "yes", "floor_m2": "9000"}) {
		t.Errorf("%+v", b)
	}
	copied := townFileOf(t, w)
	if _, _, _, again := townOf(t, copied); !cmp.Equal(points, again) {
		t.Error("a town that is stored anew has other points")
	}
}

// townFileOf puts the town of one workspace into another.
func townFileOf(t *testing.T, w *Workspace) *Workspace {
	t.Helper()
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other := newWorkspace(t)
	if err := other.PutTown(t.Context(), town); err != nil {
		t.Fatal(err)
	}
	return other
}

// What is refused as a whole leaves the workspace as it was.
func TestAttributesThatFitNothing(t *testing.T) {
	w := fourCommunities(t)
	before, _, _, _ := townOf(t, w)
	for _, c := range []struct{ content, says string }{
		{"id,households\nZ1,3\nZ2,4\n", "nothing in the workspace"},
		{"id,绿化率\nU1,120\n", "at most 100"},
		{"id,达标率\nU1,100.1%\n", "at most 100"},
		{"id,占比（%）\nU1,-1\n", "not negative"},
		{"id,floor_total\nU1,-5\n", "negative"},
		{"id,households\nU1,-5\n", "negative"},
		{"id,households\nU1,2.5\n", "whole"},
		{"户数,人口\n3,4\n", "id, name"},
		{"id,name\nU1,望湖社区\n", "no column holds an attribute"},
		{"id,households\n,3\n", "neither a code nor a name"},
	} {
		report, err := w.Import(t.Context(), attributesOf(Areas, c.content), nil)
		var refusal *table.Refusal
		if !errors.As(err, &refusal) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v", c.content, err)
		}
		if strings.Contains(c.says, "nothing") && len(report.Rejects) != 2 {
			t.Errorf("%q: the rows are not listed: %+v", c.content, report)
		}
	}
	for _, r := range []ImportRequest{attributesOf("", "id,x\nU1,1\n"), attributesOf(Streets, "id,x\nU1,1\n"), {Kind: Areas, Of: Areas, Name: "a.csv", Content: []byte("id\n")}} {
		if _, err := w.Import(t.Context(), r, nil); err == nil {
			t.Errorf("%+v was accepted", r)
		}
	}
	after, _, _, _ := townOf(t, w)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
	kept := mustImport(t, w, attributesOf(Areas, "id,绿化率,达标率,占比（%）\nU1,100,99.9%,0\n"))
	if kept.Kept != 1 {
		t.Errorf("%+v", kept)
	}
}

// Every row that is about nothing is listed, and not the first hundred alone.
func TestAllRowsThatDoNotJoinAreListed(t *testing.T) {
	w := fourCommunities(t)
	var b strings.Builder
	b.WriteString("id,households\nU1,7\n")
	for i := range 1500 {
		fmt.Fprintf(&b, "N%d,1\n", i)
	}
	r := mustImport(t, w, attributesOf(Areas, b.String()))
	if len(r.Rejects) != 1500 || r.Rejected != 1500 || r.Kept != 1 || r.Rejects[1499].Row != 1502 {
		t.Errorf("%d of %d listed", len(r.Rejects), r.Rejected)
	}
}

func TestReportedNumbers(t *testing.T) {
	w := fourCommunities(t)
	r := mustImport(t, w, upload(ReportedNumbers, "上报.csv", "指标,地区,数值,单位,年份,数据来源\n"+
		"ZJ-04,,350,个,2025,统计公报\nZJ-06,,98.50%,,2024年,年报\nZJ-01,北镇,1.90,,2024,年报\nZJ-01,北镇,1.95,,2024,年报（修订）\nZJ-01,南镇,2,,2024,\n"+
		"ZJ-09,,101%,,2024,x\nZJ-09,,abc,,2024,x\nZJ-09,,5,,24,x\n,,5,,2024,x\nZJ-09,,,,2024,x\n"))
	town, _, _, _ := townOf(t, w)
	want := []geo.Reported{
		{Indicator: "ZJ-01", Area: "北镇", Value: "1.95", Year: 2024, Source: "年报（修订）"}, {Indicator: "ZJ-01", Area: "南镇", Value: "2", Year: 2024},
		{Indicator: "ZJ-04", Value: "350", Unit: "个", Year: 2025, Source: "统计公报"}, {Indicator: "ZJ-06", Value: "98.5", Unit: "%", Year: 2024, Source: "年报"},
	}
	if diff := cmp.Diff(want, town.Reported); diff != "" {
		t.Error(diff)
	}
	if r.Read != 10 || r.Kept != 4 || r.Updated != 1 || r.Rejected != 5 || warned(r, "unknown_reported") != 1 || warned(r, "no_source") != 1 {
		t.Errorf("%+v", r)
	}
	again := mustImport(t, w, upload(ReportedNumbers, "上报.csv", "indicator,value,year,source\nZJ-04,351,2025,x\n"))
	if again.Replaced != 1 {
		t.Errorf("%+v", again)
	}
	anew := upload(ReportedNumbers, "上报.csv", "indicator,value,year,source\nZJ-04,352,2025,x\n")
	anew.Replace = true
	mustImport(t, w, anew)
	town, _, _, _ = townOf(t, w)
	if len(town.Reported) != 1 || town.Reported[0].Value != "352" {
		t.Errorf("%+v", town.Reported)
	}
}

func TestAreasThatContradictEachOther(t *testing.T) {
	ring := func(x, y, side float64) string {
		return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]]}`, x, y, x+side, y+side)
	}
	feature := func(id, name, level, shape string) string {
		return fmt.Sprintf(`{"type":"Feature","properties":{"id":%q,"name":%q,"level":%q},"geometry":%s}`, id, name, level, shape)
	}
	for _, c := range []struct {
		name     string
		features []string
		warns    map[string]int
	}{
		{"beside each other", []string{feature("a", "A", "community", ring(119, 30, 0.1)), feature("b", "B", "community", ring(119.1, 30, 0.1))}, map[string]int{"areas_overlap": 0}},
		{"over each other", []string{feature("a", "A", "community", ring(119, 30, 0.1)), feature("b", "B", "community", ring(119.05, 30.05, 0.1))}, map[string]int{"areas_overlap": 1}},
		{"some metres over each other", []string{feature("a", "A", "community", ring(119, 30, 0.1)), feature("b", "B", "community", ring(119.0999, 30, 0.1))}, map[string]int{"areas_overlap": 0}},
		{"the same land twice", []string{feature("a", "A", "community", ring(119, 30, 0.1)), feature("b", "B", "community", ring(119, 30, 0.1))}, map[string]int{"areas_overlap": 1}},
		{"one in the other", []string{feature("a", "A", "community", ring(119, 30, 0.1)), feature("b", "B", "community", ring(119.02, 30.02, 0.01))}, map[string]int{"areas_overlap": 1}},
		{"of two levels", []string{feature("a", "A", "community", ring(119, 30, 0.1)), feature("b", "B", "town", ring(119, 30, 0.1))}, map[string]int{"areas_overlap": 0}},
		{"one code twice", []string{feature("a", "A", "community", ring(119, 30, 0.1)), feature("a", "B", "community", ring(119.1, 30, 0.1))}, map[string]int{"repeated_key": 1}},
	} {
		w := newWorkspace(t)
		r := mustImport(t, w, upload(Areas, "a.geojson", `{"type":"FeatureCollection","features":[`+strings.Join(c.features, ",")+`]}`))
		for code, want := range c.warns {
			if got := warned(r, code); got != want {
				t.Errorf("%s: %s %d times, want %d", c.name, code, got, want)
			}
		}
	}
}

func TestTheNearestName(t *testing.T) {
	n := newNames([]string{"望湖社区", "望江社区", "石坑村", "石坑村"})
	for name, want := range map[string]string{"望湖社曲": "望湖社区", "望X社区": "望江社区", "石杭村": "石坑村", "完全不同": "", "": "", "石": ""} {
		if got := n.nearest(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
