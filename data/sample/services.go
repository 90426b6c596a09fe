package sample

// spread says how the facilities of a service are placed.
type spread uint8

const (
	perCommunity   spread = iota // one in a share of the communities, among their people
	perTown                      // one in every township
	amongPeople                  // a number of them, where many people live and no other one is near
	perRuralTown                 // one in every rural township
	alongStreets                 // a number of them on main roads, no two near each other
	alongRiver                   // on the promenades and in the parks
	byStation                    // at the railway station
	behindTheHills               // one, where no street leads
)

// supply describes the facilities of one service: where they are, how large, and when open. Figures are made up, in
// the range that Chinese plans and lists show.
type supply struct {
	code       string
	spread     spread
	n          float64 // how many; the share of communities for perCommunity
	apart      float64 // metres between two of them
	unit       string  // of capacity, "" for none
	least      float64 // smallest capacity
	most       float64 // largest
	areaFrom   float64 // smallest floor area, m²
	areaTo     float64 // largest
	hours      string  // OpenStreetMap syntax
	suffix     string  // the last part of their names
	gaps       bool    // the quarters behind the cuts have none yet: see catalogue.waiting
	allPlanned bool    // none is open yet
	allClosed  bool    // all have shut
}

const (
	office  = "Mo-Fr 08:30-17:30"
	weekly  = "Mo-Su 08:30-17:00"
	days    = "Mo-Sa 07:30-18:00"
	evening = "Mo-Su 06:00-21:30"
	always  = "24/7"
	school  = "Mo-Fr 07:30-17:00; PH off"
)

