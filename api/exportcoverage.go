package api

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

func (s *Server) exportCoverage(ctx context.Context, t *town, q *ExportQuery, _ string) (geo.Layer, error) {
	question := q.question()
	return inTurn(ctx, s, question.request, func(request coverage.Request) (geo.Layer, error) {
		request.By = q.By
		report, err := t.Coverage(ctx, request)
		if err != nil {
			return geo.Layer{}, err
		}
		return t.reportLayer(report)
	})
}

// reportLayer is a report as a table, with the outline of the area in each row.
func (t *town) reportLayer(report *coverage.Report) (geo.Layer, error) {
	layer := geo.Layer{Name: "coverage"}
	byDistance := len(report.Manifest.Parameters.Metres) > 0
	for _, name := range []string{"service", "mode", "minutes", "group", "area", "area_name", "level", "total", "covered", "uncovered", "undetermined",
		"edge_of_data", "no_data", "share", "no_facility", "not_snapped", "isolated", "beyond_cutoff", "reached", "mean_s", "median_s", "p95_s"} {
		column := geo.Column{Name: name, Type: geo.Integer}
		switch name {
		case "service", "mode", "group", "area", "area_name", "level":
			column.Type = geo.Text
		case "share", "mean_s", "median_s", "p95_s":
			column.Type = geo.Real
		}
		layer.Columns = append(layer.Columns, column)
	}
	if byDistance {
		layer.Columns = append(layer.Columns, geo.Column{Name: "metres", Type: geo.Integer}, geo.Column{Name: "mean_m", Type: geo.Real},
			geo.Column{Name: "median_m", Type: geo.Real}, geo.Column{Name: "p95_m", Type: geo.Real})
	}
	for _, r := range report.Results {
		row := []any{
			r.Service, string(r.Mode), int64(r.Minutes), r.Group, value(r.Area), value(r.AreaName), value(r.Level), r.Total, r.Covered, r.Uncovered, r.Undetermined,
			r.EdgeOfData, r.NoData, value(r.Share), r.ByReason.NoFacility, r.ByReason.NotSnapped, r.ByReason.Isolated, r.ByReason.BeyondCutoff,
			r.Reached, value(r.MeanS), value(r.MedianS), value(r.P95S),
		}
		if byDistance {
			row[2] = nil
			row = append(row, int64(r.Metres.Metres), value(r.MeanM), value(r.MedianM), value(r.P95M))
		}
		layer.Features = append(layer.Features, geo.Feature{Geometry: t.outline(r.Area), Values: row})
	}
	var err error
	layer.Manifest, err = json.Marshal(report.Manifest)
	return layer, err
}

func (t *town) outline(area *string) orb.Geometry {
	if area == nil {
		return nil
	}
	for i := range t.Area.Areas {
		if t.Area.Areas[i].ID == *area && len(t.Area.Areas[i].Shape) > 0 {
			return t.Area.Areas[i].Shape
		}
	}
	return nil
}

// value is what a pointer points at, as a value of a layer.
func value[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}
