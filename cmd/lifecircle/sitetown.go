package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/town"
	"lifecircle/isochrone/siting/verify"
)

// siteInTown holds the flags of `lifecircle site` that speak of a town with streets, beside those of [siteQuestion].
type siteInTown struct {
	at                where
	services          list
	travel            travel
	cutoffs           cutoffs
	by                string
	weights, made     list
	closing, replaced list
	spacingM          float64
	capacity          int64
	curve             int
	lists             siteLists
	save, scenario    string
}

// ofTown are the flags that only a question about a town has.
var ofTown = []string{"workspace", "scenario", "service", "mode", "profile", "speed", "speed-factor", "access", "direction", "minutes", "metres", "by", "weights", "make", "spacing-m",
	"forbidden", "inside", "capacity", "closing", "replace", "datum", "curve", "save", "as-scenario"}

// ofPlaces are the flags that only a question without streets has.
var ofPlaces = []string{"demand", "matrix", "radius-m", "reach"}

func (t *siteInTown) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	t.at.flags(cmd)
	f.Var(&t.services, "service", "service `CODE` to build for in the town of the workspace, or several, each served by itself, separated by commas")
	t.travel.flags(cmd)
	t.cutoffs.flags(cmd, "15")
	t.lists.flags(cmd)
	f.StringVar(&t.by, "by", "", "also by area: a `LEVEL` of the areas, or area for all levels; of fair, the level of the areas")
	f.Var(&t.weights, "weights", "instead of --group: what one person counts, as `GROUP=N` or SERVICE:GROUP=N, several separated by commas")
	f.Var(&t.made, "make", "candidates of what the workspace holds: `junctions,idle` (usual without --candidates: junctions)")
	f.Float64Var(&t.spacingM, "spacing-m", 0, "junctions are candidates at least so many `metres` apart (usual: a tenth of the way within the cutoff)")
	f.Int64Var(&t.capacity, "capacity", 0, "of capacitated: how many `people` a new site serves that says none")
	f.Var(&t.closing, "closing", "facilities that are given up: `ID` or service:id, or several separated by commas")
	f.Var(&t.replaced, "replace", "facilities that may be given up for another site, or stay as one of the sites: `ID`, or several")
	f.IntVar(&t.curve, "curve", 0, "instead of sites: value and bound for 1, 2, … up to `N` sites, for a chart")
	f.StringVar(&t.save, "save", "", "also keep sites and catchments as a layer of this `NAME`")
	f.StringVar(&t.scenario, "as-scenario", "", "make a scenario of the sites, saved under this `NAME`")
}

// asked reports whether the question is about a town, and refuses flags of the other kind.
func (t *siteInTown) asked(given func(flag string) bool) (bool, error) {
	first := func(flags []string) string {
		if i := slices.IndexFunc(flags, given); i >= 0 {
			return flags[i]
		}
		return ""
	}
	places, streets := first(ofPlaces), first(ofTown)
	switch {
	case places != "" && streets != "":
		return false, &usageError{fmt.Sprintf("--%s belongs to a town with streets, --%s to places without", streets, places), "Use --service with a workspace, or --demand or --matrix without."}
	case places != "" || streets == "" && !given("candidates"):
		if places == "" {
			return false, &usageError{"--service is missing, or --demand and --candidates, or --matrix", "For example: --service clinic --minutes 15 --sites 3 -w city.gpkg"}
		}
		return false, nil
	case len(t.services) == 0:
		return false, &usageError{"--service is missing", "For example: --service clinic. The codes are listed by: lifecircle services. Without a workspace: --demand or --matrix"}
	}
	return true, nil
}

// question is what the flags ask.
func (t *siteInTown) question(ctx context.Context, s streams, flags *siteQuestion) (q town.Question, err error) {
	r := coverage.Request{Services: t.services, By: t.by}
	if r.Profile, err = t.travel.profile(); err != nil {
		return q, err
	}
	if r.Minutes, r.Metres, err = t.cutoffs.read(); err != nil {
		return q, err
	}
	if flags.group != "population" {
		group, known := geo.ParseGroup(flags.group)
		if !known {
			return q, &usageError{fmt.Sprintf("group %q is unknown", flags.group), "The groups are: " + strings.Join(groupNames(), ", ")}
		}
		r.Group = group
	}
	if flags.given("group") && len(t.weights) > 0 {
		return q, &usageError{"--group and --weights are two ways to say whom to count", "Leave one of them out."}
	}
	q = town.Question{Request: r, Problem: flags.problem, Sites: flags.sites, ApartM: flags.apartM, Capacity: t.capacity, Must: flags.must, Never: flags.never, Closing: t.closing, Replace: t.replaced,
		Make: town.Make{SpacingM: t.spacingM}}
	if q.Least = flags.least; !flags.given("least") {
		q.Least = ""
	}
	if err := t.numbers(&q, flags); err != nil {
		return q, err
	}
	for _, word := range t.weights {
		w, err := parseWeight(word)
		if err != nil {
			return q, err
		}
		q.Weights = append(q.Weights, w)
	}
	for _, what := range t.made {
		switch what {
		case "junctions":
			q.Make.Junctions = true
		case "idle":
			q.Make.Idle = true
		default:
			return q, &usageError{fmt.Sprintf("--make %q: must be junctions or idle", what), "Idle are the places of closed and planned facilities and idle public buildings from OpenStreetMap. Give other places with --candidates FILE."}
		}
	}
	return q, t.lists.read(ctx, s, &q)
}

