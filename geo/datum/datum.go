// Package datum turns positions of the datums that Chinese data comes in into WGS 84 longitude and
// latitude, the only one Lifecircle stores, and back.
//
// It knows WGS 84, the two shifted datums of web maps (GCJ-02 and BD-09), CGCS2000 in degrees, and the
// three-degree Gauss-Krüger zones of CGCS2000, EPSG:4513 to 4554. CGCS2000 and WGS 84 differ by centimetres
// to decimetres (different frames and epochs), less than any list of facilities knows, and are treated as
// equal. Older national datums (Beijing 54, Xi'an 80) need parameters that are not public and are refused.
//
// Nothing here rounds: callers round with geo.Round7 when they store.
package datum

import (
	"fmt"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// Datum is what a pair of numbers in a file means. The zero value is WGS 84; a Gauss-Krüger zone is its
// EPSG code, 4513 to 4554. Values made by [Parse] are valid.
type Datum int

// The datums that are no Gauss-Krüger zone.
const (
	WGS84    Datum = iota // degrees, also EPSG:4326 and CRS84
	GCJ02                 // degrees as shown by Amap, Tencent and most Chinese web maps (火星坐标)
	BD09                  // degrees as shown by Baidu maps
	CGCS2000              // degrees, EPSG:4490
)

// String is the name that reports and manifests carry; [Parse] reads it back.
func (d Datum) String() string {
	switch d {
	case WGS84:
		return "WGS 84"
	case GCJ02:
		return "GCJ-02"
	case BD09:
		return "BD-09"
	case CGCS2000:
		return "CGCS2000"
	}
	return fmt.Sprintf("EPSG:%d", int(d))
}

// MarshalText writes the name of the datum.
func (d Datum) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Parse] reads.
func (d *Datum) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Metric tells whether positions are metres in a Gauss-Krüger zone and not degrees.
func (d Datum) Metric() bool {
	_, ok := zoneOf(d)
	return ok
}

// ToWGS84 gives the WGS 84 longitude and latitude of a position.
//
// In degrees x is the longitude and y the latitude. In a Gauss-Krüger zone x is the northing and y the
// easting, both in metres, as Chinese surveyors and the EPSG register write them. A pair that cannot be a
// position of the datum is a [*PositionError], which names the likely cause.
//
// The inverse of the shifted datums is iterated to far below a millimetre. It is exact wherever the shift
// is one-to-one: within about 700 m of the outline of [Shifted] a position may have two origins or none,
// and then the one inside the outline is taken.
func (d Datum) ToWGS84(x, y float64) (orb.Point, error) {
	if err := d.check(x, y); err != nil {
		return orb.Point{}, err
	}
	switch d {
	case WGS84, CGCS2000:
		return orb.Point{x, y}, nil
	case GCJ02:
		return gcj02ToWGS84(orb.Point{x, y}), nil
	case BD09:
		return gcj02ToWGS84(bd09ToGCJ02(orb.Point{x, y})), nil
	}
	zone, _ := zoneOf(d)
	return zone.degrees(x, y), nil
}

// FromWGS84 gives the x and y, in the order of [Datum.ToWGS84], of a WGS 84 longitude and latitude. A place
// more than 3.5° from the central meridian of a zone is refused: it belongs to another zone.
func (d Datum) FromWGS84(p orb.Point) (x, y float64, err error) {
	if err := WGS84.check(p[0], p[1]); err != nil {
		return 0, 0, err
	}
	switch d {
	case WGS84, CGCS2000:
		return p[0], p[1], nil
	case GCJ02:
		q := wgs84ToGCJ02(p)
		return q[0], q[1], nil
	case BD09:
		q := gcj02ToBD09(wgs84ToGCJ02(p))
		return q[0], q[1], nil
	}
	zone, ok := zoneOf(d)
	if !ok {
		return 0, 0, geo.Fail("%d is no datum: use WGS84, GCJ02, BD09, CGCS2000 or a zone from 4513 to 4554", "%d 不是坐标系；可用 WGS84、GCJ02、BD09、CGCS2000 或 EPSG 4513–4554 的分带", int(d))
	}
	if off := p[0] - zone.meridian; off < -maxOffMeridian || off > maxOffMeridian {
		return 0, 0, &PositionError{Datum: d, X: p[0], Y: p[1], Cause: OtherZone,
			Hint: geo.Say("longitude %g is more than %g° from the central meridian %g of %s", "经度 %g 距 %[4]s 的中央经线 %[3]g 超过 %[2]g°", p[0], maxOffMeridian, zone.meridian, d)}
	}
	x, y = zone.metres(p)
	return x, y, nil
}
