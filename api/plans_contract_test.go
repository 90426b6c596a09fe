package api

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"lifecircle/data"
	"lifecircle/isochrone/report"
	"lifecircle/isochrone/standard"
)

// checkPlans calls every operation on plans and holds the answers against the document.
func (c *contract) checkPlans(t *testing.T, s *Server) {
	t.Helper()
	get := func(path string) *httptest.ResponseRecorder {
		answer := fetch(t, s, path)
		if answer.Code >= 300 {
			t.Errorf("%s: %d %.300s", path, answer.Code, answer.Body)
		}
		c.check(t, http.MethodGet, path, answer)
		return answer
	}
	get(base + "/standards")
	for i, id := range standard.Names() {
		get(base + "/standards/" + id)
		text := get(base + "/standards/" + id + "/file").Body.String()
		verified := call(t, s, http.MethodPost, base+"/standards/verify", strings.NewReader(text), "Content-Type", yamlType)
		if verified.Code != http.StatusOK || verified.Body.String() != fetch(t, s, base+"/standards/"+id).Body.String() {
			t.Errorf("%s: its own file reads otherwise: %d %.300s", id, verified.Code, verified.Body)
		}
		c.check(t, http.MethodPost, base+"/standards/verify", verified)
		c.checkDraft(t, s, id)

		accepted := send(t, s, http.MethodPost, "/checks", `{"standard":"`+id+`","sensitivity":true,"as_of":"2025-12-31"}`)
		c.check(t, http.MethodPost, base+"/checks", accepted)
		job := finished(t, s, read[Job](t, accepted).ID)
		if job.State != data.JobSucceeded {
			t.Errorf("%s: %+v", id, job)
			continue
		}
		get(job.Result)
		get(job.Result + "/shown")
		get(job.Result + "/problems")
		if i == 0 {
			c.checkResult(t, s, get, job.Result)
		}
	}
	needed := hold(t, s, `{"standard":"zhejiang-2025","checks":["zj-area100","zj-childcare-places"],"needed":true,"elder_age":65,"speeds":{"walk":4.5}}`)
	get(needed.Result)
	get(base + "/checks")
	c.checkSnapshots(t, s, get)
}

// checkDraft begins the next plan after a standard: it reads, and no goal of it is stated.
func (c *contract) checkDraft(t *testing.T, s *Server, id string) {
	t.Helper()
	answer := send(t, s, http.MethodPost, "/standards/draft", `{"standard":"`+id+`","id":"next-2030","title":"下一规划","from":"2026-01-01","to":"2030-12-31"}`)
	c.check(t, http.MethodPost, base+"/standards/draft", answer)
	next, err := standard.Parse(answer.Body.Bytes())
	if err != nil {
		t.Fatalf("the draft after %s: %d %v", id, answer.Code, err)
	}
	old, err := standard.Builtin(id)
	if err != nil {
		t.Fatal(err)
	}
	if next.ID != "next-2030" || next.Period.To != "2030-12-31" || len(next.Checks) != len(old.Checks) || next.Summary().Headline != 0 {
		t.Errorf("the draft after %s: %+v", id, next.Summary())
	}
}

func (c *contract) checkResult(t *testing.T, s *Server, get func(string) *httptest.ResponseRecorder, result string) {
	t.Helper()
	card := read[standard.Scorecard](t, fetch(t, s, result))
	for i := range card.Checks {
		o := &card.Checks[i]
		get(result + "/map/" + o.ID)
		uncovered := fetch(t, s, result+"/uncovered/"+o.ID+"?limit=3")
		c.check(t, http.MethodGet, result+"/uncovered/"+o.ID, uncovered)
		if uncovered.Code >= 500 {
			t.Errorf("%s: %d %s", o.ID, uncovered.Code, uncovered.Body)
		}
	}
	for _, file := range []string{"scorecard.csv", "scorecard.xlsx", "problems.csv", "problems.xlsx", "map.geojson?check=" + card.Checks[0].ID, "map.gpkg?check=" + card.Checks[0].ID} {
		get(result + "/files/" + file)
	}
	for _, query := range []string{"", "?format=docx&lang=en&edition=public", "?format=xlsx&office=" + url.QueryEscape("民政局"), "?disposition=inline&date=2026-01-31&review_number=1&title=x"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			answer := call(t, s, method, result+"/report"+query, nil)
			if answer.Code != http.StatusOK {
				t.Errorf("%s: %d %s", query, answer.Code, answer.Body)
			}
			c.check(t, method, result+"/report"+query, answer)
		}
	}
	printed := call(t, s, http.MethodPost, result+"/report?format=pdf&lang=en", nil)
	c.check(t, http.MethodPost, result+"/report?format=pdf&lang=en", printed)
	if _, err := report.FindChromium(); err != nil {
		mustBe(t, printed, noBrowser)
	} else if !strings.HasPrefix(printed.Body.String(), "%PDF-") {
		t.Errorf("no PDF: %d %.200s", printed.Code, printed.Body)
	}
}

func (c *contract) checkSnapshots(t *testing.T, s *Server, get func(string) *httptest.ResponseRecorder) {
	t.Helper()
	last := read[Items[CheckBrief]](t, fetch(t, s, base+"/checks")).Items[0]
	for _, name := range []string{"2024", "底稿 a+b/c%2F?"} {
		kept := send(t, s, http.MethodPost, "/snapshots", `{"name":"`+name+`","check":"`+last.ID+`","date":"2024-12-31"}`)
		if kept.Code != http.StatusCreated {
			t.Fatalf("%d %s", kept.Code, kept.Body)
		}
		c.check(t, http.MethodPost, base+"/snapshots", kept)
		where := kept.Header().Get("Location")
		if read := read[ReadSnapshot](t, fetch(t, s, where)); read.Name != name || read.ResultID != last.ResultID || len(read.Scorecard.Checks) != last.Checks {
			t.Errorf("%q is read as %+v", name, read.KeptSnapshot)
		}
	}
	get(base + "/snapshots")
	get(base + "/snapshots/2024")
	get(base + "/snapshots/2024/file")
	get(base + "/snapshots/compare?before=2024&after=" + url.QueryEscape("底稿 a+b/c%2F?"))
	frozen := call(t, s, http.MethodPost, base+"/snapshots/2024/freeze", nil)
	c.check(t, http.MethodPost, base+"/snapshots/2024/freeze", frozen)
	c.check(t, http.MethodDelete, base+"/snapshots/2024", call(t, s, http.MethodDelete, base+"/snapshots/2024", nil))
	dropped := call(t, s, http.MethodDelete, base+"/snapshots/"+escaped("底稿 a+b/c%2F?"), nil)
	if dropped.Code != http.StatusNoContent {
		t.Errorf("%d %s", dropped.Code, dropped.Body)
	}
	c.check(t, http.MethodDelete, base+"/snapshots/other", dropped)
}
