package api

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// ScenarioEdit is an edit as JSON has it.
type ScenarioEdit struct{ geo.Edit }

// MarshalJSON writes the edit itself.
func (e ScenarioEdit) MarshalJSON() ([]byte, error) { return json.Marshal(e.Edit) }

const editSchema = "ScenarioEdit"

// Schema documents it: one of its kinds.
func (ScenarioEdit) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Ref: "#/components/schemas/" + editSchema}
}

func editsOf(s geo.Scenario) []ScenarioEdit {
	edits := make([]ScenarioEdit, len(s.Edits))
	for i, e := range s.Edits {
		edits[i] = ScenarioEdit{e}
	}
	return edits
}

// describeEdits documents the kinds of edits.
func (s *Server) describeEdits() {
	members := map[string]*huma.Schema{
		"service": {Type: "string"}, "id": {Type: "string"}, "name": {Type: "string"},
		"at":     {Type: "array", Items: &huma.Schema{Type: "number"}, Description: "Longitude and latitude."},
		"way_id": {Type: "integer", Description: "Of OpenStreetMap; negative for streets built in the scenario: -1, -2, … in the order of the edits."},
		"node":   {Type: "integer", Description: "Of OpenStreetMap."}, "from": {Type: "integer", Description: "A node: where the segment begins."},
		"to":    {Type: "integer", Description: "A node: where the segment ends."},
		"class": {Type: "string", Enum: classNames()},
	}
	whole := &huma.Schema{Description: "One change to the town. Of close_street, from and to may be left out together: then every segment of the way is closed."}
	kinds := geo.EditKinds()
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		one := &huma.Schema{Type: "object", AdditionalProperties: false, Properties: map[string]*huma.Schema{"kind": {Type: "string", Enum: []any{kind}}}, Required: []string{"kind"}}
		for _, name := range kinds[kind] {
			one.Properties[name] = members[name]
			optional := name == "name" || kind == "close_street" && name != "way_id"
			if kind == "move_facility" && name == "to" {
				one.Properties[name] = members["at"]
			}
			if !optional {
				one.Required = append(one.Required, name)
			}
		}
		whole.OneOf = append(whole.OneOf, one)
	}
	document := s.api.OpenAPI()
	document.Components.Schemas.Map()[editSchema] = whole
	// Said afterwards, because the framework would hold a body it knows of against the schema, and say of a wrong edit
	// no more than that it is none of seven kinds.
	document.Paths[base+"/scenarios/{id}/edits"].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: &huma.Schema{Ref: "#/components/schemas/" + editSchema}}}}
}

func classNames() (names []any) {
	for _, class := range slices.Sorted(maps.Keys(geo.StreetClasses())) {
		names = append(names, class)
	}
	return names
}

// ScenarioChange is what an edit changed.
type ScenarioChange struct {
	Results  []coverage.Result `json:"results" nullable:"false" doc:"All rows, as they are now."`
	Points   []ChangedPoint    `json:"points" nullable:"false" doc:"Residential points for which something changed, by id; if there are more than 5,000, those with the most people."`
	More     int               `json:"more" doc:"Changed points that are not listed."`
	Edits    []ScenarioEdit    `json:"edits" nullable:"false" doc:"Those that are done, in order."`
	Undoable int               `json:"undoable"`
	Redoable int               `json:"redoable"`
}

// ChangedPoint is a residential point for which something changed.
type ChangedPoint struct {
	ID           string              `json:"id"`
	Lon          float64             `json:"lon"`
	Lat          float64             `json:"lat"`
	People       *int32              `json:"people" doc:"Of the group; null where the cell was empty."`
	BeforeS      *float64            `json:"before_s" doc:"Seconds to the nearest facility; null if none can be reached, and where cutoffs are metres."`
	AfterS       *float64            `json:"after_s"`
	BeforeM      *float64            `json:"before_m,omitempty" doc:"Metres, where cutoffs are metres; absent if none can be reached."`
	AfterM       *float64            `json:"after_m,omitempty"`
	BeforeReason coverage.Reason     `json:"before_reason" enum:",no_facility,not_snapped,isolated,beyond_cutoff" doc:"At the longest cutoff; empty if covered."`
	AfterReason  coverage.Reason     `json:"after_reason" enum:",no_facility,not_snapped,isolated,beyond_cutoff"`
	Change       coverage.ChangeKind `json:"change" enum:"gained,lost,nearer,farther,other" doc:"Gained: within more of the cutoffs than before; lost: within fewer."`
}

