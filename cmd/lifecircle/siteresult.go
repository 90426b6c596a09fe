package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
)

// siteOutputs are where an answer goes.
type siteOutputs struct {
	layer       output
	certificate string
	asJSON      bool
}

// siteReport is an answer as JSON. Numbers are exact: costs have the digits of the input.
type siteReport struct {
	Problem       string          `json:"problem"`
	Status        string          `json:"status"` // optimal, or feasible where the bound is not reached
	Sites         []siteRow       `json:"sites"`  // in order of gain
	CoveredBefore *int64          `json:"covered_before"`
	CoveredAfter  *int64          `json:"covered_after"`
	Value         json.Number     `json:"value"`
	Cost          json.Number     `json:"cost"`
	Unserved      int64           `json:"unserved"` // demand not covered, not served, or out of everybody's reach
	Bound         json.Number     `json:"bound"`
	Gap           float64         `json:"gap"`
	Proven        bool            `json:"proven"`
	Manifest      *siteManifest   `json:"manifest"`
	Ended         string          `json:"ended"`
	Total         int64           `json:"total"`
	Uncoverable   siteUncoverable `json:"uncoverable"` // demand that no candidate and no existing facility reaches
}

// siteRow is a site of the answer.
type siteRow struct {
	ID           string            `json:"id"`
	Lon          *float64          `json:"lon"`
	Lat          *float64          `json:"lat"`
	Cost         json.Number       `json:"cost"`
	Gain         *json.Number      `json:"gain"` // null for the first site of a problem by costs
	CoveredAfter *int64            `json:"covered_after"`
	Alone        *json.Number      `json:"alone"`    // the gain if it were the only new site; null as gain is
	Together     *json.Number      `json:"together"` // what is lost if it alone is given up; null where all would be
	Alternatives []siteAlternative `json:"alternatives"`
}

type siteAlternative struct {
	ID    string      `json:"id"`
	Value json.Number `json:"value"` // of all sites, with this one in the place of the other
}

type siteUncoverable struct {
	Demand int64    `json:"demand"`
	Points int      `json:"points"`
	IDs    []string `json:"ids"` // the first 1,000, in byte order
}

// siteManifest says how an answer came about.
type siteManifest struct {
	Program    string         `json:"program"`
	Version    string         `json:"version"`
	Command    string         `json:"command"`
	Parameters siteParameters `json:"parameters"`
	Inputs     []siteFile     `json:"inputs"`
}

type siteParameters struct {
	Problem      string  `json:"problem"`
	Least        string  `json:"least,omitempty"`
	Group        string  `json:"group"`
	RadiusM      float64 `json:"radius_m,omitempty"`
	Reach        string  `json:"reach,omitempty"`
	Sites        int     `json:"sites,omitempty"`
	Budget       string  `json:"budget,omitempty"`
	Share        string  `json:"share,omitempty"`
	MinDistanceM float64 `json:"min_distance_m,omitempty"`
	TimeLimit    string  `json:"time_limit,omitempty"`
	Map          string  `json:"map,omitempty"`
	TravelPlaces int     `json:"travel_places,omitempty"` // digits after the point that costs of travel were taken to

	Must   []string `json:"must,omitempty"`
	Never  []string `json:"never,omitempty"`
	Format string   `json:"format,omitempty"` // of a layer; none of a report
	Ended  string   `json:"ended,omitempty"`  // by the clock or by hand: the answer hangs on the moment
}

func (q *siteQuestion) manifest(t *siteTown, ended siting.Ending) *siteManifest {
	p := siteParameters{Problem: t.name, Group: q.group, RadiusM: q.radiusM, Reach: q.reach, Sites: q.sites, Budget: q.budget, Share: q.share,
		MinDistanceM: q.apartM, TimeLimit: q.timeLimit, Map: q.columns, TravelPlaces: t.travel.places,
		Must: q.must, Never: q.never}
	if t.goal == siting.FewestSites || t.goal == siting.LeastCost {
		p.Least = q.least
	}
	if ended == siting.OutOfTime || ended == siting.Cancelled {
		p.Ended = ended.String()
	}
	return &siteManifest{"lifecircle", coverage.Version, "site", p, t.files}
}

