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
