package table

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// flat is a layer as a table: its columns, before them the feature ids and after them the positions of points
// where the layer does not have these columns itself.
type flat struct {
	layer    geo.Layer
	header   []string
	decimals []int // of each column, as [geo.Column] has them
	withID   bool
	withLon  bool
}

// flatten checks that the rows fit the columns.
func flatten(layer geo.Layer) (*flat, error) {
	f := &flat{layer: layer}
	names := map[string]bool{}
	for _, c := range layer.Columns {
		if names[c.Name] {
			return nil, fmt.Errorf("layer %s: the column %q stands there twice", layer.Name, c.Name)
		}
		names[c.Name] = true
	}
	points := 0
	for i, feature := range layer.Features {
		if len(feature.Values) != len(layer.Columns) {
			return nil, fmt.Errorf("layer %s: feature %d has %d values for %d columns", layer.Name, i, len(feature.Values), len(layer.Columns))
		}
		switch feature.Geometry.(type) {
		case orb.Point:
			points++
		case nil:
		default:
			points = math.MinInt
		}
		f.withID = f.withID || feature.ID != "" && !names["id"]
	}
	f.withLon = points > 0 && !names["lon"] && !names["lat"]
	if f.withID {
		f.header, f.decimals = append(f.header, "id"), append(f.decimals, 0)
	}
	for _, c := range layer.Columns {
		f.header, f.decimals = append(f.header, c.Name), append(f.decimals, c.Decimals)
	}
	if f.withLon {
		f.header, f.decimals = append(f.header, "lon", "lat"), append(f.decimals, 0, 0)
	}
	return f, nil
}

// row gives the values of a feature in the order of the header.
func (f *flat) row(i int) []any {
	feature := f.layer.Features[i]
	var row []any
	if f.withID {
		row = append(row, feature.ID)
	}
	row = slices.Concat(row, feature.Values)
	if f.withLon {
		if p, ok := feature.Geometry.(orb.Point); ok {
			row = append(row, geo.Round7(p[0]), geo.Round7(p[1]))
		} else {
			row = append(row, nil, nil)
		}
	}
	return row
}

// text writes a value for a text file; text is true where it came as text.
func (f *flat) text(i, column int, value any) (s string, text bool, err error) {
	switch v := value.(type) {
	case nil:
		return "", false, nil
	case string:
		return v, true, nil
	case int64:
		return strconv.FormatInt(v, 10), false, nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			break
		}
		decimals := f.decimals[column]
		if decimals == 0 {
			decimals = -1 // as many as it takes
		}
		return strconv.FormatFloat(v, 'f', decimals, 64), false, nil
	case bool:
		return strconv.FormatBool(v), false, nil
	case json.RawMessage:
		return string(v), true, nil
	}
	return "", false, fmt.Errorf("layer %s: feature %d, column %s: %v of type %T cannot be written", f.layer.Name, i, f.header[column], value, value)
}
