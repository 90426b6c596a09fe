package standard

import (
	"context"
	"io"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// WriteJSON writes the answer as the command line and the HTTP API give it, the same bytes.
func (f *Fairness) WriteJSON(w io.Writer) error { return coverage.WriteJSON(w, f) }

// WriteJSON writes the answer in the same way.
func (c *Capacity) WriteJSON(w io.Writer) error { return coverage.WriteJSON(w, c) }

// Replayed is an answer on fairness or on capacity, computed again: one of the two.
type Replayed struct {
	Fairness *Fairness
	Capacity *Capacity
}

// IsQuestion tells whether a manifest is of an answer that [ReplayQuestion] computes again.
func IsQuestion(m *coverage.Manifest) bool { return m.Command == "fairness" || m.Command == "capacity" }

// ReplayQuestion computes an answer on fairness or on capacity again from its manifest, and refuses as [Replay] does.
func ReplayQuestion(ctx context.Context, a *coverage.Analysis, m *coverage.Manifest) (*Replayed, error) {
	if err := a.CanReplay(m); err != nil {
		return nil, err
	}
	q, err := m.Request()
	if err != nil {
		return nil, err
	}
	if m.Scenario != nil {
		if a, err = a.With(*m.Scenario); err != nil {
			return nil, err
		}
	}
	again := &Replayed{}
	switch m.Command {
	case "fairness":
		if again.Fairness, err = FairnessOf(ctx, a, q); err == nil {
			err = m.SameAs(again.Fairness.Manifest)
		}
	case "capacity":
		if again.Capacity, err = CapacityOf(ctx, a, q); err == nil {
			err = m.SameAs(again.Capacity.Manifest)
		}
	default:
		err = &coverage.RequestError{Parameter: "command", Value: m.Command, Rule: geo.Say("is no question about fairness or capacity", "不是均等化或容量问题")}
	}
	return again, err
}
