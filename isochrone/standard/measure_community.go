package standard

import (
	"cmp"
	"context"
	"math/big"

	"lifecircle/geo"
)

// half is the share of a community's people that must be covered where a check gives none.
var half = big.NewRat(1, 2)

// communityShare is the share of communities that are served: in which at least a threshold of the people are within the
// cutoff of any of the services, or which an active facility names, or an area around them, among those it serves without
// a visit. Communities in which nobody of the group lives are left out.
//
//	COMMSHARE(s; m, τ; g; θ) = share of communities u with covered w in u ≥ θ · Σ w in u, or u in serves of a facility
//
// "reached" among the values is the share without those that are served without a visit alone.
func communityShare(ctx context.Context, s *assessor, c *Check, o *Outcome) error {
	named := *c
	named.Unit = cmp.Or(c.Unit, "community")
	u, err := s.unitSet(&named, o)
	if err != nil {
		return err
	}
	everybody := *c // of the communities chosen
	everybody.Scope, everybody.Filter = Everywhere, Filter{}
	t, byMode, err := s.reached(ctx, &everybody, o)
	if err != nil {
		return err
	}
	facilities, err := s.openFor(c, servicesOf(s.std.Expand(c)))
	if err != nil {
		return err
	}
	serves := u.named(facilities)
	rows := s.communityRows(c, u, t, serves)
	if empty := u.len() - len(rows); empty > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("%d units in which nobody of the group is known to live are left out", "%d 个单元没有已知的该人群人口，未计入", empty))
	}
	o.settleUnits(rows)
	o.Value = Fraction(int64(o.UnitsMet), int64(o.UnitsTotal))
	if c.Target != nil {
		wanted := new(big.Rat).Mul(c.Target, new(big.Rat).SetInt64(int64(o.UnitsTotal)))
		o.Deficit, o.DeficitIn = c.short(wanted, new(big.Rat).SetInt64(int64(o.UnitsMet)), true), cmp.Or(c.UnitOfTarget, "communities")
	}
	total, covered := s.within(u, t)
	uncovered := total - covered
	o.Total, o.Covered, o.Uncovered = &total, &covered, &uncovered
	none := make([]bool, u.len())
	if reached := shareMet(s.communityRows(c, u, t, none)); reached != nil {
		o.Values["reached"] = *reached
	}
	o.addModes(c, byMode, func(t *tally) *Number { return shareMet(s.communityRows(c, u, t, serves)) })
	for i := range o.Modes {
		total, covered := s.within(u, byMode[i])
		o.Modes[i].Covered, o.Modes[i].Uncovered = covered, total-covered
	}
	return s.toVerify(ctx, s.inside(u, t), o)
}

// named tells which units some facilities name among the areas that they serve without a visit, or lie in such an area.
func (u *unitSet) named(facilities []int32) []bool {
	named := make([]bool, u.len())
	var under map[int32][]int32
	for _, f := range facilities {
		for _, name := range u.s.area.Facilities[f].Serves {
			if under == nil {
				under = u.under()
			}
			if area, known := u.s.area.AreaByID(name); known {
				for _, i := range under[area] {
					named[i] = true
				}
			}
		}
	}
	return named
}

// communityRows are the units with how much of their people is covered.
func (s *assessor) communityRows(c *Check, u *unitSet, t *tally, serves []bool) (rows []UnitValue) {
	total, covered := make([]int64, u.len()), make([]int64, u.len())
	at := u.ofPoints()
	for i, p := range t.points {
		if at[p] >= 0 {
			total[at[p]] += t.weight[i]
			covered[at[p]] += t.got[i]
		}
	}
	threshold := c.Threshold
	if threshold == nil {
		threshold = half
	}
	each := Check{Op: AtLeast, Target: threshold}
	for i, row := range u.bare() {
		if total[i] == 0 {
			continue
		}
		row.Value = Fraction(covered[i], total[i])
		row.Met = each.meetsTarget(row.Value.Rat())
		row.Deficit, row.DeficitIn = each.shortOf(t.counted, total[i], covered[i]), t.unit
		if !row.Met && serves[i] {
			row.Met, row.Note, row.Deficit = true, "serves", number(new(big.Rat))
		}
		uncovered := total[i] - covered[i]
		row.People = &uncovered
		rows = append(rows, row)
	}
	return rows
}

// bare is a row for each unit, without a value and without people.
func (u *unitSet) bare() []UnitValue {
	if u.whole() {
		return []UnitValue{{UnitName: UnitName{ID: wholeUnit, Name: u.s.area.Name}}}
	}
	rows := make([]UnitValue, len(u.areas))
	for i, a := range u.areas {
		area := &u.s.area.Areas[a]
		rows[i] = UnitValue{UnitName: UnitName{ID: area.ID, Name: area.Name}, Kind: AreaUnit, Index: a}
	}
	return rows
}

// shareMet is the share of units that meet what is wanted of them.
func shareMet(rows []UnitValue) *Number {
	met := int64(0)
	for i := range rows {
		if rows[i].Met {
			met++
		}
	}
	return Fraction(met, int64(len(rows)))
}

// within adds up the people of all units.
func (s *assessor) within(u *unitSet, t *tally) (total, covered int64) {
	at := u.ofPoints()
	for i, p := range t.points {
		if at[p] >= 0 {
			total += t.weight[i]
			covered += t.got[i]
		}
	}
	return t.people(total), t.people(covered)
}

// inside is the part of a tally that lies in the units.
func (s *assessor) inside(u *unitSet, t *tally) *tally {
	in := &tally{counted: &counted{scale: t.scale, unit: t.unit}, parts: t.parts, way: t.way}
	at := u.ofPoints()
	for i, p := range t.points {
		if at[p] >= 0 {
			in.points, in.weight, in.got = append(in.points, p), append(in.weight, t.weight[i]), append(in.got, t.got[i])
			in.total += t.weight[i]
			in.sum += t.got[i]
		}
	}
	in.full = in.sum
	return in
}
