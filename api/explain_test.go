package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// A saved scenario that builds a clinic at the door of a point is named as what would do.
func TestSavedScenariosAreAmongTheRemedies(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t), Sample: true})
	area := mustTown(t, s).Area
	times := read[TravelTimes](t, fetch(t, s, base+"/travel-times?service=clinic&minutes=15"))
	far := -1
	for i, reason := range times.Reason {
		if reason == coverage.BeyondCutoff {
			far = i
		}
	}
	if far < 0 {
		t.Fatal("everybody in the sample town has a clinic")
	}
	scenario := geo.Scenario{Name: "门口的诊所", Edits: []geo.Edit{geo.AddFacility{Service: "clinic", ID: "new", Name: "New", At: area.Points[far].Point}}}
	if err := s.options.Workspace.SaveScenario(t.Context(), scenario, ""); err != nil {
		t.Fatal(err)
	}
	address := "?service=clinic&point=" + url.QueryEscape(area.Points[far].ID)
	answered := fetch(t, s, base+"/explain/remedies"+address)
	e := read[coverage.Explanation](t, answered)
	if e.Remedies == nil || len(e.Remedies.Scenarios) != 1 || e.Remedies.Scenarios[0].Name != scenario.Name || !e.Remedies.Scenarios[0].Covers || *e.Remedies.Scenarios[0].FacilityID != "new" {
		t.Errorf("%s", answered.Body)
	}
	if answered.Header().Get("ETag") != "" {
		t.Error("the answer is tagged by the town, but the next scenario changes it")
	}
	if plain := read[coverage.Explanation](t, fetch(t, s, base+"/explain"+address)); plain.Remedies != nil || len(plain.Services[0].Nearest) == 0 {
		t.Errorf("%+v", plain)
	}
}

func TestReadingsOfTheAPIAreChecked(t *testing.T) {
	s := readOnlyServer(t)
	point := url.QueryEscape(mustTown(t, s).Area.Points[0].ID)
	for _, target := range []string{
		"/coverage?service=clinic&metres=500&minutes=15", "/coverage?service=clinic&metres=500&speed=3", "/coverage?service=clinic&radius=true", "/coverage?service=clinic&metres=0",
		"/coverage?service=clinic&group_speed=age60", "/coverage?service=clinic&group_speed=age60=3,age65=2", "/coverage/radius?service=clinic", "/travel-times?service=clinic&metres=300,500",
		"/explain?metres=500&minutes=15&point=" + point, "/explain/remedies?point=" + point, "/explain?k=11&point=" + point, "/exports/radius.csv?service=clinic&minutes=15",
		"/catchments?service=clinic&metres=500&speed_factor=2",
	} {
		answer := fetch(t, s, base+target)
		if answer.Code != http.StatusBadRequest && answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Header().Get("Content-Type"), "problem") {
			t.Errorf("%s: %d %.200s", target, answer.Code, answer.Body)
		}
	}
}

// By distance tables and counts tell the same numbers, in millimetres.
func TestAnswersByMetresTellTheSameNumbers(t *testing.T) {
	s := readOnlyServer(t)
	times := read[TravelTimes](t, fetch(t, s, base+"/travel-times?service=clinic&metres=800"))
	report := read[coverage.Report](t, fetch(t, s, base+"/coverage?service=clinic&metres=800"))
	covered := int64(0)
	for i, mm := range times.Millimetres {
		if times.Milliseconds[i] != nil {
			t.Fatal("a distance in milliseconds")
		}
		if n := times.GroupPopulation[i]; mm != nil && n != nil && *mm <= 800_000 {
			covered += int64(*n)
		}
	}
	if r := report.Results[0]; covered == 0 || covered != r.Covered || r.Metres.Metres != 800 || times.Metres != 800 {
		t.Errorf("the table says %d, the count %+v", covered, r)
	}
}
