package siting

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// ReachWithin gives for each candidate the demand points that reach it at a cost up to a limit, inclusive.
func ReachWithin(in *Instance, limit int64) [][]Run {
	reach := make([][]Run, len(in.Costs))
	for i, costs := range in.Costs {
		var points []uint32
		for _, c := range costs {
			if c.Cost <= limit {
				points = append(points, c.Point)
			}
		}
		reach[i] = RunsOf(points)
	}
	return reach
}

// Near lists for every place the points within a great-circle distance of it, inclusive, on the mean Earth radius,
// points ascending. Positions are WGS 84; the distance is in metres. visit is called for each pair.
func Near(places, points []orb.Point, radiusM float64, visit func(place, point int, distanceM float64)) {
	g := newBelts(points, radiusM)
	var found []int
	for i, at := range places {
		found = found[:0]
		g.search(at, func(j int) {
			found = append(found, j)
		})
		slices.Sort(found)
		for _, j := range found {
			if d := geo.Distance(at, points[j]); d <= radiusM {
				visit(i, j, d)
			}
		}
	}
}

// belts hold points by latitude in belts about as high as the search radius, and by longitude within each.
type belts struct {
	height float64 // degrees
	belts  map[int][]int
	points []orb.Point
	radius float64 // radians
}

// slack is added to every bound in degrees, far more than rounding and far less than a centimetre matters here.
const slack = 1e-7

func newBelts(points []orb.Point, radiusM float64) *belts {
	angle := min(math.Pi, radiusM/geo.EarthRadiusM)
	b := &belts{height: max(1e-4, angle*180/math.Pi), belts: map[int][]int{}, points: points, radius: angle}
	for j, p := range points {
		k := int(math.Floor(p[1] / b.height))
		b.belts[k] = append(b.belts[k], j)
	}
	for _, belt := range b.belts {
		slices.SortFunc(belt, func(x, y int) int { return cmp.Or(cmp.Compare(points[x][0], points[y][0]), cmp.Compare(x, y)) })
	}
	return b
}

// search visits the points that may lie within the radius, and some more.
func (b *belts) search(at orb.Point, visit func(j int)) {
	degrees := b.radius*180/math.Pi + slack
	width := 360.0 // of longitude on either side: the circle is widest where a meridian touches it
	if lat := at[1] * math.Pi / 180; math.Abs(lat)+b.radius < math.Pi/2-1e-6 {
		width = math.Asin(min(1, math.Sin(b.radius)/math.Cos(lat)))*180/math.Pi + slack
	}
	for k := int(math.Floor((at[1] - degrees) / b.height)); k <= int(math.Floor((at[1]+degrees)/b.height)); k++ {
		belt := b.belts[k]
		b.between(belt, at[0]-width, at[0]+width, visit)
		if width < 180 { // across the antimeridian
			b.between(belt, at[0]-width+360, at[0]+width+360, visit)
			b.between(belt, at[0]-width-360, at[0]+width-360, visit)
		}
	}
}

// between visits the points of a belt between two longitudes.
func (b *belts) between(belt []int, west, east float64, visit func(j int)) {
	from, _ := slices.BinarySearchFunc(belt, west, func(j int, lon float64) int { return cmp.Compare(b.points[j][0], lon) })
	for _, j := range belt[from:] {
		if b.points[j][0] > east {
			return
		}
		visit(j)
	}
}

// ApartWithin lists for each place, ascending, the others nearer than a distance in metres: the pairs that may not both
// be chosen. Places exactly so far from each other may.
func ApartWithin(places []orb.Point, distanceM float64) [][]int32 {
	apart := make([][]int32, len(places))
	Near(places, places, distanceM, func(i, k int, d float64) {
		if i != k && d < distanceM {
			apart[i] = append(apart[i], int32(k))
		}
	})
	return apart
}

// AlongCurve gives an order of points in which neighbours mostly follow each other: that of a Z-shaped curve through a
// grid of 65,536 × 65,536 cells (Morton, 1966). Catchments are few runs then.
func AlongCurve(points []orb.Point) []int {
	order := make([]int, len(points))
	keys := make([]uint64, len(points))
	box := orb.MultiPoint(points).Bound()
	for j, p := range points {
		order[j] = j
		x := (p[0] - box.Min[0]) / max(1e-9, box.Max[0]-box.Min[0])
		y := (p[1] - box.Min[1]) / max(1e-9, box.Max[1]-box.Min[1])
		keys[j] = spread16(uint64(x*65535))<<1 | spread16(uint64(y*65535))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	return order
}

// spread16 puts a zero between the bits of a number of 16 bits.
func spread16(v uint64) uint64 {
	v = (v | v<<8) & 0x00ff00ff
	v = (v | v<<4) & 0x0f0f0f0f
	v = (v | v<<2) & 0x33333333
	return (v | v<<1) & 0x55555555
}
