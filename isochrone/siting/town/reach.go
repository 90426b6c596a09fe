package town

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/siting"
)

// batch is how many candidates are looked at between two reports of progress.
const batch = 4096

// inBatches calls work for stretches of the places, one after the other.
func (p *Prepared) inBatches(progress func(done, total int), work func(from int, at []orb.Point) error) error {
	at := make([]orb.Point, len(p.places))
	for i, c := range p.places {
		at[i] = c.At
	}
	for from := 0; from < len(at); from += batch {
		progress(from, len(at))
		if err := work(from, at[from:min(from+batch, len(at))]); err != nil {
			return err
		}
	}
	progress(len(at), len(at))
	return nil
}

// standing lists the facilities of a service that serve whatever is chosen, those that may stay left out. Some may be on
// no street: who lives close by walks there straight.
func (p *Prepared) standing(service string) (kept []int32) {
	for _, f := range p.analysis.Active(service) {
		if !p.closing[f] && !p.replaced[f] {
			kept = append(kept, f)
		}
	}
	return kept
}

// reach finds the residential points that places and facilities cover.
func (p *Prepared) reach(ctx context.Context, progress func(done, total int)) error {
	cutoff := p.q.Request.Cutoff()
	runs, joined := make([]isochrone.Runs, len(p.places)), make([]bool, len(p.places))
	err := p.inBatches(progress, func(from int, at []orb.Point) error {
		r, on, err := p.router.RunsOfPlaces(ctx, at, cutoff)
		copy(runs[from:], r)
		copy(joined[from:], on)
		return err
	})
	if err != nil {
		return err
	}
	of := func(f int32) (isochrone.Runs, error) {
		r, err := p.router.CatchmentRuns(ctx, []int32{f}, cutoff)
		return r[0], err
	}
	for i, c := range p.places {
		if c.facility < 0 {
			continue
		}
		joined[i] = true
		if runs[i], err = of(c.facility); err != nil { // by its own doors
			return err
		}
	}
	runs = kept(runs, joined)
	if err := p.catchable(joined); err != nil {
		return err
	}
	return p.list(func(place, service int) {
		p.in.Reach = append(p.in.Reach, shifted(runs[place], p.demand.block(service)))
	}, func(facilities []int32, service int) error {
		catchments, err := p.router.CatchmentRuns(ctx, facilities, cutoff)
		for _, r := range catchments {
			p.in.Reach = append(p.in.Reach, shifted(r, p.demand.block(service)))
		}
		return err
	})
}

// kept are the values of places that are on the network.
func kept[T any](values []T, joined []bool) []T {
	kept := make([]T, 0, len(values))
	for i, v := range values {
		if joined[i] {
			kept = append(kept, v)
		}
	}
	return kept
}

// shifted are runs of ranks as demand points of a service.
func shifted(runs isochrone.Runs, block uint32) []siting.Run {
	moved := make([]siting.Run, len(runs))
	for i, r := range runs {
		moved[i] = siting.Run{From: block + uint32(r.First), To: block + uint32(r.End)}
	}
	return moved
}

// maxPairs bounds the pairs of residential points and candidates whose times are kept: about 600 MB.
const maxPairs = 40_000_000

