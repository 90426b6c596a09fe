package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// OneCheckPath names one check of a result.
type OneCheckPath struct {
	CheckPath
	Check string `path:"check" maxLength:"200" doc:"Id of the check." example:"zj-area100"`
}

// UncoveredQuery asks for the residential points that a check leaves without service.
type UncoveredQuery struct {
	OneCheckPath
	Limit int `query:"limit" minimum:"1" maximum:"10000" default:"10000" doc:"At most so many, those with most uncovered people."`
}

// CheckFileQuery asks for a part of a result as a file.
type CheckFileQuery struct {
	CheckPath
	File  string `path:"file" maxLength:"80" doc:"Part and format: scorecard, problems, map or uncovered, then .csv, .xlsx, .geojson, .parquet or .gpkg." example:"problems.xlsx"`
	Check string `query:"check" maxLength:"200" doc:"Of map and uncovered, needed: id of the check."`
}

// checkParts are the parts of a result that files hold, by their names in addresses.
var checkParts = map[string]string{"scorecard": standard.AsTable, "problems": standard.AsProblems, "map": standard.AsMap, "uncovered": standard.AsUncovered}

func (s *Server) registerCheckMaps() {
	tag := "Plans"
	register(s, operation(http.MethodGet, "/checks/{id}/map/{check}", tag, "One check as a map",
		"As GeoJSON, the same as lifecircle check --map: every unit, met, failing or without data (met is null). An area is its land, a facility and a residential point their position, a check without units the land of the study area."), s.checkMap)
	register(s, operation(http.MethodGet, "/checks/{id}/uncovered/{check}", tag, "Residential points that one check leaves uncovered",
		"As GeoJSON, those with most uncovered people first; numberMatched, numberReturned and uncovered, the people of all of them, stand beside the features. Checks that do not count who is covered have none."), s.checkUncovered)
	file := operation(http.MethodGet, "/checks/{id}/files/{file}", tag, "A part of a result as a file",
		"The scorecard or the list of problems as a table, the map of one check, or its uncovered points: the same bytes as lifecircle check -o, and CSV begins with a byte order mark.")
	file.Responses["200"] = exportResponse()
	register(s, file, s.checkFile)
}

// CheckMap is a GeoJSON feature collection of the units of one check.
type CheckMap = layerOf[CheckMapCollection]

// CheckMapCollection documents the units of one check.
type CheckMapCollection struct {
	_        struct{}                                      `additionalProperties:"true"`
	Type     string                                        `json:"type" enum:"FeatureCollection"`
	Features []Feature[AnyGeometry, CheckedUnitProperties] `json:"features" nullable:"false"`
}

// CheckedUnitProperties describe a unit of a check.
type CheckedUnitProperties struct {
	Unit        string   `json:"unit" doc:"Id of an area, service:id of a facility, id of a residential point."`
	Name        *string  `json:"name"`
	Value       *float64 `json:"value" doc:"In the unit of the check; shares are fractions of 1."`
	Target      *string  `json:"target" doc:"What the check wants." example:"≥ 40"`
	Met         *bool    `json:"met" doc:"null where the unit has no data; note says what it lacks."`
	Deficit     *float64 `json:"deficit"`
	DeficitUnit *string  `json:"deficit_unit"`
	People      *int64   `json:"people" doc:"Whom it concerns."`
	Note        *string  `json:"note"`
}

// UncoveredPoints is a GeoJSON feature collection of residential points that a check leaves uncovered.
type UncoveredPoints = layerOf[CheckUncoveredCollection]

// CheckUncoveredCollection documents the points.
type CheckUncoveredCollection struct {
	_              struct{}                                           `additionalProperties:"true"`
	Type           string                                             `json:"type" enum:"FeatureCollection"`
	Features       []Feature[PointGeometry, CheckUncoveredProperties] `json:"features" nullable:"false"`
	NumberMatched  int                                                `json:"numberMatched" doc:"All that are uncovered."`
	NumberReturned int                                                `json:"numberReturned"`
	Uncovered      int64                                              `json:"uncovered" doc:"People of all that are uncovered."`
}

