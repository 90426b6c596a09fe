package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"lifecircle/geo"
)

// townLayer is a layer that every workspace has: a feature table, and how its columns are to be read.
type townLayer struct {
	name  string // by which users ask for it
	table featureTable
	types map[string]geo.ColumnType // what is not text
	id    string                    // SQL of the feature's id
	order string                    // SQL of the order in which [Workspace.Town] gives the features
}

// townLayers lists the layers that every workspace has. Node lists of streets stay inside.
func townLayers() []townLayer {
	people := map[string]geo.ColumnType{"estimate": geo.Boolean, "attributes": geo.JSON}
	for _, column := range groupColumns() {
		people[column] = geo.Integer
	}
	const integer, float = geo.Integer, geo.Real
	streets := featureTable{streetTable.name, streetTable.columns[:len(streetTable.columns)-1]}
	return []townLayer{
		{"street", streets, map[string]geo.ColumnType{"way_id": integer, "part": integer, "foot": integer, "bicycle": integer, "motorcar": integer,
			"maxspeed_forward": float, "maxspeed_backward": float, "boardable": geo.Boolean}, `way_id || '-' || part`, `way_id, part`},
		{"facility", facilityTable, map[string]geo.ColumnType{"capacity": float, "area_m2": float, "serves": geo.JSON, "attributes": geo.JSON}, `service || ':' || id`, `service, id`},
		{"residential_point", pointTable, people, `id`, `id`},
		{"area", areaTable, map[string]geo.ColumnType{"population": integer, "registered_population": integer, "households": integer, "attributes": geo.JSON}, `id`, `id`},
		{"entrance", entranceTable, nil, `''`, `owner_kind, owner_id, fid`},
		{"idle_building", idleTable, map[string]geo.ColumnType{"footprint_m2": float}, `id`, `id`},
		{"barriers", barrierTable, map[string]geo.ColumnType{"way_id": integer}, `''`, `way_id, fid`},
	}
}

// LayerInfo describes a layer without reading it.
type LayerInfo struct {
	Name     string `json:"name"`
	Features int    `json:"features"`
	Saved    bool   `json:"saved"` // a result saved by name, not a part of the town
}

// Layers lists the layers of the town and then the saved ones, by name.
func (w *Workspace) Layers(ctx context.Context) ([]LayerInfo, error) {
	var infos []LayerInfo
	for _, l := range townLayers() {
		n, err := rowCount(ctx, w.read, l.table.name)
		if err != nil {
			return nil, explain(w.path, err)
		}
		infos = append(infos, LayerInfo{Name: l.name, Features: n})
	}
	saved, err := savedNames(ctx, w.read)
	if err != nil {
		return nil, explain(w.path, err)
	}
	for _, name := range saved {
		n, err := rowCount(ctx, w.read, name)
		if err != nil {
			return nil, explain(w.path, err)
		}
		infos = append(infos, LayerInfo{Name: name, Features: n, Saved: true})
	}
	return infos, nil
}

// Layer reads a layer: street, facility, residential_point, area, entrance, idle_building, barriers, or a
// saved one.
// Another name fails with a [FileError] of rule [ErrNoLayer] that lists the names there are.
func (w *Workspace) Layer(ctx context.Context, name string) (geo.Layer, error) {
	for _, l := range townLayers() {
		if l.name == name {
			layer, err := readTownLayer(ctx, w.read, l)
			return layer, explain(w.path, err)
		}
	}
	layer, found, err := readSaved(ctx, w.read, name)
	if err != nil {
		return geo.Layer{}, explain(w.path, err)
	}
	if !found {
		return geo.Layer{}, w.noLayer(ctx, name)
	}
	return layer, nil
}

// quoted is a value as details show it.
func quoted(value string) geo.Words { return geo.Say("%q", "“%s”", value) }

func (w *Workspace) noLayer(ctx context.Context, name string) error {
	infos, err := w.Layers(ctx)
	if err != nil {
		return err
	}
	names := make([]string, len(infos))
	for i, info := range infos {
		names[i] = info.Name
	}
	return &FileError{Path: w.path, Rule: ErrNoLayer, Detail: quoted(name), Hint: geo.Say("Choose one of: %s.", "可选：%s。", strings.Join(names, ", "))}
}

