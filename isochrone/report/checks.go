package report

import (
	"strconv"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// checkSections gives a section to every check that fails or is for reference, the failing ones first.
func (q *Request) checkSections(a *atlas, findings []finding, maps int) (sections []section) {
	v := voice{q.Language}
	var chosen []*finding
	for _, verdict := range []standard.Verdict{standard.NotMet, standard.Reference} {
		for i := range findings {
			if findings[i].Verdict == verdict {
				chosen = append(chosen, &findings[i])
			}
		}
	}
	if len(chosen) == 0 {
		return nil
	}
	head := section{id: "where", title: v.Say("Where it fails, and what is shown for reference", "未达标与参考指标详情"), newPage: true}
	if left := len(chosen) - listChecks; left > 0 {
		head.say(v.Say("%d further checks have no section of their own here; the workbook holds them all.", "另有 %d 项指标未在此展开，详见配套表格文件。", left))
		chosen = chosen[:listChecks]
	}
	sections = append(sections, head)
	for i, f := range chosen {
		s := section{id: "check-" + strconv.Itoa(i+1), title: f.heading(v), verdict: f.Verdict, part: true}
		q.describe(&s, f)
		if maps > 0 && q.mappable(f) {
			maps--
			d, keys := a.of(f)
			s.draw("", picture{drawing: d, keys: keys, caption: q.sourceLine(), isMap: true})
		}
		q.detail(&s, f)
		sections = append(sections, s)
	}
	return sections
}

// mappable tells whether a check has a place on the map.
func (q *Request) mappable(f *finding) bool {
	if f.Measure == standard.Reported {
		return false
	}
	for i := range f.units {
		if f.units[i].index >= 0 {
			return true
		}
	}
	return len(f.NoData) > 0 || len(q.spots(f.ID)) > 0 || len(f.check.Services) > 0
}

// describe says what a check asks, where that comes from, and what the value is.
func (q *Request) describe(s *section, f *finding) {
	v := voice{q.Language}
	sentence := f.why
	if f.Verdict == standard.Reference {
		sentence = v.Say("For reference: %s. Nothing is claimed until somebody confirms what the plan leaves open.", "仅供参考：%s。规划未写明的部分须经确认后方可作为结论。", strings.TrimRight(f.why, ".。"))
	}
	s.say(sentence)
	if f.Clause != "" {
		s.note(v.Say("Clause: %s", "依据条文：%s", shortened(clean(f.Clause), 300)))
	}
	title, _ := v.measure(f.Measure)
	parts := []string{title, v.severity(f.Severity)}
	if len(f.check.Services) > 0 {
		parts = append(parts, shortened(v.services(f.check.Services, q.Standard), 160))
	}
	if reach := v.reach(f.check); reach != "" {
		parts = append(parts, v.Say("%s (%s)", "%s（%s）", reach, v.origin(f.Reach)))
	}
	if f.target != "" {
		parts = append(parts, v.Say("target %s (%s)", "目标 %s（%s）", f.target, v.origin(f.Goal)))
	}
	parts = append(parts, v.Say("source: %s", "来源：%s", v.evidence(f.Source)))
	if c := f.Confirmed; c != nil {
		parts = append(parts, v.Say("confirmed by %s: %s", "确认人 %s：%s", name(c.By), name(c.Clause)))
	}
	s.note(strings.Join(nonEmpty(parts), v.Say(" · ", "　·　")))
	s.draw("", picture{drawing: f.againstTarget(v)})
	var facts []fact
	add := func(name, value string) {
		if value != "" && value != nothing {
			facts = append(facts, fact{name, value})
		}
	}
	add(v.Say("Value", "实际值"), v.amount(f.value.text, f.unitWord(v)))
	add(v.Say("Target", "目标值"), f.target)
	add(v.Say("Total", "总计"), f.total.text)
	add(v.Say("Covered", "已覆盖"), f.covered.text)
	add(v.Say("Not covered", "未覆盖"), f.uncovered.text)
	add(v.Say("Missing to the target", "距目标缺口"), f.deficitText(v))
	for _, x := range f.further(v) {
		add(x.name, x.value)
	}
	if f.UnitsTotal > 0 && f.Op != standard.NoTarget {
		add(v.Say("Units that meet it", "达标单元"), v.Say("%d of %d", "%[2]d 个中的 %[1]d 个", f.UnitsMet, f.UnitsTotal))
	}
	if responsible := v.of(f.Responsible); responsible != "" {
		add(v.Say("Responsible", "责任单位"), name(responsible))
	}
	s.add(block{facts: facts})
}

// further are values beside the one that decides, in a fixed order.
func (f *finding) further(v voice) (facts []fact) {
	if f.value.number == nil {
		return nil
	}
	for _, x := range []struct {
		key  string
		name geo.Words
	}{
		{"coverage", geo.Say("Within reach, places or not", "不计容量的覆盖率")}, {"possible", geo.Say("The most that places allow", "容量允许的最大值")}, {"mean", geo.Say("Mean of the services", "各类设施平均")}, {"full", geo.Say("Full circle", "完整生活圈")},
		{"reached", geo.Say("Without visiting services", "不含上门服务")}, {"communities", geo.Say("Communities that have it", "达到的社区（村）")}, {"deficit_sum", geo.Say("Missing, unit by unit", "逐单元缺口合计")},
	} {
		n, has := f.Values[x.key]
		if !has || (x.key == "mean" && f.Measure == standard.MeanCircle) || (x.key == "full" && f.Measure == standard.FullCircle) {
			continue
		}
		text := percent(n.Rat(), nil)
		if x.key == "deficit_sum" {
			text = v.amount(decimal(n.Rat(), nil), v.unitOf(f.DeficitIn))
		}
		facts = append(facts, fact{v.of(x.name), text})
	}
	return facts
}

func (f *finding) deficitText(v voice) string {
	if f.Outcome.Deficit == nil {
		return ""
	}
	if f.deficit.number == nil {
		return f.deficit.text
	}
	amount := v.amount(f.deficit.text, v.unitOf(f.DeficitIn))
	if f.Op == standard.MoreThan && f.Outcome.Value != nil && f.Target != nil && f.Value.Rat().Cmp(f.Target.Rat()) == 0 { // the target itself is not enough
		return v.Say("more than %s", "大于 %s", amount)
	}
	return amount
}

func nonEmpty(all []string) (kept []string) {
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// detail lists where a check fails, and what it would take.
func (q *Request) detail(s *section, f *finding) {
	v := voice{q.Language}
	s.grid(v.Say("Where it fails", "未达标单元"), q.failingTable(f))
	if f.Op != standard.NoTarget || len(f.units) > 1 {
		s.draw(v.Say("All units", "各单元数值"), picture{drawing: f.ofUnits(v), caption: f.veilNote(v)})
	}
	q.modeTable(s, f)
	s.grid(v.Say("Largest places without service", "主要未覆盖居民点"), q.spotTable(f))
	q.missingTable(s, f)
	q.neededBlock(s, f)
	q.sensitivityTable(s, f)
	if n := len(f.NoData); n > 0 {
		names := make([]string, 0, 12)
		for i := range f.NoData[:min(12, n)] {
			u := &f.NoData[i]
			text := name(u.Name)
			if text == "" {
				text = name(u.ID)
			}
			if u.Why != "" {
				text += v.Say(" (%s)", "（%s）", q.lacks(u.Why))
			}
			names = append(names, text)
		}
		line := v.Say("No data, and left out: %s", "无数据、未计入：%s", strings.Join(names, v.Say(", ", "、")))
		if n > 12 {
			line += v.Say(" and %d more", "，另有 %d 个", n-12)
		}
		s.note(line)
	}
	var notes []string
	for _, w := range f.Assumptions {
		notes = append(notes, q.sentence(v.of(w)))
	}
	s.list(v.Say("Assumptions", "假定与说明"), notes)
}

// sentence is one that measures wrote, without small numbers of people in the public edition.
func (q *Request) sentence(text string) string {
	if q.Edition == Public {
		return withoutSmall(text)
	}
	return text
}

func (f *finding) veilNote(v voice) string {
	if !f.veiled {
		return ""
	}
	return v.Say("Units whose number is hidden are left out. %s: below ten people; %s: hidden to protect another one.", "不含隐去数值的单元。%s：不足 10 人；%s：为防推算而隐去。", hiddenFew, hiddenMore)
}

// peopleTitle says which people of a unit are counted.
func (f *finding) peopleTitle(v voice) string {
	if countsPeople(f.Measure) {
		return v.Say("Not covered", "未覆盖人口")
	}
	return v.Say("People", "涉及人口")
}

func (q *Request) failingTable(f *finding) *table {
	if f.failing == 0 || f.Op == standard.NoTarget {
		return nil
	}
	v := voice{q.Language}
	t := &table{columns: []column{{v.Say("On map", "图上编号"), 9, true}, {v.Say("Unit", "单元"), 39, false}, {v.Say("Value", "实际值"), 16, true}, {v.Say("Missing to the target", "缺口"), 20, true}, {f.peopleTitle(v), 16, true}}}
	for i := range f.units {
		u := &f.units[i]
		if u.met {
			continue
		}
		if len(t.rows) == listUnits {
			t.more = v.Say("and %d more, in the workbook", "另有 %d 个，见配套表格文件", f.failing-listUnits)
			break
		}
		deficit := u.deficit.text
		if u.deficit.number != nil {
			deficit = v.amount(deficit, v.unitOf(u.DeficitIn))
		}
		t.rows = append(t.rows, []cell{{text: strconv.Itoa(len(t.rows) + 1)}, {text: u.name, small: q.noteOf(u)}, {text: u.value.text}, {text: deficit}, {text: u.people.text}})
	}
	return t
}

// noteOf is what a measure notes of a unit: what it lacks, what a cluster holds, or that it is served without a visit.
func (q *Request) noteOf(u *unitFinding) string {
	if u.UnitValue == nil || u.Note == "" {
		return ""
	}
	v := voice{q.Language}
	text := shortened(clean(v.of(q.Standard.Named(u.Note))), 120)
	switch {
	case u.Note == "serves" || u.Note == "no_facility" || u.Note == "never" || text == name(u.Note): // a sentence, or no code
		return text
	case u.met:
		return v.Say("has %s", "有%s", text)
	}
	return v.Say("lacks %s", "缺 %s", text)
}

// lacks is why a unit is without data: a column that it does not give, or that is zero or cannot be read.
func (q *Request) lacks(why string) string {
	v := voice{q.Language}
	text := shortened(clean(v.of(q.Standard.Named(why))), 120)
	if strings.Contains(why, " ") {
		return text
	}
	return v.Say("%s missing", "缺%s", text)
}

func (q *Request) modeTable(s *section, f *finding) {
	if len(f.Modes) < 2 {
		return
	}
	v := voice{q.Language}
	t := &table{columns: []column{{v.Say("Mode", "出行方式"), 34, false}, {v.Say("Speed", "速度"), 16, true}, {v.Say("Value", "实际值"), 16, true}, {v.Say("Covered", "已覆盖"), 17, true}, {v.Say("Not covered", "未覆盖"), 17, true}}}
	for i := range f.Modes {
		m := &f.Modes[i]
		speed := nothing
		if m.SpeedKmh != nil {
			speed = short(*m.SpeedKmh) + " km/h"
		}
		row := texts(v.mode(m.Mode), speed, number(m.Value, f.Target, f.share).text, count(m.Covered).text, count(m.Uncovered).text)
		if m.Decides {
			row[0].small = v.Say("decides", "以此判定")
		}
		if q.hidesMode(f, i) {
			row[2].text, row[3].text, row[4].text = hiddenMore, hiddenText(m.Covered).text, hiddenText(m.Uncovered).text
		}
		t.rows = append(t.rows, row)
	}
	s.grid(v.Say("By mode", "分出行方式"), t)
}

// hidesMode hides the numbers of a mode that are small, or that differ from those of another mode by few people.
func (q *Request) hidesMode(f *finding, i int) bool {
	if q.Edition != Public {
		return false
	}
	m := &f.Modes[i]
	if small(m.Covered) || small(m.Uncovered) || (m.Decides && f.value.number == nil) {
		return true
	}
	for k := range f.Modes {
		if d := f.Modes[k].Covered - m.Covered; k != i && !m.Decides && (small(d) || small(-d)) {
			return true
		}
	}
	return false
}

func (q *Request) spotTable(f *finding) *table {
	spots := q.spots(f.ID)
	if len(spots) == 0 {
		return nil
	}
	v := voice{q.Language}
	unit := v.Say("Nearest, min", "最近设施（分钟）")
	if spots[0].metres {
		unit = v.Say("Nearest, m", "最近设施（米）")
	}
	t := &table{columns: []column{{v.Say("Place", "居民点"), 28, false}, {v.Say("People", "人口"), 11, true}, {unit, 16, true}, {v.Say("Reason", "未覆盖原因"), 45, false}}}
	several := len(q.Standard.Expand(f.check)) > 1
	for _, s := range spots[:min(listSpots, len(spots))] {
		p := &q.Area.Points[s.point]
		text := name(p.Name)
		if text == "" {
			text = name(p.ID)
		}
		row := texts(text, count(s.people).text, s.away.text, s.reason)
		if several && s.missing != "" {
			row[3].small = v.Say("lacks %s", "缺 %s", shortened(s.missing, 80))
		}
		t.rows = append(t.rows, row)
	}
	if left := len(spots) - listSpots; left > 0 {
		t.more = v.Say("and %d more, in the workbook", "另有 %d 处，见配套表格文件", left)
	}
	if crowd := q.Crowds[f.ID]; crowd != nil && crowd.Unnamed > 0 {
		t.more += v.Say(". ", "。") + q.unnamedLine(f.ID, crowd)
	}
	return t
}

func (q *Request) missingTable(s *section, f *finding) {
	v := voice{q.Language}
	t := &table{columns: []column{{v.Say("Service that is missing", "缺少的设施"), 60, false}, {v.Say("People who lack it", "缺少人口"), 40, true}}}
	for _, m := range f.Missing[:min(20, len(f.Missing))] {
		t.rows = append(t.rows, texts(v.service(m.Service, q.Standard), q.maybeFew(m.People).text))
	}
	s.grid(v.Say("What keeps people out of the full circle", "制约完整生活圈的设施"), t)
}

func (q *Request) neededBlock(s *section, f *finding) {
	n := f.Needed
	if n == nil {
		return
	}
	v := voice{q.Language}
	var items []string
	if n.Facilities != nil {
		text := v.Say("%s more", "需增加 %s", v.amount(strconv.Itoa(*n.Facilities), v.unitOf("facilities")))
		if n.Proven {
			text += v.Say(" (proven: fewer would not do)", "（已证明更少则不能达标）")
		}
		items = append(items, text)
	}
	if n.Amount != nil && n.Facilities == nil && f.deficitShown() {
		items = append(items, v.Say("%s more", "需增加 %s", v.amount(decimal(n.Amount.Rat(), nil), v.unitOf(n.AmountIn))))
	}
	if note := v.of(n.Note); note != "" {
		items = append(items, q.sentence(note))
	}
	s.list(v.Say("What it would take", "达标所需"), items)
	t := &table{columns: []column{{v.Say("Site", "推荐点位"), 34, false}, {v.Say("Area", "所在区划"), 30, false}, {v.Say("Longitude, latitude", "经度，纬度"), 22, false}, {v.Say("People gained", "新增覆盖人口"), 14, true}}}
	for i := range n.Sites[:min(10, len(n.Sites))] {
		site := &n.Sites[i]
		t.rows = append(t.rows, texts(name(site.ID), q.areaName(site.Area), strconv.FormatFloat(site.Lon, 'f', 4, 64)+", "+strconv.FormatFloat(site.Lat, 'f', 4, 64), q.maybeFew(site.Gain).text))
	}
	if left := len(n.Sites) - 10; left > 0 {
		t.more = v.Say("and %d more, in the workbook", "另有 %d 处，见配套表格文件", left)
	}
	s.grid("", t)
}

// areaName is the name of an area that is given by its id.
func (q *Request) areaName(id string) string {
	if i, is := q.Area.AreaByID(id); is && q.Area.Areas[i].Name != "" {
		return name(q.Area.Areas[i].Name)
	}
	return name(id)
}

// deficitShown tells whether what is missing may be told: it gives the value away.
func (f *finding) deficitShown() bool { return f.value.number != nil || f.Outcome.Value == nil }

func (q *Request) sensitivityTable(s *section, f *finding) {
	if q.Edition == Public && f.veiled {
		return
	}
	v := voice{q.Language}
	t := &table{columns: []column{{v.Say("Mode", "出行方式"), 34, false}, {v.Say("Speed", "速度"), 22, true}, {v.Say("Value", "实际值"), 22, true}, {v.Say("Verdict", "结论"), 22, false}}}
	for i := range f.Sensitivity {
		x := &f.Sensitivity[i]
		row := texts(v.mode(x.Mode), name(x.Speed), number(x.Value, f.Target, f.share).text, v.verdict(x.Verdict))
		row[3].verdict = x.Verdict
		t.rows = append(t.rows, row)
	}
	s.grid(v.Say("At other speeds", "敏感性分析（速度）"), t)
}
