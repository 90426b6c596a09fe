package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/town"
)

// writeAnswer prints sites in a town for people to read: what was assumed, what they are worth and how sure that is, the
// sites, whom each serves, and who is left.
func writeAnswer(w io.Writer, p *town.Prepared, a *town.Answer, area *geo.StudyArea) error {
	if err := writeAssumptions(w, a.Manifest, figuresOf(area)); err != nil {
		return err
	}
	lines := &sheet{}
	lines.add("Problem", fmt.Sprintf("%s (%s)", goalText(p.Problem().Goal), a.Problem))
	lines.add("Candidates", candidatesText(a.Candidates))
	lines.add("Value", valueInTown(a))
	lines.add("Proof", proofInTown(p.Problem().Goal, a))
	if a.CoveredAfter != nil {
		lines.add("Covered", fmt.Sprintf("%s of %s (%s), before %s (%s)%s", thousands(*a.CoveredAfter), thousands(a.Total), percent(*a.CoveredAfter, a.Total), thousands(*a.CoveredBefore), percent(*a.CoveredBefore, a.Total), howCounted(a)))
	}
	if len(a.Closed) > 0 {
		lines.add("Closed", printable(strings.Join(a.Closed, ", ")))
	}
	for _, t := range []*sheet{lines, sitesInTown(a), coveredByService(a), peopleOfSites(a), areasOfSites(a)} {
		if err := writeSheet(w, t); err != nil {
			return err
		}
	}
	return writeLeft(w, a, area)
}

// severalServices tells whether more than one service is built for.
func severalServices(a *town.Answer) bool { return len(a.Manifest.Parameters.Services) > 1 }

// howCounted says what one person counts, where it is not one.
func howCounted(a *town.Answer) string {
	several, weighed := severalServices(a), a.Unit == "weighted_people"
	switch {
	case several && weighed:
		return ", people by their weights, for each service by itself"
	case several:
		return ", people once for each service"
	case weighed:
		return ", people by their weights"
	}
	return ""
}

// coveredByService tells how many people of each group each service covers before and after, where the sum does not.
func coveredByService(a *town.Answer) *sheet {
	t := &sheet{}
	if howCounted(a) == "" || len(a.After) != len(a.Before) {
		return t
	}
	t.add("Service", "Group", "People", "Covered before", "Share", "Covered after", "Share")
	for i, before := range a.Before {
		if after := a.After[i]; before.Area == nil {
			t.add(before.Service, before.Group, thousands(after.Total), thousands(before.Covered), percent(before.Covered, before.Total), thousands(after.Covered), percent(after.Covered, after.Total))
		}
	}
	return t
}

// nameOfSite tells sites apart: one place may serve several services.
func nameOfSite(a *town.Answer, s *town.Site) string {
	if severalServices(a) {
		return printable(s.Service + ":" + s.ID)
	}
	return printable(s.ID)
}

