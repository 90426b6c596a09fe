package api

import (
	"context"
	"net/http"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// ExplainQuery asks about one residential point.
type ExplainQuery struct {
	Point   string `query:"point" maxLength:"200" doc:"Id of a residential point."`
	At      string `query:"at" maxLength:"64" doc:"Instead: the residential point nearest to this longitude,latitude." example:"113.55,22.19"`
	Minutes int    `query:"minutes" minimum:"1" maximum:"120" doc:"The cutoff, in whole minutes; 15 if not given."`
	Metres  int    `query:"metres" minimum:"1" maximum:"50000" doc:"Instead: the cutoff in whole metres along the streets."`
	Service string `query:"service" maxLength:"64" doc:"The service to whose nearest facility the way is drawn; none if not given."`
	K       int    `query:"k" minimum:"1" maximum:"10" default:"3" doc:"So many of the nearest facilities of each service."`
	Ways    bool   `query:"ways" doc:"Also the way to each of these of the service."`
	Travel
}

func (q *ExplainQuery) request() (coverage.ExplainRequest, error) {
	request := coverage.ExplainRequest{Point: q.Point, Metres: q.Metres, Service: q.Service, Nearest: q.K, Ways: q.Ways}
	if (q.Point == "") == (q.At == "") {
		return request, &coverage.RequestError{Parameter: "point", Value: q.Point, Rule: geo.Say("give the id of a residential point, or at=lon,lat, and not both", "请给出居民点编号或位置（at=经度,纬度）之一")}
	}
	var err error
	if request.At, err = place(q.At); err != nil {
		return request, err
	}
	var given, metres []int
	if q.Minutes != 0 {
		given = []int{q.Minutes}
	}
	if q.Metres != 0 {
		metres = []int{q.Metres}
	}
	profile, minutes, err := q.cutoffs(given, metres)
	if err != nil {
		return request, err
	}
	request.Profile = profile
	if len(minutes) > 0 {
		request.Minutes = minutes[0]
	}
	return request, nil
}

func (s *Server) registerExplain() {
	register(s, get("/explain", "Coverage", "One residential point: what is within its reach and why not more",
		"The nearest facilities of every imported service, with times, reasons and what is missing, and the way to one of them, street by street."), s.explain)
	// Scenarios come and go without a change of the town, so that no tag of it can vouch for the answer.
	register(s, operation(http.MethodGet, "/explain/remedies", "Coverage", "What would bring a residential point within the cutoff of a service",
		"The same answer, with remedies where the point is not covered, each on its own and tried: the first 20 saved scenarios, planned and closed facilities of the service, and the gates "+
			"that stop the mode, of which the 20 are tried through which the straight line is shortest."), s.remedies)
	allowNull(s.api, "Explanation", "route", "minutes")
}

func (s *Server) explain(ctx context.Context, q *ExplainQuery) (*answer[*coverage.Explanation], error) {
	return s.explained(ctx, q, func(*coverage.ExplainRequest) error { return nil })
}

func (s *Server) remedies(ctx context.Context, q *ExplainQuery) (*answer[*coverage.Explanation], error) {
	return s.explained(ctx, q, func(request *coverage.ExplainRequest) error {
		saved, err := s.options.Workspace.Scenarios(ctx)
		for _, one := range saved {
			request.Scenarios = append(request.Scenarios, one.Scenario)
		}
		request.Remedies = true
		return err
	})
}

func (s *Server) explained(ctx context.Context, q *ExplainQuery, amend func(*coverage.ExplainRequest) error) (*answer[*coverage.Explanation], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	request, err := q.request()
	if err != nil {
		return nil, err
	}
	if err := amend(&request); err != nil {
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
