package standard

import (
	"slices"

	"lifecircle/geo"
)

// facilitySettings says of every facility whether it stands in urban or rural land, by the finest area that knows; "" where
// none does.
func (s *assessor) facilitySettings() []Scope {
	settings := make([]Scope, len(s.area.Facilities))
	for _, level := range finestFirst(s.area) {
		for f, a := range s.area.FacilityAreasAt(level) {
			if settings[f] == "" && a >= 0 {
				settings[f] = s.settings.area[a]
			}
		}
	}
	return settings
}

// facilitiesOf lists the active facilities of some services that are in the scope of a check and that its filter chooses,
// ascending. Those of which the scope or the filter cannot be told are left out, and the outcome says how many.
func (s *assessor) facilitiesOf(c *Check, o *Outcome, services []string) ([]int32, error) {
	facilities, err := s.facilities(services)
	if err != nil {
		return nil, err
	}
	chosen, err := s.inScope(c, o, facilities)
	if err != nil {
		return nil, err
	}
	fields, unknown := c.Filter.Fields(), 0
	chosen = slices.DeleteFunc(chosen, func(f int32) bool {
		field := func(name string) (string, bool) { return s.facilityField(f, name) }
		if c.Filter.Holds(field) {
			return false
		}
		if slices.ContainsFunc(fields, func(name string) bool { _, is := field(name); return !is }) {
			unknown++
		}
		return true
	})
	if unknown > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("%d facilities do not give every field that the filter asks for (%s) and are left out",
			"%d 处设施缺少筛选条件所需的字段（%s），未计入", unknown, c.Filter.Text))
	}
	return chosen, nil
}

// inScope keeps the facilities that stand in urban or rural land as the check asks.
// Where it cannot be told of any, the check is not assessable.
func (s *assessor) inScope(c *Check, o *Outcome, facilities []int32) ([]int32, error) {
	if c.Scope == Everywhere || c.Scope == "" {
		return facilities, nil
	}
	settings, unknown := s.facilitySettings(), 0
	facilities = slices.DeleteFunc(facilities, func(f int32) bool {
		if settings[f] == "" {
			unknown++
		}
		return settings[f] != c.Scope
	})
	switch {
	case unknown > 0 && len(facilities) == 0:
		return nil, lacking("no area says of these facilities whether they are urban or rural: give areas the column setting (urban, rural) or kind (居委会, 村委会)",
			"无法判断设施所在地的城乡属性：请为区划单元提供“城乡”（城镇、乡村）或“类型”（居委会、村委会）列")
	case unknown > 0:
		o.Assumptions = append(o.Assumptions, geo.Say("%d facilities stand in no area that is urban or rural and are left out", "%d 处设施所在区划单元未注明城乡，未计入", unknown))
	}
	return facilities, nil
}

// facilityRow is a facility as a unit.
func (s *assessor) facilityRow(f int32) UnitValue {
	facility := &s.area.Facilities[f]
	return UnitValue{UnitName: UnitName{ID: facility.Service + ":" + facility.ID, Name: facility.Name}, Kind: FacilityUnit, Index: f}
}

// settleFacilities makes the outcome of a check whose units are facilities: the share of them that meet it.
func (o *Outcome) settleFacilities(rows []UnitValue) error {
	o.UnitKind = "facility"
	if len(rows) == 0 && len(o.NoData) > 0 {
		return o.noneWithData()
	}
	if len(rows) == 0 {
		return lacking("no active facility is within the check's scope", "没有符合本指标范围的在用设施")
	}
	o.settleUnits(rows)
	o.Value = Fraction(int64(o.UnitsMet), int64(o.UnitsTotal))
	return nil
}

// servicesOf lists the services of some needs, each once.
func servicesOf(needs []Need) (services []string) {
	for _, n := range needs {
		for _, code := range n.Services {
			if !slices.Contains(services, code) {
				services = append(services, code)
			}
		}
	}
	return services
}
