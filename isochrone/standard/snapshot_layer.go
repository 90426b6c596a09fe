package standard

import "lifecircle/geo"

// Layer is a comparison as a map: the residential points that a check covers newly, or no longer, and why.
func (c *SnapshotComparison) Layer() geo.Layer {
	layer := geo.Layer{Name: "changed", Columns: []geo.Column{
		{Name: "point"}, {Name: "check"}, {Name: "people", Type: geo.Integer}, {Name: "change"}, {Name: "reason"}, {Name: "facility"},
	}, Foreign: map[string]any{"before": c.Before, "after": c.After, "not_listed": c.MorePoints}}
	for _, p := range c.Points {
		layer.Features = append(layer.Features, geo.Feature{Geometry: p.At, Values: []any{p.ID, p.Check, p.People, p.Change, p.Reason, text(p.Facility)}})
	}
	return layer
}
