package standard

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// slow answers the same questions the plain way: one search for each facility, loops over points, nothing shared.
type slow struct {
	t  *testing.T
	a  *coverage.Analysis
	ms map[geo.Mode]map[int32][]int64 // of each mode and facility, for every point
}

func (s *slow) time(mode geo.Mode, f int32, p int) int64 {
	if s.ms[mode] == nil {
		s.ms[mode] = map[int32][]int64{}
	}
	if s.ms[mode][f] == nil {
		profile, err := isochrone.BuiltinProfile(mode)
		if err != nil {
			s.t.Fatal(err)
		}
		router, err := s.a.Router(context.Background(), profile)
		if err != nil {
			s.t.Fatal(err)
		}
		times, err := router.Times(context.Background(), []int32{f})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, t := range times {
			s.ms[mode][f] = append(s.ms[mode][f], t.Ms)
		}
	}
	return s.ms[mode][f][p]
}

// nearest is the time from a point to the nearest of a service, by any of some modes.
func (s *slow) nearest(modes []geo.Mode, service string, p int, keep func(f int32) bool) int64 {
	least := int64(math.MaxInt64)
	for f := range s.a.Area.Facilities {
		if facility := &s.a.Area.Facilities[f]; facility.Service == service && facility.Status == geo.Active && keep(int32(f)) {
			for _, mode := range modes {
				least = min(least, s.time(mode, int32(f), p))
			}
		}
	}
	return least
}

func all(int32) bool { return true }

func randomTown(r *rand.Rand) *geo.StudyArea {
	l := geotest.Random(r)
	for i := range l.Town.Points {
		l.Town.Points[i].Area = []string{"a", "b", "c", ""}[r.IntN(4)]
	}
	for _, id := range []string{"a", "b", "c"} {
		l.Town.Areas = append(l.Town.Areas, geo.Area{ID: id, Name: id, Level: "community", Population: geo.NoData, Registered: geo.NoData, Households: geo.NoData})
	}
	for i := range l.Town.Facilities {
		f := &l.Town.Facilities[i]
		f.Area = []string{"a", "b", "c", ""}[r.IntN(4)]
		if r.IntN(5) > 0 {
			f.Capacity = float64(r.IntN(300))
		}
		if r.IntN(5) == 0 {
			f.Serves = []string{[]string{"a", "b", "c"}[r.IntN(3)]}
		}
	}
	return l.StudyArea()
}

func TestAgainstThePlainWay(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 21))
		area := randomTown(r)
		s := &slow{t: t, a: coverage.New(area), ms: map[geo.Mode]map[int32][]int64{}}
		modes := [][]geo.Mode{{geo.Walk}, {geo.Drive, geo.Walk}, {geo.WalkElder, geo.Bike, geo.Drive}}[r.IntN(3)]
		c := Check{ID: "c", Modes: modes, Any: len(modes) > 1 && r.IntN(2) == 0, Minutes: 1 + r.IntN(8), Group: []geo.Group{geo.All, geo.Age60}[r.IntN(2)],
			Op: AtLeast, Target: big.NewRat(int64(1+r.IntN(10)), 10), Services: []string{"clinic"}}
		if r.IntN(3) == 0 {
			c.Beyond = r.IntN(c.Minutes)
		}
		for _, m := range []Measure{Coverage, FullCircle, MeanCircle, CommunityShare, MaxTime, CapacityCoverage} {
			check := c
			check.Measure = m
			switch m {
			case FullCircle, MeanCircle:
				check.Services = []string{"clinic", "library"}
			case CommunityShare:
				check.Unit, check.Beyond = "community", 0
			case MaxTime:
				check.Unit, check.Op, check.Target, check.UnitOfTarget, check.Beyond = "community", AtMost, big.NewRat(int64(c.Minutes), 1), []string{"minutes_p50", "minutes_p95", "minutes_max"}[r.IntN(3)], 0
			case CapacityCoverage:
				check.Beyond = 0
			}
			std := &Standard{ID: "test", Checks: []Check{check}}
			card, err := Assess(context.Background(), s.a, std, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if m == CapacityCoverage && card.Checks[0].Verdict == NotAssessable && !s.anyCapacity() {
				continue
			}
			s.compare(fmt.Sprintf("seed %d, %s", seed, m), &check, &card.Checks[0])
		}
	}
}

// anyCapacity tells whether an active clinic says what it holds.
func (s *slow) anyCapacity() bool {
	return slices.ContainsFunc(s.a.Area.Facilities, func(f geo.Facility) bool {
		return f.Service == "clinic" && f.Status == geo.Active && f.Capacity != geo.NoData
	})
}

