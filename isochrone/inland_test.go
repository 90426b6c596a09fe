package isochrone

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// What lies in one of the cells lies on its side of the outline, and farther from it than the limit.
func TestCellsInlandAreFarFromTheOutline(t *testing.T) {
	held := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 22))
		centre := orb.Point{r.Float64()*300 - 150, r.Float64()*130 - 65}
		frame := geo.NewFrame(centre)
		star := func(x, y, leastM, mostM float64) orb.Ring {
			var ring orb.Ring
			corners := 3 + r.IntN(40)
			for i := range corners {
				angle, m := 2*math.Pi*float64(i)/float64(corners), leastM+r.Float64()*(mostM-leastM)
				ring = append(ring, frame.Position(x+m*math.Cos(angle), y+m*math.Sin(angle)))
			}
			return append(ring, ring[0])
		}
		shape := orb.MultiPolygon{{star(0, 0, 3_000, 9_000), star(0, 0, 300, 1_500)}, {star(14_000, 0, 1_000, 4_000)}}
		limitM := []float64{0, 150, 300, 2_000}[r.IntN(4)]
		e := newExtentEdge(shape, limitM)
		g := e.inland()
		for range 3_000 {
			a := frame.Position(r.Float64()*30_000-10_000, r.Float64()*20_000-10_000)
			b := frame.At(a[0]).Position(r.NormFloat64()*60, (a[1]-centre[1])*math.Pi/180*geo.EarthRadiusM+r.NormFloat64()*60)
			got := g.sideOf(a, b)
			if got == unsettled {
				continue
			}
			held++
			if in := got == inside; geo.Contains(shape, a) != in || geo.Contains(shape, b) != in {
				t.Fatalf("seed %d: %v or %v lies on the other side", seed, a, b)
			}
			for _, s := range e.segments {
				if d := segmentDistanceM(geo.NewFrame(a), a, b, s); d <= limitM {
					t.Fatalf("seed %d: %v to %v comes within %v m of the outline", seed, a, b, d)
				}
			}
		}
	}
	if held < 10_000 {
		t.Errorf("only %d of 180000 were held", held)
	}
}
