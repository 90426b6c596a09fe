package town

import (
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// demand is people as site selection counts them: for each service a block of all residential points along the curve
// of the router.
type demand struct {
	services []string
	order    []int32 // residential points by rank
	weight   []int64 // block by block
}

// newDemand weighs the people of every residential point. An empty cell counts nobody.
func newDemand(a *coverage.Analysis, router *isochrone.Router, q *Question) *demand {
	d := &demand{services: q.Request.Services, order: router.Order()}
	d.weight = make([]int64, 0, len(d.services)*len(d.order))
	for _, service := range d.services {
		groups := q.weightsOf(service)
		for _, point := range d.order {
			sum := int64(0)
			for _, g := range groups {
				sum += g.weight * int64(max(0, a.Area.Points[point].People[g.group]))
			}
			d.weight = append(d.weight, sum)
		}
	}
	return d
}

// block is where the demand points of a service begin.
func (d *demand) block(service int) uint32 { return uint32(service * len(d.order)) }

// point is the residential point of a demand point, and its service.
func (d *demand) point(j int) (point int32, service int) {
	return d.order[j%len(d.order)], j / len(d.order)
}

// areasOf are the areas of a level to which the residential points belong, by index; people in none of them belong to one more.
func areasOf(a *coverage.Analysis, level string) (of []int32, names []string) {
	of = slices.Clone(a.Area.AreasAt(level))
	numbers := map[int32]int32{}
	for i := range a.Area.Areas {
		if a.Area.Areas[i].Level == level {
			numbers[int32(i)] = int32(len(names))
			names = append(names, a.Area.Areas[i].ID)
		}
	}
	for point, area := range of {
		if area < 0 {
			of[point] = int32(len(names))
		} else {
			of[point] = numbers[area]
		}
	}
	return of, append(names, geo.OutsideArea)
}

// zones says to which area each demand point belongs: an area is served by each service for itself.
func (d *demand) zones(of []int32, areas int) []int32 {
	zones := make([]int32, 0, len(d.weight))
	for k := range d.services {
		for _, point := range d.order {
			zones = append(zones, int32(k*areas)+of[point])
		}
	}
	return zones
}
