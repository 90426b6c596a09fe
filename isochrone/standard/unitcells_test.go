package standard

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// inCounties puts the communities of example B into two counties: U1 and U2 are of C1 by a town between, V1 and V2 of C2.
func inCounties() geo.Town {
	town := exampleB()
	above := func(id, level, parent string) geo.Area {
		return geo.Area{ID: id, Level: level, Parent: parent, Population: geo.NoData, Registered: geo.NoData, Households: geo.NoData}
	}
	town.Areas[0].Parent, town.Areas[1].Parent, town.Areas[2].Parent, town.Areas[3].Parent = "T1", "T1", "C2", "C2"
	town.Areas = append(town.Areas, above("T1", "town", "C1"), above("C1", "county", ""), above("C2", "county", ""))
	return town
}

var placesByCounty = atLeast(Check{ID: "places", Measure: PerCapita, Services: []string{"childcare"}, Attributes: []string{"places"}, Per: 1000, Unit: "county", UnitOfTarget: "places"}, "4.5")

func TestRatioOfEachCounty(t *testing.T) {
	o := outcomeOf(t, inCounties(), placesByCounty)
	verdictIs(t, o, Met) // pooled, as before
	is(t, "pooled", o.Value, "4.5")
	is(t, "C1", unitOf(t, o, "C1").Value, "5.25") // 105 · 1000 ÷ 20,000
	is(t, "C2", unitOf(t, o, "C2").Value, "2")    // 12 · 1000 ÷ 6,000
	is(t, "C2 wants 15 more", unitOf(t, o, "C2").Deficit, "15")
	is(t, "communities", value(o, "communities"), "1/4")

	// A community without its number leaves the sums of its county, not the county.
	o = outcomeOf(t, withFacilities(inCounties(), in("U2", "childcare", "without")), placesByCounty)
	is(t, "C1 without U2", unitOf(t, o, "C1").Value, "10")
	is(t, "pooled without U2", o.Value, "6")
	if len(o.NoData) != 1 || o.NoData[0].ID != "U2" {
		t.Errorf("no data: %v", o.NoData)
	}
}

func TestCommunitiesWithoutAParentBelongWhereTheirPeopleLive(t *testing.T) {
	town := inCounties()
	town.Areas[2].Parent, town.Areas[3].Parent = "", ""
	box := orb.MultiPolygon{{{{118.02, 29.9}, {118.05, 29.9}, {118.05, 30.1}, {118.02, 30.1}, {118.02, 29.9}}}}
	town.Areas[6].Shape = box
	o := outcomeOf(t, town, placesByCounty)
	is(t, "C2 by its land", unitOf(t, o, "C2").Value, "2")
}

func TestUnitWithoutItsNumber(t *testing.T) {
	c := placesByCounty
	c.Unit = "community"
	o := outcomeOf(t, withFacilities(exampleB(), in("U2", "childcare", "without")), c)
	if len(o.NoData) != 1 || o.NoData[0] != (UnitName{ID: "U2", Name: "社区U2", Why: "places"}) || o.UnitsTotal != 3 {
		t.Errorf("U2 has no data: %v of %d", o.NoData, o.UnitsTotal)
	}
	none := exampleB()
	for i := range none.Facilities {
		none.Facilities[i].Attributes = nil
	}
	for i := range none.Facilities {
		none.Facilities[i].AreaM2 = geo.NoData
	}
	for _, c := range []Check{placesByCounty, atLeast(area100, "30")} { // and not 0, which is true of V2 alone
		o = outcomeOf(t, none, c)
		if verdictIs(t, o, NotAssessable); !strings.Contains(o.Why.EN, "lifecircle import") {
			t.Errorf("does not say what to do: %s", o.Why.EN)
		}
	}
}

