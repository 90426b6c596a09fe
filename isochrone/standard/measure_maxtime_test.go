package standard

import (
	"fmt"
	"math/big"
	"testing"

	"lifecircle/geo/geotest"
)

// The way to one's own station: u1 has E, 0, 6 and 15 minutes from 100, 200 and 250 people; u2 has one at (6,4), 0, 9 and
// 12 minutes from 50, 250 and 150. One at (0,0) belongs to u2 too, but the people of r3, who live there, are u1's.
func TestMaxTime(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Facilities[0].Area = "u1"
	lattice.Facility("elder_station", "N", 6, 4)
	lattice.Facility("elder_station", "W", 0, 0)
	for i := range lattice.Town.Facilities[2:] {
		lattice.Town.Facilities[2+i].Area = "u2"
	}
	p95 := walkTo(15, "elder_station")
	p95.Measure, p95.Unit, p95.Op, p95.Target, p95.UnitOfTarget = MaxTime, "community", AtMost, big.NewRat(12, 1), "minutes_p95"
	p50, latest := p95, p95
	p50.UnitOfTarget, latest.UnitOfTarget = "minutes_p50", "minutes_max"
	p50.Minutes, latest.Minutes = 9, 0
	card := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, p95, p50, latest)
	for i, want := range []string{"u1 15 3; u2 12 0; ", "u1 6 0; u2 9 0; ", "u1 15 3; u2 12 0; "} {
		got := ""
		for _, u := range card.Checks[i].Units {
			got += fmt.Sprintf("%s %s %s; ", u.ID, Decimal(u.Value.Rat(), nil), Decimal(u.Deficit.Rat(), nil))
		}
		if got != want {
			t.Errorf("check %d: %s, want %s", i, got, want)
		}
	}
	for i, want := range []int64{1000, 600} { // within 15 minutes, and within 9
		if o := card.Checks[i]; *o.Total != 1000 || *o.Covered != want || *o.Uncovered != 1000-want {
			t.Errorf("check %d: %d of %d, not %d; want %d", i, *o.Covered, *o.Total, *o.Uncovered, want)
		}
	}
	if o := card.Checks[2]; o.Total != nil || o.Covered != nil || o.Uncovered != nil {
		t.Errorf("people within a number of minutes that the check does not give: %v", *o.Covered)
	}
	o := card.Checks[0]
	wantValue(t, "share of communities", o.Value, "1/2")
	for name, want := range map[string]string{"p50": "9", "p95": "15", "max": "15"} { // 0: 150, 6: 350, 9: 600 of 1,000
		if got := Decimal(o.Values[name].Rat(), nil); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if o.Verdict != NotMet {
		t.Error(o.Verdict)
	}
}

// A community without a facility of its own fails, and has no time.
func TestMaxTimeWithoutOwn(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Facilities[0].Area = "u1"
	c := walkTo(15, "elder_station")
	c.Measure, c.Unit, c.Op, c.Target, c.UnitOfTarget = MaxTime, "community", AtMost, big.NewRat(15, 1), "minutes_p95"
	o := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, c).Checks[0]
	wantValue(t, "share", o.Value, "1/2")
	if f := o.Failing[0]; f.ID != "u2" || f.Value != nil || f.Note != "no_facility" || *f.People != 450 {
		t.Errorf("%+v", f)
	}
	if _, is := o.Values["p95"]; is {
		t.Error("450 of 1,000 people never arrive, and yet there is a time")
	}
}
