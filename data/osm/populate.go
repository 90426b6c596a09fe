package osm

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Zone is a piece of land with a known number of people.
type Zone struct {
	ID         string // of the area; "" for the whole file
	Population int64
	Shape      orb.MultiPolygon // empty for the whole file
}

// Populated tells how people were spread.
type Populated struct {
	Points    []geo.ResidentialPoint // by id
	Dwellings int                    // buildings that got a share, even of nobody
	Guessed   int                    // of them building=yes, in zones without a residential building
	Outside   int                    // residential buildings in no zone
	Warnings  []Warning
}

// Populate spreads the people of each zone over its buildings in proportion to floor area (footprint times storeys):
// over the dwellings, or over those whose use is not said where the zone has no dwelling. People are whole, by largest
// remainders and then by id, and no one is lost: the people of a zone without any building stand at a point inside it,
// with a severe warning. Every point is an estimate.
//
// A building belongs to the zone that contains its point; of several, to that with the least id. Zones whose population
// is not given ([geo.NoData]) get no people and are named in a warning.
func Populate(buildings []Building, zones []Zone) (Populated, error) {
	zones = slices.Clone(zones)
	slices.SortFunc(zones, func(a, b Zone) int { return cmp.Compare(a.ID, b.ID) })
	if err := checkZones(zones); err != nil {
		return Populated{}, err
	}
	var p Populated
	dwellings, unsaid := p.assign(buildings, zones)
	var unknown, empty tally
	for i, zone := range zones {
		homes := dwellings[i]
		switch {
		case zone.Population == geo.NoData:
			unknown.add("%s", zone.ID)
			continue
		case len(homes) == 0:
			homes = unsaid[i]
			p.Guessed += len(homes)
		}
		p.Dwellings += len(homes)
		if len(homes) > 0 {
			p.Points = append(p.Points, share(homes, zone)...)
		} else if zone.Population > 0 {
			if len(zone.Shape) == 0 {
				return Populated{}, geo.Fail("%d people but no building to live in: the file holds none", "有 %d 人，但文件中没有可居住的建筑", zone.Population)
			}
			empty.add("%s (%d people)", zone.ID, zone.Population)
			p.Points = append(p.Points, resident("zone:"+zone.ID, "", outline{polygons: zone.Shape}.point(), "", zone, zone.Population))
		}
	}
	slices.SortFunc(p.Points, func(a, b geo.ResidentialPoint) int { return cmp.Compare(a.ID, b.ID) })
	p.Warnings = empty.warn(p.Warnings, "no_building", geo.Say("inhabited areas without a building; their people were put at one point inside", "有人口但没有建筑的区划单元，人口放在其内部一点"))
	for i := range p.Warnings {
		p.Warnings[i].Severe = true
	}
	p.Warnings = unknown.warn(p.Warnings, "no_population", geo.Say("areas without a population, left without people", "没有人口数的区划单元，未分配人口"))
	return p, nil
}

func checkZones(zones []Zone) error {
	for i, z := range zones {
		for _, polygon := range z.Shape {
			if len(polygon) == 0 || len(polygon[0]) < 4 {
				return geo.Fail("area %q: a polygon has no closed outer ring", "区划单元“%s”：有面没有闭合的外环", z.ID)
			}
		}
		switch {
		case i > 0 && zones[i-1].ID == z.ID:
			return geo.Fail("area %q is given twice", "区划单元“%s”重复出现", z.ID)
		case z.Population < 0 && z.Population != geo.NoData:
			return geo.Fail("area %q: population %d is negative", "区划单元“%s”：人口 %d 为负数", z.ID, z.Population)
		case z.Population > math.MaxInt32:
			return geo.Fail("area %q: population %d is more than %d, the most one point can hold", "区划单元“%s”：人口 %d 超过单个居民点的上限 %d", z.ID, z.Population, math.MaxInt32)
		}
	}
	return nil
}

// assign sorts the buildings that may be homes into zones, by the index of the zone.
func (p *Populated) assign(buildings []Building, zones []Zone) (dwellings, unsaid map[int][]Building) {
	boxes := make([]orb.Bound, len(zones))
	for i, z := range zones {
		boxes[i] = z.Shape.Bound()
	}
	dwellings, unsaid = map[int][]Building{}, map[int][]Building{}
	for _, b := range buildings {
		if b.Use == OtherUse {
			continue
		}
		home := slices.IndexFunc(zones, func(z Zone) bool { return len(z.Shape) == 0 })
		for i, z := range zones {
			if len(z.Shape) > 0 && boxes[i].Contains(b.Point) && geo.Contains(z.Shape, b.Point) {
				home = i
				break
			}
		}
		switch {
		case home < 0:
			if b.Use == Dwelling {
				p.Outside++
			}
		case b.Use == Dwelling:
			dwellings[home] = append(dwellings[home], b)
		default:
			unsaid[home] = append(unsaid[home], b)
		}
	}
	return dwellings, unsaid
}

// pointFootprintM2 stands for the footprint of a building mapped as a point: a small house.
const pointFootprintM2 = 100

// floorArea is the weight of a building in square decimetres, whole so that shares are exact.
func floorArea(b Building) uint64 {
	footprint := b.FootprintM2
	if footprint == 0 {
		footprint = pointFootprintM2
	}
	return uint64(min(max(1, math.Round(100*footprint*b.Levels)), 1e11))
}

// share gives every home ⌊population·weight/total⌋ people and one more to those with the largest remainders, until
// all have a home.
func share(homes []Building, zone Zone) []geo.ResidentialPoint {
	homes = slices.Clone(homes)
	slices.SortFunc(homes, func(a, b Building) int { return cmp.Compare(a.ID, b.ID) })
	total := uint64(0)
	for _, b := range homes {
		total += floorArea(b)
	}
	people, remainder := make([]int64, len(homes)), make([]uint64, len(homes))
	order := make([]int, len(homes))
	left := zone.Population
	for i, b := range homes {
		high, low := bits.Mul64(uint64(zone.Population), floorArea(b))
		whole, rest := bits.Div64(high, low, total) // whole <= population, so that it never overflows
		people[i], remainder[i], order[i] = int64(whole), rest, i
		left -= people[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainder[b], remainder[a]) })
	for _, i := range order[:left] {
		people[i]++
	}
	points := make([]geo.ResidentialPoint, len(homes))
	for i, b := range homes {
		points[i] = resident(b.ID, b.Name, b.Point, "building", zone, people[i])
	}
	return points
}

func resident(id, name string, at orb.Point, kind string, zone Zone, people int64) geo.ResidentialPoint {
	r := geo.ResidentialPoint{ID: id, Name: name, Point: at, Kind: kind, Area: zone.ID, Estimate: true}
	for g := range r.People {
		r.People[g] = geo.NoData
	}
	r.People[geo.All] = int32(people)
	return r
}
