package standard

import (
	"slices"

	"lifecircle/geo"
)

// cells are the smallest pieces over which a ratio is summed, so that what lacks a number can be left out of both its sums:
// the areas of a level, and after them for each unit what lies in none of these.
type cells struct {
	s           *assessor
	u           *unitSet
	level       string  // "" where there are no areas
	areas       []int32 // of the level
	index       []int32 // for each area of the town its cell, or -1
	unit        []int32 // for each cell the place of its unit, or -1 where it is out of the check's scope
	communities bool    // the areas are communities
	partOnly    bool    // only areas have the numbers: what lies in none of them has no data
	over        string  // the column of areas that is the denominator; "" where it is counted at residential points
}

// cellsOf divides the units of a check into areas: those that the supply comes from, those that the people are counted in,
// else communities, else the units themselves.
func (s *assessor) cellsOf(c *Check, u *unitSet, from supply) *cells {
	k := &cells{s: s, u: u, level: u.level, partOnly: from.ofAreas, over: s.areaColumn(c)}
	community, has := s.level("community")
	switch {
	case from.ofAreas:
		k.level = from.level
	case k.over != "":
		if level, is := s.levelWith(k.over); is && !u.within(level) {
			k.level, k.partOnly = level, true
		}
	case has:
		k.level = community
	}
	k.communities = has && k.level == community
	k.index = make([]int32, len(s.area.Areas))
	for a := range s.area.Areas {
		k.index[a] = -1
		if k.level != "" && s.area.Areas[a].Level == k.level {
			k.index[a] = int32(len(k.areas))
			k.areas = append(k.areas, int32(a))
			k.unit = append(k.unit, k.unitOf(int32(a)))
		}
	}
	k.byPoints()
	for i := range u.len() {
		k.unit = append(k.unit, int32(i))
	}
	return k
}

// ranks are the levels that plans count by, from below.
var ranks = [][]string{{"community"}, {"town", "street"}, {"county"}, {"city"}, {"province"}}

// within tells whether the units are parts of areas of another level, whose numbers therefore cannot be theirs. Of levels
// that plans do not know the one with fewer areas is the larger.
func (u *unitSet) within(level string) bool {
	if u.whole() || level == u.level {
		return false
	}
	rank := func(level string) int {
		return slices.IndexFunc(ranks, func(units []string) bool {
			return slices.ContainsFunc(units, func(unit string) bool { return slices.Contains(levelNames[unit], level) })
		})
	}
	if a, b := rank(level), rank(u.level); a >= 0 && b >= 0 {
		return a > b
	}
	finest := finestFirst(u.s.area)
	return slices.Index(finest, level) > slices.Index(finest, u.level)
}

// tooCoarse is why numbers of larger areas do not answer for smaller ones.
func tooCoarse(name, has, wanted string) error {
	return lacking("only areas of level %[2]s give %[1]s, and the check is about single areas of level %[3]s: lifecircle import attributes FILE --of areas --level %[3]s",
		"仅 %[2]s 级区划单元提供 %[1]s，而本指标按 %[3]s 级逐个评估：lifecircle import attributes FILE --of areas --level %[3]s", name, has, wanted)
}

// areaColumn is the number of areas that is the denominator of a check; "" where it is counted at residential points. What
// can be had from both is taken from the points where they have it.
func (s *assessor) areaColumn(c *Check) string {
	switch {
	case c.Over == "households" && s.area.HasGroup(geo.Households):
	case (c.Over == "population" || (c.Over == "" && c.Group == geo.All)) && s.area.HasGroup(geo.All):
	case c.Over == "" && c.Group != geo.All:
	case c.Over == "":
		return "population"
	default:
		return c.Over
	}
	return ""
}

// unitOf is the place of the unit of an area: itself, or the one that it names as its parent, or its parent's. -2 where it
// names none.
func (k *cells) unitOf(area int32) int32 {
	a := &k.s.area.Areas[area]
	if k.u.whole() {
		if setting := k.s.settings.area[area]; setting == "" || k.u.scope.holds(setting) {
			return 0
		}
		return -1
	}
	if k.level == k.u.level {
		return k.u.place[area]
	}
	if (k.u.scope == Urban || k.u.scope == Rural) && k.s.settings.area[area] != k.u.scope && k.s.settings.area[area] != "" {
		return -1
	}
	for hops, parent := 0, a.Parent; parent != "" && hops < 16; hops++ { // 16: a loop of parents must end
		above, known := k.s.area.AreaByID(parent)
		if !known {
			break
		}
		if k.s.area.Areas[above].Level == k.u.level {
			return k.u.place[above]
		}
		parent = k.s.area.Areas[above].Parent
	}
	return -2
}

// byPoints gives a cell that names no parent to the unit in which the first of its residential points lies.
func (k *cells) byPoints() {
	if !slices.Contains(k.unit, -2) {
		return
	}
	units := k.u.ofPoints()
	for p, a := range k.s.area.AreasAt(k.level) {
		if a >= 0 && k.unit[k.index[a]] == -2 {
			k.unit[k.index[a]] = units[p]
		}
	}
	for i := range k.unit {
		k.unit[i] = max(k.unit[i], -1)
	}
}

