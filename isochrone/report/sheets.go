package report

import (
	"bytes"
	"cmp"
	"encoding/json"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// bookManifest bounds the lines of the manifest.
const bookManifest = 400

func (q *Request) scorecardSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Scorecard", "达标情况"), widths: []float64{10, 14, 44, 12, 12, 14, 14, 14, 12, 12, 12, 12, 10, 10, 12, 16, 16, 18, 50, 50, 20},
		header: []string{v.Say("Check", "标识"), v.Say("No.", "编号"), v.Say("Promise", "指标"), v.Say("Value", "实际值"), v.Say("Operator", "比较"), v.Say("Target", "目标值"), v.Say("Unit", "单位"), v.Say("Verdict", "评估结论"), v.Say("If confirmed", "若经确认"), v.Say("Total", "总计"), v.Say("Covered", "已覆盖"),
			v.Say("Not covered", "未覆盖"), v.Say("Units met", "达标单元"), v.Say("Units", "单元总数"), v.Say("Deficit", "缺口"), v.Say("Kind", "指标属性"), v.Say("Reach from", "时限来源"), v.Say("Target from", "目标来源"), v.Say("Why", "说明"), v.Say("Clause", "依据条文"), v.Say("Responsible", "责任单位")}}
	for i := range findings {
		f := &findings[i]
		would := ""
		if f.Would != "" {
			would = v.verdict(f.Would)
		}
		unit := v.unitOf(f.Unit)
		if f.share {
			unit = v.Say("share of 1", "占比（1 为全部）")
		}
		var goal any
		if f.Target != nil && f.Op != standard.NoTarget {
			goal = f.Target.Float()
		} else if f.target != "" {
			goal = f.target
		}
		s.add(f.ID, f.Ref, v.of(f.Title), f.value, string(f.Op), goal, unit, v.verdict(f.Verdict), would, f.total, f.covered, f.uncovered, f.UnitsMet, f.UnitsTotal, f.deficit,
			v.severity(f.Severity), v.origin(f.Reach), v.origin(f.Goal), f.why, f.Clause, v.of(f.Responsible))
	}
	return s
}

func (q *Request) unitSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Units", "逐单元"), widths: []float64{12, 12, 16, 24, 14, 14, 10, 12, 28},
		header: []string{v.Say("Check", "标识"), v.Say("No.", "编号"), v.Say("Unit id", "单元编码"), v.Say("Unit", "单元"), v.Say("Verdict", "结论"), v.Say("Value", "实际值"), v.Say("Deficit", "缺口"), v.Say("Deficit in", "缺口单位"), v.Say("People concerned", "涉及人口"), v.Say("Note", "备注")}}
	for i := range findings {
		f := &findings[i]
		for k := range f.units {
			u := &f.units[k]
			verdict := v.verdict(standard.NotMet)
			if u.met {
				verdict = v.verdict(standard.Met)
			}
			if f.Op == standard.NoTarget {
				verdict = v.verdict(standard.ReportOnly)
			}
			in := ""
			if u.deficit.number != nil {
				in = v.unitOf(u.DeficitIn)
			}
			s.add(f.ID, f.Ref, u.ID, u.name, verdict, u.value, u.deficit, in, u.people, q.noteOf(u))
		}
		for k := range f.NoData {
			u := &f.NoData[k]
			s.add(f.ID, f.Ref, u.ID, u.Name, v.Say("no data", "无数据"), nil, nil, nil, nil, q.lacks(u.Why))
		}
	}
	return s
}

func (q *Request) problemSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Problems", "问题清单"), widths: []float64{7, 12, 44, 24, 12, 12, 10, 44, 18, 14},
		header: []string{v.Say("No.", "序号"), v.Say("Check", "标识"), v.Say("Problem", "问题"), v.Say("Area", "所在区划"), v.Say("People", "涉及人口"), v.Say("Deficit", "缺口"), v.Say("Deficit in", "缺口单位"), v.Say("Suggestion", "整改建议"), v.Say("Responsible", "责任单位"), v.Say("Date", "评估日期")}}
	for i := range q.Problems {
		p := q.shownProblem(&q.Problems[i], findings)
		s.add(i+1, q.Problems[i].Check, p.problem, p.area, p.people, p.deficit, p.deficitIn, p.suggestion, p.responsible, p.date)
	}
	return s
}

func (q *Request) spotSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Uncovered points", "未覆盖居民点"), widths: []float64{12, 14, 24, 12, 12, 10, 26, 40, 12, 12},
		header: []string{v.Say("Check", "标识"), v.Say("Point id", "居民点编码"), v.Say("Name", "名称"), v.Say("People not covered", "未覆盖人口"), v.Say("Nearest", "最近设施"), v.Say("in", "单位"), v.Say("Reason", "未覆盖原因"), v.Say("Lacks", "缺少的设施"), v.Say("Longitude", "经度"), v.Say("Latitude", "纬度")}}
	for i := range findings {
		for _, spot := range q.spots(findings[i].ID) {
			p := &q.Area.Points[spot.point]
			unit := v.unitOf("minutes")
			if spot.metres {
				unit = v.Say("m", "米")
			}
			s.add(findings[i].ID, p.ID, p.Name, float64(spot.people), spot.away, unit, spot.reason, spot.missing, p.Point[0], p.Point[1])
		}
		if crowd := q.Crowds[findings[i].ID]; crowd != nil && crowd.Unnamed > 0 {
			s.add(findings[i].ID, nil, q.unnamedLine(findings[i].ID, crowd))
		}
	}
	return s
}

