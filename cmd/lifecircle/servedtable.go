package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

// writeServed prints whom each facility serves for people to read, one cutoff after the other.
func writeServed(w io.Writer, report *coverage.ServedReport, area *geo.StudyArea) error {
	numbers := figuresOf(area)
	if err := writeAssumptions(w, report.Manifest, numbers); err != nil {
		return err
	}
	for i := range report.Results {
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
		if err := writeServedWithin(w, &report.Results[i], numbers); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "\nOnly here: within the cutoff of no other facility; these people would be lost if it closed")
	return err
}

func writeServedWithin(w io.Writer, s *coverage.Served, numbers figures) error {
	cutoff := fmt.Sprintf("%d min", int(s.Minutes))
	if s.Metres != 0 {
		cutoff = fmt.Sprintf("%d m", s.Metres)
	}
	services := slices.ContainsFunc(s.Facilities, func(f coverage.ServedBy) bool { return f.Service != s.Facilities[0].Service })
	served := func(n int64) string { return numbers.covered(n, -1) } // an estimate is cut, never rounded up
	t := &sheet{}
	head := []string{"Facility", "Within " + cutoff, "Nearest", "Only here", "Shared", "Most with", ""}
	if services {
		head = slices.Insert(head, 0, "Service")
	}
	t.add(head...)
	for _, f := range s.Facilities {
		with, people := "–", ""
		if f.Most != nil {
			with, people = facilityName(f.Most.Facility, f.Most.Name), served(f.Most.People)
		}
		row := []string{facilityName(f.Facility, f.Name), served(f.Within), served(f.Nearest), served(f.Only), served(f.Shared), with, people}
		if services {
			row = slices.Insert(row, 0, f.Service)
		}
		t.add(row...)
	}
	if err := t.write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "Within %s of any: %s; of one alone %s, of two or more %s\n%s\n", cutoff,
		served(s.Union), served(s.Exclusive), served(s.Shared), choices(s.ByChoice, numbers))
	return err
}

// facilityName is the name of a facility, with its id where that says more.
func facilityName(id, name string) string {
	if name == "" || name == id {
		return printable(id)
	}
	return printable(id + " " + name)
}

// choices tells how many facilities people can choose from.
func choices(people []int64, numbers figures) string {
	const shown = 6
	var parts []string
	for n, p := range people[:min(len(people), shown)] {
		count := numbers.covered(p, -1)
		if n == 0 {
			count = numbers.people(p)
		}
		parts = append(parts, fmt.Sprintf("%d: %s", n, count))
	}
	more := int64(0)
	for _, p := range people[min(len(people), shown):] {
		more += p
	}
	if more > 0 {
		parts = append(parts, fmt.Sprintf("more: %s", numbers.covered(more, -1)))
	}
	return "People by the number of facilities they can choose from: " + cmp.Or(strings.Join(parts, ", "), "–")
}