// solveSites answers the question and writes the answer.
func solveSites(ctx context.Context, s streams, q *siteQuestion, t *siteTown, to siteOutputs) error {
	p, err := q.asked(t)
	if err != nil {
		return err
	}
	limits, err := q.limits()
	if err != nil {
		return err
	}
	limits.Proof = to.certificate != ""
	limits.Progress = siteProgress(s.err, t.unit())
	limits = limits.Since(q.begun)
	a, err := siting.Solve(ctx, t.in, p, limits)
	if err != nil {
		return t.explain(err)
	}
	if to.certificate != "" {
		if err := data.WriteText(to.certificate, nil, a.Proof.Write); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(s.err, "proof of the bound %s written to %s\n", t.unit().write(a.Proof.Bound), to.certificate); err != nil {
			return err
		}
	}
	report := t.report(a, q.manifest(t, a.Ended))
	if to.layer.path != "" {
		if err := t.writeLayer(s, to.layer, report); err != nil {
			return err
		}
	}
	switch {
	case to.asJSON:
		return writeJSON(s.out, report)
	case to.layer.path != "" && !to.layer.isFile():
		return nil
	}
	return writeSites(s.out, t, report)
}

// unit is how values of the problem are written.
func (t *siteTown) unit() decimals {
	switch t.goal {
	case siting.LeastMean, siting.LeastWorst:
		return t.travel
	case siting.LeastCost:
		return t.money
	case siting.WorstAreaBest:
		return decimals{6}
	}
	return decimals{}
}

// maxListed bounds the ids of uncoverable demand points that an answer names.
const maxListed = 1000

// named lists demand points by id, in byte order.
func (t *siteTown) named(points []int) []string {
	ids := []string{}
	for _, j := range points {
		ids = append(ids, t.ids[j])
	}
	slices.Sort(ids)
	return ids[:min(len(ids), maxListed)]
}

// explain adds to an error what the solver cannot know.
func (t *siteTown) explain(err error) error {
	var far *siting.Unreachable
	if !errors.As(err, &far) || len(far.Left) == 0 && (far.Most >= far.Asked || len(far.Uncoverable) == 0) {
		return err
	}
	first := func(points []int) string {
		ids := t.named(points)
		return strings.Join(ids[:min(len(ids), 20)], ", ")
	}
	if len(far.Left) > 0 {
		return geo.Fail("%v. It leaves %d places: %s. Ask for more sites, or raise the budget", "%v。未服务 %d 个地点：%s。请增加点位数或提高预算", err, len(far.Left), first(far.Left))
	}
	who := first(far.Uncoverable)
	return geo.Fail("%v: %s. Lower the target, or add candidates near them", "%v：%s。请降低目标，或在其附近增加备选点位", err, who)
}

func (t *siteTown) report(a *siting.Answer, m *siteManifest) *siteReport {
	unit := t.unit()
	r := &siteReport{Problem: t.name, Status: "feasible", Sites: []siteRow{}, Value: unit.write(a.Value), Cost: t.money.write(a.Cost), Bound: unit.write(a.Bound),
		Gap: gapOf(a, unit), Proven: a.Proven, Manifest: m, Ended: a.Ended.String(), Total: a.Total,
		Uncoverable: siteUncoverable{a.OutOfReach, len(a.Uncoverable), t.named(a.Uncoverable)}}
	if a.Proven {
		r.Status = "optimal"
	}
	r.Unserved = a.Total - a.CoveredAfter
	if !t.goal.ByCosts() {
		r.CoveredBefore, r.CoveredAfter = &a.CoveredBefore, &a.CoveredAfter
	}
	for _, s := range a.Sites {
		r.Sites = append(r.Sites, t.row(s, a.Sites[0].First))
	}
	return r
}

