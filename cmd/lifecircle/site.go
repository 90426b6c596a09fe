package main

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lifecircle/isochrone/siting"
)

// siteQuestion holds the flags of `lifecircle site`.
type siteQuestion struct {
	demand, candidates, matrix string // files
	columns                    string
	encoding                   string
	group                      string
	problem                    string
	least                      string
	radiusM, apartM            float64
	reach, budget, share       string
	sites                      int
	timeLimit                  string
	must, never                list
	begun                      time.Time // from when on the time counts
	given                      func(flag string) bool
}

// newSite is `lifecircle site`.
func newSite() *cobra.Command {
	var q siteQuestion
	var streets siteInTown
	var certificate, verify string
	var asJSON bool
	to := output{usual: "geojson"}
	cmd := &cobra.Command{
		Use:   "site",
		Short: "Find where to build next, with a proven bound",
		Long: `Find the sites that serve people best, and prove how good they are: the bound is what no choice of
the candidates can beat. With the same input the answer is always the same.

In a town with streets (--service): facilities that are active count and stay, unless --closing or
--replace names them. Candidates come from a file (--candidates), or are made of what the workspace
holds: junctions and ends of streets near people, thinned out (--spacing-m), and idle places (--make
idle): those of closed and planned facilities, and the public buildings that OpenStreetMap calls disused
or vacant, which come with: lifecircle import facilities --from-osm FILE. People are covered within
--minutes or --metres as everywhere else; for pmedian and pcenter that is the longest way that counts.
Several services are each served by themselves, under one number of sites and one budget.

Without streets: who reaches a candidate is told by a great-circle radius (--demand, --candidates and
--radius-m, inclusive), or by a matrix of times or distances (--matrix, columns demand_id, candidate_id,
cost) with --reach N (inclusive).

Problems: mclp (most people covered with some sites or a budget), lscp (fewest sites, or least cost,
for everybody who can be covered or for a --share), pmedian (least mean cost of travel), pcenter (least
worst), backup (covered once and covered twice), capacitated (nobody beyond a candidate's capacity),
fair (the worst-served area first).

Candidates have the columns id, lon, lat and may have name, service, cost, capacity and status:
candidate, must (it has to be chosen), forbidden or, without streets, existing (it serves already and
costs nothing). Polygons count as a point inside them.`,
		Example: `  lifecircle site -w city.gpkg --service clinic --mode walk --minutes 15 --sites 3
  lifecircle site -w city.gpkg --service elder_station --group age60 --mode walk_elder --minutes 15 --candidates parcels.csv --budget 1200 --by town
  lifecircle site -w city.gpkg --service clinic --minutes 15 --sites 3 -o sites.geojson --as-scenario "three clinics" --certificate proof.json
  lifecircle site -w city.gpkg --service clinic --minutes 15 --share 95% --forbidden parks.geojson --min-distance-m 500 --json
  lifecircle site -w city.gpkg --service clinic --minutes 15 --curve 10
  lifecircle site --demand people.csv --candidates parcels.csv --radius-m 500 --sites 3
  lifecircle site --matrix times.csv --problem pmedian --sites 5 -o sites.geojson
  lifecircle site --matrix times.csv --reach 15 --budget 1200 --certificate proof.json
  lifecircle site --matrix times.csv --reach 15 --verify proof.json`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, s streams, _ []string) error {
			if to.isFile() {
				if err := to.check(); err != nil {
					return err
				}
			}
			if is, err := streets.asked(q.given); err != nil {
				return err
			} else if is {
				return streets.run(ctx, s, &q, certificate, verify, asJSON, to)
			}
			q.begun = time.Now()
			q.candidates, q.columns, q.encoding = streets.lists.candidates, streets.lists.columns, streets.lists.encoding
			if verify != "" {
				return verifySites(s, &q, verify, asJSON)
			}
			town, err := q.read("")
			if err != nil {
				return err
			}
			return solveSites(ctx, s, &q, town, siteOutputs{to, certificate, asJSON})
		}),
	}
	q.flags(cmd)
	streets.flags(cmd)
	f := cmd.Flags()
	f.StringVarP(&to.path, "output", "o", "", "also write the sites as a layer to this `file`, such as sites.geojson; in a town with streets with their catchments")
	f.StringVar(&certificate, "certificate", "", "write the proof of the bound to this `file`")
	f.StringVar(&verify, "verify", "", "check the proof in this `file` against the same input, and look for nothing")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (q *siteQuestion) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	q.given = f.Changed
	f.StringVar(&q.demand, "demand", "", "without streets: `file` of places with people: id, lon, lat, population")
	f.StringVar(&q.matrix, "matrix", "", "without streets: `file` of costs of travel: demand_id, candidate_id, cost and, if wanted, demand")
	f.StringVar(&q.group, "group", "population", "whom to count: `GROUP`, such as age60; without streets a column of the demand")
	f.StringVar(&q.problem, "problem", "", "what is wanted: `mclp|lscp|pmedian|pcenter|backup|capacitated|fair` (default mclp, with --share lscp)")
	f.StringVar(&q.least, "least", "sites", "of lscp, what is to be least: `sites|cost`")
	f.Float64Var(&q.radiusM, "radius-m", 0, "without streets: people are covered within so many `metres` as the crow flies, inclusive")
	f.StringVar(&q.reach, "reach", "", "without streets: people are covered up to this `cost` of the matrix, inclusive")
	f.Float64Var(&q.apartM, "min-distance-m", 0, "new sites (of one service) are at least so many `metres` apart")
	f.IntVar(&q.sites, "sites", 0, "at most so many new sites")
	f.StringVar(&q.budget, "budget", "", "at most so much `cost` for new sites")
	f.StringVar(&q.share, "share", "", "of all people, the `share` to be covered, such as 0.95 or 95%")
	f.Var(&q.must, "must", "candidates that have to be chosen, listed or made by us: `ID`, or several separated by commas; of several services SERVICE:ID")
	f.Var(&q.never, "never", "candidates that are never chosen: `ID`, or several")
	f.StringVar(&q.timeLimit, "time-limit", "", "give the best found after this `time`, such as 60 (seconds) or 5m, whom candidates would serve included: that is always found first")
}

