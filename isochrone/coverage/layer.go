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

// lengthColumn names the column of how long or how far it is, cutoffColumn that of the cutoffs.
func (q *Request) lengthColumn() string {
	if q.byDistance() {
		return "metres"
	}
	return "seconds"
}

func (q *Request) cutoffColumn() string {
	if q.byDistance() {
		return "within_m"
	}
	return "minutes"
}

func (a *Analysis) layerManifest(command string, q Request, also func(*Parameters)) (json.RawMessage, error) {
	return json.Marshal(a.manifest(command, q, also))
}

// Times is the table of travel times, a row for each residential point by id. The request names one cutoff:
// the nearest facility is named however far it is, the seconds only up to the cutoff. It has no geometry. Of a request
// by distance, column metres takes the place of seconds.
func (a *Analysis) Times(ctx context.Context, q Request) (geo.Layer, error) {
	o, err := a.oneCutoff(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	q = o.request
	layer := geo.Layer{Name: "times", Columns: []geo.Column{
		{Name: "id"}, {Name: "population", Type: geo.Integer}, {Name: "service"}, {Name: "mode"}, {Name: "facility_id"},
		{Name: q.lengthColumn(), Type: geo.Real, Decimals: 3}, {Name: "access_m", Type: geo.Real, Decimals: 3}, {Name: "reason"},
	}}
	for i := range a.Area.Points {
		p, t := &a.Area.Points[i], o.times[i]
		reason := o.reason(i, q.cutoff())
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
// of the request within which the point is covered; covered, reason and edge_of_data speak of the longest. Of a request
// by distance, columns metres and within_m take the places of seconds and minutes. Columns island_street and island_m
// tell of an isolated point the name and the length of the streets that it cannot leave, or cannot be reached on.
func (a *Analysis) PointLayer(ctx context.Context, q Request) (geo.Layer, error) {
	q.By, q.Band, q.Radius = "", false, false
	q, err := a.check(q)
	if err != nil {
		return geo.Layer{}, err
	}
	if err := q.oneTimeEach(); err != nil {
		return geo.Layer{}, err
	}
	o, err := a.outcomes(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	cutoffs := q.cutoffs()
	cutoff := cutoffs[len(cutoffs)-1]
	layer := geo.Layer{Name: "coverage", Columns: []geo.Column{
		{Name: "id"}, {Name: "name"}, {Name: "population", Type: geo.Integer}, {Name: "group_population", Type: geo.Integer},
		{Name: "covered", Type: geo.Boolean}, {Name: "reason"}, {Name: "facility_id"}, {Name: q.lengthColumn(), Type: geo.Real, Decimals: 3},
		{Name: "access_m", Type: geo.Real, Decimals: 3}, {Name: "edge_of_data", Type: geo.Boolean},
		{Name: q.cutoffColumn(), Type: geo.Integer}, {Name: "facility_service"},
		{Name: "island_street"}, {Name: "island_m", Type: geo.Real, Decimals: 1},
	}}
	for i := range a.Area.Points {
		p, t := &a.Area.Points[i], o.times[i]
		reason := o.reason(i, cutoff)
		row := []any{p.ID, p.Name, count(p.People[geo.All]), count(p.People[q.Group]), reason == Covered, string(reason), nil, nil, nil,
			reason != Covered && o.router.LeavesData(i, cutoff), nil, nil, nil, nil}
		if reason == Isolated {
			if island := a.islandUnder(o.router, i); island != nil {
				row[12], row[13] = island.Street, island.LengthM
			}
		}
		for n, c := range slices.Backward(cutoffs) {
			if t.Reached() && t.Ms <= c {
				row[10] = int64(q.given()[n])
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
