package isochrone

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/geo/geotest/reference"
)

// problem hands the network of a router to the reference program, as its export does.
func problem(r *Router, facilities []int32) *reference.Problem {
	p := &reference.Problem{LimitM: r.Profile.Access.LimitM, Factor: r.Profile.Access.Factor, AccessKmh: r.Profile.Access.SpeedKmh}
	if p.AccessKmh == 0 {
		p.AccessKmh = r.Profile.SpeedKmh
	}
	w := r.Profile.weighting()
	w.Reversed = false // the reference goes the other way itself, and reads turn rules itself
	n := geo.NewNetwork(r.Area.Streets, r.Area.Stops, nil, w)
	for i, piece := range n.Pieces {
		ends := [2]int32{piece.From, piece.To}
		for d, ms := range piece.Ms {
			if ms > 0 {
				from, to := ends[d], ends[1-d]
				p.Arcs = append(p.Arcs, reference.Arc{
					Way: r.Area.Streets[piece.Street].WayID, Piece: int64(i),
					From: int64(n.IDs[from]), To: int64(n.IDs[to]), Ms: int64(ms), Boardable: piece.Boardable,
					FromLon: n.Points[from][0], FromLat: n.Points[from][1], ToLon: n.Points[to][0], ToLat: n.Points[to][1],
				})
			}
		}
	}
	for _, b := range r.Area.Barriers {
		var line []reference.Place
		for _, at := range b.Line {
			line = append(line, place(at))
		}
		p.Barriers = append(p.Barriers, line)
	}
	for _, f := range facilities {
		for _, door := range r.Area.FacilityDoors(int(f)) {
			p.Facilities = append(p.Facilities, reference.Facility{ID: r.Area.Facilities[f].ID, At: place(door)})
		}
	}
	p.FromFacility = r.Profile.Direction == FromFacility
	p.Motorcar = w.Traveller == geo.Motorcar
	p.Turns = turnsByNode(r.Area, p.Arcs)
	p.Solve()
	return p
}

func place(p orb.Point) reference.Place { return reference.Place{Lon: p[0], Lat: p[1]} }

// seeds are the random towns that the property tests look at; a failing one is named, to be run again alone.
func eachTown(t *testing.T, test func(t *testing.T, town *geotest.Lattice, r *rand.Rand)) {
	for seed := range uint64(150) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 7))
			test(t, geotest.Random(r), r)
		})
	}
}

func mustRouter(t testing.TB, area *geo.StudyArea, p Profile) *Router {
	t.Helper()
	r, err := NewRouter(context.Background(), area, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func mustTimes(t testing.TB, r *Router, facilities []int32) []Time {
	t.Helper()
	times, err := r.Times(context.Background(), facilities)
	if err != nil {
		t.Fatal(err)
	}
	return times
}

func active(area *geo.StudyArea) []int32 {
	var all []int32
	for i, f := range area.Facilities {
		if f.Status == geo.Active {
			all = append(all, int32(i))
		}
	}
	return all
}

func builtin(t testing.TB, mode geo.Mode) Profile {
	t.Helper()
	p, err := BuiltinProfile(mode)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// compareTimes allows 2 ms, for each of two feet may round the other way at ½.
func compareTimes(t *testing.T, what string, area *geo.StudyArea, times []Time, p *reference.Problem) {
	t.Helper()
	for i := range area.Points {
		want := int64(Never)
		for _, door := range area.PointDoors(i) {
			want = min(want, p.Time(place(door)))
		}
		if apart := times[i].Ms - want; apart < -2 || apart > 2 {
			t.Errorf("%s %s: %d ms, the reference says %d", what, area.Points[i].ID, times[i].Ms, want)
		}
	}
}

func TestTimesEqualTheReference(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, mode := range geo.Modes() {
			router := mustRouter(t, area, builtin(t, mode))
			facilities := active(area)
			times := mustTimes(t, router, facilities)
			compareTimes(t, string(mode), area, times, problem(router, facilities))
		}
	})
}

func TestOutwardSearchAgrees(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		area := town.StudyArea()
		for _, mode := range []geo.Mode{geo.Walk, geo.Drive} {
			router := mustRouter(t, area, builtin(t, mode))
			for i := range area.Points {
				outward := router.From(i)
				for _, f := range active(area) {
					inward := mustTimes(t, router, []int32{f})[i]
					if got := outward.Time(f); got.Ms != inward.Ms {
						t.Fatalf("%s from %s to %s: outward %d ms, inward %d ms", mode, area.Points[i].ID, area.Facilities[f].ID, got.Ms, inward.Ms)
					}
					checkWay(t, router, i, outward.Way(f), inward)
				}
			}
		}
	})
}

// checkWay follows a drawn way: it leads from a door of the point to one of the facility, or back, hangs together,
// and its stretches take the travel time in sum.
func checkWay(t *testing.T, r *Router, point int, way Way, want Time) {
	t.Helper()
	if !want.Reached() {
		if len(way.Stretches) > 0 {
			t.Fatal("a way to where none leads")
		}
		return
	}
	sum := int64(0)
	for i, s := range way.Stretches {
		sum += s.Ms
		if i > 0 {
			before := way.Stretches[i-1].Line
			if d := geo.Distance(before[len(before)-1], s.Line[0]); d > 0.001 {
				t.Fatalf("stretch %d starts %v m from where the last ended", i, d)
			}
		}
	}
	if sum != want.Ms {
		t.Fatalf("the stretches take %d ms, the way %d", sum, want.Ms)
	}
	last := way.Stretches[len(way.Stretches)-1].Line
	start, finish := r.Area.PointDoors(point), r.Area.FacilityDoors(int(want.Facility))
	if r.Profile.Direction == FromFacility {
		start, finish = finish, start
	}
	if !oneOf(way.Stretches[0].Line[0], start) || !oneOf(last[len(last)-1], finish) {
		t.Fatal("the way does not lead from door to door")
	}
}

func oneOf(p orb.Point, doors []orb.Point) bool {
	for _, d := range doors {
		if p == d {
			return true
		}
	}
	return false
}
