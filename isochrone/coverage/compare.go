package coverage

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// PointChange is a residential point for which something changed: its time, or why it is not covered.
type PointChange struct {
	ID           string
	Name         string
	At           orb.Point
	Population   *int32   // everyone; nil where the cell was empty
	People       *int32   // of the group; nil where the cell was empty
	Before       *float64 // seconds to the nearest facility, metres of a request by distance; nil if none can be reached
	After        *float64
	BeforeReason Reason // at the longest cutoff of the question; Covered if it is
	AfterReason  Reason
	Kind         ChangeKind
}

// ChangeKind says in a word what changed for a point. Gained and lost are about cutoffs, of which there may be several:
// who was within 15 minutes and is within 5 has gained.
type ChangeKind string

// The kinds of change.
const (
	Gained  ChangeKind = "gained"  // within more of the cutoffs than before
	Lost    ChangeKind = "lost"    // within fewer
	Nearer  ChangeKind = "nearer"  // within the same, in less time
	Farther ChangeKind = "farther" // within the same, in more time
	Other   ChangeKind = "other"   // reaches nothing as before, for another reason
)

// Comparison tells how the answers in two towns differ, which are one town with other edits done.
type Comparison struct {
	Rows   []Gain        // for each row of the reports, in their order
	Points []PointChange // by id
	layer  geo.Layer
}

// Gain counts whom a row of a report gained and lost. After is before plus gained less lost.
type Gain struct {
	Minutes  Minutes `json:"minutes"` // null by distance
	Metres   int     `json:"metres,omitempty"`
	Group    string  `json:"group"`
	Area     *string `json:"area"` // null: the whole study area
	AreaName *string `json:"area_name"`
	Level    *string `json:"level"`
	Total    int64   `json:"total"`
	Before   int64   `json:"before"` // covered people
	After    int64   `json:"after"`
	Gained   int64   `json:"gained"` // people who are covered after and were not before
	Lost     int64   `json:"lost"`   // people who were covered before and are not after
}

// Compare tells what differs after, seen from before. Both sessions must be about one town and one question.
func Compare(before, after *Session) (*Comparison, error) {
	if before.base.base != after.base.base {
		return nil, &RequestError{"against", before.name, geo.Say("is a scenario of another town, or of this one before an import", "是另一份数据的方案，或为本数据导入更新之前的方案"), geo.Words{}}
	}
	if !reflect.DeepEqual(before.request, after.request) {
		return nil, &RequestError{"against", before.name, geo.Say("asks another question: other services, minutes, group or way of travelling", "所问不同：设施类型、时限、人群或出行方式不一致"), geo.Say("Ask both the same question first", "请先让两个方案回答同一问题")}
	}
	return after.compare(&before.live.outcomes, before.Scenario())
}

// AgainstBase tells what differs from the town without any edit.
func (s *Session) AgainstBase() (*Comparison, error) {
	return s.compare(s.untouched.outcomes, geo.Scenario{})
}

func (s *Session) compare(before *outcomes, against geo.Scenario) (*Comparison, error) {
	c := &Comparison{Points: s.base.changed(before, &s.live.outcomes)}
	for _, p := range s.base.places(s.request.By) {
		for i := range s.request.cutoffs() {
			c.Rows = append(c.Rows, s.gain(before, p, i))
		}
	}
	q := s.request
	q.By = "" // the layer has no areas
	m := s.base.manifest("difference", q, nil)
	if len(s.edits) > 0 {
		scenario := s.Scenario()
		m.Scenario = &scenario
	}
	if len(against.Edits) > 0 {
		m.Against = &against
	}
	s.base.seal(m)
	manifest, err := json.Marshal(m)
	c.layer = differenceLayer(c.Points, &q)
	c.layer.Manifest = manifest
	return c, err
}

// gain counts a place at one of the cutoffs.
func (s *Session) gain(before *outcomes, p place, at int) Gain {
	q := &s.request
	g := Gain{Group: q.Group.String(), Area: p.id, AreaName: p.name, Level: p.level}
	if q.byDistance() {
		g.Metres = q.Metres[at]
	} else {
		g.Minutes = Minutes(q.Minutes[at])
	}
	cutoff := q.cutoffs()[at]
	for _, i := range p.points {
		n := int64(max(0, s.base.Area.Points[i].People[q.Group]))
		was, is := before.reason(int(i), cutoff) == Covered, s.live.reason(int(i), cutoff) == Covered
		g.Total += n
		if was {
			g.Before += n
		}
		if is {
			g.After += n
		}
		if is && !was {
			g.Gained += n
		}
		if was && !is {
			g.Lost += n
		}
	}
	return g
}

