package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"slices"
	"sync"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// town is the workspace as it was at one moment, ready to answer. It never changes; requests keep the one they
// began with.
type town struct {
	*coverage.Analysis
	version    int64  // of the file; says whether there is a newer one
	revision   string // names everything that answers depend on, inputs and program included
	levels     []string
	areaOf     []int32                         // for each residential point the smallest area it belongs to, or -1
	inspection func() (data.Inspection, error) // computed once, in the background
	tiles      *tileSet
	answers    *timesCache
	gates      func() []gate // nodes that stop somebody, where streets pass them
}

// town gives the town as the file has it now. It asks the file whether it changed, which is cheap, and loads it
// again where it did, whoever changed it.
func (s *Server) town(ctx context.Context) (*town, error) {
	version, err := s.options.Workspace.Version(ctx)
	if err != nil {
		return nil, err
	}
	if t := s.loaded.Load(); t != nil && t.version == version {
		return t, nil
	}
	select {
	case s.loading <- struct{}{}:
		defer func() { <-s.loading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if version, err = s.options.Workspace.Version(ctx); err != nil {
		return nil, err
	}
	before := s.loaded.Load()
	if before != nil && before.version == version {
		return before, nil // somebody else loaded it meanwhile
	}
	t, err := s.load(ctx, version, before)
	if err != nil {
		return nil, err
	}
	s.loaded.Store(t)
	s.checks.letGo(t.revision)
	return t, nil
}

func (s *Server) load(ctx context.Context, version int64, before *town) (*town, error) {
	content, err := s.options.Workspace.Town(ctx)
	if err != nil {
		return nil, err
	}
	area, err := geo.NewStudyArea(content)
	if err != nil {
		return nil, err
	}
	revision := revisionOf(area)
	if before != nil && before.revision == revision {
		same := *before // a job or a saved layer was written: what is prepared stays good
		same.version = version
		return &same, nil
	}
	t := &town{
		Analysis: coverage.New(area), version: version, revision: revision,
		levels: levelsBySize(area), tiles: newTileSet(area), answers: newTimesCache(),
	}
	t.KeepLists(s.listStore())
	t.areaOf = smallestAreas(area, t.levels)
	t.gates = sync.OnceValue(func() []gate { return gatesOf(area) })
	t.inspection = sync.OnceValues(func() (data.Inspection, error) { return s.options.Workspace.InspectTown(s.running, &content) }) // whose extent is what was declared
	s.log.InfoContext(ctx, "town loaded", slog.Int("streets", len(area.Streets)), slog.Int("residential_points", len(area.Points)), slog.Int("facilities", len(area.Facilities)))
	s.inBackground(func() { // both are what a page asks for first
		if _, err := t.inspection(); err != nil && s.running.Err() == nil {
			s.log.Error("inspection", "error", err)
		}
	})
	s.inBackground(func() {
		if _, err := t.walkRouter(s.running); err != nil && s.running.Err() == nil {
			s.log.Error("walking network", "error", err)
		}
	})
	return t, nil
}

// listStore keeps lists of points in the workspace, if it can be written. They are written while the answer that
// needed them goes out.
func (s *Server) listStore() coverage.ListStore {
	return coverage.ListStore{
		Load: s.options.Workspace.Prepared,
		Keep: func(_ context.Context, key string, lists []byte) error {
			if s.options.Workspace.ReadOnly() {
				return nil
			}
			s.inBackground(func() {
				if err := s.options.Workspace.KeepPrepared(s.running, key, lists); err != nil && s.running.Err() == nil {
					s.log.Warn("lists of residential points not kept", "error", err)
				}
			})
			return nil
		},
		Warn: func(err error) { s.log.Warn("lists of residential points", "error", err) },
	}
}

// revisionOf names a town with the files it came from and the program that answers. It serves as the tag by which
// browsers know an answer again.
func revisionOf(area *geo.StudyArea) string {
	sum := sha256.New()
	encoder := json.NewEncoder(sum)
	for _, part := range []any{area.Fingerprint(geo.Everything), area.Sources, area.Name, coverage.Version} {
		_ = encoder.Encode(part) // plain data into a hash
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

func (t *town) walkRouter(ctx context.Context) (*isochrone.Router, error) {
	walk, err := isochrone.BuiltinProfile(geo.Walk)
	if err != nil {
		return nil, err
	}
	return t.Router(ctx, walk)
}

// levelsBySize orders the levels so that the one of the most areas, whose areas are the smallest, comes first.
func levelsBySize(area *geo.StudyArea) []string {
	count := make(map[string]int)
	for i := range area.Areas {
		count[area.Areas[i].Level]++
	}
	levels := slices.Clone(area.Levels())
	slices.SortStableFunc(levels, func(a, b string) int { return count[b] - count[a] })
	return levels
}

func smallestAreas(area *geo.StudyArea, levels []string) []int32 {
	smallest := make([]int32, len(area.Points))
	for i := range smallest {
		smallest[i] = -1
		for _, level := range levels {
			if a := area.AreasAt(level)[i]; a >= 0 {
				smallest[i] = a
				break
			}
		}
	}
	return smallest
}

// areaID is the id of the smallest area that a residential point belongs to, "" if it lies in none.
func (t *town) areaID(point int) string {
	if a := t.areaOf[point]; a >= 0 {
		return t.Area.Areas[a].ID
	}
	return ""
}
