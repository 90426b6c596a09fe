package coverage

import (
	"context"
	"math"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
)

func profile(t testing.TB, mode geo.Mode, kmh float64) isochrone.Profile {
	t.Helper()
	p, err := isochrone.BuiltinProfile(mode)
	if err == nil && kmh > 0 {
		p, err = p.WithSpeed(kmh)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mustCoverage(t testing.TB, a *Analysis, q Request) []Result {
	t.Helper()
	report, err := a.Coverage(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return report.Results
}

// The river town's answers were worked out by hand from its street distances: r1 0, r2 480, r3 and r4 1,200,
// r5 1,440 and r6 2,160 m from the station.
func TestRiverTownByHand(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	for _, test := range []struct {
		name    string
		mode    geo.Mode
		kmh     float64
		group   geo.Group
		minutes []int
		covered []int64
		total   int64
	}{
		{"everyone at 80 m a minute", geo.Walk, 4.8, geo.All, []int{5, 10, 15, 30}, []int64{100, 300, 700, 1000}, 1000},
		{"60 and older at 60 m a minute", geo.WalkElder, 3.6, geo.Age60, []int{5, 10, 15, 30}, []int64{30, 70, 70, 270}, 300},
	} {
		t.Run(test.name, func(t *testing.T) {
			results := mustCoverage(t, a, Request{Services: []string{"elder_station"}, Profile: profile(t, test.mode, test.kmh), Minutes: test.minutes, Group: test.group})
			for i, r := range results {
				if r.Covered != test.covered[i] || r.Total != test.total {
					t.Errorf("%d minutes: %d of %d covered, by hand %d of %d", r.Minutes, r.Covered, r.Total, test.covered[i], test.total)
				}
			}
		})
	}
}

func TestRiverTownTimes(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	for _, test := range []struct {
		mode    geo.Mode
		kmh     float64
		minutes map[string]float64
	}{
		{geo.Walk, 4.8, map[string]float64{"r1": 0, "r2": 6, "r3": 15, "r4": 15, "r5": 18, "r6": 27}},
		{geo.WalkElder, 3.6, map[string]float64{"r1": 0, "r2": 8, "r3": 20, "r4": 20, "r5": 24, "r6": 36}},
	} {
		layer, err := a.Times(context.Background(), Request{Services: []string{"elder_station"}, Profile: profile(t, test.mode, test.kmh), Minutes: []int{120}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range layer.Features {
			id, s := f.Values[0].(string), f.Values[5].(float64)
			if want := test.minutes[id] * 60; math.Abs(s-want) > 0.1 || s > want {
				t.Errorf("%s %s: %.3f s, by hand %.0f", test.mode, id, s, want)
			}
		}
	}
	results := mustCoverage(t, a, Request{Services: []string{"elder_station"}, Profile: profile(t, geo.WalkElder, 3.6), Minutes: []int{15}, Group: geo.Age60})
	if mean := *results[0].MeanS / 60; math.Abs(mean-5800.0/300) > 0.01 {
		t.Errorf("mean %.3f minutes, by hand 19.333", mean)
	}
}

func TestRiverTownBlindSpots(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	for _, test := range []struct {
		mode  geo.Mode
		kmh   float64
		group geo.Group
		want  []string
	}{
		{geo.Walk, 4.8, geo.All, []string{"r5", "r6"}},
		{geo.WalkElder, 3.6, geo.Age60, []string{"r5", "r3", "r4", "r6"}},
	} {
		layer, err := a.BlindSpotPoints(context.Background(), Request{Services: []string{"elder_station"}, Profile: profile(t, test.mode, test.kmh), Minutes: []int{15}, Group: test.group})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range layer.Features {
			got = append(got, f.ID)
			if f.Values[3] != "beyond_cutoff" || f.Values[4] != "E" {
				t.Errorf("%s: reason %v, nearest %v", f.ID, f.Values[3], f.Values[4])
			}
		}
		if len(got) != len(test.want) {
			t.Fatalf("%s: %v, by hand %v", test.mode, got, test.want)
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s: %v, by hand %v", test.mode, got, test.want)
				break
			}
		}
	}
}

func TestSeveralServices(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	q := Request{Services: []string{"fitness_outdoor", "elder_station"}, Profile: profile(t, geo.Walk, 4.8), Minutes: []int{15}}
	if r := mustCoverage(t, a, q)[0]; r.Covered != 1000 || r.Service != "elder_station,fitness_outdoor" {
		t.Errorf("any: %d covered by %q; every point reaches one of them within 15 minutes", r.Covered, r.Service)
	}
	q.Need = All
	if r := mustCoverage(t, a, q)[0]; r.Covered != 500 || r.Service != "elder_station+fitness_outdoor" {
		t.Errorf("all: %d covered by %q, by hand 500 (r1, r3, r4)", r.Covered, r.Service)
	}
}

// ruralTown is five villages along roads of different speeds to a clinic at T, an island, and a house off the road.
func ruralTown(t *testing.T, withClinicAtB bool) *Analysis {
	t.Helper()
	const block = 1000.0
	l := geotest.NewLattice(block)
	road := func(kmh float64, junctions ...[2]int) {
		for i := 1; i < len(junctions); i++ {
			s := l.Street("unclassified", junctions[i-1], junctions[i])
			s.MaxSpeed = [2]float64{kmh, kmh}
		}
	}
	T, A, B, C, D, E := [2]int{20, 20}, [2]int{32, 20}, [2]int{42, 20}, [2]int{45, 20}, [2]int{32, 26}, [2]int{20, 29}
	road(60, T, A)
	road(40, A, B)
	road(20, B, C)
	road(20, A, D)
	road(30, T, E)
	l.Facility("clinic", "T", 20, 20)
	if withClinicAtB {
		l.Facility("clinic", "B", 42, 20)
	}
	for _, v := range []struct {
		id     string
		x, y   float64
		people int32
	}{
		{"vA", 32, 20, 180}, {"vB", 42, 20, 350}, {"vC", 45, 20, 260}, {"vD", 32, 26, 410}, {"vE", 20, 29, 125},
		{"vF", 60, 40, 220}, {"vG", 43, 20, 205}, {"vH", 32, 20 - 0.2399, 50}, {"vI", 45, 20, 200},
	} {
		l.Resident(v.id, v.x, v.y, v.people, 0)
	}
	return New(l.StudyArea())
}

const ruralDrive = `
mode: drive
traveller: motorcar
speeds_kmh: {unclassified: 100}
maxspeed_caps: true
access: {limit_m: 300, factor: 1.0, speed_kmh: 4.8}
`

func TestRuralRoadsByHand(t *testing.T) {
	drive, err := isochrone.ParseProfile([]byte(ruralDrive))
	if err != nil {
		t.Fatal(err)
	}
	onFoot := profile(t, geo.Walk, 4.8)
	onFoot.Access.LimitM, onFoot.Access.Factor = 300, 1
	for _, test := range []struct {
		name    string
		atB     bool
		profile isochrone.Profile
		covered int64
	}{
		{"by car", false, drive, 1320},
		{"by car, clinic at B", true, drive, 1780},
		{"on foot", false, onFoot, 0},
		{"on foot, clinic at B", true, onFoot, 555},
	} {
		r := mustCoverage(t, ruralTown(t, test.atB), Request{Services: []string{"clinic"}, Profile: test.profile, Minutes: []int{30}})[0]
		if r.Covered != test.covered || r.Total != 2000 || r.Uncovered != 2000-test.covered {
			t.Errorf("%s: %d of %d covered, by hand %d of 2000", test.name, r.Covered, r.Total, test.covered)
		}
		if r.ByReason.NotSnapped != 220 {
			t.Errorf("%s: %d people not on the network, by hand 220 on the island without a road", test.name, r.ByReason.NotSnapped)
		}
	}
}

// From the resident at E to the clinic at T the one-way loop takes 24 minutes; from the clinic outward it is 18.
func TestTravelGoesToTheFacility(t *testing.T) {
	l := geotest.NewLattice(1000)
	oneWay := func(a, b [2]int) {
		s := l.Street("unclassified", a, b)
		s.Passage[geo.Motorcar] = geo.Forward
		s.MaxSpeed = [2]float64{30, 30}
	}
	oneWay([2]int{0, 0}, [2]int{9, 0})                                                    // T to E, 9 km
	oneWay([2]int{9, 0}, [2]int{9, 4})                                                    // E to X, 4 km
	s := l.Street("unclassified", [2]int{9, 4}, [2]int{9, 5}, [2]int{2, 5}, [2]int{0, 0}) // X to T
	s.Passage[geo.Motorcar] = geo.Forward
	length := 0.0
	for i := 1; i < len(s.Line); i++ {
		length += geo.Distance(s.Line[i-1], s.Line[i])
	}
	kmh := length / 8000 * 30 // so that X to T takes 16 minutes however long the drawn line is
	s.MaxSpeed = [2]float64{kmh, kmh}
	l.Facility("clinic", "T", 0, 0)
	l.Resident("E", 9, 0, 1, 0)
	drive, err := isochrone.ParseProfile([]byte(ruralDrive))
	if err != nil {
		t.Fatal(err)
	}
	results := mustCoverage(t, New(l.StudyArea()), Request{Services: []string{"clinic"}, Profile: drive, Minutes: []int{20, 25}})
	if results[0].Covered != 0 || results[1].Covered != 1 || math.Abs(*results[0].MeanS-24*60) > 1 {
		t.Errorf("mean %.1f s, by hand 1440; covered %d within 20 minutes, %d within 25", *results[0].MeanS, results[0].Covered, results[1].Covered)
	}
}

// r5 and r6 lie in cells of their own: 250 people 3 minutes and 50 people 12 minutes beyond the cutoff.
func TestRiverTownBlindSpotAreas(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	layer, err := a.BlindSpotAreas(context.Background(), Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 4.8), Minutes: []int{15}})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		people        int64
		missingS      float64
		personMinutes float64
	}{{250, 180, 750}, {50, 720, 600}}
	if len(layer.Features) != len(want) {
		t.Fatalf("%d blind spots, by hand %d", len(layer.Features), len(want))
	}
	for i, w := range want {
		row := layer.Features[i].Values
		if row[2] != w.people || row[3] != int64(1) || row[4] != "beyond_cutoff" || row[5] != "E" {
			t.Errorf("%v, by hand %d people of one point beyond the cutoff of E", row, w.people)
		}
		if missing, minutes := row[8].(float64), row[9].(float64); math.Abs(missing-w.missingS) > 0.1 || math.Abs(minutes-w.personMinutes) > 1 {
			t.Errorf("%v s missing, %v person-minutes; by hand %v and %v", missing, minutes, w.missingS, w.personMinutes)
		}
	}
}

// The ends of the band are what the same question gives when it is asked with that speed or that access rule.
func TestBandIsTheSameQuestionAskedOtherwise(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	q := Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 0), Minutes: []int{15}, Band: true}
	band := mustCoverage(t, a, q)[0].Band
	for kmh, got := range map[float64]*Variant{3.2: band.Slower, 5.0: band.Faster} {
		alone := mustCoverage(t, a, Request{Services: q.Services, Profile: profile(t, geo.Walk, kmh), Minutes: q.Minutes})[0]
		if got.SpeedKmh != kmh || got.Covered != alone.Covered || *got.Share != *alone.Share {
			t.Errorf("%+v in the band, %d covered at %v km/h", got, alone.Covered, kmh)
		}
	}
	// By hand at 5.0 km/h, 1,250 m in 15 minutes: r1 to r4; at 3.2, 800 m: r1 and r2.
	if band.Faster.Covered != 700 || band.Slower.Covered != 300 || band.AccessNearest.Covered != 300 {
		t.Errorf("faster %d, slower %d, nearest access %d; by hand 700, 300, 300", band.Faster.Covered, band.Slower.Covered, band.AccessNearest.Covered)
	}
}

// A resident 30 m beside the middle of a block walks 30 · 1.3 m to the street and 120 m along it, which is 119.25 s at
// 80 m a minute and less than the 120.6 s straight to the station.
func TestAccessIsTheStraightLegOfTheResident(t *testing.T) {
	town := geotest.RiverTown()
	town.Resident("beside", 2.5, 2+30.0/240, 10, 0)
	layer, err := New(town.StudyArea()).Times(context.Background(), Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 4.8), Minutes: []int{30}})
	if err != nil {
		t.Fatal(err)
	}
	row := layer.Features[0].Values
	if s, leg := row[5].(float64), row[6].(float64); row[0] != "beside" || math.Abs(s-119.25) > 0.05 || math.Abs(leg-30) > 0.05 {
		t.Errorf("%v: %v s with a leg of %v m, by hand 119.25 s and 30 m", row[0], s, leg)
	}
}
