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
		p.findHopeless()
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

// findHopeless names the areas in which no candidate and no facility reaches anybody. The solver leaves them out: they
// would make every choice worth nothing.
func (p *Prepared) findHopeless() {
	reached := p.reached()
	people, hope := make([]bool, len(p.areas)), make([]bool, len(p.areas))
	for j, w := range p.demand.weight {
		z := p.in.Zones[j]
		people[z] = people[z] || w > 0
		hope[z] = hope[z] || reached[j] && w > 0
	}
	for z, name := range p.areas {
		if people[z] && !hope[z] {
			p.hopeless = append(p.hopeless, name)
		}
	}
}
