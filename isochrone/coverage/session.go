package coverage

import (
	"context"
	"slices"

	"lifecircle/geo"
)

// Session plays with one town and one question: edits are done, taken back and done again, and each time it tells what
// they change. The town itself stays as it is. A session is for one caller at a time.
//
// Its answers are those of [Analysis.Coverage] on the town with the edits done ([Analysis.With]), bit for bit, whatever
// edits led there.
type Session struct {
	base    *Analysis
	request Request // in canonical form
	name    string
	edits   []geo.Edit
	undone  []geo.Edit // what Redo does again, the last one first

	untouched *state
	now       *state
	previous  *state // before the last edit; nil where it is not known
}

// state is the answer to the question of a session in the town with some edits done. It never changes.
type state struct {
	*outcomes
	results []Result
}

// ErrNothingToUndo is the error of a session that has no edit to take back, to do again or to replace.
var ErrNothingToUndo = geo.Fail("there is no edit to take back, to do again or to replace", "没有可撤销、重做或替换的改动")

// NewSession begins a session with the edits of a scenario done. The request must not ask for a band, which costs as
// much as three answers more, for circles or for several speeds.
func (a *Analysis) NewSession(ctx context.Context, q Request, scenario geo.Scenario) (*Session, error) {
	if len(a.scenario.Edits) > 0 {
		a = New(a.base)
	}
	s := &Session{base: a, name: scenario.Name, edits: slices.Clone(scenario.Edits)}
	if err := s.Ask(ctx, q); err != nil {
		return nil, err
	}
	return s, nil
}

// Ask changes the question. The edits stay as they are.
func (s *Session) Ask(ctx context.Context, q Request) error {
	if q.Band {
		return &RequestError{"band", "true", geo.Say("a what-if session shows no band", "试算不给出敏感区间"), geo.Say("Ask for the band of the scenario itself: lifecircle coverage --scenario NAME --band", "请对已存方案计算区间：lifecircle coverage --scenario NAME --band")}
	}
	if q.Radius || len(q.GroupSpeeds) > 0 {
		return &RequestError{"group_speed", "", geo.Say("a what-if session takes one speed for everybody, and no circles", "试算中所有人同一速度，且不计服务半径"), geo.Say("Ask the scenario itself: lifecircle coverage --scenario NAME", "请对已存方案计算：lifecircle coverage --scenario NAME")}
	}
	q, err := s.base.check(q)
	if err != nil {
		return err
	}
	next := *s
	next.request, next.previous = q, nil
	if next.untouched, err = next.answer(ctx, nil); err != nil {
		return err
	}
	if next.now = next.untouched; len(s.edits) > 0 {
		if next.now, err = next.answer(ctx, s.edits); err != nil {
			return err
		}
	}
	*s = next
	return nil
}

// answer computes the state of the town after edits: times of all points, why a time may be missing, and the rows of
// the report. It is the only place that knows how, and the slow, obvious way: everything anew.
func (s *Session) answer(ctx context.Context, edits []geo.Edit) (*state, error) {
	a := s.base
	if len(edits) > 0 {
		var err error
		if a, err = s.base.With(geo.Scenario{Edits: edits}); err != nil {
			return nil, err
		}
	}
	o, err := a.outcomes(ctx, s.request)
	if err != nil {
		return nil, err
	}
	results := a.count(a.together(o))
	o.router = nil // is large, and was needed for the counting alone
	return &state{o, results}, nil
}

// Apply does one more edit and tells what it changed. What was undone is forgotten. An edit that cannot be done is a
// [geo.ScenarioError] and leaves the session as it was.
func (s *Session) Apply(ctx context.Context, e geo.Edit) (*Change, error) {
	edits := append(slices.Clip(s.edits), e)
	next, err := s.answer(ctx, edits)
	if err != nil {
		return nil, err
	}
	s.edits, s.undone, s.previous, s.now = edits, nil, s.now, next
	return s.change(s.previous), nil
}

// Replace puts an edit in the place of the last one, as when something is dragged. The change it tells is that from the
// town before the edit that is replaced, so that each answer of a drag tells all that the drag has changed.
func (s *Session) Replace(ctx context.Context, e geo.Edit) (*Change, error) {
	if len(s.edits) == 0 {
		return nil, ErrNothingToUndo
	}
	before := s.edits[:len(s.edits)-1]
	edits := append(slices.Clip(before), e)
	next, err := s.answer(ctx, edits)
	if err != nil {
		return nil, err
	}
	previous := s.previous
	if previous == nil {
		if previous, err = s.answer(ctx, before); err != nil {
			return nil, err
		}
	}
	s.edits, s.undone, s.previous, s.now = edits, nil, previous, next
	return s.change(previous), nil
}

// Undo takes the last edit back; [ErrNothingToUndo] if there is none.
func (s *Session) Undo(ctx context.Context) (*Change, error) {
	if len(s.edits) == 0 {
		return nil, ErrNothingToUndo
	}
	last := len(s.edits) - 1
	next, err := s.previous, error(nil)
	if next == nil {
		if next, err = s.answer(ctx, s.edits[:last]); err != nil {
			return nil, err
		}
	}
	before := s.now
	s.undone = append(slices.Clip(s.undone), s.edits[last])
	s.edits, s.previous, s.now = s.edits[:last], nil, next
	return s.change(before), nil
}

// Redo does again what was undone last; [ErrNothingToUndo] if there is nothing.
func (s *Session) Redo(ctx context.Context) (*Change, error) {
	if len(s.undone) == 0 {
		return nil, ErrNothingToUndo
	}
	last := len(s.undone) - 1
	edits := append(slices.Clip(s.edits), s.undone[last])
	next, err := s.answer(ctx, edits)
	if err != nil {
		return nil, err
	}
	s.edits, s.undone, s.previous, s.now = edits, s.undone[:last], s.now, next
	return s.change(s.previous), nil
}

// Undoable is the number of edits that can be taken back.
func (s *Session) Undoable() int { return len(s.edits) }

// Redoable is the number of edits that can be done again.
func (s *Session) Redoable() int { return len(s.undone) }

// Scenario is the edits that are done, under the name of the session.
func (s *Session) Scenario() geo.Scenario {
	return geo.Scenario{Name: s.name, Edits: slices.Clone(s.edits)}
}

// Rename names the scenario.
func (s *Session) Rename(name string) { s.name = name }

// Request is the question, in canonical form.
func (s *Session) Request() Request { return s.request }

// Report is the answer with the edits done, as [Analysis.Coverage] gives it.
func (s *Session) Report() *Report {
	m := s.base.manifest("coverage", s.request, nil)
	if len(s.edits) > 0 {
		scenario := s.Scenario()
		m.Scenario = &scenario
		s.base.seal(m)
	}
	return &Report{m, slices.Clone(s.now.results)}
}

// Base is the answer without any edit.
func (s *Session) Base() *Report {
	return &Report{s.base.manifest("coverage", s.request, nil), slices.Clone(s.untouched.results)}
}

// Change is what one edit changed.
type Change struct {
	Results []Result      // of the town as it is now: all rows of the report
	Points  []PointChange // by id
}

func (s *Session) change(before *state) *Change {
	return &Change{slices.Clone(s.now.results), s.base.changed(before, s.now)}
}
