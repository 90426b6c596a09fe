package table

// attribute is a column that plans ask for and that is no field of its list. It is kept under one name, whatever its title,
// and with one spelling of its values.
type attribute struct {
	name   string
	holds  valueKind
	titles []string
}

// valueKind is what the cells of an attribute hold.
type valueKind uint8

const (
	anyText valueKind = iota
	aNumber           // not negative
	yesOrNo
	aYear
)

// The staff of a facility or of a community.
var staffAttributes = []attribute{
	{"staff_community", aNumber, []string{"staff_community", "社区工作者", "专职社区工作者", "社区工作者人数", "社区工作者数", "专职社区工作者人数", "专职社区工作者数"}},
	{"staff_social_cert", aNumber, []string{"staff_social_cert", "持证社工", "持证社工人数", "持证社工数", "持证社会工作者", "持证社会工作专业人才"}},
	{"staff_social", aNumber, []string{"staff_social", "社工", "社工人数", "社工数", "社会工作者", "社会工作者人数", "社会工作专业人才"}},
	{"staff_gp", aNumber, []string{"staff_gp", "全科医生数", "全科医生", "全科医生人数"}},
	{"staff_care", aNumber, []string{"staff_care", "持证护理员", "护理员人数", "持证护理员数", "持证养老护理员", "持证养老护理员数", "养老护理员", "护理员", "护理员数"}},
	{"staff_child", aNumber, []string{"staff_child", "儿童主任", "儿童主任人数", "儿童主任数"}},
	{"staff_disaster", aNumber, []string{"staff_disaster", "灾害信息员", "灾害信息员人数", "灾害信息员数"}},
	{"volunteers", aNumber, []string{"volunteers", "注册志愿者", "志愿者", "志愿者人数", "注册志愿者人数", "志愿者数"}},
}

var (
	landAttribute         = attribute{"land_m2", aNumber, []string{"land_m2", "用地面积", "占地面积", "土地面积", "宗地面积"}}
	mountainAttribute     = attribute{"mountain", yesOrNo, []string{"mountain", "山区", "山区县", "是否山区", "是否山区县"}}
	resettlementAttribute = attribute{"resettlement", yesOrNo, []string{"resettlement", "安置区", "是否安置区", "搬迁安置", "易地搬迁", "易地扶贫搬迁安置区", "安置小区"}}
)

var facilityAttributes = append([]attribute{
	{"activity_area_m2", aNumber, []string{"activity_area_m2", "居民活动面积", "居民活动区域面积", "居民活动用房面积", "活动面积", "活动用房面积"}},
	landAttribute,
	{"beds", aNumber, []string{"beds", "核定床位", "核定床位数", "床位数", "床位"}},
	{"places", aNumber, []string{"places", "托位数", "托位"}},
	{"meals_per_day", aNumber, []string{"meals_per_day", "助餐能力", "日供餐能力", "日供餐数", "每日供餐", "日均供餐"}},
	{"wheelchair", yesOrNo, []string{"wheelchair", "无障碍", "无障碍设施", "是否无障碍", "轮椅"}},
	{"building_id", anyText, []string{"building_id", "楼栋编号", "建筑编号", "建筑物编号", "楼宇编号", "所在建筑"}},
	{"built_year", aYear, []string{"built_year", "建成年份", "竣工年份", "建成时间", "建成日期", "竣工时间", "竣工日期"}},
	{"rebuilt", yesOrNo, []string{"rebuilt", "是否改建", "改建", "改扩建", "是否改扩建", "是否重建"}},
	{"level_of_care", anyText, []string{"level_of_care", "星级", "机构星级", "护理等级", "养老机构等级"}},
	{"compliant", yesOrNo, []string{"compliant", "是否达标", "达标"}},
	{"five_beauty", yesOrNo, []string{"five_beauty", "五美", "是否五美", "五美社区", "五美社区服务综合体"}},
	{"street_door", yesOrNo, []string{"street_door", "沿街出入口", "临街出入口", "是否沿街", "是否临街", "沿街", "临街"}},
}, staffAttributes...)

var areaAttributes = append([]attribute{
	{"floor_total", aNumber, []string{"floor_total", "总建筑面积", "社区总建筑面积", "建筑面积", "建筑总面积"}},
	{"floor_commerce", aNumber, []string{"floor_commerce", "商业面积", "商业建筑面积", "社区商业面积", "社区商业建筑面积"}},
	{"floor_service", aNumber, []string{"floor_service", "综合服务设施面积", "综合服务设施建筑面积", "社区综合服务设施面积", "综合服务面积"}},
	{"highrise", yesOrNo, []string{"highrise", "高层", "是否高层", "高层社区", "高层住宅", "高层住宅社区"}},
	mountainAttribute,
	{"future_community", yesOrNo, []string{"future_community", "未来社区", "是否未来社区"}},
	resettlementAttribute,
}, staffAttributes...)

var pointAttributes = []attribute{
	resettlementAttribute, mountainAttribute,
	{"floor_m2", aNumber, []string{"floor_m2", "建筑面积", "住宅建筑面积", "总建筑面积", "住宅面积"}},
	landAttribute,
}

// attributeColumns finds among columns that are no field those of attributes: of each attribute the one with the surest
// title. It gives the attribute by the column.
func attributeColumns(known []attribute, extra []int, heads []heading) map[int]*attribute {
	found := map[int]*attribute{}
	for a := range known {
	titles:
		for _, title := range known[a].titles {
			key := parseHeading(title).key
			for _, i := range extra {
				if _, taken := found[i]; !taken && heads[i].key == key {
					found[i] = &known[a]
					break titles
				}
			}
		}
	}
	return found
}
