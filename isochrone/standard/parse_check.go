package standard

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"lifecircle/geo"
)

var (
	areaLevels  = []string{"community", "town", "street", "county", "city", "province"}
	unitKinds   = append([]string{"", "facility"}, areaLevels...)
	operators   = []Op{NoTarget, AtLeast, MoreThan, AtMost, LessThan, Within, About}
	severities  = []Severity{"", Must, Target, Guide, Advice}
	origins     = []Origin{NotNeeded, Stated, Borrowed, Assumed}
	evidences   = []Evidence{Found, FoundSecondary, Recalled}
	scopes      = []Scope{Everywhere, Urban, Rural}
	weightKinds = []Weight{People, HouseholdsCount, Land, Floor}
)

// The longest reaches: a day, and the breadth of a province.
const (
	maxMinutes = 24 * 60
	maxMetres  = 1_000_000
)

func indexed(list string, i int) string { return fmt.Sprintf("%s[%d].", list, i+1) }

// checks reads the checks of a standard whose sets and bundles are known.
func (f *file) checks(o object, s *Standard) (checks []Check) {
	if !o.need("checks", geo.Say("a standard has at least one check", "标准至少应有一项指标")) {
		return nil
	}
	lines := map[string]int{}
	for i, n := range o.objects("checks", maxChecks) {
		f.check = called(n, i)
		in := f.object(n, "", checkKeys)
		if n.Kind == yaml.MappingNode {
			c := f.readCheck(in, s)
			if first, twice := lines[c.ID]; twice && c.ID != "" {
				in.wrong("id", geo.Say("the check of line %d has this id: give it another", "与第 %d 行的指标 id 重复，请改名", first))
			} else {
				lines[c.ID] = c.Line
			}
			checks = append(checks, c)
		}
		f.check = ""
	}
	return checks
}

// called is the id of the i-th check, for messages; its number where it has none that can be shown.
func called(n *yaml.Node, i int) string {
	if n.Kind == yaml.MappingNode {
		for k := 0; k+1 < len(n.Content); k += 2 {
			if n.Content[k].Value == "id" && idForm.MatchString(n.Content[k+1].Value) {
				return n.Content[k+1].Value
			}
		}
	}
	return fmt.Sprintf("#%d", i+1)
}

func (f *file) readCheck(o object, s *Standard) (c Check) {
	c.Line = o.node.Line
	if o.need("id", geo.Say("a short name such as zj-meals", "短名，例如 zj-meals")) {
		c.ID = o.id("id")
	}
	c.Ref, c.Title, c.Clause, c.Note = o.text("ref", maxName), o.words("title", maxName), o.text("clause", maxText), o.words("note", maxText)
	if c.Ref == "" {
		c.Ref = c.ID
	}
	if c.Title.Empty() {
		c.Title = geo.Words{EN: c.Ref, ZH: c.Ref}
	}
	c.Responsible = o.words("responsible", maxName)
	if !o.need("measure", geo.Say("what is counted, such as coverage", "计算口径，例如 coverage")) {
		return c
	}
	c.Measure = choice(o, "measure", geo.Say("no such measure", "没有这样的计算口径"), append([]Measure{""}, Measures()...))
	shape, is := shapeOf(c.Measure)
	if !is {
		return c
	}
	o.fit(c.Measure, shape)
	f.readSubject(o, &c, s, shape)
	f.readReach(o, &c)
	f.readGoal(o, &c, shape)
	o.fitGoal(s, &c, shape)
	f.readOrigins(o, &c, shape)
	return c
}

// readSubject reads what a check counts, and where.
func (f *file) readSubject(o object, c *Check, s *Standard, shape shape) {
	for _, e := range o.list("services", maxMembers) {
		_, isSet := findSet(s.Sets, e.text)
		_, isBundle := findSet(s.Bundles, e.text)
		if _, is := geo.LookupService(e.text); is || isSet || isBundle {
			c.Services = append(c.Services, e.text)
			continue
		}
		f.fault(e.node, e.key, unknownService(e.text, append(setCodes(s.Sets), setCodes(s.Bundles)...)))
	}
	for _, e := range o.list("attributes", maxMembers) {
		if !idForm.MatchString(e.text) {
			f.fault(e.node, e.key, geo.Say("must be the name of a column: 1 to 64 of a–z, 0–9, - _ and .", "应为字段名：1 至 64 个小写字母、数字、- _ 或 ."))
			continue
		}
		c.Attributes = append(c.Attributes, e.text)
	}
	c.Over = o.id("over")
	if o.has("group") {
		text, is := o.scalar("group")
		group, known := geo.ParseGroup(text)
		if is && !known {
			o.wrong("group", unknown(text, groupNames(), geo.Say("no such group of people", "没有这样的人群")))
		}
		c.Group = group
	}
	c.Weight = choice(o, "weight", geo.Say("nothing that can be counted", "无法按此计数"), weightKinds)
	if c.Weight != People && c.Group != geo.All {
		o.wrong("weight", geo.Say("a group of people cannot be counted in %s: remove group or weight", "人群不能按 %s 计数：请删除 group 或 weight", c.Weight))
	}
	c.Scope = choice(o, "scope", geo.Say("no such scope", "没有这样的范围"), scopes)
	if c.Unit = choice(o, "unit", geo.Say("no such unit", "没有这样的单元"), unitKinds); c.Unit == "" {
		c.Unit = shape.unit
	}
	if o.has("per") {
		c.Per = o.whole("per", 1, 1_000_000)
	}
	if o.has("types") {
		c.Types = int(o.whole("types", 2, maxMembers))
	}
	if o.has("open_on") {
		c.OpenOn = choice(o, "open_on", geo.Say("no such day of the week", "没有这样的星期"), append([]Weekday{""}, weekdays...))
	}
	if o.has("least") {
		c.Least = int(o.whole("least", 1, 10_000))
	}
	if text, is := o.scalar("filter"); is {
		filter, err := ParseFilter(text)
		if err != nil {
			o.wrong("filter", geo.WordsOf(err))
		}
		c.Filter = filter
	}
}

