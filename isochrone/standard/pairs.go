package standard

import (
	"cmp"
	"context"
	"math"
	"slices"

	"lifecircle/geo"
	"lifecircle/isochrone/capacity"
)

// sharing is a question of who finds a place: who can use which facility, how many people there are, what each holds.
type sharing struct {
	*counted
	facilities []int32 // in the order of their ids, which decides ties
	capacity   []int64 // of each; 0 where it does not say
	pairs      *capacity.Pairs
	way        *way
}

// mostPairs bounds the memory of a question to a few gigabytes.
const mostPairs = 150_000_000

// sharings are the questions of a check, one for each of its modes and the one that decides.
func (s *assessor) sharings(ctx context.Context, c *Check, o *Outcome) (decides *sharing, byMode []*sharing, err error) {
	k, err := s.counted(c, o)
	if err != nil {
		return nil, nil, err
	}
	facilities, err := s.openFor(c, servicesOf(s.std.Expand(c)))
	if err != nil {
		return nil, nil, err
	}
	holds, err := s.capacities(c, o, facilities)
	if err != nil {
		return nil, nil, err
	}
	ways, err := s.ways(c)
	if err != nil {
		return nil, nil, err
	}
	for i := range ways {
		pairs, err := s.pairs(ctx, k, &ways[i], facilities)
		if err != nil {
			return nil, nil, err
		}
		byMode = append(byMode, &sharing{k, facilities, holds, pairs, &ways[i]})
	}
	together := *byMode[0]
	if c.Any {
		for _, other := range byMode[1:] {
			together.pairs = together.pairs.Union(other.pairs)
		}
	}
	return &together, byMode, nil
}

// capacities puts facilities into the order of their ids and finds what each holds, in whole places. Facilities that do
// not say are without data: they are listed and serve nobody.
func (s *assessor) capacities(c *Check, o *Outcome, facilities []int32) (holds []int64, err error) {
	slices.SortFunc(facilities, func(a, b int32) int {
		x, y := &s.area.Facilities[a], &s.area.Facilities[b]
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Service, y.Service))
	})
	holds = make([]int64, len(facilities))
	known := len(facilities) == 0
	for i, f := range facilities {
		n, missing := capacityOf(&s.area.Facilities[f], c.Attributes)
		if missing != "" {
			row := s.facilityRow(f)
			o.NoData = append(o.NoData, UnitName{ID: row.ID, Name: row.Name, Why: missing})
			continue
		}
		known = true
		holds[i] = n
	}
	if !known {
		return nil, lacking("no facility gives its capacity: lifecircle import facilities FILE with the column capacity, or import attributes FILE",
			"设施均未提供容量：请导入含“容量”列的设施清单，或用 import attributes FILE 补充")
	}
	return holds, nil
}

// capacityNames are the attributes that say how many people a facility holds, where a check does not name one.
var capacityNames = []string{"capacity", "places", "beds", "meals_per_day"}

// capacityOf is how many people a facility holds: the sum of the attributes that the check names, else its capacity. A
// part of a place is none.
func capacityOf(f *geo.Facility, attributes []string) (n int64, missing string) {
	if len(attributes) == 0 {
		for _, name := range capacityNames {
			if v, is := facilityNumber(f, name); is {
				return whole(floor(v)), ""
			}
		}
		return 0, capacityNames[0]
	}
	for _, name := range attributes {
		v, is := facilityNumber(f, name)
		if !is {
			return 0, name
		}
		n += whole(floor(v))
	}
	return n, ""
}

// pairs finds who is within the cutoff of each facility.
func (s *assessor) pairs(ctx context.Context, k *counted, w *way, facilities []int32) (*capacity.Pairs, error) {
	place := make([]int32, len(s.area.Points)) // among the counted, plus 1
	for i, p := range k.points {
		place[p] = int32(i) + 1
	}
	if w.straight {
		return s.straightPairs(k, w, facilities), nil
	}
	router, err := s.analysis.Router(ctx, w.profile)
	if err != nil {
		return nil, err
	}
	budget := newBudget(mostPairs)
	arrivals, err := router.ArrivalsAt(ctx, facilities, int64(w.cutoff), budget.more)
	if err != nil {
		return nil, err
	}
	if budget.spent() {
		return nil, geo.Fail("more than %d pairs of residential points and facilities are within reach: choose a shorter time, or check one county at a time",
			"可达的居民点与设施组合超过 %d 个：请缩短时限，或分县（市、区）评估", mostPairs)
	}
	order := router.Order()
	return capacity.NewPairs(len(k.points), func(put func(capacity.Pair)) {
		for i, list := range arrivals {
			for _, a := range list {
				if at := place[order[a.Rank]]; at > 0 {
					put(capacity.Pair{Point: at - 1, Facility: int32(i), Time: a.Ms})
				}
			}
		}
	}), nil
}

// straightPairs finds who lives within the cutoff of each facility in a straight line, in whole millimetres of the great
// circle, as coverage by radius does.
func (s *assessor) straightPairs(k *counted, w *way, facilities []int32) *capacity.Pairs {
	index := &geo.Index{}
	for i, f := range facilities {
		index.Insert(s.area.Facilities[f].Point.Bound(), int32(i))
	}
	var all []capacity.Pair
	for i, p := range k.points {
		from := s.area.Points[p].Point
		dLat := float64(w.cutoff+1)/1000/geo.EarthRadiusM*180/math.Pi + 1e-9
		dLon := min(180, dLat/max(1e-9, math.Cos(min(89.9, math.Abs(from[1])+dLat)*math.Pi/180)))
		box := from.Bound()
		box.Min[0], box.Min[1], box.Max[0], box.Max[1] = from[0]-dLon, from[1]-dLat, from[0]+dLon, from[1]+dLat
		index.Search(box, func(f int32) bool {
			mm := math.Floor(1000*geo.Distance(from, s.area.Facilities[facilities[f]].Point) + 0.5)
			if mm <= float64(w.cutoff) {
				all = append(all, capacity.Pair{Point: int32(i), Facility: f, Time: uint32(mm)})
			}
			return true
		})
	}
	return capacity.NewPairs(len(k.points), func(put func(capacity.Pair)) {
		for _, pair := range all {
			put(pair)
		}
	})
}
