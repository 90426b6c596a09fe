package api

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"lifecircle/data"
	"lifecircle/geo"
)

// Options says what a server serves. Workspace is required.
type Options struct {
	Workspace *data.Workspace // stays the caller's, who closes it after the server
	Frontend  fs.FS           // the built map with index.html at its root; nil: the API alone
	Sample    bool            // the workspace holds the invented sample town
	Logger    *slog.Logger    // nil: slog.Default()

	// Hosts are the names and addresses, without port, by which the server may be called besides localhost,
	// 127.0.0.1 and [::1]. An unspecified address (0.0.0.0 or ::) stands for every address, but for no name: a page
	// of another site that points its own name here (DNS rebinding) gets no answer.
	Hosts []string

	// MaxUploadBytes bounds one imported file; 0: 2 GiB.
	MaxUploadBytes int64

	// TempDir is where uploads lie while they are read; "": the system's.
	TempDir string
}

const defaultMaxUploadBytes = 2 << 30

// Server answers requests about one workspace. It is safe for concurrent use.
type Server struct {
	options Options
	log     *slog.Logger
	api     huma.API
	handler http.Handler

	loaded  atomic.Pointer[town]
	loading chan struct{} // held by whoever loads the town
	work    chan struct{} // held, one place each, by analyses under way
	jobs    *jobs
	plays   *sessions
	found   *siteSearches
	checks  *checks
	desk    *desk

	stop    context.CancelFunc
	running context.Context // until Close

	mu     sync.Mutex
	closed bool
	behind sync.WaitGroup // what runs on after the request that began it
}

// NewServer loads the town and makes a server. The context bounds the loading alone.
func NewServer(ctx context.Context, options Options) (*Server, error) {
	if options.Workspace == nil {
		return nil, errors.New("api: a workspace is required")
	}
	if options.Logger == nil {
		options.Logger = slog.Default()
	}
	if options.MaxUploadBytes <= 0 {
		options.MaxUploadBytes = defaultMaxUploadBytes
	}
	if options.TempDir == "" {
		options.TempDir = os.TempDir()
	}
	s := &Server{
		options: options, log: options.Logger,
		loading: make(chan struct{}, 1),
		work:    make(chan struct{}, max(4, 2*runtime.GOMAXPROCS(0))),
		plays:   newSessions(),
		found:   newSiteSearches(),
		checks:  newChecks(),
		desk:    newDesk(),
	}
	s.running, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) start(ctx context.Context) (err error) {
	if err := s.startJobs(ctx); err != nil {
		return err
	}
	if _, err := s.town(ctx); err != nil {
		return err
	}
	s.handler, err = s.build()
	return err
}

// build puts the handlers together. Requests pass from the outside in: compression, log and recovery, the checks of
// host and origin, then routing.
func (s *Server) build() (http.Handler, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.UseRawPath = true // names of scenarios and snapshots may hold a slash, written %2F
	engine.Use(s.logged, s.recovered, s.guarded())
	engine.NoRoute(s.static)
	engine.NoMethod(func(c *gin.Context) {
		writeProblem(c.Writer, wrongMethod.problem(geo.Say("%s does not know the method %s", "%s 不支持方法 %s", c.Request.URL.Path, c.Request.Method), geo.Say("The methods are listed at /api/docs.", "方法说明见 /api/docs。")))
	})
	s.api = s.newAPI(engine)
	s.registerWorkspace()
	s.registerFeatures()
	s.registerCoverage()
	s.registerCatchments()
	s.registerExplain()
	s.registerIslands()
	s.registerScenarios()
	s.registerSites()
	s.registerStandards()
	s.registerChecks()
	s.registerReports()
	s.registerSnapshots()
	s.registerFairness()
	s.registerExports()
	s.registerImports()
	s.registerJobs()
	s.registerTiles()
	s.describeProblem()
	if err := s.addDocs(engine); err != nil {
		return nil, err
	}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.PreferZstd(false), gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		return nil, err
	}
	return compress(engine), nil
}

// compressible tells which types of answers gain by compression: not events, which a compressor would hold back, nor
// what is packed already.
func compressible(mediaType string) bool {
	for _, not := range []string{"text/event-stream", exportFormats["xlsx"], exportFormats["parquet"], reportTypes["docx"], reportTypes["pdf"], gzipType, "image/png", "font/woff2"} {
		if strings.HasPrefix(mediaType, not) {
			return false
		}
	}
	return gzhttp.DefaultContentTypeFilter(mediaType)
}

// Handler is what an http.Server serves. Set that server's timeouts: reading headers and idle connections; answers
// that take longer than a write timeout (uploads, events) extend it themselves.
func (s *Server) Handler() http.Handler { return s.handler }

// Close cancels the jobs and waits for them. The workspace stays open. Requests that come later are answered, but
// begin nothing that runs on.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop()
	s.behind.Wait()
	return nil
}

// inBackground runs work on after the request that began it; false if the server is closed.
func (s *Server) inBackground(work func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.behind.Go(work)
	}
	return !s.closed
}

// begin waits for a place among the analyses under way, which bounds their memory. Call done afterwards.
func (s *Server) begin(ctx context.Context) (done func(), err error) {
	select {
	case s.work <- struct{}{}:
		return func() { <-s.work }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
