package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// DifferenceQuery asks what differs between two scenarios.
type DifferenceQuery struct {
	ScenarioPath
	Against string `query:"against" default:"base" maxLength:"64" doc:"The id of another scenario under way that answers the same question, or base: the town without edits."`
	Format  string `query:"format" enum:"geojson" default:"geojson" doc:"Of the answer."`
}

// Difference is a GeoJSON feature collection of the residential points for which something differs.
type Difference = layerOf[DifferenceCollection]

// DifferenceCollection documents differences.
type DifferenceCollection struct {
	_        struct{}                                       `additionalProperties:"true"`
	Type     string                                         `json:"type" enum:"FeatureCollection"`
	Features []Feature[PointGeometry, DifferenceProperties] `json:"features" nullable:"false"`
}

// DifferenceProperties describe what differs for a residential point.
type DifferenceProperties struct {
	ID              string              `json:"id"`
	Name            string              `json:"name"`
	Population      *int64              `json:"population"`
	GroupPopulation *int64              `json:"group_population"`
	Change          coverage.ChangeKind `json:"change" enum:"gained,lost,nearer,farther,other"`
	BeforeS         *float64            `json:"before_s" doc:"Seconds; null if nothing can be reached."`
	AfterS          *float64            `json:"after_s"`
	BeforeMinutes   *int                `json:"before_minutes" doc:"The shortest cutoff of the question within which it is covered; null if none."`
	AfterMinutes    *int                `json:"after_minutes"`
	BeforeM         *float64            `json:"before_m" doc:"This and the next three in the places of those before, where cutoffs are metres."`
	AfterM          *float64            `json:"after_m"`
	BeforeWithinM   *int                `json:"before_within_m"`
	AfterWithinM    *int                `json:"after_within_m"`
	BeforeReason    coverage.Reason     `json:"before_reason" enum:",no_facility,not_snapped,isolated,beyond_cutoff"`
	AfterReason     coverage.Reason     `json:"after_reason" enum:",no_facility,not_snapped,isolated,beyond_cutoff"`
}

// CompareQuery asks for scenarios side by side.
type CompareQuery struct {
	IDs []string `query:"ids" required:"true" minItems:"1" maxItems:"8" doc:"Ids of scenarios under way that answer the same question, joined by commas."`
}

// ScenarioComparison sets scenarios side by side.
type ScenarioComparison struct {
	Base  []coverage.Result  `json:"base" nullable:"false" doc:"The rows of the town without any edit."`
	Items []ComparedScenario `json:"items" nullable:"false" doc:"In the order asked for."`
}

// ComparedScenario is one of them.
type ComparedScenario struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Edits   int               `json:"edits" doc:"How many."`
	Results []coverage.Result `json:"results" nullable:"false"`
	Gains   []coverage.Gain   `json:"gains" nullable:"false" doc:"For each row, whom it gained and lost against the town without edits."`
}

func (s *Server) registerDifferences() {
	register(s, operation(http.MethodGet, "/scenarios/{id}/difference", "Scenarios", "What differs, point by point", "As GeoJSON: the residential points for which something differs, seen from the other town."), s.difference)
	register(s, operation(http.MethodGet, "/scenarios/compare", "Scenarios", "Scenarios side by side", "People gained and lost against the town without edits, for each cutoff and area."), s.compareScenarios)
	allowNull(s.api, "Gain", "minutes")
	allowAbsent(s.api, "DifferenceProperties", "before_s", "after_s", "before_minutes", "after_minutes", "before_m", "after_m", "before_within_m", "after_within_m")
}

func (s *Server) difference(ctx context.Context, q *DifferenceQuery) (*answer[Difference], error) {
	ids := []string{q.ID}
	if q.Against != "base" {
		ids = append(ids, q.Against)
	}
	var layer geo.Layer
	err := s.together(ctx, ids, func(play []*session) (err error) {
		var c *coverage.Comparison
		if len(play) == 1 {
			c, err = play[0].AgainstBase()
		} else {
			c, err = coverage.Compare(play[1].Session, play[0].Session)
		}
		if err == nil {
			layer, err = coverage.WithFormat(c.Layer(), q.Format)
		}
		return err
	})
	return &answer[Difference]{Difference{layer}}, err
}

func (s *Server) compareScenarios(ctx context.Context, q *CompareQuery) (*answer[ScenarioComparison], error) {
	var body ScenarioComparison
	err := s.together(ctx, q.IDs, func(play []*session) error {
		for _, one := range play {
			if _, err := coverage.Compare(play[0].Session, one.Session); err != nil { // the same question?
				return err
			}
			c, err := one.AgainstBase()
			if err != nil {
				return err
			}
			now := one.Scenario()
			body.Items = append(body.Items, ComparedScenario{one.id, now.Name, len(now.Edits), one.Report().Results, c.Rows})
		}
		body.Base = play[0].Base().Results
		return nil
	})
	return &answer[ScenarioComparison]{body}, err
}

// together holds several sessions at once, in an order that is the same for everyone, so that nobody waits in a circle.
func (s *Server) together(ctx context.Context, ids []string, work func([]*session) error) error {
	held := make(map[string]*session)
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		_, play, err := s.session(ctx, id)
		if err != nil {
			return err
		}
		defer s.plays.release(play)
		held[id] = play
	}
	if len(held) < len(ids) {
		return &coverage.RequestError{Parameter: "ids", Value: fmt.Sprint(ids), Rule: geo.Say("names a scenario twice", "重复指定了同一方案")}
	}
	done, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	play := make([]*session, len(ids))
	for i, id := range ids {
		play[i] = held[id]
	}
	return work(play)
}
