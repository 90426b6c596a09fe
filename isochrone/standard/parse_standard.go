package standard

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"lifecircle/geo"
)

var standardKeys = []string{"id", "profile", "title", "document", "period", "year", "history", "note", "elder_age",
	"sets", "bundles", "groups", "tiers", "inclusive", "checks"}

// standard reads the file from its root.
func (f *file) standard(root *yaml.Node) *Standard {
	o := f.object(root, "", standardKeys)
	s := &Standard{
		ID:       o.id("id"),
		Title:    o.words("title", maxName),
		Document: f.document(o),
		Period:   f.period(o),
		History:  o.flag("history"),
		Note:     o.words("note", maxText),
		ElderAge: 60,
	}
	switch {
	case o.has("id") && o.has("profile"):
		o.wrong("profile", geo.Say("is another word for id: keep one of them", "与 id 同义，请只保留一个"))
	case o.has("profile"):
		s.ID = o.id("profile")
	default:
		o.need("id", geo.Say("a short name such as my-county-2030", "标准的短名，例如 my-county-2030"))
	}
	o.need("title", geo.Say("what the document is called", "文件名称"))
	if o.has("elder_age") {
		if s.ElderAge = int(o.whole("elder_age", 60, 65)); s.ElderAge != 60 && s.ElderAge != 65 {
			o.wrong("elder_age", geo.Say("must be 60 or 65", "只能是 60 或 65"))
		}
	}
	if o.has("inclusive") && o.flag("inclusive") {
		o.wrong("inclusive", geo.Say("must be false: a facility of an upper tier does not stand in for one of a lower tier; write separate checks", "只能是 false：上一层级设施不能代替下一层级设施，请分别设置指标"))
	}
	s.Sets = withOwn(DefaultSets(), f.sets(o, "sets", nil))
	s.Bundles = withOwn(DefaultBundles(), f.sets(o, "bundles", s.Sets))
	for i := range s.Bundles {
		if _, both := findSet(s.Sets, s.Bundles[i].Code); both {
			o.wrong("bundles", geo.Say("%s is a set already: give the bundle another name", "%s 已是集合名，请为清单另取名称", s.Bundles[i].Code))
		}
	}
	s.Groups = f.groups(o)
	s.Tiers = f.tiers(o)
	s.Checks = f.checks(o, s)
	return s
}

func (f *file) document(o object) (d Document) {
	n := o.values["document"]
	if n == nil {
		return d
	}
	in := f.object(n, "document.", []string{"name", "number", "issuer", "date"})
	return Document{Name: in.words("name", maxName), Number: in.text("number", maxName), Issuer: in.words("issuer", maxName), Date: in.date("date")}
}

// period is the time a plan is for; a year alone stands for what ends with that year.
func (f *file) period(o object) (p Period) {
	if n := o.values["period"]; n != nil {
		in := f.object(n, "period.", []string{"from", "to"})
		p = Period{in.date("from"), in.date("to")}
		if p.From != "" && p.To != "" && p.From > p.To { // ISO dates sort as text
			in.wrong("to", geo.Say("is before the beginning, %s", "早于起始日期 %s", p.From))
		}
		if o.has("year") {
			o.wrong("year", geo.Say("is given beside period: keep one of them", "与 period 重复，请只保留一个"))
		}
		return p
	}
	if text, is := o.scalar("year"); is && o.whole("year", 1949, 2149) != 0 {
		p.To = text + "-12-31"
	}
	return p
}

// sets reads sets of services; or, where sets are given, bundles of services and those.
func (f *file) sets(o object, key string, sets []Set) (all []Set) {
	n := o.values[key]
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 || len(n.Content) > 2*maxSets {
		o.wrong(key, geo.Say("must be 1 to %d names, each with a list, such as clinic_any: [clinic, hospital]", "应为 1 至 %d 个名称，各带一个列表，例如 clinic_any: [clinic, hospital]", maxSets))
		return nil
	}
	var names []string
	for i := 0; i < len(n.Content); i += 2 {
		names = append(names, n.Content[i].Value)
	}
	in := f.object(n, key+".", names)
	for _, code := range slices.Compact(names) {
		value := in.values[code]
		if value == nil {
			continue
		}
		if _, service := geo.LookupService(code); service || !idForm.MatchString(code) {
			in.wrong(code, geo.Say("must be 1 to 64 of a–z, 0–9, - _ and ., and no service's code", "应为 1 至 64 个小写字母、数字、- _ 或 .，且不能与设施类型代码相同"))
			continue
		}
		set := Set{Code: code, Name: geo.Words{EN: code, ZH: code}}
		holder, members := in, code
		if value.Kind == yaml.MappingNode {
			holder, members = f.object(value, key+"."+code+".", []string{"name", "members"}), "members"
			if holder.has("name") {
				set.Name = holder.words("name", maxName)
			}
			holder.need("members", geo.Say("a list of services", "设施类型列表"))
		}
		for _, e := range holder.list(members, maxMembers) {
			_, isSet := findSet(sets, e.text)
			if _, is := geo.LookupService(e.text); is || isSet {
				set.Members = append(set.Members, e.text)
				continue
			}
			f.fault(e.node, e.key, unknownService(e.text, setCodes(sets)))
		}
		all = append(all, set)
	}
	return all
}

func setCodes(sets []Set) (all []string) {
	for i := range sets {
		all = append(all, sets[i].Code)
	}
	return all
}

func (f *file) groups(o object) (groups []Group) {
	for i, n := range o.objects("groups", maxSets) {
		in := f.object(n, indexed("groups", i), []string{"id", "name", "ref", "level", "attribute", "value", "note"})
		in.need("id", geo.Say("a short name such as mountain26", "短名，例如 mountain26"))
		g := Group{ID: in.id("id"), Name: in.words("name", maxName), Ref: in.text("ref", maxName), Attribute: in.id("attribute"), Value: in.text("value", maxName), Note: in.words("note", maxText)}
		if in.has("level") {
			g.Level = choice(in, "level", geo.Say("no level of areas", "没有这样的区划层级"), areaLevels)
		}
		if g.Name.Empty() {
			g.Name = geo.Words{EN: g.ID, ZH: g.ID}
		}
		if g.Attribute == "" {
			g.Attribute = g.ID
		}
		if g.ID != "" && slices.ContainsFunc(groups, func(other Group) bool { return other.ID == g.ID }) {
			in.wrong("id", geo.Say("another group has this id: give it another", "与其他分组的 id 重复，请改名"))
		}
		groups = append(groups, g)
	}
	return groups
}

func (f *file) tiers(o object) (tiers []Tier) {
	for i, n := range o.objects("tiers", maxSets) {
		in := f.object(n, indexed("tiers", i), []string{"id", "name", "minutes", "walk_m", "people"})
		in.need("id", geo.Say("a short name such as c15", "短名，例如 c15"))
		t := Tier{ID: in.id("id"), Name: in.words("name", maxName), WalkM: in.range2("walk_m"), People: in.range2("people")}
		if in.has("minutes") {
			t.Minutes = int(in.whole("minutes", 1, maxMinutes))
		}
		if t.Name.Empty() {
			t.Name = geo.Words{EN: t.ID, ZH: t.ID}
		}
		tiers = append(tiers, t)
	}
	return tiers
}

// range2 are two whole numbers.
func (o object) range2(key string) (whole [2]int64) {
	for i, bound := range o.pair(key) {
		if bound == nil {
			continue
		}
		if !bound.IsInt() {
			o.wrong(key, geo.Say("must be whole numbers", "应为整数"))
			return [2]int64{}
		}
		whole[i] = bound.Num().Int64()
	}
	return whole
}
