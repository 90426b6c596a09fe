package isochrone

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// The tree finds what one finds by looking at every door, in towns of no point, of one, and of blocks that are full or
// not.
func TestDoorTreeFindsEveryDoor(t *testing.T) {
	for _, points := range []int{0, 1, 63, 64, 65, 1024, 1025, 3000} {
		r := rand.New(rand.NewPCG(uint64(points), 24))
		town := geotest.NewLattice(60)
		town.Street("residential", [2]int{0, 0}, [2]int{9, 0})
		at := func() orb.Point { return town.At(r.Float64()*9, r.Float64()*9) }
		for i := range points {
			p := town.Resident(string(rune('a'+i%26))+string(rune(0x4e00+i)), 0, 0, 1, 0)
			p.Point = at()
			for range r.IntN(3) {
				town.Town.Entrances = append(town.Town.Entrances, geo.Entrance{OwnerKind: geo.ResidentOwner, OwnerID: p.ID, Point: at()})
			}
		}
		area := town.StudyArea()
		router := mustRouter(t, area, builtin(t, geo.Walk))
		for range 50 {
			box := orb.MultiPoint{at(), at()}.Bound()
			if points > 0 && r.IntN(4) == 0 {
				box = area.PointDoors(r.IntN(points))[0].Bound() // edges count
			}
			known := make([]uint64, points/ranksInBlock+1)
			for i := range known {
				known[i] = []uint64{0, 1<<64 - 1, r.Uint64()}[r.IntN(3)]
			}
			var all, unknown, wantAll, wantUnknown []int32
			router.doors().search(box, func(rank int32) { all = append(all, rank) })
			router.doors().searchUnless(box, func(block int) uint64 { return known[block] }, func(rank int32) { unknown = append(unknown, rank) })
			for rank, point := range router.Order() {
				if slices.ContainsFunc(area.PointDoors(int(point)), box.Contains) {
					wantAll = append(wantAll, int32(rank))
					if known[rank/ranksInBlock]>>(rank%ranksInBlock)&1 == 0 {
						wantUnknown = append(wantUnknown, int32(rank))
					}
				}
			}
			if !slices.Equal(all, wantAll) || !slices.Equal(unknown, wantUnknown) {
				t.Fatalf("%d points, box %v: %v and %v, should be %v and %v", points, box, all, unknown, wantAll, wantUnknown)
			}
		}
	}
}
