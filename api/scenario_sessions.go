package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"time"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// The bounds of what-if sessions, each of which keeps the times of all residential points.
const (
	maxSessions     = 32
	sessionPatience = time.Hour // without a request
)

// sessions are the what-if sessions under way. They live in memory: what is to last is saved.
type sessions struct {
	now func() time.Time

	mu   sync.Mutex
	byID map[string]*session
}

func newSessions() *sessions { return &sessions{now: time.Now, byID: make(map[string]*session)} }

// session is one of them. Whoever works on it holds it; used and brief are guarded by the mutex of sessions.
type session struct {
	*coverage.Session
	id       string
	revision string // of the town that it began with
	saved    string // name under which it was saved, or that of the saved one that it began with
	question ScenarioQuestion
	held     chan struct{}
	used     time.Time
	brief    LiveScenario
}

func newSession(t *town, play *coverage.Session, saved string, question ScenarioQuestion) *session {
	return &session{Session: play, id: strings.ToLower(rand.Text()[:16]), revision: t.revision, saved: saved, question: question, held: make(chan struct{}, 1)}
}

func (s *session) inBrief() LiveScenario {
	return LiveScenario{s.id, s.Scenario().Name, s.Undoable(), s.Redoable()}
}

// add takes a session in. Idle ones go, and the one that was not used for longest where there are too many.
func (s *sessions) add(added *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	for len(s.byID) >= maxSessions {
		oldest := added
		for _, other := range s.byID {
			if oldest == added || other.used.Before(oldest.used) {
				oldest = other
			}
		}
		delete(s.byID, oldest.id)
	}
	added.used, added.brief = s.now(), added.inBrief()
	s.byID[added.id] = added
}

// use finds a session and notes that it is used; nil if there is none.
func (s *sessions) use(id string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	found := s.byID[id]
	if found != nil {
		found.used = s.now()
	}
	return found
}

// sweep drops the sessions that nobody has used for long.
func (s *sessions) sweep() {
	for id, other := range s.byID {
		if s.now().Sub(other.used) > sessionPatience {
			delete(s.byID, id)
		}
	}
}

// end drops a session; false if there was none.
func (s *sessions) end(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, was := s.byID[id]
	delete(s.byID, id)
	return was
}

// all lists the sessions about a town, the one used last first. It does not wait for those that somebody holds.
func (s *sessions) all(revision string) []LiveScenario {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	var of []*session
	for _, one := range s.byID {
		if one.revision == revision {
			of = append(of, one)
		}
	}
	slices.SortFunc(of, func(a, b *session) int { return cmp.Or(b.used.Compare(a.used), cmp.Compare(a.id, b.id)) })
	list := []LiveScenario{}
	for _, one := range of {
		list = append(list, one.brief)
	}
	return list
}

// hold waits until nobody else works on the session.
func (s *session) hold(ctx context.Context) error {
	select {
	case s.held <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// release lets the next one work on a session.
func (s *sessions) release(of *session) {
	s.mu.Lock()
	of.brief = of.inBrief()
	s.mu.Unlock()
	<-of.held
}

// session finds a session about the town as it is now and holds it: two users of one session take turns. It must be
// released afterwards. A session about a town that has changed since is ended, because its edits may no longer mean the same.
func (s *Server) session(ctx context.Context, id string) (*town, *session, error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, nil, err
	}
	found := s.plays.use(id)
	if found == nil {
		return nil, nil, noSession(id)
	}
	if found.revision != t.revision {
		s.plays.end(id)
		return nil, nil, scenarioEnded.problem(geo.Say("an import has changed the town", "导入已更新数据"),
			geo.Say("Begin anew; the edits can be sent again: POST /api/v1/scenarios with edits.", "请重新开始；原有改动可再次提交：POST /api/v1/scenarios（edits）。"))
	}
	return t, found, found.hold(ctx)
}

func noSession(id string) error {
	return notFound.problem(geo.Say("there is no scenario %q under way", "没有进行中的方案“%s”", shown(id)),
		geo.Say("Scenarios that nobody touched for an hour end. Begin anew: POST /api/v1/scenarios.", "一小时未操作的方案会自动结束。请重新开始：POST /api/v1/scenarios。"))
}
