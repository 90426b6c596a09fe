package api

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	sites "lifecircle/isochrone/siting/town"
)

// siteKind is the kind of the jobs that look for sites.
const siteKind = "sites"

// The bounds of searches: how many run at a time, whose results are remembered, and how long a curve may take.
const (
	maxSearches   = 2
	maxSiteAnswer = 32
	curvePatience = time.Minute
)

// curveWork is the limit of work of each number of sites of a curve, about half a second on one core.
const curveWork = siting.UsualWork / 20

// SiteProgress is how far a search for sites has come.
type SiteProgress struct {
	Phase string `json:"phase" enum:"candidates,search,catchments,curve,done" doc:"candidates: whom each of them would serve, done of total; search: the best is looked for; catchments: it is found, and is drawn; curve: numbers of sites, done of total."`
	Unit  string `json:"unit" doc:"Of value and bound; empty before the search."`
	sites.Progress
}

// siteSearches are the searches for sites of this process. What they found lives in memory.
type siteSearches struct {
	running chan struct{} // a place for each that may run

	mu    sync.Mutex
	byID  map[string]*siteSearch
	order []string // of those that have an answer
}

// siteSearch is one of them. What is found is guarded by the mutex of siteSearches, and set once but for the curve.
type siteSearch struct {
	question SiteQuestion
	revision string // of the town that was asked about

	answer   *sites.Answer
	layer    *geo.Layer
	curve    []sites.CurvePoint
	complete bool
}

func newSiteSearches() *siteSearches {
	return &siteSearches{running: make(chan struct{}, maxSearches), byID: make(map[string]*siteSearch)}
}

// askSites checks a question as far as that takes no time, and begins the search.
func (s *Server) askSites(ctx context.Context, q *struct{ Body SiteQuestion }) (*Created[Job], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	question, err := q.Body.question()
	if err != nil {
		return nil, err
	}
	edits, err := s.firstEdits(ctx, &NewScenario{From: q.Body.From, Edits: q.Body.Edits})
	if err != nil {
		return nil, err
	}
	analysis := t.Analysis
	if len(edits.Edits) > 0 {
		if analysis, err = t.With(edits); err != nil {
			return nil, err
		}
	}
	if question, err = question.Ready(analysis); err != nil {
		return nil, err
	}
	if goal := sites.Problems[question.Problem]; q.Body.CurveUpTo > 0 && (goal == siting.FewestSites || goal == siting.LeastCost) {
		return nil, &coverage.RequestError{Parameter: "curve_up_to", Value: fmt.Sprint(q.Body.CurveUpTo), Rule: geo.Say("a target decides how many sites there are", "给定目标时，点位数由求解得出"), Hint: geo.Say("Leave it out", "请去掉该项")}
	}
	job, err := s.search(&siteSearch{question: q.Body, revision: t.revision}, analysis, question)
	return &Created[Job]{base + "/jobs/" + job.ID, job}, err
}

// search queues a search.
func (s *Server) search(found *siteSearch, analysis *coverage.Analysis, question sites.Question) (Job, error) {
	return s.calculate(calculation{
		kind: siteKind, places: s.found.running, tooMany: tooManySites,
		begun: func(id string) { s.found.add(id, found) },
		work:  func(ctx context.Context, j *job) error { return s.look(ctx, j, found, analysis, question) },
		over:  s.found.settle,
	})
}

func tooManySites(waiting int) error {
	return tooManySearches.problem(geo.Say("%d searches are under way or waiting already", "已有 %d 项求解正在进行或等待", waiting), geo.Say("Wait until one of them is done, or cancel one.", "请等待其中一项完成，或取消一项。"))
}