// problemNames are the problems by the names that the command line gives them.
var problemNames = map[string]siting.Goal{
	"mclp": siting.MostCovered, "lscp": siting.FewestSites, "psclp": siting.FewestSites, "pmedian": siting.LeastMean, "pcenter": siting.LeastWorst,
	"backup": siting.MostCovered, "capacitated": siting.MostServed, "fair": siting.WorstAreaBest,
}

// goal is the problem asked for, and its name.
func (q *siteQuestion) goal() (goal siting.Goal, name string, err error) {
	name = q.problem
	if name == "" {
		if name = "mclp"; q.share != "" {
			name = "lscp"
		}
	}
	goal, known := problemNames[name]
	if !known {
		return 0, "", &usageError{fmt.Sprintf("--problem %q is unknown", name), "The problems are: mclp, lscp, pmedian, pcenter, backup, capacitated, fair."}
	}
	if goal == siting.FewestSites && q.share != "" {
		name = "psclp"
	}
	switch {
	case name == "psclp" && q.share == "":
		return 0, "", &usageError{"--share is missing", "For example: --share 95%"}
	case q.share != "" && goal != siting.FewestSites:
		return 0, "", &usageError{fmt.Sprintf("--share says nothing about %s", name), "It belongs to --problem lscp."}
	case q.least != "sites" && q.least != "cost":
		return 0, "", &usageError{fmt.Sprintf("--least %q: must be sites or cost", q.least), ""}
	case q.least == "cost" && goal != siting.FewestSites:
		return 0, "", &usageError{fmt.Sprintf("--least cost says nothing about %s", name), "It belongs to --problem lscp."}
	case q.least == "cost":
		goal = siting.LeastCost
	}
	return goal, name, nil
}

