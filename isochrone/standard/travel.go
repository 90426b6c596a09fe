package standard

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone"
)

// never marks a point from which no facility can be reached.
const never = math.MaxInt32

// reach says how far every residential point is from the nearest of some facilities: in milliseconds, or in millimetres
// where the check gives a distance; never where none can be reached, or where it would take weeks.
type reach []int32

// way is how a check measures what is within reach: a profile and a cutoff, or a straight line.
type way struct {
	mode     geo.Mode
	profile  isochrone.Profile // zero for a straight line
	straight bool
	cutoff   int32 // inclusive, in the unit of a reach
	beyond   int32 // of a ring: more than that; 0: no ring
}

// within tells whether a point is covered: inside the cutoff, and of a ring outside the inner one.
func (w *way) within(ms int32) bool { return ms <= w.cutoff && (w.beyond == 0 || ms > w.beyond) }

// travel computes reaches once for all checks that need the same one.
type travel struct {
	s       *assessor
	known   map[string]reach
	order   []string // of known, oldest first
	columns map[geo.Group][]int32
}

// keptReaches bounds the memory: four bytes a point each, so 256 MB for a million points.
const keptReaches = 64

func newTravel(s *assessor) *travel {
	return &travel{s: s, known: map[string]reach{}, columns: map[geo.Group][]int32{}}
}

// column is how many people of a group live at each residential point, [geo.NoData] where it does not say: side by side,
// so that counting a million points does not fetch a million points.
func (t *travel) column(group geo.Group) []int32 {
	column, is := t.columns[group]
	if !is {
		column = make([]int32, len(t.s.area.Points))
		for i := range column {
			column[i] = t.s.area.Points[i].People[group]
		}
		t.columns[group] = column
	}
	return column
}

// ways lists how a check measures, one for each of its modes.
func (s *assessor) ways(c *Check) ([]way, error) {
	if c.RadiusM > 0 {
		return []way{{straight: true, cutoff: int32(c.RadiusM) * 1000, beyond: int32(c.Beyond) * 1000}}, nil
	}
	ways := make([]way, len(c.Modes))
	for i, mode := range c.Modes {
		profile, err := s.profile(mode)
		if err != nil {
			return nil, err
		}
		ways[i] = way{mode: mode, profile: profile, cutoff: int32(c.Minutes) * 60_000, beyond: int32(c.Beyond) * 60_000}
		if c.DistanceM > 0 {
			ways[i].profile = profile.ByDistance()
			ways[i].cutoff, ways[i].beyond = int32(c.DistanceM)*1000, int32(c.Beyond)*1000
		}
	}
	return ways, nil
}

// profile is how a mode travels in this assessment.
func (s *assessor) profile(mode geo.Mode) (isochrone.Profile, error) {
	if p, given := s.options.Profiles[mode]; given {
		return p, nil
	}
	return isochrone.BuiltinProfile(mode)
}

// to is the reach of every point to the nearest of some facilities.
func (t *travel) to(ctx context.Context, w *way, facilities []int32) (reach, error) {
	key := t.key(w, facilities)
	if r, is := t.known[key]; is {
		return r, nil
	}
	r, err := t.compute(ctx, w, facilities)
	if err != nil {
		return nil, err
	}
	if len(t.order) >= keptReaches {
		delete(t.known, t.order[0])
		t.order = t.order[1:]
	}
	t.known[key] = r
	t.order = append(t.order, key)
	return r, nil
}

func (t *travel) key(w *way, facilities []int32) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v|%v|", w.straight, w.profile)
	for _, f := range facilities {
		fmt.Fprintf(&b, "%d,", f)
	}
	return b.String()
}

func (t *travel) compute(ctx context.Context, w *way, facilities []int32) (reach, error) {
	r := make(reach, len(t.s.area.Points))
	if w.straight {
		for i, mm := range t.s.analysis.Straight(facilities) {
			r[i] = int32(min(mm, never))
		}
		return r, nil
	}
	router, err := t.s.analysis.Router(ctx, w.profile)
	if err != nil {
		return nil, err
	}
	times, err := router.Times(ctx, facilities)
	if err != nil {
		return nil, err
	}
	for i := range times {
		r[i] = int32(min(times[i].Ms, never))
	}
	return r, nil
}

// nearest is the answer with the facility itself, which a reach does not keep.
func (t *travel) nearest(ctx context.Context, w *way, facilities []int32) ([]isochrone.Time, error) {
	router, err := t.s.analysis.Router(ctx, w.profile)
	if err != nil {
		return nil, err
	}
	return router.Times(ctx, facilities)
}

// union is the least of several reaches, point by point.
func union(reaches []reach) reach {
	least := slices.Clone(reaches[0])
	for _, r := range reaches[1:] {
		for i, ms := range r {
			least[i] = min(least[i], ms)
		}
	}
	return least
}
