package api

import (
	"context"

	"lifecircle/isochrone/coverage"
)

func (s *Server) served(ctx context.Context, q *Question) (*answer[*coverage.Served], error) {
	return asked(ctx, s, q.oneCutoff, func(t *town, request coverage.Request) (*coverage.Served, error) {
		return t.ServedBy(ctx, request)
	})
}
