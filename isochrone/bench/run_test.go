package bench

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"lifecircle/geo"
	"lifecircle/isochrone/coverage"
)

func analysisOf(town geo.Town) (*coverage.Analysis, error) {
	area, err := geo.NewStudyArea(town)
	if err != nil {
		return nil, err
	}
	return coverage.New(area), nil
}

// Every job of the table is there, with a figure or with the reason why it has none, and every answer was right.
func TestRunIsComplete(t *testing.T) {
	plan := Plan{Junctions: 600, Points: 300, Seed: 1}
	said := 0
	report, err := Run(t.Context(), City(plan), Options{
		Open:     func(context.Context) (*coverage.Analysis, error) { return analysisOf(City(plan)) },
		Progress: func(what geo.Words) { said++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	wanted := []string{"settle", "walk", "polygons", "drive", "runs", "two_processors", "nearest", "nearest_nodes", "move_many", "move_few", "session",
		"memory_network", "memory_lists", "open_first", "open", "prepare_walk", "prepare_drive"}
	if len(report.Rows) != len(wanted) || said == 0 {
		t.Fatalf("%d rows, want %d; %d messages", len(report.Rows), len(wanted), said)
	}
	for i := range report.Rows {
		row := &report.Rows[i]
		if row.ID != wanted[i] || row.Job.EN == "" || row.Job.ZH == "" {
			t.Errorf("row %d is %q, want %q", i, row.ID, wanted[i])
		}
		if row.Engine == nil && row.Note.Empty() {
			t.Errorf("%s was not measured, and nothing says why", row.ID)
		}
		for _, f := range []*Figure{row.Engine, row.Textbook} {
			if f != nil && (f.Median < 0 || (f.Best > f.Median && row.Unit != SpeedUp) || f.Runs < 1) {
				t.Errorf("%s: %+v", row.ID, f)
			}
		}
		if _, compared := row.Ratio(); !compared && row.Faster > 0 {
			t.Errorf("%s is to be compared and is not", row.ID)
		}
	}
	in := report.Input
	if in.Points != 300 || in.People == 0 || in.Junctions < 400 || len(in.SHA256) != 64 || len(in.Facilities) != len(Services) {
		t.Errorf("the town is %+v", in)
	}
	if m := report.Machine; m.Go == "" || m.System == "" || m.Processors < 1 || m.GOMAXPROCS < 1 {
		t.Errorf("the machine is %+v", m)
	}
	if _, err := json.Marshal(report); err != nil {
		t.Error(err)
	}
}

// A workspace that holds another town than the one that was put into it is no result.
func TestAWrongWorkspaceEndsTheRun(t *testing.T) {
	plan := Plan{Junctions: 600, Points: 100, Seed: 1}
	fewer := func(context.Context) (*coverage.Analysis, error) {
		town := City(plan)
		town.Points = town.Points[:50]
		return analysisOf(town)
	}
	if _, err := Run(t.Context(), City(plan), Options{Open: fewer}); err == nil || !strings.Contains(err.Error(), "opening") {
		t.Errorf("the error is %v", err)
	}
}

func TestRunCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, City(Plan{Junctions: 600, Points: 100, Seed: 1}), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

func TestVerdicts(t *testing.T) {
	figure := func(median, cpu float64) *Figure { return &Figure{Median: median, Best: median, CPU: cpu, Runs: 3} }
	for name, c := range map[string]struct {
		row        Row
		met, known bool
	}{
		"no target":           {Row{Unit: Seconds, Engine: figure(1, 0)}, false, false},
		"not measured":        {Row{Unit: Seconds, Target: target(1)}, false, false},
		"exactly the target":  {Row{Unit: Seconds, Engine: figure(1, 0), Target: target(1)}, true, true},
		"by processor time":   {Row{Unit: Seconds, Engine: figure(3, 1), Target: target(2)}, true, true},
		"not enough faster":   {Row{Unit: Seconds, Engine: figure(1, 1), Textbook: figure(9, 4.9), Target: target(2), Faster: 5}, false, true},
		"faster and in time":  {Row{Unit: Seconds, Engine: figure(1, 1), Textbook: figure(9, 5), Target: target(2), Faster: 5}, true, true},
		"too little speed-up": {Row{Unit: SpeedUp, Engine: figure(1.7, 0), Target: target(1.8)}, false, true},
		"enough speed-up":     {Row{Unit: SpeedUp, Engine: figure(1.9, 0), Target: target(1.8)}, true, true},
	} {
		if met, known := c.row.Met(); met != c.met || known != c.known {
			t.Errorf("%s: met %v, known %v", name, met, known)
		}
	}
}
