package api

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lifecircle/data"
	"lifecircle/isochrone/report"
	"lifecircle/isochrone/standard"
)

func TestAReportIsThatOfTheCommandLine(t *testing.T) {
	s := tinyServer(t)
	job := hold(t, s, asking(t))
	std, err := standard.Parse([]byte(tinyPlan))
	if err != nil {
		t.Fatal(err)
	}
	card, _ := cardOf(t, s, std, standard.Options{})
	q, err := report.Of(t.Context(), &standard.Assessed{Analysis: mustTown(t, s).Analysis, Standard: std}, card, report.Public)
	if err != nil {
		t.Fatal(err)
	}
	q.Language, q.Title, q.Office, q.Date, q.ReviewNumber = report.EN, "Title", "Office", "2026-01-31", "GS 1"
	for format, write := range map[string]func(report.Request) ([]byte, error){"html": report.HTML, "docx": report.DOCX, "xlsx": report.XLSX} {
		want, err := write(q)
		if err != nil {
			t.Fatal(err)
		}
		answer := call(t, s, http.MethodPost, job.Result+"/report?lang=en&edition=public&title=Title&office=Office&date=2026-01-31&review_number=GS%201&format="+format, nil)
		if !bytes.Equal(answer.Body.Bytes(), want) || answer.Header().Get("Content-Type") != reportTypes[format] {
			t.Errorf("%s: %d bytes of %q, want %d", format, answer.Body.Len(), answer.Header().Get("Content-Type"), len(want))
		}
	}
}

// TestAPageOfAReportCanDoNothing reads the headers as a browser does.
func TestAPageOfAReportCanDoNothing(t *testing.T) {
	s := tinyServer(t)
	job := hold(t, s, strings.Replace(asking(t), "小规划", "<script>alert(1)</script>规划", 1))
	for _, way := range []string{"attachment", "inline"} {
		answer := fetch(t, s, job.Result+"/report?disposition="+way+"&title=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&office=%22%3E%3Cscript%3E")
		header := answer.Header()
		if policy := header.Get("Content-Security-Policy"); len(header.Values("Content-Security-Policy")) != 1 || !strings.HasPrefix(policy, "default-src 'none'; style-src 'unsafe-inline'; img-src data:;") || strings.Contains(policy, "script") {
			t.Errorf("policy %q", header.Values("Content-Security-Policy"))
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("X-Frame-Options") != "DENY" || header.Get("Cache-Control") != "no-store" {
			t.Errorf("%v", header)
		}
		kind, names, err := mime.ParseMediaType(header.Get("Content-Disposition"))
		if err != nil || kind != way || !strings.HasSuffix(names["filename"], ".html") {
			t.Errorf("%q: %v", header.Get("Content-Disposition"), err)
		}
		if page := answer.Body.String(); strings.Contains(page, "<script") || strings.Contains(page, "<img") || !strings.Contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;规划") {
			t.Error("a name became markup")
		}
	}
	for _, bad := range []string{"format=doc", "lang=fr", "edition=secret", "disposition=inline&format=xlsx", "disposition=inline&format=pdf", "date=today", "bogus=1", "snapshot=", "format=html&format=pdf", "title=" + strings.Repeat("x", 201)} {
		mustSpeakChinese(t, mustBe(t, fetch(t, s, job.Result+"/report?"+bad), badParameter))
	}
	mustBe(t, fetch(t, s, job.Result+"/report?snapshot=none"), notFound)
	foreign := call(t, s, http.MethodPost, job.Result+"/report", nil, "Sec-Fetch-Site", "cross-site")
	mustBe(t, foreign, foreignOrigin)
}

