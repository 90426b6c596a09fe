package isochrone

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// Between the sites the line is drawn where the travel time says, to within a few hundredths of the land inside: fewer
// on foot, where cells are small. The town has a river with a bridge, along which the time jumps.
func TestTheLineRunsWhereTheTimeSays(t *testing.T) {
	l := geotest.NewLattice(80)
	for y := range 30 {
		for x := range 30 {
			if x+1 < 30 && (x != 14 || y == 3) {
				l.Street("residential", [2]int{x, y}, [2]int{x + 1, y})
			}
			if y+1 < 30 {
				l.Street("residential", [2]int{x, y}, [2]int{x, y + 1})
			}
		}
	}
	l.Barrier("waterway=river", [2]float64{14.4, -5}, [2]float64{14.7, 2.9})
	l.Barrier("waterway=river", [2]float64{14.7, 3.1}, [2]float64{14.3, 15}, [2]float64{14.6, 35})
	l.Facility("clinic", "F", 12, 10)
	r := rand.New(rand.NewPCG(4, 2))
	for i := range 1500 {
		l.Resident(fmt.Sprintf("p%04d", i), r.Float64()*29, r.Float64()*29, 1, 0)
	}
	area := l.StudyArea()
	for mode, allowed := range map[geo.Mode]int{geo.Walk: 4, geo.Bike: 8} {
		router := mustRouter(t, area, builtin(t, mode))
		to := router.goals([]int32{0})
		near, keys := router.newNeighbourhood(to), searchAll(router.Network.States, &router.Network.In, router.arrivals(to))
		for _, c := range mustCatchments(t, router, []int32{0}, 240_000, 480_000, 900_000) {
			inside, wrong := 0, 0
			for range 20_000 {
				at := []orb.Point{l.At(r.Float64()*36-3, r.Float64()*36-3)}
				within := near.timeFrom(router.boardingsOf(at), at, keys).Ms <= c.CutoffMs
				if within {
					inside++
				}
				if geo.Contains(c.Shape, at[0]) != within {
					wrong++
				}
			}
			t.Logf("%s, %d min: %d of %d places on the wrong side", mode, c.CutoffMs/60_000, wrong, inside)
			if wrong > inside*allowed/100 {
				t.Errorf("%s, %d min: %d places on the wrong side of the line, %d inside", mode, c.CutoffMs/60_000, wrong, inside)
			}
		}
	}
}

// The same question has the same answer, whoever asks at the same time and on however many processors.
func TestCatchmentsDoNotDependOnProcessors(t *testing.T) {
	area := city(120, 8_000)
	router := mustRouter(t, area, builtin(t, geo.Walk))
	all := active(area)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	union := mustCatchments(t, router, all, 300_000, 900_000)
	alone := make([][]Catchment, len(all))
	for i := range all {
		alone[i] = mustCatchments(t, router, all[i:i+1], 300_000, 900_000)
	}
	runtime.GOMAXPROCS(4)
	if !sameCatchments(union, mustCatchments(t, router, all, 300_000, 900_000)) {
		t.Error("on four processors the union is another")
	}
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() {
			if again, err := router.Catchments(t.Context(), all[i:i+1], []int64{300_000, 900_000}); err != nil || !sameCatchments(alone[i], again) {
				t.Errorf("facility %d: another answer when others ask too (%v)", i, err)
			}
		})
	}
	wait.Wait()
}

func sameCatchments(a, b []Catchment) bool {
	return slices.EqualFunc(a, b, func(a, b Catchment) bool {
		return a.CutoffMs == b.CutoffMs && orb.Equal(a.Shape, b.Shape) && slices.Equal(a.Points, b.Points)
	})
}