// maxChangedPoints bounds the points of one answer.
const maxChangedPoints = 5000

// maxEditBytes bounds the body with one edit.
const maxEditBytes = 64 << 10

var seeEdits = geo.Say("The kinds of edits and their members are listed at /api/docs.", "改动的类型与字段见 /api/docs。")

// EditBody is one more edit for a scenario.
type EditBody struct {
	ScenarioPath
	Replace bool `query:"replace" doc:"Put it in the place of the last edit, as when something is dragged. The change told is then that from the town before the edit that is replaced."`
	RawBody []byte
}

func (s *Server) registerEdits() {
	op := operation(http.MethodPost, "/scenarios/{id}/edits", "Scenarios", "Do one more edit", "An edit that cannot be done is a problem, and the scenario stays as it was. What was undone is forgotten.")
	op.MaxBodyBytes = maxEditBytes
	register(s, op, s.edit)
	register(s, operation(http.MethodPost, "/scenarios/{id}/undo", "Scenarios", "Take the last edit back", ""), func(ctx context.Context, q *ScenarioPath) (*answer[ScenarioChange], error) {
		return s.play(ctx, q.ID, (*coverage.Session).Undo)
	})
	register(s, operation(http.MethodPost, "/scenarios/{id}/redo", "Scenarios", "Do again what was taken back", ""), func(ctx context.Context, q *ScenarioPath) (*answer[ScenarioChange], error) {
		return s.play(ctx, q.ID, (*coverage.Session).Redo)
	})
}

func (s *Server) edit(ctx context.Context, q *EditBody) (*answer[ScenarioChange], error) {
	e, err := geo.ParseEdit(q.RawBody)
	if err != nil {
		return nil, badParameter.problem(geo.WordsOf(err), seeEdits)
	}
	do := (*coverage.Session).Apply
	if q.Replace {
		do = (*coverage.Session).Replace
	}
	return s.play(ctx, q.ID, func(play *coverage.Session, ctx context.Context) (*coverage.Change, error) { return do(play, ctx, e) })
}

// play does something to a scenario and tells what changed.
func (s *Server) play(ctx context.Context, id string, do func(*coverage.Session, context.Context) (*coverage.Change, error)) (*answer[ScenarioChange], error) {
	_, play, err := s.session(ctx, id)
	if err != nil {
		return nil, err
	}
	defer s.plays.release(play)
	done, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	change, err := do(play.Session, ctx)
	if err != nil {
		return nil, err
	}
	body := ScenarioChange{Results: change.Results, Edits: editsOf(play.Scenario()), Undoable: play.Undoable(), Redoable: play.Redoable()}
	body.Points, body.More = changedPoints(change.Points, len(play.Request().Metres) > 0)
	return &answer[ScenarioChange]{body}, nil
}

// changedPoints lists the changed points, the most people first in line where there are too many, and counts the rest.
func changedPoints(changes []coverage.PointChange, byDistance bool) (points []ChangedPoint, more int) {
	if more = len(changes) - maxChangedPoints; more > 0 {
		changes = slices.Clone(changes)
		slices.SortStableFunc(changes, func(a, b coverage.PointChange) int { return cmp.Compare(peopleOf(b), peopleOf(a)) })
		changes = changes[:maxChangedPoints]
		slices.SortFunc(changes, func(a, b coverage.PointChange) int { return cmp.Compare(a.ID, b.ID) })
	}
	points = make([]ChangedPoint, len(changes))
	for i, c := range changes {
		p := ChangedPoint{ID: c.ID, Lon: c.At[0], Lat: c.At[1], People: c.People, BeforeReason: c.BeforeReason, AfterReason: c.AfterReason, Change: c.Kind}
		if byDistance {
			p.BeforeM, p.AfterM = c.Before, c.After
		} else {
			p.BeforeS, p.AfterS = c.Before, c.After
		}
		points[i] = p
	}
	return points, max(0, more)
}

func peopleOf(c coverage.PointChange) int32 {
	if c.People == nil {
		return geo.NoData
	}
	return *c.People
}
