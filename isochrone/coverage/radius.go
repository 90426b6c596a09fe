package coverage

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// Circle is the reading of a service radius (服务半径) as a circle: who lives within the cutoff of an active facility in
// a straight line, whatever lies between. It goes from position to position, not from door to door.
type Circle struct {
	Covered     int64    `json:"covered"`
	Share       *float64 `json:"share"`
	OnlyCircle  int64    `json:"only_circle"`  // within the circle, but not along the streets
	OnlyStreets int64    `json:"only_streets"` // along the streets, but not within the circle: through an entrance
}

// straight is how far a residential point is from the nearest active facility, as the crow flies.
type straight struct {
	mm       int64 // whole millimetres of the great circle; [isochrone.Never] if there is none
	facility int32 // of equally near ones the one with the least id; -1 if none
}

// addRadius counts the people within the circles beside those along the streets.
func (a *Analysis) addRadius(o *outcomes, results []Result) {
	q, cutoffs, lines := &o.request, o.request.cutoffs(), a.straights(&o.request)
	row := 0
	for _, p := range a.places(q.By) {
		for _, cutoff := range cutoffs {
			c := &Circle{}
			for _, i := range p.points {
				n := int64(max(0, a.Area.Points[i].People[q.Group]))
				circle, streets := lines[i].mm <= cutoff, o.times[i].Ms <= cutoff
				if circle {
					c.Covered += n
				}
				switch {
				case circle && !streets:
					c.OnlyCircle += n
				case streets && !circle:
					c.OnlyStreets += n
				}
			}
			c.Share = share(c.Covered, results[row].Total)
			results[row].Radius = c
			row++
		}
	}
}

// RadiusPoints lists the residential points about which the circle and the streets disagree, by id, for each cutoff on
// its own. straight_m is in a straight line, network_m along the streets; either is empty if it never arrives.
func (a *Analysis) RadiusPoints(ctx context.Context, q Request) (geo.Layer, error) {
	q.By, q.Band, q.Radius = "", false, true
	q, err := a.check(q)
	if err != nil {
		return geo.Layer{}, err
	}
	o, err := a.outcomes(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	layer := geo.Layer{Name: "radius", Columns: []geo.Column{
		{Name: "id"}, {Name: "name"}, {Name: "population", Type: geo.Integer}, {Name: "group_population", Type: geo.Integer},
		{Name: "metres", Type: geo.Integer}, {Name: "within"},
		{Name: "straight_m", Type: geo.Real, Decimals: 3}, {Name: "straight_facility_id"}, {Name: "straight_facility_service"},
		{Name: "network_m", Type: geo.Real, Decimals: 3}, {Name: "network_facility_id"}, {Name: "network_facility_service"},
	}}
	lines, cutoffs := a.straights(&q), q.cutoffs()
	for i := range a.Area.Points {
		p, line, time := &a.Area.Points[i], lines[i], o.times[i]
		for n, cutoff := range cutoffs {
			circle, streets := line.mm <= cutoff, time.Ms <= cutoff
			if circle == streets {
				continue
			}
			within := "circle"
			if streets {
				within = "streets"
			}
			row := []any{p.ID, p.Name, count(p.People[geo.All]), count(p.People[q.Group]), int64(q.Metres[n]), within, nil, nil, nil, nil, nil, nil}
			if line.facility >= 0 {
				f := &a.Area.Facilities[line.facility]
				row[6], row[7], row[8] = seconds(line.mm), f.ID, f.Service
			}
			if time.Reached() {
				f := &a.Area.Facilities[time.Facility]
				row[9], row[10], row[11] = seconds(time.Ms), f.ID, f.Service
			}
			feature := geo.Feature{Geometry: p.Point, Values: row}
			if len(cutoffs) == 1 { // with several, a point may be listed again
				feature.ID = p.ID
			}
			layer.Features = append(layer.Features, feature)
		}
	}
	layer.Manifest, err = a.layerManifest("radius", q, nil)
	return layer, err
}

// straights finds the nearest active facility of every residential point in a straight line; where all services are
// needed, that of the service farthest away.
func (a *Analysis) straights(q *Request) []straight {
	all := make([]straight, len(a.Area.Points))
	for i := range all {
		all[i].mm, all[i].facility = -1, -1
	}
	for _, services := range q.needs() {
		facilities := a.active(services)
		index := &geo.Index{}
		for _, f := range facilities {
			index.Insert(a.Area.Facilities[f].Point.Bound(), f)
		}
		for i := range all {
			if s := a.nearestStraight(index, a.Area.Points[i].Point); s.mm > all[i].mm {
				all[i] = s
			}
		}
	}
	return all
}

func (a *Analysis) nearestStraight(index *geo.Index, from orb.Point) straight {
	best := straight{isochrone.Never, -1}
	frame := geo.NewFrame(from)
	offer := func(f int32) {
		mm := int64(math.Floor(1000*geo.Distance(from, a.Area.Facilities[f].Point) + 0.5))
		if mm < best.mm || (mm == best.mm && a.before(f, best.facility)) {
			best = straight{mm, f}
		}
	}
	// The index knows the plane at the point, which far away differs from the sphere. The nearest by the plane gives a
	// distance; whatever is nearer on the sphere lies in the box around the circle of that distance.
	index.Nearest(frame, func(f int32) float64 {
		x, y := frame.XY(a.Area.Facilities[f].Point)
		return math.Hypot(x, y)
	}, func(f int32, _ float64) bool {
		offer(f)
		return false
	})
	if best.facility >= 0 {
		index.Search(circleBox(from, float64(best.mm+1)/1000), func(f int32) bool {
			offer(f)
			return true
		})
	}
	return best
}

// before orders equally near facilities: by id, then by service.
func (a *Analysis) before(f, other int32) bool {
	x, y := &a.Area.Facilities[f], &a.Area.Facilities[other]
	return x.ID < y.ID || (x.ID == y.ID && x.Service < y.Service)
}

// circleBox is a box in degrees that holds every position within radiusM metres of a place along the great circle.
func circleBox(at orb.Point, radiusM float64) orb.Bound {
	const margin = 1e-9
	angle := radiusM / geo.EarthRadiusM
	dLat := angle*180/math.Pi + margin
	dLon := 180.0
	if s := math.Sin(math.Min(angle, math.Pi/2)) / math.Cos(at[1]*math.Pi/180); s < 1 {
		dLon = math.Asin(s)*180/math.Pi + margin
	}
	return orb.Bound{Min: orb.Point{at[0] - dLon, at[1] - dLat}, Max: orb.Point{at[0] + dLon, at[1] + dLat}}
}
