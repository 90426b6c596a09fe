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
	"lifecircle/geo"
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
		return geo.Fail("features must be an array", "features 必须是数组")
	}
	*f = features{}
	for decoder.More() {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return err
		}
		if len(*f) == table.MaxRows {
			return geo.Fail("there are more than %d features", "要素超过 %d 个", table.MaxRows)
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
	refuse := func(rule, hint geo.Words) error { return &table.Refusal{File: file, Rule: rule, Hint: hint} }
	text, found, warnings, err := table.DecodeText(file, data, encoding)
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(text, 0x1E) >= 0 { // RS of GeoJSON text sequences
		text = bytes.ReplaceAll(text, []byte{0x1E}, []byte{' '})
	}
	if depth(text) > maxDepth {
		return nil, refuse(geo.Say("the JSON is nested more than %d levels deep", "JSON 嵌套超过 %d 层", maxDepth), geo.Say("This is no GeoJSON of places; export it again.", "这不是地点的 GeoJSON，请重新导出。"))
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
			return nil, refuse(syntaxRule(text, err), geo.Say("The file was cut or is not GeoJSON; export it again.", "文件不完整或不是 GeoJSON，请重新导出。"))
		}
		if err := b.document(raw, n); err != nil {
			return nil, err
		}
		if len(sheet.Rows) > table.MaxRows {
			return nil, refuse(geo.Say("the file has more than %d features", "文件的要素超过 %d 个", table.MaxRows), geo.Say("Import it in parts.", "请分批导入。"))
		}
	}
	if len(sheet.Rows) == 0 {
		return nil, &table.Refusal{File: file, Rule: geo.Say("the file has no features", "文件没有要素"), Hint: geo.Say("Choose a file with at least one feature.", "请选择至少有一个要素的文件。"), Empty: true}
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
func syntaxRule(text []byte, err error) geo.Words {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte{'\n'})
		return geo.Say("line %d is not valid JSON: %v", "第 %d 行不是有效的 JSON：%v", line, err)
	}
	return geo.Say("the file is not valid JSON: %v", "文件不是有效的 JSON：%v", err)
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
	refuse := func(rule, hint geo.Words) error {
		return &table.Refusal{File: b.sheet.File, Rule: rule, Hint: hint}
	}
	hintExport := geo.Say("Export the places as GeoJSON (RFC 7946) from your GIS program.", "请在 GIS 软件中把地点导出为 GeoJSON（RFC 7946）。")
	var doc document
	if err := json.Unmarshal(raw, &doc); err != nil {
		return refuse(geo.Say("this is JSON but not GeoJSON: %v", "这是 JSON，但不是 GeoJSON：%v", err), hintExport)
	}
	if err := b.checkCRS(doc.CRS); err != nil {
		return err
	}
	if n > 0 && doc.Type != "Feature" {
		return refuse(geo.Say("after the first object there is another of type %q", "首个对象之后还有类型为“%s”的对象", clip(doc.Type)), geo.Say("A file holds one FeatureCollection, or features one after another.", "文件应为一个 FeatureCollection，或逐个排列的要素。"))
	}
	switch doc.Type {
	case "FeatureCollection":
		if doc.Features == nil {
			return refuse(geo.Say("the FeatureCollection has no features", "FeatureCollection 没有 features"), hintExport)
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
		return refuse(geo.Say("this is TopoJSON", "这是 TopoJSON"), hintExport)
	case "":
		return refuse(geo.Say("this is JSON without a type, not GeoJSON", "JSON 缺少 type，不是 GeoJSON"), hintExport)
	}
	return refuse(geo.Say("the type %q is not one of GeoJSON", "类型“%s”不属于 GeoJSON", clip(doc.Type)), hintExport)
}

func (b *builder) feature(raw json.RawMessage) error {
	var doc document
	if err := json.Unmarshal(raw, &doc); err != nil || doc.Type != "Feature" {
		b.sheet.Rows = append(b.sheet.Rows, table.Row{Number: len(b.sheet.Rows) + 1,
			Fault: &table.Fault{Column: "type", Value: clip(doc.Type), Rule: geo.Say("this is no GeoJSON Feature", "不是 GeoJSON 要素（Feature）")}})
		return nil
	}
	return b.row(doc)
}

// row adds a feature.
func (b *builder) row(doc document) error {
	row := table.Row{Number: len(b.sheet.Rows) + 1, FeatureID: scalar(doc.ID)}
	geometry, fault := readGeometry(doc.Geometry)
	row.Geometry = geometry
	if fault.Empty() {
		var err error
		if row.Cells, fault, err = b.cells(doc.Properties); err != nil {
			return err
		}
	}
	if !fault.Empty() {
		row.Fault = &table.Fault{Column: "geometry", Rule: fault}
		if geometry != nil {
			row.Fault.Column = "properties"
		}
	}
	b.sheet.Rows = append(b.sheet.Rows, row)
	return nil
}

// cells reads properties in their order, adding columns as they appear.
func (b *builder) cells(raw json.RawMessage) (cells []string, fault geo.Words, err error) {
	if isNull(raw) {
		return nil, geo.Words{}, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, geo.Say("the properties are no object", "properties 不是对象"), nil
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, geo.Say("the properties cannot be read: %v", "properties 无法读取：%v", err), nil
		}
		name := strings.TrimSpace(token.(string)) // keys of objects are strings
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, geo.Say("the properties cannot be read: %v", "properties 无法读取：%v", err), nil
		}
		if len(value) > table.MaxCellSize {
			return nil, geo.Say("the property %q is longer than %d bytes", "属性“%s”超过 %d 字节", clip(name), table.MaxCellSize), nil
		}
		i, ok := b.column[name]
		if !ok {
			i = len(b.sheet.Header)
			if i >= table.MaxColumns {
				return nil, geo.Words{}, &table.Refusal{File: b.sheet.File, Row: len(b.sheet.Rows) + 1, Rule: geo.Say("the features have more than %d different properties", "要素的不同属性超过 %d 个", table.MaxColumns), Hint: geo.Say("Export the file again with the properties that are needed.", "请只保留所需属性后重新导出。")}
			}
			b.column[name] = i
			b.sheet.Header = append(b.sheet.Header, name)
		}
		for len(cells) <= i {
			cells = append(cells, "")
		}
		cells[i] = scalar(value)
	}
	return cells, geo.Words{}, nil
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
	return &table.Refusal{File: b.sheet.File, Column: "crs", Value: clip(string(raw)), Rule: geo.Say("the file names a coordinate system that GeoJSON is not read in", "文件声明的坐标系不是 GeoJSON 可读取的坐标系"),
		Hint: geo.Say("Export it in EPSG:4326 or EPSG:4490. If the positions are in GCJ-02, BD-09 or a Gauss-Krüger zone, remove the crs member and say so with --datum.", "请以 EPSG:4326 或 EPSG:4490 导出；如坐标为 GCJ-02、百度BD-09 或高斯-克吕格分带，请删除 crs 成员并指定坐标系（--datum）。")}
}

// clip shortens a value for messages.
func clip(s string) string {
	if runes := []rune(s[:min(len(s), 400)]); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return s[:min(len(s), 400)]
}
