package datum

import (
	"math"

	"lifecircle/geo"
)

// Cause is the likely reason why a pair of numbers is no position of a datum.
type Cause string

// The causes, in the order in which they are looked for.
const (
	NotFinite   Cause = "not_finite"   // NaN or infinite
	NullIsland  Cause = "null_island"  // 0,0 stands for an unknown position
	SwappedAxes Cause = "swapped_axes" // it fits with the two numbers exchanged
	Metres      Cause = "metres"       // metres where degrees were declared
	Degrees     Cause = "degrees"      // degrees where metres were declared
	ZoneMissing Cause = "zone_missing" // the easting lacks the zone number that the EPSG code asks for
	ZoneExtra   Cause = "zone_extra"   // the easting has a zone number that the EPSG code does not have
	OtherZone   Cause = "other_zone"   // the position belongs to another zone
	OutOfRange  Cause = "out_of_range" // none of these: outside the Earth or the zone
)

// PositionError says that a pair of numbers is no position of a datum, the likely cause, and what to do.
type PositionError struct {
	Datum Datum
	X, Y  float64
	Cause Cause
	Hint  geo.Words // a sentence: what the numbers look like and what to do
}

// Error is the sentence in English.
func (e *PositionError) Error() string { return e.InWords().EN }

// InWords is the sentence in both languages.
func (e *PositionError) InWords() geo.Words {
	return geo.Say("%v, %v is no position in %s: %s", "%v, %v 不是 %s 中的坐标：%s", e.X, e.Y, e.Datum, e.Hint)
}

// Bounds that tell the numbers of a zone apart. Northings of China run from about 2,000 to 5,930 km;
// nothing of a sane list lies more than 400 km from its central meridian.
const (
	maxNorthing   = 6_200_000.0
	maxOffEasting = 400_000.0
)

// check returns a *PositionError unless x and y can be a position of the datum.
func (d Datum) check(x, y float64) error {
	fail := func(cause Cause, hint geo.Words) error {
		return &PositionError{Datum: d, X: x, Y: y, Cause: cause, Hint: hint}
	}
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0) || math.IsNaN(y) || math.IsInf(y, 0):
		return fail(NotFinite, geo.Say("a coordinate must be a finite number", "坐标必须是有限数值"))
	case x == 0 && y == 0:
		return fail(NullIsland, geo.Say("0,0 stands for an unknown position; find the true one", "0,0 表示位置不明，请查明实际坐标"))
	}
	zone, metric := zoneOf(d)
	if metric {
		return zone.check(d, x, y, fail)
	}
	if d < WGS84 || d > CGCS2000 {
		return geo.Fail("%d is no datum: use WGS84, GCJ02, BD09, CGCS2000 or a zone from 4513 to 4554", "%d 不是坐标系；可用 WGS84、GCJ02、BD09、CGCS2000 或 EPSG 4513–4554 的分带", int(d))
	}
	switch {
	case math.Abs(x) <= 180 && math.Abs(y) <= 90:
		return nil
	case math.Abs(x) <= 90 && math.Abs(y) <= 180:
		return fail(SwappedAxes, geo.Say("longitude and latitude look swapped: a latitude lies between -90 and 90", "经度与纬度似乎颠倒：纬度应在 -90 到 90 之间"))
	case looksMetric(x) && looksMetric(y):
		return fail(Metres, geo.Say("these look like metres, not degrees: declare the zone by its EPSG code, %s", "这些数值像是米而不是度：请用 EPSG 代码声明分带，%s", suggestZone(x, y)))
	}
	return fail(OutOfRange, geo.Say("a longitude lies between -180 and 180 and a latitude between -90 and 90", "经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间"))
}

