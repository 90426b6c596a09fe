package town

import (
	"context"
	"encoding/json"
	"errors"

	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// CurvePoint is what some number of sites gives at best.
type CurvePoint struct {
	Sites  int         `json:"sites"`
	Value  json.Number `json:"value"`
	Bound  json.Number `json:"bound"`
	Gap    float64     `json:"gap"`
	Proven bool        `json:"proven"`
	Cost   json.Number `json:"cost"`
	Ended  string      `json:"ended"`
}

// MaxCurve bounds the numbers of sites of a curve.
const MaxCurve = 100

// Curve solves the question for 1, 2, … sites, up to most. Each has the limits for itself; each, if it is not nil, is
// told of every point. Numbers of sites for which there is no choice are left out. When ctx is cancelled the points found
// by then are the curve.
func (p *Prepared) Curve(ctx context.Context, most int, limits siting.Limits, each func(CurvePoint)) ([]CurvePoint, error) {
	free := 0
	for _, c := range p.in.Candidates {
		if c.State == siting.Free || c.State == siting.Must {
			free++
		}
	}
	switch {
	case p.goal == siting.FewestSites || p.goal == siting.LeastCost:
		return nil, refuse("curve", "", geo.Say("a target decides how many sites there are", "给定目标时，点位数由求解得出"), geo.Say("Ask for the most covered instead", "请改用最大覆盖"))
	case most < 1 || most > MaxCurve:
		return nil, refuse("curve", string(number(int64(most), 0)), geo.Say("goes up to a number of sites from 1 to %d", "点位数上限应为 1 到 %d", MaxCurve), geo.Words{})
	}
	points := []CurvePoint{}
	limits.Proof = false
	for n := 1; n <= min(most, free) && ctx.Err() == nil; n++ {
		problem := p.problem
		problem.Sites = n
		found, err := siting.Solve(ctx, p.in, problem, limits)
		var far *siting.Unreachable
		if errors.As(err, &far) || n < p.musts() {
			continue // so few sites do not serve everybody, or are fewer than have to be chosen
		}
		if err != nil {
			return points, err
		}
		places := p.places10()
		point := CurvePoint{n, number(found.Value, places), number(found.Bound, places), gap(found.Value, found.Bound, places), found.Proven, number(found.Cost, moneyPlaces), found.Ended.String()}
		points = append(points, point)
		if each != nil {
			each(point)
		}
	}
	return points, nil
}

// musts counts the candidates that have to be chosen.
func (p *Prepared) musts() (n int) {
	for _, c := range p.in.Candidates {
		if c.State == siting.Must {
			n++
		}
	}
	return n
}
