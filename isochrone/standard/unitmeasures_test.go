package standard

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// at is a position so many metres to the east and north of the towns' corner.
func at(x, y float64) orb.Point { return geo.NewFrame(orb.Point{118, 30}).Position(x, y) }

func withFacilities(town geo.Town, facilities ...geo.Facility) geo.Town {
	town.Facilities = append(slices.Clone(town.Facilities), facilities...)
	return listed(town)
}

// in places a facility in a community of example B.
func in(community, service, id string, also ...func(*geo.Facility)) geo.Facility {
	f := facilityAt(service, id, orb.Point{118.005, 30.005})
	f.Area = community
	for _, change := range also {
		change(&f)
	}
	return f
}

func with(name, value string) func(*geo.Facility) {
	return func(f *geo.Facility) {
		if f.Attributes == nil {
			f.Attributes = map[string]string{}
		}
		f.Attributes[name] = value
	}
}

func status(s geo.Status) func(*geo.Facility) { return func(f *geo.Facility) { f.Status = s } }
func serves(areas ...string) func(*geo.Facility) {
	return func(f *geo.Facility) { f.Serves = areas }
}

func TestPresenceNeedsEveryServiceAndSaysWhichIsMissing(t *testing.T) {
	town := withFacilities(exampleB(),
		in("U1", "express", "a"), in("U1", "bank", "a"), in("U2", "express", "b"), in("V1", "postal", "c"),
		in("V2", "bank", "closed", status(geo.Closed)), in("V2", "bank", "planned", status(geo.Planned)))
	c := atLeast(Check{ID: "all", Measure: Presence, Services: []string{"post_any", "bank"}, Unit: "community", UnitOfTarget: "communities"}, "0.5")
	o := outcomeOf(t, town, c)
	verdictIs(t, o, NotMet)
	is(t, "share", o.Value, "1/4")
	is(t, "communities to go", o.Deficit, "1")
	for id, want := range map[string]string{"U1": "", "U2": "bank", "V1": "bank", "V2": "post_any, bank"} {
		if u := unitOf(t, o, id); u.Note != want {
			t.Errorf("%s lacks %q, want %q", id, u.Note, want)
		}
	}
}

func TestPresenceOfSeveral(t *testing.T) {
	town := withFacilities(exampleB(), in("U1", "bank", "a"), in("U1", "bank", "b"), in("U2", "bank", "c"))
	o := outcomeOf(t, town, atLeast(Check{ID: "two", Measure: Presence, Services: []string{"bank"}, Least: 2, Unit: "community"}, "1"))
	is(t, "share", o.Value, "1/4")
	is(t, "U1", unitOf(t, o, "U1").Deficit, "0")
	is(t, "U2", unitOf(t, o, "U2").Deficit, "1")
	is(t, "V2", unitOf(t, o, "V2").Deficit, "2")
}

func TestServedWithoutAVisit(t *testing.T) {
	town := exampleB()
	town.Areas = append(town.Areas, geo.Area{ID: "T", Name: "镇", Level: "town", Population: geo.NoData, Registered: geo.NoData, Households: geo.NoData})
	town.Areas[2].Parent, town.Areas[3].Parent = "T", "镇" // by id, and by name
	c := atLeast(Check{ID: "meals", Measure: Presence, Services: []string{"elder_meal"}, Unit: "community"}, "1")
	for _, served := range [][]string{{"U2", "V1", "V2"}, {"U2", "T"}, {"社区U2", "镇", "nowhere"}} {
		o := outcomeOf(t, withFacilities(town, in("U1", "elder_meal", "a", serves(served...))), c)
		is(t, "share", o.Value, "1")
		for id, note := range map[string]string{"U1": "", "U2": "serves", "V1": "serves", "V2": "serves"} {
			if got := unitOf(t, o, id).Note; got != note {
				t.Errorf("serves %v: %s is met by %q, want %q", served, id, got, note)
			}
		}
	}
	// Who stands in a community and names it too is one facility, not two.
	twice := c
	twice.Least = 2
	o := outcomeOf(t, withFacilities(town, in("U1", "elder_meal", "a", serves("U1", "社区U1"))), twice)
	is(t, "facilities of U1", unitOf(t, o, "U1").Value, "1")
}

