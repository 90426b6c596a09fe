package coverage

import (
	"context"
	"encoding/json"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// NetworkLayer is the network of a profile, a row for each piece and permitted direction, from which anyone can
// compute every time again. Nodes that stop the mode have a negative id for each piece that ends there.
func (a *Analysis) NetworkLayer(ctx context.Context, profile isochrone.Profile) (geo.Layer, error) {
	router, err := a.Router(ctx, profile)
	if err != nil {
		return geo.Layer{}, err
	}
	n := router.Network
	layer := geo.Layer{Name: "network", Columns: []geo.Column{
		{Name: "way_id", Type: geo.Integer}, {Name: "from_node", Type: geo.Integer}, {Name: "to_node", Type: geo.Integer},
		{Name: "from_lon", Type: geo.Real, Decimals: 7}, {Name: "from_lat", Type: geo.Real, Decimals: 7},
		{Name: "to_lon", Type: geo.Real, Decimals: 7}, {Name: "to_lat", Type: geo.Real, Decimals: 7},
		{Name: "length_m", Type: geo.Real}, {Name: "seconds", Type: geo.Real, Decimals: 3}, {Name: "boardable", Type: geo.Integer},
	}}
	for _, p := range n.Pieces {
		boardable := int64(0)
		if p.Boardable {
			boardable = 1
		}
		ends := [2]int32{p.From, p.To}
		for direction, ms := range p.Ms {
			if ms == 0 {
				continue
			}
			from, to := ends[direction], ends[1-direction]
			a1, b1 := n.Points[from], n.Points[to]
			layer.Features = append(layer.Features, geo.Feature{Values: []any{
				a.Area.Streets[p.Street].WayID, int64(n.IDs[from]), int64(n.IDs[to]), a1[0], a1[1], b1[0], b1[1],
				geo.Distance(a1, b1), seconds(int64(ms)), boardable,
			}})
		}
	}
	layer.Manifest, err = a.layerManifest("network", Request{Profile: profile}, nil)
	return layer, err
}

// TurnsLayer lists the turn rules that travel times obey, from_way over via (a node or a way) to to_way. They obey
// none yet, so it is empty: whoever recomputes times from the exported network needs no turn rule.
func (a *Analysis) TurnsLayer() (geo.Layer, error) {
	layer := geo.Layer{Name: "turns", Columns: []geo.Column{{Name: "from_way", Type: geo.Integer}, {Name: "via"}, {Name: "to_way", Type: geo.Integer}, {Name: "kind"}}}
	var err error
	layer.Manifest, err = json.Marshal(a.TownManifest(layer.Name))
	return layer, err
}
