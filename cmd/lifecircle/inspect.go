package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/data"
	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// inspection is what `lifecircle inspect --json` prints.
type inspection struct {
	data.Inspection
	Layers  []data.LayerInfo    `json:"layers"`
	Imports []data.Report       `json:"imports"`
	Islands []*coverage.Islands `json:"islands,omitempty"` // of the modes that were named
}

// newInspect is `lifecircle inspect`.
func newInspect() *cobra.Command {
	var workspace string
	var modes list
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect",
		Short: "Say what is in the workspace, and what is wrong with it",
		Long: `Say what is in the workspace and what looks wrong with it: positions that contradict the streets, points
far from any street or outside the areas, lists that are incomplete, and what imports rejected.

With --mode it also looks for islands: streets from which one cannot get to the main part of the
network in that mode and back, as behind a gap in the data or a gate, or along a one-way street that
leads out of it; and counts who lives on them.`,
		Example: `  lifecircle inspect -w city.gpkg
  lifecircle inspect -w city.gpkg --mode walk,drive
  lifecircle inspect -w city.gpkg --json`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error {
			profiles, err := profilesOf(modes)
			if err != nil {
				return err
			}
			i, err := inspect(ctx, workspace, profiles)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(to.out, i)
			}
			return writeInspection(to.out, i)
		}),
	}
	workspaceFlag(cmd, &workspace)
	cmd.Flags().Var(&modes, "mode", "look for islands too: `MODE`, or several separated by commas (walk, walk_elder, bike, ebike, drive)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, with the reports of all imports")
	return cmd
}

// profilesOf are the built-in profiles of modes, each once.
func profilesOf(modes list) (profiles []isochrone.Profile, err error) {
	for i, mode := range modes {
		if slices.Contains(modes[:i], mode) {
			continue
		}
		p, err := isochrone.BuiltinProfile(geo.Mode(mode))
		if err != nil {
			return nil, &usageError{message: err.Error()}
		}
		profiles = append(profiles, p)
	}
	return profiles, nil
}

// inspect looks at a workspace, and for islands by profiles.
func inspect(ctx context.Context, path string, profiles []isochrone.Profile) (i inspection, err error) {
	w, err := data.OpenReadOnly(path)
	if err != nil {
		return i, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	town, err := w.Town(ctx)
	if err != nil {
		return i, err
	}
	if i.Inspection, err = w.InspectTown(ctx, &town); err != nil {
		return i, err
	}
	if len(profiles) > 0 {
		if i.Islands, err = islandsBy(ctx, town, profiles); err != nil {
			return i, err
		}
	}
	if i.Layers, err = w.Layers(ctx); err != nil {
		return i, err
	}
	i.Imports, err = w.Reports(ctx)
	return i, err
}

func islandsBy(ctx context.Context, town geo.Town, profiles []isochrone.Profile) (all []*coverage.Islands, err error) {
	a, err := study(town)
	if err != nil {
		return nil, err
	}
	for _, p := range profiles {
		islands, err := a.Islands(ctx, p)
		if err != nil {
			return nil, err
		}
		all = append(all, islands)
	}
	return all, nil
}

// writeInspection prints an inspection for people to read, what is wrong at the end.
func writeInspection(w io.Writer, i inspection) error {
	facts := &sheet{}
	facts.add("Workspace", printable(i.Name))
	facts.add("Streets", fmt.Sprintf("%s segments, %.1f km, data of %s", thousands(int64(i.Counts.Streets)), i.Counts.StreetKM, dateOrUnknown(i.DataDate)))
	facts.add("Turn rules", thousands(int64(i.Counts.Turns)))
	if n := i.Counts.IdleBuildings; n > 0 {
		facts.add("Idle buildings", thousands(int64(n))+" public ones, by OpenStreetMap")
	}
	facts.add("Extent", string(i.Extent.Source))
	facts.add("Residents", fmt.Sprintf("%s people in %s points", figures{i.PeopleEstimated}.people(i.Counts.People), thousands(int64(i.Counts.ResidentialPoints))))
	var levels []string
	for _, l := range i.Levels {
		levels = append(levels, fmt.Sprintf("%d %s", l.Areas, printable(cmp.Or(l.Level, "(no level)"))))
	}
	facts.add("Areas", cmp.Or(strings.Join(levels, ", "), "none"))
	for _, a := range i.Attribution {
		facts.add("Source", a)
	}
	tables := []*sheet{facts, groupTable(i), listTable(i), savedTable(i)}
	for n, t := range tables {
		if n > 0 && len(t.rows) < 2 {
			continue
		}
		if err := t.write(w); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	for _, islands := range i.Islands {
		if err := writeIslands(w, islands, figures{i.PeopleEstimated}); err != nil {
			return err
		}
	}
	return writeFindings(w, i.Findings)
}

func dateOrUnknown(date *string) string {
	if date == nil {
		return "unknown date"
	}
	return *date
}

func groupTable(i inspection) *sheet {
	t := &sheet{}
	t.add("Group", "People", "Points without number")
	for _, g := range i.Groups {
		t.add(g.Group, figures{i.PeopleEstimated}.people(g.People), strconv.Itoa(g.PointsNoData))
	}
	return t
}

func listTable(i inspection) *sheet {
	t := &sheet{}
	t.add("Service", "Facilities", "Active", "")
	for _, l := range i.Lists {
		note := ""
		if l.Incomplete {
			note = "list is incomplete"
		}
		t.add(l.Service, strconv.Itoa(l.Facilities), strconv.Itoa(l.Active), note)
	}
	return t
}

func savedTable(i inspection) *sheet {
	t := &sheet{}
	t.add("Saved result", "Rows")
	for _, l := range i.Layers {
		if l.Saved {
			t.add(l.Name, strconv.Itoa(l.Features))
		}
	}
	return t
}

func writeFindings(w io.Writer, findings []data.Finding) error {
	if len(findings) == 0 {
		_, err := fmt.Fprintln(w, "Nothing looks wrong.")
		return err
	}
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s: %s", f.Severity, printable(f.TextEN))
		if f.Count > 1 || len(f.Examples) > 0 {
			fmt.Fprintf(&b, " (%s)", thousands(int64(f.Count)))
		}
		const shown = 5
		if n := min(len(f.Examples), shown); n > 0 {
			fmt.Fprintf(&b, ": %s", printable(strings.Join(f.Examples[:n], ", ")))
			if f.Count > n {
				b.WriteString(", …")
			}
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
