package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// DraftQuestion says after which standard the next one is begun, and what it is called.
type DraftQuestion struct {
	Body struct {
		Standard string `json:"standard,omitempty" maxLength:"80" doc:"Id of a built-in standard." example:"zhejiang-2025"`
		Text     string `json:"text,omitempty" maxLength:"1048576" doc:"Instead: the YAML text of one of one's own."`
		ID       string `json:"id" minLength:"1" maxLength:"80" doc:"Of the draft: small letters, digits and hyphens." example:"zhejiang-2030"`
		Title    string `json:"title" minLength:"1" maxLength:"200" example:"浙江省“十五五”规划（草案）"`
		From     string `json:"from,omitempty" format:"date" doc:"First day of its period."`
		To       string `json:"to,omitempty" format:"date" doc:"Last day of its period."`
	}
}

func (s *Server) registerDraft() {
	draft := operation(http.MethodPost, "/standards/draft", "Plans", "Begin the next plan with the checks of an earlier one",
		"A YAML file, the same as lifecircle standard draft writes. Every goal is assumed until somebody finds it stated in the new document, and nobody's confirmations are taken over.")
	draft.MaxBodyBytes = maxCheckBytes
	draft.Responses["200"] = &huma.Response{Description: "The file, as an attachment.", Content: map[string]*huma.MediaType{yamlType: {Schema: &huma.Schema{Type: "string"}}}}
	register(s, draft, s.draftStandard)
}

func (s *Server) draftStandard(_ context.Context, q *DraftQuestion) (*huma.StreamResponse, error) {
	asked := &q.Body
	std, err := standardOf(asked.Standard, asked.Text)
	if err != nil {
		return nil, err
	}
	if asked.ID == std.ID {
		return nil, &coverage.RequestError{Parameter: "id", Value: asked.ID, Rule: geo.Say("is the id of the standard that it is drafted from", "与所依据的标准编号相同"), Hint: geo.Say("Give the draft an id of its own.", "请为草案另取编号。")}
	}
	text, err := std.Draft(asked.ID, geo.Words{EN: asked.Title, ZH: asked.Title}, standard.Period{From: asked.From, To: asked.To})
	if err != nil {
		return nil, err
	}
	return s.attached(document{text, yamlType, fileNamed(asked.ID, asked.ID, "yaml"), ""}), nil
}