func supplies() []supply {
	return []supply{
		{code: "community_center", spread: perCommunity, n: 0.94, areaFrom: 240, areaTo: 2600, hours: weekly, suffix: "党群服务中心"},
		{code: "subdistrict_center", spread: perTown, areaFrom: 1500, areaTo: 5200, hours: office, suffix: "街道社区服务中心"},
		{code: "convenience_hall", spread: perTown, unit: "counters", least: 6, most: 24, areaFrom: 500, areaTo: 2200, hours: office, suffix: "便民服务中心"},
		{code: "complex", spread: amongPeople, n: 5, apart: 1700, areaFrom: 3000, areaTo: 9000, hours: evening, suffix: "社区服务综合体"},
		{code: "area_center", spread: amongPeople, n: 7, apart: 1500, areaFrom: 2200, areaTo: 12000, hours: evening, suffix: "邻里中心"},
		{code: "lounge", spread: perCommunity, n: 0.34, areaFrom: 60, areaTo: 260, hours: evening, suffix: "居民会客厅"},

		{code: "elder_station", spread: amongPeople, n: 80, apart: 570, gaps: true, unit: "places", least: 12, most: 60, areaFrom: 200, areaTo: 900, hours: weekly, suffix: "居家养老服务站"},
		{code: "elder_meal", spread: perCommunity, n: 0.46, unit: "meals/day", least: 40, most: 320, areaFrom: 80, areaTo: 420, hours: "Mo-Su 10:30-12:30,16:30-18:00", suffix: "老年食堂"},
		{code: "elder_center", spread: perTown, unit: "beds", least: 20, most: 90, areaFrom: 900, areaTo: 3600, hours: always, suffix: "综合性养老服务中心"},
		{code: "elder_homecare", spread: perTown, unit: "visits/day", least: 30, most: 180, areaFrom: 60, areaTo: 300, hours: days, suffix: "居家上门护理站"},
		{code: "elder_home", spread: alongStreets, n: 6, apart: 2200, unit: "beds", least: 60, most: 420, areaFrom: 2500, areaTo: 16000, hours: always, suffix: "养老院"},
		{code: "care_consortium", spread: alongStreets, n: 2, apart: 3000, unit: "beds", least: 120, most: 300, areaFrom: 6000, areaTo: 15000, hours: always, suffix: "康养联合体", allPlanned: true},

		{code: "clinic", spread: amongPeople, n: 54, apart: 690, gaps: true, unit: "beds", least: 10, most: 80, areaFrom: 1500, areaTo: 6800, hours: always, suffix: "社区卫生服务中心"},
		{code: "clinic_station", spread: perCommunity, n: 0.8, unit: "doctors", least: 2, most: 6, areaFrom: 80, areaTo: 320, hours: weekly, suffix: "卫生服务站"},
		{code: "hospital", spread: alongStreets, n: 4, apart: 1900, unit: "beds", least: 180, most: 900, areaFrom: 12000, areaTo: 90000, hours: always, suffix: "医院"},
		{code: "community_hospital", spread: amongPeople, n: 3, apart: 2600, unit: "beds", least: 40, most: 120, areaFrom: 3000, areaTo: 9000, hours: always, suffix: "社区医院"},
		{code: "pharmacy", spread: amongPeople, n: 74, apart: 300, areaFrom: 60, areaTo: 260, hours: "Mo-Su 08:00-21:30", suffix: "大药房"},

		{code: "childcare", spread: amongPeople, n: 28, apart: 600, unit: "places", least: 20, most: 110, areaFrom: 180, areaTo: 1200, hours: "Mo-Fr 07:30-18:00", suffix: "托育园"},
		{code: "kindergarten", spread: amongPeople, n: 62, apart: 460, unit: "places", least: 90, most: 450, areaFrom: 1200, areaTo: 6500, hours: school, suffix: "幼儿园"},
		{code: "school_primary", spread: amongPeople, n: 22, apart: 820, unit: "places", least: 360, most: 2100, areaFrom: 5000, areaTo: 26000, hours: school, suffix: "小学"},
		{code: "school_secondary", spread: amongPeople, n: 11, apart: 1300, unit: "places", least: 600, most: 2800, areaFrom: 9000, areaTo: 48000, hours: school, suffix: "中学"},
		{code: "after_school", spread: perCommunity, n: 0.4, unit: "places", least: 15, most: 60, areaFrom: 60, areaTo: 240, hours: "Mo-Fr 15:30-19:00", suffix: "四点半课堂"},
		{code: "child_home", spread: perCommunity, n: 0.7, areaFrom: 30, areaTo: 160, hours: "We-Su 09:00-17:00", suffix: "儿童之家"},
		{code: "child_protect", spread: perTown, areaFrom: 30, areaTo: 120, hours: office, suffix: "未成年人保护工作站"},
		{code: "child_protect_inst", spread: alongStreets, n: 1, apart: 1000, unit: "beds", least: 20, most: 40, areaFrom: 900, areaTo: 1800, hours: always, suffix: "未成年人救助保护中心", allClosed: true},

		{code: "fitness_outdoor", spread: perCommunity, n: 0.86, areaFrom: 120, areaTo: 2600, hours: always, suffix: "健身广场"},
		{code: "fitness_center", spread: amongPeople, n: 12, apart: 1150, unit: "persons", least: 60, most: 600, areaFrom: 600, areaTo: 14000, hours: "Mo-Su 08:00-21:30", suffix: "全民健身中心"},
		{code: "sports_court", spread: amongPeople, n: 38, apart: 560, areaFrom: 420, areaTo: 8000, hours: "Mo-Su 06:00-22:00", suffix: "篮球场"},
		{code: "greenway", spread: alongRiver, n: 12, apart: 520, hours: always, areaFrom: 1500, areaTo: 12000, suffix: "绿道驿口"},
		{code: "sports_park", spread: alongRiver, n: 3, apart: 2200, hours: always, areaFrom: 12000, areaTo: 60000, suffix: "体育公园"},

		{code: "culture_center", spread: perTown, unit: "seats", least: 60, most: 420, areaFrom: 500, areaTo: 3200, hours: "Tu-Su 09:00-17:30", suffix: "综合文化站"},
		{code: "culture_room", spread: perCommunity, n: 0.72, unit: "seats", least: 20, most: 120, areaFrom: 80, areaTo: 480, hours: evening, suffix: "文化家园"},
		{code: "library", spread: amongPeople, n: 9, apart: 1400, unit: "seats", least: 24, most: 480, areaFrom: 120, areaTo: 8600, hours: "Tu-Su 09:00-21:00", suffix: "城市书房"},
		{code: "community_school", spread: amongPeople, n: 10, apart: 1300, unit: "places", least: 40, most: 300, areaFrom: 200, areaTo: 1800, hours: office, suffix: "老年学堂"},
		{code: "volunteer_station", spread: perCommunity, n: 0.8, areaFrom: 20, areaTo: 120, hours: weekly, suffix: "志愿服务站"},
		{code: "civil_station", spread: perCommunity, n: 0.92, areaFrom: 60, areaTo: 400, hours: weekly, suffix: "新时代文明实践站"},
		{code: "social_work", spread: perTown, areaFrom: 60, areaTo: 240, hours: office, suffix: "社工站"},
		{code: "assist_station", spread: perTown, areaFrom: 40, areaTo: 160, hours: office, suffix: "社会救助工作站"},
		{code: "legal", spread: perTown, areaFrom: 60, areaTo: 320, hours: office, suffix: "公共法律服务站"},
		{code: "employment", spread: amongPeople, n: 8, apart: 1800, areaFrom: 80, areaTo: 900, hours: office, suffix: "零工市场"},

		{code: "shelter", spread: amongPeople, n: 26, apart: 760, unit: "persons", least: 300, most: 6000, areaFrom: 900, areaTo: 24000, hours: always, suffix: "应急避难场所"},
		{code: "fire_micro", spread: perCommunity, n: 0.55, unit: "firefighters", least: 3, most: 9, areaFrom: 20, areaTo: 90, hours: always, suffix: "微型消防站"},
		{code: "police_room", spread: perCommunity, n: 0.75, areaFrom: 30, areaTo: 160, hours: always, suffix: "警务室"},
		{code: "governance_center", spread: perTown, areaFrom: 120, areaTo: 600, hours: office, suffix: "综治中心"},
		{code: "gov_kiosk", spread: perCommunity, n: 0.6, unit: "terminals", least: 1, most: 6, areaFrom: 6, areaTo: 40, hours: always, suffix: "政务自助终端"},

		{code: "market", spread: amongPeople, n: 20, apart: 850, unit: "stalls", least: 40, most: 320, areaFrom: 900, areaTo: 6800, hours: "Mo-Su 05:30-19:00", suffix: "农贸市场"},
		{code: "supermarket", spread: amongPeople, n: 42, apart: 460, areaFrom: 300, areaTo: 6000, hours: "Mo-Su 07:30-21:30", suffix: "超市"},
		{code: "convenience", spread: amongPeople, n: 150, apart: 190, areaFrom: 40, areaTo: 140, hours: "Mo-Su 06:30-23:00", suffix: "便利店"},
		{code: "express", spread: amongPeople, n: 90, apart: 260, unit: "parcels/day", least: 150, most: 2400, areaFrom: 30, areaTo: 180, hours: "Mo-Su 08:30-21:00", suffix: "快递驿站"},
		{code: "postal", spread: amongPeople, n: 14, apart: 1000, areaFrom: 100, areaTo: 700, hours: "Mo-Su 08:30-17:00", suffix: "邮政所"},
		{code: "recycling", spread: amongPeople, n: 36, apart: 540, areaFrom: 20, areaTo: 160, hours: days, suffix: "再生资源回收站"},
		{code: "bank", spread: alongStreets, n: 34, apart: 420, areaFrom: 180, areaTo: 1200, hours: "Mo-Su 09:00-17:00", suffix: "银行网点"},
		{code: "rehab_mental", spread: behindTheHills, n: 1, unit: "places", least: 40, most: 60, areaFrom: 900, areaTo: 1500, hours: office, suffix: "精神康复园"},
		{code: "disability", spread: alongStreets, n: 3, apart: 3000, unit: "places", least: 15, most: 40, areaFrom: 200, areaTo: 700, hours: office, suffix: "残疾人之家"},
		{code: "village_hall", spread: perRuralTown, unit: "seats", least: 80, most: 400, areaFrom: 300, areaTo: 1200, hours: evening, suffix: "文化礼堂"},

		{code: "bus_stop", spread: alongStreets, n: 210, apart: 330, areaFrom: 10, areaTo: 40, hours: "Mo-Su 06:00-21:00", suffix: "公交站"},
		{code: "rail_station", spread: byStation, n: 1, unit: "platforms", least: 3, most: 3, areaFrom: 6000, areaTo: 6000, hours: "Mo-Su 05:30-23:30", suffix: "火车站"},
	}
}
