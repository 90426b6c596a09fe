package main

import (
	"context"

	"github.com/spf13/cobra"
)

// newCoverage is `lifecircle coverage`.
func newCoverage() *cobra.Command {
	var workspace, by, name string
	var q question
	var band, asJSON bool
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "Count who is served within some minutes, who is not, and why",
		Long: `Count the people who reach a service within some minutes, those who do not, and why.
Travel goes from the resident to the facility; cutoffs are inclusive.`,
		Example: `  lifecircle coverage -w city.gpkg --service clinic --mode walk --minutes 5,15,30
  lifecircle coverage -w city.gpkg --service clinic,clinic_station --group age60 --by town --json
  lifecircle coverage -w city.gpkg --service kindergarten --minutes 15 --band --save kindergarten_15`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error {
			request, err := q.request()
			if err != nil {
				return err
			}
			if err := checkName(name); err != nil {
				return err
			}
			request.By, request.Band = by, band
			a, err := analyse(ctx, to, workspace)
			if err != nil {
				return err
			}
			report, err := a.Coverage(ctx, request)
			if err != nil {
				return err
			}
			if name != "" {
				layer, err := a.PointLayer(ctx, request)
				if err != nil {
					return err
				}
				if err := save(ctx, to, workspace, name, layer); err != nil {
					return err
				}
			}
			if asJSON {
				return report.WriteJSON(to.out)
			}
			return writeCoverage(to.out, report, a.Area)
		}),
	}
	workspaceFlag(cmd, &workspace)
	q.flags(cmd, "5,15,30")
	cmd.Flags().StringVar(&by, "by", "", "also by area: a `LEVEL` of the areas, or area for all levels")
	cmd.Flags().BoolVar(&band, "band", false, "also show the share under nearest access and at the slower and faster speed")
	cmd.Flags().StringVar(&name, "save", "", "keep the answer for every residential point as a layer of this `NAME`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
