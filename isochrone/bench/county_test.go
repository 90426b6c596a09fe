package bench

import (
	"testing"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// A county of the benchmark answers every check of a plan: none fails for want of areas, lists or settings.
func TestTheCountyIsComplete(t *testing.T) {
	card, err := assessed(t, 4_000, 2_000, 60, 240)
	if err != nil {
		t.Fatal(err)
	}
	answered := 0
	for _, o := range card.Checks {
		if o.Measure != standard.Reported && o.Verdict != standard.NotAssessable {
			answered++
		} else if o.Measure != standard.Reported {
			t.Logf("%s: %v", o.ID, o.Why)
		}
	}
	if answered < 26 {
		t.Errorf("only %d checks are answered", answered)
	}
}

func assessed(t testing.TB, junctions, points, communities, facilities int) (*standard.Scorecard, error) {
	a, std := county(t, junctions, points, communities, facilities)
	return standard.Assess(t.Context(), a, std, standard.Options{})
}

func county(t testing.TB, junctions, points, communities, facilities int) (*coverage.Analysis, *standard.Standard) {
	town := City(Plan{junctions, points, 1})
	County(&town, communities, facilities, 1)
	area, err := geo.NewStudyArea(town)
	if err != nil {
		t.Fatal(err)
	}
	std, err := standard.Builtin("zhejiang-2025")
	if err != nil {
		t.Fatal(err)
	}
	return coverage.New(area), std
}

// The whole plan for a town and for a county, once the modes are prepared.
func BenchmarkScorecard(b *testing.B) {
	for _, size := range []struct {
		name                                       string
		junctions, points, communities, facilities int
	}{{"town", 5_000, 5_000, 100, 1_000}, {"county", 1_000_000, 1_000_000, 3_000, 10_000}} {
		b.Run(size.name, func(b *testing.B) {
			if testing.Short() && size.points > 100_000 {
				b.Skip("a county takes minutes to prepare")
			}
			a, std := county(b, size.junctions, size.points, size.communities, size.facilities)
			if _, err := standard.Assess(b.Context(), a, std, standard.Options{}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := standard.Assess(b.Context(), a, std, standard.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