func TestFacilitiesBelongWhereTheirRecordSays(t *testing.T) {
	f := in("V2", "bank", "a") // it stands in U1
	o := outcomeOf(t, withFacilities(exampleB(), f), atLeast(Check{ID: "c", Measure: Presence, Services: []string{"bank"}, Unit: "community"}, "1"))
	if !unitOf(t, o, "V2").Met || unitOf(t, o, "U1").Met {
		t.Error("the record names V2, where it then belongs")
	}
	f.Area = ""
	o = outcomeOf(t, withFacilities(exampleB(), f), atLeast(Check{ID: "c", Measure: Presence, Services: []string{"bank"}, Unit: "community"}, "1"))
	if !unitOf(t, o, "U1").Met {
		t.Error("without a name it belongs where it stands")
	}
}

func TestWholeTownStandsInForACounty(t *testing.T) {
	o := outcomeOf(t, withFacilities(exampleB(), in("", "bank", "a")), atLeast(Check{ID: "c", Measure: Presence, Services: []string{"bank"}, Unit: "county", UnitOfTarget: "counties"}, "1"))
	verdictIs(t, o, Met)
	if len(o.Units) != 1 || *o.Units[0].People != 26000 || len(o.Assumptions) == 0 {
		t.Errorf("one unit of 26,000 people, and a word about it: %+v %v", o.Units, o.Assumptions)
	}
	missing := outcomeOf(t, exampleB(), atLeast(Check{ID: "c", Measure: Presence, Services: []string{"bank"}, Unit: "town"}, "1"))
	verdictIs(t, missing, NotAssessable)
}

func TestMissingListIsNotAnEmptyOne(t *testing.T) {
	c := atLeast(Check{ID: "c", Measure: Presence, Services: []string{"bank"}, Unit: "community"}, "1")
	none := outcomeOf(t, exampleB(), c)
	verdictIs(t, none, NotAssessable)
	if !strings.Contains(none.Why.EN, "lifecircle import") {
		t.Errorf("does not say how to bring it in: %s", none.Why.EN)
	}
	empty := exampleB()
	empty.Lists = append(empty.Lists, geo.FacilityList{Service: "bank"})
	o := outcomeOf(t, empty, c)
	verdictIs(t, o, NotMet)
	is(t, "of an empty list", o.Value, "0")
}

func TestMissingNumbersAreNoData(t *testing.T) {
	town := exampleB()
	town.Facilities = append(town.Facilities, in("U1", "community_center", "c")) // without its area
	o := outcomeOf(t, town, atLeast(area100, "30"))
	is(t, "pooled without U1", o.Value, mustRat("1884/75").RatString())
	if len(o.NoData) != 1 || o.NoData[0].ID != "U1" || o.NoData[0].Why != "area_m2" || o.UnitsTotal != 3 {
		t.Errorf("U1 has no data: %v, %d others", o.NoData, o.UnitsTotal)
	}

	places := atLeast(Check{ID: "places", Measure: PerCapita, Services: []string{"childcare"}, Attributes: []string{"places"}, Per: 1000, Unit: "county", UnitOfTarget: "places"}, "4.5")
	town = withFacilities(exampleB(), in("U2", "childcare", "without"))
	o = outcomeOf(t, town, places)
	is(t, "pooled without U2", o.Value, "6") // (60 + 12) · 1000 ÷ (26,000 − 14,000)
	if len(o.NoData) != 1 || o.NoData[0].ID != "U2" || o.NoData[0].Why != "places" {
		t.Errorf("U2 has no data: %v", o.NoData)
	}

	workers := Check{ID: "workers", Measure: PerCapita, Attributes: []string{"staff_community"}, Per: 10000, Unit: "county", UnitOfTarget: "persons"}
	o = outcomeOf(t, exampleB(), atLeast(workers, "18"))
	is(t, "villages without the number and their people are left out", o.Value, "18")
	if got := []string{o.NoData[0].ID, o.NoData[1].ID}; !slices.Equal(got, []string{"V1", "V2"}) {
		t.Errorf("no data: %v", got)
	}

	town = exampleB()
	town.Areas[0].Attributes["staff_community"] = "a dozen"
	o = outcomeOf(t, town, atLeast(workers, "15"))
	is(t, "text is no number", o.Value, mustRat("220000/14000").RatString())
}

func TestCapacityStandsForPlaces(t *testing.T) {
	c := atLeast(Check{ID: "places", Measure: PerCapita, Services: []string{"childcare"}, Attributes: []string{"places"}, Per: 1000, Unit: "county", UnitOfTarget: "places"}, "4.5")
	capacity := func(n float64, unit string) func(*geo.Facility) {
		return func(f *geo.Facility) { f.Capacity, f.CapacityUnit = n, unit }
	}
	o := outcomeOf(t, withFacilities(exampleB(), in("V2", "childcare", "x", capacity(26, "托位"))), c)
	is(t, "143 places", o.Value, "5.5")
	o = outcomeOf(t, withFacilities(exampleB(), in("V2", "childcare", "x", capacity(26, "m²"))), c)
	if len(o.NoData) != 1 {
		t.Errorf("26 m² are no places: %v", o.NoData)
	}
}

