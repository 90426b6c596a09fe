package standard

import (
	"strings"

	"lifecircle/geo"
)

// unitOfTarget is what a target counts, as files name it.
type unitOfTarget struct {
	code  string
	words geo.Words
	share bool // of a reported number: it is a share of these, not a number of them
}

// unitsOfTarget are the units that measures know. A reported number may have any other.
var unitsOfTarget = []unitOfTarget{
	{"people", geo.Say("people", "人口"), true},
	{"households", geo.Say("households", "户"), true},
	{"communities", geo.Say("communities", "社区（村）"), true},
	{"villages", geo.Say("villages", "行政村"), true},
	{"towns", geo.Say("towns and streets", "乡镇（街道）"), true},
	{"streets", geo.Say("urban streets", "城市街道"), true},
	{"counties", geo.Say("counties", "县（市、区）"), true},
	{"cities", geo.Say("prefecture cities", "设区市"), true},
	{"facilities", geo.Say("facilities", "设施"), false},
	{"clusters", geo.Say("clusters of facilities", "设施群"), false},
	{"floor_share", geo.Say("floor area", "建筑面积"), true},
	{"land_share", geo.Say("residential land", "居住用地"), true},
	{"share", geo.Say("share", "占比"), true},
	{"points", geo.Say("percentage points", "个百分点"), false},
	{"m2", geo.Say("m²", "平方米"), false},
	{"places", geo.Say("places", "托位"), false},
	{"beds", geo.Say("beds", "床位"), false},
	{"meals", geo.Say("meals a day", "餐/日"), false},
	{"persons", geo.Say("persons", "人"), false},
	{"organisations", geo.Say("organisations", "个社会组织"), false},
	{"hours_every_day", geo.Say("hours on every day of the week", "小时（每天）"), false},
	{"weekend", geo.Say("hours on Saturday and on Sunday", "小时（周六、周日）"), false},
	{"minutes", geo.Say("minutes", "分钟"), false},
	{"minutes_p50", geo.Say("minutes, median of the people", "分钟（人口中位数）"), false},
	{"minutes_max", geo.Say("minutes, until all are there", "分钟（全部人口）"), false},
	{"minutes_p95", geo.Say("minutes, 95th percentile of the people", "分钟（人口第95百分位）"), false},
	{"count", geo.Say("", "个"), false},
	{"ratio", geo.Say("", "倍"), false},
	{"yuan", geo.Say("yuan", "元"), false},
	{"yuan_a_year", geo.Say("yuan a year", "元/年"), false},
	{"days", geo.Say("days", "天"), false},
}

// TargetUnit says in words what a target counts; false for a unit that is none of the measures' own, which stands for itself.
func TargetUnit(code string) (geo.Words, bool) {
	for i := range unitsOfTarget {
		if unitsOfTarget[i].code == code {
			return unitsOfTarget[i].words, true
		}
	}
	return geo.Words{EN: code, ZH: code}, false
}

// AfterOne is how English names a thing after the number 1: "facility" of "facilities", "place" of "places".
func AfterOne(things string) string {
	if things == "people" {
		return "person"
	}
	if stem, is := strings.CutSuffix(things, "ies"); is {
		return stem + "y"
	}
	return strings.TrimSuffix(things, "s")
}

func unitCodes() (codes []string) {
	for i := range unitsOfTarget {
		codes = append(codes, unitsOfTarget[i].code)
	}
	return codes
}

// ofShare tells whether targets of a measure are shares of 1.
func ofShare(m Measure, unit string) bool {
	switch m {
	case Coverage, FullCircle, MeanCircle, CapacityCoverage, CommunityShare, Presence, Share, Colocation:
		return true
	case Reported:
		for i := range unitsOfTarget {
			if unitsOfTarget[i].code == unit {
				return unitsOfTarget[i].share
			}
		}
	}
	return false
}
