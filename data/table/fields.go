package table

import "slices"

// field is something a list may say of a place, with the titles its column goes by, the surest first.
// Titles are compared after [parseHeading].
type field struct {
	name   string
	titles []string
}

// Positions. In a Gauss-Krüger zone lon is the X column, the northing (纵坐标), and lat the Y column, the easting.
var positionFields = []field{
	{"lon", []string{"lon", "lng", "long", "longitude", "经度", "东经", "x", "x坐标", "坐标x", "经度坐标", "northing", "北坐标", "纵坐标"}},
	{"lat", []string{"lat", "latitude", "纬度", "北纬", "y", "y坐标", "坐标y", "纬度坐标", "easting", "东坐标", "横坐标"}},
	{"datum", []string{"坐标系", "datum", "坐标系统", "坐标系类型", "坐标类型", "crs", "coordinate_system"}},
}

var facilityFields = append([]field{
	{"id", []string{"id", "code", "编号", "编码", "代码", "设施编号", "设施编码", "设施代码", "机构编号", "机构编码", "机构代码", "学校代码", "站点编号", "唯一编码", "备案编号", "序号"}},
	{"name", []string{"name", "名称", "设施名称", "机构名称", "单位名称", "学校名称", "幼儿园名称", "站点名称", "场所名称", "项目名称", "养老机构名称", "name:zh", "name_zh", "title"}},
	{"service", []string{"service", "service_code", "设施代号", "服务代码", "服务类型代码", "设施类型代码", "service_type"}},
	{"status", []string{"status", "状态", "运营状态", "运行状态", "营业状态", "设施状态", "使用状态", "state"}},
	{"capacity", []string{"capacity", "容量", "核定床位", "核定床位数", "床位数", "床位", "托位数", "托位", "学位数", "学位", "餐位数", "餐位", "座位数", "服务规模", "设计规模", "助餐能力", "beds", "seats", "places"}},
	{"capacity_unit", []string{"capacity_unit", "容量单位", "规模单位"}},
	{"area_m2", []string{"area_m2", "建筑面积", "总建筑面积", "面积", "场地面积", "floor_area"}},
	{"opening_hours", []string{"opening_hours", "开放时间", "服务时间", "营业时间", "开放时段", "hours"}},
	{"opened", []string{"opened", "启用时间", "启用日期", "开办时间", "开办日期", "建成时间", "建成日期", "建成年份", "投用时间", "投入使用时间", "开业时间", "成立时间", "备案日期", "start_date"}},
	{"closed", []string{"closed", "关闭时间", "关闭日期", "停运时间", "停用时间", "停用日期", "停办时间", "停办日期", "停业时间", "end_date"}},
	{"address", []string{"address", "地址", "详细地址", "机构地址", "设施地址", "地点", "addr"}},
	{"serves", []string{"serves", "服务范围", "服务社区", "服务区域"}},
	{"area", areaTitles},
}, positionFields...)

// areaTitles name the area of a place, the smallest first.
var areaTitles = []string{"area", "所属社区", "社区", "社区/村", "行政村", "村", "村居", "所属村", "所属街道", "街道", "街道/乡镇", "乡镇", "镇", "所属乡镇", "所属区", "行政区划", "区县", "所在区"}

var residentFields = append([]field{
	{"id", []string{"id", "code", "编号", "编码", "代码", "小区编号", "小区编码", "小区代码", "居民点编号", "居民点编码", "居民点代码", "唯一编码", "序号"}},
	{"name", []string{"name", "名称", "小区名称", "居民点名称", "自然村名称", "自然村", "村民组", "小区", "小区名", "楼盘名称", "楼栋名称", "name:zh", "name_zh"}},
	{"population", []string{"population", "pop", "常住人口", "常住人口数", "人口", "人口数", "总人口", "居住人口", "people"}},
	{"households", []string{"households", "户数", "总户数", "家庭户数", "常住户数", "hh"}},
	{"age0_2", []string{"age0_2", "p0_2", "3岁以下", "0-2岁", "3岁以下婴幼儿", "3岁以下人口"}},
	{"age3_5", []string{"age3_5", "p3_5", "3-5岁", "3-5岁人口"}},
	{"age6_11", []string{"age6_11", "p6_11", "6-11岁", "6-11岁人口"}},
	{"age0_17", []string{"age0_17", "p0_17", "0-17岁", "18岁以下", "未成年人", "0-17岁人口"}},
	{"age60", []string{"age60", "p60", "60岁以上", "60岁及以上", "60岁以上人口", "60岁及以上人口", "60岁以上老年人", "60岁及以上老年人", "60+", "老年人口"}},
	{"age65", []string{"age65", "p65", "65岁以上", "65岁及以上", "65岁以上人口", "65岁及以上人口", "65岁以上老年人", "65岁及以上老年人", "65+"}},
	{"age80", []string{"age80", "p80", "80岁以上", "80岁及以上", "80岁以上人口", "80岁及以上人口", "80岁以上老年人", "80岁及以上老年人", "80+", "高龄老年人"}},
	{"working", []string{"working", "劳动年龄人口", "劳动人口"}},
	{"disabled", []string{"disabled", "残疾人", "残疾人数", "残疾人口"}},
	{"kind", []string{"kind", "居民点类型"}},
	{"setting", []string{"setting", "城乡", "城乡分类", "城乡分类代码", "城乡属性"}},
	{"estimate", []string{"estimate", "estimated", "推算", "推算值", "是否推算", "是否推算值"}},
	{"area", areaTitles},
}, positionFields...)

