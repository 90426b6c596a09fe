package geo_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// A finder has the legs that are found for each position alone, which are those of a scan of all pieces, whatever was
// expected and whatever was asked before.
func TestLegFinderFindsAllLegs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 20))
	legs := 0
	networksOf(t, func(t *testing.T, town *geo.Town, w geo.Weighting, n *geo.Network) {
		var positions []orb.Point
		for _, p := range town.Points {
			positions = append(positions, p.Point)
		}
		for range 10 {
			if len(n.Points) > 0 {
				at := n.Points[r.IntN(len(n.Points))]
				positions = append(positions, at, orb.Point{at[0] + r.NormFloat64()*1e-3, at[1] + r.NormFloat64()*1e-3})
			}
		}
		positions = append(positions, orb.Point{0, 0})
		r.Shuffle(len(positions), func(i, k int) { positions[i], positions[k] = positions[k], positions[i] })
		limitM := []float64{0, 20, 150, 300, 1000}[r.IntN(5)]
		barriers := geo.NewBarrierIndex(town.Barriers)
		finder := n.NewLegFinder(limitM, barriers)
		for i, at := range positions {
			if r.IntN(4) == 0 {
				finder.Expect(positions[i:min(len(positions), i+r.IntN(8))])
			}
			got, want := finder.Legs(nil, at), n.LegsTo(nil, at, 0, int32(len(n.Pieces)), limitM, barriers)
			if alone := n.Legs(nil, at, limitM, barriers); !slices.Equal(got, want) || !slices.Equal(alone, want) {
				t.Errorf("within %v m of %v: %v, alone %v, by full scan %v", limitM, at, got, alone, want)
			}
			legs += len(got)
		}
	})
	if legs < 50_000 {
		t.Errorf("only %d legs", legs)
	}
}