func TestZeroDenominators(t *testing.T) {
	town := exampleB()
	for i := range town.Areas {
		town.Areas[i].Households = 0
	}
	o := outcomeOf(t, town, atLeast(area100, "40"))
	verdictIs(t, o, NotAssessable)
	if o.Value != nil || o.NoData[0].Why != "households = 0" || o.NoData[3].Why != "households = 0" {
		t.Errorf("no households: %v %v", o.Value, o.NoData)
	}
	town = exampleB()
	for i := range town.Points {
		town.Points[i].People[geo.Age60] = 0
	}
	carers := outcomeOf(t, town, atLeast(Check{ID: "carers", Measure: PerCapita, Attributes: []string{"staff_care"}, Per: 10000, Group: geo.Age60, Unit: "county", UnitOfTarget: "persons"}, "25"))
	verdictIs(t, carers, NotAssessable)
}

func TestHugeNumbersStayExact(t *testing.T) {
	town := geo.Town{Areas: []geo.Area{{ID: "A", Level: "community", Population: geo.NoData, Registered: geo.NoData, Households: 3_000_000_000_000_000_001,
		Attributes: map[string]string{"floor_commerce": "99999999999999.999999999999", "floor_service": "0.000000000001", "floor_total": "1000000000000000"}}}}
	o := outcomeOf(t, town, atLeast(Check{ID: "mix", Measure: Share, Attributes: []string{"floor_commerce", "floor_service"}, Over: "floor_total", Unit: "community"}, "0.1"))
	verdictIs(t, o, Met)
	is(t, "share", o.Value, "1/10")
	town.Areas[0].Attributes["floor_commerce"] = "99999999999999.999999999998"
	verdictIs(t, outcomeOf(t, town, atLeast(Check{ID: "mix", Measure: Share, Attributes: []string{"floor_commerce", "floor_service"}, Over: "floor_total", Unit: "community"}, "0.1")), NotMet)
}

func TestNumberOfEachCommunity(t *testing.T) {
	c := atLeast(Check{ID: "social", Measure: PerCommunity, Attributes: []string{"staff_community"}, Unit: "community", UnitOfTarget: "persons"}, "20")
	o := outcomeOf(t, exampleB(), c)
	verdictIs(t, o, NotMet)
	is(t, "share", o.Value, "1/2")
	is(t, "U1 wants 6 more", unitOf(t, o, "U1").Deficit, "6")
	if len(o.NoData) != 2 {
		t.Errorf("the villages say nothing: %v", o.NoData)
	}
	c.ShareOfUnits = mustRat("0.5")
	verdictIs(t, outcomeOf(t, exampleB(), c), Met)

	byFacility := atLeast(Check{ID: "care", Measure: PerCommunity, Attributes: []string{"staff_care"}, Unit: "community", UnitOfTarget: "persons"}, "1")
	o = outcomeOf(t, exampleB(), byFacility)
	is(t, "12 carers, all of U1", unitOf(t, o, "U1").Value, "12")
	is(t, "share", o.Value, "1/4")
}

func TestCountInScope(t *testing.T) {
	town := withFacilities(exampleB(), in("U1", "complex", "a"), in("U2", "complex", "b"), in("V1", "complex", "c"), in("U1", "complex", "gone", status(geo.Closed)))
	o := outcomeOf(t, town, atLeast(Check{ID: "n", Measure: Count, Services: []string{"complex"}, Scope: Urban, UnitOfTarget: "facilities"}, "5"))
	verdictIs(t, o, NotMet)
	is(t, "urban ones", o.Value, "2")
	is(t, "to go", o.Deficit, "3")
}

func TestClusters(t *testing.T) {
	chain := func(services ...string) (facilities []geo.Facility) {
		for i, service := range services {
			facilities = append(facilities, facilityAt(service, string(rune('a'+i)), at(90*float64(i), 0)))
		}
		return facilities
	}
	c := atLeast(Check{ID: "k", Measure: Cluster, Services: []string{"clinic", "elder_station", "fitness_any"}, RadiusM: 100, Types: 3}, "1")
	// Four in a row, each 90 m from the next: the ends are 270 m apart and yet of one group.
	o := outcomeOf(t, listed(geo.Town{Facilities: chain("clinic", "clinic", "elder_station", "library", "sports_court")}), c)
	is(t, "broken by what is none of them", o.Value, "0")
	o = outcomeOf(t, listed(geo.Town{Facilities: chain("clinic", "clinic", "elder_station", "sports_court")}), c)
	is(t, "one", o.Value, "1")
	if u := o.Units[0]; u.ID != "clinic:a" || u.Note != "clinic, elder_station, fitness_any" {
		t.Errorf("the cluster: %+v", u)
	}
	// Two kinds of fitness are one type.
	o = outcomeOf(t, listed(geo.Town{Facilities: chain("clinic", "greenway", "sports_court")}), c)
	verdictIs(t, o, NotMet)
}

