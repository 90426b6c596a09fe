package geo

import (
	"math"

	"github.com/paulmach/orb"
)

const radians = math.Pi / 180

// A product that is added to another is rounded first, by float64(), wherever a travel time or the side of a barrier
// hangs on it: processors that fuse multiplication and addition would otherwise give other bits than those that do not.

// Distance is the great-circle distance between two positions in metres, by the haversine formula
// on the mean Earth radius.
func Distance(a, b orb.Point) float64 {
	sinLat := math.Sin((b[1] - a[1]) * radians / 2)
	sinLon := math.Sin((b[0] - a[0]) * radians / 2)
	h := float64(sinLat*sinLat) + float64(math.Cos(a[1]*radians)*math.Cos(b[1]*radians)*sinLon*sinLon)
	return 2 * EarthRadiusM * math.Asin(min(1, math.Sqrt(h)))
}

// Frame is the plane at a position: x metres to the east, y metres to the north of it. Within a kilometre
// it differs from the sphere by millimetres; access legs are measured in it.
type Frame struct {
	origin         orb.Point
	perLon, perLat float64 // metres per degree
}

// NewFrame returns the plane at origin.
func NewFrame(origin orb.Point) Frame {
	perLat := EarthRadiusM * radians
	return Frame{origin, perLat * math.Cos(origin[1]*radians), perLat}
}

// PerDegree is the length in metres of a degree to the east and of one to the north.
func (f Frame) PerDegree() (lon, lat float64) { return f.perLon, f.perLat }

// At is the plane at another longitude of the same latitude.
func (f Frame) At(lon float64) Frame {
	f.origin[0] = lon
	return f
}

// XY projects a position into the plane.
func (f Frame) XY(p orb.Point) (x, y float64) {
	return (p[0] - f.origin[0]) * f.perLon, (p[1] - f.origin[1]) * f.perLat
}

// Position is the inverse of [Frame.XY].
func (f Frame) Position(x, y float64) orb.Point {
	return orb.Point{f.origin[0] + x/f.perLon, f.origin[1] + y/f.perLat}
}

// Box is the smallest box in degrees that holds every position within radiusM metres of the origin.
// It is rounded outward by a micrometre, so that an index may find too much but never too little.
func (f Frame) Box(radiusM float64) orb.Bound {
	dx, dy := (radiusM+1e-6)/f.perLon, (radiusM+1e-6)/f.perLat
	return orb.Bound{
		Min: orb.Point{f.origin[0] - dx, f.origin[1] - dy},
		Max: orb.Point{f.origin[0] + dx, f.origin[1] + dy},
	}
}

// ToSegment finds the point of the segment ab that is nearest to the origin: its fraction t of the way
// from a to b, in [0,1], and its distance in metres. A segment of no length gives t = 0.
func (f Frame) ToSegment(a, b orb.Point) (t, distanceM float64) {
	ax, ay := f.XY(a)
	bx, by := f.XY(b)
	t, x, y := footInPlane(ax, ay, bx, by)
	return t, length(x, y)
}

// footInPlane finds the point (x, y) of a segment that is nearest to the origin, and its fraction of the way along it.
func footInPlane(ax, ay, bx, by float64) (t, x, y float64) {
	dx, dy := bx-ax, by-ay
	if square := float64(dx*dx) + float64(dy*dy); square > 0 {
		t = max(0, min(1, -(float64(ax*dx)+float64(ay*dy))/square))
	}
	return t, ax + float64(t*dx), ay + float64(t*dy)
}

// Along is the position at fraction t of the straight line from a to b.
func Along(a, b orb.Point, t float64) orb.Point {
	return orb.Point{a[0] + float64(t*(b[0]-a[0])), a[1] + float64(t*(b[1]-a[1]))}
}

// length is the length of a vector in a plane. It stays far from overflow, which is what [math.Hypot] is slow about.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }
