package coverage

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// GroupSpeed gives the people of one group a speed of their own; everybody else travels at that of the profile.
type GroupSpeed struct {
	Group    geo.Group
	SpeedKmh float64
}

// Others names the rows of the people who are in no group with a speed of its own.
const Others = "others"

// ParseGroupSpeed reads "age60=3.0".
func ParseGroupSpeed(text string) (GroupSpeed, error) {
	name, speed, found := strings.Cut(text, "=")
	group, known := geo.ParseGroup(strings.TrimSpace(name))
	kmh, err := strconv.ParseFloat(strings.TrimSpace(speed), 64)
	if !found || !known || err != nil {
		return GroupSpeed{}, &RequestError{"group_speed", text, geo.Say("must be a group and its speed in km/h", "应为人群及其速度（km/h）"), geo.Say("For example: age60=3.0", "例如：age60=3.0")}
	}
	return GroupSpeed{group, kmh}, nil
}

// part is people who travel alike: all whom a request counts, or those of one of its groups with a speed of their own.
type part struct {
	*outcomes
	group    string
	speedKmh *float64 // nil where everybody travels alike
	people   []int32  // by residential point; NoData where the cell was empty
}

// parts computes the travel times of everybody whom the request counts. vary, if it is not nil, changes the profile of
// each part first.
func (a *Analysis) parts(ctx context.Context, q Request, vary func(isochrone.Profile) (isochrone.Profile, error)) ([]part, error) {
	var parts []part
	travel := func(p part, profile isochrone.Profile) error {
		alike := q
		alike.Profile = profile
		if vary != nil {
			varied, err := vary(profile)
			if err != nil {
				return err
			}
			alike.Profile = varied
		}
		if len(q.GroupSpeeds) > 0 {
			p.speedKmh = &alike.Profile.SpeedKmh
		}
		var err error
		p.outcomes, err = a.outcomes(ctx, alike)
		parts = append(parts, p)
		return err
	}
	others := make([]int32, len(a.Area.Points))
	for i := range others {
		others[i] = a.Area.Points[i].People[q.Group]
	}
	for _, s := range q.GroupSpeeds {
		profile, err := atSpeed(q.Profile, s.SpeedKmh)
		if err != nil {
			return nil, err
		}
		if err := travel(part{group: s.Group.String(), people: a.setApart(s.Group, others)}, profile); err != nil {
			return nil, err
		}
	}
	name := q.Group.String()
	if len(q.GroupSpeeds) > 0 {
		name = Others
	}
	return parts, travel(part{group: name, people: others}, q.Profile)
}

// together makes one part of everybody whom a request counts, who travel alike.
func (a *Analysis) together(o *outcomes) []part {
	p := part{outcomes: o, group: o.request.Group.String(), people: make([]int32, len(a.Area.Points))}
	for i := range p.people {
		p.people[i] = a.Area.Points[i].People[o.request.Group]
	}
	return []part{p}
}

// setApart takes the people of a group out of the others. A point whose cell of the group is empty leaves all its people
// among the others, and one without any number of people has none for the group either.
func (a *Analysis) setApart(group geo.Group, others []int32) []int32 {
	people := make([]int32, len(others))
	for i := range people {
		people[i] = a.Area.Points[i].People[group]
		switch {
		case others[i] == geo.NoData:
			people[i] = geo.NoData
		case people[i] != geo.NoData:
			others[i] -= people[i]
		}
	}
	return people
}

// atSpeed is a profile at another speed, with a band of the same proportions.
func atSpeed(p isochrone.Profile, kmh float64) (isochrone.Profile, error) {
	if p.SpeedKmh > 0 {
		scale := func(v float64) float64 { return math.Round(v*kmh/p.SpeedKmh*1000) / 1000 }
		p.Band.Slow, p.Band.Fast = scale(p.Band.Slow), scale(p.Band.Fast)
	}
	return p.WithSpeed(kmh)
}

