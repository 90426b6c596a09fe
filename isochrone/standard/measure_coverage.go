package standard

import "context"

// coverage is the share of people, of households, of residential land or of floor area from where the nearest active
// facility of any of the services is within the cutoff; of a ring, within it and beyond the inner one. Whoever cannot
// reach any, and whoever has no street, is uncovered.
//
//	COV(S; m, τ; g; U) = Σ over points r of w(r)·[min over facilities f of t(r, f) ≤ τ] ÷ Σ w(r)
func coverageOf(ctx context.Context, s *assessor, c *Check, o *Outcome) error {
	t, byMode, err := s.reached(ctx, c, o)
	if err != nil {
		return err
	}
	s.settle(c, o, t)
	o.addModes(c, byMode, (*tally).share)
	return s.toVerify(ctx, t, o)
}
