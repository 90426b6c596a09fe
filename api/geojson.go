package api

import (
	"encoding/json"
	"io"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"lifecircle/data/vector"
	"lifecircle/geo"
)

// FeatureCollection is a GeoJSON feature collection (RFC 7946) with the counts of OGC API Features.
type FeatureCollection[G, P any] struct {
	Type           string          `json:"type" enum:"FeatureCollection"`
	Features       []Feature[G, P] `json:"features" nullable:"false"`
	NumberMatched  int             `json:"numberMatched" doc:"All that the request is about."`
	NumberReturned int             `json:"numberReturned" doc:"Those on this page."`
	Links          []Link          `json:"links,omitempty" nullable:"false" doc:"This page, the next and the one before."`
}

const geoJSONType = "application/geo+json"

// ContentType is that of GeoJSON.
func (FeatureCollection[G, P]) ContentType(string) string { return geoJSONType }

// layerOf is a layer as a GeoJSON feature collection, the same bytes that the command line writes. C documents it.
type layerOf[C any] struct{ layer geo.Layer }

// WriteJSON writes it as the command line does.
func (l layerOf[C]) WriteJSON(w io.Writer) error { return vector.WriteGeoJSON(w, l.layer) }

// ContentType is that of GeoJSON.
func (layerOf[C]) ContentType(string) string { return geoJSONType }

// Schema documents it.
func (layerOf[C]) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[C](), true, "")
}

// Feature is a GeoJSON feature.
type Feature[G, P any] struct {
	Type       string `json:"type" enum:"Feature"`
	ID         string `json:"id,omitempty"`
	Geometry   G      `json:"geometry"`
	Properties P      `json:"properties"`
}

// Link leads to a related page.
type Link struct {
	Rel  string `json:"rel" enum:"self,next,prev"`
	Href string `json:"href"`
	Type string `json:"type"`
}

// PointGeometry is a GeoJSON point.
type PointGeometry struct {
	Type        string    `json:"type" enum:"Point"`
	Coordinates orb.Point `json:"coordinates" nullable:"false"`
}

// MultiPolygonGeometry is a GeoJSON multipolygon, null if it is empty.
type MultiPolygonGeometry struct{ orb.MultiPolygon }

// MarshalJSON writes the geometry as RFC 7946 does.
func (g MultiPolygonGeometry) MarshalJSON() ([]byte, error) {
	if len(g.MultiPolygon) == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(struct {
		Type        string           `json:"type"`
		Coordinates orb.MultiPolygon `json:"coordinates"`
	}{"MultiPolygon", g.MultiPolygon})
}

// Schema documents the geometry.
func (MultiPolygonGeometry) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: "object", Nullable: true, Required: []string{"type", "coordinates"}, AdditionalProperties: false,
		Properties: map[string]*huma.Schema{
			"type":        {Type: "string", Enum: []any{"MultiPolygon"}},
			"coordinates": r.Schema(reflect.TypeFor[orb.MultiPolygon](), true, ""),
		},
	}
}

func collection[G, P any](features []Feature[G, P], matched int) FeatureCollection[G, P] {
	if features == nil {
		features = []Feature[G, P]{}
	}
	return FeatureCollection[G, P]{Type: "FeatureCollection", Features: features, NumberMatched: matched, NumberReturned: len(features)}
}

// AnyGeometry documents a geometry of any type, null if there is none.
type AnyGeometry struct{}

// Schema documents the geometry.
func (AnyGeometry) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: "object", Nullable: true, Required: []string{"type", "coordinates"}, AdditionalProperties: false,
		Properties: map[string]*huma.Schema{"type": {Type: "string"}, "coordinates": {Type: "array", Items: &huma.Schema{}}},
	}
}
