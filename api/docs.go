package api

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"lifecircle/geo"
)

//go:embed docs.html
var docsPage string

// addDocs adds the OpenAPI document and the page that shows it to people. The page needs no script and nothing from
// elsewhere.
func (s *Server) addDocs(engine *gin.Engine) error {
	document, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return err
	}
	page, err := renderDocs(s.api.OpenAPI())
	if err != nil {
		return err
	}
	engine.GET("/api/openapi.json", func(c *gin.Context) {
		c.Data(http.StatusOK, "application/json", document)
	})
	engine.GET("/api/docs", func(c *gin.Context) {
		c.Data(http.StatusOK, "text/html; charset=utf-8", page)
	})
	engine.GET("/problems/:kind", func(c *gin.Context) {
		name := c.Param("kind")
		if !slices.ContainsFunc(problemKinds(), func(k problemKind) bool { return k.name == name }) {
			writeProblem(c.Writer, notFound.problem(geo.Say("there is nothing at %s", "%s 没有内容", c.Request.URL.Path), geo.Say("The kinds are listed at /api/docs.", "类别见 /api/docs。")))
			return
		}
		c.Redirect(http.StatusFound, "/api/docs#problem-"+name)
	})
	return nil
}

type docsTag struct {
	Name       string
	Operations []*huma.Operation
}

type docsSchema struct {
	Name       string
	Properties []docsProperty
}

type docsProperty struct {
	Name     string
	Schema   *huma.Schema
	Optional bool
}

type docsProblem struct {
	Name, Title, TitleZH string
	Status               int
}

func renderDocs(document *huma.OpenAPI) ([]byte, error) {
	page, err := template.New("docs").Funcs(template.FuncMap{"kind": schemaText, "media": mediaText, "statuses": statuses}).Parse(docsPage)
	if err != nil {
		return nil, err
	}
	var tags []docsTag
	for _, tag := range document.Tags {
		tags = append(tags, docsTag{Name: tag.Name})
	}
	for _, path := range slices.Sorted(maps.Keys(document.Paths)) {
		item := document.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			i := slices.IndexFunc(tags, func(t docsTag) bool { return t.Name == op.Tags[0] })
			if i < 0 {
				return nil, fmt.Errorf("%s %s has the unknown tag %q", op.Method, op.Path, op.Tags[0])
			}
			tags[i].Operations = append(tags[i].Operations, op)
		}
	}
	var schemas []docsSchema
	all := document.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		schema := docsSchema{Name: name}
		for _, property := range slices.Sorted(maps.Keys(all[name].Properties)) {
			schema.Properties = append(schema.Properties, docsProperty{property, all[name].Properties[property], !slices.Contains(all[name].Required, property)})
		}
		schemas = append(schemas, schema)
	}
	var problems []docsProblem
	for _, k := range problemKinds() {
		problems = append(problems, docsProblem{k.name, k.title.EN, k.title.ZH, k.status})
	}
	var out bytes.Buffer
	err = page.Execute(&out, map[string]any{"Info": document.Info, "Tags": tags, "Schemas": schemas, "Problems": problems})
	return out.Bytes(), err
}

// schemaText says in a few words what values a schema allows, with links to named schemas.
func schemaText(s *huma.Schema) template.HTML {
	if s == nil {
		return "anything"
	}
	if s.Ref != "" {
		name := template.HTMLEscapeString(s.Ref[strings.LastIndex(s.Ref, "/")+1:])
		return template.HTML(`<a href="#schema-` + name + `">` + name + `</a>`)
	}
	var text string
	switch {
	case len(s.AnyOf) > 0:
		var parts []string
		for _, part := range s.AnyOf {
			parts = append(parts, string(schemaText(part)))
		}
		return template.HTML(strings.Join(parts, " or "))
	case s.Type == huma.TypeArray:
		text = "list of " + string(schemaText(s.Items))
	case len(s.Enum) > 0:
		var values []string
		for _, v := range s.Enum {
			values = append(values, template.HTMLEscapeString(strconv.Quote(fmt.Sprint(v))))
		}
		text = strings.Join(values, ", ")
	case s.Type == "":
		text = "anything"
	default:
		text = s.Type
		if more, is := s.AdditionalProperties.(*huma.Schema); is {
			text = "names to " + string(schemaText(more))
		}
	}
	if s.Minimum != nil {
		text += fmt.Sprintf(", at least %g", *s.Minimum)
	}
	if s.Maximum != nil {
		text += fmt.Sprintf(", at most %g", *s.Maximum)
	}
	if s.Default != nil {
		text += template.HTMLEscapeString(fmt.Sprintf("; %v if not given", s.Default))
	}
	if s.Nullable {
		text += " or null"
	}
	for _, example := range s.Examples {
		text += template.HTMLEscapeString("; for example " + exampleText(example))
	}
	return template.HTML(text)
}

// exampleText writes an example as it stands in an address.
func exampleText(example any) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(example), " ", ","), "[]")
}

func mediaText(r *huma.Response) template.HTML {
	if r.Ref != "" {
		return `<a href="#schema-Problem">Problem</a>`
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(r.Content)) {
		parts = append(parts, template.HTMLEscapeString(name)+": "+string(schemaText(r.Content[name].Schema)))
	}
	return template.HTML(strings.Join(parts, "<br>"))
}

func statuses(op *huma.Operation) []string { return slices.Sorted(maps.Keys(op.Responses)) }
