package standard

import (
	"reflect"
	"testing"
)

func TestExpand(t *testing.T) {
	zhejiang, taizhou, nanling := builtin(t, "zhejiang-2025"), builtin(t, "taizhou-2025"), builtin(t, "nanling-2025")
	for _, of := range []struct {
		in    *Standard
		check string
		codes []string
		first []string // the services of the first need
	}{
		// each need of a bundle, sets within it being one need
		{zhejiang, "zj-circle15-urban", []string{"community_center", "clinic_any", "elder_station", "childcare", "fitness_any", "culture_any", "market_any"}, []string{"community_center"}},
		{zhejiang, "zj-circle30-rural", []string{"community_center", "clinic_any", "elder_any", "fitness_any", "culture_any", "shop_any", "post_any"}, []string{"community_center"}},
		{nanling, "nl-convenience5", []string{"community_center", "elder_station", "fitness_outdoor", "shop_any"}, []string{"community_center"}},
		{taizhou, "tz-convenience15", []string{"shop_any", "market_any", "pharmacy", "express"}, []string{"convenience", "supermarket", "market"}},
		// any of several sets and services, each service once
		{zhejiang, "zj-medical15-urban", []string{"clinic_any+hospital"}, []string{"clinic", "clinic_station", "community_hospital", "hospital"}},
		{zhejiang, "zj-fitness15", []string{"fitness_any"}, []string{"fitness_outdoor", "fitness_center", "sports_court", "greenway", "sports_park"}},
		{taizhou, "tz-large-villages", []string{"bundle_rural"}, []string{"community_center", "clinic", "clinic_station", "community_hospital",
			"elder_station", "elder_center", "elder_meal", "fitness_outdoor", "fitness_center", "sports_court", "greenway", "sports_park",
			"culture_center", "culture_room", "library", "convenience", "supermarket", "market", "express", "postal"}},
		{zhejiang, "zj-meals", []string{"elder_meal"}, []string{"elder_meal"}},
		// presence asks for each
		{zhejiang, "zj-utilities", []string{"express", "postal", "recycling", "bank"}, []string{"express"}},
		// co-location looks for the others beside the first
		{taizhou, "tz-station-three-centres", []string{"community_center", "civil_station", "convenience_hall", "governance_center"}, []string{"community_center"}},
		{nanling, "nl-clinic-elder", []string{"elder_station", "clinic_any"}, []string{"elder_station"}},
		{zhejiang, "zj-area-mix", nil, nil},
	} {
		needs := of.in.Expand(checkOf(t, of.in, of.check))
		var codes []string
		for _, n := range needs {
			codes = append(codes, n.Code)
		}
		if !reflect.DeepEqual(codes, of.codes) || len(needs) > 0 && !reflect.DeepEqual(needs[0].Services, of.first) {
			t.Errorf("%s: %v, the first of %v", of.check, codes, needs)
		}
	}
}

// What two bundles share is asked for once, and whoever gets needs may change them.
func TestExpandIsTheCallersOwn(t *testing.T) {
	s := builtin(t, "zhejiang-2025")
	c := &Check{Measure: FullCircle, Services: []string{"bundle_5min", "bundle_urban", "elder_station"}}
	needs := s.Expand(c)
	if len(needs) != 4+5 {
		t.Errorf("%d needs: %v", len(needs), needs)
	}
	for i := range needs {
		needs[i].Services[0] = "spoilt"
	}
	for _, n := range s.Expand(c) {
		if n.Services[0] == "spoilt" {
			t.Fatalf("need %s shares its list", n.Code)
		}
	}
}

func TestNamesOfNeeds(t *testing.T) {
	s := builtin(t, "zhejiang-2025")
	any := s.Expand(checkOf(t, s, "zj-medical15-urban"))[0].Name
	if any.ZH != "基层医疗卫生机构或医院" || any.EN != "clinic of any kind or "+s.NameOf("hospital").EN {
		t.Errorf("%+v", any)
	}
	if s.NameOf("bundle_urban").ZH != "城市生活服务圈" || s.NameOf("nothing").ZH != "nothing" {
		t.Error("names of bundles or of unknown codes")
	}
}
