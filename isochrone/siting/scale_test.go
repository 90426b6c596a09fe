package siting_test

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"lifecircle/isochrone/siting"
)

func TestScaleTrial(t *testing.T) {
	spec := os.Getenv("SITING_TRIAL") // points,candidates,reached,p,seconds
	if spec == "" {
		t.Skip("no trial")
	}
	var v [5]int
	for k, s := range strings.Split(spec, ",") {
		v[k], _ = strconv.Atoi(s)
	}
	begin := time.Now()
	in := bigTown(1, v[0], v[1], float64(v[2]))
	runs, points := 0, 0
	for _, r := range in.Reach {
		runs += len(r)
		for _, x := range r {
			points += int(x.To - x.From)
		}
	}
	t.Logf("made in %v: %d runs, %d reached on average", time.Since(begin), runs, points/v[1])
	siting.SetDebug(func(f string, args ...any) { t.Logf("%v "+f, append([]any{time.Since(begin)}, args...)...) })
	begin = time.Now()
	a, err := siting.Solve(context.Background(), in, siting.Problem{Sites: v[3]}, siting.Limits{Time: time.Duration(v[4]) * time.Second, Work: 1 << 60, Progress: func(p siting.Progress) {
		t.Logf("%v value %d bound %d gap %.3f %%", time.Since(begin), p.Value, p.Bound, 100*p.Gap())
	}})
	if err != nil {
		t.Fatal(err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%v: %d ≤ %d, gap %.3f %%, covered %.1f %%, memory %d MB", time.Since(begin), a.Value, a.Bound, 100*a.Gap(), 100*float64(a.CoveredAfter)/float64(a.Total), m.Sys>>20)
}
