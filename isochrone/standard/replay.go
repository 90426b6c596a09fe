package standard

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// record is what a manifest says of an assessment.
type record struct {
	Standard string `json:"standard"`
	SHA256   string `json:"sha256"` // of the file
	Text     string `json:"text"`   // of the file, so that the manifest is enough to do it again
	Options
}

// Recorded reads from a manifest which standard was held against the town, and how. It refuses a text that is not the one
// whose hash stands beside it, and everything that a file or a question could not have said either.
func Recorded(m *coverage.Manifest) (*Standard, Options, error) {
	refuse := func(member, value string, rule geo.Words) (*Standard, Options, error) {
		return nil, Options{}, &coverage.RequestError{Parameter: member, Value: value, Rule: rule}
	}
	if m.Command != "check" || m.Parameters.Check == nil {
		return refuse("command", m.Command, geo.Say("is no assessment of a plan", "不是规划评估"))
	}
	decoder := json.NewDecoder(bytes.NewReader(m.Parameters.Check))
	decoder.DisallowUnknownFields()
	var r record
	if err := decoder.Decode(&r); err != nil {
		return refuse("check", "", geo.Say("cannot be read: %s", "无法读取：%s", err.Error()))
	}
	sum := sha256.Sum256([]byte(r.Text))
	if hash := hex.EncodeToString(sum[:]); r.SHA256 != hash {
		return refuse("sha256", shortened(r.SHA256), geo.Say("is not the hash of the standard's text, which begins with %s: the manifest was changed", "与标准文本的哈希（%s…）不符：计算依据被改动过", hash[:12]))
	}
	std, err := Parse([]byte(r.Text))
	if err != nil {
		return nil, Options{}, err
	}
	if r.Standard != std.ID {
		return refuse("standard", shortened(r.Standard), geo.Say("is not the id in the standard's text, %q", "与标准文本中的 id %q 不符", std.ID))
	}
	for mode, p := range r.Profiles {
		text, err := json.Marshal(p) // a profile in a manifest is held to the same bounds as one in a file; JSON is YAML
		if err != nil {
			return nil, Options{}, err
		}
		if _, err := isochrone.ParseProfile(text); err != nil {
			return refuse("profiles", string(mode), geo.Say("cannot be used: %v", "无法使用：%v", err))
		}
		if p.Mode != mode {
			return refuse("profiles", string(mode), geo.Say("holds a profile for %s", "所含参数属于 %s", p.Mode))
		}
	}
	return std, r.Options, nil
}

// Replay assesses again what a manifest speaks of. It refuses another town, another version of the program, and a manifest
// that was changed. What part of the result a file held is for the caller: see [Assessed.Layer].
func Replay(ctx context.Context, a *coverage.Analysis, m *coverage.Manifest) (*Scorecard, *Assessed, error) {
	if err := a.CanReplay(m); err != nil {
		return nil, nil, err
	}
	std, options, err := Recorded(m)
	if err != nil {
		return nil, nil, err
	}
	if m.Scenario != nil {
		if a, err = a.With(*m.Scenario); err != nil {
			return nil, nil, err
		}
	}
	card, err := Assess(ctx, a, std, options)
	if err != nil {
		return nil, nil, err
	}
	given, made := *m, card.For(m.Parameters.As, m.Parameters.Layer)
	given.Parameters.Check = made.Parameters.Check // the same record, however its text was written: it was read from this one
	return card, &Assessed{Analysis: a, Standard: std, Options: options}, given.SameAs(made)
}

// Assessed is what a scorecard came of: what else is asked about it, such as a map of one check, needs it too.
type Assessed struct {
	Analysis *coverage.Analysis // of the town with the scenario done, if any
	Standard *Standard
	Options  Options

	shared *assessor // nil: every question begins anew
}

// Remember makes whatever is asked of an assessment from now on know what was found before: who gets where. As long as the
// value is held that takes up to eight bytes for each residential point and each of 64 combinations of mode and services.
func (a *Assessed) Remember() error {
	if a.shared != nil {
		return nil
	}
	s, err := a.assessor()
	if err != nil {
		return err
	}
	s.travel.named = true
	a.shared = s
	return nil
}

func (a *Assessed) assessor() (*assessor, error) {
	if a.shared != nil {
		s := *a.shared
		s.options.Progress = a.Options.Progress
		return &s, nil
	}
	return newAssessor(a.Analysis, a.Standard, a.Options)
}

// The parts of a result that files hold beside the scorecard as JSON, as manifests name them.
const (
	AsTable     = "table"     // one row for each check
	AsProblems  = "problems"  // 问题清单
	AsMap       = "map"       // the units of one check
	AsUncovered = "uncovered" // the residential points that one check does not cover
)

// For is the manifest of a part of the result, of one check where the part is about one; of the scorecard itself where
// the part is "".
func (s *Scorecard) For(part, check string) *coverage.Manifest {
	m := *s.Manifest
	m.Parameters.As, m.Parameters.Layer = part, check
	return &m
}
