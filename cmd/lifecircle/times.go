package main

import (
	"context"

	"github.com/spf13/cobra"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting/town"
)

// newTimes is `lifecircle times`.
func newTimes() *cobra.Command {
	var at where
	var q question
	to := output{usual: "csv"}
	cmd := &cobra.Command{
		Use:   "times",
		Short: "List the travel time of every residential point to the nearest facility",
		Long: `List the travel time of every residential point to the nearest facility: a table with the columns
id, population, service, mode, facility_id, seconds, access_m, reason. The nearest facility is named
however far it is; seconds are empty beyond the minutes asked. With --metres, column metres stands in
the place of seconds: the shortest way, legs included as the length walked.`,
		Example: `  lifecircle times -w city.gpkg --service clinic --mode walk --minutes 30 -o times.csv
  lifecircle times -w city.gpkg --service kindergarten --metres 300 -o metres.csv`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, s streams, _ []string) error {
			return answer(ctx, s, at, &q, to, "", (*coverage.Analysis).Times)
		}),
	}
	at.flags(cmd)
	q.flags(cmd, "30")
	cmd.Flags().StringVarP(&to.path, "output", "o", "", "`file` to write, .csv or .xlsx (default CSV to standard output)")
	return cmd
}

// newBlindspots is `lifecircle blindspots`.
func newBlindspots() *cobra.Command {
	var at where
	var as, name string
	var q question
	var best siteLists
	var made bool
	var spacingM float64
	to := output{usual: "geojson"}
	cmd := &cobra.Command{
		Use:   "blindspots",
		Short: "Find where the people live who are not served",
		Long: `Find where the people live who do not reach a service within some minutes or metres: as areas, ranked by
people, each with its reason, its nearest facility and the missing time; or as residential points.
The people of the areas and of the scattered rest together are all who are not served.

With --candidates FILE or --best-site every area names the candidate from which a new facility would serve
the most of its people (best_site); without, best_site is null. See: lifecircle site --help.`,
		Example: `  lifecircle blindspots -w city.gpkg --service clinic --mode walk --minutes 15 -o blindspots.geojson
  lifecircle blindspots -w city.gpkg --service clinic --minutes 15 --best-site -o blindspots.geojson
  lifecircle blindspots -w city.gpkg --service elder_station --mode walk_elder --group age60 --as points -o points.geojson`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, s streams, _ []string) error {
			find := (*coverage.Analysis).BlindSpotAreas
			switch as {
			case "areas":
			case "points":
				find = (*coverage.Analysis).BlindSpotPoints
			default:
				return &usageError{message: "--as \"" + as + "\": must be points or areas"}
			}
			sites := town.Question{Make: town.Make{Junctions: made, SpacingM: spacingM}}
			switch given := best.candidates != "" || made; {
			case given && as != "areas":
				return &usageError{"--as points: the best site is that of an area", "Leave --as out, or --candidates and --best-site."}
			case given:
				if err := best.read(ctx, s, &sites); err != nil {
					return err
				}
				find = func(a *coverage.Analysis, ctx context.Context, r coverage.Request) (geo.Layer, error) {
					sites.Request = r
					return town.BlindSpots(ctx, a, sites)
				}
			case len(best.forbidden)+len(best.inside) > 0 || spacingM != 0:
				return &usageError{"--forbidden, --inside and --spacing-m speak of sites", "Add --candidates FILE or --best-site."}
			}
			return answer(ctx, s, at, &q, to, name, find)
		}),
	}
	at.flags(cmd)
	q.flags(cmd, "15")
	best.flags(cmd)
	cmd.Flags().BoolVar(&made, "best-site", false, "name the best site of each area among junctions and ends of streets near people")
	cmd.Flags().Float64Var(&spacingM, "spacing-m", 0, "junctions are candidates at least so many `metres` apart (usual: a tenth of the way within the cutoff)")
	cmd.Flags().StringVar(&as, "as", "areas", "what to list: `points|areas`")
	cmd.Flags().StringVar(&name, "save", "", "also keep the result as a layer of this `NAME`")
	cmd.Flags().StringVarP(&to.path, "output", "o", "", "`file` to write, such as blindspots.geojson (default GeoJSON to standard output)")
	return cmd
}

// answer asks a question of coverage whose answer is a layer.
func answer(ctx context.Context, s streams, at where, q *question, to output, name string,
	find func(*coverage.Analysis, context.Context, coverage.Request) (geo.Layer, error)) error {
	request, err := q.request()
	if err != nil {
		return err
	}
	return ask(ctx, s, at, to, name, func(a *coverage.Analysis) (geo.Layer, error) { return find(a, ctx, request) })
}

// ask finds a layer in a workspace, stores it there under a name if one is given, and writes it. What is wrong with the
// name or the file is said before anything is computed.
func ask(ctx context.Context, s streams, at where, to output, name string, find func(*coverage.Analysis) (geo.Layer, error)) error {
	if err := to.check(); err != nil {
		return err
	}
	if err := checkName(name); err != nil {
		return err
	}
	a, err := analyse(ctx, s, at)
	if err != nil {
		return err
	}
	layer, err := find(a)
	if err != nil {
		return err
	}
	if name != "" {
		if err := save(ctx, s, at.workspace, name, layer); err != nil {
			return err
		}
	}
	return to.write(s, layer)
}
