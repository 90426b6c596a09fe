package main

import (
	"fmt"
	"strconv"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/standard"
)

const (
	underRow   = "   "   // where what belongs to a check begins
	underUnder = "     " // and what goes on from there
	worstUnits = 3       // that a screen names
)

// writeOutcome tells below the row of a check what it is about and what came of it.
func writeOutcome(text *strings.Builder, std *standard.Standard, o *standard.Outcome, numbers figures) {
	line := func(parts ...string) {
		text.WriteString(wrapped(strings.Join(parts, ""), underRow, underUnder))
	}
	line(wordsOr(o.Title, o.ID))
	for _, whole := range []struct {
		name, text string
		widest     int
	}{{"value ", valueOf(o), widestValue}, {"target ", wantedOf(o), widestTarget}} {
		if cut(whole.text, whole.widest) != whole.text {
			line(whole.name, whole.text)
		}
	}
	switch o.Verdict {
	case standard.NotAssessable:
		line("not assessable: ", o.Why.EN)
		return
	case standard.Reference:
		would := "not be met"
		if o.Would == standard.Met {
			would = "be met"
		}
		line("for reference: it would ", would, ", were it confirmed")
	}
	if says := o.Why.EN; o.Verdict != standard.ReportOnly && says != o.Shown(o.Value)+" against "+o.Wanted() && o.Target != nil {
		line(says) // not what the row says: units decide
	}
	if len(o.Modes) > 1 {
		line(modesText(o))
	}
	if o.Covered != nil && o.Total != nil && o.Uncovered != nil {
		line("covered ", numbers.covered(*o.Covered, *o.Total), " of ", numbers.people(*o.Total), ", not covered ", numbers.people(*o.Uncovered))
	}
	if len(o.Missing) > 0 {
		line("lacking most: ", missingText(std, o, numbers))
	}
	if o.Verdict == standard.NotMet || o.Would == standard.NotMet {
		writeFailing(text, std, o, numbers)
	}
	if n := len(o.NoData); n > 0 {
		line("without data: ", noDataText(std, o))
	}
	for _, s := range o.Sensitivity {
		line("at ", s.Speed, " (", string(s.Mode), "): ", o.Shown(s.Value), sensitivityVerdict(s.Verdict))
	}
	if o.Needed != nil {
		line("to meet the target: ", neededText(o.Needed))
	}
}

// modesText is the value by each mode: "by walk 0 %, by ebike 12 %, by drive 66 % (walk decides)".
func modesText(o *standard.Outcome) string {
	var parts, decide []string
	for _, m := range o.Modes {
		parts = append(parts, string(m.Mode)+" "+o.Shown(m.Value))
		if m.Decides {
			decide = append(decide, string(m.Mode))
		}
	}
	text := "by " + strings.Join(parts, ", ")
	switch {
	case len(decide) == len(o.Modes):
		text += " (any of them counts)"
	case len(decide) > 0:
		text += " (" + strings.Join(decide, ", ") + " decides)"
	}
	return text
}

func missingText(std *standard.Standard, o *standard.Outcome, numbers figures) string {
	var parts []string
	for _, m := range o.Missing[:min(len(o.Missing), worstUnits)] {
		parts = append(parts, printable(std.Named(m.Service).EN)+" ("+numbers.people(m.People)+" people)")
	}
	return strings.Join(parts, ", ")
}

// writeFailing names the worst units with what each is short of.
func writeFailing(text *strings.Builder, std *standard.Standard, o *standard.Outcome, numbers figures) {
	for i := range o.Failing[:min(len(o.Failing), worstUnits)] {
		text.WriteString(wrapped(failingText(std, o, &o.Failing[i], numbers), underRow+"· ", underUnder))
	}
	if more := len(o.Failing) - worstUnits; more > 0 {
		text.WriteString(underRow + "· and " + thousands(int64(more)) + " more\n")
	}
	if o.Deficit != nil && o.Deficit.Rat().Sign() > 0 {
		line := "in all short of " + amountOf(o.Deficit, o.DeficitIn)
		if sum, is := o.Values["deficit_sum"]; is && sum.Rat().Cmp(o.Deficit.Rat()) != 0 { // what some have too much does not help the others
			line += "; each by itself, " + amountOf(&sum, o.DeficitIn)
		}
		text.WriteString(wrapped(line, underRow, underUnder))
	}
}

