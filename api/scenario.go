package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// ScenarioQuestion is the question that a scenario answers while it is changed.
type ScenarioQuestion struct {
	Question
	By string `json:"by,omitempty" maxLength:"64" doc:"Also a row for each area of this level, or of all levels with area."`
}

func (q *ScenarioQuestion) request() (coverage.Request, error) {
	request, err := q.Question.request()
	request.By = q.By
	return request, err
}

// NewScenario begins a scenario: without edits, with those of a saved one, or with some of the caller's.
type NewScenario struct {
	Name  string          `json:"name,omitempty" maxLength:"80" doc:"By which it is shown; that of the saved one if not given."`
	From  string          `json:"from,omitempty" maxLength:"80" doc:"Name of a saved scenario whose edits are done first."`
	Edits json.RawMessage `json:"edits,omitempty" doc:"Instead: a list of edits to be done first, each as POST /scenarios/{id}/edits takes it."`
	ScenarioQuestion
}

// ScenarioState is a scenario under way.
type ScenarioState struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Saved    bool              `json:"saved" doc:"The workspace holds these very edits under this name."`
	Question ScenarioQuestion  `json:"question"`
	Edits    []ScenarioEdit    `json:"edits" nullable:"false" doc:"Those that are done, in order."`
	Results  []coverage.Result `json:"results" nullable:"false" doc:"Rows as those of /coverage, with the edits done."`
	Base     []coverage.Result `json:"base" nullable:"false" doc:"The same rows without any edit."`
	Undoable int               `json:"undoable" doc:"Edits that can be undone."`
	Redoable int               `json:"redoable" doc:"Edits that can be done again."`
}

// ScenarioList lists scenarios.
type ScenarioList struct {
	Saved []SavedScenario `json:"saved" nullable:"false" doc:"In the workspace, in the order in which they were first saved."`
	Live  []LiveScenario  `json:"live" nullable:"false" doc:"Under way, the one used last first."`
}

// SavedScenario is a scenario in the workspace.
type SavedScenario struct {
	Name     string `json:"name"`
	Edits    int    `json:"edits" doc:"How many."`
	SameTown bool   `json:"same_town" doc:"Nothing was imported since it was saved. If false, some of its edits may no longer be possible."`
}

// LiveScenario is a scenario under way, in short.
type LiveScenario struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Edits    int    `json:"edits" doc:"How many."`
	Redoable int    `json:"redoable"`
}

// ScenarioPath names a scenario under way.
type ScenarioPath struct {
	ID string `path:"id" maxLength:"64"`
}

// Created is an answer that tells where what was made can be found.
type Created[T any] struct {
	Location string `header:"Location"`
	Body     T
}

func (s *Server) registerScenarios() {
	tag := "Scenarios"
	register(s, operation(http.MethodGet, "/scenarios", tag, "Scenarios, saved and under way", ""), s.scenarios)
	begin := operation(http.MethodPost, "/scenarios", tag, "Begin a scenario",
		"A scenario answers one question while facilities are added, moved and closed, streets closed and built, gates opened. "+
			"It lives in memory until it is saved: at most 32 at a time, each until nobody has used it for an hour or an import changes the town. "+
			"Answers are made at once; on a town of a million residential points that may take seconds.")
	begin.DefaultStatus, begin.MaxBodyBytes = http.StatusCreated, geo.MaxScenarioBytes+64<<10
	register(s, begin, s.beginScenario)
	register(s, operation(http.MethodGet, "/scenarios/{id}", tag, "A scenario under way", ""), s.scenario)
	register(s, operation(http.MethodDelete, "/scenarios/{id}", tag, "End a scenario", "What was saved stays saved."), s.endScenario)
	register(s, operation(http.MethodPut, "/scenarios/{id}/question", tag, "Ask a scenario another question", "The edits stay as they are."), s.askScenario)
	register(s, operation(http.MethodPost, "/scenarios/{id}/save", tag, "Save a scenario in the workspace", "A name that another saved scenario has is refused unless replace is true."), s.saveScenario)
	register(s, operation(http.MethodDelete, "/saved-scenarios/{name}", tag, "Remove a saved scenario from the workspace", "Scenarios under way that began with it go on."), s.dropScenario)
	s.registerEdits()
	s.registerDifferences()
	s.registerStreets()
	s.describeEdits()
}

func (s *Server) scenarios(ctx context.Context, _ *struct{}) (*answer[ScenarioList], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	saved, err := s.options.Workspace.Scenarios(ctx)
	if err != nil {
		return nil, err
	}
	list := ScenarioList{[]SavedScenario{}, s.plays.all(t.revision)}
	for _, one := range saved {
		list.Saved = append(list.Saved, SavedScenario{one.Scenario.Name, len(one.Scenario.Edits), one.Base == t.Area.Fingerprint(geo.Everything)})
	}
	return &answer[ScenarioList]{list}, nil
}

func (s *Server) beginScenario(ctx context.Context, q *struct{ Body NewScenario }) (*Created[ScenarioState], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	edits, err := s.firstEdits(ctx, &q.Body)
	if err != nil {
		return nil, err
	}
	return s.openSession(ctx, t, q.Body.From, q.Body.ScenarioQuestion, edits, nil)
}

