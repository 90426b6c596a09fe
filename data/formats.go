package data

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"lifecircle/data/table"
	"lifecircle/data/vector"
	"lifecircle/geo"
)

// writerFor gives the writer for the extension of a path.
func writerFor(path string) (func(path string, layer geo.Layer) error, error) {
	stream := func(write func(io.Writer, geo.Layer) error) func(string, geo.Layer) error {
		return func(path string, layer geo.Layer) error {
			flat, err := Flatten(layer)
			if err != nil {
				return err
			}
			return writeStream(path, func(w io.Writer) error { return write(w, flat) })
		}
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".geojson", ".json":
		return stream(vector.WriteGeoJSON), nil
	case ".csv":
		return stream(func(w io.Writer, l geo.Layer) error { return table.WriteCSV(w, l, table.CSVOptions{}) }), nil
	case ".xlsx":
		return stream(table.WriteXLSX), nil
	case ".parquet":
		return stream(vector.WriteParquet), nil
	case ".gpkg":
		return writeGeoPackage, nil
	}
	return nil, &FileError{Path: path, Rule: ErrFormat, Detail: geo.Say("extension %q", "扩展名“%s”", filepath.Ext(path)), Hint: geo.Say("Use .geojson, .csv, .xlsx, .parquet or .gpkg.", "请用 .geojson、.csv、.xlsx、.parquet 或 .gpkg。")}
}

// attributesColumn holds what a list had beyond our own columns, as a JSON object.
const attributesColumn = "attributes"

// Flatten brings a layer of the town into the form in which lists come: each attribute is a column of its own,
// after the others and by name, and the areas a facility serves are one text separated by semicolons. An attribute
// whose name is taken is called "attribute:NAME". Other layers stay as they are.
func Flatten(layer geo.Layer) (geo.Layer, error) {
	isJSON := func(name string) func(geo.Column) bool {
		return func(c geo.Column) bool { return c.Name == name && c.Type == geo.JSON }
	}
	at, serves := slices.IndexFunc(layer.Columns, isJSON(attributesColumn)), slices.IndexFunc(layer.Columns, isJSON("serves"))
	if at < 0 && serves < 0 {
		return layer, nil
	}
	flat := layer
	flat.Columns = slices.Clone(layer.Columns)
	flat.Features = make([]geo.Feature, len(layer.Features))
	for i, f := range layer.Features {
		f.Values = slices.Clone(f.Values)
		flat.Features[i] = f
	}
	if serves >= 0 {
		flat.Columns[serves].Type = geo.Text
		for _, f := range flat.Features {
			var areas []string
			if err := fromCell(f.Values[serves], &areas); err != nil {
				return geo.Layer{}, fmt.Errorf("feature %s of layer %s, column serves: %w", f.ID, layer.Name, err)
			}
			f.Values[serves] = nil
			if len(areas) > 0 {
				f.Values[serves] = strings.Join(areas, ";")
			}
		}
	}
	if at < 0 {
		return flat, nil
	}
	return flattenAttributes(flat, at)
}

func flattenAttributes(layer geo.Layer, at int) (geo.Layer, error) {
	attributes := make([]map[string]string, len(layer.Features))
	all := make(map[string]bool)
	for i, f := range layer.Features {
		if err := fromCell(f.Values[at], &attributes[i]); err != nil {
			return geo.Layer{}, fmt.Errorf("feature %s of layer %s, column attributes: %w", f.ID, layer.Name, err)
		}
		for name := range attributes[i] {
			all[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(all))
	layer.Columns = slices.Delete(layer.Columns, at, at+1)
	taken := map[string]bool{"id": true, "lon": true, "lat": true, "geometry": true}
	for _, c := range layer.Columns {
		taken[strings.ToLower(c.Name)] = true
	}
	for _, name := range names {
		column := name
		for taken[strings.ToLower(column)] || column == "" {
			column = "attribute:" + column
		}
		taken[strings.ToLower(column)] = true
		layer.Columns = append(layer.Columns, geo.Column{Name: column, Type: geo.Text})
	}
	for i := range layer.Features {
		values := slices.Delete(layer.Features[i].Values, at, at+1)
		for _, name := range names {
			if text, ok := attributes[i][name]; ok {
				values = append(values, text)
			} else {
				values = append(values, nil)
			}
		}
		layer.Features[i].Values = values
	}
	return layer, nil
}

// fromCell reads a JSON cell; an empty one leaves the target as it is.
func fromCell[T any](cell any, into *T) error {
	text, ok := cell.(json.RawMessage)
	if !ok || text == nil {
		return nil
	}
	return json.Unmarshal([]byte(cmp.Or(string(text), "null")), into)
}
