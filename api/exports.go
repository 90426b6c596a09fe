package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// ExportQuery asks for a file. Which of the parameters apply depends on the layer; others are refused.
type ExportQuery struct {
	File     string   `path:"file" maxLength:"80" doc:"Layer and format: coverage, times, blind-spots, radius, catchments, catchment-streets, facilities, facilities-served, residential-points, areas, entrance, idle_building, street, barriers, network, islands, turns or the name of a saved result, then .geojson, .csv, .xlsx, .parquet or .gpkg." example:"blind-spots.geojson"`
	Service  []string `query:"service" minItems:"1" maxItems:"64" doc:"Codes of services, joined by commas. Results need at least one; facilities may be narrowed by it; catchments take one."`
	Need     string   `query:"need" enum:"any,all" doc:"Of results: any service is enough (as if not given), or all are needed."`
	Group    string   `query:"group" enum:"all,age0_2,age3_5,age6_11,age0_17,age60,age65,age80,working,disabled,households" doc:"Of results: whom to count; all if not given."`
	Minutes  []int    `query:"minutes" minimum:"1" maximum:"120" minItems:"1" maxItems:"24" doc:"Of results: cutoffs in whole minutes; 15 if not given. Only coverage, catchments and facilities-served take several."`
	Metres   []int    `query:"metres" minimum:"1" maximum:"50000" minItems:"1" maxItems:"24" doc:"Of results, instead: cutoffs in whole metres along the streets. Only coverage, catchments, facilities-served and radius take several; radius takes nothing else."`
	By       string   `query:"by" maxLength:"64" doc:"Of coverage: also rows for the areas of this level; all levels with by=area."`
	As       string   `query:"as" enum:"areas,points" doc:"Of blind-spots: areas if not given."`
	Facility string   `query:"facility" maxLength:"400" doc:"Of catchments: service:id of a facility, or an id that only one has."`
	At       string   `query:"at" maxLength:"64" doc:"Of catchments, instead: a place, longitude,latitude."`
	Level    string   `query:"level" maxLength:"64" doc:"Of areas: only those of one level."`
	Saved    bool     `query:"saved" doc:"The result saved by this name, even if another layer is called so too."`

	Mode        string  `query:"mode" enum:"walk,walk_elder,bike,ebike,drive" doc:"Of results, network and islands: the mode of travel; walk if not given."`
	Access      string  `query:"access" enum:"all,nearest" doc:"Of results, network and islands; all if not given."`
	Speed       float64 `query:"speed" minimum:"0.1" maximum:"200" doc:"Of results and network: another speed in km/h, for modes of one speed."`
	SpeedFactor float64 `query:"speed_factor" minimum:"0.01" maximum:"10" doc:"Of results and network: a factor on every speed."`
	Direction   string  `query:"direction" enum:"to,from" doc:"Of results and network: people travel to the facility (as if not given), or help comes from it."`

	address
}

// name is the part of the file name before its extension.
func (q *ExportQuery) name() string {
	name, _, _ := strings.Cut(q.File, ".")
	return name
}

func (q *ExportQuery) travel() Travel {
	return Travel{Mode: or(q.Mode, "walk"), Access: or(q.Access, "all"), Speed: q.Speed, SpeedFactor: q.SpeedFactor, Direction: or(q.Direction, "to")}
}

