package standard

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
	"lifecircle/isochrone/coverage"
)

// Older people of example A take 19.33 minutes on average; the worst tenth are the 30 of r6, 36 minutes away.
func TestFairnessOfExampleA(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Areas[0].Setting, lattice.Town.Areas[1].Setting = "urban", "rural"
	a := coverage.New(lattice.StudyArea())
	q := coverage.Request{Services: []string{"elder_station"}, Profile: atSpeeds(t)[geo.WalkElder], Group: geo.Age60, By: "community"}
	f, err := FairnessOf(context.Background(), a, q)
	if err != nil {
		t.Fatal(err)
	}
	minutes := func(s *float64) string {
		if s == nil {
			return "never"
		}
		return fmt.Sprintf("%.2f", *s/60)
	}
	got := ""
	for _, r := range f.Results {
		where := r.Setting
		if r.Area != nil {
			where = *r.Area
		}
		got += fmt.Sprintf("%s %s %d: %s %s %s %s\n", r.Group, where, r.Total, minutes(r.Mean), minutes(r.Median), minutes(r.P95), minutes(r.WorstTenth))
	}
	// Of all 1,000 the mean is (200·8 + 400·20 + 250·24 + 50·36)/1000 at the older people's speed. The worst 100 are the 50 of r6 and 50 of r5: 30 minutes.
	want := `all  1000: 17.40 20.00 24.00 30.00
age60  300: 19.33 20.00 36.00 36.00
age60 urban 120: 11.00 8.00 20.00 20.00
age60 rural 180: 24.89 24.00 36.00 36.00
age60 u1 120: 11.00 8.00 20.00 20.00
age60 u2 180: 24.89 24.00 36.00 36.00
`
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if len(f.Parts) != 2 || f.Parts[0].By != "setting" || f.Parts[1].By != "community" {
		t.Fatalf("%+v", f.Parts)
	}
	p := f.Parts[1]
	if math.Abs(p.Theil-p.TheilWithin-p.TheilBetween) > 1e-12 || p.TheilBetween <= 0 || math.Abs(p.Gini-*f.Results[1].Gini) > 1e-12 {
		t.Errorf("%+v", p)
	}
	if _, err := json.Marshal(f); err != nil {
		t.Error(err)
	}
}

// On random towns, percentiles are those of coverage.
func TestFairnessAgreesWithCoverage(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 31))
		a := coverage.New(randomTown(r))
		q := coverage.Request{Services: []string{"clinic", "library"}, Need: []coverage.Need{coverage.Any, coverage.All}[r.IntN(2)], Profile: atSpeeds(t)[geo.Walk], Minutes: []int{5}, By: "community"}
		f, err := FairnessOf(context.Background(), a, q)
		if err != nil {
			t.Fatal(err)
		}
		report, err := a.Coverage(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, want := range report.Results {
			for _, row := range f.Results {
				if row.Group != want.Group || row.Setting != "" || (row.Area == nil) != (want.Area == nil) || (row.Area != nil && *row.Area != *want.Area) {
					continue
				}
				found++
				got := fmt.Sprint(row.Total, row.NoData, row.Total-row.Unreached, show(row.Median), show(row.P95), near(row.Mean, want.MeanS))
				if expected := fmt.Sprint(want.Total, want.NoData, want.Reached, show(want.MedianS), show(want.P95S), true); got != expected {
					t.Fatalf("seed %d: %s, coverage says %s", seed, got, expected)
				}
			}
		}
		if found < len(report.Results)-3 { // areas without points have rows in coverage alone
			t.Fatalf("seed %d: only %d of %d rows", seed, found, len(report.Results))
		}
	}
}

func show(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

func near(a, b *float64) bool {
	return (a == nil) == (b == nil) && (a == nil || math.Abs(*a-*b) < 1e-6)
}

func TestCapacityOfExampleA(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Facilities[0].Capacity = 40
	lattice.Facility("elder_station", "X", 6, 4) // says nothing of its capacity
	a := coverage.New(lattice.StudyArea())
	q := coverage.Request{Services: []string{"elder_station"}, Profile: atSpeeds(t)[geo.WalkElder], Group: geo.Age60, By: "community", Minutes: []int{15}}
	c, err := CapacityOf(context.Background(), a, q)
	if err != nil {
		t.Fatal(err)
	}
	whole := c.Results[0]
	if whole.Total != 300 || whole.Covered != 200 || whole.Served != 40 || *whole.Possible != 40 || fmt.Sprintf("%.4f %.4f", *whole.Share, *whole.Supply) != "0.1333 0.1333" {
		t.Errorf("%+v", whole)
	}
	if u1 := c.Results[1]; *u1.Area != "u1" || u1.Served != 40 || u1.Covered != 70 || u1.Possible != nil {
		t.Errorf("%+v", u1)
	}
	if fmt.Sprint(c.Facilities) != "[{elder_station E E 40 40 0 70 true}]" || fmt.Sprint(c.NoData) != "[{elder_station:X X capacity}]" {
		t.Errorf("%v %v", c.Facilities, c.NoData)
	}
	if _, err := CapacityOf(context.Background(), a, coverage.Request{Services: []string{"elder_station"}, Profile: q.Profile}); err == nil {
		t.Error("no cutoff, and yet an answer")
	}
}