// The staff of a town, or its people, are not those of one of its communities.
func TestRatioOfUnitsWithinTheAreasThatGiveIt(t *testing.T) {
	town := inCounties()
	for i := range town.Areas {
		if town.Areas[i].ID == "T1" {
			town.Areas[i].Attributes, town.Areas[i].Registered = map[string]string{"staff_community": "36"}, 20_000
		} else {
			town.Areas[i].Attributes, town.Areas[i].Registered = nil, geo.NoData
		}
	}
	for _, c := range []Check{
		atLeast(Check{ID: "staff", Measure: PerCapita, Attributes: []string{"staff_community"}, Per: 10_000}, "18"),
		atLeast(Check{ID: "over", Measure: PerCapita, Services: []string{"childcare"}, Attributes: []string{"places"}, Over: "registered_population", Per: 1000}, "1"),
	} {
		for unit, want := range map[string]Verdict{"community": NotAssessable, "town": Met, "county": Met} {
			c.Unit = unit
			if o := outcomeOf(t, town, c); o.Verdict != want {
				t.Errorf("%s by %s: %s, %s", c.ID, unit, o.Verdict, o.Why.EN)
			}
		}
	}
}

// Facilities that stand nowhere are said to count nowhere.
func TestFacilitiesOutsideEveryUnitAreSaidToBe(t *testing.T) {
	outside := func(f *geo.Facility) { f.Area, f.Point = "", orb.Point{100, 10} }
	for _, c := range []Check{placesByCounty, atLeast(Check{ID: "there", Measure: Presence, Services: []string{"childcare"}, Unit: "community"}, "1")} {
		town := inCounties()
		for i := range town.Facilities {
			if town.Facilities[i].Service == "childcare" {
				outside(&town.Facilities[i])
				break
			}
		}
		o := outcomeOf(t, town, c)
		if !slices.ContainsFunc(o.Assumptions, func(w geo.Words) bool { return strings.HasPrefix(w.EN, "1 facilities stand in no area") }) {
			t.Errorf("%s: %v", c.ID, o.Assumptions)
		}
	}
}

func TestQuantities(t *testing.T) {
	for text, want := range map[string]string{"1,050.5": "1050.5", "1,5": "", "1,0505": "", "-1": "", "1e3": "", "5/2": "", " 12 ": "12", "0": "0", "1000000000000001": "", "999999999999999": "999999999999999", "": "", "１２": ""} {
		r, is := quantity(text)
		if is != (want != "") || (is && Decimal(r, nil) != want) {
			t.Errorf("%q: %v %v", text, r, is)
		}
	}
}

// Of an area of which nobody says whether it is urban, neither the people nor the staff count among urban ones.
func TestRatioOfAreasOfNoSetting(t *testing.T) {
	town := inCounties()
	for i := range town.Areas[:4] {
		town.Areas[i].Attributes = map[string]string{"staff_community": []string{"14", "22", "9", "9"}[i]}
	}
	town.Areas[2].Setting, town.Areas[2].Kind = "", "" // V1
	c := atLeast(Check{ID: "workers", Measure: PerCapita, Attributes: []string{"staff_community"}, Per: 10_000, Scope: Urban, Unit: "county"}, "18")
	for _, c.Unit = range []string{"county", "city"} { // two counties, or the whole
		o := outcomeOf(t, town, c)
		is(t, "U1 and U2 by "+c.Unit, o.Value, "18")
		if !slices.ContainsFunc(o.NoData, func(u UnitName) bool { return u.ID == "V1" && u.Why == "setting" }) {
			t.Errorf("by %s V1 is passed over: %v", c.Unit, o.NoData)
		}
	}
}

func TestRatioInItsScope(t *testing.T) {
	c := placesByCounty
	c.Scope = Rural
	o := outcomeOf(t, exampleB(), c)
	is(t, "rural places", o.Value, "2")
	c.Scope = Urban
	is(t, "urban places", outcomeOf(t, exampleB(), c).Value, "5.25")
	// A village's staff does not work for the town's people.
	town := exampleB()
	town.Areas[2].Attributes = map[string]string{"staff_community": "90"}
	workers := Check{ID: "workers", Measure: PerCapita, Attributes: []string{"staff_community"}, Per: 10000, Scope: Urban, Unit: "county", UnitOfTarget: "persons"}
	is(t, "urban workers", outcomeOf(t, town, atLeast(workers, "18")).Value, "18")
	// Where nobody says what is urban, nothing is claimed.
	for i := range town.Areas {
		town.Areas[i].Kind = ""
	}
	for i := range town.Points {
		town.Points[i].Setting = "urban"
	}
	verdictIs(t, outcomeOf(t, town, c), NotAssessable)
}