// places gives for things that lie in areas of the cells' level, and in units, the cell of each, or -1.
func (k *cells) places(areas, units []int32) []int32 {
	places := make([]int32, len(units))
	for i, unit := range units {
		switch {
		case areas != nil && areas[i] >= 0:
			places[i] = k.index[areas[i]]
		case unit >= 0:
			places[i] = int32(len(k.areas)) + unit
		default:
			places[i] = -1
		}
	}
	return places
}

// sumSupply adds up the numerator by cell.
func (k *cells) sumSupply(c *Check, o *Outcome, from supply) []sums {
	if !from.ofAreas {
		var areas []int32
		if k.level != "" {
			areas = k.s.area.FacilityAreasAt(k.level)
		}
		places := k.places(areas, k.u.ofFacilities())
		k.noteFacilities(o, from.facilities, places)
		return k.s.sumFacilities(from.facilities, places, len(k.unit), c.Attributes)
	}
	return k.ofAreas(c.Attributes)
}

func (k *cells) ofAreas(names []string) []sums {
	all := newSums(len(k.unit))
	for i, a := range k.areas {
		for _, name := range names {
			n, is := areaNumber(&k.s.area.Areas[a], name)
			all[i].add(n, is, name)
		}
	}
	return all
}

// sumDemand adds up the denominator by cell.
func (k *cells) sumDemand(c *Check, o *Outcome) ([]sums, error) {
	if k.over != "" {
		if level, is := k.s.levelWith(k.over); is && k.u.within(level) {
			return nil, tooCoarse(k.over, level, k.u.level)
		}
		if k.level == "" || !k.partOnly {
			return nil, lacking("no residential point and no area gives %s: lifecircle import areas FILE", "居民点与区划单元均未提供 %s：lifecircle import areas FILE", k.over)
		}
		return k.ofAreas([]string{k.over}), nil
	}
	group := k.s.group(c)
	switch c.Over {
	case "population":
		group = geo.All
	case "households":
		group = geo.Households
	}
	points, err := k.s.points(c, o)
	if err != nil {
		return nil, err
	}
	if !k.s.area.HasGroup(group) {
		return nil, lackingColumn(group.Column())
	}
	var areas []int32
	if k.level != "" {
		areas = k.s.area.AreasAt(k.level)
	}
	places, counts := k.places(areas, k.u.ofPoints()), make([]int64, len(k.unit))
	unknown, outside := 0, int64(0)
	for _, p := range points {
		n, is := k.s.peopleOf(p, group)
		switch at := places[p]; {
		case !is:
			unknown++
		case at < 0 || k.unit[at] < 0 || (k.partOnly && at >= int32(len(k.areas))):
			outside += n
		default:
			counts[at] += n
		}
	}
	k.note(o, group, unknown, outside)
	all := newSums(len(k.unit))
	for i, n := range counts {
		all[i].sum.SetInt64(n)
	}
	return all, nil
}

// noteFacilities says how many facilities of the numerator stand in no unit.
func (k *cells) noteFacilities(o *Outcome, facilities, places []int32) {
	outside := 0
	for _, f := range facilities {
		if places[f] < 0 || k.unit[places[f]] < 0 {
			outside++
		}
	}
	if outside > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("%d facilities stand in no area that counts here and are left out", "%d 处设施不在参与统计的区划单元内，未计入", outside))
	}
}

func (k *cells) note(o *Outcome, group geo.Group, unknown int, outside int64) {
	if unknown > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("%d residential points do not say how many %s they have and count none", "%d 个居民点未提供 %s，按无此人群计", unknown, group.Column()))
	}
	if outside > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("%d of %s live in no area that counts here and are left out", "%d 人（%s）不在参与统计的区划单元内，未计入", outside, group.Column()))
	}
}

// unsettled tells whether a cell is an area that gives a number of its own while nobody says whether it is urban or rural,
// of a check that is about one of both: its people are left out, so its number has to be. An area that is itself the unit
// gives the number that the check is about.
func (k *cells) unsettled(cell int) bool {
	if !k.partOnly || cell >= len(k.areas) || k.u.scope == Everywhere || k.u.scope == "" || (k.level == k.u.level && !k.u.whole()) {
		return false
	}
	return k.s.settings.area[k.areas[cell]] == ""
}

// idle tells whether a cell is what lies in none of the areas and counts for nothing.
func (k *cells) idle(cell int, r ratio) bool {
	return cell >= len(k.areas) && (k.partOnly || (r.lacks == "" && r.part.Sign() == 0 && r.whole.Sign() == 0))
}

// list says of a cell what it lacks. Where the cell is its unit, or the rest of it, the unit is without data.
func (k *cells) list(o *Outcome, u *unitSet, cell, unit int, lacks string, ratios []ratio) {
	if cell >= len(k.areas) || k.level == u.level {
		ratios[unit].lacks = lacks
		return
	}
	a := &k.s.area.Areas[k.areas[cell]]
	o.NoData = append(o.NoData, UnitName{ID: a.ID, Name: a.Name, Why: lacks})
}
