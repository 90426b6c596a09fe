package standard

import (
	"math"
	"math/big"
	"strings"

	"lifecircle/geo"
)

// capacityWords are the units in which a list may give a capacity that stands for an attribute.
var capacityWords = map[string][]string{
	"places":        {"places", "place", "托位", "个托位", "学位", "座"},
	"beds":          {"beds", "bed", "床", "床位", "张床位", "张"},
	"meals_per_day": {"meals_per_day", "meals/day", "meals per day", "meals", "餐/日", "餐/天", "份/日", "份/天", "客/日"},
}

// facilityNumber is a number of a facility: a column of its own, or an attribute. Places, beds and meals may stand as the
// capacity. False where it is not given, or is no number of things that there can be.
func facilityNumber(f *geo.Facility, name string) (*big.Rat, bool) {
	switch name {
	case "area_m2":
		return amount(f.AreaM2)
	case "capacity":
		return amount(f.Capacity)
	}
	if text, is := f.Attributes[name]; is {
		return quantity(text)
	}
	unit := strings.ToLower(strings.TrimSpace(f.CapacityUnit))
	for _, word := range capacityWords[name] {
		if unit == word {
			return amount(f.Capacity)
		}
	}
	return nil, false
}

// areaNumber is a number of an area: a column of its own, or an attribute.
func areaNumber(a *geo.Area, name string) (*big.Rat, bool) {
	n := int64(geo.NoData)
	switch name {
	case "households":
		n = a.Households
	case "population":
		n = a.Population
	case "registered_population":
		n = a.Registered
	default:
		return quantity(a.Attributes[name])
	}
	return new(big.Rat).SetInt64(n), n >= 0
}

// mostOfAnything is more than there is of anything in a town: a number above it is a mistake, as imports say too.
var mostOfAnything = new(big.Rat).SetInt64(1e15)

// quantity reads a number of things; there are no fewer than none.
func quantity(text string) (*big.Rat, bool) {
	r, is := decimal(text)
	return r, is && r.Sign() >= 0 && r.Cmp(mostOfAnything) <= 0
}

// amount is the number that a column of a facility holds; [geo.NoData] and what is no number at all are none.
func amount(v float64) (*big.Rat, bool) {
	switch {
	case !(v >= 0) || math.IsInf(v, 0):
		return nil, false
	case v == math.Trunc(v) && v < 1<<53:
		return new(big.Rat).SetInt64(int64(v)), true
	}
	return float(v), true
}

// floor and ceiling are the next whole numbers.
func floor(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom())) // denominators are positive: Div rounds down
}

func ceiling(r *big.Rat) *big.Rat {
	down := floor(new(big.Rat).Neg(r))
	return down.Neg(down)
}

// short is how much is missing from what there is to what is wanted, 0 where nothing is; nil where the check wants no
// minimum. Of what comes in whole numbers, such as places and people, it is the least whole number that is enough.
func (c *Check) short(wanted, has *big.Rat, whole bool) *Number {
	if c.Op != AtLeast && c.Op != MoreThan {
		return nil
	}
	gap := new(big.Rat).Sub(wanted, has)
	switch {
	case whole && c.Op == MoreThan:
		gap = gap.Add(floor(gap), big.NewRat(1, 1))
	case whole:
		gap = ceiling(gap)
	}
	if gap.Sign() < 0 {
		gap = new(big.Rat)
	}
	return number(gap)
}

func number(r *big.Rat) *Number {
	n := Exact(r)
	return &n
}

// meetsTarget tells whether a unit meets what the check wants; without a target nothing fails.
func (c *Check) meetsTarget(value *big.Rat) bool {
	switch {
	case c.Op == Within:
		return value.Cmp(c.Between[0]) >= 0 && value.Cmp(c.Between[1]) <= 0
	case c.Target == nil:
		return true
	}
	return c.Op.meets(value, c.Target)
}
