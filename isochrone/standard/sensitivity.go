package standard

import (
	"context"
	"maps"
	"strconv"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// addSensitivity measures a check again at the ends of the band of speeds of each mode that decides it: slower first. A
// check by a straight line or by distance, and one whose profile has no band, has none.
func (s *assessor) addSensitivity(ctx context.Context, c *Check, o *Outcome) error {
	if !c.Measure.byTravel() || o.Value == nil || (c.Minutes == 0 && c.Measure != MaxTime) {
		return nil
	}
	modes := c.Modes
	if !c.Any {
		modes = modes[:min(1, len(modes))]
	}
	for _, mode := range modes {
		profile, err := s.profile(mode)
		if err != nil {
			return err
		}
		for _, at := range []func(isochrone.Profile) (isochrone.Profile, bool){isochrone.Profile.Slower, isochrone.Profile.Faster} {
			other, has := at(profile)
			if !has {
				continue
			}
			found, err := s.with(mode, other).outcome(ctx, c)
			if err != nil {
				return err
			}
			o.Sensitivity = append(o.Sensitivity, Sensitivity{mode, speedOf(profile, other), found.Value, found.verdictOnce()})
		}
	}
	return nil
}

// byTravel tells whether a measure depends on how people travel.
func (m Measure) byTravel() bool { return m.ofPoints() || m == MaxTime }

// with is the same assessment with another profile for one mode.
func (s *assessor) with(mode geo.Mode, profile isochrone.Profile) *assessor {
	other := *s
	other.options.Profiles = maps.Clone(s.options.Profiles)
	if other.options.Profiles == nil {
		other.options.Profiles = map[geo.Mode]isochrone.Profile{}
	}
	other.options.Profiles[mode] = profile
	return &other
}

// outcome measures and judges a check, and no more than that.
func (s *assessor) outcome(ctx context.Context, c *Check) (*Outcome, error) {
	o := newOutcome(c)
	if err := measures[c.Measure](ctx, s, c, o); err != nil {
		return nil, err
	}
	s.judge(c, o)
	return o, nil
}

// verdictOnce is the verdict, of a check for reference the one it would have.
func (o *Outcome) verdictOnce() Verdict {
	if o.Verdict == Reference {
		return o.Would
	}
	return o.Verdict
}

// speedOf says how another profile differs: "3.2 km/h", or "× 0.7" where speeds go by class of street.
func speedOf(usual, other isochrone.Profile) string {
	if len(usual.SpeedsKmh) == 0 {
		return strconv.FormatFloat(other.SpeedKmh, 'f', -1, 64) + " km/h"
	}
	factor := usual.Band.Fast
	for class, kmh := range usual.SpeedsKmh {
		if other.SpeedsKmh[class] < kmh {
			factor = usual.Band.Slow
		}
	}
	return "× " + strconv.FormatFloat(factor, 'f', -1, 64)
}
