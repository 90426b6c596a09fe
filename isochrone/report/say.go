package report

import (
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// verdict is a verdict in words; every one also has a sign and a colour of its own (see verdictLooks).
func (v voice) verdict(of standard.Verdict) string {
	switch of {
	case standard.Met:
		return v.Say("Met", "达标")
	case standard.NotMet:
		return v.Say("Not met", "未达标")
	case standard.NotAssessable:
		return v.Say("Not assessable", "无法评估")
	case standard.Reference:
		return v.Say("For reference", "参考")
	}
	return v.Say("Report only", "仅列示")
}

// look is how a verdict is marked: the sign is in every Chinese and Western typeface, and says the same without colour.
type look struct {
	sign string
	ink  colour
	wash colour
}

func looks(of standard.Verdict) look {
	switch of {
	case standard.Met:
		return look{"√", metInk, 0xe6eff5}
	case standard.NotMet:
		return look{"×", lateInk, 0xfdf1e8}
	case standard.NotAssessable:
		return look{"?", unknownInk, 0xf1eff4}
	case standard.Reference:
		return look{"○", refInk, 0xf7f4e6}
	}
	return look{"–", inkFaint, 0xf4f6f7}
}

func (v voice) severity(s standard.Severity) string {
	switch s {
	case standard.Must:
		return v.Say("binding", "约束性")
	case standard.Target:
		return v.Say("target", "预期性")
	case standard.Guide:
		return v.Say("guide", "引导性")
	case standard.Advice:
		return v.Say("advice", "参考性")
	}
	return ""
}

func (v voice) origin(o standard.Origin) string {
	switch o {
	case standard.Stated:
		return v.Say("stated by the plan", "规划明确")
	case standard.Borrowed:
		return v.Say("borrowed standard", "借用标准")
	case standard.Assumed:
		return v.Say("assumed by the tool", "工具假定")
	}
	return v.Say("not needed", "不涉及")
}

func (v voice) evidence(e standard.Evidence) string {
	switch e {
	case standard.Found:
		return v.Say("read in the document", "已核对原文")
	case standard.FoundSecondary:
		return v.Say("read in a copy", "据转载文本")
	}
	return v.Say("recalled, not checked", "凭记忆录入，未核对")
}

func (v voice) mode(m geo.Mode) string { return name(v.of(m.Words())) }

func (v voice) group(g geo.Group) string {
	words := map[geo.Group]geo.Words{
		geo.All: geo.Say("all residents", "全体常住人口"), geo.Age0to2: geo.Say("children under 3", "3岁以下婴幼儿"), geo.Age3to5: geo.Say("children of 3 to 5", "3–5岁儿童"),
		geo.Age6to11: geo.Say("children of 6 to 11", "6–11岁儿童"), geo.Age0to17: geo.Say("minors", "未成年人"), geo.Age60: geo.Say("people of 60 and over", "60岁及以上老年人"),
		geo.Age65: geo.Say("people of 65 and over", "65岁及以上老年人"), geo.Age80: geo.Say("people of 80 and over", "高龄老年人（80岁及以上）"),
		geo.Working: geo.Say("people of working age", "劳动年龄人口"), geo.Disabled: geo.Say("people with disabilities", "残疾人"), geo.Households: geo.Say("households", "户"),
	}
	return v.of(words[g])
}

// unitOf is what a number counts: the units that targets and deficits carry.
func (v voice) unitOf(unit string) string {
	words := map[string]geo.Words{
		"people": geo.Say("people", "人"), "persons": geo.Say("persons", "人"), "households": geo.Say("households", "户"), "m2": geo.Say("m²", "平方米"), "places": geo.Say("places", "个托位"),
		"beds": geo.Say("beds", "张床位"), "communities": geo.Say("communities", "个社区（村）"), "villages": geo.Say("villages", "个村"), "towns": geo.Say("towns", "个街道（乡镇）"),
		"streets": geo.Say("streets", "个街道"), "counties": geo.Say("counties", "个县（市、区）"), "facilities": geo.Say("facilities", "处设施"), "minutes": geo.Say("min", "分钟"),
		"hours": geo.Say("hours", "小时"), "points": geo.Say("places", "个居民点"), "meals_per_day": geo.Say("meals a day", "份餐/日"),
	}
	if w, known := words[unit]; known {
		return v.of(w)
	}
	w, known := standard.TargetUnit(unit)
	if !known {
		return name(strings.ReplaceAll(unit, "_", " "))
	}
	return v.of(w)
}

// amount is a number, as it is shown, of what it counts.
func (v voice) amount(text, things string) string {
	if v.language == EN && text == "1" {
		things = standard.AfterOne(things)
	}
	return strings.TrimSpace(text + " " + things)
}

// units names the units by which a check counts.
func (v voice) units(kind string) string {
	words := map[string]geo.Words{
		"community": geo.Say("communities", "社区（村）"), "town": geo.Say("towns and streets", "街道（乡镇）"), "street": geo.Say("streets", "街道"), "county": geo.Say("counties", "县（市、区）"),
		"city": geo.Say("cities", "市"), "province": geo.Say("provinces", "省"), "facility": geo.Say("facilities", "设施"), "point": geo.Say("residential points", "居民点"),
	}
	if w, known := words[kind]; known {
		return v.of(w)
	}
	return v.Say("units", "单元")
}

// service names a service, a set or a bundle by its code.
func (v voice) service(code string, of *standard.Standard) string { return name(v.of(of.NameOf(code))) }

// reason says why a residential point is without service.
func (v voice) reason(code string) string {
	words := map[string]geo.Words{
		"no_facility": geo.Say("there is no such facility", "区域内无此类设施"), "beyond_cutoff": geo.Say("beyond the limit", "超出时限"), "not_snapped": geo.Say("too far from every street: to be verified", "距道路过远，未接入路网（待核实）"),
		"isolated": geo.Say("its streets are cut off: to be verified", "所在路网不连通（待核实）"), "full": geo.Say("the facilities in reach are full", "设施容量不足"), "inside_inner": geo.Say("within the inner limit", "位于内圈以内"),
	}
	if w, known := words[code]; known {
		return v.of(w)
	}
	return name(code)
}

func (v voice) services(codes []string, of *standard.Standard) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = v.service(code, of)
	}
	return strings.Join(names, v.Say(", ", "、"))
}

// reach says how far a check lets people go.
func (v voice) reach(c *standard.Check) string {
	modes := make([]string, len(c.Modes))
	for i, m := range c.Modes {
		modes[i] = v.mode(m)
	}
	by := strings.Join(modes, v.Say(" / ", "／"))
	switch {
	case c.Minutes > 0 && c.Beyond > 0:
		return v.Say("%d to %d minutes %s", "%[3]s %[1]d–%[2]d 分钟", c.Beyond, c.Minutes, by)
	case c.Minutes > 0:
		return v.Say("%d minutes %s", "%[2]s %[1]d 分钟", c.Minutes, by)
	case c.RadiusM > 0:
		return v.Say("%d m in a straight line", "服务半径 %d 米（直线）", c.RadiusM)
	case c.DistanceM > 0:
		return v.Say("%d m along the streets %s", "%[2]s沿路 %[1]d 米", c.DistanceM, by)
	}
	return ""
}

// measure defines a way of counting in one sentence.
func (v voice) measure(m standard.Measure) (title, definition string) {
	w := measures[m]
	return v.of(w[0]), v.of(w[1])
}