func TestRegisteredPopulation(t *testing.T) {
	town := exampleB()
	for i, n := range []int64{5000, 12000, geo.NoData, 3000} {
		town.Areas[i].Registered = n
	}
	c := atLeast(Check{ID: "care", Measure: PerCapita, Services: []string{"childcare"}, Attributes: []string{"places"}, Per: 1000, Over: "registered_population", Unit: "county", UnitOfTarget: "places"}, "5")
	o := outcomeOf(t, town, c)
	is(t, "without V1", o.Value, "5.25") // (60 + 45) · 1000 ÷ 20,000
	if len(o.NoData) != 1 || o.NoData[0].ID != "V1" || o.NoData[0].Why != "registered_population" {
		t.Errorf("no data: %v", o.NoData)
	}
}

func TestHouseholdsOfPoints(t *testing.T) {
	town := exampleB()
	for i, n := range []int32{2500, 5200, 1200, 1100} {
		town.Areas[i].Households, town.Points[i].People[geo.Households] = geo.NoData, n
	}
	o := outcomeOf(t, town, atLeast(area100, "40"))
	is(t, "pooled, from the points", o.Value, "29.34")
	o = outcomeOf(t, town, atLeast(Check{ID: "c", Measure: PerCapita, Services: []string{"childcare"}, Attributes: []string{"places"}, Per: 100, Over: "households", Unit: "county", UnitOfTarget: "places"}, "1"))
	is(t, "places per 100 households", o.Value, "1.17")
	// A community in which one point does not say has no data.
	silent := town.Points[0]
	silent.ID, silent.People[geo.Households] = "silent", geo.NoData
	town.Points = append(town.Points, silent)
	o = outcomeOf(t, town, atLeast(area100, "40"))
	if len(o.NoData) != 1 || o.NoData[0].ID != "U1" || o.NoData[0].Why != "households" {
		t.Errorf("no data: %v", o.NoData)
	}
}

func TestPeopleOutsideEveryUnitAreSaid(t *testing.T) {
	town := exampleB()
	lost := town.Points[0]
	lost.ID, lost.Area, lost.Point = "lost", "", orb.Point{119, 31}
	town.Points = append(town.Points, lost)
	c := placesByCounty
	c.Unit = "community"
	o := outcomeOf(t, town, c)
	is(t, "pooled", o.Value, "4.5")
	if !slices.ContainsFunc(o.Assumptions, func(w geo.Words) bool { return strings.Contains(w.EN, "6000 of population") }) {
		t.Errorf("6,000 people are dropped in silence: %v", o.Assumptions)
	}
	// Of the town as a whole they are part.
	is(t, "pooled over everybody", outcomeOf(t, town, placesByCounty).Value, mustRat("117000/32000").RatString())
}

func TestServesAreasAroundAreas(t *testing.T) {
	c := atLeast(Check{ID: "meals", Measure: Presence, Services: []string{"elder_meal"}, Unit: "community"}, "1")
	o := outcomeOf(t, withFacilities(inCounties(), in("V1", "elder_meal", "a", serves("C1"))), c)
	is(t, "C1 is U1 and U2, by their town", o.Value, "3/4")
}

func TestHundredMetresInEveryDirection(t *testing.T) {
	for degree := 0; degree < 360; degree += 7 {
		sin, cos := math.Sincos(float64(degree) * math.Pi / 180)
		for metres, want := range map[float64]string{100: "1", 100.001: "0"} {
			town := listed(geo.Town{Facilities: []geo.Facility{facilityAt("clinic", "a", at(0, 0)), facilityAt("elder_meal", "a", at(metres*cos, metres*sin))}})
			o := outcomeOf(t, town, atLeast(Check{ID: "c", Measure: Colocation, Services: []string{"clinic", "elder_any"}, RadiusM: 100}, "1"))
			if o.Value.Rat().Cmp(mustRat(want)) != 0 {
				t.Fatalf("%v m at %d°: %v", metres, degree, o.Value.Rat())
			}
		}
	}
}

