package standard

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"lifecircle/geo"
)

// sums adds up numbers of a unit; lacks names the first of them that something in it does not give.
type sums struct {
	sum   *big.Rat
	lacks string
}

func (s *sums) add(n *big.Rat, is bool, name string) {
	if !is {
		s.lacks = cmp.Or(s.lacks, name)
		return
	}
	s.sum.Add(s.sum, n)
}

func newSums(n int) []sums {
	all := make([]sums, n)
	for i := range all {
		all[i].sum = new(big.Rat)
	}
	return all
}

// sumFacilities adds up numbers of facilities by the unit in which they stand. A unit without any has none of it.
func (s *assessor) sumFacilities(facilities, at []int32, units int, names []string) []sums {
	all := newSums(units)
	for _, f := range facilities {
		if at[f] < 0 {
			continue
		}
		for _, name := range names {
			n, is := facilityNumber(&s.area.Facilities[f], name)
			all[at[f]].add(n, is, name)
		}
	}
	return all
}

// someGive refuses to count facilities of which none gives its numbers: what would be left to count are the units without
// any, and they are not the answer.
func (s *assessor) someGive(facilities []int32, names []string) error {
	for _, name := range names {
		gives := func(f int32) bool { _, is := facilityNumber(&s.area.Facilities[f], name); return is }
		if len(facilities) > 0 && !slices.ContainsFunc(facilities, gives) {
			return lacking("none of the %[1]d active facilities gives %[2]s: lifecircle import attributes FILE", "%[1]d 处在用设施均未提供 %[2]s：lifecircle import attributes FILE", len(facilities), name)
		}
	}
	return nil
}

// sumAreas takes numbers of the units' own areas.
func (u *unitSet) sumAreas(names []string) []sums {
	all := newSums(u.len())
	for i, a := range u.areas {
		for _, name := range names {
			n, is := areaNumber(&u.s.area.Areas[a], name)
			all[i].add(n, is, name)
		}
	}
	return all
}

// byUnit adds up numbers by unit: of the active facilities of the check's services, or of the areas where it names none.
func (s *assessor) byUnit(c *Check, o *Outcome, u *unitSet, names []string) ([]sums, error) {
	if len(c.Services) == 0 {
		return u.sumAreas(names), nil
	}
	facilities, err := s.facilities(servicesOf(s.std.Expand(c)))
	if err != nil {
		return nil, err
	}
	if err := s.someGive(facilities, names); err != nil {
		return nil, err
	}
	all := s.sumFacilities(facilities, u.ofFacilities(), u.len(), names)
	if !u.whole() {
		o.noteOutside(facilities, s.area.FacilityAreasAt(u.level))
	}
	return all, nil
}

// noteOutside says how many facilities stand in no area of the level by which a check counts, which is another thing than
// standing in one that is out of its scope.
func (o *Outcome) noteOutside(facilities, areas []int32) {
	outside := 0
	for _, f := range facilities {
		if areas[f] < 0 {
			outside++
		}
	}
	if outside > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("%d facilities stand in no area of level %s and are left out", "%d 处设施不在任何 %s 级区划单元内，未计入", outside, o.UnitKind))
	}
}

// unitsWith finds the units of a check that sums up numbers of areas where it names no services: where the whole study area is
// one unit, those of the finest level on which any area gives the number, for an area without it is to be left out.
func (s *assessor) unitsWith(c *Check, o *Outcome, name string) (*unitSet, error) {
	u, err := s.unitSet(c, o)
	if err != nil || !u.whole() || len(c.Services) > 0 {
		return u, err
	}
	level, is := s.levelWith(name)
	if !is {
		return nil, lacking("no area gives %s: lifecircle import attributes FILE", "区划单元均未提供 %s：lifecircle import attributes FILE", name)
	}
	byLevel := *c
	byLevel.Unit = level
	return s.unitSet(&byLevel, o)
}

// levelWith is the finest level on which any area gives a number.
func (s *assessor) levelWith(name string) (string, bool) {
	for _, level := range finestFirst(s.area) {
		if slices.ContainsFunc(s.area.Areas, func(a geo.Area) bool {
			_, is := areaNumber(&a, name)
			return is && a.Level == level
		}) {
			return level, true
		}
	}
	return "", false
}

// areaPer100 is the floor area of facilities per 100 households: pooled, and of each unit. A facility that does not give
// its area leaves its unit without data; a unit without any facility has 0 m².
func areaPer100(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	names := c.Attributes
	if len(names) == 0 {
		names = []string{"area_m2"}
	}
	u, err := s.unitsWith(c, o, names[0])
	if err != nil {
		return err
	}
	parts, err := s.byUnit(c, o, u, names)
	if err != nil {
		return err
	}
	households, ratios := u.households(), make([]ratio, u.len())
	for i := range ratios {
		ratios[i] = ratio{parts[i].sum, households[i], parts[i].lacks}
		if households[i] == nil {
			ratios[i].lacks = cmp.Or(parts[i].lacks, "households")
		}
	}
	return o.settleRatios(c, u.blank(), ratios, per{100, "m2", "households", false})
}

// share is the sum of some attributes over the sum of another, of facilities where the check names services, else of areas:
// pooled, and of each unit. Over facilities it is the share of them of which the attributes say yes.
func share(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	if c.Over == "facilities" {
		return flagged(s, c, o)
	}
	u, err := s.unitsWith(c, o, c.Over)
	if err != nil {
		return err
	}
	parts, err := s.byUnit(c, o, u, c.Attributes)
	if err != nil {
		return err
	}
	noted := len(o.Assumptions)
	wholes, err := s.byUnit(c, o, u, []string{c.Over})
	if err != nil {
		return err
	}
	o.Assumptions = o.Assumptions[:noted] // the same facilities
	ratios, above := make([]ratio, u.len()), 0
	for i := range ratios {
		ratios[i] = ratio{parts[i].sum, wholes[i].sum, cmp.Or(parts[i].lacks, wholes[i].lacks)}
		if ratios[i].lacks == "" && ratios[i].part.Cmp(ratios[i].whole) > 0 {
			above++
		}
	}
	if above > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("in %d units the part is larger than the whole: check their numbers", "%d 个单元的分子大于分母，请核对数据", above))
	}
	return o.settleRatios(c, u.blank(), ratios, per{1, unitOfPart(c, c.Attributes[0]), c.Over, false})
}
