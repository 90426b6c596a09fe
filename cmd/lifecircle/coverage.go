package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// coverageFlags are the flags of `lifecircle coverage`.
type coverageFlags struct {
	at                   where
	by, name             string
	question             question
	groupSpeeds          list
	curve                int
	band, radius, asJSON bool
	facilities           bool
	fairness, capacity   bool
	points               output
}

// newCoverage is `lifecircle coverage`.
func newCoverage() *cobra.Command {
	f := coverageFlags{points: output{usual: "geojson"}}
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "Count who is served within some minutes or metres, who is not, and why",
		Long: `Count the people who reach a service within some minutes, those who do not, and why.
Travel goes from the resident to the facility; cutoffs are inclusive.

With --metres the cutoffs are metres along the streets, the shortest way, legs included as the length
walked. --radius reads them as a service radius too (服务半径, a circle around the facility), and -o
lists the residential points about which the two readings disagree.

With --group-speed groups travel at speeds of their own and everybody else at that of the mode: rows
for each group, and the whole, each person counted once. --curve counts every minute, for a chart.

With --facilities it counts by facility: the people within the cutoff of each, those to whom it is the
nearest, those whom no other serves and who would be lost if it closed, and the facility with which it
shares most people. -o writes the facilities with these numbers.

With --fairness it tells how unequally people live from the service: mean, median and 95th percentile of
the times, the worst tenth, Gini and Theil, by group, for town and country, and by the areas of --by; and
how much of it lies between these. With --capacity nobody takes a place that is not there: places are
shared out nearest first, with the most that could be served beside it, and how full each facility is.`,
		Example: `  lifecircle coverage -w city.gpkg --service clinic --mode walk --minutes 5,15,30
  lifecircle coverage -w city.gpkg --service clinic,clinic_station --group age60 --by town --json
  lifecircle coverage -w city.gpkg --service kindergarten --minutes 15 --band --save kindergarten_15
  lifecircle coverage -w city.gpkg --service kindergarten --metres 300,500 --radius -o disagree.geojson
  lifecircle coverage -w city.gpkg --service clinic --minutes 15 --group-speed age60=3.0,age0_2=3.0
  lifecircle coverage -w city.gpkg --service clinic --curve 30 --band --json
  lifecircle coverage -w city.gpkg --service clinic --minutes 5,15 --facilities -o clinics.xlsx
  lifecircle coverage -w city.gpkg --service clinic --fairness --by town
  lifecircle coverage -w city.gpkg --service childcare --group age0_2 --minutes 15 --capacity
  lifecircle coverage -w city.gpkg --service clinic --scenario "two new clinics" --by town`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error { return f.run(ctx, to) }),
	}
	f.at.flags(cmd)
	f.question.flags(cmd, "5,15,30")
	flags := cmd.Flags()
	flags.StringVar(&f.by, "by", "", "also by area: a `LEVEL` of the areas, or area for all levels")
	flags.BoolVar(&f.band, "band", false, "also show the share under nearest access and at the slower and faster speed")
	flags.BoolVar(&f.radius, "radius", false, "with --metres: also who lives within so many metres in a straight line")
	flags.Var(&f.groupSpeeds, "group-speed", "groups that travel at a speed of their own: `GROUP=KMH`, or several separated by commas")
	flags.BoolVar(&f.facilities, "facilities", false, "instead: whom each facility serves, alone and together with others")
	flags.BoolVar(&f.fairness, "fairness", false, "instead: how unequally people live from the service, whatever the cutoff")
	flags.BoolVar(&f.capacity, "capacity", false, "instead: who finds a place within one cutoff, nobody beyond the capacities there are")
	flags.IntVar(&f.curve, "curve", 0, "instead of rows: covered people for every minute up to `N`")
	flags.StringVar(&f.name, "save", "", "keep the answer for every residential point as a layer of this `NAME`; with --radius, the points that it lists; with --facilities, these")
	flags.StringVarP(&f.points.path, "output", "o", "", "with --radius: `file` for the points about which circle and streets disagree, such as disagree.geojson; with --facilities: for these")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON")
	for _, other := range []string{"minutes", "metres", "by", "save", "radius", "output", "facilities"} {
		cmd.MarkFlagsMutuallyExclusive("curve", other)
	}
	for _, other := range []string{"by", "band", "radius", "group-speed"} {
		cmd.MarkFlagsMutuallyExclusive("facilities", other)
	}
	for _, other := range []string{"curve", "band", "radius", "group-speed", "facilities", "save", "output"} {
		cmd.MarkFlagsMutuallyExclusive("fairness", other)
		cmd.MarkFlagsMutuallyExclusive("capacity", other)
	}
	cmd.MarkFlagsMutuallyExclusive("fairness", "capacity")
	return cmd
}