// look does the work of a search: candidates, sites, their catchments, and the curve where it is wanted.
func (s *Server) look(ctx context.Context, j *job, found *siteSearch, analysis *coverage.Analysis, question sites.Question) error {
	tell := func(change func(*Job, *SiteProgress)) {
		s.jobs.change(j, func(j *Job) {
			progress := SiteProgress{}
			if j.Site != nil {
				progress = *j.Site // whoever watches the job holds the one before
			}
			change(j, &progress)
			j.Site = &progress
		})
	}
	tell(func(j *Job, p *SiteProgress) {
		j.State = data.JobRunning
		p.Phase, p.Value, p.Bound = "candidates", "0", "0"
	})
	begun := time.Now()
	prepared, err := sites.Prepare(ctx, analysis, question, func(done, total int) {
		tell(func(j *Job, _ *SiteProgress) { j.Done, j.Total = int64(done), int64(total) })
	})
	if err != nil {
		return err
	}
	tell(func(_ *Job, p *SiteProgress) { p.Phase, p.Unit = "search", prepared.Unit() })
	limits := found.question.limits().Since(begun)
	limits.Progress = func(now siting.Progress) {
		tell(func(_ *Job, p *SiteProgress) { p.Progress = prepared.Shown(now) })
	}
	answer, err := prepared.Solve(ctx, limits)
	if err != nil {
		return err
	}
	s.found.set(func() { found.answer = answer })
	tell(func(j *Job, p *SiteProgress) {
		p.Phase, p.Progress = "catchments", sites.Progress{Value: answer.Value, Bound: answer.Bound, Gap: answer.Gap, Found: true}
		j.Result = base + "/sites/" + j.ID
	})
	layer, err := prepared.Layer(s.running, answer) // also of a search that was cancelled: it keeps what it found
	if err == nil {
		layer, err = coverage.WithFormat(layer, "geojson")
	}
	if err != nil {
		return err
	}
	s.found.set(func() { found.layer = &layer })
	if found.question.CurveUpTo > 0 {
		tell(func(j *Job, p *SiteProgress) { p.Phase, j.Done, j.Total = "curve", 0, int64(found.question.CurveUpTo) })
		next := func() { tell(func(j *Job, _ *SiteProgress) { j.Done++ }) }
		if err := s.drawCurve(ctx, found, prepared, next); err != nil {
			return err
		}
	}
	tell(func(_ *Job, p *SiteProgress) { p.Phase = "done" })
	return nil
}

// drawCurve adds the points of the curve one by one, and calls next after each.
func (s *Server) drawCurve(ctx context.Context, found *siteSearch, prepared *sites.Prepared, next func()) error {
	patient, stop := context.WithTimeout(ctx, curvePatience)
	defer stop()
	limits := siting.Limits{Work: curveWork, Workers: runtime.GOMAXPROCS(0)}
	_, err := prepared.Curve(patient, found.question.CurveUpTo, limits, func(point sites.CurvePoint) {
		s.found.set(func() { found.curve = append(found.curve, point) })
		next()
	})
	s.found.set(func() { found.complete = err == nil && patient.Err() == nil })
	return err
}

// limits are how long to try: as the command line has it.
func (q *SiteQuestion) limits() siting.Limits {
	limits := siting.Limits{Workers: runtime.GOMAXPROCS(0)}
	if q.TimeLimitS > 0 {
		limits.Time = time.Duration(q.TimeLimitS * float64(time.Second))
		limits.Work = 1 << 60 // the time alone decides
	}
	return limits
}

func (f *siteSearches) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *siteSearches) add(id string, one *siteSearch) {
	f.set(func() { f.byID[id] = one })
}

// settle notes that a search is over, and forgets the oldest where there are too many.
func (f *siteSearches) settle(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.order = append(f.order, id)
	for len(f.order) > maxSiteAnswer {
		delete(f.byID, f.order[0])
		f.order = f.order[1:]
	}
}

// of gives a search as it is now; false if there is none.
func (f *siteSearches) of(id string) (now siteSearch, found bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	one, found := f.byID[id]
	if !found {
		return siteSearch{}, false
	}
	return *one, true
}
