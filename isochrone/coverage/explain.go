package coverage

import (
	"context"
	"math"

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
	Service string // the service to which the way is drawn; "" for none
}

// Explanation is what one residential point has within reach and why not more.
type Explanation struct {
	Point    ExplainedPoint     `json:"point"`
	Mode     geo.Mode           `json:"mode"`
	Minutes  int                `json:"minutes"`
	Services []ExplainedService `json:"services"` // of every imported list, by code
	Route    *Route             `json:"route"`    // null if no service was named or none can be reached
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
	Seconds        *float64 `json:"seconds"` // null if no facility can be reached
	Reason         Reason   `json:"reason"`  // "" if covered
	AccessM        *float64 `json:"access_m"`
	MissingS       *float64 `json:"missing_s"`        // beyond the cutoff
	MissingM       *float64 `json:"missing_m"`        // the same as metres at the mode's speed; null for speeds by class
	NearestStreetM *float64 `json:"nearest_street_m"` // of a point without a leg to any street
	OnlyBarrier    bool     `json:"only_barrier"`     // a street is near, but every leg to it crosses a barrier
}

// Route is the way to a facility, in stretches.
type Route struct {
	Service      string      `json:"service"`
	FacilityID   string      `json:"facility_id"`
	FacilityName string      `json:"facility_name"`
	Seconds      float64     `json:"seconds"`
	LengthM      float64     `json:"length_m"`
	Stretches    []RouteLine `json:"stretches"`
}

// RouteLine is a stretch of a way: a leg, or a run along one street.
type RouteLine struct {
	Kind    isochrone.StretchKind `json:"kind"`
	Street  string                `json:"street"` // its name, "" if it has none
	Class   string                `json:"class"`
	Seconds float64               `json:"seconds"`
	LengthM float64               `json:"length_m"`
	Line    orb.LineString        `json:"line"` // longitude, latitude
}

// Explain looks at the town from one residential point, by one search outward from there.
func (a *Analysis) Explain(ctx context.Context, q ExplainRequest) (*Explanation, error) {
	if q.Minutes < MinMinutes || q.Minutes > MaxMinutes {
		return nil, &RequestError{Parameter: "minutes", Rule: geo.Say("a cutoff is from 1 to 120 whole minutes", "时限应为 1 到 120 的整分钟数")}
	}
	if q.Service != "" && !a.Area.HasList(q.Service) {
		if _, known := geo.LookupService(q.Service); !known {
			return nil, unknownService(q.Service)
		}
		return nil, noList(q.Service)
	}
	point, err := a.find(q)
	if err != nil {
		return nil, err
	}
	router, err := a.Router(ctx, q.Profile)
	if err != nil {
		return nil, err
	}
	outward := router.From(point)
	e := &Explanation{Point: a.explainPoint(point), Mode: q.Profile.Mode, Minutes: q.Minutes, Services: []ExplainedService{}}
	for _, list := range a.Area.Lists {
		facilities := a.active([]string{list.Service})
		time := nearest(a.Area, outward, facilities)
		if time.Reached() {
			way := outward.Way(time.Facility)
			time = way.Time // which knows its leg
			if list.Service == q.Service {
				e.Route = a.route(list.Service, way)
			}
		}
		e.Services = append(e.Services, a.explainService(router, point, list.Service, time, anyOnNetwork(router, facilities), q))
	}
	return e, nil
}

func (a *Analysis) find(q ExplainRequest) (int, error) {
	if q.At != nil {
		best, bestM := -1, math.Inf(1)
		for i := range a.Area.Points {
			if d := geo.Distance(*q.At, a.Area.Points[i].Point); d < bestM {
				best, bestM = i, d
			}
		}
		if best < 0 {
			return 0, &NoDataError{geo.Say("residential points", "居民点"), geo.Say("Import them: lifecircle import residents FILE.csv", "请先导入：lifecircle import residents FILE.csv")}
		}
		return best, nil
	}
	i, found := a.Area.PointByID(q.Point)
	if !found {
		return 0, &RequestError{"point", q.Point, geo.Say("is no residential point", "没有该居民点"), geo.Words{}}
	}
	return i, nil
}

// nearest takes the facility with the least time and, of equal times, the least id, as coverage does.
func nearest(area *geo.StudyArea, outward *isochrone.Outward, facilities []int32) isochrone.Time {
	best := isochrone.Time{Ms: isochrone.Never, Facility: -1}
	for _, f := range facilities {
		t := outward.Time(f)
		if t.Ms < best.Ms || (t.Reached() && t.Ms == best.Ms && area.Facilities[f].ID < area.Facilities[best.Facility].ID) {
			best = t
		}
	}
	return best
}

func (a *Analysis) explainPoint(point int) ExplainedPoint {
	p := &a.Area.Points[point]
	e := ExplainedPoint{ID: p.ID, Name: p.Name, Position: p.Point, Kind: p.Kind, Estimate: p.Estimate, People: make(map[string]*int32), Areas: []ExplainedArea{}}
	for g := range geo.NumGroups {
		if !a.Area.HasGroup(g) {
			continue
		}
		e.People[g.String()] = nil
		if n := p.People[g]; n != geo.NoData {
			e.People[g.String()] = &n
		}
	}
	for _, level := range a.Area.Levels() {
		if i := a.Area.AreasAt(level)[point]; i >= 0 {
			e.Areas = append(e.Areas, ExplainedArea{level, a.Area.Areas[i].ID, a.Area.Areas[i].Name})
		}
	}
	return e
}

func (a *Analysis) explainService(router *isochrone.Router, point int, service string, t isochrone.Time, onNetwork bool, q ExplainRequest) ExplainedService {
	e := ExplainedService{Service: service}
	astray, isAstray := router.Astray(point)
	switch {
	case t.Reached():
		f := &a.Area.Facilities[t.Facility]
		s, accessM := seconds(t.Ms), t.AccessM
		e.FacilityID, e.FacilityName, e.Seconds, e.AccessM = &f.ID, &f.Name, &s, &accessM
		if beyond := t.Ms - cutoffMs(q.Minutes); beyond > 0 {
			e.Reason = BeyondCutoff
			missing := seconds(beyond)
			e.MissingS = &missing
			if kmh := q.Profile.SpeedKmh; kmh > 0 && len(q.Profile.SpeedsKmh) == 0 {
				m := math.Round(missing * kmh / 3.6)
				e.MissingM = &m
			}
		}
	case !onNetwork:
		e.Reason = NoFacility
	case isAstray:
		e.Reason = NotSnapped
	default:
		e.Reason = Isolated
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

func (a *Analysis) route(service string, way isochrone.Way) *Route {
	f := &a.Area.Facilities[way.Facility]
	r := &Route{Service: service, FacilityID: f.ID, FacilityName: f.Name, Seconds: seconds(way.Ms)}
	for _, s := range way.Stretches {
		line := RouteLine{Kind: s.Kind, Seconds: seconds(s.Ms), Line: s.Line}
		for i := 1; i < len(s.Line); i++ {
			line.LengthM += geo.Distance(s.Line[i-1], s.Line[i])
		}
		if s.Street >= 0 {
			line.Street, line.Class = a.Area.Streets[s.Street].Name, a.Area.Streets[s.Street].Class
		}
		line.LengthM = math.Round(line.LengthM*10) / 10
		r.LengthM += line.LengthM
		r.Stretches = append(r.Stretches, line)
	}
	r.LengthM = math.Round(r.LengthM*10) / 10
	return r
}