func groupNames() (all []string) {
	for g := geo.All; g < geo.NumGroups; g++ {
		all = append(all, g.String())
	}
	return all
}

// readReach reads how far and how people go.
func (f *file) readReach(o object, c *Check) {
	for _, e := range o.list("mode", len(geo.Modes())) {
		if !slices.Contains(geo.Modes(), geo.Mode(e.text)) {
			f.fault(e.node, e.key, unknown(e.text, choices(geo.Modes()), geo.Say("no such mode", "没有这样的出行方式")))
			continue
		}
		c.Modes = append(c.Modes, geo.Mode(e.text))
	}
	if c.Any = o.flag("any"); c.Any && len(c.Modes) < 2 {
		o.wrong("any", geo.Say("needs several modes: list them, or remove any", "需要多种出行方式：请列出，或删除 any"))
	}
	least := int64(1)
	if c.Measure == Colocation {
		least = 0 // in the same place
	}
	for _, reach := range []struct {
		key  string
		to   *int
		most int64
	}{{"minutes", &c.Minutes, maxMinutes}, {"radius_m", &c.RadiusM, maxMetres}, {"distance_m", &c.DistanceM, maxMetres}} {
		if o.has(reach.key) {
			*reach.to = int(o.whole(reach.key, least, reach.most))
		}
	}
	for _, beyond := range []struct {
		key  string
		than []string
	}{{"beyond_minutes", timeOnly}, {"beyond_m", []string{"radius_m", "distance_m"}}} {
		if !o.has(beyond.key) {
			continue
		}
		given := o.given(beyond.than)
		if given == "" {
			o.wrong(beyond.key, geo.Say("needs %s", "需要同时给出 %s", beyond.than[0]))
			continue
		}
		outer := map[string]int{"minutes": c.Minutes, "radius_m": c.RadiusM, "distance_m": c.DistanceM}[given]
		if c.Beyond = int(o.whole(beyond.key, 1, maxMetres)); c.Beyond >= outer && outer > 0 {
			o.wrong(beyond.key, geo.Say("must be less than %s, %d", "应小于 %s（%d）", given, outer))
		}
	}
	c.Threshold = o.number("threshold", true)
	if c.Threshold != nil && c.Threshold.Sign() == 0 {
		o.wrong("threshold", geo.Say("must be above 0", "应大于 0"))
	}
}

// readGoal reads what is to be met.
func (f *file) readGoal(o object, c *Check, shape shape) {
	if c.UnitOfTarget = o.text("unit_of_target", 40); c.UnitOfTarget == "" {
		c.UnitOfTarget = shape.of
	}
	if _, known := TargetUnit(c.UnitOfTarget); c.UnitOfTarget != "" && !known && c.Measure != Reported {
		o.wrong("unit_of_target", unknown(c.UnitOfTarget, unitCodes(), geo.Say("no unit of targets", "没有这样的目标单位")))
	}
	share := ofShare(c.Measure, c.UnitOfTarget)
	if o.need("op", geo.Say("\">=\" and the like, or report", "\">=\" 等，或 report（仅列示）")) {
		c.Op = choice(o, "op", geo.Say("no such operator", "没有这样的比较符"), operators)
	}
	switch {
	case c.Op == NoTarget:
		for _, key := range []string{"target", "target_highrise", "share_of_units", "goal"} {
			if o.has(key) && o.has("op") && o.values["op"].Value == string(NoTarget) {
				o.wrong(key, geo.Say("a check with op: report has no target: remove it, or give an operator", "op: report 的指标没有目标：请删除，或填写比较符"))
			}
		}
	case !o.need("target", geo.Say("op %s compares with it", "op %s 需要目标值", c.Op)):
	case c.Op == Within:
		c.Between = o.pair("target")
		c.HighRise = o.pair("target_highrise")
		if c.Measure != Size {
			o.wrong("op", geo.Say("between is for the measure size alone", "between 仅用于 size"))
		}
	default:
		c.Target = o.number("target", share)
		if o.has("target_highrise") {
			o.wrong("target_highrise", geo.Say("is for op: between alone", "仅用于 op: between"))
		}
	}
	c.ShareOfUnits = o.number("share_of_units", true)
	if o.has("share_of_units") && c.Unit == "" {
		o.need("unit", geo.Say("the units of which a share must meet the target", "达标比例所统计的单元"))
	}
	c.Baseline = o.number("baseline", share)
	if o.has("baseline_year") {
		c.BaselineYear = int(o.whole("baseline_year", 1949, 2149))
		o.need("baseline", geo.Say("the value of that year", "该年的数值"))
	}
	if c.Op == MoreThan && share && c.Target != nil && c.Target.Cmp(oneRat) == 0 {
		o.wrong("target", geo.Say("nothing is more than 100 %: write op \">=\"", "没有高于 100 % 的比例：请写 op \">=\""))
	}
}