// check is the part of [Datum.check] for metres.
func (z zone) check(d Datum, northing, easting float64, fail func(Cause, geo.Words) error) error {
	isNorthing := func(v float64) bool { return v >= 0 && v <= maxNorthing }
	isEasting := func(v float64) bool { return math.Abs(v-z.origin()) <= maxOffEasting }
	bare := func(v float64) bool { return math.Abs(v-falseEasting) <= maxOffEasting }
	switch {
	case isNorthing(northing) && isEasting(easting):
		return nil
	case math.Abs(northing) <= 180 && math.Abs(easting) <= 180:
		return fail(Degrees, geo.Say("these look like degrees, not metres: declare cgcs2000 or wgs84 instead of %s", "这些数值像是度而不是米：请声明 cgcs2000 或 wgs84，而不是 %s", d))
	case isNorthing(easting) && isEasting(northing):
		return fail(SwappedAxes, geo.Say("the axes look swapped: x is the northing and y the easting; exchange the columns with --map x=…,y=…", "坐标轴似乎颠倒：x 为纵坐标（北），y 为横坐标（东）；请用 --map x=…,y=… 对调两列"))
	case z.prefixed && isNorthing(northing) && bare(easting):
		return fail(ZoneMissing, geo.Say("the easting lacks its zone number %d: declare EPSG:%d, whose eastings have none", "横坐标缺少带号 %d：请声明不含带号的 EPSG:%d", z.number, firstPlain+z.number-firstNumber))
	case z.prefixed && isNorthing(easting) && bare(northing):
		return fail(SwappedAxes, geo.Say("the axes look swapped and the easting lacks its zone number %d: exchange the columns with --map x=…,y=… and declare EPSG:%d", "坐标轴似乎颠倒，且横坐标缺少带号 %d：请用 --map x=…,y=… 对调两列，并声明 EPSG:%d", z.number, firstPlain+z.number-firstNumber))
	}
	if n, ok := zoneNumber(easting); ok && isNorthing(northing) {
		code := firstZone + n - firstNumber
		if !z.prefixed && n == z.number {
			return fail(ZoneExtra, geo.Say("the easting begins with the zone number %d: declare EPSG:%d", "横坐标以带号 %d 开头：请声明 EPSG:%d", n, code))
		}
		return fail(OtherZone, geo.Say("the easting begins with the zone number %d, which is EPSG:%d and not %s", "横坐标以带号 %d 开头，应为 EPSG:%d 而不是 %s", n, code, d))
	}
	if n, ok := zoneNumber(northing); ok && isNorthing(easting) {
		return fail(SwappedAxes, geo.Say("the axes look swapped (x is the northing, y the easting), and the easting begins with the zone number %d, which is EPSG:%d", "坐标轴似乎颠倒（x 为纵坐标，y 为横坐标），且横坐标以带号 %d 开头，应为 EPSG:%d", n, firstZone+n-firstNumber))
	}
	return fail(OutOfRange, geo.Say("a northing of China lies between 0 and %.0f m and an easting of %s within %.0f m of %.0f", "我国纵坐标应在 0 到 %.0f 米之间，%s 的横坐标应在 %.0[4]f ± %.0[3]f 米以内", maxNorthing, d, maxOffEasting, z.origin()))
}

// looksMetric tells a coordinate in metres from one in degrees.
func looksMetric(v float64) bool { return math.Abs(v) > 1000 }

// zoneNumber reads the zone number before an easting such as 40,514,923.
func zoneNumber(easting float64) (int, bool) {
	n := int(math.Floor(easting / 1e6))
	if n < firstNumber || n > firstNumber+firstPlain-firstZone-1 {
		return 0, false
	}
	return n, math.Abs(easting-float64(n)*1e6-falseEasting) <= maxOffEasting
}

func suggestZone(x, y float64) geo.Words {
	for _, v := range [2]float64{x, y} {
		if n, ok := zoneNumber(v); ok {
			return geo.Say("probably EPSG:%d because the easting begins with the zone number %d", "可能是 EPSG:%d，因为横坐标以带号 %d 开头", firstZone+n-firstNumber, n)
		}
	}
	return geo.Say("4513 to 4554 (such as EPSG:4549 for the central meridian 120° E), which the source of the file knows", "4513 到 4554 之一（如中央经线 120° 为 EPSG:4549），请向数据提供方核实")
}
