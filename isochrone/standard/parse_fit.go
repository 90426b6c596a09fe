package standard

import (
	"slices"

	"lifecircle/geo"
)

// targetsOf are the units of targets of measures that count nothing else, and to which they make a difference.
var targetsOf = map[Measure][]string{
	Hours:   {"hours_every_day", "weekend"},
	MaxTime: {"minutes", "minutes_p95", "minutes_p50", "minutes_max"},
}

// fitGoal holds what a check counts against its measure: what would be passed over, or read as something else, is refused.
func (o object) fitGoal(std *Standard, c *Check, s shape) {
	switch ofFacilities := s.unit == "facility"; {
	case !o.has("unit") || c.Measure == Share:
	case c.Measure == Count || c.Measure == Cluster:
		o.wrong("unit", geo.Say("has no effect on the measure %s: remove it", "对口径 %s 不起作用：请删除", c.Measure))
	case ofFacilities && c.Unit != "facility":
		o.wrong("unit", geo.Say("the measure %s counts facilities: write facility, or remove unit", "口径 %s 以设施为单元：请写 facility，或删除 unit", c.Measure))
	case !ofFacilities && c.Unit == "facility" && c.Measure != Reported:
		o.wrong("unit", geo.Say("the measure %s counts areas: write community, town or county", "口径 %s 以区划为单元：请写 community、town 或 county", c.Measure))
	}
	if c.Measure == AreaPer100 && c.Over != "" && c.Over != "households" {
		o.wrong("over", geo.Say("the measure %s is over households: for another denominator use per_capita or share", "口径 %s 以户数为分母：其他分母请用 per_capita 或 share", c.Measure))
	}
	if needs := len(std.Expand(c)); c.Measure == Cluster && needs > 0 && c.Types > needs {
		o.wrong("types", geo.Say("no cluster can hold so many types: services lists %d", "设施群不可能有这么多类型：services 仅列出 %d 类", needs))
	}
	if units := targetsOf[c.Measure]; units != nil && o.has("unit_of_target") && !slices.Contains(units, c.UnitOfTarget) {
		o.wrong("unit_of_target", unknown(c.UnitOfTarget, units, geo.Say("the measure %s has no such target", "口径 %s 没有这样的目标单位", c.Measure)))
	}
}
