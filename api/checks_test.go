package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/standard"
)

// tinyPlan is a plan about the tiny town: one promise that is broken, and one that nobody can judge.
const tinyPlan = `id: tiny
title: {en: A tiny plan, zh: 小规划}
checks:
  - id: clinic
    measure: coverage
    services: [clinic]
    mode: walk
    minutes: 3
    op: ">="
    target: 90 %
    severity: must
    reach: stated
    goal: stated
  - id: library
    measure: coverage
    services: [library]
    mode: walk
    minutes: 3
    op: ">="
    target: 90 %
    severity: target
    reach: stated
    goal: stated
`

// asking is a question about the tiny plan, with further members.
func asking(t testing.TB, more ...string) string {
	t.Helper()
	text, err := json.Marshal(tinyPlan)
	if err != nil {
		t.Fatal(err)
	}
	return `{"text":` + string(text) + strings.Join(append([]string{""}, more...), ",") + `}`
}

// hold holds a plan against the town and waits until the job has ended.
func hold(t testing.TB, s *Server, body string) Job {
	t.Helper()
	accepted := send(t, s, http.MethodPost, "/checks", body)
	if accepted.Code != http.StatusAccepted {
		t.Fatalf("%.200s: %d %s", body, accepted.Code, accepted.Body)
	}
	job := read[Job](t, accepted)
	if want := base + "/jobs/" + job.ID; accepted.Header().Get("Location") != want {
		t.Errorf("Location %q, want %s", accepted.Header().Get("Location"), want)
	}
	return finished(t, s, job.ID)
}

// cardOf is the scorecard that the same question gets without a server.
func cardOf(t testing.TB, s *Server, std *standard.Standard, o standard.Options) (*standard.Scorecard, []byte) {
	t.Helper()
	card, err := standard.Assess(t.Context(), mustTown(t, s).Analysis, std, o)
	if err != nil {
		t.Fatal(err)
	}
	text, err := card.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return card, text
}

func mustBuiltin(t testing.TB, id string) *standard.Standard {
	t.Helper()
	std, err := standard.Builtin(id)
	if err != nil {
		t.Fatal(err)
	}
	return std
}

func TestAScorecardIsThatOfTheCommandLine(t *testing.T) {
	s := readOnlyServer(t)
	faster, err := isochrone.BuiltinProfile(geo.Walk)
	if err == nil {
		faster, err = faster.WithSpeed(4.5)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		id, more string
		o        standard.Options
	}{
		{"zhejiang-2025", `,"as_of":"2025-12-31","elder_age":65`, standard.Options{AsOf: "2025-12-31", ElderAge: 65}},
		{"taizhou-2025", `,"sensitivity":true`, standard.Options{Sensitivity: true}},
		{"gb50180-2018", `,"speeds":{"walk":4.5}`, standard.Options{Profiles: map[geo.Mode]isochrone.Profile{geo.Walk: faster}}},
	} {
		job := hold(t, s, `{"standard":"`+c.id+`"`+c.more+`}`)
		if job.State != data.JobSucceeded || job.Kind != checkKind || job.Result != base+"/checks/"+job.ID || job.Done != job.Total || job.Total == 0 {
			t.Fatalf("%s: %+v", c.id, job)
		}
		card, want := cardOf(t, s, mustBuiltin(t, c.id), c.o)
		if got := fetch(t, s, job.Result).Body.Bytes(); !bytes.Equal(got, want) {
			t.Errorf("%s: %.300s\nwant %.300s", c.id, got, want)
		}
		shown := read[ShownScorecard](t, fetch(t, s, job.Result+"/shown"))
		if shown.ResultID != card.ResultID() || len(shown.Items) != len(card.Checks) {
			t.Errorf("%s: %s with %d items, want %s with %d", c.id, shown.ResultID, len(shown.Items), card.ResultID(), len(card.Checks))
		}
		for i := range card.Checks {
			if o, item := &card.Checks[i], shown.Items[i]; item.ID != o.ID || item.Value != o.Shown(o.Value) || item.Wanted != o.Wanted() || len(item.Failing) != min(len(o.Failing), maxShownUnits) {
				t.Errorf("%s is shown as %+v", o.ID, item)
			}
		}
		problems := read[Items[standard.Problem]](t, fetch(t, s, job.Result+"/problems"))
		if want := card.Problems(mustTown(t, s).Area); len(problems.Items) != len(want) || len(want) > 0 && problems.Items[0].Problem != want[0].Problem {
			t.Errorf("%s: %d problems, want %d", c.id, len(problems.Items), len(want))
		}
	}
	first := read[Items[CheckBrief]](t, fetch(t, s, base+"/checks")).Items[0]
	if first.Standard != "gb50180-2018" || first.Headline.Total+first.Headline.Others != first.Checks {
		t.Errorf("%+v", first)
	}
}

