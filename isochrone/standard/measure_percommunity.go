package standard

import (
	"context"
	"math/big"
	"slices"
)

// perCommunity holds a number of each unit against the target: attributes of the facilities of the check's services that
// stand in it; of the unit itself where the check names no services and any unit carries them; else of whatever facilities
// in it carry them. Without a target a unit meets it that has any at all. The value is the share of units that do.
func perCommunity(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	u, err := s.unitSet(c, o)
	if err != nil {
		return err
	}
	numbers, err := s.ofEachUnit(c, o, u)
	if err != nil {
		return err
	}
	rows, lacks := u.blank(), make([]string, u.len())
	unit := unitOfPart(c, c.Attributes[0])
	if unit == "" {
		unit = "persons"
	}
	for i, n := range numbers {
		if lacks[i] = n.lacks; n.lacks != "" {
			continue
		}
		rows[i].Value, rows[i].Met = number(n.sum), c.meetsTarget(n.sum)
		if c.Target == nil {
			rows[i].Met = n.sum.Sign() > 0
			continue
		}
		if rows[i].Deficit = c.short(c.Target, n.sum, unit != "m2"); rows[i].Deficit != nil {
			rows[i].DeficitIn = unit
		}
	}
	return o.settleByUnits(o.lack(rows, lacks))
}

func (s *assessor) ofEachUnit(c *Check, o *Outcome, u *unitSet) ([]sums, error) {
	if len(c.Services) > 0 {
		return s.byUnit(c, o, u, c.Attributes)
	}
	if slices.ContainsFunc(u.areas, func(a int32) bool { _, is := areaNumber(&s.area.Areas[a], c.Attributes[0]); return is }) {
		return u.sumAreas(c.Attributes), nil
	}
	carriers := s.carriers(c.Attributes)
	if len(carriers) == 0 {
		return nil, lacking("no facility and no area gives %s: lifecircle import attributes FILE", "设施与区划单元均未提供 %s：lifecircle import attributes FILE", c.Attributes[0])
	}
	return s.sumFacilities(carriers, u.ofFacilities(), u.len(), c.Attributes), nil
}

// settleByUnits makes the outcome of a check whose units are each held against the target: the share of them that meet it,
// and what the others are short of in all.
func (o *Outcome) settleByUnits(rows []UnitValue) error {
	if len(rows) == 0 {
		return o.noneWithData()
	}
	o.settleUnits(rows)
	o.Value = Fraction(int64(o.UnitsMet), int64(o.UnitsTotal))
	o.addDeficits(rows)
	return nil
}

// addDeficits gives the sum of the units' deficits where they are of one kind.
func (o *Outcome) addDeficits(rows []UnitValue) {
	sum := new(big.Rat)
	for i := range rows {
		if rows[i].Deficit == nil || rows[i].DeficitIn != rows[0].DeficitIn {
			return
		}
		sum.Add(sum, rows[i].Deficit.Rat())
	}
	o.Values["deficit_sum"] = Exact(sum)
}
