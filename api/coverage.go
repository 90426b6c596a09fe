package api

import (
	"context"
	"io"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/data/vector"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// CoverageQuery asks how many people are covered.
type CoverageQuery struct {
	Question
	By   string `query:"by" maxLength:"64" doc:"Also a row for each area of this level, or of all levels with by=area; people in no area form the row (outside)."`
	Band bool   `query:"band" doc:"Also the same share when people leave by the nearest street alone, walk slower and faster."`
}

// Curve is the number of people covered at every cutoff.
type Curve struct {
	Total  int64                 `json:"total" doc:"People of the group."`
	Points []coverage.CurvePoint `json:"points" nullable:"false" doc:"1 to 60 minutes."`
}

// BlindSpotQuery asks for blind spots.
type BlindSpotQuery struct {
	Question
	As string `query:"as" enum:"areas,points" default:"areas" doc:"Areas made of uncovered points, or the uncovered points themselves."`
}

// TravelTimes are columns with one entry per residential point, by id in byte order.
type TravelTimes struct {
	Service         string            `json:"service" doc:"Sorted codes, joined by a comma where any is enough, by a plus where all are needed."`
	Mode            geo.Mode          `json:"mode"`
	Group           string            `json:"group"`
	Minutes         int               `json:"minutes" doc:"The cutoff that reason and edge_of_data speak of."`
	ID              []string          `json:"id" nullable:"false"`
	Name            []string          `json:"name" nullable:"false"`
	Lon             []float64         `json:"lon" nullable:"false"`
	Lat             []float64         `json:"lat" nullable:"false"`
	Population      []*int32          `json:"population" nullable:"false" doc:"null where the cell was empty."`
	GroupPopulation []*int32          `json:"group_population" nullable:"false" doc:"null where the cell was empty."`
	Milliseconds    []*int64          `json:"milliseconds" nullable:"false" doc:"To the nearest facility, however far; null if none can be reached."`
	FacilityID      []*string         `json:"facility_id" nullable:"false"`
	FacilityService []*string         `json:"facility_service" nullable:"false" doc:"Its service: an id is only unique within one."`
	AccessM         []*float64        `json:"access_m" nullable:"false" doc:"Straight metres from the door to the street."`
	Reason          []coverage.Reason `json:"reason" nullable:"false" enum:",no_facility,not_snapped,isolated,beyond_cutoff"`
	EdgeOfData      []bool            `json:"edge_of_data" nullable:"false" doc:"Land beyond the data could change the answer."`
	Area            []string          `json:"area" nullable:"false" doc:"Id of the smallest area, empty if none."`
}

// maxTimes bounds the residential points of one answer; beyond, tiles draw faster.
const maxTimes = 50_000

// curveMinutes is the last cutoff of a curve.
const curveMinutes = 60

func (s *Server) registerCoverage() {
	register(s, get("/coverage", "Coverage", "Covered and uncovered people", "The first rows are of the whole town (area null), one for each cutoff; then those of the areas by level and id."), s.coverage)
	register(s, get("/coverage/curve", "Coverage", "Covered people from 1 to 60 minutes", "Minutes may be given, as in every question, but do not change the curve."), s.curve)
	register(s, get("/coverage/facilities", "Coverage", "People served by each facility", "Within the cutoff, nearest to it, and within the cutoff of no other: these are lost if it closes. Any of the services counts."), s.served)
	register(s, get("/travel-times", "Coverage", "Travel times of all residential points", "In columns, to be drawn. The times do not depend on the cutoff. More than 50,000 points are a problem: use the tiles."), s.travelTimes)
	register(s, get("/blind-spots", "Coverage", "Blind spots", "As GeoJSON, the most people first. The people of all areas and the scattered rest are the uncovered people."), s.blindSpots)
	allowNull(s.api, "Spread", "access_nearest", "slower", "faster")
}

// asked answers a question with what the analysis of the town gives, as soon as it is its turn.
func asked[T any](ctx context.Context, s *Server, ask func() (coverage.Request, error), analyse func(*town, coverage.Request) (T, error)) (*answer[T], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	request, err := ask()
	if err != nil {
		return nil, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	body, err := analyse(t, request)
	return &answer[T]{body}, err
}

func (s *Server) coverage(ctx context.Context, q *CoverageQuery) (*answer[*coverage.Report], error) {
	return asked(ctx, s, q.request, func(t *town, request coverage.Request) (*coverage.Report, error) {
		request.By, request.Band = q.By, q.Band
		return t.Coverage(ctx, request)
	})
}

func (s *Server) curve(ctx context.Context, q *Question) (*answer[Curve], error) {
	return asked(ctx, s, q.request, func(t *town, request coverage.Request) (Curve, error) {
		total, points, err := t.Curve(ctx, request, curveMinutes)
		return Curve{total, points}, err
	})
}

func (s *Server) travelTimes(ctx context.Context, q *Question) (*answer[TravelTimes], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	request, err := q.oneCutoff()
	if err != nil {
		return nil, err
	}
	n := len(t.Area.Points)
	if n > maxTimes {
		return nil, tooManyPoints.problem(geo.Say("%d residential points, the limit is %d", "居民点 %d 个，上限为 %d", n, maxTimes), geo.Say("Use the tiles: /api/v1/tiles/coverage/{z}/{x}/{y}.mvt", "请改用瓦片：/api/v1/tiles/coverage/{z}/{x}/{y}.mvt"))
	}
	times, err := s.pointTimes(ctx, t, request)
	if err != nil {
		return nil, err
	}
	body := TravelTimes{
		Service: request.Joined(), Mode: request.Profile.Mode, Group: request.Group.String(), Minutes: request.Minutes[0],
		ID: make([]string, n), Name: make([]string, n), Lon: make([]float64, n), Lat: make([]float64, n),
		Population: make([]*int32, n), GroupPopulation: make([]*int32, n), Area: make([]string, n),
		Milliseconds: times.milliseconds, FacilityID: times.facility, FacilityService: times.service, AccessM: times.accessM, Reason: times.reason, EdgeOfData: times.edgeOfData,
	}
	for i := range t.Area.Points {
		p := &t.Area.Points[i]
		body.ID[i], body.Name[i], body.Lon[i], body.Lat[i], body.Area[i] = p.ID, p.Name, p.Point[0], p.Point[1], t.areaID(i)
		if p.People[geo.All] != geo.NoData {
			body.Population[i] = &p.People[geo.All]
		}
		if p.People[request.Group] != geo.NoData {
			body.GroupPopulation[i] = &p.People[request.Group]
		}
	}
	return &answer[TravelTimes]{body}, nil
}

// BlindSpots is a GeoJSON feature collection of blind spots or of uncovered points.
type BlindSpots struct{ layer geo.Layer }

// WriteJSON writes it as the command line does.
func (b BlindSpots) WriteJSON(w io.Writer) error { return vector.WriteGeoJSON(w, b.layer) }

// ContentType is that of GeoJSON.
func (BlindSpots) ContentType(string) string { return geoJSONType }

// Schema documents both forms.
func (BlindSpots) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{
		r.Schema(reflect.TypeFor[BlindSpotCollection](), true, ""),
		r.Schema(reflect.TypeFor[UncoveredPointCollection](), true, ""),
	}}
}

