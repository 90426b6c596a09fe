package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// newScenarioCompare is `lifecircle scenario compare`.
func newScenarioCompare() *cobra.Command {
	var workspace, by string
	var q question
	var asJSON bool
	to := output{usual: "geojson"}
	cmd := &cobra.Command{
		Use:   "compare NAME [NAME…]",
		Short: "Set scenarios side by side: who gains and who loses, against the town as it is",
		Long: `Set scenarios side by side. For each, and each area, the people covered, and those who gain and who lose against
the town as it was imported.

With -o the residential points for which something differs are written: of one scenario against the town as it
is, of two the second against the first.`,
		Example: `  lifecircle scenario compare "new clinic" bridge -w city.gpkg --service clinic --minutes 15 --by town
  lifecircle scenario compare "new clinic" -w city.gpkg --service clinic --minutes 15 -o difference.geojson
  lifecircle scenario compare "new clinic" bridge -w city.gpkg --service clinic --minutes 5,15 --json`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return &usageError{"the name of a scenario is missing", "They are listed by: lifecircle scenario list"}
			case len(args) > 2 && to.path != "":
				return &usageError{"-o writes the difference of one or two scenarios", "Name one or two of them, or leave -o away."}
			}
			return nil
		},
		RunE: runs(func(ctx context.Context, s streams, names []string) error {
			request, err := q.request()
			if err != nil {
				return err
			}
			request.By = by
			if to.path != "" {
				if err := to.checkFile(); err != nil {
					return err
				}
			}
			a, err := analyse(ctx, s, where{workspace: workspace})
			if err != nil {
				return err
			}
			sessions, err := begin(ctx, s, workspace, a, request, names)
			if err != nil {
				return err
			}
			if to.path != "" {
				layer, err := difference(sessions)
				if err != nil {
					return err
				}
				if err := to.write(s, layer); err != nil {
					return err
				}
			}
			return writeComparison(s.out, a, sessions, asJSON)
		}),
	}
	workspaceFlag(cmd, &workspace)
	q.flags(cmd, "5,15,30")
	cmd.Flags().StringVar(&by, "by", "", "also by area: a `LEVEL` of the areas, or area for all levels")
	cmd.Flags().StringVarP(&to.path, "output", "o", "", "`file` for the residential points that differ, such as difference.geojson")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// checkFile is check where standard output is taken.
func (o output) checkFile() error {
	if !o.isFile() {
		return &usageError{"-o -: the table goes to standard output", "Give the points a file: -o difference.geojson"}
	}
	return o.check()
}

// begin asks the question of each scenario.
func begin(ctx context.Context, s streams, workspace string, a *coverage.Analysis, request coverage.Request, names []string) ([]*coverage.Session, error) {
	var sessions []*coverage.Session
	for _, name := range names {
		saved, err := readScenario(ctx, workspace, name)
		if err != nil {
			return nil, err
		}
		if err := tellChanged(s, a, saved); err != nil {
			return nil, err
		}
		session, err := a.NewSession(ctx, request, saved.Scenario)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		sessions = append(sessions, session)
	}
	return sessions, nil
}

func difference(sessions []*coverage.Session) (geo.Layer, error) {
	c, err := sessions[0].AgainstBase()
	if len(sessions) == 2 {
		c, err = coverage.Compare(sessions[0], sessions[1])
	}
	if err != nil {
		return geo.Layer{}, err
	}
	return c.Layer(), nil
}

// compared is a scenario in the JSON of a comparison.
type compared struct {
	Name   string           `json:"name"`
	Report *coverage.Report `json:"report"`
	Gains  []coverage.Gain  `json:"gains"` // row by row as the results of the report
}

func writeComparison(w io.Writer, a *coverage.Analysis, sessions []*coverage.Session, asJSON bool) error {
	base := sessions[0].Base()
	var all []compared
	for _, session := range sessions {
		c, err := session.AgainstBase()
		if err != nil {
			return err
		}
		all = append(all, compared{session.Scenario().Name, session.Report(), c.Rows})
	}
	if asJSON {
		return writeJSON(w, struct {
			Base      *coverage.Report `json:"base"`
			Scenarios []compared       `json:"scenarios"`
		}{base, all})
	}
	numbers := figuresOf(a.Area)
	if err := writeAssumptions(w, base.Manifest, numbers); err != nil {
		return err
	}
	t := &sheet{}
	t.add("Area", cutoffHead(base.Results), "Scenario", "People", "Covered", "Share", "Gained", "Lost")
	for i, r := range base.Results {
		t.add(areaName(r), cutoffOf(r), "(as it is)", numbers.people(r.Total), numbers.covered(r.Covered, r.Total), percent(r.Covered, r.Total), "", "")
		for _, c := range all {
			after := c.Report.Results[i]
			t.add(areaName(r), cutoffOf(r), printable(c.Name), numbers.people(r.Total), numbers.covered(after.Covered, after.Total), percent(after.Covered, after.Total),
				numbers.people(c.Gains[i].Gained), numbers.people(c.Gains[i].Lost))
		}
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	return t.write(w)
}