func (q *ExportQuery) question() Question {
	return Question{Service: q.Service, Need: or(q.Need, "any"), Group: or(q.Group, "all"), Minutes: q.Minutes, Metres: q.Metres, Travel: q.travel()}
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// exportFormats are the formats in which layers leave, with their media types.
var exportFormats = map[string]string{
	"geojson": geoJSONType,
	"csv":     "text/csv; charset=utf-8",
	"xlsx":    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"parquet": "application/vnd.apache.parquet",
	"gpkg":    "application/geopackage+sqlite3",
}

func (s *Server) registerExports() {
	// Saved results come and go without a change of the town, so that no tag of it can vouch for them.
	op := operation(http.MethodGet, "/exports/{file}", "Exports", "A layer as a file",
		"The same bytes as the file that the command line writes, but that CSV begins with a byte order mark, so that spreadsheet programs read it as UTF-8; "+
			"the command line writes none, for scripts. Coverage is a table of counts, with the outlines of the areas in GeoJSON. Times are those of every residential point, "+
			"in GeoJSON with its position and all that coverage --save keeps. The network has a row for each piece of street and direction, from which every time can be computed again. "+
			"Every file of results says how it came about where its format can.")
	op.Responses["200"] = exportResponse()
	register(s, op, s.export)
}

// exportResponse documents a layer as a file.
func exportResponse() *huma.Response {
	r := &huma.Response{Description: "The file, as an attachment.", Content: make(map[string]*huma.MediaType)}
	for _, mediaType := range exportFormats {
		name, _, _ := strings.Cut(mediaType, ";")
		r.Content[name] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
	}
	r.Content[geoJSONType] = &huma.MediaType{Schema: &huma.Schema{Type: "object"}}
	return r
}

func (s *Server) export(ctx context.Context, q *ExportQuery) (*huma.StreamResponse, error) {
	name, extension, _ := strings.Cut(q.File, ".")
	_, writable := exportFormats[extension]
	of, known := exportLayers[name]
	if !known || q.Saved {
		of, known = savedLayer, data.CheckLayerName(name) == nil
	}
	if !known || !writable {
		return nil, noExport(q.File)
	}
	for given := range q.url.Query() {
		if !slices.Contains(of.parameters, given) {
			return nil, &coverage.RequestError{Parameter: given, Value: q.url.Query().Get(given), Rule: geo.Say("means nothing for %s", "不适用于 %s", name)}
		}
	}
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	layer, err := of.make(s, ctx, t, q, extension)
	if errors.Is(err, data.ErrNoLayer) {
		err = noExport(q.File)
	}
	if err != nil {
		return nil, err
	}
	if layer.Manifest != nil && (name != "coverage" || q.Saved) { // counts are replayed as a report, which has no format
		if layer, err = coverage.WithFormat(layer, extension); err != nil {
			return nil, err
		}
	}
	return s.sendLayer(ctx, layer, fileNames{q.File, q.File}, extension)
}

// sendLayer hands a layer out as a file.
func (s *Server) sendLayer(ctx context.Context, layer geo.Layer, name fileNames, extension string) (*huma.StreamResponse, error) {
	file, err := s.written(layer, extension)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer discard(file)
		size, _ := file.Seek(0, io.SeekEnd)
		_, _ = file.Seek(0, io.SeekStart)
		hc.SetHeader("Content-Type", exportFormats[extension])
		hc.SetHeader("Content-Disposition", name.disposition("attachment"))
		if extension == "csv" {
			size += int64(len(byteOrderMark))
		}
		hc.SetHeader("Content-Length", fmt.Sprint(size))
		hc.SetStatus(http.StatusOK)
		var whole io.Reader = file
		if extension == "csv" { // people open it in spreadsheet programs
			whole = io.MultiReader(strings.NewReader(byteOrderMark), file)
		}
		if _, err := io.Copy(hc.BodyWriter(), whole); err != nil {
			s.log.DebugContext(ctx, "export not taken", "error", err)
		}
	}}, nil
}

const byteOrderMark = "\ufeff"

func noExport(file string) error {
	layers := strings.Join(slices.Sorted(maps.Keys(exportLayers)), ", ")
	formats := strings.Join(slices.Sorted(maps.Keys(exportFormats)), ", ")
	return notFound.problem(geo.Say("no such export: %s", "没有此导出：%s", file),
		geo.Say("The layers are %s and results saved by name; the formats %s.", "可导出 %s 以及另存的结果；格式为 %s。", layers, formats))
}

// written writes a layer to a temporary file, as the command line would, so that a layer that cannot be written is a
// problem and not half a file.
func (s *Server) written(layer geo.Layer, extension string) (_ *os.File, err error) {
	folder, err := os.MkdirTemp(s.options.TempDir, "lifecircle-export-*")
	if err != nil {
		return nil, err
	}
	// The file is taken out of its folder, which goes with what lies beside it.
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "layer."+extension)
	if err := data.WriteFile(path, layer); err != nil {
		return nil, err
	}
	kept := folder + "." + extension
	if err := os.Rename(path, kept); err != nil {
		return nil, err
	}
	return os.Open(kept)
}

// discard removes a temporary file. What cannot be removed the system will clear away.
func discard(file *os.File) {
	_ = file.Close()
	_ = os.Remove(file.Name())
}
