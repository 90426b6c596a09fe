package report

import (
	"bytes"
	"reflect"
	"testing"

	"lifecircle/isochrone/coverage"
	"lifecircle/isochrone/standard"
)

// Whoever keeps one mode at a time, and remembers who gets where, is told nothing else than who begins every question anew.
func TestOneModeAtATime(t *testing.T) {
	for _, plan := range []string{"zhejiang-2025", "taizhou-2025"} {
		std, err := standard.Builtin(plan)
		if err != nil {
			t.Fatal(err)
		}
		options := standard.Options{AsOf: "2025-12-31"}
		anew := &standard.Assessed{Analysis: coverage.New(sampleArea()), Standard: std, Options: options}
		frugal := &standard.Assessed{Analysis: coverage.New(sampleArea()), Standard: std, Options: options}
		frugal.Analysis.KeepRouters(1)
		if err := frugal.Remember(); err != nil {
			t.Fatal(err)
		}
		var cards, shots [2][]byte
		var card *standard.Scorecard
		for i, of := range []*standard.Assessed{anew, frugal} {
			if card, err = of.Assess(t.Context()); err != nil {
				t.Fatal(err)
			}
			if cards[i], err = card.JSON(); err != nil {
				t.Fatal(err)
			}
			shot, err := of.TakeSnapshot(t.Context(), "now", "2025-12-31")
			if err != nil {
				t.Fatal(err)
			}
			if shots[i], err = shot.Bytes(); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(cards[0], cards[1]) || !bytes.Equal(shots[0], shots[1]) {
			t.Errorf("%s: another scorecard, or another snapshot", plan)
		}
		checked := 0
		for i := range card.Checks {
			o := &card.Checks[i]
			if !leavesPoints(o) {
				continue
			}
			checked++
			all, err := standard.Uncovered(t.Context(), anew.Analysis, std, options, o.ID)
			if err != nil {
				t.Fatal(err)
			}
			var people []int64
			first, err := frugal.Uncovered(t.Context(), o.ID, 7, func(_ int32, n int64) { people = append(people, n) })
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(first.Features, all.Features[:min(7, len(all.Features))]) || len(people) != len(all.Features) || !bytes.Equal(first.Manifest, all.Manifest) {
				t.Errorf("%s: %d of %d features, %d points", o.ID, len(first.Features), len(all.Features), len(people))
			}
			for k := range people {
				if n, is := value[int64](&all.Features[k], 4); !is || n != people[k] {
					t.Fatalf("%s: %d people at %s, not %d", o.ID, people[k], all.Features[k].ID, n)
				}
			}
		}
		if checked == 0 {
			t.Errorf("%s: no check leaves people without service", plan)
		}
	}
}
