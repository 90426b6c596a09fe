package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHosts(t *testing.T) {
	for _, c := range []struct {
		header string
		hosts  []string
		want   bool
	}{
		{"localhost", nil, true}, {"localhost:8080", nil, true}, {"LocalHost.:8080", nil, true}, {"127.0.0.1:8080", nil, true}, {"[::1]:8080", nil, true}, {"[::1]", nil, true},
		{"", nil, false}, {"evil.example", nil, false}, {"localhost.evil.example", nil, false}, {"127.0.0.1.nip.io:8080", nil, false}, {"192.168.1.5:8080", nil, false}, {"evil.example@localhost", nil, false},
		{"192.168.1.5:8080", []string{"192.168.1.5"}, true}, {"192.168.1.6:8080", []string{"192.168.1.5"}, false}, {"plan.city.gov:80", []string{"Plan.City.gov"}, true},
		{"192.168.1.6:8080", []string{"0.0.0.0"}, true}, {"[2001:db8::1]:8080", []string{"::"}, true}, {"evil.example", []string{"0.0.0.0"}, false}, {"", []string{""}, false}, {"evil.example", []string{""}, false},
	} {
		if got := hostAllowed(c.header, c.hosts); got != c.want {
			t.Errorf("Host %q with %v: %v", c.header, c.hosts, got)
		}
	}
	request := httptest.NewRequest(http.MethodGet, "http://evil.example/api/v1/workspace", nil)
	recorder := httptest.NewRecorder()
	readOnlyServer(t).Handler().ServeHTTP(recorder, request)
	mustBe(t, recorder, unknownHost)
}

func TestOtherSitesMayNotChangeAnything(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t)})
	for _, headers := range [][]string{
		{"Origin", "http://evil.example"}, {"Origin", "null"}, {"Origin", "http://localhost:9999"},
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
	} {
		body, media := form(t, [3]string{"file", "x.csv", "id,name,lon,lat\n1,x,119,30\n"})
		mustBe(t, call(t, s, http.MethodPost, base+"/imports/facilities?service=clinic", body, append(headers, "Content-Type", media)...), foreignOrigin)
		mustBe(t, call(t, s, http.MethodDelete, base+"/jobs/x", nil, headers...), foreignOrigin)
	}
	for _, headers := range [][]string{{"Origin", "http://localhost:8080"}, {"Sec-Fetch-Site", "same-origin", "Origin", "http://localhost:8080"}, nil} {
		mustBe(t, call(t, s, http.MethodDelete, base+"/jobs/x", nil, headers...), notFound)
	}
	if got := fetch(t, s, base+"/modes", "Origin", "http://evil.example").Header().Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("another site may read: %q", got)
	}
}

func TestEveryAnswerCarriesTheSafetyHeaders(t *testing.T) {
	s := readOnlyServer(t)
	for _, target := range []string{"/api/docs", base + "/workspace", base + "/nothing", base + "/coverage?service=none", "/"} {
		header := fetch(t, s, target).Header()
		policy := header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'self'", "frame-ancestors 'none'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy %q lacks %q", target, policy, want)
			}
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: %v", target, header)
		}
	}
}

func TestThePageAndItsAssets(t *testing.T) {
	s := newServer(t, Options{Workspace: sampleWorkspace(t), Frontend: fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html>map")}, "assets/app-1a2b.js": {Data: []byte(strings.Repeat("let a = 1;\n", 1000))},
	}})
	for _, target := range []string{"/", "/?service=clinic", "/index.html"} {
		answer := fetch(t, s, target)
		if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), "map") || answer.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d %v %s", target, answer.Code, answer.Header(), answer.Body)
		}
	}
	asset := fetch(t, s, "/assets/app-1a2b.js", "Accept-Encoding", "gzip")
	if !strings.Contains(asset.Header().Get("Cache-Control"), "immutable") || asset.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(asset.Header().Get("Content-Type"), "javascript") {
		t.Errorf("asset: %v", asset.Header())
	}
	mustBe(t, fetch(t, s, "/assets"), notFound)
	mustBe(t, fetch(t, s, "/assets/app.js"), notFound)
	mustBe(t, call(t, s, http.MethodPost, "/", nil), wrongMethod)
	if head := call(t, s, http.MethodHead, "/", nil); head.Code != http.StatusOK || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d", head.Code)
	}
}

func TestTheDocsPageNeedsNothingFromElsewhere(t *testing.T) {
	answer := fetch(t, readOnlyServer(t), "/api/docs")
	page := answer.Body.String()
	for _, foreign := range []string{"http://", "https://", "<script", "//cdn"} {
		if strings.Contains(page, foreign) {
			t.Errorf("the page holds %q", foreign)
		}
	}
	for _, want := range []string{"/api/v1/coverage/curve", "Blind spots", "minutes", "at most 120", "schema-Problem", "application/geo+json", "elder_station"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
}

func TestAnswersAreCompressedAndRevalidated(t *testing.T) {
	s := readOnlyServer(t)
	target := base + "/coverage?service=clinic&by=area"
	plain := fetch(t, s, target)
	for _, encoding := range []string{"gzip", "zstd"} {
		packed := fetch(t, s, target, "Accept-Encoding", encoding)
		if packed.Header().Get("Content-Encoding") != encoding || packed.Body.Len() >= plain.Body.Len()/2 {
			t.Errorf("%s: %v, %d of %d bytes", encoding, packed.Header(), packed.Body.Len(), plain.Body.Len())
		}
	}
	tag := plain.Header().Get("ETag")
	if tag == "" {
		t.Fatal("no tag")
	}
	if again := fetch(t, s, target, "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again: %d, %d bytes", again.Code, again.Body.Len())
	}
	if other := fetch(t, s, target, "If-None-Match", `W/"other"`); other.Code != http.StatusOK {
		t.Errorf("with another tag: %d", other.Code)
	}
	for _, live := range []string{"/jobs", "/workspace"} {
		if tag := fetch(t, s, base+live).Header().Get("ETag"); tag != "" {
			t.Errorf("%s has a tag, but changes without the town", live)
		}
	}
}
