package standard

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// atSpeeds are the speeds of the worked examples: everybody 80 m a minute, older people 60.
func atSpeeds(t testing.TB) map[geo.Mode]isochrone.Profile {
	t.Helper()
	profiles := map[geo.Mode]isochrone.Profile{}
	for mode, kmh := range map[geo.Mode]float64{geo.Walk: 4.8, geo.WalkElder: 3.6} {
		p, err := isochrone.BuiltinProfile(mode)
		if err == nil {
			p, err = p.WithSpeed(kmh)
		}
		if err != nil {
			t.Fatal(err)
		}
		profiles[mode] = p
	}
	return profiles
}

// assessed holds checks against a town.
func assessed(t testing.TB, town *geo.StudyArea, o Options, checks ...Check) *Scorecard {
	t.Helper()
	for i := range checks {
		if checks[i].ID == "" {
			checks[i].ID = fmt.Sprintf("c%d", i)
		}
		if checks[i].Op == "" {
			checks[i].Op = NoTarget
		}
	}
	card, err := Assess(context.Background(), coverage.New(town), &Standard{ID: "test", Checks: checks}, o)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// wantValue compares exactly; want is a fraction such as "7/30", or "" for none.
func wantValue(t testing.TB, what string, got *Number, want string) {
	t.Helper()
	if got == nil || want == "" {
		if got != nil || want != "" {
			t.Errorf("%s: %v, want %q", what, got, want)
		}
		return
	}
	r, ok := new(big.Rat).SetString(want)
	if !ok {
		t.Fatalf("%q is no fraction", want)
	}
	if got.Rat().Cmp(r) != 0 {
		t.Errorf("%s: %v, want %s", what, got.Rat(), want)
	}
}

func walkTo(minutes int, services ...string) Check {
	return Check{Measure: Coverage, Services: services, Modes: []geo.Mode{geo.Walk}, Minutes: minutes}
}

func elders(c Check) Check {
	c.Group, c.Modes = geo.Age60, []geo.Mode{geo.WalkElder}
	return c
}

func TestExampleACoverage(t *testing.T) {
	minutes := []int{5, 10, 15, 30}
	var checks []Check
	for _, m := range minutes {
		checks = append(checks, walkTo(m, "elder_station"), elders(walkTo(m, "elder_station")))
	}
	radius := Check{Measure: Coverage, Services: []string{"elder_station"}, RadiusM: 1000}
	card := assessed(t, geotest.RiverTown().StudyArea(), Options{Profiles: atSpeeds(t)}, append(checks, radius)...)
	for i, want := range []string{"100/1000", "30/300", "300/1000", "70/300", "700/1000", "70/300", "1", "270/300", "1"} {
		wantValue(t, fmt.Sprint("coverage ", i), card.Checks[i].Value, want)
	}
	at15 := card.Checks[4]
	if *at15.Total != 1000 || *at15.Covered != 700 || *at15.Uncovered != 300 || at15.UnitKind != "community" || at15.UnitsTotal != 2 {
		t.Errorf("%+v", at15)
	}
}

func TestExampleACircle(t *testing.T) {
	full := walkTo(15, "elder_station", "fitness_outdoor")
	full.Measure, full.Op, full.Target = FullCircle, AtLeast, big.NewRat(9, 10)
	mean := full
	mean.Measure = MeanCircle
	card := assessed(t, geotest.RiverTown().StudyArea(), Options{Profiles: atSpeeds(t)}, full, mean)
	o, m := card.Checks[0], card.Checks[1]
	wantValue(t, "full circle", o.Value, "1/2")
	wantValue(t, "mean circle", m.Value, "3/4")
	mean2, full2 := o.Values["mean"], m.Values["full"]
	wantValue(t, "mean beside full", &mean2, "3/4")
	wantValue(t, "full beside mean", &full2, "1/2")
	if fmt.Sprint(o.Missing) != "[{elder_station 300} {fitness_outdoor 200}]" {
		t.Errorf("missing: %v", o.Missing)
	}
	wantValue(t, "deficit", o.Deficit, "400")
	// u1: r1 and r3 of 550; u2: r4 of 450.
	for i, want := range []struct{ id, value, deficit string }{{"u2", "150/450", "255"}, {"u1", "350/550", "145"}} {
		if o.Failing[i].ID != want.id {
			t.Errorf("failing %d is %s", i, o.Failing[i].ID)
		}
		wantValue(t, want.id, o.Failing[i].Value, want.value)
		wantValue(t, want.id, o.Failing[i].Deficit, want.deficit)
	}
}

func TestExampleACommunityShare(t *testing.T) {
	c := elders(walkTo(15, "elder_station"))
	c.Measure, c.Unit, c.Op, c.Target = CommunityShare, "community", AtLeast, big.NewRat(8, 10)
	lattice := geotest.RiverTown()
	card := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, c)
	o := card.Checks[0]
	wantValue(t, "share of communities", o.Value, "1/2")
	if o.Verdict != NotMet || o.Failing[0].ID != "u2" {
		t.Errorf("%s %+v", o.Verdict, o.Failing)
	}
	wantValue(t, "people of u2 short of half", o.Failing[0].Deficit, "90")
	wantValue(t, "communities short", o.Deficit, "1")

	lattice = geotest.RiverTown()
	lattice.Town.Facilities[0].Serves = []string{"u2"}
	o = assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, c).Checks[0]
	wantValue(t, "with delivery", o.Value, "1")
	reached := o.Values["reached"]
	wantValue(t, "without delivery", &reached, "1/2")
	notes := o.Units[0].Note + o.Units[1].Note
	if o.Verdict != Met || notes != "serves" {
		t.Errorf("%s, notes %q", o.Verdict, notes)
	}
}