// TestAPlanOfOnesOwn is answered on paper: the clinic stands beside a; b is 400 m of streets away, and c farther.
func TestAPlanOfOnesOwn(t *testing.T) {
	s := tinyServer(t)
	job := hold(t, s, asking(t))
	card := read[standard.Scorecard](t, fetch(t, s, job.Result))
	clinic, library := card.Checks[0], card.Checks[1]
	if clinic.Verdict != standard.NotMet || *clinic.Covered != 100 || *clinic.Uncovered != 600 || library.Verdict != standard.NotAssessable || card.Headline != (standard.Headline{NotMet: 1, NotAssessable: 1, Total: 2}) {
		t.Errorf("%+v %s %+v", clinic, library.Verdict, card.Headline)
	}
	var layer struct {
		Features                      []struct{ Properties CheckUncoveredProperties }
		NumberMatched, NumberReturned int
		Uncovered                     int64
		Manifest                      json.RawMessage
	}
	if err := json.Unmarshal(fetch(t, s, job.Result+"/uncovered/clinic?limit=1").Body.Bytes(), &layer); err != nil {
		t.Fatal(err)
	}
	if layer.NumberMatched != 2 || layer.NumberReturned != 1 || layer.Uncovered != 600 || len(layer.Features) != 1 || layer.Features[0].Properties.ID != "c" || layer.Manifest == nil {
		t.Errorf("%+v", layer)
	}
	mustSpeakChinese(t, mustBe(t, fetch(t, s, job.Result+"/uncovered/library"), noData))
	mustSpeakChinese(t, mustBe(t, fetch(t, s, job.Result+"/uncovered/other"), notFound))
	mustBe(t, fetch(t, s, job.Result+"/map/other"), notFound)
	for _, path := range []string{"/files/scorecard.doc", "/files/other.csv", "/files/scorecard", "/files/.csv"} {
		mustBe(t, fetch(t, s, job.Result+path), notFound)
	}
	mustBe(t, fetch(t, s, job.Result+"/files/map.geojson"), badParameter)
	mustBe(t, fetch(t, s, job.Result+"/files/scorecard.csv?check=clinic"), badParameter)
	table := fetch(t, s, job.Result+"/files/scorecard.csv")
	if !strings.HasPrefix(table.Body.String(), byteOrderMark+"check,") || table.Header().Get("Content-Disposition") != `attachment; filename="scorecard.csv"` {
		t.Errorf("%.100s %v", table.Body, table.Header())
	}
}

// TestAPlanIsHeldAgainstAScenario adds a clinic beside b in a saved scenario: b is covered then, and only there.
func TestAPlanIsHeldAgainstAScenario(t *testing.T) {
	s := tinyServer(t)
	play := begin(t, s, `{"service":["clinic"],"edits":[{"kind":"add_facility","service":"clinic","id":"new","at":[119.0041,30.0001]}]}`)
	if saved := send(t, s, http.MethodPost, "/scenarios/"+play.ID+"/save", `{"name":"二号"}`); saved.Code != http.StatusOK {
		t.Fatal(saved.Body)
	}
	job := hold(t, s, asking(t, `"scenario":"二号"`, `"checks":["clinic"]`))
	card := read[standard.Scorecard](t, fetch(t, s, job.Result))
	if len(card.Checks) != 1 || *card.Checks[0].Covered != 300 || card.Manifest.Scenario == nil {
		t.Errorf("%+v", card.Checks)
	}
	if listed := read[Items[CheckBrief]](t, fetch(t, s, base+"/checks")).Items[0]; listed.Scenario != "二号" {
		t.Errorf("%+v", listed)
	}
	mustBe(t, send(t, s, http.MethodPost, "/checks", asking(t, `"scenario":"三号"`)), notFound)
}

