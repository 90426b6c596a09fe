package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/town"
)

// replaySites computes a choice of sites again, or blind spots that name theirs.
func replaySites(ctx context.Context, s streams, a *coverage.Analysis, m *coverage.Manifest, lists *siteLists, to output) error {
	var q town.Question
	if err := lists.read(ctx, s, &q); err != nil {
		return err
	}
	again, err := town.Replay(ctx, a, m, town.Files{Candidates: q.Candidates, Forbidden: q.Forbidden, Inside: q.Inside})
	if err != nil {
		return err
	}
	layer := again.Layer
	if again.Answer != nil {
		if m.Parameters.Format == "" && m.Parameters.Save == "" {
			return to.text(s, again.Answer.Manifest, again.Answer.WriteJSON)
		}
		if layer, err = again.Prepared.Layer(ctx, again.Answer); err != nil {
			return err
		}
	}
	if layer, err = coverage.WithName(layer, m.Parameters.Save); err != nil {
		return err
	}
	return to.write(s, layer)
}

// placesFiles are the files of a choice of sites without streets, which replay has to be given again.
type placesFiles struct{ demand, matrix string }

func (f *placesFiles) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.demand, "demand", "", "of a choice of sites without streets: its `file` of places with people")
	cmd.Flags().StringVar(&f.matrix, "matrix", "", "of a choice of sites without streets: its `file` of costs of travel")
}

// placesManifest reads the manifest of a choice of sites without streets; false where the text holds another one.
func placesManifest(text []byte) (m *siteManifest, is bool) {
	var kind struct {
		Command string          `json:"command"`
		Town    json.RawMessage `json:"town"`
	}
	if json.Unmarshal(text, &kind) != nil || kind.Command != "site" || kind.Town != nil {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return m, decoder.Decode(&m) == nil
}

// replayPlaces computes a choice of sites without streets again, from the same files.
func replayPlaces(ctx context.Context, s streams, m *siteManifest, lists *siteLists, files placesFiles, to output) error {
	if m.Version != coverage.Version {
		return &usageError{fmt.Sprintf("the result was made by version %s, and this is %s", m.Version, coverage.Version), "Use that version, or ask anew."}
	}
	if m.Parameters.Ended != "" {
		return &usageError{"the search was cut short, and nobody can cut it at the same moment again", "Verify its certificate instead: lifecircle site --verify FILE"}
	}
	to.usual = "json"
	if m.Parameters.Format != "" {
		to.usual = m.Parameters.Format
	}
	if to.format() != to.usual {
		return &usageError{fmt.Sprintf("-o %q: the manifest records the format %q", to.path, to.usual), "Give the file a name that ends in ." + to.usual}
	}
	q := m.Parameters.question()
	q.demand, q.matrix, q.candidates, q.encoding = files.demand, files.matrix, lists.candidates, lists.encoding
	if err := sameFiles(m.Inputs, map[string]string{"demand": q.demand, "matrix": q.matrix, "candidates": q.candidates}); err != nil {
		return err
	}
	t, err := q.read("")
	if err != nil {
		return err
	}
	problem, err := q.asked(t)
	if err != nil {
		return err
	}
	limits := siting.Limits{Workers: runtime.GOMAXPROCS(0)}
	if m.Parameters.TimeLimit != "" {
		limits.Work = 1 << 60 // the search came to its end before the time did
	}
	a, err := siting.Solve(ctx, t.in, problem, limits)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return t.explain(err)
	}
	report := t.report(a, q.manifest(t, a.Ended))
	switch {
	case m.Parameters.Format != "":
		return t.writeLayer(s, to, report)
	case to.isFile():
		return data.WriteText(to.path, nil, func(w io.Writer) error { return writeJSON(w, report) })
	}
	return writeJSON(s.out, report)
}

// sameFiles refuses files that are not those of a result.
func sameFiles(of []siteFile, given map[string]string) error {
	for _, f := range of {
		if given[f.Kind] == "" {
			return &usageError{fmt.Sprintf("the result was made with a file whose SHA-256 begins with %.12s", f.SHA256), fmt.Sprintf("Give it: --%s FILE", f.Kind)}
		}
	}
	for _, kind := range []string{"demand", "candidates", "matrix"} {
		if given[kind] == "" {
			continue
		}
		text, err := readBounded(given[kind], maxSiteBytes)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(text)
		if hash := hex.EncodeToString(sum[:]); !slices.Contains(of, siteFile{kind, hash}) {
			return &usageError{fmt.Sprintf("--%s: not the file of the result, its SHA-256 begins with %.12s", kind, hash), "Give the same files, byte for byte, and no others."}
		}
	}
	return nil
}

// question is what a manifest records, as flags would have asked it.
func (p *siteParameters) question() *siteQuestion {
	q := &siteQuestion{columns: p.Map, group: p.Group, problem: p.Problem, least: p.Least, radiusM: p.RadiusM, apartM: p.MinDistanceM, reach: p.Reach,
		budget: p.Budget, share: p.Share, sites: p.Sites, timeLimit: p.TimeLimit, must: p.Must, never: p.Never}
	if q.least == "" {
		q.least = "sites"
	}
	given := map[string]bool{"radius-m": p.RadiusM != 0, "min-distance-m": p.MinDistanceM != 0, "sites": p.Sites != 0}
	q.given = func(flag string) bool { return given[flag] }
	return q
}
