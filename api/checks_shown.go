package api

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// ShownScorecard is a scorecard with its numbers as people read them.
type ShownScorecard struct {
	ResultID string         `json:"result_id" doc:"Names the result on paper."`
	Standard string         `json:"standard"`
	Scenario string         `json:"scenario,omitempty" doc:"The saved scenario whose edits were done first."`
	Items    []ShownOutcome `json:"items" nullable:"false" doc:"The checks, in the order of the scorecard."`
}

// ShownOutcome is what came of one check.
type ShownOutcome struct {
	ID      string      `json:"id"`
	Value   string      `json:"value" example:"66 %" doc:"– where there is none."`
	Wanted  string      `json:"wanted" example:"≥ 90 %" doc:"– where the check wants nothing."`
	Unit    geo.Words   `json:"unit" doc:"Of value and target; empty of shares."`
	Deficit *geo.Words  `json:"deficit,omitempty" doc:"What is missing to the target, with its unit."`
	Failing []ShownUnit `json:"failing" nullable:"false"`
}

// ShownUnit is a unit that fails.
type ShownUnit struct {
	Unit    string     `json:"unit"`
	Value   string     `json:"value"`
	Deficit *geo.Words `json:"deficit,omitempty"`
}

// maxShownUnits bounds the failing units of one check.
const maxShownUnits = 500

func (s *Server) shownScorecard(ctx context.Context, q *CheckPath) (*answer[ShownScorecard], error) {
	one, err := s.checked(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	body := ShownScorecard{ResultID: one.card.ResultID(), Standard: one.card.Standard, Scenario: one.scenario, Items: []ShownOutcome{}}
	for i := range one.card.Checks {
		body.Items = append(body.Items, shownOutcome(&one.card.Checks[i]))
	}
	return &answer[ShownScorecard]{body}, nil
}

func shownOutcome(o *standard.Outcome) ShownOutcome {
	item := ShownOutcome{ID: o.ID, Value: o.Shown(o.Value), Wanted: o.Wanted(), Unit: o.UnitWords(), Deficit: amount(o.Deficit, o.DeficitIn), Failing: []ShownUnit{}}
	for i := range o.Failing[:min(len(o.Failing), maxShownUnits)] {
		u := &o.Failing[i]
		item.Failing = append(item.Failing, ShownUnit{u.ID, o.ShownUnit(u), amount(u.Deficit, u.DeficitIn)})
	}
	return item
}

// amount is a deficit in words, nil where there is none.
func amount(deficit *standard.Number, unit string) *geo.Words {
	if deficit == nil {
		return nil
	}
	text := standard.Decimal(deficit.Rat(), nil)
	words, _ := standard.TargetUnit(unit)
	if words.Empty() {
		return &geo.Words{EN: text, ZH: text}
	}
	return &geo.Words{EN: text + " " + words.EN, ZH: text + " " + words.ZH}
}
