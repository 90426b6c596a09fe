package api

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lifecircle/data"
)

// finished waits until a job has ended.
func finished(t testing.TB, s *Server, id string) Job {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		job := read[Job](t, fetch(t, s, base+"/jobs/"+id))
		if job.ended() {
			return job
		}
		if time.Now().After(end) {
			t.Fatalf("the job does not end: %+v", job)
		}
	}
}

// event is a server-sent event.
type event struct {
	name string
	Job
}

func events(t testing.TB, body io.Reader) (list []event) {
	t.Helper()
	scanner := bufio.NewScanner(body)
	scanner.Buffer(nil, 1<<20)
	var e event
	for scanner.Scan() {
		switch line := scanner.Text(); {
		case strings.HasPrefix(line, "event: "):
			e.name = line[len("event: "):]
		case strings.HasPrefix(line, "data: "):
			if err := json.Unmarshal([]byte(line[len("data: "):]), &e.Job); err != nil {
				t.Fatal(err)
			}
		case line == "" && e.name != "":
			list = append(list, e)
			e = event{}
		}
	}
	return list
}

func TestEventsTellAJobFromBeginningToEnd(t *testing.T) {
	s := newServer(t, Options{Workspace: open(t, filepath.Join(t.TempDir(), "new.gpkg"))})
	web := httptest.NewUnstartedServer(s.Handler())
	web.Config.WriteTimeout = 2 * eventPause // shorter than the job, as it may be in real life
	web.Start()
	defer web.Close()
	step := make(chan struct{})
	job, err := s.submit("test", func(ctx context.Context, progress func(done, total int64)) (data.Report, error) {
		for i := range int64(3) {
			progress(i, 3)
			<-step
		}
		return data.Report{Kind: data.Streets, File: "town.osm"}, nil
	}, func() {})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+base+"/jobs/"+job.ID+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd") // as browsers do; a compressor would hold events back
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" || response.Header.Get("Content-Encoding") != "" {
		t.Errorf("%v", response.Header)
	}
	go func() {
		for range 3 {
			time.Sleep(2 * eventPause)
			step <- struct{}{}
		}
	}()
	list := events(t, response.Body)
	last := list[len(list)-1]
	if last.name != "end" || last.State != data.JobSucceeded || last.Report == nil || last.Report.File != "town.osm" {
		t.Fatalf("the last event: %+v", last)
	}
	seen := int64(-1)
	for _, e := range list[:len(list)-1] {
		if e.name != "progress" || e.Done < seen || e.ended() {
			t.Errorf("%+v", e)
		}
		seen = e.Done
	}
	if len(list) < 3 {
		t.Errorf("%d events: they did not come one by one", len(list))
	}
	after := events(t, fetch(t, s, base+"/jobs/"+job.ID+"/events").Body)
	if len(after) != 1 || after[0].name != "end" {
		t.Errorf("of a job that has ended: %+v", after)
	}
}

// untilCancelled is work that ends only when it is cancelled.
func untilCancelled(ctx context.Context, _ func(done, total int64)) (data.Report, error) {
	<-ctx.Done()
	return data.Report{}, ctx.Err()
}

func TestJobsAreCancelledWaitingAndRunning(t *testing.T) {
	s := newServer(t, Options{Workspace: open(t, filepath.Join(t.TempDir(), "new.gpkg"))})
	var cleaned sync.WaitGroup
	cleaned.Add(2)
	running, err := s.submit("test", untilCancelled, cleaned.Done)
	if err != nil {
		t.Fatal(err)
	}
	waiting, err := s.submit("test", untilCancelled, cleaned.Done)
	if err != nil {
		t.Fatal(err)
	}
	if got := read[Job](t, call(t, s, http.MethodDelete, base+"/jobs/"+waiting.ID, nil)); got.State != data.JobCancelled {
		t.Errorf("%+v", got)
	}
	if got := read[Job](t, call(t, s, http.MethodDelete, base+"/jobs/"+running.ID, nil)); got.State != data.JobCancelled {
		t.Errorf("%+v", got)
	}
	if got := read[Job](t, call(t, s, http.MethodDelete, base+"/jobs/"+running.ID, nil)); got.State != data.JobCancelled {
		t.Errorf("cancelled twice: %+v", got)
	}
	cleaned.Wait()
}

func TestAShortImportDoesNotWaitForEverForALongOne(t *testing.T) {
	if testing.Short() {
		t.Skip("waits as long as a user would")
	}
	s := newServer(t, Options{Workspace: sampleWorkspace(t)})
	job, err := s.submit("test", untilCancelled, func() {})
	if err != nil {
		t.Fatal(err)
	}
	for read[Job](t, fetch(t, s, base+"/jobs/"+job.ID)).State != data.JobRunning {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	body, media := form(t, [3]string{"file", "x.csv", residentsCSV})
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "http://localhost"+base+"/imports/residents", body)
	request.Header.Set("Content-Type", media)
	recorder := httptest.NewRecorder()
	s.Handler().ServeHTTP(recorder, request)
	mustBe(t, recorder, busy)
	for range maxWaiting {
		s.submit("test", untilCancelled, func() {})
	}
	if _, err := s.submit("test", untilCancelled, func() {}); err == nil {
		t.Error("jobs queue up without end")
	}
}

func TestJobsLeftByAnEndedProcessAreFailed(t *testing.T) {
	w := sampleWorkspace(t)
	report, err := json.Marshal(data.Report{Kind: data.Streets, File: "old.osm", Kept: 7})
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range []data.Job{{ID: "left", Kind: "import-streets", State: data.JobRunning, Done: 3, Total: 10}, {ID: "fine", Kind: "import-streets", State: data.JobSucceeded, Report: report}} {
		if err := w.PutJob(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	s := newServer(t, Options{Workspace: w})
	if got := read[Job](t, fetch(t, s, base+"/jobs/left")); got.State != data.JobFailed || got.Error != "interrupted" || got.ErrorZH != data.Interrupted.ZH {
		t.Errorf("%+v", got)
	}
	if got := read[Job](t, fetch(t, s, base+"/jobs/fine")); got.Report == nil || got.Report.Kept != 7 {
		t.Errorf("%+v", got)
	}
	job := read[Job](t, upload(t, s, base+"/imports/streets", "town.osm", lattice(4)))
	finished(t, s, job.ID)
	stored, found, err := w.Job(t.Context(), job.ID)
	if err != nil || !found || stored.State != data.JobSucceeded || stored.Report == nil {
		t.Errorf("not stored: %+v %v", stored, err)
	}
	if list := read[Items[Job]](t, fetch(t, s, base+"/jobs")); len(list.Items) != 3 || list.Items[0].ID != job.ID {
		t.Errorf("%+v", list)
	}
}

func TestAPanicInAJobFailsTheJobAlone(t *testing.T) {
	s := newServer(t, Options{Workspace: open(t, filepath.Join(t.TempDir(), "new.gpkg"))})
	job, err := s.submit("test", func(context.Context, func(done, total int64)) (data.Report, error) { panic("secret") }, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if got := finished(t, s, job.ID); got.State != data.JobFailed || strings.Contains(got.Error, "secret") {
		t.Errorf("%+v", got)
	}
}
