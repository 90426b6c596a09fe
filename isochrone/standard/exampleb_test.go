package standard

import (
	"context"
	"math/big"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// The town of four communities whose areas, capacities and staff are known on paper: an urban one, an urban one of high
// rises, a village whose centre was built in 2024, and a village without anything.
//
//	            U1           U2       V1     V2
//	households  2,500        5,200    1,200  1,100
//	people      6,000        14,000   3,000  3,000    26,000
//	aged 60+    1,200        2,000    900    900      5,000
//	m²          600 + 450    1,404    480    –        2,934
//	for people  400 + 300    1,053    336    –        2,089
//	places      60           45       12     –        117
//	workers     14           22       –      –
func exampleB() geo.Town {
	square := func(i int) orb.MultiPolygon {
		x := 118 + 0.01*float64(i)
		return orb.MultiPolygon{{{{x, 30}, {x + 0.01, 30}, {x + 0.01, 30.01}, {x, 30.01}, {x, 30}}}}
	}
	town := geo.Town{Name: "B"}
	for i, a := range []struct {
		id, kind          string
		households        int64
		people, older     int32
		attributes        map[string]string
		centres, activity []string
		places            string
	}{
		{"U1", "居委会", 2500, 6000, 1200, map[string]string{"staff_community": "14"}, []string{"600", "450"}, []string{"400", "300"}, "60"},
		{"U2", "居委会", 5200, 14000, 2000, map[string]string{"staff_community": "22", "highrise": "是"}, []string{"1404"}, []string{"1053"}, "45"},
		{"V1", "村委会", 1200, 3000, 900, nil, []string{"480"}, []string{"336"}, "12"},
		{"V2", "村委会", 1100, 3000, 900, nil, nil, nil, ""},
	} {
		at := orb.Point{118.005 + 0.01*float64(i), 30.005}
		town.Areas = append(town.Areas, geo.Area{ID: a.id, Name: "社区" + a.id, Level: "community", Kind: a.kind, Population: geo.NoData, Registered: geo.NoData, Households: a.households, Attributes: a.attributes, Shape: square(i)})
		p := geo.ResidentialPoint{ID: "p" + a.id, Point: at, Area: a.id}
		for g := range p.People {
			p.People[g] = geo.NoData
		}
		p.People[geo.All], p.People[geo.Age60] = a.people, a.older
		town.Points = append(town.Points, p)
		for n, m2 := range a.centres {
			f := facilityAt("community_center", a.id+string(rune('a'+n)), at)
			f.AreaM2, _ = number(mustRat(m2)).Rat().Float64()
			f.Attributes = map[string]string{"activity_area_m2": a.activity[n], "built_year": "1998"}
			if a.id == "V1" {
				f.Attributes["built_year"] = "2024"
			}
			town.Facilities = append(town.Facilities, f)
		}
		if a.places != "" {
			f := facilityAt("childcare", a.id, at)
			f.Attributes = map[string]string{"places": a.places}
			town.Facilities = append(town.Facilities, f)
		}
	}
	for i, staff := range []map[string]string{{"staff_care": "7", "staff_social": "0"}, {"staff_care": "5"}} {
		f := facilityAt("elder_station", string(rune('a'+i)), orb.Point{118.005, 30.005})
		f.Attributes = staff
		town.Facilities = append(town.Facilities, f)
	}
	clinic := facilityAt("clinic", "a", orb.Point{118.005, 30.005})
	clinic.Attributes = map[string]string{"staff_gp": "13"}
	town.Facilities = append(town.Facilities, clinic)
	return listed(town)
}

func facilityAt(service, id string, at orb.Point) geo.Facility {
	return geo.Facility{Service: service, ID: id, Point: at, Status: geo.Active, Capacity: geo.NoData, AreaM2: geo.NoData}
}

// listed gives a town the lists that its facilities are of.
func listed(town geo.Town) geo.Town {
	for i := range town.Facilities {
		code := town.Facilities[i].Service
		if !slices.ContainsFunc(town.Lists, func(l geo.FacilityList) bool { return l.Service == code }) {
			town.Lists = append(town.Lists, geo.FacilityList{Service: code})
		}
	}
	return town
}

func mustRat(text string) *big.Rat {
	r, is := new(big.Rat).SetString(text)
	if !is {
		panic("no number: " + text)
	}
	return r
}

// outcomeOf holds one check against a town.
func outcomeOf(t *testing.T, town geo.Town, c Check) *Outcome {
	t.Helper()
	return cardOf(t, town, c).ref(t, c.ID)
}

func (s *Scorecard) ref(t *testing.T, id string) *Outcome {
	t.Helper()
	o, is := s.Check(id)
	if !is {
		t.Fatalf("no outcome of %q", id)
	}
	return o
}

func cardOf(t *testing.T, town geo.Town, checks ...Check) *Scorecard {
	t.Helper()
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	std := &Standard{ID: "test", ElderAge: 60, Sets: DefaultSets(), Bundles: DefaultBundles(), Checks: checks}
	card, err := Assess(context.Background(), coverage.New(area), std, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return card
}

// is fails unless a number is exactly the one written; "" is none.
func is(t *testing.T, what string, got *Number, want string) {
	t.Helper()
	switch {
	case want == "" && got == nil:
	case got == nil:
		t.Errorf("%s: nothing, want %s", what, want)
	case want == "":
		t.Errorf("%s: %s, want nothing", what, got.Rat().RatString())
	case got.Rat().Cmp(mustRat(want)) != 0:
		t.Errorf("%s: %s, want %s", what, got.Rat().RatString(), want)
	}
}

func verdictIs(t *testing.T, o *Outcome, want Verdict) {
	t.Helper()
	if o.Verdict != want {
		t.Errorf("%s: %s (%s), want %s", o.ID, o.Verdict, o.Why.EN, want)
	}
	if o.Why.EN == "" || o.Why.ZH == "" {
		t.Errorf("%s does not say why in both languages: %q", o.ID, o.Why)
	}
}

func unitOf(t *testing.T, o *Outcome, id string) *UnitValue {
	t.Helper()
	for i := range o.Units {
		if o.Units[i].ID == id {
			return &o.Units[i]
		}
	}
	t.Fatalf("%s: no unit %s among %v", o.ID, id, o.Units)
	return nil
}

func value(o *Outcome, name string) *Number {
	if n, is := o.Values[name]; is {
		return &n
	}
	return nil
}

func ids(units []UnitValue) (all []string) {
	for _, u := range units {
		all = append(all, u.ID)
	}
	return all
}

func atLeast(c Check, target string) Check {
	c.Op, c.Target, c.Goal = AtLeast, mustRat(target), Stated
	return c
}

var area100 = Check{ID: "area100", Measure: AreaPer100, Services: []string{"community_center"}, Attributes: []string{"area_m2"}, Over: "households", Unit: "community", UnitOfTarget: "m2"}

func TestAreaPer100Households(t *testing.T) {
	at40 := outcomeOf(t, exampleB(), atLeast(area100, "40"))
	verdictIs(t, at40, NotMet)
	is(t, "pooled", at40.Value, "29.34")
	is(t, "pooled deficit", at40.Deficit, "1066")
	is(t, "sum of deficits", value(at40, "deficit_sum"), "1116")
	is(t, "share of units", value(at40, "units"), "0.5")
	for id, want := range map[string][2]string{"U1": {"42", "0"}, "U2": {"27", "676"}, "V1": {"40", "0"}, "V2": {"0", "440"}} {
		is(t, id, unitOf(t, at40, id).Value, want[0])
		is(t, id+" deficit", unitOf(t, at40, id).Deficit, want[1])
	}
	if got := ids(at40.Failing); !slices.Equal(got, []string{"U2", "V2"}) {
		t.Errorf("failing %v: the largest deficit stands first", got)
	}
	if p := at40.Failing[0].People; p == nil || *p != 14000 {
		t.Errorf("U2 has 14,000 people, not %v", p)
	}
	at30 := outcomeOf(t, exampleB(), atLeast(area100, "30"))
	verdictIs(t, at30, NotMet)
	is(t, "pooled deficit", at30.Deficit, "66")
	is(t, "sum of deficits", value(at30, "deficit_sum"), "486")
	is(t, "U2", unitOf(t, at30, "U2").Deficit, "156")
	is(t, "V2", unitOf(t, at30, "V2").Deficit, "330")
}

func TestShareOfFloorArea(t *testing.T) {
	c := atLeast(Check{ID: "activity", Measure: Share, Services: []string{"community_center"}, Attributes: []string{"activity_area_m2"}, Over: "area_m2", Unit: "community", UnitOfTarget: "floor_share"}, "0.7")
	o := outcomeOf(t, exampleB(), c)
	verdictIs(t, o, Met)
	is(t, "pooled", o.Value, "2089/2934")
	if got := o.Why.EN; got != "71.2 % against ≥ 70 %" {
		t.Errorf("said %q", got)
	}
	is(t, "U1", unitOf(t, o, "U1").Value, "2/3")
	is(t, "U1 is short", unitOf(t, o, "U1").Deficit, "35")
	is(t, "U2", unitOf(t, o, "U2").Value, "0.75")
	is(t, "V1", unitOf(t, o, "V1").Value, "0.7")
	if got := ids(o.Failing); !slices.Equal(got, []string{"U1"}) || o.UnitsMet != 2 || o.UnitsTotal != 3 {
		t.Errorf("failing %v, %d of %d", got, o.UnitsMet, o.UnitsTotal)
	}
	if len(o.NoData) != 1 || o.NoData[0].ID != "V2" || o.NoData[0].Why != "area_m2 = 0" {
		t.Errorf("V2 has no floor area: %v", o.NoData)
	}
}

func TestPresenceInUrbanAndRuralCommunities(t *testing.T) {
	c := atLeast(Check{ID: "center", Measure: Presence, Services: []string{"community_center"}, Scope: Urban, Unit: "community", UnitOfTarget: "communities"}, "1")
	urban := outcomeOf(t, exampleB(), c)
	verdictIs(t, urban, Met)
	is(t, "urban", urban.Value, "1")
	c.Scope, c.Target = Rural, mustRat("0.67")
	rural := outcomeOf(t, exampleB(), c)
	verdictIs(t, rural, NotMet)
	is(t, "rural", rural.Value, "1/2")
	is(t, "communities to go", rural.Deficit, "1")
	if v2 := rural.Failing[0]; v2.ID != "V2" || v2.Note != "community_center" || *v2.People != 3000 {
		t.Errorf("V2 lacks a centre for 3,000 people: %+v", v2)
	}
}

func TestNewVillageCentre(t *testing.T) {
	filter, err := ParseFilter("built_year >= 2023 or status in (planned, rebuilt)")
	if err != nil {
		t.Fatal(err)
	}
	o := outcomeOf(t, exampleB(), atLeast(Check{ID: "village", Measure: MinArea, Services: []string{"community_center"}, Scope: Rural, Unit: "facility", Filter: filter, UnitOfTarget: "m2"}, "600"))
	verdictIs(t, o, NotMet)
	if o.UnitsMet != 0 || o.UnitsTotal != 1 {
		t.Errorf("%d of %d, want 0 of 1", o.UnitsMet, o.UnitsTotal)
	}
	is(t, "short", unitOf(t, o, "community_center:V1a").Deficit, "120")
}

func TestSizeOfCommunities(t *testing.T) {
	bounds := func(lo, hi string) [2]*big.Rat { return [2]*big.Rat{mustRat(lo), mustRat(hi)} }
	c := Check{ID: "urban", Measure: Size, Scope: Urban, Unit: "community", Op: Within, Between: bounds("2000", "3000"), HighRise: bounds("2000", "5000"), Goal: Stated}
	urban := outcomeOf(t, exampleB(), c)
	verdictIs(t, urban, NotMet)
	c.ID, c.Scope, c.Between, c.HighRise = "rural", Rural, bounds("1000", "1500"), [2]*big.Rat{}
	rural := outcomeOf(t, exampleB(), c)
	verdictIs(t, rural, Met)
	if met, all := urban.UnitsMet+rural.UnitsMet, urban.UnitsTotal+rural.UnitsTotal; met != 3 || all != 4 {
		t.Errorf("%d of %d, want 3 of 4", met, all)
	}
	u2 := unitOf(t, urban, "U2")
	if is(t, "U2 beyond", u2.Deficit, "200"); u2.Met || u2.Note != "> 5000" {
		t.Errorf("a high-rise community of 5,200: %+v", u2)
	}
	// The bounds belong to the range.
	c.Between = bounds("1100", "1200")
	if edge := outcomeOf(t, exampleB(), c); edge.UnitsMet != 2 {
		t.Errorf("%d of 2 lie on the bounds", edge.UnitsMet)
	}
}

func TestChildcarePlaces(t *testing.T) {
	c := atLeast(Check{ID: "places", Measure: PerCapita, Services: []string{"childcare"}, Attributes: []string{"places"}, Per: 1000, Unit: "county", UnitOfTarget: "places"}, "4.5")
	county := outcomeOf(t, exampleB(), c)
	verdictIs(t, county, Met)
	is(t, "pooled", county.Value, "4.5")
	is(t, "communities", value(county, "communities"), "1/4")
	if got := ids(county.Units); !slices.Equal(got, []string{"(all)"}) || *county.Total != 26000 {
		t.Errorf("without counties the town is one unit: %v of %d", got, *county.Total)
	}
	c.Unit = "community"
	by := outcomeOf(t, exampleB(), c)
	verdictIs(t, by, Met) // pooled
	for id, want := range map[string][2]string{"U1": {"10", "0"}, "U2": {"45/14", "18"}, "V1": {"4", "2"}, "V2": {"0", "14"}} {
		is(t, id, unitOf(t, by, id).Value, want[0])
		is(t, id+" deficit", unitOf(t, by, id).Deficit, want[1]) // ceil(63 − 45), ceil(13.5 − 12), ceil(13.5)
	}
	if by.UnitsMet != 1 || by.UnitsTotal != 4 {
		t.Errorf("%d of %d communities, want 1 of 4", by.UnitsMet, by.UnitsTotal)
	}
}

func TestStaffPerPeople(t *testing.T) {
	workers := Check{ID: "workers", Measure: PerCapita, Attributes: []string{"staff_community"}, Per: 10000, Scope: Urban, Unit: "county", UnitOfTarget: "persons"}
	atLeast18 := outcomeOf(t, exampleB(), atLeast(workers, "18"))
	verdictIs(t, atLeast18, Met)
	is(t, "workers", atLeast18.Value, "18")
	is(t, "short", atLeast18.Deficit, "0")
	more := atLeast(workers, "18")
	more.Op = MoreThan
	moreThan18 := outcomeOf(t, exampleB(), more)
	verdictIs(t, moreThan18, NotMet)
	is(t, "one worker more", moreThan18.Deficit, "1")

	carers := outcomeOf(t, exampleB(), atLeast(Check{ID: "carers", Measure: PerCapita, Attributes: []string{"staff_care"}, Per: 10000, Group: geo.Age60, Unit: "county", UnitOfTarget: "persons"}, "25"))
	verdictIs(t, carers, NotMet)
	is(t, "carers", carers.Value, "24")
	is(t, "one carer more: 13 = ceil(12.5)", carers.Deficit, "1")
	if carers.Value.Float() != 24 {
		t.Errorf("24 leaves as %v", carers.Value.Float())
	}
	gps := outcomeOf(t, exampleB(), atLeast(Check{ID: "gps", Measure: PerCapita, Services: []string{"clinic_any"}, Attributes: []string{"staff_gp"}, Per: 10000, Unit: "county", UnitOfTarget: "persons"}, "5"))
	verdictIs(t, gps, Met)
	is(t, "general practitioners", gps.Value, "5")

	social := outcomeOf(t, exampleB(), atLeast(Check{ID: "social", Measure: PerCapita, Attributes: []string{"staff_social"}, Per: 500, Group: geo.Age60, Unit: "county", UnitOfTarget: "persons"}, "1"))
	verdictIs(t, social, NotMet)
	is(t, "10 social workers", social.Deficit, "10")
}

func TestOpeningHours(t *testing.T) {
	town := exampleB()
	for i, text := range []string{"周一至周五 8:30-17:00", "09:00-17:00", "8:30-12:00,13:30-17:30", "", "Mo-Fr 25:00-26:00"} {
		f := facilityAt("library", string(rune('a'+i)), orb.Point{118.005, 30.005})
		f.OpeningHours = text
		town.Facilities = append(town.Facilities, f)
	}
	c := atLeast(Check{ID: "hours", Measure: Hours, Services: []string{"library"}, Unit: "facility", UnitOfTarget: "hours_every_day"}, "8")
	o := outcomeOf(t, listed(town), c)
	verdictIs(t, o, NotMet)
	is(t, "share", o.Value, "1/3")
	for id, want := range map[string][2]string{"a": {"0", "8"}, "b": {"8", "0"}, "c": {"7.5", "0.5"}} {
		u := unitOf(t, o, "library:"+id)
		is(t, id, u.Value, want[0])
		is(t, id+" deficit", u.Deficit, want[1])
	}
	if len(o.NoData) != 2 || o.NoData[0].Why != "opening_hours" || o.NoData[1].Why != `opening_hours "Mo-Fr 25:00-26:00"` {
		t.Errorf("missing and unreadable hours are no data: %v", o.NoData)
	}
	weekend := outcomeOf(t, listed(town), Check{ID: "weekend", Measure: Hours, Services: []string{"library"}, Unit: "facility", UnitOfTarget: "weekend", Op: NoTarget})
	verdictIs(t, weekend, ReportOnly)
	is(t, "open on Saturday and Sunday", weekend.Value, "2/3")
}

func TestAdjacency(t *testing.T) {
	frame := geo.NewFrame(orb.Point{118.005, 30.005})
	town := geo.Town{}
	for id, at := range map[string][2]float64{"clinic a": {0, 0}, "elder_station a": {60, 80}, "clinic b": {500, 0}, "elder_station b": {500, 100.1}} {
		service, id := id[:len(id)-2], id[len(id)-1:]
		town.Facilities = append(town.Facilities, facilityAt(service, id, frame.Position(at[0], at[1])))
	}
	c := atLeast(Check{ID: "adjacent", Measure: Colocation, Services: []string{"clinic", "elder_any"}, RadiusM: 100, Unit: "facility", UnitOfTarget: "facilities"}, "0.9")
	o := outcomeOf(t, listed(town), c)
	verdictIs(t, o, NotMet)
	is(t, "share", o.Value, "1/2")
	if b := o.Failing[0]; b.ID != "clinic:b" || b.Note != "elder_any" {
		t.Errorf("clinic b is 100.1 m away: %+v", b)
	}
}

// Where the text of a plan asks it of each community and not of the town, the communities decide: the pooled value is the
// same and the verdict may be the other one.
func TestShareOfUnitsDecidesARatio(t *testing.T) {
	each := atLeast(Check{ID: "each", Measure: Share, Services: []string{"community_center"}, Attributes: []string{"activity_area_m2"}, Over: "area_m2", Unit: "community"}, "0.7")
	each.ShareOfUnits = mustRat("1")
	o := outcomeOf(t, exampleB(), each)
	verdictIs(t, o, NotMet)
	is(t, "pooled", o.Value, "2089/2934")
	if o.Why.EN != "2 of 3 meet ≥ 70 %" {
		t.Errorf("said %q", o.Why.EN)
	}
	half := atLeast(area100, "30")
	half.ShareOfUnits = mustRat("0.5")
	verdictIs(t, outcomeOf(t, exampleB(), half), Met) // U1 and V1, though the pool is 66 m² short
}

func TestARatioThatIsOnlyReported(t *testing.T) {
	c := area100
	c.Op = NoTarget
	o := outcomeOf(t, exampleB(), c)
	verdictIs(t, o, ReportOnly)
	is(t, "pooled", o.Value, "29.34")
	is(t, "nobody fails", value(o, "units"), "")
	if len(o.Failing) != 0 || o.Deficit != nil {
		t.Errorf("nothing was asked, and yet %v fail", o.Failing)
	}
}