func TestColocation(t *testing.T) {
	c := atLeast(Check{ID: "v", Measure: Colocation, Services: []string{"community_center", "volunteer_station"}, Unit: "facility"}, "1")
	far := func(f *geo.Facility) { f.Point = at(3000, 0) }
	for name, want := range map[string]struct {
		station geo.Facility
		share   string
	}{
		"same building far away": {in("", "volunteer_station", "s", far, with("building_id", "7")), "1"},
		"another building":       {in("", "volunteer_station", "s", far, with("building_id", "8")), "0"},
		"no building":            {in("", "volunteer_station", "s", far), "0"},
		"same position":          {in("", "volunteer_station", "s"), "1"},
		"a millimetre off":       {in("", "volunteer_station", "s", func(f *geo.Facility) { f.Point = geo.NewFrame(f.Point).Position(0.0011, 0) }), "0"},
		"closed":                 {in("", "volunteer_station", "s", status(geo.Closed)), "0"},
	} {
		t.Run(name, func(t *testing.T) {
			town := listed(geo.Town{Facilities: []geo.Facility{in("", "community_center", "c", with("building_id", "7")), want.station}})
			is(t, "share", outcomeOf(t, town, c).Value, want.share)
		})
	}
	// A facility is no company to itself.
	self := atLeast(Check{ID: "s", Measure: Colocation, Services: []string{"elder_meal", "elder_any"}, RadiusM: 100, Unit: "facility"}, "1")
	alone := listed(geo.Town{Facilities: []geo.Facility{in("", "elder_meal", "m", with("building_id", "7"))}})
	is(t, "alone", outcomeOf(t, alone, self).Value, "0")
	is(t, "in company", outcomeOf(t, withFacilities(alone, in("", "elder_meal", "n")), self).Value, "1")
}

func TestFlags(t *testing.T) {
	c := atLeast(Check{ID: "f", Measure: Share, Services: []string{"elder_station"}, Attributes: []string{"compliant"}, Over: "facilities"}, "0.6")
	town := listed(geo.Town{Facilities: []geo.Facility{
		in("", "elder_station", "a", with("compliant", "是")), in("", "elder_station", "b", with("compliant", "否")),
		in("", "elder_station", "c"), in("", "elder_station", "d", with("compliant", "是"), status(geo.Planned))}})
	o := outcomeOf(t, town, c)
	verdictIs(t, o, NotMet)
	is(t, "share", o.Value, "1/2")
	if len(o.NoData) != 1 || o.NoData[0].ID != "elder_station:c" || o.NoData[0].Why != "compliant" {
		t.Errorf("c says nothing: %v", o.NoData)
	}
}

func TestReportedNumbers(t *testing.T) {
	c := atLeast(Check{ID: "zj-villages", Ref: "ZJ-06", Measure: Reported, UnitOfTarget: "villages"}, "0.6")
	for name, want := range map[string]struct {
		rows  []geo.Reported
		share string
	}{
		"none":              {nil, ""},
		"per cent":          {[]geo.Reported{{Indicator: "ZJ-06", Value: "57", Unit: "%", Year: 2023}}, "0.57"},
		"sign in the value": {[]geo.Reported{{Indicator: "ZJ-06", Value: "57 ％", Year: 2023}}, "0.57"},
		"a fraction":        {[]geo.Reported{{Indicator: "zj-villages", Value: "0.57", Year: 2023}}, "0.57"},
		"neither":           {[]geo.Reported{{Indicator: "ZJ-06", Value: "57", Year: 2023}}, ""},
		"above 100 %":       {[]geo.Reported{{Indicator: "ZJ-06", Value: "157", Unit: "%", Year: 2023}}, ""},
		"the latest":        {[]geo.Reported{{Indicator: "ZJ-06", Value: "0.7", Year: 2024}, {Indicator: "ZJ-06", Value: "0.5", Year: 2022}}, "0.7"},
		"another one":       {[]geo.Reported{{Indicator: "ZJ-07", Value: "0.7", Year: 2024}}, ""},
		"areas alone":       {[]geo.Reported{{Indicator: "ZJ-06", Area: "U1", Value: "0.7", Year: 2024}}, ""},
		"no number":         {[]geo.Reported{{Indicator: "ZJ-06", Value: "=1+1", Year: 2024}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			town := exampleB()
			town.Reported = want.rows
			o := outcomeOf(t, town, c)
			is(t, "share", o.Value, want.share)
			if want.share == "" {
				verdictIs(t, o, NotAssessable)
			}
		})
	}
}

