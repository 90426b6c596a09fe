package coverage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// ExplainRequest asks about one residential point: how long to every service, and the way to one of them.
type ExplainRequest struct {
	Point   string // id; or At
	At      *orb.Point
	Profile isochrone.Profile
	Minutes int
	Metres  int    // instead of minutes: along the streets
	Service string // the service to which the way is drawn; "" for none
	Nearest int    // so many facilities of each service, from 1 to [MaxNearest]; 0 is [UsualNearest]
	Ways    bool   // draw the way to each of these of the service, and not to the nearest alone

	Remedies  bool           // if the point is not covered by the service, look for what would do it
	Scenarios []geo.Scenario // where to look; besides single measures
}

// The facilities of a service that an explanation names.
const (
	UsualNearest = 3
	MaxNearest   = 10
)

// Explanation is what one residential point has within reach and why not more.
type Explanation struct {
	Point    ExplainedPoint     `json:"point"`
	Mode     geo.Mode           `json:"mode"`
	Minutes  Minutes            `json:"minutes"`          // null by distance
	Metres   int                `json:"metres,omitempty"` // the cutoff by distance
	Services []ExplainedService `json:"services"`         // of every imported list, by code
	Route    *Route             `json:"route"`            // null if no service was named or none can be reached
	Remedies *Remedies          `json:"remedies,omitempty"`
}

// ExplainedPoint is the point asked about.
type ExplainedPoint struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Position orb.Point         `json:"position"` // longitude, latitude
	Kind     string            `json:"kind"`
	Estimate bool              `json:"estimate"`
	People   map[string]*int32 `json:"people"` // by group; null where the cell was empty, absent where no column was
	Areas    []ExplainedArea   `json:"areas"`
}

// ExplainedArea is an area that the point belongs to.
type ExplainedArea struct {
	Level string `json:"level"`
	ID    string `json:"id"`
	Name  string `json:"name"`
}

// ExplainedService is one service as seen from the point.
type ExplainedService struct {
	Service        string   `json:"service"`
	FacilityID     *string  `json:"facility_id"`
	FacilityName   *string  `json:"facility_name"`
	Seconds        *float64 `json:"seconds"` // null if no facility can be reached, and by distance
	Metres         *float64 `json:"metres,omitempty"`
	Reason         Reason   `json:"reason"` // "" if covered
	AccessM        *float64 `json:"access_m"`
	MissingS       *float64 `json:"missing_s"`        // beyond the cutoff
	MissingM       *float64 `json:"missing_m"`        // the same as metres at the mode's speed; null for speeds by class; exact by distance
	NearestStreetM *float64 `json:"nearest_street_m"` // of a point without a leg to any street
	OnlyBarrier    bool     `json:"only_barrier"`     // a street is near, but every leg to it crosses a barrier
	Island         *Island  `json:"island,omitempty"` // of an isolated point: the streets that it cannot leave, or be reached on

	Nearest []NearFacility `json:"nearest"` // the nearest facilities that can be reached, however far
}

// NearFacility is one of the nearest facilities of a service.
type NearFacility struct {
	FacilityID   string   `json:"facility_id"`
	FacilityName string   `json:"facility_name"`
	Seconds      *float64 `json:"seconds"` // null by distance
	Metres       *float64 `json:"metres,omitempty"`
	Within       bool     `json:"within"` // the cutoff
	Route        *Route   `json:"route,omitempty"`
}

// Explain looks at the town from one residential point, by one search outward from there.
func (a *Analysis) Explain(ctx context.Context, q ExplainRequest) (*Explanation, error) {
	q, err := a.checkExplain(q)
	if err != nil {
		return nil, err
	}
	point, err := a.find(q)
	if err != nil {
		return nil, err
	}
	router, err := a.Router(ctx, q.Profile)
	if err != nil {
		return nil, err
	}
	view := &view{a, q, router, point, router.From(point)}
	e := &Explanation{Point: a.explainPoint(point), Mode: q.Profile.Mode, Minutes: Minutes(q.Minutes), Metres: q.Metres, Services: []ExplainedService{}}
	for _, list := range a.Area.Lists {
		s := view.service(list.Service)
		e.Services = append(e.Services, s)
		if list.Service != q.Service {
			continue
		}
		if len(s.Nearest) > 0 {
			e.Route = view.route(view.nearest(list.Service)[0].Facility)
		}
		if q.Remedies && s.Reason != Covered {
			if e.Remedies, err = view.remedies(ctx); err != nil {
				return nil, err
			}
		}
	}
	return e, nil
}

