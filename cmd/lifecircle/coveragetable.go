package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
)

// writeCoverage prints a report for people to read: what was assumed, who is served, and why the others are not.
func writeCoverage(w io.Writer, report *coverage.Report, area *geo.StudyArea) error {
	numbers := figuresOf(area)
	if err := writeAssumptions(w, report.Manifest, numbers); err != nil {
		return err
	}
	for _, t := range []*sheet{servedTable(report.Results, numbers), reasonTable(report.Results, numbers), bandTable(report.Results), radiusTable(report.Results, numbers)} {
		if len(t.rows) < 2 {
			continue
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
		if err := t.write(w); err != nil {
			return err
		}
	}
	if report.Manifest != nil && report.Manifest.Parameters.Radius {
		if _, err := fmt.Fprintln(w, "In a circle: in a straight line from position to position, whatever lies between; -o FILE lists where it differs"); err != nil {
			return err
		}
	}
	if err := writeUnknown(w, report, len(area.Points)); err != nil {
		return err
	}
	if slices.ContainsFunc(report.Results, func(r coverage.Result) bool { return r.Undetermined > 0 }) {
		_, err := fmt.Fprintln(w, "* undetermined: this speaks of the data, not of the service; look at it with: lifecircle inspect")
		return err
	}
	return nil
}

// writeUnknown says that the headline stands on few points, where more than one in twenty has no number of the group.
func writeUnknown(w io.Writer, report *coverage.Report, points int) error {
	for _, r := range report.Results {
		if r.Area == nil && r.NoData*20 > int64(points) {
			_, err := fmt.Fprintf(w, "\n%s of %s residential points do not give this group; they stand outside the total\n", thousands(r.NoData), thousands(int64(points)))
			return err
		}
	}
	return nil
}

func writeAssumptions(w io.Writer, m *coverage.Manifest, numbers figures) error {
	lines := &sheet{}
	lines.add("Service", servicesOf(m))
	if m.Scenario != nil {
		lines.add("Scenario", scenarioLine(*m.Scenario))
	}
	lines.add("Travel", travelLine(m.Profile))
	for _, group := range slices.Sorted(maps.Keys(m.Parameters.GroupSpeeds)) {
		lines.add("", fmt.Sprintf("%s at %.4g km/h; a point without this number counts all its people among the others", group, m.Parameters.GroupSpeeds[group]))
	}
	lines.add("Data", dataLine(m.Inputs, m.Parameters.Services))
	who := "all people"
	if m.Parameters.Group != geo.All.String() {
		who = "group " + m.Parameters.Group
	}
	if numbers.estimated {
		who += "; ≈ marks estimated people, rounded (--json has them exact)"
	}
	lines.add("Counted", who)
	return lines.write(w)
}

// servicesOf names the services of a result. Those for which sites are looked for are each served by itself.
func servicesOf(m *coverage.Manifest) string {
	p := m.Parameters
	if m.Command != "site" || len(p.Services) < 2 {
		return serviceNames(p)
	}
	p.Need = coverage.All
	return serviceNames(p) + ", each by itself"
}

func serviceNames(p coverage.Parameters) string {
	names := make([]string, len(p.Services))
	for i, code := range p.Services {
		service, _ := geo.LookupService(code)
		names[i] = fmt.Sprintf("%s (%s, %s)", code, service.Name, service.NameZH)
	}
	joint := " or "
	if p.Need == coverage.All {
		joint = " and "
	}
	return strings.Join(names, joint)
}

// travelLine states the assumptions that alone can move a result by ten points.
func travelLine(p isochrone.Profile) string {
	pieces := "any piece of street"
	if p.Access.Rule == isochrone.AccessNearest {
		pieces = "the nearest piece of street alone"
	}
	direction := "from the resident to the facility"
	if p.Direction == isochrone.FromFacility {
		direction = "from the facility to the resident"
	}
	if p.Measure == isochrone.MeasureDistance {
		return fmt.Sprintf("%s by metres along the streets, the shortest way, %s; legs to %s within %.4g m count × %.4g, the length walked (access %s)",
			p.Mode, direction, pieces, p.Access.LimitM, p.Access.Factor, p.Access.Rule)
	}
	speed := fmt.Sprintf("%.4g km/h", p.SpeedKmh)
	if len(p.SpeedsKmh) > 0 {
		speeds := slices.Sorted(maps.Values(p.SpeedsKmh))
		speed = fmt.Sprintf("%.4g to %.4g km/h by class of street", speeds[0], speeds[len(speeds)-1])
	}
	access := cmp.Or(p.Access.SpeedKmh, p.SpeedKmh)
	return fmt.Sprintf("%s at %s, %s; legs to %s within %.4g m, × %.4g at %.4g km/h (access %s)",
		p.Mode, speed, direction, pieces, p.Access.LimitM, p.Access.Factor, access, p.Access.Rule)
}

// dataLine tells the dates of the data, of facilities only those that were asked for. Several files of one kind and
// date are told once.
func dataLine(inputs []geo.Source, services []string) string {
	var parts []string
	tell := func(kind, date string) {
		if part := kind + " " + cmp.Or(date, "(no date in the file)"); !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	for _, s := range inputs {
		if s.Service == "" {
			tell(s.Kind, s.DataDate)
			continue
		}
		for code := range strings.SplitSeq(s.Service, ",") {
			if slices.Contains(services, code) {
				tell(code, s.DataDate)
			}
		}
	}
	return strings.Join(parts, ", ")
}

func servedTable(results []coverage.Result, numbers figures) *sheet {
	t := &sheet{}
	groups := severalGroups(results)
	length := "min"
	if cutoffHead(results) == "Metres" {
		length = "m"
	}
	head := []string{"Area", cutoffHead(results), "People", "Covered", "Share", "Uncovered", "Undetermined", "Mean " + length, "Median " + length, "95 % " + length}
	if groups {
		head = slices.Insert(head, 1, "Group", "km/h")
	}
	t.add(head...)
	for _, r := range results {
		mean, median, p95 := minutes(r.MeanS), minutes(r.MedianS), minutes(r.P95S)
		if r.Metres != nil {
			mean, median, p95 = metres(r.MeanM), metres(r.MedianM), metres(r.P95M)
		}
		row := []string{areaName(r), cutoffOf(r), numbers.people(r.Total), numbers.covered(r.Covered, r.Total), percent(r.Covered, r.Total),
			numbers.people(r.Uncovered), numbers.people(r.Undetermined), mean, median, p95}
		if groups {
			row = slices.Insert(row, 1, r.Group, speedText(r.SpeedKmh))
		}
		t.add(row...)
	}
	return t
}

// severalGroups tells whether groups of people stand in rows of their own.
func severalGroups(results []coverage.Result) bool {
	return slices.ContainsFunc(results, func(r coverage.Result) bool { return r.SpeedKmh != nil })
}

func speedText(kmh *float64) string {
	if kmh == nil {
		return "–"
	}
	return fmt.Sprintf("%.4g", *kmh)
}

// cutoffHead names the column of cutoffs.
func cutoffHead(results []coverage.Result) string {
	if len(results) > 0 && results[0].Metres != nil {
		return "Metres"
	}
	return "Minutes"
}

// cutoffOf is the cutoff of a row as a number.
func cutoffOf(r coverage.Result) string {
	if r.Metres != nil {
		return strconv.Itoa(r.Metres.Metres)
	}
	return strconv.Itoa(int(r.Minutes))
}

// nameOf names a row: the area, and the group where several stand in one table.
func nameOf(r coverage.Result) string {
	if r.SpeedKmh != nil {
		return areaName(r) + " " + r.Group
	}
	return areaName(r)
}

// reasonTable says why people are uncovered. Only rows and columns that say something are shown.
func reasonTable(results []coverage.Result, numbers figures) *sheet {
	reasons := []struct {
		name  string
		count func(coverage.Result) int64
	}{
		{"No facility", func(r coverage.Result) int64 { return r.ByReason.NoFacility }},
		{"Too far", func(r coverage.Result) int64 { return r.ByReason.BeyondCutoff }},
		{"No street near*", func(r coverage.Result) int64 { return r.ByReason.NotSnapped }},
		{"Cut off*", func(r coverage.Result) int64 { return r.ByReason.Isolated }},
		{"Edge of data", func(r coverage.Result) int64 { return r.EdgeOfData }},
		{"Points without number", func(r coverage.Result) int64 { return r.NoData }},
	}
	head, rows := []string{"Not covered because", cutoffHead(results), "Uncovered"}, make([][]string, len(results))
	for i, r := range results {
		rows[i] = []string{nameOf(r), cutoffOf(r), numbers.people(r.Uncovered)}
	}
	for n, reason := range reasons {
		if !slices.ContainsFunc(results, func(r coverage.Result) bool { return reason.count(r) > 0 }) {
			continue
		}
		head = append(head, reason.name)
		for i, r := range results {
			if n == len(reasons)-1 { // points are counted, not estimated
				rows[i] = append(rows[i], thousands(r.NoData))
			} else {
				rows[i] = append(rows[i], numbers.people(reason.count(r)))
			}
		}
	}
	t := &sheet{}
	t.add(head...)
	for i, r := range results {
		if r.Uncovered > 0 || r.NoData > 0 {
			t.add(rows[i]...)
		}
	}
	return t
}

// bandTable shows how much the share depends on what was assumed.
func bandTable(results []coverage.Result) *sheet {
	t := &sheet{}
	for _, r := range results {
		if r.Band == nil {
			continue
		}
		if len(t.rows) == 0 {
			slower, faster := speedOf(r.Band.Slower), speedOf(r.Band.Faster)
			if severalGroups(results) { // each has its own
				slower, faster = "", ""
			}
			t.add("Share if", cutoffHead(results), "As asked", "Nearest access", "Slower"+slower, "Faster"+faster)
		}
		share := func(v *coverage.Variant) string {
			if v == nil {
				return "–"
			}
			return percent(v.Covered, r.Total)
		}
		t.add(nameOf(r), cutoffOf(r), percent(r.Covered, r.Total), share(r.Band.AccessNearest), share(r.Band.Slower), share(r.Band.Faster))
	}
	return t
}

// speedOf tells the speed of a variant in the head of its column.
func speedOf(v *coverage.Variant) string {
	switch {
	case v == nil, v.SpeedFactor == 0 && v.SpeedKmh == 0:
		return ""
	case v.SpeedFactor > 0:
		return fmt.Sprintf(" (× %.4g)", v.SpeedFactor)
	}
	return fmt.Sprintf(" (%.4g km/h)", v.SpeedKmh)
}

func areaName(r coverage.Result) string {
	if r.Area == nil {
		return "(whole)"
	}
	return printable(cmp.Or(*r.AreaName, *r.Area))
}