// changed lists the residential points for which something differs between two answers to the same question.
func (a *Analysis) changed(before, after *outcomes) []PointChange {
	changes := []PointChange{}
	for i := range a.Area.Points {
		if was := (outcome{before.times[i], before.missing[i]}); was.time.Ms != after.times[i].Ms || was.missing != after.missing[i] {
			changes = append(changes, a.changeOf(after, int32(i), was))
		}
	}
	return changes
}

// changeOf tells of one residential point, which had another outcome before.
func (a *Analysis) changeOf(after *outcomes, point int32, was outcome) PointChange {
	q := after.request
	cutoffs := q.cutoffs()
	longest := cutoffs[len(cutoffs)-1]
	p, is := &a.Area.Points[point], after.times[point]
	return PointChange{
		ID: p.ID, Name: p.Name, At: p.Point, Population: known(p.People[geo.All]), People: known(p.People[q.Group]),
		Before: reachedS(was.time), After: reachedS(is),
		BeforeReason: was.reason(longest), AfterReason: after.reason(int(point), longest),
		Kind: kindOf(was.time, is, cutoffs),
	}
}

func kindOf(was, is isochrone.Time, cutoffs []int64) ChangeKind {
	more := 0
	for _, cutoff := range cutoffs {
		if is.Ms <= cutoff {
			more++
		}
		if was.Ms <= cutoff {
			more--
		}
	}
	switch {
	case more > 0:
		return Gained
	case more < 0:
		return Lost
	case is.Ms < was.Ms:
		return Nearer
	case is.Ms > was.Ms:
		return Farther
	}
	return Other
}

func known(n int32) *int32 {
	if n == geo.NoData {
		return nil
	}
	return &n
}

func reachedS(t isochrone.Time) *float64 {
	if !t.Reached() {
		return nil
	}
	s := seconds(t.Ms)
	return &s
}

// Layer is the changed points as features, with a manifest by which the difference can be computed again. Columns
// before_minutes and after_minutes are the shortest cutoff of the question within which the point is covered. Of a
// request by distance, before_m and before_within_m take the places of before_s and before_minutes.
func (c *Comparison) Layer() geo.Layer { return c.layer }

func differenceLayer(points []PointChange, q *Request) geo.Layer {
	unit, cutoff := "_s", "_minutes"
	if q.byDistance() {
		unit, cutoff = "_m", "_within_m"
	}
	layer := geo.Layer{Name: "difference", Columns: []geo.Column{
		{Name: "id"}, {Name: "name"}, {Name: "population", Type: geo.Integer}, {Name: "group_population", Type: geo.Integer}, {Name: "change"},
		{Name: "before" + unit, Type: geo.Real, Decimals: 3}, {Name: "after" + unit, Type: geo.Real, Decimals: 3},
		{Name: "before" + cutoff, Type: geo.Integer}, {Name: "after" + cutoff, Type: geo.Integer},
		{Name: "before_reason"}, {Name: "after_reason"},
	}}
	for _, p := range points {
		layer.Features = append(layer.Features, geo.Feature{ID: p.ID, Geometry: p.At, Values: []any{
			p.ID, p.Name, orNil(p.Population), orNil(p.People), string(p.Kind), orEmpty(p.Before), orEmpty(p.After),
			q.shortest(p.Before), q.shortest(p.After), string(p.BeforeReason), string(p.AfterReason),
		}})
	}
	return layer
}

func orNil(n *int32) any {
	if n == nil {
		return nil
	}
	return int64(*n)
}

func orEmpty(s *float64) any {
	if s == nil {
		return nil
	}
	return *s
}

// shortest is the shortest of the cutoffs that holds a time in seconds, or a length in metres; nil if none does.
func (q *Request) shortest(length *float64) any {
	for i, cutoff := range q.cutoffs() {
		if length != nil && *length <= seconds(cutoff) {
			return int64(q.given()[i])
		}
	}
	return nil
}

// replayDifference computes again what a manifest of a difference speaks of.
func (a *Analysis) replayDifference(ctx context.Context, q Request, m *Manifest) (geo.Layer, error) {
	var after, against geo.Scenario
	if m.Scenario != nil {
		after = *m.Scenario
	}
	if m.Against != nil {
		against = *m.Against
	}
	now, err := a.NewSession(ctx, q, after)
	if err != nil {
		return geo.Layer{}, err
	}
	before, err := a.NewSession(ctx, q, against)
	if err != nil {
		return geo.Layer{}, err
	}
	c, err := Compare(before, now)
	if err != nil {
		return geo.Layer{}, err
	}
	return c.Layer(), nil
}
