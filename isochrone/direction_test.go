package isochrone

import (
	"math/rand/v2"
	"slices"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func fromFacility(t testing.TB, mode geo.Mode) Profile {
	t.Helper()
	p, err := builtin(t, mode).WithDirection(FromFacility)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTimesFromFacilitiesEqualTheReference(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, mode := range geo.Modes() {
			router := mustRouter(t, area, fromFacility(t, mode))
			compareTimes(t, string(mode), area, mustTimes(t, router, active(area)), problem(router, active(area)))
		}
	})
}

// To come from the facility is to go to it in the town whose every one-way street leads the other way. Turn rules do
// not turn round like that: at which nodes a car may turn depends on the pieces that leave it.
func TestFromIsToInTheTownTurnedRound(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		round := town.Town
		round.Streets = slices.Clone(round.Streets)
		for i := range round.Streets {
			s := &round.Streets[i]
			s.MaxSpeed[0], s.MaxSpeed[1] = s.MaxSpeed[1], s.MaxSpeed[0]
			for traveller, passage := range s.Passage {
				s.Passage[traveller] = passage & ^geo.BothWays
				if passage&geo.Forward != 0 {
					s.Passage[traveller] |= geo.Backward
				}
				if passage&geo.Backward != 0 {
					s.Passage[traveller] |= geo.Forward
				}
			}
		}
		turned, err := geo.NewStudyArea(round)
		if err != nil {
			t.Fatal(err)
		}
		for _, mode := range geo.Modes() {
			from := mustTimes(t, mustRouter(t, area, fromFacility(t, mode)), active(area))
			to := mustTimes(t, mustRouter(t, turned, builtin(t, mode)), active(turned))
			for i := range from {
				if from[i].Ms != to[i].Ms || from[i].Facility != to[i].Facility {
					t.Errorf("%s %s: from %+v, to in the town turned round %+v", mode, area.Points[i].ID, from[i], to[i])
				}
			}
		}
	})
}

// On foot no street of these towns is one-way, so the way back takes as long as the way there.
func TestWalkersComeBackAsTheyWent(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		to := mustTimes(t, mustRouter(t, area, builtin(t, geo.Walk)), active(area))
		from := mustTimes(t, mustRouter(t, area, fromFacility(t, geo.Walk)), active(area))
		for i := range to {
			if to[i].Ms != from[i].Ms || to[i].Facility != from[i].Facility {
				t.Errorf("%s: to %+v, from %+v", area.Points[i].ID, to[i], from[i])
			}
		}
	})
}

// Ways from a facility are drawn from door to door too, and take the time they are said to take.
func TestOutwardSearchAgreesFromFacilities(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		router := mustRouter(t, area, fromFacility(t, geo.Drive))
		for _, f := range active(area) {
			times := mustTimes(t, router, []int32{f})
			for i := range area.Points {
				outward := router.From(i)
				if got := outward.Time(f); got.Ms != times[i].Ms {
					t.Fatalf("%s and %s: from the point %d ms, from the facility %d ms", area.Points[i].ID, area.Facilities[f].ID, got.Ms, times[i].Ms)
				}
				checkWay(t, router, i, outward.Way(f), times[i])
			}
		}
	})
}
