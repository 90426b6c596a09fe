package vector

import (
	"bytes"
	"encoding/json"
	"math"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// maxGeometry bounds the text of one geometry: about a million corners.
const maxGeometry = 32 << 20

// readGeometry reads a GeoJSON geometry; null and absent are nil. The fault says what is wrong, nothing if all is well.
// Nothing is corrected here: rings may be open or cross themselves. (orb's decoder would turn a position of
// one number into latitude 0.)
func readGeometry(raw json.RawMessage) (g orb.Geometry, fault geo.Words) {
	if isNull(raw) {
		return nil, geo.Words{}
	}
	var head struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, geo.Say("the geometry cannot be read: %v", "几何无法读取：%v", err)
	}
	switch head.Type {
	case "Point":
		return decode(head.Coordinates, point)
	case "MultiPoint":
		return decode(head.Coordinates, func(c [][]float64) (orb.MultiPoint, error) {
			return each[[]float64, orb.Point, orb.MultiPoint](c, point)
		})
	case "LineString":
		return decode(head.Coordinates, lineString)
	case "MultiLineString":
		return decode(head.Coordinates, func(c [][][]float64) (orb.MultiLineString, error) {
			return each[[][]float64, orb.LineString, orb.MultiLineString](c, lineString)
		})
	case "Polygon":
		return decode(head.Coordinates, polygon)
	case "MultiPolygon":
		return decode(head.Coordinates, func(c [][][][]float64) (orb.MultiPolygon, error) {
			return each[[][][]float64, orb.Polygon, orb.MultiPolygon](c, polygon)
		})
	case "GeometryCollection":
		return nil, geo.Say("a collection of geometries is no place: use a point or a polygon", "几何集合不能作为地点：请用点或面")
	}
	return nil, geo.Say("the geometry type %q is not one of GeoJSON", "几何类型“%s”不属于 GeoJSON", clip(head.Type))
}

// decode reads coordinates of one nesting and makes a geometry of them.
func decode[C any, G orb.Geometry](raw json.RawMessage, make func(C) (G, error)) (orb.Geometry, geo.Words) {
	if isNull(raw) {
		return nil, geo.Say("the geometry has no coordinates", "几何没有坐标")
	}
	if len(raw) > maxGeometry {
		return nil, geo.Say("the geometry is larger than %d MiB: simplify it", "几何大于 %d MiB：请简化", maxGeometry>>20)
	}
	if bytes.Contains(raw, []byte("null")) { // which would be read as 0
		return nil, geo.Say("a coordinate is null", "有坐标为 null")
	}
	var coordinates C
	if err := json.Unmarshal(raw, &coordinates); err != nil {
		return nil, geo.Say("the coordinates cannot be read: %v", "坐标无法读取：%v", err)
	}
	g, err := make(coordinates)
	if err != nil {
		return nil, geo.WordsOf(err)
	}
	return g, geo.Words{}
}

func each[C any, G any, S ~[]G](coordinates []C, make func(C) (G, error)) (S, error) {
	if len(coordinates) == 0 {
		return nil, geo.Fail("the geometry is empty", "几何为空")
	}
	parts := S{}
	for _, c := range coordinates {
		part, err := make(c)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// point takes the first two numbers of a position; heights are not used.
func point(position []float64) (orb.Point, error) {
	if len(position) < 2 {
		return orb.Point{}, geo.Fail("a position needs two numbers, longitude and latitude, and has %d", "位置需要经度、纬度两个数值，此处有 %d 个", len(position))
	}
	if math.IsInf(position[0], 0) || math.IsInf(position[1], 0) {
		return orb.Point{}, geo.Fail("a coordinate is too large", "坐标数值过大")
	}
	return orb.Point{position[0], position[1]}, nil
}

func lineString(c [][]float64) (orb.LineString, error) {
	return each[[]float64, orb.Point, orb.LineString](c, point)
}

func ring(c [][]float64) (orb.Ring, error) { return each[[]float64, orb.Point, orb.Ring](c, point) }

func polygon(c [][][]float64) (orb.Polygon, error) {
	return each[[][]float64, orb.Ring, orb.Polygon](c, ring)
}
