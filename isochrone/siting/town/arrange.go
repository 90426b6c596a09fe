package town

import (
	"github.com/paulmach/orb"

	"lifecircle/isochrone/siting"
)

// arrange adds what does not hang on travel: distances between sites, areas.
func (p *Prepared) arrange() {
	if p.q.ApartM > 0 {
		p.keepApart()
	}
	if p.goal == siting.WorstAreaBest {
		of, names := areasOf(p.analysis, p.q.Request.By)
		p.in.Zones = p.demand.zones(of, len(names))
		for _, service := range p.demand.services {
			for _, name := range names {
				p.areas = append(p.areas, p.named(service, name))
			}
		}
		p.leaveHopeless()
	}
}

// keepApart lists the sites of one service that are too near to each other.
func (p *Prepared) keepApart() {
	p.in.Apart = make([][]int32, len(p.sites))
	for from := 0; from < len(p.sites); {
		end := from
		var at []orb.Point
		for ; end < len(p.sites) && p.sites[end].service == p.sites[from].service; end++ {
			if p.sites[end].place >= 0 { // they come before the facilities that stay
				at = append(at, p.places[p.sites[end].place].At)
			}
		}
		for i, near := range siting.ApartWithin(at, p.q.ApartM) {
			for k := range near {
				near[k] += int32(from)
			}
			p.in.Apart[from+i] = near
		}
		from = end
	}
}

// leaveHopeless leaves areas out in which no candidate reaches anybody: they would make every choice worth nothing.
func (p *Prepared) leaveHopeless() {
	reached := make([]bool, len(p.demand.weight))
	for _, runs := range p.in.Reach {
		for _, r := range runs {
			for j := r.From; j < r.To; j++ {
				reached[j] = true
			}
		}
	}
	people, hope := make([]int64, len(p.areas)), make([]bool, len(p.areas))
	for j, w := range p.demand.weight {
		people[p.in.Zones[j]] += w
		hope[p.in.Zones[j]] = hope[p.in.Zones[j]] || reached[j] && w > 0
	}
	left := make([]int64, len(p.demand.weight))
	for j, w := range p.demand.weight {
		if hope[p.in.Zones[j]] {
			left[j] = w
		}
	}
	for z, name := range p.areas {
		if people[z] > 0 && !hope[z] {
			p.hopeless = append(p.hopeless, name)
		}
	}
	p.in.Demand = left
}
