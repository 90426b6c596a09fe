package standard

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/geo/hours"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// Options say how a standard is held against a town. The zero value is the whole standard, today, at the speeds of the
// built-in profiles.
type Options struct {
	Checks      []string                       `json:"checks,omitempty"`      // ids; none: all
	AsOf        string                         `json:"as_of,omitempty"`       // ISO 8601: facilities as they were on that day
	ElderAge    int                            `json:"elder_age,omitempty"`   // 60 or 65; 0: the standard's own
	Profiles    map[geo.Mode]isochrone.Profile `json:"profiles,omitempty"`    // instead of the built-in ones
	Sensitivity bool                           `json:"sensitivity,omitempty"` // also at the slower and the faster speed of each mode
	Needed      bool                           `json:"needed,omitempty"`      // also what it would take to meet the targets
	// Progress is told how many checks are done; nil for nobody.
	Progress func(done, total int) `json:"-"`
}

// Assess holds a standard against the town of an analysis. A question that makes no sense, such as an unknown check, is an
// error; a check that the town's data cannot answer is an outcome that says what is missing.
func Assess(ctx context.Context, a *coverage.Analysis, std *Standard, o Options) (*Scorecard, error) {
	of := &Assessed{Analysis: a, Standard: std, Options: o}
	return of.Assess(ctx)
}

// Assess is [Assess].
func (a *Assessed) Assess(ctx context.Context) (*Scorecard, error) {
	s, err := a.assessor()
	if err != nil {
		return nil, err
	}
	checks, err := a.Standard.chosen(a.Options.Checks)
	if err != nil {
		return nil, err
	}
	return s.card(ctx, checks)
}

