package coverage

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"lifecircle/geo"
)

// TamperedError says that the study area is not the one a manifest speaks of.
type TamperedError struct {
	Differences []string // the files that differ, by kind and hash, and the parts of the town
}

func (e *TamperedError) Error() string {
	return "the town is not the one the result was computed from: " + strings.Join(e.Differences, "; ")
}

// Replay is a result computed again from its manifest: one of these, or a layer where all are nil.
type Replay struct {
	Report  *Report
	Curve   *Curve
	Served  *ServedReport
	Islands *Islands
	Layer   geo.Layer
}

// Text is the manifest of a result that writes itself as JSON, and how it does; false of a layer.
func (r *Replay) Text() (m *Manifest, write func(io.Writer) error, is bool) {
	switch {
	case r.Report != nil:
		return r.Report.Manifest, r.Report.WriteJSON, true
	case r.Curve != nil:
		return r.Curve.Manifest, r.Curve.WriteJSON, true
	case r.Served != nil:
		return r.Served.Manifest, r.Served.WriteJSON, true
	case r.Islands != nil:
		return r.Islands.Manifest, r.Islands.WriteJSON, true
	}
	return nil, nil, false
}

// replayable are the commands whose results can be computed again.
var replayable = []string{"coverage", "curve", "radius", "points", "times", "facilities", "facility_points", "blindspots", "catchment", "network", "islands", "island_lines", "export", "difference", "site", "check", "fairness", "capacity"}

// CanReplay tells whether a manifest speaks of this study area and this version of the program.
func (a *Analysis) CanReplay(m *Manifest) error {
	if m.Program != "lifecircle" {
		return &RequestError{"program", m.Program, geo.Say("is no manifest of lifecircle", "不是本程序的计算依据文件"), geo.Words{}}
	}
	if m.Version != Version {
		return &RequestError{"version", m.Version, geo.Say("made the result; this is version %s", "结果由该版本生成，本程序版本为 %s", Version), geo.Say("Replay it with that version", "请用该版本复算")}
	}
	if !slices.Contains(replayable, m.Command) {
		return cannotReplay(m) // before the towns are compared: what it depends on is unknown
	}
	if err := a.sameTown(m); err != nil || m.Command != "export" {
		return err
	}
	return sameManifest(m, a.TownManifest(m.Parameters.Layer)) // of other results only when they are made
}

func cannotReplay(m *Manifest) error {
	return &RequestError{"command", m.Command, geo.Say("cannot be replayed", "无法复算"), geo.Words{}}
}

// Replay computes the result that a manifest speaks of again. It refuses if the study area is another one, or
// if another version of the program made it. Layers of the town as it was imported are no results: see
// [Analysis.CanReplay] and [Analysis.TownManifest]. Neither are choices of sites computed here, nor blind spots that
// name theirs ([Manifest.OfSites]).
func (a *Analysis) Replay(ctx context.Context, m *Manifest) (*Replay, error) {
	if err := a.CanReplay(m); err != nil {
		return nil, err
	}
	if m.OfSites() {
		return nil, cannotReplay(m)
	}
	q, err := m.Request()
	if err != nil {
		return nil, err
	}
	if m.Scenario != nil && m.Command != "difference" { // which is about two towns
		if a, err = a.With(*m.Scenario); err != nil {
			return nil, err
		}
	}
	var r Replay
	if err = r.compute(ctx, a, q, m); err != nil {
		return nil, err
	}
	return &r, r.check(m)
}

// compute makes the result in the town that it is about.
func (r *Replay) compute(ctx context.Context, a *Analysis, q Request, m *Manifest) (err error) {
	switch m.Command {
	case "coverage":
		r.Report, err = a.Coverage(ctx, q)
	case "curve":
		if len(q.Minutes) != 1 {
			return cannotReplay(m)
		}
		r.Curve, err = a.Curve(ctx, q, q.Minutes[0])
	case "radius":
		r.Layer, err = a.RadiusPoints(ctx, q)
	case "points":
		r.Layer, err = a.PointLayer(ctx, q)
	case "times":
		r.Layer, err = a.Times(ctx, q)
	case "blindspots":
		if m.Parameters.As == "points" {
			r.Layer, err = a.BlindSpotPoints(ctx, q)
		} else {
			r.Layer, err = a.BlindSpotAreas(ctx, q)
		}
	case "catchment":
		c := CatchmentRequest{Facility: m.Parameters.Facility, At: m.Parameters.At, Profile: q.Profile, Minutes: q.Minutes, Metres: q.Metres, Streets: m.Parameters.As == asStreets}
		if len(q.Services) > 0 {
			c.Service = q.Services[0]
		}
		r.Layer, err = a.Catchments(ctx, c)
	case "difference":
		r.Layer, err = a.replayDifference(ctx, q, m)
	case "facilities":
		r.Served, err = a.ServedBy(ctx, q)
	case "facility_points":
		r.Layer, err = a.ServedLayer(ctx, q)
	case "network":
		r.Layer, err = a.NetworkLayer(ctx, q.Profile)
	case "islands":
		r.Islands, err = a.Islands(ctx, q.Profile)
	case "island_lines":
		r.Layer, err = a.IslandLayer(ctx, q.Profile)
	default:
		return cannotReplay(m)
	}
	return err
}

