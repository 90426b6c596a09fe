package api

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// static serves the built map wherever no operation stands. Its assets carry a hash in their names and may be kept
// for ever; the page itself is asked for anew each time.
func (s *Server) static(c *gin.Context) {
	r := c.Request
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name == "" {
		name = "index.html"
	}
	missing := func() {
		writeProblem(c.Writer, notFound.problem(r.URL.Path, "The map is at /, the API at /api/docs."))
	}
	if strings.HasPrefix(name+"/", "api/") {
		missing()
		return
	}
	if s.options.Frontend == nil {
		if name == "index.html" {
			c.Redirect(http.StatusFound, "/api/docs")
			return
		}
		missing()
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		c.Header("Allow", "GET, HEAD")
		writeProblem(c.Writer, wrongMethod.problem(r.Method+" "+r.URL.Path, "Files are only read."))
		return
	}
	info, err := fs.Stat(s.options.Frontend, name)
	if err != nil || info.IsDir() {
		missing()
		return
	}
	c.Header("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	}
	content, err := fs.ReadFile(s.options.Frontend, name)
	if err != nil {
		missing()
		return
	}
	http.ServeContent(c.Writer, r, name, info.ModTime(), bytes.NewReader(content))
}
