package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/isochrone/standard"
)

func newSnapshotCompare() *cobra.Command {
	var workspace string
	var asJSON bool
	to := output{usual: "geojson"}
	cmd := &cobra.Command{
		Use: "compare BEFORE AFTER", Short: "Tell what changed between two snapshots, and why",
		Long: `Tell what changed between two snapshots: verdicts and values, the people newly covered and no longer covered, each
for one reason, the units that meet their targets newly or no longer, and the facilities that opened, closed or moved.

Reasons: people (their place is new, gone or elsewhere), facility (the one that serves them is new, gone or elsewhere),
standard (another cutoff, speed or list of services), street (what remains). -o writes the places as a layer, 5,000 at
most, those with most people first.`,
		Example: `  lifecircle snapshot compare 2024 2025 -w city.gpkg
  lifecircle snapshot compare 2024 2025 -w city.gpkg -o changed.geojson
  lifecircle snapshot compare 2024.json.gz 2025 -w city.gpkg --json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return &usageError{"the names of two snapshots are needed", "For example:\n" + cmd.Example}
			}
			return noArguments(cmd, args[2:])
		},
		RunE: runs(func(ctx context.Context, s streams, args []string) error {
			if to.path != "" {
				if !to.isFile() {
					return &usageError{"-o -: the comparison goes to standard output", "Give the layer a file: -o changed.geojson"}
				}
				if err := to.check(); err != nil {
					return err
				}
			}
			before, err := snapshotNamed(ctx, workspace, args[0])
			if err != nil {
				return err
			}
			after, err := snapshotNamed(ctx, workspace, args[1])
			if err != nil {
				return err
			}
			c := standard.CompareSnapshots(before, after)
			if to.path != "" {
				layer := c.Layer()
				if err := data.WriteFile(to.path, layer); err != nil {
					return err
				}
				if _, err := fmt.Fprintf(s.err, "%d places written to %s\n", len(layer.Features), to.path); err != nil {
					return err
				}
			}
			if asJSON {
				return writeJSON(s.out, c)
			}
			return writeComparedSnapshots(s.out, c, before, after)
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().StringVarP(&to.path, "output", "o", "", "`file` for the places newly covered or no longer, such as changed.geojson")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// writeComparedSnapshots prints a comparison for people to read.
func writeComparedSnapshots(w io.Writer, c *standard.SnapshotComparison, before, after *standard.Snapshot) error {
	var text strings.Builder
	for _, s := range []standard.SnapshotName{c.Before, c.After} {
		text.WriteString(snapshotLine(s.Name, s.Date, s.ResultID, false) + ", " + s.Standard + "\n")
	}
	if c.Before.ResultID == c.After.ResultID {
		text.WriteString("both hold the same result\n")
	}
	rows := &sheet{}
	rows.add("Check", "Before", "After", "Newly covered", "No longer", "Units newly met", "Failing")
	var changed []*standard.CheckChange
	same := 0
	for i := range c.Checks {
		x := &c.Checks[i]
		if unchanged(x) {
			same++
			continue
		}
		gained, lost := "–", "–"
		if x.Covered != nil {
			gained, lost = thousands(x.Covered.Gained.Total), thousands(x.Covered.Lost.Total)
		}
		rows.add(printable(x.ID), shownIn(before, x.ID), shownIn(after, x.ID), gained, lost, thousands(int64(len(x.NewlyMet))), thousands(int64(len(x.NewlyFailing))))
		changed = append(changed, x)
	}
	if len(changed) > 0 {
		text.WriteString("\n")
		for i, line := range rows.lines() {
			text.WriteString(line + "\n")
			if i > 0 {
				writeChange(&text, changed[i-1])
			}
		}
	}
	fmt.Fprintf(&text, "\n%s unchanged\n", several(same, "check"))
	for _, only := range []struct {
		name   string
		checks []string
	}{{c.Before.Name, c.OnlyBefore}, {c.After.Name, c.OnlyAfter}} {
		if len(only.checks) > 0 {
			text.WriteString(wrapped("only in "+only.name+": "+strings.Join(only.checks, ", "), "", "  "))
		}
	}
	writeChangedFacilities(&text, c.Facilities)
	if len(changed) > 0 {
		text.WriteString("\n" + signLegend + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// shownIn is a check's sign and value in a snapshot.
func shownIn(s *standard.Snapshot, id string) string {
	o, is := s.Scorecard.Check(id)
	if !is {
		return "–"
	}
	return signs[o.Verdict] + " " + o.Shown(o.Value)
}

// unchanged tells whether nothing that a screen shows of a check is another.
func unchanged(x *standard.CheckChange) bool {
	sameValue := (x.Before == nil) == (x.After == nil) && (x.Before == nil || x.Before.Rat().Cmp(x.After.Rat()) == 0)
	samePeople := x.Covered == nil || (x.Covered.Gained.Total == 0 && x.Covered.Lost.Total == 0 && x.Covered.Moved == 0)
	return x.VerdictBefore == x.VerdictAfter && sameValue && samePeople && len(x.NewlyMet)+len(x.NewlyFailing) == 0
}

// writeChange tells below a row why people are newly covered or no longer, and which units changed.
func writeChange(text *strings.Builder, x *standard.CheckChange) {
	line := func(parts ...string) {
		text.WriteString(wrapped(strings.Join(parts, ""), underRow, underUnder))
	}
	line(wordsOr(x.Title, x.ID))
	if c := x.Covered; c != nil {
		if c.Gained.Total > 0 {
			line("newly covered because of ", reasonsText(&c.Gained))
		}
		if c.Lost.Total > 0 {
			line("no longer covered because of ", reasonsText(&c.Lost))
		}
		if c.Moved != 0 {
			line("where people are covered both times, there are ", thousands(c.Moved), " more of them")
		}
	}
	for _, units := range []struct {
		what  string
		units []standard.UnitName
	}{{"newly met: ", x.NewlyMet}, {"newly failing: ", x.NewlyFailing}} {
		if len(units.units) == 0 {
			continue
		}
		var names []string
		for _, u := range units.units[:min(len(units.units), worstUnits)] {
			names = append(names, facilityName(u.ID, u.Name))
		}
		more := ""
		if n := len(units.units) - worstUnits; n > 0 {
			more = " and " + thousands(int64(n)) + " more"
		}
		line(units.what, strings.Join(names, ", "), more)
	}
}

func reasonsText(r *standard.ChangeReason) string {
	var parts []string
	for _, reason := range []struct {
		name   string
		people int64
	}{{"facilities", r.Facility}, {"streets", r.Street}, {"people", r.People}, {"the standard", r.Standard}} {
		if reason.people > 0 {
			parts = append(parts, reason.name+": "+thousands(reason.people))
		}
	}
	return strings.Join(parts, ", ")
}

// listedFacilities is how many changed facilities a screen names.
const listedFacilities = 20

func writeChangedFacilities(text *strings.Builder, facilities []standard.FacilityChange) {
	if len(facilities) == 0 {
		return
	}
	text.WriteString("\nFacilities\n")
	for _, f := range facilities[:min(len(facilities), listedFacilities)] {
		text.WriteString(wrapped(f.Change+": "+facilityName(f.ID, f.Name), "- ", "  "))
	}
	if more := len(facilities) - listedFacilities; more > 0 {
		text.WriteString("- and " + thousands(int64(more)) + " more\n")
	}
}
