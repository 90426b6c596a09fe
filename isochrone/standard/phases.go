package standard

import (
	"context"
	"fmt"
	"slices"

	"lifecircle/geo"
)

// inTurn assesses checks mode by mode: a large town that is prepared for a mode takes hundreds of megabytes, so whoever
// keeps few of them has each prepared once and lets it go before the next. Checks that ask for several modes have to wait
// for the last one. done is told of each check as it is assessed.
func (s *assessor) inTurn(ctx context.Context, checks []*Check, done func(i int, o *Outcome) error) error {
	for first, end := 0, 0; first < len(checks); first = end {
		end = s.fitting(checks, first)
		profiles, last, err := s.profilesOf(checks[first:end])
		if err != nil {
			return err
		}
		for phase := -1; phase < len(profiles); phase++ { // those before the first do not travel
			if phase >= 0 {
				if err := s.ahead(ctx, profiles[phase], checks[first:end]); err != nil {
					return err
				}
			}
			for k, c := range checks[first:end] {
				if last[k] != phase {
					continue
				}
				o, err := s.assess(ctx, c)
				if err == nil {
					err = done(first+k, o)
				}
				if err != nil {
					return fmt.Errorf("check %s: %w", c.ID, err)
				}
			}
		}
	}
	return nil
}

// fitting is the end of a stretch of checks whose reaches are all kept at once; it holds one check at least.
func (s *assessor) fitting(checks []*Check, first int) int {
	reaches := 0
	for i, c := range checks[first:] {
		if c.Measure.ofPoints() {
			reaches += max(1, len(c.Modes)) * len(s.std.Expand(c))
		}
		if reaches > keptReaches && i > 0 {
			return first + i
		}
	}
	return len(checks)
}

// profilesOf are the profiles that checks need, in the order of modes, so that one follows another of the same streets, and
// for each check its last one of them, -1 where it needs none.
func (s *assessor) profilesOf(checks []*Check) (profiles []string, last []int, err error) {
	needs := make([][]way, len(checks))
	var all []way
	for k, c := range checks {
		if !c.Measure.byTravel() {
			continue
		}
		ways, err := s.ways(c)
		if err != nil {
			return nil, nil, err
		}
		needs[k] = slices.DeleteFunc(ways, func(w way) bool { return w.straight })
		all = append(all, needs[k]...)
	}
	slices.SortStableFunc(all, func(a, b way) int { return slices.Index(geo.Modes(), a.mode) - slices.Index(geo.Modes(), b.mode) })
	for i := range all {
		if by := all[i].by(); !slices.Contains(profiles, by) {
			profiles = append(profiles, by)
		}
	}
	last = make([]int, len(checks))
	for k := range checks {
		last[k] = -1
		for i := range needs[k] {
			last[k] = max(last[k], slices.Index(profiles, needs[k][i].by()))
		}
	}
	return profiles, last, nil
}

// ahead finds what checks need to know of one profile while it is there. Where a check lacks data it says so itself, when
// its turn comes.
func (s *assessor) ahead(ctx context.Context, profile string, checks []*Check) error {
	for _, c := range checks {
		if !c.Measure.ofPoints() || len(c.Modes) < 2 { // those of one mode are assessed while it is there
			continue
		}
		if c.Measure == CapacityCoverage || c.Measure == FloatingSupply {
			continue // they ask who uses which facility
		}
		ways, err := s.ways(c)
		if err != nil {
			return err
		}
		if _, err := s.counted(c, newOutcome(c)); err != nil {
			continue
		}
		lists, err := s.listsOf(c)
		if err != nil {
			continue
		}
		for i := range ways {
			if ways[i].straight || ways[i].by() != profile {
				continue
			}
			if i == 0 {
				if _, err := s.travel.straysOf(ctx, &ways[i]); err != nil {
					return err
				}
			}
			for _, facilities := range lists {
				if _, err := s.travel.to(ctx, &ways[i], facilities); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
