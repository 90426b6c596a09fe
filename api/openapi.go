package api

import (
	"context"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"lifecircle/data"
	"lifecircle/isochrone/coverage"
	sites "lifecircle/isochrone/siting/town"
	"lifecircle/isochrone/standard"
)

const base = "/api/v1"

// newAPI sets up the framework on an engine. It adds nothing to answers, asks for every parameter to be known, and
// turns its own errors into our problems.
func (s *Server) newAPI(engine *gin.Engine) huma.API {
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "Lifecircle", Version: coverage.Version, Description: "Who can reach a service in 5, 15 or 30 minutes, who cannot and why. " +
				"Positions are WGS 84 longitude and latitude. Every parameter is known or refused. Errors are problems of RFC 9457."},
			Tags: []*huma.Tag{
				{Name: "Workspace", Description: "What is there, and what can be asked."},
				{Name: "Coverage", Description: "Who can reach a service, who cannot and why."},
				{Name: "Scenarios", Description: "What if: a facility here, a bridge there."},
				{Name: "Sites", Description: "Where to build next, with a proven bound."},
				{Name: "Plans", Description: "Is the plan met? Promises held against the town."},
				{Name: "Snapshots", Description: "Dated results, to be compared."},
				{Name: "Features", Description: "Facilities, residential points and areas."},
				{Name: "Tiles", Description: "For maps."},
				{Name: "Exports", Description: "Files for colleagues."},
				{Name: "Imports", Description: "Files of colleagues."},
				{Name: "Jobs", Description: "Long imports and searches under way."},
			},
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName)},
		},
		Formats:                      map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers: []huma.Transformer{func(ctx huma.Context, _ string, v any) (any, error) {
			if e, is := v.(*huma.ErrorModel); is {
				return problemOf(ctx.Context(), s.log, e), nil
			}
			if _, failed := v.(*Problem); !failed {
				tagAnswer(ctx)
			}
			return v, nil
		}},
	}
	api := humagin.New(engine, config)
	api.UseMiddleware(strictQuery, s.revalidated)
	return api
}

// jsonWriter is a body that writes itself, so that the command line writes the same bytes.
type jsonWriter interface {
	WriteJSON(w io.Writer) error
}

// jsonFormat is the only form of bodies that are no uploads.
var jsonFormat = huma.Format{Marshal: writeJSON, Unmarshal: huma.DefaultJSONFormat.Unmarshal}

// writeJSON is how bodies are written.
func writeJSON(w io.Writer, v any) error {
	if own, is := v.(jsonWriter); is {
		return own.WriteJSON(w)
	}
	return huma.DefaultJSONFormat.Marshal(w, v)
}

// schemaName names the schema of a type. What imports and coverage report has one name in Go, two here, and the words
// of site selection and of plans say here what they are about.
func schemaName(t reflect.Type, hint string) string {
	switch t {
	case reflect.TypeFor[data.Report](), reflect.TypeFor[*data.Report]():
		return "ImportReport"
	case reflect.TypeFor[coverage.Report](), reflect.TypeFor[*coverage.Report]():
		return "CoverageReport"
	}
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.PkgPath() {
	case reflect.TypeFor[sites.Answer]().PkgPath():
		return prefixed("Site", name)
	case reflect.TypeFor[standard.Standard]().PkgPath():
		return prefixed("Plan", name)
	}
	return name
}

func prefixed(prefix, name string) string {
	if strings.HasPrefix(name, prefix) {
		return name
	}
	return prefix + name
}

// operation describes an operation below /api/v1. Its id is made of method and path.
func operation(method, path, tag, summary, description string) huma.Operation {
	id := strings.ToLower(method)
	for _, word := range strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/-{}.", r) }) {
		id += strings.ToUpper(word[:1]) + word[1:]
	}
	return huma.Operation{OperationID: id, Method: method, Path: base + path, Tags: []string{tag}, Summary: summary, Description: description,
		Responses: map[string]*huma.Response{"default": {Ref: "#/components/responses/Problem"}}}
}

// get describes an operation whose answer depends on the town and the address alone.
func get(path, tag, summary, description string) huma.Operation {
	op := operation(http.MethodGet, path, tag, summary, description)
	op.Metadata = map[string]any{ofTown: true}
	return op
}

// register adds an operation whose errors become problems.
func register[I, O any](s *Server, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	huma.Register(s.api, op, func(ctx context.Context, input *I) (*O, error) {
		output, err := handler(ctx, input)
		if err != nil {
			return nil, problemOf(ctx, s.log, err)
		}
		return output, nil
	})
}

// answer is an output whose body is a value.
type answer[T any] struct {
	Body T
}

// describeProblem documents what every operation may answer instead.
func (s *Server) describeProblem() {
	document := s.api.OpenAPI()
	schema := document.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")
	document.Components.Responses = map[string]*huma.Response{"Problem": {
		Description: "A problem: what is wrong and what to do next.",
		Content:     map[string]*huma.MediaType{problemType: {Schema: schema}},
	}}
	delete(document.Components.Schemas.Map(), "ErrorModel") // the framework's own, which no answer has
	delete(document.Components.Schemas.Map(), "ErrorDetail")
}

// allowNull documents properties that may be null though their type is an object, which the framework cannot say.
func allowNull(api huma.API, schema string, properties ...string) {
	s := api.OpenAPI().Components.Schemas.Map()[schema]
	for _, name := range properties {
		s.Properties[name] = &huma.Schema{AnyOf: []*huma.Schema{s.Properties[name], {Type: "null"}}}
	}
}

// allowAbsent documents properties that only some answers have, where the framework takes all of an embedded type for
// required.
func allowAbsent(api huma.API, schema string, properties ...string) {
	s := api.OpenAPI().Components.Schemas.Map()[schema]
	s.Required = slices.DeleteFunc(s.Required, func(name string) bool { return slices.Contains(properties, name) })
}