// CheckUncoveredProperties describe a residential point that a check leaves uncovered, wholly or in part.
type CheckUncoveredProperties struct {
	ID              string   `json:"id"`
	Name            string   `json:"name"`
	Population      *int64   `json:"population"`
	Counted         int64    `json:"counted" doc:"People whom the check counts."`
	Uncovered       int64    `json:"uncovered" doc:"Of these, without service."`
	Minutes         *float64 `json:"minutes,omitempty" nullable:"true" doc:"To the nearest facility, of several needs to the one that takes longest; null if never. By distance metres stands instead."`
	Metres          *float64 `json:"metres,omitempty" nullable:"true"`
	FacilityService *string  `json:"facility_service"`
	FacilityID      *string  `json:"facility_id"`
	FacilityName    *string  `json:"facility_name"`
	Reached         int64    `json:"reached" doc:"Needs that are within reach, of needs."`
	Needs           int64    `json:"needs"`
	Missing         string   `json:"missing" doc:"Codes of the needs that are not, joined by a comma and a blank."`
	Reason          string   `json:"reason" enum:"no_facility,not_snapped,isolated,beyond_cutoff,full,inside_inner"`
	Area            *string  `json:"area"`
	AreaName        *string  `json:"area_name"`
	FreeMinutes     *float64 `json:"free_minutes,omitempty" nullable:"true" doc:"Of checks on capacity: to the nearest facility that has a free place."`
	FreeMetres      *float64 `json:"free_metres,omitempty" nullable:"true"`
	FreeService     *string  `json:"free_facility_service,omitempty" nullable:"true"`
	FreeID          *string  `json:"free_facility_id,omitempty" nullable:"true"`
}

func (s *Server) checkMap(ctx context.Context, q *OneCheckPath) (*answer[CheckMap], error) {
	layer, err := s.checkLayer(ctx, q.ID, standard.AsMap, q.Check, "geojson")
	return &answer[CheckMap]{CheckMap{layer}}, err
}

func (s *Server) checkUncovered(ctx context.Context, q *UncoveredQuery) (*answer[UncoveredPoints], error) {
	layer, err := s.checkLayer(ctx, q.ID, standard.AsUncovered, q.Check, "geojson")
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(layer.Columns, func(c geo.Column) bool { return c.Name == "uncovered" })
	people := int64(0)
	for i := range layer.Features {
		n, _ := layer.Features[i].Values[at].(int64)
		people += n
	}
	returned := min(len(layer.Features), q.Limit)
	layer.Foreign = map[string]any{"numberMatched": len(layer.Features), "numberReturned": returned, "uncovered": people}
	layer.Features = layer.Features[:returned]
	return &answer[UncoveredPoints]{UncoveredPoints{layer}}, nil
}

// checkLayer is a part of a result, of one check where the part is about one.
func (s *Server) checkLayer(ctx context.Context, id, part, ofCheck, format string) (layer geo.Layer, err error) {
	one, err := s.checked(ctx, id)
	if err != nil {
		return layer, err
	}
	if part == standard.AsMap || part == standard.AsUncovered {
		outcome, is := one.card.Check(ofCheck)
		if !is {
			return layer, notFound.problem(geo.Say("%q is no check of this result", "“%s”不在本次评估的指标中", shown(ofCheck)), geo.Say("They are listed at /api/v1/checks/{id}.", "指标列表见 /api/v1/checks/{id}。"))
		}
		if part == standard.AsUncovered && outcome.Verdict == standard.NotAssessable {
			return layer, noData.problem(outcome.Why, geo.Words{})
		}
	}
	done, err := s.begin(ctx)
	if err != nil {
		return layer, err
	}
	defer done()
	if layer, err = one.Layer(ctx, one.card, part, ofCheck); err != nil {
		return layer, err
	}
	return coverage.WithFormat(layer, format)
}

func (s *Server) checkFile(ctx context.Context, q *CheckFileQuery) (*huma.StreamResponse, error) {
	name, extension, _ := strings.Cut(q.File, ".")
	part, known := checkParts[name]
	if _, writable := exportFormats[extension]; !known || !writable {
		return nil, notFound.problem(geo.Say("no such file: %s", "没有此文件：%s", shown(q.File)),
			geo.Say("The parts are scorecard, problems, map and uncovered, the formats csv, xlsx, geojson, parquet and gpkg.", "可下载 scorecard、problems、map、uncovered；格式为 csv、xlsx、geojson、parquet、gpkg。"))
	}
	ofOne := part == standard.AsMap || part == standard.AsUncovered
	if ofOne != (q.Check != "") {
		return nil, &coverage.RequestError{Parameter: "check", Value: q.Check, Rule: geo.Say("map and uncovered are of one check, whose id is needed; scorecard and problems are of all", "map 与 uncovered 针对单项指标，须给出其编号；scorecard 与 problems 针对全部指标，不能给出")}
	}
	layer, err := s.checkLayer(ctx, q.ID, part, q.Check, extension)
	if err != nil {
		return nil, err
	}
	return s.sendLayer(ctx, layer, fileNamed(name+"-"+q.Check, name+"-"+q.Check, extension), extension)
}