// readOrigins reads how much of a check the document itself states.
func (f *file) readOrigins(o object, c *Check, shape shape) {
	if o.need("severity", geo.Say("must, target, guide or advice", "must、target、guide 或 advice")) {
		c.Severity = choice(o, "severity", geo.Say("no such severity", "没有这样的指标属性"), severities)
	}
	whence := geo.Say("no such origin", "没有这样的来源")
	c.Reach, c.Goal = choice(o, "reach", whence, origins), choice(o, "goal", whence, origins)
	c.Source = choice(o, "source", geo.Say("no such source", "没有这样的依据"), evidences)
	said := geo.Say("stated (by the document), borrowed (from another) or assumed", "stated（规划明确）、borrowed（借用标准）或 assumed（工具假定）")
	switch reach := o.given(shape.reach); {
	case reach != "":
		o.need("reach", geo.Say("where %s comes from: %v", "%s 的来源：%v", reach, said))
	case o.has("reach"):
		o.wrong("reach", geo.Say("there is no time or distance whose origin it could be: remove it", "没有时间或距离，不应填写其来源：请删除"))
	}
	if o.has("target") && c.Op != NoTarget {
		o.need("goal", geo.Say("where the target comes from: %v", "目标值的来源：%v", said))
	}
	if n := o.values["confirmed"]; n != nil {
		in := f.object(n, "confirmed.", []string{"by", "clause", "on"})
		in.need("by", geo.Say("who confirms it", "确认人"))
		in.need("clause", geo.Say("where the document says so", "文件条款"))
		c.Confirmed = &Confirmation{By: in.text("by", maxName), Clause: in.text("clause", maxText), On: in.date("on")}
	}
}

// fit holds the keys of a check against those that its measure takes.
func (o object) fit(m Measure, s shape) {
	for _, key := range s.needs {
		o.need(key, geo.Say("the measure %s needs it", "口径 %s 需要此项", m))
	}
	allowed := slices.Concat(everyCheck, s.needs, s.takes, s.reach)
	for _, key := range checkKeys {
		if o.has(key) && !slices.Contains(allowed, key) {
			o.wrong(key, geo.Say("has no effect on the measure %s: remove it", "对口径 %s 不起作用：请删除", m))
		}
	}
	given := o.given(s.reach)
	switch {
	case s.bound && given == "":
		o.wrong(s.reach[0], geo.Say("is missing: the measure %s needs one of %v", "缺少：口径 %s 需要 %v 之一", m, s.reach))
	case o.has("mode") && given == "radius_m":
		o.wrong("mode", geo.Say("a straight radius knows no mode: remove mode, or give minutes or distance_m", "直线半径与出行方式无关：请删除 mode，或改用 minutes、distance_m"))
	case (given == "minutes" || given == "distance_m") && !o.has("mode"):
		o.wrong("mode", geo.Say("is missing: %s needs a mode", "缺少：%s 需要出行方式", given))
	}
	for _, key := range s.reach {
		if key != given && o.has(key) {
			o.wrong(key, geo.Say("is given beside %s: give one of minutes, radius_m and distance_m", "与 %s 重复：minutes、radius_m、distance_m 只能给出一个", given))
		}
	}
	if m == Colocation && o.has("services") && o.values["services"].Kind == yaml.SequenceNode && len(o.values["services"].Content) == 1 {
		o.wrong("services", geo.Say("needs the place first and what is looked for beside it after it", "应先列主设施，再列合设、毗邻的设施"))
	}
}

// given is the first of several keys that is given.
func (o object) given(keys []string) string {
	for _, key := range keys {
		if o.has(key) {
			return key
		}
	}
	return ""
}
