package isochrone

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// edited is a town on which facilities open, close and move: by a map that is repaired, and on paper.
type edited struct {
	t      *testing.T
	town   geo.Town
	mode   geo.Mode
	router *Router
	m      *NearestMap
	sites  []geo.Facility // by site; those of the study area first
	open   []bool
	last   []Time
}

func newEdited(t *testing.T, town *geotest.Lattice, mode geo.Mode) *edited {
	area := town.StudyArea()
	e := &edited{t: t, town: area.Town, mode: mode, router: mustRouter(t, area, builtin(t, mode))}
	var facilities []int32
	for i, f := range area.Facilities {
		e.sites = append(e.sites, f)
		e.open = append(e.open, f.Status == geo.Active)
		if e.open[i] {
			facilities = append(facilities, int32(i))
		}
	}
	var err error
	if e.m, err = e.router.NewNearestMap(context.Background(), facilities); err != nil {
		t.Fatal(err)
	}
	e.last = e.times()
	return e
}

func (e *edited) times() []Time {
	times := make([]Time, len(e.router.Area.Points))
	for i := range times {
		times[i] = e.m.Time(i)
	}
	return times
}

// scratch computes all times anew, from a town in which the open sites are the facilities.
func (e *edited) scratch() (*Router, []Time) {
	town := e.town
	town.Facilities, town.Entrances = nil, slices.Clone(e.town.Entrances)
	for i, f := range e.sites {
		if f.Status = geo.Closed; e.open[i] {
			f.Status = geo.Active
		}
		town.Facilities = append(town.Facilities, f)
		if i < len(e.router.Area.Facilities) && f.Point == e.router.Area.Facilities[i].Point {
			continue
		}
		town.Entrances = slices.DeleteFunc(town.Entrances, func(d geo.Entrance) bool { // a moved facility has left its doors
			return d.OwnerKind == geo.FacilityOwner && d.OwnerID == f.Service+":"+f.ID
		})
	}
	town.Points = slices.Clone(town.Points)
	area, err := geo.NewStudyArea(town)
	if err != nil {
		e.t.Fatal(err)
	}
	router := mustRouter(e.t, area, builtin(e.t, e.mode))
	return router, mustTimes(e.t, router, active(area))
}

func (e *edited) must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

// edit does one thing at random.
func (e *edited) edit(r *rand.Rand, at func() orb.Point) string {
	site := int32(r.IntN(len(e.sites)))
	switch kind := r.IntN(6); {
	case kind == 0:
		f := geo.Facility{Service: []string{"clinic", "library"}[r.IntN(2)], ID: fmt.Sprintf("f%d+%d", r.IntN(8), len(e.sites)), Point: at(), Capacity: geo.NoData, AreaM2: geo.NoData}
		site = e.m.Add(f.Service, f.ID)
		e.must(e.m.Open(site, []orb.Point{f.Point}))
		e.sites, e.open = append(e.sites, f), append(e.open, true)
		return "add " + f.ID
	case kind == 1: // move
		to := at()
		if e.open[site] {
			e.must(e.m.Close(site))
		}
		e.must(e.m.Open(site, []orb.Point{to}))
		e.sites[site].Point, e.open[site] = to, true
		return "move " + e.sites[site].ID
	case e.open[site]:
		e.must(e.m.Close(site))
		e.open[site] = false
		return "close " + e.sites[site].ID
	default:
		doors := []orb.Point{e.sites[site].Point}
		if int(site) < len(e.router.Area.Facilities) && e.sites[site].Point == e.router.Area.Facilities[site].Point {
			doors = nil
		}
		e.must(e.m.Open(site, doors))
		e.open[site] = true
		return "open " + e.sites[site].ID
	}
}

func (e *edited) check(did string) {
	e.t.Helper()
	for _, c := range e.m.Changes() {
		if !same(c.Before, e.last[c.Point]) || same(c.Before, c.After) {
			e.t.Fatalf("after %s: change %+v, but the time was %+v", did, c, e.last[c.Point])
		}
		e.last[c.Point] = c.After
	}
	router, want := e.scratch()
	for i, got := range e.times() {
		w := want[i]
		if !same(got, e.last[i]) {
			e.t.Fatalf("after %s: the changes do not tell of %s", did, e.router.Area.Points[i].ID)
		}
		if (got.Facility < 0) != (w.Facility < 0) {
			e.t.Fatalf("after %s: %s has %+v, anew %+v", did, e.router.Area.Points[i].ID, got, w)
		}
		name := ""
		if w.Facility >= 0 {
			f := router.Area.Facilities[w.Facility]
			name = f.Service + ":" + f.ID
			w.Facility = got.Facility
		}
		if !same(got, w) || (name != "" && name != e.sites[got.Facility].Service+":"+e.sites[got.Facility].ID) {
			e.t.Fatalf("after %s: %s has %+v to %v, anew %+v to %s", did, e.router.Area.Points[i].ID, got, e.sites[max(0, got.Facility)].ID, w, name)
		}
	}
}

// A thousand sequences of edits, half of them in towns with turn rules.
func TestARepairedMapEqualsOneComputedAnew(t *testing.T) {
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 11))
		town := geotest.Random(r)
		if r.IntN(2) == 0 {
			geotest.WithTurns(r, town)
		}
		t.Logf("seed %d", seed)
		mode := []geo.Mode{geo.Walk, geo.Drive}[r.IntN(2)]
		e := newEdited(t, town, mode)
		e.check("nothing")
		for range 12 {
			did := e.edit(r, func() orb.Point { return town.At(r.Float64()*8, r.Float64()*8) })
			if r.IntN(3) > 0 {
				e.check(did)
			}
		}
	}
}

// Sites that open between two others again and again use up the gap between their labels.
func TestLabelsAreSpacedAnewWhenAGapIsUsedUp(t *testing.T) {
	e := newEdited(t, geotest.RiverTown(), geo.Walk)
	for i := range 40 {
		id := "E" + fmt.Sprintf("%050b", 1<<i)
		f := geo.Facility{Service: "elder_station", ID: id, Point: e.router.Area.Points[i%6].Point, Capacity: geo.NoData, AreaM2: geo.NoData}
		site := e.m.Add(f.Service, f.ID)
		e.must(e.m.Open(site, []orb.Point{f.Point}))
		e.sites, e.open = append(e.sites, f), append(e.open, true)
	}
	e.check("forty sites between two")
}
