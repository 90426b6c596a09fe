package town

import (
	"context"
	"fmt"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// tellEdits makes edits of the sites, after those that were done before the question was asked: facilities that are
// given up close, and each site that is none of them opens.
func (p *Prepared) tellEdits(a *Answer) {
	stays := map[int32]bool{}
	for _, s := range a.Sites {
		if f := p.sites[s.candidate].facility; f >= 0 {
			stays[f] = true
		}
	}
	edits := slices.Clone(p.analysis.Scenario().Edits)
	for i := range p.analysis.Area.Facilities {
		f := int32(i)
		if p.closing[f] || p.replaced[f] && !stays[f] {
			facility := &p.analysis.Area.Facilities[f]
			edits = append(edits, geo.CloseFacility{Service: facility.Service, ID: facility.ID})
			a.Closed = append(a.Closed, facility.Service+":"+facility.ID)
		}
	}
	taken := map[string]bool{}
	for _, service := range p.demand.services {
		first, end := p.analysis.Area.FacilitiesOf(service)
		for f := first; f < end; f++ {
			taken[service+":"+p.analysis.Area.Facilities[f].ID] = true
		}
	}
	for _, s := range a.Sites {
		if s.Existing {
			continue
		}
		id := s.ID
		for n := 2; taken[s.Service+":"+id]; n++ {
			id = fmt.Sprintf("%s-%d", s.ID, n)
		}
		taken[s.Service+":"+id] = true
		edits = append(edits, geo.AddFacility{Service: s.Service, ID: id, Name: s.Name, At: p.places[p.sites[s.candidate].place].At})
	}
	a.edits = edits
}

// tellCoverage counts who is covered before and after, and why the others are not, as coverage does. Where both speak of
// the same people they must agree.
func (p *Prepared) tellCoverage(ctx context.Context, a *Answer) error {
	a.Before = []coverage.Result{}
	if len(a.edits) <= geo.MaxEdits {
		a.After = []coverage.Result{}
	}
	covered := int64(0)
	for _, service := range p.demand.services {
		q := p.q.Request
		q.Services = []string{service}
		for _, g := range p.q.weightsOf(service) {
			q.Group = g.group
			before, err := p.analysis.Coverage(ctx, q)
			if err != nil {
				return err
			}
			a.Before = append(a.Before, before.Results...)
			if a.After == nil {
				continue
			}
			after, err := p.analysis.NewSession(ctx, q, a.Scenario(""))
			if err != nil {
				return err
			}
			rows := after.Report().Results
			a.After = append(a.After, rows...)
			covered += g.weight * rows[0].Covered // of the whole
		}
	}
	if a.After != nil && a.CoveredAfter != nil && p.goal != siting.MostServed && covered != *a.CoveredAfter {
		return geo.Fail("site selection counts %d as covered and coverage %d: this is a fault of the program", "选址计得覆盖 %d，而覆盖分析计得 %d：程序有误", *a.CoveredAfter, covered)
	}
	return nil
}
