package standard

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/capacity"
	"lifecircle/isochrone/coverage"
)

// Uncovered lists the residential points of a check that are not covered, or not wholly: those with most such people
// first, then by id. A point says how far its nearest facility is (of a bundle, that of the need which takes longest),
// which needs it misses and why. Of a check on capacity it also says where the nearest place is that is still free.
//
// Checks that do not measure travel have no uncovered points: that is a [coverage.RequestError].
func Uncovered(ctx context.Context, a *coverage.Analysis, std *Standard, o Options, checkID string) (geo.Layer, error) {
	s, err := newAssessor(a, std, o)
	if err != nil {
		return geo.Layer{}, err
	}
	checks, err := std.chosen([]string{checkID})
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
	layer := l.layer()
	o.Checks = []string{checkID}
	s.options = o
	manifest, err := s.manifest()
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
	near  [][]isochrone.Time // of each need, for every point
	free  []isochrone.Time   // to the nearest facility with room; nil where places are not counted
	none  []bool             // of each need: it has no active facility

	router *isochrone.Router // nil for a straight line
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
		times, err := s.nearestBy(ctx, ways, facilities)
		if err != nil {
			return nil, err
		}
		l.near, l.none = append(l.near, times), append(l.none, len(facilities) == 0)
	}
	if !t.way.straight {
		if l.router, err = s.analysis.Router(ctx, t.way.profile); err != nil {
			return nil, err
		}
	}
	if c.Measure == CapacityCoverage {
		l.free, err = s.nearestBy(ctx, ways, q.withRoom())
	}
	return l, err
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

// nearestBy is the nearest facility of every point by the quickest of some ways.
func (s *assessor) nearestBy(ctx context.Context, ways []way, facilities []int32) (least []isochrone.Time, err error) {
	for i := range ways {
		var times []isochrone.Time
		if ways[i].straight {
			mm, nearest := s.analysis.StraightNearest(facilities)
			times = make([]isochrone.Time, len(mm))
			for p := range mm {
				times[p] = isochrone.Time{Ms: mm[p], Facility: nearest[p]}
			}
		} else if times, err = s.travel.nearest(ctx, &ways[i], facilities); err != nil {
			return nil, err
		}
		if least == nil {
			least = times
			continue
		}
		for p := range times {
			if times[p].Ms < least[p].Ms {
				least[p] = times[p]
			}
		}
	}
	return least, nil
}

// layer is the list as features, one for each point.
func (l *uncoveredList) layer() geo.Layer {
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
	for _, i := range l.order() {
		p := l.t.points[i]
		point := &l.s.area.Points[p]
		slowest, reached, missing := l.slowest(p)
		row := []any{point.ID, point.Name, countOf(point.People[geo.All]), l.t.people(l.t.weight[i]), l.t.people(l.t.weight[i] - l.t.got[i]/l.t.parts),
			nil, nil, nil, nil, int64(reached), int64(len(l.needs)), strings.Join(missing, ", "), string(l.reason(p, slowest)), nil, nil}
		if t := l.near[slowest][p]; t.Facility >= 0 {
			f := &l.s.area.Facilities[t.Facility]
			row[5], row[6], row[7], row[8] = l.shownTime(t.Ms), f.Service, f.ID, f.Name
		}
		if areas != nil && areas[p] >= 0 {
			row[13], row[14] = l.s.area.Areas[areas[p]].ID, l.s.area.Areas[areas[p]].Name
		}
		if l.free != nil {
			row = append(row, nil, nil, nil)
			if t := l.free[p]; t.Facility >= 0 {
				f := &l.s.area.Facilities[t.Facility]
				row[15], row[16], row[17] = l.shownTime(t.Ms), f.Service, f.ID
			}
		}
		layer.Features = append(layer.Features, geo.Feature{ID: point.ID, Geometry: point.Point, Values: row})
	}
	return layer
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
		ms := l.near[n][p].Ms
		if ms > l.near[slowest][p].Ms {
			slowest = n
		}
		if ms <= int64(l.t.way.cutoff) {
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
	ms := l.near[need][p].Ms
	switch {
	case ms > int64(l.t.way.cutoff) && ms != isochrone.Never:
		return coverage.BeyondCutoff
	case ms != isochrone.Never && l.t.way.beyond > 0:
		return insideInner
	case ms != isochrone.Never:
		return full
	case l.none[need] || l.router == nil:
		return coverage.NoFacility
	}
	if _, astray := l.router.Astray(int(p)); astray {
		return coverage.NotSnapped
	}
	return coverage.Isolated
}

func (l *uncoveredList) communities() ([]int32, bool) {
	level, has := l.s.level(cmp.Or(l.c.Unit, "community"))
	return l.s.area.AreasAt(level), has
}

// shownTime is a time in minutes, or a distance in metres.
func (l *uncoveredList) shownTime(ms int64) float64 {
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
