package api

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// TownQuestion asks how a service is shared among people.
type TownQuestion struct {
	Question
	By string `query:"by" maxLength:"64" doc:"Also for the areas of this level, or of all levels with by=area."`
}

func (s *Server) registerFairness() {
	register(s, get("/fairness", "Coverage", "How unequally people live from a service",
		"Mean, median, 95th percentile and worst tenth of travel times, Gini and Theil: of everybody by group, of town and country, and by area; and how much of the inequality lies between these. The cutoff does not matter; metres make it a matter of distance."), s.fairness)
	register(s, get("/capacity", "Coverage", "Who finds a place in a service",
		"Places are shared out nearest first within one cutoff, nobody beyond the places there are; beside it stands the most that could be served, and the supply of each facility."), s.capacity)
	allowNull(s.api, "PlanCapacityRow", "minutes")
}

func (q *TownQuestion) request() (coverage.Request, error) {
	request, err := q.oneCutoff()
	request.By = q.By
	return request, err
}

func (s *Server) fairness(ctx context.Context, q *TownQuestion) (*answer[*standard.Fairness], error) {
	return asked(ctx, s, q.request, func(t *town, request coverage.Request) (*standard.Fairness, error) {
		return standard.FairnessOf(ctx, t.Analysis, request)
	})
}

func (s *Server) capacity(ctx context.Context, q *TownQuestion) (*answer[*standard.Capacity], error) {
	ask := func() (coverage.Request, error) {
		if q.Need == string(coverage.All) {
			return coverage.Request{}, &coverage.RequestError{Parameter: "need", Value: q.Need, Rule: geo.Say("a place in any of the services counts: all means nothing here", "任一类设施有位即计入，all 在此没有意义")}
		}
		return q.request()
	}
	return asked(ctx, s, ask, func(t *town, request coverage.Request) (*standard.Capacity, error) {
		return standard.CapacityOf(ctx, t.Analysis, request)
	})
}
