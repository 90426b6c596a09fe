package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// contract checks answers against the document that the server gives out, with a library that did not make it.
type contract struct {
	router routers.Router
	doc    *openapi3.T
	called map[string]bool // method and path of operations that were answered with success
}

func newContract(t *testing.T, s *Server) *contract {
	t.Helper()
	answer := fetch(t, s, "/api/openapi.json")
	if answer.Code != http.StatusOK {
		t.Fatalf("status %d: %s", answer.Code, answer.Body)
	}
	doc, err := openapi3.NewLoader().LoadFromData(answer.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, media := range []string{"application/geo+json", problemType} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.RegisteredBodyDecoder("application/json"))
	}
	for _, media := range []string{tileType, exportFormats["xlsx"], exportFormats["parquet"], exportFormats["gpkg"], "text/event-stream", yamlType, gzipType, "text/html", reportTypes["pdf"], reportTypes["docx"]} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
	}
	openapi3filter.RegisterBodyDecoder("text/csv", openapi3filter.FileBodyDecoder)
	return &contract{router, doc, make(map[string]bool)}
}

// check asserts that an answer is one that the document promises.
func (c *contract) check(t *testing.T, method, target string, r *httptest.ResponseRecorder) {
	t.Helper()
	request := httptest.NewRequest(method, "http://localhost:8080"+target, nil)
	route, path, err := c.router.FindRoute(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: path, Route: route},
		Status:                 r.Code, Header: r.Header(), Body: io.NopCloser(strings.NewReader(r.Body.String())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		t.Errorf("%s %s (%d): %.1000v", method, target, r.Code, err)
	}
	if r.Code < 300 {
		c.called[method+" "+route.Path] = true
	}
}

func TestEveryOperationAnswersAsTheDocumentSays(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t), Sample: true})
	c := newContract(t, s)
	point := url.QueryEscape(mustTown(t, s).Area.Points[0].ID)
	at := mustTown(t, s).Area.Points[0].Point
	level := mustTown(t, s).Area.Levels()[0]
	facility := mustTown(t, s).Area.Facilities[0]
	tile := tileAt(at, 14)
	const q = "service=elder_station,clinic&need=all&mode=walk_elder&minutes=15&group=age60"
	for _, target := range []string{
		"/workspace", "/services", "/modes",
		"/facilities", "/facilities?service=clinic,market&limit=7&offset=3",
		"/residential-points?limit=50", "/residential-points?bbox=" + fmt.Sprintf("%f,%f,%f,%f", at[0]-.01, at[1]-.01, at[0]+.01, at[1]+.01),
		"/areas", "/areas?level=" + level,
		"/coverage?service=clinic", "/coverage?" + q + "&by=area&band=true", "/coverage?service=clinic&minutes=5,15,30&by=" + level,
		"/coverage?service=clinic&mode=drive&band=true&speed_factor=0.9", "/coverage?service=clinic&speed=3.6&access=nearest",
		"/coverage?service=clinic&metres=300,500&radius=true&band=true&by=area", "/coverage?service=clinic&group_speed=age60=3.0,age0_2=3.0&by=area",
		"/coverage/radius?service=clinic,market&metres=300,1000", "/coverage/curve?service=clinic&up_to=30&band=true&group_speed=age60=3.0",
		"/travel-times?service=clinic&metres=500", "/coverage?service=clinic&mode=drive&direction=from", "/blind-spots?service=clinic&metres=500", "/blind-spots?service=clinic&metres=500&as=points",
		"/catchments?service=clinic&metres=500,1000", "/exports/radius.geojson?service=clinic&metres=500", "/exports/coverage.csv?service=clinic&metres=500",
		"/tiles/coverage/" + tile + "?service=clinic&metres=500", "/coverage/facilities?service=clinic&metres=500", "/coverage/facilities?service=clinic,market&minutes=5,15",
		"/islands", "/islands?mode=drive", "/islands?mode=bike&access=nearest", "/exports/islands.geojson?mode=drive", "/exports/facilities-served.csv?service=clinic&minutes=5,15",
		"/fairness?service=clinic&by=area", "/fairness?service=clinic&metres=500", "/fairness?" + q, "/capacity?service=childcare", "/capacity?service=childcare&group=age0_2&metres=800&by=area",
		"/coverage/curve?" + q, "/coverage/facilities?" + q, "/travel-times?" + q, "/travel-times?service=clinic&mode=drive",
		"/blind-spots?" + q, "/blind-spots?" + q + "&as=points",
		"/catchments?service=clinic&minutes=5,15", "/catchments?facility=" + url.QueryEscape(facility.Service+":"+facility.ID), "/catchments?at=" + fmt.Sprintf("%f,%f", at[0], at[1]),
		"/explain?point=" + point + "&metres=100&k=2&ways=true&service=clinic", "/explain/remedies?point=" + point + "&metres=1&service=clinic", "/explain/remedies?point=" + point + "&minutes=1&service=clinic&k=10",
		"/explain?point=" + point, "/explain?point=" + point + "&service=clinic&mode=drive&minutes=5", "/explain?at=" + fmt.Sprintf("%f,%f", at[0], at[1]) + "&service=market",
		"/exports/coverage.csv?" + q + "&by=area", "/exports/coverage.geojson?" + q + "&by=" + level, "/exports/times.csv?" + q, "/exports/times.geojson?" + q,
		"/exports/blind-spots.geojson?" + q, "/exports/blind-spots.xlsx?" + q + "&as=points",
		"/exports/facilities.csv?service=clinic", "/exports/residential-points.xlsx", "/exports/areas.geojson?level=" + level,
		"/exports/areas.parquet", "/exports/facilities.gpkg", "/exports/times.parquet?" + q, "/exports/blind-spots.gpkg?" + q, "/exports/coverage.parquet?" + q,
		"/exports/street.geojson", "/exports/network.csv?mode=walk&access=nearest&speed=3.6", "/exports/barriers.geojson", "/exports/turns.csv", "/exports/entrance.gpkg", "/exports/idle_building.geojson",
		"/catchments/streets?service=clinic&minutes=5,15", "/catchments/streets?service=clinic&metres=500", "/exports/catchment-streets.gpkg?service=clinic&minutes=5,15",
		"/exports/catchments.geojson?service=clinic&minutes=5,15", "/exports/catchments.gpkg?facility=" + url.QueryEscape(facility.Service+":"+facility.ID),
		"/jobs",
		"/tiles/streets/" + tile, "/tiles/points/" + tile, "/tiles/facilities/" + tile, "/tiles/coverage/" + tile + "?service=clinic&minutes=5",
		"/tiles/streets/14/0/0.mvt",
	} {
		answer := fetch(t, s, base+target)
		if answer.Code >= 300 {
			t.Errorf("%s: status %d: %.300s", target, answer.Code, answer.Body)
		}
		c.check(t, http.MethodGet, base+target, answer)
	}

	c.checkScenarios(t, s)
	c.checkSites(t, s)
	c.checkPlans(t, s)
	report := upload(t, s, base+"/imports/facilities?service=clinic", "more.csv", "id,name,lon,lat\nnew,New,"+fmt.Sprintf("%f,%f", at[0], at[1])+"\nbad,Bad,x,y\n")
	c.check(t, http.MethodPost, base+"/imports/facilities?service=clinic", report)
	accepted := upload(t, s, base+"/imports/streets", "town.osm.pbf", "no streets at all")
	c.check(t, http.MethodPost, base+"/imports/streets", accepted)
	job := read[Job](t, accepted)
	for _, target := range []string{"/jobs/" + job.ID + "/events", "/jobs/" + job.ID, "/jobs"} {
		c.check(t, http.MethodGet, base+target, fetch(t, s, base+target))
	}
	c.check(t, http.MethodDelete, base+"/jobs/"+job.ID, call(t, s, http.MethodDelete, base+"/jobs/"+job.ID, nil))

	for path, item := range c.doc.Paths.Map() {
		for method := range item.Operations() {
			if !c.called[method+" "+path] {
				t.Errorf("no test calls %s %s", method, path)
			}
		}
	}
}

