package api

import (
	"context"
	"encoding/json"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// exportLayer is a layer that leaves as a file: the parameters it knows, and how it is made. The extension is that
// of the file.
type exportLayer struct {
	parameters []string
	make       func(s *Server, ctx context.Context, t *town, q *ExportQuery, extension string) (geo.Layer, error)
}

// travelParameters say how people travel, resultParameters what is asked; every layer of results knows both.
var (
	travelParameters = []string{"mode", "access", "speed", "speed_factor", "direction"}
	resultParameters = append([]string{"service", "need", "group", "minutes", "metres"}, travelParameters...)
)

// exportLayers are the layers by name, without those that were saved.
var exportLayers = map[string]exportLayer{
	"coverage":           {append([]string{"by"}, resultParameters...), (*Server).exportCoverage},
	"times":              {resultParameters, (*Server).exportTimes},
	"blind-spots":        {append([]string{"as"}, resultParameters...), (*Server).exportBlindSpots},
	"radius":             {[]string{"service", "need", "group", "metres", "mode", "access", "direction"}, (*Server).exportRadius},
	"catchments":         {append([]string{"facility", "at", "service", "minutes", "metres"}, travelParameters...), exportCatchments(false)},
	"catchment-streets":  {append([]string{"facility", "at", "service", "minutes", "metres"}, travelParameters...), exportCatchments(true)},
	"facilities":         {[]string{"service"}, (*Server).exportFacilities},
	"residential-points": {nil, townLayer("residential_point")},
	"areas":              {[]string{"level"}, (*Server).exportAreas},
	"entrance":           {nil, townLayer("entrance")},
	"idle_building":      {nil, townLayer("idle_building")},
	"street":             {nil, townLayer("street")},
	"barriers":           {nil, townLayer("barriers")},
	"network":            {travelParameters, (*Server).exportNetwork},
	"islands":            {[]string{"mode", "access"}, (*Server).exportIslands},
	"facilities-served":  {resultParameters, (*Server).exportServed},
	"turns": {nil, func(_ *Server, _ context.Context, t *town, _ *ExportQuery, _ string) (geo.Layer, error) {
		return t.TurnsLayer()
	}},
}

// savedLayer is a result that was saved by name.
var savedLayer = exportLayer{[]string{"saved"}, func(s *Server, ctx context.Context, _ *town, q *ExportQuery, _ string) (geo.Layer, error) {
	return s.options.Workspace.Layer(ctx, q.name())
}}

// townLayer is a layer of the workspace as it was imported.
func townLayer(name string) func(*Server, context.Context, *town, *ExportQuery, string) (geo.Layer, error) {
	return func(s *Server, ctx context.Context, t *town, _ *ExportQuery, _ string) (geo.Layer, error) {
		layer, err := s.options.Workspace.Layer(ctx, name)
		if err != nil {
			return geo.Layer{}, err
		}
		layer.Manifest, err = json.Marshal(t.TownManifest(name))
		return layer, err
	}
}

// chosen is a layer of the workspace without the rows that are not wanted. A part of a layer has no manifest: from
// one the whole would be made again.
func (s *Server) chosen(ctx context.Context, name, column string, keep func(value any) bool) (geo.Layer, error) {
	layer, err := s.options.Workspace.Layer(ctx, name)
	if err != nil {
		return geo.Layer{}, err
	}
	at := slices.IndexFunc(layer.Columns, func(c geo.Column) bool { return c.Name == column })
	layer.Features = slices.DeleteFunc(layer.Features, func(f geo.Feature) bool { return !keep(f.Values[at]) })
	return layer, nil
}

func (s *Server) exportFacilities(ctx context.Context, t *town, q *ExportQuery, extension string) (geo.Layer, error) {
	wanted, err := t.wanted(q.Service)
	if err != nil {
		return geo.Layer{}, err
	}
	if wanted == nil {
		return townLayer("facility")(s, ctx, t, q, extension)
	}
	return s.chosen(ctx, "facility", "service", func(value any) bool { code, _ := value.(string); return wanted[code] })
}

func (s *Server) exportAreas(ctx context.Context, t *town, q *ExportQuery, extension string) (geo.Layer, error) {
	if q.Level == "" {
		return townLayer("area")(s, ctx, t, q, extension)
	}
	if err := t.checkLevel("level", q.Level); err != nil {
		return geo.Layer{}, err
	}
	return s.chosen(ctx, "area", "level", func(value any) bool { return value == q.Level })
}

func (s *Server) exportTimes(ctx context.Context, t *town, q *ExportQuery, extension string) (geo.Layer, error) {
	question := q.question()
	return inTurn(ctx, s, question.oneCutoff, func(request coverage.Request) (geo.Layer, error) {
		if extension == "geojson" {
			return t.PointLayer(ctx, request)
		}
		return t.Times(ctx, request)
	})
}

func (s *Server) exportBlindSpots(ctx context.Context, t *town, q *ExportQuery, _ string) (geo.Layer, error) {
	return s.blindSpotLayer(ctx, t, &BlindSpotQuery{q.question(), q.As})
}

func (s *Server) exportRadius(ctx context.Context, t *town, q *ExportQuery, _ string) (geo.Layer, error) {
	question := q.question()
	return inTurn(ctx, s, question.request, func(request coverage.Request) (geo.Layer, error) { return t.RadiusPoints(ctx, request) })
}

// exportCatchments exports the land from which something is reached, or the streets.
func exportCatchments(streets bool) func(s *Server, ctx context.Context, t *town, q *ExportQuery, extension string) (geo.Layer, error) {
	return func(s *Server, ctx context.Context, t *town, q *ExportQuery, _ string) (geo.Layer, error) {
		if len(q.Service) > 1 {
			return geo.Layer{}, &coverage.RequestError{Parameter: "service", Value: q.url.Query().Get("service"), Rule: geo.Say("catchments are of one service", "可达范围只针对一种设施")}
		}
		return s.catchmentLayer(ctx, t, &CatchmentQuery{Facility: q.Facility, At: q.At, Service: append(q.Service, "")[0], Minutes: q.Minutes, Metres: q.Metres, Travel: q.travel()}, streets)
	}
}

func (s *Server) exportNetwork(ctx context.Context, t *town, q *ExportQuery, _ string) (geo.Layer, error) {
	travel := q.travel()
	return inTurn(ctx, s, travel.profile, func(profile isochrone.Profile) (geo.Layer, error) { return t.NetworkLayer(ctx, profile) })
}
