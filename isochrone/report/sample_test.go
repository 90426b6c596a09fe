package report

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"lifecircle/data/sample"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

var sampleArea = sync.OnceValue(func() *geo.StudyArea {
	area, err := geo.NewStudyArea(sample.Town())
	if err != nil {
		panic(err)
	}
	return area
})

func rat(a, b int64) *standard.Number { return standard.Fraction(a, b) }

func num(n int64) *standard.Number { w := standard.Whole(n); return &w }

func ref[T any](v T) *T { return &v }

// sampleRequest is a report on the sample town with a scorecard made by hand: every verdict, units of every kind, numbers
// that are easily rounded the wrong way.
func sampleRequest(language Language, edition Edition) Request {
	area := sampleArea()
	std := &standard.Standard{
		ID: "zhejiang-2025", Title: geo.Say("Urban and rural community services of Zhejiang, 2021–2025", "浙江省城乡社区服务体系建设“十四五”规划"),
		Document: standard.Document{Name: geo.Say("Plan of Zhejiang", "浙江省城乡社区服务体系建设“十四五”规划"), Number: "浙政办发〔2022〕52号", Issuer: geo.Say("General Office of the Provincial Government", "浙江省人民政府办公厅"), Date: "2022-08-17"},
		Period:   standard.Period{From: "2021-01-01", To: "2025-12-31"},
		Bundles:  []standard.Set{{Code: "bundle_urban", Name: geo.Say("urban bundle", "城市必备设施清单"), Members: []string{"elder_station", "clinic_station", "kindergarten", "supermarket", "fitness_outdoor"}}},
	}
	card := &standard.Scorecard{Standard: std.ID, Title: std.Title, AsOf: "2025-12-31",
		Assumptions: []geo.Words{geo.Say("older people are those of 60 and over", "老年人按 60 岁及以上计"), geo.Say("3 facilities say neither when they opened nor when they closed", "3 处设施未注明启用与关闭时间，按现状计")},
		Manifest:    &coverage.Manifest{Program: "lifecircle", Version: "0.1.0", Command: "check", Town: area.Fingerprint(geo.Everything), Inputs: area.Sources}}
	q := Request{Area: area, Scorecard: card, Standard: std, Language: language, Edition: edition, Office: "青汀市民政局", Date: "2026-03-15", Blind: map[string]geo.Layer{}}

	communities := area.AreasAt("community")
	people, older := map[int32]int64{}, map[int32]int64{}
	for i := range area.Points {
		people[communities[i]] += int64(area.Points[i].People[geo.All])
		older[communities[i]] += max(0, int64(area.Points[i].People[geo.Age60]))
	}
	units := func(urban bool, value func(k int, index int32) (unit standard.UnitValue, met bool)) (all []standard.UnitValue) {
		k := 0
		for i := range area.Areas {
			a := &area.Areas[i]
			if a.Level != "community" || (a.Setting == "urban") != urban {
				continue
			}
			u, met := value(k, int32(i))
			u.UnitName, u.Kind, u.Index, u.Met = standard.UnitName{ID: a.ID, Name: a.Name}, standard.AreaUnit, int32(i), met
			k++
			if met {
				all = append(all, u)
			} else {
				all = append([]standard.UnitValue{u}, all...)
			}
		}
		return all
	}
	add := func(c standard.Check, o standard.Outcome) *standard.Outcome {
		o.ID, o.Ref, o.Title, o.Measure, o.Severity, o.Reach, o.Goal, o.Source, o.Op, o.Unit = c.ID, c.Ref, c.Title, c.Measure, c.Severity, c.Reach, c.Goal, c.Source, c.Op, c.UnitOfTarget
		o.Clause, o.Responsible = c.Clause, c.Responsible
		if c.Target != nil {
			n := standard.Exact(c.Target)
			o.Target = &n
		}
		for _, u := range o.Units {
			o.UnitsTotal++
			if u.Met {
				o.UnitsMet++
			} else {
				o.Failing = append(o.Failing, u)
			}
		}
		std.Checks = append(std.Checks, c)
		card.Checks = append(card.Checks, o)
		return &card.Checks[len(card.Checks)-1]
	}

	cover := add(standard.Check{ID: "zj-t01", Ref: "ZJ-T01", Title: geo.Say("Urban 15-minute life-service circle", "城市社区“15分钟生活服务圈”基本形成"), Clause: "一（二）：城市社区“15分钟生活服务圈”……基本形成", Measure: standard.FullCircle,
		Services: []string{"bundle_urban"}, Modes: []geo.Mode{geo.Walk, geo.WalkElder, geo.Ebike}, Minutes: 15, Op: standard.AtLeast, Target: rat(9, 10).Rat(), UnitOfTarget: "people", Severity: standard.Target,
		Reach: standard.Stated, Goal: standard.Stated, Source: standard.Found, Unit: "community", Responsible: geo.Say("Civil affairs bureau", "市民政局")},
		standard.Outcome{Verdict: standard.NotMet, UnitKind: "community", Units: units(true, func(k int, i int32) (standard.UnitValue, bool) {
			n := people[i]
			missing := n * int64((k*37)%29) / 100
			if k%9 == 0 {
				missing = int64(k % 7)
			}
			target := (9*n + 9) / 10
			return standard.UnitValue{Value: rat(n-missing, n), Deficit: num(max(0, target-(n-missing))), DeficitIn: "people", People: ref(missing)}, n-missing >= target
		})})
	var total, uncovered int64
	for _, u := range cover.Units {
		total += people[u.Index]
		uncovered += *u.People
	}
	cover.Total, cover.Uncovered, cover.Covered = ref(total), ref(uncovered), ref(total-uncovered)
	cover.Value, cover.Deficit, cover.DeficitIn = rat(total-uncovered, total), num(total*9/10-(total-uncovered)), "people"
	cover.Why = geo.Say("%s against ≥ 90 %%", "%s，目标 ≥ 90 %%", standard.Percent(cover.Value.Rat(), cover.Target.Rat()))
	cover.Modes = []standard.ModeOutcome{{Mode: geo.Walk, SpeedKmh: ref(4.0), Value: cover.Value, Covered: *cover.Covered, Uncovered: uncovered, Decides: true},
		{Mode: geo.WalkElder, SpeedKmh: ref(3.0), Value: rat(total-2*uncovered, total), Covered: total - 2*uncovered, Uncovered: 2 * uncovered},
		{Mode: geo.Ebike, SpeedKmh: ref(20.0), Value: rat(total-3, total), Covered: total - 3, Uncovered: 3}}
	cover.Missing = []standard.Missing{{Service: "elder_station", People: 21840}, {Service: "clinic_station", People: 9310}, {Service: "kindergarten", People: 7}}
	cover.Needed = &standard.Needed{Facilities: ref(4), Proven: true, Note: geo.Say("at the idle buildings of the list", "利用闲置物业清单中的点位"),
		Sites: []standard.Site{{ID: "闲置物业 3", Lon: 118.3, Lat: 30.9, Gain: 4210, Area: "鼓台街道"}, {ID: "闲置物业 11", Lon: 118.31, Lat: 30.91, Gain: 6, Area: "云会街道"}}}
	cover.Sensitivity = []standard.Sensitivity{{Mode: geo.Walk, Speed: "3.2 km/h", Value: rat(71, 100), Verdict: standard.NotMet}, {Mode: geo.Walk, Speed: "4.8 km/h", Value: rat(91, 100), Verdict: standard.Met}}
	cover.Assumptions = []geo.Words{geo.Say("no plan states how people travel: the check names walk", "规划未写明出行方式：本指标取步行")}
	blind := geo.Layer{Columns: []geo.Column{{Name: "uncovered"}, {Name: "minutes"}, {Name: "reason"}, {Name: "missing"}}}
	for i := 0; i < len(area.Points); i += 23 {
		p := &area.Points[i]
		blind.Features = append(blind.Features, geo.Feature{ID: p.ID, Geometry: p.Point, Values: []any{max(0, int64(p.People[geo.All])), 15.2 + float64(i%90)/10, "beyond_cutoff", "elder_station"}})
	}
	q.Blind["zj-t01"] = blind

	area100 := func(id string, goal int64, severity standard.Severity, goalFrom standard.Origin) *standard.Outcome {
		o := add(standard.Check{ID: id, Ref: "ZJ-14", Title: geo.Say("Floor area of comprehensive services per 100 households", "每百户居民拥有的城乡社区综合服务设施面积"), Clause: "专栏1 第14项：每百户……30→40平方米，约束性", Measure: standard.AreaPer100,
			Services: []string{"community_center"}, Op: standard.AtLeast, Target: num(goal).Rat(), UnitOfTarget: "m2", Severity: severity, Goal: goalFrom, Source: standard.Found, Unit: "community"},
			standard.Outcome{Verdict: standard.NotMet, UnitKind: "community", Value: rat(2999, 75), Deficit: num(1066), DeficitIn: "m2",
				Units: units(true, func(k int, i int32) (standard.UnitValue, bool) {
					v := int64(18 + (k*53)%47)
					return standard.UnitValue{Value: num(v), Deficit: num(max(0, (40-v)*31)), DeficitIn: "m2", People: ref(people[i])}, v >= goal
				})})
		return o
	}
	binding := area100("zj-14", 40, standard.Must, standard.Stated)
	binding.Why = geo.Say("39.99 against ≥ 40", "39.99，目标 ≥ 40")
	binding.NoData = []standard.UnitName{{ID: area.Areas[20].ID, Name: area.Areas[20].Name, Why: "households"}, {ID: area.Areas[21].ID, Name: area.Areas[21].Name, Why: "area_m2"}}

	presence := add(standard.Check{ID: "zj-t03", Ref: "ZJ-T03", Title: geo.Say("Rural comprehensive service facilities everywhere", "农村社区综合服务设施全覆盖"), Measure: standard.Presence, Services: []string{"community_center"},
		Op: standard.AtLeast, Target: num(1).Rat(), UnitOfTarget: "communities", Severity: standard.Target, Goal: standard.Stated, Source: standard.Found, Unit: "community"},
		standard.Outcome{Verdict: standard.Met, Value: num(1), UnitKind: "community", Why: geo.Say("100 % against ≥ 100 %", "100 %，目标 ≥ 100 %"),
			Units: units(false, func(k int, i int32) (standard.UnitValue, bool) {
				return standard.UnitValue{Value: num(1), People: ref(people[i])}, true
			})})
	_ = presence

	meals := add(standard.Check{ID: "zj-t08", Ref: "ZJ-T08", Title: geo.Say("Meals for older people in four communities of five", "老年助餐服务覆盖80%以上社区"), Clause: "二（三）1：助餐服务覆盖80%以上社区", Measure: standard.CommunityShare, Services: []string{"elder_meal"}, Modes: []geo.Mode{geo.WalkElder}, Minutes: 15,
		Group: geo.Age60, Op: standard.AtLeast, Target: rat(4, 5).Rat(), UnitOfTarget: "communities", Severity: standard.Target, Reach: standard.Assumed, Goal: standard.Stated, Source: standard.Found, Unit: "community"},
		standard.Outcome{Verdict: standard.Reference, Would: standard.NotMet, Value: rat(7, 10), UnitKind: "community", Why: geo.Say("70 % against ≥ 80 %", "70 %，目标 ≥ 80 %"),
			Units: units(true, func(k int, i int32) (standard.UnitValue, bool) {
				n := max(1, older[i])
				return standard.UnitValue{Value: rat(int64(k%10)*n/10, n), People: ref(n - int64(k%10)*n/10)}, k%10 >= 5
			})})
	_ = meals

	var clinics []standard.UnitValue
	first, end := area.FacilitiesOf("community_center")
	for i := first; i < min(end, first+14); i++ {
		clinics = append(clinics, standard.UnitValue{UnitName: standard.UnitName{ID: "community_center:" + area.Facilities[i].ID, Name: area.Facilities[i].Name}, Value: num(int64(420 + 10*(i-first))), Deficit: num(int64(180 - 10*(i-first))), DeficitIn: "m2",
			Kind: standard.FacilityUnit, Index: int32(i)})
	}
	add(standard.Check{ID: "tz-t07", Ref: "TZ-T07", Title: geo.Say("New village centres of at least 600 m²", "新建村级综合服务设施面积不低于600平方米"), Measure: standard.MinArea, Services: []string{"community_center"}, Op: standard.AtLeast, Target: num(600).Rat(), UnitOfTarget: "m2",
		Severity: standard.Guide, Goal: standard.Stated, Source: standard.FoundSecondary, Unit: "facility"},
		standard.Outcome{Verdict: standard.NotMet, Value: rat(0, 14), UnitKind: "facility", Units: clinics, Why: geo.Say("0 of 14 meet ≥ 600", "14 个中有 0 个达到 ≥ 600")})
	add(standard.Check{ID: "zj-t11", Ref: "ZJ-T11", Title: geo.Say("15-minute medical circle", "15分钟医疗服务圈"), Measure: standard.Coverage, Services: []string{"clinic", "clinic_station", "hospital"}, Modes: []geo.Mode{geo.Walk}, Minutes: 15, Op: standard.NoTarget, UnitOfTarget: "people",
		Severity: standard.Guide, Reach: standard.Stated, Source: standard.Found, Unit: "community"},
		standard.Outcome{Verdict: standard.ReportOnly, Value: rat(99996, 100000), Total: ref(int64(100000)), Covered: ref(int64(99996)), Uncovered: ref(int64(4)), Why: geo.Say("99.996 %; the check sets no target", "99.996 %；本项仅列示，未设目标")})
	add(standard.Check{ID: "zj-t09", Ref: "ZJ-T09", Title: geo.Say("Care consortium in every county", "康养联合体覆盖所有县（市、区）"), Measure: standard.Presence, Services: []string{"care_consortium"}, Op: standard.AtLeast, Target: num(1).Rat(), UnitOfTarget: "counties", Severity: standard.Target,
		Goal: standard.Stated, Source: standard.Found, Unit: "county"},
		standard.Outcome{Verdict: standard.NotAssessable, Why: geo.Say("no list of care consortiums: lifecircle import facilities FILE --service care_consortium", "未导入康养联合体清单：lifecircle import facilities FILE --service care_consortium")})
	for i, c := range []struct{ en, zh string }{{"Childcare places per 1,000 residents", "每千人拥有婴幼儿照护设施托位数"}, {"Community workers per 10,000 urban residents", "每万城镇常住人口拥有专职社区工作者数"}, {"General practitioners per 10,000", "每万人拥有全科医生数量"}} {
		add(standard.Check{ID: fmt.Sprintf("zj-r%d", i), Ref: fmt.Sprintf("ZJ-%d", 16+i), Title: geo.Say(c.en, c.zh), Measure: standard.PerCapita, Op: standard.AtLeast, Target: rat(45, 10).Rat(), UnitOfTarget: "places", Severity: standard.Target, Goal: standard.Stated, Source: standard.Found},
			standard.Outcome{Verdict: standard.Met, Value: rat(int64(45+7*i), 10), Why: geo.Say("meets it", "达到目标")})
	}
	card.Headline = standard.Headline{Met: 4, NotMet: 3, NotAssessable: 1, Total: 8, Others: 2}
	card.Groups = []standard.GroupGap{{Group: "mountain", Name: geo.Say("Mountain counties", "山区县"), Gaps: []standard.Gap{{Check: "zj-t01", Inside: rat(61, 100), Rest: rat(84, 100), Gap: rat(23, 100), People: ref(int64(5120))}}}}
	for i, u := range cover.Failing[:6] {
		q.Problems = append(q.Problems, standard.Problem{Check: "zj-t01", Problem: geo.Say("%s: %s, wanted ≥ 90 %%", "%s：现状 %s，要求 ≥ 90 %%", cover.Title, standard.Percent(u.Value.Rat(), nil)), Town: "鼓台街道", Unit: u.Name, UnitID: u.ID, People: u.People, Deficit: u.Deficit, DeficitIn: "people",
			Suggestion: geo.Say("Open an elderly station in idle public property", "利用闲置物业增设居家养老服务站"), Responsible: geo.Say("Civil affairs bureau", "市民政局"), Date: fmt.Sprintf("2026-%02d-30", 6+i%4)})
	}
	q.Fairness = []Table{{Title: geo.Say("Travel time to the nearest health station, by town", "各街道（乡镇）到最近卫生服务站的用时"), Columns: []TableColumn{{Title: geo.Say("People", "人口"), People: true}, {Title: geo.Say("Mean, min", "平均（分钟）")}, {Title: geo.Say("Worst tenth, min", "最差十分位（分钟）")}},
		Rows: []TableRow{{Name: "鼓台街道", Cells: []TableCell{{Number: ref(48210.0)}, {Number: ref(4.2)}, {Number: ref(9.6)}}}, {Name: "鹭汀乡", Cells: []TableCell{{Number: ref(6.0)}, {Number: ref(31.4)}, {Number: ref(44.0)}}},
			{Name: "汀岭乡", Cells: []TableCell{{Number: ref(2140.0)}, {Number: ref(18.1)}, {Number: ref(33.0)}}}, {Name: "合计", Total: true, Cells: []TableCell{{Number: ref(50356.0)}, {Number: ref(4.8)}, {Number: ref(12.2)}}}}}}
	return q
}

