package api

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"lifecircle/geo"
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
		writeProblem(c.Writer, notFound.problem(geo.Say("there is nothing at %s", "%s 没有内容", r.URL.Path), geo.Say("The map is at /, the API at /api/docs.", "地图在 /，接口说明在 /api/docs。")))
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
		writeProblem(c.Writer, wrongMethod.problem(geo.Say("%s does not know the method %s", "%s 不支持方法 %s", r.URL.Path, r.Method), geo.Say("Files are only read.", "文件只能读取。")))
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
