package isochrone

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// The points of a place are those whose time to it, all ways tried, is within the cutoff: wherever it is, and however
// short the cutoff is beside a leg or an edge.
func TestRunsOfPlacesAreThoseInTime(t *testing.T) {
	for seed := range uint64(300) {
		area, profile := randomTown(t, seed)
		router := mustRouter(t, area, profile)
		r := rand.New(rand.NewPCG(seed, 22))
		box, _ := area.Bound()
		var places []orb.Point
		for range 10 {
			places = append(places,
				router.Network.Points[r.IntN(len(router.Network.Points))],
				orb.Point{geo.Round7(box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0])), geo.Round7(box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1]))},
				area.PointDoors(r.IntN(len(area.Points)))[0])
		}
		arrivals, joined, err := router.ArrivalsAtPlaces(t.Context(), places, 3_600_000, always)
		if err != nil {
			t.Fatal(err)
		}
		for _, cutoff := range []int64{0, int64(r.IntN(60_000)), int64(r.IntN(200_000)), int64(r.IntN(900_000))} {
			got, onNetwork, err := router.RunsOfPlaces(t.Context(), places, cutoff)
			if err != nil {
				t.Fatal(err)
			}
			for i := range places {
				var want []int32
				for _, a := range arrivals[i] {
					if int64(a.Ms) <= cutoff {
						want = append(want, router.Order()[a.Rank])
					}
				}
				slices.Sort(want)
				if !slices.Equal(pointsOf(router, got[i]), want) || onNetwork[i] != joined[i] {
					t.Fatalf("seed %d: %v is reached within %d ms from %v, by time from %v", seed, places[i], cutoff, pointsOf(router, got[i]), want)
				}
			}
		}
	}
}

// Lists turned round say the same, target by target.
func TestArrivalListsAreListsOfPointsTurnedRound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 23))
	const targets, points = 40, 500
	first, want := []uint32{0}, make([]map[int32]uint32, targets)
	for target := range want {
		want[target] = make(map[int32]uint32)
	}
	var entries []shortcut
	for rank := range int32(points) {
		for _, target := range r.Perm(targets)[:r.IntN(8)*r.IntN(2)] {
			ms := uint32(r.IntN(1000))
			entries = append(entries, shortcut{facility: int32(target), ms: ms})
			want[target][rank] = ms
		}
		first = append(first, uint32(len(entries)))
	}
	lists := turnRound(targets, first, func(i uint32) (int32, uint32) { return entries[i].facility, entries[i].ms })
	found := newRankSet(points)
	for target := range int32(targets) {
		before := int32(-1)
		for rank, ms := range lists.at(target) {
			if known, is := want[target][rank]; !is || known != ms || rank <= before {
				t.Fatalf("target %d: %d in %d ms, should be %v", target, rank, ms, want[target])
			}
			before = rank
		}
		for _, limit := range []uint64{0, uint64(r.IntN(1000)), 999, noLimit, 1<<63 - 1} {
			inTime := 0
			for _, ms := range want[target] {
				if uint64(ms) <= limit {
					inTime++
				}
			}
			lists.addWithin(target, limit, found)
			runs := found.take()
			for rank, ms := range want[target] {
				if runs.Contains(rank) != (uint64(ms) <= limit) {
					t.Fatalf("target %d: %d in %d ms, within %d: %v", target, rank, ms, limit, runs)
				}
			}
			if runs.Len() != inTime {
				t.Fatalf("target %d: %d points within %d, should be %d", target, runs.Len(), limit, inTime)
			}
		}
	}
}
