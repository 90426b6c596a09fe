package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"lifecircle/geo"
)

// JobState is where a job stands: queued, then running, then one of the other three.
type JobState string

// The states of a job.
const (
	JobQueued    JobState = "queued"
	JobRunning   JobState = "running"
	JobSucceeded JobState = "succeeded"
	JobFailed    JobState = "failed"
	JobCancelled JobState = "cancelled"
)

// Job is a piece of long work that a server runs for a user.
type Job struct {
	ID     string          `json:"id"`
	Kind   string          `json:"kind"`
	State  JobState        `json:"state"`
	Done   int64           `json:"done"`
	Total  int64           `json:"total"`
	Error  geo.Words       `json:"error,omitzero"` // why it failed; nothing if it did not
	Report json.RawMessage `json:"report,omitempty"`
}

// PutJob stores a job, over an earlier state of it. Store the changes of state; keep progress in memory, since
// the file has one writer and that is the job itself.
func (w *Workspace) PutJob(ctx context.Context, j Job) error {
	var report any
	if j.Report != nil {
		report = string(j.Report)
	}
	because, err := storedError(j.Error)
	if err != nil {
		return err
	}
	return w.change(ctx, func(tx *writeTx) error {
		_, err := tx.Exec(`INSERT INTO job (id, kind, state, done, total, error, report) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state, done = excluded.done, total = excluded.total, error = excluded.error, report = excluded.report`,
			j.ID, j.Kind, string(j.State), j.Done, j.Total, because, report)
		return err
	})
}

// Jobs lists the jobs in the order in which they were first stored.
func (w *Workspace) Jobs(ctx context.Context) ([]Job, error) {
	var jobs []Job
	err := each(ctx, w.read, `SELECT id, kind, state, done, total, error, report FROM job ORDER BY rowid`, func(row *sql.Rows) error {
		j, err := scanJob(row.Scan)
		jobs = append(jobs, j)
		return err
	})
	return jobs, explain(w.path, err)
}

// Job gives one job, false if there is none of that id.
func (w *Workspace) Job(ctx context.Context, id string) (Job, bool, error) {
	j, err := scanJob(w.read.QueryRowContext(ctx, `SELECT id, kind, state, done, total, error, report FROM job WHERE id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Job{}, false, nil
	}
	return j, err == nil, explain(w.path, err)
}

func scanJob(scan func(...any) error) (j Job, err error) {
	var report sql.Null[string]
	var because string
	if err := scan(&j.ID, &j.Kind, &j.State, &j.Done, &j.Total, &because, &report); err != nil {
		return Job{}, err
	}
	if because != "" && json.Unmarshal([]byte(because), &j.Error) != nil {
		j.Error = geo.Words{EN: because, ZH: because} // of a program that stored English alone
	}
	if report.Valid {
		if !json.Valid([]byte(report.V)) {
			return Job{}, fmt.Errorf("the report of job %s is not JSON", j.ID)
		}
		j.Report = json.RawMessage(report.V)
	}
	return j, nil
}

// storedError is how the column error of a job holds both wordings: as JSON, empty if nothing went wrong.
func storedError(because geo.Words) (string, error) {
	if because.Empty() {
		return "", nil
	}
	text, err := json.Marshal(because)
	return string(text), err
}

// Interrupted is the error of a job whose process ended before it did.
var Interrupted = geo.Say("interrupted", "程序中途退出，任务中断")

// FailInterruptedJobs marks jobs that an ended process left queued or running as failed. Call it when a server
// starts, before it takes jobs.
func (w *Workspace) FailInterruptedJobs(ctx context.Context) error {
	var left int
	if err := w.read.QueryRowContext(ctx, `SELECT count(*) FROM job WHERE state IN (?, ?)`, string(JobQueued), string(JobRunning)).Scan(&left); err != nil || left == 0 {
		return explain(w.path, err)
	}
	because, err := storedError(Interrupted)
	if err != nil {
		return err
	}
	return w.change(ctx, func(tx *writeTx) error {
		_, err := tx.Exec(`UPDATE job SET state = ?, error = ? WHERE state IN (?, ?)`, string(JobFailed), because, string(JobQueued), string(JobRunning))
		return err
	})
}
