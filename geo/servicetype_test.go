package geo

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// The codes that plans, scripts and workspaces rely on, written down a second time on purpose.
const allCodes = `community_center subdistrict_center convenience_hall complex area_center lounge elder_station elder_meal
	elder_center elder_homecare elder_home care_consortium clinic clinic_station hospital community_hospital pharmacy childcare
	kindergarten school_primary school_secondary after_school child_home child_protect child_protect_inst fitness_outdoor
	fitness_center sports_court greenway sports_park culture_center culture_room library community_school volunteer_station
	civil_station social_work assist_station legal employment shelter fire_micro police_room governance_center gov_kiosk market
	supermarket convenience express postal recycling bank rehab_mental disability village_hall bus_stop rail_station`

func TestServiceTypesAreComplete(t *testing.T) {
	want := strings.Fields(allCodes)
	var got []string
	for _, s := range ServiceTypes() {
		got = append(got, s.Code)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("codes\n got %v\nwant %v", got, want)
	}
}

func TestServiceTypesAreSound(t *testing.T) {
	code := regexp.MustCompile(`^[a-z][a-z_]*[a-z]$`)
	condition := regexp.MustCompile(`^[a-z_:]+=([a-z_0-9]+|\*)$`)
	names := map[string]string{}
	for _, s := range ServiceTypes() {
		if !code.MatchString(s.Code) {
			t.Errorf("%s: not a plain code", s.Code)
		}
		if s.Name == "" || len(s.Name) > 28 || s.NameZH == "" || utf8.RuneCountInString(s.NameZH) > 6 {
			t.Errorf("%s: names %q %q are missing or too long for a button", s.Code, s.Name, s.NameZH)
		}
		for _, name := range []string{s.Name, s.NameZH} {
			if other, taken := names[name]; taken {
				t.Errorf("%s and %s are both called %s", s.Code, other, name)
			}
			names[name] = s.Code
		}
		if s.Minutes < 1 || s.Minutes > 120 || !slices.Contains(Modes(), s.Mode) || s.Group >= NumGroups {
			t.Errorf("%s: minutes %d, mode %q, group %d", s.Code, s.Minutes, s.Mode, s.Group)
		}
		if len(s.Words) == 0 {
			t.Errorf("%s: no words", s.Code)
		}
		for _, tag := range s.Tags {
			for _, c := range tag {
				if c != NameHasWord && !condition.MatchString(c) {
					t.Errorf("%s: condition %q", s.Code, c)
				}
			}
		}
	}
}

func TestServiceTypesCannotBeChanged(t *testing.T) {
	ServiceTypes()[0] = ServiceType{}
	if s, ok := LookupService("community_center"); !ok || s.NameZH != "社区服务" {
		t.Errorf("got %+v, %v", s, ok)
	}
}

func TestChildcareIsNoAfterSchoolClass(t *testing.T) {
	s, _ := LookupService("childcare")
	if !slices.Equal(s.Exclude, []string{"托管", "早教"}) {
		t.Errorf("excludes %v", s.Exclude)
	}
}

func TestTagMatches(t *testing.T) {
	for _, c := range []struct {
		tag  Tag
		tags map[string]string
		want bool
	}{
		{Tag{"amenity=clinic"}, map[string]string{"amenity": "clinic"}, true},
		{Tag{"amenity=clinic"}, map[string]string{"amenity": "clinics"}, false},
		{Tag{"amenity=clinic"}, map[string]string{"amenity": "pharmacy; clinic"}, true},
		{Tag{"amenity=clinic"}, nil, false},
		{Tag{"leisure=pitch", "sport=*"}, map[string]string{"leisure": "pitch"}, false},
		{Tag{"leisure=pitch", "sport=*"}, map[string]string{"leisure": "pitch", "sport": "soccer"}, true},
		{Tag{"amenity=canteen", NameHasWord}, map[string]string{"amenity": "canteen"}, true},
		{Tag{}, map[string]string{"amenity": "clinic"}, false},
	} {
		if got := c.tag.Matches(func(k string) string { return c.tags[k] }); got != c.want {
			t.Errorf("%v on %v: got %v", c.tag, c.tags, got)
		}
	}
}

func TestNearestService(t *testing.T) {
	for typed, want := range map[string]string{
		"kindergarden":                       "kindergarten",
		"Kindergarten":                       "kindergarten",
		"kinder":                             "kindergarten",
		"elder-station":                      "elder_station",
		"eldre_station":                      "elder_station",
		"cilnic":                             "clinic",
		"clinics":                            "clinic",
		"busstop":                            "bus_stop",
		"幼儿园":                                "kindergarten",
		"Health centre":                      "clinic",
		"school":                             "school_primary",
		"zzzzzz":                             "",
		"":                                   "",
		"a_b_c_d_e_f_g_h_ij":                 "",
		strings.Repeat("kindergarten", 1000): "",
	} {
		got, ok := NearestService(typed)
		if got != want || ok != (want != "") {
			t.Errorf("NearestService(%.20q) = %q, %v; want %q", typed, got, ok, want)
		}
	}
}

func TestEveryCodeFindsItself(t *testing.T) {
	for _, s := range ServiceTypes() {
		if got, ok := NearestService(s.Code); !ok || got != s.Code {
			t.Errorf("%s finds %s", s.Code, got)
		}
		if got, ok := LookupService(s.Code); !ok || got.Code != s.Code {
			t.Errorf("lookup of %s gives %s", s.Code, got.Code)
		}
	}
}