// measure finds how long it takes to places and facilities, up to the cutoff. For the least mean, whoever is farther from
// all that is chosen counts as if it took just the cutoff: else one hamlet on a road of its own would leave no choice.
func (p *Prepared) measure(ctx context.Context, progress func(done, total int)) error {
	cutoff := p.q.Request.Cutoff()
	var pairs atomic.Int64
	more := func(entries int) bool { return pairs.Add(int64(entries*len(p.demand.services))) <= maxPairs }
	tooMany := func() error {
		if pairs.Load() <= maxPairs {
			return nil
		}
		return refuse("candidates", "", geo.Say("there are more than %d pairs of residential points and candidates within the cutoff", "时限内居民点与备选点位的组合超过 %d 对", maxPairs), geo.Say("Set a wider spacing, fewer candidates or a shorter cutoff", "请增大间距、减少备选点位或缩短时限"))
	}
	arrivals, joined := make([][]isochrone.Arrival, len(p.places)), make([]bool, len(p.places))
	err := p.inBatches(progress, func(from int, at []orb.Point) error {
		a, on, err := p.router.ArrivalsAtPlaces(ctx, at, cutoff, more)
		copy(arrivals[from:], a)
		copy(joined[from:], on)
		if err == nil {
			err = tooMany()
		}
		return err
	})
	if err != nil {
		return err
	}
	for i, c := range p.places {
		if c.facility < 0 {
			continue
		}
		a, err := p.router.ArrivalsAt(ctx, []int32{c.facility}, cutoff, more)
		if err != nil {
			return err
		}
		arrivals[i], joined[i] = a[0], true
	}
	arrivals = kept(arrivals, joined)
	if err := p.catchable(joined); err != nil {
		return err
	}
	err = p.list(func(place, service int) {
		p.in.Costs = append(p.in.Costs, asCosts(arrivals[place], p.demand.block(service)))
	}, func(facilities []int32, service int) error {
		all, err := p.router.ArrivalsAt(ctx, facilities, cutoff, more)
		for _, a := range all {
			p.in.Costs = append(p.in.Costs, asCosts(a, p.demand.block(service)))
		}
		if err == nil {
			err = tooMany()
		}
		return err
	})
	if err == nil && p.goal == siting.LeastMean {
		p.addBeyond(cutoff)
	}
	return err
}

// beyond is what stands for no site within the cutoff.
var beyond = site{place: -1, facility: -1}

// addBeyond lets everybody whom some candidate reaches go nowhere, at the cost of the cutoff.
func (p *Prepared) addBeyond(cutoff int64) {
	var costs []siting.Cost
	for j, is := range p.reached() {
		if is {
			costs = append(costs, siting.Cost{Point: uint32(j), Cost: cutoff})
		}
	}
	p.in.Candidates = append(p.in.Candidates, siting.Candidate{ID: "(beyond the cutoff)", State: siting.Existing})
	p.in.Costs = append(p.in.Costs, costs)
	p.sites = append(p.sites, beyond)
}

// reached marks the demand points that some candidate or facility reaches within the cutoff.
func (p *Prepared) reached() []bool {
	reached := make([]bool, len(p.demand.weight))
	for _, costs := range p.in.Costs {
		for _, c := range costs {
			reached[c.Point] = true
		}
	}
	for _, runs := range p.in.Reach {
		for _, r := range runs {
			for j := r.From; j < r.To; j++ {
				reached[j] = true
			}
		}
	}
	return reached
}

func asCosts(arrivals []isochrone.Arrival, block uint32) []siting.Cost {
	costs := make([]siting.Cost, len(arrivals))
	for i, a := range arrivals {
		costs[i] = siting.Cost{Point: block + uint32(a.Rank), Cost: int64(a.Ms)}
	}
	return costs
}

// list makes the candidates of the instance: service by service the places, then the facilities that stay. reach is
// called for each place and stay for the facilities of each service, in this order.
func (p *Prepared) list(reach func(place, service int), stay func(facilities []int32, service int) error) error {
	for k, service := range p.demand.services {
		p.in.Candidates, p.sites = slices.Grow(p.in.Candidates, len(p.places)), slices.Grow(p.sites, len(p.places))
		for i := range p.places {
			c := &p.places[i]
			if !c.serves(service) {
				continue
			}
			capacity, err := p.capacityOf(c)
			if err != nil {
				return err
			}
			p.in.Candidates = append(p.in.Candidates, siting.Candidate{ID: p.named(service, c.ID), Cost: money(c.Cost), Capacity: capacity, State: c.stateFor(service)})
			p.sites = append(p.sites, site{k, i, c.facility})
			reach(i, k)
		}
		facilities := p.standing(service)
		for _, f := range facilities {
			capacity, err := p.capacityOfFacility(f)
			if err != nil {
				return err
			}
			p.in.Candidates = append(p.in.Candidates, siting.Candidate{ID: service + ":" + p.analysis.Area.Facilities[f].ID, Capacity: capacity, State: siting.Existing})
			p.sites = append(p.sites, site{k, -1, f})
		}
		if err := stay(facilities, k); err != nil {
			return err
		}
	}
	return nil
}

// named is the id of a candidate for a service.
func (p *Prepared) named(service, id string) string {
	if len(p.demand.services) == 1 {
		return id
	}
	return service + ":" + id
}
