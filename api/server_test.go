package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"

	"lifecircle/data"
	"lifecircle/data/sample"
)

// sampleFile is a workspace with the sample town, made once.
var sampleFile = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "lifecircle-api-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "sample.gpkg")
	w, err := data.OpenOrCreate(path)
	if err != nil {
		return nil, err
	}
	if err := w.PutTown(context.Background(), sample.Town()); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// sampleWorkspace opens a workspace of its own with the sample town.
func sampleWorkspace(t testing.TB) *data.Workspace {
	t.Helper()
	content, err := sampleFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sample.gpkg")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

func open(t testing.TB, path string) *data.Workspace {
	t.Helper()
	w, err := data.OpenOrCreate(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func newServer(t testing.TB, options Options) *Server {
	t.Helper()
	if options.Logger == nil {
		options.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if options.TempDir == "" {
		options.TempDir = t.TempDir()
	}
	s, err := NewServer(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		left, err := os.ReadDir(options.TempDir)
		if err != nil || len(left) > 0 {
			t.Errorf("left in the folder for temporary files: %v %v", left, err)
		}
	})
	return s
}

// shared is a server of the sample town for tests that only read. Its town is loaded once.
var shared struct {
	once sync.Once
	*Server
}

func readOnlyServer(t testing.TB) *Server {
	t.Helper()
	shared.once.Do(func() {
		content, err := sampleFile()
		if err != nil {
			t.Fatal(err)
		}
		dir, err := os.MkdirTemp("", "lifecircle-api-test-")
		if err != nil {
			t.Fatal(err)
		}
		sharedDir = dir
		path := filepath.Join(dir, "sample.gpkg")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := data.OpenReadOnly(path)
		if err != nil {
			t.Fatal(err)
		}
		shared.Server, err = NewServer(context.Background(), Options{Workspace: w, Sample: true, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
		if err != nil {
			t.Fatal(err)
		}
	})
	if shared.Server == nil {
		t.Fatal("the shared server could not be made")
	}
	return shared.Server
}

var sharedDir string

func TestMain(m *testing.M) {
	status := m.Run()
	if shared.Server != nil {
		shared.Server.Close()
		shared.Server.options.Workspace.Close()
	}
	if sharedDir != "" {
		os.RemoveAll(sharedDir)
	}
	os.Exit(status)
}

// call sends a request as curl would: no origin, a local host.
func call(t testing.TB, s *Server, method, target string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequest(method, "http://localhost:8080"+target, body)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	s.Handler().ServeHTTP(recorder, request)
	return recorder
}

func fetch(t testing.TB, s *Server, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return call(t, s, http.MethodGet, target, nil, headers...)
}

// read decodes an answer that must be a success.
func read[T any](t testing.TB, r *httptest.ResponseRecorder) T {
	t.Helper()
	if r.Code >= 300 {
		t.Fatalf("status %d: %s", r.Code, r.Body)
	}
	var v T
	if err := json.Unmarshal(r.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %.300s", err, r.Body)
	}
	return v
}

// mustBe asserts that an answer is a problem of a kind, whole and in its media type.
func mustBe(t testing.TB, r *httptest.ResponseRecorder, kind problemKind) Problem {
	t.Helper()
	if r.Code != kind.status || r.Header().Get("Content-Type") != problemType {
		t.Fatalf("status %d, type %q, want a problem %s (%d): %.300s", r.Code, r.Header().Get("Content-Type"), kind.name, kind.status, r.Body)
	}
	decoder := json.NewDecoder(bytes.NewReader(r.Body.Bytes()))
	decoder.DisallowUnknownFields()
	var p Problem
	if err := decoder.Decode(&p); err != nil {
		t.Fatalf("%v in %s", err, r.Body)
	}
	if p.Type != "/problems/"+kind.name || p.Status != kind.status || p.Title == "" {
		t.Fatalf("got %+v, want %s", p, kind.name)
	}
	mustSpeakChinese(t, p)
	if strings.Contains(r.Body.String(), os.TempDir()) {
		t.Errorf("the problem tells a path of this machine: %s", r.Body)
	}
	if r.Header().Get("ETag") != "" {
		t.Errorf("a problem has a tag: %v", r.Header())
	}
	return p
}

// mustSpeakChinese checks that a problem says everything in both languages, and nothing that a terminal could not show.
func mustSpeakChinese(t testing.TB, p Problem) {
	t.Helper()
	texts := [][2]string{{p.Title, p.TitleZH}, {p.Detail, p.DetailZH}, {p.Hint, p.HintZH}}
	for _, fault := range p.Errors {
		texts = append(texts, [2]string{fault.Message, fault.MessageZH})
		if value, is := fault.Value.(string); is && len([]rune(value)) > 201 {
			t.Errorf("a value of %d characters comes back", len([]rune(value)))
		}
	}
	for _, text := range texts {
		if (text[0] == "") != (text[1] == "") || text[1] != "" && !strings.ContainsFunc(text[1], func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%q is %q in Chinese", text[0], text[1])
		}
		if strings.ContainsFunc(text[0]+text[1], unicode.IsControl) || strings.Contains(text[0]+text[1], "%!") {
			t.Errorf("%q, %q", text[0], text[1])
		}
	}
}
