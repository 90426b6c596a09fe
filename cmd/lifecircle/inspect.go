package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/data"
)

// inspection is what `lifecircle inspect --json` prints.
type inspection struct {
	data.Inspection
	Layers  []data.LayerInfo `json:"layers"`
	Imports []data.Report    `json:"imports"`
}

// newInspect is `lifecircle inspect`.
func newInspect() *cobra.Command {
	var workspace string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect",
		Short: "Say what is in the workspace, and what is wrong with it",
		Long: `Say what is in the workspace and what looks wrong with it: positions that contradict the streets, points
far from any street or outside the areas, lists that are incomplete, and what imports rejected.`,
		Example: `  lifecircle inspect -w city.gpkg
  lifecircle inspect -w city.gpkg --json`,
		Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error {
			i, err := inspect(ctx, workspace)
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
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, with the reports of all imports")
	return cmd
}

func inspect(ctx context.Context, path string) (i inspection, err error) {
	w, err := data.OpenReadOnly(path)
	if err != nil {
		return i, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if i.Inspection, err = w.Inspect(ctx); err != nil {
		return i, err
	}
	if i.Layers, err = w.Layers(ctx); err != nil {
		return i, err
	}
	i.Imports, err = w.Reports(ctx)
	return i, err
}

// writeInspection prints an inspection for people to read, what is wrong at the end.
func writeInspection(w io.Writer, i inspection) error {
	facts := &sheet{}
	facts.add("Workspace", printable(i.Name))
	facts.add("Streets", fmt.Sprintf("%s segments, %.1f km, data of %s", thousands(int64(i.Counts.Streets)), i.Counts.StreetKM, dateOrUnknown(i.DataDate)))
	facts.add("Turn rules", thousands(int64(i.Counts.Turns)))
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
