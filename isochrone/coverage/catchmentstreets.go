package coverage

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// catchmentStreets draws the streets from which something is reached within cutoffs: a feature for each part of a
// street, with the shortest cutoff within which all of the part is. So parts lie side by side and never on each other,
// a map colours them by their cutoff, and those of up to a cutoff are all that is within it. from and to are the shares
// of the street's length, in the order of its nodes, at which a part begins and ends; the times are those at its ends,
// in seconds, or by distance in metres.
func (a *Analysis) catchmentStreets(ctx context.Context, c *catchmentQuestion, layer *geo.Layer) (err error) {
	var parts []isochrone.StreetPart
	if c.At != nil {
		parts, err = c.router.StreetsWithinOf(ctx, *c.At, c.cutoffs)
	} else {
		parts, err = c.router.StreetsWithin(ctx, c.facilities, c.cutoffs)
	}
	if err != nil {
		return err
	}
	layer.Name = "catchment_streets"
	measure := "seconds"
	if len(c.Metres) > 0 {
		measure = "metres"
	}
	layer.Columns = c.columns(
		geo.Column{Name: "way_id", Type: geo.Integer}, geo.Column{Name: "name"}, geo.Column{Name: "class"},
		geo.Column{Name: "from", Type: geo.Real, Decimals: 6}, geo.Column{Name: "to", Type: geo.Real, Decimals: 6},
		geo.Column{Name: measure + "_from", Type: geo.Real, Decimals: 3}, geo.Column{Name: measure + "_to", Type: geo.Real, Decimals: 3},
		geo.Column{Name: "length_m", Type: geo.Real, Decimals: 2},
	)
	for _, p := range parts {
		street := &a.Area.Streets[p.Street]
		layer.Features = append(layer.Features, geo.Feature{
			Geometry: p.Line,
			Values:   c.row(p.Cutoff, street.WayID, street.Name, street.Class, p.From, p.To, seconds(p.FromMs), seconds(p.ToMs), p.LengthM),
		})
	}
	return nil
}
