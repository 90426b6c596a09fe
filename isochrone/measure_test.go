package isochrone

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// A town of one street of 10 blocks of 100 m, slow and fast streets alike: metres do not depend on speeds.
func TestByDistanceMeasuresMetres(t *testing.T) {
	town := geotest.NewLattice(100)
	town.Street("residential", [2]int{0, 0}, [2]int{4, 0})
	town.Street("primary", [2]int{4, 0}, [2]int{10, 0})
	town.Facility("clinic", "C", 0, 0)
	town.Resident("on the street", 7, 0, 10, 0)
	town.Resident("beside it", 7, 1, 10, 0) // a leg of 100 m counts 130 m
	area := town.StudyArea()
	for _, mode := range geo.Modes() {
		times := mustTimes(t, mustRouter(t, area, builtin(t, mode).ByDistance()), []int32{0})
		for i, wantM := range []float64{830, 700} { // by id
			if got := float64(times[i].Ms) / 1000; got > wantM || got < wantM-0.05 { // the blocks are a hair short
				t.Errorf("%s, %s: %.3f m, by hand %.0f", mode, area.Points[i].ID, got, wantM)
			}
		}
	}
}

// At one speed the quickest way is the shortest: minutes are metres through the speed, but for the rounding of pieces.
func TestAtOneSpeedTimeIsDistance(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		walk := builtin(t, geo.Walk)
		times := mustTimes(t, mustRouter(t, area, walk), active(area))
		metres := mustTimes(t, mustRouter(t, area, walk.ByDistance()), active(area))
		for i := range times {
			if times[i].Reached() != metres[i].Reached() {
				t.Fatalf("%s: reached %v in time, %v in distance", area.Points[i].ID, times[i].Reached(), metres[i].Reached())
			}
			if byTime, byDistance := float64(times[i].Ms)/1000*walk.SpeedKmh/3.6, float64(metres[i].Ms)/1000; times[i].Reached() && math.Abs(byTime-byDistance) > 0.1 {
				t.Errorf("%s: %.3f m by time, %.3f m by distance", area.Points[i].ID, byTime, byDistance)
			}
		}
	})
}

func TestByDistanceIsSound(t *testing.T) {
	for _, mode := range geo.Modes() {
		p := builtin(t, mode).ByDistance()
		if err := p.check(); err != nil {
			t.Errorf("%s: %v", mode, err)
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseProfile(text); err != nil { // as a manifest hands it on
			t.Errorf("%s: %v", mode, err)
		}
		if _, has := p.Slower(); has {
			t.Errorf("%s: a distance has no slower speed", mode)
		}
		if _, err := p.WithSpeedFactor(2); err == nil || !strings.Contains(err.Error(), "1 m a second") {
			t.Errorf("%s: %v", mode, err)
		}
	}
	if _, err := ParseProfile([]byte("mode: walk\ntraveller: foot\nspeed_kmh: 4\nmeasure: miles\naccess: {limit_m: 150, factor: 1.3}\n")); err == nil || !strings.Contains(err.Error(), "measure") {
		t.Errorf("%v", err)
	}
	if drive := builtin(t, geo.Drive); drive.ByDistance().SpeedsKmh["motorway"] != DistanceKmh || drive.SpeedsKmh["motorway"] != 80 {
		t.Error("the profile by distance shares its speeds with the other")
	}
}
