package coverage

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Curve is the number of people covered at every cutoff, minute by minute.
type Curve struct {
	Manifest *Manifest    `json:"manifest"`
	Total    int64        `json:"total"` // people of the group, without points whose cell was empty
	Points   []CurvePoint `json:"points"`
}

// CurvePoint is the number of people covered at one cutoff, and, where the band was asked for, under its assumptions.
type CurvePoint struct {
	Minutes       int      `json:"minutes"`
	Covered       int64    `json:"covered"`
	Share         *float64 `json:"share"` // null when the total is 0
	AccessNearest *int64   `json:"access_nearest,omitempty"`
	Slower        *int64   `json:"slower,omitempty"` // absent where the profile has no band
	Faster        *int64   `json:"faster,omitempty"`
}

// Curve counts the covered people for every cutoff from 1 to upTo minutes.
func (a *Analysis) Curve(ctx context.Context, q Request, upTo int) (*Curve, error) {
	if len(q.Metres) > 0 {
		return nil, &RequestError{"metres", "", geo.Say("a curve is over minutes", "曲线只按分钟给出"), geo.Words{}}
	}
	q.Minutes, q.By = []int{upTo}, ""
	q, err := a.check(q)
	if err != nil {
		return nil, err
	}
	parts, err := a.parts(ctx, q, nil)
	if err != nil {
		return nil, err
	}
	c := &Curve{Manifest: a.manifest("curve", q, nil), Points: make([]CurvePoint, upTo)}
	for i := range parts {
		for _, n := range parts[i].people {
			c.Total += int64(max(0, n))
		}
	}
	for i, covered := range curveOf(parts, upTo) {
		c.Points[i] = CurvePoint{Minutes: i + 1, Covered: covered, Share: share(covered, c.Total)}
	}
	if q.Band {
		err = a.addCurves(ctx, q, c.Points)
	}
	return c, err
}

// curveOf counts the covered people for every minute up to a last one.
func curveOf(parts []part, upTo int) []int64 {
	covered := make([]int64, upTo)
	for i := range parts {
		for point, n := range parts[i].people {
			t := parts[i].times[point]
			if minute := (t.Ms + 59_999) / 60_000; t.Reached() && n > 0 && minute <= int64(upTo) {
				covered[max(minute, 1)-1] += int64(n)
			}
		}
	}
	for i := 1; i < upTo; i++ {
		covered[i] += covered[i-1]
	}
	return covered
}

// addCurves sets the curves under the assumptions of the band beside the curve.
func (a *Analysis) addCurves(ctx context.Context, q Request, points []CurvePoint) error {
	return eachAssumption(q.Profile, func(vary func(isochrone.Profile) (isochrone.Profile, error), which assumption) error {
		parts, err := a.parts(ctx, q, vary)
		if err != nil {
			return err
		}
		for i, covered := range curveOf(parts, len(points)) {
			switch p := &points[i]; which {
			case nearestAccess:
				p.AccessNearest = &covered
			case slowerSpeed:
				p.Slower = &covered
			case fasterSpeed:
				p.Faster = &covered
			}
		}
		return nil
	})
}
