package standard

import (
	"context"
	"encoding/json"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// Table is the scorecard as a table: a row for each check, with its title in both languages. Values and targets are the
// exact numbers of the JSON; shown and wanted are how people read them.
func (s *Scorecard) Table() (geo.Layer, error) {
	layer := geo.Layer{Name: "scorecard", Columns: []geo.Column{
		{Name: "check"}, {Name: "ref"}, {Name: "title"}, {Name: "title_zh"}, {Name: "verdict"}, {Name: "would_be"}, {Name: "value", Type: geo.Real}, {Name: "shown"},
		{Name: "op"}, {Name: "target", Type: geo.Real}, {Name: "wanted"}, {Name: "unit"}, {Name: "total", Type: geo.Integer}, {Name: "covered", Type: geo.Integer},
		{Name: "uncovered", Type: geo.Integer}, {Name: "deficit", Type: geo.Real}, {Name: "deficit_unit"}, {Name: "units_met", Type: geo.Integer},
		{Name: "units_total", Type: geo.Integer}, {Name: "unit_kind"}, {Name: "without_data", Type: geo.Integer}, {Name: "severity"}, {Name: "reach"}, {Name: "goal"},
		{Name: "source"}, {Name: "clause"}, {Name: "responsible"}, {Name: "responsible_zh"}, {Name: "why"}, {Name: "why_zh"}, {Name: "assumptions"}, {Name: "assumptions_zh"},
	}}
	for i := range s.Checks {
		o := &s.Checks[i]
		assumed := joinedWords(o.Assumptions)
		layer.Features = append(layer.Features, geo.Feature{Values: []any{
			o.ID, text(o.Ref), text(o.Title.EN), text(o.Title.ZH), string(o.Verdict), text(string(o.Would)), float64Or(o.Value), o.Shown(o.Value),
			string(o.Op), float64Or(o.Target), o.Wanted(), text(o.Unit), int64Or(o.Total), int64Or(o.Covered),
			int64Or(o.Uncovered), float64Or(o.Deficit), text(o.DeficitIn), int64(o.UnitsMet),
			int64(o.UnitsTotal), text(o.UnitKind), int64(len(o.NoData)), string(o.Severity), text(string(o.Reach)), text(string(o.Goal)),
			string(o.Source), text(o.Clause), text(o.Responsible.EN), text(o.Responsible.ZH), text(o.Why.EN), text(o.Why.ZH), text(assumed.EN), text(assumed.ZH)}})
	}
	var err error
	layer.Manifest, err = json.Marshal(s.For(AsTable, ""))
	return layer, err
}

func joinedWords(all []geo.Words) (joined geo.Words) {
	var en, zh []string
	for _, w := range all {
		en, zh = append(en, w.EN), append(zh, w.ZH)
	}
	return geo.Words{EN: strings.Join(en, "; "), ZH: strings.Join(zh, "；")}
}

// ProblemTable is the list of problems ([Scorecard.Problems]) as a table, in both languages.
func (s *Scorecard) ProblemTable(area *geo.StudyArea) (geo.Layer, error) {
	layer := geo.Layer{Name: "problems", Columns: []geo.Column{
		{Name: "town"}, {Name: "unit"}, {Name: "unit_id"}, {Name: "problem"}, {Name: "problem_zh"}, {Name: "people", Type: geo.Integer}, {Name: "deficit", Type: geo.Real},
		{Name: "deficit_unit"}, {Name: "suggestion"}, {Name: "suggestion_zh"}, {Name: "responsible"}, {Name: "responsible_zh"}, {Name: "severity"}, {Name: "check"}, {Name: "date"},
	}}
	for _, p := range s.Problems(area) {
		layer.Features = append(layer.Features, geo.Feature{Values: []any{
			text(p.Town), text(p.Unit), text(p.UnitID), text(p.Problem.EN), text(p.Problem.ZH), int64Or(p.People), float64Or(p.Deficit),
			text(p.DeficitIn), text(p.Suggestion.EN), text(p.Suggestion.ZH), text(p.Responsible.EN), text(p.Responsible.ZH), string(p.Severity), p.Check, text(p.Date)}})
	}
	var err error
	layer.Manifest, err = json.Marshal(s.For(AsProblems, ""))
	return layer, err
}

// Layer is a part of the result as a file holds it, with the manifest that says so: AsTable, AsProblems, or of a check
// AsMap or AsUncovered.
func (a *Assessed) Layer(ctx context.Context, card *Scorecard, part, check string) (layer geo.Layer, err error) {
	switch part {
	case AsTable:
		return card.Table()
	case AsProblems:
		return card.ProblemTable(a.Analysis.Area)
	case AsMap:
		layer, err = MapOf(card, check, a.Analysis.Area)
	case AsUncovered:
		layer, err = Uncovered(ctx, a.Analysis, a.Standard, a.Options, check)
	default:
		return layer, &coverage.RequestError{Parameter: "as", Value: part, Rule: geo.Say("is no part of an assessment", "不是评估结果的组成部分")}
	}
	if err == nil {
		layer.Manifest, err = json.Marshal(card.For(part, check))
	}
	return layer, err
}
