package geo

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func square(x, y, side float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}}
}

func TestFacilitiesAsOfADay(t *testing.T) {
	for _, c := range []struct {
		status         Status
		opened, closed string
		date           string
		want           Status
		counts         Dating // without the date
	}{
		{Active, "", "", "2025-12-31", Active, Dating{Undated: 1}},
		{Closed, "", "", "2025-12-31", Closed, Dating{Undated: 1}},
		{Planned, "", "", "2025-12-31", Planned, Dating{Undated: 1}},
		{Active, "2025-12-31", "", "2025-12-31", Active, Dating{}},
		{Active, "2026-01-01", "", "2025-12-31", Planned, Dating{NotYet: 1}},
		{Active, "2025", "", "2025-12-30", Planned, Dating{NotYet: 1}}, // its last day
		{Active, "2025", "", "2025-12-31", Active, Dating{}},
		{Active, "2024-02", "", "2024-02-28", Planned, Dating{NotYet: 1}}, // a leap year
		{Active, "2024-02", "", "2024-02-29", Active, Dating{}},
		{Closed, "2020", "2025", "2024-12-31", Active, Dating{Reopen: 1}},
		{Closed, "2020", "2025", "2025-01-01", Closed, Dating{}}, // its first day
		{Closed, "", "2025-06-15", "2025-06-14", Active, Dating{Reopen: 1}},
		{Closed, "", "2025-06-15", "2025-06-15", Closed, Dating{}},
		{Active, "", "2025-06-15", "2025-06-15", Closed, Dating{Gone: 1}},
		{Active, "", "2025-06-15", "2025-06-14", Active, Dating{}},
		{Closed, "2020", "", "2025-12-31", Closed, Dating{}}, // closed, but when?
		{Closed, "2026", "2027", "2025-12-31", Planned, Dating{}},
		{Planned, "2024", "", "2025-12-31", Active, Dating{}}, // looked at from later than the list
		{Planned, "2026", "", "2025-12-31", Planned, Dating{}},
		{Active, "soon", "", "2025-12-31", Active, Dating{Undated: 1}},
	} {
		area := areaOf(t, Town{Facilities: []Facility{{Service: "clinic", ID: "a", Status: c.status, Opened: c.opened, Closed: c.closed}}})
		dated, dating, err := area.AsOf(c.date)
		if err != nil {
			t.Fatal(err)
		}
		c.counts.Date = c.date
		if got := dated.Facilities[0].Status; got != c.want || dating != c.counts {
			t.Errorf("%s, opened %q, closed %q, as of %s: %s %+v, want %s %+v", c.status, c.opened, c.closed, c.date, got, dating, c.want, c.counts)
		}
		if area.Facilities[0].Status != c.status {
			t.Fatal("the study area itself was changed")
		}
		if changed := dated.Fingerprint(Everything) != area.Fingerprint(Everything); changed != (c.want != c.status) {
			t.Errorf("%+v: the name changed: %v", c, changed)
		}
		if dated.Fingerprint(Scope{Points: true, Areas: true}) != area.Fingerprint(Scope{Points: true, Areas: true}) {
			t.Error("an answer that takes no facility hangs on their dates")
		}
	}
}

func TestADayMustBeOne(t *testing.T) {
	area := areaOf(t, Town{})
	for _, date := range []string{"", "2025", "2025-12", "2025-02-29", "2025-13-01", "31.12.2025", "2025-12-31T00:00:00Z", "２０２５-12-31"} {
		if _, _, err := area.AsOf(date); err == nil || !strings.Contains(err.Error(), "2025-12-31") || !strings.Contains(WordsOf(err).ZH, "具体日期") {
			t.Errorf("%q: %v", date, err)
		}
	}
}

// A dated town has the name of a town that was imported so.
func TestADatedTownIsTheTownOfThatDay(t *testing.T) {
	with := func(status Status) Town {
		return Town{Lists: []FacilityList{{Service: "clinic"}}, Facilities: []Facility{{Service: "clinic", ID: "a", Status: status, Opened: "2026"}}}
	}
	dated, _, err := areaOf(t, with(Active)).AsOf("2025-12-31")
	if err != nil {
		t.Fatal(err)
	}
	if dated.Fingerprint(Everything) != areaOf(t, with(Planned)).Fingerprint(Everything) {
		t.Error("another name")
	}
}