// crowdSheet adds up by area the points without service that are not named one by one.
func (q *Request) crowdSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Uncovered, by area", "未逐一列出的居民点"), widths: []float64{12, 16, 28, 12, 14},
		header: []string{v.Say("Check", "标识"), v.Say("Area id", "区划编码"), v.Say("Area", "区划"), v.Say("Places not listed", "未列出处数"), v.Say("People not covered", "未覆盖人口")}}
	for i := range findings {
		crowd := q.Crowds[findings[i].ID]
		if crowd == nil {
			continue
		}
		for _, u := range crowd.byArea() {
			if u.area < 0 {
				s.add(findings[i].ID, nil, v.Say("in no area", "不在任何区划内"), u.places, float64(u.people))
				continue
			}
			area := &q.Area.Areas[u.area]
			s.add(findings[i].ID, area.ID, area.Name, u.places, float64(u.people))
		}
	}
	return s
}

// tableSheet puts further tables below each other.
func (q *Request) tableSheet(name string, tables []Table) sheet {
	v := voice{q.Language}
	s := sheet{name: name, widths: []float64{34}}
	for i := range tables {
		t := &tables[i]
		if i == 0 {
			s.header = append(s.header, v.of(t.Title))
			for _, c := range t.Columns {
				s.header = append(s.header, v.of(c.Title))
			}
		} else {
			row := []any{v.of(t.Title)}
			for _, c := range t.Columns {
				row = append(row, v.of(c.Title))
			}
			s.add()
			s.add(row...)
		}
		for k, figures := range q.shownTable(t) {
			row := []any{t.Rows[k].name(v)}
			for _, f := range figures {
				row = append(row, f)
			}
			s.add(row...)
		}
		if note := q.sentence(v.of(t.Note)); note != "" {
			s.add(note)
		}
	}
	return s
}

func (q *Request) methodSheet(findings []finding) sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Method", "方法与假定"), widths: []float64{30, 110}, header: []string{v.Say("What", "项目"), v.Say("Text", "内容")}}
	d := &document{voice: v}
	q.composeCover(d, findings)
	for _, f := range d.cover {
		s.add(f.name, f.value)
	}
	for _, section := range []section{q.methodSection(findings), q.sourceSection()} {
		for i := range section.blocks {
			b := &section.blocks[i]
			if b.text != "" {
				s.add(section.title, b.text)
			}
			for _, item := range b.items {
				s.add(cmp.Or(b.heading, section.title), item)
			}
			if b.table != nil && section.id == "method" {
				for _, row := range b.table.rows {
					s.add(row[0].text, row[1].text)
				}
			}
		}
	}
	for i := range findings {
		f := &findings[i]
		for _, w := range f.Assumptions {
			s.add(f.heading(v), q.sentence(v.of(w)))
		}
	}
	return s
}

// manifestSheet names the inputs by their hashes and shows the manifest, a line in a row, as far as cells hold it.
func (q *Request) manifestSheet() sheet {
	v := voice{q.Language}
	s := sheet{name: v.Say("Manifest", "计算依据"), widths: []float64{26, 20, 14, 14, 70}, header: []string{v.Say("What", "项目"), v.Say("Service", "设施类型"), v.Say("Data of", "数据日期"), v.Say("Datum", "坐标系"), v.Say("Value", "内容")}}
	s.add(v.Say("Result id", "结果编号"), nil, nil, nil, q.ResultID)
	inputs := q.inputs()
	for i := range inputs {
		in := &inputs[i]
		s.add(v.input(in.Kind, "", q.Standard), serviceOf(v, in, q), in.DataDate, in.Datum, in.SHA256)
	}
	m := q.Scorecard.Manifest
	if m == nil {
		return s
	}
	s.add(v.Say("Program", "计算程序"), nil, nil, nil, m.Program+" "+m.Version)
	s.add(v.Say("Town", "项目数据指纹"), nil, nil, nil, m.Town)
	short := *m
	short.Inputs = nil // listed above
	text, err := json.MarshalIndent(&short, "", " ")
	if err != nil {
		return s // it was named by its JSON before: it can be written
	}
	lines := bytes.Split(text, []byte("\n"))
	for i, line := range lines[:min(bookManifest, len(lines))] {
		first := ""
		if i == 0 {
			first = v.Say("Manifest", "计算依据")
		}
		s.add(first, nil, nil, nil, string(line))
	}
	return s
}

func serviceOf(v voice, in *geo.Source, q *Request) string {
	if in.Service == "" {
		return ""
	}
	return v.service(in.Service, q.Standard)
}
