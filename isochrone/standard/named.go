package standard

import (
	"strings"

	"lifecircle/geo"
)

// columns are the numbers and marks of areas, facilities and residential points that checks ask for, by the names under
// which lists keep them, in words.
var columns = map[string]geo.Words{
	"households": geo.Say("households", "户数"), "population": geo.Say("population", "常住人口"), "registered_population": geo.Say("registered population", "户籍人口"), "setting": geo.Say("urban or rural", "城乡属性"),
	"kind": geo.Say("kind", "类型"), "area_m2": geo.Say("floor area", "建筑面积"), "activity_area_m2": geo.Say("residents’ floor area", "居民活动面积"), "land_m2": geo.Say("land", "用地面积"),
	"floor_m2": geo.Say("floor area", "建筑面积"), "floor_total": geo.Say("total floor area", "总建筑面积"), "floor_commerce": geo.Say("floor area of shops", "商业面积"), "floor_service": geo.Say("floor area of services", "综合服务设施面积"),
	"capacity": geo.Say("capacity", "容量"), "places": geo.Say("places", "托位数"), "beds": geo.Say("beds", "床位数"), "meals_per_day": geo.Say("meals a day", "助餐能力"),
	"opening_hours": geo.Say("opening hours", "开放时间"), "opened": geo.Say("day of opening", "启用时间"), "built_year": geo.Say("year built", "建成年份"), "rebuilt": geo.Say("rebuilt", "改扩建"),
	"building_id": geo.Say("building", "楼栋编号"), "wheelchair": geo.Say("barrier-free access", "无障碍"), "compliant": geo.Say("up to standard", "达标认定"), "five_beauty": geo.Say("five beauties", "五美认定"),
	"street_door": geo.Say("street door", "沿街出入口"), "level_of_care": geo.Say("level of care", "护理等级"), "highrise": geo.Say("high-rise", "高层"), "mountain": geo.Say("mountain", "山区"),
	"resettlement": geo.Say("resettlement", "安置区"), "future_community": geo.Say("future community", "未来社区"),
	"staff_community": geo.Say("community workers", "社区工作者"), "staff_social": geo.Say("social workers", "社工"), "staff_social_cert": geo.Say("certified social workers", "持证社工"), "staff_gp": geo.Say("general practitioners", "全科医生"),
	"staff_care": geo.Say("certified care workers", "持证护理员"), "staff_child": geo.Say("child welfare workers", "儿童主任"), "staff_disaster": geo.Say("disaster information officers", "灾害信息员"), "volunteers": geo.Say("volunteers", "注册志愿者"),
	"age0_2": geo.Say("children under 3", "3岁以下婴幼儿"), "age3_5": geo.Say("children of 3 to 5", "3–5岁儿童"), "age6_11": geo.Say("children of 6 to 11", "6–11岁儿童"), "age0_17": geo.Say("minors", "未成年人"),
	"age60": geo.Say("people of 60 and over", "60岁及以上人口"), "age65": geo.Say("people of 65 and over", "65岁及以上人口"), "age80": geo.Say("people of 80 and over", "80岁及以上人口"), "working": geo.Say("people of working age", "劳动年龄人口"),
	"disabled": geo.Say("disabled people", "残疾人"),
}

// ColumnName says in words what a column holds; false for one that only its list knows, which stands for itself.
func ColumnName(column string) (geo.Words, bool) {
	if words, known := columns[column]; known {
		return words, true
	}
	return geo.Words{EN: column, ZH: column}, false
}

// Named says in words what a unit's note says, or what it lacks: services, sets and columns by their names. What else
// stands there, such as opening hours that cannot be read, stays.
func (s *Standard) Named(note string) geo.Words {
	switch note {
	case "serves":
		return geo.Say("served without a visit", "由设施上门服务")
	case "no_facility":
		return geo.Say("no facility of its own", "本单元没有该类设施")
	case "never":
		return geo.Say("cannot be reached by all", "有居民无法到达")
	}
	if column, rest, more := strings.Cut(note, " "); more { // opening_hours "夏季8:00-18:00", households = 0
		if words, known := ColumnName(column); known {
			return geo.Say("%v %s", "%v %s", words, rest)
		}
	}
	var all geo.Words
	for i, code := range strings.Split(note, ", ") {
		name := s.codeName(code)
		if all = geo.Say("%v, %v", "%v、%v", all, name); i == 0 {
			all = name
		}
	}
	return all
}

// codeName is the name of a service, a set, several joined by "+", or a column.
func (s *Standard) codeName(code string) (name geo.Words) {
	if words, known := ColumnName(code); known {
		return words
	}
	for i, part := range strings.Split(code, "+") {
		if name = geo.Say("%v or %v", "%v或%v", name, s.NameOf(part)); i == 0 {
			name = s.NameOf(part)
		}
	}
	return name
}
