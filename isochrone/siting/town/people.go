package town

import (
	"context"

	"lifecircle/geo"
	"lifecircle/isochrone/siting"
)

// tellPeople says of every site whom it covers newly, after the sites before it, or of problems by time to whom it is
// the nearest; and how many were covered before any facility is given up.
func (p *Prepared) tellPeople(ctx context.Context, a *Answer) error {
	var groups []geo.Group
	for g := range geo.NumGroups {
		if p.analysis.Area.HasGroup(g) {
			groups = append(groups, g)
		}
	}
	var whom [][]uint32
	if p.goal.ByCosts() {
		whom, a.Unserved = p.nearest(a.Sites)
	} else {
		whom = p.newlyCovered(a.Sites)
	}
	for k, points := range whom {
		s := &a.Sites[k]
		s.People = make(map[string]int64, len(groups))
		for _, g := range groups {
			s.People[g.String()] = 0
		}
		for _, j := range points {
			point, _ := p.demand.point(int(j))
			for _, g := range groups {
				s.People[g.String()] += int64(max(0, p.analysis.Area.Points[point].People[g]))
			}
		}
		s.Areas = p.areaGains(points)
	}
	if a.CoveredBefore == nil || p.goal == siting.MostServed || len(p.closing)+len(p.replaced) == 0 {
		return nil
	}
	today, err := p.coveredToday(ctx)
	a.CoveredBefore = &today
	return err
}

// newlyCovered lists for each site the demand points that nobody before it covers.
func (p *Prepared) newlyCovered(sites []Site) [][]uint32 {
	covered := p.coveredByStanding()
	lists := make([][]uint32, len(sites))
	for k := range sites {
		for _, run := range p.in.Reach[sites[k].candidate] {
			for j := run.From; j < run.To; j++ {
				if !covered[j] {
					covered[j] = true
					lists[k] = append(lists[k], j)
				}
			}
		}
	}
	return lists
}

// coveredByStanding marks the demand points that the facilities which stay cover.
func (p *Prepared) coveredByStanding() []bool {
	covered := make([]bool, len(p.demand.weight))
	for i, c := range p.in.Candidates {
		if c.State != siting.Existing {
			continue
		}
		for _, run := range p.in.Reach[i] {
			for j := run.From; j < run.To; j++ {
				covered[j] = true
			}
		}
	}
	return covered
}

// coveredToday is the demand that is covered by all facilities of today.
func (p *Prepared) coveredToday(ctx context.Context) (sum int64, err error) {
	covered := p.coveredByStanding()
	for k, service := range p.demand.services {
		block := p.demand.block(k)
		catchments, err := p.router.CatchmentRuns(ctx, p.analysis.Active(service), p.q.Request.Cutoff())
		if err != nil {
			return 0, err
		}
		for _, runs := range catchments {
			for _, run := range runs {
				for rank := run.First; rank < run.End; rank++ {
					covered[block+uint32(rank)] = true
				}
			}
		}
	}
	for j, is := range covered {
		if is {
			sum += p.demand.weight[j]
		}
	}
	return sum, nil
}

// nearest lists for each site the demand points to which it is nearer than any other site and any facility; of equally
// near ones a facility that stays counts before the sites, and these in their order. Others are not served within the
// cutoff.
func (p *Prepared) nearest(sites []Site) (lists [][]uint32, unserved int64) {
	type best struct {
		ms int64
		by int32 // -1 a facility that stays
	}
	const none = -2
	of := make([]best, len(p.demand.weight))
	for j := range of {
		of[j].by = none
	}
	offer := func(candidate int, by int32) {
		for _, c := range p.in.Costs[candidate] {
			if b := &of[c.Point]; b.by == none || c.Cost < b.ms {
				*b = best{c.Cost, by}
			}
		}
	}
	for i, c := range p.in.Candidates {
		if c.State == siting.Existing && p.sites[i] != beyond {
			offer(i, -1)
		}
	}
	for k := range sites {
		offer(sites[k].candidate, int32(k))
	}
	lists = make([][]uint32, len(sites))
	for j, b := range of {
		if b.by >= 0 {
			lists[b.by] = append(lists[b.by], uint32(j))
		} else if b.by == none {
			unserved += p.demand.weight[j]
		}
	}
	return lists, unserved
}

// areaGains adds the demand of some points up by the areas that the request names, those without any left out.
func (p *Prepared) areaGains(points []uint32) []AreaGain {
	gains := []AreaGain{}
	by := p.q.Request.By
	for _, level := range p.analysis.Area.Levels() {
		if by == "" || by != level && by != "area" {
			continue
		}
		of := p.analysis.Area.AreasAt(level)
		sums := map[int32]int64{}
		for _, j := range points {
			point, _ := p.demand.point(int(j))
			sums[of[point]] += p.demand.weight[j]
		}
		for i := range p.analysis.Area.Areas {
			if n := sums[int32(i)]; n > 0 {
				area := &p.analysis.Area.Areas[i]
				gains = append(gains, AreaGain{area.ID, area.Name, level, n})
			}
		}
		if n := sums[-1]; n > 0 {
			gains = append(gains, AreaGain{geo.OutsideArea, geo.OutsideArea, level, n})
		}
	}
	return gains
}
