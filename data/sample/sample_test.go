package sample

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// golden is the fingerprint of the town. It changes only when somebody redraws the town on purpose: look at the map
// before writing a new one here.
const golden = "91823db88b8e13aba99ab83374320bfb02c58a8de5ab8b66785e506ea2e9384b"

// sampleTown is drawn once for the tests that only look at it.
var sampleTown = sync.OnceValue(Town)

func BenchmarkTown(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Town()
	}
}

func TestTownIsTheSameEveryTime(t *testing.T) {
	a, b := Town(), Town()
	if x, y := a.Sources[0].SHA256, b.Sources[0].SHA256; x != y {
		t.Fatalf("two drawings differ: %s and %s", x, y)
	}
	if got := a.Sources[0].SHA256; got != golden {
		t.Errorf("the town is another one: fingerprint %s, want %s", got, golden)
	}
	src := a.Sources[0]
	a.Sources = nil
	if fingerprint(a) != src.SHA256 || src.Kind != "sample" || src.DataDate != "2026-01-01" {
		t.Errorf("source %+v does not name the content", src)
	}
}

func TestTownBelongsToItsCaller(t *testing.T) {
	a := Town()
	a.Streets[0].Line[0] = orb.Point{}
	a.Areas[0].Shape[0][0][0] = orb.Point{}
	if b := Town(); b.Streets[0].Line[0] == (orb.Point{}) || b.Areas[0].Shape[0][0][0] == (orb.Point{}) {
		t.Error("two towns share memory")
	}
}

func TestTownIsAStudyArea(t *testing.T) {
	if _, err := geo.NewStudyArea(Town()); err != nil {
		t.Fatal(err)
	}
}

func TestSize(t *testing.T) {
	town := sampleTown()
	var people int64
	for _, p := range town.Points {
		people += int64(p.People[geo.All])
	}
	if people < 280_000 || people > 320_000 {
		t.Errorf("%d people, want about 300,000", people)
	}
	kinds := map[string]int{}
	for _, p := range town.Points {
		kinds[p.Kind+" "+p.Setting]++
	}
	if kinds["building urban"] < 1000 || kinds["estate urban"] < 30 || kinds["natural_village rural"] < 500 || len(kinds) != 3 {
		t.Errorf("kinds of residential points: %v", kinds)
	}
	if n := len(town.Points); n < 3000 || n > 4000 {
		t.Errorf("%d residential points, want 3,000 to 4,000", n)
	}
}

func TestPositionsAreRounded(t *testing.T) {
	town := sampleTown()
	check := func(what string, ps ...orb.Point) {
		for _, p := range ps {
			if p != (orb.Point{geo.Round7(p[0]), geo.Round7(p[1])}) {
				t.Errorf("%s at %v is not rounded to 7 decimals", what, p)
			}
			if p[0] < 118.9 || p[0] > 119.3 || p[1] < 30.5 || p[1] > 30.7 {
				t.Errorf("%s at %v is far from the town", what, p)
			}
		}
	}
	for _, s := range town.Streets {
		check("street", s.Line...)
	}
	for _, b := range town.Barriers {
		check("barrier", b.Line...)
	}
	for _, p := range town.Points {
		check(p.ID, p.Point)
	}
	for _, f := range town.Facilities {
		check(f.ID, f.Point)
	}
	for _, a := range town.Areas {
		for _, polygon := range a.Shape {
			for _, r := range polygon {
				check(a.ID, r...)
			}
		}
	}
}

func TestIdentifiersAreUnique(t *testing.T) {
	town := sampleTown()
	seen := map[string]bool{}
	once := func(id string) {
		if seen[id] {
			t.Errorf("%s stands twice", id)
		}
		seen[id] = true
	}
	for _, p := range town.Points {
		once("point " + p.ID)
	}
	for _, f := range town.Facilities {
		once("facility " + f.Service + ":" + f.ID)
		once("facility name " + f.Service + ":" + f.Name)
	}
	for _, a := range town.Areas {
		once("area " + a.ID)
		once("area name " + a.Name)
	}
	for _, b := range town.Barriers {
		if b.WayID > 0 { // outlines of one sheet of water share an id below 0
			once(fmt.Sprint("barrier ", b.WayID))
		}
	}
}

func TestAgesNest(t *testing.T) {
	for _, p := range sampleTown().Points {
		n := p.People
		ok := n[geo.Age80] <= n[geo.Age65] && n[geo.Age65] <= n[geo.Age60] &&
			n[geo.Age0to2]+n[geo.Age3to5]+n[geo.Age6to11] <= n[geo.Age0to17] &&
			n[geo.Age0to17]+n[geo.Working]+n[geo.Age60] <= n[geo.All] &&
			n[geo.Disabled] <= n[geo.All] && n[geo.Households] >= 1 && n[geo.Households] <= n[geo.All]
		for _, count := range n {
			ok = ok && count >= 0
		}
		if !ok {
			t.Errorf("%s %s: %v", p.ID, p.Name, n)
		}
	}
}

func TestEveryServiceHasItsList(t *testing.T) {
	town := sampleTown()
	have, active := map[string]int{}, map[string]int{}
	statuses := map[geo.Status]int{}
	for _, f := range town.Facilities {
		if _, known := geo.LookupService(f.Service); !known {
			t.Errorf("%s has the unknown service %q", f.ID, f.Service)
		}
		have[f.Service]++
		statuses[f.Status]++
		if f.Status == geo.Active {
			active[f.Service]++
		}
		if f.Name == "" || f.OpeningHours == "" || f.AreaM2 <= 0 || (f.Capacity == geo.NoData) != (f.CapacityUnit == "") {
			t.Errorf("%s is incomplete: %+v", f.ID, f)
		}
		if strings.Contains(f.Name, "（）") {
			t.Errorf("%s has no name of its own: %s", f.ID, f.Name)
		}
	}
	for _, s := range geo.ServiceTypes() {
		without := s.Code == "care_consortium" || s.Code == "child_protect_inst"
		if have[s.Code] == 0 || without != (active[s.Code] == 0) {
			t.Errorf("%s: %d facilities, %d of them active", s.Code, have[s.Code], active[s.Code])
		}
		if !slices.Contains(town.Lists, geo.FacilityList{Service: s.Code}) {
			t.Errorf("no complete list of %s", s.Code)
		}
	}
	if statuses[geo.Planned] < 20 || statuses[geo.Closed] < 10 {
		t.Errorf("statuses %v", statuses)
	}
}
