package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"lifecircle/data"
)

// Lists of another town make every answer meaningless: the workspace says so as an error, and the import what it did.
func TestListsOfAnotherTownAreAnErrorOfTheWorkspace(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t)})
	list := "id,lon,lat,population\n"
	for i := range 6 {
		list += fmt.Sprintf("F%d,121.%d,31.2,1\n", i, i)
	}
	report := read[data.Report](t, upload(t, s, base+"/imports/residents?replace=true", "far.csv", list))
	if report.Now == nil || report.Now.Records != 6 || *report.Now.People != 6 || report.Stayed.Records != 0 || report.Before.Records == 0 {
		t.Errorf("now %+v, stayed %+v, before %+v", report.Now, report.Stayed, report.Before)
	}
	errors := 0
	for _, f := range read[WorkspaceInfo](t, fetch(t, s, base+"/workspace")).Findings {
		if f.Code == "contradicts_streets" && f.Severity == data.SeverityError && f.Count == 6 && f.TextZH != "" {
			errors++
		}
	}
	if errors != 1 {
		t.Errorf("%d errors of the workspace, want 1", errors)
	}
	answer := upload(t, s, base+"/imports/residents?map=colour=id", "far.csv", list)
	if answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "/problems/bad-parameter") {
		t.Errorf("an unknown field: %d %s", answer.Code, answer.Body)
	}
}
