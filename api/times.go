package api

import (
	"container/list"
	"context"
	"encoding/json"
	"math"
	"slices"
	"sync"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// pointTimes is the answer for every residential point of the town, in the order of its points. It is shared and
// must not be changed.
type pointTimes struct {
	byDistance bool
	lengths    []*int64 // milliseconds, or millimetres by distance; null: never
	facility   []*string
	service    []*string // of the facility
	accessM    []*float64
	reason     []coverage.Reason
	edgeOfData []bool
}

// timesCache remembers the answers to the latest questions, because the tiles of one picture ask the same.
// Of several who ask at once, one computes.
type timesCache struct {
	mu      sync.Mutex
	entries map[string]*list.Element
	recent  *list.List // of *cachedTimes, the latest first
}

type cachedTimes struct {
	key   string
	ready chan struct{}
	times *pointTimes
	err   error
}

// keptAnswers bounds the answers remembered, keptPoints the residential points in all of them (some 60 bytes each).
const (
	keptAnswers = 8
	keptPoints  = 1_000_000
)

func newTimesCache() *timesCache {
	return &timesCache{entries: make(map[string]*list.Element), recent: list.New()}
}

// pointTimes answers a question that names one cutoff for every residential point.
func (s *Server) pointTimes(ctx context.Context, t *town, q coverage.Request) (*pointTimes, error) {
	q.Services = slices.Compact(slices.Sorted(slices.Values(q.Services)))
	key, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	for {
		e, mine := t.answers.reserve(string(key), len(t.Area.Points))
		if mine {
			e.times, e.err = s.computeTimes(ctx, t, q)
			if e.err != nil {
				t.answers.forget(e)
			}
			close(e.ready)
			return e.times, e.err
		}
		select {
		case <-e.ready:
			if e.err == nil {
				return e.times, nil
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// Whoever computed it failed, perhaps because its client went away. Try for ourselves.
	}
}

func (c *timesCache) reserve(key string, points int) (e *cachedTimes, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, known := c.entries[key]; known {
		c.recent.MoveToFront(at)
		return at.Value.(*cachedTimes), false
	}
	e = &cachedTimes{key: key, ready: make(chan struct{})}
	c.entries[key] = c.recent.PushFront(e)
	for c.recent.Len() > max(1, min(keptAnswers, keptPoints/max(1, points))) {
		oldest := c.recent.Back()
		delete(c.entries, oldest.Value.(*cachedTimes).key)
		c.recent.Remove(oldest)
	}
	return e, true
}

func (c *timesCache) forget(e *cachedTimes) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, known := c.entries[e.key]; known && at.Value == e {
		delete(c.entries, e.key)
		c.recent.Remove(at)
	}
}

func (s *Server) computeTimes(ctx context.Context, t *town, q coverage.Request) (*pointTimes, error) {
	done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	layer, err := t.PointLayer(ctx, q)
	if err != nil {
		return nil, err
	}
	column := func(name string) int {
		return slices.IndexFunc(layer.Columns, func(c geo.Column) bool { return c.Name == name })
	}
	length, byDistance := column("seconds"), len(q.Metres) > 0
	if byDistance {
		length = column("metres")
	}
	access, reason, edge := column("access_m"), column("reason"), column("edge_of_data")
	facility, service := column("facility_id"), column("facility_service")
	n := len(layer.Features)
	times := &pointTimes{byDistance: byDistance, lengths: make([]*int64, n), facility: make([]*string, n), service: make([]*string, n), accessM: make([]*float64, n),
		reason: make([]coverage.Reason, n), edgeOfData: make([]bool, n)}
	codes := make(map[string]*string) // few, each kept once
	for i := range layer.Features {
		row := layer.Features[i].Values
		if v, reached := row[length].(float64); reached {
			thousandths := int64(math.Round(v * 1000))
			times.lengths[i] = &thousandths
		}
		if v, ok := row[facility].(string); ok {
			times.facility[i] = &v
		}
		if v, ok := row[service].(string); ok {
			if codes[v] == nil {
				codes[v] = &v
			}
			times.service[i] = codes[v]
		}
		if v, ok := row[access].(float64); ok {
			v = math.Round(v*1000) / 1000
			times.accessM[i] = &v
		}
		text, _ := row[reason].(string)
		times.reason[i] = coverage.Reason(text)
		times.edgeOfData[i], _ = row[edge].(bool)
	}
	return times, nil
}
