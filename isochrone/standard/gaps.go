package standard

import (
	"context"
	"errors"
	"math/big"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// grouped holds a group of the standard, such as mountain counties, against the rest, check by check: coverage of people by
// people, the mean supply, and of checks that are judged unit by unit the share of units that meet the target.
type grouped struct {
	s     *assessor
	group *Group
	m     *members
	gaps  []*Gap // of each check; nil where it says nothing of either
}

func (s *assessor) groups(checks int) []grouped {
	all := make([]grouped, len(s.std.Groups))
	for i := range all {
		g := &s.std.Groups[i]
		all[i] = grouped{s, g, s.membersOf(g), make([]*Gap, checks)}
	}
	return all
}

// hold holds the group against the rest in one check.
func (g *grouped) hold(ctx context.Context, i int, c *Check) error {
	if !g.m.any() {
		return nil
	}
	gap, is, err := g.s.gap(ctx, c, g.m)
	if is {
		g.gaps[i] = &gap
	}
	return err
}

func (g *grouped) gap() GroupGap {
	all := GroupGap{Group: g.group.ID, Name: g.group.Name, Gaps: []Gap{}}
	if !g.m.any() {
		all.Note = geo.Say("no area and no residential point carries %s: lifecircle import attributes FILE", "区划单元与居民点均无 %s 标记：lifecircle import attributes FILE", g.group.Attribute)
		return all
	}
	for _, gap := range g.gaps {
		if gap != nil {
			all.Gaps = append(all.Gaps, *gap)
		}
	}
	return all
}

// members are the points and areas of a group.
type members struct{ point, area, facility []bool }

func (m *members) any() bool {
	for _, list := range [][]bool{m.point, m.area} {
		for _, is := range list {
			if is {
				return true
			}
		}
	}
	return false
}

// membersOf finds the areas that carry the attribute of a group, what belongs to these, and the points and facilities in
// any of them; points may carry it themselves.
func (s *assessor) membersOf(g *Group) *members {
	m := &members{make([]bool, len(s.area.Points)), make([]bool, len(s.area.Areas)), make([]bool, len(s.area.Facilities))}
	for a := range s.area.Areas {
		m.area[a] = s.carries(int32(a), g)
	}
	for _, level := range s.area.Levels() {
		for p, a := range s.area.AreasAt(level) {
			m.point[p] = m.point[p] || (a >= 0 && m.area[a])
		}
		for f, a := range s.area.FacilityAreasAt(level) {
			m.facility[f] = m.facility[f] || (a >= 0 && m.area[a])
		}
	}
	for p := range s.area.Points {
		if text, is := s.area.Points[p].Attributes[g.Attribute]; is {
			m.point[p] = g.holds(text)
		}
	}
	s.addByPoints(m)
	return m
}

// carries tells whether an area, or one it belongs to, is of a group.
func (s *assessor) carries(area int32, g *Group) bool {
	for hops := 0; hops < 16; hops++ { // 16: a loop of parents must end
		a := &s.area.Areas[area]
		if text, is := a.Attributes[g.Attribute]; is && (g.Level == "" || s.isLevel(a.Level, g.Level)) {
			return g.holds(text)
		}
		above, known := s.area.AreaByID(a.Parent)
		if a.Parent == "" || !known {
			return false
		}
		area = above
	}
	return false
}

func (s *assessor) isLevel(level, unit string) bool {
	named, has := s.level(unit)
	return has && named == level
}

// addByPoints makes areas that name no parent members where all of their points are.
func (s *assessor) addByPoints(m *members) {
	for _, level := range s.area.Levels() {
		points, inside := make([]int, len(s.area.Areas)), make([]int, len(s.area.Areas))
		for p, a := range s.area.AreasAt(level) {
			if a >= 0 {
				points[a]++
				if m.point[p] {
					inside[a]++
				}
			}
		}
		for a, n := range points {
			m.area[a] = m.area[a] || (n > 0 && inside[a] == n)
		}
	}
}

func (g *Group) holds(text string) bool {
	if g.Value == "" {
		return isYes(text)
	}
	return same(text, g.Value)
}

// gap is one check for a group and the rest; false where the check says nothing of either.
func (s *assessor) gap(ctx context.Context, c *Check, m *members) (g Gap, is bool, err error) {
	switch c.Measure {
	case Coverage, FullCircle, MeanCircle, CapacityCoverage:
		g, err = s.gapOfPeople(ctx, c, m)
	case FloatingSupply:
		g, err = s.gapOfSupply(ctx, c, m)
	default:
		g, err = s.gapOfUnits(ctx, c, m)
	}
	var why *unanswerable
	var noData *coverage.NoDataError
	if errors.As(err, &why) || errors.As(err, &noData) {
		return g, false, nil // the check itself says what is missing
	}
	g.Check = c.ID
	if g.Inside != nil && g.Rest != nil {
		g.Gap = number(new(big.Rat).Sub(g.Rest.Rat(), g.Inside.Rat()))
	}
	return g, g.Inside != nil || g.Rest != nil, err
}

// gapOfPeople compares shares of people. The people who make the difference are those who would have to be covered too
// for the group to be covered as well as the rest.
func (s *assessor) gapOfPeople(ctx context.Context, c *Check, m *members) (g Gap, err error) {
	t, _, err := s.pointwise(ctx, c, newOutcome(c))
	if err != nil {
		return g, err
	}
	var total, got [2]int64
	for i, p := range t.points {
		in := inside(m.point[p])
		total[in] += t.weight[i]
		got[in] += t.got[i]
	}
	g.Inside, g.Rest = Fraction(got[1], total[1]*t.parts), Fraction(got[0], total[0]*t.parts)
	if g.Inside == nil || g.Rest == nil || t.parts > 1 {
		return g, nil
	}
	as := Check{Op: AtLeast, Target: g.Rest.Rat()}
	if t.unit == "people" {
		people := whole(as.shortOf(t.counted, total[1], got[1]).Rat())
		g.People = &people
	}
	return g, nil
}

func inside(is bool) int {
	if is {
		return 1
	}
	return 0
}

// gapOfSupply compares the mean supply of people.
func (s *assessor) gapOfSupply(ctx context.Context, c *Check, m *members) (g Gap, err error) {
	q, _, err := s.sharings(ctx, c, newOutcome(c))
	if err != nil {
		return g, err
	}
	var of [2]supplied
	for i, supply := range q.floating().OfPoint {
		in := inside(m.point[q.points[i]])
		of[in].supply += supply * float64(q.weight[i])
		of[in].people += q.weight[i]
	}
	mean := func(of supplied) *Number {
		if of.people == 0 {
			return nil
		}
		return number(new(big.Rat).SetFloat64(of.supply / float64(of.people) * float64(max(1, c.Per))))
	}
	g.Inside, g.Rest = mean(of[1]), mean(of[0])
	return g, nil
}

// gapOfUnits compares the shares of units that meet the target. Checks without one, and those that count no units, have
// no gap.
func (s *assessor) gapOfUnits(ctx context.Context, c *Check, m *members) (g Gap, err error) {
	if c.Op == NoTarget || (c.Unit == "" && c.Measure != CommunityShare && c.Measure != MaxTime) {
		return g, nil
	}
	o, err := s.outcome(ctx, c)
	if err != nil {
		return g, err
	}
	var units, met [2]int64
	for i := range o.Units {
		u := &o.Units[i]
		in := 0
		switch u.Kind {
		case AreaUnit:
			in = inside(m.area[u.Index])
		case FacilityUnit:
			in = inside(m.facility[u.Index])
		default:
			continue
		}
		units[in]++
		met[in] += int64(inside(u.Met))
	}
	g.Inside, g.Rest = Fraction(met[1], units[1]), Fraction(met[0], units[0])
	return g, nil
}
