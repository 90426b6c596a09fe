package town

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Layer draws an answer: the sites in their order as points, then the catchment of each. Column feature tells them apart.
func (p *Prepared) Layer(ctx context.Context, a *Answer) (geo.Layer, error) {
	cutoff := geo.Column{Name: "minutes", Type: geo.Integer}
	value := func() any { return int64(p.q.Request.Minutes[0]) }
	if p.q.Request.ByDistance() {
		cutoff.Name, value = "within_m", func() any { return int64(p.q.Request.Metres[0]) }
	}
	layer := geo.Layer{Name: "sites", Columns: []geo.Column{
		{Name: "feature"}, {Name: "rank", Type: geo.Integer}, {Name: "service"}, {Name: "id"}, {Name: "name"}, {Name: "existing", Type: geo.Boolean},
		{Name: "mode"}, cutoff, {Name: "cost", Type: geo.Real}, {Name: "gain", Type: geo.Real}, {Name: "covered_after", Type: geo.Integer},
		{Name: "alone", Type: geo.Real}, {Name: "together", Type: geo.Real}, {Name: "people", Type: geo.JSON}, {Name: "alternatives"},
	}}
	var shapes []geo.Feature
	for k := range a.Sites {
		s := &a.Sites[k]
		people, err := json.Marshal(s.People)
		if err != nil {
			return layer, err
		}
		var others []string
		for _, other := range s.Alternatives {
			others = append(others, other.ID)
		}
		row := []any{"site", int64(k + 1), s.Service, s.ID, s.Name, s.Existing, string(p.q.Request.Profile.Mode), value(),
			real(&s.Cost), real(s.Gain), nil, real(s.Alone), real(s.Together), json.RawMessage(people), strings.Join(others, ";")}
		if s.CoveredAfter != nil {
			row[10] = *s.CoveredAfter
		}
		layer.Features = append(layer.Features, geo.Feature{ID: p.named(s.Service, s.ID), Geometry: orb.Point{s.Lon, s.Lat}, Values: row})
		shape, err := p.catchment(ctx, s)
		if err != nil {
			return layer, err
		}
		if len(shape) > 0 {
			drawn := append([]any{"catchment"}, row[1:]...)
			shapes = append(shapes, geo.Feature{ID: p.named(s.Service, s.ID) + "-catchment", Geometry: shape, Values: drawn})
		}
	}
	layer.Features = append(layer.Features, shapes...)
	layer.Foreign = map[string]any{"problem": a.Problem, "value": a.Value, "bound": a.Bound, "gap": a.Gap, "proven": a.Proven}
	var err error
	layer.Manifest, err = json.Marshal(a.Manifest)
	return layer, err
}

// catchment is the land from which a site is reached within the cutoff.
func (p *Prepared) catchment(ctx context.Context, s *Site) (shape orb.MultiPolygon, err error) {
	cutoffs := []int64{p.q.Request.Cutoff()}
	var drawn []isochrone.Catchment
	if s.Existing {
		drawn, err = p.router.Catchments(ctx, []int32{p.sites[s.candidate].facility}, cutoffs)
	} else {
		drawn, err = p.router.CatchmentsOf(ctx, orb.Point{s.Lon, s.Lat}, cutoffs)
	}
	if err != nil {
		return nil, err
	}
	return drawn[0].Shape, nil
}

// real is a number as a value of a layer, nil for none.
func real(n *json.Number) any {
	if n == nil {
		return nil
	}
	v, err := n.Float64()
	if err != nil {
		return nil
	}
	return v
}
