package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
)

// document is a file that was made in memory and is handed out.
type document struct {
	content   []byte
	mediaType string
	name      fileNames
	policy    string // instead of the usual Content-Security-Policy; "": that
}

// fileNames are how a browser is to call a file: a name of ASCII letters that every program can bear, and the full one.
type fileNames struct{ plain, full string }

// maxFileName bounds a name without its extension, in characters; file systems take 255 bytes.
const maxFileName = 60

// fileNamed makes names of what users and imported files called things. Nothing in them can leave a folder or a header.
func fileNamed(plain, full, extension string) fileNames {
	return fileNames{harmless(plain, false) + "." + extension, harmless(full, true) + "." + extension}
}

// harmless keeps letters and digits of a name, of any script or of ASCII alone; everything else becomes a hyphen.
func harmless(name string, anyScript bool) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToValidUTF8(name, "") {
		switch letter := unicode.IsLetter(r) || unicode.IsDigit(r); {
		case letter && (anyScript || r < unicode.MaxASCII):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		default:
			gap = true
		}
	}
	runes := []rune(b.String())
	if len(runes) == 0 {
		return "lifecircle"
	}
	return string(runes[:min(len(runes), maxFileName)])
}

// disposition is the header Content-Disposition (RFC 6266, with the full name as RFC 5987 writes it).
func (n fileNames) disposition(kind string) string {
	text := fmt.Sprintf("%s; filename=%q", kind, n.plain)
	if n.full != n.plain {
		text += "; filename*=UTF-8''" + escaped(n.full)
	}
	return text
}

// escaped is a name as it stands in an address or a header.
func escaped(name string) string { return strings.ReplaceAll(url.QueryEscape(name), "+", "%20") }

// attached hands a document out to be kept, shownInPage to be looked at.
func (s *Server) attached(d document) *huma.StreamResponse    { return s.handedOut(d, "attachment") }
func (s *Server) shownInPage(d document) *huma.StreamResponse { return s.handedOut(d, "inline") }

func (s *Server) handedOut(d document, kind string) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", d.mediaType)
		hc.SetHeader("Content-Disposition", d.name.disposition(kind))
		hc.SetHeader("Content-Length", fmt.Sprint(len(d.content)))
		if d.policy != "" {
			hc.SetHeader("Content-Security-Policy", d.policy)
		}
		hc.SetStatus(http.StatusOK)
		if _, err := hc.BodyWriter().Write(d.content); err != nil {
			s.log.DebugContext(hc.Context(), "file not taken", "error", err)
		}
	}}
}

// patient lets an answer that takes long to make go out, whatever timeouts the server has for short ones.
type patient struct{ control *http.ResponseController }

// Resolve is called by the framework before the operation.
func (p *patient) Resolve(ctx huma.Context) []error {
	p.control = http.NewResponseController(humagin.Unwrap(ctx).Writer)
	return nil
}

// longest is how long an answer may take that is made while the client waits.
const longest = 10 * time.Minute

// wait grants the time. Where no deadlines can be set there are none to move.
func (p *patient) wait() {
	until := time.Now().Add(longest)
	_ = p.control.SetReadDeadline(until) // the server watches whether the client is still there, and takes the end for its leaving
	_ = p.control.SetWriteDeadline(until)
}