// compare checks the value and the units of an outcome.
func (s *slow) compare(what string, c *Check, o *Outcome) {
	s.t.Helper()
	modes := c.Modes[:1]
	if c.Any {
		modes = c.Modes
	}
	cutoff, beyond := int64(c.Minutes)*60_000, int64(c.Beyond)*60_000
	got, total := map[string]int64{}, map[string]int64{} // by community, "" for all
	parts := int64(1)
	if c.Measure == MeanCircle {
		parts = int64(len(c.Services))
	}
	served := s.served(c, modes, cutoff)
	for p := range s.a.Area.Points {
		n := int64(s.a.Area.Points[p].People[c.Group])
		if n == geo.NoData {
			continue
		}
		times := []int64{}
		for _, service := range c.Services {
			times = append(times, s.nearest(modes, service, p, all))
		}
		inside := func(ms int64) bool { return ms <= cutoff && (beyond == 0 || ms > beyond) }
		covered := int64(0)
		switch {
		case c.Measure == CapacityCoverage:
			covered = served[p]
		case c.Measure == MeanCircle:
			for _, ms := range times {
				if inside(ms) {
					covered += n
				}
			}
		case inside(slices.Max(times)):
			covered = n
		}
		areas := []string{""}
		if at := s.a.Area.AreasAt("community")[p]; at >= 0 {
			areas = append(areas, s.a.Area.Areas[at].ID)
		}
		for _, id := range areas {
			got[id] += covered
			total[id] += n
		}
	}
	switch c.Measure {
	case CommunityShare:
		s.compareCommunities(what, c, o, got, total)
		return
	case MaxTime:
		s.compareOwn(what, c, o, modes)
		return
	}
	if total[""] == 0 {
		if o.Value != nil {
			s.t.Errorf("%s: nobody to count, and yet %v", what, o.Value.Rat())
		}
		return
	}
	if want := big.NewRat(got[""], total[""]*parts); o.Value == nil || o.Value.Rat().Cmp(want) != 0 {
		s.t.Fatalf("%s: %+v, want %v", what, o.Value, want)
	}
	if possible, is := o.Values["possible"]; is {
		if covered := o.Values["coverage"]; o.Value.Rat().Cmp(possible.Rat()) > 0 || possible.Rat().Cmp(covered.Rat()) > 0 {
			s.t.Fatalf("%s: %v, possible %v, coverage %v", what, o.Value.Float(), possible.Float(), covered.Float())
		}
	}
	for i := range o.Units {
		u := &o.Units[i]
		if want := big.NewRat(got[u.ID], total[u.ID]*parts); u.Value.Rat().Cmp(want) != 0 {
			s.t.Fatalf("%s: %s %v, want %v", what, u.ID, u.Value.Rat(), want)
		}
		if u.Deficit == nil {
			continue
		}
		deficit := whole(u.Deficit.Rat())
		enough := func(n int64) bool { return big.NewRat(n, total[u.ID]).Cmp(c.Target) >= 0 }
		if !enough(got[u.ID]+deficit) || (deficit > 0 && enough(got[u.ID]+deficit-1)) || u.Met != (deficit == 0) {
			s.t.Fatalf("%s: %s is short of %d, with %d of %d for %v", what, u.ID, deficit, got[u.ID], total[u.ID], c.Target)
		}
	}
}