func TestNoBrowserNoPDF(t *testing.T) {
	t.Setenv("LIFECIRCLE_CHROMIUM", filepath.Join(t.TempDir(), "none"))
	s := tinyServer(t)
	job := hold(t, s, asking(t))
	problem := mustBe(t, call(t, s, http.MethodPost, job.Result+"/report?format=pdf", nil), noBrowser)
	mustSpeakChinese(t, problem)
	if text, _ := json.Marshal(problem); strings.Contains(string(text), os.TempDir()) {
		t.Errorf("it tells where things lie: %s", text)
	}
	if read[WorkspaceInfo](t, fetch(t, s, base+"/workspace")).PDF {
		t.Error("PDF is promised")
	}
	broken := filepath.Join(t.TempDir(), "broken")
	if err := os.WriteFile(broken, []byte("#!/bin/sh\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LIFECIRCLE_CHROMIUM", broken)
	mustSpeakChinese(t, mustBe(t, call(t, s, http.MethodPost, job.Result+"/report?format=pdf", nil), internalError))
}

// TestReportsWaitForASeat lets a report wait longer than the server's timeouts for short requests, and refuses what is too
// much.
func TestReportsWaitForASeat(t *testing.T) {
	s := tinyServer(t)
	job := hold(t, s, asking(t))
	web := httptest.NewUnstartedServer(s.Handler())
	web.Config.WriteTimeout, web.Config.ReadTimeout = 200*time.Millisecond, 200*time.Millisecond
	web.Start()
	defer web.Close()
	var leave []func()
	for range maxAtDesk {
		out, err := s.desk.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, out)
	}
	time.AfterFunc(600*time.Millisecond, func() {
		for _, out := range leave {
			out()
		}
	})
	response, err := http.Post(web.URL+job.Result+"/report", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %d", response.StatusCode)
	}
	for range maxForDesk {
		s.desk.queue <- struct{}{}
	}
	mustSpeakChinese(t, mustBe(t, fetch(t, s, job.Result+"/report"), tooManyReports))
	mustBe(t, fetch(t, s, base+"/snapshots/x"), tooManyReports)
}

