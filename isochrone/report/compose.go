package report

import (
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// How much a document lists; the rest is counted, and stands in the workbook.
const (
	listUnits    = 20
	listSpots    = 8
	listProblems = 60
	listRows     = 120 // of further tables
	listChecks   = 60  // checks with a section of their own
	listMaps     = 24
	listInputs   = 60
)

// compose makes the document of a complete request.
func (q *Request) compose(maps int) *document {
	v := voice{q.Language}
	d := &document{voice: v, title: q.Title, subtitle: v.of(q.Standard.Title)}
	if d.subtitle == "" {
		d.subtitle = v.of(q.Scorecard.Title)
	}
	findings := q.findings()
	a := newAtlas(q)
	d.shared = []*shared{a.land, a.streets}
	d.running = v.Say("%s · result %s", "%s · 结果编号 %s", shortened(q.Title, 40), q.ResultID)
	if q.Edition == Public {
		d.running += v.Say(" · public edition", " · 公开版")
	} else {
		d.running += v.Say(" · internal use", " · 内部使用")
	}
	q.composeCover(d, findings)
	d.sections = append(d.sections, q.scorecardSection(findings))
	d.sections = append(d.sections, q.checkSections(a, findings, maps)...)
	for _, s := range []section{q.openSection(findings), q.problemSection(findings), q.groupSection(), q.tableSection("fairness", v.Say("Fairness", "均等化"), q.Fairness),
		q.comparisonSection(), q.methodSection(findings), q.sourceSection()} {
		if len(s.blocks) > 0 {
			d.sections = append(d.sections, s)
		}
	}
	d.tidy()
	return d
}

func (q *Request) composeCover(d *document, findings []finding) {
	v := d.voice
	h := q.Scorecard.Headline
	d.verdict = v.Say("%[1]d of %[2]d stated targets met", "规划明确的 %[2]d 项目标中，%[1]d 项达标", h.Met, h.Total)
	if h.Total == 0 {
		d.verdict = v.Say("No target can be judged as the document states it: %d checks for reference", "本标准没有可直接判定的目标，%d 项指标仅供参考", h.Others)
	}
	d.headline = headlineBar(h, v)
	add := func(en, zh, value string) {
		if value != "" {
			d.cover = append(d.cover, fact{v.of(geo.Words{EN: en, ZH: zh}), value})
		}
	}
	add("Town", "评估范围", name(q.Area.Name))
	add("Prepared by", "编制单位", q.Office)
	add("Date", "编制日期", q.Date)
	add("Plan", "评估依据", documentLine(v, q.Standard))
	add("Plan period", "规划期", period(v, q.Standard.Period))
	add("Facilities as of", "设施状态截至", q.Scorecard.AsOf)
	add("Edition", "版本", q.editionLine())
	add("Maps", "地图", q.reviewLine())
	result := q.ResultID
	if q.Frozen {
		result += v.Say(" (frozen)", "（已定稿）")
	}
	add("Result id", "结果编号", result)

	d.lead = append(d.lead, v.Say("%[1]d met, %[2]d not met, %[3]d not assessable. %[4]d further checks rest on borrowed or assumed values, or set no target; they are shown and not counted.",
		"达标 %[1]d 项，未达标 %[2]d 项，无法评估 %[3]d 项。另有 %[4]d 项采用借用标准、工具假定或未设目标，仅供参考，不计入统计。", h.Met, h.NotMet, h.NotAssessable, h.Others))
	if q.Scorecard.History || q.Standard.History {
		d.lead = append(d.lead, v.Say("The plan's period is over: it stands here for comparison.", "该规划期已结束，本评估仅供历史对照。"))
	}
	if note := v.of(q.Standard.Note); note != "" {
		d.lead = append(d.lead, note)
	}
	for _, f := range worst(findings, 3) {
		d.lead = append(d.lead, v.Say("Not met: %s — %s", "未达标：%s——%s", f.heading(v), f.why))
	}
}

// worst are the first checks that fail, binding ones before others.
func worst(findings []finding, n int) (chosen []*finding) {
	for i := range findings {
		if findings[i].Verdict == standard.NotMet {
			chosen = append(chosen, &findings[i])
		}
	}
	slices.SortStableFunc(chosen, func(a, b *finding) int {
		return btoi(b.Severity == standard.Must) - btoi(a.Severity == standard.Must)
	})
	return chosen[:min(n, len(chosen))]
}

// heading names a check.
func (f *finding) heading(v voice) string {
	title := shortened(clean(v.of(f.Title)), 120)
	if f.Ref == "" {
		return title
	}
	return name(f.Ref) + " " + title
}

func documentLine(v voice, s *standard.Standard) string {
	var parts []string
	for _, text := range []string{v.of(s.Document.Name), s.Document.Number, v.of(s.Document.Issuer), s.Document.Date} {
		if text = shortened(clean(text), 120); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, v.Say(", ", "，"))
}

func period(v voice, p standard.Period) string {
	if p.From == "" && p.To == "" {
		return ""
	}
	return v.Say("%s to %s", "%s 至 %s", name(p.From), name(p.To))
}

func (q *Request) editionLine() string {
	v := voice{q.Language}
	if q.Edition == Public {
		return v.Say("public: counts below 10 and what would give them away are hidden; no residential point is shown", "公开版：小于 10 的人数及可推算出它的数值不予显示；不显示单个居民点")
	}
	return v.Say("internal use", "内部使用")
}

// reviewLine is what every map says of its review: a number that the user has typed, or that it is for internal use.
func (q *Request) reviewLine() string {
	v := voice{q.Language}
	if q.ReviewNumber != "" {
		return v.Say("review number %s", "审图号：%s", q.ReviewNumber)
	}
	if q.Edition == Public {
		return v.Say("no review number was given: maps must not be published without one", "未填写审图号：地图未经审核，公开前须送审")
	}
	return v.Say("for internal use; not reviewed for publication", "内部使用，未经地图审核，不得公开")
}

// sourceLine is what stands below every map.
func (q *Request) sourceLine() string {
	v := voice{q.Language}
	parts := []string{q.reviewLine()}
	if dates := q.dataDates(); dates != "" {
		parts = append(parts, v.Say("data of %s", "数据日期 %s", dates))
	}
	if q.fromOSM() {
		parts = append(parts, "© OpenStreetMap contributors")
	}
	return strings.Join(parts, v.Say("; ", "；"))
}

// fromOSM tells whether data of OpenStreetMap shows: streets come from nowhere else, and lists that never are complete are
// read from there.
func (q *Request) fromOSM() bool {
	return slices.ContainsFunc(q.Area.Sources, func(s geo.Source) bool { return s.Kind == "streets" }) ||
		slices.ContainsFunc(q.Area.Lists, func(l geo.FacilityList) bool { return l.Incomplete })
}

// dataDates are the first and the last day that the inputs say they are of.
func (q *Request) dataDates() string {
	first, last := "", ""
	for _, s := range q.inputs() {
		date := name(s.DataDate)
		if date == "" {
			continue
		}
		if first == "" || date < first {
			first = date
		}
		last = max(last, date)
	}
	if first == last {
		return first
	}
	return first + " – " + last
}

func (q *Request) inputs() []geo.Source {
	if m := q.Scorecard.Manifest; m != nil && len(m.Inputs) > 0 {
		return m.Inputs
	}
	return q.Area.Sources
}

// scorecardSection is the table of all checks.
func (q *Request) scorecardSection(findings []finding) section {
	v := voice{q.Language}
	s := section{id: "scorecard", title: v.Say("Scorecard", "指标达标情况表"), newPage: true}
	t := &table{columns: []column{{v.Say("No.", "编号"), 8, false}, {v.Say("Promise", "指标（规划承诺）"), 33, false}, {v.Say("Value", "实际值"), 11, true}, {v.Say("Target", "目标值"), 12, true},
		{v.Say("Verdict", "评估结论"), 15, false}, {v.Say("Units met", "达标单元"), 9, true}, {v.Say("Kind", "指标属性"), 12, false}}}
	for i := range findings {
		f := &findings[i]
		units := nothing
		if f.UnitsTotal > 0 && f.Op != standard.NoTarget {
			units = v.Say("%d / %d", "%d / %d", f.UnitsMet, f.UnitsTotal)
		}
		verdict := cell{text: v.verdict(f.Verdict), verdict: f.Verdict}
		if f.Verdict == standard.Reference && f.Would != "" {
			verdict.small = v.Say("would be: %s", "若经确认：%s", strings.ToLower(v.verdict(f.Would)))
		}
		kind := cell{text: v.severity(f.Severity), small: f.provenance(v)}
		t.rows = append(t.rows, []cell{{text: name(f.Ref)}, {text: shortened(clean(v.of(f.Title)), 120), small: f.reachLine(v)}, {text: f.value.text, small: f.unitWord(v)}, {text: f.target}, verdict, {text: units}, kind})
	}
	s.grid("", t)
	s.note(v.Say("√ met · × not met · ? not assessable · ○ for reference: reach or target is assumed, or the source is only recalled · – report only. A value is never rounded across its target.",
		"√ 达标　× 未达标　? 无法评估　○ 参考（时限或目标为工具假定，或条文未经核对）　– 仅列示。数值舍入不跨越目标值。"))
	return s
}

// provenance says in a word or two what of a check the plan does not state.
func (f *finding) provenance(v voice) string {
	switch {
	case f.Confirmed != nil:
		return v.Say("confirmed", "已确认")
	case f.Source == standard.Recalled:
		return v.Say("recalled", "凭记忆录入")
	case f.Reach == standard.Assumed || f.Goal == standard.Assumed:
		return v.origin(standard.Assumed)
	case f.Reach == standard.Borrowed || f.Goal == standard.Borrowed:
		return v.origin(standard.Borrowed)
	}
	return v.origin(standard.Stated)
}

func (f *finding) reachLine(v voice) string {
	return v.reach(f.check)
}

// unitWord is what a value that is no share counts.
func (f *finding) unitWord(v voice) string {
	if f.share || f.Outcome.Value == nil {
		return ""
	}
	return v.unitOf(f.Unit)
}