func TestOpenOnBothDaysOfTheWeekend(t *testing.T) {
	var facilities []geo.Facility
	for id, text := range map[string]string{"both": "24/7", "saturday": "Mo-Sa 09:00-17:00", "sunday": "Su 09:00-17:00", "week": "Mo-Fr 00:00-24:00"} {
		f := facilityAt("library", id, at(0, 0))
		f.OpeningHours = text
		facilities = append(facilities, f)
	}
	o := outcomeOf(t, listed(geo.Town{Facilities: facilities}), Check{ID: "w", Measure: Hours, Services: []string{"library"}, UnitOfTarget: "weekend", Op: NoTarget})
	is(t, "open on both", o.Value, "1/4")
	if !unitOf(t, o, "library:both").Met {
		t.Error("open day and night, and not at weekends")
	}
}

func TestFilterChoosesFacilities(t *testing.T) {
	filter, err := ParseFilter("built_year >= 2023")
	if err != nil {
		t.Fatal(err)
	}
	c := atLeast(Check{ID: "new", Measure: MinArea, Services: []string{"community_center"}, Filter: filter}, "400")
	town := withFacilities(exampleB(), in("V2", "community_center", "undated"))
	o := outcomeOf(t, town, c)
	if got := ids(o.Units); !slices.Equal(got, []string{"community_center:V1a"}) {
		t.Errorf("built since 2023: %v", got)
	}
	if !slices.ContainsFunc(o.Assumptions, func(w geo.Words) bool { return strings.HasPrefix(w.EN, "1 facilities do not give") }) {
		t.Errorf("a facility whose year is unknown is dropped in silence: %v", o.Assumptions)
	}
}

func TestReportedAsOf(t *testing.T) {
	town := exampleB()
	town.Reported = []geo.Reported{{Indicator: "R", Value: "4", Year: 2025}, {Indicator: "R", Value: "3", Year: 2023}, {Indicator: "R", Value: "9", Year: 2026}}
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	c := atLeast(Check{ID: "r", Ref: "R", Measure: Reported, UnitOfTarget: "count"}, "5")
	card, err := Assess(context.Background(), coverage.New(area), &Standard{ID: "t", Checks: []Check{c}}, Options{AsOf: "2025-12-31"})
	if err != nil {
		t.Fatal(err)
	}
	o := card.ref(t, "r")
	verdictIs(t, o, NotMet)
	is(t, "of 2025", o.Value, "4")
	is(t, "short", o.Deficit, "1")
}

func TestProblemsOfMostPeopleStandFirst(t *testing.T) {
	town := withFacilities(exampleB(), in("U1", "bank", "a"))
	card := cardOf(t, town, atLeast(Check{ID: "one", Measure: Presence, Services: []string{"childcare"}, Unit: "community", Severity: Target}, "1"),
		atLeast(Check{ID: "two", Measure: Presence, Services: []string{"bank"}, Unit: "community", Severity: Target}, "1"))
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, p := range card.Problems(area) {
		rows = append(rows, p.Check+" "+p.UnitID)
	}
	if want := []string{"two U2", "one V2", "two V1", "two V2"}; !slices.Equal(rows, want) {
		t.Errorf("%q, want %q", rows, want)
	}
}

func TestScopeOfFacilities(t *testing.T) {
	presence := atLeast(Check{ID: "p", Measure: Presence, Services: []string{"bank"}, Scope: Urban, Unit: "county"}, "1")
	rural := withFacilities(exampleB(), in("V1", "bank", "a"))
	verdictIs(t, outcomeOf(t, rural, presence), NotMet)
	verdictIs(t, outcomeOf(t, withFacilities(rural, in("U1", "bank", "b")), presence), Met)
	// Facilities of which nobody says where they stand are not none.
	for i := range rural.Areas {
		rural.Areas[i].Kind = ""
	}
	verdictIs(t, outcomeOf(t, rural, atLeast(Check{ID: "n", Measure: Count, Services: []string{"bank"}, Scope: Urban}, "1")), NotAssessable)
}
