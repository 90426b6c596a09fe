package coverage

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lifecircle/geo"
)

// TamperedError says that the study area is not the one a manifest speaks of.
type TamperedError struct {
	Differences []string // the inputs that differ, by kind and hash
}

func (e *TamperedError) Error() string {
	return "the town is not the one the result was computed from: " + strings.Join(e.Differences, "; ")
}

// Replay is a result computed again from its manifest: a report, a curve, or a layer where both are nil.
type Replay struct {
	Report *Report
	Curve  *Curve
	Layer  geo.Layer
}

// CanReplay tells whether a manifest speaks of this study area and this version of the program.
func (a *Analysis) CanReplay(m *Manifest) error {
	if m.Program != "lifecircle" {
		return &RequestError{"program", m.Program, geo.Say("is no manifest of lifecircle", "不是本程序的计算依据文件"), geo.Words{}}
	}
	if m.Version != Version {
		return &RequestError{"version", m.Version, geo.Say("made the result; this is version %s", "结果由该版本生成，本程序版本为 %s", Version), geo.Say("Replay it with that version", "请用该版本复算")}
	}
	if !slices.Contains([]string{"coverage", "curve", "radius", "points", "times", "blindspots", "catchment", "network", "export", "difference"}, m.Command) {
		return cannotReplay(m) // before the towns are compared: what it depends on is unknown
	}
	return a.sameTown(m)
}

func cannotReplay(m *Manifest) error {
	return &RequestError{"command", m.Command, geo.Say("cannot be replayed", "无法复算"), geo.Words{}}
}

// Replay computes the result that a manifest speaks of again. It refuses if the study area is another one, or
// if another version of the program made it. Layers of the town as it was imported are no results: see
// [Analysis.CanReplay] and [Analysis.TownManifest].
func (a *Analysis) Replay(ctx context.Context, m *Manifest) (*Replay, error) {
	if err := a.CanReplay(m); err != nil {
		return nil, err
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
	switch m.Command {
	case "coverage":
		r.Report, err = a.Coverage(ctx, q)
	case "curve":
		if len(q.Minutes) != 1 {
			return nil, cannotReplay(m)
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
		c := CatchmentRequest{Facility: m.Parameters.Facility, At: m.Parameters.At, Profile: q.Profile, Minutes: q.Minutes, Metres: q.Metres}
		if len(q.Services) > 0 {
			c.Service = q.Services[0]
		}
		r.Layer, err = a.Catchments(ctx, c)
	case "difference":
		r.Layer, err = a.replayDifference(ctx, q, m)
	case "network":
		r.Layer, err = a.NetworkLayer(ctx, q.Profile)
	default:
		return nil, cannotReplay(m)
	}
	return &r, err
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
	if len(e.Differences) == 0 {
		e.Differences = []string{"the same files were imported, but in another order, or rows of the workspace were changed since"}
	}
	return e
}
