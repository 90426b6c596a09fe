package report

import (
	"slices"
	"strconv"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// openSection lists the checks that could not be assessed, and why.
func (q *Request) openSection(findings []finding) section {
	v := voice{q.Language}
	s := section{id: "open", title: v.Say("What could not be assessed", "无法评估的指标"), newPage: true}
	t := &table{columns: []column{{v.Say("No.", "编号"), 10, false}, {v.Say("Promise", "指标"), 40, false}, {v.Say("Why, and what to do", "原因与补充办法"), 50, false}}}
	for i := range findings {
		if f := &findings[i]; f.Verdict == standard.NotAssessable {
			t.rows = append(t.rows, texts(name(f.Ref), shortened(clean(v.of(f.Title)), 120), f.why))
		}
	}
	s.grid("", t)
	return s
}

// problemSection is the list of problems.
func (q *Request) problemSection(findings []finding) section {
	v := voice{q.Language}
	s := section{id: "problems", title: v.Say("List of problems", "问题清单"), newPage: true}
	t := &table{columns: []column{{v.Say("No.", "序号"), 5, true}, {v.Say("Problem", "问题"), 22, false}, {v.Say("Area", "所在区划"), 12, false}, {v.Say("People", "涉及人口"), 8, true}, {v.Say("Missing", "缺口"), 12, true},
		{v.Say("Suggestion", "整改建议"), 18, false}, {v.Say("Responsible", "责任单位"), 12, false}, {v.Say("Date", "评估日期"), 11, false}}}
	for i := range q.Problems[:min(listProblems, len(q.Problems))] {
		p := q.shownProblem(&q.Problems[i], findings)
		t.rows = append(t.rows, texts(strconv.Itoa(i+1), p.problem, p.area, p.people.text, v.amount(p.deficit.text, p.deficitIn), p.suggestion, p.responsible, p.date))
	}
	if left := len(q.Problems) - listProblems; left > 0 {
		t.more = v.Say("and %d more, in the workbook", "另有 %d 条，见配套表格文件", left)
	}
	s.grid("", t)
	return s
}

// shownProblem is a row of the list of problems.
type shownProblem struct {
	problem, area, suggestion, responsible, date string
	people, deficit                              figure
	deficitIn                                    string
}

func (q *Request) shownProblem(p *standard.Problem, findings []finding) shownProblem {
	v := voice{q.Language}
	s := shownProblem{problem: q.sentence(shortened(clean(v.of(p.Problem)), 200)), area: name(p.Unit), deficit: number(p.Deficit, nil, false), people: figure{text: nothing},
		suggestion: q.sentence(shortened(clean(v.of(p.Suggestion)), 200)), responsible: name(v.of(p.Responsible)), date: name(p.Date)}
	if town := name(p.Town); town != "" && town != s.area {
		s.area = v.Say("%s, %s", "%[2]s %[1]s", s.area, town)
	}
	if p.Deficit != nil {
		s.deficitIn = v.unitOf(p.DeficitIn)
		if p.Deficit.Rat().Sign() == 0 { // it stands at a target that has to be passed
			s.deficit.text = v.Say("more than 0", "大于 0")
		}
	}
	if p.People != nil {
		s.people = count(*p.People)
	}
	if q.Edition == Public {
		q.veilProblem(&s, p, findings)
	}
	return s
}

// veilProblem hides of a problem what its check hides of the unit; its sentences would tell the same numbers.
func (q *Request) veilProblem(s *shownProblem, p *standard.Problem, findings []finding) {
	hidden, title := false, ""
	for i := range findings {
		if f := &findings[i]; f.ID == p.Check {
			hidden, title = f.veils(p.UnitID), f.heading(voice{q.Language})
			break
		}
	}
	if _, point := q.Area.PointByID(p.UnitID); point && p.UnitID != "" {
		if _, area := q.Area.AreaByID(p.UnitID); !area { // a place where people live: only its town is told
			hidden, s.area = true, name(p.Town)
		}
	}
	switch {
	case hidden && p.People != nil:
		s.people = figure{text: hiddenMore}
	case few(p.People):
		s.people = figure{text: hiddenFew}
	case !hidden:
		return
	}
	s.deficit, s.deficitIn = figure{text: hiddenMore}, ""
	s.problem, s.suggestion = title, ""
}

// veils tells whether the numbers of a unit are hidden; of one that it does not list, whether its own are.
func (f *finding) veils(unit string) bool {
	for i := range f.units {
		if u := &f.units[i]; u.UnitValue != nil && u.ID == unit {
			return u.UnitValue.Value != nil && u.value.number == nil
		}
	}
	return f.Outcome.Value != nil && f.value.number == nil
}

// groupSection holds groups of areas against the rest.
func (q *Request) groupSection() section {
	v := voice{q.Language}
	s := section{id: "groups", title: v.Say("Areas that the plan puts first", "规划重点区域")}
	for i := range q.Scorecard.Groups {
		g := &q.Scorecard.Groups[i]
		title := name(v.of(g.Name))
		if len(g.Gaps) == 0 {
			if note := v.of(g.Note); note != "" {
				s.say(v.Say("%s: %s", "%s：%s", title, note))
			}
			continue
		}
		t := &table{columns: []column{{v.Say("Promise", "指标"), 44, false}, {v.Say("In the group", "组内"), 14, true}, {v.Say("The rest", "其他"), 14, true}, {v.Say("Gap", "差距"), 14, true}, {v.Say("People", "涉及人口"), 14, true}}}
		for k := range g.Gaps[:min(listRows, len(g.Gaps))] {
			t.rows = append(t.rows, q.gapRow(&g.Gaps[k]))
		}
		s.newPage = true // a table deserves one, a note does not
		s.grid(title, t)
	}
	return s
}

func (q *Request) gapRow(g *standard.Gap) []cell {
	v := voice{q.Language}
	title, share := name(g.Check), false
	if o, is := q.Scorecard.Check(g.Check); is {
		title, share = shortened(clean(v.of(o.Title)), 120), isShare(q.check(g.Check), o)
	}
	people := nothing
	row := texts(title, number(g.Inside, nil, share).text, number(g.Rest, nil, share).text, number(g.Gap, nil, share).text, people)
	if g.People != nil {
		row[4].text = q.maybeFew(*g.People).text
		if q.Edition == Public && small(*g.People) {
			row[1].text, row[2].text, row[3].text = hiddenMore, hiddenMore, hiddenMore
		}
	}
	return row
}

// tableSection is a chapter of further tables.
func (q *Request) tableSection(id, title string, tables []Table) section {
	v := voice{q.Language}
	s := section{id: id, title: title, newPage: true}
	for i := range tables {
		shown := q.shownTable(&tables[i])
		t := &table{}
		first := 100 - 70*min(1, len(tables[i].Columns))
		t.columns = append(t.columns, column{"", first, false})
		for _, c := range tables[i].Columns {
			t.columns = append(t.columns, column{shortened(clean(v.of(c.Title)), 60), 70 / len(tables[i].Columns), true})
		}
		for k, row := range shown {
			if k == listRows {
				t.more = v.Say("and %d more, in the workbook", "另有 %d 行，见配套表格文件", len(shown)-listRows)
				break
			}
			cells := []cell{{text: tables[i].Rows[k].name(v)}}
			for _, f := range row {
				cells = append(cells, cell{text: f.text})
			}
			t.rows = append(t.rows, cells)
		}
		s.grid(shortened(clean(v.of(tables[i].Title)), 120), t)
		s.note(q.sentence(v.of(tables[i].Note)))
	}
	return s
}

// methodSection defines the measures that were used and says what was assumed.
func (q *Request) methodSection(findings []finding) section {
	v := voice{q.Language}
	s := section{id: "method", title: v.Say("Method and assumptions", "方法与假定"), newPage: true}
	var used []standard.Measure
	for i := range findings {
		if m := findings[i].Measure; !slices.Contains(used, m) {
			used = append(used, m)
		}
	}
	t := &table{columns: []column{{v.Say("Measure", "计算口径"), 24, false}, {v.Say("What it counts", "定义"), 76, false}}}
	for _, m := range used {
		if title, definition := v.measure(m); title != "" {
			t.rows = append(t.rows, texts(title, definition))
		}
	}
	s.grid(v.Say("Measures", "计算口径"), t)
	rules := []string{
		v.Say("Travel times are those of people on the street network, from the residential point to the facility, in whole milliseconds; a time equal to the limit is within it. Nothing is a circle drawn on a map.", "用时按路网计算，从居民点到设施，精确到毫秒；恰好等于时限的计入。不以直线半径代替路网可达范围（指标另有规定的除外）。"),
		v.Say("Values are compared with targets as exact fractions; what is shown is never rounded across a target, to 0 or to 100 %.", "数值以分数精确比较；显示时的舍入不跨越目标值，也不舍入为 0 或 100%。"),
		v.Say("Closed facilities never count, planned ones only in scenarios. A missing attribute is no data: the unit is listed and left out of both sides of a ratio.", "已关闭设施不计，规划设施仅在方案中计入。缺少属性的单元列为无数据，分子分母均不计入。"),
		v.Say("Only targets that the plan itself states count in the headline. What is borrowed, assumed or recalled is shown for reference until somebody confirms it with clause and name.", "总评只统计规划明确的目标。借用、假定或未核对的内容仅供参考，须由责任人注明条文并确认。"),
	}
	if q.Edition == Public {
		rules = append(rules, v.Say("Public edition: counts of fewer than ten people are shown as %s, and what they could be computed from, by subtraction within a table, is shown as %s. Whoever combines several tables or other sources may still learn more.",
			"公开版：不足 10 人的数显示为 %s，能在同一表内推算出它的数显示为 %s。综合多张表或其他资料仍可能推知更多信息。", hiddenFew, hiddenMore))
	}
	s.list(v.Say("Rules", "计算规则"), rules)
	var assumed []string
	for _, w := range q.Scorecard.Assumptions {
		assumed = append(assumed, q.sentence(v.of(w)))
	}
	s.list(v.Say("Assumptions", "假定"), assumed)
	return s
}

// sourceSection says of which data a report is made, and how to make it again.
func (q *Request) sourceSection() section {
	v := voice{q.Language}
	s := section{id: "sources", title: v.Say("Data and how it was computed", "数据来源与计算依据")}
	t := &table{columns: []column{{v.Say("Input", "数据"), 22, false}, {v.Say("Data of", "数据日期"), 13, false}, {v.Say("Datum", "坐标系"), 13, false}, {"SHA-256", 52, false}}}
	inputs := q.inputs()
	for i := range inputs[:min(listInputs, len(inputs))] {
		in := &inputs[i]
		t.rows = append(t.rows, texts(v.input(in.Kind, in.Service, q.Standard), name(in.DataDate), name(in.Datum), shortened(clean(in.SHA256), 64)))
	}
	if left := len(inputs) - listInputs; left > 0 {
		t.more = v.Say("and %d more, in the workbook", "另有 %d 项，见配套表格文件", left)
	}
	s.grid("", t)
	if m := q.Scorecard.Manifest; m != nil {
		s.say(v.Say("Computed by %s %s. Town %s. Result %s: the first twelve digits of the SHA-256 of the manifest, which holds everything needed to compute it again.",
			"计算程序 %s %s；项目数据指纹 %s；结果编号 %s 为计算依据 SHA-256 的前十二位，据此可复算。", name(m.Program), name(m.Version), shortened(clean(m.Town), 64), q.ResultID))
	}
	if q.fromOSM() {
		s.say(v.Say("Streets © OpenStreetMap contributors, under the Open Database License (ODbL).", "路网数据 © OpenStreetMap contributors，依 ODbL 许可使用。"))
	}
	s.note(q.sourceLine())
	return s
}

// input names an input file by what it holds.
func (v voice) input(kind, service string, of *standard.Standard) string {
	names := map[string]geo.Words{"streets": geo.Say("streets", "路网"), "facilities": geo.Say("facilities", "设施"), "residents": geo.Say("residential points", "居民点"),
		"areas": geo.Say("areas", "区划单元"), "entrances": geo.Say("entrances", "出入口"), "idle_buildings": geo.Say("idle buildings", "闲置物业"),
		"sample": geo.Say("sample town", "示例项目"), "attributes": geo.Say("attributes", "属性表"), "reported": geo.Say("reported numbers", "填报数")}
	text := name(kind)
	if words, known := names[kind]; known {
		text = v.of(words)
	}
	if service != "" {
		text += v.Say(": %s", "：%s", v.service(service, of))
	}
	return text
}
