package town

import (
	"context"
	"encoding/json"
	"fmt"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// BlindSpots are those of [coverage.Analysis.BlindSpotAreas], each with the best site among the candidates that the
// question names or lets make. Of the question count its request, its candidates and where they may stand.
func BlindSpots(ctx context.Context, a *coverage.Analysis, q Question) (geo.Layer, error) {
	_, layer, err := blindSpots(ctx, a, q)
	return layer, err
}

func blindSpots(ctx context.Context, a *coverage.Analysis, q Question) (*Prepared, geo.Layer, error) {
	request := q.Request
	p, err := gathered(ctx, a, Question{Request: request, Problem: "mclp", Sites: 1, Candidates: q.Candidates, Make: q.Make, Forbidden: q.Forbidden, Inside: q.Inside})
	if err != nil {
		return nil, geo.Layer{}, err
	}
	places := make([]coverage.Place, len(p.places))
	for i, c := range p.places {
		places[i] = coverage.Place{ID: c.ID, At: c.At}
	}
	text, err := json.Marshal(p.record())
	if err != nil {
		return nil, geo.Layer{}, fmt.Errorf("manifest: %w", err)
	}
	layer, err := a.BlindSpotAreasWith(ctx, request, places, text)
	return p, layer, err
}
