package table

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lifecircle/geo"
)

func sheetOf(t testing.TB, text string) *Sheet {
	t.Helper()
	sheet, err := ReadCSV(strings.NewReader(text), "f.csv", Auto)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// The columns that plans ask for are known in ordinary lists; what nobody knows keeps its own title.
func TestListsKeepWhatPlansAskForUnderOneName(t *testing.T) {
	facilities, findings, err := Facilities(sheetOf(t, "编号,名称,经度,纬度,建筑面积（平方米）,居民活动面积（㎡）,核定床位,托位数,全科医生数,持证护理员,专职社区工作者,无障碍,建成时间,开放时间,等级\n"+
		"1,甲,119,30,\"1,200\",\"1,050.5\",30,12,３人,4,约10,有,2024年3月,每天8:30-17:00,甲等\n2,乙,119,30,,,,,,,,限,,8-17,\n"), Options{Service: "community_center"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"activity_area_m2": "1050.5", "places": "12", "staff_gp": "3", "staff_care": "4", "staff_community": "约10", "wheelchair": "yes", "built_year": "2024", "等级": "甲等"}
	f := facilities[0]
	if !maps.Equal(f.Attributes, want) || f.AreaM2 != 1200 || f.Capacity != 30 || f.CapacityUnit != "床" || f.Opened != "2024-03" {
		t.Errorf("%+v", f)
	}
	if facilities[1].OpeningHours != "8-17" || facilities[1].Attributes["wheelchair"] != "限" {
		t.Errorf("what cannot be read is kept: %+v", facilities[1])
	}
	var said []string
	for _, w := range findings.Warnings {
		said = append(said, w.Code+": "+strings.Join(w.Examples, ";"))
	}
	for _, says := range []string{`hours_unreadable: row 3, 开放时间: "8-17", character 1`, "attribute_unreadable: row 2, 专职社区工作者: 约10", "attribute_unreadable: row 3, 无障碍: 限"} {
		if !slices.Contains(said, says) {
			t.Errorf("%q is not said: %q", says, said)
		}
	}
	if !slices.Contains(findings.Columns, Column{"居民活动面积(㎡)", "activity_area_m2"}) && !slices.Contains(findings.Columns, Column{"居民活动面积（㎡）", "activity_area_m2"}) {
		t.Errorf("%+v", findings.Columns)
	}

	areas, _, err := Areas(sheetOf(t, "社区名称,级别,户数,总建筑面积（万平方米）,商业面积,综合服务设施面积,高层,持证社工,社会组织数\n望湖社区,社区,2500,12.5,9000,1050,是,3,7\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want = map[string]string{"floor_total": "125000", "floor_commerce": "9000", "floor_service": "1050", "highrise": "yes", "staff_social_cert": "3", "社会组织数": "7"}
	if !maps.Equal(areas[0].Attributes, want) {
		t.Errorf("%+v", areas[0].Attributes)
	}

	points, findings, err := Residents(sheetOf(t, "id,lon,lat,population,安置区,用地面积（亩）,备注\na,119,30,10,是,3,x\nb,119,30,10,,,y\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{"resettlement": "yes", "land_m2": "2000"}; !maps.Equal(points[0].Attributes, want) || points[1].Attributes != nil {
		t.Errorf("%+v", points)
	}
	if w := warning(findings, "column_not_read"); w == nil || w.Count != 1 {
		t.Errorf("%+v", w)
	}
}

func TestNegativeAttributesBreakTheirRow(t *testing.T) {
	facilities, findings, err := Facilities(sheetOf(t, "id,lon,lat,staff_gp\n1,119,30,-2\n2,119,30,－2\n3,119,30,0\n"), Options{Service: "clinic"})
	if err != nil || len(facilities) != 1 || findings.Rejected != 2 || !strings.Contains(findings.Rejects[0].Rule, "negative") {
		t.Errorf("%+v, %+v, %v", facilities, findings, err)
	}
}

func TestDecimals(t *testing.T) {
	for text, want := range map[string]string{"1,050.5": "1050.5", "１，０５０．５０": "1050.5", "007": "7", "0.50": "0.5", ".5": "0.5", "5.": "5", "+3": "3", "-0": "0", "1 050": "1050", "120㎡": "120", "1.2万平方米": "12000",
		"12人": "12", "1e3": "1000", "0": "0", "123456789012345.125": "123456789012345.125"} {
		if got, rule := decimal(text, 0); got != want || !rule.Empty() {
			t.Errorf("%q: %q, %s, want %q", text, got, rule, want)
		}
	}
	for _, text := range []string{"", "-1", "abc", "1,5", "NaN", "1e300", "12,34", strings.Repeat("9", 40), "12吨", "1.2.3", "0x10"} {
		if got, rule := decimal(text, 0); rule.Empty() {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// What was read as a number is one, is not negative, and is read again as itself.
func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"1,050.5", "１２", "-3", "1e9", "120㎡", "1.2万平方米", "007.10", "+", "."} {
		f.Add(seed, 0.0)
	}
	f.Fuzz(func(t *testing.T, text string, unit1 float64) {
		if !(unit1 >= 0 && unit1 <= 1e6) {
			unit1 = 0
		}
		number, rule := decimal(text, unit1)
		if !rule.Empty() {
			return
		}
		value, err := strconv.ParseFloat(number, 64)
		if err != nil || value < 0 || strings.ContainsAny(number, "eE+-, ") {
			t.Fatalf("%q became %q", text, number)
		}
		if again, rule := decimal(number, 0); again != number && value <= 1e15 {
			t.Fatalf("%q became %q and then %q, %s", text, number, again, rule)
		}
	})
}

// Whatever the file: no panic, and every patch names what it is about.
func FuzzPatches(f *testing.F) {
	for _, seed := range []string{"id,households,floor_total\nU1,3,1\n", "名称,绿化率\na,120%\n", "社区名称,户数\n,3\n", "id,name\n1,2\n", "id,开放时间,服务社区\n1,24/7,a;b\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []func(*Sheet) (int, Findings, error){
			func(s *Sheet) (int, Findings, error) {
				p, findings, err := AreaPatches(s, Options{})
				var a geo.Area
				for i := range p {
					if p[i].ID == "" && p[i].Name == "" {
						t.Fatalf("%q: row %d names nothing", text, p[i].Row)
					}
					p[i].Apply(&a)
				}
				return len(p), findings, err
			},
			func(s *Sheet) (int, Findings, error) {
				p, findings, err := FacilityPatches(s, Options{})
				var a geo.Facility
				for i := range p {
					p[i].Apply(&a)
				}
				return len(p), findings, err
			},
			func(s *Sheet) (int, Findings, error) {
				p, findings, err := ResidentPatches(s, Options{})
				var a geo.ResidentialPoint
				for i := range p {
					p[i].Apply(&a)
				}
				return len(p), findings, err
			},
			func(s *Sheet) (int, Findings, error) {
				p, findings, err := Reported(s, Options{})
				return len(p) + findings.Updated, findings, err
			},
		} {
			sheet, err := ReadCSV(strings.NewReader(text), "f.csv", Auto)
			if err != nil {
				return
			}
			n, findings, err := read(sheet)
			if err == nil && (findings.Read != findings.Kept+findings.Updated+findings.Rejected || n != findings.Kept+findings.Updated) {
				t.Fatalf("%q: %d of %+v", text, n, findings)
			}
		}
	})
}
