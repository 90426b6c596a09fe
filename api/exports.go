package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"

	"lifecircle/data/table"
	"lifecircle/data/vector"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// ExportQuery asks for a file. Which of the parameters apply depends on the layer; others are refused.
type ExportQuery struct {
	File    string   `path:"file" maxLength:"64" doc:"Layer and format: coverage, times, blind-spots, facilities, residential-points or areas, then .geojson, .csv or .xlsx." example:"blind-spots.geojson"`
	Service []string `query:"service" minItems:"1" maxItems:"64" doc:"Codes of services, joined by commas. Results need at least one; facilities may be narrowed by it."`
	Need    string   `query:"need" enum:"any,all" doc:"Of results: any service is enough (as if not given), or all are needed."`
	Group   string   `query:"group" enum:"all,age0_2,age3_5,age6_11,age0_17,age60,age65,age80,working,disabled,households" doc:"Of results: whom to count; all if not given."`
	Minutes []int    `query:"minutes" minimum:"1" maximum:"120" minItems:"1" maxItems:"24" doc:"Of results: cutoffs in whole minutes; 15 if not given. Only coverage takes several."`
	By      string   `query:"by" maxLength:"64" doc:"Of coverage: also rows for the areas of this level; all levels with by=area."`
	As      string   `query:"as" enum:"areas,points" doc:"Of blind-spots: areas if not given."`
	Level   string   `query:"level" maxLength:"64" doc:"Of areas: only those of one level."`

	Mode        string  `query:"mode" enum:"walk,walk_elder,bike,ebike,drive" doc:"Of results: the mode of travel; walk if not given."`
	Access      string  `query:"access" enum:"all,nearest" doc:"Of results; all if not given."`
	Speed       float64 `query:"speed" minimum:"0.1" maximum:"200" doc:"Of results: another speed in km/h, for modes of one speed."`
	SpeedFactor float64 `query:"speed_factor" minimum:"0.01" maximum:"10" doc:"Of results: a factor on every speed."`

	address
}

// exportFormat is a format that tables leave in.
type exportFormat struct {
	mediaType string
	write     func(w io.Writer, layer geo.Layer) error
}

var exportFormats = map[string]exportFormat{
	"geojson": {geoJSONType, vector.WriteGeoJSON},
	"csv": {"text/csv; charset=utf-8", func(w io.Writer, layer geo.Layer) error {
		return table.WriteCSV(w, layer, table.CSVOptions{BOM: true}) // people open it in spreadsheet programs
	}},
	"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", table.WriteXLSX},
}

// resultParameters are those that say what is asked; every layer of results knows them.
var resultParameters = []string{"service", "need", "group", "minutes", "mode", "access", "speed", "speed_factor"}

// exports are the layers and the parameters that each knows.
var exports = map[string][]string{
	"coverage":           append([]string{"by"}, resultParameters...),
	"times":              resultParameters,
	"blind-spots":        append([]string{"as"}, resultParameters...),
	"facilities":         {"service"},
	"residential-points": {},
	"areas":              {"level"},
}

func (s *Server) registerExports() {
	op := get("/exports/{file}", "Exports", "A layer as a file",
		"Coverage is a table of counts, with the outlines of the areas in GeoJSON. Times are those of every residential point. "+
			"CSV is UTF-8 with a byte order mark, so that spreadsheet programs read it. Every file of results says how it came about where its format can.")
	op.Responses["200"] = &huma.Response{Description: "The file, as an attachment.", Content: make(map[string]*huma.MediaType)}
	for _, format := range exportFormats {
		name, _, _ := strings.Cut(format.mediaType, ";")
		op.Responses["200"].Content[name] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
	}
	op.Responses["200"].Content[geoJSONType] = &huma.MediaType{Schema: &huma.Schema{Type: "object"}}
	register(s, op, s.export)
}

