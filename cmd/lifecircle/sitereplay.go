package main

import (
	"context"

	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting/town"
)

// replaySites computes a choice of sites again, or blind spots that name theirs.
func replaySites(ctx context.Context, s streams, a *coverage.Analysis, m *coverage.Manifest, lists *siteLists, to output) error {
	var q town.Question
	if err := lists.read(ctx, s, &q); err != nil {
		return err
	}
	again, err := town.Replay(ctx, a, m, town.Files{Candidates: q.Candidates, Forbidden: q.Forbidden, Inside: q.Inside})
	if err != nil {
		return err
	}
	layer := again.Layer
	if again.Answer != nil {
		if m.Parameters.Format == "" && m.Parameters.Save == "" {
			return to.text(s, again.Answer.Manifest, again.Answer.WriteJSON)
		}
		if layer, err = again.Prepared.Layer(ctx, again.Answer); err != nil {
			return err
		}
	}
	if layer, err = coverage.WithName(layer, m.Parameters.Save); err != nil {
		return err
	}
	return to.write(s, layer)
}
