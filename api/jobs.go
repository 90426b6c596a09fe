package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"lifecircle/data"
	"lifecircle/geo"
)

// Job is a piece of long work: queued, then running, then succeeded, failed or cancelled.
type Job struct {
	ID      string        `json:"id"`
	Kind    string        `json:"kind" example:"import-streets"`
	State   data.JobState `json:"state" enum:"queued,running,succeeded,failed,cancelled"`
	Done    int64         `json:"done" doc:"Of total."`
	Total   int64         `json:"total"`
	Error   string        `json:"error,omitempty" doc:"Why it failed."`
	ErrorZH string        `json:"error_zh,omitempty" doc:"The same in Chinese."`
	Report  *data.Report  `json:"report,omitempty" doc:"Of an import that succeeded."`
	Site    *SiteProgress `json:"site,omitempty" doc:"Of a search for sites: how far it has come. It stays when the job has ended."`
	Result  string        `json:"result,omitempty" doc:"Address of what was found, as soon as it is there: of a check, and of a search for sites, of this also after it was cancelled."`
}

func (j *Job) fail(because geo.Words) {
	j.State, j.Error, j.ErrorZH = data.JobFailed, because.EN, because.ZH
}

func (j *Job) ended() bool {
	return j.State == data.JobSucceeded || j.State == data.JobFailed || j.State == data.JobCancelled
}

// jobs are the jobs of this process and what the workspace remembers of earlier ones.
//
// What they say while they run is kept in memory. The workspace learns of the states running, succeeded, failed and
// cancelled; not of queued, because the file has one writer, which is the job before.
type jobs struct {
	importing chan struct{} // held by the one import under way

	mu   sync.Mutex
	all  []*job // in the order of their submission
	byID map[string]*job
}

// job is one of them. Its fields are guarded by the mutex of jobs.
type job struct {
	Job
	changed chan struct{} // closed at the next change
	cancel  context.CancelFunc
}

// maxWaiting bounds the imports that wait, each with an upload on the disk, the searches for sites and the checks; maxJobs
// the jobs remembered.
const (
	maxWaiting = 8
	maxJobs    = 1000
)

// errCancelled is the cause of a job's end when a user asked for it.
var errCancelled = errors.New("cancelled")

func (s *Server) startJobs(ctx context.Context) error {
	s.jobs = &jobs{importing: make(chan struct{}, 1), byID: make(map[string]*job)}
	if !s.options.Workspace.ReadOnly() {
		if err := s.options.Workspace.FailInterruptedJobs(ctx); err != nil {
			return err
		}
	}
	past, err := s.options.Workspace.Jobs(ctx)
	if err != nil {
		return err
	}
	for _, row := range past[max(0, len(past)-maxJobs):] {
		j := &job{Job: Job{ID: row.ID, Kind: row.Kind, State: row.State, Done: row.Done, Total: row.Total, Error: row.Error.EN, ErrorZH: row.Error.ZH}}
		if row.Report != nil {
			j.Report = new(data.Report)
			if err := json.Unmarshal(row.Report, j.Report); err != nil {
				return fmt.Errorf("the report of job %s: %w", row.ID, err)
			}
		}
		s.jobs.all = append(s.jobs.all, j)
		s.jobs.byID[j.ID] = j
	}
	return nil
}

