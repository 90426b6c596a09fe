package datum

import (
	"math"

	"github.com/paulmach/orb"
)

// The GCJ-02 shift was published by nobody; these are the constants and the trigonometric series that
// every open implementation shares since the first one appeared in 2010. It computes in the plane of the
// Krasovsky 1940 ellipsoid around 105° E, 35° N.
const (
	krasovskyA  = 6_378_245.0
	krasovskyE2 = 0.00669342162296594323

	bdAngle = math.Pi * 3000 / 180 // period of Baidu's ripple
	bdLon   = 0.0065               // Baidu's constant offset, degrees
	bdLat   = 0.006
)

// shiftAt is the vector, in degrees, from a WGS 84 position to its GCJ-02 position, in or out of China.
func shiftAt(p orb.Point) (dLon, dLat float64) {
	x, y := p[0]-105, p[1]-35
	common := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) + common +
		(20*math.Sin(y*math.Pi)+40*math.Sin(y/3*math.Pi))*2/3 +
		(160*math.Sin(y/12*math.Pi)+320*math.Sin(y*math.Pi/30))*2/3
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) + common +
		(20*math.Sin(x*math.Pi)+40*math.Sin(x/3*math.Pi))*2/3 +
		(150*math.Sin(x/12*math.Pi)+300*math.Sin(x/30*math.Pi))*2/3

	sin, cos := math.Sincos(p[1] * math.Pi / 180)
	w2 := 1 - krasovskyE2*sin*sin
	w := math.Sqrt(w2)
	dLat = north * 180 / (krasovskyA * (1 - krasovskyE2) / (w2 * w) * math.Pi)
	dLon = east * 180 / (krasovskyA / w * cos * math.Pi)
	return dLon, dLat
}

func wgs84ToGCJ02(p orb.Point) orb.Point {
	if !Shifted(p) {
		return p
	}
	dLon, dLat := shiftAt(p)
	return orb.Point{p[0] + dLon, p[1] + dLat}
}

// gcj02ToWGS84 finds the position that is shifted to g. What lies outside the outline before and after
// was never shifted.
func gcj02ToWGS84(g orb.Point) orb.Point {
	if !nearChina(g) {
		return g
	}
	p := invert(g, func(p orb.Point) orb.Point {
		dLon, dLat := shiftAt(p)
		return orb.Point{p[0] + dLon, p[1] + dLat}
	})
	if !Shifted(p) && !Shifted(g) {
		return g
	}
	return p
}

func gcj02ToBD09(g orb.Point) orb.Point {
	r := math.Hypot(g[0], g[1]) + 0.00002*math.Sin(g[1]*bdAngle)
	theta := math.Atan2(g[1], g[0]) + 0.000003*math.Cos(g[0]*bdAngle)
	return orb.Point{r*math.Cos(theta) + bdLon, r*math.Sin(theta) + bdLat}
}

func bd09ToGCJ02(b orb.Point) orb.Point { return invert(b, gcj02ToBD09) }

// invert solves forward(p) = target by fixed-point iteration. Both shifts change by about a per cent of
// the step at most, so each round gains some two decimals; 1e-12° is a ten-thousandth of a millimetre.
func invert(target orb.Point, forward func(orb.Point) orb.Point) orb.Point {
	p := target
	for range 30 {
		q := forward(p)
		dx, dy := target[0]-q[0], target[1]-q[1]
		p[0] += dx
		p[1] += dy
		if math.Abs(dx) < 1e-12 && math.Abs(dy) < 1e-12 {
			break
		}
	}
	return p
}
