package report

import (
	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// measures name the ways of counting and say in a sentence what each counts, for readers who did not write the plan.
var measures = map[standard.Measure][2]geo.Words{
	standard.Coverage: {geo.Say("Coverage", "人口覆盖率"),
		geo.Say("people who reach at least one of the services within the limit, over all people the check is about; the limit itself counts as within", "在时限（或距离）内可到达任一相应设施的人口 ÷ 指标所涉全部人口；恰好等于时限的计入")},
	standard.FullCircle: {geo.Say("Full circle", "完整生活圈覆盖率"),
		geo.Say("people who reach every service of the bundle within the limit, over all people", "在时限内可到达清单中全部设施类型的人口 ÷ 全部人口")},
	standard.MeanCircle: {geo.Say("Mean circle", "生活圈平均覆盖率"),
		geo.Say("the mean over the services of the bundle of the share of people who reach each", "清单中各类设施人口覆盖率的平均值")},
	standard.CapacityCoverage: {geo.Say("Coverage within capacity", "容量约束覆盖率"),
		geo.Say("people who find a place in a facility within the limit when places are shared out to the nearest first, and nobody is served beyond the places there are, over all people", "按就近原则分配床位、托位等容量，任何设施不超过其容量时，能在时限内得到服务的人口 ÷ 全部人口")},
	standard.FloatingSupply: {geo.Say("Supply within reach", "两步移动搜索法可达供给"),
		geo.Say("the capacity of each facility per person within its reach, added up over the facilities that a person reaches (two-step floating catchment)", "先求每处设施容量与其可达范围内人口之比，再对每个居民点累加其可达设施的比值")},
	standard.CommunityShare: {geo.Say("Share of communities", "社区（村）覆盖率"),
		geo.Say("communities in which at least half of the people, or the share that the check names, are covered, or that a facility serves without a visit, over all communities with people", "半数（或指标指定比例）以上人口被覆盖、或由设施上门服务的社区（村）数 ÷ 有相应人口的社区（村）数")},
	standard.Presence: {geo.Say("Presence", "设施建有率"),
		geo.Say("units that hold an active facility of the service, or are served by one, over all units", "有在用设施（或由设施服务）的单元数 ÷ 全部单元数")},
	standard.AreaPer100: {geo.Say("Floor area per 100 households", "每百户设施面积"),
		geo.Say("100 × floor area of the facilities ÷ households, for the whole and for each unit", "100 × 设施面积合计 ÷ 户数，分总体与逐单元计算")},
	standard.Share: {geo.Say("Share", "占比"), geo.Say("one sum over another, for the whole and for each unit", "两项合计之比，分总体与逐单元计算")},
	standard.PerCapita: {geo.Say("Ratio to people", "人均（千人、万人）指标"),
		geo.Say("the sum of what is counted, over the people, times the number that the plan relates it to", "合计数 ÷ 人口 × 规划所用基数（每千人、每万人等）")},
	standard.PerCommunity: {geo.Say("Number per unit", "每单元数量"), geo.Say("what is counted, in each unit", "逐单元统计的数量")},
	standard.Count:        {geo.Say("Count", "数量"), geo.Say("active facilities, or areas with the attribute", "在用设施（或符合条件的单元）的数量")},
	standard.Colocation: {geo.Say("Co-location", "合设（毗邻）率"),
		geo.Say("facilities that stand in one building with, or no farther than the distance from, one of the other service, over all of them", "与另一类设施同楼或在规定距离内的设施数 ÷ 该类设施总数")},
	standard.Cluster: {geo.Say("Clusters", "设施群"), geo.Say("groups of facilities no farther apart than the distance that hold enough kinds of services", "间距不超过规定距离、设施类型达到规定种数的设施群数量")},
	standard.Hours:   {geo.Say("Opening hours", "开放时长"), geo.Say("facilities whose shortest day of the week is open long enough, over all with known hours", "一周中开放最短一天达到规定时长的设施数 ÷ 有开放时间资料的设施数")},
	standard.Size:    {geo.Say("Size of units", "单元规模"), geo.Say("units whose number of households lies within the limits, over all units", "户数在规定范围内的单元数 ÷ 全部单元数")},
	standard.MinArea: {geo.Say("Least area", "最小面积"), geo.Say("facilities that are large enough, over all with a known area", "面积达到规定下限的设施数 ÷ 有面积资料的设施数")},
	standard.MaxTime: {geo.Say("Longest way to one's own centre", "到所属中心的最长时间"),
		geo.Say("units from which the way to their own centre takes no longer than the limit, over all units", "居民到本单元中心用时不超过时限的单元数 ÷ 全部单元数")},
	standard.Reported: {geo.Say("Reported number", "填报数"), geo.Say("a number that an office has reported; it is compared with the target, not computed", "由主管部门填报的数值，仅与目标比较，不由本工具计算")},
}
