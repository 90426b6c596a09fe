package main

import (
	"context"

	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// replayChecks holds a plan against the town again, as a manifest says it was done.
func replayChecks(ctx context.Context, s streams, a *coverage.Analysis, m *coverage.Manifest, to output) error {
	card, assessed, err := standard.Replay(ctx, a, m)
	if err != nil {
		return err
	}
	return writePart(ctx, s, to, card, assessed, m.Parameters.As, m.Parameters.Layer)
}

// replayQuestion answers again how fairly a service is within reach, or who finds a place.
func replayQuestion(ctx context.Context, s streams, a *coverage.Analysis, m *coverage.Manifest, to output) error {
	again, err := standard.ReplayQuestion(ctx, a, m)
	if err != nil {
		return err
	}
	if again.Fairness != nil {
		return to.text(s, again.Fairness.Manifest, again.Fairness.WriteJSON)
	}
	return to.text(s, again.Capacity.Manifest, again.Capacity.WriteJSON)
}
