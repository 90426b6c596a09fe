package standard

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/capacity"
	"lifecircle/isochrone/coverage"
)

// Uncovered lists the residential points of a check that are not covered, or not wholly: those with most such people
// first, then by id. A point says how far its nearest facility is (of a bundle, that of the need which takes longest),
// which needs it misses and why. Of a check on capacity it also says where the nearest place is that is still free.
//
// Checks that do not measure travel have no uncovered points: that is a [coverage.RequestError].
func Uncovered(ctx context.Context, a *coverage.Analysis, std *Standard, o Options, checkID string) (geo.Layer, error) {
	of := &Assessed{Analysis: a, Standard: std, Options: o}
	return of.Uncovered(ctx, checkID, len(a.Area.Points), nil)
}

// Uncovered is [Uncovered] of the first of the points, at most so many. each, if not nil, is told of all points in that
// order, by their index, with how many of their people are not covered.
func (a *Assessed) Uncovered(ctx context.Context, checkID string, most int, each func(point int32, people int64)) (geo.Layer, error) {
	s, err := a.assessor()
	if err != nil {
		return geo.Layer{}, err
	}
	checks, err := a.Standard.chosen([]string{checkID})
	if err != nil {
		return geo.Layer{}, err
	}
	c := checks[0]
	if !c.Measure.ofPoints() {
		return geo.Layer{}, &coverage.RequestError{Parameter: "check", Value: checkID, Rule: geo.Say("does not measure who is covered: %s", "不是按人口覆盖计算的指标：%s", c.Measure),
			Hint: geo.Say("Its failing units are in the scorecard", "未达标单元见评估结果")}
	}
	l, err := s.uncovered(ctx, c)
	if err != nil {
		return geo.Layer{}, err
	}
	order := l.order()
	if each != nil {
		for _, i := range order {
			each(l.t.points[i], l.people(i))
		}
	}
	layer := l.layer(order[:min(most, len(order))])
	alone := *s
	alone.options.Checks = []string{checkID}
	manifest, err := alone.manifest()
	if err != nil {
		return geo.Layer{}, err
	}
	layer.Manifest, err = json.Marshal(manifest)
	return layer, err
}

// ofPoints tells whether a measure says of each residential point how many of its people are covered.
func (m Measure) ofPoints() bool {
	switch m {
	case Coverage, FullCircle, MeanCircle, CommunityShare, CapacityCoverage, FloatingSupply:
		return true
	}
	return false
}

// pointwise is how many people of each point a check covers.
func (s *assessor) pointwise(ctx context.Context, c *Check, o *Outcome) (*tally, *sharing, error) {
	switch c.Measure {
	case CapacityCoverage:
		q, _, err := s.sharings(ctx, c, o)
		if err != nil {
			return nil, nil, err
		}
		return q.nearestFirst(), q, nil
	case FloatingSupply:
		q, _, err := s.sharings(ctx, c, o)
		if err != nil {
			return nil, nil, err
		}
		return q.supplied(q.floating()), q, nil
	case CommunityShare:
		everybody := *c
		everybody.Filter = Filter{} // it chooses communities
		c = &everybody
	}
	t, _, err := s.reached(ctx, c, o)
	return t, nil, err
}

// supplied counts whoever has any supply.
func (q *sharing) supplied(supply *capacity.Supply) *tally {
	t := &tally{counted: q.counted, got: make([]int64, len(q.points)), parts: 1, way: q.way}
	for i, of := range supply.OfPoint {
		if of > 0 {
			t.got[i] = q.weight[i]
			t.sum += q.weight[i]
		}
	}
	t.full = t.sum
	return t
}

// uncoveredList is what is told of the uncovered points of one check.
type uncoveredList struct {
	s     *assessor
	c     *Check
	t     *tally
	needs []Need
	near  []nearest // of each need, for every point
	free  *nearest  // to the nearest facility with room; nil where places are not counted
	none  []bool    // of each need: it has no active facility

	strays []int32 // points that have no street within reach; of a straight line none
}

func (s *assessor) uncovered(ctx context.Context, c *Check) (*uncoveredList, error) {
	o := newOutcome(c)
	t, q, err := s.pointwise(ctx, c, o)
	if err != nil {
		return nil, err
	}
	l := &uncoveredList{s: s, c: c, t: t, needs: s.std.Expand(c)}
	ways, err := s.ways(c)
	if err != nil {
		return nil, err
	}
	if !c.Any {
		ways = ways[:1]
	}
	for _, n := range l.needs {
		facilities, err := s.openFor(c, n.Services)
		if err != nil {
			return nil, err
		}
		near, err := s.nearestBy(ctx, ways, facilities)
		if err != nil {
			return nil, err
		}
		l.near, l.none = append(l.near, near), append(l.none, len(facilities) == 0)
	}
	if !t.way.straight {
		if l.strays, err = s.travel.straysOf(ctx, t.way); err != nil {
			return nil, err
		}
	}
	if c.Measure == CapacityCoverage {
		free, err := s.nearestBy(ctx, ways, q.withRoom())
		if err != nil {
			return nil, err
		}
		l.free = &free
	}
	return l, nil
}

// withRoom are the facilities that are not full when places are shared out nearest first.
func (q *sharing) withRoom() (facilities []int32) {
	shared := capacity.NearestFirst(q.pairs, q.weight, q.capacity)
	for i, f := range q.facilities {
		if shared.AtFacility[i] < q.capacity[i] {
			facilities = append(facilities, f)
		}
	}
	return facilities
}

