package coverage

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

func mustSession(t *testing.T, a *Analysis, q Request, edits ...geo.Edit) *Session {
	t.Helper()
	s, err := a.NewSession(t.Context(), q, geo.Scenario{Edits: edits})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustJSON(t *testing.T, r *Report) string {
	t.Helper()
	var text bytes.Buffer
	if err := r.WriteJSON(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// play does a number of edits that can be done, and gives them.
func play(t *testing.T, r *rand.Rand, s *Session, n int) (done []geo.Edit) {
	t.Helper()
	for number := 0; len(done) < n; number++ {
		town, err := s.base.Area.With(s.Scenario())
		if err != nil {
			t.Fatal(err)
		}
		e := geotest.RandomEdit(r, town, number)
		before := mustJSON(t, s.Report())
		_, err = s.Apply(t.Context(), e)
		var refused *geo.ScenarioError
		if errors.As(err, &refused) {
			if mustJSON(t, s.Report()) != before || s.Undoable() != len(done) {
				t.Fatalf("%+v was refused (%v) but did something", e, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		done = append(done, e)
	}
	return done
}

func TestAScenarioWithoutEditsIsTheTown(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		report, err := a.Coverage(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		want := mustJSON(t, report)
		if got := mustJSON(t, mustSession(t, a, q).Report()); got != want {
			t.Errorf("a session without edits says\n%s, coverage\n%s", got, want)
		}
		edited, err := a.With(geo.Scenario{Name: "nothing"})
		if err != nil {
			t.Fatal(err)
		}
		if report, err = edited.Coverage(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if got := mustJSON(t, report); got != want {
			t.Errorf("the town with no edits done says\n%s, coverage\n%s", got, want)
		}
	})
}

func TestEditsForwardAndBack(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		s := mustSession(t, a, question(t, r))
		states := []string{mustJSON(t, s.Report())}
		var changes []*Change
		done := play(t, r, s, 4)
		// Once more, with a witness of each state.
		s = mustSession(t, a, s.Request())
		for _, e := range done {
			change, err := s.Apply(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			changes = append(changes, change)
			states = append(states, mustJSON(t, s.Report()))
		}
		for i := len(done) - 1; i >= 0; i-- {
			change, err := s.Undo(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := mustJSON(t, s.Report()); got != states[i] {
				t.Errorf("after undoing %+v\n%s\nbefore it was done\n%s", done[i], got, states[i])
			}
			if !reflect.DeepEqual(turned(change.Points), plain(changes[i].Points)) {
				t.Errorf("undoing %+v changed other points than doing it", done[i])
			}
		}
		if _, err := s.Undo(t.Context()); !errors.Is(err, ErrNothingToUndo) {
			t.Errorf("one more undo: %v", err)
		}
		for i := range done {
			if _, err := s.Redo(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := mustJSON(t, s.Report()); got != states[i+1] {
				t.Errorf("after redoing %+v\n%s\nthe first time\n%s", done[i], got, states[i+1])
			}
		}
		if _, err := s.Redo(t.Context()); !errors.Is(err, ErrNothingToUndo) {
			t.Errorf("one more redo: %v", err)
		}
	})
}

// plain are changes as before and after can be exchanged in.
func plain(points []PointChange) []PointChange {
	points = slices.Clone(points)
	for i := range points {
		points[i].Kind = ""
	}
	return points
}

func turned(points []PointChange) []PointChange {
	points = plain(points)
	for i := range points {
		p := &points[i]
		p.Before, p.After, p.BeforeReason, p.AfterReason = p.After, p.Before, p.AfterReason, p.BeforeReason
	}
	return points
}

// The answers of a session are those of the whole computation on the town with all edits done, made anew from its parts.
func TestEditsOneByOneAreAllAtOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		s := mustSession(t, a, question(t, r))
		done := play(t, r, s, 5)
		if r.IntN(2) == 0 {
			if _, err := s.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
			done = done[:4]
		}
		edited, err := a.Area.With(geo.Scenario{Edits: done})
		if err != nil {
			t.Fatal(err)
		}
		area, err := geo.NewStudyArea(edited.Town)
		if err != nil {
			t.Fatal(err)
		}
		if want := mustCoverage(t, New(area), s.Request()); !reflect.DeepEqual(s.Report().Results, want) {
			t.Errorf("after %+v\nthe session says %+v\nthe whole computation %+v", done, s.Report().Results, want)
		}
	})
}

func TestAddingNeverHurtsAndClosingNeverHelps(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		s := mustSession(t, a, question(t, r))
		for number := range 30 {
			e := geotest.RandomEdit(r, a.Area, number)
			never := []ChangeKind{Farther, Lost}
			switch e.(type) {
			case geo.AddFacility, geo.ReopenFacility:
			case geo.CloseFacility:
				never = []ChangeKind{Nearer, Gained}
			default:
				continue
			}
			change, err := s.Apply(t.Context(), e)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range change.Points {
				if slices.Contains(never, p.Kind) {
					t.Errorf("%+v: %s is %s", e, p.ID, p.Kind)
				}
			}
			if _, err := s.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestClosingThenReopeningIsTheTown(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		s := mustSession(t, a, question(t, r))
		base := s.Base().Results
		for _, f := range a.Area.Facilities {
			there, back := geo.Edit(geo.CloseFacility{Service: f.Service, ID: f.ID}), geo.Edit(geo.ReopenFacility{Service: f.Service, ID: f.ID})
			if f.Status != geo.Active {
				there, back = back, there
			}
			for _, e := range []geo.Edit{there, back} {
				if _, err := s.Apply(t.Context(), e); err != nil {
					t.Fatal(err)
				}
			}
			if !reflect.DeepEqual(s.Report().Results, base) {
				t.Errorf("closing and reopening %s:%s is not as before", f.Service, f.ID)
			}
		}
	})
}

func TestGainsAddUp(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		if r.IntN(3) == 0 {
			q.Minutes, q.Metres = nil, []int{100, 300, 900}
		}
		one, other := mustSession(t, a, q), mustSession(t, a, q)
		play(t, r, one, 2)
		play(t, r, other, 2)
		for _, pair := range [][2]*Session{{one, other}, {other, one}} {
			c, err := Compare(pair[0], pair[1])
			if err != nil {
				t.Fatal(err)
			}
			before, after := pair[0].Report().Results, pair[1].Report().Results
			if len(c.Rows) != len(after) {
				t.Fatalf("%d rows for %d results", len(c.Rows), len(after))
			}
			for i, row := range c.Rows {
				if row.Before != before[i].Covered || row.After != after[i].Covered || row.Total != after[i].Total || row.Minutes != after[i].Minutes || !reflect.DeepEqual(row.Area, after[i].Area) {
					t.Errorf("%+v is not between %+v and %+v", row, before[i], after[i])
				}
				if row.After != row.Before+row.Gained-row.Lost || row.Gained < 0 || row.Lost < 0 {
					t.Errorf("%+v does not add up", row)
				}
			}
			layer := c.Layer()
			again, err := a.Replay(t.Context(), mustManifest(t, layer.Manifest))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(again.Layer, layer) {
				t.Error("the difference computed again is another one")
			}
			gained := int64(0)
			for _, p := range c.Points {
				if p.People != nil && p.AfterReason == Covered && p.BeforeReason != Covered {
					gained += int64(*p.People)
				}
			}
			if longest := c.Rows[2]; longest.Gained != gained {
				t.Errorf("%d people gained, the points say %d", longest.Gained, gained)
			}
		}
	})
}

func mustManifest(t *testing.T, text json.RawMessage) *Manifest {
	t.Helper()
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	return &m
}

func TestReplayOfAScenario(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		s := mustSession(t, a, question(t, r))
		play(t, r, s, 3)
		report := s.Report()
		text, err := json.Marshal(report.Manifest)
		if err != nil {
			t.Fatal(err)
		}
		again, err := a.Replay(t.Context(), mustManifest(t, text))
		if err != nil {
			t.Fatal(err)
		}
		if mustJSON(t, again.Report) != mustJSON(t, report) {
			t.Errorf("%s\nagain\n%s", mustJSON(t, report), mustJSON(t, again.Report))
		}
	})
}

