package api

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"lifecircle/data"
)

// tinyServer serves a town of a few streets.
func tinyServer(t testing.TB) *Server {
	w := open(t, t.TempDir()+"/tiny.gpkg")
	for _, r := range []data.ImportRequest{
		{Kind: data.Streets, Name: "town.osm", Content: []byte(lattice(8))},
		{Kind: data.Residents, Name: "people.csv", Content: []byte(residentsCSV)},
		{Kind: data.Facilities, Name: "clinics.csv", Service: "clinic", Content: []byte(clinicsCSV)},
		{Kind: data.Areas, Name: "areas.geojson", Level: "town", Content: []byte(areasJSON)},
	} {
		if _, err := w.Import(t.Context(), r, nil); err != nil {
			t.Fatal(err)
		}
	}
	return newServer(t, Options{Workspace: w, MaxUploadBytes: 1 << 20, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

// FuzzQuery asks anything of everything: each answer is an answer or a problem, and none is the program's fault.
func FuzzQuery(f *testing.F) {
	s := tinyServer(f)
	for _, seed := range []string{"", "service=clinic", "service=clinic&minutes=5,15&by=town&band=true", "point=a&service=clinic", "at=119,30", "bbox=1,2,3,4", "limit=1&offset=9", "service=clinic&speed=1e300",
		"service=clinic&mode=drive&speed_factor=NaN", "%", "a=%00", "service=%ff", "minutes=9999999999999999999999", "service=" + strings.Repeat("x,", 3000), "level=town&level=x", "as=points&service=clinic&minutes=1"} {
		for operation := range uint8(8) {
			f.Add(operation, seed)
		}
	}
	paths := []string{"/coverage", "/coverage/curve", "/travel-times", "/blind-spots", "/explain", "/facilities", "/exports/times.csv", "/tiles/coverage/14/13606/6661.mvt"}
	f.Fuzz(func(t *testing.T, operation uint8, query string) {
		address := &url.URL{Scheme: "http", Host: "localhost", Path: base + paths[int(operation)%len(paths)], RawQuery: query}
		request := httptest.NewRequest(http.MethodGet, "http://localhost/", nil)
		request.URL = address
		recorder := httptest.NewRecorder()
		s.Handler().ServeHTTP(recorder, request)
		if recorder.Code >= 500 || recorder.Code >= 400 && recorder.Header().Get("Content-Type") != problemType {
			t.Errorf("%s: %d %s", address, recorder.Code, recorder.Body)
		}
	})
}

// FuzzUpload sends anything as a form.
func FuzzUpload(f *testing.F) {
	s := tinyServer(f)
	body, media := form(f, [3]string{"file", "x.csv", residentsCSV})
	f.Add(body.String(), media)
	f.Add("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../etc/passwd\"\r\n\r\nid\r\n--x--\r\n", "multipart/form-data; boundary=x")
	f.Add("--x\r\n\r\n--x--", "multipart/form-data; boundary=x")
	f.Add("", "multipart/form-data")
	f.Add("{}", "application/json")
	f.Fuzz(func(t *testing.T, body, media string) {
		recorder := call(t, s, http.MethodPost, base+"/imports/entrances", strings.NewReader(body), "Content-Type", media)
		if recorder.Code >= 500 || recorder.Code >= 400 && recorder.Header().Get("Content-Type") != problemType {
			t.Errorf("%d %s", recorder.Code, recorder.Body)
		}
	})
}

// FuzzCheck asks for anything to be checked, and lets anything be read as a plan.
func FuzzCheck(f *testing.F) {
	s := tinyServer(f)
	for _, seed := range []string{"{}", asking(f), asking(f, `"checks":["clinic"]`, `"as_of":"2025-12-31"`, `"speeds":{"walk":4.5}`), `{"standard":"zhejiang-2025","checks":["zj-area100"]}`, tinyPlan, "a: &x [*x]", "id: a\nchecks: [{id: b, target: 1e999}]", "\xff", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, answer := range []*httptest.ResponseRecorder{
			send(t, s, http.MethodPost, "/checks", body),
			call(t, s, http.MethodPost, base+"/standards/verify", strings.NewReader(body), "Content-Type", yamlType),
			send(t, s, http.MethodPost, "/snapshots", body),
		} {
			if answer.Code >= 500 && answer.Code != tooManyChecks.status || answer.Code >= 400 && answer.Header().Get("Content-Type") != problemType {
				t.Errorf("%q: %d %s", body, answer.Code, answer.Body)
			}
		}
	})
}