// BlindSpotCollection documents blind spots as areas.
type BlindSpotCollection struct {
	_              struct{}                                             `additionalProperties:"true"`
	Type           string                                               `json:"type" enum:"FeatureCollection"`
	Features       []Feature[MultiPolygonGeometry, BlindSpotProperties] `json:"features" nullable:"false"`
	Scattered      ScatteredRest                                        `json:"scattered"`
	TotalUncovered int64                                                `json:"total_uncovered"`
}

// ScatteredRest counts uncovered people in places too small for a blind spot.
type ScatteredRest struct {
	People int64 `json:"people"`
	Points int   `json:"points"`
}

// BlindSpotProperties describe a blind spot. Facility and times are those of its most central point.
type BlindSpotProperties struct {
	ID                  string          `json:"id"`
	Name                string          `json:"name"`
	Population          int64           `json:"population" doc:"People of the group."`
	Points              int64           `json:"points"`
	Reason              coverage.Reason `json:"reason"`
	NearestFacilityID   *string         `json:"nearest_facility_id"`
	NearestFacilityName *string         `json:"nearest_facility_name"`
	Seconds             *float64        `json:"seconds" doc:"null if no facility can be reached."`
	MissingS            *float64        `json:"missing_s" doc:"Seconds beyond the cutoff."`
	PersonMinutes       float64         `json:"person_minutes" doc:"People times minutes beyond the cutoff."`
	BestSite            BestSite        `json:"best_site"`
}

// BestSite documents where to build; null until there are candidates.
type BestSite struct{}

// Schema documents it.
func (BestSite) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "object", Nullable: true, Description: "Where to build; null until there are candidates."}
}

// UncoveredPointCollection documents blind spots as points.
type UncoveredPointCollection struct {
	_        struct{}                                           `additionalProperties:"true"`
	Type     string                                             `json:"type" enum:"FeatureCollection"`
	Features []Feature[PointGeometry, UncoveredPointProperties] `json:"features" nullable:"false"`
}

// UncoveredPointProperties describe an uncovered residential point.
type UncoveredPointProperties struct {
	ID                string          `json:"id"`
	Population        *int64          `json:"population"`
	GroupPopulation   int64           `json:"group_population"`
	Reason            coverage.Reason `json:"reason"`
	NearestFacilityID *string         `json:"nearest_facility_id"`
	Seconds           *float64        `json:"seconds"`
}

func (s *Server) blindSpots(ctx context.Context, q *BlindSpotQuery) (*answer[BlindSpots], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	layer, err := s.blindSpotLayer(ctx, t, q)
	return &answer[BlindSpots]{BlindSpots{layer}}, err
}

func (s *Server) blindSpotLayer(ctx context.Context, t *town, q *BlindSpotQuery) (geo.Layer, error) {
	request, err := q.request()
	if err != nil {
		return geo.Layer{}, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return geo.Layer{}, err
	}
	defer done()
	if q.As == "points" {
		return t.BlindSpotPoints(ctx, request)
	}
	return t.BlindSpotAreas(ctx, request)
}
