package report

import "math"

// Facilities are told apart by the shape of their sign, which a print without colour keeps.
var signShapes = []func(at xy, r float64) []xy{
	func(at xy, r float64) []xy { return regular(at, r, 20, 0) },              // round
	func(at xy, r float64) []xy { return regular(at, r*1.15, 4, math.Pi/4) },  // square
	func(at xy, r float64) []xy { return regular(at, r*1.25, 3, -math.Pi/2) }, // triangle
	func(at xy, r float64) []xy { return regular(at, r*1.25, 4, 0) },          // diamond
	func(at xy, r float64) []xy { return regular(at, r*1.15, 5, -math.Pi/2) }, // pentagon
	func(at xy, r float64) []xy { return regular(at, r*1.15, 6, 0) },          // hexagon
	func(at xy, r float64) []xy { return regular(at, r*1.25, 3, math.Pi/2) },  // triangle on its tip
	cross,
}

// regular is a regular polygon; its first corner lies at an angle, in radians, clockwise from the right.
func regular(at xy, radius float64, corners int, from float64) []xy {
	ring := make([]xy, corners)
	for i := range ring {
		sin, cos := math.Sincos(from + 2*math.Pi*float64(i)/float64(corners))
		ring[i] = xy{at.x + float64(radius*cos), at.y + float64(radius*sin)}
	}
	return ring
}

func cross(at xy, r float64) []xy {
	a, b := r*1.1, r*0.42
	ring := []xy{{-b, -a}, {b, -a}, {b, -b}, {a, -b}, {a, b}, {b, b}, {b, a}, {-b, a}, {-b, b}, {-a, b}, {-a, -b}, {-b, -b}}
	for i := range ring {
		ring[i].x += at.x
		ring[i].y += at.y
	}
	return ring
}
