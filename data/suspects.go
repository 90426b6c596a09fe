package data

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/data/table"
	"lifecircle/geo"
)

// accessLimitM is the access limit on foot: what lies farther from every street is reached by nobody.
// It is the default of the profiles (150 m).
const accessLimitM = 150

// place is a facility or a residential point as the checks against the town see it.
type place struct {
	name   string // how examples call it
	area   string // the area that its own record names
	point  orb.Point
	people int32 // of a residential point: those with the most people come first in examples
}

func pointPlaces(points []geo.ResidentialPoint) []place {
	places := make([]place, len(points))
	for i, p := range points {
		places[i] = place{p.ID, p.Area, p.Point, p.People[geo.All]}
	}
	return places
}

func facilityPlaces(facilities []geo.Facility) []place {
	places := make([]place, len(facilities))
	for i, f := range facilities {
		places[i] = place{name: f.Service + ":" + f.ID, area: f.Area, point: f.Point}
	}
	return places
}

// streetIndex finds the nearest street.
type streetIndex struct {
	index   geo.Index
	streets []geo.Street
}

func indexStreets(streets []geo.Street) *streetIndex {
	x := &streetIndex{streets: streets}
	for i := range streets {
		x.index.Insert(streets[i].Line.Bound(), int32(i))
	}
	return x
}

func (x *streetIndex) empty() bool { return len(x.streets) == 0 }

// distance is the distance in metres to the nearest street, infinite where there is none.
func (x *streetIndex) distance(p orb.Point) float64 {
	frame, best := geo.NewFrame(p), math.Inf(1)
	x.index.Nearest(frame, func(id int32) float64 {
		nearest, line := math.Inf(1), x.streets[id].Line
		for i := 1; i < len(line); i++ {
			_, d := frame.ToSegment(line[i-1], line[i])
			nearest = min(nearest, d)
		}
		return nearest
	}, func(_ int32, d float64) bool {
		best = d
		return false
	})
	return best
}

// farFromStreets warns of places that no street comes near. Without streets nothing can be said.
func farFromStreets(x *streetIndex, places []place) table.Warning {
	c := newCases("far_from_street", fmt.Sprintf("more than %d m from every street: not connected to the network", accessLimitM),
		fmt.Sprintf("距最近道路超过%d米，未接入路网", accessLimitM))
	if x.empty() {
		return c.Warning
	}
	type far struct {
		place
		distanceM float64
	}
	var found []far
	for _, p := range places {
		if d := x.distance(p.point); d > accessLimitM {
			found = append(found, far{p, d})
		}
	}
	slices.SortStableFunc(found, func(a, b far) int { return cmp.Compare(b.people, a.people) })
	for _, f := range found {
		if f.people > 0 {
			c.add("%s (%s, %d people)", f.name, inMetres(f.distanceM), f.people)
		} else {
			c.add("%s (%s)", f.name, inMetres(f.distanceM))
		}
	}
	return c.Warning
}

// outsideAreas warns of places that name no area and lie in none. Without shapes of areas nothing can be said.
func outsideAreas(areas []geo.Area, places []place) table.Warning {
	c := newCases("outside_areas", "in no area: counted in the row (outside)", "不在任何区划单元内，计入“区划外”")
	known := make(map[string]bool)
	var index geo.Index
	for i, a := range areas {
		known[a.ID], known[a.Name] = true, true
		if len(a.Shape) > 0 {
			index.Insert(a.Shape.Bound(), int32(i))
		}
	}
	if index.Len() == 0 {
		return c.Warning
	}
	var outside []place
	for _, p := range places {
		if p.area != "" && known[p.area] {
			continue
		}
		inside := false
		index.Search(p.point.Bound(), func(id int32) bool {
			inside = geo.Contains(areas[id].Shape, p.point)
			return !inside
		})
		if !inside {
			outside = append(outside, p)
		}
	}
	slices.SortStableFunc(outside, func(a, b place) int { return cmp.Compare(b.people, a.people) })
	for _, p := range outside {
		if p.people > 0 {
			c.add("%s (%d people)", p.name, p.people)
		} else {
			c.add("%s", p.name)
		}
	}
	return c.Warning
}

// samePlace warns of records that stand at exactly the same position as another one of their kind.
func samePlace(places []place, kind func(int) string) table.Warning {
	c := newCases("same_position", "at exactly the same position as another one: perhaps the same one twice", "与另一条记录位置完全相同，可能重复")
	type key struct {
		kind string
		at   orb.Point
	}
	first := make(map[key]string, len(places))
	for i, p := range places {
		k := key{kind(i), p.point}
		if other, taken := first[k]; taken {
			c.add("%s = %s", p.name, other)
		} else {
			first[k] = p.name
		}
	}
	return c.Warning
}

// areasDiffer warns of areas whose own population is not the sum of their residential points, beyond one in a
// hundred and ten people. Levels where no point belongs to any area say nothing.
func areasDiffer(points []geo.ResidentialPoint, areas []geo.Area) (table.Warning, error) {
	c := newCases("population_differs", "areas whose own population differs from the sum of their residential points", "区划单元自报人口与居民点合计不一致")
	if !slices.ContainsFunc(areas, func(a geo.Area) bool { return a.Population >= 0 }) {
		return c.Warning, nil
	}
	study, err := geo.NewStudyArea(geo.Town{Points: slices.Clone(points), Areas: slices.Clone(areas)})
	if err != nil {
		return c.Warning, err
	}
	for _, level := range study.Levels() {
		sum := make(map[int32]int64)
		for i, a := range study.AreasAt(level) {
			if n := study.Points[i].People[geo.All]; a >= 0 && n > 0 {
				sum[a] += int64(n)
			}
		}
		if len(sum) == 0 {
			continue
		}
		for i, a := range study.Areas {
			if a.Level != level || a.Population < 0 {
				continue
			}
			if off := math.Abs(float64(sum[int32(i)] - a.Population)); off > 10 && off > 0.01*float64(a.Population) {
				c.add("%s: %d, points %d", cmp.Or(a.Name, a.ID), a.Population, sum[int32(i)])
			}
		}
	}
	return c.Warning, nil
}