// card assesses checks and holds the groups of the standard against the rest.
func (s *assessor) card(ctx context.Context, checks []*Check) (*Scorecard, error) {
	card := &Scorecard{Standard: s.std.ID, Title: s.std.Title, AsOf: s.options.AsOf, History: s.std.History, Assumptions: s.assumptions}
	outcomes, groups, done := make([]*Outcome, len(checks)), s.groups(len(checks)), 0
	err := s.inTurn(ctx, checks, func(i int, o *Outcome) (err error) {
		outcomes[i] = o
		for g := range groups {
			if err == nil {
				err = groups[g].hold(ctx, i, checks[i])
			}
		}
		if done++; s.options.Progress != nil {
			s.options.Progress(done, len(checks))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, o := range outcomes {
		card.Checks = append(card.Checks, *o)
		card.Headline.count(checks[i], o)
	}
	for g := range groups {
		card.Groups = append(card.Groups, groups[g].gap())
	}
	card.Manifest, err = s.manifest()
	return card, err
}

// chosen are the checks with the given ids, in the standard's order; all where none are given.
func (std *Standard) chosen(ids []string) (checks []*Check, err error) {
	for i := range std.Checks {
		if len(ids) == 0 || slices.Contains(ids, std.Checks[i].ID) {
			checks = append(checks, &std.Checks[i])
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(checks, func(c *Check) bool { return c.ID == id }) {
			return nil, &coverage.RequestError{Parameter: "check", Value: id, Rule: geo.Say("is no check of %s", "不是 %s 的评估指标", std.ID),
				Hint: geo.Say("List them: lifecircle standard show %s", "查看全部指标：lifecircle standard show %s", std.ID)}
		}
	}
	return checks, nil
}

func (h *Headline) count(c *Check, o *Outcome) {
	if !c.Headline() {
		h.Others++
		return
	}
	h.Total++
	switch o.Verdict {
	case Met:
		h.Met++
	case NotMet:
		h.NotMet++
	default:
		h.NotAssessable++
	}
}

// assessor is what the checks of one standard share: the town on the day asked for, and what was already computed.
type assessor struct {
	analysis *coverage.Analysis
	area     *geo.StudyArea // the town with facilities as on the day; indexes are those of the analysis
	std      *Standard
	options  Options

	settings    *settings
	weeks       map[string]*hours.Week // opening hours by their text: many facilities keep the same
	travel      *travel
	assumptions []geo.Words
}

func newAssessor(a *coverage.Analysis, std *Standard, o Options) (*assessor, error) {
	s := &assessor{analysis: a, area: a.Area, std: std, options: o, weeks: map[string]*hours.Week{}}
	if o.ElderAge != 0 && o.ElderAge != 60 && o.ElderAge != 65 {
		return nil, &coverage.RequestError{Parameter: "elder-age", Value: fmt.Sprint(o.ElderAge), Rule: geo.Say("must be 60 or 65", "只能是 60 或 65")}
	}
	if o.AsOf != "" {
		dated, dating, err := a.Area.AsOf(o.AsOf)
		if err != nil {
			return nil, err
		}
		s.area = dated
		s.assumptions = append(s.assumptions, dating.Words())
	}
	s.settings = newSettings(s.area)
	s.travel = newTravel(s)
	return s, nil
}

// A measure computes the value of a check and what belongs to it. It leaves verdict, target and provenance to the assessor.
type measure func(ctx context.Context, s *assessor, c *Check, o *Outcome) error

// unanswerable is why a check cannot be assessed.
type unanswerable struct{ why geo.Words }

func (u *unanswerable) Error() string { return u.why.EN }

// lacking says what is missing for a check, and how to bring it in.
func lacking(en, zh string, args ...any) error { return &unanswerable{geo.Say(en, zh, args...)} }

// lackingColumn says that a check needs a column that no residential point has.
func lackingColumn(name string) error {
	return lacking("no residential point gives %s: lifecircle import residents FILE, with that column", "居民点未提供 %s 列：请在居民点数据中补充该列，再以 lifecircle import residents FILE 导入", name)
}

// assess holds one check against the town.
func (s *assessor) assess(ctx context.Context, c *Check) (*Outcome, error) {
	o := newOutcome(c)
	err := measures[c.Measure](ctx, s, c, o)
	var why *unanswerable
	var noData *coverage.NoDataError
	switch {
	case errors.As(err, &why):
		o.Verdict, o.Why, o.Value = NotAssessable, why.why, nil
		return o, nil
	case errors.As(err, &noData):
		words := noData.InWords()
		o.Verdict, o.Value = NotAssessable, nil
		o.Why = geo.Say("%v. %v", "%v。%v", words, noData.Hint)
		return o, nil
	case err != nil:
		return nil, err
	}
	s.noteModes(c, o)
	s.noteLists(c, o)
	s.noteHours(c, o)
	s.judge(c, o)
	if s.options.Sensitivity {
		if err := s.addSensitivity(ctx, c, o); err != nil {
			return nil, err
		}
	}
	if s.options.Needed {
		if err := s.addNeeded(ctx, c, o); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// noteModes says that the way of travelling is the program's choice: none of the built-in plans states one. A user's own
// file may.
func (s *assessor) noteModes(c *Check, o *Outcome) {
	if len(c.Modes) > 0 && s.std.IsBuiltin() {
		o.Assumptions = append(o.Assumptions, geo.Say("no plan states how people travel: the check goes %v", "规划未写明出行方式：本指标取%v", joined(c.Modes)))
	}
}

// noteLists says which lists of a check's services are missing, where others stood in for them, and which are never
// complete.
func (s *assessor) noteLists(c *Check, o *Outcome) {
	var missing, incomplete []string
	for _, code := range servicesOf(s.std.Expand(c)) {
		if !s.area.HasList(code) {
			missing = append(missing, code)
		} else if s.area.IncompleteList(code) {
			incomplete = append(incomplete, code)
		}
	}
	if len(missing) > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("no list of %s was imported: the check rests on the other services alone", "未导入 %s 设施清单：本指标仅按其余设施类型计算", strings.Join(missing, ", ")))
	}
	if len(incomplete) > 0 {
		o.Assumptions = append(o.Assumptions, geo.Say("the list of %s comes from OpenStreetMap, which is never complete", "%s 设施清单来自 OpenStreetMap，可能不完整", strings.Join(incomplete, ", ")))
	}
}

func newOutcome(c *Check) *Outcome {
	o := &Outcome{
		ID: c.ID, Ref: c.Ref, Title: c.Title, Clause: c.Clause, Measure: c.Measure, Severity: c.Severity,
		Reach: c.Reach, Goal: c.Goal, Source: c.Source, Responsible: c.Responsible, Op: c.Op, Unit: c.UnitOfTarget,
		Values: map[string]Number{}, Failing: []UnitValue{}, NoData: []UnitName{}, Assumptions: []geo.Words{},
	}
	if c.Confirmed != nil {
		o.Confirmed = &Confirmed{c.Confirmed.By, c.Confirmed.Clause, c.Confirmed.On}
	}
	if c.Target != nil {
		target := Exact(c.Target)
		o.Target = &target
	}
	if c.Op == Within {
		o.Between = []Number{Exact(c.Between[0]), Exact(c.Between[1])}
	}
	o.Assumptions = append(o.Assumptions, c.origins()...)
	return o
}

// origins says what of a check the plan does not state itself.
func (c *Check) origins() (notes []geo.Words) {
	say := func(what geo.Words, from Origin) {
		switch from {
		case Borrowed:
			notes = append(notes, geo.Say("%v is borrowed from another standard", "%v借用其他标准", what))
		case Assumed:
			notes = append(notes, geo.Say("%v is assumed by this program", "%v为工具假定", what))
		}
	}
	say(geo.Say("the time or distance", "时间或距离"), c.Reach)
	say(geo.Say("the target", "目标值"), c.Goal)
	if c.Source == Recalled {
		notes = append(notes, geo.Say("the clause is recalled, not read: confirm it before official use", "条文凭记忆录入，未核对原文，正式使用前请核实"))
	}
	return notes
}

func joined(modes []geo.Mode) (all geo.Words) {
	for i, m := range modes {
		if all = geo.Say("%v / %v", "%v、%v", all, m.Words()); i == 0 {
			all = m.Words()
		}
	}
	return all
}

// manifest says how the scorecard came about.
func (s *assessor) manifest() (*coverage.Manifest, error) {
	sum := sha256.Sum256(s.std.Text)
	parameters := record{s.std.ID, hex.EncodeToString(sum[:]), string(s.std.Text), s.options}
	raw, err := json.Marshal(parameters)
	if err != nil {
		return nil, err
	}
	return s.analysis.CheckManifest(s.std.ID, raw), nil
}