func TestQuestionsThatCannotBeAsked(t *testing.T) {
	s := tinyServer(t)
	for _, c := range []struct {
		body string
		kind problemKind
		says string
	}{
		{`{}`, badParameter, "standard"},
		{`{"standard":"zhejiang-2025","text":"id: x"}`, badParameter, "not both"},
		{`{"standard":"zhejiang-2052"}`, badParameter, "zhejiang-2025"},
		{`{"standard":"../../etc/passwd"}`, badParameter, "no built-in"},
		{`{"standard":"zhejiang-2025","checks":["zj-area100","nothing"]}`, badParameter, "nothing"},
		{`{"standard":"zhejiang-2025","checks":[]}`, badParameter, "checks"},
		{`{"standard":"zhejiang-2025","as_of":"2025-13-40"}`, badParameter, "2025-13-40"},
		{`{"standard":"zhejiang-2025","as_of":"yesterday"}`, badParameter, "yesterday"},
		{`{"standard":"zhejiang-2025","elder_age":70}`, badParameter, "elder_age"},
		{`{"standard":"zhejiang-2025","speeds":{"fly":900}}`, badParameter, "fly"},
		{`{"standard":"zhejiang-2025","speeds":{"walk":-1}}`, badParameter, "walk"},
		{`{"standard":"zhejiang-2025","speeds":{"drive":50}}`, badParameter, "drive"},
		{`{"standard":"zhejiang-2025","bogus":1}`, badParameter, "bogus"},
		{`{"standard":7}`, badParameter, "standard"},
		{`{"text":"- a\n- b"}`, refusedFile, ""},
		{`{"text":"a: [1"}`, refusedFile, "YAML"},
		{`{"text":"\u0000"}`, refusedFile, ""},
		{`[`, badBody, ""},
		{``, badBody, ""},
		{`{"text":"` + strings.Repeat("a", maxStandardBytes+1) + `"}`, refusedFile, "larger"},
		{`{"text":"` + strings.Repeat("a", maxCheckBytes+1) + `"}`, tooLarge, ""},
		{`{"text":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`, badBody, ""},
	} {
		problem := mustBe(t, send(t, s, http.MethodPost, "/checks", c.body), c.kind)
		mustSpeakChinese(t, problem)
		if text, _ := json.Marshal(problem); !strings.Contains(string(text), c.says) {
			t.Errorf("%.100s: %s does not say %q", c.body, text, c.says)
		}
	}
	if jobs := s.jobs.list(); slices.ContainsFunc(jobs, func(j Job) bool { return j.Kind == checkKind }) {
		t.Errorf("a question that cannot be asked became a job: %+v", jobs)
	}
}

func TestDraftsThatCannotBe(t *testing.T) {
	s := readOnlyServer(t)
	for body, kind := range map[string]problemKind{
		`{"standard":"zhejiang-2025","id":"zhejiang-2025","title":"x"}`:                              badParameter,
		`{"standard":"zhejiang","id":"next","title":"x"}`:                                            badParameter,
		`{"standard":"zhejiang-2025","text":"id: a","id":"next","title":"x"}`:                        badParameter,
		`{"standard":"zhejiang-2025","id":"浙江!","title":"x"}`:                                        refusedFile,
		`{"text":"id: [","id":"next","title":"x"}`:                                                   refusedFile,
		`{"standard":"zhejiang-2025","id":"next","title":"x","from":"2030-01-01","to":"2026-01-01"}`: refusedFile,
		`{"standard":"zhejiang-2025","id":"next","title":"x\n","checks":[{"id":"more"}]}`:            badParameter,
	} {
		mustSpeakChinese(t, mustBe(t, send(t, s, http.MethodPost, "/standards/draft", body), kind))
	}
}