// areaCodeTitles name the code of an area, the surest first.
var areaCodeTitles = []string{"code", "代码", "编码", "编号", "区划代码", "区划编码", "行政区划代码", "社区代码", "社区编码", "社区编号", "村代码", "村编码", "村（社区）代码", "村（社区）编码",
	"街道代码", "街道编码", "乡镇代码", "乡镇编码", "统计用区划代码", "统计区划代码", "adcode"}

var areaFields = append([]field{
	{"id", []string{"id"}},
	{"code", append(slices.Clone(areaCodeTitles), "序号")},
	{"name", []string{"name", "名称", "社区名称", "区划名称", "街道名称", "乡镇名称", "村名称", "行政区名称", "name:zh", "name_zh"}},
	{"level", []string{"level", "级别", "层级", "行政级别", "区划级别"}},
	{"parent", []string{"parent", "上级", "上级区划", "上级代码", "所属街道", "所属乡镇", "所属区县", "parent_id"}},
	{"kind", []string{"kind", "区划类型", "区划类别", "社区类型", "居委会/村委会", "类别", "类型"}},
	{"setting", []string{"setting", "城乡", "城乡分类", "城乡分类代码", "城乡属性"}},
	{"population", []string{"population", "pop", "常住人口", "常住人口数", "人口", "人口数", "总人口"}},
	{"registered_population", []string{"registered_population", "pop_registered", "户籍人口", "户籍人口数"}},
	{"households", []string{"households", "户数", "总户数", "家庭户数"}},
}, positionFields[2:]...)

var candidateFields = append([]field{
	{"id", []string{"id", "code", "编号", "编码", "代码", "地块编号", "宗地编号", "点位编号", "备选点位", "parcel_id", "parcel", "序号"}},
	{"name", []string{"name", "名称", "地块名称", "点位名称", "项目名称", "name:zh", "name_zh"}},
	{"service", []string{"service", "service_code", "服务类型代码", "设施类型代码", "设施类型"}},
	{"status", []string{"status", "state", "状态"}},
	{"cost", []string{"cost", "price", "成本", "费用", "造价", "投资", "概算"}},
	{"capacity", []string{"capacity", "容量", "床位", "床位数", "托位", "托位数", "学位", "学位数", "餐位", "餐位数", "设计规模"}},
}, positionFields...)

var entranceFields = append([]field{
	{"owner_kind", []string{"owner_kind", "所属类型", "归属类型", "对象类型"}},
	{"owner_id", []string{"owner_id", "所属编号", "归属编号", "对象编号", "owner"}},
}, positionFields...)

// knownTitles holds every title of every kind of list and of attributes, folded: a row with two of them is a header.
var knownTitles = func() map[string]bool {
	known := map[string]bool{}
	learn := func(titles []string) {
		for _, title := range titles {
			known[parseHeading(title).key] = true
		}
	}
	for _, fields := range [][]field{facilityFields, residentFields, areaFields, entranceFields, candidateFields, areaPatchFields, reportedFields} {
		for _, f := range fields {
			learn(f.titles)
		}
	}
	for _, attributes := range [][]attribute{facilityAttributes, areaAttributes, pointAttributes} {
		for _, a := range attributes {
			learn(a.titles)
		}
	}
	return known
}()

// capacityUnits tells what a capacity counts where its title says so.
var capacityUnits = map[string]string{
	"核定床位": "床", "核定床位数": "床", "床位数": "床", "床位": "床", "beds": "床", "托位数": "托位", "托位": "托位", "学位数": "学位", "学位": "学位",
	"餐位数": "餐位", "餐位": "餐位", "座位数": "座", "seats": "座", "助餐能力": "份/日",
}
