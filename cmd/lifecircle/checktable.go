package main

import (
	"fmt"
	"io"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/standard"
)

// signs mark verdicts where a word would be too long.
var signs = map[standard.Verdict]string{standard.Met: "✓", standard.NotMet: "✗", standard.NotAssessable: "?", standard.Reference: "○", standard.ReportOnly: "–"}

const signLegend = "✓ met   ✗ not met   ? not assessable   ○ for reference   – report only"

// writeScorecard prints a scorecard for people to read: the headline in words, a row for each check with what it is about
// and where it fails, the gaps between areas, and what was assumed.
func writeScorecard(w io.Writer, card *standard.Scorecard, numbers figures) error {
	var text strings.Builder
	text.WriteString(wrapped(standardLine(card.Title, card.Standard), "", "  "))
	if card.History {
		text.WriteString("a plan that has ended, for comparison: history\n")
	}
	if card.Manifest.Scenario != nil {
		text.WriteString(wrapped("Scenario "+scenarioLine(*card.Manifest.Scenario), "", "  "))
	}
	text.WriteString(wrapped(headlineText(card.Headline), "", "  ") + "\n")
	std, options, err := standard.Recorded(card.Manifest)
	if err != nil {
		return err
	}
	rows := &sheet{}
	rows.add("", "Check", "Value", "Target", "Units met", "Basis")
	for i := range card.Checks {
		o := &card.Checks[i]
		rows.add(signs[o.Verdict], printable(o.ID), cut(valueOf(o), widestValue), cut(wantedOf(o), widestTarget), unitsMet(o), weakest(o))
	}
	for i, line := range rows.lines() {
		text.WriteString(line + "\n")
		if i > 0 {
			writeOutcome(&text, std, &card.Checks[i-1], numbers)
		}
	}
	text.WriteString("\n" + signLegend + "\n")
	if err := writeGaps(&text, card); err != nil {
		return err
	}
	if err := writePlanAssumptions(&text, card, std, options, numbers); err != nil {
		return err
	}
	fmt.Fprintf(&text, "Result %s\n", card.ResultID())
	_, err = io.WriteString(w, text.String())
	return err
}

// headlineText counts the verdicts on what the plan itself states, and the other checks apart.
func headlineText(h standard.Headline) string {
	others := fmt.Sprintf("%s borrowed, for reference or for report only", several(h.Others, "check"))
	if h.Total == 0 {
		return "No target here is stated by the plan itself: " + others
	}
	text := fmt.Sprintf("Of %s that the plan itself states: %d met · %d not met · %d not assessable", several(h.Total, "target"), h.Met, h.NotMet, h.NotAssessable)
	if h.Others > 0 {
		text += " (beside them " + others + ")"
	}
	return text
}

// several is a number of things.
func several(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return thousands(int64(n)) + " " + plural(thing)
}

func plural(thing string) string {
	if stem, is := strings.CutSuffix(thing, "y"); is {
		return stem + "ies"
	}
	return thing + "s"
}

// The widest value and target that a row has room for; below it stands what was cut.
const widestValue, widestTarget = 16, 24

func wantedOf(o *standard.Outcome) string { return targetText(o.Wanted(), o.UnitWords().EN) }

// valueOf is the value of a check. Of a report nothing else says what it counts.
func valueOf(o *standard.Outcome) string {
	text := o.Shown(o.Value)
	if o.Verdict == standard.ReportOnly && !strings.HasSuffix(text, "%") {
		text = targetText(text, o.UnitWords().EN)
	}
	return text
}

func unitsMet(o *standard.Outcome) string {
	if o.UnitsTotal == 0 || o.Op == standard.NoTarget {
		return "–"
	}
	text := thousands(int64(o.UnitsMet)) + "/" + thousands(int64(o.UnitsTotal))
	if o.UnitKind != "" {
		text += " " + plural(printable(o.UnitKind))
	}
	return text
}