func (t *siteInTown) numbers(q *town.Question, flags *siteQuestion) (err error) {
	if flags.given("sites") && q.Sites < 1 {
		return &usageError{fmt.Sprintf("--sites %d: must be 1 or more", q.Sites), "For example: --sites 3"}
	}
	if flags.given("capacity") && q.Capacity < 1 {
		return &usageError{fmt.Sprintf("--capacity %d: must be 1 or more", q.Capacity), "For example: --capacity 300"}
	}
	if flags.given("min-distance-m") && !(q.ApartM > 0) {
		return &usageError{fmt.Sprintf("--min-distance-m %v: must be above 0", q.ApartM), "For example: --min-distance-m 300"}
	}
	if flags.given("spacing-m") && !(q.Make.SpacingM > 0) {
		return &usageError{fmt.Sprintf("--spacing-m %v: must be above 0", q.Make.SpacingM), "For example: --spacing-m 100"}
	}
	if flags.budget != "" {
		if q.Budget, err = strconv.ParseFloat(flags.budget, 64); err != nil || !(q.Budget > 0) {
			return &usageError{fmt.Sprintf("--budget %q: must be a number above 0", flags.budget), "For example: --budget 1200"}
		}
	}
	if flags.share != "" {
		millionths, err := parseShare(flags.share)
		if err != nil {
			return err
		}
		q.Share = float64(millionths) / 1e6
	}
	if t.curve > 0 && q.Sites == 0 {
		q.Sites = t.curve
	}
	return nil
}

// parseWeight reads "age60=3" or "clinic:age60=3".
func parseWeight(word string) (w town.Weight, err error) {
	name, number, _ := strings.Cut(word, "=")
	if service, group, has := strings.Cut(name, ":"); has {
		w.Service, name = strings.TrimSpace(service), group
	}
	w.Group = strings.TrimSpace(name)
	if w.Weight, err = strconv.ParseInt(strings.TrimSpace(number), 10, 64); err != nil {
		return w, &usageError{fmt.Sprintf("--weights %q: write a group and what one person of it counts", word), "For example: --weights all=1,age60=2 or --weights clinic:all=1,elder_station:age60=1"}
	}
	return w, nil
}

// run answers the question. What is wrong with names and files is said before anything is computed.
func (t *siteInTown) run(ctx context.Context, s streams, flags *siteQuestion, certificate, proof string, asJSON bool, layer output) error {
	begun := time.Now()
	limits, err := flags.limits()
	if err != nil {
		return err
	}
	if err := t.checkTargets(flags, certificate, proof, layer); err != nil {
		return err
	}
	q, err := t.question(ctx, s, flags)
	if err != nil {
		return err
	}
	var c *siting.Certificate
	if proof != "" {
		if c, err = readCertificate(proof); err != nil {
			return err
		}
		askAs(&q, c)
	}
	a, err := analyse(ctx, s, t.at)
	if err != nil {
		return err
	}
	shown := newProgress(s.err, "catchments of candidates")
	p, err := town.Prepare(ctx, a, q, func(done, total int) { shown.report(int64(done), int64(total)) })
	shown.end()
	if err != nil {
		return err
	}
	if c != nil {
		return verifyInTown(s, p, c, proof, asJSON)
	}
	limits.Workers, limits.Progress = runtime.GOMAXPROCS(0), progressInTown(s, p)
	if t.curve != 0 {
		return t.drawCurve(ctx, s, p, limits, asJSON)
	}
	limits = limits.Since(begun)
	limits.Proof = certificate != ""
	answer, err := p.Solve(ctx, limits)
	if err != nil {
		return err
	}
	if answer.Ended == siting.Cancelled.String() {
		if _, err := fmt.Fprintln(s.err, "stopped: these are the best sites found so far; value, bound and gap hold"); err != nil {
			return err
		}
	}
	ctx = context.WithoutCancel(ctx) // what was found is not to be lost
	if err := t.keep(ctx, s, p, answer, certificate, layer); err != nil {
		return err
	}
	switch {
	case layer.path != "" && !layer.isFile():
		return nil
	case asJSON:
		return answer.WriteJSON(s.out)
	}
	return writeAnswer(s.out, p, answer, a.Area)
}

