package datum

import (
	"math"

	"github.com/paulmach/orb"
)

// The ellipsoid of CGCS2000 (GB 22021-2008).
const (
	cgcsA = 6_378_137.0
	cgcsF = 1 / 298.257222101
)

// The EPSG codes of the three-degree zones: 4513 to 4533 write the zone number before the easting,
// 4534 to 4554 do not. Both run from the central meridian 75° E (zone 25) to 135° E (zone 45).
const (
	firstZone   = 4513
	firstPlain  = 4534
	lastZone    = 4554
	firstNumber = 25

	falseEasting   = 500_000.0
	maxOffMeridian = 3.5 // degrees; zones are 1.5° wide to each side, cities straddle their edges
)

// zone is a three-degree Gauss-Krüger zone. The scale on its central meridian is 1.
type zone struct {
	number   int     // 25 to 45
	meridian float64 // degrees
	prefixed bool    // the easting begins with the zone number
}

func zoneOf(d Datum) (zone, bool) {
	switch {
	case d >= firstZone && d < firstPlain:
		n := int(d) - firstZone + firstNumber
		return zone{number: n, meridian: float64(3 * n), prefixed: true}, true
	case d >= firstPlain && d <= lastZone:
		n := int(d) - firstPlain + firstNumber
		return zone{number: n, meridian: float64(3 * n)}, true
	}
	return zone{}, false
}

// origin is the easting of the central meridian.
func (z zone) origin() float64 {
	if z.prefixed {
		return float64(z.number)*1e6 + falseEasting
	}
	return falseEasting
}

var (
	ecc                 = math.Sqrt(cgcsF * (2 - cgcsF)) // first eccentricity
	radius, alpha, beta = series(cgcsF / (2 - cgcsF))
)

// series is Krüger's series in the third flattening n, to n⁶: the rectifying radius, the coefficients of the
// projection and those of its inverse (L. Krüger 1912; as in C. Karney, "Transverse Mercator with an accuracy
// of a few nanometers", J. Geodesy 85, 2011, eqs. 14, 35, 36). Truncation stays under a micrometre far beyond
// any zone.
func series(n float64) (radius float64, alpha, beta [6]float64) {
	n2 := n * n
	n3, n4 := n2*n, n2*n2
	n5, n6 := n4*n, n4*n2
	radius = cgcsA / (1 + n) * (1 + n2/4 + n4/64 + n6/256)
	alpha = [6]float64{
		n/2 - 2*n2/3 + 5*n3/16 + 41*n4/180 - 127*n5/288 + 7891*n6/37800,
		13*n2/48 - 3*n3/5 + 557*n4/1440 + 281*n5/630 - 1983433*n6/1935360,
		61*n3/240 - 103*n4/140 + 15061*n5/26880 + 167603*n6/181440,
		49561*n4/161280 - 179*n5/168 + 6601661*n6/7257600,
		34729*n5/80640 - 3418889*n6/1995840,
		212378941 * n6 / 319334400,
	}
	beta = [6]float64{
		n/2 - 2*n2/3 + 37*n3/96 - n4/360 - 81*n5/512 + 96199*n6/604800,
		n2/48 + n3/15 - 437*n4/1440 + 46*n5/105 - 1118711*n6/3870720,
		17*n3/480 - 37*n4/840 - 209*n5/4480 + 5569*n6/90720,
		4397*n4/161280 - 11*n5/504 - 830251*n6/7257600,
		4583*n5/161280 - 108847*n6/3991680,
		20648693 * n6 / 638668800,
	}
	return radius, alpha, beta
}

// metres gives northing and easting of a longitude and latitude in degrees.
func (z zone) metres(p orb.Point) (northing, easting float64) {
	lat := p[1] * math.Pi / 180
	sinL, cosL := math.Sincos((p[0] - z.meridian) * math.Pi / 180)
	tau := conformal(math.Tan(lat))
	xi := math.Atan2(tau, cosL)
	eta := math.Asinh(sinL / math.Hypot(tau, cosL))
	x, y := xi, eta
	for j, a := range alpha {
		k := 2 * float64(j+1)
		x += a * math.Sin(k*xi) * math.Cosh(k*eta)
		y += a * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	return radius * x, radius*y + z.origin()
}

// degrees gives the longitude and latitude of a northing and easting.
func (z zone) degrees(northing, easting float64) orb.Point {
	x, y := northing/radius, (easting-z.origin())/radius
	xi, eta := x, y
	for j, b := range beta {
		k := 2 * float64(j+1)
		xi -= b * math.Sin(k*x) * math.Cosh(k*y)
		eta -= b * math.Cos(k*x) * math.Sinh(k*y)
	}
	lon := math.Atan2(math.Sinh(eta), math.Cos(xi))
	tau := geodetic(math.Sin(xi) / math.Hypot(math.Sinh(eta), math.Cos(xi)))
	return orb.Point{z.meridian + lon*180/math.Pi, math.Atan(tau) * 180 / math.Pi}
}

// conformal turns the tangent of the geodetic latitude into that of the conformal one.
func conformal(tau float64) float64 {
	h := math.Hypot(1, tau)
	sigma := math.Sinh(ecc * math.Atanh(ecc*tau/h))
	return tau*math.Hypot(1, sigma) - sigma*h
}

// geodetic is the inverse of conformal, by Newton's method: two rounds reach the last bit.
func geodetic(target float64) float64 {
	tau := target / (1 - ecc*ecc)
	for range 5 {
		got := conformal(tau)
		step := (target - got) / math.Hypot(1, got) *
			(1 + (1-ecc*ecc)*tau*tau) / ((1 - ecc*ecc) * math.Hypot(1, tau))
		tau += step
		if math.Abs(step) < 1e-15*math.Max(1, math.Abs(tau)) {
			break
		}
	}
	return tau
}
