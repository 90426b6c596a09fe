package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// planFlags are the flags of every command that holds a plan against the town.
type planFlags struct {
	at                  where
	standard            string
	checks              list
	asOf                string
	elderAge            int
	profiles, speeds    list
	sensitivity, needed bool
}

func (f *planFlags) flags(cmd *cobra.Command) {
	f.at.flags(cmd)
	standardFlag(cmd, &f.standard)
	flags := cmd.Flags()
	flags.Var(&f.checks, "check", "only these checks: `ID`, or several separated by commas (see: lifecircle standard show)")
	flags.StringVar(&f.asOf, "as-of", "", "facilities as they were on a `DATE`, such as 2025-12-31, by their days of opening and closing")
	flags.IntVar(&f.elderAge, "elder-age", 0, "older people are so old: `60|65` (default the plan's own)")
	flags.Var(&f.profiles, "profile", "take speeds and access of a mode from a YAML `FILE` (begin with: lifecircle profile walk), or of several modes from several")
	flags.Var(&f.speeds, "speed", "of a mode with one speed, in km/h: `MODE=KMH`, or several separated by commas")
	flags.BoolVar(&f.sensitivity, "sensitivity", false, "also each result at the slower and the faster speed of its mode")
	flags.BoolVar(&f.needed, "needed", false, "also what it would take to meet the targets")
}

// options are the flags in the words of the assessment.
func (f *planFlags) options(std *standard.Standard) (o standard.Options, err error) {
	o = standard.Options{Checks: f.checks, AsOf: f.asOf, ElderAge: f.elderAge, Sensitivity: f.sensitivity, Needed: f.needed}
	if f.asOf != "" {
		if _, err := time.Parse(time.DateOnly, f.asOf); err != nil {
			return o, &usageError{fmt.Sprintf("--as-of %q: must be a day", f.asOf), "For example: --as-of 2025-12-31"}
		}
	}
	if f.elderAge != 0 && f.elderAge != 60 && f.elderAge != 65 {
		return o, &usageError{fmt.Sprintf("--elder-age %d: must be 60 or 65", f.elderAge), ""}
	}
	for _, id := range f.checks {
		if err := knownCheck(std, "check", id); err != nil {
			return o, err
		}
	}
	o.Profiles, err = readProfiles(f.profiles, f.speeds)
	return o, err
}

// knownCheck refuses the id of a check that a standard does not have.
func knownCheck(std *standard.Standard, flag, id string) error {
	if slices.ContainsFunc(std.Checks, func(c standard.Check) bool { return c.ID == id }) {
		return nil
	}
	return &usageError{fmt.Sprintf("--%s %q: is no check of %s", flag, id, std.ID), "List them: lifecircle standard show " + std.ID}
}

// assessed is the town of the workspace to hold the plan against.
func (f *planFlags) assessed(ctx context.Context, to streams, std *standard.Standard, o standard.Options) (*standard.Assessed, error) {
	a, err := analyse(ctx, to, f.at)
	if err != nil {
		return nil, err
	}
	if !o.Sensitivity && !o.Needed { // which ask each check at several speeds, and who else could be reached
		a.KeepRouters(1)
	}
	return &standard.Assessed{Analysis: a, Standard: std, Options: o}, nil
}

// assess holds the plan against the town, and shows how far it has come.
func assess(ctx context.Context, to streams, of *standard.Assessed) (*standard.Scorecard, error) {
	bar := newProgress(to.err, "checks")
	of.Options.Progress = func(done, total int) { bar.report(int64(done), int64(total)) }
	card, err := of.Assess(ctx)
	bar.end()
	return card, err
}

// checkFlags are the flags of `lifecircle check`.
type checkFlags struct {
	plan                      planFlags
	problems, mapped, missing string // a file, and two checks
	to                        output
	asJSON                    bool
}

// newCheck is `lifecircle check`.
func newCheck() *cobra.Command {
	f := checkFlags{to: output{usual: "json"}}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Hold a plan against the town: which promises are kept, and where not",
		Long: `Hold a plan's promises against the town: which are met, which not and where, and which cannot be assessed because
data is missing. What the plan does not state itself is marked wherever its result is, and a check whose reach or
goal is assumed claims nothing: it is shown for reference until somebody confirms it in a copy of the plan's file.

-o writes the scorecard: .json as --json, .csv and .xlsx as a table. With --map it takes the units of one check, met
or not, and with --uncovered the residential points that a check leaves uncovered, as layers. The list of
problems (问题清单) of --problems names every failing unit with what is missing and whose task it is.

The exit status is 0 whatever the verdicts.`,
		Example: `  lifecircle check -w city.gpkg --standard zhejiang-2025
  lifecircle check -w city.gpkg --standard zhejiang-2025 --as-of 2025-12-31 --problems problems.xlsx -o scorecard.json
  lifecircle check -w city.gpkg --standard mine.yaml --check clinic-30,meals --sensitivity --needed
  lifecircle check -w city.gpkg --standard zhejiang-2025 --map zj-area100 -o short.geojson
  lifecircle check -w city.gpkg --standard zhejiang-2025 --uncovered zj-circle15-urban -o uncovered.csv`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error { return f.run(ctx, to) }),
	}
	f.plan.flags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.problems, "problems", "", "write the list of problems to this `file`, .csv or .xlsx")
	flags.StringVar(&f.mapped, "map", "", "-o takes the units of this `CHECK`, met, failing or without data")
	flags.StringVar(&f.missing, "uncovered", "", "-o takes the residential points that this `CHECK` leaves uncovered")
	flags.StringVarP(&f.to.path, "output", "o", "", "`file` for the scorecard (.json, .csv, .xlsx), or for --map or --uncovered (.geojson, .csv, .xlsx, …)")
	flags.BoolVar(&f.asJSON, "json", false, "print JSON")
	cmd.MarkFlagsMutuallyExclusive("map", "uncovered")
	return cmd
}