func TestExampleACapacity(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Facilities[0].Capacity = 40
	c := elders(walkTo(15, "elder_station"))
	c.Measure = CapacityCoverage
	floating := c
	floating.Measure, floating.Per = FloatingSupply, 1000
	card := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, c, floating)
	o := card.Checks[0]
	wantValue(t, "40 places", o.Value, "40/300")
	possible, covered := o.Values["possible"], o.Values["coverage"]
	wantValue(t, "possible", &possible, "40/300")
	wantValue(t, "coverage", &covered, "70/300")
	if *o.Covered != 40 || *o.Uncovered != 260 {
		t.Errorf("%d and %d", *o.Covered, *o.Uncovered)
	}
	f := card.Checks[1] // 40 places for 70 people within reach; u1 has 70 of its 120 within reach
	wantValue(t, "supply for 1,000 people", f.Value, "40000/300")
	if u := f.Units[0]; f.UnitsTotal != 2 || *f.Uncovered != 230 || (u.ID == "u1") != (u.Value.Float() > 300) {
		t.Errorf("%+v", f.Units)
	}
}

// Inside 15 minutes but outside 5: r2, r3 and r4.
func TestRing(t *testing.T) {
	ring := walkTo(15, "elder_station")
	ring.Beyond = 5
	full := walkTo(15, "elder_station", "fitness_outdoor")
	full.Measure, full.Beyond = FullCircle, 12
	card := assessed(t, geotest.RiverTown().StudyArea(), Options{Profiles: atSpeeds(t)}, ring, full)
	wantValue(t, "ring", card.Checks[0].Value, "600/1000")
	wantValue(t, "ring of the circle: r3 and r4, but not r1 at 12 minutes", card.Checks[1].Value, "400/1000")
}

func TestDistanceAndUnion(t *testing.T) {
	far := walkTo(0, "elder_station")
	far.Minutes, far.DistanceM = 0, 1200
	either := walkTo(10, "elder_station", "fitness_outdoor")
	either.Modes, either.Any = []geo.Mode{geo.WalkElder, geo.Walk}, true
	each := either
	each.Any = false
	card := assessed(t, geotest.RiverTown().StudyArea(), Options{Profiles: atSpeeds(t)}, far, either, each)
	wantValue(t, "1,200 m", card.Checks[0].Value, "700/1000")
	// On foot in 10 minutes: r1, r2 to E; r4, r5 to O. At 60 m a minute: r1, r2 to E; r5 to O, and r4 is 12 minutes away.
	wantValue(t, "either mode", card.Checks[1].Value, "700/1000")
	wantValue(t, "the first mode decides", card.Checks[2].Value, "550/1000")
	var modes []string
	for _, m := range card.Checks[2].Modes {
		modes = append(modes, fmt.Sprint(m.Mode, m.Covered, m.Uncovered, m.Decides, *m.SpeedKmh))
	}
	if got := strings.Join(modes, "; "); got != "walk_elder550 450 true 3.6; walk700 300 false 4.8" {
		t.Error(got)
	}
}
