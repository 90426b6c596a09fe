package coverage

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Spread shows how much a result depends on what was assumed: the same count under other assumptions.
type Spread struct {
	AccessNearest *Variant `json:"access_nearest"` // leaving by the nearest piece of street alone
	Slower        *Variant `json:"slower"`         // null where the profile has no band, as by distance
	Faster        *Variant `json:"faster"`
}

// Variant is a result under one other assumption.
type Variant struct {
	SpeedKmh    float64  `json:"speed_kmh,omitempty"`
	SpeedFactor float64  `json:"speed_factor,omitempty"`
	Covered     int64    `json:"covered"`
	Share       *float64 `json:"share"`
}

// assumption names what a band changes.
type assumption int

const (
	nearestAccess assumption = iota
	slowerSpeed
	fasterSpeed
)

// eachAssumption calls do for every assumption that the profile has, with the change of a profile it stands for.
func eachAssumption(profile isochrone.Profile, do func(vary func(isochrone.Profile) (isochrone.Profile, error), which assumption) error) error {
	err := do(func(p isochrone.Profile) (isochrone.Profile, error) { return p.WithAccess(isochrone.AccessNearest) }, nearestAccess)
	if err != nil {
		return err
	}
	atBand := func(at func(isochrone.Profile) (isochrone.Profile, bool), which assumption) error {
		if _, has := at(profile); !has {
			return nil
		}
		return do(func(p isochrone.Profile) (isochrone.Profile, error) {
			varied, has := at(p)
			if !has {
				return p, geo.Fail("speed %v: its band leaves the bounds of a speed", "速度 %v：其敏感性范围超出速度的允许范围", p.SpeedKmh)
			}
			return varied, nil
		}, which)
	}
	if err := atBand(isochrone.Profile.Slower, slowerSpeed); err != nil {
		return err
	}
	return atBand(isochrone.Profile.Faster, fasterSpeed)
}

// addBand computes the same rows under other assumptions and sets them beside the results.
func (a *Analysis) addBand(ctx context.Context, q Request, results []Result) error {
	for i := range results {
		results[i].Band = &Spread{}
	}
	return eachAssumption(q.Profile, func(vary func(isochrone.Profile) (isochrone.Profile, error), which assumption) error {
		parts, err := a.parts(ctx, q, vary)
		if err != nil {
			return err
		}
		for i, r := range a.count(parts) {
			v, band := &Variant{Covered: r.Covered, Share: r.Share}, results[i].Band
			switch which {
			case nearestAccess:
				band.AccessNearest = v
			case slowerSpeed:
				v.mark(&q, &r, q.Profile.Band.Slow)
				band.Slower = v
			case fasterSpeed:
				v.mark(&q, &r, q.Profile.Band.Fast)
				band.Faster = v
			}
		}
		return nil
	})
}

// mark notes the speed of a variant. All people together have none where groups travel at speeds of their own.
func (v *Variant) mark(q *Request, r *Result, ofBand float64) {
	switch {
	case r.SpeedKmh != nil:
		v.SpeedKmh = *r.SpeedKmh
	case len(q.GroupSpeeds) > 0:
	case len(q.Profile.SpeedsKmh) > 0:
		v.SpeedFactor = ofBand
	default:
		v.SpeedKmh = ofBand
	}
}
