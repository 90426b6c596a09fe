package vector

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"lifecircle/geo"
)

// geometryColumn is the name that GeoParquet readers expect.
const geometryColumn = "geometry"

// geoMetadata is the file metadata "geo" of GeoParquet 1.1.0. Without a crs member positions are
// longitude and latitude on WGS 84 (OGC:CRS84).
type geoMetadata struct {
	Version       string                       `json:"version"`
	PrimaryColumn string                       `json:"primary_column"`
	Columns       map[string]geoColumnMetadata `json:"columns"`
}

type geoColumnMetadata struct {
	Encoding      string    `json:"encoding"`
	GeometryTypes []string  `json:"geometry_types"`
	Orientation   string    `json:"orientation"` // outer rings counter-clockwise
	BBox          []float64 `json:"bbox,omitempty"`
}

// WriteParquet writes a layer as GeoParquet 1.1.0: geometries as WKB in the column geometry, the feature ids in
// the column id where the layer has no such column, everything optional, Snappy compressed. Columns stand in
// the order of their names. The manifest is the file metadata "lifecircle:manifest". The same layer always
// gives the same bytes.
func WriteParquet(w io.Writer, layer geo.Layer) error {
	geometries, err := normaliseAll(layer)
	if err != nil {
		return err
	}
	group := parquet.Group{geometryColumn: parquet.Optional(parquet.Leaf(parquet.ByteArrayType))}
	for _, c := range layer.Columns {
		if strings.EqualFold(c.Name, geometryColumn) {
			return fmt.Errorf("layer %s: a column must not be called %q in GeoParquet", layer.Name, c.Name)
		}
		group[c.Name] = parquet.Optional(leaf(c.Type))
	}
	_, ownID := group["id"]
	if !ownID {
		group["id"] = parquet.Optional(parquet.String())
	}
	names := make([]string, 0, len(group)) // in the order in which a group has its fields
	for _, f := range group.Fields() {
		names = append(names, f.Name())
	}
	metadata, err := describe(geometries)
	if err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	options := []parquet.WriterOption{
		parquet.NewSchema("layer", group), parquet.Compression(&parquet.Snappy),
		parquet.CreatedBy("lifecircle", "1", "none"), parquet.KeyValueMetadata("geo", metadata),
	}
	if layer.Manifest != nil {
		options = append(options, parquet.KeyValueMetadata("lifecircle:manifest", string(layer.Manifest)))
	}
	out := parquet.NewWriter(w, options...)
	for i, feature := range layer.Features {
		values := make([]parquet.Value, len(names))
		set := func(name string, v parquet.Value) {
			column, _ := slices.BinarySearch(names, name)
			if v.IsNull() {
				values[column] = v.Level(0, 0, column)
			} else {
				values[column] = v.Level(0, 1, column)
			}
		}
		set(geometryColumn, parquet.Value{})
		if g := geometries[i]; g != nil && !empty(g) {
			bytes, err := wkb.Marshal(g, binary.LittleEndian)
			if err != nil {
				return fmt.Errorf("layer %s: feature %d: %w", layer.Name, i, err)
			}
			set(geometryColumn, parquet.ByteArrayValue(bytes))
		}
		if !ownID {
			set("id", parquet.Value{})
			if feature.ID != "" {
				set("id", parquet.ByteArrayValue([]byte(feature.ID)))
			}
		}
		for j, c := range layer.Columns {
			set(c.Name, parquetValue(c.Type, feature.Values[j]))
		}
		if _, err := out.WriteRows([]parquet.Row{values}); err != nil {
			return fmt.Errorf("layer %s: feature %d: %w", layer.Name, i, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("layer %s: %w", layer.Name, err)
	}
	return nil
}

func leaf(t geo.ColumnType) parquet.Node {
	switch t {
	case geo.Integer:
		return parquet.Int(64)
	case geo.Real:
		return parquet.Leaf(parquet.DoubleType)
	case geo.Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case geo.JSON:
		return parquet.JSON()
	}
	return parquet.String()
}

// parquetValue turns a value that fits its column; the null value for nil.
func parquetValue(column geo.ColumnType, value any) parquet.Value {
	switch v := value.(type) {
	case string:
		return parquet.ByteArrayValue([]byte(v))
	case int64:
		if column == geo.Real {
			return parquet.DoubleValue(float64(v))
		}
		return parquet.Int64Value(v)
	case float64:
		return parquet.DoubleValue(v)
	case bool:
		return parquet.BooleanValue(v)
	case json.RawMessage:
		return parquet.ByteArrayValue(v)
	}
	return parquet.Value{}
}

// describe makes the metadata "geo".
func describe(geometries []orb.Geometry) (string, error) {
	column := geoColumnMetadata{Encoding: "WKB", GeometryTypes: []string{}, Orientation: "counterclockwise"}
	for _, g := range geometries {
		if g != nil && !empty(g) && !slices.Contains(column.GeometryTypes, g.GeoJSONType()) {
			column.GeometryTypes = append(column.GeometryTypes, g.GeoJSONType())
		}
	}
	slices.Sort(column.GeometryTypes)
	if box, ok := extent(geometries); ok {
		column.BBox = []float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
	}
	text, err := json.Marshal(geoMetadata{Version: "1.1.0", PrimaryColumn: geometryColumn, Columns: map[string]geoColumnMetadata{geometryColumn: column}})
	return string(text), err
}
