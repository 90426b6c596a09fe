package siting_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"lifecircle/isochrone/siting"
)

func solve(t testing.TB, in *siting.Instance, p siting.Problem) *siting.Answer {
	t.Helper()
	begin := time.Now()
	a, err := siting.Solve(context.Background(), in, p, siting.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v %d sites: %d, bound %d, proven %v, %v", p.Goal, len(a.Sites), a.Value, a.Bound, a.Proven, time.Since(begin))
	return a
}

// Values of data/siting/sanfrancisco, from an independent program.
func TestSanFrancisco(t *testing.T) {
	in := sanFrancisco(t)
	in.Reach = siting.ReachWithin(in, 5000*1e8)
	for p, want := range map[int]int64{2: 671_938, 3: 791_499, 4: 875_247, 5: 927_402} {
		a := solve(t, in, siting.Problem{Goal: siting.MostCovered, Sites: p})
		if a.Value != want || !a.Proven {
			t.Errorf("MCLP %d: %d, proven %v; want %d", p, a.Value, a.Proven, want)
		}
		if p == 4 {
			var ids []string
			for _, s := range a.Sites {
				ids = append(ids, in.Candidates[s.Candidate].ID)
			}
			slices.Sort(ids)
			if want := []string{"Store_11", "Store_12", "Store_15", "Store_2"}; !slices.Equal(ids, want) {
				t.Errorf("MCLP 4: sites %v, want %v", ids, want)
			}
		}
	}
	for p, want := range map[int]int64{2: 4009098972_13, 3: 3385565397_53, 4: 2848268129_71, 5: 2554123350_19} {
		a := solve(t, in, siting.Problem{Goal: siting.LeastMean, Sites: p})
		const cent = 1_000_000 // distances are rounded to 1e-8 m, which over a million people is half a cent
		if off := a.Value - want*cent; max(off, -off) > cent || !a.Proven {
			t.Errorf("p-median %d: %d, proven %v; want %d", p, a.Value, a.Proven, want*cent)
		}
	}
	if a := solve(t, in, siting.Problem{Goal: siting.FewestSites}); a.Value != 8 || !a.Proven {
		t.Errorf("fewest sites: %d, proven %v; want 8", a.Value, a.Proven)
	}
}

// Optima of the OR-Library.
func TestPmed(t *testing.T) {
	for n, want := range []int64{5819, 4093, 4250, 3034, 1355} {
		in, p := pmed(t, n+1)
		if a := solve(t, in, siting.Problem{Goal: siting.LeastMean, Sites: p}); a.Value != want || !a.Proven {
			t.Errorf("pmed%d: %d, proven %v; want %d", n+1, a.Value, a.Proven, want)
		}
	}
}
