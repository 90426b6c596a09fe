package coverage

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

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

// TurnsLayer lists the turn rules that driving times obey, a row for each: from_way, over via, to to_way, with the value
// of restriction=* as kind. Via is the id of the node the rule is about, or those of the ways between in the order of
// driving, joined by semicolons. The geometry is the line along the nodes that the rule names: the one before, all that
// are passed, the one after; so it has three positions where the rule is about a node. Whoever recomputes times from
// the exported network needs this table for mode drive, and the general rule that a car turns round at dead ends only.
func (a *Analysis) TurnsLayer() (geo.Layer, error) {
	layer := geo.Layer{Name: "turns", Columns: []geo.Column{{Name: "from_way", Type: geo.Integer}, {Name: "via"}, {Name: "to_way", Type: geo.Integer}, {Name: "kind"}}}
	at := a.turnNodes()
	for i := range a.Area.Turns {
		t := &a.Area.Turns[i]
		layer.Features = append(layer.Features, geo.Feature{Geometry: turnLine(t, at), Values: []any{t.FromWay, turnVia(t), t.ToWay, t.Kind}})
	}
	var err error
	layer.Manifest, err = json.Marshal(a.TownManifest(layer.Name))
	return layer, err
}

func turnVia(t *geo.Turn) string {
	if len(t.ViaWays) == 0 {
		return strconv.FormatInt(int64(t.Path[1]), 10)
	}
	ids := make([]string, len(t.ViaWays))
	for i, id := range t.ViaWays {
		ids[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(ids, ";")
}

// turnLine is the path of a rule, nil if streets do not tell where each of its nodes is.
func turnLine(t *geo.Turn, at map[geo.NodeID]orb.Point) orb.Geometry {
	line := make(orb.LineString, len(t.Path))
	for i, id := range t.Path {
		p, known := at[id]
		if !known {
			return nil
		}
		line[i] = p
	}
	return line
}

// turnNodes tells where the nodes of turn rules are.
func (a *Analysis) turnNodes() map[geo.NodeID]orb.Point {
	wanted := map[geo.NodeID]bool{}
	for i := range a.Area.Turns {
		for _, id := range a.Area.Turns[i].Path {
			wanted[id] = true
		}
	}
	at := make(map[geo.NodeID]orb.Point, len(wanted))
	if len(wanted) == 0 {
		return at
	}
	for i := range a.Area.Streets {
		s := &a.Area.Streets[i]
		for k, id := range s.Nodes {
			if wanted[id] {
				at[id] = s.Line[k]
			}
		}
	}
	return at
}