// A facility belongs to the area that its record names, or to that one's ancestor; else to the one it lies in; and to a
// town without a shape if it lies in a community of it.
func TestFacilityAreas(t *testing.T) {
	areas := []Area{
		{ID: "t1", Name: "North", Level: "town"},
		{ID: "c1", Name: "One", Level: "community", Parent: "t1", Shape: square(9, 47, 0.1)},
		{ID: "c2", Name: "Two", Level: "community", Parent: "North", Shape: square(9.2, 47, 0.1)},
		{ID: "c3", Name: "Three", Level: "community", Shape: square(9.05, 47, 0.1)}, // overlaps the first
	}
	for _, c := range []struct {
		at              orb.Point
		named           string
		community, town string
	}{
		{orb.Point{9.01, 47.05}, "", "c1", "t1"},
		{orb.Point{9.01, 47.05}, "c2", "c2", "t1"},
		{orb.Point{9.01, 47.05}, "Two", "c2", "t1"},
		{orb.Point{9.07, 47.05}, "", "c1", "t1"},      // the smallest id of those it lies in
		{orb.Point{9.2, 47}, "", "c2", "t1"},          // a corner belongs to it
		{orb.Point{9.25, 47.05}, "Four", "c2", "t1"},  // a name that nobody has
		{orb.Point{9.25, 47.05}, "North", "c2", "t1"}, // a town alone: the community by place
		{orb.Point{9.14, 47.05}, "", "c3", ""},        // of no town
		{orb.Point{10, 48}, "", "", ""},
	} {
		area := areaOf(t, Town{Areas: append([]Area{}, areas...), Facilities: []Facility{{Service: "clinic", ID: "a", Point: c.at, Area: c.named}}})
		name := func(level string) string {
			if at := area.FacilityAreasAt(level)[0]; at >= 0 {
				return area.Areas[at].ID
			}
			return ""
		}
		if name("community") != c.community || name("town") != c.town {
			t.Errorf("%v, %q: %q and %q", c.at, c.named, name("community"), name("town"))
		}
	}
	if areaOf(t, Town{Areas: areas}).FacilityAreasAt("county") != nil {
		t.Error("a level that the town does not have")
	}
}

// Attributes of points and reported numbers belong to the name of a town; one without any is called as it always was.
func TestAttributesAndReportedNumbersBelongToTheFingerprint(t *testing.T) {
	town := func(attributes map[string]string, reported ...Reported) Town {
		return Town{Points: []ResidentialPoint{{ID: "a", Attributes: attributes}, {ID: "b"}}, Reported: reported}
	}
	number := Reported{Indicator: "ZJ-04", Value: "350", Unit: "个", Year: 2025, Source: "bulletin"}
	seen := map[string]int{}
	for i, of := range []Town{town(nil), town(map[string]string{"mountain": "yes"}), town(map[string]string{"mountain": "no"}),
		{Points: []ResidentialPoint{{ID: "a"}, {ID: "b", Attributes: map[string]string{"mountain": "yes"}}}},
		town(nil, number), town(nil, Reported{Indicator: "ZJ-04", Value: "350", Unit: "个", Year: 2024, Source: "bulletin"}), town(nil, number, number)} {
		print := areaOf(t, of).Fingerprint(Everything)
		if other, met := seen[print]; met {
			t.Errorf("%d and %d have one name", i, other)
		}
		seen[print] = i
	}
	if seen[areaOf(t, town(map[string]string{})).Fingerprint(Everything)] != 0 {
		t.Error("no attributes have a name")
	}
	none, some := areaOf(t, town(nil)), areaOf(t, town(nil, number))
	if none.Fingerprint(Scope{Points: true, Areas: true}) != some.Fingerprint(Scope{Points: true, Areas: true}) {
		t.Error("an answer that takes no reported number hangs on them")
	}
	if _, named := some.FingerprintParts(Scope{Reported: true})["reported"]; !named {
		t.Error("the part is not named")
	}
}
