package standard

import (
	"context"
	"math/big"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone/coverage"
)

func scorecard(t testing.TB, area *geo.StudyArea, std *Standard, o Options) *Scorecard {
	t.Helper()
	card, err := Assess(context.Background(), coverage.New(area), std, o)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// Older people of example A: one more station reaches 83.33 %, two reach everybody.
func TestNeededSites(t *testing.T) {
	some, all := elders(walkTo(15, "elder_station")), elders(walkTo(15, "elder_station"))
	some.Op, some.Target = AtLeast, big.NewRat(8, 10)
	all.Op, all.Target = AtLeast, big.NewRat(1, 1)
	met := elders(walkTo(15, "elder_station"))
	met.Op, met.Target = AtLeast, big.NewRat(2, 10)
	circle := walkTo(15, "elder_station", "fitness_outdoor")
	circle.Measure, circle.Op, circle.Target = FullCircle, AtLeast, big.NewRat(9, 10)
	radius := Check{Measure: Coverage, Services: []string{"elder_station"}, RadiusM: 200, Op: AtLeast, Target: big.NewRat(1, 1)}
	card := assessed(t, geotest.RiverTown().StudyArea(), Options{Profiles: atSpeeds(t), Needed: true}, some, all, met, circle, radius)
	for i, want := range []int{1, 2} {
		n := card.Checks[i].Needed
		if n == nil || n.Facilities == nil || *n.Facilities != want || len(n.Sites) != want || !n.Proven {
			t.Fatalf("check %d: %+v", i, n)
		}
		gain := int64(0)
		for _, site := range n.Sites {
			gain += site.Gain
		}
		if short := whole(card.Checks[i].Deficit.Rat()); gain < short {
			t.Errorf("check %d: sites for %d people, %d are missing", i, gain, short)
		}
	}
	if card.Checks[2].Needed != nil {
		t.Error("nothing is needed where the target is met")
	}
	if n := card.Checks[3].Needed; n.Proven || *n.Facilities != 2 { // one for each: 200 of 300 lack E, 100 of 200 lack O
		t.Errorf("%+v", n)
	}
	if n := card.Checks[4].Needed; n.Facilities != nil || n.Note.Empty() {
		t.Errorf("%+v", n)
	}
}

// The sites are tried: with facilities there, the check is met.
func TestNeededSitesMeetTheTarget(t *testing.T) {
	c := elders(walkTo(15, "elder_station"))
	c.Op, c.Target = AtLeast, big.NewRat(95, 100)
	o := Options{Profiles: atSpeeds(t), Needed: true}
	lattice := geotest.RiverTown()
	needed := assessed(t, lattice.StudyArea(), o, c).Checks[0].Needed
	more := geotest.RiverTown()
	for _, site := range needed.Sites {
		more.Facility("elder_station", site.ID, 0, 0)
		more.Town.Facilities[len(more.Town.Facilities)-1].Point = [2]float64{site.Lon, site.Lat}
	}
	if after := assessed(t, more.StudyArea(), o, c).Checks[0]; after.Verdict != Met {
		t.Errorf("%s with %+v", after.Verdict, needed.Sites)
	}
}

// What is claimed is proven: not where other modes may reach as well, and not where one market may meet two needs.
func TestNeededClaimsNoMoreThanItKnows(t *testing.T) {
	one := walkTo(15, "elder_station")
	one.Op, one.Target = AtLeast, big.NewRat(95, 100)
	several := one
	several.Any, several.Modes = true, []geo.Mode{geo.Walk, geo.Bike}
	several.Minutes = 5
	circle := walkTo(5, "elder_station", "fitness_outdoor")
	circle.Measure, circle.Op, circle.Target = FullCircle, AtLeast, big.NewRat(9, 10)
	card := assessed(t, geotest.RiverTown().StudyArea(), Options{Profiles: atSpeeds(t), Needed: true}, one, several, circle)
	if !card.Checks[0].Needed.Proven {
		t.Errorf("%+v", card.Checks[0].Needed)
	}
	if n := card.Checks[1].Needed; n == nil || n.Proven || !strings.Contains(n.Note.EN, "by walk alone") {
		t.Errorf("%+v", n)
	}
	if n := card.Checks[2].Needed; !strings.HasPrefix(n.Note.EN, "at least") {
		t.Errorf("%+v", n)
	}
	shop, market := Need{Services: []string{"convenience", "market"}}, Need{Services: []string{"supermarket", "market"}}
	if !overlapping([]Need{shop, market}) || overlapping([]Need{shop, {Services: []string{"bank"}}}) {
		t.Error("a market is a shop and a market")
	}
}

// One cluster more is not one facility more.
func TestNeededClustersAreNoFacilities(t *testing.T) {
	for measure, facilities := range map[Measure]bool{Count: true, Cluster: false} {
		o := &Outcome{Value: Fraction(0, 1)}
		o.neededDifference(&Check{Measure: measure, Op: AtLeast, Target: big.NewRat(3, 1)})
		if wantValue(t, string(measure), o.Needed.Amount, "3"); (o.Needed.Facilities != nil) != facilities {
			t.Errorf("%s: %+v", measure, o.Needed)
		}
	}
}

// More than a target takes a place more than just the target.
func TestNeededCapacityOfMoreThan(t *testing.T) {
	for op, want := range map[Op]string{AtLeast: "10", MoreThan: "11"} {
		total := int64(200)
		o := &Outcome{Value: Fraction(1, 20), Total: &total}
		o.neededCapacity(&Check{Op: op, Target: big.NewRat(1, 10)})
		wantValue(t, string(op), o.Needed.Amount, want)
	}
}

func TestNeededUnits(t *testing.T) {
	share := elders(walkTo(15, "elder_station"))
	share.Measure, share.Unit, share.Op, share.Target = CommunityShare, "community", AtLeast, big.NewRat(8, 10)
	lattice := geotest.RiverTown()
	lattice.Town.Facilities[0].Area, lattice.Town.Facilities[0].Capacity = "u1", 40
	present := Check{Measure: Presence, Services: []string{"elder_station"}, Unit: "community", Op: AtLeast, Target: big.NewRat(1, 1), Least: 2}
	places := elders(walkTo(15, "elder_station"))
	places.Measure, places.Op, places.Target = CapacityCoverage, AtLeast, big.NewRat(1, 2)
	supply := places
	supply.Measure, supply.Per, supply.Target = FloatingSupply, 100, big.NewRat(15, 1)
	card := assessed(t, lattice.StudyArea(), Options{Profiles: atSpeeds(t), Needed: true}, share, present, places, supply)
	if n := card.Checks[0].Needed; *n.Facilities != 1 || n.Proven {
		t.Errorf("%+v", n)
	}
	if n := card.Checks[1].Needed; *n.Facilities != 3 { // one more in u1, two in u2
		t.Errorf("%+v", n)
	}
	wantValue(t, "places", card.Checks[2].Needed.Amount, "110")
	wantValue(t, "capacity", card.Checks[3].Needed.Amount, "5") // 15 for 100 people are 45 for 300
}
