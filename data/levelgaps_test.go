package data

import (
	"strings"
	"testing"
)

// Communities that leave out people whom their town holds are told of, however the points say where they lie.
func TestLevelsThatLeavePeopleOut(t *testing.T) {
	w := newWorkspace(t)
	half := `{"type":"Polygon","coordinates":[[[113.5,22.1],[113.55,22.1],[113.55,22.2],[113.5,22.2],[113.5,22.1]]]}`
	mustImport(t, w, upload(Areas, "areas.geojson", `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"社区编码":"008","名称":"街道","级别":"town"},"geometry":`+square+`},
{"type":"Feature","properties":{"社区编码":"0081","名称":"社区","级别":"community","上级":"008","类型":"居委会"},"geometry":`+half+`}]}`))
	r := mustImport(t, w, upload(Residents, "p.csv", "编号,经度,纬度,常住人口,社区\n1,113.52,22.15,30,\n2,113.57,22.15,50,\n3,113.58,22.15,7,社区\n4,113.57,22.16,20,街道\n5,113.9,22.15,1000,\n"))
	for _, warning := range r.Warnings {
		if warning.Code != "outside_level" {
			continue
		}
		if warning.Count != 1 || strings.Join(warning.Examples, "; ") != "community: 2 points, 70 people" {
			t.Errorf("%+v", warning)
		}
		return
	}
	t.Errorf("nothing is said of them: %+v", r.Warnings)
}

// Ledgers of communities say 社区编码 and 类型; what no field is called stays under its own name.
func TestCodesOfCommunitiesAreRecognised(t *testing.T) {
	w := newWorkspace(t)
	mustImport(t, w, upload(Areas, "areas.geojson", `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"社区编码":"0081","名称":"甲社区","级别":"community","类型":"村委会"},"geometry":`+square+`}]}`))
	r := mustImport(t, w, ImportRequest{Kind: Attributes, Of: Areas, Name: "台账.csv", Content: []byte("村（社区）编码,总建筑面积\n0081,5000\n81,6000\n")})
	if r.Join == nil || r.Join.ByID != 1 || r.Rejected != 1 {
		t.Errorf("%+v", r)
	}
	town, err := w.Town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if a := town.Areas[0]; a.ID != "0081" || a.Kind != "村委会" || a.Attributes["floor_total"] != "5000" {
		t.Errorf("%+v", a)
	}
}
