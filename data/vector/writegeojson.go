package vector

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// WriteGeoJSON writes a layer as an RFC 7946 FeatureCollection: name, bbox, the manifest and the layer's
// foreign members by name, then one feature per line. The same layer always gives the same bytes. The layer
// is checked as it is written; after an error what was written is of no use.
func WriteGeoJSON(w io.Writer, layer geo.Layer) error {
	geometries, err := normaliseAll(layer)
	if err != nil {
		return err
	}
	out := &jsonWriter{Writer: bufio.NewWriterSize(w, 64<<10)}
	out.raw(`{"type":"FeatureCollection","name":`)
	out.value(layer.Name)
	if box, ok := extent(geometries); ok {
		out.raw(`,"bbox":[`)
		out.position(box.Min)
		out.raw(",")
		out.position(box.Max)
		out.raw("]")
	}
	if layer.Manifest != nil {
		out.raw(`,"manifest":`)
		out.value(layer.Manifest)
	}
	for _, key := range slices.Sorted(maps.Keys(layer.Foreign)) {
		switch key {
		case "type", "name", "bbox", "manifest", "features", "crs", "geometry", "coordinates", "geometries", "properties":
			return fmt.Errorf("layer %s: a foreign member must not be called %q", layer.Name, key)
		}
		out.raw(",")
		out.value(key)
		out.raw(":")
		out.value(layer.Foreign[key])
	}
	out.raw(`,"features":[`)
	for i, feature := range layer.Features {
		if i > 0 {
			out.raw(",")
		}
		out.raw("\n")
		if err := out.feature(layer, feature, geometries[i]); err != nil {
			return fmt.Errorf("layer %s: feature %d: %w", layer.Name, i, err)
		}
		if out.err != nil {
			return fmt.Errorf("layer %s: feature %d: %w", layer.Name, i, out.err)
		}
	}
	out.raw("\n]}\n")
	if out.err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, out.err)
	}
	return out.Flush()
}

// normaliseAll prepares the geometries of a layer and checks its columns and values.
func normaliseAll(layer geo.Layer) ([]orb.Geometry, error) {
	names := map[string]bool{}
	for _, c := range layer.Columns {
		if names[c.Name] {
			return nil, fmt.Errorf("layer %s: the column %q stands there twice", layer.Name, c.Name)
		}
		names[c.Name] = true
	}
	geometries := make([]orb.Geometry, len(layer.Features))
	for i, feature := range layer.Features {
		if len(feature.Values) != len(layer.Columns) {
			return nil, fmt.Errorf("layer %s: feature %d has %d values for %d columns", layer.Name, i, len(feature.Values), len(layer.Columns))
		}
		for j, value := range feature.Values {
			if !fits(layer.Columns[j].Type, value) {
				return nil, fmt.Errorf("layer %s: feature %d, column %s: %v of type %T does not fit the column", layer.Name, i, layer.Columns[j].Name, value, value)
			}
		}
		g, err := normalise(feature.Geometry)
		if err != nil {
			return nil, fmt.Errorf("layer %s: feature %d: %w", layer.Name, i, err)
		}
		geometries[i] = g
	}
	return geometries, nil
}

// fits tells whether a value may stand in a column.
func fits(column geo.ColumnType, value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return column == geo.Text
	case int64:
		return column == geo.Integer || column == geo.Real
	case float64:
		return column == geo.Real && !math.IsNaN(v) && !math.IsInf(v, 0)
	case bool:
		return column == geo.Boolean
	case json.RawMessage:
		return column == geo.JSON
	}
	return false
}

// jsonWriter writes JSON and keeps the first error.
type jsonWriter struct {
	*bufio.Writer
	err     error
	scratch []byte
}

func (w *jsonWriter) raw(s string) {
	w.WriteString(s) // a failing writer fails again at Flush
}

// value writes any value; maps come out in the order of their keys, and < > & stay as they are.
func (w *jsonWriter) value(v any) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		if w.err == nil {
			w.err = err
		}
		return
	}
	w.Write(bytes.TrimSuffix(buffer.Bytes(), []byte("\n")))
}

func (w *jsonWriter) feature(layer geo.Layer, feature geo.Feature, g orb.Geometry) error {
	w.raw(`{"type":"Feature"`)
	if feature.ID != "" {
		w.raw(`,"id":`)
		w.value(feature.ID)
	}
	w.raw(`,"properties":{`)
	for i, column := range layer.Columns {
		if i > 0 {
			w.raw(",")
		}
		w.value(column.Name)
		w.raw(":")
		w.value(feature.Values[i])
	}
	w.raw(`},"geometry":`)
	if g == nil || empty(g) {
		w.raw("null}")
		return nil
	}
	w.raw(`{"type":"` + g.GeoJSONType() + `","coordinates":`)
	if err := w.coordinates(g); err != nil {
		return err
	}
	w.raw("}}")
	return nil
}

func (w *jsonWriter) coordinates(g orb.Geometry) error {
	switch g := g.(type) {
	case orb.Point:
		w.raw("[")
		w.position(g)
		w.raw("]")
	case orb.MultiPoint:
		w.positions(g)
	case orb.LineString:
		w.positions(g)
	case orb.Ring:
		w.positions(g)
	case orb.MultiLineString:
		return list(w, g)
	case orb.Polygon:
		return list(w, g)
	case orb.MultiPolygon:
		return list(w, g)
	default:
		return fmt.Errorf("a geometry of type %s cannot be written", g.GeoJSONType())
	}
	return nil
}

func list[G orb.Geometry](w *jsonWriter, parts []G) error {
	w.raw("[")
	for i, part := range parts {
		if i > 0 {
			w.raw(",")
		}
		if err := w.coordinates(part); err != nil {
			return err
		}
	}
	w.raw("]")
	return nil
}

func (w *jsonWriter) positions(points []orb.Point) {
	w.raw("[")
	for i, p := range points {
		if i > 0 {
			w.raw(",")
		}
		w.raw("[")
		w.position(p)
		w.raw("]")
	}
	w.raw("]")
}

// position writes the two numbers of a rounded point, at most 7 decimals and never an exponent.
func (w *jsonWriter) position(p orb.Point) {
	w.scratch = strconv.AppendFloat(w.scratch[:0], p[0]+0, 'f', -1, 64) // +0 makes -0 positive
	w.scratch = append(w.scratch, ',')
	w.scratch = strconv.AppendFloat(w.scratch, p[1]+0, 'f', -1, 64)
	w.Write(w.scratch)
}
