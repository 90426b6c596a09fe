package vector

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"lifecircle/data/table"
	"lifecircle/geo/datum"
)

// maxDepth bounds the nesting of a document. A feature collection of multipolygons needs nine levels.
const maxDepth = 64

// document is any GeoJSON object, its parts not yet read.
type document struct {
	Type       string          `json:"type"`
	CRS        json.RawMessage `json:"crs"`
	ID         json.RawMessage `json:"id"`
	Features   features        `json:"features"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
}

// features are the members of a collection, unread.
type features []json.RawMessage

// UnmarshalJSON stops counting at the number of rows a sheet may have.
func (f *features) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if open, err := decoder.Token(); err != nil || open != json.Delim('[') {
		return errors.New("features must be an array")
	}
	*f = features{}
	for decoder.More() {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return err
		}
		if len(*f) == table.MaxRows {
			return fmt.Errorf("there are more than %d features", table.MaxRows)
		}
		*f = append(*f, raw)
	}
	return nil
}

// ReadGeoJSON reads a FeatureCollection, a Feature, a bare geometry, or a sequence of features one after
// another (GeoJSON text sequences and newline-delimited GeoJSON). Rows are numbered by feature, from 1.
// Properties become columns in the order in which they first occur; nested ones keep their JSON text. A
// feature that cannot be read becomes a row with a fault; the error is a [*table.Refusal].
func ReadGeoJSON(r io.Reader, file string, encoding table.Encoding) (*table.Sheet, error) {
	data, err := table.ReadAll(r, file)
	if err != nil {
		return nil, err
	}
	refuse := func(rule, hint string) error { return &table.Refusal{File: file, Rule: rule, Hint: hint} }
	text, found, warnings, err := table.DecodeText(file, data, encoding)
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(text, 0x1E) >= 0 { // RS of GeoJSON text sequences
		text = bytes.ReplaceAll(text, []byte{0x1E}, []byte{' '})
	}
	if depth(text) > maxDepth {
		return nil, refuse(fmt.Sprintf("the JSON is nested more than %d levels deep", maxDepth), "This is no GeoJSON of places; export it again.")
	}
	sheet := &table.Sheet{File: file, Encoding: string(found), Spatial: true, Warnings: warnings}
	b := &builder{sheet: sheet, column: map[string]int{}}
	decoder := json.NewDecoder(bytes.NewReader(text))
	for n := 0; ; n++ {
		var raw json.RawMessage
		err := decoder.Decode(&raw)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, refuse(syntaxRule(text, err), "The file was cut or is not GeoJSON; export it again.")
		}
		if err := b.document(raw, n); err != nil {
			return nil, err
		}
		if len(sheet.Rows) > table.MaxRows {
			return nil, refuse(fmt.Sprintf("the file has more than %d features", table.MaxRows), "Import it in parts.")
		}
	}
	if len(sheet.Rows) == 0 {
		return nil, refuse("the file has no features", "Choose a file with at least one feature.")
	}
	if err := table.CheckSize(file, len(sheet.Rows), len(sheet.Header)); err != nil {
		return nil, err
	}
	for i := range sheet.Rows {
		for len(sheet.Rows[i].Cells) < len(sheet.Header) {
			sheet.Rows[i].Cells = append(sheet.Rows[i].Cells, "")
		}
	}
	return sheet, nil
}

// syntaxRule names the line of a JSON error.
func syntaxRule(text []byte, err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte{'\n'})
		return fmt.Sprintf("line %d is not valid JSON: %v", line, err)
	}
	return fmt.Sprintf("the file is not valid JSON: %v", err)
}

// depth is the deepest nesting of objects and arrays.
func depth(text []byte) int {
	deepest, now := 0, 0
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

// builder collects the rows of a sheet.
type builder struct {
	sheet  *table.Sheet
	column map[string]int // name to position
}

// document reads the n-th object of the file.
func (b *builder) document(raw json.RawMessage, n int) error {
	refuse := func(rule, hint string) error {
		return &table.Refusal{File: b.sheet.File, Rule: rule, Hint: hint}
	}
	const hintExport = "Export the places as GeoJSON (RFC 7946) from your GIS program."
	var doc document
	if err := json.Unmarshal(raw, &doc); err != nil {
		return refuse("this is JSON but not GeoJSON: "+err.Error(), hintExport)
	}
	if err := b.checkCRS(doc.CRS); err != nil {
		return err
	}
	if n > 0 && doc.Type != "Feature" {
		return refuse(fmt.Sprintf("after the first object there is another of type %q", clip(doc.Type)), "A file holds one FeatureCollection, or features one after another.")
	}
	switch doc.Type {
	case "FeatureCollection":
		if doc.Features == nil {
			return refuse("the FeatureCollection has no features", hintExport)
		}
		for _, feature := range doc.Features {
			if err := b.feature(feature); err != nil {
				return err
			}
		}
		return nil
	case "Feature":
		return b.feature(raw)
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		return b.row(document{Geometry: raw})
	case "Topology":
		return refuse("this is TopoJSON", hintExport)
	case "":
		return refuse("this is JSON without a type, not GeoJSON", hintExport)
	}
	return refuse(fmt.Sprintf("the type %q is not one of GeoJSON", clip(doc.Type)), hintExport)
}

func (b *builder) feature(raw json.RawMessage) error {
	var doc document
	if err := json.Unmarshal(raw, &doc); err != nil || doc.Type != "Feature" {
		b.sheet.Rows = append(b.sheet.Rows, table.Row{Number: len(b.sheet.Rows) + 1,
			Fault: &table.Fault{Column: "type", Value: clip(doc.Type), Rule: "this is no GeoJSON Feature"}})
		return nil
	}
	return b.row(doc)
}

// row adds a feature.
func (b *builder) row(doc document) error {
	row := table.Row{Number: len(b.sheet.Rows) + 1, FeatureID: scalar(doc.ID)}
	geometry, fault := readGeometry(doc.Geometry)
	row.Geometry = geometry
	if fault == "" {
		var err error
		if row.Cells, fault, err = b.cells(doc.Properties); err != nil {
			return err
		}
	}
	if fault != "" {
		row.Fault = &table.Fault{Column: "geometry", Rule: fault}
		if geometry != nil {
			row.Fault.Column = "properties"
		}
	}
	b.sheet.Rows = append(b.sheet.Rows, row)
	return nil
}

// cells reads properties in their order, adding columns as they appear.
func (b *builder) cells(raw json.RawMessage) (cells []string, fault string, err error) {
	if isNull(raw) {
		return nil, "", nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, "the properties are no object", nil
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, "the properties cannot be read: " + err.Error(), nil
		}
		name := strings.TrimSpace(token.(string)) // keys of objects are strings
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, "the properties cannot be read: " + err.Error(), nil
		}
		if len(value) > table.MaxCellSize {
			return nil, fmt.Sprintf("the property %q is longer than %d bytes", clip(name), table.MaxCellSize), nil
		}
		i, ok := b.column[name]
		if !ok {
			i = len(b.sheet.Header)
			if i >= table.MaxColumns {
				return nil, "", &table.Refusal{File: b.sheet.File, Row: len(b.sheet.Rows) + 1, Rule: fmt.Sprintf("the features have more than %d different properties", table.MaxColumns), Hint: "Export the file again with the properties that are needed."}
			}
			b.column[name] = i
			b.sheet.Header = append(b.sheet.Header, name)
		}
		for len(cells) <= i {
			cells = append(cells, "")
		}
		cells[i] = scalar(value)
	}
	return cells, "", nil
}

// scalar is the text of a JSON value: that of a string, nothing for null, and else the JSON as it stands.
func scalar(raw json.RawMessage) string {
	if isNull(raw) {
		return ""
	}
	if raw[0] == '"' {
		var s string
		if json.Unmarshal(raw, &s) == nil { // it was valid JSON before
			return s
		}
	}
	var compact bytes.Buffer
	if raw[0] != '{' && raw[0] != '[' || json.Compact(&compact, raw) != nil {
		return string(raw)
	}
	return compact.String()
}

func isNull(raw json.RawMessage) bool {
	return len(raw) == 0 || string(raw) == "null"
}

// checkCRS refuses a document in a coordinate system that is not degrees of WGS 84 or CGCS2000. The member was
// part of GeoJSON until 2016 and GIS programs still write it.
func (b *builder) checkCRS(raw json.RawMessage) error {
	if isNull(raw) {
		return nil
	}
	var crs struct {
		Properties struct {
			Name string          `json:"name"`
			Code json.RawMessage `json:"code"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(raw, &crs); err == nil {
		name := crs.Properties.Name
		if code, err := strconv.Atoi(string(crs.Properties.Code)); name == "" && err == nil {
			name = fmt.Sprintf("EPSG:%d", code)
		}
		if d, err := datum.Parse(name); err == nil && (d == datum.WGS84 || d == datum.CGCS2000) {
			return nil
		}
	}
	return &table.Refusal{File: b.sheet.File, Column: "crs", Value: clip(string(raw)), Rule: "the file names a coordinate system that GeoJSON is not read in",
		Hint: "Export it in EPSG:4326 or EPSG:4490. If the positions are in GCJ-02, BD-09 or a Gauss-Krüger zone, remove the crs member and say so with --datum."}
}

// clip shortens a value for messages.
func clip(s string) string {
	if runes := []rune(s[:min(len(s), 400)]); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return s[:min(len(s), 400)]
}
