package standard

import (
	"cmp"
	"math/big"

	"lifecircle/geo"
)

// wholeUnit is the id of the study area where it is counted as one unit.
const wholeUnit = "(all)"

// unitSet is what a check counts by: areas of one level that are in its scope, or the whole study area as one.
type unitSet struct {
	s     *assessor
	level string
	areas []int32 // by id; none where the whole is one unit
	place []int32 // for each area of the town its place among the units, or -1
	scope Scope
}

// unitSet finds the units of a check. One that names no unit counts the study area as a whole.
func (s *assessor) unitSet(c *Check, o *Outcome) (*unitSet, error) {
	u := &unitSet{s: s, scope: c.Scope}
	o.UnitKind = c.Unit
	if c.Unit == "" {
		return u, nil
	}
	areas, whole, err := s.areas(c, o)
	if err != nil || whole {
		return u, err
	}
	u.level, _ = s.level(c.Unit)
	u.areas, u.place = areas, make([]int32, len(s.area.Areas))
	for i := range u.place {
		u.place[i] = -1
	}
	for i, a := range areas {
		u.place[a] = int32(i)
	}
	return u, nil
}

func (u *unitSet) whole() bool { return u.areas == nil }

func (u *unitSet) len() int {
	if u.whole() {
		return 1
	}
	return len(u.areas)
}

// blank is a row for each unit, without a value.
func (u *unitSet) blank() []UnitValue {
	if u.whole() {
		return []UnitValue{{UnitName: UnitName{ID: wholeUnit, Name: u.s.area.Name}, People: u.people()[0]}}
	}
	rows, people := make([]UnitValue, len(u.areas)), u.people()
	for i, a := range u.areas {
		area := &u.s.area.Areas[a]
		rows[i] = UnitValue{UnitName: UnitName{ID: area.ID, Name: area.Name}, Kind: AreaUnit, Index: a, People: people[i]}
	}
	return rows
}

// ofAreas puts the places of units where areas stand: of each the place of its unit, or -1.
func (u *unitSet) ofAreas(areas []int32) []int32 {
	places := make([]int32, len(areas))
	for i, a := range areas {
		places[i] = -1
		if a >= 0 {
			places[i] = u.place[a]
		}
	}
	return places
}

// ofFacilities gives for each facility of the town the place of the unit in which it stands, or -1. Of the whole study
// area those in the scope stand in it.
func (u *unitSet) ofFacilities() []int32 {
	if !u.whole() {
		return u.ofAreas(u.s.area.FacilityAreasAt(u.level))
	}
	places := make([]int32, len(u.s.area.Facilities))
	if u.scope == Everywhere || u.scope == "" {
		return places
	}
	for f, setting := range u.s.facilitySettings() {
		if setting != u.scope {
			places[f] = -1
		}
	}
	return places
}

// ofPoints gives for each residential point the place of the unit in which it lies, or -1.
func (u *unitSet) ofPoints() []int32 {
	if !u.whole() {
		return u.ofAreas(u.s.area.AreasAt(u.level))
	}
	places := make([]int32, len(u.s.area.Points))
	for p := range places {
		if !u.scope.holds(u.s.settings.point[p]) {
			places[p] = -1
		}
	}
	return places
}

// people is how many live in each unit: the area's own number, else the sum over its residential points; nil where
// neither is known.
func (u *unitSet) people() []*int64 {
	people := make([]*int64, u.len())
	summed := u.whole()
	for i, a := range u.areas {
		if n := u.s.area.Areas[a].Population; n != geo.NoData {
			people[i] = &n
		} else {
			summed = true
		}
	}
	if !summed || !u.s.area.HasGroup(geo.All) {
		return people
	}
	sums := make([]int64, u.len())
	for p, i := range u.ofPoints() {
		if i >= 0 {
			sums[i] += max(0, int64(u.s.area.Points[p].People[geo.All]))
		}
	}
	for i := range people {
		if people[i] == nil {
			people[i] = &sums[i]
		}
	}
	return people
}

// households is how many there are in each unit: the area's own number, else the sum over its residential points where
// each of them says how many; nil where it is unknown.
func (u *unitSet) households() []*big.Rat {
	households := make([]*big.Rat, u.len())
	summed := u.whole()
	for i, a := range u.areas {
		if n := u.s.area.Areas[a].Households; n != geo.NoData {
			households[i] = new(big.Rat).SetInt64(n)
		} else {
			summed = true
		}
	}
	if !summed {
		return households
	}
	sums, unknown := make([]int64, u.len()), make([]bool, u.len())
	known := make([]bool, u.len())
	for p, i := range u.ofPoints() {
		if i < 0 {
			continue
		}
		if n := u.s.area.Points[p].People[geo.Households]; n == geo.NoData {
			unknown[i] = true
		} else {
			known[i] = true
			sums[i] += int64(n)
		}
	}
	for i := range households {
		if households[i] == nil && known[i] && !unknown[i] {
			households[i] = new(big.Rat).SetInt64(sums[i])
		}
	}
	return households
}

// lack takes the units without data out of the rows and lists them with what they lack.
func (o *Outcome) lack(rows []UnitValue, lacks []string) (kept []UnitValue) {
	for i := range rows {
		if lacks[i] == "" {
			kept = append(kept, rows[i])
			continue
		}
		o.NoData = append(o.NoData, UnitName{ID: rows[i].ID, Name: rows[i].Name, Why: lacks[i]})
	}
	return kept
}

// noneWithData is why a check is not assessable of whose units none has what it needs.
func (o *Outcome) noneWithData() error {
	missing := ""
	for _, u := range o.NoData {
		if missing = cmp.Or(missing, u.Why); missing != u.Why {
			missing += " …"
			break
		}
	}
	return lacking("none of the %d units has what the check needs (%s): lifecircle import attributes FILE",
		"%d 个单元均缺少本指标所需的数据（%s）：lifecircle import attributes FILE", len(o.NoData), missing)
}
