package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// explainFlags are the flags of `lifecircle explain`.
type explainFlags struct {
	workspace, at string
	cutoffs       cutoffs
	travel        travel
	ask           coverage.ExplainRequest
	asJSON        bool
}

// newExplain is `lifecircle explain`.
func newExplain() *cobra.Command {
	var f explainFlags
	cmd := &cobra.Command{
		Use:   "explain",
		Short: "Tell of one residential point what is within its reach, why not more, and what would help",
		Long: `Tell of one residential point how far the nearest facilities of a service are, which way leads there,
and, where none is near enough, what is missing and what would do: a saved scenario, a planned or
closed facility in use, or a gate open. Each is tried on its own; the times are those of the town
with it done. At most 20 scenarios and 20 gates are tried, and it says how many were not.

With --at it is the residential point nearest to a position.`,
		Example: `  lifecircle explain -w city.gpkg --point P0042 --service clinic --minutes 15
  lifecircle explain -w city.gpkg --at 113.5492,22.1987 --service kindergarten --metres 300 --nearest 5 --ways
  lifecircle explain -w city.gpkg --point P0042 --service clinic --mode drive --minutes 10 --json`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error { return f.run(ctx, to) }),
	}
	workspaceFlag(cmd, &f.workspace)
	flags := cmd.Flags()
	flags.StringVar(&f.ask.Point, "point", "", "the residential point, by its `ID`")
	flags.StringVar(&f.at, "at", "", "instead: the residential point nearest to `LON,LAT` in degrees")
	flags.StringVar(&f.ask.Service, "service", "", "service `CODE` (see: lifecircle services)")
	flags.IntVar(&f.ask.Nearest, "nearest", coverage.UsualNearest, "so many of the nearest facilities, up to 10: `K`")
	flags.BoolVar(&f.ask.Ways, "ways", false, "tell the way to each of them, and not to the nearest alone")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON, with the nearest facilities of every other service too")
	f.travel.flags(cmd)
	f.cutoffs.flags(cmd, "15")
	cmd.MarkFlagsMutuallyExclusive("point", "at")
	cmd.MarkFlagsOneRequired("point", "at")
	return cmd
}

func (f *explainFlags) run(ctx context.Context, to streams) error {
	if err := f.read(); err != nil {
		return err
	}
	a, err := analyse(ctx, to, where{workspace: f.workspace})
	if err != nil {
		return err
	}
	if f.ask.Scenarios, err = savedScenarios(ctx, f.workspace); err != nil {
		return err
	}
	e, err := a.Explain(ctx, f.ask)
	if err != nil {
		return err
	}
	if f.asJSON {
		return writeJSON(to.out, e)
	}
	return writeExplanation(to.out, e, f.ask)
}

// read turns the flags into what the analysis is asked.
func (f *explainFlags) read() (err error) {
	if f.ask.Service == "" {
		return &usageError{"--service is missing", "For example: --service clinic. The codes are listed by: lifecircle services"}
	}
	if f.at != "" {
		if f.ask.At, err = parsePosition(f.at); err != nil {
			return err
		}
	}
	if f.ask.Nearest == 0 {
		return &usageError{"--nearest 0: from 1 to 10 facilities can be told", "For example: --nearest 5"}
	}
	minutes, metres, err := f.cutoffs.read()
	if err != nil {
		return err
	}
	if len(minutes)+len(metres) > 1 {
		return &usageError{"an explanation is about one cutoff", "For example: --minutes 15"}
	}
	if len(metres) > 0 {
		f.ask.Metres = metres[0]
	} else {
		f.ask.Minutes = minutes[0]
	}
	f.ask.Remedies = true
	f.ask.Profile, err = f.travel.profile()
	return err
}

// savedScenarios are the scenarios of a workspace.
func savedScenarios(ctx context.Context, path string) ([]geo.Scenario, error) {
	w, err := data.OpenReadOnly(path)
	if err != nil {
		return nil, err
	}
	saved, err := w.Scenarios(ctx)
	scenarios := make([]geo.Scenario, len(saved))
	for i := range saved {
		scenarios[i] = saved[i].Scenario
	}
	return scenarios, errors.Join(err, w.Close())
}
