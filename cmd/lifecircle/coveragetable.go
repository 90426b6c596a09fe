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
	for _, t := range []*sheet{servedTable(report.Results, numbers), reasonTable(report.Results, numbers), bandTable(report.Results)} {
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
	lines.add("Service", serviceNames(m.Parameters))
	lines.add("Travel", travelLine(m.Profile))
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
	speed := fmt.Sprintf("%.4g km/h", p.SpeedKmh)
	if len(p.SpeedsKmh) > 0 {
		speeds := slices.Sorted(maps.Values(p.SpeedsKmh))
		speed = fmt.Sprintf("%.4g to %.4g km/h by class of street", speeds[0], speeds[len(speeds)-1])
	}
	access := cmp.Or(p.Access.SpeedKmh, p.SpeedKmh)
	pieces := "any piece of street"
	if p.Access.Rule == isochrone.AccessNearest {
		pieces = "the nearest piece of street alone"
	}
	return fmt.Sprintf("%s at %s, from the resident to the facility; legs to %s within %.4g m, × %.4g at %.4g km/h (access %s)",
		p.Mode, speed, pieces, p.Access.LimitM, p.Access.Factor, access, p.Access.Rule)
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
	t.add("Area", "Minutes", "People", "Covered", "Share", "Uncovered", "Undetermined", "Mean min", "Median min", "95 % min")
	for _, r := range results {
		t.add(areaName(r), strconv.Itoa(r.Minutes), numbers.people(r.Total), numbers.covered(r.Covered, r.Total), percent(r.Covered, r.Total),
			numbers.people(r.Uncovered), numbers.people(r.Undetermined), minutes(r.MeanS), minutes(r.MedianS), minutes(r.P95S))
	}
	return t
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
	head, rows := []string{"Not covered because", "Minutes", "Uncovered"}, make([][]string, len(results))
	for i, r := range results {
		rows[i] = []string{areaName(r), strconv.Itoa(r.Minutes), numbers.people(r.Uncovered)}
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
			t.add("Share if", "Minutes", "As asked", "Nearest access", "Slower"+speedOf(r.Band.Slower), "Faster"+speedOf(r.Band.Faster))
		}
		share := func(v *coverage.Variant) string {
			if v == nil {
				return "–"
			}
			return percent(v.Covered, r.Total)
		}
		t.add(areaName(r), strconv.Itoa(r.Minutes), percent(r.Covered, r.Total), share(r.Band.AccessNearest), share(r.Band.Slower), share(r.Band.Faster))
	}
	return t
}

// speedOf tells the speed of a variant in the head of its column.
func speedOf(v *coverage.Variant) string {
	switch {
	case v == nil:
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
