package table

import (
	"slices"
	"strings"
	"testing"
)

func TestAListMayDeclareItsPeopleToBeEstimates(t *testing.T) {
	for _, title := range []string{"estimate", "推算", "是否推算"} {
		text := "id,lon,lat,population," + title + "\na,119,30,10,是\nb,119,30,10,no\nc,119,30,10,\nd,119,30,10,1\ne,119,30,10,0\nf,119,30,10,perhaps\n"
		sheet, err := ReadCSV(strings.NewReader(text), "f.csv", Auto)
		if err != nil {
			t.Fatal(err)
		}
		points, findings, err := Residents(sheet, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var estimated string
		for _, p := range points {
			if p.Estimate {
				estimated += p.ID
			}
		}
		if estimated != "ad" || len(points) != 5 {
			t.Errorf("%s: estimates are %q of %d points", title, estimated, len(points))
		}
		if len(findings.Rejects) != 1 || findings.Rejects[0].Row != 7 || findings.Rejects[0].Column != title || findings.Rejects[0].Value != "perhaps" {
			t.Errorf("%s: %+v", title, findings.Rejects)
		}
		if !slices.ContainsFunc(findings.Warnings, func(w Warning) bool { return w.Code == "estimated" && w.Count == 2 }) {
			t.Errorf("%s: nobody is told: %+v", title, findings.Warnings)
		}
	}
}
