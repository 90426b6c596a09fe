package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

func send(t testing.TB, s *Server, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	return call(t, s, method, base+path, strings.NewReader(body), "Content-Type", "application/json")
}

func begin(t testing.TB, s *Server, body string) scenarioBody {
	t.Helper()
	answer := send(t, s, http.MethodPost, "/scenarios", body)
	if answer.Code != http.StatusCreated {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	return read[scenarioBody](t, answer)
}

// scenarioBody is what a client reads of a scenario.
type scenarioBody struct {
	ID, Name string
	Saved    bool
	Question map[string]any
	Edits    []json.RawMessage
	Results  []coverage.Result
	Base     []coverage.Result
	Undoable int
	Redoable int
}

// changeBody is what a client reads of a change.
type changeBody struct {
	Results  []coverage.Result
	Points   []ChangedPoint
	More     int
	Edits    []json.RawMessage
	Undoable int
	Redoable int
}

const askClinic = `"service":["clinic"],"minutes":[5,15]`

// checkScenarios calls every operation on scenarios and holds the answers against the document.
func (c *contract) checkScenarios(t *testing.T, s *Server) {
	t.Helper()
	town := mustTown(t, s).Area
	clinic := town.Facilities[firstOf(town, "clinic")]
	level := town.Levels()[0]
	do := func(method, path, body string) *httptest.ResponseRecorder {
		t.Helper()
		answer := send(t, s, method, path, body)
		if answer.Code >= 300 {
			t.Errorf("%s %s: %d %.300s", method, path, answer.Code, answer.Body)
		}
		c.check(t, method, base+path, answer)
		return answer
	}
	one := read[scenarioBody](t, do(http.MethodPost, "/scenarios", `{`+askClinic+`,"mode":"walk_elder","group":"age60","by":"`+level+`"}`))
	other := read[scenarioBody](t, do(http.MethodPost, "/scenarios", `{`+askClinic+`,"mode":"walk_elder","group":"age60","by":"`+level+`","edits":[{"kind":"close_facility","service":"clinic","id":"`+clinic.ID+`"}]}`))
	path := "/scenarios/" + one.ID
	at := town.Points[0].Point
	do(http.MethodPost, path+"/edits", fmt.Sprintf(`{"kind":"add_facility","service":"clinic","id":"new","at":[%v,%v]}`, at[0], at[1]))
	do(http.MethodPost, path+"/edits?replace=true", fmt.Sprintf(`{"kind":"move_facility","service":"clinic","id":"%s","to":[%v,%v]}`, clinic.ID, at[0], at[1]))
	do(http.MethodPost, path+"/edits", fmt.Sprintf(`{"kind":"close_street","way_id":%d}`, town.Streets[0].WayID))
	do(http.MethodPost, path+"/edits", fmt.Sprintf(`{"kind":"build_street","from":%d,"to":%d,"class":"footway"}`, town.Streets[0].Nodes[0], town.Streets[40].Nodes[0]))
	do(http.MethodPost, path+"/undo", "")
	do(http.MethodPost, path+"/redo", "")
	do(http.MethodGet, path, "")
	do(http.MethodPut, path+"/question", `{"service":["clinic","market"],"need":"all","minutes":[10],"access":"nearest"}`)
	do(http.MethodPut, path+"/question", `{"service":["clinic"],"metres":[300,1000]}`)
	do(http.MethodPost, path+"/undo", "")
	do(http.MethodPost, path+"/redo", "")
	do(http.MethodGet, path+"/difference", "")
	do(http.MethodGet, "/scenarios/compare?ids="+one.ID, "")
	do(http.MethodPut, path+"/question", `{`+askClinic+`,"mode":"walk_elder","group":"age60","by":"`+level+`"}`)
	do(http.MethodGet, path+"/difference", "")
	do(http.MethodGet, path+"/difference?against="+other.ID+"&format=geojson", "")
	do(http.MethodGet, "/scenarios/compare?ids="+one.ID+","+other.ID, "")
	do(http.MethodPost, path+"/save", `{"name":"一号方案"}`)
	do(http.MethodGet, "/scenarios", "")
	do(http.MethodGet, fmt.Sprintf("/streets?at=%v,%v", at[0], at[1]), "")
	do(http.MethodDelete, "/saved-scenarios/"+url.PathEscape("一号方案"), "")
	do(http.MethodDelete, path, "")
}

func firstOf(town *geo.StudyArea, service string) int {
	first, _ := town.FacilitiesOf(service)
	return first
}

func TestScenarioForwardAndBack(t *testing.T) {
	s := tinyServer(t)
	begun := begin(t, s, `{`+askClinic+`}`)
	if len(begun.Results) != 2 || !reflect.DeepEqual(begun.Results, begun.Base) || begun.Saved || len(begun.Edits) > 0 || begun.Question["mode"] != "walk" {
		t.Errorf("begun as %+v", begun)
	}
	path := "/scenarios/" + begun.ID
	town := mustTown(t, s).Area
	clinic := town.Facilities[firstOf(town, "clinic")]
	closing := fmt.Sprintf(`{"kind":"close_facility","service":"clinic","id":%q}`, clinic.ID)
	change := read[changeBody](t, send(t, s, http.MethodPost, path+"/edits", closing))
	if len(change.Points) == 0 || change.Undoable != 1 || change.More != 0 || string(change.Edits[0]) != closing {
		t.Errorf("closing %s changed %+v", clinic.ID, change)
	}
	for _, p := range change.Points {
		if p.Change == coverage.Gained || p.Change == coverage.Nearer || p.Lon == 0 {
			t.Errorf("%+v", p)
		}
	}
	// The same as without a session, and as the command line has it.
	edited, err := town.With(geo.Scenario{Edits: []geo.Edit{geo.CloseFacility{Service: "clinic", ID: clinic.ID}}})
	if err != nil {
		t.Fatal(err)
	}
	want, err := coverage.New(edited).Coverage(t.Context(), mustRequest(t))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(change.Results, want.Results) {
		t.Errorf("%+v\nwant %+v", change.Results, want.Results)
	}

	problem := mustBe(t, send(t, s, http.MethodPost, path+"/edits", closing), badParameter)
	if len(problem.Errors) != 1 || problem.Errors[0].Location != "body.edits[1]" {
		t.Errorf("closing it again: %+v", problem)
	}
	if now := read[scenarioBody](t, fetch(t, s, base+path)); now.Undoable != 1 {
		t.Errorf("a refused edit was done: %+v", now)
	}
	undone := read[changeBody](t, send(t, s, http.MethodPost, path+"/undo", ""))
	if !reflect.DeepEqual(undone.Results, begun.Base) || undone.Undoable != 0 || undone.Redoable != 1 {
		t.Errorf("undone: %+v", undone)
	}
	mustBe(t, send(t, s, http.MethodPost, path+"/undo", ""), nothingToUndo)
	if redone := read[changeBody](t, send(t, s, http.MethodPost, path+"/redo", "")); !reflect.DeepEqual(redone.Results, change.Results) {
		t.Errorf("redone: %+v", redone)
	}
	mustBe(t, send(t, s, http.MethodPost, path+"/redo", ""), nothingToUndo)
	if answer := send(t, s, http.MethodDelete, path, ""); answer.Code != http.StatusNoContent {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	mustBe(t, fetch(t, s, base+path), notFound)
	mustBe(t, send(t, s, http.MethodDelete, path, ""), notFound)
}

func mustRequest(t *testing.T) coverage.Request {
	t.Helper()
	q := Question{Service: []string{"clinic"}, Need: "any", Group: "all", Minutes: []int{5, 15}, Travel: Travel{Mode: "walk", Access: "all"}}
	request, err := q.request()
	if err != nil {
		t.Fatal(err)
	}
	return request
}

func TestBadScenariosAreRefused(t *testing.T) {
	s := tinyServer(t)
	for _, body := range []string{
		``, `{}`, `[]`, `{"service":[]}`, `{"service":["nothing"]}`, `{"service":["library"]}`, `{` + askClinic + `,"mode":"fly"}`, `{` + askClinic + `,"speed":1,"speed_factor":2}`,
		`{` + askClinic + `,"from":"none"}`, `{` + askClinic + `,"from":"none","edits":[]}`, `{` + askClinic + `,"edits":{}}`, `{` + askClinic + `,"edits":[{"kind":"x"}]}`, `{` + askClinic + `,"edits":[{"kind":"open_gate","node":1}]}`,
		`{` + askClinic + `,"name":" a"}`, `{` + askClinic + `,"more":1}`, `{` + askClinic + `,"by":"nowhere"}`, `{` + askClinic + `,"minutes":[0]}`,
	} {
		answer := send(t, s, http.MethodPost, "/scenarios", body)
		if answer.Code < 400 || answer.Code >= 500 || answer.Header().Get("Content-Type") != problemType {
			t.Errorf("%s: %d %s", body, answer.Code, answer.Body)
			continue
		}
		var p Problem
		if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if p.Detail == "" || answer.Code == http.StatusBadRequest && p.Type != "/problems/"+badBody.name {
			t.Errorf("%s: %s", body, answer.Body)
		}
		mustSpeakChinese(t, p)
	}
	path := "/scenarios/" + begin(t, s, `{`+askClinic+`}`).ID
	for _, body := range []string{``, `null`, `{"kind":"open_gate"}`, `{"kind":"open_gate","node":1,"node":2}`, strings.Repeat(" ", maxEditBytes+1)} {
		if answer := send(t, s, http.MethodPost, path+"/edits", body); answer.Code < 400 || answer.Code >= 500 {
			t.Errorf("%.40s: %d %s", body, answer.Code, answer.Body)
		}
	}
	mustBe(t, send(t, s, http.MethodPost, path+"/edits?replace=true", `{"kind":"close_street","way_id":1}`), nothingToUndo)
	mustBe(t, fetch(t, s, base+path+"/difference?against=other"), notFound)
	mustBe(t, fetch(t, s, base+"/scenarios/compare?ids=a,a"), notFound)
	mustBe(t, fetch(t, s, base+"/streets?at=1"), badParameter)
}

func TestScenariosAreSavedAndLoaded(t *testing.T) {
	s := tinyServer(t)
	town := mustTown(t, s).Area
	clinic := town.Facilities[firstOf(town, "clinic")].ID
	one := begin(t, s, `{`+askClinic+`,"name":"mine","edits":[{"kind":"close_facility","service":"clinic","id":"`+clinic+`"}]}`)
	saved := read[scenarioBody](t, send(t, s, http.MethodPost, "/scenarios/"+one.ID+"/save", `{"name":"方案"}`))
	if !saved.Saved || saved.Name != "方案" {
		t.Errorf("saved: %+v", saved)
	}
	again := begin(t, s, `{`+askClinic+`,"from":"方案"}`)
	if !again.Saved || again.Name != "方案" || !reflect.DeepEqual(again.Results, one.Results) || len(again.Edits) != 1 {
		t.Errorf("loaded: %+v", again)
	}
	other := begin(t, s, `{`+askClinic+`,"name":"方案"}`)
	mustBe(t, send(t, s, http.MethodPost, "/scenarios/"+other.ID+"/save", `{"name":"方案"}`), nameTaken)
	if other = read[scenarioBody](t, send(t, s, http.MethodPost, "/scenarios/"+other.ID+"/save", `{"name":"方案","replace":true}`)); !other.Saved {
		t.Errorf("replaced: %+v", other)
	}
	if again = read[scenarioBody](t, fetch(t, s, base+"/scenarios/"+again.ID)); again.Saved {
		t.Error("what was replaced counts as saved")
	}
	list := read[ScenarioList](t, fetch(t, s, base+"/scenarios"))
	if len(list.Saved) != 1 || list.Saved[0] != (SavedScenario{"方案", 0, true}) || len(list.Live) != 3 || list.Live[0].ID != again.ID {
		t.Errorf("%+v", list)
	}

	// Another facility changes the town: sessions end, what was saved stays and says so.
	report := upload(t, s, base+"/imports/facilities?service=clinic", "more.csv", "id,name,lon,lat\nnew,New,119.01,30.01\n")
	if report.Code != http.StatusOK {
		t.Fatalf("%d %s", report.Code, report.Body)
	}
	problem := mustBe(t, send(t, s, http.MethodPost, "/scenarios/"+one.ID+"/undo", ""), scenarioEnded)
	mustSpeakChinese(t, problem)
	mustBe(t, fetch(t, s, base+"/scenarios/"+one.ID), notFound)
	list = read[ScenarioList](t, fetch(t, s, base+"/scenarios"))
	if len(list.Live) != 0 || list.Saved[0].SameTown {
		t.Errorf("after an import: %+v", list)
	}
	if answer := send(t, s, http.MethodDelete, "/saved-scenarios/"+url.PathEscape("方案"), ""); answer.Code != http.StatusNoContent {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	mustBe(t, send(t, s, http.MethodDelete, "/saved-scenarios/"+url.PathEscape("方案"), ""), notFound)
}

func TestSessionsAreBounded(t *testing.T) {
	s := tinyServer(t)
	now := time.Unix(0, 0)
	s.plays.now = func() time.Time { return now }
	first := begin(t, s, `{`+askClinic+`}`)
	var second scenarioBody
	for i := range maxSessions {
		now = now.Add(time.Second)
		if one := begin(t, s, `{`+askClinic+`}`); i == 0 {
			second = one
		}
		if i == maxSessions-2 {
			fetch(t, s, base+"/scenarios/"+first.ID)
		}
	}
	mustBe(t, fetch(t, s, base+"/scenarios/"+second.ID), notFound) // the one that was not used for longest
	if answer := fetch(t, s, base+"/scenarios/"+first.ID); answer.Code != http.StatusOK {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	now = now.Add(sessionPatience + time.Second)
	if list := read[ScenarioList](t, fetch(t, s, base+"/scenarios")); len(list.Live) != 0 {
		t.Errorf("%d sessions that nobody has used for an hour", len(list.Live))
	}
}

// Two users of one scenario take turns: whatever the order, every edit is done once and every answer is whole.
func TestTwoUsersOfOneScenario(t *testing.T) {
	s := tinyServer(t)
	path := "/scenarios/" + begin(t, s, `{`+askClinic+`}`).ID
	other := begin(t, s, `{`+askClinic+`}`).ID
	at := mustTown(t, s).Area.Points[0].Point
	var users sync.WaitGroup
	for user := range 4 {
		users.Go(func() {
			for i := range 5 {
				answer := send(t, s, http.MethodPost, path+"/edits", fmt.Sprintf(`{"kind":"add_facility","service":"clinic","id":"u%d-%d","at":[%v,%v]}`, user, i, at[0], at[1]))
				if answer.Code != http.StatusOK {
					t.Errorf("%d %s", answer.Code, answer.Body)
				}
				ids := []string{strings.TrimPrefix(path, "/scenarios/"), other}
				if user%2 == 0 {
					ids[0], ids[1] = ids[1], ids[0]
				}
				if answer := fetch(t, s, base+"/scenarios/compare?ids="+strings.Join(ids, ",")); answer.Code != http.StatusOK {
					t.Errorf("%d %s", answer.Code, answer.Body)
				}
			}
		})
	}
	users.Wait()
	if now := read[scenarioBody](t, fetch(t, s, base+path)); now.Undoable != 20 || len(now.Edits) != 20 {
		t.Errorf("%d edits after 20", now.Undoable)
	}
}

func TestScenariosSideBySide(t *testing.T) {
	s := tinyServer(t)
	town := mustTown(t, s).Area
	clinic := town.Facilities[firstOf(town, "clinic")].ID
	closed := begin(t, s, `{`+askClinic+`,"by":"town","edits":[{"kind":"close_facility","service":"clinic","id":"`+clinic+`"}]}`)
	open := begin(t, s, `{`+askClinic+`,"by":"town"}`)
	both := read[ScenarioComparison](t, fetch(t, s, base+"/scenarios/compare?ids="+closed.ID+","+open.ID))
	if len(both.Items) != 2 || both.Items[0].ID != closed.ID || len(both.Base) != len(both.Items[0].Gains) {
		t.Fatalf("%+v", both)
	}
	for i, g := range both.Items[0].Gains {
		if g.Before != both.Base[i].Covered || g.After != both.Items[0].Results[i].Covered || g.Gained != 0 {
			t.Errorf("%+v", g)
		}
		if none := both.Items[1].Gains[i]; none.Gained != 0 || none.Lost != 0 {
			t.Errorf("without edits: %+v", none)
		}
	}
	var there, back struct {
		Features []struct{ Properties DifferenceProperties }
		Manifest coverage.Manifest
	}
	for path, into := range map[string]any{closed.ID + "/difference?against=" + open.ID: &there, open.ID + "/difference?against=" + closed.ID: &back} {
		if err := json.Unmarshal(fetch(t, s, base+"/scenarios/"+path).Body.Bytes(), into); err != nil {
			t.Fatal(err)
		}
	}
	if len(there.Features) == 0 || len(there.Features) != len(back.Features) || there.Manifest.Scenario == nil || back.Manifest.Against == nil {
		t.Errorf("%+v\n%+v", there, back)
	}
	elsewhere := begin(t, s, `{"service":["clinic"],"minutes":[5]}`)
	mustBe(t, fetch(t, s, base+"/scenarios/compare?ids="+closed.ID+","+elsewhere.ID), badParameter)
	mustBe(t, fetch(t, s, base+"/scenarios/"+closed.ID+"/difference?against="+elsewhere.ID), badParameter)
}

func TestReadOnlyWorkspaceSavesNoScenario(t *testing.T) {
	s := readOnlyServer(t)
	one := begin(t, s, `{`+askClinic+`}`)
	mustBe(t, send(t, s, http.MethodPost, "/scenarios/"+one.ID+"/save", `{"name":"a"}`), readOnly)
}

func TestStreetsAt(t *testing.T) {
	w := open(t, t.TempDir()+"/gates.gpkg")
	if _, err := w.Import(t.Context(), data.ImportRequest{Kind: data.Streets, Name: "town.osm", Content: []byte(gateTown)}, nil); err != nil {
		t.Fatal(err)
	}
	s := newServer(t, Options{Workspace: w})
	got := read[StreetsAt](t, fetch(t, s, base+"/streets?at=119.0004,30.0001"))
	if got.Street.WayID != 7 || got.Street.From != 1 || got.Street.To != 3 || got.Street.Name != "Gate Street" || got.Street.Closed || got.Street.DistanceM < 11 || got.Street.DistanceM > 11.2 || len(got.Street.Line) != 3 {
		t.Errorf("%+v", got.Street)
	}
	if got.Node.ID != 1 || got.Node.Lon != 119 {
		t.Errorf("%+v", got.Node)
	}
	if len(got.Gates) != 1 || got.Gates[0].Node != 2 || !reflect.DeepEqual(got.Gates[0].Stops, []string{"motorcar"}) {
		t.Errorf("%+v", got.Gates)
	}
	mustBe(t, fetch(t, tinyEmpty(t), base+"/streets?at=119,30"), noData)
}

func tinyEmpty(t *testing.T) *Server {
	return newServer(t, Options{Workspace: open(t, t.TempDir()+"/empty.gpkg")})
}

const gateTown = `<osm version="0.6"><node id="1" lon="119" lat="30"/><node id="2" lon="119.001" lat="30"><tag k="barrier" v="bollard"/></node><node id="3" lon="119.002" lat="30"/>` +
	`<way id="7"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="Gate Street"/></way></osm>`

func FuzzEdit(f *testing.F) {
	s := tinyServer(f)
	for _, seed := range []string{`{"kind":"close_street","way_id":1}`, `{"kind":"add_facility","service":"clinic","id":"n","at":[119,30]}`, `{"kind":"open_gate","node":1}`,
		`{"kind":"build_street","from":1,"to":2,"class":"path","name":"<script>"}`, `{"kind":"add_facility","service":"clinic","id":"\u0000","at":[1e308,-1e308]}`, `{`, `null`, `[]`, `"`} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, body string, replace bool) {
		path := "/scenarios/" + begin(t, s, `{"service":["clinic"],"minutes":[15]}`).ID
		for range 2 { // the second time it may be impossible
			recorder := send(t, s, http.MethodPost, fmt.Sprintf("%s/edits?replace=%v", path, replace), body)
			if recorder.Code >= 500 || recorder.Code >= 400 && recorder.Header().Get("Content-Type") != problemType {
				t.Errorf("%d %s", recorder.Code, recorder.Body)
			}
		}
		send(t, s, http.MethodDelete, path, "")
	})
}