func TestTheCheckAgainstTheDocumentFindsFaults(t *testing.T) {
	s := readOnlyServer(t)
	c := newContract(t, s)
	good := fetch(t, s, base+"/coverage/curve?service=clinic").Body.String()
	for _, bad := range []string{`{}`, `{"total":"1","points":[]}`, `{"total":1,"points":[],"more":1}`, strings.Replace(good, `"covered":`, `"covered":"x",`+`"old":`, 1)} {
		recorder := httptest.NewRecorder()
		recorder.Header().Set("Content-Type", "application/json")
		recorder.WriteString(bad)
		quiet := new(testing.T)
		c.check(quiet, http.MethodGet, base+"/coverage/curve?service=clinic", recorder)
		if !quiet.Failed() {
			t.Errorf("a wrong answer passes: %.100s", bad)
		}
	}
}

func TestDocumentIsCompleteAndStable(t *testing.T) {
	s := readOnlyServer(t)
	first, second := fetch(t, s, "/api/openapi.json").Body.String(), fetch(t, s, "/api/openapi.json").Body.String()
	if first != second {
		t.Error("the document changes from request to request")
	}
	var document struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Summary     string
			Responses   map[string]any
			Parameters  []struct{ Name, Description, In string }
		}
	}
	if err := json.Unmarshal([]byte(first), &document); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(document.OpenAPI, "3.1") {
		t.Errorf("version %q", document.OpenAPI)
	}
	var ids []string
	for path, item := range document.Paths {
		if !strings.HasPrefix(path, base+"/") {
			t.Errorf("%s lies outside %s", path, base)
		}
		for method, op := range item {
			ids = append(ids, op.OperationID)
			if op.Summary == "" || op.Responses["default"] == nil {
				t.Errorf("%s %s: no summary or no problem", method, path)
			}
			for _, p := range op.Parameters {
				if p.In == "query" && p.Description == "" {
					t.Errorf("%s %s: the parameter %s is not explained", method, path, p.Name)
				}
			}
		}
	}
	slices.Sort(ids)
	if compact := slices.Compact(slices.Clone(ids)); len(compact) != len(ids) {
		t.Errorf("operation ids repeat: %v", ids)
	}
}