// asked is the problem in the words of the solver.
func (q *siteQuestion) asked(t *siteTown) (siting.Problem, error) {
	p := siting.Problem{Goal: t.goal, Sites: q.sites}
	if q.given("sites") && q.sites < 1 {
		return p, &usageError{fmt.Sprintf("--sites %d: must be 1 or more", q.sites), "For example: --sites 3"}
	}
	if t.name == "backup" {
		p.Reward = siting.Backup()
	}
	if q.budget != "" {
		exact := decimals{moneyPlaces}
		budget, err := exact.read(q.budget)
		if err != nil || budget <= 0 {
			return p, &usageError{fmt.Sprintf("--budget %q: must be a number above 0, to %d decimals", q.budget, moneyPlaces), "For example: --budget 1200"}
		}
		for places := t.money.places; places < moneyPlaces; places++ {
			budget /= 10 // what is left over buys nothing: costs have fewer digits
		}
		if err := t.affordable(budget, q.budget); err != nil {
			return p, err
		}
		p.Budget = budget
	}
	if q.share != "" {
		target, err := demandShare(q.share, t.in.Demand)
		if err != nil {
			return p, err
		}
		p.Target = target
	}
	return p, nil
}

// affordable refuses a budget that nothing fits, in the unit in which it was given.
func (t *siteTown) affordable(budget int64, asked string) error {
	must, cheapest := int64(0), int64(-1)
	for _, c := range t.in.Candidates {
		switch {
		case c.State == siting.Must:
			must += c.Cost
		case c.State == siting.Free && (cheapest < 0 || c.Cost < cheapest):
			cheapest = c.Cost
		}
	}
	switch {
	case must > budget:
		return &usageError{fmt.Sprintf("--budget %s: the candidates that must be chosen cost %s", asked, t.money.write(must)), "Raise the budget."}
	case must == 0 && cheapest > budget:
		return &usageError{fmt.Sprintf("--budget %s: nothing fits, the cheapest candidate costs %s", asked, t.money.write(cheapest)), "Raise the budget, or add cheaper candidates."}
	}
	return nil
}

// demandShare reads a share of all demand and rounds the people up: a target is not reached by rounding.
func demandShare(text string, demand []int64) (int64, error) {
	millionths, err := parseShare(text)
	if err != nil {
		return 0, err
	}
	total := int64(0)
	for _, w := range demand {
		total += w
	}
	whole, part := total/1_000_000, total%1_000_000
	return max(1, whole*millionths+(part*millionths+999_999)/1_000_000), nil
}

// parseShare reads a share, such as 0.95 or 95%, in millionths.
func parseShare(text string) (millionths int64, err error) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	places := 6
	if percent {
		places = 4
	}
	millionths, err = decimals{places}.read(strings.TrimSpace(digits))
	if err != nil || millionths <= 0 || millionths > 1_000_000 {
		return 0, &usageError{fmt.Sprintf("--share %q: must be above 0 and at most 1, or 100%%", text), "For example: --share 0.95 or --share 95%"}
	}
	return millionths, nil
}

// limits are how long to try.
func (q *siteQuestion) limits() (siting.Limits, error) {
	l := siting.Limits{Workers: runtime.GOMAXPROCS(0)}
	if q.timeLimit == "" {
		return l, nil
	}
	seconds, err := strconv.ParseFloat(q.timeLimit, 64)
	if l.Time = time.Duration(seconds * float64(time.Second)); err != nil {
		l.Time, err = time.ParseDuration(q.timeLimit)
	}
	if err != nil || l.Time <= 0 || l.Time > 24*time.Hour {
		return l, &usageError{fmt.Sprintf("--time-limit %q: must be a time of up to 24 hours", q.timeLimit), "For example: --time-limit 60, or --time-limit 5m"}
	}
	l.Work = 1 << 60 // the time alone decides
	return l, nil
}
