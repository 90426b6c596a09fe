package siting_test

import (
	"math"

	"lifecircle/isochrone/siting"
)

// cRand is the generator of the C library of GNU (TYPE_3, an additive feedback of degree 31), from its description.
type cRand struct {
	state [31]uint32
	at    int
}

func newCRand(seed uint32) *cRand {
	r := &cRand{}
	word := int64(seed)
	var first [34]uint32
	for i := range 31 {
		first[i] = uint32(word)
		if word = 16807 * word % 2147483647; word < 0 {
			word += 2147483647
		}
	}
	for i := 31; i < 34; i++ {
		first[i] = first[i-31]
	}
	copy(r.state[:], first[3:34])
	for range 310 {
		r.next()
	}
	return r
}

// next is r[i] = r[i−3] + r[i−31] mod 2³², halved.
func (r *cRand) next() uint32 {
	r.state[r.at] += r.state[(r.at+28)%31]
	out := r.state[r.at] >> 1
	r.at = (r.at + 1) % 31
	return out
}

// cfl is a covering instance of Cordeau, Furini and Ljubić (2019): sites and customers at random in a square, as their
// generator makes them.
type cfl struct {
	sites, customers [][2]float64
	cost, demand     []int64
}

func generateCFL(sites, customers int, seed uint32) *cfl {
	const grid = 30
	r := newCRand(seed)
	coordinate := func() float64 {
		return math.Round(float64(r.next())/2147483647*grid*1e6) / 1e6 // files have 6 decimals
	}
	place := func(n int) [][2]float64 {
		places := make([][2]float64, n)
		for i := range places {
			places[i][0] = coordinate()
			places[i][1] = coordinate()
		}
		return places
	}
	c := &cfl{sites: place(sites), customers: place(customers)}
	for range sites {
		r.next() // costs are 1 in covering: rand() % 1 + 1
		c.cost = append(c.cost, 1)
	}
	c.demand = make([]int64, customers)
	for i := range c.demand {
		c.demand[i] = int64(r.next()%100 + 1)
	}
	return c
}

// instance gathers customers by the sites within a radius, inclusive. Most cells of a fine grid lie wholly inside or
// outside of every circle: their customers are alike and need no distances.
func (c *cfl) instance(radius float64) *siting.Instance {
	cells := 256
	for 16*cells*cells < len(c.customers) && cells < 1024 {
		cells *= 2
	}
	side := 30 / float64(cells)
	inside := make([][]uint32, cells*cells) // sites that reach the whole cell
	near := make([][]uint32, cells*cells)   // sites that may reach a part of it
	for s, p := range c.sites {
		west, east := max(0, int((p[0]-radius)/side)-1), min(cells-1, int((p[0]+radius)/side)+1)
		south, north := max(0, int((p[1]-radius)/side)-1), min(cells-1, int((p[1]+radius)/side)+1)
		for x := west; x <= east; x++ {
			for y := south; y <= north; y++ {
				dx, dy := (float64(x)+0.5)*side-p[0], (float64(y)+0.5)*side-p[1]
				switch d := dx*dx + dy*dy; {
				case d < (radius-side)*(radius-side):
					inside[x*cells+y] = append(inside[x*cells+y], uint32(s))
				case d <= (radius+side)*(radius+side):
					near[x*cells+y] = append(near[x*cells+y], uint32(s))
				}
			}
		}
	}
	rows := siting.NewGatherer(len(c.sites))
	alike := make([]int64, cells*cells) // the demand in each cell of one kind
	var by []uint32
	for j, p := range c.customers {
		cell := min(int(p[0]*(1/side)), cells-1)*cells + min(int(p[1]*(1/side)), cells-1)
		if len(near[cell]) == 0 {
			alike[cell] += c.demand[j]
			continue
		}
		by = append(by[:0], inside[cell]...)
		for _, s := range near[cell] {
			dx, dy := p[0]-c.sites[s][0], p[1]-c.sites[s][1]
			if dx*dx+dy*dy <= radius*radius {
				by = append(by, s)
			}
		}
		rows.Add(c.demand[j], by)
	}
	for cell, demand := range alike {
		if demand > 0 {
			rows.Add(demand, inside[cell])
		}
	}
	candidates := make([]siting.Candidate, len(c.sites))
	for i := range candidates {
		candidates[i] = siting.Candidate{ID: string(rune('A'+i/26)) + string(rune('A'+i%26)), Cost: c.cost[i]}
	}
	return rows.Instance(candidates)
}
