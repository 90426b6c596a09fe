package standard

import (
	"context"
	"math/big"
)

// size is the share of areas that have as many households as the check wants, both bounds included. The bounds for
// high-rise areas hold where the area's attribute highrise says yes. A unit's deficit is how many households it is beyond
// or below, and its note the bound that it breaks.
func size(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	u, err := s.unitSet(c, o)
	if err != nil {
		return err
	}
	households, rows, lacks := u.households(), u.blank(), make([]string, u.len())
	for i := range rows {
		if households[i] == nil {
			lacks[i] = "households"
			continue
		}
		rows[i].Value, rows[i].Met = number(households[i]), true
		rows[i].Deficit, rows[i].DeficitIn = number(new(big.Rat)), "households"
		if c.Op == Within {
			bounds := c.Between
			if !u.whole() && c.HighRise[0] != nil && isYes(s.area.Areas[rows[i].Index].Attributes["highrise"]) {
				bounds = c.HighRise
			}
			rows[i].hold(households[i], bounds)
			continue
		}
		if rows[i].Met = c.meetsTarget(households[i]); !rows[i].Met {
			off := new(big.Rat).Sub(c.Target, households[i])
			rows[i].Deficit, rows[i].Note = number(off.Abs(off)), string(c.Op)+" "+Decimal(c.Target, nil)
		}
	}
	return o.settleByUnits(o.lack(rows, lacks))
}

// hold holds a number of households between bounds.
func (r *UnitValue) hold(households *big.Rat, bounds [2]*big.Rat) {
	switch {
	case households.Cmp(bounds[0]) < 0:
		r.Met, r.Deficit, r.Note = false, number(new(big.Rat).Sub(bounds[0], households)), "< "+Decimal(bounds[0], nil)
	case households.Cmp(bounds[1]) > 0:
		r.Met, r.Deficit, r.Note = false, number(new(big.Rat).Sub(households, bounds[1])), "> "+Decimal(bounds[1], nil)
	}
}

// minArea is the share of facilities that are as large as the check wants. Which are meant, such as those built since a
// year, its filter says.
func minArea(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	facilities, err := s.facilitiesOf(c, o, servicesOf(s.std.Expand(c)))
	if err != nil {
		return err
	}
	name := "area_m2"
	if len(c.Attributes) > 0 {
		name = c.Attributes[0]
	}
	rows, lacks := make([]UnitValue, len(facilities)), make([]string, len(facilities))
	for i, f := range facilities {
		rows[i] = s.facilityRow(f)
		area, is := facilityNumber(&s.area.Facilities[f], name)
		if !is {
			lacks[i] = name
			continue
		}
		rows[i].Value, rows[i].Met = number(area), c.meetsTarget(area)
		if c.Target == nil {
			continue
		}
		if rows[i].Deficit = c.short(c.Target, area, false); rows[i].Deficit != nil {
			rows[i].DeficitIn = "m2"
		}
	}
	kept := o.lack(rows, lacks)
	if err := o.settleFacilities(kept); err != nil {
		return err
	}
	o.addDeficits(kept)
	return nil
}
