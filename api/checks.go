package api

import (
	"context"
	"io"
	"net/http"
	"reflect"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// CheckQuestion asks whether a plan is met.
type CheckQuestion struct {
	Standard    string             `json:"standard,omitempty" maxLength:"80" doc:"Id of a standard that came with the program: GET /standards." example:"zhejiang-2025"`
	Text        string             `json:"text,omitempty" doc:"Instead: the YAML text of a file of one's own, at most 1 MiB."`
	Checks      []string           `json:"checks,omitempty" nullable:"false" minItems:"1" maxItems:"500" doc:"Only these checks, by id; all if not given."`
	AsOf        string             `json:"as_of,omitempty" maxLength:"40" doc:"Facilities as they were on this day, by their dates of opening and closing." example:"2025-12-31"`
	ElderAge    int                `json:"elder_age,omitempty" enum:"60,65" doc:"From which age people are older; the plan's own if not given."`
	Sensitivity bool               `json:"sensitivity,omitempty" doc:"Also at the slower and the faster speed of each mode."`
	Needed      bool               `json:"needed,omitempty" doc:"Also what it would take to meet the targets."`
	Scenario    string             `json:"scenario,omitempty" maxLength:"80" doc:"Name of a saved scenario whose edits are done first."`
	Speeds      map[string]float64 `json:"speeds,omitempty" doc:"Other speeds of modes of one speed, in km/h." example:"{\"walk\":4.5}"`
}

// CheckPath names a check, by the id of its job.
type CheckPath struct {
	ID string `path:"id" maxLength:"64"`
}

// CheckBrief is a check in short.
type CheckBrief struct {
	ID       string            `json:"id"`
	Standard string            `json:"standard"`
	Title    geo.Words         `json:"title"`
	AsOf     string            `json:"as_of,omitempty"`
	Scenario string            `json:"scenario,omitempty" doc:"The saved scenario whose edits were done first."`
	Checks   int               `json:"checks" doc:"How many."`
	Headline standard.Headline `json:"headline"`
	ResultID string            `json:"result_id" doc:"Names the result on paper: the same inputs give the same id."`
}

func (s *Server) registerChecks() {
	tag := "Plans"
	begin := operation(http.MethodPost, "/checks", tag, "Hold a plan against the town",
		"A job: follow the Location; done counts the checks of total. Two run at a time, and others wait. A job that is cancelled leaves nothing. "+
			"The result is at /checks/{id} as soon as the job has succeeded, for the last 32, until the program ends or an import changes the town.")
	begin.DefaultStatus, begin.MaxBodyBytes = http.StatusAccepted, maxCheckBytes
	register(s, begin, s.beginCheck)
	register(s, operation(http.MethodGet, "/checks", tag, "Results about the town as it is, the latest first", ""), s.listChecks)
	register(s, operation(http.MethodGet, "/checks/{id}", tag, "The scorecard", "The same as lifecircle check --json, byte for byte."), s.scorecard)
	register(s, operation(http.MethodGet, "/checks/{id}/shown", tag, "The numbers of a scorecard as people read them",
		"In one way for screen, page and report: no value is rounded across its target, to 0 or to 100 %. Failing units are in the order of the scorecard, the first 500 of each check."), s.shownScorecard)
	register(s, operation(http.MethodGet, "/checks/{id}/problems", tag, "The list of problems (问题清单)", "Every unit that fails a check that is not met: what binds first, then what concerns most people."), s.problems)
	s.registerCheckMaps()
}

func (s *Server) beginCheck(ctx context.Context, q *struct{ Body CheckQuestion }) (*Created[Job], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	std, err := standardOf(q.Body.Standard, q.Body.Text)
	if err != nil {
		return nil, err
	}
	options, err := q.Body.options()
	if err != nil {
		return nil, err
	}
	edits, err := s.firstEdits(ctx, &NewScenario{From: q.Body.Scenario})
	if err != nil {
		return nil, err
	}
	analysis := t.Analysis
	if len(edits.Edits) > 0 {
		if analysis, err = t.With(edits); err != nil {
			return nil, err
		}
	}
	if err := standard.Ready(analysis, std, options); err != nil {
		return nil, err
	}
	about := standard.Assessed{Analysis: analysis, Standard: std, Options: options}
	one := &check{revision: t.revision, scenario: q.Body.Scenario, Assessed: about}
	job, err := s.calculate(calculation{
		kind: checkKind, places: s.checks.running, tooMany: tooManyChecking,
		begun: func(id string) { s.checks.add(id, one) },
		work:  func(ctx context.Context, j *job) error { return s.assess(ctx, j, one, about) },
		over:  s.checks.settle,
	})
	return &Created[Job]{base + "/jobs/" + job.ID, job}, err
}

// options are the question in the words of the assessment.
func (q *CheckQuestion) options() (o standard.Options, err error) {
	o = standard.Options{Checks: q.Checks, AsOf: q.AsOf, ElderAge: q.ElderAge, Sensitivity: q.Sensitivity, Needed: q.Needed}
	if err := checkDay("as_of", q.AsOf); err != nil {
		return o, err
	}
	for mode, kmh := range q.Speeds {
		if !slices.Contains(geo.Modes(), geo.Mode(mode)) {
			return o, &coverage.RequestError{Parameter: "speeds", Value: mode, Rule: geo.Say("is no mode: they are listed at /api/v1/modes", "不是出行方式：可选方式见 /api/v1/modes")}
		}
		profile, err := isochrone.BuiltinProfile(geo.Mode(mode))
		if err == nil {
			profile, err = profile.WithSpeed(kmh)
		}
		if err != nil {
			return o, &coverage.RequestError{Parameter: "speeds", Value: mode + "=" + number(kmh), Rule: geo.WordsOf(err)}
		}
		if o.Profiles == nil {
			o.Profiles = make(map[geo.Mode]isochrone.Profile)
		}
		o.Profiles[profile.Mode] = profile
	}
	return o, nil
}

// checkDay refuses what is no day; nothing is none.
func checkDay(parameter, text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil && text != "" {
		return &coverage.RequestError{Parameter: parameter, Value: text, Rule: geo.Say("must be a day such as 2025-12-31", "须为具体日期，例如 2025-12-31")}
	}
	return nil
}

func tooManyChecking(waiting int) error {
	return tooManyChecks.problem(geo.Say("%d checks are under way or waiting already", "已有 %d 项评估正在进行或等待", waiting), geo.Say("Wait until one of them is done, or cancel one.", "请等待其中一项完成，或取消一项。"))
}

// assess does the work of a check.
func (s *Server) assess(ctx context.Context, j *job, one *check, about standard.Assessed) error {
	s.jobs.change(j, func(j *Job) { j.State = data.JobRunning })
	about.Options.Progress = func(done, total int) {
		s.jobs.change(j, func(j *Job) { j.Done, j.Total = int64(done), int64(total) })
	}
	card, err := standard.Assess(ctx, about.Analysis, about.Standard, about.Options)
	if err != nil {
		return err
	}
	s.checks.keep(one, card)
	s.jobs.change(j, func(j *Job) { j.Result = base + "/checks/" + j.ID })
	return nil
}

func (s *Server) listChecks(ctx context.Context, _ *struct{}) (*answer[Items[CheckBrief]], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	list := Items[CheckBrief]{[]CheckBrief{}}
	for _, one := range s.checks.all(t.revision) {
		list.Items = append(list.Items, CheckBrief{ID: one.id, Standard: one.card.Standard, Title: one.card.Title, AsOf: one.card.AsOf, Scenario: one.scenario,
			Checks: len(one.card.Checks), Headline: one.card.Headline, ResultID: one.card.ResultID()})
	}
	return &answer[Items[CheckBrief]]{list}, nil
}

// Scorecard is the result of a check.
type Scorecard struct{ card *standard.Scorecard }

// WriteJSON writes it as the command line does.
func (c Scorecard) WriteJSON(w io.Writer) error {
	text, err := c.card.JSON()
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// Schema documents it.
func (Scorecard) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[standard.Scorecard](), true, "")
}

func (s *Server) scorecard(ctx context.Context, q *CheckPath) (*answer[Scorecard], error) {
	one, err := s.checked(ctx, q.ID)
	return &answer[Scorecard]{Scorecard{one.card}}, err
}

// ProblemRow is a row of the list of problems.
type ProblemRow = standard.Problem

func (s *Server) problems(ctx context.Context, q *CheckPath) (*answer[Items[ProblemRow]], error) {
	one, err := s.checked(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	return &answer[Items[ProblemRow]]{Items[ProblemRow]{one.card.Problems(one.Analysis.Area)}}, nil
}
