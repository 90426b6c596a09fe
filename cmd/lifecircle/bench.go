package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/bench"
	"lifecircle/isochrone/coverage"
)

// newBench is `lifecircle bench`.
func newBench() *cobra.Command {
	plan := bench.Plan{Seed: 1}
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "bench [FILE.osm.pbf]",
		Short: "Measure the speed of the program on this machine",
		Long: `Measure how fast travel times, catchments and what-if answers are on this machine, and print one table:
each job beside the same job done with a textbook program (Dijkstra's algorithm with container/heap) in the
same run. Every answer is held against the textbook's while it is measured; a difference is an error.

Without a file a city is generated, always the same one for the same numbers. With an OpenStreetMap extract
its streets are measured, with people spread over its buildings, or at --points places along its streets,
and with facilities set at its streets.
Figures are medians of several runs on one processor, unless the job says otherwise.
Nothing is left behind. A city of 100,000 takes about a minute, one of 1,000,000 about ten and 10 GB of memory.`,
		Example: `  lifecircle bench
  lifecircle bench --junctions 1000000 --points 1000000
  lifecircle bench city.osm.pbf --json
  lifecircle bench roads.osm.pbf --points 20000`,
		Args: func(cmd *cobra.Command, args []string) error { return noArguments(cmd, args[min(1, len(args)):]) },
	}
	f := cmd.Flags()
	f.IntVar(&plan.Junctions, "junctions", 100_000, "`number` of junctions of the generated city")
	f.IntVar(&plan.Points, "points", 100_000, "`number` of residential points")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	cmd.RunE = runs(func(ctx context.Context, to streams, args []string) error {
		if len(args) > 0 {
			if f.Changed("junctions") {
				return &usageError{"--junctions belongs to the generated city", "Leave it away, or the file."}
			}
		}
		if err := plan.Check(); err != nil {
			return &usageError{message: err.Error()}
		}
		if len(args) > 0 && !f.Changed("points") {
			plan.Points = fromBuildings
		}
		report, err := measured(ctx, to, plan, args)
		if err != nil {
			return err
		}
		if asJSON {
			return writeJSON(to.out, report)
		}
		return writeBench(to.out, report)
	})
	return cmd
}

// fromBuildings is the number of residential points that says: as many as there are buildings to live in.
const fromBuildings = 0

