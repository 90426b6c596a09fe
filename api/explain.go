package api

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// ExplainQuery asks about one residential point.
type ExplainQuery struct {
	Point   string `query:"point" maxLength:"200" doc:"Id of a residential point."`
	At      string `query:"at" maxLength:"64" doc:"Instead: the residential point nearest to this longitude,latitude." example:"113.55,22.19"`
	Minutes int    `query:"minutes" minimum:"1" maximum:"120" default:"15" doc:"The cutoff, in whole minutes."`
	Service string `query:"service" maxLength:"64" doc:"The service to whose nearest facility the way is drawn; none if not given."`
	Travel
}

func (s *Server) registerExplain() {
	register(s, get("/explain", "Coverage", "One residential point: what is within its reach and why not more",
		"The nearest facility of every imported service, with times, reasons and what is missing, and the way to one of them, street by street."), s.explain)
	allowNull(s.api, "Explanation", "route")
}

func (s *Server) explain(ctx context.Context, q *ExplainQuery) (*answer[*coverage.Explanation], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	request := coverage.ExplainRequest{Point: q.Point, Minutes: q.Minutes, Service: q.Service}
	if (q.Point == "") == (q.At == "") {
		return nil, &coverage.RequestError{Parameter: "point", Value: q.Point, Rule: geo.Say("give the id of a residential point, or at=lon,lat, and not both", "请给出居民点编号或位置（at=经度,纬度）之一")}
	}
	if request.At, err = place(q.At); err != nil {
		return nil, err
	}
	if request.Profile, err = q.profile(); err != nil {
		return nil, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	explanation, err := t.Explain(ctx, request)
	return &answer[*coverage.Explanation]{explanation}, err
}
