package api

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lifecircle/data"
	"lifecircle/isochrone/siting"
	sites "lifecircle/isochrone/siting/town"
)

// look asks for sites and waits until the job has ended.
func look(t testing.TB, s *Server, body string) Job {
	t.Helper()
	accepted := send(t, s, http.MethodPost, "/sites", body)
	if accepted.Code != http.StatusAccepted {
		t.Fatalf("%s: %d %s", body, accepted.Code, accepted.Body)
	}
	job := read[Job](t, accepted)
	if want := base + "/jobs/" + job.ID; accepted.Header().Get("Location") != want {
		t.Errorf("Location %q, want %s", accepted.Header().Get("Location"), want)
	}
	return finished(t, s, job.ID)
}

// siteServer serves the tiny town, with people in one more corner of it.
func siteServer(t testing.TB) *Server {
	t.Helper()
	s := tinyServer(t)
	if answer := upload(t, s, base+"/imports/residents", "more.csv", "id,lon,lat,population\nd,119.0061,30.0055,50\n"); answer.Code != http.StatusOK {
		t.Fatal(answer.Body)
	}
	return s
}

// fewReach is a question to which the tiny town has a poor answer.
const fewReach = `"service":["clinic"],"minutes":[3]`

// checkSites calls every operation on sites and holds the answers against the document.
func (c *contract) checkSites(t *testing.T, s *Server) {
	t.Helper()
	level := mustTown(t, s).Area.Levels()[0]
	area := mustTown(t, s).Area.Areas[len(mustTown(t, s).Area.Areas)-1].ID
	for _, body := range []string{
		`{"service":["clinic"],"minutes":[5],"sites":3,"by":"` + level + `","curve_up_to":4,"time_limit_s":5}`,
		`{"service":["clinic","market"],"metres":[2500],"mode":"walk_elder","spacing_m":500,"weights":[{"group":"age60","weight":3},{"group":"all","weight":1}],"problem":"lscp","least":"cost"}`,
		`{"service":["clinic"],"minutes":[10],"problem":"pmedian","sites":1,"spacing_m":300,"forbidden_areas":["` + area + `"]}`,
	} {
		accepted := send(t, s, http.MethodPost, "/sites", body)
		c.check(t, http.MethodPost, base+"/sites", accepted)
		job := finished(t, s, read[Job](t, accepted).ID)
		if job.State != data.JobSucceeded || job.Result == "" {
			t.Errorf("%s: %+v", body, job)
			continue
		}
		paths := []string{job.Result, job.Result + "/layer.geojson", base + "/jobs/" + job.ID, base + "/jobs/" + job.ID + "/events"}
		if strings.Contains(body, "curve") {
			paths = append(paths, job.Result+"/curve")
		}
		for _, path := range paths {
			answer := fetch(t, s, path)
			if answer.Code >= 300 {
				t.Errorf("%s: %d %.300s", path, answer.Code, answer.Body)
			}
			c.check(t, http.MethodGet, path, answer)
		}
		if strings.Contains(body, "metres") {
			continue
		}
		played := call(t, s, http.MethodPost, job.Result+"/scenario", strings.NewReader(`{"name":"sites","ranks":[1]}`), "Content-Type", "application/json")
		if played.Code != http.StatusCreated {
			t.Errorf("%d %s", played.Code, played.Body)
		}
		c.check(t, http.MethodPost, job.Result+"/scenario", played)
	}
}

