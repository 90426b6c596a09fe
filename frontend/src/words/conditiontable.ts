/** The words of the conditions of a search for sites: 必选 is kept, 排除 is left out, 可替换 may give way. */
export const CONDITION_WORDS = {
  "cd.more": ["更多条件", "More conditions"],
  "cd.chips": ["选址条件", "Conditions of the search"],
  "cd.clear": ["清除全部条件", "Clear all"],
  "cd.remove": ["去掉条件：{what}", "Remove: {what}"],
  "cd.full": ["每类条件最多{n}项", "At most {n} of each kind"],

  // What counts
  "cd.aim": ["优先考虑", "What counts"],
  "cd.aimWhy.covered": ["时限内能到达设施的人越多越好。", "As many people as possible within the cutoff."],
  "cd.aimWhy.time": ["到最近设施的平均时间越短越好；超过时限的按时限计。", "The mean time to the nearest; whoever is farther than the cutoff counts as the cutoff."],
  "cd.aimWhy.worst": ["最远的人到达设施的时间越短越好；时限内能服务到的人都须服务到。", "The longest way anybody has; everybody who can be served within the cutoff is."],
  "cd.aimWhy.twice": ["先求覆盖，被两处设施覆盖的再计一次：一处停用时还有另一处。", "People covered, and once more those covered twice: if one closes, another is near."],
  "cd.aimWhy.places": ["服务的人越多越好，但任何设施都不超过其容量。", "As many people served as possible, nobody beyond the capacity of a facility."],
  "cd.aimWhy.fair": ["使覆盖最差的区划单元尽量提高。", "The share in the worst-served area is lifted as far as it goes."],
  "cd.least": ["怎样算最省", "What is to be least"],
  "cd.least.sites": ["点位最少", "Fewest sites"],
  "cd.least.cost": ["成本最低", "Least cost"],
  "cd.everyone": ["时限内能服务到的人全部覆盖", "Cover everyone whom any candidate can serve"],

  // Candidates
  "cd.places": ["备选点位", "Candidates"],
  "cd.spacing": ["路口间距至少（米）", "Metres between junctions"],
  "cd.auto": ["自动", "auto"],
  "cd.listOf": ["名单：{name}", "List: {name}"],
  "cd.listDrop": ["不再使用名单", "Drop the list"],

  // Where
  "cd.where": ["选址范围", "Where"],
  "cd.side": ["不在或只在", "Not in, or only in"],
  "cd.side.not": ["不在", "Not in"],
  "cd.side.only": ["只在", "Only in"],
  "cd.findArea": ["按名称找区划单元", "An area by name"],
  "cd.draw": ["在地图上画", "Draw on the map"],
  "cd.whereHow": ["必选或排除某处：用推荐点位旁的按钮；或在地图上右键（手机长按）、点圆形按钮选一处。", "To keep or rule out a place, use the buttons beside a site, or choose a place on the map: by right click, long press, or the round button there."],

  // Facilities of today
  "cd.facilities": ["现有设施", "Existing facilities"],
  "cd.fate": ["怎样对待", "What becomes of them"],
  "cd.fate.closing": ["关闭", "Close"],
  "cd.fate.replace": ["可替换", "May be replaced"],
  "cd.fate.stays": ["保留", "Stays"],
  "cd.findFacility": ["按名称找设施", "A facility by name"],
  "cd.fateWhy": ["在选址中", "In the search for sites"],
  "cd.replaceWhy": ["可替换的设施可能让位于更好的位置，也可能作为点位之一保留。", "Facilities that may be replaced give way to a better place, or stay as one of the sites."],

  // Numbers
  "cd.numbers": ["间距与容量", "Distance and capacity"],
  "cd.capacity": ["每处新点位的容量", "Capacity of a new site"],
  "cd.capacityMissing": ["请填写每处新点位的容量（更多条件中）", "Say how many people a new site can serve (under More conditions)"],
  "cd.any": ["不限", "any"],

  // Weights
  "cd.weights": ["人群权重", "Weights of groups"],
  "cd.weightsWhy": ["每人计多少；不填则不计。填写后取代上面所选人群；同属几个人群的，各计一次。", "What one person counts; empty: nothing. Weights replace the group above; who is in several groups counts in each."],
  "cd.weightOf": ["{group}的权重", "Weight of {group}"],

  // Chips
  "cd.chip.keep": ["必选：{name}", "Keep: {name}"],
  "cd.chip.keepOf": ["必选：{name}（{service}）", "Keep: {name} ({service})"],
  "cd.chip.avoid": ["排除：{name}周边{m}米", "Not near: {name}, {m} m"],
  "cd.chip.areaNot": ["不在：{name}", "Not in: {name}"],
  "cd.chip.areaOnly": ["只在：{name}", "Only in: {name}"],
  "cd.chip.landNot": ["不在：所画范围{n}", "Not in: drawn land {n}"],
  "cd.chip.landOnly": ["只在：所画范围{n}", "Only in: drawn land {n}"],
  "cd.chip.closing": ["关闭：{name}", "Close: {name}"],
  "cd.chip.replace": ["可替换：{name}", "Replaceable: {name}"],
  "cd.chip.apart": ["间距至少{n}米", "{n} m apart"],
  "cd.chip.capacity": ["容量{n}", "Capacity {n}"],
  "cd.chip.spacing": ["路口间距{n}米", "Junctions {n} m apart"],
  "cd.chip.weight": ["{group} ×{n}", "{group} ×{n}"],
  "cd.chip.idle": ["停用或规划设施的位置", "Closed and planned places"],
  "cd.chip.noJunctions": ["不用路口", "No junctions"],

  // Places of a result, and on the map
  "cd.keep": ["必选", "Keep"],
  "cd.keepNamed": ["必选：{name}", "Keep a site at {name}"],
  "cd.avoid": ["排除", "Never here"],
  "cd.avoidNamed": ["排除{name}周边{m}米", "Never here: within {m} m of {name}"],
  "cd.stays": ["保留的现有设施", "Existing, stays"],
  "cd.placeName": ["地图上选的{n}", "Place {n} on the map"],
  "cd.keepHere": ["此处必选{service}", "{service}: a site must stand here"],
  "cd.letGo": ["此处不再必选{service}", "{service}: no longer must"],
  "cd.avoidHere": ["此处及周边{m}米不选", "No site within {m} m of here"],

  // Drawing
  "cd.drawNot": ["画出不选址的范围", "Draw the land where no site may stand"],
  "cd.drawOnly": ["画出只在其中选址的范围", "Draw the land in which sites have to stand"],
  "cd.drawHow": ["逐个点击拐角，点第一个拐角结束。键盘：方向键移动地图，回车加拐角，退格撤回，Esc 取消。", "Click the corners, and the first one to end. Keys: arrows move the map, Enter adds a corner, Backspace takes it back, Esc cancels."],
  "cd.drawCorners": ["{n}个拐角", "{n} corner|{n} corners"],
  "cd.drawAdd": ["在地图中央加拐角", "Corner at the middle"],
  "cd.drawBack": ["撤回一个", "Take one back"],
  "cd.drawDone": ["完成", "Finish"],
  "cd.drawCancel": ["取消", "Cancel"],
  "cd.drawCrosses": ["范围的边线不能相交", "The edges of the land must not cross"],
  "cd.drawFull": ["最多{n}个拐角", "At most {n} corners"],

  // On the map and in its legend
  "cd.lNot": ["不选址的范围", "No sites here"],
  "cd.lOnly": ["只在其中选址", "Sites only in here"],
  "cd.lFate": ["关闭 / 可替换的设施", "Closing / replaceable"],

  // Before and after
  "cd.beforeAfter": ["建设前后", "Before and after"],
  "cd.now": ["现状", "Today"],
  "cd.without": ["不计可关闭、可替换的设施，其余现有设施覆盖{n}（{less}）", "Without those that close or may be replaced, the facilities of today cover {n} ({less})"],
  "cd.withoutServed": ["不计可关闭、可替换的设施，其余现有设施能服务{n}（{less}）", "Without those that close or may be replaced, the facilities of today serve {n} ({less})"],
  "cd.then": ["建成后", "With the sites"],
  "cd.covered": ["已覆盖人口", "Covered"],
  "cd.served": ["有容量服务的人", "Served within capacity"],
  "cd.twice": ["被两处覆盖", "Covered twice"],
  "cd.worstTime": ["最远者用时", "Longest way"],
  "cd.weighted": ["加权人口", "Weighted people"],
  "cd.gainServed": ["新增可服务人口", "newly served"],
  "cd.gainWeighted": ["新增覆盖（加权）", "newly covered, weighted"],
  "cd.serves": ["服务{n}，容量{capacity}", "serves {n} of {capacity}"],
  "cd.siteCost": ["成本{n}", "cost {n}"],
  "cd.closed": ["关闭：{list}", "Given up: {list}"],
  "cd.leftOut": ["已按范围排除{n}个备选点位。", "{n} candidates were ruled out by the conditions."],
} as const satisfies Record<string, readonly [zh: string, en: string]>;