func (a *Analysis) checkExplain(q ExplainRequest) (ExplainRequest, error) {
	var minutes, metres []int
	if q.Minutes != 0 || q.Metres == 0 {
		minutes = []int{q.Minutes}
	}
	if q.Metres != 0 {
		metres = []int{q.Metres}
	}
	var err error
	if q.Profile, _, _, err = measured(q.Profile, minutes, metres); err != nil {
		return q, err
	}
	if q.Nearest == 0 {
		q.Nearest = UsualNearest
	}
	if q.Nearest < 1 || q.Nearest > MaxNearest {
		return q, &RequestError{"k", fmt.Sprint(q.Nearest), geo.Say("name from 1 to %d facilities", "请给出 1 到 %d 处设施", MaxNearest), geo.Words{}}
	}
	if (q.Ways || q.Remedies) && q.Service == "" {
		return q, &RequestError{"service", "", geo.Say("ways and remedies are of one service: name it", "路线与改进办法针对一种设施：请指明设施类型"), geo.Words{}}
	}
	if q.Service != "" && !a.Area.HasList(q.Service) {
		if _, known := geo.LookupService(q.Service); !known {
			return q, unknownService(q.Service)
		}
		return q, noList(q.Service)
	}
	return q, nil
}

// view is the town as seen from one residential point.
type view struct {
	*Analysis
	ask     ExplainRequest
	router  *isochrone.Router
	point   int
	outward *isochrone.Outward
}

// cutoff is the cutoff of the request as its search counts.
func (v *view) cutoff() int64 {
	if v.ask.Metres != 0 {
		return cutoffMm(v.ask.Metres)
	}
	return cutoffMs(v.ask.Minutes)
}

// length is what a search counted, as seconds, or as metres by distance.
func (v *view) length(counted int64) (s, m *float64) {
	n := seconds(counted)
	if v.ask.Metres != 0 {
		return nil, &n
	}
	return &n, nil
}

// nearest lists the nearest active facilities of a service that can be reached, by time and, of equal times, by id, as
// coverage does.
func (v *view) nearest(service string) []isochrone.Time {
	var all []isochrone.Time
	for _, f := range v.active([]string{service}) {
		if t := v.outward.Time(f); t.Reached() {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(x, y isochrone.Time) int {
		return cmp.Or(cmp.Compare(x.Ms, y.Ms), cmp.Compare(v.Area.Facilities[x.Facility].ID, v.Area.Facilities[y.Facility].ID))
	})
	return all[:min(len(all), v.ask.Nearest)]
}

// service explains one service.
func (v *view) service(service string) ExplainedService {
	e := ExplainedService{Service: service, Nearest: []NearFacility{}}
	times := v.nearest(service)
	for _, t := range times {
		f := &v.Area.Facilities[t.Facility]
		near := NearFacility{FacilityID: f.ID, FacilityName: f.Name, Within: t.Ms <= v.cutoff()}
		near.Seconds, near.Metres = v.length(t.Ms)
		if v.ask.Ways && service == v.ask.Service {
			near.Route = v.route(t.Facility)
		}
		e.Nearest = append(e.Nearest, near)
	}
	astray, isAstray := v.router.Astray(v.point)
	switch {
	case len(times) > 0:
		v.reached(&e, times[0].Facility)
	case !anyOnNetwork(v.router, v.active([]string{service})):
		e.Reason = NoFacility
	case isAstray:
		e.Reason = NotSnapped
	default:
		e.Reason, e.Island = Isolated, v.islandUnder(v.router, v.point)
	}
	if isAstray {
		if !math.IsInf(astray.NearestM, 0) {
			m := math.Round(astray.NearestM*10) / 10
			e.NearestStreetM = &m
		}
		e.OnlyBarrier = astray.OnlyBarrier
	}
	return e
}

// reached tells of the nearest facility, and what is missing if it lies beyond the cutoff.
func (v *view) reached(e *ExplainedService, facility int32) {
	way := v.outward.Way(facility) // which knows its leg
	f, accessM := &v.Area.Facilities[facility], way.AccessM
	e.FacilityID, e.FacilityName, e.AccessM = &f.ID, &f.Name, &accessM
	e.Seconds, e.Metres = v.length(way.Ms)
	beyond := way.Ms - v.cutoff()
	if beyond <= 0 {
		return
	}
	e.Reason = BeyondCutoff
	e.MissingS, e.MissingM = v.length(beyond)
	if kmh := v.ask.Profile.SpeedKmh; e.MissingM == nil && kmh > 0 && len(v.ask.Profile.SpeedsKmh) == 0 {
		m := math.Round(*e.MissingS * kmh / 3.6)
		e.MissingM = &m
	}
}
