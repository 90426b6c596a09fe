package standard

import (
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

const saturday = `
id: weekend
title: weekend
checks:
  - {id: any-day, measure: coverage, services: [community_center], mode: walk, minutes: 5, op: report, severity: guide, reach: stated}
  - {id: saturday, measure: coverage, services: [community_center], mode: walk, minutes: 5, open_on: sa, op: report, severity: guide, reach: stated}
`

// Three centres far from each other, with 10, 20 and 40 people beside them: one is open every day, one on workdays, one says
// nothing that can be read. On a Saturday only the first counts, and the third is said to tell nothing.
func TestCentresOpenOnSaturday(t *testing.T) {
	l := geotest.NewLattice(100)
	l.Street("residential", [2]int{0, 0}, [2]int{60, 0})
	for i, hours := range []string{"Mo-Su 08:00-18:00", "周一至周五 8:30-17:00", "ask inside"} {
		x := float64(20 * i)
		l.Facility("community_center", string(rune('a'+i)), x, 0)
		l.Town.Facilities[len(l.Town.Facilities)-1].OpeningHours = hours
		l.Resident(string(rune('p'+i)), x, 0, 10<<i, geo.NoData)
	}
	card := scorecard(t, l.StudyArea(), parsed(t, saturday), Options{})
	for id, want := range map[string]int64{"any-day": 70, "saturday": 10} {
		if o, _ := card.Check(id); *o.Covered != want {
			t.Errorf("%s: %d covered, not %d", id, *o.Covered, want)
		}
	}
	o, _ := card.Check("saturday")
	if !strings.Contains(o.Assumptions[len(o.Assumptions)-1].EN, "Saturday count; 1 tell no hours") {
		t.Errorf("nothing is said of hours that cannot be read: %v", o.Assumptions)
	}
	if _, err := Parse([]byte(strings.Replace(saturday, "open_on: sa", "open_on: caturday", 1))); err == nil || !strings.Contains(err.Error(), "open_on") {
		t.Errorf("caturday is a day: %v", err)
	}
}