// TestSitesAreThoseOfTheCommandLine holds the answer against the one that the same question gets without a server.
func TestSitesAreThoseOfTheCommandLine(t *testing.T) {
	s := siteServer(t)
	job := look(t, s, `{`+fewReach+`,"sites":2,"by":"town","curve_up_to":3}`)
	if job.State != data.JobSucceeded || job.Site == nil || job.Site.Phase != "done" || !job.Site.Found || job.Site.Unit != "people" {
		t.Fatalf("%+v %+v", job, job.Site)
	}
	request := mustRequest(t)
	request.Minutes, request.By = []int{3}, "town"
	prepared, err := sites.Prepare(t.Context(), mustTown(t, s).Analysis, sites.Question{Request: request, Sites: 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := prepared.Solve(t.Context(), siting.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := want.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	answer := fetch(t, s, job.Result)
	if answer.Body.String() != text.String() {
		t.Errorf("%s\nwant %s", answer.Body, text.String())
	}
	if len(want.Sites) == 0 || !want.Proven || *want.CoveredAfter <= *want.CoveredBefore {
		t.Errorf("the town needs no site: %s", text.String())
	}
	if job.Site.Value != want.Value || job.Site.Bound != want.Bound || job.Site.Gap != 0 {
		t.Errorf("the job ended with %+v, the answer with %s of %s", job.Site, want.Value, want.Bound)
	}

	curve := read[SiteCurve](t, fetch(t, s, job.Result+"/curve"))
	if !curve.Complete || curve.Unit != "people" || len(curve.Points) == 0 || curve.Points[0].Sites != 1 {
		t.Errorf("%+v", curve)
	}
	for _, p := range curve.Points {
		if p.Sites == 2 && p.Value != want.Value {
			t.Errorf("the curve has %s for two sites, the answer %s", p.Value, want.Value)
		}
	}
	var layer struct {
		Features []struct{ Properties SiteProperties }
		Manifest json.RawMessage
	}
	if err := json.Unmarshal(fetch(t, s, job.Result+"/layer.geojson").Body.Bytes(), &layer); err != nil {
		t.Fatal(err)
	}
	if len(layer.Features) != 2*len(want.Sites) || layer.Manifest == nil {
		t.Errorf("%d features of %d sites", len(layer.Features), len(want.Sites))
	}
	for k, site := range want.Sites {
		if p := layer.Features[k].Properties; p.Feature != "site" || p.ID != site.ID || p.Rank != k+1 {
			t.Errorf("feature %d: %+v", k, p)
		}
	}
}

// TestSitesBecomeAScenario plays with all sites, and with the second alone; what the scenario counts is what was promised.
func TestSitesBecomeAScenario(t *testing.T) {
	s := siteServer(t)
	job := look(t, s, `{`+fewReach+`,"sites":2}`)
	answer := read[sites.Answer](t, fetch(t, s, job.Result))
	play := func(body string) scenarioBody {
		t.Helper()
		begun := call(t, s, http.MethodPost, job.Result+"/scenario", strings.NewReader(body), "Content-Type", "application/json")
		if begun.Code != http.StatusCreated {
			t.Fatalf("%s: %d %s", body, begun.Code, begun.Body)
		}
		return read[scenarioBody](t, begun)
	}
	all := play(`{"name":"两处","save":true}`)
	if all.Results[0].Covered != *answer.CoveredAfter || all.Base[0].Covered != *answer.CoveredBefore || len(all.Edits) != len(answer.Sites) || !all.Saved || all.Name != "两处" {
		t.Errorf("%+v\nof %+v", all, answer)
	}
	if list := read[ScenarioList](t, fetch(t, s, base+"/scenarios")); len(list.Saved) != 1 || list.Saved[0].Name != "两处" {
		t.Errorf("%+v", list)
	}
	mustBe(t, call(t, s, http.MethodPost, job.Result+"/scenario", strings.NewReader(`{"name":"两处","save":true}`), "Content-Type", "application/json"), nameTaken)
	mustBe(t, call(t, s, http.MethodPost, job.Result+"/scenario", strings.NewReader(`{"ranks":[9]}`), "Content-Type", "application/json"), badParameter)
	if len(answer.Sites) < 2 {
		t.Fatal("the town needs two sites")
	}
	second := play(`{"ranks":[2]}`)
	alone, err := answer.Sites[1].Alone.Int64()
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Edits) != 1 || !strings.Contains(string(second.Edits[0]), `"`+answer.Sites[1].ID+`"`) || second.Results[0].Covered-second.Base[0].Covered != alone {
		t.Errorf("the second alone: %+v", second)
	}

	// What is edited first counts as there.
	edits, err := json.Marshal(all.Edits)
	if err != nil {
		t.Fatal(err)
	}
	after := look(t, s, `{`+fewReach+`,"sites":1,"edits":`+string(edits)+`}`)
	more := read[sites.Answer](t, fetch(t, s, after.Result))
	if more.CoveredBefore == nil || *more.CoveredBefore != *answer.CoveredAfter {
		t.Errorf("after two sites: %+v", more)
	}
	saved := look(t, s, `{`+fewReach+`,"sites":1,"from":"两处"}`)
	if again := read[sites.Answer](t, fetch(t, s, saved.Result)); *again.CoveredBefore != *answer.CoveredAfter {
		t.Errorf("after the saved scenario: %+v", again)
	}
}

func TestGivenCandidatesAndLand(t *testing.T) {
	s := tinyServer(t)
	town := mustTown(t, s).Area
	at := town.Points[0].Point
	list := fmt.Sprintf(`"candidates":[{"id":"here","name":"此处","lon":%v,"lat":%v,"cost":3},{"id":"other","lon":%v,"lat":%v}]`, at[0], at[1], town.Points[1].Point[0], town.Points[1].Point[1])
	answer := func(body string) sites.Answer {
		t.Helper()
		job := look(t, s, body)
		if job.State != data.JobSucceeded {
			t.Fatalf("%s: %+v", body, job)
		}
		return read[sites.Answer](t, fetch(t, s, job.Result))
	}
	must := answer(`{` + fewReach + `,"sites":1,` + list + `,"must":["here"]}`)
	if len(must.Sites) != 1 || must.Sites[0].ID != "here" || must.Sites[0].Name != "此处" || must.Cost != "3" || must.Candidates.Given != 2 {
		t.Errorf("%+v", must)
	}
	csv := base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("编号,名称,lon,lat,造价\nhere,此处,%v,%v,3\n", town.Points[1].Point[0], town.Points[1].Point[1])))
	file := answer(`{` + fewReach + `,"budget":3,"candidates_file":{"name":"parcels.csv","map":"cost=造价","content":"` + csv + `"}}`)
	if len(file.Sites) != 1 || file.Sites[0].Name != "此处" || file.Cost != "3" {
		t.Errorf("from a file: %+v", file)
	}
	around := func(d float64) string {
		return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]]}`, at[0]-d, at[1]-d, at[0]+d, at[1]+d)
	}
	if inside := answer(`{` + fewReach + `,"sites":1,` + list + `,"inside":` + around(1e-5) + `}`); inside.Candidates.Outside != 1 || inside.Candidates.Places != 1 {
		t.Errorf("inside: %+v", inside.Candidates)
	}
	if forbidden := answer(`{` + fewReach + `,"sites":1,` + list + `,"forbidden":` + around(1e-5) + `}`); forbidden.Candidates.Forbidden != 1 {
		t.Errorf("forbidden: %+v", forbidden.Candidates)
	}
}

func TestBadQuestionsAboutSitesAreRefused(t *testing.T) {
	s := tinyServer(t)
	for _, body := range []string{
		``, `{}`, `[]`, `{` + fewReach + `}`, `{` + fewReach + `,"sites":0}`, `{` + fewReach + `,"sites":-1}`, `{` + fewReach + `,"sites":1001}`, `{` + fewReach + `,"sites":1.5}`,
		`{` + fewReach + `,"share":1.1}`, `{` + fewReach + `,"share":0.5,"problem":"mclp","sites":1}`, `{` + fewReach + `,"problem":"psclp"}`, `{` + fewReach + `,"problem":"best"}`,
		`{` + fewReach + `,"problem":"fair","sites":1}`, `{` + fewReach + `,"sites":1,"by":"nowhere"}`, `{` + fewReach + `,"sites":1,"need":"all"}`, `{` + fewReach + `,"sites":1,"metres":[5]}`,
		`{"service":["clinic"],"minutes":[5,10],"sites":1}`, `{"service":["nothing"],"sites":1}`, `{"service":["library"],"sites":1}`, `{"service":[],"sites":1}`,
		`{` + fewReach + `,"sites":1,"group":"all","weights":[{"group":"all","weight":1}]}`, `{` + fewReach + `,"sites":1,"weights":[{"group":"x","weight":1}]}`, `{` + fewReach + `,"sites":1,"weights":[{"group":"all","weight":0}]}`,
		`{` + fewReach + `,"sites":1,"time_limit_s":301}`, `{` + fewReach + `,"sites":1,"curve_up_to":101}`, `{` + fewReach + `,"problem":"lscp","curve_up_to":3}`,
		`{` + fewReach + `,"sites":1,"candidates":[{"id":"a","lon":200,"lat":0}]}`, `{` + fewReach + `,"sites":1,"candidates":[{"id":"a","lon":0,"lat":0,"cost":-1}]}`, `{` + fewReach + `,"sites":1,"candidates":[{"id":"a","lon":0,"lat":0,"status":"existing"}]}`,
		`{` + fewReach + `,"sites":1,"inside":{"type":"Point","coordinates":[1,2]}}`, `{` + fewReach + `,"sites":1,"forbidden":7}`, `{` + fewReach + `,"sites":1,"forbidden":"` + strings.Repeat("x", maxLandBytes) + `"}`,
		`{` + fewReach + `,"sites":1,"edits":[{"kind":"x"}]}`, `{` + fewReach + `,"sites":1,"from":"none"}`, `{` + fewReach + `,"sites":1,"more":1}`,
		`{` + fewReach + `,"sites":1,"candidates_file":{"name":"a.csv","content":"!"}}`, `{` + fewReach + `,"sites":1,"candidates_file":{"name":"a.csv","content":"aWQsbG9uLGxhdApoLHgsMQo="}}`,
		`{` + fewReach + `,"sites":1,"candidates_file":{"name":"a.csv","map":"nothing","content":"aWQK"}}`, `{` + fewReach + `,"sites":1,"candidates_file":{"name":"a.xlsx","content":"UEsDBA=="}}`,
	} {
		answer := send(t, s, http.MethodPost, "/sites", body)
		if answer.Code < 400 || answer.Code >= 500 || answer.Header().Get("Content-Type") != problemType {
			t.Errorf("%.200s: %d %s", body, answer.Code, answer.Body)
			continue
		}
		var p Problem
		if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil || p.Detail == "" {
			t.Errorf("%.200s: %s", body, answer.Body)
		}
		mustSpeakChinese(t, p)
	}
	// What can only be told when the candidates are known fails the job, in both languages.
	for _, body := range []string{`{` + fewReach + `,"sites":1,"must":["nowhere"]}`, `{` + fewReach + `,"sites":1,"closing":["clinic:nowhere"]}`, `{` + fewReach + `,"sites":1,"forbidden_areas":["nowhere"]}`, `{` + fewReach + `,"sites":1,"idle":true}`} {
		job := look(t, s, body)
		if job.State != data.JobFailed || job.Error == "" || job.ErrorZH == "" || job.ErrorZH == job.Error || strings.Contains(job.Error, "went wrong in the program") {
			t.Errorf("%s: %+v", body, job)
		}
		for _, path := range []string{"", "/layer.geojson", "/curve"} {
			mustBe(t, fetch(t, s, base+"/sites/"+job.ID+path), noResult)
		}
	}
	for _, path := range []string{"", "/layer.geojson", "/curve"} {
		mustBe(t, fetch(t, s, base+"/sites/none"+path), notFound)
	}
	job := look(t, s, `{`+fewReach+`,"sites":1}`)
	mustBe(t, fetch(t, s, job.Result+"/curve"), noResult)
}

// TestSearchesWaitAndAreCancelled fills the places where searches run, so that others wait, and refuses more than may.
func TestSearchesWaitAndAreCancelled(t *testing.T) {
	s := tinyServer(t)
	for range maxSearches {
		s.found.running <- struct{}{}
	}
	var waiting []Job
	for range maxWaiting {
		waiting = append(waiting, read[Job](t, send(t, s, http.MethodPost, "/sites", `{`+fewReach+`,"sites":1}`)))
	}
	mustBe(t, send(t, s, http.MethodPost, "/sites", `{`+fewReach+`,"sites":1}`), tooManySearches)
	if answer := upload(t, s, base+"/imports/streets", "town.osm", lattice(4)); answer.Code != http.StatusAccepted {
		t.Errorf("searches keep imports out: %d %s", answer.Code, answer.Body)
	}
	mustBe(t, fetch(t, s, base+"/sites/"+waiting[0].ID), noResult)
	if got := read[Job](t, call(t, s, http.MethodDelete, base+"/jobs/"+waiting[0].ID, nil)); got.State != data.JobCancelled || got.Result != "" {
		t.Errorf("%+v", got)
	}
	mustBe(t, fetch(t, s, base+"/sites/"+waiting[0].ID), noResult)
	for range maxSearches {
		<-s.found.running
	}
	for _, job := range waiting[1:] {
		if got := finished(t, s, job.ID); got.State != data.JobSucceeded {
			t.Errorf("%+v", got)
		}
	}
}

// TestACancelledSearchKeepsWhatItFound cancels while the curve is drawn: the answer is there by then.
func TestACancelledSearchKeepsWhatItFound(t *testing.T) {
	s := tinyServer(t)
	job := &job{Job: Job{ID: "one", Kind: siteKind, State: data.JobRunning}, changed: make(chan struct{})}
	if err := s.jobs.add(job, tooManySites); err != nil {
		t.Fatal(err)
	}
	found := &siteSearch{answer: &sites.Answer{Value: "7", Bound: "9", Ended: "cancelled"}}
	s.found.add(job.ID, found)
	s.jobs.change(job, func(j *Job) { j.State = data.JobCancelled })
	if answer := fetch(t, s, base+"/sites/one"); answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"value":7`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	for i := range maxSiteAnswer + 1 {
		s.found.settle(fmt.Sprint(i))
	}
	s.found.settle("one")
	if _, kept := s.found.of("one"); !kept {
		t.Error("the newest is forgotten")
	}
	for i := range maxSiteAnswer {
		s.found.settle(fmt.Sprint("more", i))
	}
	mustBe(t, fetch(t, s, base+"/sites/one"), notFound)
}

