package api

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"lifecircle/geo"
)

// contentPolicy lets pages load nothing but what this server gives them. Styles may stand in the page, because the
// map library positions its panes so.
const contentPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// guarded sets the headers by which a browser protects the user, and refuses requests that another site could have
// brought about: those for an unknown host name, and those from another origin that change something.
func (s *Server) guarded() gin.HandlerFunc {
	origin := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		header := c.Writer.Header()
		header.Set("Content-Security-Policy", contentPolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !hostAllowed(c.Request.Host, s.options.Hosts) {
			s.refuse(c, unknownHost.problem(geo.Say("this server has no host name %s", "本服务没有主机名 %s", c.Request.Host), geo.Say("Call it by the address it printed when it started, or start it with another --addr.", "请用启动时显示的地址访问，或以其他 --addr 启动。")))
			return
		}
		if err := origin.Check(c.Request); err != nil {
			s.refuse(c, foreignOrigin.problem(geo.Say("the request comes from elsewhere: %v", "请求来自其他网站：%v", err), geo.Say("Use the map that this program serves, or a program that is no browser.", "请使用本程序自带的地图页面，或浏览器以外的程序。")))
			return
		}
		c.Next()
	}
}

func (s *Server) refuse(c *gin.Context, p *Problem) {
	s.log.WarnContext(c.Request.Context(), "refused", "problem", p.Type, "method", c.Request.Method, "path", c.Request.URL.Path, "host", c.Request.Host)
	c.Abort()
	writeProblem(c.Writer, p)
}

// hostAllowed reports whether a server known by these hosts answers to a Host header.
func hostAllowed(header string, hosts []string) bool {
	name := header
	if host, _, err := net.SplitHostPort(header); err == nil {
		name = host
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	if slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, name) {
		return true
	}
	_, err := netip.ParseAddr(name)
	isAddress := err == nil
	for _, host := range hosts {
		host = strings.ToLower(strings.Trim(host, "[]"))
		if name != "" && host == name {
			return true
		}
		if every, err := netip.ParseAddr(host); err == nil && every.IsUnspecified() && isAddress {
			return true
		}
	}
	return false
}

// logged writes a line for each request: what went wrong loudly, the rest for those who look.
func (s *Server) logged(c *gin.Context) {
	begin := time.Now()
	c.Next()
	level := slog.LevelDebug
	if c.Writer.Status() >= 500 {
		level = slog.LevelWarn
	}
	s.log.LogAttrs(c.Request.Context(), level, "request", slog.String("method", c.Request.Method), slog.String("path", c.Request.URL.Path),
		slog.Int("status", c.Writer.Status()), slog.Int("bytes", c.Writer.Size()), slog.Duration("took", time.Since(begin)))
}

// recovered turns a panic into a problem, so that one bad request does not end the program.
func (s *Server) recovered(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if cause == http.ErrAbortHandler {
			panic(cause)
		}
		c.Abort()
		if c.Request.Context().Err() != nil {
			return // the client has gone; writing to it is what failed
		}
		s.log.ErrorContext(c.Request.Context(), "panic", "cause", cause, "method", c.Request.Method, "path", c.Request.URL.Path, "stack", string(debug.Stack()))
		if c.Writer.Written() {
			panic(http.ErrAbortHandler) // half an answer must not look like a whole one
		}
		writeProblem(c.Writer, internalError.problem(geo.Words{}, geo.Say("Try again. If it fails again, the log of the program says why.", "请重试；如仍失败，请查看程序日志。")))
	}()
	c.Next()
}