func TestEveryFaultOfAPlanIsNamedWithItsLine(t *testing.T) {
	s := readOnlyServer(t)
	bad := strings.NewReplacer("measure: coverage\n    services: [clinic]", "measure: covrage\n    services: [clinnic]", "target: 90 %\n    severity: target", "target: 190 %\n    severity: soon").Replace(tinyPlan)
	for _, answer := range []Problem{
		mustBe(t, call(t, s, http.MethodPost, base+"/standards/verify", strings.NewReader(bad), "Content-Type", yamlType), refusedFile),
		mustBe(t, call(t, s, http.MethodPost, base+"/standards/verify", strings.NewReader(bad), "Content-Type", "text/plain"), refusedFile),
		mustBe(t, send(t, s, http.MethodPost, "/checks", strings.Replace(asking(t), quoted(t, tinyPlan), quoted(t, bad), 1)), refusedFile),
	} {
		mustSpeakChinese(t, answer)
		lines := strings.Split(bad, "\n")
		keys := map[string]bool{}
		for _, f := range answer.Errors {
			keys[f.Key] = true
			if f.Line < 1 || f.Line > len(lines) || f.Location == "file" || f.Check == "" || f.Message == "" || f.MessageZH == "" {
				t.Errorf("%+v", f)
				continue
			}
			if key, _, _ := strings.Cut(f.Key, "["); !strings.Contains(lines[f.Line-1], key) {
				t.Errorf("%+v is said of the line %q", f, lines[f.Line-1])
			}
		}
		if len(answer.Errors) < 3 || !keys["measure"] || !keys["target"] || !keys["severity"] {
			t.Errorf("%+v", answer.Errors)
		}
	}
	many := "id: many\ntitle: x\nchecks:\n" + strings.Repeat("  - id: a\n", 40)
	if problem := mustBe(t, call(t, s, http.MethodPost, base+"/standards/verify", strings.NewReader(many), "Content-Type", yamlType), refusedFile); len(problem.Errors) != 20 {
		t.Errorf("%d faults are listed", len(problem.Errors))
	}
	mustBe(t, call(t, s, http.MethodPost, base+"/standards/verify", strings.NewReader(strings.Repeat("a", maxStandardBytes+1)), "Content-Type", yamlType), refusedFile)
	mustBe(t, call(t, s, http.MethodPost, base+"/standards/verify", strings.NewReader(strings.Repeat("a", maxStandardBytes+2)), "Content-Type", yamlType), tooLarge)
	for _, id := range []string{"zhejiang", "..%2f..%2fetc%2fpasswd", "plans%2Fzhejiang-2025"} {
		mustSpeakChinese(t, mustBe(t, fetch(t, s, base+"/standards/"+id), notFound))
		mustBe(t, fetch(t, s, base+"/standards/"+id+"/file"), notFound)
	}
}

