package standard

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"lifecircle/geo"
)

// perCapita is so much for so many people: [Check.Per] · ΣN ÷ ΣD. N are attributes of the facilities of the check's services;
// of areas where it names none and areas carry them; else of whatever facilities carry them. D is the check's group of
// people at the residential points in its scope, or what [Check.Over] names.
//
// Both are summed over cells, the areas that carry the number, else communities: a cell that lacks one is left out of both
// sums and listed. The sums of all units pooled decide. "communities" among the values is the share of communities that
// would meet the target by themselves.
func perCapita(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	u, err := s.unitSet(c, o)
	if err != nil {
		return err
	}
	supply, err := s.supplyOf(c, o, u)
	if err != nil {
		return err
	}
	k := s.cellsOf(c, u, supply)
	parts := k.sumSupply(c, o, supply)
	wholes, err := k.sumDemand(c, o)
	if err != nil {
		return err
	}
	unit := unitOfPart(c, c.Attributes[0])
	p := per{c.Per, unit, cmp.Or(c.Over, s.group(c).Column()), unit != "m2"}
	ratios := make([]ratio, u.len())
	for i := range ratios {
		ratios[i] = ratio{part: new(big.Rat), whole: new(big.Rat)}
	}
	met, communities := 0, 0
	for i, unit := range k.unit {
		cell := ratio{parts[i].sum, wholes[i].sum, cmp.Or(parts[i].lacks, wholes[i].lacks)}
		if k.unsettled(i) {
			cell.lacks = cmp.Or(cell.lacks, "setting")
		}
		if unit < 0 || k.idle(i, cell) {
			continue
		}
		if cell.lacks != "" {
			k.list(o, u, i, int(unit), cell.lacks, ratios)
			continue
		}
		ratios[unit].part.Add(ratios[unit].part, cell.part)
		ratios[unit].whole.Add(ratios[unit].whole, cell.whole)
		if v := p.value(cell); v != nil && i < len(k.areas) {
			communities++
			if c.meetsTarget(v) {
				met++
			}
		}
	}
	if share := Fraction(int64(met), int64(communities)); k.communities && share != nil && c.Target != nil {
		o.Values["communities"] = *share
	}
	if err := o.settleRatios(c, u.blank(), ratios, p); err != nil {
		return err
	}
	o.Total = wholeNumber(ratios)
	return nil
}

// wholeNumber is the sum of the wholes where it is a whole number.
func wholeNumber(ratios []ratio) *int64 {
	sum := new(big.Rat)
	for i := range ratios {
		sum.Add(sum, ratios[i].whole)
	}
	if !sum.IsInt() || !sum.Num().IsInt64() {
		return nil
	}
	n := sum.Num().Int64()
	return &n
}

// supply is where the numerator of a ratio comes from: facilities, or the areas of a level.
type supply struct {
	facilities []int32
	ofAreas    bool
	level      string
}

func (s *assessor) supplyOf(c *Check, o *Outcome, u *unitSet) (supply, error) {
	if len(c.Services) > 0 {
		facilities, err := s.facilities(servicesOf(s.std.Expand(c)))
		if err != nil {
			return supply{}, err
		}
		if facilities, err = s.inScope(c, o, facilities); err != nil {
			return supply{}, err
		}
		return supply{facilities: facilities}, s.someGive(facilities, c.Attributes)
	}
	name := c.Attributes[0]
	if level, is := s.levelWith(name); is {
		if u.within(level) {
			return supply{}, tooCoarse(name, level, u.level)
		}
		return supply{ofAreas: true, level: level}, nil
	}
	carriers := s.carriers(c.Attributes)
	if len(carriers) == 0 {
		return supply{}, lacking("no facility and no area gives %s: lifecircle import attributes FILE", "设施与区划单元均未提供 %s：lifecircle import attributes FILE", name)
	}
	carriers, err := s.inScope(c, o, carriers)
	return supply{facilities: carriers}, err
}

// carriers lists the active facilities that give every one of some attributes.
func (s *assessor) carriers(names []string) (carriers []int32) {
	for f := range s.area.Facilities {
		facility := &s.area.Facilities[f]
		if facility.Status == geo.Active && !slices.ContainsFunc(names, func(name string) bool { _, is := facilityNumber(facility, name); return !is }) {
			carriers = append(carriers, int32(f))
		}
	}
	return carriers
}