// check refuses a result whose own manifest is another than the one that it was made from: what is said there and had no
// effect was written by another hand.
func (r *Replay) check(m *Manifest) error {
	made, _, is := r.Text()
	if !is {
		made = new(Manifest)
		if err := json.Unmarshal(r.Layer.Manifest, made); err != nil {
			return fmt.Errorf("manifest of layer %s: %w", r.Layer.Name, err)
		}
	}
	return sameManifest(m, made)
}

// sameManifest names what two manifests tell differently. Format and name of a file are noted when it is written.
func sameManifest(given, made *Manifest) error {
	one, other := *given, *made
	one.Parameters.Format, one.Parameters.Save = "", ""
	other.Parameters.Format, other.Parameters.Save = "", ""
	have, err := members(&one)
	if err != nil {
		return err
	}
	want, err := members(&other)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if !bytes.Equal(have[name], want[name]) {
			return &RequestError{name, string(have[name]), geo.Say("is not what this result is made from", "与该结果的计算不符"), geo.Say("The manifest was changed: its other members lead to %s", "计算依据被改动过：由其余内容得到 %s", cmp.Or(string(want[name]), "null"))}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, there := have[name]; !there {
			return &RequestError{name, "", geo.Say("is missing", "缺失"), geo.Say("The manifest was changed: its other members lead to %s", "计算依据被改动过：由其余内容得到 %s", string(want[name]))}
		}
	}
	return nil
}

// members are the members of a manifest, and those of its parameters.
func members(m *Manifest) (map[string]json.RawMessage, error) {
	all, parameters := make(map[string]json.RawMessage), make(map[string]json.RawMessage)
	text, err := json.Marshal(m)
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err == nil {
		err = json.Unmarshal(all["parameters"], &parameters)
	}
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	delete(all, "parameters")
	maps.Copy(all, parameters)
	return all, nil
}

func (a *Analysis) sameTown(m *Manifest) error {
	sources := a.base.SourcesOf(m.scope())
	if m.Town == a.base.Fingerprint(m.scope()) && slices.Equal(m.Inputs, sources) {
		return nil
	}
	e := &TamperedError{}
	describe := func(s geo.Source) string {
		return strings.TrimSpace(fmt.Sprintf("%s %s", s.Kind, s.Service)) + " " + s.SHA256[:min(12, len(s.SHA256))]
	}
	for _, s := range m.Inputs {
		if !slices.Contains(sources, s) {
			e.Differences = append(e.Differences, "missing "+describe(s))
		}
	}
	for _, s := range sources {
		if !slices.Contains(m.Inputs, s) {
			e.Differences = append(e.Differences, "unexpected "+describe(s))
		}
	}
	e.Differences = append(e.Differences, differentParts(m.Parts, a.base.FingerprintParts(m.scope()))...)
	if len(e.Differences) == 0 {
		e.Differences = []string{"the same files were imported, but in another order, or the manifest was changed"}
	}
	return e
}

// differentParts names the parts of a town that differ from those that a manifest speaks of, whatever files they came
// from: rows of a workspace can be changed by other programs.
func differentParts(given, found map[string]string) (differences []string) {
	names := slices.Collect(maps.Keys(given))
	for name := range found {
		if _, both := given[name]; !both {
			names = append(names, name)
		}
	}
	for _, name := range slices.Sorted(slices.Values(names)) {
		switch {
		case found[name] == "":
			differences = append(differences, name+" were there and are not")
		case given[name] == "":
			differences = append(differences, name+" were not there and are")
		case given[name] != found[name]:
			differences = append(differences, name+" are not the same")
		}
	}
	return differences
}
