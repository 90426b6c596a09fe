package coverage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// ScatteredBelow is the number of people under which a group of uncovered points is no blind spot but part of
// the scattered rest.
const ScatteredBelow = 50

// BlindSpotPoints lists the residential points that are not covered and count people of the group, the most
// people first, then by id. The request names one cutoff.
func (a *Analysis) BlindSpotPoints(ctx context.Context, q Request) (geo.Layer, error) {
	o, err := a.oneCutoff(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	layer := geo.Layer{Name: "blind_spot_points", Columns: []geo.Column{
		{Name: "id"}, {Name: "population", Type: geo.Integer}, {Name: "group_population", Type: geo.Integer},
		{Name: "reason"}, {Name: "nearest_facility_id"}, {Name: o.request.lengthColumn(), Type: geo.Real, Decimals: 3},
	}}
	for _, u := range a.uncovered(o) {
		p, t := &a.Area.Points[u.point], o.times[u.point]
		row := []any{p.ID, count(p.People[geo.All]), u.people, string(u.reason), nil, nil}
		if t.Reached() {
			row[4], row[5] = a.Area.Facilities[t.Facility].ID, seconds(t.Ms)
		}
		layer.Features = append(layer.Features, geo.Feature{ID: p.ID, Geometry: p.Point, Values: row})
	}
	layer.Manifest, err = a.layerManifest("blindspots", o.request, func(p *Parameters) { p.As = "points" })
	return layer, err
}

// BlindSpotAreas joins uncovered points into blind spots: connected cells of a grid, ranked by people. The
// request names one cutoff.
//
// The grid is absolute, of 0.001° on foot and 0.0025° otherwise, so that the same people make the same cells
// everywhere. Cells that hold uncovered people and touch, corners included, form one blind spot. Undetermined
// people form blind spots of their own, marked by their reason: they speak of the data. Groups of fewer than
// [ScatteredBelow] people are counted in the foreign member "scattered". The people of all of them together
// are the uncovered people. best_site is null: see [Analysis.BlindSpotAreasWith].
func (a *Analysis) BlindSpotAreas(ctx context.Context, q Request) (geo.Layer, error) {
	o, err := a.oneCutoff(ctx, q)
	if err != nil {
		return geo.Layer{}, err
	}
	return a.blindSpotLayer(o, a.blindSpots(o), nil, nil)
}

// blindSpotLayer is the layer of blind spots. best gives the best site of each, nil where there are no candidates; site
// is how the manifest speaks of the candidates.
func (a *Analysis) blindSpotLayer(o *outcomes, spots []blindSpot, best []*BestSite, site json.RawMessage) (geo.Layer, error) {
	layer := geo.Layer{Name: "blind_spots", Columns: []geo.Column{
		{Name: "id"}, {Name: "name"}, {Name: "population", Type: geo.Integer}, {Name: "points", Type: geo.Integer},
		{Name: "reason"}, {Name: "nearest_facility_id"}, {Name: "nearest_facility_name"},
		{Name: o.request.lengthColumn(), Type: geo.Real, Decimals: 3}, {Name: "missing_s", Type: geo.Real, Decimals: 3},
		{Name: "person_minutes", Type: geo.Real, Decimals: 1}, {Name: "best_site", Type: geo.JSON},
	}}
	if o.request.byDistance() {
		layer.Columns[8].Name, layer.Columns[9].Name = "missing_m", "person_metres"
	}
	var scattered struct {
		People int64 `json:"people"`
		Points int   `json:"points"`
	}
	var total int64
	for i, s := range spots {
		total += s.people
		if s.people < ScatteredBelow {
			scattered.People += s.people
			scattered.Points += len(s.points)
			continue
		}
		f := a.blindSpotFeature(o, s)
		if best != nil && best[i] != nil {
			text, err := json.Marshal(best[i])
			if err != nil {
				return layer, err
			}
			f.Values[10] = json.RawMessage(text)
		}
		layer.Features = append(layer.Features, f)
	}
	layer.Foreign = map[string]any{"scattered": scattered, "total_uncovered": total}
	var err error
	layer.Manifest, err = a.layerManifest("blindspots", o.request, func(p *Parameters) { p.As, p.Site = "areas", site })
	return layer, err
}

func (a *Analysis) oneCutoff(ctx context.Context, q Request) (*outcomes, error) {
	q.By = ""
	q, err := a.Ready(q)
	if err != nil {
		return nil, err
	}
	return a.outcomes(ctx, q)
}

// uncoveredPoint is a residential point with people of the group that are not covered.
type uncoveredPoint struct {
	point  int32
	people int64
	reason Reason
}

// uncovered lists the uncovered points, the most people first, then by id.
func (a *Analysis) uncovered(o *outcomes) []uncoveredPoint {
	cutoff := o.request.cutoff()
	var all []uncoveredPoint
	for i := range a.Area.Points {
		n := int64(a.Area.Points[i].People[o.request.Group])
		if reason := o.reason(i, cutoff); n > 0 && reason != Covered {
			all = append(all, uncoveredPoint{int32(i), n, reason})
		}
	}
	slices.SortStableFunc(all, func(x, y uncoveredPoint) int { return cmp.Compare(y.people, x.people) })
	return all
}

// blindSpot is a group of uncovered points in connected cells.
type blindSpot struct {
	cells        []cell // sorted
	points       []uncoveredPoint
	people       int64
	undetermined bool
}

// blindSpots groups the uncovered points, the most people first, then by smallest cell.
func (a *Analysis) blindSpots(o *outcomes) []blindSpot {
	grid := gridFor(o.request.Profile.Traveller)
	var all []blindSpot
	for _, undetermined := range []bool{false, true} {
		inCell := make(map[cell][]uncoveredPoint)
		for _, u := range a.uncovered(o) {
			if u.reason.Undetermined() == undetermined {
				c := grid.cellOf(a.Area.Points[u.point].Point)
				inCell[c] = append(inCell[c], u)
			}
		}
		for _, cells := range connected(inCell) {
			s := blindSpot{cells: cells, undetermined: undetermined}
			for _, c := range cells {
				for _, u := range inCell[c] {
					s.points = append(s.points, u)
					s.people += u.people
				}
			}
			slices.SortFunc(s.points, func(x, y uncoveredPoint) int { return cmp.Compare(x.point, y.point) })
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(x, y blindSpot) int { return cmp.Compare(y.people, x.people) })
	return all
}

func (a *Analysis) blindSpotFeature(o *outcomes, s blindSpot) geo.Feature {
	q, cutoff := o.request, o.request.cutoff()
	grid := gridFor(q.Profile.Traveller)
	medoid := s.points[a.medoid(s.points)]
	t := o.times[medoid.point]
	var beyondMs int64
	for _, u := range s.points {
		if o.times[u.point].Reached() {
			beyondMs += u.people * (o.times[u.point].Ms - cutoff)
		}
	}
	id := s.id(&q)
	beyond := math.Round(float64(beyondMs)/6000) / 10 // person-minutes
	if q.byDistance() {
		beyond = math.Round(float64(beyondMs)/100) / 10
	}
	row := []any{id, a.placeName(medoid.point), s.people, int64(len(s.points)), string(medoid.reason), nil, nil, nil, nil, beyond, nil}
	if t.Reached() {
		f := &a.Area.Facilities[t.Facility]
		row[5], row[6], row[7], row[8] = f.ID, f.Name, seconds(t.Ms), seconds(t.Ms-cutoff)
	}
	return geo.Feature{ID: id, Geometry: grid.outline(s.cells), Values: row}
}

// id names a blind spot by the question and its smallest cell, so that it keeps its name while it stays in place.
// One of undetermined people may share that cell with another; it is told apart by a word of its own, and a cutoff in
// metres from one in minutes by its unit.
func (s *blindSpot) id(q *Request) string {
	cutoff := fmt.Sprint(q.given()[0])
	if q.byDistance() {
		cutoff += "m"
	}
	text := fmt.Sprintf("%s|%s|%s|%s|%s", q.Joined(), q.Profile.Mode, cutoff, q.Group, s.cells[0])
	if s.undetermined {
		text += "|undetermined"
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:12]
}

// placeName names where a point is, for people to read: its own name, else the smallest area it lies in.
func (a *Analysis) placeName(point int32) string {
	if name := a.Area.Points[point].Name; name != "" {
		return name
	}
	name, most := a.Area.Points[point].ID, 0
	for _, level := range a.Area.Levels() {
		if i := a.Area.AreasAt(level)[point]; i >= 0 {
			if n := a.depth(i); n > most {
				name, most = a.Area.Areas[i].Name, n
			}
		}
	}
	return name
}

// depth counts an area and its ancestors.
func (a *Analysis) depth(area int32) int {
	n := 1
	for ; n < 16; n++ { // 16: a loop of parents must end
		parent, known := a.Area.AreaByID(a.Area.Areas[area].Parent)
		if !known {
			break
		}
		area = parent
	}
	return n
}

// medoid finds the point from which the people of the others are nearest on average: the least sum of people
// times distance. Of equals the first.
//
// Sums are found exactly but not for every point: by the triangle inequality S(p) ≥ |S(q) − W·d(p,q)| for a known
// S(q) and all people W, which rules most points out (Newling and Fleuret 2017, "trimed").
func (a *Analysis) medoid(points []uncoveredPoint) int {
	frame := geo.NewFrame(a.Area.Points[points[0].point].Point)
	xy := make([]orb.Point, len(points))
	var people float64
	for i, u := range points {
		x, y := frame.XY(a.Area.Points[u.point].Point)
		xy[i] = orb.Point{x, y}
		people += float64(u.people)
	}
	best, least := 0, math.Inf(1)
	bound := make([]float64, len(points))
	distance := make([]float64, len(points))
	for i := range points {
		if bound[i] > least {
			continue
		}
		sum := 0.0
		for j := range points {
			distance[j] = math.Hypot(xy[i][0]-xy[j][0], xy[i][1]-xy[j][1])
			sum += float64(points[j].people) * distance[j]
		}
		if sum < least {
			best, least = i, sum
		}
		for j := range points {
			bound[j] = math.Max(bound[j], math.Abs(sum-people*distance[j])*(1-1e-12))
		}
	}
	return best
}
