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

	Radius bool `query:"radius" doc:"With metres: also who lives within so many metres of a facility in a straight line."`
	GroupSpeeds
}

// GroupSpeeds give groups of people speeds of their own.
type GroupSpeeds struct {
	GroupSpeed []string `query:"group_speed" maxItems:"11" doc:"Of group all: groups that travel at a speed of their own, in km/h, joined by commas; everybody else travels at that of the mode. No two may hold the same people. There are rows for all people, for each group, and for the others." example:"[\"age60=3.0\"]"`
}

func (g *GroupSpeeds) read() (speeds []coverage.GroupSpeed, err error) {
	for _, text := range g.GroupSpeed {
		s, err := coverage.ParseGroupSpeed(text)
		if err != nil {
			return nil, err
		}
		speeds = append(speeds, s)
	}
	return speeds, nil
}

// CurveQuery asks for the curve of coverage.
type CurveQuery struct {
	Question
	UpTo int  `query:"up_to" minimum:"1" maximum:"120" default:"60" doc:"The last minute."`
	Band bool `query:"band" doc:"Also the curves when people leave by the nearest street alone, walk slower and faster."`
	GroupSpeeds
}

// RadiusPoints is a GeoJSON feature collection of the residential points about which circle and streets disagree.
type RadiusPoints = layerOf[RadiusPointCollection]

// RadiusPointCollection documents the points about which circle and streets disagree.
type RadiusPointCollection struct {
	_        struct{}                                        `additionalProperties:"true"`
	Type     string                                          `json:"type" enum:"FeatureCollection"`
	Features []Feature[PointGeometry, RadiusPointProperties] `json:"features" nullable:"false"`
}

// RadiusPointProperties describe a residential point that is within one reading of the distance alone.
type RadiusPointProperties struct {
	ID                      string   `json:"id"`
	Name                    string   `json:"name"`
	Population              *int64   `json:"population"`
	GroupPopulation         *int64   `json:"group_population"`
	Metres                  int64    `json:"metres" doc:"The cutoff."`
	Within                  string   `json:"within" enum:"circle,streets" doc:"The reading that covers it."`
	StraightM               *float64 `json:"straight_m" doc:"In a straight line, from position to position."`
	StraightFacilityID      *string  `json:"straight_facility_id"`
	StraightFacilityService *string  `json:"straight_facility_service"`
	NetworkM                *float64 `json:"network_m" doc:"Along the streets; null if no facility can be reached."`
	NetworkFacilityID       *string  `json:"network_facility_id"`
	NetworkFacilityService  *string  `json:"network_facility_service"`
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
	Minutes         coverage.Minutes  `json:"minutes" doc:"The cutoff that reason and edge_of_data speak of; null where it is a distance."`
	Metres          int               `json:"metres,omitempty" doc:"The cutoff, where it is a distance."`
	ID              []string          `json:"id" nullable:"false"`
	Name            []string          `json:"name" nullable:"false"`
	Lon             []float64         `json:"lon" nullable:"false"`
	Lat             []float64         `json:"lat" nullable:"false"`
	Population      []*int32          `json:"population" nullable:"false" doc:"null where the cell was empty."`
	GroupPopulation []*int32          `json:"group_population" nullable:"false" doc:"null where the cell was empty."`
	Milliseconds    []*int64          `json:"milliseconds" nullable:"false" doc:"To the nearest facility, however far; null if none can be reached, and by distance."`
	Millimetres     []*int64          `json:"millimetres,omitempty" doc:"The same by distance: the length of the shortest way, legs included as the length walked."`
	FacilityID      []*string         `json:"facility_id" nullable:"false"`
	FacilityService []*string         `json:"facility_service" nullable:"false" doc:"Its service: an id is only unique within one."`
	AccessM         []*float64        `json:"access_m" nullable:"false" doc:"Straight metres from the door to the street."`
	Reason          []coverage.Reason `json:"reason" nullable:"false" enum:",no_facility,not_snapped,isolated,beyond_cutoff"`
	EdgeOfData      []bool            `json:"edge_of_data" nullable:"false" doc:"Land beyond the data could change the answer."`
	Area            []string          `json:"area" nullable:"false" doc:"Id of the smallest area, empty if none."`
}

// maxTimes bounds the residential points of one answer; beyond, tiles draw faster.
const maxTimes = 50_000

func (s *Server) registerCoverage() {
	register(s, get("/coverage", "Coverage", "Covered and uncovered people", "The first rows are of the whole town (area null), one for each cutoff; then those of the areas by level and id."), s.coverage)
	register(s, get("/coverage/curve", "Coverage", "Covered people for every minute", "From 1 to up_to minutes. Minutes may be given, as in every question, but do not change the curve."), s.curve)
	register(s, get("/coverage/radius", "Coverage", "Residential points about which a circle and the streets disagree", "As GeoJSON. A service radius drawn as a circle counts whoever lives within it, whatever lies between: these are the points that are within the metres in a straight line and not along the streets, or the other way round."), s.radiusPoints)
	register(s, get("/coverage/facilities", "Coverage", "People served by each facility", "Within the cutoff, nearest to it, and within the cutoff of no other: these are lost if it closes; and the facility with which it shares most people. Any of the services counts. With several cutoffs the answer has results, one for each."), s.served)
	register(s, get("/travel-times", "Coverage", "Travel times of all residential points", "In columns, to be drawn. The times do not depend on the cutoff. More than 50,000 points are a problem: use the tiles."), s.travelTimes)
	register(s, get("/blind-spots", "Coverage", "Blind spots", "As GeoJSON, the most people first. The people of all areas and the scattered rest are the uncovered people."), s.blindSpots)
	allowNull(s.api, "Spread", "access_nearest", "slower", "faster")
	allowNull(s.api, "Result", "minutes")
	allowAbsent(s.api, "Result", "metres", "mean_m", "median_m", "p95_m")
	allowNull(s.api, "TravelTimes", "minutes")
	allowNull(s.api, "FacilitiesServed", "minutes")
	allowNull(s.api, "Served", "minutes")
}

