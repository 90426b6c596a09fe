package api

import (
	"context"

	"lifecircle/isochrone/coverage"
)

// ServedList says whom each facility serves.
type ServedList struct {
	Items []coverage.Served `json:"items" nullable:"false" doc:"Active facilities, by service and id."`
}

func (s *Server) served(ctx context.Context, q *Question) (*answer[ServedList], error) {
	return asked(ctx, s, q.oneCutoff, func(t *town, request coverage.Request) (ServedList, error) {
		items, err := t.ServedBy(ctx, request)
		return ServedList{items}, err
	})
}
