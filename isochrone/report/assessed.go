package report

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// Of is the report on an assessment, with everything that belongs to it: the list of problems and, for the internal edition,
// the residential points that checks leave without service. Language and words of the cover are for the caller.
func Of(ctx context.Context, assessed *standard.Assessed, card *standard.Scorecard, edition Edition) (Request, error) {
	area := assessed.Analysis.Area
	if assessed.Options.AsOf != "" { // maps show the facilities of that day; indexes are the same
		dated, _, err := area.AsOf(assessed.Options.AsOf)
		if err != nil {
			return Request{}, err
		}
		area = dated
	}
	q := Request{Area: area, Scorecard: card, Standard: assessed.Standard, Edition: edition, Problems: card.Problems(area), Blind: map[string]geo.Layer{}}
	ofDay := assessed.Analysis
	if area != ofDay.Area {
		ofDay = coverage.New(area)
	}
	fair, err := fairnessOf(ctx, ofDay, assessed, card)
	if err != nil {
		return Request{}, err
	}
	q.Fairness = fair
	if edition == Public {
		return q, nil
	}
	for i := range card.Checks {
		o := &card.Checks[i]
		if !leavesPoints(o) {
			continue
		}
		layer, err := standard.Uncovered(ctx, assessed.Analysis, assessed.Standard, assessed.Options, o.ID)
		if err != nil {
			return Request{}, err
		}
		q.Blind[o.ID] = layer
	}
	return q, nil
}

// leavesPoints tells whether a check leaves residential points without service that a report is to name.
func leavesPoints(o *standard.Outcome) bool {
	if o.Uncovered == nil || *o.Uncovered == 0 || (o.Verdict != standard.NotMet && o.Verdict != standard.Reference) {
		return false
	}
	switch o.Measure {
	case standard.Coverage, standard.FullCircle, standard.MeanCircle, standard.CommunityShare, standard.CapacityCoverage, standard.FloatingSupply:
		return true
	}
	return false
}