// served shares places out by hand: all pairs in the order of the definition.
func (s *slow) served(c *Check, modes []geo.Mode, cutoff int64) map[int]int64 {
	served := map[int]int64{}
	if c.Measure != CapacityCoverage {
		return served
	}
	type pair struct {
		ms   int64
		p, f int
	}
	var pairs []pair
	for p := range s.a.Area.Points {
		for f := range s.a.Area.Facilities {
			facility := &s.a.Area.Facilities[f]
			if facility.Service != c.Services[0] || facility.Status != geo.Active || facility.Capacity == geo.NoData {
				continue
			}
			if ms := s.nearest(modes, facility.Service, p, func(other int32) bool { return int(other) == f }); ms <= cutoff {
				pairs = append(pairs, pair{ms, p, f})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		switch {
		case a.ms != b.ms:
			return int(a.ms - b.ms)
		case a.p != b.p:
			return a.p - b.p
		}
		return a.f - b.f
	})
	room := map[int]int64{}
	for _, x := range pairs {
		left := max(0, int64(s.a.Area.Points[x.p].People[c.Group])) - served[x.p]
		n := min(left, int64(s.a.Area.Facilities[x.f].Capacity)-room[x.f])
		served[x.p] += n
		room[x.f] += n
	}
	return served
}

func (s *slow) compareCommunities(what string, c *Check, o *Outcome, got, total map[string]int64) {
	s.t.Helper()
	met, units := int64(0), int64(0)
	for _, id := range []string{"a", "b", "c"} {
		if total[id] == 0 {
			continue
		}
		units++
		serves := false
		for i := range s.a.Area.Facilities {
			f := &s.a.Area.Facilities[i]
			serves = serves || f.Service == "clinic" && f.Status == geo.Active && slices.Contains(f.Serves, id)
		}
		if 2*got[id] >= total[id] || serves {
			met++
		}
	}
	wantFraction(s.t, what, o, met, units)
}

func (s *slow) compareOwn(what string, c *Check, o *Outcome, modes []geo.Mode) {
	s.t.Helper()
	met, units := int64(0), int64(0)
	percent := map[string]int64{"minutes_p50": 50, "minutes_p95": 95, "minutes_max": 100}[c.UnitOfTarget]
	for _, id := range []string{"a", "b", "c"} {
		people := map[int64]int64{}
		total := int64(0)
		for p := range s.a.Area.Points {
			point := &s.a.Area.Points[p]
			if point.Area != id || point.People[c.Group] == geo.NoData {
				continue
			}
			ms := s.nearest(modes, "clinic", p, func(f int32) bool { return s.a.Area.Facilities[f].Area == id })
			people[ms] += int64(point.People[c.Group])
			total += int64(point.People[c.Group])
		}
		if total == 0 {
			continue
		}
		units++
		within := int64(0)
		for ms, n := range people {
			if ms <= int64(c.Minutes)*60_000 {
				within += n
			}
		}
		if within*100 >= percent*total {
			met++
		}
	}
	wantFraction(s.t, what, o, met, units)
}

func wantFraction(t *testing.T, what string, o *Outcome, met, units int64) {
	t.Helper()
	if units == 0 {
		if o.Value != nil {
			t.Fatalf("%s: %v of no units", what, o.Value.Rat())
		}
		return
	}
	if o.Value == nil || o.Value.Rat().Cmp(big.NewRat(met, units)) != 0 {
		t.Fatalf("%s: %+v, want %d of %d (%v)", what, o.Value, met, units, o.Why)
	}
}

// Nothing depends on the order of the input, and a facility more never covers fewer.
func TestOrderAndMore(t *testing.T) {
	for seed := range uint64(60) {
		build := func(shuffle, more bool) *geo.StudyArea {
			r := rand.New(rand.NewPCG(seed, 22))
			town := randomTown(r).Town
			town.Points, town.Facilities, town.Areas, town.Streets = slices.Clone(town.Points), slices.Clone(town.Facilities), slices.Clone(town.Areas), slices.Clone(town.Streets)
			if more {
				f := town.Facilities[0]
				f.Service, f.ID, f.Status, f.Capacity = "clinic", "zz", geo.Active, 50
				town.Facilities = append(town.Facilities, f)
			}
			if shuffle {
				r.Shuffle(len(town.Points), func(i, j int) { town.Points[i], town.Points[j] = town.Points[j], town.Points[i] })
				r.Shuffle(len(town.Facilities), func(i, j int) { town.Facilities[i], town.Facilities[j] = town.Facilities[j], town.Facilities[i] })
				r.Shuffle(len(town.Areas), func(i, j int) { town.Areas[i], town.Areas[j] = town.Areas[j], town.Areas[i] })
				r.Shuffle(len(town.Streets), func(i, j int) { town.Streets[i], town.Streets[j] = town.Streets[j], town.Streets[i] })
			}
			area, err := geo.NewStudyArea(town)
			if err != nil {
				t.Fatal(err)
			}
			return area
		}
		var checks []Check
		for _, m := range []Measure{Coverage, FullCircle, CapacityCoverage, CommunityShare} {
			c := walkTo(5, "clinic")
			c.Measure, c.Unit = m, "community"
			checks = append(checks, c)
		}
		plain, shuffled, more := assessed(t, build(false, false), Options{}, checks...), assessed(t, build(true, false), Options{}, checks...), assessed(t, build(false, true), Options{}, checks...)
		for i := range checks {
			a, b, m := plain.Checks[i].Value, shuffled.Checks[i].Value, more.Checks[i].Value
			if (a == nil) != (b == nil) || (a != nil && a.Rat().Cmp(b.Rat()) != 0) {
				t.Fatalf("seed %d, %s: %v, in another order %v", seed, checks[i].Measure, a, b)
			}
			if a != nil && checks[i].Measure != CapacityCoverage && m.Rat().Cmp(a.Rat()) < 0 {
				t.Fatalf("seed %d, %s: %v, with one more %v", seed, checks[i].Measure, a.Float(), m.Float())
			}
		}
	}
}