// measured makes a workspace with the town in a folder of its own, runs the benchmark and takes the folder away.
func measured(ctx context.Context, to streams, plan bench.Plan, args []string) (_ *bench.Report, err error) {
	folder, err := os.MkdirTemp("", "lifecircle-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "bench.gpkg")
	say := func(what geo.Words) { fmt.Fprintf(to.err, "bench: %s\n", what) }
	var town geo.Town
	if len(args) > 0 {
		town, err = benchExtract(ctx, to, path, args[0], plan)
	} else {
		say(geo.Say("city of %d junctions and %d residential points", "%d 个路口、%d 个居民点的城市", plan.Junctions, plan.Points))
		town = bench.City(plan)
	}
	if err != nil {
		return nil, err
	}
	say(geo.Say("workspace", "项目文件"))
	err = change(path, data.OpenOrCreate, func(w *data.Workspace) error { return w.PutTown(ctx, town) })
	if err != nil {
		return nil, err
	}
	return bench.Run(ctx, town, bench.Options{Progress: say, Open: func(ctx context.Context) (*coverage.Analysis, error) {
		a, err := load(ctx, path)
		if err == nil {
			a.KeepLists(listsIn(to, path))
		}
		return a, err
	}})
}

// benchExtract reads an extract by way of a workspace, as a user would, and sets facilities at its streets.
func benchExtract(ctx context.Context, to streams, path, extract string, plan bench.Plan) (town geo.Town, err error) {
	if _, err := os.Stat(extract); err != nil {
		return town, err
	}
	const people = 1_000_000 // how many there are changes no time
	requests := []data.ImportRequest{{Kind: data.Streets, Path: extract}}
	if plan.Points == fromBuildings {
		requests = append(requests, data.ImportRequest{Kind: data.Residents, Path: extract, FromOSM: true, Population: people})
	}
	err = change(path+".import", data.OpenOrCreate, func(w *data.Workspace) error {
		for _, request := range requests {
			bar := newProgress(to.err, "importing "+string(request.Kind))
			_, err := w.Import(ctx, request, bar.report)
			bar.end()
			if err != nil {
				return err
			}
		}
		town, err = w.Town(ctx)
		return err
	})
	if err != nil {
		return town, err
	}
	if len(town.Streets) == 0 {
		return town, fmt.Errorf("%s: holds no street", extract)
	}
	if plan.Points != fromBuildings {
		bench.Populate(&town, plan.Points, plan.Seed)
	}
	town.Name = filepath.Base(extract)
	bench.Furnish(&town, len(town.Streets), plan.Seed)
	return town, nil
}

// writeBench prints the report for people to read.
func writeBench(w io.Writer, r *bench.Report) error {
	facts := &sheet{}
	facts.add("Program", fmt.Sprintf("lifecircle %s, %s", r.Program, r.Machine.Go))
	facts.add("Machine", fmt.Sprintf("%s, %d processors (GOMAXPROCS %d), %s", orUnknown(r.Machine.CPU), r.Machine.Processors, r.Machine.GOMAXPROCS, r.Machine.System))
	facts.add("Load", fmt.Sprintf("%s before, %s after", orUnknown(r.Machine.Load), orUnknown(r.LoadAfter)))
	facts.add("Town", fmt.Sprintf("%s: %s junctions, %s pieces of street, %s residential points, %d turn rules", printable(r.Input.Name),
		thousands(int64(r.Input.Junctions)), thousands(int64(r.Input.Pieces)), thousands(int64(r.Input.Points)), r.Input.Turns))
	facts.add("Town SHA-256", r.Input.SHA256)
	table := &sheet{}
	table.add("Job", "Program", "CPU", "Textbook", "CPU", "Ratio", "Target", "", "Runs", "Note")
	for i := range r.Rows {
		table.add(benchRow(&r.Rows[i])...)
	}
	for _, t := range []*sheet{facts, table} {
		if err := t.write(w); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "Medians: of the wall clock, and of the time the processor spent, by which ratio and verdict go where it is known.\n"+
		"Targets are those of a city of 1,000,000 on a quiet core, in proportion where a job grows with the town.\n"+
		"Most memory held, textbook and all: %s. The run took %.0f s.\n", orUnknown(amount(float64(r.PeakBytes), bench.Bytes)), r.Seconds)
	return err
}

func benchRow(row *bench.Row) []string {
	took := func(f *bench.Figure) (wall, cpu string) {
		if f == nil {
			return "–", "–"
		}
		return amount(f.Median, row.Unit), cmp.Or(amount(f.CPU, row.Unit), "–")
	}
	wall, cpu := took(row.Engine)
	bookWall, bookCPU := took(row.Textbook)
	ratio, wanted, verdict, runs := "–", "–", "", ""
	if times, known := row.Ratio(); known {
		ratio = fmt.Sprintf("%.2g", times)
		if times >= 10 {
			ratio = fmt.Sprintf("%.0f", times)
		}
	}
	if row.Target != nil {
		wanted = amount(*row.Target, row.Unit)
		if row.Faster > 0 {
			wanted += fmt.Sprintf(", ratio %.0f", row.Faster)
		}
	}
	if row.Engine == nil {
		verdict = "not measured"
	} else {
		runs = fmt.Sprint(row.Engine.Runs)
	}
	if met, known := row.Met(); known {
		verdict = map[bool]string{true: "met", false: "missed"}[met]
	}
	return []string{row.Job.EN, wall, cpu, bookWall, bookCPU, ratio, wanted, verdict, runs, row.Note.EN}
}

// amount writes a figure with three digits in the unit that suits its size; nothing where there is none.
func amount(v float64, unit bench.Unit) string {
	if v == 0 {
		return ""
	}
	steps := map[bench.Unit][]struct {
		size float64
		name string
	}{
		bench.Seconds: {{1, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}},
		bench.Bytes:   {{1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}, {1, "B"}},
		bench.SpeedUp: {{1, "×"}},
	}[unit]
	for i, step := range steps {
		if v >= step.size || i == len(steps)-1 {
			return strings.TrimSpace(fmt.Sprintf("%s %s", threeDigits(v/step.size), step.name))
		}
	}
	return ""
}

func threeDigits(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func orUnknown(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}