// run asks the question and answers it. What is wrong with names and files is said before anything is computed.
func (f *coverageFlags) run(ctx context.Context, to streams) error {
	request, err := f.request()
	if err != nil {
		return err
	}
	if err := checkName(f.name); err != nil {
		return err
	}
	a, err := analyse(ctx, to, f.at)
	if err != nil {
		return err
	}
	if f.question.travel.set.Changed("curve") {
		curve, err := a.Curve(ctx, request, f.curve)
		if err != nil {
			return err
		}
		if f.asJSON {
			return curve.WriteJSON(to.out)
		}
		return writeCurve(to.out, curve, figuresOf(a.Area))
	}
	switch {
	case f.facilities:
		return f.served(ctx, to, a, request)
	case f.fairness:
		return f.fair(ctx, to, a, request)
	case f.capacity:
		return f.full(ctx, to, a, request)
	}
	report, err := a.Coverage(ctx, request)
	if err != nil {
		return err
	}
	if err := f.keep(ctx, to, a, request); err != nil {
		return err
	}
	if f.asJSON {
		return report.WriteJSON(to.out)
	}
	return writeCoverage(to.out, report, a.Area)
}

// served answers by facility.
func (f *coverageFlags) served(ctx context.Context, to streams, a *coverage.Analysis, request coverage.Request) error {
	report, err := a.ServedBy(ctx, request)
	if err != nil {
		return err
	}
	if err := f.keep(ctx, to, a, request); err != nil {
		return err
	}
	if f.asJSON {
		return report.WriteJSON(to.out)
	}
	return writeServed(to.out, report, a.Area)
}

func (f *coverageFlags) request() (coverage.Request, error) {
	request, err := f.question.request()
	if err != nil {
		return request, err
	}
	request.By, request.Band, request.Radius = f.by, f.band, f.radius
	for _, word := range f.groupSpeeds {
		s, err := coverage.ParseGroupSpeed(word)
		if err != nil {
			return request, &usageError{fmt.Sprintf("--group-speed %q: must be a group and its speed in km/h", word), "For example: --group-speed age60=3.0,age0_2=3.0"}
		}
		request.GroupSpeeds = append(request.GroupSpeeds, s)
	}
	if f.capacity && len(request.Minutes)+len(request.Metres) != 1 {
		return request, &usageError{"--capacity counts within one cutoff", "For example: --minutes 15 --capacity"}
	}
	if f.radius && len(request.Metres) == 0 {
		return request, &usageError{"--radius needs cutoffs in metres", "For example: --metres 300,500,1000 --radius"}
	}
	if f.facilities && request.Need == coverage.All && len(request.Services) > 1 {
		return request, &usageError{"--facilities counts people by facility: where several services are needed, none serves anybody alone", "Ask for each service by itself, or leave --need all away."}
	}
	if f.points.path != "" {
		if !f.radius && !f.facilities {
			return request, &usageError{"-o goes with --radius, for the points about which circle and streets disagree, or with --facilities", "To keep an answer for every residential point use --save, or: lifecircle times -o FILE"}
		}
		if !f.points.isFile() {
			return request, &usageError{"-o -: the counts go to standard output", "Give them a file: -o counted.geojson"}
		}
		return request, f.points.check()
	}
	return request, nil
}

// keep saves and writes the layers that go with the counts.
func (f *coverageFlags) keep(ctx context.Context, to streams, a *coverage.Analysis, request coverage.Request) error {
	if f.name == "" && f.points.path == "" {
		return nil
	}
	find := a.PointLayer
	switch {
	case f.radius:
		find = a.RadiusPoints
	case f.facilities:
		find = a.ServedLayer
	}
	layer, err := find(ctx, request)
	if err != nil {
		return err
	}
	return f.put(ctx, to, layer)
}

func (f *coverageFlags) put(ctx context.Context, to streams, layer geo.Layer) error {
	if f.name != "" {
		if err := save(ctx, to, f.at.workspace, f.name, layer); err != nil {
			return err
		}
	}
	if f.points.path == "" {
		return nil
	}
	return f.points.write(to, layer)
}
