package standard

import (
	"cmp"

	"lifecircle/geo"
)

// suggestionFor says what would mend a unit that fails: how much is to be built, opened or employed.
func (o *Outcome) suggestionFor(u *UnitValue) geo.Words {
	where, amount := cmp.Or(u.Name, u.ID), "–"
	if u.Deficit != nil {
		amount = Decimal(ceiling(u.Deficit.Rat()), nil)
	}
	switch o.Measure {
	case Presence:
		return o.openOne(u, where)
	case Colocation:
		return geo.Say("bring %v into the building of %s, or next to it", "在%[2]s内或其邻近处配建%[1]v", namesOf(u.Note), where)
	case AreaPer100, MinArea:
		return geo.Say("build %s m², or bring idle public rooms of that size into use", "新建 %s 平方米，或盘活同等面积的闲置公共用房", amount)
	case Share:
		return o.moreOf(u, amount)
	case PerCapita, PerCommunity:
		return o.moreOf(u, amount)
	case Count, Cluster:
		return geo.Say("open %s more", "再建设 %s 处", amount)
	case Hours:
		return o.openLonger(u)
	case Size:
		if len(u.Note) > 0 && u.Note[0] == '>' {
			return geo.Say("divide the area, or move %s households to a neighbour", "拆分社区，或将 %s 户划入相邻社区", amount)
		}
		return geo.Say("merge the area with a neighbour: %s households are missing", "与相邻社区合并：尚缺 %s 户", amount)
	case MaxTime:
		return geo.Say("open a second place nearer to those who have the longest way, or a shorter path to it", "在路程最长的居民附近增设服务点，或打通步行捷径")
	case CommunityShare:
		return geo.Say("open a place within reach of %s more people, or serve the area without a visit", "在 %s 名未覆盖居民可达范围内设点，或提供上门、配送服务", amount)
	case CapacityCoverage, FloatingSupply:
		return geo.Say("add capacity within reach of %s more people", "在 %s 名居民可达范围内增加服务能力", amount)
	case Coverage, FullCircle, MeanCircle:
		return geo.Say("open what is missing within reach of %s more people: lifecircle site finds where", "在 %s 名未覆盖居民可达范围内补建设施，位置可由 lifecircle site 选址得出", amount)
	}
	return geo.Say("see the report that the number comes from", "请核对上报数的来源资料并督促整改")
}

// openOne names the services that a unit lacks.
func (o *Outcome) openOne(u *UnitValue, where string) geo.Words {
	if u.Note == "" {
		return geo.Say("open %s more in these units", "为其中 %s 个单元补建设施", deficitText(u))
	}
	return geo.Say("open %[1]v in %[2]s, or let one from elsewhere serve it", "在%[2]s设立%[1]v，或由邻近设施延伸服务", namesOf(u.Note), where)
}

// moreOf says how much more of what a ratio counts is wanted.
func (o *Outcome) moreOf(u *UnitValue, amount string) geo.Words {
	switch u.DeficitIn {
	case "persons":
		return geo.Say("employ %s more", "增配 %s 人", amount)
	case "places":
		return geo.Say("add %s places", "增加 %s 个托位", amount)
	case "beds":
		return geo.Say("add %s beds", "增加 %s 张床位", amount)
	case "m2":
		return geo.Say("turn %s m² to this use, or build it", "增加该用途面积 %s 平方米（调整或新建）", amount)
	case "facilities":
		return geo.Say("%s more facilities are to follow", "还需 %s 处设施达标", amount)
	case "":
		return geo.Say("bring the facility up to the standard", "按标准整改该设施")
	}
	return geo.Say("add %s (%s)", "增加 %s（%s）", amount, u.DeficitIn)
}

func (o *Outcome) openLonger(u *UnitValue) geo.Words {
	if u.Deficit == nil || u.Deficit.Rat().Sign() == 0 {
		return geo.Say("open on Saturday and Sunday too", "周六、周日也开放")
	}
	return geo.Say("open %s hours longer on the days that are short", "在不足的日子延长开放 %s 小时", deficitText(u))
}

func deficitText(u *UnitValue) string {
	if u.Deficit == nil {
		return "–"
	}
	return Decimal(u.Deficit.Rat(), nil)
}