// enter waits until no other import is under way; leave ends it.
func (j *jobs) enter(ctx context.Context) error {
	select {
	case j.importing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (j *jobs) leave() { <-j.importing }

// submit queues work. When it has ended, however it ended, cleanup is called; not if submit fails.
func (s *Server) submit(kind string, work func(context.Context, func(done, total int64)) (data.Report, error), cleanup func()) (Job, error) {
	ctx, cancel := context.WithCancelCause(s.running)
	j := &job{Job: Job{ID: strings.ToLower(rand.Text()[:16]), Kind: kind, State: data.JobQueued}, changed: make(chan struct{}), cancel: func() { cancel(errCancelled) }}
	if err := s.jobs.add(j, tooManyImports); err != nil {
		cancel(err)
		return Job{}, err
	}
	queued := j.Job
	started := s.inBackground(func() {
		defer cancel(nil)
		defer cleanup()
		if err := s.jobs.enter(ctx); err != nil {
			s.jobs.change(j, func(j *Job) { *j = s.ended(ctx, *j, nil, err) })
			return
		}
		defer s.jobs.leave()
		s.jobs.change(j, func(j *Job) { j.State = data.JobRunning })
		s.persist(j.Job)
		report, err := guardedWork(ctx, work, func(done, total int64) {
			s.jobs.change(j, func(j *Job) { j.Done, j.Total = done, total })
		})
		final := s.ended(ctx, j.Job, &report, err)
		s.persist(final)
		if err == nil { // success is told when the town that it made is there
			if _, err := s.town(s.running); err != nil && s.running.Err() == nil {
				s.log.Error("load the town after an import", "error", err)
			}
		}
		s.jobs.change(j, func(j *Job) { *j = final })
	})
	if !started {
		cancel(nil)
		s.jobs.change(j, func(j *Job) { j.fail(data.Interrupted) })
		return Job{}, stopped.problem(geo.Say("the program is ending", "程序正在退出"), geo.Say("Start it again.", "请重新启动程序。"))
	}
	return queued, nil
}

// calculation is a job that changes nothing in the workspace.
type calculation struct {
	kind    string
	places  chan struct{}           // one for each that may run at a time
	tooMany func(waiting int) error // that wait
	begun   func(id string)         // before anybody can ask for it
	work    func(context.Context, *job) error
	over    func(id string) // however it ended
}

// calculate queues a calculation.
func (s *Server) calculate(c calculation) (Job, error) {
	ctx, cancel := context.WithCancelCause(s.running)
	j := &job{Job: Job{ID: strings.ToLower(rand.Text()[:16]), Kind: c.kind, State: data.JobQueued}, changed: make(chan struct{}), cancel: func() { cancel(errCancelled) }}
	if err := s.jobs.add(j, c.tooMany); err != nil {
		cancel(err)
		return Job{}, err
	}
	queued := j.Job
	c.begun(j.ID)
	started := s.inBackground(func() {
		defer cancel(nil)
		var err error
		select {
		case c.places <- struct{}{}:
			_, err = guardedWork(ctx, func(ctx context.Context, _ func(done, total int64)) (data.Report, error) {
				return data.Report{}, c.work(ctx, j)
			}, nil)
			<-c.places
		case <-ctx.Done():
			err = ctx.Err()
		}
		if err == nil && context.Cause(ctx) == errCancelled {
			err = errCancelled // it keeps what it found
		}
		c.over(j.ID)
		s.jobs.change(j, func(j *Job) { *j = s.ended(ctx, *j, nil, err) })
	})
	if !started {
		cancel(nil)
		s.jobs.change(j, func(j *Job) { j.fail(data.Interrupted) })
		c.over(j.ID)
		return Job{}, stopped.problem(geo.Say("the program is ending", "程序正在退出"), geo.Say("Start it again.", "请重新启动程序。"))
	}
	return queued, nil
}

// guardedWork runs work and turns a panic into an error, so that a bad file does not end the program.
func guardedWork(ctx context.Context, work func(context.Context, func(done, total int64)) (data.Report, error), progress func(done, total int64)) (report data.Report, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return work(ctx, progress)
}

// ended is a job as it ended.
func (s *Server) ended(ctx context.Context, j Job, report *data.Report, err error) Job {
	switch {
	case err == nil:
		j.State, j.Report = data.JobSucceeded, report
	case errors.Is(context.Cause(ctx), errCancelled):
		j.State = data.JobCancelled
	case ctx.Err() != nil:
		j.fail(data.Interrupted)
	default:
		j.fail(problemOf(ctx, s.log, err).InWords())
	}
	return j
}

// persist writes a job to the workspace. A job that cannot be written still runs: its work is what counts.
func (s *Server) persist(j Job) {
	row := data.Job{ID: j.ID, Kind: j.Kind, State: j.State, Done: j.Done, Total: j.Total, Error: geo.Words{EN: j.Error, ZH: j.ErrorZH}}
	err := error(nil)
	if j.Report != nil {
		row.Report, err = json.Marshal(j.Report)
	}
	if err == nil {
		err = s.options.Workspace.PutJob(context.WithoutCancel(s.running), row)
	}
	if err != nil {
		s.log.Warn("job not stored", "job", j.ID, "state", j.State, "error", err)
	}
}

// add takes a job in, unless too many that wait for the same have not ended.
func (j *jobs) add(added *job, tooMany func(waiting int) error) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	waiting := 0
	for _, other := range j.all {
		if !other.ended() && queueOf(other.Kind) == queueOf(added.Kind) {
			waiting++
		}
	}
	if waiting >= maxWaiting {
		return tooMany(waiting)
	}
	j.all = append(j.all, added)
	j.byID[added.ID] = added
	for len(j.all) > maxJobs && j.all[0].ended() {
		delete(j.byID, j.all[0].ID)
		j.all = j.all[1:]
	}
	return nil
}

// queueOf names the queue in which jobs of a kind wait.
func queueOf(kind string) string {
	switch kind {
	case siteKind, checkKind:
		return kind
	}
	return "imports"
}

func tooManyImports(waiting int) error {
	return busy.problem(geo.Say("%d imports are waiting already", "已有 %d 项导入在等待", waiting), geo.Say("Wait until one of them is done, or cancel one.", "请等待其中一项完成，或取消一项。"))
}

// change changes a job and wakes those who watch it.
func (j *jobs) change(of *job, how func(*Job)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	how(&of.Job)
	close(of.changed)
	of.changed = make(chan struct{})
}

// watch gives a job as it is and what is closed when it changes; nil where it never will.
func (j *jobs) watch(id string) (now Job, changed <-chan struct{}, found bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	of, found := j.byID[id]
	if !found {
		return Job{}, nil, false
	}
	return of.Job, of.changed, true
}

func (j *jobs) list() []Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	list := make([]Job, len(j.all))
	for i, of := range j.all {
		list[i] = of.Job
	}
	slices.Reverse(list)
	return list
}

