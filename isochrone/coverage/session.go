package coverage

import (
	"context"
	"maps"
	"slices"

	"lifecircle/geo"
)

// Session plays with one town and one question: edits are done, taken back and done again, and each time it tells what
// they change. The town itself stays as it is. A session is for one caller at a time.
//
// Its answers are those of [Analysis.Coverage] on the town with the edits done ([Analysis.With]), bit for bit, whatever
// edits led there. Edits of facilities are answered by repair, at the cost of what they change; an edit of streets, or
// taking one back, computes anew.
type Session struct {
	base    *Analysis
	request Request // in canonical form
	name    string
	edits   []geo.Edit
	undone  []geo.Edit // what Redo does again, the last one first

	untouched *state
	live      *live
	rehearsal *geo.Rehearsal    // of the edits; nil where it has to be made anew
	dragged   map[int32]outcome // what the points that the last edit changed had before it; nil where that is not known
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
	next.request = q
	if next.live, err = next.newLive(ctx, nil); err != nil {
		return err
	}
	next.untouched = next.live.snapshot()
	if len(s.edits) > 0 {
		if _, err = next.move(ctx, s.edits); err != nil {
			return err
		}
	}
	*s = next
	return nil
}

// snapshot keeps the answer as it is now.
func (l *live) snapshot() *state {
	return &state{&outcomes{request: l.request, times: slices.Clone(l.times), missing: slices.Clone(l.missing)}, l.count.results(l)}
}

// move makes other edits those that are done, and returns what the points that changed had before. Edits that cannot be
// done are a [geo.ScenarioError] and leave the session as it was.
func (s *Session) move(ctx context.Context, edits []geo.Edit) (before map[int32]outcome, err error) {
	if err := s.rehearse(edits); err != nil {
		s.rehearsal = nil
		return nil, err
	}
	if slices.Equal(ofStreets(edits), s.live.streets) {
		if before, err = s.live.become(edits); err != nil {
			return nil, err
		}
	} else {
		next, err := s.newLive(ctx, edits)
		if err != nil {
			s.rehearsal = nil
			return nil, err
		}
		before = make(map[int32]outcome)
		for i := range next.times {
			if was := s.live; was.times[i].Ms != next.times[i].Ms || was.missing[i] != next.missing[i] {
				before[int32(i)] = outcome{was.times[i], was.missing[i]}
			}
		}
		s.live = next
	}
	s.edits = edits
	return before, nil
}

// rehearse learns whether edits can be done. One edit of a facility more than are done now is tried alone, and so is the
// next step of a drag: a facility may be moved twice, and only where it comes to stand matters.
func (s *Session) rehearse(edits []geo.Edit) (err error) {
	n := len(edits) - 1
	if s.rehearsal != nil && n >= 0 && n < geo.MaxEdits && (n == len(s.edits) && !geo.OfStreets(edits[n]) || n == len(s.edits)-1 && sameMove(s.edits[n], edits[n])) {
		return s.rehearsal.Try(n+1, edits[n])
	}
	s.rehearsal, err = s.base.Area.Rehearse(edits)
	return err
}

func sameMove(a, b geo.Edit) bool {
	from, moved := a.(geo.MoveFacility)
	to, moves := b.(geo.MoveFacility)
	return moved && moves && from.Service == to.Service && from.ID == to.ID
}

// Apply does one more edit and tells what it changed. What was undone is forgotten. An edit that cannot be done is a
// [geo.ScenarioError] and leaves the session as it was.
func (s *Session) Apply(ctx context.Context, e geo.Edit) (*Change, error) {
	before, err := s.move(ctx, append(slices.Clip(s.edits), e))
	if err != nil {
		return nil, err
	}
	s.undone, s.dragged = nil, before
	return s.change(before), nil
}

// Replace puts an edit in the place of the last one, as when something is dragged. The change it tells is that from the
// town before the edit that is replaced, so that each answer of a drag tells all that the drag has changed.
func (s *Session) Replace(ctx context.Context, e geo.Edit) (*Change, error) {
	if len(s.edits) == 0 {
		return nil, ErrNothingToUndo
	}
	last := len(s.edits) - 1
	edits := append(slices.Clip(s.edits[:last]), e)
	start := s.dragged
	if start == nil { // go back to learn what the points had before the last edit
		if _, err := s.base.Area.Rehearse(edits); err != nil {
			return nil, err
		}
		replaced := s.edits
		if _, err := s.move(ctx, s.edits[:last]); err != nil {
			return nil, err
		}
		var err error
		if start, err = s.move(ctx, replaced); err != nil {
			return nil, err
		}
	}
	before, err := s.move(ctx, edits)
	if err != nil {
		return nil, err
	}
	maps.Copy(before, start)
	maps.DeleteFunc(before, func(i int32, was outcome) bool {
		return was.time.Ms == s.live.times[i].Ms && was.missing == s.live.missing[i]
	})
	s.undone, s.dragged = nil, before
	return s.change(before), nil
}

// Undo takes the last edit back; [ErrNothingToUndo] if there is none.
func (s *Session) Undo(ctx context.Context) (*Change, error) {
	if len(s.edits) == 0 {
		return nil, ErrNothingToUndo
	}
	last := len(s.edits) - 1
	undone := s.edits[last]
	before, err := s.move(ctx, s.edits[:last])
	if err != nil {
		return nil, err
	}
	s.undone, s.dragged = append(slices.Clip(s.undone), undone), nil
	return s.change(before), nil
}

// Redo does again what was undone last; [ErrNothingToUndo] if there is nothing.
func (s *Session) Redo(ctx context.Context) (*Change, error) {
	if len(s.undone) == 0 {
		return nil, ErrNothingToUndo
	}
	last := len(s.undone) - 1
	before, err := s.move(ctx, append(slices.Clip(s.edits), s.undone[last]))
	if err != nil {
		return nil, err
	}
	s.undone, s.dragged = s.undone[:last], before
	return s.change(before), nil
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
	return &Report{m, s.live.count.results(s.live)}
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

func (s *Session) change(before map[int32]outcome) *Change {
	points := []PointChange{}
	for _, i := range slices.Sorted(maps.Keys(before)) {
		points = append(points, s.base.changeOf(&s.live.outcomes, i, before[i]))
	}
	return &Change{s.live.count.results(s.live), points}
}
