package coverage

import (
	"context"
	"encoding/json"
	"slices"

	"lifecircle/geo"
)

// count is a number of people as a value of a layer: nil where the source had none.
func count(n int32) any {
	if n == geo.NoData {
		return nil
	}
	return int64(n)
}

func (a *Analysis) layerManifest(command string, q Request, also func(*Parameters)) (json.RawMessage, error) {
	return json.Marshal(a.manifest(command, q, also))
}

// Times is the table of travel times, a row for each residential point by id. The request names one cutoff:
// the nearest facility is named however far it is, the seconds only up to the cutoff. It has no geometry.
func (a *Analysis) Times(ctx context.Context, q Request) (geo.Layer, error) {
	o, err := a.oneCutoff(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	q = o.request
	layer := geo.Layer{Name: "times", Columns: []geo.Column{
		{Name: "id"}, {Name: "population", Type: geo.Integer}, {Name: "service"}, {Name: "mode"}, {Name: "facility_id"},
		{Name: "seconds", Type: geo.Real, Decimals: 3}, {Name: "access_m", Type: geo.Real, Decimals: 3}, {Name: "reason"},
	}}
	for i := range a.Area.Points {
		p, t := &a.Area.Points[i], o.times[i]
		reason := o.reason(i, cutoffMs(q.Minutes[0]))
		row := []any{p.ID, count(p.People[geo.All]), q.Joined(), string(q.Profile.Mode), nil, nil, nil, string(reason)}
		if t.Reached() {
			row[4], row[6] = a.Area.Facilities[t.Facility].ID, t.AccessM
		}
		if reason == Covered {
			row[5] = seconds(t.Ms)
		}
		layer.Features = append(layer.Features, geo.Feature{Values: row})
	}
	layer.Manifest, err = a.layerManifest("times", q, nil)
	return layer, err
}

// PointLayer is the answer for every residential point, to be drawn or saved. Column minutes is the shortest cutoff
// of the request within which the point is covered; covered, reason and edge_of_data speak of the longest.
func (a *Analysis) PointLayer(ctx context.Context, q Request) (geo.Layer, error) {
	q.By, q.Band = "", false
	q, err := a.check(q)
	if err != nil {
		return geo.Layer{}, err
	}
	o, err := a.outcomes(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	cutoff := cutoffMs(q.Minutes[len(q.Minutes)-1])
	layer := geo.Layer{Name: "coverage", Columns: []geo.Column{
		{Name: "id"}, {Name: "name"}, {Name: "population", Type: geo.Integer}, {Name: "group_population", Type: geo.Integer},
		{Name: "covered", Type: geo.Boolean}, {Name: "reason"}, {Name: "facility_id"}, {Name: "seconds", Type: geo.Real, Decimals: 3},
		{Name: "access_m", Type: geo.Real, Decimals: 3}, {Name: "edge_of_data", Type: geo.Boolean},
		{Name: "minutes", Type: geo.Integer}, {Name: "facility_service"},
	}}
	for i := range a.Area.Points {
		p, t := &a.Area.Points[i], o.times[i]
		reason := o.reason(i, cutoff)
		row := []any{p.ID, p.Name, count(p.People[geo.All]), count(p.People[q.Group]), reason == Covered, string(reason), nil, nil, nil,
			reason != Covered && o.router.LeavesData(i, cutoff), nil, nil}
		for _, m := range slices.Backward(q.Minutes) {
			if t.Reached() && t.Ms <= cutoffMs(m) {
				row[10] = int64(m)
			}
		}
		if t.Reached() {
			facility := &a.Area.Facilities[t.Facility]
			row[6], row[7], row[8], row[11] = facility.ID, seconds(t.Ms), t.AccessM, facility.Service
		}
		layer.Features = append(layer.Features, geo.Feature{ID: p.ID, Geometry: p.Point, Values: row})
	}
	layer.Manifest, err = a.layerManifest("points", q, nil)
	return layer, err
}
