package standard

import (
	"context"
	"fmt"
	"math"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// roads is a town of country roads, a block of which is 1 km: T–A 12 km at 60 km/h, A–B 10 at 40, B–C 3 at 20, A–D 6 at
// 20, T–E 9 at 30. The clinic is at T. F is an island without a road.
func roads() *geotest.Lattice {
	l := geotest.NewLattice(1000)
	l.Street("trunk", [2]int{0, 0}, [2]int{12, 0})
	l.Street("tertiary", [2]int{12, 0}, [2]int{22, 0})
	l.Street("residential", [2]int{22, 0}, [2]int{25, 0})
	l.Street("residential", [2]int{12, 0}, [2]int{12, 6})
	l.Street("secondary", [2]int{0, 0}, [2]int{0, 9})
	l.Facility("clinic", "T", 0, 0)
	for _, v := range []struct {
		id     string
		x, y   float64
		people int32
	}{
		{"vA", 12, 0, 180}, {"vB", 22, 0, 350}, {"vC", 25, 0, 260}, {"vD", 12, 6, 410}, {"vE", 0, 9, 125},
		{"vF", 40, 20, 220}, {"vG", 23, 0, 205}, {"vH", 12, -0.24, 50}, {"vI", 25, 0, 200},
	} {
		l.Resident(v.id, v.x, v.y, v.people, geo.NoData).Kind = "natural_village"
	}
	return l
}

// byCar are the speeds of the example; legs are walked at 80 m a minute.
func byCar(t testing.TB, factor float64) map[geo.Mode]isochrone.Profile {
	t.Helper()
	p, err := isochrone.BuiltinProfile(geo.Drive)
	if err != nil {
		t.Fatal(err)
	}
	p.SpeedsKmh = map[string]float64{"trunk": 60, "tertiary": 40, "residential": 20, "secondary": 30}
	p.Access.Factor, p.Access.SpeedKmh = 1, 4.8
	if factor != 1 {
		if p, err = p.WithSpeedFactor(factor); err != nil {
			t.Fatal(err)
		}
	}
	profiles := atSpeeds(t)
	profiles[geo.Drive] = p
	return profiles
}

func driveTo(minutes int, service string) Check {
	return Check{Measure: Coverage, Services: []string{service}, Modes: []geo.Mode{geo.Drive}, Minutes: minutes}
}

func TestExampleC(t *testing.T) {
	drive, walk := driveTo(30, "clinic"), walkTo(30, "clinic")
	o := Options{Profiles: byCar(t, 1)}
	card := assessed(t, roads().StudyArea(), o, drive, walk)
	wantValue(t, "by car", card.Checks[0].Value, "1320/2000")
	wantValue(t, "on foot", card.Checks[1].Value, "0")
	verify := card.Checks[0].Assumptions[len(card.Checks[0].Assumptions)-1]
	if verify.EN != "to be verified: 1 residential points (220 people) have no street within reach and count as uncovered" {
		t.Error(verify.EN)
	}

	more := roads()
	more.Facility("clinic", "B", 22, 0)
	card = assessed(t, more.StudyArea(), o, drive, walk)
	wantValue(t, "with a clinic at B", card.Checks[0].Value, "1780/2000")
	wantValue(t, "on foot, with a clinic at B", card.Checks[1].Value, "555/2000")

	card = assessed(t, roads().StudyArea(), Options{Profiles: byCar(t, 0.8)}, drive)
	wantValue(t, "in the peak hour", card.Checks[0].Value, "355/2000")
}

func TestExampleCVillages(t *testing.T) {
	for text, want := range map[string]string{
		"kind = natural_village and population > 200":  "vC 260 36.000 beyond_cutoff; vF 220 <nil> not_snapped; ",
		"kind = natural_village and population >= 200": "vC 260 36.000 beyond_cutoff; vF 220 <nil> not_snapped; vI 200 36.000 beyond_cutoff; ",
	} {
		c := driveTo(30, "clinic")
		c.ID, c.Op = "villages", NoTarget
		var err error
		if c.Filter, err = ParseFilter(text); err != nil {
			t.Fatal(err)
		}
		std := &Standard{ID: "test", Checks: []Check{c}}
		layer, err := Uncovered(context.Background(), coverage.New(roads().StudyArea()), std, Options{Profiles: byCar(t, 1)}, "villages")
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range layer.Features {
			minutes := f.Values[5]
			if m, is := minutes.(float64); is {
				minutes = fmt.Sprintf("%.3f", m)
			}
			got += fmt.Sprintln(f.ID, f.Values[4], minutes, f.Values[12])
			got = got[:len(got)-1] + "; "
		}
		if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", text, got, want)
		}
	}
}

// T→E takes 18 minutes, E→X→T takes 24: people travel to the clinic, so E is not covered within 20 minutes.
func TestExampleCOneWay(t *testing.T) {
	l := geotest.NewLattice(1000)
	x := (81.0 + 64 - 16) / 18 // 8 km from T and 4 km from E
	y := math.Sqrt(64 - x*x)
	for _, ends := range [][2][2]int{{{0, 0}, {9, 0}}, {{9, 0}, {7, 4}}, {{7, 4}, {0, 0}}} {
		s := l.Street("secondary", ends[0], ends[1])
		for traveller := range s.Passage {
			s.Passage[traveller] = geo.Forward
		}
		for k, end := range ends {
			if end == [2]int{7, 4} {
				s.Line[k] = l.At(x, y)
			}
		}
	}
	l.Facility("clinic", "T", 0, 0)
	l.Resident("E", 9, 0, 100, 0)
	card := assessed(t, l.StudyArea(), Options{Profiles: byCar(t, 1)}, driveTo(20, "clinic"), driveTo(24, "clinic"), driveTo(23, "clinic"))
	wantValue(t, "in 20 minutes", card.Checks[0].Value, "0")
	wantValue(t, "in 24 minutes", card.Checks[1].Value, "1")
	wantValue(t, "in 23 minutes", card.Checks[2].Value, "0")
}

// The blind spots of example A: by older people, then by id.
func TestExampleABlindSpots(t *testing.T) {
	c := elders(walkTo(15, "elder_station"))
	c.ID, c.Op = "elders", NoTarget
	std := &Standard{ID: "test", Checks: []Check{c}}
	layer, err := Uncovered(context.Background(), coverage.New(geotest.RiverTown().StudyArea()), std, Options{Profiles: atSpeeds(t)}, "elders")
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, f := range layer.Features {
		got += fmt.Sprintf("%s %v %.1f %v %v; ", f.ID, f.Values[4], f.Values[5], f.Values[7], f.Values[13])
	}
	if want := "r5 100 24.0 E u2; r3 50 20.0 E u1; r4 50 20.0 E u2; r6 30 36.0 E u2; "; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
