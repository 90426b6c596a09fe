package standard

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone/coverage"
)

// Land and floor area are weighed exactly, however they are typed; points that do not say are listed.
func TestCoverageOfLandAndHouseholds(t *testing.T) {
	lattice := geotest.RiverTown()
	for i, m2 := range []string{"1,000.5", "2000", "3,000.25", "４", "0.25", "many"} {
		lattice.Town.Points[i].Attributes = map[string]string{"land_m2": m2}
		lattice.Town.Points[i].People[geo.Households] = int32(10 * (i + 1))
	}
	land := walkTo(15, "elder_station")
	land.Weight, land.Op, land.Target = Land, AtLeast, big.NewRat(1, 1)
	households := walkTo(15, "elder_station")
	households.Weight, households.Op, households.Target = HouseholdsCount, AtLeast, big.NewRat(1, 1)
	floor := land
	floor.Weight = Floor
	card := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, land, households, floor)
	o := card.Checks[0]
	if len(o.NoData) != 2 && len(o.NoData) != 1 { // full-width digits are put right at import; here they may be none
		t.Errorf("%+v", o.NoData)
	}
	if len(o.NoData) == 2 { // r4 says "４": r1, r2 and r3 of r1, r2, r3 and r5
		wantValue(t, "land", o.Value, "600075/600100")
		wantValue(t, "m² short", o.Deficit, "1/4")
	}
	if o.DeficitIn != "m2" || *o.Total != 6001 || o.Units[0].People != nil {
		t.Errorf("%s, %d", o.DeficitIn, *o.Total)
	}
	wantValue(t, "households", card.Checks[1].Value, "100/210")
	if card.Checks[1].DeficitIn != "households" {
		t.Error(card.Checks[1].DeficitIn)
	}
	if f := card.Checks[2]; f.Verdict != NotAssessable || !strings.Contains(f.Why.EN, "floor_m2") {
		t.Errorf("%+v", f.Why)
	}
}

func TestPeopleNobodyCounted(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Points[4].People[geo.Age60] = geo.NoData // r5
	c := elders(walkTo(15, "elder_station"))
	c.Op, c.Target = AtLeast, big.NewRat(1, 1)
	o := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, c).Checks[0]
	wantValue(t, "without r5", o.Value, "70/200")
	if len(o.NoData) != 1 || o.NoData[0] != (UnitName{ID: "r5", Why: "age60"}) || *o.Uncovered != 130 {
		t.Errorf("%+v", o)
	}
	none := geotest.RiverTown()
	for i := range none.Town.Points {
		none.Town.Points[i].People[geo.Age60] = geo.NoData
	}
	if o := assessed(t, none.StudyArea(), Options{}, c).Checks[0]; o.Verdict != NotAssessable {
		t.Error(o.Verdict)
	}
	for i := range none.Town.Points {
		none.Town.Points[i].People[geo.Age60] = 0
	}
	if o := assessed(t, none.StudyArea(), Options{}, c).Checks[0]; o.Verdict != NotAssessable || o.Value != nil {
		t.Errorf("nobody is 0 of 0: %v %v", o.Verdict, o.Value)
	}
}

// A list that was never imported is no answer, an empty one is; closed and planned facilities count for nobody.
func TestListsAndStatus(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.List("clinic")
	lattice.Town.Facilities[1].Status = geo.Closed
	missing := walkTo(15, "elder_station", "library", "bank")
	missing.Measure = FullCircle
	card := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, missing, walkTo(15, "bank"), walkTo(15, "clinic"), walkTo(15, "fitness_outdoor"))
	if o := card.Checks[0]; o.Verdict != NotAssessable || !strings.Contains(o.Why.EN, "library, bank") {
		t.Errorf("%v", o.Why)
	}
	if o := card.Checks[1]; o.Verdict != NotAssessable || !strings.Contains(o.Why.EN, "--service bank") {
		t.Errorf("%v", o.Why)
	}
	wantValue(t, "an empty list", card.Checks[2].Value, "0")
	wantValue(t, "closed", card.Checks[3].Value, "0")
}

func TestCapacityByRadius(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Facilities[0].Capacity = 400
	places := Check{Measure: CapacityCoverage, Services: []string{"elder_station"}, RadiusM: 500}
	beds := places
	beds.Attributes = []string{"beds"}
	lattice.Town.Facilities[0].Attributes = map[string]string{"beds": "7.5"}
	card := assessed(t, lattice.StudyArea(), Options{}, places, beds)
	wantValue(t, "r1, r4, then r2 or r5, by id", card.Checks[0].Value, "400/1000")
	covered := card.Checks[0].Values["coverage"]
	wantValue(t, "within 500 m", &covered, "700/1000")
	wantValue(t, "seven whole beds", card.Checks[1].Value, "7/1000")

	layer := uncoveredOf(t, lattice.StudyArea(), places, Options{})
	got := ""
	for _, f := range layer.Features {
		got += fmt.Sprintf("%s %v %v %v; ", f.ID, f.Values[4], f.Values[12], f.Values[15])
	}
	if want := "r3 250 beyond_cutoff <nil>; r5 250 full <nil>; r2 50 full <nil>; r6 50 beyond_cutoff <nil>; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func uncoveredOf(t *testing.T, area *geo.StudyArea, c Check, o Options) geo.Layer {
	t.Helper()
	c.ID = "c"
	if c.Op == "" {
		c.Op = NoTarget
	}
	layer, err := Uncovered(context.Background(), coverage.New(area), &Standard{ID: "test", Checks: []Check{c}}, o, "c")
	if err != nil {
		t.Fatal(err)
	}
	return layer
}

// Whoever finds every place taken learns where the nearest free one is.
func TestFreePlaces(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Facilities[0].Capacity = 20
	lattice.Facility("elder_station", "far", 6, 4)
	lattice.Town.Facilities[2].Capacity = 1000
	c := elders(walkTo(8, "elder_station"))
	c.Measure = CapacityCoverage
	layer := uncoveredOf(t, lattice.StudyArea(), c, Options{Profiles: atSpeeds(t)})
	got := ""
	for _, f := range layer.Features {
		got += fmt.Sprintf("%s %v %v %.0f %v; ", f.ID, f.Values[4], f.Values[12], f.Values[15], f.Values[17])
	}
	if want := "r5 100 beyond_cutoff 12 far; r3 50 beyond_cutoff 40 far; r4 50 beyond_cutoff 16 far; r2 40 full 44 far; r1 10 full 36 far; "; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestUncoveredIsRefused(t *testing.T) {
	std := &Standard{ID: "test", Checks: []Check{{ID: "p", Measure: Presence, Unit: "community"}}}
	a := coverage.New(geotest.RiverTown().StudyArea())
	for _, id := range []string{"p", "no such"} {
		_, err := Uncovered(context.Background(), a, std, Options{}, id)
		var refused *coverage.RequestError
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// Urban land and the countryside are counted apart, and whoever says neither is said to be left out.
func TestScopes(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Areas[0].Kind = "居委会"
	c := walkTo(15, "elder_station")
	c.Scope = Urban
	rural := c
	rural.Scope = Rural
	card := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t)}, c, rural)
	wantValue(t, "u1", card.Checks[0].Value, "1")
	said := fmt.Sprint(card.Checks[0].Assumptions)
	if *card.Checks[0].Total != 550 || !strings.Contains(said, "450 people") {
		t.Errorf("%d, %s", *card.Checks[0].Total, said)
	}
	if card.Checks[1].Verdict != NotAssessable {
		t.Error(card.Checks[1].Verdict)
	}
}
