package report

import (
	"math"
	"strings"
	"testing"

	"lifecircle/isochrone"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// The fairness of a report is that of the engine: people of the townships add up to everybody, and mean and worst tenth of
// everybody are those that the question itself has.
func TestFairnessOfAReport(t *testing.T) {
	q := assessedRequest(t, "zhejiang-2025", ZH, Internal, standard.Options{Checks: []string{"zj-medical15-urban", "zj-meals", "zj-fitness15", "zj-area100"}})
	if len(q.Fairness) != 2 {
		t.Fatalf("%d tables for two checks of the nearest service", len(q.Fairness))
	}
	table := q.Fairness[0]
	sum, never := 0.0, 0.0
	whole := table.Rows[len(table.Rows)-1]
	if !whole.Total {
		t.Fatal("everybody is not the last row")
	}
	for _, row := range table.Rows[:len(table.Rows)-1] {
		sum += *row.Cells[0].Number
		never += *row.Cells[1].Number
	}
	if sum != *whole.Cells[0].Number || never != *whole.Cells[1].Number {
		t.Errorf("townships hold %v people, %v of whom never arrive; everybody %v and %v", sum, never, *whole.Cells[0].Number, *whole.Cells[1].Number)
	}
	profile, err := isochrone.BuiltinProfile("walk")
	if err != nil {
		t.Fatal(err)
	}
	fair, err := standard.FairnessOf(t.Context(), coverage.New(q.Area), coverage.Request{Services: []string{"clinic", "clinic_station", "community_hospital", "hospital"}, Profile: profile})
	if err != nil {
		t.Fatal(err)
	}
	if mean := *fair.Results[0].Mean / 60; math.Abs(mean-*whole.Cells[2].Number) > 1e-9 {
		t.Errorf("a mean of %v minutes, and %v in the report", mean, *whole.Cells[2].Number)
	}
	page, err := HTML(q)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "基尼系数") || !strings.Contains(string(page), "最差十分之一") {
		t.Error("the page does not tell it")
	}
}