// gapOf is |bound − value| ÷ max(|value|, 1), in the unit that values are shown in.
func gapOf(a *siting.Answer, unit decimals) float64 {
	value, bound := float64(a.Value)/unit.unit(), float64(a.Bound)/unit.unit()
	if a.Value == a.Bound {
		return 0
	}
	return max(bound-value, value-bound) / max(value, -value, 1)
}

// row is a site as the report shows it. fromNothing says that nobody had anything before the first site.
func (t *siteTown) row(s siting.Site, fromNothing bool) siteRow {
	unit := t.unit()
	if t.goal == siting.FewestSites || t.goal == siting.LeastCost {
		unit = decimals{} // gains are people
	}
	number := func(n int64, none bool) *json.Number {
		if none {
			return nil
		}
		text := unit.write(n)
		return &text
	}
	c := t.in.Candidates[s.Candidate]
	row := siteRow{ID: c.ID, Cost: t.money.write(c.Cost), Gain: number(s.Gain, s.First), Alone: number(s.Alone, fromNothing),
		Together: number(s.Together, s.Needed), Alternatives: []siteAlternative{}}
	if t.where != nil {
		row.Lon, row.Lat = &t.where[s.Candidate][0], &t.where[s.Candidate][1]
	}
	if !t.goal.ByCosts() {
		row.CoveredAfter = &s.CoveredAfter
	}
	for _, other := range s.Alternatives {
		row.Alternatives = append(row.Alternatives, siteAlternative{t.in.Candidates[other.Candidate].ID, t.unit().write(other.Value)})
	}
	return row
}

// writeLayer writes the sites as a layer of points.
func (t *siteTown) writeLayer(s streams, to output, r *siteReport) error {
	layer := geo.Layer{Name: "sites", Columns: []geo.Column{{Name: "id"}, {Name: "rank", Type: geo.Integer}, {Name: "cost", Type: geo.Real},
		{Name: "gain", Type: geo.Real}, {Name: "covered_after", Type: geo.Integer}, {Name: "alone", Type: geo.Real}, {Name: "together", Type: geo.Real}, {Name: "alternatives"}}}
	for k, row := range r.Sites {
		var ids []string
		for _, other := range row.Alternatives {
			ids = append(ids, other.ID)
		}
		f := geo.Feature{ID: row.ID, Values: []any{row.ID, int64(k + 1), real(&row.Cost), real(row.Gain), nil, real(row.Alone), real(row.Together), strings.Join(ids, ";")}}
		if row.CoveredAfter != nil {
			f.Values[4] = *row.CoveredAfter
		}
		if row.Lon != nil {
			f.Geometry = orb.Point{*row.Lon, *row.Lat}
		}
		layer.Features = append(layer.Features, f)
	}
	made := *r.Manifest
	made.Parameters.Format = to.format()
	var err error
	if layer.Manifest, err = json.Marshal(made); err != nil {
		return err
	}
	if !to.isFile() {
		return writeOut(s.out, layer, to.usual)
	}
	if err := data.WriteFile(to.path, layer); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.err, "%d rows written to %s\n", len(layer.Features), to.path)
	return err
}

// real is a number as a value of a layer, nil for none.
func real(n *json.Number) any {
	if n == nil {
		return nil
	}
	v, err := n.Float64()
	if err != nil {
		return nil
	}
	return v
}

// siteProgress shows value, bound and gap now and then.
func siteProgress(to io.Writer, unit decimals) func(siting.Progress) {
	shown := time.Now()
	return func(p siting.Progress) {
		if !p.Found || time.Since(shown) < lineEvery {
			return
		}
		shown = time.Now()
		fmt.Fprintf(to, "best so far %s, bound %s, gap %.2f %%\n", unit.write(p.Value), unit.write(p.Bound), 100*p.Gap())
	}
}
