package coverage

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Place is somewhere a facility could be built.
type Place struct {
	ID string
	At orb.Point // WGS 84
}

// BestSite is the candidate that would serve the most people of a blind spot.
type BestSite struct {
	ID     string  `json:"id"`
	Lon    float64 `json:"lon"`
	Lat    float64 `json:"lat"`
	People int64   `json:"people"` // of the blind spot, who would be covered
	Gain   int64   `json:"gain"`   // all people of the group who are not covered and would be
}

// better decides between the best sites of one blind spot: more of its people, then more people in all, then the least id.
func (s *BestSite) better(than *BestSite) bool {
	if than == nil {
		return true
	}
	return cmp.Or(cmp.Compare(s.People, than.People), cmp.Compare(s.Gain, than.Gain), cmp.Compare(than.ID, s.ID)) > 0
}

// BlindSpotAreasWith is [Analysis.BlindSpotAreas] with the best site of each blind spot among some places: the one
// from which a new facility would serve the most of its people. It stays null where none would serve any of them, or
// where the request needs several services at once, of which one facility is but one. site is how the manifest speaks of
// the places.
func (a *Analysis) BlindSpotAreasWith(ctx context.Context, q Request, places []Place, site json.RawMessage) (geo.Layer, error) {
	o, err := a.oneCutoff(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	spots := a.blindSpots(o)
	best := make([]*BestSite, len(spots))
	if len(o.request.needs()) == 1 {
		if err := a.findBestSites(ctx, o, spots, best, places); err != nil {
			return geo.Layer{}, err
		}
	}
	return a.blindSpotLayer(o, spots, best, site)
}

func (a *Analysis) findBestSites(ctx context.Context, o *outcomes, spots []blindSpot, best []*BestSite, places []Place) error {
	at := make([]orb.Point, len(places))
	for i, p := range places {
		at[i] = p.At
	}
	catchments, _, err := o.router.RunsOfPlaces(ctx, at, o.request.cutoff())
	if err != nil {
		return err
	}
	spotOf, people := a.spotsByRank(o.router, spots)
	sums := make([]int64, len(spots))
	for i, runs := range catchments {
		touched, gain := sumBySpot(runs, spotOf, people, sums)
		for _, spot := range touched {
			s := &BestSite{places[i].ID, places[i].At[0], places[i].At[1], sums[spot], gain}
			if sums[spot] = 0; s.better(best[spot]) {
				best[spot] = s
			}
		}
	}
	return nil
}

// spotsByRank tells of every residential point, along the curve, its blind spot and its uncovered people; -1 for none.
func (a *Analysis) spotsByRank(router *isochrone.Router, spots []blindSpot) (spotOf []int32, people []int64) {
	spotOf, people = make([]int32, len(a.Area.Points)), make([]int64, len(a.Area.Points))
	for rank := range spotOf {
		spotOf[rank] = -1
	}
	for i := range spots {
		for _, u := range spots[i].points {
			rank := router.Rank(u.point)
			spotOf[rank], people[rank] = int32(i), u.people
		}
	}
	return spotOf, people
}

// sumBySpot adds up the uncovered people of a catchment, spot by spot, in sums, and tells which it touched.
func sumBySpot(runs isochrone.Runs, spotOf []int32, people, sums []int64) (touched []int32, all int64) {
	for _, run := range runs {
		for rank := run.First; rank < run.End; rank++ {
			spot := spotOf[rank]
			if spot < 0 {
				continue
			}
			if sums[spot] == 0 {
				touched = append(touched, spot)
			}
			sums[spot] += people[rank]
			all += people[rank]
		}
	}
	return touched, all
}
