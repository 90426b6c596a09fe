package standard

import (
	"context"
	"errors"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/town"
)

// The bounds of looking for sites beside a scorecard. Work is counted in steps and not by the clock, so that a scorecard
// is the same on every machine: about two seconds for all needs of a check.
const (
	workForSites       = 1_000_000_000
	mostPointsForSites = 100_000
)

// neededSites looks for the fewest sites that bring enough of the uncovered people within reach, for each need by itself:
// with one need that is what the target takes. Of a full circle it is what it takes at least, since every need must be
// reached by as many people as all of them together, if it is proven for each need and no service meets two of them. Sites
// are looked for by the first mode: where any may reach, nothing is proven.
func (s *assessor) neededSites(ctx context.Context, c *Check, o *Outcome) error {
	t, _, err := s.reached(ctx, c, newOutcome(c))
	if err != nil {
		return err
	}
	if why := s.noSites(c, t); !why.Empty() {
		o.Needed = &Needed{Note: why}
		return nil
	}
	lacking, err := s.lackingBy(ctx, c, t)
	if err != nil {
		return err
	}
	needs, found := s.std.Expand(c), &Needed{Proven: true}
	var looked *siteSearch
	sites := 0
	for n, need := range needs {
		missing := c.shortOf(t.counted, t.total, t.total-lacking[n].total)
		if missing == nil || missing.Rat().Sign() <= 0 {
			continue
		}
		if looked == nil || n >= looked.from+needsInTown {
			if looked, err = s.searchSites(c, t, needs, lacking, n); err != nil {
				return err
			}
		}
		more, proven, err := looked.fewest(ctx, n, whole(missing.Rat()))
		var out *siting.Unreachable
		switch {
		case errors.As(err, &out):
			o.Needed = &Needed{Note: geo.Say("%v: no sites at junctions bring the target within reach: %v", "%v：在路口设点无法达到目标：%v", need.Name, out.InWords())}
			return nil
		case err != nil:
			return err
		}
		sites += len(more)
		found.Proven = found.Proven && proven
		found.Sites = append(found.Sites, more...)
	}
	found.Note = geo.Say("sites at junctions that bring enough people within reach", "在路口设点，使足够人口进入服务范围")
	if c.Any && len(c.Modes) > 1 {
		found.Proven = false
		found.Note = geo.Say("sites at junctions that bring enough people within reach by %s alone; with the other modes fewer may do", "在路口设点，仅按 %s 使足够人口进入服务范围；计入其他方式可能更少", t.way.mode)
	}
	switch bound := found.Proven && !overlapping(needs); {
	case len(needs) < 2:
	case !bound:
		sites, found.Proven = max(1, sites), false
		found.Note = geo.Say("so many were found to bring each service by itself to the target; fewer may do, and more be needed where not the same people reach all of them", "各类服务分别达到目标所找到的点位；可能更少即可，而全部服务须覆盖同一批居民时也可能更多")
	default:
		sites, found.Proven = max(1, sites), false
		found.Note = geo.Say("at least: so many bring each service by itself to the target; the same people must reach all of them", "下限：各类服务分别达到目标所需的点位；全部服务须覆盖同一批居民")
	}
	found.Facilities = &sites
	o.Needed = found
	return nil
}

// overlapping tells whether a service meets several needs, so that one facility may do for all of them.
func overlapping(needs []Need) bool {
	for i := range needs {
		for _, other := range needs[i+1:] {
			if slices.ContainsFunc(other.Services, func(code string) bool { return slices.Contains(needs[i].Services, code) }) {
				return true
			}
		}
	}
	return false
}

// noSites says why sites are not looked for; nothing where they are.
func (s *assessor) noSites(c *Check, t *tally) geo.Words {
	uncovered := 0
	for i := range t.points {
		if t.got[i] == 0 {
			uncovered++
		}
	}
	switch {
	case t.way.straight:
		return geo.Say("sites are looked for along the streets, and this check goes by straight lines", "选址按道路可达计算，本指标按直线半径计")
	case c.Beyond > 0 || t.unit == "m2":
		return geo.Say("sites are looked for where people are to be covered", "选址仅针对人口覆盖类指标")
	case c.Minutes > coverage.MaxMinutes || c.DistanceM > coverage.MaxMetres:
		return geo.Say("sites are looked for up to %d minutes and %d metres", "选址时限不超过 %d 分钟、距离不超过 %d 米", coverage.MaxMinutes, coverage.MaxMetres)
	case uncovered > mostPointsForSites:
		return geo.Say("%d residential points are uncovered, too many to look for sites beside a scorecard: lifecircle site", "未覆盖居民点达 %d 个，不宜随评估选址，请使用 lifecircle site", uncovered)
	}
	return geo.Words{}
}

// lackingBy is, for each need, whoever does not reach it.
func (s *assessor) lackingBy(ctx context.Context, c *Check, t *tally) (lacking []*counted, err error) {
	ways, err := s.ways(c)
	if err != nil {
		return nil, err
	}
	if !c.Any {
		ways = ways[:1]
	}
	lists, err := s.listsOf(c)
	if err != nil {
		return nil, err
	}
	for _, facilities := range lists {
		var times []reach
		for i := range ways {
			r, err := s.travel.to(ctx, &ways[i], facilities)
			if err != nil {
				return nil, err
			}
			times = append(times, r)
		}
		least := union(times)
		k := &counted{scale: t.scale, unit: t.unit}
		for i, p := range t.points {
			if !ways[0].within(least[p]) {
				k.points, k.weight = append(k.points, p), append(k.weight, t.weight[i])
				k.total += t.weight[i]
			}
		}
		lacking = append(lacking, k)
	}
	return lacking, nil
}

