package bench

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"
)

// How often a job is measured: [maxRuns] times, or as often as fits into patience, but three times unless even that
// would take too long.
const (
	maxRuns  = 5
	patience = time.Second / 2
	tooLong  = 3 * time.Second
)

// measure times a job on one processor, for each of the units of work that it does.
func measure(ctx context.Context, units float64, job func() error) (*Figure, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	return timed(ctx, units, job)
}

// measureWall does not hold the job to one processor; what counts is how long one waits.
func measureWall(ctx context.Context, units float64, job func() error) (*Figure, error) {
	f, err := timed(ctx, units, job)
	if err == nil {
		f.CPU = 0
	}
	return f, err
}

func timed(ctx context.Context, units float64, job func() error) (*Figure, error) {
	var walls, cpus []time.Duration
	spent := time.Duration(0)
	for len(walls) < maxRuns && (spent < patience || (len(walls) < 3 && spent < tooLong)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		runtime.GC() // the garbage of other jobs is not this one's
		start, cpu := time.Now(), processorTime()
		if err := job(); err != nil {
			return nil, err
		}
		walls, cpus = append(walls, time.Since(start)), append(cpus, processorTime()-cpu)
		spent += walls[len(walls)-1]
	}
	slices.Sort(walls)
	slices.Sort(cpus)
	return &Figure{walls[len(walls)/2].Seconds() / units, walls[0].Seconds() / units, cpus[len(cpus)/2].Seconds() / units, len(walls)}, nil
}

// plus adds the figures of two jobs that are one.
func (f *Figure) plus(g *Figure) *Figure {
	if f == nil {
		return g
	}
	return &Figure{f.Median + g.Median, f.Best + g.Best, f.CPU + g.CPU, min(f.Runs, g.Runs)}
}

// mismatch is the error of an answer that differs from the textbook's.
func mismatch(job, format string, args ...any) error {
	return fmt.Errorf("%s: the engine and the textbook disagree: %s", job, fmt.Sprintf(format, args...))
}
