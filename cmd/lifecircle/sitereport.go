package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"lifecircle/isochrone/siting"
	"lifecircle/isochrone/siting/verify"
)

// writeSites prints an answer for people to read.
func writeSites(w io.Writer, t *siteTown, r *siteReport) error {
	lines := [][2]string{{"Problem", problemText(t, r)}, {"Value", valueText(t, r)}, {"Proof", proofText(t, r)}, {"Cost", string(r.Cost)}}
	if r.CoveredAfter != nil {
		lines = append(lines, [2]string{"Covered", fmt.Sprintf("%s of %s (%s), before %s (%s)", thousands(*r.CoveredAfter), thousands(r.Total), percent(*r.CoveredAfter, r.Total),
			thousands(*r.CoveredBefore), percent(*r.CoveredBefore, r.Total))})
	}
	for _, line := range lines {
		if _, err := fmt.Fprintf(w, "%-8s %s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	if len(r.Sites) > 0 {
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
		if err := siteSheet(r).write(w); err != nil {
			return err
		}
	}
	return writeOutOfReach(w, r)
}

func problemText(t *siteTown, r *siteReport) string {
	names := map[siting.Goal]string{
		siting.MostCovered: "most people covered", siting.FewestSites: "fewest sites that cover the target", siting.LeastCost: "least cost that covers the target",
		siting.LeastMean: "least mean cost of travel", siting.LeastWorst: "least worst cost of travel", siting.MostServed: "most people served within capacities",
		siting.WorstAreaBest: "largest share of the worst-served area",
	}
	return fmt.Sprintf("%s (%s)", names[t.goal], r.Problem)
}

func valueText(t *siteTown, r *siteReport) string {
	if t.goal == siting.LeastMean && r.Total > r.Unserved {
		value, err := r.Value.Float64()
		if err == nil {
			return fmt.Sprintf("%s, on average %.4g", r.Value, value/float64(r.Total-r.Unserved))
		}
	}
	return string(r.Value)
}

func proofText(t *siteTown, r *siteReport) string {
	if r.Proven {
		return "proven optimal among the candidates given"
	}
	side := "more"
	if t.goal == siting.LeastMean || t.goal == siting.LeastWorst || t.goal == siting.FewestSites || t.goal == siting.LeastCost {
		side = "less"
	}
	return fmt.Sprintf("no choice gives %s than %s: gap %.2f %% (ended: %s)", side, r.Bound, 100*r.Gap, strings.ReplaceAll(r.Ended, "_", " "))
}

func siteSheet(r *siteReport) *sheet {
	t := &sheet{}
	t.add("Site", "Cost", "Gain", "Alone", "Together", "Covered then", "Nearly as good")
	for _, s := range r.Sites {
		var others []string
		for _, other := range s.Alternatives {
			others = append(others, printable(other.ID))
		}
		then := "–"
		if s.CoveredAfter != nil {
			then = thousands(*s.CoveredAfter)
		}
		t.add(printable(s.ID), string(s.Cost), orDash((*string)(s.Gain)), orDash((*string)(s.Alone)), orDash((*string)(s.Together)), then, strings.Join(others, ", "))
	}
	return t
}

func orDash(text *string) string {
	if text == nil {
		return "–"
	}
	return *text
}

// writeOutOfReach names those whom no choice could cover.
func writeOutOfReach(w io.Writer, r *siteReport) error {
	if r.Uncoverable.Points == 0 {
		return nil
	}
	shown := r.Uncoverable.IDs[:min(10, len(r.Uncoverable.IDs))]
	more := ""
	if r.Uncoverable.Points > len(shown) {
		more = ", …"
	}
	_, err := fmt.Fprintf(w, "\nout of reach of every candidate: %s people at %s places: %s%s\n", thousands(r.Uncoverable.Demand), thousands(int64(r.Uncoverable.Points)),
		printable(strings.Join(shown, ", ")), more)
	return err
}

// verifySites checks a certificate against the same input.
func verifySites(s streams, q *siteQuestion, path string, asJSON bool) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	c, err := siting.ReadCertificate(file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	t, err := q.read(c.Goal)
	if err != nil {
		return err
	}
	if q.given("sites") && q.sites != c.Sites {
		return &usageError{fmt.Sprintf("--sites %d, but the certificate is of %d sites", q.sites, c.Sites), "Leave --sites out: the certificate names its problem."}
	}
	proven, err := verify.Check(t.in, c)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	unit := t.unit()
	a := &siting.Answer{Value: proven.Value, Bound: proven.Bound}
	if asJSON {
		return writeJSON(s.out, map[string]any{"verified": true, "problem": c.Goal, "value": unit.write(proven.Value), "bound": unit.write(proven.Bound),
			"gap": gapOf(a, unit), "proven": proven.Value == proven.Bound, "instance": c.Instance})
	}
	_, err = fmt.Fprintf(s.out, "verified: the sites are worth %s, no choice beats %s, gap %.4f %%\n", unit.write(proven.Value), unit.write(proven.Bound), 100*gapOf(a, unit))
	return err
}