// checkGroupSpeeds sorts the groups with speeds of their own and refuses what would count people twice or not at all.
func (a *Analysis) checkGroupSpeeds(q *Request) error {
	if len(q.GroupSpeeds) == 0 {
		q.GroupSpeeds = nil
		return nil
	}
	refuse := func(value string, rule, hint geo.Words) error {
		return &RequestError{"group_speed", value, rule, hint}
	}
	if q.Group != geo.All {
		return refuse(q.Group.String(), geo.Say("goes with group all: everybody is counted, each group at its own speed", "须与 group=all 同用：统计全部人口，各人群按各自速度"), geo.Words{})
	}
	if q.byDistance() {
		first := q.GroupSpeeds[0]
		return refuse(fmt.Sprintf("%s=%v", first.Group, first.SpeedKmh), geo.Say("means nothing where cutoffs are metres", "按距离衡量时不适用"), geo.Words{})
	}
	q.GroupSpeeds = slices.SortedFunc(slices.Values(q.GroupSpeeds), func(x, y GroupSpeed) int { return int(x.Group) - int(y.Group) })
	for i, s := range q.GroupSpeeds {
		value := fmt.Sprintf("%s=%v", s.Group, s.SpeedKmh)
		if s.Group == geo.All || s.Group == geo.Households {
			return refuse(value, geo.Say("is no part of the people", "不是人口的一部分"), geo.Say("The speed of everybody else is that of the profile", "其他人的速度由出行方式参数决定"))
		}
		if _, err := atSpeed(q.Profile, s.SpeedKmh); err != nil {
			return refuse(value, geo.WordsOf(err), geo.Words{})
		}
		if !a.Area.HasGroup(s.Group) {
			return &NoDataError{geo.Say("column %s of the residential points", "居民点的 %s 列", s.Group.Column()), geo.Say("Import residents with that column, or choose another group", "请导入含该列的居民点，或选择其他人群")}
		}
		for _, other := range q.GroupSpeeds[:i] {
			if overlap(other.Group, s.Group) {
				return refuse(fmt.Sprintf("%s, %s", other.Group, s.Group), geo.Say("may hold the same people, who cannot have two speeds", "可能含有相同的人，同一人不能有两种速度"), geo.Say("Keep one of the two", "请只保留其中之一"))
			}
		}
	}
	return a.checkSums(q)
}

// oneTimeEach refuses groups with speeds of their own where every residential point has one time.
func (q *Request) oneTimeEach() error {
	if len(q.GroupSpeeds) == 0 {
		return nil
	}
	return &RequestError{"group_speed", "", geo.Say("only counts of people take several speeds: a list of points has one time for each", "只有人数统计可采用多种速度：居民点列表中每点只有一个时间"), geo.Words{}}
}

// checkSums refuses a town in which a point has more people in the groups than people.
func (a *Analysis) checkSums(q *Request) error {
	for i := range a.Area.Points {
		p, sum := &a.Area.Points[i], int64(0)
		for _, s := range q.GroupSpeeds {
			sum += int64(max(0, p.People[s.Group]))
		}
		if n := p.People[geo.All]; n != geo.NoData && sum > int64(n) {
			return &RequestError{"group_speed", p.ID, geo.Say("this residential point has %d people in the groups, but %d in all", "该居民点各人群合计 %d 人，而总人口为 %d 人", sum, n), geo.Say("Correct its row and import it again", "请更正该行并重新导入")}
		}
	}
	return nil
}

// ages are the ages that a group holds, both ends included; false for groups that are not made by age.
func ages(g geo.Group) (from, to int, ok bool) {
	switch g {
	case geo.Age0to2:
		return 0, 2, true
	case geo.Age3to5:
		return 3, 5, true
	case geo.Age6to11:
		return 6, 11, true
	case geo.Age0to17:
		return 0, 17, true
	case geo.Age60:
		return 60, math.MaxInt, true
	case geo.Age65:
		return 65, math.MaxInt, true
	case geo.Age80:
		return 80, math.MaxInt, true
	}
	return 0, 0, false
}

// overlap reports whether two groups may hold the same people: of groups that are not made by age nobody knows.
func overlap(a, b geo.Group) bool {
	fromA, toA, knownA := ages(a)
	fromB, toB, knownB := ages(b)
	return !knownA || !knownB || (fromA <= toB && fromB <= toA)
}