// weakest says how far the document itself states a check, in one word: what is assumed counts more than what is borrowed.
func weakest(o *standard.Outcome) string {
	switch is := func(origin standard.Origin) bool { return o.Reach == origin || o.Goal == origin }; {
	case o.Confirmed != nil:
		return "confirmed"
	case is(standard.Assumed):
		return "assumed"
	case o.Source == standard.Recalled:
		return "recalled"
	case is(standard.Borrowed):
		return "borrowed"
	case is(standard.Stated):
		return "stated"
	}
	return "–"
}

// writePlanAssumptions tells what was assumed, each thing once with the checks that rest on it.
func writePlanAssumptions(text *strings.Builder, card *standard.Scorecard, std *standard.Standard, options standard.Options, numbers figures) error {
	travels, err := travelsOf(card, std, options)
	if err != nil {
		return err
	}
	var order []string
	of := map[string][]string{}
	for i := range card.Checks {
		for _, a := range card.Checks[i].Assumptions {
			if of[a.EN] == nil {
				order = append(order, a.EN)
			}
			of[a.EN] = append(of[a.EN], card.Checks[i].ID)
		}
	}
	if len(order)+len(card.Assumptions)+len(travels) == 0 && !numbers.estimated {
		return nil
	}
	text.WriteString("\nAssumptions\n")
	item := func(line string) { text.WriteString(wrapped(line, "- ", "  ")) }
	if numbers.estimated {
		item("people were estimated, not counted")
	}
	for _, a := range card.Assumptions {
		item(a.EN)
	}
	for _, line := range travels {
		item(line)
	}
	for _, a := range order {
		switch checks := of[a]; {
		case len(checks) == len(card.Checks) && len(checks) > 1:
			item(a + " (all checks)")
		default:
			item(a + " (" + strings.Join(checks, ", ") + ")")
		}
	}
	text.WriteString("\n")
	return nil
}

// travelsOf says how people travel by each of the modes that the checks of a scorecard name.
func travelsOf(card *standard.Scorecard, std *standard.Standard, options standard.Options) (lines []string, err error) {
	told := map[geo.Mode]bool{}
	for i := range std.Checks {
		c := &std.Checks[i]
		if o, is := card.Check(c.ID); !is || o.Verdict == standard.NotAssessable || c.RadiusM > 0 {
			continue
		}
		for _, mode := range c.Modes {
			if told[mode] {
				continue
			}
			told[mode] = true
			p, given := options.Profiles[mode]
			if !given {
				if p, err = isochrone.BuiltinProfile(mode); err != nil {
					return nil, err
				}
			}
			lines = append(lines, travelLine(p))
		}
	}
	return lines, nil
}

// writeGaps holds groups of areas against the rest.
func writeGaps(text *strings.Builder, card *standard.Scorecard) error {
	for _, g := range card.Groups {
		name := wordsOr(g.Name, g.Group)
		if len(g.Gaps) == 0 {
			if !g.Note.Empty() {
				text.WriteString("\n" + wrapped(name+" against the rest: "+g.Note.EN, "", "  "))
			}
			continue
		}
		rows := &sheet{}
		rows.add("Check", "In "+cut(printable(name), 30), "The rest", "Gap", "People")
		for _, gap := range g.Gaps {
			o, is := card.Check(gap.Check)
			if !is {
				continue
			}
			people := "–"
			if gap.People != nil {
				people = thousands(*gap.People)
			}
			rows.add(printable(gap.Check), gapShown(o, gap.Inside), gapShown(o, gap.Rest), gapShown(o, gap.Gap), people)
		}
		text.WriteString("\n")
		if err := rows.write(text); err != nil {
			return err
		}
	}
	return nil
}

// gapShown is a value of a gap: of checks counted by units a share of them.
func gapShown(o *standard.Outcome, v *standard.Number) string {
	switch {
	case v == nil:
		return "–"
	case o.Measure == standard.FloatingSupply:
		return standard.Decimal(v.Rat(), nil)
	}
	return standard.Percent(v.Rat(), nil)
}

func wordsOr(w geo.Words, other string) string {
	if w.EN != "" {
		return w.EN
	}
	return other
}
