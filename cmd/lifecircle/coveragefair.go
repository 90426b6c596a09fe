package main

import (
	"context"
	"fmt"
	"io"
	"math"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// fair answers how unequally people live from a service. Cutoffs mean nothing here; one in metres says that ways are
// measured by distance.
func (f *coverageFlags) fair(ctx context.Context, to streams, a *coverage.Analysis, request coverage.Request) error {
	request.Minutes = nil
	request.Metres = request.Metres[:min(1, len(request.Metres))]
	answer, err := standard.FairnessOf(ctx, a, request)
	if err != nil {
		return err
	}
	if f.asJSON {
		return answer.WriteJSON(to.out)
	}
	return writeFairness(to.out, answer, figuresOf(a.Area))
}

// full answers who finds a place.
func (f *coverageFlags) full(ctx context.Context, to streams, a *coverage.Analysis, request coverage.Request) error {
	answer, err := standard.CapacityOf(ctx, a, request)
	if err != nil {
		return err
	}
	if f.asJSON {
		return answer.WriteJSON(to.out)
	}
	return writeCapacity(to.out, answer, a.Area)
}

// writeFairness prints rows for people to read, and where the inequality lies.
func writeFairness(w io.Writer, answer *standard.Fairness, numbers figures) error {
	if err := writeAssumptions(w, answer.Manifest, numbers); err != nil {
		return err
	}
	unit, value := "min", minutes
	if answer.Unit == "m" {
		unit, value = "m", metres
	}
	rows := &sheet{}
	rows.add("Who, in "+unit, "People", "Never", "Mean", "Median", "95 %", "Worst tenth", "Gini", "Theil")
	for i := range answer.Results {
		r := &answer.Results[i]
		rows.add(fairnessName(r), numbers.people(r.Total), numbers.people(r.Unreached), value(r.Mean), value(r.Median), value(r.P95), value(r.WorstTenth), index(r.Gini), index(r.Theil))
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	if err := rows.write(w); err != nil {
		return err
	}
	for _, p := range answer.Parts {
		if _, err := fmt.Fprint(w, wrapped(fmt.Sprintf("By %s: of a Theil index of %s, %s lie within and %s between; of a Gini index of %s, %s within, %s between and %s where they overlap",
			printable(p.By), index(&p.Theil), index(&p.TheilWithin), index(&p.TheilBetween), index(&p.Gini), index(&p.GiniWithin), index(&p.GiniBetween), index(&p.GiniOverlap)), "\n", "  ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "\nMean, Gini and Theil are of those who arrive; median, 95 % and the worst tenth of all: – where some of them never do")
	return err
}

// fairnessName says of whom a row is.
func fairnessName(r *standard.FairnessRow) string {
	switch {
	case r.Area != nil && r.AreaName != nil:
		return facilityName(*r.Area, *r.AreaName)
	case r.Setting != "":
		return r.Setting + ", " + r.Group
	}
	return r.Group
}

// index is a measure of inequality with four digits.
func index(v *float64) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%.4f", *v)
}

// writeCapacity prints who finds a place for people to read, and how full facilities are.
func writeCapacity(w io.Writer, answer *standard.Capacity, area *geo.StudyArea) error {
	numbers := figuresOf(area)
	if err := writeAssumptions(w, answer.Manifest, numbers); err != nil {
		return err
	}
	rows := &sheet{}
	rows.add("Within", "Cutoff", "People", "Within reach", "Find a place", "Share", "At best", "Places per 100")
	for i := range answer.Results {
		r := &answer.Results[i]
		name := "(whole)"
		if r.Area != nil && r.AreaName != nil {
			name = facilityName(*r.Area, *r.AreaName)
		}
		best, supply := "–", "–"
		if r.Possible != nil {
			best = numbers.covered(*r.Possible, r.Total)
		}
		if r.Supply != nil {
			supply = fmt.Sprintf("%.2f", math.Floor(*r.Supply*1e4+1e-9)/100)
		}
		rows.add(name, cutoffText(int(r.Minutes), r.Metres), numbers.people(r.Total), numbers.covered(r.Covered, r.Total), numbers.covered(r.Served, r.Total), percent(r.Served, r.Total), best, supply)
	}
	full := &sheet{}
	full.add("Facility", "Capacity", "Taken", "Free", "Within reach", "")
	for _, f := range answer.Facilities {
		limits := ""
		if f.Limited {
			limits = "more places here would serve more people"
		}
		full.add(facilityName(f.Service+":"+f.Facility, f.Name), thousands(f.Capacity), thousands(f.Served), thousands(f.Free), numbers.people(f.Within), limits)
	}
	for _, t := range []*sheet{rows, full} {
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
		if err := t.write(w); err != nil {
			return err
		}
	}
	if n := len(answer.NoData); n > 0 {
		text := ""
		for i, u := range answer.NoData[:min(n, worstUnits)] {
			if i > 0 {
				text += ", "
			}
			text += facilityName(u.ID, u.Name)
		}
		if n > worstUnits {
			text += " and " + thousands(int64(n-worstUnits)) + " more"
		}
		if _, err := fmt.Fprint(w, wrapped("without capacity or number of people, and not counted: "+text, "\n", "  ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "\nPlaces are shared out nearest first; at best: if somebody told everybody where to go. Places per 100: two-step floating catchment areas")
	return err
}

func cutoffText(minutes, metres int) string {
	if metres != 0 {
		return fmt.Sprintf("%d m", metres)
	}
	return fmt.Sprintf("%d min", minutes)
}
