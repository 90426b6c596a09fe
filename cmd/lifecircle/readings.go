package main

import (
	"fmt"
	"io"
	"strconv"

	"lifecircle/isochrone/coverage"
)

// radiusTable shows the circle of a service radius beside the streets. Circles go from position to position.
func radiusTable(results []coverage.Result, numbers figures) *sheet {
	t := &sheet{}
	for _, r := range results {
		if r.Radius == nil {
			continue
		}
		if len(t.rows) == 0 {
			t.add("Within metres", "Metres", "Along streets", "In a circle", "Share", "Only in the circle", "Only along streets")
		}
		t.add(areaName(r), cutoffOf(r), numbers.covered(r.Covered, r.Total), numbers.covered(r.Radius.Covered, r.Total), percent(r.Radius.Covered, r.Total),
			numbers.people(r.Radius.OnlyCircle), numbers.people(r.Radius.OnlyStreets))
	}
	return t
}

// writeCurve prints a curve for people to read: what was assumed, and a row for every minute.
func writeCurve(w io.Writer, c *coverage.Curve, people figures) error {
	if err := writeAssumptions(w, c.Manifest, people); err != nil {
		return err
	}
	t := &sheet{}
	head := []string{"Minutes", "Covered", "Share"}
	if c.Manifest.Parameters.Band {
		head = append(head, "Nearest access", "Slower", "Faster")
	}
	t.add(head...)
	for _, p := range c.Points {
		row := []string{strconv.Itoa(p.Minutes), people.covered(p.Covered, c.Total), percent(p.Covered, c.Total)}
		if c.Manifest.Parameters.Band {
			row = append(row, shareOf(p.AccessNearest, c.Total), shareOf(p.Slower, c.Total), shareOf(p.Faster, c.Total))
		}
		t.add(row...)
	}
	if _, err := fmt.Fprintf(w, "\n"); err != nil {
		return err
	}
	return t.write(w)
}

// shareOf is a share that may not be known.
func shareOf(covered *int64, total int64) string {
	if covered == nil {
		return "–"
	}
	return percent(*covered, total)
}