// nearestBy is the nearest facility of every point by the quickest of some ways, of equally quick ones by the first.
func (s *assessor) nearestBy(ctx context.Context, ways []way, facilities []int32) (least nearest, err error) {
	for i := range ways {
		found, err := s.travel.nearest(ctx, &ways[i], facilities)
		if err != nil {
			return nearest{}, err
		}
		if i == 0 {
			least = found
			continue
		}
		if i == 1 { // the first stays what it was for others who ask
			least = nearest{slices.Clone(least.reach), slices.Clone(least.facility)}
		}
		for p, ms := range found.reach {
			if ms < least.reach[p] {
				least.reach[p], least.facility[p] = ms, found.facility[p]
			}
		}
	}
	return least, nil
}

// layer is the list as features, one for each of some of the points counted.
func (l *uncoveredList) layer(listed []int32) geo.Layer {
	distance := "minutes"
	if l.t.way.straight || l.c.DistanceM > 0 {
		distance = "metres"
	}
	layer := geo.Layer{Name: "uncovered", Columns: []geo.Column{
		{Name: "id"}, {Name: "name"}, {Name: "population", Type: geo.Integer}, {Name: "counted", Type: geo.Integer}, {Name: "uncovered", Type: geo.Integer},
		{Name: distance, Type: geo.Real, Decimals: 3}, {Name: "facility_service"}, {Name: "facility_id"}, {Name: "facility_name"},
		{Name: "reached", Type: geo.Integer}, {Name: "needs", Type: geo.Integer}, {Name: "missing"}, {Name: "reason"}, {Name: "area"}, {Name: "area_name"},
	}}
	if l.free != nil {
		layer.Columns = append(layer.Columns, geo.Column{Name: "free_" + distance, Type: geo.Real, Decimals: 3}, geo.Column{Name: "free_facility_service"}, geo.Column{Name: "free_facility_id"})
	}
	areas, _ := l.communities()
	for _, i := range listed {
		p := l.t.points[i]
		point := &l.s.area.Points[p]
		slowest, reached, missing := l.slowest(p)
		row := []any{point.ID, point.Name, countOf(point.People[geo.All]), l.t.people(l.t.weight[i]), l.people(i),
			nil, nil, nil, nil, int64(reached), int64(len(l.needs)), strings.Join(missing, ", "), string(l.reason(p, slowest)), nil, nil}
		if t := l.near[slowest]; t.facility[p] >= 0 {
			f := &l.s.area.Facilities[t.facility[p]]
			row[5], row[6], row[7], row[8] = l.shownTime(t.reach[p]), f.Service, f.ID, f.Name
		}
		if areas != nil && areas[p] >= 0 {
			row[13], row[14] = l.s.area.Areas[areas[p]].ID, l.s.area.Areas[areas[p]].Name
		}
		if l.free != nil {
			row = append(row, nil, nil, nil)
			if t := l.free; t.facility[p] >= 0 {
				f := &l.s.area.Facilities[t.facility[p]]
				row[15], row[16], row[17] = l.shownTime(t.reach[p]), f.Service, f.ID
			}
		}
		layer.Features = append(layer.Features, geo.Feature{ID: point.ID, Geometry: point.Point, Values: row})
	}
	return layer
}

// people is how many people of one of the points counted are not covered.
func (l *uncoveredList) people(i int32) int64 {
	return l.t.people(l.t.weight[i] - l.t.got[i]/l.t.parts)
}

// order lists the uncovered among the points counted: most uncovered people first, then by id.
func (l *uncoveredList) order() (order []int32) {
	lacks := func(i int32) int64 { return l.t.weight[i]*l.t.parts - l.t.got[i] }
	for i := range l.t.points {
		if lacks(int32(i)) > 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(lacks(b), lacks(a)) })
	return order
}

// slowest is the need that takes longest from a point, how many needs are within the cutoff, and which are not.
func (l *uncoveredList) slowest(p int32) (slowest, reached int, missing []string) {
	for n := range l.near {
		ms := l.near[n].reach[p]
		if ms > l.near[slowest].reach[p] {
			slowest = n
		}
		if ms <= l.t.way.cutoff {
			reached++
		} else {
			missing = append(missing, l.needs[n].Code)
		}
	}
	return slowest, reached, missing
}

// What keeps a point uncovered beside the reasons of coverage: its facilities are full, or it lies within the inner
// cutoff of a ring.
const (
	full        coverage.Reason = "full"
	insideInner coverage.Reason = "inside_inner"
)

// reason is why a point is not covered.
func (l *uncoveredList) reason(p int32, need int) coverage.Reason {
	ms := l.near[need].reach[p]
	switch {
	case ms > l.t.way.cutoff && ms != never:
		return coverage.BeyondCutoff
	case ms != never && l.t.way.beyond > 0:
		return insideInner
	case ms != never:
		return full
	case l.none[need] || l.t.way.straight:
		return coverage.NoFacility
	}
	if _, astray := slices.BinarySearch(l.strays, p); astray {
		return coverage.NotSnapped
	}
	return coverage.Isolated
}

func (l *uncoveredList) communities() ([]int32, bool) {
	level, has := l.s.level(cmp.Or(l.c.Unit, "community"))
	return l.s.area.AreasAt(level), has
}

// shownTime is a time in minutes, or a distance in metres.
func (l *uncoveredList) shownTime(ms int32) float64 {
	if l.t.way.straight || l.c.DistanceM > 0 {
		return float64(ms) / 1000
	}
	return float64(ms) / 60_000
}

// countOf is a number of people, nil where nobody counted them.
func countOf(people int32) any {
	if people == geo.NoData {
		return nil
	}
	return int64(people)
}
