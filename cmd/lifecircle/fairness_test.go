package main_test

import (
	"math"
	"strings"
	"testing"
)

// TestFairnessOfRiverTown reads a mean worked out by hand: (30·0 + 40·8 + 50·20 + 50·20 + 100·24 + 30·36) ÷ 300 minutes.
func TestFairnessOfRiverTown(t *testing.T) {
	folder := riverTown(t)
	const question = "coverage -w town.gpkg --service elder_station --mode walk_elder --speed 3.6 --group age60 --by community --fairness"
	var f struct {
		Unit    string
		Results []struct {
			Group, Setting  string
			Area            *string
			Total           int64
			Mean, Gini, P95 *float64
		}
		Parts []struct {
			By      string
			Theil   float64
			Within  float64 `json:"theil_within"`
			Between float64 `json:"theil_between"`
		}
	}
	text := must(t, folder, append(strings.Fields(question), "--json")...)
	decode(t, text, &f)
	found := false
	for _, r := range f.Results {
		if r.Group != "age60" || r.Area != nil || r.Setting != "" {
			continue
		}
		found = true
		if r.Total != 300 || r.Mean == nil || math.Abs(*r.Mean-5800.0/300*60) > 0.5 || math.Abs(*r.P95-36*60) > 0.5 {
			t.Errorf("older people: %+v", r)
		}
	}
	if !found || f.Unit != "s" || len(f.Parts) != 1 || f.Parts[0].By != "community" || math.Abs(f.Parts[0].Theil-f.Parts[0].Within-f.Parts[0].Between) > 1e-12 {
		t.Errorf("%+v", f)
	}
	write(t, folder, "fair.json", text)
	if must(t, folder, "replay", "fair.json", "-w", "town.gpkg") != text {
		t.Error("the answer is another one when it is computed again")
	}
	screen := must(t, folder, strings.Fields(question)...)
	if !strings.Contains(screen, "age60           300      0  19.4") {
		t.Errorf("the table:\n%s", screen)
	}
}

// TestCapacityOfRiverTown shares 40 places out among 70 older people within reach.
func TestCapacityOfRiverTown(t *testing.T) {
	folder := riverTown(t)
	write(t, folder, "places.csv", "id,name,lon,lat,capacity\n"+townRow("E,养老服务站", 3, 2, ",40"))
	must(t, folder, "import", "facilities", "places.csv", "--service", "elder_station", "-w", "town.gpkg")
	question := strings.Fields("coverage -w town.gpkg --service elder_station --mode walk_elder --speed 3.6 --group age60 --minutes 15 --capacity")
	var c struct {
		Results []struct {
			Total, Covered, Served int64
			Possible               *int64
			Share                  *float64
		}
	}
	text := must(t, folder, append(question, "--json")...)
	decode(t, text, &c)
	if r := c.Results[0]; r.Total != 300 || r.Covered != 70 || r.Served != 40 || *r.Possible != 40 || *r.Share != 40.0/300 {
		t.Errorf("%+v", r)
	}
	write(t, folder, "full.json", text)
	if must(t, folder, "replay", "full.json", "-w", "town.gpkg") != text {
		t.Error("the answer is another one when it is computed again")
	}
	for _, want := range []string{"(whole)  15 min     300            70            40  13.3 %       40", "elder_station:E 养老服务站        40     40     0            70"} {
		if screen := must(t, folder, question...); !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
	for _, args := range []string{"--minutes 5,15 --capacity", "--capacity --fairness", "--capacity --facilities --minutes 5", "--fairness --band"} {
		if a := ran(t, folder, append(strings.Fields("coverage -w town.gpkg --service elder_station"), strings.Fields(args)...)...); a.status != 2 {
			t.Errorf("%s: status %d: %s", args, a.status, a.err)
		}
	}
}
