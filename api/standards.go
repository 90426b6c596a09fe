package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// maxStandardBytes bounds the file of a standard; maxCheckBytes a question about one, in which the file is a text of JSON.
const (
	maxStandardBytes = 1 << 20
	maxCheckBytes    = 3 << 20
)

// StandardSummary is what a list of standards says of one.
type StandardSummary struct {
	standard.Summary
	Builtin bool `json:"builtin" doc:"It came with the program, and is not a changed copy."`
}

// StandardPath names a built-in standard.
type StandardPath struct {
	ID string `path:"id" maxLength:"80" example:"zhejiang-2025"`
}

// StandardText is the file of a standard.
type StandardText struct {
	RawBody []byte `contentType:"application/yaml"`
}

func (s *Server) registerStandards() {
	// Exact numbers leave as those of double precision; null where there is none.
	s.api.OpenAPI().Components.Schemas.RegisterTypeAlias(reflect.TypeFor[standard.Number](), reflect.TypeFor[*float64]())
	s.registerDraft()
	tag := "Plans"
	register(s, operation(http.MethodGet, "/standards", tag, "Plans and standards that came with the program", ""), func(context.Context, *struct{}) (*answer[Items[StandardSummary]], error) {
		all, err := standard.Embedded()
		list := Items[StandardSummary]{[]StandardSummary{}}
		for _, one := range all {
			list.Items = append(list.Items, StandardSummary{one, true})
		}
		return &answer[Items[StandardSummary]]{list}, err
	})
	register(s, operation(http.MethodGet, "/standards/{id}", tag, "A standard with all its checks", "The same as lifecircle standard show --json."), func(_ context.Context, q *StandardPath) (*answer[*standard.Description], error) {
		std, err := standard.Builtin(q.ID)
		if err != nil {
			return nil, noStandard(err)
		}
		return &answer[*standard.Description]{std.Describe()}, nil
	})
	file := operation(http.MethodGet, "/standards/{id}/file", tag, "The file of a standard", "YAML, to be copied and changed.")
	file.Responses["200"] = &huma.Response{Description: "The file, as an attachment.", Content: map[string]*huma.MediaType{yamlType: {Schema: &huma.Schema{Type: "string"}}}}
	register(s, file, s.standardFile)
	verify := operation(http.MethodPost, "/standards/verify", tag, "Read a standard of one's own",
		"The body is the YAML text. A file that cannot be used is a problem whose errors name every fault, the first 20 by line, each with its line, check, key and rule.")
	verify.MaxBodyBytes = maxStandardBytes + 2 // of a file one byte too long the reader of standards says what the limit is
	register(s, verify, func(_ context.Context, q *StandardText) (*answer[*standard.Description], error) {
		std, err := parsedStandard(q.RawBody)
		if err != nil {
			return nil, err
		}
		return &answer[*standard.Description]{std.Describe()}, nil
	})
}

const yamlType = "application/yaml"

func (s *Server) standardFile(_ context.Context, q *StandardPath) (*huma.StreamResponse, error) {
	text, err := standard.File(q.ID)
	if err != nil {
		return nil, noStandard(err)
	}
	return s.attached(document{text, yamlType, fileNamed(q.ID, q.ID, "yaml"), ""}), nil
}

func noStandard(err error) error {
	return notFound.problem(geo.WordsOf(err), geo.Say("They are listed at /api/v1/standards.", "内置标准列表见 /api/v1/standards。"))
}

// standardOf is the standard that a question names or brings with it.
func standardOf(id, text string) (*standard.Standard, error) {
	if (id == "") == (text == "") {
		return nil, &coverage.RequestError{Parameter: "standard", Value: id, Rule: geo.Say("give the id of a standard, or the text of a file of one's own, and not both", "内置标准编号（standard）与自备文件内容（text）须且只能给出一项")}
	}
	if text != "" {
		return parsedStandard([]byte(text))
	}
	std, err := standard.Builtin(id)
	if err != nil {
		return nil, &coverage.RequestError{Parameter: "standard", Value: id, Rule: geo.WordsOf(err), Hint: geo.Say("They are listed at /api/v1/standards.", "内置标准列表见 /api/v1/standards。")}
	}
	return std, nil
}

// parsedStandard reads a standard of the user's own. What is no YAML at all has no faults at lines of its own.
func parsedStandard(text []byte) (*standard.Standard, error) {
	std, err := standard.Parse(text)
	var faulty *standard.FileError
	if err != nil && !errors.As(err, &faulty) {
		return nil, refusedFile.problem(geo.WordsOf(err), geo.Words{}, Fault{Location: "file", Message: legible(geo.WordsOf(err).EN), MessageZH: legible(geo.WordsOf(err).ZH)})
	}
	return std, err
}

// ofStandard tells what is wrong with the file of a standard, each fault at its line.
func ofStandard(err *standard.FileError) *Problem {
	var faults []Fault
	for i := range err.Problems {
		p := &err.Problems[i]
		fault := faultAt("file", p.Rule, p.Value)
		if p.Line > 0 {
			fault.Location = fmt.Sprintf("file:%d", p.Line)
		}
		fault.Line, fault.Check, fault.Key = p.Line, shown(p.Check), shown(p.Key)
		faults = append(faults, fault)
	}
	detail := geo.Say("the standard cannot be used: %d things are wrong with it", "标准文件无法使用：共 %d 处问题", len(err.Problems)+err.More)
	if len(err.Problems)+err.More == 1 {
		said := err.Problems[0].InWords()
		detail = geo.Say("the standard cannot be used: %v", "标准文件无法使用：%v", said)
	}
	hint := geo.Say("Each is listed with its line.", "各处问题均已列出行号。")
	if err.More > 0 {
		hint = geo.Say("The first %d are named with their lines in errors.", "errors 列出前 %d 处及行号。", len(err.Problems))
	}
	return refusedFile.problem(detail, hint, faults...)
}