func TestReplacingIsDragging(t *testing.T) {
	eachTown(t, func(t *testing.T, a *Analysis, r *rand.Rand) {
		q := question(t, r)
		s := mustSession(t, a, q)
		play(t, r, s, 1)
		start := s.live.snapshot()
		f := a.Area.Facilities[r.IntN(len(a.Area.Facilities))]
		var last geo.Edit
		for i := range 4 {
			last = geo.MoveFacility{Service: f.Service, ID: f.ID, To: a.Area.Points[r.IntN(len(a.Area.Points))].Point}
			do := s.Replace
			if i == 0 {
				do = s.Apply
			}
			if i == 2 { // with what was there forgotten
				s.dragged = nil
			}
			change, err := do(t.Context(), last)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(change.Points, a.changed(start.outcomes, &s.live.outcomes)) {
				t.Error("the change is not that of the whole drag")
			}
		}
		if s.Undoable() != 2 {
			t.Errorf("%d edits after a drag", s.Undoable())
		}
		whole := mustSession(t, a, q, s.edits...)
		if mustJSON(t, whole.Report()) != mustJSON(t, s.Report()) {
			t.Error("what is left of a drag is not where it ended")
		}
	})
}

func TestSessionsOfDifferentQuestionsAreNotCompared(t *testing.T) {
	a := New(geotest.RiverTown().StudyArea())
	q := Request{Services: []string{"elder_station"}, Profile: profile(t, geo.Walk, 0), Minutes: []int{15}}
	one, other := mustSession(t, a, q), mustSession(t, a, q)
	if err := other.Ask(t.Context(), Request{Services: q.Services, Profile: q.Profile, Minutes: []int{5}}); err != nil {
		t.Fatal(err)
	}
	var wrong *RequestError
	if _, err := Compare(one, other); !errors.As(err, &wrong) {
		t.Errorf("another question: %v", err)
	}
	stranger := mustSession(t, New(geotest.RiverTown().StudyArea()), q)
	if _, err := Compare(one, stranger); !errors.As(err, &wrong) {
		t.Errorf("another town: %v", err)
	}
	if err := one.Ask(t.Context(), Request{Services: q.Services, Profile: q.Profile, Minutes: []int{5}, Band: true}); !errors.As(err, &wrong) {
		t.Errorf("a band: %v", err)
	}
	if got := one.Request().Minutes; !slices.Equal(got, q.Minutes) {
		t.Errorf("a refused question has become the question: %v", got)
	}
}
