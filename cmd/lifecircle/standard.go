package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

// newStandard is `lifecircle standard`.
func newStandard() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "standard",
		Short: "Plans and standards whose promises can be checked",
		Long: `Plans and standards whose promises lifecircle check holds against a town. Each is a YAML file: every check names
the clause it comes from, what is measured, and whether reach and goal are stated by the plan itself, borrowed
from another document or assumed by this program.

To make one of your own, export a built-in one or draft the next plan from it, change the file, let it be
verified, and hand it to other commands with --standard FILE.yaml.`,
		Example: `  lifecircle standard list
  lifecircle standard show zhejiang-2025
  lifecircle standard export zhejiang-2025 -o mine.yaml
  lifecircle standard verify mine.yaml`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newStandardList(), newStandardShow(), newStandardExport(), newStandardVerify(), newStandardDraft())
	return cmd
}

func newStandardList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the built-in plans and standards", Example: "  lifecircle standard list", Args: noArguments,
		RunE: runs(func(ctx context.Context, to streams, _ []string) error {
			all, err := standard.Embedded()
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(to.out, all)
			}
			lines := &sheet{}
			lines.add("Standard", "Checks", "Stated targets", "Period", "Title")
			for _, s := range all {
				lines.add(s.ID, strconv.Itoa(s.Checks), strconv.Itoa(s.Headline), periodText(s), s.Title.EN)
			}
			return lines.write(to.out)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// periodText is the time that a plan is for, in years.
func periodText(s standard.Summary) string {
	text := "–"
	if s.From != "" || s.To != "" {
		text = yearOf(s.From) + "–" + yearOf(s.To)
	}
	if s.History {
		text += ", history"
	}
	return text
}

func yearOf(date string) string {
	year, _, _ := strings.Cut(date, "-")
	return year
}

func newStandardShow() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show ID|FILE", Short: "Show the checks of a plan, with their targets and where these come from",
		Example: `  lifecircle standard show zhejiang-2025
  lifecircle standard show mine.yaml --json`,
		Args: oneArgument("the standard"),
		RunE: runs(func(ctx context.Context, to streams, args []string) error {
			std, err := readStandard(to, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(to.out, std.Describe())
			}
			return writeStandard(to.out, std)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// writeStandard prints a standard for people to read.
func writeStandard(w io.Writer, std *standard.Standard) error {
	d := std.Describe()
	var text strings.Builder
	text.WriteString(wrapped(standardLine(d.Title, d.ID), "", "  "))
	for _, line := range []string{d.Title.ZH, documentLine(&std.Document), noteLine(d.Summary)} {
		if line != "" {
			text.WriteString(wrapped(line, "", "  "))
		}
	}
	fmt.Fprintf(&text, "%d checks, of which %d have targets that the document itself states\n\n", d.Checks, d.Headline)
	lines := &sheet{}
	lines.add("Check", "Measure", "Target", "Severity", "Basis")
	for _, c := range d.Each {
		lines.add(printable(c.ID), string(c.Measure), cut(targetText(c.Wanted, unitOf(c.Measure, c.Unit)), 18), string(c.Severity), basis(c.Reach, c.Goal, c.Source, c.Confirmed))
	}
	for i, line := range lines.lines() {
		text.WriteString(line + "\n")
		if i > 0 {
			text.WriteString("   " + cut(printable(d.Each[i-1].Title.EN), screenWidth-3) + "\n")
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func standardLine(title geo.Words, id string) string { return title.EN + " (" + id + ")" }

func documentLine(d *standard.Document) string {
	var parts []string
	for _, part := range []string{d.Issuer.EN, d.Number, d.Date} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

func noteLine(s standard.Summary) string {
	line := ""
	if p := periodText(s); p != "–" {
		line = "Period " + p
	}
	if s.Note.EN != "" {
		line = strings.TrimPrefix(line+". "+s.Note.EN, ". ")
	}
	return line
}

// unitOf is what a target counts, in words; nothing of shares, whose sign is %.
func unitOf(m standard.Measure, unit string) string {
	o := standard.Outcome{Measure: m, Unit: unit}
	return o.UnitWords().EN
}

func targetText(wanted, unit string) string {
	if wanted == "–" || unit == "" {
		return wanted
	}
	return wanted + " " + printable(unit)
}

// basis says what of a check its document states: "stated", "reach assumed", "reach and goal borrowed", "recalled".
func basis(reach, goal standard.Origin, source standard.Evidence, confirmed *standard.Confirmed) string {
	if confirmed != nil {
		return "confirmed"
	}
	var parts []string
	notStated := func(o standard.Origin) bool { return o == standard.Borrowed || o == standard.Assumed }
	switch {
	case notStated(reach) && reach == goal:
		parts = append(parts, "reach, goal "+string(reach))
	default:
		if notStated(reach) {
			parts = append(parts, "reach "+string(reach))
		}
		if notStated(goal) {
			parts = append(parts, "goal "+string(goal))
		}
	}
	if source == standard.Recalled {
		parts = append(parts, "recalled")
	}
	if len(parts) == 0 {
		if goal == standard.Stated || reach == standard.Stated {
			return "stated"
		}
		return "–"
	}
	return strings.Join(parts, ", ")
}