func TestSnapshotsAreKeptAndCompared(t *testing.T) {
	s := tinyServer(t)
	before := hold(t, s, asking(t))
	keep := func(job Job, more string) *httptest.ResponseRecorder {
		return send(t, s, http.MethodPost, "/snapshots", `{"check":"`+job.ID+`",`+more+`}`)
	}
	for more, kind := range map[string]problemKind{`"name":""`: badParameter, `"name":"compare"`: badParameter, `"name":" x"`: badParameter, `"name":"a\nb"`: badParameter, `"name":"x","date":"2024"`: badParameter,
		`"name":"x","date":"2024-02-30"`: badParameter, `"name":"` + strings.Repeat("长", 81) + `"`: badParameter} {
		mustSpeakChinese(t, mustBe(t, keep(before, more), kind))
	}
	mustBe(t, keep(Job{ID: "none"}, `"name":"x"`), notFound)
	kept := read[KeptSnapshot](t, keep(before, `"name":"二〇二四","date":"2024-12-31"`))
	if kept.Name != "二〇二四" || kept.Date != "2024-12-31" || kept.Frozen || kept.Standard != "tiny" || len(kept.ResultID) != 12 {
		t.Errorf("%+v", kept)
	}
	mustSpeakChinese(t, mustBe(t, keep(before, `"name":"二〇二四"`), nameTaken))
	if again := keep(before, `"name":"二〇二四","date":"2024-12-31","replace":true`); again.Code != http.StatusCreated {
		t.Error(again.Body)
	}
	path := base + "/snapshots/" + escaped("二〇二四")
	if frozen := read[data.SnapshotInfo](t, call(t, s, http.MethodPost, path+"/freeze", nil)); !frozen.Frozen {
		t.Errorf("%+v", frozen)
	}
	mustSpeakChinese(t, mustBe(t, keep(before, `"name":"二〇二四","replace":true`), frozen))
	mustSpeakChinese(t, mustBe(t, call(t, s, http.MethodDelete, path, nil), frozen))
	final := fetch(t, s, before.Result+"/report?snapshot="+escaped("二〇二四")).Body.String()
	if !strings.Contains(final, "已定稿") {
		t.Error("the report does not say that the result is final")
	}
	packed := fetch(t, s, path+"/file")
	if shot, err := standard.ReadSnapshot(packed.Body.Bytes()); err != nil || shot.Name != "二〇二四" || !strings.Contains(packed.Header().Get("Content-Disposition"), "filename*=UTF-8''%E4%BA%8C") {
		t.Errorf("%v %v", err, packed.Header())
	}

	at := "id,name,lon,lat\nk,Clinic,119.0002,30.0002\nm,More,119.0042,30.0002\n"
	if answer := upload(t, s, base+"/imports/facilities?service=clinic", "more.csv", at); answer.Code != http.StatusOK {
		t.Fatal(answer.Body)
	}
	after := hold(t, s, asking(t))
	if now := keep(after, `"name":"now"`); now.Code != http.StatusCreated {
		t.Fatal(now.Body)
	}
	c := read[standard.SnapshotComparison](t, fetch(t, s, base+"/snapshots/compare?before="+escaped("二〇二四")+"&after=now"))
	covered := c.Checks[0].Covered
	if covered == nil || covered.Before != 100 || covered.After != 300 || covered.Gained.Facility != 200 || covered.Gained.Total != 200 || covered.Lost.Total != 0 || len(c.Points) != 1 || c.Points[0].ID != "b" || c.Points[0].Facility != "clinic:m" {
		t.Errorf("%+v %+v", covered, c.Points)
	}
	since := fetch(t, s, after.Result+"/report?snapshot="+escaped("二〇二四")).Body.String()
	if !strings.Contains(since, "二〇二四") || strings.Contains(since, "已定稿") {
		t.Error("the report does not tell what changed")
	}
	mustSpeakChinese(t, mustBe(t, fetch(t, s, base+"/snapshots/compare?before=now&after=then"), notFound))
	mustBe(t, fetch(t, s, base+"/snapshots/compare?before=now"), badParameter)
	mustBe(t, fetch(t, s, base+"/snapshots/then"), notFound)
	mustBe(t, call(t, s, http.MethodPost, base+"/snapshots/then/freeze", nil), notFound)
	mustBe(t, call(t, s, http.MethodDelete, base+"/snapshots/then", nil), notFound)
}

func TestAReadOnlyWorkspaceKeepsNoSnapshot(t *testing.T) {
	mustSpeakChinese(t, mustBe(t, send(t, readOnlyServer(t), http.MethodPost, "/snapshots", `{"name":"x","check":"y"}`), readOnly))
	mustBe(t, call(t, readOnlyServer(t), http.MethodDelete, base+"/snapshots/x", nil), readOnly)
}

func TestNamesOfFilesAreHarmless(t *testing.T) {
	for given, want := range map[string]string{
		"report zhejiang-2025":     `attachment; filename="report-zhejiang-2025.pdf"`,
		"../../etc/passwd":         `attachment; filename="etc-passwd.pdf"`,
		"a\"; filename=\"evil.exe": `attachment; filename="a-filename-evil-exe.pdf"`,
		"a\r\nSet-Cookie: x=1":     `attachment; filename="a-Set-Cookie-x-1.pdf"`,
		"临海市 2025":                 `attachment; filename="2025.pdf"; filename*=UTF-8''%E4%B8%B4%E6%B5%B7%E5%B8%82-2025.pdf`,
		"":                         `attachment; filename="lifecircle.pdf"`,
		"\u202eexe.":               `attachment; filename="exe.pdf"`,
		strings.Repeat("x", 300):   `attachment; filename="` + strings.Repeat("x", maxFileName) + `.pdf"`,
		"\xff\xfe":                 `attachment; filename="lifecircle.pdf"`,
	} {
		got := fileNamed(given, given, "pdf").disposition("attachment")
		if got != want {
			t.Errorf("%q becomes %s, want %s", given, got, want)
		}
		if _, _, err := mime.ParseMediaType(got); err != nil {
			t.Errorf("%s: %v", got, err)
		}
	}
}
