package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// newCatchment is `lifecircle catchment`.
func newCatchment() *cobra.Command {
	var town where
	var name, at string
	var cutoffs cutoffs
	var travel travel
	var q coverage.CatchmentRequest
	to := output{usual: "geojson"}
	cmd := &cobra.Command{
		Use:   "catchment",
		Short: "Draw the land from which a facility, a place or a service is reached in time",
		Long: `Draw the land from which a facility, a place, or the nearest facility of a service is reached within
some minutes, or some metres along the streets: a shape for each cutoff, with the people who live in it. Every residential point and
every facility lies on the side of the line that its travel time says. With --streets, draw in place of
the land the streets from which it is reached: the parts of each, with the shortest of the cutoffs that
holds for all of the part, and the times at its two ends.`,
		Example: `  lifecircle catchment -w city.gpkg --facility clinic:7 --mode walk --minutes 5,15,30 -o catchment.geojson
  lifecircle catchment -w city.gpkg --at 113.5492,22.1987 --minutes 15 -o here.geojson
  lifecircle catchment -w city.gpkg --service clinic --mode drive --minutes 15 -o union.geojson
  lifecircle catchment -w city.gpkg --facility clinic:7 --metres 500,1000 -o walks.geojson
  lifecircle catchment -w city.gpkg --facility clinic:7 --minutes 5,15 --streets -o streets.geojson`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, s streams, _ []string) (err error) {
			if q.Minutes, q.Metres, err = cutoffs.read(); err != nil {
				return err
			}
			if q.Profile, err = travel.profile(); err != nil {
				return err
			}
			if at != "" {
				if q.At, err = parsePosition(at); err != nil {
					return err
				}
			}
			return ask(ctx, s, town, to, name, func(a *coverage.Analysis) (geo.Layer, error) { return a.Catchments(ctx, q) })
		}),
	}
	town.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&q.Facility, "facility", "", "the facility `ID`, or service:id where several have the id")
	f.StringVar(&at, "at", "", "a place, as `LON,LAT` in degrees")
	f.StringVar(&q.Service, "service", "", "the nearest facility of the service `CODE`")
	travel.flags(cmd)
	cutoffs.flags(cmd, "5,15,30")
	f.BoolVar(&q.Streets, "streets", false, "draw the streets within the cutoffs, with parts of streets")
	f.StringVar(&name, "save", "", "also keep the result as a layer of this `NAME`")
	f.StringVarP(&to.path, "output", "o", "", "`file` to write, such as catchment.geojson (default GeoJSON to standard output)")
	cmd.MarkFlagsMutuallyExclusive("facility", "at", "service")
	cmd.MarkFlagsOneRequired("facility", "at", "service")
	return cmd
}

// parsePosition reads "LON,LAT" in degrees.
func parsePosition(text string) (*orb.Point, error) {
	lon, lat, _ := strings.Cut(text, ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if errX != nil || errY != nil {
		return nil, &usageError{fmt.Sprintf("--at %q: give longitude and latitude in degrees", text), "For example: --at 113.5492,22.1987"}
	}
	return &orb.Point{x, y}, nil
}