// run asks and answers. What is wrong with names and files is said before anything is computed.
func (f *checkFlags) run(ctx context.Context, to streams) error {
	std, err := standardNamed(to, f.plan.standard)
	if err != nil {
		return err
	}
	o, err := f.plan.options(std)
	if err != nil {
		return err
	}
	if err := f.files(std); err != nil {
		return err
	}
	assessed, err := f.plan.assessed(ctx, to, std, o)
	if err != nil {
		return err
	}
	card, err := assess(ctx, to, assessed)
	if err != nil {
		return err
	}
	if f.problems != "" {
		layer, err := assessed.Layer(ctx, card, standard.AsProblems, "")
		if err != nil {
			return err
		}
		if err := writeTable(to, f.problems, layer); err != nil {
			return err
		}
	}
	if f.to.path != "" {
		if err := f.write(ctx, to, card, assessed); err != nil {
			return err
		}
		if !f.to.isFile() {
			return nil // standard output has had its answer
		}
	}
	if f.asJSON {
		text, err := card.JSON()
		if err == nil {
			_, err = to.out.Write(text)
		}
		return err
	}
	return writeScorecard(to.out, card, figuresOf(assessed.Analysis.Area))
}

// files holds the options that name files and checks against the rules.
func (f *checkFlags) files(std *standard.Standard) error {
	if f.problems != "" {
		switch strings.ToLower(filepath.Ext(f.problems)) {
		case ".csv", ".xlsx":
		default:
			return &usageError{fmt.Sprintf("--problems %q: the list is written as .csv or .xlsx", f.problems), "For example: --problems problems.xlsx"}
		}
		if err := data.CheckTarget(f.problems); err != nil {
			return err
		}
	}
	for _, part := range [][2]string{{"map", f.mapped}, {"uncovered", f.missing}} {
		flag, check := part[0], part[1]
		if check == "" {
			continue
		}
		if err := knownCheck(std, flag, check); err != nil {
			return err
		}
		if len(f.plan.checks) > 0 && !slices.Contains(f.plan.checks, check) {
			return &usageError{fmt.Sprintf("--%s %s: is not among the checks of --check", flag, check), "Add it there, or leave --check away."}
		}
		if f.to.path == "" {
			return &usageError{fmt.Sprintf("--%s %s: a file is missing", flag, check), "For example: -o " + flag + ".geojson"}
		}
		f.to.usual = "geojson"
		return f.to.check()
	}
	if !f.to.isFile() {
		return nil
	}
	switch f.to.format() {
	case "json", "csv", "xlsx":
		return data.CheckTarget(f.to.path)
	}
	return &usageError{fmt.Sprintf("-o %q: a scorecard is written as .json, .csv or .xlsx", f.to.path), "For a layer name a check: --map CHECK -o FILE.geojson. For a report: lifecircle report"}
}

// write writes what -o takes.
func (f *checkFlags) write(ctx context.Context, to streams, card *standard.Scorecard, assessed *standard.Assessed) error {
	part, check := "", ""
	switch {
	case f.mapped != "":
		part, check = standard.AsMap, f.mapped
	case f.missing != "":
		part, check = standard.AsUncovered, f.missing
	case f.to.format() != "json":
		part = standard.AsTable
	}
	return writePart(ctx, to, f.to, card, assessed, part, check)
}

// writePart writes a part of a result, with its manifest beside the file.
func writePart(ctx context.Context, to streams, at output, card *standard.Scorecard, assessed *standard.Assessed, part, check string) error {
	if part == "" {
		return writeCard(to, at, card)
	}
	layer, err := assessed.Layer(ctx, card, part, check)
	if err != nil {
		return err
	}
	if at.format() == "csv" || at.format() == "xlsx" {
		return writeTableTo(to, at, layer)
	}
	return at.write(to, layer)
}

// readProfiles reads the profiles of modes from files and gives modes other speeds; nil where neither is asked for.
func readProfiles(files, speeds list) (profiles map[geo.Mode]profile, err error) {
	profiles = map[geo.Mode]profile{}
	for _, file := range files {
		p, err := readProfile(file)
		if err != nil {
			return nil, err
		}
		if _, twice := profiles[p.Mode]; twice {
			return nil, &usageError{fmt.Sprintf("--profile %s: there are two profiles for %s", file, p.Mode), ""}
		}
		profiles[p.Mode] = p
	}
	for _, word := range speeds {
		mode, p, err := speedGiven(word, profiles)
		if err != nil {
			return nil, err
		}
		profiles[mode] = p
	}
	if len(profiles) == 0 {
		return nil, nil
	}
	return profiles, nil
}
