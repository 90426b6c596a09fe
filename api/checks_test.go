package api

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"lifecircle/data"
	"lifecircle/isochrone/standard"
)

// hold holds a plan against the town and waits until the job has ended.
func hold(t testing.TB, s *Server, body string) Job {
	t.Helper()
	accepted := send(t, s, http.MethodPost, "/checks", body)
	if accepted.Code != http.StatusAccepted {
		t.Fatalf("%s: %d %s", body, accepted.Code, accepted.Body)
	}
	job := read[Job](t, accepted)
	if want := base + "/jobs/" + job.ID; accepted.Header().Get("Location") != want {
		t.Errorf("Location %q, want %s", accepted.Header().Get("Location"), want)
	}
	return finished(t, s, job.ID)
}

// TestAScorecardIsThatOfTheCommandLine holds it against the one that the same question gets without a server.
func TestAScorecardIsThatOfTheCommandLine(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t), Sample: true})
	for _, id := range standard.Names() {
		job := hold(t, s, `{"standard":"`+id+`","sensitivity":true}`)
		if job.State != data.JobSucceeded || job.Result != base+"/checks/"+job.ID || job.Done != job.Total || job.Total == 0 {
			t.Fatalf("%s: %+v", id, job)
		}
		std, err := standard.Builtin(id)
		if err != nil {
			t.Fatal(err)
		}
		card, err := standard.Assess(t.Context(), mustTown(t, s).Analysis, std, standard.Options{Sensitivity: true})
		if err != nil {
			t.Fatal(err)
		}
		want, err := card.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if got := fetch(t, s, job.Result).Body.Bytes(); !bytes.Equal(got, want) {
			t.Errorf("%s: %.300s\nwant %.300s", id, got, want)
		}
		shown := read[ShownScorecard](t, fetch(t, s, job.Result+"/shown"))
		if shown.ResultID != card.ResultID() || len(shown.Items) != len(card.Checks) {
			t.Errorf("%s: %s with %d items, want %s with %d", id, shown.ResultID, len(shown.Items), card.ResultID(), len(card.Checks))
		}
	}
	if strings.Count(fetch(t, s, base+"/checks").Body.String(), `"result_id"`) != len(standard.Names()) {
		t.Errorf("%s", fetch(t, s, base+"/checks").Body)
	}
}
