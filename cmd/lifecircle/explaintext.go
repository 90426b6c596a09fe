package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// writeExplanation prints an explanation for people to read: who lives there, what was assumed, the nearest facilities,
// the way, and what would help.
func writeExplanation(w io.Writer, e *coverage.Explanation, ask coverage.ExplainRequest) error {
	var text strings.Builder
	s := serviceOf(e, ask.Service)
	if err := writePoint(&text, e, ask, s); err != nil {
		return err
	}
	text.WriteString("\n" + verdict(e, s) + "\n")
	if err := nearestTable(s).write(&text); err != nil {
		return err
	}
	for _, n := range s.Nearest {
		if n.Route == nil && (e.Route == nil || e.Route.FacilityID != n.FacilityID) {
			continue
		}
		text.WriteString("\n")
		if err := wayTable(cmp.Or(n.Route, e.Route)).write(&text); err != nil {
			return err
		}
	}
	if e.Remedies != nil {
		text.WriteString("\n")
		if err := writeRemedies(&text, e.Remedies); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func serviceOf(e *coverage.Explanation, code string) *coverage.ExplainedService {
	for i := range e.Services {
		if e.Services[i].Service == code {
			return &e.Services[i]
		}
	}
	return &coverage.ExplainedService{Service: code} // the analysis answers for every list
}

func writePoint(w io.Writer, e *coverage.Explanation, ask coverage.ExplainRequest, s *coverage.ExplainedService) error {
	lines := &sheet{}
	name := printable(e.Point.ID)
	if e.Point.Name != "" {
		name += " " + printable(e.Point.Name)
	}
	for _, area := range e.Point.Areas {
		name += ", " + printable(cmp.Or(area.Name, area.ID))
	}
	lines.add("Point", name)
	if n := e.Point.People[geo.All.String()]; n != nil {
		people := thousands(int64(*n))
		if e.Point.Estimate {
			people = "≈" + people
		}
		lines.add("People", people+" live here")
	} else {
		lines.add("People", "no number given")
	}
	lines.add("Service", serviceNames(coverage.Parameters{Services: []string{s.Service}}))
	profile := ask.Profile
	if ask.Metres != 0 {
		profile = profile.ByDistance()
	}
	lines.add("Travel", travelLine(profile))
	return lines.write(w)
}

// verdict says in a sentence whether the point is covered, and what is missing.
func verdict(e *coverage.Explanation, s *coverage.ExplainedService) string {
	cutoff := fmt.Sprintf("%d minutes", e.Minutes)
	if e.Metres != 0 {
		cutoff = fmt.Sprintf("%d metres", e.Metres)
	}
	switch s.Reason {
	case coverage.Covered:
		return "Within " + cutoff + "."
	case coverage.NoFacility:
		return "Not within " + cutoff + ": the list holds no active facility on the network."
	case coverage.Isolated:
		return "Undetermined: no facility can be reached from any street near, however long it takes" + islandText(s.Island) + ". This speaks of the data."
	case coverage.NotSnapped:
		why := "there is no usable street at all"
		if s.NearestStreetM != nil {
			why = fmt.Sprintf("the nearest usable street is %.1f m away", *s.NearestStreetM)
		}
		if s.OnlyBarrier {
			why += ", and every leg to it crosses a barrier"
		}
		return "Undetermined: " + why + ". This speaks of the data."
	}
	if s.MissingS == nil {
		return fmt.Sprintf("Not within %s: %s m are missing.", cutoff, metres(s.MissingM))
	}
	text := fmt.Sprintf("Not within %s: %s min are missing", cutoff, minutes(s.MissingS))
	if s.MissingM != nil {
		text += fmt.Sprintf(", some %s m", metres(s.MissingM))
	}
	return text + "."
}

// islandText says on which island an isolated point lies, "" if that is not the cause.
func islandText(i *coverage.Island) string {
	if i == nil {
		return ""
	}
	why := map[geo.IslandKind]string{geo.CutOff: "that is cut off from the rest", geo.NoWayOut: "that no way leads out of", geo.NoWayIn: "that no way leads into"}[i.Kind]
	return fmt.Sprintf(": they are an island of %s m (%s) %s", metres(&i.LengthM), streetOf(i), why)
}

// length writes how long or how far something is, in the unit in which it was counted.
func length(s, m *float64) string {
	if m != nil {
		return metres(m) + " m"
	}
	return minutes(s) + " min"
}

func nearestTable(s *coverage.ExplainedService) *sheet {
	t := &sheet{}
	if len(s.Nearest) == 0 {
		return t
	}
	t.add("Nearest", "Id", "Name", "Away", "Within")
	for i, n := range s.Nearest {
		within := "no"
		if n.Within {
			within = "yes"
		}
		t.add(strconv.Itoa(i+1), printable(n.FacilityID), printable(n.FacilityName), length(n.Seconds, n.Metres), within)
	}
	return t
}

func wayTable(r *coverage.Route) *sheet {
	t := &sheet{}
	t.add("Way to "+printable(cmp.Or(r.FacilityName, r.FacilityID)), "Metres", "Takes")
	for _, line := range joined(r.Stretches) {
		name := printable(cmp.Or(line.Street, "unnamed "+line.Class))
		switch line.Kind {
		case isochrone.AccessLeg:
			name = "between the door and the street"
		case isochrone.EgressLeg:
			name = "between the street and the facility"
		case isochrone.DirectWalk:
			name = "straight there"
		}
		t.add(name, fmt.Sprintf("%.0f", line.LengthM), length(line.Seconds, line.Metres))
	}
	return t
}

// joined puts runs along streets of one name and class together, which the map draws apart.
func joined(stretches []coverage.RouteLine) (lines []coverage.RouteLine) {
	for _, s := range stretches {
		last := len(lines) - 1
		if last < 0 || lines[last].Kind != s.Kind || lines[last].Street != s.Street || lines[last].Class != s.Class {
			lines = append(lines, s)
			continue
		}
		lines[last].LengthM += s.LengthM
		lines[last].Seconds, lines[last].Metres = sum(lines[last].Seconds, s.Seconds), sum(lines[last].Metres, s.Metres)
	}
	return lines
}

// sum adds two numbers that are both known or both not.
func sum(a, b *float64) *float64 {
	if a == nil || b == nil {
		return nil
	}
	s := *a + *b
	return &s
}

// writeRemedies says what was tried, and what of it would do.
func writeRemedies(w io.Writer, r *coverage.Remedies) error {
	t := &sheet{}
	t.add("What would do", "", "Away")
	for _, s := range r.Scenarios {
		switch {
		case s.Cannot != nil:
			t.add("scenario "+printable(s.Name), "cannot be done in this town: lifecircle scenario show tells why", "–")
		case s.Covers:
			t.add("scenario "+printable(s.Name), "leads to "+printable(cmp.Or(*s.FacilityName, *s.FacilityID)), length(s.Seconds, s.Metres))
		}
	}
	for _, f := range r.Facilities {
		t.add("facility "+printable(f.FacilityID), printable(f.FacilityName)+", now "+string(f.Status)+", in use", length(f.Seconds, f.Metres))
	}
	for _, g := range r.Gates {
		t.add(fmt.Sprintf("gate %d", g.Node), fmt.Sprintf("open, at %.7f,%.7f; leads to %s", g.Position[0], g.Position[1], printable(cmp.Or(g.FacilityName, g.FacilityID))), length(g.Seconds, g.Metres))
	}
	if len(t.rows) > 1 {
		if err := t.write(w); err != nil {
			return err
		}
	} else if _, err := fmt.Fprintln(w, "Nothing that was tried would do on its own."); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "Tried one by one: scenarios %d, gates %d; planned and closed facilities of the service all.", len(r.Scenarios), r.TriedGates)
	if err == nil && r.UntriedGates+r.UntriedScenarios > 0 {
		_, err = fmt.Fprintf(w, " Not tried: scenarios %d, gates %d.", r.UntriedScenarios, r.UntriedGates)
	}
	if err == nil {
		_, err = fmt.Fprintln(w)
	}
	return err
}
