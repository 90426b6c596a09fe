package standard

import (
	"fmt"
	"math/big"
	"testing"

	"lifecircle/geo"
	"lifecircle/geo/geotest"
)

// At 3.0 km/h only r1 is within 15 minutes of E besides r2; at 6.0 km/h r5 is too, 1,440 m away.
func TestSensitivity(t *testing.T) {
	profiles := atSpeeds(t)
	p := profiles[geo.Walk]
	p.Band.Slow, p.Band.Fast = 3.0, 6.0
	profiles[geo.Walk] = p
	c := walkTo(15, "elder_station")
	c.Op, c.Target = AtLeast, big.NewRat(9, 10)
	radius := Check{Measure: Coverage, Services: []string{"elder_station"}, RadiusM: 1000}
	assumed := c
	assumed.Goal = Assumed
	card := assessed(t, geotest.RiverTown().StudyArea(), Options{Profiles: profiles, Sensitivity: true}, c, radius, assumed)
	for _, i := range []int{0, 2} {
		got := ""
		for _, s := range card.Checks[i].Sensitivity {
			got += fmt.Sprintf("%s %s %s %s; ", s.Mode, s.Speed, s.Value.Rat(), s.Verdict)
		}
		if got != "walk 3 km/h 3/10 not_met; walk 6 km/h 19/20 met; " {
			t.Errorf("check %d: %s", i, got)
		}
	}
	if card.Checks[1].Sensitivity != nil {
		t.Error("a straight line has no speed")
	}
	if card.Checks[2].Verdict != Reference {
		t.Error(card.Checks[2].Verdict)
	}
}

func TestSpeedWords(t *testing.T) {
	drive := byCar(t, 1)[geo.Drive]
	slower, _ := drive.Slower()
	faster, _ := drive.Faster()
	if a, b := speedOf(drive, slower), speedOf(drive, faster); a != "× 0.7" || b != "× 1.3" {
		t.Error(a, b)
	}
}

// u1 is in the mountains: of its 550 people all are within 15 minutes, of the others 150 of 450.
func TestGaps(t *testing.T) {
	lattice := geotest.RiverTown()
	lattice.Town.Facilities[0].Capacity = 100
	lattice.Town.Areas[1].Attributes = map[string]string{"mountain": "是"} // u2
	c := walkTo(15, "elder_station")
	c.ID = "coverage"
	served := c
	served.ID, served.Measure = "places", CapacityCoverage
	supply := served
	supply.ID, supply.Measure = "supply", FloatingSupply
	present := Check{ID: "presence", Measure: Presence, Services: []string{"elder_station"}, Unit: "community", Op: AtLeast, Target: big.NewRat(1, 1)}
	share := elders(walkTo(15, "elder_station"))
	share.ID, share.Measure, share.Unit, share.Op, share.Target = "share", CommunityShare, "community", AtLeast, big.NewRat(1, 1)
	lattice.Town.Facilities[0].Area = "u1"
	std := &Standard{ID: "test", Groups: []Group{{ID: "m", Attribute: "mountain"}, {ID: "other", Attribute: "island"}}, Checks: []Check{c, served, supply, present, share}}
	for i := range std.Checks {
		if std.Checks[i].Op == "" {
			std.Checks[i].Op = NoTarget
		}
	}
	card := scorecard(t, lattice.StudyArea(), std, Options{Profiles: atSpeeds(t)})
	want := map[string][3]string{ // inside, rest, gap
		"coverage": {"150/450", "1", "2/3"},
		"places":   {"0", "100/550", "100/550"}, // r1 takes the first 100
		"presence": {"0", "1", "1"},
		"share":    {"0", "1", "1"},
	}
	if len(card.Groups) != 2 || len(card.Groups[0].Gaps) != 5 || card.Groups[1].Note.Empty() || len(card.Groups[1].Gaps) != 0 {
		t.Fatalf("%+v", card.Groups)
	}
	for _, g := range card.Groups[0].Gaps {
		if g.Check == "supply" { // 100 places for the 700 within reach: inside 150 of 450 have it
			if inside, rest := g.Inside.Float(), g.Rest.Float(); fmt.Sprintf("%.6f %.6f", inside, rest) != "0.047619 0.142857" {
				t.Errorf("supply %v %v", inside, rest)
			}
			continue
		}
		wantValue(t, g.Check+" inside", g.Inside, want[g.Check][0])
		wantValue(t, g.Check+" rest", g.Rest, want[g.Check][1])
		wantValue(t, g.Check+" gap", g.Gap, want[g.Check][2])
		if g.Check == "coverage" && *g.People != 300 {
			t.Errorf("%d people make the difference", *g.People)
		}
	}
}
