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

// nearest is a reach together with the facility itself, -1 where none can be reached.
type nearest struct {
	reach
	facility []int32 // nil where nobody asked for it
}

// travel computes reaches once for all checks that need the same one.
type travel struct {
	s       *assessor
	named   bool // the facilities are wanted too: four more bytes a point
	known   map[string]nearest
	order   []string // of known, oldest first
	strays  map[string][]int32
	columns map[geo.Group][]int32
}

// keptReaches bounds the memory: four bytes a point each, so 256 MB for a million points, and twice that with facilities.
const keptReaches = 64

func newTravel(s *assessor) *travel {
	return &travel{s: s, known: map[string]nearest{}, strays: map[string][]int32{}, columns: map[geo.Group][]int32{}}
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
	n, err := t.find(ctx, w, facilities, t.named)
	return n.reach, err
}

// nearest is the reach with the facilities.
func (t *travel) nearest(ctx context.Context, w *way, facilities []int32) (nearest, error) {
	return t.find(ctx, w, facilities, true)
}

func (t *travel) find(ctx context.Context, w *way, facilities []int32, named bool) (nearest, error) {
	key := t.key(w, facilities)
	found, is := t.known[key]
	if is && (found.facility != nil || !named) {
		return found, nil
	}
	found, err := t.compute(ctx, w, facilities, named)
	if err != nil {
		return nearest{}, err
	}
	if !is {
		if len(t.order) >= keptReaches {
			delete(t.known, t.order[0])
			t.order = t.order[1:]
		}
		t.order = append(t.order, key)
	}
	t.known[key] = found
	return found, nil
}

func (t *travel) key(w *way, facilities []int32) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v|%s|", w.straight, w.by())
	for _, f := range facilities {
		fmt.Fprintf(&b, "%d,", f)
	}
	return b.String()
}

// by names the profile of a way.
func (w *way) by() string { return fmt.Sprint(w.profile) }

func (t *travel) compute(ctx context.Context, w *way, facilities []int32, named bool) (nearest, error) {
	found := nearest{reach: make(reach, len(t.s.area.Points))}
	if named {
		found.facility = make([]int32, len(found.reach))
	}
	put := func(p int, ms int64, facility int32) {
		if ms >= never {
			ms, facility = never, -1
		}
		if found.reach[p] = int32(ms); named {
			found.facility[p] = facility
		}
	}
	if w.straight {
		mm, of := t.s.analysis.StraightNearest(facilities)
		for p := range mm {
			put(p, mm[p], of[p])
		}
		return found, nil
	}
	router, err := t.s.analysis.Router(ctx, w.profile)
	if err != nil {
		return found, err
	}
	times, err := router.Times(ctx, facilities)
	if err != nil {
		return found, err
	}
	for p := range times {
		put(p, times[p].Ms, times[p].Facility)
	}
	return found, nil
}

// straysOf are the points that have no street within reach, by a profile, in rising order.
func (t *travel) straysOf(ctx context.Context, w *way) ([]int32, error) {
	key := w.by()
	strays, is := t.strays[key]
	if !is {
		router, err := t.s.analysis.Router(ctx, w.profile)
		if err != nil {
			return nil, err
		}
		strays = router.Strays()
		t.strays[key] = strays
	}
	return strays, nil
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
