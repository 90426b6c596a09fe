package coverage

import (
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Route is the way to a facility, in stretches.
type Route struct {
	Service      string      `json:"service"`
	FacilityID   string      `json:"facility_id"`
	FacilityName string      `json:"facility_name"`
	Seconds      *float64    `json:"seconds"`          // null by distance
	Metres       *float64    `json:"metres,omitempty"` // by distance: as counted, legs as the length walked
	LengthM      float64     `json:"length_m"`         // as drawn
	Stretches    []RouteLine `json:"stretches"`
}

// RouteLine is a stretch of a way: a leg, or a run along one street.
type RouteLine struct {
	Kind    isochrone.StretchKind `json:"kind"`
	Street  string                `json:"street"` // its name, "" if it has none
	Class   string                `json:"class"`
	Seconds *float64              `json:"seconds"` // null by distance
	Metres  *float64              `json:"metres,omitempty"`
	LengthM float64               `json:"length_m"`
	Line    orb.LineString        `json:"line"` // longitude, latitude
}

// route draws the way to a facility.
func (v *view) route(facility int32) *Route {
	f, way := &v.Area.Facilities[facility], v.outward.Way(facility)
	r := &Route{Service: f.Service, FacilityID: f.ID, FacilityName: f.Name}
	r.Seconds, r.Metres = v.length(way.Ms)
	for _, s := range way.Stretches {
		line := RouteLine{Kind: s.Kind, Line: s.Line}
		line.Seconds, line.Metres = v.length(s.Ms)
		for i := 1; i < len(s.Line); i++ {
			line.LengthM += geo.Distance(s.Line[i-1], s.Line[i])
		}
		if s.Street >= 0 {
			line.Street, line.Class = v.Area.Streets[s.Street].Name, v.Area.Streets[s.Street].Class
		}
		line.LengthM = math.Round(line.LengthM*10) / 10
		r.LengthM += line.LengthM
		r.Stretches = append(r.Stretches, line)
	}
	r.LengthM = math.Round(r.LengthM*10) / 10
	return r
}