// TestASearchIsCancelled begins one that would take minutes, and ends it.
func TestASearchIsCancelled(t *testing.T) {
	if testing.Short() {
		t.Skip("searches for a while")
	}
	s := newServer(t, Options{Workspace: sampleWorkspace(t), Sample: true})
	accepted := send(t, s, http.MethodPost, "/sites", `{"service":["clinic"],"minutes":[3],"sites":40,"problem":"backup","spacing_m":50,"time_limit_s":120}`)
	id := read[Job](t, accepted).ID
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		now := read[Job](t, fetch(t, s, base+"/jobs/"+id))
		if now.ended() {
			t.Skipf("solved before it could be cancelled: %+v", now.Site)
		}
		if now.Site != nil && now.Site.Found || time.Now().After(end) {
			break
		}
	}
	ended := read[Job](t, call(t, s, http.MethodDelete, base+"/jobs/"+id, nil))
	if ended.State != data.JobCancelled || ended.Result == "" {
		t.Fatalf("%+v", ended)
	}
	answer := read[sites.Answer](t, fetch(t, s, ended.Result))
	if answer.Ended != "cancelled" || len(answer.Sites) == 0 || answer.Gap < 0 {
		t.Errorf("%s, %d sites, gap %v", answer.Ended, len(answer.Sites), answer.Gap)
	}
	if layer := fetch(t, s, ended.Result+"/layer.geojson"); layer.Code != http.StatusOK {
		t.Errorf("%d %s", layer.Code, layer.Body)
	}
}

