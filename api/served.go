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
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	request, err := q.oneCutoff()
	if err != nil {
		return nil, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	items, err := t.ServedBy(ctx, request)
	return &answer[ServedList]{ServedList{items}}, err
}
