package standard

import (
	"cmp"
	"math/big"

	"lifecircle/geo"
)

// settle makes the outcome of a check that covers people: the share, the sums, and each unit with its own share and with
// how many more it would have to cover.
func (s *assessor) settle(c *Check, o *Outcome, t *tally) {
	total, covered, uncovered := t.people(t.total), t.people(t.full), t.people(t.total-t.full)
	o.Value, o.Total, o.Covered, o.Uncovered = t.share(), &total, &covered, &uncovered
	if t.parts == 1 && c.Target != nil {
		o.Deficit, o.DeficitIn = c.shortOf(t.counted, t.total, t.sum), t.unit
	}
	units, kind, outside := s.unitsOf(c, t)
	if o.UnitKind = kind; len(units) > 0 {
		o.settleUnits(units)
	}
	if outside > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("%v are in no area of level %s: they count in the whole and in no unit", "%v不在任何 %s 级区划单元内，只计入总体，不计入单元", t.amount(outside), kind))
	}
}

// shortOf is how much more must be covered of a total: ⌈target · total⌉ − covered in whole people or households.
func (c *Check) shortOf(k *counted, total, covered int64) *Number {
	if c.Target == nil {
		return nil
	}
	scale := new(big.Rat).SetInt64(k.scale)
	wanted := new(big.Rat).SetInt64(total)
	wanted.Mul(wanted.Quo(wanted, scale), c.Target)
	has := new(big.Rat).SetInt64(covered)
	return c.short(wanted, has.Quo(has, scale), k.unit != "m2")
}

// unitsOf counts by the check's unit, by communities where it names none: every area of that level in which anybody
// lives whom the check counts, and how many live in none. There are none where the town has no such areas.
func (s *assessor) unitsOf(c *Check, t *tally) (units []UnitValue, kind string, outside int64) {
	kind = cmp.Or(c.Unit, "community")
	level, has := s.level(kind)
	if !has {
		return nil, "", 0
	}
	total, got, full := make([]int64, len(s.area.Areas)), make([]int64, len(s.area.Areas)), make([]int64, len(s.area.Areas))
	at := s.area.AreasAt(level)
	for i, p := range t.points {
		if a := at[p]; a >= 0 {
			total[a] += t.weight[i]
			got[a] += t.got[i]
			if t.got[i] == t.weight[i]*t.parts {
				full[a] += t.weight[i]
			}
		} else {
			outside += t.weight[i]
		}
	}
	for a := range s.area.Areas {
		area := &s.area.Areas[a]
		if total[a] == 0 || (kind == "street" && !isStreet(area.Kind, level)) {
			continue
		}
		u := UnitValue{UnitName: UnitName{ID: area.ID, Name: area.Name}, Kind: AreaUnit, Index: int32(a), Value: Fraction(got[a], total[a]*t.parts)}
		u.Met = c.meetsTarget(u.Value.Rat())
		if t.parts == 1 {
			if u.Deficit = c.shortOf(t.counted, total[a], got[a]); u.Deficit != nil {
				u.DeficitIn = t.unit
			}
		}
		if t.unit == "people" {
			uncovered := total[a] - full[a]
			if t.parts == 1 { // capacity may cover a part of a point
				uncovered = total[a] - got[a]
			}
			u.People = &uncovered
		}
		units = append(units, u)
	}
	return units, kind, outside
}