func readTownLayer(ctx context.Context, q querier, l townLayer) (geo.Layer, error) {
	layer := geo.Layer{Name: l.name}
	for _, name := range l.table.columns {
		layer.Columns = append(layer.Columns, geo.Column{Name: name, Type: l.types[name]})
	}
	query := fmt.Sprintf(`SELECT %s, geom, "%s" FROM "%s" ORDER BY %s`, l.id, strings.Join(l.table.columns, `", "`), l.table.name, l.order)
	features, err := readFeatures(ctx, q, query, layer.Columns)
	layer.Features = features
	return layer, err
}

// readFeatures runs a query for feature id, geometry and the values of columns.
func readFeatures(ctx context.Context, q querier, query string, columns []geo.Column) ([]geo.Feature, error) {
	var features []geo.Feature
	var id string
	var geom sql.RawBytes
	cells := make([]any, len(columns))
	into := []any{&id, &geom}
	for i := range cells {
		into = append(into, &cells[i])
	}
	err := each(ctx, q, query, func(row *sql.Rows) error {
		if err := row.Scan(into...); err != nil {
			return err
		}
		g, err := decodeGeometry(geom)
		if err != nil {
			return fmt.Errorf("feature %q: %w", id, err)
		}
		values := make([]any, len(columns))
		for i, c := range columns {
			if values[i], err = cellValue(cells[i], c.Type); err != nil {
				return fmt.Errorf("feature %q, column %s: %w", id, c.Name, err)
			}
		}
		features = append(features, geo.Feature{ID: id, Geometry: g, Values: values})
		return nil
	})
	return features, err
}

// cellValue turns what SQLite stores into a value of a [geo.Layer].
func cellValue(cell any, as geo.ColumnType) (any, error) {
	if cell == nil {
		return nil, nil
	}
	switch v := cell.(type) {
	case int64:
		switch as {
		case geo.Integer:
			return v, nil
		case geo.Real:
			return float64(v), nil
		case geo.Boolean:
			return v != 0, nil
		}
	case bool: // the driver reads columns declared BOOLEAN so
		if as == geo.Boolean {
			return v, nil
		}
	case float64:
		if as == geo.Real {
			return v, nil
		}
	case string:
		switch as {
		case geo.Text:
			return v, nil
		case geo.JSON:
			if json.Valid([]byte(v)) {
				return json.RawMessage(v), nil
			}
			return nil, fmt.Errorf("%q is not JSON", v)
		}
	}
	return nil, fmt.Errorf("%v does not fit the type of its column", cell)
}

// storedValue turns a value of a [geo.Layer] into what SQLite stores.
func storedValue(value any) (any, error) {
	switch v := value.(type) {
	case nil, string, int64, float64, bool:
		return v, nil
	case json.RawMessage:
		if v == nil {
			return nil, nil
		}
		return string(v), nil
	}
	return nil, fmt.Errorf("a value of type %T cannot be stored", value)
}

// geometryType is the GeoPackage type that every geometry of a layer fits.
func geometryType(features []geo.Feature) string {
	kind := ""
	for _, f := range features {
		if f.Geometry == nil {
			continue
		}
		this := strings.ToUpper(f.Geometry.GeoJSONType())
		switch {
		case kind == "":
			kind = this
		case kind == this || kind == "MULTI"+this:
		case this == "MULTI"+kind:
			kind = this
		default:
			return "GEOMETRY"
		}
	}
	if kind == "" || kind == "GEOMETRYCOLLECTION" {
		return "GEOMETRY"
	}
	return kind
}

// fitted makes a single geometry a multi one where its table holds those.
func fitted(g orb.Geometry, kind string) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		if kind == "MULTIPOINT" {
			return orb.MultiPoint{g}
		}
	case orb.LineString:
		if kind == "MULTILINESTRING" {
			return orb.MultiLineString{g}
		}
	case orb.Polygon:
		if kind == "MULTIPOLYGON" {
			return orb.MultiPolygon{g}
		}
	}
	return g
}