// asked answers a question with what the analysis of the town gives, as soon as it is its turn.
func asked[Q, T any](ctx context.Context, s *Server, ask func() (Q, error), analyse func(*town, Q) (T, error)) (*answer[T], error) {
	t, err := s.town(ctx)
	if err != nil {
		return nil, err
	}
	body, err := inTurn(ctx, s, ask, func(question Q) (T, error) { return analyse(t, question) })
	if err != nil {
		return nil, err
	}
	return &answer[T]{body}, nil
}

// inTurn analyses what is asked, if it can be asked, as soon as it is its turn.
func inTurn[Q, T any](ctx context.Context, s *Server, ask func() (Q, error), analyse func(Q) (T, error)) (T, error) {
	var none T
	question, err := ask()
	if err != nil {
		return none, err
	}
	done, err := s.begin(ctx)
	if err != nil {
		return none, err
	}
	defer done()
	return analyse(question)
}

func (s *Server) coverage(ctx context.Context, q *CoverageQuery) (*answer[*coverage.Report], error) {
	return asked(ctx, s, q.request, func(t *town, request coverage.Request) (*coverage.Report, error) {
		return t.Coverage(ctx, request)
	})
}

func (q *CoverageQuery) request() (coverage.Request, error) {
	request, err := q.Question.request()
	if err != nil {
		return request, err
	}
	request.By, request.Band, request.Radius = q.By, q.Band, q.Radius
	request.GroupSpeeds, err = q.GroupSpeeds.read()
	return request, err
}

func (s *Server) curve(ctx context.Context, q *CurveQuery) (*answer[*coverage.Curve], error) {
	return asked(ctx, s, q.request, func(t *town, request coverage.Request) (*coverage.Curve, error) {
		return t.Curve(ctx, request, q.UpTo)
	})
}

func (q *CurveQuery) request() (coverage.Request, error) {
	request, err := q.Question.request()
	if err != nil {
		return request, err
	}
	request.Band = q.Band
	request.GroupSpeeds, err = q.GroupSpeeds.read()
	return request, err
}

func (s *Server) radiusPoints(ctx context.Context, q *Question) (*answer[RadiusPoints], error) {
	return asked(ctx, s, q.request, func(t *town, request coverage.Request) (RadiusPoints, error) {
		layer, err := t.RadiusPoints(ctx, request)
		return RadiusPoints{layer}, err
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
		Service: request.Joined(), Mode: request.Profile.Mode, Group: request.Group.String(),
		ID: make([]string, n), Name: make([]string, n), Lon: make([]float64, n), Lat: make([]float64, n),
		Population: make([]*int32, n), GroupPopulation: make([]*int32, n), Area: make([]string, n),
		Milliseconds: times.lengths, FacilityID: times.facility, FacilityService: times.service, AccessM: times.accessM, Reason: times.reason, EdgeOfData: times.edgeOfData,
	}
	if len(request.Metres) > 0 {
		body.Metres = request.Metres[0]
		body.Milliseconds, body.Millimetres = make([]*int64, n), times.lengths
	} else {
		body.Minutes = coverage.Minutes(request.Minutes[0])
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
	Seconds             *float64        `json:"seconds,omitempty" nullable:"true" doc:"null if no facility can be reached. This, missing_s and person_minutes are absent by distance."`
	MissingS            *float64        `json:"missing_s,omitempty" nullable:"true" doc:"Seconds beyond the cutoff."`
	PersonMinutes       float64         `json:"person_minutes,omitempty" doc:"People times minutes beyond the cutoff."`
	BestSite            BestSite        `json:"best_site"`
	Metres              *float64        `json:"metres,omitempty" nullable:"true" doc:"By distance: to the facility, null if none can be reached."`
	MissingM            *float64        `json:"missing_m,omitempty" nullable:"true" doc:"By distance: metres beyond the cutoff."`
	PersonMetres        float64         `json:"person_metres,omitempty" doc:"By distance: people times metres beyond the cutoff."`
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
	Seconds           *float64        `json:"seconds,omitempty" nullable:"true" doc:"Absent by distance."`
	Metres            *float64        `json:"metres,omitempty" nullable:"true" doc:"By distance alone."`
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
	return inTurn(ctx, s, q.request, func(request coverage.Request) (geo.Layer, error) {
		if q.As == "points" {
			return t.BlindSpotPoints(ctx, request)
		}
		return t.BlindSpotAreas(ctx, request)
	})
}
