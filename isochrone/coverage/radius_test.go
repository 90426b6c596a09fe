package coverage

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
)

// The circle is held against a scan of all facilities, and counts and list against each other.
func TestCirclesEqualAFullScan(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		q.Minutes, q.Metres, q.Radius = nil, []int{200, 400, 900}, true
		results := mustCoverage(t, a, q)
		layer, err := a.RadiusPoints(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for c, metres := range q.Metres {
			covered, circle, streets := int64(0), int64(0), int64(0)
			for i := range a.Area.Points {
				if scanned(a, &q, i) <= cutoffMm(metres) {
					covered += max(0, int64(a.Area.Points[i].People[q.Group]))
				}
			}
			for _, f := range layer.Features {
				if f.Values[4] != int64(metres) {
					continue
				}
				n, _ := f.Values[3].(int64)
				switch f.Values[5] {
				case "circle":
					circle += n
				case "streets":
					streets += n
				}
			}
			r := results[c]
			if r.Radius.Covered != covered || r.Radius.OnlyCircle != circle || r.Radius.OnlyStreets != streets {
				t.Errorf("%d m: %+v, by a scan %d, by the list %d and %d", metres, r.Radius, covered, circle, streets)
			}
			if r.Covered-r.Radius.OnlyStreets != r.Radius.Covered-r.Radius.OnlyCircle {
				t.Errorf("%d m: %+v beside %d along the streets does not add up", metres, r.Radius, r.Covered)
			}
			left := *r.Radius
			for _, other := range results {
				if other.Area != nil && other.Metres.Metres == metres {
					left.Covered -= other.Radius.Covered
					left.OnlyCircle -= other.Radius.OnlyCircle
					left.OnlyStreets -= other.Radius.OnlyStreets
				}
			}
			if left.Covered != 0 || left.OnlyCircle != 0 || left.OnlyStreets != 0 {
				t.Errorf("%d m: the areas do not sum to the whole, %+v is left", metres, left)
			}
		}
	})
}

// scanned is the straight distance of a point by looking at every facility.
func scanned(a *Analysis, q *Request, point int) int64 {
	most := int64(0)
	for _, services := range q.needs() {
		least := int64(isochrone.Never)
		for _, f := range a.active(services) {
			least = min(least, int64(math.Floor(1000*geo.Distance(a.Area.Points[point].Point, a.Area.Facilities[f].Point)+0.5)))
		}
		most = max(most, least)
	}
	return most
}

// On the other bank of a river the circle reaches and the street does not.
func TestACircleCrossesTheRiver(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	results := mustCoverage(t, a, Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 0), Metres: []int{1200}, Radius: true})
	r := results[0]
	if r.Radius.OnlyCircle == 0 || r.Radius.OnlyStreets != 0 || r.Radius.Covered != r.Covered+r.Radius.OnlyCircle {
		t.Errorf("%d along the streets, %+v in the circle", r.Covered, r.Radius)
	}
}

// Far from the plane of the point, where great circle and plane disagree about which is nearest, the great circle decides.
func TestFarFacilitiesAreMeasuredOnTheSphere(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 50 {
		town := geotest.RiverTown()
		for i := range 30 {
			town.Facility("clinic", string(rune('a'+i)), 0, 0)
			f := &town.Town.Facilities[len(town.Town.Facilities)-1]
			f.Point[0], f.Point[1] = geo.Round7(r.Float64()*40-20), geo.Round7(60+r.Float64()*20)
		}
		a := New(town.StudyArea())
		q := Request{Services: []string{"clinic"}, Metres: []int{500}}
		for i, s := range a.straights(&q) {
			if want := scanned(a, &q, i); s.mm != want {
				t.Fatalf("%d mm, by a scan %d", s.mm, want)
			}
		}
	}
}
