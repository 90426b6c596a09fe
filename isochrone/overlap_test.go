package isochrone

import (
	"context"
	"math/rand/v2"
	"testing"
)

// The obvious way: intersect each catchment with each other one.
func TestMostSharedEqualsAllPairs(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		points := 1 + r.IntN(400)
		sums := make([]int64, points+1)
		for i := range points {
			sums[i+1] = sums[i] + int64(r.IntN(3)*r.IntN(50))
		}
		catchments := make([]Runs, r.IntN(300))
		for i := range catchments {
			for at := int32(r.IntN(points + 1)); int(at) < points && len(catchments[i]) < r.IntN(12); {
				end := min(at+1+int32(r.IntN(1+points/8)), int32(points))
				catchments[i] = append(catchments[i], Run{at, end})
				at = end + 1 + int32(r.IntN(1+points/6))
			}
		}
		found, err := MostShared(context.Background(), catchments, sums)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range catchments {
			want := Overlap{With: -1}
			for j, other := range catchments {
				if people := c.Intersection(other).Sum(sums); i != j && people > want.People {
					want = Overlap{j, people}
				}
			}
			if found[i] != want {
				t.Fatalf("seed %d: catchment %d shares most with %+v, want %+v", seed, i, found[i], want)
			}
		}
	}
}

// Ten thousand catchments, of which each meets dozens of others.
func BenchmarkMostShared(b *testing.B) {
	const points, facilities = 1_000_000, 10_000
	r := rand.New(rand.NewPCG(1, 2))
	sums := make([]int64, points+1)
	for i := range points {
		sums[i+1] = sums[i] + int64(r.IntN(100))
	}
	catchments := make([]Runs, facilities)
	for i := range catchments {
		at := int32(r.IntN(points - 20_000))
		for range 20 {
			end := at + 1 + int32(r.IntN(100))
			catchments[i] = append(catchments[i], Run{at, end})
			at = end + 1 + int32(r.IntN(200))
		}
	}
	for b.Loop() {
		if _, err := MostShared(b.Context(), catchments, sums); err != nil {
			b.Fatal(err)
		}
	}
}
