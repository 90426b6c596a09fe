package standard

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/town"
)

// The bounds of looking for sites beside a scorecard. Work is counted in steps and not by the clock, so that a scorecard
// is the same on every machine: about two seconds.
const (
	workForSites       = 1_000_000_000
	mostPointsForSites = 100_000
)

// neededSites looks for the fewest sites that bring enough of the uncovered people within reach, for each need by itself:
// with one need that is what the target takes. Of a full circle it is what it takes at least, since every need must be
// reached by as many people as all of them together.
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
	sites := 0
	for n, need := range needs {
		missing := c.shortOf(t.counted, t.total, t.total-lacking[n].total)
		if missing == nil || missing.Rat().Sign() <= 0 {
			continue
		}
		more, proven, err := s.sitesFor(ctx, c, t, lacking[n], whole(missing.Rat()), need)
		var out *siting.Unreachable
		switch {
		case errors.As(err, &out):
			o.Needed = &Needed{Note: geo.Say("%v: no sites at junctions bring the target within reach: %v", "%v：在路口设点无法达到目标：%v", need.Name, err)}
			return nil
		case err != nil:
			return err
		}
		sites += len(more)
		found.Proven = found.Proven && proven
		found.Sites = append(found.Sites, more...)
	}
	found.Note = geo.Say("sites at junctions that bring enough people within reach", "在路口设点，使足够人口进入服务范围")
	if len(needs) > 1 {
		sites, found.Proven = max(1, sites), false
		found.Note = geo.Say("at least: so many bring each service by itself to the target; the same people must reach all of them", "下限：各类服务分别达到目标所需的点位；全部服务须覆盖同一批居民")
	}
	found.Facilities = &sites
	o.Needed = found
	return nil
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
	lists, err := s.listsOf(s.std.Expand(c))
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

// sitesFor looks for the fewest sites from which so many of the people who lack a need are within reach.
func (s *assessor) sitesFor(ctx context.Context, c *Check, t *tally, lack *counted, people int64, need Need) (sites []Site, proven bool, err error) {
	area, err := s.townOf(c, lack, need)
	if err != nil {
		return nil, false, err
	}
	q := town.Question{
		Request: coverage.Request{Services: need.Services[:1], Profile: t.way.profile},
		Problem: "psclp", Share: shareOf(people, lack.total), Make: town.Make{Junctions: true},
	}
	if c.DistanceM > 0 {
		q.Request.Metres = []int{c.DistanceM}
	} else {
		q.Request.Minutes = []int{c.Minutes}
	}
	p, err := town.Prepare(ctx, coverage.New(area), q, nil)
	if err != nil {
		return nil, false, err
	}
	answer, err := p.Solve(ctx, siting.Limits{Work: workForSites})
	if err != nil {
		return nil, false, err
	}
	for i := range answer.Sites {
		found := &answer.Sites[i]
		site := Site{ID: found.ID, Lon: found.Lon, Lat: found.Lat, Area: s.communityAt(orb.Point{found.Lon, found.Lat})}
		if len(s.std.Expand(c)) > 1 {
			site.ID = need.Code + ":" + found.ID
		}
		if found.Gain != nil {
			gain, _ := strconv.ParseFloat(string(*found.Gain), 64)
			site.Gain = int64(gain)
		}
		sites = append(sites, site)
	}
	return sites, answer.Proven, nil
}

// townOf is the town with nobody in it but those who lack a need, and no facility that serves it: they all lack one.
func (s *assessor) townOf(c *Check, lack *counted, need Need) (*geo.StudyArea, error) {
	t := s.area.Town
	t.Streets, t.Stops, t.Turns, t.Barriers = slices.Clone(t.Streets), slices.Clone(t.Stops), slices.Clone(t.Turns), slices.Clone(t.Barriers)
	t.Facilities, t.Areas, t.Idle, t.Sources = nil, nil, nil, nil
	t.Lists = []geo.FacilityList{{Service: need.Services[0]}}
	t.Entrances = slices.DeleteFunc(slices.Clone(t.Entrances), func(e geo.Entrance) bool {
		if e.OwnerKind != geo.ResidentOwner {
			return true
		}
		i, known := s.area.PointByID(e.OwnerID)
		if !known {
			return true
		}
		_, lacks := slices.BinarySearch(lack.points, int32(i))
		return !lacks
	})
	t.Points = make([]geo.ResidentialPoint, len(lack.points))
	for i, p := range lack.points {
		t.Points[i] = s.area.Points[p]
		t.Points[i].Area, t.Points[i].Attributes = "", nil
		for g := range t.Points[i].People {
			t.Points[i].People[g] = geo.NoData
		}
		t.Points[i].People[geo.All] = int32(lack.weight[i])
	}
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
