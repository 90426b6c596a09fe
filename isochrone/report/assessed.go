package report

import (
	"context"

	"lifecircle/geo"
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
	q := Request{Area: area, Scorecard: card, Standard: assessed.Standard, Options: assessed.Options, Edition: edition, Problems: card.Problems(area), Blind: map[string]geo.Layer{}, Crowds: map[string]*Crowd{}}
	of := *assessed
	if err := of.Remember(); err != nil {
		return Request{}, err
	}
	fair, err := fairnessOf(ctx, &of, card)
	if err != nil {
		return Request{}, err
	}
	q.Fairness = fair
	if edition == Public {
		return q, nil
	}
	view := newView(area)
	for i := range card.Checks {
		o := &card.Checks[i]
		if !leavesPoints(o) {
			continue
		}
		crowd := newCrowd(area, &view)
		layer, err := of.Uncovered(ctx, o.ID, bookSpots, crowd.add)
		if err != nil {
			return Request{}, err
		}
		if crowd.Places > mapDots {
			q.Crowds[o.ID] = crowd
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