func (t *siteInTown) checkTargets(flags *siteQuestion, certificate, proof string, layer output) error {
	if err := checkName(t.save); err != nil {
		return err
	}
	if t.scenario != "" {
		if err := geo.CheckScenarioName(t.scenario); err != nil {
			return &usageError{message: err.Error()}
		}
	}
	for _, path := range []string{certificate} {
		if path != "" {
			if err := data.CheckTarget(path); err != nil {
				return err
			}
		}
	}
	one := func(names ...string) string {
		if i := slices.IndexFunc(names, flags.given); i >= 0 {
			return names[i]
		}
		return ""
	}
	if other := one("output", "save", "as-scenario", "certificate", "verify"); other != "" && flags.given("curve") {
		return &usageError{"--curve chooses no sites, and --" + other + " needs them", "Leave one of them out."}
	}
	if other := one("output", "save", "as-scenario", "certificate"); other != "" && proof != "" {
		return &usageError{"--verify looks for nothing, and --" + other + " needs sites", "Leave one of them out."}
	}
	if flags.given("curve") && (t.curve < 1 || t.curve > town.MaxCurve) {
		return &usageError{fmt.Sprintf("--curve %d: must be from 1 to %d sites", t.curve, town.MaxCurve), "For example: --curve 10"}
	}
	return nil
}

// keep writes the certificate, the layer and the scenario.
func (t *siteInTown) keep(ctx context.Context, s streams, p *town.Prepared, answer *town.Answer, certificate string, layer output) error {
	if certificate != "" {
		if err := data.WriteText(certificate, nil, answer.Certificate.Write); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(s.err, "proof of the bound %s written to %s\n", answer.Bound, certificate); err != nil {
			return err
		}
	}
	if layer.path != "" || t.save != "" {
		drawn, err := p.Layer(ctx, answer)
		if err != nil {
			return err
		}
		if t.save != "" {
			if err := save(ctx, s, t.at.workspace, t.save, drawn); err != nil {
				return err
			}
		}
		if layer.path != "" {
			if err := layer.write(s, drawn); err != nil {
				return err
			}
		}
	}
	if t.scenario == "" {
		return nil
	}
	return saveScenario(ctx, s, t.at.workspace, answer.Scenario(t.scenario))
}

func (t *siteInTown) drawCurve(ctx context.Context, s streams, p *town.Prepared, limits siting.Limits, asJSON bool) error {
	points, err := p.Curve(ctx, t.curve, limits, nil)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		if _, err := fmt.Fprintf(s.err, "stopped after %d numbers of sites\n", len(points)); err != nil {
			return err
		}
	}
	if asJSON {
		return writeJSON(s.out, map[string]any{"problem": p.Question().Problem, "curve": points, "candidates": p.Found()})
	}
	lines := &sheet{}
	lines.add("Sites", "Value", "Bound", "Gap", "Cost")
	for _, c := range points {
		lines.add(strconv.Itoa(c.Sites), string(c.Value), string(c.Bound), gapText(c.Gap, c.Proven), string(c.Cost))
	}
	return lines.write(s.out)
}

// progressInTown shows value, bound and gap now and then.
func progressInTown(s streams, p *town.Prepared) func(siting.Progress) {
	shown := time.Now()
	return func(now siting.Progress) {
		if !now.Found || time.Since(shown) < lineEvery {
			return
		}
		shown = time.Now()
		n := p.Shown(now)
		fmt.Fprintf(s.err, "best so far %s, bound %s, gap %.2f %%\n", n.Value, n.Bound, 100*n.Gap)
	}
}

func readCertificate(path string) (*siting.Certificate, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	c, err := siting.ReadCertificate(file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return c, err
}

// askAs makes a question that of a certificate, which names its problem.
func askAs(q *town.Question, c *siting.Certificate) {
	if q.Sites == 0 {
		q.Sites = c.Sites
	}
	if q.Sites == 0 && q.Budget == 0 {
		q.Budget = float64(c.Budget) / 1e4
	}
	for name, goal := range town.Problems {
		if goal.String() == c.Goal && q.Problem == "" && name != "psclp" && (name == "backup") == (len(c.Reward) > 0) {
			q.Problem = name
		}
	}
	if c.Goal == siting.LeastCost.String() {
		q.Problem, q.Least = "lscp", "cost"
	}
	if goal := town.Problems[q.Problem]; goal == siting.FewestSites {
		q.Sites, q.Budget = 0, 0
	}
}

func verifyInTown(s streams, p *town.Prepared, c *siting.Certificate, path string, asJSON bool) error {
	proven, err := verify.Check(p.Instance(), c)
	if err != nil {
		return geo.Fail("%s: %v", "%s：%v", path, err)
	}
	shown := p.Shown(siting.Progress{Value: proven.Value, Bound: proven.Bound, Found: true})
	if asJSON {
		return writeJSON(s.out, map[string]any{"verified": true, "problem": c.Goal, "value": shown.Value, "bound": shown.Bound, "gap": shown.Gap, "proven": proven.Value == proven.Bound, "instance": c.Instance})
	}
	_, err = fmt.Fprintf(s.out, "verified: the sites are worth %s, no choice beats %s, gap %.4f %%\n", shown.Value, shown.Bound, 100*shown.Gap)
	return err
}