func quoted(t testing.TB, text string) string {
	t.Helper()
	b, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnImportEndsTheResults(t *testing.T) {
	s := tinyServer(t)
	job := hold(t, s, asking(t))
	if answer := upload(t, s, base+"/imports/residents", "more.csv", "id,lon,lat,population\nd,119.0061,30.0055,50\n"); answer.Code != http.StatusOK {
		t.Fatal(answer.Body)
	}
	if kept := s.checks.byID[job.ID]; kept.Analysis != nil || kept.card != nil {
		t.Error("a town that is no more is kept in memory")
	}
	for _, path := range []string{"", "/shown", "/problems", "/map/clinic", "/uncovered/clinic", "/files/scorecard.csv", "/report", "/report?format=xlsx"} {
		mustSpeakChinese(t, mustBe(t, fetch(t, s, job.Result+path), checkEnded))
	}
	mustBe(t, send(t, s, http.MethodPost, "/snapshots", `{"name":"x","check":"`+job.ID+`"}`), checkEnded)
	if list := read[Items[CheckBrief]](t, fetch(t, s, base+"/checks")); len(list.Items) != 0 {
		t.Errorf("%+v", list)
	}
	if again := hold(t, s, asking(t)); *read[standard.Scorecard](t, fetch(t, s, again.Result)).Checks[0].Total != 750 {
		t.Error("the new people are not counted")
	}
}

func TestChecksAreBoundedAndCancelled(t *testing.T) {
	s := tinyServer(t)
	for range maxChecking {
		s.checks.running <- struct{}{}
	}
	var waiting []Job
	for range maxWaiting {
		waiting = append(waiting, read[Job](t, send(t, s, http.MethodPost, "/checks", asking(t))))
	}
	refused := send(t, s, http.MethodPost, "/checks", asking(t))
	mustSpeakChinese(t, mustBe(t, refused, tooManyChecks))
	if refused.Header().Get("Retry-After") == "" {
		t.Error("nothing says when to try again")
	}
	mustBe(t, fetch(t, s, base+"/checks/"+waiting[0].ID), noScorecard)
	cancelled := read[Job](t, call(t, s, http.MethodDelete, base+"/jobs/"+waiting[0].ID, nil))
	if cancelled.State != data.JobCancelled || cancelled.Result != "" {
		t.Errorf("%+v", cancelled)
	}
	mustSpeakChinese(t, mustBe(t, fetch(t, s, base+"/checks/"+waiting[0].ID), noScorecard))
	for range maxChecking {
		<-s.checks.running
	}
	for _, job := range waiting[1:] {
		if job = finished(t, s, job.ID); job.State != data.JobSucceeded {
			t.Errorf("%+v", job)
		}
	}
	for range maxScorecards {
		hold(t, s, asking(t))
	}
	mustBe(t, fetch(t, s, base+"/checks/"+waiting[1].ID), notFound)
	if len(s.checks.byID) != maxScorecards {
		t.Errorf("%d results are kept", len(s.checks.byID))
	}
}

// TestACheckUnderWayIsCancelled cancels one that looks for sites, which takes longest.
func TestACheckUnderWayIsCancelled(t *testing.T) {
	s := readOnlyServer(t)
	job := read[Job](t, send(t, s, http.MethodPost, "/checks", `{"standard":"nanling-2025","needed":true}`))
	for {
		now, changed, _ := s.jobs.watch(job.ID)
		if now.State == data.JobRunning && now.Done > 0 || now.ended() {
			break
		}
		<-changed
	}
	if ended := read[Job](t, call(t, s, http.MethodDelete, base+"/jobs/"+job.ID, nil)); ended.State != data.JobCancelled {
		t.Errorf("%+v", ended)
	}
	mustBe(t, fetch(t, s, base+"/checks/"+job.ID), noScorecard)
	mustBe(t, fetch(t, s, base+"/checks/nothing"), notFound)
}

// TestTwoUsersAtOnce asks the same and different questions at the same time; everybody gets the answer to their own.
func TestTwoUsersAtOnce(t *testing.T) {
	s := readOnlyServer(t)
	_, all := cardOf(t, s, mustBuiltin(t, "taizhou-2025"), standard.Options{})
	_, dated := cardOf(t, s, mustBuiltin(t, "taizhou-2025"), standard.Options{AsOf: "2015-06-30"})
	var users sync.WaitGroup
	for user := range 4 {
		users.Go(func() {
			body, want := `{"standard":"taizhou-2025"}`, all
			if user%2 == 1 {
				body, want = `{"standard":"taizhou-2025","as_of":"2015-06-30"}`, dated
			}
			job := hold(t, s, body)
			if got := fetch(t, s, job.Result).Body.Bytes(); !bytes.Equal(got, want) {
				t.Errorf("user %d: %.200s", user, got)
			}
			if page := call(t, s, http.MethodPost, job.Result+"/report?lang=en", nil); page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "<svg") {
				t.Errorf("user %d: %d %.200s", user, page.Code, page.Body)
			}
		})
	}
	users.Wait()
}