// assessedRequest is a report on what a built-in plan says of the sample town, with everything that the program can add.
func assessedRequest(t testing.TB, plan string, language Language, edition Edition, options standard.Options) Request {
	t.Helper()
	std, err := standard.Builtin(plan)
	if err != nil {
		t.Fatal(err)
	}
	area := sampleArea()
	analysis := coverage.New(area)
	card, err := standard.Assess(t.Context(), analysis, std, options)
	if err != nil {
		t.Fatal(err)
	}
	q, err := Of(t.Context(), &standard.Assessed{Analysis: analysis, Standard: std, Options: options}, card, edition)
	if err != nil {
		t.Fatal(err)
	}
	q.Language, q.Office, q.Date = language, "青汀市民政局", "2026-03-15"
	return q
}

// TestWriteSample leaves the files of the sample report in a folder, to be looked at: LIFECIRCLE_REPORT_OUT=folder.
func TestWriteSample(t *testing.T) {
	folder := os.Getenv("LIFECIRCLE_REPORT_OUT")
	if folder == "" {
		t.Skip("set LIFECIRCLE_REPORT_OUT to a folder to have the sample report written there")
	}
	plans := os.Getenv("LIFECIRCLE_REPORT_PLANS")
	for _, c := range []struct {
		name     string
		language Language
		edition  Edition
		plan     string
	}{{"zh", ZH, Internal, ""}, {"en", EN, Internal, ""}, {"zh-public", ZH, Public, ""}, {"zj-zh", ZH, Internal, "zhejiang-2025"}, {"zj-en", EN, Public, "zhejiang-2025"}, {"gb-zh", ZH, Internal, "gb50180-2018"}} {
		if (c.plan != "") != (plans != "") {
			continue
		}
		q := Request{}
		if c.plan != "" {
			q = assessedRequest(t, c.plan, c.language, c.edition, standard.Options{AsOf: "2025-12-31", Sensitivity: true, Needed: true})
		} else {
			q = sampleRequest(c.language, c.edition)
		}
		html, err := HTML(q)
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := PDF(t.Context(), html)
		if err != nil {
			t.Fatal(err)
		}
		docx, err := DOCX(q)
		if err != nil {
			t.Fatal(err)
		}
		xlsx, err := XLSX(q)
		if err != nil {
			t.Fatal(err)
		}
		for ending, bytes := range map[string][]byte{".html": html, ".pdf": pdf, ".docx": docx, ".xlsx": xlsx} {
			if err := os.WriteFile(filepath.Join(folder, c.name+ending), bytes, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