// Every measure of this file at once, on example B and what the tests above add to it.
func everyUnitMeasure() (geo.Town, []Check) {
	town := withFacilities(exampleB(),
		in("U1", "bank", "a", with("building_id", "7"), serves("V1")), in("U2", "bank", "b", with("compliant", "yes"), with("staff_social", "3")),
		in("V1", "express", "a", with("building_id", "7")), in("V2", "bank", "c", status(geo.Planned)), in("U1", "bank", "d", status(geo.Closed)))
	for i := range town.Facilities {
		town.Facilities[i].OpeningHours = []string{"24/7", "Mo-Fr 09:00-17:00", "", "?"}[i%4]
	}
	return town, []Check{
		atLeast(area100, "40"),
		atLeast(Check{ID: "share", Measure: Share, Services: []string{"community_center"}, Attributes: []string{"activity_area_m2"}, Over: "area_m2", Unit: "community"}, "0.7"),
		atLeast(Check{ID: "presence", Measure: Presence, Services: []string{"bank", "post_any"}, Unit: "community"}, "1"),
		atLeast(Check{ID: "percapita", Measure: PerCapita, Attributes: []string{"staff_social"}, Per: 1000, Unit: "community"}, "1"),
		atLeast(Check{ID: "percommunity", Measure: PerCommunity, Attributes: []string{"staff_social"}, Unit: "community"}, "1"),
		atLeast(Check{ID: "count", Measure: Count, Services: []string{"bank"}, Scope: Urban}, "3"),
		atLeast(Check{ID: "cluster", Measure: Cluster, Services: []string{"bank", "express", "clinic"}, RadiusM: 50, Types: 2}, "1"),
		atLeast(Check{ID: "colocation", Measure: Colocation, Services: []string{"bank", "post_any"}, RadiusM: 50}, "1"),
		atLeast(Check{ID: "hours", Measure: Hours, Services: []string{"bank", "clinic", "community_center"}}, "8"),
		atLeast(Check{ID: "minarea", Measure: MinArea, Services: []string{"community_center"}}, "500"),
		atLeast(Check{ID: "size", Measure: Size, Unit: "community"}, "1200"),
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	town, checks := everyUnitMeasure()
	want := cardOf(t, town, checks...)
	for seed := range uint64(10) {
		town, _ := everyUnitMeasure()
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(town.Facilities), func(i, j int) { town.Facilities[i], town.Facilities[j] = town.Facilities[j], town.Facilities[i] })
		r.Shuffle(len(town.Areas), func(i, j int) { town.Areas[i], town.Areas[j] = town.Areas[j], town.Areas[i] })
		r.Shuffle(len(town.Points), func(i, j int) { town.Points[i], town.Points[j] = town.Points[j], town.Points[i] })
		got := cardOf(t, town, checks...)
		for i := range want.Checks {
			if a, b := mustJSON(t, &want.Checks[i]), mustJSON(t, &got.Checks[i]); a != b {
				t.Errorf("%s differs with the order:\n%s\n%s", want.Checks[i].ID, a, b)
			}
		}
	}
}

func TestClosedAndPlannedFacilitiesNeverCount(t *testing.T) {
	town, checks := everyUnitMeasure()
	want := cardOf(t, town, checks...)
	for _, status := range []geo.Status{geo.Closed, geo.Planned} {
		town, _ := everyUnitMeasure()
		for _, f := range slices.Clone(town.Facilities) {
			f.ID, f.Status, f.AreaM2, f.OpeningHours = "ghost "+f.ID, status, 1e6, "24/7"
			f.Attributes = map[string]string{"places": "1000", "staff_social": "1000", "staff_care": "9", "activity_area_m2": "1000000", "compliant": "yes"}
			town.Facilities = append(town.Facilities, f)
		}
		got := cardOf(t, town, checks...)
		for i := range want.Checks {
			if !reflect.DeepEqual(mustJSON(t, &want.Checks[i]), mustJSON(t, &got.Checks[i])) {
				t.Errorf("%s counts %s facilities", want.Checks[i].ID, status)
			}
		}
	}
}
