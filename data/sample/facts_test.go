package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/hours"
)

// layout is the digest of what stands where, who lives there and what is open: the facts that plans ask for are added
// without moving any of it.
const layout = "a38f1325d41823c1f23ad0cfc3e743b36022dac1157b9febbec5c1935255e9ab"

func TestFactsMoveNothing(t *testing.T) {
	town := sampleTown()
	h := sha256.New()
	for _, s := range town.Streets {
		fmt.Fprintln(h, s.WayID, s.Class, s.Line, s.Passage)
	}
	for _, p := range town.Points {
		fmt.Fprintln(h, p.ID, p.Point, p.People, p.Kind, p.Setting)
	}
	for _, f := range town.Facilities {
		fmt.Fprintln(h, f.Service, f.ID, f.Name, f.Point, f.Status, f.Capacity, f.CapacityUnit, f.AreaM2, f.Area)
	}
	for _, a := range town.Areas {
		fmt.Fprintln(h, a.ID, a.Name, a.Level, a.Shape, a.Population, a.Households)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != layout {
		t.Errorf("layout %s, want %s", got, layout)
	}
}

// Every fact that plans ask for is there for most, and missing for some.
func TestFactsAreThereAndMissing(t *testing.T) {
	town := sampleTown()
	with, of := map[string]int{}, map[string]int{}
	seen := func(key string, attributes map[string]string, names ...string) {
		for _, name := range names {
			of[key+" "+name]++
			if attributes[name] != "" {
				with[key+" "+name]++
			}
		}
	}
	for _, a := range town.Areas {
		if a.Level == "community" {
			seen("community", a.Attributes, "floor_total", "floor_commerce", "floor_service", "highrise", "staff_community", "staff_social", "staff_social_cert", "staff_child", "staff_disaster")
		}
	}
	for _, f := range town.Facilities {
		switch f.Service {
		case "community_center":
			seen(f.Service, f.Attributes, "activity_area_m2", "wheelchair", "built_year")
		case "elder_station":
			seen(f.Service, f.Attributes, "staff_care")
		case "clinic", "clinic_station":
			seen("clinics", f.Attributes, "staff_gp")
		}
	}
	for _, p := range town.Points {
		seen("point", p.Attributes, "floor_m2")
	}
	for key, all := range of {
		if n := with[key]; n == all || 2*n < all {
			t.Errorf("%s: %d of %d", key, n, all)
		}
	}
	for name, value := range town.Areas[0].Attributes {
		if _, err := strconv.ParseFloat(value, 64); err != nil && value != "yes" && value != "no" {
			t.Errorf("%s is %q", name, value)
		}
	}
}

// Among the hours of community centres there are all answers: eight hours every day, less, none on some days, and what
// nobody can read.
func TestHoursOfCentresGiveEveryAnswer(t *testing.T) {
	enough, short, closed, unread := 0, 0, 0, 0
	for _, f := range sampleTown().Facilities {
		week, err := hours.Parse(f.OpeningHours)
		switch {
		case f.Service != "community_center":
			if err != nil {
				t.Errorf("%s: %v", f.ID, err)
			}
		case err != nil:
			unread++
		case week.Shortest() >= 480:
			enough++
		case week.Shortest() > 0:
			short++
		default:
			closed++
		}
	}
	if min(enough, short, closed, unread) == 0 || enough < short+closed+unread {
		t.Errorf("%d enough, %d short, %d closed, %d unread", enough, short, closed, unread)
	}
}

func TestBuildingsAndDeliveriesNameWhatIsThere(t *testing.T) {
	town := sampleTown()
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	shared, served := 0, 0
	for _, f := range area.Facilities {
		if f.Service == "volunteer_station" && f.Attributes["building_id"] != "" {
			shared++
		}
		if f.Service != "elder_meal" {
			continue
		}
		for _, name := range f.Serves {
			at, known := area.AreaByID(name)
			if !known || area.Areas[at].Level != "community" {
				t.Errorf("%s serves %q", f.ID, name)
			}
			served++
		}
	}
	if shared == 0 || served < 5 {
		t.Errorf("%d volunteer stations in the buildings of centres, %d communities served by delivery", shared, served)
	}
	years := map[string]int{}
	for _, f := range area.Facilities {
		if f.Service == "community_center" && f.Attributes["built_year"] >= "2023" && f.Status == geo.Active {
			years[f.Attributes["built_year"]]++
		}
	}
	if years["2023"] == 0 || years["2024"] == 0 {
		t.Errorf("new centres: %v", years)
	}
	dated, dating, err := area.AsOf("2024-12-31")
	if err != nil || dating.NotYet == 0 || dating.Undated > 0 {
		t.Errorf("%+v, %v", dating, err)
	}
	if slices.EqualFunc(dated.Facilities, area.Facilities, func(a, b geo.Facility) bool { return a.Status == b.Status }) {
		t.Error("a year earlier was as it is")
	}
}
