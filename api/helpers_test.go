package api

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

func mustTown(t testing.TB, s *Server) *town {
	t.Helper()
	town, err := s.town(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return town
}

// tileAt is the end of the address of the tile that holds a position.
func tileAt(at orb.Point, zoom maptile.Zoom) string {
	tile := maptile.At(at, zoom)
	return fmt.Sprintf("%d/%d/%d.mvt", tile.Z, tile.X, tile.Y)
}

// form is the body of an upload: fields and their contents, and the media type.
func form(t testing.TB, fields ...[3]string) (*bytes.Buffer, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range fields {
		part, err := w.CreateFormFile(f[0], f[1])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(f[2])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &body, w.FormDataContentType()
}

func upload(t testing.TB, s *Server, target, name, content string) *httptest.ResponseRecorder {
	t.Helper()
	body, media := form(t, [3]string{"file", name, content})
	return call(t, s, http.MethodPost, target, body, "Content-Type", media)
}
