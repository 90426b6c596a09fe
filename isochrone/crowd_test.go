package isochrone

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// Residential points that crowd within centimetres and go out by doors far apart have travel times that jump from one
// to the next: no worse could be asked of a line. Whoever lives closer together than half a metre may cost it some of its
// vertices' roundness, and nobody his side.
func TestCatchmentsOfCrowds(t *testing.T) {
	eachTown(t, func(t *testing.T, town *geotest.Lattice, r *rand.Rand) {
		apart := []float64{1e-7, 4e-7, 5e-6, 1e-5}[r.IntN(4)]
		for crowd := range 6 {
			x, y := r.Float64()*5, r.Float64()*5
			for i := range 2 + r.IntN(5) {
				p := town.Resident(fmt.Sprintf("c%d.%d", crowd, i), x, y, 1, 0)
				p.Point = orb.Point{geo.Round7(p.Point[0] + float64(r.IntN(7)-3)*apart), geo.Round7(p.Point[1] + float64(r.IntN(7)-3)*apart)}
				if r.IntN(2) == 0 {
					town.Town.Entrances = append(town.Town.Entrances, geo.Entrance{OwnerKind: geo.ResidentOwner, OwnerID: p.ID, Point: town.At(r.Float64()*8, r.Float64()*8)})
				}
			}
		}
		area := town.StudyArea()
		router := mustRouter(t, area, builtin(t, []geo.Mode{geo.Walk, geo.Drive}[r.IntN(2)]))
		times := mustTimes(t, router, active(area))
		for _, c := range mustCatchments(t, router, active(area), 120_000, 300_000, 600_000) {
			best := make(map[orb.Point]int64)
			for i, p := range area.Points {
				if ms, seen := best[p.Point]; !seen || times[i].Ms < ms {
					best[p.Point] = times[i].Ms
				}
			}
			for _, f := range area.Facilities {
				delete(best, f.Point)
			}
			for at, ms := range best {
				if geo.Contains(c.Shape, at) != (ms <= c.CutoffMs) {
					t.Errorf("%v takes %d ms: inside %v within %d ms", at, ms, ms > c.CutoffMs, c.CutoffMs)
				}
			}
			if apart >= 5e-6 {
				checkShape(t, c.Shape)
			} else {
				checkValid(t, c.Shape)
			}
		}
	})
}