func (s *Server) export(ctx context.Context, q *ExportQuery) (*huma.StreamResponse, error) {
	name, extension, _ := strings.Cut(q.File, ".")
	parameters, known := exports[name]
	format, writable := exportFormats[extension]
	if !known || !writable {
		return nil, notFound.problem(geo.Say("no such export: %s", "没有此导出：%s", q.File), geo.Say("The layers are coverage, times, blind-spots, facilities, residential-points and areas; the formats geojson, csv and xlsx.", "可导出 coverage、times、blind-spots、facilities、residential-points、areas；格式为 geojson、csv、xlsx。"))
	}
	for given := range q.url.Query() {
		if !slices.Contains(parameters, given) {
			return nil, &coverage.RequestError{Parameter: given, Value: q.url.Query().Get(given), Rule: geo.Say("means nothing for %s", "不适用于 %s", name)}
		}
	}
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	layer, err := s.exportLayer(ctx, t, name, extension, q)
	if err != nil {
		return nil, err
	}
	file, err := s.written(layer, format)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer discard(file)
		size, _ := file.Seek(0, io.SeekEnd)
		_, _ = file.Seek(0, io.SeekStart)
		hc.SetHeader("Content-Type", format.mediaType)
		hc.SetHeader("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.%s"`, name, extension))
		hc.SetHeader("Content-Length", fmt.Sprint(size))
		hc.SetStatus(http.StatusOK)
		if _, err := io.Copy(hc.BodyWriter(), file); err != nil {
			s.log.DebugContext(ctx, "export not taken", "error", err)
		}
	}}, nil
}

// written writes a layer to a temporary file, so that a layer that cannot be written is a problem and not half a file.
func (s *Server) written(layer geo.Layer, format exportFormat) (*os.File, error) {
	file, err := os.CreateTemp(s.options.TempDir, "lifecircle-export-*")
	if err != nil {
		return nil, err
	}
	if err := format.write(file, layer); err != nil {
		discard(file)
		return nil, err
	}
	return file, nil
}

// discard removes a temporary file. What cannot be removed the system will clear away.
func discard(file *os.File) {
	_ = file.Close()
	_ = os.Remove(file.Name())
}

func (s *Server) exportLayer(ctx context.Context, t *town, name, extension string, q *ExportQuery) (geo.Layer, error) {
	switch name {
	case "facilities":
		wanted, err := t.wanted(q.Service)
		if err != nil {
			return geo.Layer{}, err
		}
		return s.stored(ctx, "facility", "service", func(value any) bool { code, _ := value.(string); return wanted == nil || wanted[code] })
	case "residential-points":
		return s.stored(ctx, "residential_point", "", nil)
	case "areas":
		if err := t.checkLevel("level", q.Level); err != nil {
			return geo.Layer{}, err
		}
		return s.stored(ctx, "area", "level", func(value any) bool { return q.Level == "" || value == q.Level })
	}
	question := Question{Service: q.Service, Need: or(q.Need, "any"), Group: or(q.Group, "all"), Minutes: q.Minutes,
		Travel: Travel{Mode: or(q.Mode, "walk"), Access: or(q.Access, "all"), Speed: q.Speed, SpeedFactor: q.SpeedFactor}}
	if name == "blind-spots" {
		return s.blindSpotLayer(ctx, t, &BlindSpotQuery{question, q.As})
	}
	ask := question.request
	if name == "times" {
		ask = question.oneCutoff
	}
	request, err := ask()
	if err != nil {
		return geo.Layer{}, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return geo.Layer{}, err
	}
	defer done()
	switch {
	case name == "times" && extension == "geojson":
		return t.PointLayer(ctx, request)
	case name == "times":
		return t.Times(ctx, request)
	}
	request.By = q.By
	report, err := t.Coverage(ctx, request)
	if err != nil {
		return geo.Layer{}, err
	}
	return t.reportLayer(report)
}

// stored reads a layer of the workspace and keeps the rows whose value in a column passes.
func (s *Server) stored(ctx context.Context, name, column string, keep func(value any) bool) (geo.Layer, error) {
	layer, err := s.options.Workspace.Layer(ctx, name)
	if err != nil || keep == nil {
		return layer, err
	}
	at := slices.IndexFunc(layer.Columns, func(c geo.Column) bool { return c.Name == column })
	layer.Features = slices.DeleteFunc(layer.Features, func(f geo.Feature) bool { return !keep(f.Values[at]) })
	return layer, nil
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// reportLayer is a report as a table, with the outline of the area in each row.
func (t *town) reportLayer(report *coverage.Report) (geo.Layer, error) {
	layer := geo.Layer{Name: "coverage"}
	for _, name := range []string{"service", "mode", "minutes", "group", "area", "area_name", "level", "total", "covered", "uncovered", "undetermined",
		"edge_of_data", "no_data", "share", "no_facility", "not_snapped", "isolated", "beyond_cutoff", "reached", "mean_s", "median_s", "p95_s"} {
		column := geo.Column{Name: name, Type: geo.Integer}
		switch name {
		case "service", "mode", "group", "area", "area_name", "level":
			column.Type = geo.Text
		case "share", "mean_s", "median_s", "p95_s":
			column.Type = geo.Real
		}
		layer.Columns = append(layer.Columns, column)
	}
	for _, r := range report.Results {
		layer.Features = append(layer.Features, geo.Feature{Geometry: t.outline(r.Area), Values: []any{
			r.Service, string(r.Mode), int64(r.Minutes), r.Group, value(r.Area), value(r.AreaName), value(r.Level), r.Total, r.Covered, r.Uncovered, r.Undetermined,
			r.EdgeOfData, r.NoData, value(r.Share), r.ByReason.NoFacility, r.ByReason.NotSnapped, r.ByReason.Isolated, r.ByReason.BeyondCutoff,
			r.Reached, value(r.MeanS), value(r.MedianS), value(r.P95S),
		}})
	}
	var err error
	layer.Manifest, err = json.Marshal(report.Manifest)
	return layer, err
}

func (t *town) outline(area *string) orb.Geometry {
	if area == nil {
		return nil
	}
	for i := range t.Area.Areas {
		if t.Area.Areas[i].ID == *area && len(t.Area.Areas[i].Shape) > 0 {
			return t.Area.Areas[i].Shape
		}
	}
	return nil
}

// value is what a pointer points at, as a value of a layer.
func value[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}
