package town

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// Solve looks for the best sites and says what they change. When ctx is cancelled or the time is over, the answer holds
// the best found by then.
//
// A question that cannot be answered as it stands is a [*siting.Error] or a [*coverage.RequestError]; a target that no
// choice reaches wraps a [*siting.Unreachable].
func (p *Prepared) Solve(ctx context.Context, limits siting.Limits) (*Answer, error) {
	found, err := siting.Solve(ctx, p.in, p.problem, limits)
	if err != nil {
		return nil, p.explain(err)
	}
	ctx = context.WithoutCancel(ctx) // what was found is to be told
	places := p.places10()
	a := &Answer{
		Problem: p.q.Problem, Status: "feasible", Sites: []Site{}, Unit: p.unit(), Value: number(found.Value, places), Bound: number(found.Bound, places),
		Gap: gap(found.Value, found.Bound, places), Proven: found.Proven, Ended: found.Ended.String(), Cost: number(found.Cost, moneyPlaces),
		Total: p.total(), Hopeless: p.hopeless, Candidates: p.found, Closed: []string{}, Certificate: found.Proof,
	}
	if a.Proven {
		a.Status = "optimal"
	}
	if a.Hopeless == nil {
		a.Hopeless = []string{}
	}
	if p.problem.Target > 0 {
		a.Target = &p.problem.Target
	}
	a.Unserved = a.Total - found.CoveredAfter
	if !p.goal.ByCosts() {
		a.CoveredBefore, a.CoveredKept, a.CoveredAfter = &found.CoveredBefore, &found.CoveredBefore, &found.CoveredAfter
	}
	a.Uncoverable = p.uncoverable(found.Uncoverable)
	for _, s := range found.Sites {
		a.Sites = append(a.Sites, p.siteOf(s, found))
	}
	if err := p.tellPeople(ctx, a); err != nil {
		return nil, err
	}
	p.tellEdits(a)
	if err := p.tellCoverage(ctx, a); err != nil {
		return nil, err
	}
	a.Manifest, err = p.manifest(limits, found.Ended)
	return a, err
}

// gap is |bound − value| ÷ max(|value|, 1), in the unit that values are shown in.
func gap(value, bound int64, places int) float64 {
	if value == bound {
		return 0
	}
	unit := math.Pow10(places)
	v, b := float64(value)/unit, float64(bound)/unit
	return math.Abs(b-v) / max(math.Abs(v), 1)
}

func (p *Prepared) total() (sum int64) {
	for _, w := range p.demand.weight {
		sum += w
	}
	return sum
}

// siteOf describes a chosen candidate.
func (p *Prepared) siteOf(s siting.Site, found *siting.Answer) Site {
	at := p.sites[s.Candidate]
	place := &p.places[at.place]
	places := p.places10()
	if p.goal == siting.FewestSites || p.goal == siting.LeastCost {
		places = 0 // gains are people
	}
	value := func(n int64, none bool) *json.Number {
		if none {
			return nil
		}
		text := number(n, places)
		return &text
	}
	c := p.in.Candidates[s.Candidate]
	row := Site{
		Service: p.demand.services[at.service], ID: place.ID, Name: place.Name, Lon: place.At[0], Lat: place.At[1], Existing: at.facility >= 0, Cost: number(c.Cost, moneyPlaces),
		Gain: value(s.Gain, s.First), Alone: value(s.Alone, found.Sites[0].First), Together: value(s.Together, s.Needed), Areas: []AreaGain{}, Alternatives: []Alternative{}, candidate: s.Candidate,
	}
	if c.Capacity > 0 {
		row.Capacity = &c.Capacity
	}
	if found.Assigned != nil {
		row.Served = &found.Assigned[s.Candidate]
	}
	if !p.goal.ByCosts() {
		row.CoveredAfter = &s.CoveredAfter
	}
	for _, other := range s.Alternatives {
		c := &p.places[p.sites[other.Candidate].place]
		row.Alternatives = append(row.Alternatives, Alternative{c.ID, c.Name, c.At[0], c.At[1], number(other.Value, p.places10())})
	}
	return row
}

// uncoverable says who is out of reach, and why.
func (p *Prepared) uncoverable(points []int) Uncoverable {
	u := Uncoverable{IDs: []string{}}
	for _, j := range points {
		point, service := p.demand.point(j)
		w := p.demand.weight[j]
		u.Points++
		u.Demand += w
		switch p.whyUncoverable(int(point)) {
		case coverage.NotSnapped:
			u.ByReason.NotSnapped += w
		case coverage.Isolated:
			u.ByReason.Isolated += w
		default:
			u.ByReason.NoCandidate += w
		}
		u.IDs = append(u.IDs, p.named(p.demand.services[service], p.analysis.Area.Points[point].ID))
	}
	slices.Sort(u.IDs)
	u.IDs = u.IDs[:min(len(u.IDs), maxListed)]
	return u
}

func (p *Prepared) whyUncoverable(point int) coverage.Reason {
	if _, astray := p.router.Astray(point); astray {
		return coverage.NotSnapped
	}
	if _, island := p.router.IslandOf(point); island {
		return coverage.Isolated
	}
	return coverage.BeyondCutoff
}

// explain adds to an error what the solver cannot know.
func (p *Prepared) explain(err error) error {
	var far *siting.Unreachable
	if !errors.As(err, &far) {
		return err
	}
	if far.Most >= far.Asked && len(far.Left) > 0 {
		u := p.uncoverable(far.Left)
		return geo.Fail("%v. It leaves %d places, %d of the people there on islands of streets: %s. Ask for more sites, raise the budget, or allow a longer cutoff",
			"%v。未服务 %d 个居民点，其中 %d 人位于孤立路网：%s。请增加点位数、提高预算，或放宽时限", err, u.Points, u.ByReason.Isolated, u.first())
	}
	if far.Most >= far.Asked {
		return geo.Fail("%v. Ask for more sites, raise the budget, or allow a longer cutoff", "%v。请增加点位数、提高预算，或放宽时限", err)
	}
	u := p.uncoverable(far.Uncoverable)
	return geo.Fail("%v. Of these, %d are not near any street, %d on islands of streets, %d too far from every candidate: %s. Lower the target, or add candidates near them",
		"%v。其中 %d 附近没有可用道路，%d 位于孤立路网，%d 距所有备选点位过远：%s。请降低目标，或在其附近增加备选点位", err, u.ByReason.NotSnapped, u.ByReason.Isolated, u.ByReason.NoCandidate, u.first())
}

// first names the first places.
func (u *Uncoverable) first() string {
	names := strings.Join(u.IDs[:min(len(u.IDs), 20)], ", ")
	if len(u.IDs) > 20 {
		names += ", …"
	}
	return names
}
