package data

import (
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"modernc.org/sqlite"
)

// A geometry in a GeoPackage is a header and a WKB geometry (OGC 12-128r17, clause 2.1.3):
// "GP", version 0, flags, int32 srs_id, and an envelope of 0, 4, 6 or 8 doubles.
const (
	headerBytes  = 8
	flagLittle   = 1 << 0
	flagEmpty    = 1 << 4
	flagExtended = 1 << 5
	srsWGS84     = 4326
)

var errGeometryBlob = errors.New("not a GeoPackage geometry")

// envelopeBytes by the envelope code in bits 1 to 3 of the flags; codes 5 to 7 are invalid.
var envelopeBytes = [8]int{0, 32, 48, 48, 64, -1, -1, -1}

// encodeGeometry gives the blob of a geometry in WGS 84, nil for none. Anything but a point carries its
// envelope, so that readers can skip it unread.
func encodeGeometry(g orb.Geometry) ([]byte, error) {
	if g == nil {
		return nil, nil
	}
	flags, size := byte(flagLittle), headerBytes
	bound := g.Bound()
	_, isPoint := g.(orb.Point)
	empty := !isPoint && isEmpty(g)
	switch {
	case empty:
		flags |= flagEmpty
	case !isPoint:
		flags |= 1 << 1
		size += 32
	}
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", g.GeoJSONType(), err)
	}
	blob := make([]byte, size, size+len(body))
	copy(blob, "GP")
	blob[3] = flags
	binary.LittleEndian.PutUint32(blob[4:], srsWGS84)
	if size > headerBytes {
		for i, v := range [4]float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]} {
			binary.LittleEndian.PutUint64(blob[headerBytes+8*i:], math.Float64bits(v))
		}
	}
	return append(blob, body...), nil
}

// geometryBody checks the header of a blob and gives its WKB.
func geometryBody(blob []byte) ([]byte, error) {
	if len(blob) < headerBytes || blob[0] != 'G' || blob[1] != 'P' || blob[2] != 0 {
		return nil, errGeometryBlob
	}
	if blob[3]&flagExtended != 0 {
		return nil, fmt.Errorf("%w: an extended geometry type", errGeometryBlob)
	}
	n := envelopeBytes[blob[3]>>1&7]
	if n < 0 || len(blob) < headerBytes+n {
		return nil, fmt.Errorf("%w: a broken envelope", errGeometryBlob)
	}
	return blob[headerBytes+n:], nil
}

// decodeGeometry reads a geometry blob; nil gives nil. The result shares no memory with the blob.
func decodeGeometry(blob []byte) (orb.Geometry, error) {
	if blob == nil {
		return nil, nil
	}
	body, err := geometryBody(blob)
	if err != nil {
		return nil, err
	}
	if len(body) == 21 && body[0] == 1 && binary.LittleEndian.Uint32(body[1:]) == 1 {
		return pointAt(body[5:]), nil
	}
	if line, ok := decodeLine(body); ok {
		return line, nil
	}
	g, err := wkb.Unmarshal(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errGeometryBlob, err)
	}
	return g, nil
}

// decodeLine is the straight way for what nearly every row holds: a little-endian line string.
func decodeLine(body []byte) (orb.LineString, bool) {
	const head = 9
	if len(body) < head || body[0] != 1 || binary.LittleEndian.Uint32(body[1:]) != 2 {
		return nil, false
	}
	n := int64(binary.LittleEndian.Uint32(body[5:]))
	if int64(len(body)-head) != 16*n {
		return nil, false
	}
	line := make(orb.LineString, n)
	for i := range line {
		line[i] = pointAt(body[head+16*i:])
	}
	return line, true
}

func pointAt(b []byte) orb.Point {
	return orb.Point{
		math.Float64frombits(binary.LittleEndian.Uint64(b)),
		math.Float64frombits(binary.LittleEndian.Uint64(b[8:])),
	}
}

// isEmpty tells whether a geometry holds no position.
func isEmpty(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return math.IsNaN(g[0]) || math.IsNaN(g[1])
	case orb.MultiPoint:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.Ring:
		return len(g) == 0
	case orb.MultiLineString:
		return allEmpty(g)
	case orb.Polygon:
		return allEmpty(g)
	case orb.MultiPolygon:
		return allEmpty(g)
	case orb.Collection:
		return allEmpty(g)
	}
	return false
}

func allEmpty[G orb.Geometry](parts []G) bool {
	for _, part := range parts {
		if !isEmpty(part) {
			return false
		}
	}
	return true
}

// The R-tree triggers of a GeoPackage call these five functions, which SQLite does not have.
// They give NULL for NULL and for an empty geometry, as GDAL's do.
func init() {
	side := func(pick func(orb.Bound) float64) func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		return func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			blob, ok := args[0].([]byte)
			if !ok {
				return nil, nil
			}
			bound, ok, err := blobBound(blob)
			if err != nil || !ok {
				return nil, err
			}
			return pick(bound), nil
		}
	}
	sqlite.MustRegisterDeterministicScalarFunction("ST_MinX", 1, side(func(b orb.Bound) float64 { return b.Min[0] }))
	sqlite.MustRegisterDeterministicScalarFunction("ST_MaxX", 1, side(func(b orb.Bound) float64 { return b.Max[0] }))
	sqlite.MustRegisterDeterministicScalarFunction("ST_MinY", 1, side(func(b orb.Bound) float64 { return b.Min[1] }))
	sqlite.MustRegisterDeterministicScalarFunction("ST_MaxY", 1, side(func(b orb.Bound) float64 { return b.Max[1] }))
	sqlite.MustRegisterDeterministicScalarFunction("ST_IsEmpty", 1,
		func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			blob, ok := args[0].([]byte)
			if !ok {
				return nil, nil
			}
			_, ok, err := blobBound(blob)
			if err != nil || ok {
				return int64(0), err
			}
			return int64(1), nil
		})
}

// blobBound gives the bounding box of a geometry blob, from its envelope where it has one; false if empty.
func blobBound(blob []byte) (orb.Bound, bool, error) {
	body, err := geometryBody(blob)
	if err != nil {
		return orb.Bound{}, false, err
	}
	if blob[3]&flagEmpty != 0 {
		return orb.Bound{}, false, nil
	}
	if len(blob)-len(body) >= headerBytes+32 && blob[3]&flagLittle != 0 {
		e := blob[headerBytes:]
		minX, minY := pointAt(e)[0], pointAt(e[16:])[0]
		maxX, maxY := pointAt(e)[1], pointAt(e[16:])[1]
		return orb.Bound{Min: orb.Point{minX, minY}, Max: orb.Point{maxX, maxY}}, true, nil
	}
	g, err := decodeGeometry(blob)
	if err != nil || g == nil || isEmpty(g) {
		return orb.Bound{}, false, err
	}
	return g.Bound(), true, nil
}