// openSession begins a session with the edits of a scenario, about a question. What keep does with it, if anything, is done
// before others see it.
func (s *Server) openSession(ctx context.Context, t *town, from string, asks ScenarioQuestion, edits geo.Scenario, keep func(*session) error) (*Created[ScenarioState], error) {
	request, err := asks.request()
	if err != nil {
		return nil, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	play, err := t.NewSession(ctx, request, edits)
	if err != nil {
		return nil, err
	}
	begun := newSession(t, play, from, asks)
	if keep != nil {
		if err := keep(begun); err != nil {
			return nil, err
		}
	}
	body, err := s.describeScenario(ctx, begun)
	if err != nil {
		return nil, err
	}
	s.plays.add(begun)
	return &Created[ScenarioState]{base + "/scenarios/" + begun.id, body}, nil
}

// firstEdits are the edits that a new scenario begins with, under its name.
func (s *Server) firstEdits(ctx context.Context, q *NewScenario) (scenario geo.Scenario, err error) {
	switch {
	case q.From != "" && q.Edits != nil:
		return scenario, &coverage.RequestError{Parameter: "from", Value: q.From, Rule: geo.Say("give the name of a saved scenario or edits, and not both", "已存方案名称与改动列表只能给出一项")}
	case q.From != "":
		saved, err := s.options.Workspace.Scenario(ctx, q.From)
		if err != nil {
			return scenario, err
		}
		scenario = saved.Scenario
	case q.Edits != nil:
		if scenario, err = geo.ParseScenario(slices.Concat([]byte(`{"edits":`), q.Edits, []byte(`}`))); err != nil {
			return scenario, badParameter.problem(geo.WordsOf(err), seeEdits)
		}
	}
	if q.Name != "" {
		scenario.Name = q.Name
		return scenario, checkScenarioName(q.Name)
	}
	return scenario, nil
}

func checkScenarioName(name string) error {
	if err := geo.CheckScenarioName(name); err != nil {
		return badParameter.problem(geo.WordsOf(err), geo.Words{})
	}
	return nil
}

func (s *Server) scenario(ctx context.Context, q *ScenarioPath) (*answer[ScenarioState], error) {
	_, play, err := s.session(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	defer s.plays.release(play)
	body, err := s.describeScenario(ctx, play)
	return &answer[ScenarioState]{body}, err
}

func (s *Server) describeScenario(ctx context.Context, play *session) (ScenarioState, error) {
	now := play.Scenario()
	d := ScenarioState{
		ID: play.id, Name: now.Name, Question: play.question, Edits: editsOf(now),
		Results: play.Report().Results, Base: play.Base().Results, Undoable: play.Undoable(), Redoable: play.Redoable(),
	}
	saved, err := s.savedAs(ctx, now.Name)
	if err != nil {
		return d, err
	}
	d.Saved = saved != nil && saved.Scenario.ID() == now.ID()
	return d, nil
}

// savedAs finds the saved scenario of a name; nil if there is none.
func (s *Server) savedAs(ctx context.Context, name string) (*data.SavedScenario, error) {
	saved, err := s.options.Workspace.Scenarios(ctx)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(saved, func(one data.SavedScenario) bool { return one.Scenario.Name == name }); i >= 0 {
		return &saved[i], nil
	}
	return nil, nil
}

func (s *Server) endScenario(_ context.Context, q *ScenarioPath) (*struct{}, error) {
	if !s.plays.end(q.ID) {
		return nil, noSession(q.ID)
	}
	return nil, nil
}

// AskScenario is another question for a scenario.
type AskScenario struct {
	ScenarioPath
	Body ScenarioQuestion
}

func (s *Server) askScenario(ctx context.Context, q *AskScenario) (*answer[ScenarioState], error) {
	request, err := q.Body.request()
	if err != nil {
		return nil, err
	}
	_, play, err := s.session(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	defer s.plays.release(play)
	done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	if err := play.Ask(ctx, request); err != nil {
		return nil, err
	}
	play.question = q.Body
	body, err := s.describeScenario(ctx, play)
	return &answer[ScenarioState]{body}, err
}

// SaveScenario is the name under which a scenario is saved.
type SaveScenario struct {
	ScenarioPath
	Body struct {
		Name    string `json:"name" minLength:"1" maxLength:"80"`
		Replace bool   `json:"replace,omitempty" doc:"In the place of another saved scenario of that name."`
	}
}

func (s *Server) saveScenario(ctx context.Context, q *SaveScenario) (*answer[ScenarioState], error) {
	if err := checkScenarioName(q.Body.Name); err != nil {
		return nil, err
	}
	t, play, err := s.session(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	defer s.plays.release(play)
	if err := s.keepScenario(ctx, t, play, q.Body.Name, q.Body.Replace); err != nil {
		return nil, err
	}
	body, err := s.describeScenario(ctx, play)
	return &answer[ScenarioState]{body}, err
}

// keepScenario saves a scenario under a name, in the place of another one only where that is wanted.
func (s *Server) keepScenario(ctx context.Context, t *town, play *session, name string, replace bool) error {
	if play.saved != name && !replace {
		other, err := s.savedAs(ctx, name)
		if err != nil {
			return err
		}
		if other != nil {
			return nameTaken.problem(geo.Say("there is a saved scenario %q", "已有名为“%s”的方案", name), geo.Say("Choose another name, or send replace.", "请换一个名称，或选择替换。"))
		}
	}
	scenario := play.Scenario()
	scenario.Name = name
	if err := s.options.Workspace.SaveScenario(ctx, scenario, t.Area.Fingerprint(geo.Everything)); err != nil {
		return err
	}
	play.Rename(name)
	play.saved = name
	return nil
}

// SavedScenarioPath names a saved scenario.
type SavedScenarioPath struct {
	Name string `path:"name" maxLength:"400"`
}

func (s *Server) dropScenario(ctx context.Context, q *SavedScenarioPath) (*struct{}, error) {
	return nil, s.options.Workspace.DropScenario(ctx, q.Name)
}