func failingText(std *standard.Standard, o *standard.Outcome, u *standard.UnitValue, numbers figures) string {
	var said []string
	if o.Measure != standard.Presence { // whose value is the number of facilities that are there
		said = append(said, o.ShownUnit(u))
	}
	if u.Deficit != nil && u.Deficit.Rat().Sign() > 0 {
		said = append(said, offBy(o, u)+amountOf(u.Deficit, u.DeficitIn))
	}
	line := facilityName(u.ID, u.Name) + ": " + strings.Join(said, ", ")
	if u.Note != "" {
		line += " (" + printable(std.Named(u.Note).EN) + ")"
	}
	if u.People != nil && *u.People > 0 {
		line += ", " + numbers.people(*u.People) + " people"
	}
	return line
}

// offBy says on which side of what is wanted a unit lies.
func offBy(o *standard.Outcome, u *standard.UnitValue) string {
	if o.Op == standard.AtMost || o.Op == standard.LessThan || strings.HasPrefix(u.Note, ">") {
		return "over by "
	}
	return "short of "
}

func noDataText(std *standard.Standard, o *standard.Outcome) string {
	var parts []string
	for _, u := range o.NoData[:min(len(o.NoData), worstUnits)] {
		part := facilityName(u.ID, u.Name)
		if u.Why != "" {
			part += " (" + printable(std.Named(u.Why).EN) + ")"
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, ", ")
	if more := len(o.NoData) - worstUnits; more > 0 {
		text += " and " + thousands(int64(more)) + " more"
	}
	return text
}

func sensitivityVerdict(v standard.Verdict) string {
	switch v {
	case standard.Met:
		return ", met"
	case standard.NotMet:
		return ", not met"
	}
	return ""
}

// neededText is what it would take.
func neededText(n *standard.Needed) string {
	var parts []string
	if n.Facilities != nil {
		some := strings.Replace(several(*n.Facilities, "facility"), " ", " more ", 1)
		if n.Proven {
			some += " (proven: fewer do not do)"
		}
		parts = append(parts, some)
	}
	if n.Amount != nil && n.Facilities == nil { // else it is the units that they are for
		parts = append(parts, amountOf(n.Amount, n.AmountIn)+" more")
	}
	var sites []string
	for _, s := range n.Sites[:min(len(n.Sites), worstUnits)] {
		sites = append(sites, fmt.Sprintf("%s at %.5f,%.5f for %s people", printable(s.ID), s.Lon, s.Lat, thousands(s.Gain)))
	}
	if len(sites) > 0 {
		more := ""
		if len(n.Sites) > worstUnits {
			more = ", …"
		}
		parts = append(parts, strings.Join(sites, ", ")+more)
	}
	if n.Note != (geo.Words{}) {
		parts = append(parts, n.Note.EN)
	}
	return strings.Join(parts, "; ")
}

// amountOf is a number of things: "676 m²", "1 facility", "11,320 people".
func amountOf(v *standard.Number, unit string) string {
	words, _ := standard.TargetUnit(unit)
	things, text := printable(words.EN), standard.Decimal(v.Rat(), nil)
	if text == "1" {
		things = standard.AfterOne(things)
	}
	whole, part, _ := strings.Cut(text, ".")
	if n, err := strconv.ParseInt(whole, 10, 64); err == nil {
		text = strings.TrimSuffix(thousands(n)+"."+part, ".")
	}
	return strings.TrimSpace(text + " " + things)
}