// writeSheet writes a table with an empty line before it, if it holds more than one line.
func writeSheet(w io.Writer, t *sheet) error {
	if len(t.rows) < 2 {
		return nil
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	return t.write(w)
}

func goalText(goal siting.Goal) string {
	return map[siting.Goal]string{
		siting.MostCovered: "most people covered", siting.FewestSites: "fewest sites that cover the target", siting.LeastCost: "least cost that covers the target",
		siting.LeastMean: "least mean time or distance", siting.LeastWorst: "least worst time or distance", siting.MostServed: "most people served within capacities",
		siting.WorstAreaBest: "largest share of the worst-served area",
	}[goal]
}

func candidatesText(c town.Candidates) string {
	var parts []string
	say := func(n int, format string, args ...any) {
		if n > 0 {
			parts = append(parts, thousands(int64(n))+" "+fmt.Sprintf(format, args...))
		}
	}
	say(c.Given, "from the list")
	if c.SpacingM != nil {
		say(c.Junctions, "junctions and ends of streets near people, at least %v m apart", *c.SpacingM)
	}
	say(c.Idle-c.IdleBuildings, "places of closed or planned facilities")
	say(c.IdleBuildings, "idle public buildings from OpenStreetMap")
	say(c.Forbidden, "of these forbidden")
	say(c.Outside, "outside the land asked for")
	say(c.TooClose.Count, "idle buildings left out, within %d m of another place (%s)", town.SamePlaceM, leftText(c.TooClose))
	say(c.OffNetwork.Count, "off the streets (%s)", leftText(c.OffNetwork))
	return strings.Join(parts, "; ")
}

// leftText names the first few candidates that were left out.
func leftText(left town.Left) string {
	shown := left.IDs[:min(5, len(left.IDs))]
	text := printable(strings.Join(shown, ", "))
	if left.Count > len(shown) {
		text += ", …"
	}
	return text
}

var unitWords = map[string]string{"people": "people", "weighted_people": "people, weighted", "sites": "sites", "cost": "cost", "person_seconds": "person-seconds", "seconds": "s",
	"person_metres": "person-metres", "metres": "m", "share": "of the worst-served area, of those who can be covered"}

func valueInTown(a *town.Answer) string {
	text := fmt.Sprintf("%s %s", a.Value, unitWords[a.Unit])
	value, err := a.Value.Float64()
	counted := a.Total - a.Uncoverable.Demand
	if err != nil || counted <= 0 {
		return text
	}
	switch a.Unit {
	case "person_seconds":
		return fmt.Sprintf("%s, %.1f min on average", text, value/60/float64(counted))
	case "seconds":
		return fmt.Sprintf("%s, %.1f min", text, value/60)
	case "person_metres":
		return fmt.Sprintf("%s, %.0f m on average", text, value/float64(counted))
	}
	return text
}

func proofInTown(goal siting.Goal, a *town.Answer) string {
	if a.Proven {
		return "proven optimal among these candidates"
	}
	side := "more"
	if goal == siting.LeastMean || goal == siting.LeastWorst || goal == siting.FewestSites || goal == siting.LeastCost {
		side = "less"
	}
	return fmt.Sprintf("no choice gives %s than %s: gap %.2f %% (ended: %s)", side, a.Bound, 100*a.Gap, strings.ReplaceAll(a.Ended, "_", " "))
}

func gapText(gap float64, proven bool) string {
	if proven {
		return "proven"
	}
	return fmt.Sprintf("%.2f %%", 100*gap)
}

func sitesInTown(a *town.Answer) *sheet {
	t := &sheet{}
	t.add("", "Site", "Name", "Service", "Lon, lat", "Cost", "Gain", "Alone", "Together", "Covered then", "Nearly as good")
	for k, s := range a.Sites {
		var others []string
		for _, other := range s.Alternatives {
			others = append(others, printable(other.ID))
		}
		id, then := printable(s.ID), "–"
		if s.Existing {
			id += " (stays)"
		}
		if s.CoveredAfter != nil {
			then = thousands(*s.CoveredAfter)
		}
		t.add(strconv.Itoa(k+1), id, printable(s.Name), s.Service, fmt.Sprintf("%.6f, %.6f", s.Lon, s.Lat), string(s.Cost), orDash((*string)(s.Gain)), orDash((*string)(s.Alone)), orDash((*string)(s.Together)), then, strings.Join(others, ", "))
	}
	return t
}

// peopleOfSites shows whom each site serves, by group.
func peopleOfSites(a *town.Answer) *sheet {
	t := &sheet{}
	if len(a.Sites) == 0 {
		return t
	}
	groups := slices.SortedFunc(maps.Keys(a.Sites[0].People), func(x, y string) int {
		gx, _ := geo.ParseGroup(x)
		gy, _ := geo.ParseGroup(y)
		return int(gx) - int(gy)
	})
	head := "Newly covered"
	if a.CoveredAfter == nil {
		head = "Nearest to"
	}
	t.add(append([]string{head}, groups...)...)
	for _, s := range a.Sites {
		row := []string{nameOfSite(a, &s)}
		for _, g := range groups {
			row = append(row, thousands(s.People[g]))
		}
		t.add(row...)
	}
	return t
}

func areasOfSites(a *town.Answer) *sheet {
	t := &sheet{}
	t.add("Site", "Area", "Demand")
	for _, s := range a.Sites {
		for _, area := range s.Areas {
			t.add(nameOfSite(a, &s), printable(area.Name), thousands(area.Demand))
		}
	}
	return t
}

// writeAfter says who is covered then and why the others are not: for all areas together, service by service.
func writeAfter(w io.Writer, a *town.Answer, area *geo.StudyArea) error {
	numbers := figuresOf(area)
	for _, service := range a.Manifest.Parameters.Services {
		whole := slices.DeleteFunc(slices.Clone(a.After), func(r coverage.Result) bool { return r.Area != nil || r.Service != service })
		if len(whole) == 0 {
			continue
		}
		head := "After"
		if severalServices(a) {
			head += ", " + service
		}
		if _, err := fmt.Fprintf(w, "\n%s:\n", head); err != nil {
			return err
		}
		if err := servedTable(whole, numbers).write(w); err != nil {
			return err
		}
		if err := writeSheet(w, reasonTable(whole, numbers)); err != nil {
			return err
		}
	}
	return nil
}

// writeLeft says who is still not served and why, and whom no choice could serve.
func writeLeft(w io.Writer, a *town.Answer, area *geo.StudyArea) error {
	if err := writeAfter(w, a, area); err != nil {
		return err
	}
	if len(a.Hopeless) > 0 {
		if _, err := fmt.Fprintf(w, "\nareas in which nobody can be covered, left out: %s\n", printable(strings.Join(a.Hopeless, ", "))); err != nil {
			return err
		}
	}
	u := a.Uncoverable
	if u.Points == 0 {
		return nil
	}
	shown := u.IDs[:min(10, len(u.IDs))]
	more := ""
	if u.Points > len(shown) {
		more = ", …"
	}
	_, err := fmt.Fprintf(w, "\nout of reach of every candidate: %s at %s places (%s near no street, %s on islands of streets, %s too far): %s%s\n", thousands(u.Demand), thousands(int64(u.Points)),
		thousands(u.ByReason.NotSnapped), thousands(u.ByReason.Isolated), thousands(u.ByReason.NoCandidate), printable(strings.Join(shown, ", ")), more)
	return err
}
