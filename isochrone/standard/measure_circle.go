package standard

import (
	"cmp"
	"context"
	"slices"
)

// circle is the share of people who reach every need of a bundle (full), or the mean over the needs of the share who
// reach it (mean). Either shows the other as a value, and says which needs keep most people out.
//
//	FULL = Σ w(r)·[every need within τ] ÷ Σ w(r)      MEAN = mean over the needs of their coverage
func circle(ctx context.Context, s *assessor, c *Check, o *Outcome) error {
	t, byMode, err := s.reached(ctx, c, o)
	if err != nil {
		return err
	}
	s.settle(c, o, t)
	o.addModes(c, byMode, (*tally).share)
	needs := s.std.Expand(c)
	reached := int64(0)
	for n, need := range needs {
		if t.short[n] > 0 {
			o.Missing = append(o.Missing, Missing{need.Code, t.people(t.short[n])})
		}
		reached += t.total - t.short[n]
	}
	slices.SortStableFunc(o.Missing, func(a, b Missing) int { return cmp.Compare(b.People, a.People) })
	if mean := Fraction(reached, t.total*int64(len(needs))); mean != nil && c.Beyond == 0 {
		o.Values["mean"], o.Values["full"] = *mean, *Fraction(t.full, t.total)
	}
	return s.toVerify(ctx, t, o)
}
