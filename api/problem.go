package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"syscall"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/data"
	"lifecircle/data/table"
	"lifecircle/isochrone/coverage"
)

// Problem is an error as RFC 9457 describes it, with what to do next.
type Problem struct {
	Type   string  `json:"type" doc:"What kind of problem it is: a stable address, see /api/docs."`
	Title  string  `json:"title" doc:"The kind in words."`
	Status int     `json:"status" doc:"The status of the answer."`
	Detail string  `json:"detail,omitempty" doc:"What is wrong this time."`
	Hint   string  `json:"hint,omitempty" doc:"What to do next."`
	Errors []Fault `json:"errors,omitempty" nullable:"false" doc:"The values that are wrong."`
}

// Fault is one value that is wrong.
type Fault struct {
	Location string `json:"location" example:"query.minutes"`
	Message  string `json:"message"`
	Value    any    `json:"value,omitempty"`
}

// Error makes a problem an error.
func (p *Problem) Error() string {
	if p.Detail != "" {
		return p.Detail
	}
	return p.Title
}

// GetStatus is the status that the answer has.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457, whatever was asked for.
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders tells when to try again, where that helps.
func (p *Problem) GetHeaders() http.Header {
	if p.Status != http.StatusServiceUnavailable {
		return nil
	}
	return http.Header{"Retry-After": {"5"}}
}

const problemType = "application/problem+json"

// problemKind is a kind of problem: the last part of its type, its status and its title.
type problemKind struct {
	name   string
	status int
	title  string
}

// The kinds of problem. Their names are part of the contract.
var (
	badParameter    = problemKind{"bad-parameter", http.StatusUnprocessableEntity, "The request cannot be answered as it stands"}
	badQuery        = problemKind{"bad-query", http.StatusBadRequest, "The address cannot be read"}
	noData          = problemKind{"no-data", http.StatusConflict, "Nothing was imported that could answer this"}
	refusedFile     = problemKind{"refused-file", http.StatusUnprocessableEntity, "The file was refused and nothing was changed"}
	badUpload       = problemKind{"bad-upload", http.StatusBadRequest, "The upload cannot be read"}
	notFound        = problemKind{"not-found", http.StatusNotFound, "There is nothing at this address"}
	wrongMethod     = problemKind{"method-not-allowed", http.StatusMethodNotAllowed, "This address does not know that method"}
	wrongMedia      = problemKind{"unsupported-media-type", http.StatusUnsupportedMediaType, "The body has the wrong type"}
	tooLarge        = problemKind{"too-large", http.StatusRequestEntityTooLarge, "The upload is too large"}
	tooManyPoints   = problemKind{"too-many-points", http.StatusRequestEntityTooLarge, "The answer would be too large"}
	busy            = problemKind{"busy", http.StatusServiceUnavailable, "Another import is under way"}
	readOnly        = problemKind{"read-only", http.StatusForbidden, "The workspace cannot be written"}
	diskFull        = problemKind{"disk-full", http.StatusInsufficientStorage, "The disk is full"}
	foreignOrigin   = problemKind{"foreign-origin", http.StatusForbidden, "A page of another site may not do this"}
	unknownHost     = problemKind{"unknown-host", http.StatusMisdirectedRequest, "This server does not answer to that host name"}
	brokenWorkspace = problemKind{"broken-workspace", http.StatusInternalServerError, "The workspace file cannot be read"}
	stopped         = problemKind{"stopped", http.StatusServiceUnavailable, "The request was given up"}
	internalError   = problemKind{"internal", http.StatusInternalServerError, "Something went wrong in the program"}
)

func problemKinds() []problemKind {
	return []problemKind{badParameter, badQuery, noData, refusedFile, badUpload, notFound, wrongMethod, wrongMedia, tooLarge, tooManyPoints,
		busy, readOnly, diskFull, foreignOrigin, unknownHost, brokenWorkspace, stopped, internalError}
}

