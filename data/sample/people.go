package sample

import (
	"fmt"
	"math/rand/v2"

	"lifecircle/geo"
)

// ages are the shares of the people of a home, in percent, and the people of a household.
type ages struct {
	under3, under6, under12, under18 float64 // 0–2, 3–5, 6–11, 12–17
	over60, over65, over80           float64 // each includes the next
	disabled, household              float64
}

// agesOf follows the shape that the census of 2020 shows for Chinese county towns: old villages and old cores, young
// estates. The figures are made up.
var agesOf = map[style]ages{
	oldTown:   {1.8, 2.2, 5.0, 4.6, 31, 23.5, 5.2, 3.4, 2.3},
	workUnit:  {2.3, 2.8, 6.1, 5.4, 23, 16.5, 3.6, 2.6, 2.5},
	newEstate: {3.6, 4.4, 8.8, 6.3, 12, 7.4, 1.2, 1.7, 2.9},
	dormitory: {1.1, 1.0, 1.6, 1.2, 3, 1.6, 0.2, 1.0, 1.7},
	village:   {2.0, 2.6, 6.4, 5.2, 37, 28.5, 6.8, 4.1, 2.6},
}

// residents counts the people of every home.
func (s *sketch) residents() []geo.ResidentialPoint {
	rnd := rng(5)
	number := map[string]int{}
	out := make([]geo.ResidentialPoint, 0, len(s.homes))
	for i, h := range s.homes {
		number[h.name]++
		p := geo.ResidentialPoint{
			ID: fmt.Sprintf("R%05d", i+1), Name: h.name, Point: h.place.position(), Kind: h.kind, Setting: "urban",
			People: count(h, rnd),
		}
		switch h.kind {
		case "natural_village":
			p.Setting = "rural"
			p.Name = fmt.Sprintf("%s%d组", h.name, number[h.name])
		case "building":
			p.Name = fmt.Sprintf("%s%d幢", h.name, number[h.name])
		}
		out = append(out, p)
	}
	return out
}

// count draws the people of a home so that groups which contain others are never smaller than those.
func count(h home, rnd *rand.Rand) geo.People {
	a := agesOf[h.style]
	n := max(3, int32(h.people+0.5))
	share := func(percent float64) int32 { // about that share, scattered, with chance deciding the fraction
		v := mul(float64(n)*percent/100, uniform(rnd, 0.7, 1.3))
		return int32(v + rnd.Float64())
	}
	var p geo.People
	p[geo.All] = n
	p[geo.Age0to2], p[geo.Age3to5], p[geo.Age6to11] = share(a.under3), share(a.under6), share(a.under12)
	p[geo.Age0to17] = p[geo.Age0to2] + p[geo.Age3to5] + p[geo.Age6to11] + share(a.under18)
	p[geo.Age80] = share(a.over80)
	p[geo.Age65] = p[geo.Age80] + share(a.over65-a.over80)
	p[geo.Age60] = p[geo.Age65] + share(a.over60-a.over65)
	if tooMany := p[geo.Age0to17] + p[geo.Age60] - n; tooMany > 0 { // tiny homes only
		p[geo.All] += tooMany
	}
	adults := p[geo.All] - p[geo.Age0to17] - p[geo.Age60]
	p[geo.Working] = int32(float64(adults) * uniform(rnd, 0.72, 0.88))
	p[geo.Disabled] = min(p[geo.All], share(a.disabled))
	p[geo.Households] = max(1, int32(float64(p[geo.All])/(a.household*uniform(rnd, 0.92, 1.08))+0.5))
	return p
}