// siteSearch looks for sites in a town in which nobody lives but those who lack a need, and that has no facility which
// serves it. The people who lack the first need stand in the column of everybody, those who lack the next in the column of
// the next group, and so on: so one preparation does for several needs.
type siteSearch struct {
	s        *assessor
	c        *Check
	profile  isochrone.Profile
	analysis *coverage.Analysis
	needs    []Need
	lacking  []*counted
	from     int // the need whose people are in the first column
}

// needsInTown is how many needs have room in the columns of one town.
const needsInTown = int(geo.NumGroups)

func (s *assessor) searchSites(c *Check, t *tally, needs []Need, lacking []*counted, from int) (*siteSearch, error) {
	end := min(len(needs), from+needsInTown)
	town, err := s.townOf(needs[from:end], lacking[from:end])
	if err != nil {
		return nil, err
	}
	return &siteSearch{s, c, t.way.profile, coverage.New(town), needs, lacking, from}, nil
}

// fewest are the fewest sites found from which so many of the people who lack a need are within reach, and whether it is
// proven that fewer do not do.
func (l *siteSearch) fewest(ctx context.Context, n int, people int64) (sites []Site, proven bool, err error) {
	need := l.needs[n]
	q := town.Question{
		Request: coverage.Request{Services: need.Services[:1], Profile: l.profile, Group: geo.Group(n - l.from)},
		Problem: "psclp", Share: shareOf(people, l.lacking[n].total), Make: town.Make{Junctions: true},
	}
	if l.c.DistanceM > 0 {
		q.Request.Metres = []int{l.c.DistanceM}
	} else {
		q.Request.Minutes = []int{l.c.Minutes}
	}
	p, err := town.Prepare(ctx, l.analysis, q, nil)
	if err != nil {
		return nil, false, err
	}
	answer, err := p.Solve(ctx, siting.Limits{Work: workForSites / int64(len(l.needs))})
	if err != nil {
		return nil, false, err
	}
	for i := range answer.Sites {
		found := &answer.Sites[i]
		site := Site{ID: found.ID, Lon: found.Lon, Lat: found.Lat, Area: l.s.communityAt(orb.Point{found.Lon, found.Lat})}
		if len(l.needs) > 1 {
			site.ID = need.Code + ":" + found.ID
		}
		if found.Gain != nil {
			gain, err := found.Gain.Float64()
			if err != nil {
				return nil, false, err
			}
			site.Gain = int64(gain)
		}
		sites = append(sites, site)
	}
	total := l.lacking[n].total
	exact := total <= 1_000_000 || people*1_000_000%total == 0 // else a little more than what is missing was asked for
	return sites, answer.Proven && exact, nil
}

// townOf is the town of a [siteSearch].
func (s *assessor) townOf(needs []Need, lacking []*counted) (*geo.StudyArea, error) {
	t := s.area.Town
	t.Streets, t.Stops, t.Turns, t.Barriers = slices.Clone(t.Streets), slices.Clone(t.Stops), slices.Clone(t.Turns), slices.Clone(t.Barriers)
	t.Facilities, t.Areas, t.Idle, t.Sources, t.Points, t.Lists = nil, nil, nil, nil, nil, nil
	place := map[int32]int{} // of the points that lack a need, in the new town
	for n, lack := range lacking {
		if !slices.ContainsFunc(t.Lists, func(l geo.FacilityList) bool { return l.Service == needs[n].Services[0] }) {
			t.Lists = append(t.Lists, geo.FacilityList{Service: needs[n].Services[0]})
		}
		for i, p := range lack.points {
			at, known := place[p]
			if !known {
				at = len(t.Points)
				place[p] = at
				point := s.area.Points[p]
				point.Area, point.Attributes, point.People = "", nil, geo.People{}
				t.Points = append(t.Points, point)
			}
			t.Points[at].People[n] = int32(lack.weight[i])
		}
	}
	t.Entrances = slices.DeleteFunc(slices.Clone(t.Entrances), func(e geo.Entrance) bool {
		i, known := s.area.PointByID(e.OwnerID)
		_, lacks := place[int32(i)]
		return e.OwnerKind != geo.ResidentOwner || !known || !lacks
	})
	t.Extent = s.area.Extent
	return geo.NewStudyArea(t)
}

// shareOf is the share of a total that so many are, in millionths as site selection takes it, which rounds people up.
func shareOf(people, total int64) float64 {
	millionths := people * 1_000_000 / total
	if total > 1_000_000 { // a millionth is more than a person: rather one too many
		millionths = (people*1_000_000 + total - 1) / total
	}
	return float64(max(1, millionths)) / 1_000_000
}

// communityAt is the community that holds a place, "" for none.
func (s *assessor) communityAt(at orb.Point) string {
	level, has := s.level("community")
	if !has {
		return ""
	}
	for i := range s.area.Areas {
		if a := &s.area.Areas[i]; a.Level == level && len(a.Shape) > 0 && a.Shape.Bound().Contains(at) && geo.Contains(a.Shape, at) {
			return a.ID
		}
	}
	return ""
}