func (k problemKind) problem(detail, hint string, faults ...Fault) *Problem {
	return &Problem{Type: "/problems/" + k.name, Title: k.title, Status: k.status, Detail: detail, Hint: hint, Errors: faults}
}

// problemOf turns an error into the problem that the client sees. This is the only place that knows how. What it
// does not know is logged and hidden.
func problemOf(ctx context.Context, log *slog.Logger, err error) *Problem {
	var (
		problem   *Problem
		validated *huma.ErrorModel
		request   *coverage.RequestError
		missing   *coverage.NoDataError
		file      *data.FileError
		refused   *table.Refusal
		upload    *importError
		oversize  *http.MaxBytesError
	)
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.As(err, &validated):
		return ofValidation(validated)
	case errors.As(err, &request):
		return badParameter.problem(clip(request.Error()), request.Hint, Fault{"query." + request.Parameter, request.Rule, clip(request.Value)})
	case errors.As(err, &missing):
		return noData.problem(missing.What+": no data", missing.Hint)
	case errors.As(err, &oversize):
		return tooLarge.problem(fmt.Sprintf("the limit is %d bytes", oversize.Limit), "Import it with the command line: lifecircle import")
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return stopped.problem("", "Try again.")
	case errors.As(err, &file):
		return ofFile(ctx, log, file)
	case errors.Is(err, syscall.ENOSPC):
		return diskFull.problem("", "Free some space. Nothing was changed.")
	case errors.As(err, &refused):
		return refusedFile.problem(refused.Error(), refused.Hint, Fault{fmt.Sprintf("file:%d", refused.Row), refused.Rule, refused.Value})
	case errors.As(err, &upload) && !strings.HasPrefix(upload.err.Error(), upload.workspace):
		return refusedFile.problem(upload.Error(), "Nothing was changed.")
	}
	log.ErrorContext(ctx, "request failed", "error", err)
	return internalError.problem("", "Try again. If it fails again, the log of the program says why.")
}

// importError is an error of an import. Where it does not speak of the workspace it speaks of the file that was sent,
// which its sender knows by another name.
type importError struct {
	err                   error
	workspace, path, name string
}

func (e *importError) Error() string { return strings.ReplaceAll(e.err.Error(), e.path, e.name) }
func (e *importError) Unwrap() error { return e.err }

// ofFile speaks of a workspace file without telling where on the disk it lies.
func ofFile(ctx context.Context, log *slog.Logger, err *data.FileError) *Problem {
	kind := brokenWorkspace
	switch {
	case errors.Is(err, data.ErrLocked):
		kind = busy
	case errors.Is(err, data.ErrReadOnly):
		kind = readOnly
	case errors.Is(err, data.ErrDiskFull):
		kind = diskFull
	case errors.Is(err, data.ErrNoLayer):
		kind = notFound
	}
	if kind == brokenWorkspace {
		log.ErrorContext(ctx, "workspace", "error", err)
	}
	return kind.problem(err.Rule.Error(), err.Hint)
}

// ofValidation rewrites what the framework found wrong, in a fixed order.
func ofValidation(e *huma.ErrorModel) *Problem {
	kind := badParameter
	for _, k := range problemKinds() {
		if k.status == e.Status {
			kind = k
			break
		}
	}
	var faults []Fault
	for _, d := range e.Errors {
		if text, is := d.Value.(string); is {
			d.Value = clip(text)
		}
		faults = append(faults, Fault{clip(d.Location), d.Message, d.Value})
	}
	slices.SortFunc(faults, func(a, b Fault) int {
		return strings.Compare(a.Location+"\x00"+a.Message, b.Location+"\x00"+b.Message)
	})
	var details []string
	for _, f := range faults {
		details = append(details, strings.TrimPrefix(f.Location, "query.")+": "+f.Message)
	}
	return kind.problem(strings.Join(details, "; "), "The parameters are listed at /api/docs.", faults...)
}

// writeProblem answers with a problem where no operation does it.
func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", problemType)
	w.Header().Set("Cache-Control", "no-store")
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // the client may have gone
}