// FuzzSites asks anything of site selection: each answer is a job or a problem.
func FuzzSites(f *testing.F) {
	s := tinyServer(f)
	for _, seed := range []string{
		`{` + fewReach + `,"sites":1}`, `{` + fewReach + `,"budget":1e-9}`, `{` + fewReach + `,"share":1e-9}`, `{` + fewReach + `,"problem":"lscp","least":"cost"}`,
		`{` + fewReach + `,"sites":1,"candidates":[{"id":"a","lon":1e308,"lat":0}]}`, `{` + fewReach + `,"sites":1,"forbidden":{"type":"Polygon","coordinates":[[[]]]}}`,
		`{` + fewReach + `,"sites":1,"spacing_m":1e-300}`, `{"service":null}`, `{"minutes":[1e99]}`, strings.Repeat("[", 2000), `{` + fewReach + `,"sites":1,"candidates":[{},{}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		answer := send(t, s, http.MethodPost, "/sites", body)
		if answer.Code == http.StatusAccepted {
			id := read[Job](t, answer).ID
			call(t, s, http.MethodDelete, base+"/jobs/"+id, nil)
			if found := fetch(t, s, base+"/sites/"+id); found.Code >= 500 {
				t.Errorf("%s: %d %s", body, found.Code, found.Body)
			}
			return
		}
		if answer.Code >= 500 && !strings.Contains(answer.Body.String(), tooManySearches.name) || answer.Header().Get("Content-Type") != problemType {
			t.Errorf("%s: %d %s", body, answer.Code, answer.Body)
		}
	})
}
