package standard

import (
	"context"
	"math/big"
	"slices"
	"strings"
)

// presence is the share of units that have what a check names: of each of its needs at least [Check.Least] active
// facilities that stand in the unit, or that name it, or an area around it, among those they serve without a visit.
//
// A unit's value is the number of its facilities, or of several needs the number of those that it has. The note of a unit
// that fails names the needs it lacks; "serves" is said of one that has them only because they come to it. What it is
// short of is counted in facilities.
func presence(_ context.Context, s *assessor, c *Check, o *Outcome) error {
	u, err := s.unitSet(c, o)
	if err != nil {
		return err
	}
	needs, least := s.std.Expand(c), int64(max(1, c.Least))
	rows := u.blank()
	values, short, lacks := make([]int64, len(rows)), make([]int64, len(rows)), make([][]string, len(rows))
	for _, n := range needs {
		facilities, err := s.facilities(n.Services)
		if err != nil {
			return err
		}
		if !u.whole() {
			elsewhere := slices.DeleteFunc(slices.Clone(facilities), func(f int32) bool { return len(s.area.Facilities[f].Serves) > 0 })
			o.noteOutside(elsewhere, s.area.FacilityAreasAt(u.level))
		}
		inside, served := u.count(facilities)
		for i := range rows {
			has := inside[i] + served[i]
			switch {
			case has < least:
				short[i] += least - has
				lacks[i] = append(lacks[i], n.Code)
			case inside[i] < least:
				rows[i].Note = "serves"
			}
			if len(needs) == 1 {
				values[i] = has
			} else if has >= least {
				values[i]++
			}
		}
	}
	for i := range rows {
		rows[i].Value, rows[i].Met = number(new(big.Rat).SetInt64(values[i])), short[i] == 0
		rows[i].Deficit, rows[i].DeficitIn = number(new(big.Rat).SetInt64(short[i])), "facilities"
		if !rows[i].Met {
			rows[i].Note = strings.Join(lacks[i], ", ")
		}
	}
	o.settleUnits(rows)
	o.Value = Fraction(int64(o.UnitsMet), int64(o.UnitsTotal))
	if c.Target != nil {
		wanted := new(big.Rat).Mul(c.Target, new(big.Rat).SetInt64(int64(o.UnitsTotal)))
		o.Deficit, o.DeficitIn = c.short(wanted, new(big.Rat).SetInt64(int64(o.UnitsMet)), true), c.UnitOfTarget
	}
	return nil
}

// count is how many of some facilities stand in each unit, and how many serve it from elsewhere without a visit.
func (u *unitSet) count(facilities []int32) (inside, served []int64) {
	inside, served = make([]int64, u.len()), make([]int64, u.len())
	at := u.ofFacilities()
	var under map[int32][]int32
	seen := make([]int32, u.len()) // facility+1 that was last counted for a unit
	for _, f := range facilities {
		if at[f] >= 0 {
			inside[at[f]]++
			seen[at[f]] = f + 1
		}
		names := u.s.area.Facilities[f].Serves
		if len(names) == 0 || u.whole() {
			continue
		}
		if under == nil {
			under = u.under()
		}
		for _, name := range names {
			area, known := u.s.area.AreaByID(name)
			if !known {
				continue
			}
			for _, i := range under[area] {
				if seen[i] != f+1 {
					served[i]++
					seen[i] = f + 1
				}
			}
		}
	}
	return inside, served
}

// under lists the units that each area consists of: itself, or those that name it as their parent, or their parent's.
func (u *unitSet) under() map[int32][]int32 {
	under := map[int32][]int32{}
	for i, a := range u.areas {
		under[a] = append(under[a], int32(i))
		for hops, parent := 0, u.s.area.Areas[a].Parent; parent != "" && hops < 16; hops++ { // 16: a loop of parents must end
			above, known := u.s.area.AreaByID(parent)
			if !known {
				break
			}
			under[above] = append(under[above], int32(i))
			parent = u.s.area.Areas[above].Parent
		}
	}
	return under
}