// JobPath names a job.
type JobPath struct {
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) registerJobs() {
	register(s, operation(http.MethodGet, "/jobs", "Jobs", "Jobs, the latest first", ""), func(context.Context, *struct{}) (*answer[Items[Job]], error) {
		return &answer[Items[Job]]{Items[Job]{s.jobs.list()}}, nil
	})
	register(s, operation(http.MethodGet, "/jobs/{id}", "Jobs", "One job", ""), func(_ context.Context, q *JobPath) (*answer[Job], error) {
		now, _, found := s.jobs.watch(q.ID)
		if !found {
			return nil, noJob(q.ID)
		}
		return &answer[Job]{now}, nil
	})
	register(s, operation(http.MethodDelete, "/jobs/{id}", "Jobs", "Cancel a job", "What it did is undone: an import happens wholly or not at all, and a check leaves nothing. Of a search for sites the best found by then is kept. A job that has ended stays as it is."), s.cancelJob)
	s.registerEvents()
}

func (s *Server) cancelJob(ctx context.Context, q *JobPath) (*answer[Job], error) {
	s.jobs.mu.Lock()
	if of := s.jobs.byID[q.ID]; of != nil && of.cancel != nil {
		of.cancel()
	}
	s.jobs.mu.Unlock()
	for {
		now, changed, found := s.jobs.watch(q.ID)
		if !found {
			return nil, noJob(q.ID)
		}
		if now.ended() {
			return &answer[Job]{now}, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func noJob(id string) error {
	return notFound.problem(geo.Say("there is no job %q", "没有任务“%s”", id), geo.Say("The jobs are listed at /api/v1/jobs.", "任务列表见 /api/v1/jobs。"))
}
