package api

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// CatchmentQuery asks for the land from which something is reached: one facility, a place, or the nearest facility
// of a service.
type CatchmentQuery struct {
	Facility string `query:"facility" maxLength:"400" doc:"service:id of a facility, or an id that only one has." example:"clinic:7"`
	At       string `query:"at" maxLength:"64" doc:"Instead: a place, longitude,latitude." example:"113.55,22.19"`
	Service  string `query:"service" maxLength:"64" doc:"Instead: the nearest facility of a service."`
	Minutes  []int  `query:"minutes" minimum:"1" maximum:"120" minItems:"1" maxItems:"24" doc:"Cutoffs in whole minutes, joined by commas; 15 if not given." example:"[5,15,30]"`
	Metres   []int  `query:"metres" minimum:"1" maximum:"50000" minItems:"1" maxItems:"24" doc:"Instead: cutoffs in whole metres along the streets."`
	Travel
}

// Catchments is a GeoJSON feature collection, one feature for each cutoff.
type Catchments = layerOf[CatchmentCollection]

// CatchmentCollection documents catchments.
type CatchmentCollection struct {
	_        struct{}                                    `additionalProperties:"true"`
	Type     string                                      `json:"type" enum:"FeatureCollection"`
	Features []Feature[AnyGeometry, CatchmentProperties] `json:"features" nullable:"false"`
}

// CatchmentProperties describe a catchment.
type CatchmentProperties struct {
	FacilityID *string  `json:"facility_id" doc:"null for a place or a service."`
	Service    *string  `json:"service"`
	Mode       geo.Mode `json:"mode"`
	Minutes    *int     `json:"minutes" doc:"null by distance."`
	Metres     int      `json:"metres,omitempty" doc:"By distance alone."`
	Population int64    `json:"population" doc:"People of the residential points inside."`
}

// CatchmentStreets is a GeoJSON feature collection of parts of streets.
type CatchmentStreets = layerOf[CatchmentStreetCollection]

// CatchmentStreetCollection documents the streets of catchments.
type CatchmentStreetCollection struct {
	_        struct{}                                          `additionalProperties:"true"`
	Type     string                                            `json:"type" enum:"FeatureCollection"`
	Features []Feature[AnyGeometry, CatchmentStreetProperties] `json:"features" nullable:"false"`
}

// CatchmentStreetProperties describe a part of a street.
type CatchmentStreetProperties struct {
	FacilityID  *string  `json:"facility_id" doc:"null for a place or a service."`
	Service     *string  `json:"service"`
	Mode        geo.Mode `json:"mode"`
	Minutes     *int     `json:"minutes" doc:"The shortest of the cutoffs that holds for all of the part; null by distance."`
	Metres      int      `json:"metres,omitempty" doc:"The same by distance."`
	WayID       int64    `json:"way_id"`
	Name        string   `json:"name"`
	Class       string   `json:"class"`
	From        float64  `json:"from" doc:"Where the part begins, as a share of the street's length."`
	To          float64  `json:"to" doc:"Where it ends."`
	SecondsFrom *float64 `json:"seconds_from,omitempty" doc:"Travel time from where it begins."`
	SecondsTo   *float64 `json:"seconds_to,omitempty"`
	MetresFrom  *float64 `json:"metres_from,omitempty" doc:"By distance, in place of the time."`
	MetresTo    *float64 `json:"metres_to,omitempty"`
	LengthM     float64  `json:"length_m"`
}

func (s *Server) registerCatchments() {
	register(s, get("/catchments/streets", "Coverage", "The streets from which something is reached", "As GeoJSON: the parts of streets within the cutoffs, each with the shortest cutoff that holds for all of it. Parts do not overlap."), s.catchmentStreets)
	register(s, get("/catchments", "Coverage", "The land from which something is reached", "As GeoJSON. Bands nest, and hold exactly the residential points within their cutoff."), s.catchments)
}

func (s *Server) catchments(ctx context.Context, q *CatchmentQuery) (*answer[Catchments], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	layer, err := s.catchmentLayer(ctx, t, q, false)
	return &answer[Catchments]{Catchments{layer}}, err
}

func (s *Server) catchmentStreets(ctx context.Context, q *CatchmentQuery) (*answer[CatchmentStreets], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	layer, err := s.catchmentLayer(ctx, t, q, true)
	return &answer[CatchmentStreets]{CatchmentStreets{layer}}, err
}

func (s *Server) catchmentLayer(ctx context.Context, t *town, q *CatchmentQuery, streets bool) (layer geo.Layer, err error) {
	request := coverage.CatchmentRequest{Facility: q.Facility, Service: q.Service, Metres: q.Metres, Streets: streets}
	if request.At, err = place(q.At); err != nil {
		return layer, err
	}
	if request.Profile, request.Minutes, err = q.cutoffs(q.Minutes, q.Metres); err != nil {
		return layer, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return layer, err
	}
	defer done()
	return t.Catchments(ctx, request)
}
