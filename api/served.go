package api

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// FacilitiesServed says whom each facility serves.
type FacilitiesServed struct {
	Manifest *coverage.Manifest `json:"manifest"`
	coverage.Served
	Results []coverage.Served `json:"results,omitempty" doc:"Where several cutoffs were asked for: one after the other, the shortest first. The members beside it are those of the longest."`
}

func (s *Server) served(ctx context.Context, q *Question) (*answer[FacilitiesServed], error) {
	return asked(ctx, s, q.request, func(t *town, request coverage.Request) (FacilitiesServed, error) {
		report, err := t.ServedBy(ctx, request)
		if err != nil {
			return FacilitiesServed{}, err
		}
		body := FacilitiesServed{Manifest: report.Manifest, Served: report.Results[len(report.Results)-1]}
		if len(report.Results) > 1 {
			body.Results = report.Results
		}
		return body, nil
	})
}

func (s *Server) exportServed(ctx context.Context, t *town, q *ExportQuery, _ string) (geo.Layer, error) {
	question := q.question()
	return inTurn(ctx, s, question.request, func(request coverage.Request) (geo.Layer, error) { return t.ServedLayer(ctx, request) })
}
