package town

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// record is what a manifest says of a choice of sites beside the request.
type record struct {
	Question
	Candidates string `json:"candidates_sha256,omitempty"` // of candidates from a list and of idle places: what they say
	Forbidden  string `json:"forbidden_sha256,omitempty"`
	Inside     string `json:"inside_sha256,omitempty"`
	Work       int64  `json:"work,omitempty"`  // the limit, where it is not the usual one
	Ended      string `json:"ended,omitempty"` // by the clock or by hand: the answer hangs on the moment
}

func (p *Prepared) record() record {
	return record{Question: p.q, Candidates: p.digest, Forbidden: digestOfLand(p.q.Forbidden), Inside: digestOfLand(p.q.Inside)}
}

func (p *Prepared) manifest(limits siting.Limits, ended siting.Ending) (*coverage.Manifest, error) {
	r := p.record()
	if limits.Work != 0 && limits.Work != siting.UsualWork {
		r.Work = limits.Work
	}
	if ended == siting.OutOfTime || ended == siting.Cancelled {
		r.Ended = ended.String()
	}
	text, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return p.analysis.SiteManifest("site", p.q.Request, text), nil
}

// Files are what a manifest records by its hash alone: the lists that came with the question.
type Files struct {
	Candidates        []Candidate
	Forbidden, Inside []Land
}

// Replayed is a result computed again: a choice of sites, or, where that is nil, a layer of blind spots.
type Replayed struct {
	Prepared *Prepared
	Answer   *Answer
	Layer    geo.Layer
}

// Replay computes the choice of sites that a manifest speaks of again, or the blind spots with the best site of each. A
// choice that was cut short by the clock or by hand cannot be; its certificate can be verified instead.
func Replay(ctx context.Context, a *coverage.Analysis, m *coverage.Manifest, files Files) (*Replayed, error) {
	r, a, err := recorded(a, m, files)
	if err != nil {
		return nil, err
	}
	if m.Command == "blindspots" {
		return replayBlindSpots(ctx, a, m, r)
	}
	if r.Ended != "" {
		return nil, refuse("ended", r.Ended, geo.Say("the search was cut short, and nobody can cut it at the same moment again", "求解曾被中途截止，无法在同一时刻重现"), geo.Say("Verify its certificate instead: lifecircle site --verify FILE", "请改为核验证明文件：lifecircle site --verify FILE"))
	}
	again := &Replayed{}
	if again.Prepared, err = gathered(ctx, a, r.Question); err == nil {
		err = again.Prepared.sameFiles(r)
	}
	if err == nil {
		err = again.Prepared.complete(ctx, nil)
	}
	if err != nil {
		return nil, err
	}
	if again.Answer, err = again.Prepared.Solve(ctx, siting.Limits{Work: r.Work}); err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return again, m.SameAs(again.Answer.Manifest)
}

func replayBlindSpots(ctx context.Context, a *coverage.Analysis, m *coverage.Manifest, r record) (*Replayed, error) {
	p, layer, err := blindSpots(ctx, a, r.Question)
	if err != nil {
		return nil, err
	}
	if err := p.sameFiles(r); err != nil {
		return nil, err
	}
	var made coverage.Manifest
	if err := json.Unmarshal(layer.Manifest, &made); err != nil {
		return nil, fmt.Errorf("manifest of layer %s: %w", layer.Name, err)
	}
	return &Replayed{Layer: layer}, m.SameAs(&made)
}

// recorded reads what a manifest records, and gives the analysis of the town that it is about.
func recorded(a *coverage.Analysis, m *coverage.Manifest, files Files) (r record, of *coverage.Analysis, err error) {
	if err := a.CanReplay(m); err != nil {
		return r, nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(m.Parameters.Site))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return r, nil, refuse("site", "", geo.Say("cannot be read: %s", "无法读取：%s", err.Error()), geo.Words{})
	}
	if r.Request, err = m.Request(); err != nil {
		return r, nil, err
	}
	r.Question.Candidates, r.Question.Forbidden, r.Question.Inside = files.Candidates, files.Forbidden, files.Inside
	if m.Scenario != nil {
		if a, err = a.With(*m.Scenario); err != nil {
			return r, nil, err
		}
	}
	return r, a, nil
}

// sameFiles refuses lists that are not those of a manifest.
func (p *Prepared) sameFiles(r record) error {
	again := p.record()
	for _, f := range []struct{ name, want, got string }{{"candidates", r.Candidates, again.Candidates}, {"forbidden", r.Forbidden, again.Forbidden}, {"inside", r.Inside, again.Inside}} {
		switch {
		case f.want == f.got:
		case f.want == "":
			return refuse(f.name, fmt.Sprintf("%.12s", f.got), geo.Say("the result was made without such a list", "该结果未使用此类清单"), geo.Words{})
		case f.got == "":
			return refuse(f.name, "", geo.Say("the result was made with a list whose content has a SHA-256 that begins with %.12s", "该结果使用了清单，其内容的 SHA-256 以 %.12s 开头", f.want), geo.Say("Give it: --%s FILE", "请提供：--%s FILE", f.name))
		default:
			return refuse(f.name, fmt.Sprintf("%.12s", f.got), geo.Say("is another list than that of the result, whose content has a SHA-256 that begins with %.12s", "与该结果所用清单不同，后者内容的 SHA-256 以 %.12s 开头", f.want), geo.Say("Give the same file: --%s FILE", "请提供同一文件：--%s FILE", f.name))
		}
	}
	return nil
}
